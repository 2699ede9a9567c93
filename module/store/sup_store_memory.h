/* The reference store: everything in this process, for tests and as the definition of
 * what the verbs mean.
 * Owns: its own memory (malloc).
 * Must not know: Redis. */
#ifndef SUP_STORE_MEMORY_H
#define SUP_STORE_MEMORY_H

#include "sup_store.h"

typedef struct sup_store_memory_s sup_store_memory;

sup_store_memory *sup_store_memory_create(int64_t (*now_ms)(void));
void sup_store_memory_destroy(sup_store_memory *memory);
sup_store *sup_store_memory_store(sup_store_memory *memory);
/* Answers wait until this is called: it runs the callbacks due and says how many. */
size_t sup_store_memory_run(sup_store_memory *memory);

#endif
