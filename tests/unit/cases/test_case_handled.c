/* How a unit handles its cases (sup_case_handled.c), over the memory store.
 * Owns: which months and which open cases live figures are of.
 * Must not know: nginx, Redis, who counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cases/sup_cases.h"
#include "engine/sup_index.h"
#include "figures/sup_figures.h"
#include "sup_test_ctx.h"

/* --- what is counted, and what is open --- */

typedef struct {
    const char *period;
    const char *domain;
    int kind;
    sup_figure figure;
    int64_t delta;
} counted;

static sup_rc
write_count(sup_ctx *c, void *data)
{
    const counted *n = data;

    return sup_figure_count(c, "u-1", n->period, n->domain, n->kind, n->figure, n->delta);
}

static void
count(sup_test_site *t, const char *period, const char *domain, int kind,
      sup_figure figure, int64_t delta)
{
    static sup_test_ctx x;
    counted n = {period, domain, kind, figure, delta};

    assert_int_equal(sup_test_ctx_run(t, &x, "", "", write_count, &n), SUP_OK);
}

typedef struct {
    const char *unit;
    int64_t due_ms;
    const char *rest;
} opened;

static sup_rc
write_open(sup_ctx *c, void *data)
{
    const opened *o = data;
    char time[SUP_INDEX_TIME_LEN + 1];

    sup_index_time(time, o->due_ms);
    return sup_op_index_add(c, sup_sprintf(c->arena, "open:unit:%s", o->unit),
                            sup_sprintf(c->arena, "%s:%s", time, o->rest));
}

static void
open_case(sup_test_site *t, const char *unit, int64_t due_ms, const char *rest)
{
    static sup_test_ctx x;
    opened o = {unit, due_ms, rest};

    assert_int_equal(sup_test_ctx_run(t, &x, "", "", write_open, &o), SUP_OK);
}

/* --- what is read of it --- */

typedef struct {
    const char *unit;
    const char *domain;
    unsigned runs;
    sup_case_handled f;
} question;

static sup_rc
read_handled(sup_ctx *c, void *data)
{
    question *q = data;

    q->runs++;
    return sup_case_handled_read(c, q->unit, q->domain, &q->f);
}

static sup_case_handled
asked(sup_test_site *t, const char *unit, const char *domain, size_t n_reads)
{
    static sup_test_ctx x;
    question q = {.unit = unit, .domain = domain};

    assert_int_equal(sup_test_ctx_run(t, &x, "", "", read_handled, &q), SUP_OK);
    assert_int_equal(x.ctx.n_reads, n_reads);
    assert_int_equal(q.runs, n_reads == 0 ? 1 : 2); /* all in one round trip */
    return q.f;
}

static sup_case_handled
handled(sup_test_site *t, const char *domain)
{
    return asked(t, "u-1", domain, 3);
}

/* --- tests --- */

static void
test_live_figures__are_of_this_month_and_the_last_by_kind(void **state)
{
    sup_test_site *t = *state;
    sup_case_handled f;

    count(t, "2026-11", "water", SUP_KIND_COMPLAINT, SUP_FIGURE_RECTIFIED, 4);
    count(t, "2026-10", "water", SUP_KIND_COMPLAINT, SUP_FIGURE_RECTIFIED, 6);
    count(t, "2026-09", "water", SUP_KIND_COMPLAINT, SUP_FIGURE_RECTIFIED, 50);
    count(t, "2026-10", "water", SUP_KIND_COMPLAINT, SUP_FIGURE_ON_TIME, 5);
    count(t, "2026-11", "water", SUP_KIND_COMPLAINT, SUP_FIGURE_REOPENED, 1);
    count(t, "2026-11", "water", SUP_KIND_REPAIR, SUP_FIGURE_RECTIFIED, 2);
    count(t, "2026-11", "light", SUP_KIND_REPAIR, SUP_FIGURE_RECTIFIED, 30);
    f = handled(t, "water");
    assert_true(f.complaints[0] == 10 && f.complaints[1] == 5);
    assert_true(f.complaints[2] == 1 && f.complaints[3] == 0);
    assert_true(f.repairs[0] == 2 && f.repairs[1] == 0);
}

