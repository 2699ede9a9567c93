/* One function of the application run as a decide function, over the memory store.
 * Owns: the rounds that the engine makes for an endpoint, for what is no endpoint.
 * Must not know: what is tested. */
#ifndef SUP_TEST_CTX_H
#define SUP_TEST_CTX_H

#include "engine/sup_ctx.h"
#include "sup_test_site.h"

typedef struct {
    sup_ctx ctx;
    sup_request request;
    sup_read batch[SUP_READS_MAX];
    sup_rc rc; /* of the store's last answer */
} sup_test_ctx;

typedef sup_rc (*sup_test_decide)(sup_ctx *c, void *data);

static inline void
sup_test_ctx_read(void *data, sup_rc rc)
{
    ((sup_test_ctx *)data)->rc = rc;
}

static inline void
sup_test_ctx_committed(void *data, sup_rc rc, uint64_t version, size_t at)
{
    (void)version;
    (void)at;
    ((sup_test_ctx *)data)->rc = rc;
}

static inline void
sup_test_ctx_fetch(sup_test_site *t, sup_test_ctx *x)
{
    sup_store *store = sup_store_memory_store(t->memory);
    sup_ctx *c = &x->ctx;
    size_t i, n = c->n_reads - c->n_answered;

    for (i = 0; i < n; i++) {
        x->batch[i] = *c->reads[c->n_answered + i];
    }
    if (store->read(store, c->arena, c->site->campus, x->batch, n, sup_test_ctx_read,
                    x) != SUP_OK) {
        abort();
    }
    sup_store_memory_run(t->memory);
    for (i = 0; i < n; i++) {
        *c->reads[c->n_answered + i] = x->batch[i];
    }
    c->n_answered = c->n_reads;
}

/* What decide came to, or the store when it committed. The failure stays in x->ctx. */
static inline sup_rc
sup_test_ctx_run(sup_test_site *t, sup_test_ctx *x, const char *role, const char *unit,
                 sup_test_decide decide, void *data)
{
    sup_store *store = sup_store_memory_store(t->memory);
    sup_ctx *c = &x->ctx;
    sup_rc rc;

    memset(x, 0, sizeof(*x));
    x->request.credentials = (sup_credentials){sup_str_c(role), sup_str_c(role),
                                               sup_str_c(unit), SUP_STR("*")};
    c->site = &t->site;
    c->arena = &t->arena->arena;
    c->request = &x->request;
    c->now_ms = t->now_ms;
    if (sup_actor_resolve(&c->actor, &x->request.credentials) != SUP_OK) {
        abort();
    }
    for (;;) {
        c->n_ops = 0;
        c->failure = (sup_failure){0};
        rc = decide(c, data);
        if (rc != SUP_AGAIN) {
            break;
        }
        sup_test_ctx_fetch(t, x);
    }
    if (rc != SUP_OK || c->n_ops == 0) {
        return rc;
    }
    if (store->commit(store, c->arena, c->site->campus, c->ops, c->n_ops,
                      sup_test_ctx_committed, x) != SUP_OK) {
        abort();
    }
    sup_store_memory_run(t->memory);
    return x->rc;
}

#endif
