/* A call that only collects ops, and the counters that it adds to, told apart by key and name.
 * Owns: the call, the counters' sums over its ops.
 * Must not know: what is counted. */
#ifndef SUP_TEST_COUNTERS_H
#define SUP_TEST_COUNTERS_H

#include "engine/sup_ctx.h"
#include "sup_test_site.h"

typedef struct {
    sup_test_site *site;
    sup_ctx c;
} sup_test_call;

static inline int
sup_test_call_begin(void **state)
{
    sup_test_call *t = calloc(1, sizeof(*t));

    t->site = sup_test_site_create();
    t->c = (sup_ctx){.site = &t->site->site,
                     .arena = &t->site->arena->arena,
                     .now_ms = t->site->now_ms};
    *state = t;
    return 0;
}

static inline int
sup_test_call_end(void **state)
{
    sup_test_call *t = *state;

    sup_test_site_destroy(t->site);
    free(t);
    return 0;
}

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