static void
test_live_figures__last_month_of_january_is_december(void **state)
{
    sup_test_site *t = *state;

    t->now_ms = 1798776000000; /* 2027-01-01 12:00 on the campus */
    count(t, "2027-01", "water", SUP_KIND_REPAIR, SUP_FIGURE_RECTIFIED, 1);
    count(t, "2026-12", "water", SUP_KIND_REPAIR, SUP_FIGURE_RECTIFIED, 2);
    count(t, "2026-11", "water", SUP_KIND_REPAIR, SUP_FIGURE_RECTIFIED, 4);
    assert_true(handled(t, "water").repairs[0] == 3);
}

/* A plugin refuses figures whose parts exceed their whole. */
static void
test_live_figures__reopened_never_exceeds_what_is_done(void **state)
{
    sup_test_site *t = *state;
    sup_case_handled f;

    count(t, "2026-11", "water", SUP_KIND_REPAIR, SUP_FIGURE_RECTIFIED, 2);
    count(t, "2026-11", "water", SUP_KIND_REPAIR, SUP_FIGURE_ON_TIME, 2);
    count(t, "2026-11", "water", SUP_KIND_REPAIR, SUP_FIGURE_REOPENED, 5);
    f = handled(t, "water");
    assert_true(f.repairs[0] == 2 && f.repairs[2] == 2);
}

static void
test_live_figures__overdue_are_the_units_open_cases_past_their_clock(void **state)
{
    sup_test_site *t = *state;
    const int64_t now = SUP_TEST_NOW_MS;
    sup_case_handled f;

    open_case(t, "u-1", now - 5, "261101-0000001:1221:water"); /* dispatched */
    open_case(t, "u-1", now - 4, "261101-0000002:1321:water"); /* being rectified */
    open_case(t, "u-1", now - 3, "261101-0000003:2321:water"); /* a repair */
    open_case(t, "u-1", now - 2, "261101-0000004:1121:water"); /* waits for the office */
    open_case(t, "u-1", now - 2, "261101-0000005:1421:water"); /* done */
    open_case(t, "u-1", now - 2, "261101-0000006:1321:light"); /* of another domain */
    open_case(t, "u-1", now - 2, "261101-0000007:5321:water"); /* an inquiry */
    open_case(t, "u-1", now + 1, "261101-0000008:1321:water"); /* not yet */
    open_case(t, "u-2", now - 5, "261101-0000009:1321:water"); /* of another unit */
    open_case(t, "u-1", now - 5, "garbage");
    f = handled(t, "water");
    assert_true(f.complaints[3] == 2);
    assert_true(f.repairs[3] == 1);
}

static void
test_live_figures__a_unit_that_makes_no_key_has_none(void **state)
{
    sup_test_site *t = *state;
    sup_case_handled f;

    f = asked(t, "", "water", 0);
    assert_true(f.repairs[0] == 0 && f.complaints[3] == 0);
    f = asked(t, "a:b", "water", 0);
    assert_true(f.repairs[0] == 0 && f.complaints[3] == 0);
}

int
main(void)
{
#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_site_begin, sup_test_site_end)
    const struct CMUnitTest tests[] = {
        TEST(test_live_figures__are_of_this_month_and_the_last_by_kind),
        TEST(test_live_figures__last_month_of_january_is_december),
        TEST(test_live_figures__reopened_never_exceeds_what_is_done),
        TEST(test_live_figures__overdue_are_the_units_open_cases_past_their_clock),
        TEST(test_live_figures__a_unit_that_makes_no_key_has_none),
    };

    return cmocka_run_group_tests_name("case_handled", tests, NULL, NULL);
}
