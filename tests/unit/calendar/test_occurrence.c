/* module/subjects/calendar/sup_occurrence.c: one occurrence from being made to being done or missed.
 * Owns: what counts when, who sees it, who may do it.
 * Must not know: how occurrences come about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "calendar/sup_occurrence.h"
#include "engine/sup_problem.h"
#include "figures/sup_figures.h"
#include "sup_test_ctx.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define HOUR_MS INT64_C(3600000)
#define NOW     SUP_TEST_NOW_MS /* 2026-11-23 12:00 */
#define ID      "water-daily.20261123.1"

typedef struct {
    sup_test_site *site;
    sup_test_ctx x;
} fixture;

/* What a test asks of one occurrence. */
typedef struct {
    const char *id;
    const char *domain, *template, *unit, *place;
    int64_t started_ms;
    Sup__Occurrence__State to;
    sup_occurrence found;
    int64_t figures[SUP_FIGURES];
    int64_t board_due, board_done;
    size_t members, of_unit, open;
} question;

static int
begin(void **state)
{
    fixture *f = calloc(1, sizeof(*f));

    f->site = sup_test_site_create();
    *state = f;
    return 0;
}

static int
end(void **state)
{
    fixture *f = *state;

    sup_test_site_destroy(f->site);
    free(f);
    return 0;
}

static Sup__Occurrence *
occurrence(fixture *f, const char *id)
{
    sup_arena *a = &f->site->arena->arena;
    Sup__Occurrence *o = SUP_NEW(a, Sup__Occurrence, sup__occurrence__descriptor);

    o->id = (char *)id;
    o->schedule = "water-daily";
    o->domain = "water";
    o->template_ = "daily";
    o->unit = "water-centre";
    o->place = "dorm-1";
    o->by = SUP__SCHEDULE__BY__self;
    o->from = sup_timestamp(a, NOW - 5 * HOUR_MS);
    o->to = sup_timestamp(a, NOW + 1 * HOUR_MS);
    o->until = sup_timestamp(a, NOW + 3 * HOUR_MS);
    o->state = SUP__OCCURRENCE__STATE__due;
    return o;
}

static sup_rc
make(sup_ctx *c, void *data)
{
    return sup_occurrence_make(c, data);
}

static void
made(fixture *f, Sup__Occurrence *o)
{
    assert_int_equal(sup_test_ctx_run(f->site, &f->x, "", "", make, o), SUP_OK);
}

static sup_rc
look(sup_ctx *c, void *data)
{
    question *q = data;

    return sup_occurrence_load(c, sup_str_c(q->id), &q->found);
}

static sup_rc
finish(sup_ctx *c, void *data)
{
    question *q = data;
    sup_rc rc = sup_occurrence_load(c, sup_str_c(q->id), &q->found);

    if (rc == SUP_OK) {
        rc = sup_occurrence_fits(c, &q->found, q->domain, q->template, q->unit, q->place);
    }
    return rc == SUP_OK
               ? sup_occurrence_finish(c, &q->found, "261123-7KQ4M2X", q->started_ms)
               : rc;
}

static sup_rc
turn(sup_ctx *c, void *data)
{
    question *q = data;
    sup_rc rc = sup_occurrence_read(c, sup_str_c(q->id), &q->found);

    return rc == SUP_OK ? sup_occurrence_turn(c, &q->found, q->to) : rc;
}

static int64_t
counter(const sup_read *counters, const char *name)
{
    size_t i;

    for (i = 0; i < counters->n; i++) {
        if (sup_str_eq(counters->counters[i].name, sup_str_c(name))) {
            return counters->counters[i].value;
        }
    }
    return 0;
}

