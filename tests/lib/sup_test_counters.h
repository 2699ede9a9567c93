/* The counters that a decide function adds to, told apart by key and name.
 * Owns: their sums over the ops of one call.
 * Must not know: what is counted. */
#ifndef SUP_TEST_COUNTERS_H
#define SUP_TEST_COUNTERS_H

#include "engine/sup_ctx.h"

/* By how much the ops change this counter; an op of any other kind is no counter's. */
static inline int64_t
sup_test_counter(const sup_ctx *c, const char *key, const char *name)
{
    int64_t sum = 0;
    size_t i;

    for (i = 0; i < c->n_ops; i++) {
        if (c->ops[i].kind == SUP_OP_COUNTER_ADD &&
            sup_str_eq(c->ops[i].key, sup_str_c(key)) &&
            sup_str_eq(c->ops[i].member, sup_str_c(name))) {
            sum += c->ops[i].delta;
        }
    }
    return sum;
}

/* Two copies of one change must not both be counted: no counter twice in a call. */
static inline unsigned
sup_test_counters_twice(const sup_ctx *c)
{
    unsigned twice = 0;
    size_t i, j;

    for (i = 0; i < c->n_ops; i++) {
        for (j = 0; j < i; j++) {
            twice += sup_str_eq(c->ops[i].key, c->ops[j].key) &&
                     sup_str_eq(c->ops[i].member, c->ops[j].member);
        }
    }
    return twice;
}

#endif
