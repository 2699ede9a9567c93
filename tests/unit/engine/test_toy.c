/* The engine with a toy in place of the application: it is linked without any subject, so
 * it can know none.
 * Owns: a toy subject, and what the engine promises to every subject.
 * Must not know: cases, units, rulebooks. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/sup_life.h"
#include "engine/sup_once.h"
#include "engine/sup_problem.h"
#include "engine/sup_route.h"
#include "engine/sup_timed.h"
#include "engine/sup_topic.h"
#include "store/sup_store_memory.h"
#include "sup_test_arena.h"
#include "supervision/v1/engine.pb-c.h"

#define NOW_MS INT64_C(1795406400000) /* 2026-11-23 12:00 on the campus */

/* --- the toy: numbers by name, that can be raised and are heard of --- */

enum { TOY_FULL = -900, TOY_RAISED = 7, TOY_NUMBERS = 20 };

static struct {
    unsigned decided;          /* runs of decide */
    unsigned char drawn[8][4]; /* what each run drew */
    unsigned lost;             /* commits that are to lose */
    sup_rc heard;              /* what the second hearer comes to */
    sup_rc worked;             /* what the second job comes to */
    unsigned rounds;           /* of reading, seen by the proxy */
    unsigned commits;          /* seen by the proxy */
    unsigned looked;           /* that a path was held against the variants */
} toy;

static sup_rc
load(sup_ctx *c, const char *key, Sup__SequenceRecord **out, uint64_t *version)
{
    ProtobufCMessage *message = NULL;
    sup_rc rc =
        sup_ctx_message(c, key, &sup__sequence_record__descriptor, &message, version);
    if (rc == SUP_OK && message == NULL) {
        message = sup_message_new(c->arena, &sup__sequence_record__descriptor);
    }
    *out = (Sup__SequenceRecord *)message;
    return rc;
}

static char *
key_of(sup_ctx *c)
{
    return sup_sprintf(c->arena, "toy:%.*s", (int)c->params[0].len, c->params[0].data);
}

static sup_rc
decide_read(sup_ctx *c)
{
    Sup__SequenceRecord *record;
    uint64_t version;
    sup_rc rc = load(c, key_of(c), &record, &version);
    c->output = rc == SUP_OK ? &record->base : NULL;
    return rc;
}

static sup_rc
decide_first(sup_ctx *c)
{
    c->output = sup_message_new(c->arena, &sup__sequence_record__descriptor);
    ((Sup__SequenceRecord *)c->output)->last = 1;
    return SUP_OK;
}

static sup_rc
decide_raise(sup_ctx *c)
{
    Sup__SequenceRecord *record;
    uint64_t version;
    char *key = key_of(c);
    const unsigned char *drawn = sup_draw(c, sizeof(toy.drawn[0]));
    assert_non_null(drawn);
    memcpy(toy.drawn[toy.decided % 8], drawn, sizeof(toy.drawn[0]));
    toy.decided++;
    sup_rc rc = load(c, key, &record, &version);
    if (rc < 0) {
        return rc;
    }
    rc = sup_worst(rc, sup_tell(c, TOY_RAISED, key));
    if (rc != SUP_OK) {
        return rc;
    }
    record->schema = SUP_SCHEMA;
    record->last += strcmp(c->variant->path, "down") == 0 ? -1 : 1;
    if (record->last > TOY_NUMBERS) {
        return sup_fail(c, TOY_FULL, "last", NULL, NULL);
    }
    c->output = &record->base;
    rc = sup_op_check(c, key, version);
    return rc == SUP_OK ? sup_op_put(c, key, &record->base, 0) : rc;
}

static sup_rc
hear_count(sup_ctx *c, const void *told)
{
    return sup_op_counter(c, "heard", told, 1);
}

