/* The record that all of timed work shared in the version before, taken apart.
 * Owns: what each job takes over, when the record goes, who may take it apart; how many
 *   rounds of reading a run needs.
 * Must not know: nginx, Redis, timers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "engine/sup_problem.h"
#include "sup_test_timed_kept.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/engine.pb-c.h"

#define MINUTE SUP_TEST_MINUTE_MS
#define HOUR   SUP_TEST_HOUR_MS
#define DAY    SUP_TEST_DAY_MS
#define NOW    SUP_TEST_NOW_MS /* Monday 2026-11-23 12:00 */

/* Places in indexes that nothing lies at. */
#define MISSING "000000000001:none.20000101.1:000000000001:10:water:water-unit"
#define CLOSING "000000000001:000101-AAAAAAA:1512:water"

static const char *const keys[] = {"timed:clock", "timed:occurrences", "timed:missed",
                                   "timed:silent"};
enum { CLOCK, MAKING, MISSED, SILENT, RECORDS };

static int
is_there(sup_test_site *t, const char *key)
{
    return sup_test_bytes_of(t, key).data != NULL;
}

/* The record as it is kept; nothing in it is another job's. */
static const void *
kept(sup_test_site *t, int which)
{
    static const ProtobufCMessageDescriptor *const types[] = {
        &sup__clock_record__descriptor, &sup__making_record__descriptor,
        &sup__missing_record__descriptor, &sup__closing_record__descriptor};
    sup_str bytes = sup_test_bytes_of(t, keys[which]);
    ProtobufCMessage *message = NULL;

    assert_non_null(bytes.data);
    assert_int_equal(sup_record_parse(&t->arena->arena, types[which], bytes, &message),
                     SUP_OK);
    assert_int_equal(message->n_unknown_fields, 0);
    return message;
}

#define KEPT_CLOCK(t)  ((const Sup__ClockRecord *)kept(t, CLOCK))
#define KEPT_MAKING(t) ((const Sup__MakingRecord *)kept(t, MAKING))
#define KEPT_MISSED(t) ((const Sup__MissingRecord *)kept(t, MISSED))
#define KEPT_SILENT(t) ((const Sup__ClosingRecord *)kept(t, SILENT))

/* --- the store as the version before left it --- */

static sup_str
joined(sup_test_site *t, sup_str a, sup_str b)
{
    char *both = sup_alloc(&t->arena->arena, a.len + b.len + 1);

    memcpy(both, a.data, a.len);
    memcpy(both + a.len, b.data, b.len);
    return (sup_str){both, a.len + b.len};
}

static sup_str
printed(sup_test_site *t, const ProtobufCMessage *message)
{
    sup_str bytes;

    assert_int_equal(sup_pb_print(&t->arena->arena, message, &bytes), SUP_OK);
    return bytes;
}

/* One record of all fields: parts of a message that follow each other are one message. */
typedef struct {
    Sup__ClockRecord clock;
    Sup__MakingRecord making;
    Sup__MissingRecord missing;
    Sup__ClosingRecord closing;
} together;

static together
all(uint32_t schema)
{
    together all = {SUP__CLOCK_RECORD__INIT, SUP__MAKING_RECORD__INIT,
                    SUP__MISSING_RECORD__INIT, SUP__CLOSING_RECORD__INIT};

    all.clock.schema = schema;
    return all;
}

static void
put_together(sup_test_site *t, together *all)
{
    sup_str jobs =
        joined(t, printed(t, &all->making.base), printed(t, &all->missing.base));

    jobs = joined(t, jobs, printed(t, &all->closing.base));
    sup_test_put_bytes(t, "timed", joined(t, printed(t, &all->clock.base), jobs));
}

/* What is known of the plan: of a campus like this one. */
static void
know(sup_test_site *t, together *all)
{
    sup_test_site *other = sup_test_calendar_create();

    sup_test_calendar_set(other, NOW - 3 * DAY);
    sup_test_calendar_units(other);
    sup_test_ticks(other, "x");
    sup_test_put_bytes(t, "other", sup_test_bytes_of(other, keys[MAKING]));
    sup_test_site_destroy(other);
    sup_test_calendar_set(t, NOW);
    ProtobufCMessage *message = NULL;
    assert_int_equal(sup_record_parse(&t->arena->arena, &sup__making_record__descriptor,
                                      sup_test_bytes_of(t, "other"), &message),
                     SUP_OK);
    all->making = *(Sup__MakingRecord *)message;
    all->making.schema = 0;
    sup_test_take_away(t, "other");
}

