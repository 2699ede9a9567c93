/* module/subjects/figures/sup_figures.c over the store in memory: what is counted is read again.
 * Owns: the names of the counters of a unit and month.
 * Must not know: nginx, Redis, who counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "core/sup_life.h"
#include "engine/sup_index.h"
#include "engine/sup_problem.h"
#include "figures/sup_figures.h"
#include "sup_test_site.h"

typedef struct {
    sup_test_site *site;
    sup_ctx c;
} sup_test_call;

static void
call_begin(sup_test_call *t)
{
    t->c = (sup_ctx){.site = &t->site->site,
                     .arena = &t->site->arena->arena,
                     .now_ms = t->site->now_ms};
}

static int
begin(void **state)
{
    sup_test_call *t = calloc(1, sizeof(*t));

    t->site = sup_test_site_create();
    call_begin(t);
    *state = t;
    return 0;
}

static int
end(void **state)
{
    sup_test_call *t = *state;

    sup_test_site_destroy(t->site);
    free(t);
    return 0;
}

static void
has_read(void *data, sup_rc rc)
{
    *(sup_rc *)data = rc;
}

static void
has_committed(void *data, sup_rc rc, uint64_t version, size_t at)
{
    (void)version;
    (void)at;
    *(sup_rc *)data = rc;
}

/* What the engine does between two runs: answers all that was asked for. */
static void
answer(sup_test_call *t)
{
    sup_store *store = sup_store_memory_store(t->site->memory);
    size_t i;

    for (i = t->c.n_answered; i < t->c.n_reads; i++) {
        sup_rc rc = SUP_AGAIN;

        assert_int_equal(store->read(store, t->c.arena, t->site->site.campus,
                                     t->c.reads[i], 1, has_read, &rc),
                         SUP_OK);
        while (sup_store_memory_run(t->site->memory) != 0) {
        }
        assert_int_equal(rc, SUP_OK);
    }
    t->c.n_answered = t->c.n_reads;
}

/* Writes the ops; what was read before is forgotten. */
static void
commit(sup_test_call *t)
{
    sup_store *store = sup_store_memory_store(t->site->memory);
    sup_rc rc = SUP_AGAIN;

    assert_int_equal(store->commit(store, t->c.arena, t->site->site.campus, t->c.ops,
                                   t->c.n_ops, has_committed, &rc),
                     SUP_OK);
    while (sup_store_memory_run(t->site->memory) != 0) {
    }
    assert_int_equal(rc, SUP_OK);
    call_begin(t);
}

static void
count(sup_test_call *t, const char *period, const char *domain, int kind,
      sup_figure figure, int64_t delta)
{
    assert_int_equal(sup_figure_count(&t->c, "u-1", period, domain, kind, figure, delta),
                     SUP_OK);
}

static sup_figures_month
month(sup_test_call *t, const char *unit, const char *period)
{
    sup_figures_month m = {NULL};

    assert_int_equal(sup_figures_read(&t->c, unit, period, &m), SUP_AGAIN);
    answer(t);
    assert_int_equal(sup_figures_read(&t->c, unit, period, &m), SUP_OK);
    return m;
}

static void
test_figures__each_is_read_where_it_was_counted_and_nowhere_else(void **state)
{
    sup_test_call *t = *state;
    sup_figures_month m;
    int f, g;

    for (f = 0; f < SUP_FIGURES; f++) {
        count(t, "2026-11", "water", f < SUP_FIGURE_SOLVABLE ? 0 : SUP_KIND_REPAIR,
              (sup_figure)f, 100 + f);
    }
    commit(t);
    m = month(t, "u-1", "2026-11");
    for (g = 0; g < SUP_FIGURES; g++) {
        assert_int_equal(sup_figures_value(&m, "water", 0, (sup_figure)g), 100 + g);
        assert_int_equal(sup_figures_value(&m, "light", 0, (sup_figure)g), 0);
        assert_int_equal(sup_figures_value(&m, "wate", 0, (sup_figure)g), 0);
    }
    m = month(t, "u-1", "2026-12");
    assert_int_equal(sup_figures_value(&m, "water", 0, SUP_FIGURE_SOLVABLE), 0);
    m = month(t, "u-2", "2026-11");
    assert_int_equal(sup_figures_value(&m, "water", 0, SUP_FIGURE_SOLVABLE), 0);
}

