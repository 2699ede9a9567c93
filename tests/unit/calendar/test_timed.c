/* the frame and every job: timed work over the memory store.
 * Owns: the calendar day after day, clocks that jump, restarts, two schedulers at once,
 *   one that is killed at every step.
 * Must not know: nginx, Redis, timers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "calendar/sup_plan.h"
#include "cases/sup_case.h"
#include "engine/sup_problem.h"
#include "engine/sup_timed.h"
#include "sup_test_timed.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/engine.pb-c.h"

#define MINUTE               SUP_TEST_MINUTE_MS
#define HOUR                 SUP_TEST_HOUR_MS
#define DAY                  SUP_TEST_DAY_MS
#define NOW                  SUP_TEST_NOW_MS /* Monday 2026-11-23 12:00 */
#define GET(t, role, target) sup_test_site_ask(t, SUP_METHOD_GET, role, target, "")
#define PUT(t, role, target, body)                                                       \
    sup_test_site_ask(t, SUP_METHOD_PUT, role, target, body)
#define SCHEDULE                                                                         \
    "{\"name\":\"夜查\",\"domain\":\"water\",\"template\":\"daily\",\"unit\":"         \
    "\"water-unit\",\"by\":\"self\",\"every\":\"day\",\"from_min\":%d,\"to_min\":%d}"

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

static void
go(sup_test_site *t, int64_t ms)
{
    sup_test_calendar_set(t, t->now_ms + ms);
}

/* "water-daily.20261123.1:1": in `occurrences`, so often. Its state is 1 due, 4 missed. */
static unsigned
found(sup_test_site *t, const char *id_and_state)
{
    char text[100];
    const char *picture = sup_test_calendar_picture(t);
    unsigned n = 0;
    const char *line;

    snprintf(text, sizeof(text), "%s%s", strchr(".:", id_and_state[0]) ? "" : ":",
             id_and_state);
    for (line = picture; *line != '\0'; line = strchr(line, '\n') + 1) {
        if (strncmp(line, "occurrences ", 12) == 0) {
            const char *at = strstr(line, text);

            n += at != NULL && at < strchr(line, '\n');
        }
    }
    return n;
}

/* The record of a job, or of the clock, as it is kept now. */
static const ProtobufCMessage *
kept(sup_test_site *t, const char *key, const ProtobufCMessageDescriptor *type)
{
    static sup_test_ctx x;
    sup_store *store = sup_store_memory_store(t->memory);
    sup_read read = {.kind = SUP_READ_RECORD, .key = sup_str_c(key)};
    ProtobufCMessage *message = NULL;

    assert_int_equal(store->read(store, &t->arena->arena, t->site.campus, &read, 1,
                                 sup_test_ctx_read, &x),
                     SUP_OK);
    sup_store_memory_run(t->memory);
    if (!read.found) {
        return NULL;
    }
    assert_int_equal(sup_record_parse(&t->arena->arena, type, read.bytes, &message),
                     SUP_OK);
    return message;
}

#define MAKING(t)                                                                        \
    ((const Sup__MakingRecord *)kept(t, "timed:occurrences",                             \
                                     &sup__making_record__descriptor))
#define MISSING(t)                                                                       \
    ((const Sup__MissingRecord *)kept(t, "timed:missed",                                 \
                                      &sup__missing_record__descriptor))
#define CLOCK(t)                                                                         \
    ((const Sup__ClockRecord *)kept(t, "timed:clock", &sup__clock_record__descriptor))

/* Bytes under a key, past all rules: of another version, or broken. */
static void
put_bytes(sup_test_site *t, const char *key, sup_str bytes)
{
    static sup_test_ctx x;
    sup_store *store = sup_store_memory_store(t->memory);
    sup_op op = {.kind = SUP_OP_PUT, .key = sup_str_c(key), .bytes = bytes};

    assert_int_equal(store->commit(store, &t->arena->arena, t->site.campus, &op, 1,
                                   sup_test_ctx_committed, &x),
                     SUP_OK);
    sup_store_memory_run(t->memory);
    assert_int_equal(x.rc, SUP_OK);
}

static void
put_lease(sup_test_site *t, const char *holder)
{
    Sup__LeaseRecord lease = SUP__LEASE_RECORD__INIT;
    sup_str bytes;

    lease.schema = 1;
    lease.holder = (char *)holder;
    assert_int_equal(sup_pb_print(&t->arena->arena, &lease.base, &bytes), SUP_OK);
    put_bytes(t, "lease:timed", bytes);
}

static void
put_schedule(sup_test_site *t, const char *id, int from_min, int to_min)
{
    char target[80], body[400];

    snprintf(target, sizeof(target), "schedules/%s", id);
    snprintf(body, sizeof(body), SCHEDULE, from_min, to_min);
    assert_int_equal(PUT(t, "office", target, body), 201);
}

/* --- the calendar --- */

static void
test_timed__the_first_run_makes_today_tomorrow_and_what_is_still_open(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(sup_test_ticks(t, "a"), 1);
    assert_int_equal(found(t, "water-daily.20261123.1:1:10:water"), 1);
    assert_int_equal(found(t, "water-daily.20261124.1:1:10:water"), 1);
    assert_int_equal(found(t, "water-weekly.20261123.1:1:20:water"), 1);
    assert_int_equal(found(t, "water-daily"), 2);
    assert_int_equal(found(t, "water-visit.20261101.1:1"),
                     1); /* open to the month's end */
    assert_int_equal(found(t, "water-visit"), 1);
    assert_int_equal(found(t, "water-weekly"), 1);
    assert_string_equal(MAKING(t)->made_until, "2026-11-25");
}

