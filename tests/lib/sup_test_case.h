/* Cases over the memory store: reported over the door, made in any shape, read again.
 * Owns: both ways to a case, a store on whose commits somebody else comes first.
 * Must not know: what is tested. */
#ifndef SUP_TEST_CASE_H
#define SUP_TEST_CASE_H

#include "cases/sup_case.h"
#include "sup_test_ctx.h"

/* --- over the door --- */

typedef struct {
    char id[SUP_CASE_ID_LEN + 1];
    char receipt[SUP_RECEIPT_LEN + 1];
} sup_test_reported;

static inline void
sup_test_case_copy(const sup_test_site *t, const char *before, char *out, size_t n)
{
    const char *at = sup_test_site_find(t, before);

    if (at == NULL) {
        fprintf(stderr, "no %s in %.*s\n", before, (int)t->reply.body.len,
                t->reply.body.data);
        abort();
    }
    memcpy(out, at + strlen(before), n);
    out[n] = '\0';
}

static inline sup_test_reported
sup_test_case_report(sup_test_site *t, const char *role, const char *more)
{
    sup_test_reported out;
    char body[600];

    snprintf(body, sizeof(body),
             "{\"kind\":\"repair\",\"domain\":\"water\",\"category\":\"general\","
             "\"text\":\"饮水机坏了\"%s}",
             more);
    if (sup_test_site_ask(t, SUP_METHOD_POST, role, "cases", body) != 201) {
        fprintf(stderr, "%.*s\n", (int)t->reply.body.len, t->reply.body.data);
        abort();
    }
    sup_test_case_copy(t, "{\"case\":{\"id\":\"", out.id, SUP_CASE_ID_LEN);
    sup_test_case_copy(t, "\"receipt\":\"", out.receipt, SUP_RECEIPT_LEN);
    return out;
}

static inline unsigned
sup_test_case_act(sup_test_site *t, const char *role, const char *id, const char *action,
                  const char *body)
{
    char target[64];

    snprintf(target, sizeof(target), "cases/%s/%s", id, action);
    return sup_test_site_ask(t, SUP_METHOD_POST, role, target, body);
}

static inline unsigned
sup_test_case_get(sup_test_site *t, const char *role, const char *id, const char *more)
{
    char target[64];

    snprintf(target, sizeof(target), "cases/%s%s", id, more);
    return sup_test_site_ask(t, SUP_METHOD_GET, role, target, "");
}

/* --- as it is kept --- */

typedef struct {
    const char *id;
    sup_case k;
} sup_test_looked;

static inline sup_rc
sup_test_case_look(sup_ctx *c, void *data)
{
    sup_test_looked *l = data;

    return sup_case_load_other(c, sup_str_c(l->id), &l->k);
}

static inline sup_case
sup_test_case_kept(sup_test_site *t, const char *id)
{
    sup_test_looked l = {.id = id};
    sup_test_ctx *x = sup_calloc(&t->arena->arena, sizeof(*x));

    if (sup_test_ctx_run(t, x, "", "", sup_test_case_look, &l) != SUP_OK) {
        abort();
    }
    return l.k;
}

/* --- somebody else comes first --- */

typedef struct {
    sup_store store; /* first: the verbs cast back */
    sup_store *inner;
    void (*first)(void *data); /* before the next commit, once; or NULL */
    void *data;
    size_t commits;
} sup_test_racer;

static inline sup_rc
sup_test_racer_read(sup_store *store, sup_arena *arena, sup_str campus, sup_read *reads,
                    size_t n, sup_read_done done, void *data)
{
    sup_test_racer *r = (sup_test_racer *)store;

    return r->inner->read(r->inner, arena, campus, reads, n, done, data);
}

static inline sup_rc
sup_test_racer_commit(sup_store *store, sup_arena *arena, sup_str campus,
                      const sup_op *ops, size_t n, sup_commit_done done, void *data)
{
    sup_test_racer *r = (sup_test_racer *)store;
    void (*first)(void *) = r->first;

    r->commits++;
    r->first = NULL;
    if (first != NULL) {
        first(r->data);
    }
    return r->inner->commit(r->inner, arena, campus, ops, n, done, data);
}

/* Requests of the site go through it from now on. */
static inline void
sup_test_racer_init(sup_test_racer *r, sup_test_site *t)
{
    *r = (sup_test_racer){.inner = sup_store_memory_store(t->memory)};
    r->store.read = sup_test_racer_read;
    r->store.commit = sup_test_racer_commit;
    t->engine.store = &r->store;
}

#endif
