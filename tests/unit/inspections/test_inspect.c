/* Inspections submitted over the memory store: scored, reported, numbered, raised, heard;
 * read again by those who may.
 * Owns: what one report does to the store.
 * Must not know: the arithmetic of scores, nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "core/sup_id.h"
#include "sup_test_site.h"
#include "sup_test_water.h"
#include "supervision/v1/inspections.pb-c.h"

#define GOOD                                                                             \
    "{\"item\":\"core\",\"values\":[75]},{\"item\":\"dust\",\"values\":[0]},"            \
    "{\"item\":\"clean\",\"result\":\"pass\"}"
/* Dust is an item that needs no evidence of its failure. */
#define DUSTY                                                                            \
    "{\"item\":\"core\",\"values\":[75]},{\"item\":\"dust\",\"values\":[9]},"            \
    "{\"item\":\"clean\",\"result\":\"pass\"}"
#define RAISE_DUST ",\"raise\":[{\"item\":\"dust\"}]"

static const sup_plugin plugin = {SUP_PLUGIN_HEAD, .domain = "water",
                                  .score = sup_test_water_score};

static int
begin(void **state)
{
    sup_test_site *t = sup_test_site_create();

    sup_rulebook_release(t->books[0]);
    t->books[0] = sup_test_water_book(&t->arena->arena, sup_test_water);
    t->books[0]->plugin = &plugin;
    assert_int_equal(
        sup_test_site_ask(
            t, SUP_METHOD_PUT, "admin", "units/water-centre",
            "{\"name\":\"饮水中心\",\"kind\":\"centre\",\"domains\":[\"water\"]}"),
        201);
    *state = t;
    return 0;
}

static int
end(void **state)
{
    sup_test_site_destroy(*state);
    return 0;
}

/* The status; the reply is in t. key: a digit that makes the request one of its own. */
static unsigned
submit(sup_test_site *t, const char *role, char key, const char *answers,
       const char *more)
{
    char text[] = "a-phone-of-its-own-0";
    char *body = sup_sprintf(&t->arena->arena,
                             "{\"domain\":\"water\",\"template\":\"daily\",\"rulebook\":"
                             "\"%s\",\"unit\":\"water-centre\",\"signature\":\"王\","
                             "\"answers\":[%s]%s}",
                             t->books[0]->digest, answers, more);

    text[sizeof(text) - 2] = key;
    t->idempotency_key = text;
    return sup_test_site_ask(t, SUP_METHOD_POST, role, "inspections", body);
}

static Sup__Inspection *
report_in(sup_test_site *t)
{
    static const sup_wire_limits wide = {16 << 20, 16, 100000};
    ProtobufCMessage *message = NULL;
    sup_wire_error error;

    if (sup_json_parse(&t->arena->arena, &sup__inspection__descriptor, t->reply.body,
                       &wide, &message, &error) != SUP_OK) {
        fail_msg("%.*s", (int)t->reply.body.len, t->reply.body.data);
    }
    return (Sup__Inspection *)message;
}

static Sup__Inspection *
submitted(sup_test_site *t, const char *role, char key, const char *answers,
          const char *more)
{
    if (submit(t, role, key, answers, more) != 201) {
        fail_msg("%.*s", (int)t->reply.body.len, t->reply.body.data);
    }
    return report_in(t);
}

static unsigned
get(sup_test_site *t, const char *role, const char *format, const char *id)
{
    return sup_test_site_ask(t, SUP_METHOD_GET, role,
                             sup_sprintf(&t->arena->arena, format, id), "");
}