static void
test_timed__running_again_and_again_changes_nothing(void **state)
{
    sup_test_site *t = *state;
    const char *picture;
    int i;

    sup_test_ticks(t, "a");
    picture = sup_test_calendar_picture(t);
    for (i = 0; i < 50; i++) {
        go(t, 10000);
        assert_int_equal(sup_test_ticks(t, "a"), 1);
    }
    assert_string_equal(sup_test_calendar_picture(t), picture);
}

static void
test_timed__what_is_over_before_the_calendar_begins_is_not_missed(void **state)
{
    sup_test_site *t = *state;

    sup_test_calendar_set(t, NOW + 9 * HOUR + MINUTE); /* past 21:00, late until 09:00 */
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261123.1"), 0);
    assert_int_equal(found(t, "water-daily.20261124.1:1"), 1);
}

static void
test_timed__a_check_that_nobody_does_is_missed_when_its_grace_is_over(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    sup_test_calendar_set(t, NOW + 21 * HOUR); /* 09:00, the last moment */
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261123.1:1"), 1);
    go(t, 1);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(found(t, "water-daily.20261123.1:1"), 0);
    assert_non_null(strstr(sup_test_calendar_picture(t),
                           "figures:water-unit:2026-11 water.checks_missed 1\n"));
}

/* Every six hours from before the year's end until after a leap day. */
static void
test_timed__no_day_week_or_month_is_left_out_over_a_year_end_and_a_leap_day(void **state)
{
    sup_test_site *t = *state;
    int32_t day, first = 0, last = 0;
    char text[60], date[11];
    unsigned weeks = 0, months = 0;

    assert_int_equal(sup_date_parse(SUP_STR("2027-12-20"), &first), SUP_OK);
    assert_int_equal(sup_date_parse(SUP_STR("2028-03-10"), &last), SUP_OK);
    sup_test_calendar_set(t, sup_day_begin(&t->calendar, first) + MINUTE);
    while (sup_day_of(&t->calendar, t->now_ms) < last) {
        sup_test_ticks(t, "a");
        go(t, 6 * HOUR);
    }
    for (day = first; day <= last; day++) {
        sup_local local;

        sup_date_text(day, date);
        snprintf(text, sizeof(text), "water-daily.%.4s%.2s%.2s.1", date, date + 5,
                 date + 8);
        assert_int_equal(found(t, text), 1);
        sup_local_of(&t->calendar, sup_day_begin(&t->calendar, day), &local);
        weeks += local.weekday == 1;
        months += local.day == 1;
    }
    assert_int_equal(found(t, "water-daily.20280229.1:4"), 1);
    assert_int_equal(found(t, "water-daily"), (unsigned)(last - first + 1));
    assert_int_equal(found(t, "water-weekly"), weeks);
    /* the month in which the calendar began was still open */
    assert_int_equal(found(t, "water-visit"), months + 1);
}

static void
test_timed__nothing_is_due_for_a_unit_that_is_not_there(void **state)
{
    sup_test_site *t = sup_test_calendar_create();

    (void)state;
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water"), 0);
    sup_test_calendar_unit(t, "water-unit");
    go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily"), 2); /* and today's at once */
    assert_int_equal(found(t, "water-weekly"), 0);
    assert_int_equal(PUT(t, "admin", "units/water-unit",
                         "{\"name\":\"某中心\",\"kind\":\"centre\",\"retired\":true}"),
                     200);
    go(t, DAY);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily"), 2);
    sup_test_site_destroy(t);
}

static void
retire_unit(sup_test_site *t, const char *retired)
{
    char body[100];

    snprintf(body, sizeof(body),
             "{\"name\":\"某中心\",\"kind\":\"centre\",\"retired\":%s}", retired);
    assert_int_equal(PUT(t, "admin", "units/water-unit", body), 200);
}

static void
test_timed__a_unit_that_comes_back_is_checked_from_that_day_on(void **state)
{
    sup_test_site *t = *state;
    int i;

    sup_test_ticks(t, "a");
    retire_unit(t, "true");
    for (i = 0; i < 4; i++) { /* to Friday */
        go(t, DAY);
        sup_test_ticks(t, "a");
    }
    retire_unit(t, "false");
    go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261125"), 0);
    assert_int_equal(found(t, "water-daily.20261126"), 0);
    assert_int_equal(found(t, "water-daily.20261127.1:1"), 1);
    assert_int_equal(found(t, "water-daily.20261128.1:1"), 1);
}

static void
test_timed__nothing_is_due_for_a_unit_that_does_not_serve_the_domain(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    assert_int_equal(PUT(t, "admin", "units/water-unit",
                         "{\"name\":\"某中心\",\"kind\":\"centre\",\"domains\":"
                         "[\"light\"]}"),
                     200);
    go(t, 30 * HOUR);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261123.1:5"), 1);
    assert_int_equal(found(t, "water-daily"), 2);
}

/* --- a plan that changes --- */

static void
test_timed__a_new_schedule_is_due_today_where_its_window_is_not_over(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    put_schedule(t, "noon", 11 * 60, 13 * 60);
    put_schedule(t, "morning", 8 * 60, 12 * 60); /* over at this very moment */
    go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "noon.20261123.1:1"), 1);
    assert_int_equal(found(t, "noon.20261124.1:1"), 1);
    assert_int_equal(found(t, "morning.20261123.1"), 0);
    assert_int_equal(found(t, "morning.20261124.1:1"), 1);
    assert_int_equal(found(t, "water-daily.20261123.1:1"), 1);
    assert_int_equal(found(t, "water-daily"), 2);
}

