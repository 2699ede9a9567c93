/* Timed work over the memory store: runs, a store that dies under one, what is there after.
 * Owns: the run of a tick to its end, a proxy that stops answering, a picture of the
 *   calendar in the store.
 * Must not know: what is tested. */
#ifndef SUP_TEST_TIMED_H
#define SUP_TEST_TIMED_H

#include "calendar/sup_occurrence.h"
#include "sup_test_calendar.h"
#include "sup_test_ctx.h"

#define SUP_TEST_LEASE_MS INT64_C(30000)

/* A worker's way to the store. After `left` verbs it is dead: nothing is answered any
 * more. With `deaf` the last of them still reaches the store. */
typedef struct {
    sup_store store; /* first: the verbs cast back */
    sup_store *inner;
    long left; /* negative: it lives */
    unsigned deaf;
    size_t ops_max; /* of the largest commit */
    size_t commits;
    unsigned holds; /* a commit waits here, until it is let go */
    struct {
        sup_arena *arena;
        sup_str campus;
        const sup_op *ops;
        size_t n;
        sup_commit_done done;
        void *data;
    } held;
} sup_test_proxy;

static inline void
sup_test_deaf_read(void *data, sup_rc rc)
{
    (void)data;
    (void)rc;
}

static inline void
sup_test_deaf_commit(void *data, sup_rc rc, uint64_t version, size_t at)
{
    (void)data;
    (void)rc;
    (void)version;
    (void)at;
}

/* 1: answered; 0: done, but not answered; -1: not even done. */
static inline int
sup_test_proxy_step(sup_test_proxy *p)
{
    if (p->left < 0) {
        return 1;
    }
    if (p->left == 0) {
        return -1;
    }
    return --p->left == 0 && p->deaf ? 0 : 1;
}

static inline sup_rc
sup_test_proxy_read(sup_store *store, sup_arena *arena, sup_str campus, sup_read *reads,
                    size_t n, sup_read_done done, void *data)
{
    sup_test_proxy *p = (sup_test_proxy *)store;
    int step = sup_test_proxy_step(p);

    return step < 0 ? SUP_OK
                    : p->inner->read(p->inner, arena, campus, reads, n,
                                     step == 0 ? sup_test_deaf_read : done, data);
}

static inline sup_rc
sup_test_proxy_commit(sup_store *store, sup_arena *arena, sup_str campus,
                      const sup_op *ops, size_t n, sup_commit_done done, void *data)
{
    sup_test_proxy *p = (sup_test_proxy *)store;
    int step = sup_test_proxy_step(p);

    p->commits++;
    p->ops_max = n > p->ops_max ? n : p->ops_max;
    if (p->holds) {
        p->held.arena = arena;
        p->held.campus = campus;
        p->held.ops = ops;
        p->held.n = n;
        p->held.done = done;
        p->held.data = data;
        return SUP_OK;
    }
    return step < 0 ? SUP_OK
                    : p->inner->commit(p->inner, arena, campus, ops, n,
                                       step == 0 ? sup_test_deaf_commit : done, data);
}

static inline void
sup_test_proxy_let_go(sup_test_proxy *p)
{
    p->holds = 0;
    if (p->inner->commit(p->inner, p->held.arena, p->held.campus, p->held.ops, p->held.n,
                         p->held.done, p->held.data) != SUP_OK) {
        abort();
    }
}

static inline void
sup_test_proxy_init(sup_test_proxy *p, sup_test_site *t)
{
    *p = (sup_test_proxy){.inner = sup_store_memory_store(t->memory), .left = -1};
    p->store.read = sup_test_proxy_read;
    p->store.commit = sup_test_proxy_commit;
}

/* One run under way. */
typedef struct {
    sup_tick tick;
    sup_engine engine; /* of its worker */
    sup_tick_result result;
    unsigned done; /* how often it was called */
} sup_test_run;

static inline void
sup_test_run_done(void *data, const sup_tick_result *result)
{
    sup_test_run *run = data;

    run->result = *result;
    run->done++;
}

static inline void
sup_test_run_start(sup_test_site *t, sup_store *store, const char *holder,
                   sup_test_run *run)
{
    *run = (sup_test_run){.tick = {.holder = sup_str_c(holder),
                                   .lease_ms = SUP_TEST_LEASE_MS,
                                   .now_ms = t->now_ms},
                          .engine = {.store = store}};
    sup_api_tick(&t->site, &run->engine, &t->arena->arena, &run->tick, sup_test_run_done,
                 run);
}