static void
test_inspect__a_report_is_scored_numbered_and_read_again(void **state)
{
    sup_test_site *t = *state;
    Sup__Inspection *first = submitted(t, "inspector", '1', GOOD, ""), *second;

    t->now_ms += 1000; /* the newest stands first */
    second = submitted(t, "inspector", '2', DUSTY, "");

    assert_string_equal(first->number, "后勤检查〔2026〕1号");
    assert_string_equal(second->number, "后勤检查〔2026〕2号");
    assert_true(first->score->percent == 100 && first->score->failures == 0);
    assert_true(second->score->failures == 1);
    assert_string_equal(first->unit_name, "饮水中心");
    assert_int_equal(get(t, "office", "inspections/%s", first->id), 200);
    assert_string_equal(report_in(t)->digest, first->digest);
    assert_int_equal(get(t, "office", "inspections?unit=%s", "water-centre"), 200);
    assert_true(sup_test_site_find(t, second->id) < sup_test_site_find(t, first->id));
}

static void
test_inspect__a_retry_is_the_same_report_and_another_request_is_refused(void **state)
{
    sup_test_site *t = *state;
    Sup__Inspection *first = submitted(t, "inspector", '1', GOOD, "");
    Sup__Inspection *again = submitted(t, "inspector", '1', GOOD, "");

    assert_string_equal(again->id, first->id);
    assert_string_equal(again->number, first->number);
    assert_int_equal(submit(t, "inspector", '1', DUSTY, ""), 422);
    assert_true(sup_test_site_says(t, "\"idempotency_key_reused\""));
    assert_string_equal(submitted(t, "inspector", '2', GOOD, "")->number,
                        "后勤检查〔2026〕2号");
}

static void
test_inspect__a_failed_item_becomes_a_case_with_its_notice_at_once(void **state)
{
    sup_test_site *t = *state;
    Sup__Inspection *report = submitted(t, "inspector", '1', DUSTY, RAISE_DUST);

    assert_int_equal(report->n_raised, 1);
    assert_string_equal(report->raised[0]->item, "dust");
    assert_string_equal(report->raised[0]->notice_number, "后勤整改〔2026〕1号");
    assert_int_equal(report->n_proposed, 0);
    assert_int_equal(get(t, "office", "cases/%s", report->raised[0]->case_), 200);
    assert_true(sup_test_site_says(t, "\"state\":\"dispatched\""));
    assert_true(sup_test_site_says(t, report->id));
}

static void
test_inspect__what_lost_no_points_is_not_raised_and_nothing_is_stored(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(submit(t, "inspector", '1', GOOD, RAISE_DUST), 422);
    assert_true(sup_test_site_says(t, "\"field\":\"raise[0].item\""));
    assert_int_equal(get(t, "office", "inspections%s", ""), 200);
    assert_false(sup_test_site_says(t, "\"number\""));
    assert_string_equal(submitted(t, "inspector", '2', GOOD, "")->number,
                        "后勤检查〔2026〕1号");
}

static void
test_inspect__an_item_is_raised_later_once(void **state)
{
    sup_test_site *t = *state;
    Sup__Inspection *report = submitted(t, "inspector", '1', DUSTY, "");
    const char *raise = sup_sprintf(&t->arena->arena, "inspections/%s/raise", report->id);
    const char *body = "{\"raise\":{\"item\":\"dust\"},\"signature\":\"王\"}";

    assert_int_equal(report->n_proposed, 1);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_POST, "office", raise, body), 200);
    assert_int_equal(report_in(t)->n_raised_later, 1);
    assert_int_equal(report_in(t)->n_proposed, 0);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_POST, "office", raise, body), 409);
    assert_true(sup_test_site_says(t, "\"code\":\"raised\""));
}

static void
test_inspect__failures_are_heard_and_repetition_costs_more(void **state)
{
    sup_test_site *t = *state;
    double first = submitted(t, "inspector", '1', DUSTY, "")->score->percent;
    Sup__Inspection *again = submitted(t, "inspector", '2', DUSTY, "");

    assert_int_equal(again->score->lines[0]->repeats + again->score->lines[1]->repeats +
                         again->score->lines[2]->repeats,
                     1);
    assert_true(again->score->percent < first);
}

