/* Whose a key of the store is: every kind of key is one subject's own, or the engine's.
 * Owns: the engine's own kinds, how a key fits a pattern.
 * Must not know: what stands under a key. */
#ifndef SUP_KEYS_H
#define SUP_KEYS_H

#include "sup_subject.h"

/* The kinds that are the engine's own; an empty row at the end. */
extern const sup_key_row sup_engine_keys[];

/* The name of the subject whose key it is, "engine", or NULL: nobody's. *owners, when it is
 * not NULL: how many have a pattern that it fits; a test sees to it that it is one. */
const char *sup_key_owner(sup_str key, size_t *owners);

#endif