/* Tomorrow's was made already: nobody is blamed for it. */
static void
test_timed__a_retired_schedule_makes_no_more_and_what_it_made_is_excused(void **state)
{
    sup_test_site *t = *state;

    put_schedule(t, "noon", 11 * 60, 13 * 60);
    put_schedule(t, "late", 14 * 60, 15 * 60);
    sup_test_ticks(t, "a");
    assert_int_equal(PUT(t, "office", "schedules/noon",
                         "{\"retired\":true,\"name\":\"夜查\",\"domain\":\"water\","
                         "\"template\":\"daily\",\"unit\":\"water-unit\",\"by\":"
                         "\"self\",\"every\":\"day\",\"from_min\":660,\"to_min\":780}"),
                     200);
    go(t, 30 * HOUR);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "noon"), 2);
    assert_int_equal(found(t, "noon.20261124.1:5"), 1);
    assert_int_equal(found(t, "late.20261124.1:4"), 1);
    assert_int_equal(found(t, "water-daily"), 3);
    assert_int_equal(GET(t, "office", "occurrences/noon.20261124.1"), 200);
    assert_true(sup_test_site_says(t, "\"reason\":\"检查计划已停用"));
    assert_false(sup_test_site_says(t, "excused_by"));
}

static void
test_timed__a_second_check_of_today_comes_with_a_period_that_is_set_today(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    assert_int_equal(PUT(t, "office", "periods/visit",
                         "{\"name\":\"重大活动\",\"kind\":\"event\",\"from\":"
                         "\"2026-11-23\",\"to\":\"2026-11-23\",\"times\":2}"),
                     201);
    go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261123.1:1"), 1);
    assert_int_equal(found(t, "water-daily.20261123.2:1"), 1);
    assert_int_equal(found(t, "water-daily"), 3);
}

static void
test_timed__a_busy_period_cuts_days_in_two_and_is_named(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(PUT(t, "office", "periods/opening",
                         "{\"name\":\"开学季\",\"kind\":\"term_start\",\"from\":"
                         "\"2026-11-24\",\"to\":\"2026-11-24\",\"times\":2}"),
                     201);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261123.1:1"), 1);
    assert_int_equal(found(t, "water-daily.20261124.1:1"), 1);
    assert_int_equal(found(t, "water-daily.20261124.2:1"), 1);
    assert_int_equal(GET(t, "office", "occurrences/water-daily.20261124.2"), 200);
    assert_true(sup_test_site_says(t, "\"period\":\"开学季\""));
    assert_true(sup_test_site_says(t, "\"from\":\"2026-11-24T06:00:00Z\""));
    assert_int_equal(GET(t, "office", "occurrences/water-daily.20261123.1"), 200);
    assert_false(sup_test_site_says(t, "\"period\""));
}

