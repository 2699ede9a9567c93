/* module/subjects/campus/sup_calendar_load.c: the calendar that is shipped, and calendars at fault.
 * Owns: nothing.
 * Must not know: how text format is parsed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "campus/sup_campus.h"
#include "sup_test_arena.h"

/* Tests run from the top of the tree. */
#define SHIPPED "conf/calendar.txtpb"

static char *
file_read(const char *path)
{
    char *text = calloc(1, 65536);
    FILE *file = fopen(path, "r");

    if (file == NULL) {
        fail_msg("cannot open %s", path);
    }
    assert_true(fread(text, 1, 65535, file) > 0);
    fclose(file);
    return text;
}

static int32_t
day_of(const char *text)
{
    int32_t day = 0;

    assert_int_equal(sup_date_parse(sup_str_c(text), &day), SUP_OK);
    return day;
}

static void
test_calendar_load__the_shipped_calendar_says_what_the_state_council_said(void **unused)
{
    /* First and last day off, and the days around that are worked. */
    static const char *const off[] = {
        "2025-01-01", "2025-01-28", "2025-02-04", "2025-04-04", "2025-04-06",
        "2025-05-01", "2025-05-05", "2025-05-31", "2025-06-02", "2025-10-01",
        "2025-10-08", "2026-01-01", "2026-01-03", "2026-02-15", "2026-02-23",
        "2026-04-04", "2026-04-06", "2026-05-01", "2026-05-05", "2026-06-19",
        "2026-06-21", "2026-09-25", "2026-09-27", "2026-10-01", "2026-10-07"};
    static const char *const on[] = {
        "2025-01-02", "2025-01-26", "2025-01-27", "2025-02-05", "2025-02-08",
        "2025-04-03", "2025-04-07", "2025-04-27", "2025-04-30", "2025-05-06",
        "2025-05-30", "2025-06-03", "2025-09-28", "2025-09-30", "2025-10-09",
        "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-24", "2026-02-28",
        "2026-04-03", "2026-04-07", "2026-04-30", "2026-05-06", "2026-05-09",
        "2026-06-18", "2026-06-22", "2026-09-20", "2026-09-24", "2026-09-28",
        "2026-09-30", "2026-10-08", "2026-10-10"};
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    char *text = file_read(SHIPPED);
    sup_calendar *c = NULL;
    sup_wire_error error;
    int32_t day, free_days = 0, weekdays_off = 0;
    size_t i;

    (void)unused;
    if (sup_calendar_load(&t->arena, sup_str_c(text), 480, &c, &error) != SUP_OK) {
        fail_msg("%s:%u: %s: %s", SHIPPED, error.line, error.field, error.detail);
    }
    for (i = 0; i < sizeof(off) / sizeof(off[0]); i++) {
        if (sup_calendar_is_workday(c, day_of(off[i]))) {
            fail_msg("%s is off", off[i]);
        }
    }
    for (i = 0; i < sizeof(on) / sizeof(on[0]); i++) {
        if (!sup_calendar_is_workday(c, day_of(on[i]))) {
            fail_msg("%s is worked", on[i]);
        }
    }
    for (i = 0; i < c->n_holidays; i++) {
        free_days += c->holidays[i].to - c->holidays[i].from + 1;
    }
    assert_int_equal(free_days, (1 + 8 + 3 + 5 + 3 + 8) + (3 + 9 + 3 + 5 + 3 + 3 + 7));
    assert_int_equal(c->n_workdays, 5 + 6);
    /* The statutory days are 13 a year since 2025, made up for wherever more are free:
     * what is left of a year's working days tells a wrong date. */
    for (day = day_of("2025-01-01"); day <= day_of("2025-12-31"); day++) {
        weekdays_off += !sup_calendar_is_workday(c, day);
    }
    assert_int_equal(365 - weekdays_off, 248);
    for (day = day_of("2026-01-01"), weekdays_off = 0; day <= day_of("2026-12-31");
         day++) {
        weekdays_off += !sup_calendar_is_workday(c, day);
    }
    assert_int_equal(365 - weekdays_off, 248);
    assert_int_equal(c->last_day, day_of("2026-12-31"));
    assert_int_equal(c->offset_min, 480);
    assert_int_equal(c->n_hours, 2);
    free(text);
    sup_test_arena_destroy(t);
}