/* Or hiding what it found would pay. */
static void
test_inspect__what_a_unit_finds_of_itself_weighs_no_more_the_next_time(void **state)
{
    sup_test_site *t = *state;
    size_t i;

    t->unit = "water-centre";
    submitted(t, "unit", '1', DUSTY, "");
    t->unit = NULL;
    Sup__Inspection *report = submitted(t, "inspector", '2', DUSTY, "");
    for (i = 0; i < report->score->n_lines; i++) {
        assert_int_equal(report->score->lines[i]->repeats, 0);
    }
    assert_int_equal(get(t, "office", "standings?from=%s", "2026-11"), 200);
    assert_true(sup_test_site_says(t, "\"inspections\":1"));
}

static void
test_inspect__a_unit_sees_and_acknowledges_its_own_alone(void **state)
{
    sup_test_site *t = *state;
    Sup__Inspection *report = submitted(t, "inspector", '1', GOOD, "");
    const char *path =
        sup_sprintf(&t->arena->arena, "inspections/%s/acknowledge", report->id);
    const char *body = "{\"receiver\":\"李主任\"}";

    t->unit = "other-unit";
    assert_int_equal(get(t, "unit", "inspections/%s", report->id), 404);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_POST, "unit", path, body), 404);
    t->unit = "water-centre";
    assert_int_equal(get(t, "unit", "inspections/%s", report->id), 200);
    assert_true(report_in(t)->may_acknowledge);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_POST, "unit", path, body), 200);
    assert_false(report_in(t)->may_acknowledge);
    assert_int_equal(sup_test_site_ask(t, SUP_METHOD_POST, "unit", path, body), 409);
    assert_true(sup_test_site_says(t, "\"code\":\"acknowledged\""));
}

static void
test_inspect__answers_to_another_edition_are_refused(void **state)
{
    sup_test_site *t = *state;

    t->books[0]->digest[0] ^= 1;
    char *stale = sup_sprintf(&t->arena->arena, "%s", t->books[0]->digest);
    t->books[0]->digest[0] ^= 1;
    t->idempotency_key = "a-phone-of-its-own-1";
    assert_int_equal(
        sup_test_site_ask(
            t, SUP_METHOD_POST, "inspector", "inspections",
            sup_sprintf(
                &t->arena->arena,
                "{\"domain\":\"water\",\"template\":\"daily\",\"rulebook\":\"%s\","
                "\"unit\":\"water-centre\",\"signature\":\"王\",\"answers\":[" GOOD "]}",
                stale)),
        409);
    assert_true(sup_test_site_says(t, "\"rulebook_changed\""));
}

static void
test_inspect__is_a_report_or_nothing_when_memory_ends(void **state)
{
    sup_test_site *t = *state;
    unsigned status = 0;
    size_t budget;

    for (budget = 2000; budget < 4000000 && status != 201; budget += 4000) {
        t->budget = budget;
        status = submit(t, "inspector", '1', DUSTY, RAISE_DUST);
        assert_true(status == 201 || status == 500);
    }
    assert_int_equal(status, 201);
    t->budget = SUP_TEST_UNBOUNDED;
    assert_string_equal(submitted(t, "inspector", '1', DUSTY, RAISE_DUST)->number,
                        "后勤检查〔2026〕1号");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_inspect__a_report_is_scored_numbered_and_read_again),
        TEST(test_inspect__a_retry_is_the_same_report_and_another_request_is_refused),
        TEST(test_inspect__a_failed_item_becomes_a_case_with_its_notice_at_once),
        TEST(test_inspect__what_lost_no_points_is_not_raised_and_nothing_is_stored),
        TEST(test_inspect__an_item_is_raised_later_once),
        TEST(test_inspect__failures_are_heard_and_repetition_costs_more),
        TEST(test_inspect__what_a_unit_finds_of_itself_weighs_no_more_the_next_time),
        TEST(test_inspect__a_unit_sees_and_acknowledges_its_own_alone),
        TEST(test_inspect__answers_to_another_edition_are_refused),
        TEST(test_inspect__is_a_report_or_nothing_when_memory_ends),
    };
    return cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
}