static void
test_timed__a_pause_stops_the_days_to_come_and_excuses_what_was_made(void **state)
{
    sup_test_site *t = *state;
    int i;

    sup_test_ticks(t, "a");
    assert_int_equal(PUT(t, "office", "periods/winter",
                         "{\"name\":\"寒假\",\"kind\":\"vacation\",\"from\":"
                         "\"2026-11-24\",\"to\":\"2026-11-26\",\"paused\":true}"),
                     201);
    for (i = 0; i < 4; i++) {
        go(t, DAY);
        sup_test_ticks(t, "a");
    }
    assert_int_equal(found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(found(t, "water-daily.20261124.1:5"), 1);
    assert_int_equal(found(t, "water-daily.20261125"), 0);
    assert_int_equal(found(t, "water-daily.20261126"), 0);
    assert_int_equal(found(t, "water-daily.20261127.1:1"), 1);
}

/* --- outages --- */

static void
test_timed__after_a_night_off_the_morning_is_made_up_for(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    go(t, 35 * HOUR); /* Tuesday 23:00 */
    sup_test_ticks(t, "b");
    assert_int_equal(found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(found(t, "water-daily.20261124.1:1"), 1); /* late until 09:00 */
    assert_int_equal(found(t, "water-daily.20261125.1:1"), 1);
}

static void
test_timed__after_a_long_outage_missed_days_are_missed(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    go(t, 10 * DAY);
    assert_int_equal(sup_test_ticks(t, "b"), 1);
    assert_int_equal(found(t, "water-daily"), 2); /* the clock is not believed yet */
    assert_int_equal(found(t, ":4:"), 0);
    go(t, 10 * MINUTE);
    sup_test_ticks(t, "b");
    assert_int_equal(found(t, "water-daily"), 12);
    assert_int_equal(found(t, "water-daily.20261124.1:4"), 1);
    assert_int_equal(found(t, "water-daily.20261202.1:4"), 1);
    assert_int_equal(found(t, "water-daily.20261203.1:1"), 1);
    assert_int_equal(found(t, "water-daily.20261204.1:1"), 1);
    assert_int_equal(found(t, "water-visit.20261201.1:1:21"), 1);
    assert_non_null(strstr(sup_test_calendar_picture(t),
                           "figures:water-unit:2026-12 water.checks_missed 2\n"));
}

/* Those that were planned before are missed, as after any outage. */
static void
test_timed__what_was_planned_during_an_outage_is_missed_by_nobody_before(void **state)
{
    sup_test_site *t = *state;

    put_schedule(t, "night", 20 * 60, 23 * 60);
    sup_test_ticks(t, "a");
    go(t, 10 * DAY);
    put_schedule(t, "noon", 11 * 60, 13 * 60);
    assert_int_equal(PUT(t, "office", "schedules/night",
                         "{\"name\":\"夜查\",\"domain\":\"water\",\"template\":"
                         "\"daily\",\"unit\":\"water-unit\",\"by\":\"self\","
                         "\"every\":\"day\",\"from_min\":1200,\"to_min\":1320}"),
                     200);
    sup_test_ticks(t, "b");
    go(t, 10 * MINUTE);
    sup_test_ticks(t, "b");
    assert_int_equal(found(t, "water-daily.20261202.1:4"), 1);
    assert_int_equal(found(t, "water-daily"), 12);
    assert_int_equal(found(t, "noon.20261203.1:1"), 1);
    assert_int_equal(found(t, "noon"), 2);
    assert_int_equal(found(t, "night.20261124.1:4"), 1); /* made before it changed */
    assert_int_equal(found(t, "night"), 2 + 2);
}

static void
test_timed__days_older_than_five_weeks_are_not_made_up_for(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    go(t, 100 * DAY); /* to 2027-03-03 */
    sup_test_ticks(t, "b");
    go(t, 11 * MINUTE);
    assert_true(sup_test_ticks(t, "b") > 2);
    assert_int_equal(found(t, "water-daily"), 2 + 35 + 2);
    assert_int_equal(found(t, "water-daily.20270127.1:4"), 1);
    assert_int_equal(found(t, "water-daily.20270126"), 0);
}

static void
test_timed__catching_up_is_bounded_in_every_commit(void **state)
{
    sup_test_site *t = *state;
    sup_test_proxy proxy;
    unsigned runs = 0;
    sup_test_run run;
    char id[40];
    int i;

    for (i = 0; i < 30; i++) {
        snprintf(id, sizeof(id), "s%02d", i);
        put_schedule(t, id, 60, 120);
    }
    assert_int_equal(PUT(t, "office", "periods/always",
                         "{\"name\":\"重大活动\",\"kind\":\"event\",\"from\":"
                         "\"2026-11-23\",\"to\":\"2027-01-10\",\"times\":4}"),
                     201);
    sup_test_ticks(t, "a");
    go(t, 3 * DAY);
    sup_test_tick(t, "a");
    go(t, 10 * MINUTE);
    sup_test_proxy_init(&proxy, t);
    do {
        sup_test_run_start(t, &proxy.store, "a", &run);
        while (sup_store_memory_run(t->memory) != 0) {
        }
        assert_int_equal(run.done, 1);
        assert_int_equal(run.result.rc, SUP_OK);
        runs++;
    } while (run.result.more);
    assert_true(runs > 20);
    assert_int_equal(proxy.commits, runs);
    assert_true(proxy.ops_max < SUP_OPS_MAX);
    assert_int_equal(found(t, "s29.20261126.4:4"), 1);
    assert_int_equal(found(t, ".20261125."), 31 * 4);
}

/* --- clocks that jump --- */

static void
test_timed__a_clock_set_wrong_for_a_moment_makes_and_misses_nothing(void **state)
{
    static const int64_t leaps[] = {37 * HOUR, 40 * DAY, 20000 * DAY, -37 * HOUR,
                                    -400 * DAY};
    sup_test_site *t = *state;
    const char *picture;
    size_t i;
    int j;

    sup_test_ticks(t, "a");
    picture = sup_test_calendar_picture(t);
    for (i = 0; i < sizeof(leaps) / sizeof(leaps[0]); i++) {
        int64_t right = t->now_ms;

        sup_test_calendar_set(t, right + leaps[i]);
        for (j = 0; j < 9; j++) {
            assert_int_equal(sup_test_ticks(t, "a"), 1);
            go(t, MINUTE);
        }
        assert_string_equal(sup_test_calendar_picture(t), picture);
        sup_test_calendar_set(t, right + 10 * MINUTE);
        sup_test_ticks(t, "a");
        assert_null(CLOCK(t)->gap_since);
        assert_string_equal(sup_test_calendar_picture(t), picture);
    }
}

static void
test_timed__a_clock_that_jumps_about_is_waited_out_anew(void **state)
{
    sup_test_site *t = *state;
    int i;

    sup_test_ticks(t, "a");
    for (i = 0; i < 5; i++) {
        go(t, 3 * DAY);
        sup_test_ticks(t, "a");
        go(t, 9 * MINUTE);
        sup_test_ticks(t, "a");
    }
    assert_int_equal(found(t, "water-daily"), 2);
    go(t, MINUTE);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily"), 17);
}

static void
test_timed__a_clock_set_back_a_little_makes_nothing_twice(void **state)
{
    sup_test_site *t = *state;
    const char *picture;
    int i;

    sup_test_ticks(t, "a");
    go(t, DAY);
    sup_test_ticks(t, "a");
    picture = sup_test_calendar_picture(t);
    go(t, -30 * HOUR);
    for (i = 0; i < 28; i++) {
        sup_test_ticks(t, "a");
        assert_int_equal(found(t, "water-daily"), 3);
        assert_int_equal(found(t, "water-daily.20261123.1:4"), 1); /* as it was */
        go(t, HOUR);
    }
    assert_string_equal(sup_test_calendar_picture(t), picture);
}

static void
test_timed__a_clock_that_was_believed_a_year_ahead_loses_no_day_afterwards(void **state)
{
    sup_test_site *t = *state;
    int i;

    sup_test_ticks(t, "a");
    sup_test_calendar_set(t, NOW + 365 * DAY);
    sup_test_ticks(t, "a");
    go(t, 10 * MINUTE);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily"), 2 + 35 + 2);
    sup_test_calendar_set(t, NOW + HOUR);
    sup_test_ticks(t, "a");
    go(t, 10 * MINUTE);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily"), 2 + 35 + 2); /* none of them twice */
    for (i = 0; i < 3; i++) {
        go(t, DAY);
        sup_test_ticks(t, "a");
    }
    assert_int_equal(found(t, "water-daily"), 2 + 35 + 2 + 3);
    assert_int_equal(found(t, "water-daily.20261126.1:1"), 1);
}

/* What came new while it was ahead, too. */
static void
test_timed__a_plan_changed_while_the_clock_was_ahead_holds_when_it_is_right_again(
    void **state)
{
    sup_test_site *t = *state;
    int i;

    sup_test_ticks(t, "a");
    sup_test_calendar_set(t, NOW + 365 * DAY);
    sup_test_ticks(t, "a");
    go(t, 10 * MINUTE);
    sup_test_ticks(t, "a");
    put_schedule(t, "noon", 11 * 60, 13 * 60);
    go(t, MINUTE);
    sup_test_ticks(t, "a");
    sup_test_calendar_set(t, NOW + HOUR / 2);
    sup_test_ticks(t, "a");
    go(t, 10 * MINUTE);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "noon.20261123.1:1"), 1);
    for (i = 0; i < 3; i++) {
        go(t, DAY);
        sup_test_ticks(t, "a");
    }
    assert_int_equal(found(t, "noon.20261126.1:1"), 1);
    assert_int_equal(found(t, "noon.20261124.1:4"), 1);
    assert_int_equal(found(t, "water-daily.20261126.1:1"), 1);
}

