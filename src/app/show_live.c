/* While the field is open and empty, keys that type nothing do what they always do: a statement that was run can be stepped
 * through, and the next one typed, without leaving the field. Backspace is the exception: whoever erases too much must not jump. */
#include "app/show_live.h"

#include "app/typed.h"

#include <stdio.h>
#include <string.h>

enum { INDENT = 4 };
static const char spaces[] = "    ";

static LiveField *field_of(Show *show)
{
    return &show->state.live;
}

/* ---- editing ---- */

static void set_line(LiveField *field, const char *text)
{
    snprintf(field->typed, sizeof field->typed, "%s", text);
    field->caret = strlen(field->typed);
}

static unsigned insert(LiveField *field, const char *text)
{
    size_t bytes = strlen(field->typed), more = strlen(text);
    if (bytes + more >= sizeof field->typed) {
        return SHOW_NOTHING;
    }
    memmove(field->typed + field->caret + more, field->typed + field->caret, bytes - field->caret + 1);
    memcpy(field->typed + field->caret, text, more);
    field->caret += more;
    return SHOW_REDRAW;
}

static bool is_inside(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80; /* of a character of several bytes */
}

static size_t before(const LiveField *field)
{
    size_t at = field->caret;
    while (at > 0 && is_inside(field->typed[--at])) {
    }
    return at;
}

static size_t behind(const LiveField *field)
{
    size_t at = field->caret + (field->typed[field->caret] != '\0' ? 1 : 0);
    while (is_inside(field->typed[at])) {
        at++;
    }
    return at;
}

static void cut(LiveField *field, size_t from, size_t to)
{
    memmove(field->typed + from, field->typed + to, strlen(field->typed + to) + 1);
    field->caret = from;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t")] == '\0';
}

/* A step of the indentation goes at once. */
static unsigned erase(LiveField *field, bool forward)
{
    bool indented = !forward && field->caret >= INDENT && strspn(field->typed, " ") >= field->caret && field->caret % INDENT == 0;
    if (forward) {
        cut(field, field->caret, behind(field));
    } else {
        cut(field, indented ? field->caret - INDENT : before(field), field->caret);
    }
    return SHOW_REDRAW;
}

static unsigned move_caret(LiveField *field, const char *key)
{
    switch (key[0]) {
    case 'L': field->caret = before(field); break;
    case 'R': field->caret = behind(field); break;
    case 'H': field->caret = 0; break;
    default: field->caret = strlen(field->typed); break;
    }
    return SHOW_REDRAW;
}

/* ---- history ---- */

static unsigned recall(Show *show, bool older)
{
    LiveTyping *typing = &show->typing;
    if (older ? typing->at == 0 : typing->at >= typing->lines.count) {
        return SHOW_NOTHING;
    }
    typing->at = older ? typing->at - 1 : typing->at + 1;
    set_line(field_of(show), typing->at < typing->lines.count ? typing->lines.items[typing->at] : "");
    return SHOW_REDRAW;
}

static void remember(LiveTyping *typing, const char *line)
{
    bool again = typing->lines.count > 0 && strcmp(vec_last(&typing->lines), line) == 0;
    if (!is_blank(line) && !again) {
        vec_push(&typing->lines, mem_text(line));
    }
    typing->at = typing->lines.count;
}

void show_live_release(Show *show)
{
    LiveTyping *typing = &show->typing;
    for (size_t i = 0; i < typing->lines.count; i++) {
        mem_release(typing->lines.items[i]);
    }
    vec_release(&typing->lines);
    typing->at = 0;
}

/* ---- blocks ---- */

/* The newest lines, whole ones, when there is no room for all. */
static void add_to_block(LiveField *field, const char *line)
{
    size_t bytes = strlen(field->block), more = strlen(line) + 1;
    size_t drop = 0;
    while (bytes - drop + more >= sizeof field->block) {
        drop += strcspn(field->block + drop, "\n") + 1;
    }
    memmove(field->block, field->block + drop, bytes - drop + 1);
    snprintf(field->block + bytes - drop, sizeof field->block - (bytes - drop), "%s\n", line);
}

/* As the last line, one step more behind a colon. */
static void indent(LiveField *field)
{
    size_t end = strlen(field->block);
    size_t begin = end > 0 ? end - 1 : 0;
    while (begin > 0 && field->block[begin - 1] != '\n') {
        begin--;
    }
    size_t depth = strspn(field->block + begin, " ");
    bool opens = end >= 2 && field->block[end - 2] == ':';
    set_line(field, "");
    for (size_t i = 0; i < depth; i++) {
        insert(field, " ");
    }
    insert(field, opens ? spaces : "");
}

