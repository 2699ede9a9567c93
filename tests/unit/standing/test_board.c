/* The board over the memory store.
 * Owns: which counters become which figure.
 * Must not know: nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cases/sup_case.h"
#include "sup_test_site.h"

#define GET(t, role, target) sup_test_site_ask(t, SUP_METHOD_GET, role, target, "")

static void
committed(void *data, sup_rc rc, uint64_t version, size_t at)
{
    (void)version;
    (void)at;
    *(sup_rc *)data = rc;
}

static void
commit(sup_test_site *t, const sup_op *op)
{
    sup_rc rc = SUP_AGAIN;
    sup_store *store = sup_store_memory_store(t->memory);

    assert_int_equal(
        store->commit(store, &t->arena->arena, t->site.campus, op, 1, committed, &rc),
        SUP_OK);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(rc, SUP_OK);
}

static void
count(sup_test_site *t, const char *period, const char *name, int64_t delta)
{
    sup_op op = {.kind = SUP_OP_COUNTER_ADD,
                 .key = sup_str_c(period),
                 .member = sup_str_c(name),
                 .delta = delta};

    commit(t, &op);
}

static void
open_case(sup_test_site *t, const char *index, const char *id, int64_t due_ms)
{
    char member[60];
    sup_op op = {.kind = SUP_OP_INDEX_ADD, .key = sup_str_c(index)};

    sup_index_time(member, due_ms);
    strcat(member, ":");
    strcat(member, id);
    op.member = sup_str_c(member);
    commit(t, &op);
}

static void
test_board__is_empty_without_cases_but_names_every_domain(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "", "board"), 200);
    sup_test_site_assert_says(t, "\"period\":\"2026-11\"");
    sup_test_site_assert_says(t, "\"generated_at\":\"2026-11-23T04:00:00Z\"");
    sup_test_site_assert_says(
        t, "\"total\":{\"name\":\"全部\",\"name_en\":\"All\",\"answered\":{}");
    assert_true(sup_test_site_find(t, "\"water\"") < sup_test_site_find(t, "\"light\""));
    assert_int_equal(t->reply.cache_ms, 1000);
}

static void
test_board__figures_are_ratios_of_counters(void **state)
{
    sup_test_site *t = *state;

    count(t, "board:2026-11", "water.received", 10);
    count(t, "board:2026-11", "water.answered", 8);
    count(t, "board:2026-11", "water.solvable", 7);
    count(t, "board:2026-11", "water.solved", 5);
    count(t, "board:2026-11", "water.satisfied", 3);
    count(t, "board:2026-11", "water.dissatisfied", 1);
    count(t, "board:2026-11", "water.silent", 2);
    count(t, "board:2026-11", "light.received", 4);
    count(t, "board:2026-10", "water.received", 1000);
    assert_int_equal(GET(t, "", "board"), 200);
    sup_test_site_assert_says(
        t, "\"received\":14,\"answered\":{\"numerator\":8,\"denominator\":14},"
           "\"solved\":{\"numerator\":5,\"denominator\":7},"
           "\"satisfied\":{\"numerator\":3,\"denominator\":4},\"dissatisfied\":1,"
           "\"silent\":2");
    sup_test_site_assert_says(
        t, "\"received\":10,\"answered\":{\"numerator\":8,\"denominator\":10}");
    sup_test_site_assert_says(
        t, "\"domain\":\"light\",\"name\":\"照明\",\"name_en\":\"light\",\"received\":4");
    assert_int_equal(GET(t, "", "board?period=2026-10"), 200);
    sup_test_site_assert_says(t, "\"received\":1000");
}

static void
test_board__counters_below_zero_or_unknown_do_no_harm(void **state)
{
    sup_test_site *t = *state;

    count(t, "board:2026-11", "water.received", -3);
    count(t, "board:2026-11", "water.sung", 9);
    count(t, "board:2026-11", "water", 9);
    count(t, "board:2026-11", "waterx.received", 9);
    count(t, "board:2026-11", "gas.received", 9);
    count(t, "board:2026-11", "light.received", 8589934592);
    assert_int_equal(GET(t, "", "board"), 200);
    assert_false(sup_test_site_says(t, ":9"));
    sup_test_site_assert_says(t, "\"received\":4294967295");
    assert_false(sup_test_site_says(t, "-3"));
}

static void
test_board__overdue_is_what_lies_before_now(void **state)
{
    sup_test_site *t = *state;

    open_case(t, "due:water", "a", SUP_TEST_NOW_MS - 86400000);
    open_case(t, "due:water", "b", SUP_TEST_NOW_MS - 1);
    open_case(t, "due:water", "c", SUP_TEST_NOW_MS + 1000);
    open_case(t, "due:light", "d", SUP_TEST_NOW_MS + 86400000);
    open_case(t, "due:gas", "e", 1000);
    assert_int_equal(GET(t, "", "board"), 200);
    sup_test_site_assert_says(t, "\"overdue\":{\"numerator\":2,\"denominator\":4}");
    sup_test_site_assert_says(t, "\"overdue\":{\"numerator\":2,\"denominator\":3}");
    sup_test_site_assert_says(t, "\"overdue\":{\"denominator\":1}");
}

static void
test_board__a_period_has_a_form(void **state)
{
    static const char *const bad[] = {"2026-13",    "2026-00", "2026-1",
                                      "202611",     "1999-12", "x",
                                      "2026-11-01", "-026-11", "%E4%BB%8A"};
    sup_test_site *t = *state;
    char target[60];
    size_t i;

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        snprintf(target, sizeof(target), "board?period=%s", bad[i]);
        assert_int_equal(GET(t, "", target), 422);
        sup_test_site_assert_says(t, "\"code\":\"value\",\"field\":\"period\"");
    }
    assert_int_equal(GET(t, "", "board?period=2000-01"), 200);
}

int
main(void)
{
#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_site_begin, sup_test_site_end)
    const struct CMUnitTest tests[] = {
        TEST(test_board__is_empty_without_cases_but_names_every_domain),
        TEST(test_board__figures_are_ratios_of_counters),
        TEST(test_board__counters_below_zero_or_unknown_do_no_harm),
        TEST(test_board__overdue_is_what_lies_before_now),
        TEST(test_board__a_period_has_a_form),
    };
    return cmocka_run_group_tests_name("board", tests, NULL, NULL);
}
