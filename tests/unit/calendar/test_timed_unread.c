/* Timed work beside what cannot be read.
 * Owns: that it waits, is left alone, and keeps nothing else from its work.
 * Must not know: nginx, Redis, timers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "calendar/sup_plan.h"
#include "sup_test_timed_kept.h"
#include "supervision/v1/campus.pb-c.h"

#define HOUR SUP_TEST_HOUR_MS
#define DAY  SUP_TEST_DAY_MS
#define PUT(t, role, target, body)                                                       \
    sup_test_site_ask(t, SUP_METHOD_PUT, role, target, body)

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
    sup_test_put_bytes(t, sup_sprintf(&t->arena->arena, "unit:%s", id), bytes);
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
    sup_test_verified_case(t, "261123-7KQ4M2X");
    sup_test_put_bytes(t, SUP_SCHEDULES, SUP_STR("\xff\xff"));
    for (i = 0; i < 3; i++) {
        sup_test_go(t, 24 * HOUR);
        result = sup_test_tick(t, "a");
        assert_int_equal(result.rc, SUP_STORE_CORRUPT);
        assert_string_equal(result.job, "occurrences");
    }
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:1"),
                     1); /* nor can it be judged */
    assert_string_equal(SUP_TEST_MAKING(t)->made_until, "2026-11-25");
    assert_true(sup_test_is_closed(t, "261123-7KQ4M2X"));
}

static void
test_timed__a_unit_that_cannot_be_read_keeps_no_other_from_its_checks(void **state)
{
    sup_test_site *t = *state;
    sup_tick_result result;

    put_well(t);
    sup_test_put_bytes(t, "unit:well-house", SUP_STR("\xff\xff"));
    result = sup_test_tick(t, "a");
    assert_int_equal(result.rc, SUP_OK);
    assert_int_equal(result.left_out, SUP_STORE_CORRUPT);
    assert_string_equal(result.job, "occurrences");
    assert_int_equal(sup_test_found(t, "water-daily"), 2);
    assert_int_equal(sup_test_found(t, "well."), 0);
    sup_test_go(t, DAY);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(sup_test_found(t, "water-daily"), 3);
    assert_int_equal(
        PUT(t, "admin", "units/well-house", "{\"name\":\"某中心\",\"kind\":\"centre\"}"),
        500); /* nor is it overwritten unread */
    put_unit(t, "well-house");
    sup_test_go(t, 10000);
    result = sup_test_tick(t, "a");
    assert_int_equal(result.left_out, SUP_OK);
    assert_int_equal(sup_test_found(t, "well.20261123"), 0);
    assert_int_equal(sup_test_found(t, "well.20261124.1:1"), 1);
    assert_int_equal(sup_test_found(t, "well.20261125.1:1"), 1);
}

static void
test_timed__a_check_whose_unit_cannot_be_read_waits_and_no_other_does(void **state)
{
    sup_test_site *t = *state;
    sup_tick_result result;

    put_well(t);
    sup_test_ticks(t, "a");
    sup_test_put_bytes(t, "unit:well-house", SUP_STR("\010\002"));
    sup_test_go(t, 30 * HOUR);
    result = sup_test_tick(t, "a");
    assert_int_equal(result.left_out, SUP_API_SCHEMA);
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:4"), 1);
    assert_int_equal(sup_test_found(t, "well.20261123.1:1"), 1);
    put_unit(t, "well-house");
    sup_test_go(t, 10000);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "well.20261123.1:4"), 1);
}

static void
test_timed__a_record_of_a_newer_version_is_left_alone(void **state)
{
    sup_test_site *t = *state;

    sup_test_put_bytes(t, "timed:occurrences", SUP_STR("\010\002"));
    assert_int_equal(sup_test_tick(t, "a").rc, SUP_API_SCHEMA);
    assert_int_equal(sup_test_found(t, "water"), 0);
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
        sup_test_put_schedule(t, id, 660, 780);
    }
    sup_test_ticks(t, "a");
    for (i = 0; i < 13; i++) {
        snprintf(id, sizeof(id), "occurrence:s%02d.20261123.1", i);
        sup_test_put_bytes(t, id, sup_str_c(bytes[i % 2]));
    }
    sup_test_go(t, 22 * HOUR);
    do {
        result = sup_test_tick(t, "a");
        assert_int_equal(result.rc, SUP_OK);
        assert_true(result.left_out != SUP_OK || !result.more);
    } while (result.more);
    assert_int_equal(sup_test_found(t, "water-daily.20261123.1:4"), 1);
    sup_test_go(t, DAY);
    sup_test_ticks(t, "a");
    assert_int_equal(sup_test_found(t, "water-daily.20261124.1:4"), 1);
    assert_int_equal(sup_test_found(t, "s12.20261124.1:4"), 1);
    assert_int_equal(sup_test_found(t, "s12.20261123.1:1"),
                     1); /* as it was: it may be mended */
    assert_string_equal(SUP_TEST_MISSING(t)->missing, "");
}

#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_timed_begin, sup_test_site_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_timed__a_job_that_fails_does_not_keep_the_others_from_theirs),
        TEST(test_timed__a_unit_that_cannot_be_read_keeps_no_other_from_its_checks),
        TEST(test_timed__a_check_whose_unit_cannot_be_read_waits_and_no_other_does),
        TEST(test_timed__a_record_of_a_newer_version_is_left_alone),
        TEST(test_timed__a_dozen_checks_that_cannot_be_read_hold_up_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