void show_live_sent(Show *show)
{
    LiveField *field = field_of(show);
    remember(&show->typing, field->typed);
    add_to_block(field, field->typed);
    set_line(field, "");
    field->result[0] = '\0';
    field->results = 0;
}

void show_live_follow(Show *show, const LiveStatus *status)
{
    LiveField *field = field_of(show);
    bool changed = field->status.state != status->state;
    field->status = *status;
    if (!changed) {
        return;
    }
    if (status->state == LIVE_MORE && field->typed[0] == '\0') {
        indent(field);
    } else if (status->state == LIVE_READY || status->state == LIVE_ENDED) {
        field->block[0] = '\0';
    }
}

/* ---- keys ---- */

static bool is_running(const LiveField *field)
{
    return field->status.state == LIVE_RUNNING;
}

static bool wants_line(const LiveField *field)
{
    return field->status.state == LIVE_READY || field->status.state == LIVE_MORE;
}

/* A line of blanks ends a block; without a block it is nothing. */
static bool run_line(LiveField *field, unsigned *effects)
{
    bool blank = is_blank(field->typed);
    if (blank && field->status.state != LIVE_MORE) {
        set_line(field, "");
        *effects = SHOW_REDRAW;
        return false;
    }
    if (blank) {
        set_line(field, "");
    }
    *effects = wants_line(field) ? SHOW_SEND | SHOW_REDRAW : SHOW_NOTHING;
    return true;
}

unsigned show_live_act(Show *show, Action action)
{
    LiveField *field = field_of(show);
    if (field->status.state == LIVE_OFF) {
        return SHOW_NOTHING;
    }
    switch (action) {
    case ACTION_TYPE: field->open = true; return SHOW_REDRAW;
    case ACTION_RESTART: return SHOW_RESTART;
    case ACTION_INTERRUPT:
        if (!is_running(field)) {
            set_line(field, "");
        }
        return SHOW_INTERRUPT | SHOW_REDRAW;
    default: return SHOW_NOTHING;
    }
}

/* Keys of the session, whether typing or not. */
static bool session_key(Show *show, const char *key, unsigned *effects)
{
    int digit = 0;
    Action action = key_action_in(KEYS_LIVE, key, &digit);
    bool other = action == ACTION_TYPE && strcmp(key, "Enter") == 0 && show->state.groups.chosen != 0;
    if (action == ACTION_NONE || other || (action == ACTION_TYPE && field_of(show)->open)) {
        return false;
    }
    *effects = show_live_act(show, action);
    return true;
}

static bool typing_key(Show *show, const char *key, unsigned *effects)
{
    int digit = 0;
    LiveField *field = field_of(show);
    bool empty = field->typed[0] == '\0';
    switch (key_action_in(KEYS_TYPING, key, &digit)) {
    case ACTION_RUN_LINE: return run_line(field, effects);
    case ACTION_OLDER_LINE: *effects = recall(show, true); return true;
    case ACTION_NEWER_LINE: *effects = recall(show, false); return true;
    case ACTION_ERASE_LETTER: *effects = erase(field, key[0] == 'D'); return true;
    case ACTION_MOVE_CARET:
        *effects = empty ? SHOW_NOTHING : move_caret(field, key);
        return !empty;
    case ACTION_END_TYPING:
        field->open = is_running(field);
        *effects = is_running(field) ? SHOW_INTERRUPT | SHOW_REDRAW : SHOW_REDRAW;
        return true;
    default: break;
    }
    if (strcmp(key, "Tab") == 0 && (!empty || field->status.state == LIVE_MORE)) {
        *effects = insert(field, spaces);
        return true;
    }
    return false;
}

bool show_live_key(Show *show, const char *key, unsigned *effects)
{
    LiveField *field = field_of(show);
    if (field->status.state == LIVE_OFF) {
        return false;
    }
    if (session_key(show, key, effects)) {
        return true;
    }
    if (!field->open) {
        bool interrupts = is_running(field) && strcmp(key, "Esc") == 0;
        *effects = SHOW_INTERRUPT | SHOW_REDRAW;
        return interrupts;
    }
    const char *letter = typed_by_key(key);
    if (letter != NULL) {
        *effects = insert(field, letter);
        return true;
    }
    return typing_key(show, key, effects);
}

unsigned show_live_type(Show *show, const char *text)
{
    return insert(field_of(show), text);
}
