/* The vocabulary of event logs: how each internal event is called outside, and which of its operands are told. Closed and
 * versioned (docs/event-log.md); events may be split or renamed inside without changing it.
 *
 * What undoing an event needs is not told: a reader of the log finds it in the world it has rebuilt so far. */
#ifndef HL_APP_EVENT_LOG_H
#define HL_APP_EVENT_LOG_H

#include "base/map.h"
#include "explain/prose.h"
#include "journal/journal.h"

#define EVENT_LOG_MARK "heaploupe-events"
enum { EVENT_LOG_VERSION = 1 };

/* Which operand of an event a member tells. */
typedef enum LogOperand { LOG_A, LOG_B, LOG_C, LOG_AUX } LogOperand;

typedef enum LogCode {
    LOG_NOTHING,
    LOG_OBJECT,    /* its id; {"frame": n}, {"detached": n}, {"garbage": 0} */
    LOG_BORN,      /* the object an event brings into being */
    LOG_HOLDER,    /* OBJECT, or left out when there is none */
    LOG_FRAME,     /* a frame's number alone */
    LOG_PINNED,    /* the object of pin record A; told for people */
    LOG_FOR,       /* the object a block is for: left out when it is the next one to be born, null when there is none */
    LOG_SLOT,      /* position in the object of operand A: "slot" and, where that is not enough, "at" */
    LOG_SLOT_OF_B, /* the same in the object of operand B */
    LOG_KEY,       /* key of a slot that is added */
    LOG_INDEX,     /* position as a plain number */
    LOG_TYPE,      /* number of a layout; also tells type and kind */
    LOG_TEXT,      /* a Name */
    LOG_NUMBER, LOG_BOOL,
    LOG_SERIAL,    /* a number that may be left out */
    LOG_FLAG,      /* one flag's name */
    LOG_FLAGS,     /* names, separated by spaces */
    LOG_LIST,      /* a list of the collector */
    LOG_FROM_LIST, LOG_TO_LIST, /* the two bytes of from << 8 | to */
    LOG_WORD,      /* the name of a scalar */
    LOG_VALUE,     /* its value: a number, a phase, a text */
    LOG_BLOCK,     /* [pool, block] or {"large": n} */
    LOG_OWNED,     /* which of the owner's blocks: left out, "object" or "storage" */
    LOG_FREE_LIST, /* its name */
    LOG_SIZE_CLASS, /* second byte: class; told as bytes */
    LOG_ADDRESS,   /* operands B and C: low and high half */
    LOG_PAGES,     /* the same in pages of 4096 bytes */
    LOG_ORDER      /* side payload: a permutation */
} LogCode;

typedef struct LogField {
    const char *name;
    uint8_t operand; /* LogOperand */
    uint8_t code;    /* LogCode */
} LogField;

enum { LOG_FIELDS = 5 };
typedef struct LogRow {
    LogField fields[LOG_FIELDS]; /* ended by LOG_NOTHING */
} LogRow;

/* By EventKind; the event's name is event_info[kind].text. */
extern const LogRow log_rows[EVENT_KIND_COUNT];

static inline uint32_t log_operand(const Event *event, LogOperand operand)
{
    const uint32_t operands[] = {event->a, event->b, event->c, event->aux};
    return operands[operand];
}

/* ---- names of numbers (event_log_words.c); −1 when a text names none ---- */

/* "count[0]", "arena[3].next"; into `out`. */
void log_word_text(uint32_t word, Prose *out);
int64_t log_word_find(const char *text);
const char *log_list_text(uint32_t list); /* NULL: no list */
int64_t log_list_find(const char *text);
void log_flags_text(unsigned flags, Prose *out);
int64_t log_flags_find(const char *text);
int64_t log_phase_find(const char *text);
int64_t log_free_list_find(const char *text);

#endif