/* In the middle of everything, a moment ago. */
static together
in_the_middle(sup_test_site *t)
{
    together a = all(SUP_SCHEMA);

    know(t, &a);
    a.making.made_until = "2026-11-24";
    a.making.made_to = "water-daily";
    a.missing.missing = MISSING;
    a.closing.closing = CLOSING;
    a.clock.ran_at = sup_timestamp(&t->arena->arena, NOW - MINUTE / 2);
    return a;
}

static int
begin(void **state)
{
    sup_test_site *t = sup_test_calendar_create();

    sup_test_calendar_units(t);
    *state = t;
    return 0;
}

static int
end(void **state)
{
    sup_test_site_destroy(*state);
    return 0;
}

static unsigned
found(sup_test_site *t, const char *text)
{
    return sup_test_times(sup_test_calendar_picture(t), text);
}

/* --- a worker's way to the store, that listens --- */

typedef struct {
    sup_store store; /* first: the verbs cast back */
    sup_store *inner;
    unsigned rounds;
    unsigned commits;
    size_t ops;                      /* of the last commit */
    char missing[200], closing[200]; /* where two indexes were begun to be read */
    unsigned deletes;                /* of the shared record */
} spy;

static void
note(char *out, size_t size, sup_str from)
{
    snprintf(out, size, "%.*s", (int)from.len, from.data == NULL ? "" : from.data);
}

static sup_rc
spy_read(sup_store *store, sup_arena *arena, sup_str campus, sup_read *reads, size_t n,
         sup_read_done done, void *data)
{
    spy *s = (spy *)store;
    size_t i;

    s->rounds++;
    for (i = 0; i < n; i++) {
        if (sup_str_eq(reads[i].key, SUP_STR("occurrences:open"))) {
            note(s->missing, sizeof(s->missing), reads[i].from);
        } else if (reads[i].key.len > 9 &&
                   memcmp(reads[i].key.data, "by:state:", 9) == 0) {
            note(s->closing, sizeof(s->closing), reads[i].from);
        }
    }
    return s->inner->read(s->inner, arena, campus, reads, n, done, data);
}

static sup_rc
spy_commit(sup_store *store, sup_arena *arena, sup_str campus, const sup_op *ops,
           size_t n, sup_commit_done done, void *data)
{
    spy *s = (spy *)store;
    size_t i;

    s->commits++;
    s->ops = n;
    for (i = 0; i < n; i++) {
        s->deletes +=
            ops[i].kind == SUP_OP_DELETE && sup_str_eq(ops[i].key, SUP_STR("timed"));
    }
    return s->inner->commit(s->inner, arena, campus, ops, n, done, data);
}

static void
spy_init(spy *s, sup_test_site *t)
{
    *s = (spy){.inner = sup_store_memory_store(t->memory)};
    s->store.read = spy_read;
    s->store.commit = spy_commit;
}

static sup_tick_result
run(sup_test_site *t, spy *s, const char *holder)
{
    sup_test_run run;

    sup_test_run_start(t, &s->store, holder, &run);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(run.done, 1);
    return run.result;
}

/* --- the split --- */

static void
test_split__each_job_goes_on_exactly_where_the_shared_record_says(void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t);
    spy s;

    put_together(t, &a);
    spy_init(&s, t);
    sup_tick_result result = run(t, &s, "a");
    assert_int_equal(result.rc, SUP_OK);
    assert_int_equal(s.commits, 1);
    assert_string_equal(s.missing, MISSING);
    assert_string_equal(s.closing, CLOSING);
    /* today is made, and of tomorrow what comes up to made_to: the rest alone is made */
    assert_int_equal(found(t, "water"), 0);
    assert_string_equal(KEPT_MAKING(t)->made_until, "2026-11-25");
    assert_int_equal(sup_timestamp_ms(KEPT_CLOCK(t)->ran_at), NOW - MINUTE / 2);
    assert_false(is_there(t, "timed"));
}