/* One run from its beginning to its end. */
static inline sup_tick_result
sup_test_tick(sup_test_site *t, const char *holder)
{
    sup_test_run run;

    sup_test_run_start(t, sup_store_memory_store(t->memory), holder, &run);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    if (run.done != 1) {
        fprintf(stderr, "a run ended %u times\n", run.done);
        abort();
    }
    return run.result;
}

/* Until nothing is left to do; how many runs that took. */
static inline unsigned
sup_test_ticks(sup_test_site *t, const char *holder)
{
    sup_tick_result result;
    unsigned n = 0;

    do {
        result = sup_test_tick(t, holder);
        if (result.rc != SUP_OK || ++n > 1000) {
            fprintf(stderr, "run %u: rc %d in %s\n", n, result.rc,
                    result.job == NULL ? "-" : result.job);
            abort();
        }
    } while (result.more);
    return n;
}

/* --- what is in the store --- */

#define SUP_TEST_PICTURE 262144

typedef struct {
    const char *const *indexes; /* NULL-terminated */
    const char *const *counters;
    char text[SUP_TEST_PICTURE];
    size_t len;
} sup_test_picture;

static inline void
sup_test_picture_add(sup_test_picture *p, const char *a, sup_str b, int64_t n)
{
    int len = snprintf(p->text + p->len, sizeof(p->text) - p->len, "%s %.*s %lld\n", a,
                       (int)b.len, b.data, (long long)n);

    if (len < 0 || (size_t)len >= sizeof(p->text) - p->len) {
        abort();
    }
    p->len += (size_t)len;
}

static inline sup_rc
sup_test_picture_take(sup_ctx *c, void *data)
{
    sup_test_picture *p = data;
    const sup_read *read = NULL;
    sup_rc worst = SUP_OK, rc;
    size_t i, j;

    p->len = 0;
    p->text[0] = '\0';
    for (i = 0; p->indexes[i] != NULL; i++) {
        rc = sup_ctx_range(c, p->indexes[i], NULL, NULL, 0, 1000, &read);
        for (j = 0; rc == SUP_OK && j < read->n; j++) {
            sup_test_picture_add(p, p->indexes[i], read->members[j], 0);
        }
        worst = rc != SUP_OK ? rc : worst;
    }
    for (i = 0; p->counters[i] != NULL; i++) {
        rc = sup_ctx_counters(c, p->counters[i], &read);
        for (j = 0; rc == SUP_OK && j < read->n; j++) {
            if (read->counters[j].value != 0) {
                sup_test_picture_add(p, p->counters[i], read->counters[j].name,
                                     read->counters[j].value);
            }
        }
        worst = rc != SUP_OK ? rc : worst;
    }
    return worst;
}

/* All occurrences and figures of the water's units in November and December 2026. */
static inline const char *
sup_test_calendar_picture(sup_test_site *t)
{
    static const char *const indexes[] = {"occurrences",
                                          "occurrences:unit:water-unit",
                                          "occurrences:unit:pump-house",
                                          "occurrences:unit:well-house",
                                          "occurrences:open",
                                          NULL};
    static const char *const counters[] = {"figures:water-unit:2026-11",
                                           "figures:water-unit:2026-12",
                                           "figures:pump-house:2026-11",
                                           "figures:pump-house:2026-12",
                                           "board:2026-11",
                                           "board:2026-12",
                                           NULL};
    sup_test_picture *p = sup_calloc(&t->arena->arena, sizeof(*p));
    sup_test_ctx *x = sup_calloc(&t->arena->arena, sizeof(*x));

    p->indexes = indexes;
    p->counters = counters;
    if (sup_test_ctx_run(t, x, "", "", sup_test_picture_take, p) != SUP_OK) {
        abort();
    }
    return p->text;
}

/* How often the text stands in the picture. */
static inline unsigned
sup_test_times(const char *picture, const char *text)
{
    unsigned n = 0;

    for (picture = strstr(picture, text); picture != NULL;
         picture = strstr(picture + 1, text)) {
        n++;
    }
    return n;
}

#endif
