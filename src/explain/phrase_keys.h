/* The keys of all sentences, grouped as the narration uses them. */
#ifndef HL_EXPLAIN_PHRASE_KEYS_H
#define HL_EXPLAIN_PHRASE_KEYS_H

/* X(constant) */
#define PHRASE_KEYS(X) X(OTHER)

#endif