/* A leap that is believed at once, for it is a small one. */
static void
test_timed__a_calendar_begun_by_a_clock_that_was_ahead_begins_again(void **state)
{
    sup_test_site *t = *state;

    sup_test_calendar_set(t, NOW + 34 * HOUR);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261123.1"), 0);
    assert_int_equal(found(t, "water-daily.20261124.1"), 0);
    sup_test_calendar_set(t, NOW);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261123.1:1"), 1);
    assert_int_equal(found(t, "water-daily.20261124.1:1"), 1);
}

/* --- one at a time --- */

static void
test_timed__the_one_with_the_lease_works_and_the_other_does_not(void **state)
{
    sup_test_site *t = *state;
    sup_tick_result result;

    assert_true(sup_test_tick(t, "a").holds);
    go(t, DAY);
    sup_test_tick(t, "a");
    result = sup_test_tick(t, "b");
    assert_int_equal(result.rc, SUP_OK);
    assert_false(result.holds);
    assert_false(result.more);
}

static void
test_timed__a_lease_that_is_not_renewed_goes_to_the_next_one(void **state)
{
    sup_test_site *t = *state;

    sup_test_tick(t, "a");
    go(t, SUP_TEST_LEASE_MS - 1);
    assert_false(sup_test_tick(t, "b").holds);
    sup_test_tick(t, "a");
    go(t, SUP_TEST_LEASE_MS - 1);
    assert_false(sup_test_tick(t, "b").holds);
    go(t, 1);
    assert_true(sup_test_tick(t, "b").holds);
    assert_false(sup_test_tick(t, "a").holds);
}

/* Two start together; the store answers both in turn, so each round of one lies between
 * two of the other. */
static void
test_timed__two_schedulers_at_once_make_each_check_once(void **state)
{
    sup_test_site *t = *state;
    sup_store *store = sup_store_memory_store(t->memory);
    const char *alone;
    sup_test_run a, b;
    sup_test_site *other = sup_test_calendar_create();

    sup_test_calendar_units(other);
    sup_test_ticks(other, "a");
    alone = sup_test_calendar_picture(other);

    sup_test_run_start(t, store, "a", &a);
    sup_test_run_start(t, store, "b", &b);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(a.done + b.done, 2);
    assert_int_equal(a.result.rc, SUP_OK);
    assert_int_equal(b.result.rc, SUP_OK);
    assert_int_equal(a.result.holds + b.result.holds, 1);
    assert_string_equal(sup_test_calendar_picture(t), alone);
    sup_test_site_destroy(other);
}

/* At every distance between their steps, with a lease that is a's, b's or nobody's. */
static void
test_timed__two_schedulers_at_any_distance_make_each_check_once(void **state)
{
    static const char *const holders[] = {"", "a", "b"};
    const char *alone = NULL;
    size_t h;
    int distance;

    (void)state;
    for (h = 0; h < 3; h++) {
        for (distance = 0; distance < 8; distance++) {
            sup_test_site *t = sup_test_calendar_create();
            sup_test_run a, b;
            int i;

            sup_test_calendar_units(t);
            if (holders[h][0] != '\0') {
                sup_test_tick(t, holders[h]);
                go(t, DAY);
                put_lease(t, holders[h]);
            }
            sup_test_run_start(t, sup_store_memory_store(t->memory), "a", &a);
            for (i = 0; i < distance; i++) {
                sup_store_memory_run(t->memory);
            }
            sup_test_run_start(t, sup_store_memory_store(t->memory), "b", &b);
            while (sup_store_memory_run(t->memory) != 0) {
            }
            assert_int_equal(a.done, 1);
            assert_int_equal(b.done, 1);
            assert_int_equal(a.result.holds + b.result.holds, 1);
            if (alone == NULL) {
                alone = strdup(sup_test_calendar_picture(t));
            } else if (h == 0) {
                assert_string_equal(sup_test_calendar_picture(t), alone);
            }
            assert_int_equal(found(t, "water-daily"), h == 0 ? 2 : 3);
            sup_test_site_destroy(t);
        }
    }
    free((char *)alone);
}

/* It decided, was stopped, and its commit reaches the store when the lease is another's. */
static void
test_timed__who_sleeps_over_his_lease_writes_nothing(void **state)
{
    sup_test_site *t = *state;
    sup_test_proxy proxy;
    sup_test_run sleeper;

    sup_test_proxy_init(&proxy, t);
    proxy.holds = 1;
    sup_test_run_start(t, &proxy.store, "sleeper", &sleeper);
    while (proxy.commits == 0) {
        assert_true(sup_store_memory_run(t->memory) != 0);
    }
    put_lease(t, "b");
    sup_test_proxy_let_go(&proxy);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(sleeper.done, 1);
    assert_int_equal(sleeper.result.rc, SUP_OK);
    assert_false(sleeper.result.holds);
    assert_int_equal(found(t, "water"), 0);
    sup_test_ticks(t, "b");
    assert_int_equal(found(t, "water-daily"), 2);
}