/* Reads before it adds: its read is asked for in the round of decide's own. */
static sup_rc
hear_read(sup_ctx *c, const void *told)
{
    Sup__SequenceRecord *record;
    uint64_t version;
    (void)told;
    sup_rc rc = load(c, "other", &record, &version);
    if (rc != SUP_OK || toy.heard != SUP_OK) {
        return rc != SUP_OK ? rc : sup_fail(c, toy.heard, NULL, NULL, NULL);
    }
    return sup_op_counter(c, "heard", "twice", 1);
}

static sup_rc
work_count(sup_timed *t)
{
    ((Sup__SequenceRecord *)t->record)->last++;
    t->touched = 1;
    return sup_op_counter(t->c, "worked", "first", 1);
}

static sup_rc
work_fail(sup_timed *t)
{
    ((Sup__SequenceRecord *)t->record)->last++;
    t->touched = 1;
    sup_rc rc = sup_op_counter(t->c, "worked", "second", 1);
    return rc == SUP_OK ? toy.worked : rc;
}

/* Reads under a name that it draws, and writes under it. */
static sup_rc
decide_named(sup_ctx *c)
{
    Sup__SequenceRecord *record;
    uint64_t version;
    char hex[2 * 8 + 1];
    const unsigned char *drawn = sup_draw(c, 8);
    assert_non_null(drawn);
    sup_hex(hex, drawn, 8);
    char *key = sup_sprintf(c->arena, "toy:%s", hex);
    sup_rc rc = load(c, key, &record, &version);
    if (rc == SUP_OK) {
        record->schema = SUP_SCHEMA;
        record->last = 1;
        c->output = &record->base;
        rc = sup_op_check(c, key, version);
    }
    return rc == SUP_OK ? sup_op_put(c, key, &record->base, 0) : rc;
}

/* As many as the path says: one more of each than a call may have is refused. */
static sup_rc
decide_many(sup_ctx *c)
{
    size_t n = (size_t)atoi(strndupa(c->params[0].data, c->params[0].len));
    sup_rc rc = SUP_OK;
    c->output = sup_message_new(c->arena, &sup__sequence_record__descriptor);
    for (size_t i = 0; i < n && rc == SUP_OK; i++) {
        rc = sup_op_counter(c, "many", "one", 1);
    }
    return rc;
}

static sup_rc
decide_long(sup_ctx *c)
{
    size_t n = (size_t)atoi(strndupa(c->params[0].data, c->params[0].len));
    sup_rc rc = SUP_OK;
    c->output = sup_message_new(c->arena, &sup__sequence_record__descriptor);
    for (size_t i = 0; i < n && rc == SUP_OK; i++) { /* a round each */
        const sup_read *read;
        rc = sup_ctx_record(c, sup_sprintf(c->arena, "toy:%zu", i), &read);
    }
    return rc;
}

static const sup_variant variants[] = {{"up", "加", "Up", "", ""},
                                       {"down", "减", "Down", "", ""}};

static const sup_variant *
variant(size_t i)
{
    toy.looked += i == 0;
    return i < 2 ? &variants[i] : NULL;
}

#define OUTPUT  .output = &sup__sequence_record__descriptor
#define ANYBODY .roles = SUP_ROLE_PUBLIC, .summary = "玩具", .summary_en = "Toy"