static void
test_split__what_is_known_of_the_plan_is_taken_over_and_nothing_is_met_anew(void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t);
    size_t i;

    put_together(t, &a);
    sup_test_ticks(t, "a");
    const Sup__MakingRecord *making = KEPT_MAKING(t);
    assert_int_equal(making->n_known, 3);
    assert_int_equal(making->n_known, a.making.n_known);
    for (i = 0; i < making->n_known; i++) {
        assert_string_equal(making->known[i]->schedule, a.making.known[i]->schedule);
        assert_true(making->known[i]->print == a.making.known[i]->print);
        assert_int_equal(sup_timestamp_ms(making->known[i]->since), NOW - 3 * DAY);
    }
}

static void
test_split__places_are_taken_over_by_the_first_run_that_believes_the_clock(void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t);
    spy s;

    a.clock.ran_at = sup_timestamp(&t->arena->arena, NOW - 10 * DAY); /* a leap */
    a.clock.gap_since = sup_timestamp(&t->arena->arena, NOW - MINUTE);
    put_together(t, &a);
    assert_int_equal(sup_test_tick(t, "a").rc, SUP_OK);
    assert_true(is_there(t, "timed")); /* no job has come to its part yet */
    sup_test_calendar_set(t, NOW + 10 * MINUTE);
    spy_init(&s, t);
    assert_int_equal(run(t, &s, "a").rc, SUP_OK);
    assert_string_equal(s.missing, MISSING);
    assert_string_equal(s.closing, CLOSING);
    assert_false(is_there(t, "timed"));
}

static void
test_split__nothing_is_made_twice_or_left_out(void **state)
{
    sup_test_site *t = *state;
    sup_test_site *whole = sup_test_calendar_create();
    together a = all(SUP_SCHEMA);
    int i;

    sup_test_calendar_units(whole);
    sup_test_ticks(t, "a");
    /* as if the version before had come so far; a record holds each field once */
    a.clock = *KEPT_CLOCK(t);
    a.making = *KEPT_MAKING(t);
    a.making.schema = 0;
    put_together(t, &a);
    for (i = 0; i < RECORDS; i++) {
        sup_test_take_away(t, keys[i]);
    }
    for (i = 0; i < 4; i++) {
        sup_test_ticks(t, "a");
        sup_test_ticks(whole, "a");
        assert_string_equal(sup_test_calendar_picture(t),
                            sup_test_calendar_picture(whole));
        assert_false(is_there(t, "timed"));
        sup_test_calendar_set(t, t->now_ms + DAY);
        sup_test_calendar_set(whole, t->now_ms);
    }
    sup_test_site_destroy(whole);
}

static void
test_split__a_record_that_was_made_further_than_the_clock_says_begins_today(void **state)
{
    static const struct {
        const char *made_until;
        unsigned daily; /* checks of today and tomorrow that are made */
    } rows[] = {
        {"2026-11-25", 0}, /* they are made, as it says */
        {"2026-11-26", 2}, /* nobody makes so far ahead: the clock was wrong */
        {"2027-11-25", 2},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sup_test_site *t = sup_test_calendar_create();

        sup_test_calendar_units(t);
        together a = in_the_middle(t);
        a.making.made_until = (char *)rows[i].made_until;
        a.making.made_to = "water-visit";
        put_together(t, &a);
        sup_test_ticks(t, "a");
        assert_int_equal(found(t, "occurrences:unit:water-unit "), rows[i].daily);
        assert_string_equal(KEPT_MAKING(t)->made_until, "2026-11-25");
        sup_test_site_destroy(t);
    }
}

/* --- who fails, who waits --- */

static void
test_split__a_job_that_fails_keeps_the_shared_record_until_it_has_its_own(void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t);
    spy s;

    put_together(t, &a);
    sup_test_put_bytes(t, "schedules", SUP_STR("\xff\xff"));
    spy_init(&s, t);
    sup_tick_result result = run(t, &s, "a");
    assert_int_equal(result.rc, SUP_STORE_CORRUPT);
    assert_string_equal(result.job, "occurrences");
    assert_true(is_there(t, "timed"));
    assert_false(is_there(t, keys[MAKING]));
    assert_string_equal(KEPT_MISSED(t)->missing, "");
    assert_string_equal(KEPT_SILENT(t)->closing, "");
    assert_non_null(KEPT_CLOCK(t)->ran_at);
    /* the others go by their own from now on */
    run(t, &s, "a");
    assert_string_equal(s.missing, "");
    assert_string_equal(s.closing, "");
    assert_true(is_there(t, "timed"));
    sup_test_take_away(t, "schedules");
    assert_int_equal(run(t, &s, "a").rc, SUP_OK);
    assert_int_equal(found(t, "water"), 0); /* it went on where it had come */
    assert_string_equal(KEPT_MAKING(t)->made_until, "2026-11-25");
    assert_false(is_there(t, "timed"));
    assert_int_equal(s.deletes, 1);
}