/* Also where the lease is still his: a store that was put back to an older copy. */
static void
test_timed__how_far_it_has_come_is_checked_as_well_as_the_lease(void **state)
{
    sup_test_site *t = *state;
    sup_test_proxy proxy;
    sup_test_run run;

    sup_test_ticks(t, "a");
    go(t, DAY);
    sup_test_proxy_init(&proxy, t);
    proxy.holds = 1;
    sup_test_run_start(t, &proxy.store, "a", &run);
    while (proxy.commits == 0) {
        assert_true(sup_store_memory_run(t->memory) != 0);
    }
    put_bytes(t, "timed:occurrences",
              SUP_STR("\010\002")); /* a newer version has come this far */
    sup_test_proxy_let_go(&proxy);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(run.result.rc, SUP_API_SCHEMA);
    assert_int_equal(found(t, "water-daily"), 2);
}

/* Killed after its n-th word to the store, heard or unheard, while ten days are made up
 * for; another takes over. Nothing is missing and nothing is there twice. */
static void
test_timed__a_scheduler_killed_at_any_step_loses_nothing_and_doubles_nothing(void **state)
{
    const char *alone = NULL;
    unsigned deaf;
    long step;

    (void)state;
    for (deaf = 0; deaf < 2; deaf++) {
        for (step = 0; step < 20; step++) {
            sup_test_site *t = sup_test_calendar_create();
            sup_test_proxy proxy;
            sup_test_run run;

            sup_test_calendar_units(t);
            put_schedule(t, "noon", 660, 780);
            put_schedule(t, "night", 1200, 1380);
            sup_test_ticks(t, "a");
            go(t, 10 * DAY);
            sup_test_tick(t, "a");
            go(t, 10 * MINUTE);
            sup_test_proxy_init(&proxy, t);
            proxy.left = step;
            proxy.deaf = deaf;
            do {
                sup_test_run_start(t, &proxy.store, "a", &run);
                while (sup_store_memory_run(t->memory) != 0) {
                }
            } while (run.done == 1 && run.result.more);
            go(t, SUP_TEST_LEASE_MS);
            sup_test_ticks(t, "b");
            if (alone == NULL) {
                alone = strdup(sup_test_calendar_picture(t));
                assert_int_equal(found(t, "noon"), 12);
            }
            assert_string_equal(sup_test_calendar_picture(t), alone);
            sup_test_site_destroy(t);
        }
    }
    free((char *)alone);
}

static void
test_timed__memory_that_runs_out_ends_a_run_and_leaves_all_or_nothing(void **state)
{
    sup_test_site *t = *state;
    size_t budget = 0;
    sup_test_run run;

    do {
        sup_test_arena *arena = sup_test_arena_create(budget);

        run = (sup_test_run){.tick = {.holder = SUP_STR("a"),
                                      .lease_ms = SUP_TEST_LEASE_MS,
                                      .now_ms = t->now_ms},
                             .engine = {.store = sup_store_memory_store(t->memory)}};
        sup_api_tick(&t->site, &run.engine, &arena->arena, &run.tick, sup_test_run_done,
                     &run);
        while (sup_store_memory_run(t->memory) != 0) {
        }
        assert_int_equal(run.done, 1);
        if (run.result.rc != SUP_OK) {
            assert_int_equal(run.result.rc, SUP_NOMEM);
            assert_int_equal(found(t, "water"), 0);
        }
        sup_test_arena_destroy(arena);
        budget += 200;
    } while (run.result.rc != SUP_OK);
    assert_int_equal(found(t, "water-daily"), 2);
}

/* --- silent cases --- */

static sup_rc
make_verified(sup_ctx *c, void *data)
{
    sup_arena *a = c->arena;
    Sup__CaseRecord *record = SUP_NEW(a, Sup__CaseRecord, sup__case_record__descriptor);
    Sup__Case *k = SUP_NEW(a, Sup__Case, sup__case__descriptor);
    Sup__Event *event = SUP_NEW(a, Sup__Event, sup__event__descriptor);

    k->id = data;
    k->kind = SUP__CASE__KIND__complaint;
    k->domain = "water";
    k->category = "general";
    k->text = "饮水机坏了";
    k->unit = "water-unit";
    k->severity = SUP__CASE__SEVERITY__minor;
    k->state = SUP__CASE__STATE__verified;
    k->source = SUP__CASE__SOURCE__web;
    k->submitted_at = sup_timestamp(a, c->now_ms - DAY);
    k->rectified_at = sup_timestamp(a, c->now_ms - HOUR);
    k->verified_at = sup_timestamp(a, c->now_ms);
    k->counters = SUP_NEW(a, Sup__Counters, sup__counters__descriptor);
    k->deadlines = SUP_NEW(a, Sup__Deadlines, sup__deadlines__descriptor);
    k->deadlines->rectify_by = sup_timestamp(a, c->now_ms);
    record->case_ = k;
    event->action = "submit";
    return sup_case_save(c, record, 0, NULL, event);
}

static void
verified_case(sup_test_site *t, const char *id)
{
    static sup_test_ctx x;

    assert_int_equal(sup_test_ctx_run(t, &x, "", "", make_verified, (void *)id), SUP_OK);
}

static unsigned
is_closed(sup_test_site *t, const char *id)
{
    char target[40];

    snprintf(target, sizeof(target), "cases/%s", id);
    assert_int_equal(GET(t, "office", target), 200);
    return sup_test_site_says(t, "\"state\":\"closed\"");
}