/* The placeholder stands before the literal in one table and behind it in the other. */
static const sup_route routes_a[] = {
    {.name = "getThing",
     .method = SUP_METHOD_GET,
     .pattern = "things/{id}",
     OUTPUT,
     .decide = decide_read,
     ANYBODY},
    {.name = "raiseThing",
     .method = SUP_METHOD_POST,
     .pattern = "things/{id}/{act}",
     OUTPUT,
     .input = &sup__empty__descriptor,
     .variant = variant,
     .decide = decide_raise,
     ANYBODY},
    {.name = "upAll",
     .method = SUP_METHOD_POST,
     .pattern = "things/all/up",
     OUTPUT,
     .input = &sup__empty__descriptor,
     .decide = decide_first,
     ANYBODY},
    {.name = NULL},
};
static const sup_route routes_b[] = {
    {.name = "getFirst",
     .method = SUP_METHOD_GET,
     .pattern = "things/first",
     OUTPUT,
     .decide = decide_first,
     ANYBODY},
    {.name = "makeNamed",
     .method = SUP_METHOD_POST,
     .pattern = "named",
     OUTPUT,
     .input = &sup__empty__descriptor,
     .decide = decide_named,
     ANYBODY},
    {.name = "many",
     .method = SUP_METHOD_POST,
     .pattern = "many/{n}",
     OUTPUT,
     .input = &sup__empty__descriptor,
     .decide = decide_many,
     ANYBODY},
    {.name = "long",
     .method = SUP_METHOD_GET,
     .pattern = "long/{n}",
     OUTPUT,
     .decide = decide_long,
     ANYBODY},
    {.name = "getOther",
     .method = SUP_METHOD_POST,
     .pattern = "things/{id}/{other}",
     OUTPUT,
     .input = &sup__empty__descriptor,
     .decide = decide_first,
     ANYBODY},
    {.name = NULL},
};
static const sup_problem_row problems[] = {
    SUP_PROBLEM(TOY_FULL, 409, "toy_full", "满了", "Full", "满了。", "It is full."),
    {.rc = SUP_OK},
};
static const sup_hearer hears_a[] = {{TOY_RAISED, 1, "a count", hear_count},
                                     {.topic = 0}};
static const sup_hearer hears_b[] = {{TOY_RAISED, 1, "a count after a read", hear_read},
                                     {.topic = 0}};
static const sup_timed_job jobs[] = {
    {"first", &sup__sequence_record__descriptor, work_count},
    {"second", &sup__sequence_record__descriptor, work_fail},
    {.name = NULL},
};
static const sup_subject toy_a = {
    .name = "a", .routes = routes_a, .problems = problems, .hears = hears_a};
static const sup_subject toy_b = {
    .name = "b", .routes = routes_b, .jobs = jobs, .hears = hears_b};

const sup_subject *const sup_subjects[] = {&toy_a, &toy_b, NULL};

/* --- a worker with it --- */

typedef struct {
    sup_test_arena *arena;
    sup_store_memory *memory;
    sup_store store; /* counts rounds, and lets commits lose */
    sup_engine engine;
    sup_keyring keyring;
    sup_calendar calendar;
    sup_site site;
    sup_reply reply;
    unsigned replies;
    sup_tick_result ticked;
} worker;

static worker *current; /* the store's verbs get no other way to it */

static int64_t
now(void)
{
    return NOW_MS;
}

static sup_rc
proxy_read(sup_store *store, sup_arena *arena, sup_str campus, sup_read *reads, size_t n,
           sup_read_done done, void *data)
{
    sup_store *inner = sup_store_memory_store(current->memory);
    (void)store;
    toy.rounds++;
    return inner->read(inner, arena, campus, reads, n, done, data);
}

/* One that is to lose checks something that never holds. */
static sup_rc
proxy_commit(sup_store *store, sup_arena *arena, sup_str campus, const sup_op *ops,
             size_t n, sup_commit_done done, void *data)
{
    static const sup_op never = {.kind = SUP_OP_CHECK, .key = {"never", 5}, .version = 1};
    sup_store *inner = sup_store_memory_store(current->memory);
    (void)store;
    toy.commits++;
    if (toy.lost != 0) {
        toy.lost--;
        return inner->commit(inner, arena, campus, &never, 1, done, data);
    }
    return inner->commit(inner, arena, campus, ops, n, done, data);
}

static int
begin(void **state)
{
    worker *w = calloc(1, sizeof(*w));
    memset(&toy, 0, sizeof(toy));
    w->arena = sup_test_arena_create(SIZE_MAX);
    w->memory = sup_store_memory_create(now);
    w->store = (sup_store){.read = proxy_read, .commit = proxy_commit};
    w->engine.store = &w->store;
    w->keyring.n = 1;
    w->calendar.offset_min = 480;
    w->site = (sup_site){.campus = SUP_STR("toys"),
                         .base = SUP_STR("/toys/"),
                         .keyring = &w->keyring,
                         .calendar = &w->calendar};
    *state = current = w;
    return 0;
}