static void
test_figures__of_cases_are_kept_by_kind_and_add_up(void **state)
{
    sup_test_call *t = *state;
    sup_figures_month m;
    int kind;

    for (kind = 1; kind < SUP_KINDS; kind++) {
        count(t, "2026-11", "water", kind, SUP_FIGURE_SOLVABLE, 1 << kind);
    }
    commit(t);
    m = month(t, "u-1", "2026-11");
    for (kind = 1; kind < SUP_KINDS; kind++) {
        assert_int_equal(sup_figures_value(&m, "water", kind, SUP_FIGURE_SOLVABLE),
                         1 << kind);
    }
    assert_int_equal(sup_figures_value(&m, "water", 0, SUP_FIGURE_SOLVABLE),
                     (1 << SUP_KINDS) - 2);
}

static void
test_figures__are_never_negative_and_names_of_others_do_no_harm(void **state)
{
    sup_test_call *t = *state;
    static const char *const strange[] = {
        "water", "water.", "water.1.", "water.x.on_time", "water.9.on_time", "water.1"};
    sup_figures_month m;
    size_t i;

    count(t, "2026-11", "water", SUP_KIND_REPAIR, SUP_FIGURE_REOPENED, -3);
    for (i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
        assert_int_equal(sup_op_counter(&t->c, "figures:u-1:2026-11", strange[i], 7),
                         SUP_OK);
    }
    commit(t);
    m = month(t, "u-1", "2026-11");
    for (i = 0; i < SUP_FIGURES; i++) {
        assert_int_equal(sup_figures_value(&m, "water", 0, (sup_figure)i), 0);
    }
}

static void
test_figures__what_is_nobodys_or_nothing_counts_nowhere(void **state)
{
    sup_test_call *t = *state;

    assert_int_equal(sup_figure_count(&t->c, "", "2026-11", "water", SUP_KIND_REPAIR,
                                      SUP_FIGURE_SOLVABLE, 1),
                     SUP_OK);
    count(t, "2026-11", "water", 0, SUP_FIGURE_CHECKS_DUE, 0);
    assert_int_equal(t->c.n_ops, 0);
}

static void
test_figures__a_kind_goes_with_figures_of_cases_and_with_them_alone(void **state)
{
    sup_test_call *t = *state;
    int f, kind;

    for (f = 0; f <= SUP_FIGURES; f++) {
        for (kind = -1; kind <= SUP_KINDS; kind++) {
            int fits =
                f < SUP_FIGURES &&
                (f < SUP_FIGURE_SOLVABLE ? kind == 0 : kind > 0 && kind < SUP_KINDS);

            assert_int_equal(sup_figure_count(&t->c, "u-1", "2026-11", "water", kind,
                                              (sup_figure)f, 1),
                             fits ? SUP_OK : SUP_API_INTERNAL);
        }
    }
}

static void
test_member__is_taken_apart_or_refused(void **state)
{
    static const char good[] = "0123456789ab:261123-7KQ4M2X:1234:water";
    sup_index_member m;
    size_t n;

    (void)state;
    assert_int_equal(sup_index_member_parse(sup_str_c(good), 4, &m), 1);
    assert_true(sup_str_eq(m.time, SUP_STR("0123456789ab")));
    assert_true(sup_str_eq(m.id, SUP_STR("261123-7KQ4M2X")));
    assert_true(sup_str_eq(m.digits, SUP_STR("1234")));
    assert_true(sup_str_eq(m.domain, SUP_STR("water")));
    assert_int_equal(sup_index_member_parse(sup_str_c(good), 1, &m), 0);
    for (n = 0; n <= sizeof("0123456789ab:261123-7KQ4M2X:1234:") - 1; n++) {
        assert_int_equal(sup_index_member_parse((sup_str){good, n}, 4, &m), 0);
    }
    assert_int_equal(
        sup_index_member_parse(SUP_STR("0123456789ab:261123-7KQ4M2X:3:water"), 1, &m), 1);
    assert_true(sup_str_eq(m.digits, SUP_STR("3")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_figures__each_is_read_where_it_was_counted_and_nowhere_else, begin, end),
        cmocka_unit_test_setup_teardown(
            test_figures__of_cases_are_kept_by_kind_and_add_up, begin, end),
        cmocka_unit_test_setup_teardown(
            test_figures__are_never_negative_and_names_of_others_do_no_harm, begin, end),
        cmocka_unit_test_setup_teardown(
            test_figures__what_is_nobodys_or_nothing_counts_nowhere, begin, end),
        cmocka_unit_test_setup_teardown(
            test_figures__a_kind_goes_with_figures_of_cases_and_with_them_alone, begin,
            end),
        cmocka_unit_test(test_member__is_taken_apart_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