static void
test_timed__a_case_is_closed_when_its_reporter_has_been_silent_long_enough(void **state)
{
    sup_test_site *t = *state;

    verified_case(t, "261123-7KQ4M2X");
    go(t, 4320 * MINUTE - 1); /* the rulebook's silence_min, nearly */
    sup_test_ticks(t, "a");
    assert_false(is_closed(t, "261123-7KQ4M2X"));
    go(t, 1);
    sup_test_ticks(t, "a");
    assert_true(is_closed(t, "261123-7KQ4M2X"));
    assert_true(sup_test_site_says(t, "\"word\":\"silent\""));
    assert_int_equal(GET(t, "office", "cases/261123-7KQ4M2X/history"), 200);
    assert_true(sup_test_site_says(t, "\"action\":\"close\""));
    assert_true(sup_test_site_says(t, "\"role\":\"system\""));
    assert_true(sup_test_site_says(t, "\"intact\":true"));
}

static void
test_timed__many_silent_cases_are_closed_a_few_a_commit_and_all_in_the_end(void **state)
{
    sup_test_site *t = *state;
    char id[40];
    int i;

    for (i = 0; i < 25; i++) {
        snprintf(id, sizeof(id), "261123-7KQ4%03d", i);
        verified_case(t, sup_strdup(&t->arena->arena, sup_str_c(id)));
    }
    sup_test_ticks(t, "a");
    go(t, 30 * HOUR);
    sup_test_ticks(t, "a");
    go(t, 30 * HOUR);
    sup_test_ticks(t, "a");
    go(t, 13 * HOUR);
    for (i = 0; i < 10; i++) {
        sup_test_ticks(t, "a");
    }
    for (i = 0; i < 25; i++) {
        snprintf(id, sizeof(id), "261123-7KQ4%03d", i);
        assert_true(is_closed(t, id));
    }
}

static void
test_timed__two_schedulers_close_a_case_once(void **state)
{
    sup_test_site *t = *state;
    sup_store *store = sup_store_memory_store(t->memory);
    sup_test_run a, b;

    sup_test_ticks(t, "a");
    verified_case(t, "261123-7KQ4M2X");
    put_bytes(t, "timed:clock", SUP_STR("\010\001")); /* ran at no time: no leap */
    go(t, 4320 * MINUTE);
    sup_test_run_start(t, store, "a", &a);
    sup_test_run_start(t, store, "b", &b);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(a.result.holds + b.result.holds, 1);
    assert_int_equal(GET(t, "office", "cases/261123-7KQ4M2X/history"), 200);
    assert_null(strstr(sup_test_site_find(t, "\"action\":\"close\"") + 1,
                       "\"action\":\"close\""));
}

/* --- what cannot be read --- */

/* As the register keeps it: what cannot be read is not overwritten by a PUT. */
static void
put_unit(sup_test_site *t, const char *id)
{
    Sup__UnitRecord record = SUP__UNIT_RECORD__INIT;
    Sup__Unit unit = SUP__UNIT__INIT;
    sup_str bytes;

    unit.id = (char *)id;
    unit.name = "某中心";
    record.schema = 1;
    record.unit = &unit;
    assert_int_equal(sup_pb_print(&t->arena->arena, &record.base, &bytes), SUP_OK);
    put_bytes(t, sup_sprintf(&t->arena->arena, "unit:%s", id), bytes);
}

static void
put_well(sup_test_site *t)
{
    sup_test_calendar_unit(t, "well-house");
    assert_int_equal(PUT(t, "office", "schedules/well",
                         "{\"name\":\"夜查\",\"domain\":\"water\",\"template\":"
                         "\"daily\",\"unit\":\"well-house\",\"by\":\"self\","
                         "\"every\":\"day\",\"to_min\":1440}"),
                     201);
}

static void
test_timed__a_job_that_fails_does_not_keep_the_others_from_theirs(void **state)
{
    sup_test_site *t = *state;
    sup_tick_result result;
    int i;

    sup_test_ticks(t, "a");
    verified_case(t, "261123-7KQ4M2X");
    put_bytes(t, SUP_SCHEDULES, SUP_STR("\xff\xff"));
    for (i = 0; i < 3; i++) {
        go(t, 24 * HOUR);
        result = sup_test_tick(t, "a");
        assert_int_equal(result.rc, SUP_STORE_CORRUPT);
        assert_string_equal(result.job, "occurrences");
    }
    assert_int_equal(found(t, "water-daily.20261123.1:1"), 1); /* nor can it be judged */
    assert_string_equal(MAKING(t)->made_until, "2026-11-25");
    assert_true(is_closed(t, "261123-7KQ4M2X"));
}

static void
test_timed__a_unit_that_cannot_be_read_keeps_no_other_from_its_checks(void **state)
{
    sup_test_site *t = *state;
    sup_tick_result result;

    put_well(t);
    put_bytes(t, "unit:well-house", SUP_STR("\xff\xff"));
    result = sup_test_tick(t, "a");
    assert_int_equal(result.rc, SUP_OK);
    assert_int_equal(result.left_out, SUP_STORE_CORRUPT);
    assert_string_equal(result.job, "occurrences");
    assert_int_equal(found(t, "water-daily"), 2);
    assert_int_equal(found(t, "well."), 0);
    go(t, DAY);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(found(t, "water-daily"), 3);
    assert_int_equal(
        PUT(t, "admin", "units/well-house", "{\"name\":\"某中心\",\"kind\":\"centre\"}"),
        500); /* nor is it overwritten unread */
    put_unit(t, "well-house");
    go(t, 10000);
    result = sup_test_tick(t, "a");
    assert_int_equal(result.left_out, SUP_OK);
    assert_int_equal(found(t, "well.20261123"), 0);
    assert_int_equal(found(t, "well.20261124.1:1"), 1);
    assert_int_equal(found(t, "well.20261125.1:1"), 1);
}

