/* The keys of all sentences, grouped as the narration uses them. Arguments: the placeholders in text_en.c. */
#ifndef HL_EXPLAIN_PHRASE_KEYS_H
#define HL_EXPLAIN_PHRASE_KEYS_H

/* X(constant) */
#define PHRASE_KEYS(X)                                                                                                      \
    /* holders, values, lists */                                                                                            \
    X(HOLDER_NAME) X(HOLDER_NAME_IN) X(HOLDER_KEY) X(HOLDER_TEMPORARIES) X(HOLDER_PINS) X(HOLDER_PINS_BY) X(HOLDER_MORE)    \
    X(NAME_IN) X(VALUE_ITEMS) X(VALUE_KEYS) X(VALUE_ELEMENTS) X(OUTSIDE)           \
    X(LIST_GENERATION) X(LIST_PERMANENT) X(LIST_UNREACHABLE) X(LIST_LEGACY) X(LIST_WEAKREFS) X(LIST_SEEN) X(LIST_DELETE)    \
    X(LIST_NONE)                                                                                                            \
    /* titles: an op, a collection */                                                                                       \
    X(TITLE_START) X(TITLE_COLLECTION) X(TITLE_NEW) X(TITLE_NEW_NAMED) X(TITLE_NEW_VALUE) X(TITLE_NEW_STORED) X(TITLE_LOAD) \
    X(TITLE_CLASS) X(TITLE_BIND) X(TITLE_UNBIND) X(TITLE_REF) X(TITLE_REF_APPEND) X(TITLE_UNREF) X(TITLE_CLEAR)             \
    X(TITLE_REORDER) X(TITLE_MATERIALIZE) X(TITLE_CALL) X(TITLE_RETURN) X(TITLE_PIN) X(TITLE_UNPIN) X(TITLE_HOLD)           \
    X(TITLE_DROP) X(TITLE_WEAKREF) X(TITLE_RESIZE) X(TITLE_COLLECT) X(TITLE_POLL) X(TITLE_ENABLE) X(TITLE_DISABLE)          \
    X(TITLE_FREEZE) X(TITLE_UNFREEZE) X(TITLE_CLEAR_GARBAGE) X(TITLE_SET_THRESHOLD) X(TITLE_SET_DEBUG)                      \
    X(TITLE_GETREFCOUNT) X(TITLE_COUNT) X(TITLE_PRINT) X(TITLE_ALLOC) X(TITLE_REALLOC) X(TITLE_FREE) X(TITLE_REPEAT)        \
    X(TITLE_LINE) X(TITLE_NOTE) X(TITLE_ASK) X(TITLE_EXPECT) X(TITLE_OP)                                                    \
    /* lives */                                                                                                             \
    X(START) X(NEW) X(NEW_IMMORTAL) X(NEW_LOADED) X(NEW_FRAME) X(NEW_MODULE) X(DEAD) X(DEAD_FRAME)                          \
    /* references */                                                                                                        \
    X(HOLD) X(HOLD_FINALIZE) X(HOLD_DELETE) X(HOLD_WEAKREF) X(DROP) X(DROP_FINALIZE) X(DROP_DELETE) X(COUNT_ZERO)           \
    X(COUNT_LEFT) X(REF_NAME) X(REF_SLOT) X(REF_GARBAGE) X(UNREF_NAME) X(UNREF_SLOT) X(UNREF_DYING) X(UNREF_DETACHED)       \
    X(UNREF_GARBAGE) X(TEMP_TO_NAME) X(TEMP_TO_SLOT) X(SLOT_TO_TEMP) X(KEY_SET) X(KEY_DROP) X(KEY_TO_TEMP) X(SLOT_ADD)      \
    X(REORDER)                                                                                                              \
    X(DETACH) X(PIN_MORE) X(PIN_LESS) X(WEAKREF_CLEAR) X(WEAKREF_AIM)                                                       \
    /* lists of the collector */                                                                                            \
    X(TRACK) X(UNTRACK_DYING) X(UNTRACK_HARMLESS) X(UNTRACK) X(MOVE_OUT) X(MOVE_SWEEP) X(MOVE_LEGACY) X(MOVE_LEGACY_HELD)   \
    X(MOVE_WEAKREF) X(MOVE_WEAKREF_BACK) X(MOVE_SEEN) X(MOVE_STILL) X(MOVE_SURVIVES) X(MOVE) X(MERGE_YOUNG) X(MERGE_SEEN)   \
    X(MERGE_FREEZE) X(MERGE_UNFREEZE) X(MERGE) X(PROMOTE_UP) X(PROMOTE_STAY) X(PROMOTE_LEGACY) X(PROMOTE_RESURRECTED)       \
    /* the search */                                                                                                        \
    X(REFS_COPY) X(REFS_SUBTRACT) X(REFS_SUBTRACT_SELF) X(REFS_ZERO) X(REFS_LEFT) X(REFS_MARK) X(REFS_MARK_BACK) X(SCAN)    \
    X(MARK_GREY_NAME) X(MARK_GREY_OUTSIDE) X(MARK_GREY) X(MARK_TAKE) X(MARK_CLEAR)                                          \
    /* memory */                                                                                                            \
    X(BLOCK_TAKE) X(BLOCK_TAKE_NEW) X(BLOCK_CARVED) X(BLOCK_GIVE) X(BLOCK_GIVE_STORAGE) X(BLOCK_GIVE_RAW) X(LARGE_TAKE)     \
    X(LARGE_TAKE_FIT) X(LARGE_GIVE) X(LARGE_GIVE_FIT) X(LARGE_RESIZE) X(LARGE_MOVED) X(POOL_OPEN) X(POOL_OPEN_AGAIN)        \
    X(POOL_USED_EMPTY) X(POOL_USED_FULL) X(POOL_FULL) X(POOL_EMPTY) X(ARENA_NEW) X(ARENA_GONE) X(FREELIST_PUSH)             \
    X(FREELIST_PUSH_RAW) X(FREELIST_POP) X(FREELIST_EMPTIED)                                                                \
    /* the interpreter */                                                                                                   \
    X(FRAME_PUSH) X(FRAME_POP) X(COUNTER_UP) X(COUNTER_DOWN) X(COUNTER_RUNS) X(COUNTER_RESET) X(SETTING_THRESHOLD)          \
    X(SETTING_ENABLED) X(SETTING_DISABLED) X(SETTING_DEBUG) X(COLLECT_BEGIN_MANUAL) X(COLLECT_BEGIN_AUTOMATIC)              \
    X(COLLECT_END) X(COLLECT_END_NONE) X(FINALIZER) X(CALLBACK) X(CLEAR) X(RESURRECTED) X(TRASHCAN) X(OUTPUT) X(LINE)       \
    X(LINE_FILE) X(NOTE) X(ASK) X(MATERIALIZE) X(OTHER) X(OTHER_OBJECT)                                                     \
    /* the numbers that changed */                                                                                          \
    X(NUMBER_REFCOUNT) X(NUMBER_GC_REFS) X(NUMBER_LIVE) X(NUMBER_QUEUE) X(NUMBER_COUNTER) X(NUMBER_POOL) X(NUMBER_ARENAS)   \
    X(NUMBER_FREELIST) X(NUMBER_THRESHOLD) X(NUMBER_PINS) X(NUMBER_BYTES) X(NUMBER_GC_REFS_NEW)                              \
    /* phases: a short name, and the sentence with which one begins; in the order of enum Phase */                          \
    X(PHASE_NONE) X(PHASE_MERGE) X(PHASE_UPDATE_REFS) X(PHASE_SUBTRACT_REFS) X(PHASE_MOVE_UNREACHABLE) X(PHASE_MARK)        \
    X(PHASE_SWEEP) X(PHASE_UNTRACK) X(PHASE_PROMOTE) X(PHASE_LEGACY) X(PHASE_WEAKREFS) X(PHASE_FINALIZE) X(PHASE_RESURRECT) \
    X(PHASE_DELETE_GARBAGE) X(PHASE_FREE_LISTS)                                                                             \
    X(BEGIN_NONE) X(BEGIN_MERGE) X(BEGIN_UPDATE_REFS) X(BEGIN_SUBTRACT_REFS) X(BEGIN_MOVE_UNREACHABLE) X(BEGIN_MARK)        \
    X(BEGIN_SWEEP) X(BEGIN_UNTRACK) X(BEGIN_PROMOTE) X(BEGIN_LEGACY) X(BEGIN_WEAKREFS) X(BEGIN_FINALIZE) X(BEGIN_RESURRECT) \
    X(BEGIN_DELETE_GARBAGE) X(BEGIN_FREE_LISTS)                                                                             \
    /* … of an oldest generation */                                                                                         \
    X(BEGIN_PROMOTE_OLDEST)

#endif