static sup_rc
figures(sup_ctx *c, void *data)
{
    question *q = data;
    const sup_read *board, *members, *of_unit, *open;
    sup_figures_month month;
    sup_rc rc = sup_figures_read(c, "water-centre", "2026-11", &month);
    int i;

    (void)sup_ctx_counters(c, "board:2026-11", &board);
    (void)sup_ctx_count(c, "occurrences", "", "", &members);
    (void)sup_ctx_count(c, "occurrences:unit:water-centre", "", "", &of_unit);
    if (sup_ctx_count(c, "occurrences:open", "", "", &open) != SUP_OK || rc != SUP_OK) {
        return SUP_AGAIN;
    }
    for (i = SUP_FIGURE_CHECKS_DUE; i <= SUP_FIGURE_CHECKS_EXCUSED; i++) {
        q->figures[i] = sup_figures_value(&month, "water", 0, (sup_figure)i);
    }
    q->board_due = counter(board, "water.checks_due");
    q->board_done = counter(board, "water.checks_done");
    q->members = members->n;
    q->of_unit = of_unit->n;
    q->open = open->n;
    return SUP_OK;
}

/* due, done, late, missed, excused, as the unit's figures say; due and done of the board. */
static void
assert_counted(fixture *f, const char *wanted)
{
    question q = {0};
    char text[64];
    int64_t *n = q.figures + SUP_FIGURE_CHECKS_DUE;

    assert_int_equal(sup_test_ctx_run(f->site, &f->x, "", "", figures, &q), SUP_OK);
    snprintf(text, sizeof(text), "%d %d %d %d %d, %d/%d, %zu open", (int)n[0], (int)n[1],
             (int)n[2], (int)n[3], (int)n[4], (int)q.board_done, (int)q.board_due,
             q.open);
    assert_string_equal(text, wanted);
    assert_int_equal(q.members, 1);
    assert_int_equal(q.of_unit, 1);
}

static question
about(const char *id)
{
    return (question){.id = id,
                      .domain = "water",
                      .template = "daily",
                      .unit = "water-centre",
                      .place = "dorm-1",
                      .started_ms = NOW};
}

static sup_rc
ask(fixture *f, const char *role, const char *unit, sup_test_decide decide, question *q)
{
    return sup_test_ctx_run(f->site, &f->x, role, unit, decide, q);
}

/* --- counting --- */

static void
test_occurrence__done_in_its_window_it_counts_as_done(void **state)
{
    fixture *f = *state;
    question q = about(ID);

    made(f, occurrence(f, ID));
    assert_counted(f, "1 0 0 0 0, 0/0, 1 open");
    assert_int_equal(ask(f, "unit", "water-centre", finish, &q), SUP_OK);
    assert_counted(f, "1 1 0 0 0, 1/1, 0 open");
    assert_int_equal(ask(f, "unit", "water-centre", look, &q), SUP_OK);
    assert_int_equal(q.found.o->state, SUP__OCCURRENCE__STATE__done);
    assert_string_equal(q.found.o->inspection, "261123-7KQ4M2X");
    assert_int_equal(sup_timestamp_ms(q.found.o->done_at), NOW);
}

static void
test_occurrence__started_after_its_window_it_is_late_and_still_counts(void **state)
{
    fixture *f = *state;
    question q = about(ID);

    made(f, occurrence(f, ID));
    f->site->now_ms = NOW + 9 * HOUR_MS; /* sent in when reception was back */
    q.started_ms = NOW + HOUR_MS + 1;
    assert_int_equal(ask(f, "unit", "water-centre", finish, &q), SUP_OK);
    assert_int_equal(q.found.o->state, SUP__OCCURRENCE__STATE__late);
    assert_counted(f, "1 0 1 0 0, 1/1, 0 open");
}

static void
test_occurrence__answers_given_in_time_are_in_time_whenever_they_come(void **state)
{
    fixture *f = *state;
    question q = about(ID);

    made(f, occurrence(f, ID));
    f->site->now_ms = NOW + 2 * HOUR_MS;
    q.started_ms = NOW + HOUR_MS;
    assert_int_equal(ask(f, "unit", "water-centre", finish, &q), SUP_OK);
    assert_int_equal(q.found.o->state, SUP__OCCURRENCE__STATE__done);
}

