/* The board, health, domains and the OpenAPI document over the memory store.
 * Owns: which counters become which figure, what the server says of itself.
 * Must not know: nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cases/sup_case.h"
#include "sup_test_site.h"

#define GET(t, role, target) sup_test_site_ask(t, SUP_METHOD_GET, role, target, "")

static int
begin(void **state)
{
    *state = sup_test_site_create();
    return 0;
}

static int
end(void **state)
{
    sup_test_site_destroy(*state);
    return 0;
}

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
assert_says(sup_test_site *t, const char *text)
{
    if (!sup_test_site_says(t, text)) {
        fail_msg("wanted %s in %.*s", text, (int)t->reply.body.len, t->reply.body.data);
    }
}

static void
test_board__is_empty_without_cases_but_names_every_domain(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "", "board"), 200);
    assert_says(t, "\"period\":\"2026-11\"");
    assert_says(t, "\"generated_at\":\"2026-11-23T04:00:00Z\"");
    assert_says(t, "\"total\":{\"name\":\"全部\",\"name_en\":\"All\",\"answered\":{}");
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
    assert_says(t, "\"received\":14,\"answered\":{\"numerator\":8,\"denominator\":14},"
                   "\"solved\":{\"numerator\":5,\"denominator\":7},"
                   "\"satisfied\":{\"numerator\":3,\"denominator\":4},\"dissatisfied\":1,"
                   "\"silent\":2");
    assert_says(t, "\"received\":10,\"answered\":{\"numerator\":8,\"denominator\":10}");
    assert_says(
        t, "\"domain\":\"light\",\"name\":\"照明\",\"name_en\":\"light\",\"received\":4");
    assert_int_equal(GET(t, "", "board?period=2026-10"), 200);
    assert_says(t, "\"received\":1000");
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
    assert_says(t, "\"received\":4294967295");
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
    assert_says(t, "\"overdue\":{\"numerator\":2,\"denominator\":4}");
    assert_says(t, "\"overdue\":{\"numerator\":2,\"denominator\":3}");
    assert_says(t, "\"overdue\":{\"denominator\":1}");
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
        assert_says(t, "\"code\":\"value\",\"field\":\"period\"");
    }
    assert_int_equal(GET(t, "", "board?period=2000-01"), 200);
}

static void
test_health__always_answers_and_says_when_it_is_degraded(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "", "health"), 200);
    assert_says(t, "\"status\":\"ok\",\"version\":\"0.1\"");
    assert_false(sup_test_site_says(t, "7.0.15"));
    assert_int_equal(GET(t, "", "ready"), 200);
    t->status.redis_ready = 0;
    assert_int_equal(GET(t, "", "health"), 200);
    assert_says(t, "\"status\":\"degraded\"");
    assert_int_equal(GET(t, "admin", "ready"), 503);
    assert_says(t, "\"status\":\"unavailable\"");
    assert_says(t, "7.0.15");
    t->status.redis_ready = 1;
    t->status.durable_enough = 0;
    assert_int_equal(GET(t, "", "ready"), 503);
    assert_int_equal(GET(t, "", "health"), 200);
    assert_says(t, "\"name\":\"durability\",\"status\":\"degraded\"");
}

/* It takes cases all the same. */
static void
test_health__tells_of_timed_work_that_stands_still_and_is_ready(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "", "health"), 200);
    assert_false(sup_test_site_says(t, "\"timed\""));
    t->status.timed_work = 1;
    assert_int_equal(GET(t, "", "ready"), 200);
    assert_says(t, "{\"name\":\"timed\",\"status\":\"ok\"");
    assert_says(t, "\"status\":\"ok\",\"version\"");
    t->status.timed_late = 1;
    assert_int_equal(GET(t, "", "ready"), 200);
    assert_says(t, "{\"name\":\"timed\",\"status\":\"degraded\"");
    assert_says(t, "\"status\":\"degraded\",\"version\"");
    t->status.durable_enough = 0;
    assert_int_equal(GET(t, "", "ready"), 503);
    assert_says(t, "\"status\":\"unavailable\"");
}

static void
test_me__names_the_role_and_the_domains(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "", "me"), 200);
    assert_true(
        sup_str_eq(t->reply.body, SUP_STR("{\"role_name\":\"公众\",\"campus\":\"c1\"}")));
    assert_int_equal(GET(t, "inspector", "me"), 200);
    assert_says(t, "\"role_name\":\"监督检查员\",\"domains\":[\"water\",\"light\"]");
    assert_int_equal(GET(t, "emperor", "me"), 500);
    assert_says(t, "\"code\":\"unknown_role\"");
}

static void
test_domains__show_what_is_promised(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "", "domains"), 200);
    assert_says(t, "\"standard\":\"按标准服务\"");
    assert_false(sup_test_site_says(t, "\"deadlines\""));
    assert_int_equal(GET(t, "", "domains/light"), 200);
    assert_says(t, "\"deadlines\":[");
    assert_says(t, "\"bases\":[");
    assert_says(t, "\"terms\":{");
    assert_int_equal(GET(t, "", "domains/gas"), 404);
}

static void
test_classify__needs_a_text_and_an_enabled_domain(void **state)
{
    sup_test_site *t = *state;

#define ASK(body) sup_test_site_ask(t, SUP_METHOD_POST, "", "classify", body)
    assert_int_equal(ASK("{\"text\":\"楼道照明坏了\"}"), 200);
    assert_says(t, "\"domain\":\"light\",\"category\":\"general\"");
    assert_int_equal(ASK("{\"text\":\"楼道照明坏了\",\"domain\":\"water\"}"), 200);
    assert_false(sup_test_site_says(t, "\"light\""));
    assert_int_equal(ASK("{\"text\":\"\"}"), 422);
    assert_says(t, "\"code\":\"required\",\"field\":\"text\"");
    assert_int_equal(ASK("{\"text\":\"x\",\"domain\":\"gas\"}"), 422);
    assert_says(t, "\"code\":\"reference\",\"field\":\"domain\"");
}

static void
test_openapi__is_whole_or_fails_when_memory_ends(void **state)
{
    sup_test_site *t = *state;
    size_t budget;
    unsigned status = 0;

    for (budget = 1000; budget < 4000000 && status != 200; budget += 8000) {
        t->budget = budget;
        status = GET(t, "", "openapi.json");
        assert_true(status == 200 || status == 500);
    }
    assert_int_equal(status, 200);
    assert_memory_equal(t->reply.body.data, "{\"openapi\":\"3.1.0\"", 18);
    assert_int_equal(t->reply.body.data[t->reply.body.len - 1], '}');
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_board__is_empty_without_cases_but_names_every_domain),
        TEST(test_board__figures_are_ratios_of_counters),
        TEST(test_board__counters_below_zero_or_unknown_do_no_harm),
        TEST(test_board__overdue_is_what_lies_before_now),
        TEST(test_board__a_period_has_a_form),
        TEST(test_health__always_answers_and_says_when_it_is_degraded),
        TEST(test_health__tells_of_timed_work_that_stands_still_and_is_ready),
        TEST(test_me__names_the_role_and_the_domains),
        TEST(test_domains__show_what_is_promised),
        TEST(test_classify__needs_a_text_and_an_enabled_domain),
        TEST(test_openapi__is_whole_or_fails_when_memory_ends),
    };
    return cmocka_run_group_tests_name("board", tests, NULL, NULL);
}
