/* Health, readiness and who is asking, over the memory store.
 * Owns: what the server says of itself.
 * Must not know: nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sup_test_site.h"

#define GET(t, role, target) sup_test_site_ask(t, SUP_METHOD_GET, role, target, "")

static void
test_health__always_answers_and_says_when_it_is_degraded(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "", "health"), 200);
    sup_test_site_assert_says(t, "\"status\":\"ok\",\"version\":\"0.1\"");
    assert_false(sup_test_site_says(t, "7.0.15"));
    assert_int_equal(GET(t, "", "ready"), 200);
    t->status.redis_ready = 0;
    assert_int_equal(GET(t, "", "health"), 200);
    sup_test_site_assert_says(t, "\"status\":\"degraded\"");
    assert_int_equal(GET(t, "admin", "ready"), 503);
    sup_test_site_assert_says(t, "\"status\":\"unavailable\"");
    sup_test_site_assert_says(t, "7.0.15");
    t->status.redis_ready = 1;
    t->status.durable_enough = 0;
    assert_int_equal(GET(t, "", "ready"), 503);
    assert_int_equal(GET(t, "", "health"), 200);
    sup_test_site_assert_says(t, "\"name\":\"durability\",\"status\":\"degraded\"");
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
    sup_test_site_assert_says(t, "{\"name\":\"timed\",\"status\":\"ok\"");
    sup_test_site_assert_says(t, "\"status\":\"ok\",\"version\"");
    t->status.timed_late = 1;
    assert_int_equal(GET(t, "", "ready"), 200);
    sup_test_site_assert_says(t, "{\"name\":\"timed\",\"status\":\"degraded\"");
    sup_test_site_assert_says(t, "\"status\":\"degraded\",\"version\"");
    t->status.durable_enough = 0;
    assert_int_equal(GET(t, "", "ready"), 503);
    sup_test_site_assert_says(t, "\"status\":\"unavailable\"");
}

static void
test_me__names_the_role_and_the_domains(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "", "me"), 200);
    assert_true(
        sup_str_eq(t->reply.body, SUP_STR("{\"role_name\":\"公众\",\"campus\":\"c1\"}")));
    assert_int_equal(GET(t, "inspector", "me"), 200);
    sup_test_site_assert_says(
        t, "\"role_name\":\"监督检查员\",\"domains\":[\"water\",\"light\"]");
    assert_int_equal(GET(t, "emperor", "me"), 500);
    sup_test_site_assert_says(t, "\"code\":\"unknown_role\"");
}

int
main(void)
{
#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_site_begin, sup_test_site_end)
    const struct CMUnitTest tests[] = {
        TEST(test_health__always_answers_and_says_when_it_is_degraded),
        TEST(test_health__tells_of_timed_work_that_stands_still_and_is_ready),
        TEST(test_me__names_the_role_and_the_domains),
    };
    return cmocka_run_group_tests_name("health", tests, NULL, NULL);
}