static void
test_occurrence__missed_and_excused_are_told_apart(void **state)
{
    fixture *f = *state;
    question q = about(ID);

    made(f, occurrence(f, ID));
    q.to = SUP__OCCURRENCE__STATE__missed;
    assert_int_equal(ask(f, "", "", turn, &q), SUP_OK);
    assert_counted(f, "1 0 0 1 0, 0/1, 0 open");
    q.to = SUP__OCCURRENCE__STATE__excused;
    assert_int_equal(ask(f, "", "", turn, &q), SUP_OK);
    assert_counted(f, "0 0 0 0 1, 0/0, 0 open");
}

static void
test_occurrence__made_after_its_time_it_is_missed_from_the_start(void **state)
{
    fixture *f = *state;
    Sup__Occurrence *o = occurrence(f, ID);

    o->state = SUP__OCCURRENCE__STATE__missed;
    made(f, o);
    assert_counted(f, "1 0 0 1 0, 0/1, 0 open");
}

static void
test_occurrence__it_counts_in_the_month_in_which_its_window_begins(void **state)
{
    fixture *f = *state;
    Sup__Occurrence *o = occurrence(f, ID);
    question q = about(ID);

    /* 00:30 on 1 December on the campus is still November in UTC */
    o->from = sup_timestamp(&f->site->arena->arena, INT64_C(1796056200000));
    made(f, o);
    assert_counted(f, "0 0 0 0 0, 0/0, 1 open");
    assert_int_equal(ask(f, "office", "", look, &q), SUP_OK);
    assert_string_equal(q.found.record->counted_in, "2026-12");
}

static void
test_occurrence__it_is_never_made_twice(void **state)
{
    fixture *f = *state;

    made(f, occurrence(f, ID));
    assert_int_equal(sup_test_ctx_run(f->site, &f->x, "", "", make, occurrence(f, ID)),
                     SUP_STORE_CONFLICT);
    assert_counted(f, "1 0 0 0 0, 0/0, 1 open");
}

/* --- who --- */

static void
test_occurrence__a_covert_visit_shows_and_counts_only_once_it_is_done(void **state)
{
    fixture *f = *state;
    Sup__Occurrence *o = occurrence(f, ID);
    question q = about(ID);

    o->by = SUP__SCHEDULE__BY__office;
    o->covert = 1;
    made(f, o);
    assert_counted(f, "0 0 0 0 0, 0/0, 1 open");
    assert_int_equal(ask(f, "unit", "water-centre", look, &q), SUP_API_NOT_FOUND);
    assert_int_equal(ask(f, "inspector", "", finish, &q), SUP_OK);
    assert_counted(f, "1 1 0 0 0, 1/1, 0 open");
    assert_int_equal(ask(f, "unit", "water-centre", look, &q), SUP_OK);
}

static void
test_occurrence__a_covert_visit_that_was_missed_stays_unknown_to_the_unit(void **state)
{
    fixture *f = *state;
    Sup__Occurrence *o = occurrence(f, ID);
    question q = about(ID);

    o->covert = 1;
    made(f, o);
    q.to = SUP__OCCURRENCE__STATE__missed;
    assert_int_equal(ask(f, "", "", turn, &q), SUP_OK);
    assert_int_equal(ask(f, "unit", "water-centre", look, &q), SUP_API_NOT_FOUND);
    assert_int_equal(ask(f, "leader", "", look, &q), SUP_OK);
}

/* The unit's figures would tell of it what its list hides. */
static void
test_occurrence__a_covert_visit_that_was_not_made_counts_nowhere(void **state)
{
    fixture *f = *state;
    Sup__Occurrence *o = occurrence(f, ID);
    question q = about(ID);

    o->by = SUP__SCHEDULE__BY__office;
    o->covert = 1;
    made(f, o);
    q.to = SUP__OCCURRENCE__STATE__missed;
    assert_int_equal(ask(f, "", "", turn, &q), SUP_OK);
    assert_counted(f, "0 0 0 0 0, 0/0, 0 open");
    assert_int_equal(ask(f, "inspector", "", finish, &q), SUP_OK); /* late after all */
    assert_counted(f, "1 0 1 0 0, 1/1, 0 open");
    q.to = SUP__OCCURRENCE__STATE__excused;
    assert_int_equal(ask(f, "", "", turn, &q), SUP_OK);
    assert_counted(f, "0 0 0 0 0, 0/0, 0 open");
}

