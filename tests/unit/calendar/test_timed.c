/* The calendar made and missed day after day, over the memory store.
 * Owns: what is due of a plan and of one that changes; outages made up for.
 * Must not know: nginx, Redis, timers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sup_test_timed_kept.h"

#define MINUTE               SUP_TEST_MINUTE_MS
#define HOUR                 SUP_TEST_HOUR_MS
#define DAY                  SUP_TEST_DAY_MS
#define NOW                  SUP_TEST_NOW_MS /* Monday 2026-11-23 12:00 */
#define GET(t, role, target) sup_test_site_ask(t, SUP_METHOD_GET, role, target, "")
#define PUT(t, role, target, body)                                                       \
    sup_test_site_ask(t, SUP_METHOD_PUT, role, target, body)

/* --- the calendar --- */

static void
test_timed__the_first_run_makes_today_tomorrow_and_what_is_still_open(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(sup_test_ticks(t, "a"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:1:10:water"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261124.1:1:10:water"), 1);
    assert_int_equal(sup_test_found(t, "water-weekly.20261123.1:1:20:water"), 1);
    assert_int_equal(sup_test_found(t, "water-daily"), 2);
    assert_int_equal(sup_test_found(t, "water-visit.20261101.1:1"),
                     1); /* open to the month's end */
    assert_int_equal(sup_test_found(t, "water-visit"), 1);
    assert_int_equal(sup_test_found(t, "water-weekly"), 1);
    assert_string_equal(SUP_TEST_MAKING(t)->made_until, "2026-11-25");
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
        sup_test_go(t, 10000);
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
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1"), 0);
    assert_int_equal(sup_test_found(t, "water-daily.20261124.1:1"), 1);
}

static void
test_timed__a_check_that_nobody_does_is_missed_when_its_grace_is_over(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    sup_test_calendar_set(t, NOW + 21 * HOUR); /* 09:00, the last moment */
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:1"), 1);
    sup_test_go(t, 1);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:1"), 0);
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
        sup_test_go(t, 6 * HOUR);
    }
    for (day = first; day <= last; day++) {
        sup_local local;

        sup_date_text(day, date);
        snprintf(text, sizeof(text), "water-daily.%.4s%.2s%.2s.1", date, date + 5,
                 date + 8);
        assert_int_equal(sup_test_found(t, text), 1);
        sup_local_of(&t->calendar, sup_day_begin(&t->calendar, day), &local);
        weeks += local.weekday == 1;
        months += local.day == 1;
    }
    assert_int_equal(sup_test_found(t, "water-daily.20280229.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily"), (unsigned)(last - first + 1));
    assert_int_equal(sup_test_found(t, "water-weekly"), weeks);
    /* the month in which the calendar began was still open */
    assert_int_equal(sup_test_found(t, "water-visit"), months + 1);
}

static void
test_timed__nothing_is_due_for_a_unit_that_is_not_there(void **state)
{
    sup_test_site *t = sup_test_calendar_create();

    (void)state;
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water"), 0);
    sup_test_calendar_unit(t, "water-unit");
    sup_test_go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily"), 2); /* and today's at once */
    assert_int_equal(sup_test_found(t, "water-weekly"), 0);
    assert_int_equal(PUT(t, "admin", "units/water-unit",
                         "{\"name\":\"某中心\",\"kind\":\"centre\",\"retired\":true}"),
                     200);
    sup_test_go(t, DAY);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily"), 2);
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
        sup_test_go(t, DAY);
        sup_test_ticks(t, "a");
    }
    retire_unit(t, "false");
    sup_test_go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily.20261125"), 0);
    assert_int_equal(sup_test_found(t, "water-daily.20261126"), 0);
    assert_int_equal(sup_test_found(t, "water-daily.20261127.1:1"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261128.1:1"), 1);
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
    sup_test_go(t, 30 * HOUR);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:5"), 1);
    assert_int_equal(sup_test_found(t, "water-daily"), 2);
}

/* --- a plan that changes --- */

static void
test_timed__a_new_schedule_is_due_today_where_its_window_is_not_over(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    sup_test_put_schedule(t, "noon", 11 * 60, 13 * 60);
    sup_test_put_schedule(t, "morning", 8 * 60, 12 * 60); /* over at this very moment */
    sup_test_go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "noon.20261123.1:1"), 1);
    assert_int_equal(sup_test_found(t, "noon.20261124.1:1"), 1);
    assert_int_equal(sup_test_found(t, "morning.20261123.1"), 0);
    assert_int_equal(sup_test_found(t, "morning.20261124.1:1"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:1"), 1);
    assert_int_equal(sup_test_found(t, "water-daily"), 2);
}

/* Tomorrow's was made already: nobody is blamed for it. */
static void
test_timed__a_retired_schedule_makes_no_more_and_what_it_made_is_excused(void **state)
{
    sup_test_site *t = *state;

    sup_test_put_schedule(t, "noon", 11 * 60, 13 * 60);
    sup_test_put_schedule(t, "late", 14 * 60, 15 * 60);
    sup_test_ticks(t, "a");
    assert_int_equal(PUT(t, "office", "schedules/noon",
                         "{\"retired\":true,\"name\":\"夜查\",\"domain\":\"water\","
                         "\"template\":\"daily\",\"unit\":\"water-unit\",\"by\":"
                         "\"self\",\"every\":\"day\",\"from_min\":660,\"to_min\":780}"),
                     200);
    sup_test_go(t, 30 * HOUR);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "noon"), 2);
    assert_int_equal(sup_test_found(t, "noon.20261124.1:5"), 1);
    assert_int_equal(sup_test_found(t, "late.20261124.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily"), 3);
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
    sup_test_go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:1"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261123.2:1"), 1);
    assert_int_equal(sup_test_found(t, "water-daily"), 3);
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
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:1"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261124.1:1"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261124.2:1"), 1);
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
        sup_test_go(t, DAY);
        sup_test_ticks(t, "a");
    }
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261124.1:5"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261125"), 0);
    assert_int_equal(sup_test_found(t, "water-daily.20261126"), 0);
    assert_int_equal(sup_test_found(t, "water-daily.20261127.1:1"), 1);
}