static int
end(void **state)
{
    worker *w = *state;
    sup_store_memory_destroy(w->memory);
    sup_test_arena_destroy(w->arena);
    free(w);
    return 0;
}

static void
answered(void *data, const sup_reply *reply)
{
    worker *w = data;
    w->reply = *reply;
    w->replies++;
}

static void
start(worker *w, sup_method method, const char *path)
{
    sup_request *request = sup_calloc(&w->arena->arena, sizeof(*request));
    *request = (sup_request){.method = method, .path = sup_str_c(path), .now_ms = NOW_MS};
    sup_api_match(request);
    sup_api_start(&w->site, &w->engine, &w->arena->arena, request, answered, w);
}

static unsigned
ask(worker *w, sup_method method, const char *path)
{
    w->replies = 0;
    start(w, method, path);
    while (sup_store_memory_run(w->memory) != 0) {
    }
    assert_int_equal(w->replies, 1);
    return w->reply.status;
}

static void
assert_says(const worker *w, const char *text)
{
    if (memmem(w->reply.body.data, w->reply.body.len, text, strlen(text)) == NULL) {
        fail_msg("%.*s does not say %s", (int)w->reply.body.len, w->reply.body.data,
                 text);
    }
}

static void
read_done(void *data, sup_rc rc)
{
    *(sup_rc *)data = rc;
}

static int64_t
counted(worker *w, const char *key, const char *name)
{
    sup_store *store = sup_store_memory_store(w->memory);
    sup_read read = {.kind = SUP_READ_COUNTERS, .key = sup_str_c(key)};
    sup_rc rc = SUP_AGAIN;
    store->read(store, &w->arena->arena, w->site.campus, &read, 1, read_done, &rc);
    sup_store_memory_run(w->memory);
    for (size_t i = 0; i < read.n; i++) {
        if (sup_str_eq(read.counters[i].name, sup_str_c(name))) {
            return read.counters[i].value;
        }
    }
    return 0;
}

/* --- routes --- */

static const char *
leads(sup_method method, const char *path)
{
    sup_match match;
    sup_route_find(method, sup_str_c(path), &match);
    return match.route == NULL ? "" : match.route->name;
}

static void
test_toy__a_literal_is_meant_before_a_placeholder_in_whatever_table(void **state)
{
    (void)state;
    assert_string_equal(leads(SUP_METHOD_GET, "things/first"), "getFirst");
    assert_string_equal(leads(SUP_METHOD_GET, "things/second"), "getThing");
    assert_string_equal(leads(SUP_METHOD_POST, "things/all/up"), "upAll");
    assert_string_equal(leads(SUP_METHOD_POST, "things/a/up"), "raiseThing");
    assert_string_equal(leads(SUP_METHOD_POST, "things/a/sideways"), "getOther");
    assert_string_equal(leads(SUP_METHOD_PUT, "things/first"), "");
    assert_string_equal(leads(SUP_METHOD_GET, "things/"), "");
}

static void
test_toy__a_path_knows_its_methods_whoever_has_them(void **state)
{
    worker *w = *state;
    assert_int_equal(ask(w, SUP_METHOD_PUT, "things/first"), 405);
    assert_true(sup_str_eq(w->reply.allow, SUP_STR("GET, HEAD")));
    assert_int_equal(ask(w, SUP_METHOD_GET, "nothings"), 404);
}

/* --- topics --- */

static void
test_toy__all_who_hear_add_to_the_one_commit(void **state)
{
    worker *w = *state;
    assert_int_equal(ask(w, SUP_METHOD_POST, "things/a/up"), 200);
    assert_says(w, "\"last\":1");
    assert_int_equal(counted(w, "heard", "toy:a"), 1);
    assert_int_equal(counted(w, "heard", "twice"), 1);
}