static void
check_of_unit(fixture *f, const char *id, const char *unit)
{
    Sup__Occurrence *o = occurrence(f, id);

    o->unit = (char *)unit;
    made(f, o);
}

static void
test_coverage__of_many_units_goes_over_pages_and_none_is_cut(void **state)
{
    fixture *f = *state;
    sup_test_site *t = f->site;
    char target[300];
    const char *cursor;
    int i;

    for (i = 0; i < 101; i++) {
        snprintf(target, sizeof(target), "units/u%03d", i);
        assert_int_equal(sup_test_site_ask(t, SUP_METHOD_PUT, "admin", target,
                                           "{\"name\":\"某中心\",\"kind\":\"centre\"}"),
                         201);
    }
    check_of_unit(f, "water-a.20261123.1", "u000");
    check_of_unit(f, "water-b.20261123.1", "u099");
    check_of_unit(f, "water-c.20261123.1", "u100");
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_GET, "office", "coverage", ""), 200);
    assert_true(sup_test_site_says(t, "\"total\":{\"due\":2}"));
    assert_true(sup_test_site_says(t, "\"unit\":\"u099\""));
    assert_false(sup_test_site_says(t, "\"unit\":\"u100\""));
    cursor = sup_test_site_find(t, "\"next_cursor\":\"");
    assert_non_null(cursor);
    cursor += strlen("\"next_cursor\":\"");
    snprintf(target, sizeof(target), "coverage?cursor=%.*s", (int)strcspn(cursor, "\""),
             cursor);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_GET, "office", target, ""), 200);
    assert_true(sup_test_site_says(t, "\"total\":{\"due\":1}"));
    assert_true(sup_test_site_says(t, "\"unit\":\"u100\""));
    assert_false(sup_test_site_says(t, "next_cursor"));
    assert_int_equal(
        sup_test_site_ask(t, SUP_METHOD_GET, "office", "coverage?cursor=x", ""), 400);
    assert_int_equal(
        sup_test_site_ask(t, SUP_METHOD_GET, "office", strcat(target, "&unit=u100"), ""),
        400);
}

static void
test_occurrence__others_units_and_the_public_do_not_see_it(void **state)
{
    fixture *f = *state;
    question q = about(ID);

    made(f, occurrence(f, ID));
    assert_int_equal(ask(f, "unit", "light-centre", look, &q), SUP_API_NOT_FOUND);
    assert_int_equal(ask(f, "unit", "", look, &q), SUP_API_NOT_FOUND);
    assert_int_equal(ask(f, "", "water-centre", look, &q), SUP_API_NOT_FOUND);
    assert_int_equal(ask(f, "reporter", "", look, &q), SUP_API_NOT_FOUND);
    assert_int_equal(ask(f, "inspector", "", look, &q), SUP_OK);
}

static void
test_occurrence__an_id_that_is_none_asks_nothing(void **state)
{
    static const char *const ids[] = {"",
                                      ".",
                                      "water-daily",
                                      "water-daily.20261123",
                                      "water-daily.20261123.",
                                      "water-daily.2026112x.1",
                                      "water-daily.20261123.12",
                                      "water-daily-20261123.1",
                                      "Water-daily.20261123.1",
                                      "-water.20261123.1",
                                      "water:daily.20261123.1",
                                      "w.20261123.1",
                                      "water-daily.20261123.1\n"};
    fixture *f = *state;
    size_t i;

    for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        question q = about(ids[i]);

        assert_int_equal(ask(f, "office", "", look, &q), SUP_API_NOT_FOUND);
        assert_int_equal(f->x.ctx.n_reads, 0);
    }
}