/* --- outages --- */

static void
test_timed__after_a_night_off_the_morning_is_made_up_for(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    sup_test_go(t, 35 * HOUR); /* Tuesday 23:00 */
    sup_test_ticks(t, "b");
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261124.1:1"),
                     1); /* late until 09:00 */
    assert_int_equal(sup_test_found(t, "water-daily.20261125.1:1"), 1);
}

static void
test_timed__after_a_long_outage_missed_days_are_missed(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    sup_test_go(t, 10 * DAY);
    assert_int_equal(sup_test_ticks(t, "b"), 1);
    assert_int_equal(sup_test_found(t, "water-daily"),
                     2); /* the clock is not believed yet */
    assert_int_equal(sup_test_found(t, ":4:"), 0);
    sup_test_go(t, 10 * MINUTE);
    sup_test_ticks(t, "b");
    assert_int_equal(sup_test_found(t, "water-daily"), 12);
    assert_int_equal(sup_test_found(t, "water-daily.20261124.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261202.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261203.1:1"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20261204.1:1"), 1);
    assert_int_equal(sup_test_found(t, "water-visit.20261201.1:1:21"), 1);
    assert_non_null(strstr(sup_test_calendar_picture(t),
                           "figures:water-unit:2026-12 water.checks_missed 2\n"));
}

/* Those that were planned before are missed, as after any outage. */
static void
test_timed__what_was_planned_during_an_outage_is_missed_by_nobody_before(void **state)
{
    sup_test_site *t = *state;

    sup_test_put_schedule(t, "night", 20 * 60, 23 * 60);
    sup_test_ticks(t, "a");
    sup_test_go(t, 10 * DAY);
    sup_test_put_schedule(t, "noon", 11 * 60, 13 * 60);
    assert_int_equal(PUT(t, "office", "schedules/night",
                         "{\"name\":\"夜查\",\"domain\":\"water\",\"template\":"
                         "\"daily\",\"unit\":\"water-unit\",\"by\":\"self\","
                         "\"every\":\"day\",\"from_min\":1200,\"to_min\":1320}"),
                     200);
    sup_test_ticks(t, "b");
    sup_test_go(t, 10 * MINUTE);
    sup_test_ticks(t, "b");
    assert_int_equal(sup_test_found(t, "water-daily.20261202.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily"), 12);
    assert_int_equal(sup_test_found(t, "noon.20261203.1:1"), 1);
    assert_int_equal(sup_test_found(t, "noon"), 2);
    assert_int_equal(sup_test_found(t, "night.20261124.1:4"),
                     1); /* made before it changed */
    assert_int_equal(sup_test_found(t, "night"), 2 + 2);
}

static void
test_timed__days_older_than_five_weeks_are_not_made_up_for(void **state)
{
    sup_test_site *t = *state;

    sup_test_ticks(t, "a");
    sup_test_go(t, 100 * DAY); /* to 2027-03-03 */
    sup_test_ticks(t, "b");
    sup_test_go(t, 11 * MINUTE);
    assert_true(sup_test_ticks(t, "b") > 2);
    assert_int_equal(sup_test_found(t, "water-daily"), 2 + 35 + 2);
    assert_int_equal(sup_test_found(t, "water-daily.20270127.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily.20270126"), 0);
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
        sup_test_put_schedule(t, id, 60, 120);
    }
    assert_int_equal(PUT(t, "office", "periods/always",
                         "{\"name\":\"重大活动\",\"kind\":\"event\",\"from\":"
                         "\"2026-11-23\",\"to\":\"2027-01-10\",\"times\":4}"),
                     201);
    sup_test_ticks(t, "a");
    sup_test_go(t, 3 * DAY);
    sup_test_tick(t, "a");
    sup_test_go(t, 10 * MINUTE);
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
    assert_int_equal(sup_test_found(t, "s29.20261126.4:4"), 1);
    assert_int_equal(sup_test_found(t, ".20261125."), 31 * 4);
}

#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_timed_begin, sup_test_site_end)

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