static void
test_timed__a_check_whose_unit_cannot_be_read_waits_and_no_other_does(void **state)
{
    sup_test_site *t = *state;
    sup_tick_result result;

    put_well(t);
    sup_test_ticks(t, "a");
    put_bytes(t, "unit:well-house", SUP_STR("\010\002"));
    go(t, 30 * HOUR);
    result = sup_test_tick(t, "a");
    assert_int_equal(result.left_out, SUP_API_SCHEMA);
    assert_int_equal(found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(found(t, "well.20261123.1:1"), 1);
    put_unit(t, "well-house");
    go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "well.20261123.1:4"), 1);
}

static void
test_timed__a_record_of_a_newer_version_is_left_alone(void **state)
{
    sup_test_site *t = *state;

    put_bytes(t, "timed:occurrences", SUP_STR("\010\002"));
    assert_int_equal(sup_test_tick(t, "a").rc, SUP_API_SCHEMA);
    assert_int_equal(found(t, "water"), 0);
}

static void
test_timed__a_dozen_checks_that_cannot_be_read_hold_up_no_other(void **state)
{
    static const char *const bytes[] = {"\xff", "\010\002"};
    sup_test_site *t = *state;
    sup_tick_result result;
    char id[60];
    int i;

    for (i = 0; i < 13; i++) {
        snprintf(id, sizeof(id), "s%02d", i);
        put_schedule(t, id, 660, 780);
    }
    sup_test_ticks(t, "a");
    for (i = 0; i < 13; i++) {
        snprintf(id, sizeof(id), "occurrence:s%02d.20261123.1", i);
        put_bytes(t, id, sup_str_c(bytes[i % 2]));
    }
    go(t, 22 * HOUR);
    do {
        result = sup_test_tick(t, "a");
        assert_int_equal(result.rc, SUP_OK);
        assert_true(result.left_out != SUP_OK || !result.more);
    } while (result.more);
    assert_int_equal(found(t, "water-daily.20261123.1:4"), 1);
    go(t, DAY);
    sup_test_ticks(t, "a");
    assert_int_equal(found(t, "water-daily.20261124.1:4"), 1);
    assert_int_equal(found(t, "s12.20261124.1:4"), 1);
    assert_int_equal(found(t, "s12.20261123.1:1"), 1); /* as it was: it may be mended */
    assert_string_equal(MISSING(t)->missing, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_timed__the_first_run_makes_today_tomorrow_and_what_is_still_open),
        TEST(test_timed__running_again_and_again_changes_nothing),
        TEST(test_timed__what_is_over_before_the_calendar_begins_is_not_missed),
        TEST(test_timed__a_check_that_nobody_does_is_missed_when_its_grace_is_over),
        TEST(test_timed__no_day_week_or_month_is_left_out_over_a_year_end_and_a_leap_day),
        TEST(test_timed__nothing_is_due_for_a_unit_that_is_not_there),
        TEST(test_timed__a_unit_that_comes_back_is_checked_from_that_day_on),
        TEST(test_timed__nothing_is_due_for_a_unit_that_does_not_serve_the_domain),
        TEST(test_timed__a_new_schedule_is_due_today_where_its_window_is_not_over),
        TEST(test_timed__a_retired_schedule_makes_no_more_and_what_it_made_is_excused),
        TEST(test_timed__a_second_check_of_today_comes_with_a_period_that_is_set_today),
        TEST(test_timed__a_busy_period_cuts_days_in_two_and_is_named),
        TEST(test_timed__a_pause_stops_the_days_to_come_and_excuses_what_was_made),
        TEST(test_timed__after_a_night_off_the_morning_is_made_up_for),
        TEST(test_timed__after_a_long_outage_missed_days_are_missed),
        TEST(test_timed__what_was_planned_during_an_outage_is_missed_by_nobody_before),
        TEST(test_timed__days_older_than_five_weeks_are_not_made_up_for),
        TEST(test_timed__catching_up_is_bounded_in_every_commit),
        TEST(test_timed__a_clock_set_wrong_for_a_moment_makes_and_misses_nothing),
        TEST(test_timed__a_clock_that_jumps_about_is_waited_out_anew),
        TEST(test_timed__a_clock_set_back_a_little_makes_nothing_twice),
        TEST(test_timed__a_clock_that_was_believed_a_year_ahead_loses_no_day_afterwards),
        TEST(
            test_timed__a_plan_changed_while_the_clock_was_ahead_holds_when_it_is_right_again),
        TEST(test_timed__a_calendar_begun_by_a_clock_that_was_ahead_begins_again),
        TEST(test_timed__the_one_with_the_lease_works_and_the_other_does_not),
        TEST(test_timed__a_lease_that_is_not_renewed_goes_to_the_next_one),
        TEST(test_timed__two_schedulers_at_once_make_each_check_once),
        TEST(test_timed__two_schedulers_at_any_distance_make_each_check_once),
        TEST(test_timed__who_sleeps_over_his_lease_writes_nothing),
        TEST(
            test_timed__a_scheduler_killed_at_any_step_loses_nothing_and_doubles_nothing),
        TEST(test_timed__memory_that_runs_out_ends_a_run_and_leaves_all_or_nothing),
        TEST(test_timed__a_job_that_fails_does_not_keep_the_others_from_theirs),
        TEST(test_timed__a_unit_that_cannot_be_read_keeps_no_other_from_its_checks),
        TEST(test_timed__a_check_whose_unit_cannot_be_read_waits_and_no_other_does),
        TEST(test_timed__how_far_it_has_come_is_checked_as_well_as_the_lease),
        TEST(test_timed__a_record_of_a_newer_version_is_left_alone),
        TEST(test_timed__a_dozen_checks_that_cannot_be_read_hold_up_no_other),
        TEST(test_timed__a_case_is_closed_when_its_reporter_has_been_silent_long_enough),
        TEST(test_timed__many_silent_cases_are_closed_a_few_a_commit_and_all_in_the_end),
        TEST(test_timed__two_schedulers_close_a_case_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