#define COVERS "first_day: '2026-01-01' last_day: '2026-12-31' "
#define HOURS  "hours { from_min: 480 to_min: 720 } "

static void
test_calendar_load__a_calendar_needs_no_more_than_days_and_hours(void **unused)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_calendar *c = NULL;
    sup_wire_error error;

    (void)unused;
    assert_int_equal(sup_calendar_load(&t->arena, SUP_STR(COVERS HOURS), 0, &c, &error),
                     SUP_OK);
    assert_int_equal(c->n_holidays, 0);
    assert_int_equal(c->n_workdays, 0);
    assert_int_equal(c->hours[0].from_min, 480);
    sup_test_arena_destroy(t);
}

static void
test_calendar_load__data_at_fault_are_refused_with_their_field(void **unused)
{
    static const struct {
        const char *text;
        sup_rc rc;
        const char *field;
    } bad[] = {
        {"", SUP_CALENDAR_DATE, "first_day"},
        {HOURS, SUP_CALENDAR_DATE, "first_day"},
        {"first_day: '2026-01-01' " HOURS, SUP_CALENDAR_DATE, "last_day"},
        {"first_day: '2026-02-29' last_day: '2026-12-31' " HOURS, SUP_CALENDAR_DATE,
         "first_day"},
        {"first_day: '2026-02-02' last_day: '2026-02-01' " HOURS, SUP_CALENDAR_DATA,
         "last_day"},
        {COVERS, SUP_CALENDAR_DATA, "hours"},
        {COVERS "hours { from_min: 720 to_min: 480 }", SUP_CALENDAR_DATA, "hours[0]"},
        {COVERS "hours { from_min: 480 to_min: 480 }", SUP_CALENDAR_DATA, "hours[0]"},
        {COVERS "hours { from_min: 480 to_min: 1441 }", SUP_CALENDAR_DATA, "hours[0]"},
        {COVERS "hours { from_min: 65536 to_min: 65537 }", SUP_CALENDAR_DATA, "hours[0]"},
        {COVERS HOURS "hours { from_min: 700 to_min: 900 }", SUP_CALENDAR_DATA,
         "hours[1]"},
        {COVERS HOURS HOURS, SUP_CALENDAR_DATA, "hours[1]"},
        {COVERS HOURS "holidays { from: '2026-13-01' to: '2026-12-02' }",
         SUP_CALENDAR_DATE, "holidays[0].from"},
        {COVERS HOURS "holidays { from: '2026-10-01' }", SUP_CALENDAR_DATE,
         "holidays[0].to"},
        {COVERS HOURS "holidays { from: '2026-10-07' to: '2026-10-01' }",
         SUP_CALENDAR_DATA, "holidays[0].to"},
        {COVERS HOURS "holidays { from: '2025-12-31' to: '2026-01-01' }",
         SUP_CALENDAR_DATA, "holidays[0].from"},
        {COVERS HOURS "holidays { from: '2026-12-31' to: '2027-01-01' }",
         SUP_CALENDAR_DATA, "holidays[0].to"},
        {COVERS HOURS "holidays { from: '2026-05-01' to: '2026-05-05' }"
                      "holidays { from: '2026-05-05' to: '2026-05-06' }",
         SUP_CALENDAR_DATA, "holidays[1].from"},
        {COVERS HOURS "holidays { from: '2026-05-01' to: '2026-05-05' }"
                      "holidays { from: '2026-01-01' to: '2026-01-01' }",
         SUP_CALENDAR_DATA, "holidays[1].from"},
        {COVERS HOURS "workdays: '2026-5-9'", SUP_CALENDAR_DATE, "workdays[0]"},
        {COVERS HOURS "workdays: '2027-01-02'", SUP_CALENDAR_DATA, "workdays[0]"},
        {COVERS HOURS "workdays: '2026-05-09' workdays: '2026-05-09'", SUP_CALENDAR_DATA,
         "workdays[1]"},
        {COVERS HOURS "workdays: '2026-05-09' workdays: '2026-01-04'", SUP_CALENDAR_DATA,
         "workdays[1]"},
        {COVERS HOURS "workdays: '2026-05-08'", SUP_CALENDAR_DATA, "workdays[0]"},
        {COVERS HOURS "holidays { from: '2026-05-01' to: '2026-05-05' }"
                      "workdays: '2026-05-02'",
         SUP_CALENDAR_DATA, "workdays[0]"},
    };
    size_t i;

    (void)unused;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
        sup_calendar *c = NULL;
        sup_wire_error error = {NULL, NULL, 0};
        sup_rc rc = sup_calendar_load(&t->arena, sup_str_c(bad[i].text), 480, &c, &error);

        if (rc != bad[i].rc || strcmp(error.field, bad[i].field) != 0) {
            fail_msg("%s: %d, %s: %s", bad[i].text, rc, error.field, error.detail);
        }
        assert_true(strlen(error.detail) > 10);
        assert_null(c);
        sup_test_arena_destroy(t);
    }
}

