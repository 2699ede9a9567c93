/* Domains, rulebooks and the preview of a classification, over the memory store.
 * Owns: what of a rulebook whom is shown.
 * Must not know: nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sup_test_site.h"

#define GET(t, role, target) sup_test_site_ask(t, SUP_METHOD_GET, role, target, "")

static void
test_domains__show_what_is_promised(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "", "domains"), 200);
    sup_test_site_assert_says(t, "\"standard\":\"按标准服务\"");
    assert_false(sup_test_site_says(t, "\"deadlines\""));
    assert_int_equal(GET(t, "", "domains/light"), 200);
    sup_test_site_assert_says(t, "\"deadlines\":[");
    sup_test_site_assert_says(t, "\"bases\":[");
    sup_test_site_assert_says(t, "\"terms\":{");
    assert_int_equal(GET(t, "", "domains/gas"), 404);
}

static void
test_classify__needs_a_text_and_an_enabled_domain(void **state)
{
    sup_test_site *t = *state;

#define ASK(body) sup_test_site_ask(t, SUP_METHOD_POST, "", "classify", body)
    assert_int_equal(ASK("{\"text\":\"楼道照明坏了\"}"), 200);
    sup_test_site_assert_says(t, "\"domain\":\"light\",\"category\":\"general\"");
    assert_int_equal(ASK("{\"text\":\"楼道照明坏了\",\"domain\":\"water\"}"), 200);
    assert_false(sup_test_site_says(t, "\"light\""));
    assert_int_equal(ASK("{\"text\":\"\"}"), 422);
    sup_test_site_assert_says(t, "\"code\":\"required\",\"field\":\"text\"");
    assert_int_equal(ASK("{\"text\":\"x\",\"domain\":\"gas\"}"), 422);
    sup_test_site_assert_says(t, "\"code\":\"reference\",\"field\":\"domain\"");
}

/* A covert visit's schedule would tell a unit when it comes; patterns are how reports are
 * routed. */
static void
test_rulebook__is_whole_for_the_office_but_for_patterns(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "office", "domains/water/rulebook"), 200);
    sup_test_site_assert_says(t, "\"deadlines\":[");
    assert_false(sup_test_site_says(t, "\"patterns\""));
    assert_int_equal(GET(t, "office", "domains/gas/rulebook"), 404);
    assert_int_equal(GET(t, "", "domains/water/rulebook"), 403);
}

static void
test_rulebook__is_not_sent_again_to_who_has_it(void **state)
{
    sup_test_site *t = *state;
    char office[80], unit[80];

    assert_int_equal(GET(t, "office", "domains/water/rulebook"), 200);
    snprintf(office, sizeof(office), "%.*s", (int)t->reply.etag.len, t->reply.etag.data);
    t->if_none_match = office;
    assert_int_equal(GET(t, "office", "domains/water/rulebook"), 304);
    t->if_none_match = office;
    assert_int_equal(GET(t, "unit", "domains/water/rulebook"), 200);
    snprintf(unit, sizeof(unit), "%.*s", (int)t->reply.etag.len, t->reply.etag.data);
    assert_string_not_equal(office, unit);
}

int
main(void)
{
#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_site_begin, sup_test_site_end)
    const struct CMUnitTest tests[] = {
        TEST(test_domains__show_what_is_promised),
        TEST(test_classify__needs_a_text_and_an_enabled_domain),
        TEST(test_rulebook__is_whole_for_the_office_but_for_patterns),
        TEST(test_rulebook__is_not_sent_again_to_who_has_it),
    };
    return cmocka_run_group_tests_name("domains", tests, NULL, NULL);
}