static void
test_toy__what_hearers_read_is_read_in_the_same_round(void **state)
{
    worker *w = *state;
    assert_int_equal(ask(w, SUP_METHOD_POST, "things/a/up"), 200);
    assert_int_equal(toy.rounds, 1);
}

static void
test_toy__when_a_hearer_refuses_nothing_is_written(void **state)
{
    worker *w = *state;
    toy.heard = TOY_FULL;
    assert_int_equal(ask(w, SUP_METHOD_POST, "things/a/up"), 409);
    assert_says(w, "\"toy_full\"");
    assert_int_equal(counted(w, "heard", "toy:a"), 0);
    assert_int_equal(ask(w, SUP_METHOD_GET, "things/a"), 200);
    assert_says(w, "{}");
}

/* --- draws --- */

static void
test_toy__what_is_drawn_stays_over_reruns_and_is_drawn_anew_after_a_lost_commit(
    void **state)
{
    worker *w = *state;
    toy.lost = 1;
    assert_int_equal(ask(w, SUP_METHOD_POST, "things/a/up"), 200);
    assert_int_equal(toy.decided, 4); /* asked, decided, lost; asked, decided */
    assert_memory_equal(toy.drawn[0], toy.drawn[1], sizeof(toy.drawn[0]));
    assert_memory_equal(toy.drawn[2], toy.drawn[3], sizeof(toy.drawn[0]));
    assert_memory_not_equal(toy.drawn[1], toy.drawn[2], sizeof(toy.drawn[0]));
    assert_int_equal(counted(w, "heard", "toy:a"), 1);
}

/* --- turns --- */

static void
test_toy__calls_that_race_go_on_one_after_the_other(void **state)
{
    worker *w = *state;
    for (int i = 0; i < 3; i++) {
        start(w, SUP_METHOD_POST, "things/a/up");
    }
    while (sup_store_memory_run(w->memory) != 0) {
    }
    assert_int_equal(w->replies, 3);
    assert_int_equal(ask(w, SUP_METHOD_GET, "things/a"), 200);
    assert_says(w, "\"last\":3");
    assert_null(w->engine.turns.first);
    assert_null(w->engine.turns.last);
}

/* Without turns ten calls would try 10 + 9 + ... + 1 times: all that have not won yet. */
static void
test_toy__who_has_lost_waits_for_his_turn(void **state)
{
    worker *w = *state;
    enum { CALLS = 10 };
    for (int i = 0; i < CALLS; i++) {
        start(w, SUP_METHOD_POST, "things/a/up");
    }
    while (sup_store_memory_run(w->memory) != 0) {
    }
    assert_int_equal(w->replies, CALLS);
    assert_in_range(toy.commits, CALLS, 2 * CALLS);
    assert_null(w->engine.turns.first);
}

static void
test_toy__a_route_is_looked_for_once_a_request(void **state)
{
    worker *w = *state;
    toy.looked = 0;
    assert_int_equal(ask(w, SUP_METHOD_POST, "things/a/up"), 200);
    assert_int_equal(toy.looked, 1);
}

/* --- bounds --- */

static void
test_toy__what_is_read_under_a_drawn_name_is_found_by_the_next_run(void **state)
{
    worker *w = *state;
    assert_int_equal(ask(w, SUP_METHOD_POST, "named"), 200);
    assert_int_equal(toy.rounds, 1);
    toy.lost = 1;
    toy.rounds = 0;
    assert_int_equal(ask(w, SUP_METHOD_POST, "named"), 200);
    assert_int_equal(toy.rounds, 2);
}

static void
test_toy__one_change_more_than_a_commit_takes_is_refused_whole(void **state)
{
    worker *w = *state;
    assert_int_equal(ask(w, SUP_METHOD_POST, "many/512"), 200);
    assert_int_equal(counted(w, "many", "one"), 512);
    assert_int_equal(ask(w, SUP_METHOD_POST, "many/513"), 422);
    assert_says(w, "\"too_many_changes\"");
    assert_int_equal(counted(w, "many", "one"), 512);
}