static void
assert_refused(fixture *f, const char *role, const char *unit, question q)
{
    assert_int_equal(ask(f, role, unit, finish, &q), SUP_API_VALUE);
    assert_string_equal(f->x.ctx.failure.field, "occurrence");
    assert_non_null(f->x.ctx.failure.detail);
    assert_non_null(f->x.ctx.failure.detail_en);
}

static void
test_occurrence__only_the_inspection_that_it_asks_for_does_it(void **state)
{
    fixture *f = *state;
    question q = about(ID);

    made(f, occurrence(f, ID));
    q.domain = "light";
    assert_refused(f, "unit", "water-centre", q);
    q = about(ID), q.template = "weekly";
    assert_refused(f, "unit", "water-centre", q);
    q = about(ID), q.unit = "light-centre";
    assert_refused(f, "unit", "water-centre", q);
    q = about(ID), q.place = "dorm-2";
    assert_refused(f, "unit", "water-centre", q);
    q = about(ID), q.place = "";
    assert_refused(f, "unit", "water-centre", q);
    assert_counted(f, "1 0 0 0 0, 0/0, 1 open");
}

static void
test_occurrence__without_a_place_any_place_of_the_unit_does(void **state)
{
    fixture *f = *state;
    Sup__Occurrence *o = occurrence(f, ID);
    question q = about(ID);

    o->place = "";
    made(f, o);
    q.place = "dorm-2";
    assert_int_equal(ask(f, "unit", "water-centre", finish, &q), SUP_OK);
}

static void
test_occurrence__a_self_check_is_the_units_and_a_visit_is_not(void **state)
{
    fixture *f = *state;
    Sup__Occurrence *o = occurrence(f, "water-visit.20261123.1");
    question q = about(ID);

    made(f, occurrence(f, ID));
    o->by = SUP__SCHEDULE__BY__office;
    made(f, o);
    assert_refused(f, "inspector", "", q);
    assert_refused(f, "office", "power-centre", q);
    assert_int_equal(ask(f, "office", "water-centre", finish, &q), SUP_OK); /* his own */
    q = about("water-visit.20261123.1");
    assert_refused(f, "unit", "water-centre", q);
    assert_int_equal(ask(f, "inspector", "", finish, &q), SUP_OK);
}

static void
test_occurrence__before_and_after_its_time_nothing_does_it(void **state)
{
    fixture *f = *state;
    question q = about(ID);

    made(f, occurrence(f, ID));
    q.started_ms = NOW - 5 * HOUR_MS - 1;
    assert_refused(f, "unit", "water-centre", q);
    q.started_ms = NOW + 3 * HOUR_MS + 1;
    assert_refused(f, "unit", "water-centre", q);
    f->site->now_ms = NOW - 6 * HOUR_MS;
    q.started_ms = NOW;
    assert_refused(f, "unit", "water-centre", q);
}

static void
test_occurrence__what_is_over_stays_over(void **state)
{
    static const Sup__Occurrence__State over[] = {
        SUP__OCCURRENCE__STATE__done, SUP__OCCURRENCE__STATE__late,
        SUP__OCCURRENCE__STATE__missed, SUP__OCCURRENCE__STATE__excused};
    fixture *f = *state;
    size_t i;

    made(f, occurrence(f, ID));
    for (i = 0; i < sizeof(over) / sizeof(over[0]); i++) {
        question q = about(ID);

        q.to = over[i];
        f->site->now_ms = NOW + (3 + 72) * HOUR_MS + 1; /* nobody waits for a phone */
        assert_int_equal(ask(f, "", "", turn, &q), SUP_OK);
        assert_refused(f, "unit", "water-centre", q);
    }
}