static void
test_split__a_clock_that_is_not_believed_moves_nothing_but_itself(void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t);
    int64_t gap;
    int i;

    a.clock.ran_at = sup_timestamp(&t->arena->arena, NOW - 40 * HOUR);
    put_together(t, &a);
    sup_str before = sup_test_bytes_of(t, "timed");
    assert_int_equal(sup_test_ticks(t, "a"), 1);
    gap = sup_timestamp_ms(KEPT_CLOCK(t)->gap_since);
    assert_int_equal(gap, NOW);
    assert_int_equal(sup_timestamp_ms(KEPT_CLOCK(t)->ran_at), NOW - 40 * HOUR);
    for (i = MAKING; i < RECORDS; i++) {
        assert_false(is_there(t, keys[i]));
    }
    assert_true(sup_str_eq(sup_test_bytes_of(t, "timed"), before));
    sup_test_calendar_set(t, NOW + 10 * MINUTE);
    sup_test_ticks(t, "a");
    assert_null(KEPT_CLOCK(t)->gap_since);
    assert_false(is_there(t, "timed"));
    assert_string_equal(KEPT_MAKING(t)->made_until, "2026-11-25");
}

/* A leap that the version before was waiting out goes on being waited out. */
static void
test_split__a_leap_that_is_waited_out_is_not_waited_out_anew(void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t);

    a.clock.ran_at = sup_timestamp(&t->arena->arena, NOW - 40 * HOUR);
    a.clock.gap_since = sup_timestamp(&t->arena->arena, NOW - 10 * MINUTE);
    put_together(t, &a);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_timestamp_ms(KEPT_CLOCK(t)->ran_at), NOW);
    assert_null(KEPT_CLOCK(t)->gap_since);
    assert_false(is_there(t, "timed"));
}

/* --- newer, and by two --- */

static void
test_split__a_shared_record_of_a_newer_version_is_left_alone(void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t);
    int i;

    a.clock.schema = SUP_SCHEMA + 1;
    put_together(t, &a);
    sup_str before = sup_test_bytes_of(t, "timed");
    assert_int_equal(sup_test_tick(t, "a").rc, SUP_API_SCHEMA);
    assert_true(sup_str_eq(sup_test_bytes_of(t, "timed"), before));
    for (i = 0; i < RECORDS; i++) {
        assert_false(is_there(t, keys[i]));
    }
    assert_int_equal(found(t, "water"), 0);
}

static void
test_split__a_job_whose_record_is_of_a_newer_version_keeps_no_other_from_its_work(
    void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t);

    put_together(t, &a);
    sup_test_put_bytes(t, keys[MISSED], SUP_STR("\010\002"));
    sup_tick_result result = sup_test_tick(t, "a");
    assert_int_equal(result.rc, SUP_API_SCHEMA);
    assert_string_equal(result.job, "missed");
    assert_true(sup_str_eq(sup_test_bytes_of(t, keys[MISSED]), SUP_STR("\010\002")));
    assert_string_equal(KEPT_MAKING(t)->made_until, "2026-11-25");
    assert_false(is_there(t, "timed")); /* each has a record of its own */
}

/* A server of the version before wrote it once more: what is newer holds, and it goes. */
static void
test_split__a_shared_record_that_comes_back_changes_nothing(void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t), old = in_the_middle(t);
    const char *picture;

    put_together(t, &a);
    sup_test_ticks(t, "a");
    picture = sup_test_calendar_picture(t);
    old.making.made_until = "2026-11-20";
    old.making.n_known = 0;
    put_together(t, &old);
    sup_test_ticks(t, "a");
    assert_string_equal(sup_test_calendar_picture(t), picture);
    assert_int_equal(KEPT_MAKING(t)->n_known, 3);
    assert_false(is_there(t, "timed"));
}

