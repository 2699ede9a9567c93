/* Cases closed whose reporters stay silent, over the memory store.
 * Owns: when one is, how many a commit, by whom.
 * Must not know: nginx, Redis, timers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cases/sup_case.h"
#include "sup_test_timed_kept.h"
#include "supervision/v1/cases.pb-c.h"

#define MINUTE               SUP_TEST_MINUTE_MS
#define HOUR                 SUP_TEST_HOUR_MS
#define GET(t, role, target) sup_test_site_ask(t, SUP_METHOD_GET, role, target, "")

static void
test_timed__a_case_is_closed_when_its_reporter_has_been_silent_long_enough(void **state)
{
    sup_test_site *t = *state;

    sup_test_verified_case(t, "261123-7KQ4M2X");
    sup_test_go(t, 4320 * MINUTE - 1); /* the rulebook's silence_min, nearly */
    sup_test_ticks(t, "a");
    assert_false(sup_test_is_closed(t, "261123-7KQ4M2X"));
    sup_test_go(t, 1);
    sup_test_ticks(t, "a");
    assert_true(sup_test_is_closed(t, "261123-7KQ4M2X"));
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
        sup_test_verified_case(t, sup_strdup(&t->arena->arena, sup_str_c(id)));
    }
    sup_test_ticks(t, "a");
    sup_test_go(t, 30 * HOUR);
    sup_test_ticks(t, "a");
    sup_test_go(t, 30 * HOUR);
    sup_test_ticks(t, "a");
    sup_test_go(t, 13 * HOUR);
    for (i = 0; i < 10; i++) {
        sup_test_ticks(t, "a");
    }
    for (i = 0; i < 25; i++) {
        snprintf(id, sizeof(id), "261123-7KQ4%03d", i);
        assert_true(sup_test_is_closed(t, id));
    }
}

static void
test_timed__two_schedulers_close_a_case_once(void **state)
{
    sup_test_site *t = *state;
    sup_store *store = sup_store_memory_store(t->memory);
    sup_test_run a, b;

    sup_test_ticks(t, "a");
    sup_test_verified_case(t, "261123-7KQ4M2X");
    sup_test_put_bytes(t, "timed:clock",
                       SUP_STR("\010\001")); /* ran at no time: no leap */
    sup_test_go(t, 4320 * MINUTE);
    sup_test_run_start(t, store, "a", &a);
    sup_test_run_start(t, store, "b", &b);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(a.result.holds + b.result.holds, 1);
    assert_int_equal(GET(t, "office", "cases/261123-7KQ4M2X/history"), 200);
    assert_null(strstr(sup_test_site_find(t, "\"action\":\"close\"") + 1,
                       "\"action\":\"close\""));
}

#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_timed_begin, sup_test_site_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_timed__a_case_is_closed_when_its_reporter_has_been_silent_long_enough),
        TEST(test_timed__many_silent_cases_are_closed_a_few_a_commit_and_all_in_the_end),
        TEST(test_timed__two_schedulers_close_a_case_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