static void
test_toy__a_call_reads_twelve_times_and_not_more(void **state)
{
    worker *w = *state;
    assert_int_equal(ask(w, SUP_METHOD_GET, "long/12"), 200);
    assert_int_equal(ask(w, SUP_METHOD_GET, "long/13"), 500);
    assert_says(w, "\"internal\"");
}

/* --- problems --- */

static void
test_toy__a_problem_of_a_subject_has_its_row_and_an_unknown_one_the_engines(void **state)
{
    worker *w = *state;
    for (int i = 0; i < TOY_NUMBERS; i++) {
        assert_int_equal(ask(w, SUP_METHOD_POST, "things/a/up"), 200);
    }
    assert_int_equal(ask(w, SUP_METHOD_POST, "things/a/up"), 409);
    assert_says(w, "满了");
    assert_string_equal(sup_problem_find(-99999)->code, "internal");
    assert_string_equal(sup_problem_find(TOY_FULL)->code, "toy_full");
}

/* --- timed work --- */

static void
ticked(void *data, const sup_tick_result *result)
{
    ((worker *)data)->ticked = *result;
}

static void
tick(worker *w, const char *holder)
{
    sup_tick *run = sup_calloc(&w->arena->arena, sizeof(*run));
    *run = (sup_tick){.holder = sup_str_c(holder), .lease_ms = 60000, .now_ms = NOW_MS};
    sup_api_tick(&w->site, &w->engine, &w->arena->arena, run, ticked, w);
    while (sup_store_memory_run(w->memory) != 0) {
    }
}

static void
test_toy__a_job_that_fails_leaves_nothing_and_keeps_no_other_from_its_work(void **state)
{
    worker *w = *state;
    toy.worked = TOY_FULL;
    tick(w, "a");
    assert_int_equal(w->ticked.rc, TOY_FULL);
    assert_string_equal(w->ticked.job, "second");
    assert_int_equal(counted(w, "worked", "first"), 1);
    assert_int_equal(counted(w, "worked", "second"), 0);
    toy.worked = SUP_OK;
    tick(w, "a");
    assert_int_equal(w->ticked.rc, SUP_OK);
    assert_int_equal(counted(w, "worked", "first"), 2);
    assert_int_equal(counted(w, "worked", "second"), 1);
}

static void
test_toy__who_has_not_the_lease_works_nothing(void **state)
{
    worker *w = *state;
    tick(w, "a");
    tick(w, "b");
    assert_int_equal(w->ticked.rc, SUP_OK);
    assert_false(w->ticked.holds);
    assert_int_equal(counted(w, "worked", "first"), 1);
}

static void
test_toy__lease_clock_and_records_are_asked_for_in_one_round(void **state)
{
    worker *w = *state;
    tick(w, "a");
    assert_int_equal(toy.rounds, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(test_toy__##name, begin, end)
        T(a_literal_is_meant_before_a_placeholder_in_whatever_table),
        T(a_path_knows_its_methods_whoever_has_them),
        T(all_who_hear_add_to_the_one_commit),
        T(what_hearers_read_is_read_in_the_same_round),
        T(when_a_hearer_refuses_nothing_is_written),
        T(what_is_drawn_stays_over_reruns_and_is_drawn_anew_after_a_lost_commit),
        T(calls_that_race_go_on_one_after_the_other),
        T(who_has_lost_waits_for_his_turn),
        T(a_route_is_looked_for_once_a_request),
        T(what_is_read_under_a_drawn_name_is_found_by_the_next_run),
        T(one_change_more_than_a_commit_takes_is_refused_whole),
        T(a_call_reads_twelve_times_and_not_more),
        T(a_problem_of_a_subject_has_its_row_and_an_unknown_one_the_engines),
        T(a_job_that_fails_leaves_nothing_and_keeps_no_other_from_its_work),
        T(who_has_not_the_lease_works_nothing),
        T(lease_clock_and_records_are_asked_for_in_one_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