static void
test_split__two_workers_at_any_distance_split_it_once(void **state)
{
    int distance;

    (void)state;
    for (distance = 0; distance < 8; distance++) {
        sup_test_site *t = sup_test_calendar_create();
        sup_test_run a, b;
        spy s;
        int i;

        sup_test_calendar_units(t);
        together old = in_the_middle(t);
        put_together(t, &old);
        spy_init(&s, t);
        sup_test_run_start(t, &s.store, "a", &a);
        for (i = 0; i < distance; i++) {
            sup_store_memory_run(t->memory);
        }
        sup_test_run_start(t, &s.store, "b", &b);
        while (sup_store_memory_run(t->memory) != 0) {
        }
        assert_int_equal(a.done + b.done, 2);
        assert_int_equal(a.result.rc, SUP_OK);
        assert_int_equal(b.result.rc, SUP_OK);
        assert_int_equal(a.result.holds + b.result.holds, 1);
        assert_int_equal(found(t, "water"), 0);
        assert_string_equal(KEPT_MAKING(t)->made_until, "2026-11-25");
        assert_false(is_there(t, "timed"));
        sup_test_site_destroy(t);
    }
}

/* It decided, and meanwhile a server of the version before went further. */
static void
test_split__what_is_taken_over_is_checked_in_the_commit_that_takes_it(void **state)
{
    sup_test_site *t = *state;
    together a = in_the_middle(t);
    sup_test_proxy proxy;
    sup_test_run run;

    put_together(t, &a);
    sup_test_proxy_init(&proxy, t);
    proxy.holds = 1;
    sup_test_run_start(t, &proxy.store, "a", &run);
    while (proxy.commits == 0) {
        assert_true(sup_store_memory_run(t->memory) != 0);
    }
    a.making.made_to = "";
    put_together(t, &a);
    sup_test_proxy_let_go(&proxy);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(run.result.rc, SUP_OK);
    assert_int_equal(found(t, "water-daily.20261124.1:1:"),
                     2); /* it made that one anew */
}

/* --- rounds --- */

static void
test_rounds__a_run_with_nothing_to_do_reads_in_few_rounds(void **state)
{
    sup_test_site *t = *state;
    spy s;

    sup_test_ticks(t, "a");
    sup_test_calendar_set(t, NOW + MINUTE / 2);
    spy_init(&s, t);
    assert_int_equal(run(t, &s, "a").rc, SUP_OK);
    assert_int_equal(s.rounds, 3);
    assert_int_equal(s.commits, 1);
}

/* Lease, clock and records in one. */
static void
test_rounds__a_worker_without_the_lease_reads_once(void **state)
{
    sup_test_site *t = *state;
    spy s;

    sup_test_ticks(t, "a");
    spy_init(&s, t);
    assert_false(run(t, &s, "b").holds);
    assert_int_equal(s.rounds, 1);
    assert_int_equal(s.commits, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_split__each_job_goes_on_exactly_where_the_shared_record_says),
        TEST(test_split__what_is_known_of_the_plan_is_taken_over_and_nothing_is_met_anew),
        TEST(test_split__places_are_taken_over_by_the_first_run_that_believes_the_clock),
        TEST(test_split__nothing_is_made_twice_or_left_out),
        TEST(test_split__a_record_that_was_made_further_than_the_clock_says_begins_today),
        TEST(test_split__a_job_that_fails_keeps_the_shared_record_until_it_has_its_own),
        TEST(test_split__a_clock_that_is_not_believed_moves_nothing_but_itself),
        TEST(test_split__a_leap_that_is_waited_out_is_not_waited_out_anew),
        TEST(test_split__a_shared_record_of_a_newer_version_is_left_alone),
        TEST(
            test_split__a_job_whose_record_is_of_a_newer_version_keeps_no_other_from_its_work),
        TEST(test_split__a_shared_record_that_comes_back_changes_nothing),
        TEST(test_split__two_workers_at_any_distance_split_it_once),
        TEST(test_split__what_is_taken_over_is_checked_in_the_commit_that_takes_it),
        TEST(test_rounds__a_run_with_nothing_to_do_reads_in_few_rounds),
        TEST(test_rounds__a_worker_without_the_lease_reads_once),
    };
    return cmocka_run_group_tests_name("timed_split", tests, NULL, NULL);
}