static void
test_occurrence__missed_while_the_phone_had_no_reception_it_is_late(void **state)
{
    fixture *f = *state;
    question q = about(ID);

    made(f, occurrence(f, ID));
    q.to = SUP__OCCURRENCE__STATE__missed;
    assert_int_equal(ask(f, "", "", turn, &q), SUP_OK);
    f->site->now_ms = NOW + (3 + 72) * HOUR_MS;
    assert_int_equal(ask(f, "unit", "water-centre", finish, &q), SUP_OK);
    assert_int_equal(q.found.o->state, SUP__OCCURRENCE__STATE__late);
    assert_counted(f, "1 0 1 0 0, 1/1, 0 open");
}

/* --- members --- */

static void
test_occurrence__a_member_tells_what_lists_filter_by(void **state)
{
    sup_occurrence_member m;

    (void)state;
    assert_true(sup_occurrence_member_parse(
        SUP_STR("019ab0c1d2e3:water-daily.20261123.1:3:12:water"), &m));
    assert_true(sup_str_eq(m.time, SUP_STR("019ab0c1d2e3")));
    assert_true(sup_str_eq(m.id, SUP_STR(ID)));
    assert_int_equal(m.state, SUP__OCCURRENCE__STATE__late);
    assert_int_equal(m.covert, 0);
    assert_true(sup_str_eq(m.domain, SUP_STR("water")));
    assert_true(sup_occurrence_open_parse(
        SUP_STR("019ab0c1d2e3:water-daily.20261123.1:019ab0000000:21:water:centre"), &m));
    assert_int_equal(m.covert, 1);
    assert_true(sup_str_eq(m.from, SUP_STR("019ab0000000")));
    assert_true(sup_str_eq(m.unit, SUP_STR("centre")));
}

static void
test_occurrence__what_is_no_member_is_left_out(void **state)
{
    static const char *const texts[] = {
        "",
        ":::::",
        "019ab0c1d2e3:water-daily.20261123.1:3:12",
        "019ab0c1d2e3:water-daily.20261123.1:3:12:",
        "019ab0c1d2e3:water-daily.20261123.1:33:12:water",
        "019ab0c1d2e:water-daily.20261123.1:3:12:water",
        "019ab0c1d2e3:water-daily.20261123:3:12:water",
        "019ab0c1d2e3:water-daily.20261123.1:3:12:water:centre"};
    sup_occurrence_member m;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_false(sup_occurrence_member_parse(sup_str_c(texts[i]), &m));
        assert_false(sup_occurrence_open_parse(sup_str_c(texts[i]), &m));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_occurrence__done_in_its_window_it_counts_as_done),
        TEST(test_occurrence__started_after_its_window_it_is_late_and_still_counts),
        TEST(test_occurrence__answers_given_in_time_are_in_time_whenever_they_come),
        TEST(test_occurrence__missed_and_excused_are_told_apart),
        TEST(test_occurrence__made_after_its_time_it_is_missed_from_the_start),
        TEST(test_occurrence__it_counts_in_the_month_in_which_its_window_begins),
        TEST(test_occurrence__it_is_never_made_twice),
        TEST(test_occurrence__a_covert_visit_shows_and_counts_only_once_it_is_done),
        TEST(test_occurrence__a_covert_visit_that_was_missed_stays_unknown_to_the_unit),
        TEST(test_occurrence__a_covert_visit_that_was_not_made_counts_nowhere),
        TEST(test_coverage__of_many_units_goes_over_pages_and_none_is_cut),
        TEST(test_occurrence__others_units_and_the_public_do_not_see_it),
        TEST(test_occurrence__an_id_that_is_none_asks_nothing),
        TEST(test_occurrence__only_the_inspection_that_it_asks_for_does_it),
        TEST(test_occurrence__without_a_place_any_place_of_the_unit_does),
        TEST(test_occurrence__a_self_check_is_the_units_and_a_visit_is_not),
        TEST(test_occurrence__before_and_after_its_time_nothing_does_it),
        TEST(test_occurrence__what_is_over_stays_over),
        TEST(test_occurrence__missed_while_the_phone_had_no_reception_it_is_late),
        TEST(test_occurrence__a_member_tells_what_lists_filter_by),
        TEST(test_occurrence__what_is_no_member_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
