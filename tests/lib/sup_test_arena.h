/* The arena of tests: a list of malloc blocks, so that AddressSanitizer sees every
 * overrun.
 * Owns: sup_test_arena, with a budget of bytes to try what happens when memory runs out.
 * Must not know: what is tested. */
#ifndef SUP_TEST_ARENA_H
#define SUP_TEST_ARENA_H

#include <stdint.h>
#include <stdlib.h>
#include "core/sup_base.h"

#define SUP_TEST_UNBOUNDED SIZE_MAX

typedef struct sup_test_block_s {
    struct sup_test_block_s *next;
    max_align_t data[];
} sup_test_block;

/* Pass &t->arena to what is tested. */
typedef struct {
    sup_arena arena; /* first: alloc() casts back */
    sup_test_block *blocks;
    size_t budget; /* bytes left */
    size_t used;   /* bytes given out */
    size_t calls;  /* of alloc() */
} sup_test_arena;

static inline void *
sup_test_arena_alloc(sup_arena *arena, size_t size)
{
    sup_test_arena *t = (sup_test_arena *)arena;
    sup_test_block *block;

    t->calls++;
    if (size > t->budget || size > SIZE_MAX - sizeof(sup_test_block)) {
        return NULL;
    }
    block = malloc(sizeof(sup_test_block) + size);
    if (block == NULL) {
        return NULL;
    }
    /* Nothing may rely on fresh memory being zero. */
    memset(block->data, 0xA5, size);
    block->next = t->blocks;
    t->blocks = block;
    if (t->budget != SUP_TEST_UNBOUNDED) {
        t->budget -= size;
    }
    t->used += size;
    return block->data;
}

static inline sup_test_arena *
sup_test_arena_create(size_t budget)
{
    sup_test_arena *t = calloc(1, sizeof(*t));

    if (t == NULL) {
        abort();
    }
    t->arena.alloc = sup_test_arena_alloc;
    t->budget = budget;
    return t;
}

static inline void
sup_test_arena_destroy(sup_test_arena *t)
{
    while (t->blocks != NULL) {
        sup_test_block *next = t->blocks->next;

        free(t->blocks);
        t->blocks = next;
    }
    free(t);
}

#endif