static void
test_calendar_load__text_that_is_no_calendar_names_its_line(void **unused)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_calendar *c = NULL;
    sup_wire_error error;

    (void)unused;
    assert_int_equal(sup_calendar_load(&t->arena, SUP_STR(COVERS "\n\nhollidays { }\n"),
                                       480, &c, &error),
                     SUP_WIRE_UNKNOWN);
    assert_int_equal(error.line, 3);
    assert_int_equal(
        sup_calendar_load(&t->arena, SUP_STR(COVERS "\nhours {\n"), 480, &c, &error),
        SUP_WIRE_SYNTAX);
    assert_null(c);
    sup_test_arena_destroy(t);
}

static void
test_calendar_load__a_time_zone_that_is_none_is_refused(void **unused)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_calendar *c = NULL;
    sup_wire_error error;

    (void)unused;
    assert_int_equal(sup_calendar_load(&t->arena, SUP_STR(COVERS HOURS), 841, &c, &error),
                     SUP_CALENDAR_DATA);
    assert_int_equal(
        sup_calendar_load(&t->arena, SUP_STR(COVERS HOURS), -721, &c, &error),
        SUP_CALENDAR_DATA);
    assert_null(c);
    sup_test_arena_destroy(t);
}

static void
test_calendar_load__memory_that_runs_out_anywhere_leaves_no_calendar(void **unused)
{
    char *text = file_read(SHIPPED);
    size_t budget = 0;
    sup_rc rc;

    (void)unused;
    do {
        sup_test_arena *t = sup_test_arena_create(budget);
        sup_calendar *c = NULL;
        sup_wire_error error = {NULL, NULL, 0};

        rc = sup_calendar_load(&t->arena, sup_str_c(text), 480, &c, &error);
        assert_true(rc == SUP_OK || rc == SUP_NOMEM);
        assert_int_equal(rc == SUP_OK, c != NULL);
        sup_test_arena_destroy(t);
        budget += 61;
    } while (rc != SUP_OK);
    assert_true(budget > 1000);
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_calendar_load__the_shipped_calendar_says_what_the_state_council_said),
        cmocka_unit_test(
            test_calendar_load__a_calendar_needs_no_more_than_days_and_hours),
        cmocka_unit_test(test_calendar_load__data_at_fault_are_refused_with_their_field),
        cmocka_unit_test(test_calendar_load__text_that_is_no_calendar_names_its_line),
        cmocka_unit_test(test_calendar_load__a_time_zone_that_is_none_is_refused),
        cmocka_unit_test(
            test_calendar_load__memory_that_runs_out_anywhere_leaves_no_calendar),
    };

    return cmocka_run_group_tests_name("calendar_load", tests, NULL, NULL);
}
