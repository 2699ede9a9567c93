/* Periods and schedules over the memory store: what is taken, refused, shown.
 * Owns: each rule of both, and the merging with a rulebook's schedules.
 * Must not know: which checks come of them, nginx, Redis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "calendar/sup_occurrence.h"
#include "calendar/sup_plan.h"
#include "sup_test_calendar.h"
#include "sup_test_ctx.h"

#define GET(t, role, target) sup_test_site_ask(t, SUP_METHOD_GET, role, target, "")
#define PUT(t, role, target, body)                                                       \
    sup_test_site_ask(t, SUP_METHOD_PUT, role, target, body)
#define PERIOD                                                                           \
    "{\"name\":\"开学季\",\"kind\":\"term_start\",\"from\":\"2026-08-31\","           \
    "\"to\":\"2026-09-13\",\"times\":2,\"deadline_percent\":50}"
#define SCHEDULE                                                                         \
    "{\"name\":\"饮水夜查\",\"domain\":\"water\",\"template\":\"daily\","            \
    "\"unit\":\"water-unit\",\"by\":\"self\",\"every\":\"day\",\"from_min\":1200,"       \
    "\"to_min\":1380,\"late_min\":60,\"basis\":\"办公室要求\"}"

static int
begin(void **state)
{
    sup_test_site *t = sup_test_calendar_create();

    sup_test_calendar_units(t);
    *state = t;
    return 0;
}

static int
end(void **state)
{
    sup_test_site_destroy(*state);
    return 0;
}

static void
assert_refused(sup_test_site *t, const char *target, const char *body, unsigned status,
               const char *code, const char *field)
{
    char wanted[200];

    snprintf(wanted, sizeof(wanted), "\"code\":\"%s\",\"field\":\"%s\"", code, field);
    if (PUT(t, "office", target, body) != status || !sup_test_site_says(t, wanted)) {
        fail_msg("%s %s: wanted %u %s, got %u %.*s", target, body, status, wanted,
                 t->reply.status, (int)t->reply.body.len, t->reply.body.data);
    }
}

/* The body with one member said otherwise: the last of a name is not taken, so the old
 * one is cut out. with: "name":value, or empty to leave it out. */
static const char *
changed(const char *body, const char *name, const char *with)
{
    static char text[800];
    char key[40];
    const char *at, *after;

    snprintf(key, sizeof(key), "\"%s\":", name);
    at = strstr(body, key);
    if (at == NULL) {
        snprintf(text, sizeof(text), "{%s,%s", with, body + 1);
        return text;
    }
    after = at + strlen(key);
    after += strcspn(after, ",}");
    if (with[0] == '\0' && *after == ',') {
        after++;
    }
    snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - body), body, with, after);
    return text;
}

/* --- periods --- */

static void
test_plan__a_period_is_put_changed_and_read(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(PUT(t, "office", "periods/autumn", PERIOD), 201);
    assert_true(sup_str_eq(t->reply.location, SUP_STR("/supervision/periods/autumn")));
    assert_true(sup_test_site_says(t, "\"id\":\"autumn\""));
    assert_int_equal(
        PUT(t, "admin", "periods/autumn", changed(PERIOD, "times", "\"times\":3")), 200);
    assert_int_equal(GET(t, "unit", "periods/autumn"), 200);
    assert_true(sup_test_site_says(t, "\"times\":3"));
    assert_true(t->reply.etag.len > 2);
    assert_int_equal(GET(t, "leader", "periods/none"), 404);
}

static void
test_plan__periods_are_listed_by_when_they_begin(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(PUT(t, "office", "periods/b2", PERIOD), 201);
    assert_int_equal(PUT(t, "office", "periods/zz",
                         changed(PERIOD, "from", "\"from\":\"2026-01-05\"")),
                     201);
    assert_int_equal(PUT(t, "office", "periods/a1", PERIOD), 201);
    assert_int_equal(GET(t, "inspector", "periods"), 200);
    assert_true(sup_test_site_find(t, "\"zz\"") < sup_test_site_find(t, "\"a1\""));
    assert_true(sup_test_site_find(t, "\"a1\"") < sup_test_site_find(t, "\"b2\""));
}

static void
test_plan__a_period_that_cannot_be_is_refused_with_its_field(void **state)
{
    static const struct {
        const char *name, *with, *code, *field;
    } cases[] = {
        {"name", "", "required", "name"},
        {"name", "\"name\":\"  \"", "required", "name"},
        {"kind", "", "required", "kind"},
        {"from", "", "value", "from"},
        {"from", "\"from\":\"2026-02-29\"", "value", "from"},
        {"from", "\"from\":\"2026-9-1\"", "value", "from"},
        {"to", "\"to\":\"2026-13-01\"", "value", "to"},
        {"to", "\"to\":\"2026-08-30\"", "value", "to"},
        {"to", "\"to\":\"2027-09-01\"", "value", "to"},
        {"times", "\"times\":5", "value", "times"},
        {"paused", "\"paused\":true", "value", "times"},
        {"deadline_percent", "\"deadline_percent\":9", "value", "deadline_percent"},
        {"deadline_percent", "\"deadline_percent\":101", "value", "deadline_percent"},
        {"domains", "\"domains\":[\"water\",\"gas\"]", "reference", "domains[1]"},
        {"domains", "\"domains\":[\"water\",\"water\"]", "value", "domains[1]"},
        {"id", "\"id\":\"other\"", "value", "id"}};
    sup_test_site *t = *state;
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_refused(t, "periods/autumn", changed(PERIOD, cases[i].name, cases[i].with),
                       422, cases[i].code, cases[i].field);
    }
    assert_refused(t, "periods/-autumn", PERIOD, 422, "value", "id");
    assert_int_equal(GET(t, "office", "periods"), 200);
    assert_false(sup_test_site_says(t, "autumn"));
}

static void
test_plan__a_whole_year_and_a_leap_day_are_periods(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(PUT(t, "office", "periods/year",
                         "{\"name\":\"全年\",\"kind\":\"event\",\"from\":\"2028-01-01\","
                         "\"to\":\"2028-12-31\"}"),
                     201);
    assert_int_equal(PUT(t, "office", "periods/leap",
                         "{\"name\":\"一天\",\"kind\":\"event\",\"from\":\"2028-02-29\","
                         "\"to\":\"2028-02-29\",\"times\":4}"),
                     201);
}

static void
test_plan__only_the_office_changes_the_calendar_and_only_staff_read_it(void **state)
{
    static const char *const targets[] = {"periods/autumn", "schedules/night"};
    static const char *const bodies[] = {PERIOD, SCHEDULE};
    static const char *const roles[] = {"", "reporter", "unit", "inspector", "leader"};
    sup_test_site *t = *state;
    size_t i, j;

    for (i = 0; i < 2; i++) {
        for (j = 0; j < sizeof(roles) / sizeof(roles[0]); j++) {
            assert_int_equal(PUT(t, roles[j], targets[i], bodies[i]), 403);
        }
        assert_int_equal(PUT(t, "office", targets[i], bodies[i]), 201);
        assert_int_equal(GET(t, "", targets[i]), 403);
        assert_int_equal(GET(t, "reporter", targets[i]), 403);
        assert_int_equal(GET(t, "unit", targets[i]), 200);
    }
}

static void
test_plan__who_has_read_an_older_calendar_does_not_overwrite_it(void **state)
{
    sup_test_site *t = *state;
    char etag[40];

    assert_int_equal(PUT(t, "office", "periods/autumn", PERIOD), 201);
    assert_int_equal(GET(t, "office", "periods/autumn"), 200);
    snprintf(etag, sizeof(etag), "%.*s", (int)t->reply.etag.len, t->reply.etag.data);
    t->if_match = etag;
    assert_int_equal(
        PUT(t, "office", "periods/autumn", changed(PERIOD, "times", "\"times\":3")), 200);
    t->if_match = etag;
    assert_int_equal(
        PUT(t, "office", "periods/autumn", changed(PERIOD, "times", "\"times\":4")), 409);
    /* the same again is a retry, whatever it was meant for */
    t->if_match = etag;
    assert_int_equal(
        PUT(t, "office", "periods/autumn", changed(PERIOD, "times", "\"times\":3")), 200);
    t->if_none_match = "*";
    assert_int_equal(PUT(t, "office", "periods/autumn", PERIOD), 409);
    t->if_none_match = "*";
    assert_int_equal(PUT(t, "office", "periods/spring", PERIOD), 201);
    t->if_match = "\"0\"";
    assert_int_equal(PUT(t, "office", "periods/summer", PERIOD), 409);
}

static void
test_plan__there_are_so_many_periods_and_no_more(void **state)
{
    sup_test_site *t = *state;
    char target[40];
    int i;

    for (i = 0; i < SUP_PERIODS_MAX; i++) {
        snprintf(target, sizeof(target), "periods/p%d", i);
        assert_int_equal(PUT(t, "office", target, PERIOD), 201);
    }
    assert_refused(t, "periods/last", PERIOD, 422, "value", "id");
    assert_int_equal(
        PUT(t, "office", "periods/p7", changed(PERIOD, "times", "\"times\":4")), 200);
}

/* --- deadlines --- */

static sup_rc
percent(sup_ctx *c, void *data)
{
    return sup_periods_deadline_percent(c, "water", data);
}

static void
assert_percent(sup_test_site *t, int64_t now_ms, uint32_t wanted)
{
    static sup_test_ctx x;
    uint32_t found = 0;

    sup_test_calendar_set(t, now_ms);
    assert_int_equal(sup_test_ctx_run(t, &x, "", "", percent, &found), SUP_OK);
    assert_int_equal(found, wanted);
}

static void
test_plan__the_shortest_deadline_of_the_periods_in_force_holds(void **state)
{
    /* midnight before Monday 23 November on the campus */
    const int64_t day = SUP_TEST_NOW_MS - 12 * SUP_TEST_HOUR_MS;
    static const char *const periods[] = {
        "{\"name\":\"甲\",\"kind\":\"event\",\"from\":\"2026-11-23\",\"to\":\"2026-11-"
        "30\","
        "\"deadline_percent\":60}",
        "{\"name\":\"乙\",\"kind\":\"event\",\"from\":\"2026-11-24\",\"to\":\"2026-11-"
        "24\","
        "\"domains\":[\"water\"],\"deadline_percent\":30}",
        "{\"name\":\"丙\",\"kind\":\"event\",\"from\":\"2026-11-01\",\"to\":\"2026-12-"
        "24\","
        "\"domains\":[\"light\"],\"deadline_percent\":10}",
        "{\"name\":\"丁\",\"kind\":\"event\",\"from\":\"2026-11-01\",\"to\":\"2026-12-"
        "24\","
        "\"times\":4}",
        "{\"name\":\"戊\",\"kind\":\"event\",\"from\":\"2026-11-01\",\"to\":\"2026-12-"
        "24\","
        "\"deadline_percent\":10,\"retired\":true}"};
    sup_test_site *t = *state;
    char target[40];
    size_t i;

    assert_percent(t, day, 100);
    for (i = 0; i < sizeof(periods) / sizeof(periods[0]); i++) {
        snprintf(target, sizeof(target), "periods/p%zu", i);
        assert_int_equal(PUT(t, "office", target, periods[i]), 201);
    }
    assert_percent(t, day - 1, 100);
    assert_percent(t, day, 60);
    assert_percent(t, day + SUP_TEST_DAY_MS, 30);
    assert_percent(t, day + 2 * SUP_TEST_DAY_MS - 1, 30);
    assert_percent(t, day + 2 * SUP_TEST_DAY_MS, 60);
    assert_percent(t, day + 8 * SUP_TEST_DAY_MS, 100);
}

/* --- schedules --- */

static void
test_plan__the_rulebooks_schedules_stand_beside_the_campus_own(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(PUT(t, "office", "schedules/night", SCHEDULE), 201);
    assert_int_equal(GET(t, "office", "schedules"), 200);
    assert_true(sup_test_site_says(t, "\"id\":\"night\""));
    assert_true(sup_test_site_says(
        t, "\"id\":\"water-daily\",\"name\":\"饮水每日自查\",\"name_en\":\"Daily water\","
           "\"domain\":\"water\",\"template\":\"daily\",\"unit\":\"water-unit\""));
    assert_true(sup_test_site_says(t, "\"unit\":\"pump-house\""));
    assert_true(sup_test_site_says(t, "\"built_in\":true"));
    assert_int_equal(GET(t, "office", "schedules/night"), 200);
    assert_false(sup_test_site_says(t, "built_in"));
    assert_int_equal(GET(t, "office", "schedules/water-daily"), 200);
    assert_true(sup_test_site_says(t, "built_in"));
}

static void
test_plan__a_campus_schedule_takes_the_place_of_a_rulebooks(void **state)
{
    sup_test_site *t = *state;
    const char *retired = changed(SCHEDULE, "retired", "\"retired\":true");

    t->if_none_match = "*";
    assert_int_equal(PUT(t, "office", "schedules/water-daily", retired), 409);
    assert_int_equal(PUT(t, "office", "schedules/water-daily", retired), 200);
    assert_int_equal(GET(t, "office", "schedules/water-daily"), 200);
    assert_true(sup_test_site_says(t, "\"retired\":true"));
    assert_false(sup_test_site_says(t, "built_in"));
    assert_int_equal(GET(t, "office", "schedules"), 200);
    assert_false(sup_test_site_says(t, "饮水每日自查"));
    assert_refused(t, "schedules/water-weekly",
                   changed(SCHEDULE, "domain", "\"domain\":\"light\""), 422, "value",
                   "domain");
}

static void
test_plan__a_schedule_that_cannot_be_is_refused_with_its_field(void **state)
{
    static const struct {
        const char *name, *with, *code, *field;
    } cases[] = {{"name", "", "required", "name"},
                 {"domain", "", "required", "domain"},
                 {"domain", "\"domain\":\"gas\"", "reference", "domain"},
                 {"template", "", "required", "template"},
                 {"template", "\"template\":\"none\"", "reference", "template"},
                 {"template", "\"template\":\"visit\"", "value", "template"},
                 {"template", "\"template\":\"again\"", "value", "template"},
                 {"unit", "\"unit\":\"lamp-house\"", "reference", "unit"},
                 {"unit", "\"unit\":\"nobody\"", "reference", "unit"},
                 {"unit", "\"unit\":\"a b\"", "reference", "unit"},
                 {"place", "\"place\":\"nowhere\"", "reference", "place"},
                 {"by", "", "required", "by"},
                 {"every", "", "required", "every"},
                 {"covert", "\"covert\":true", "value", "covert"},
                 {"last_day", "\"last_day\":1", "value", "last_day"},
                 {"every", "\"every\":\"week\"", "value", "last_day"},
                 {"every", "\"every\":\"week\",\"last_day\":8", "value", "last_day"},
                 {"every", "\"every\":\"month\",\"last_day\":32", "value", "last_day"},
                 {"every", "\"every\":\"week\",\"last_day\":5,\"working_days\":true",
                  "value", "working_days"},
                 {"from_min", "\"from_min\":1440", "value", "from_min"},
                 {"to_min", "\"to_min\":1441", "value", "to_min"},
                 {"to_min", "\"to_min\":1200", "value", "to_min"},
                 {"late_min", "\"late_min\":43201", "value", "late_min"}};
    sup_test_site *t = *state;
    size_t i;

    assert_int_equal(PUT(t, "admin", "units/lamp-house",
                         "{\"name\":\"灯房\",\"kind\":\"centre\",\"domains\":"
                         "[\"light\"]}"),
                     201);
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_refused(t, "schedules/night",
                       changed(SCHEDULE, cases[i].name, cases[i].with), 422,
                       cases[i].code, cases[i].field);
    }
    assert_int_equal(GET(t, "office", "schedules/night"), 404);
}

static void
test_plan__a_unit_that_is_left_out_is_the_rulebooks(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(PUT(t, "office", "schedules/night", changed(SCHEDULE, "unit", "")),
                     201);
    assert_true(sup_test_site_says(t, "\"unit\":\"water-unit\""));
}

static void
test_plan__a_retired_unit_gets_no_new_schedule_but_its_old_one_ends(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(PUT(t, "office", "schedules/night", SCHEDULE), 201);
    assert_int_equal(PUT(t, "admin", "units/water-unit",
                         "{\"name\":\"某中心\",\"kind\":\"centre\",\"retired\":true}"),
                     200);
    assert_refused(t, "schedules/noon", SCHEDULE, 422, "reference", "unit");
    assert_int_equal(PUT(t, "office", "schedules/night",
                         changed(SCHEDULE, "retired", "\"retired\":true")),
                     200);
}

static void
test_plan__a_unit_does_not_see_the_plan_of_covert_visits(void **state)
{
    sup_test_site *t = *state;

    assert_int_equal(GET(t, "inspector", "schedules"), 200);
    assert_true(sup_test_site_says(t, "water-visit"));
    assert_int_equal(GET(t, "unit", "schedules"), 200);
    assert_false(sup_test_site_says(t, "water-visit"));
    assert_true(sup_test_site_says(t, "water-daily"));
    assert_int_equal(GET(t, "unit", "schedules/water-visit"), 404);
}

static void
test_plan__a_visit_by_the_office_may_be_planned_but_no_reinspection(void **state)
{
    sup_test_site *t = *state;
    char visit[800];

    snprintf(visit, sizeof(visit), "%s", changed(SCHEDULE, "by", "\"by\":\"office\""));
    assert_refused(t, "schedules/s1",
                   changed(visit, "template", "\"template\":\"again\""), 422, "value",
                   "template");
    assert_int_equal(PUT(t, "office", "schedules/s1",
                         changed(visit, "template", "\"template\":\"visit\"")),
                     201);
}

/* What is put is his; what it would take the place of is not. */
static void
test_plan__an_officer_does_not_replace_what_is_of_another_domain(void **state)
{
    static const char *const others[] = {
        "\"domains\":[\"water\"]", "\"domains\":[\"light\",\"water\"]", "\"times\":2"};
    sup_test_site *t = *state;
    const char *his;
    char target[40], before[800];
    size_t i;

    for (i = 0; i < 3; i++) {
        snprintf(target, sizeof(target), "periods/p%zu", i);
        assert_int_equal(PUT(t, "office", target,
                             changed(PERIOD, i == 2 ? "times" : "domains", others[i])),
                         201);
    }
    assert_int_equal(PUT(t, "office", "schedules/night", SCHEDULE), 201);
    assert_int_equal(GET(t, "office", "periods"), 200);
    snprintf(before, sizeof(before), "%.*s", (int)t->reply.body.len, t->reply.body.data);

    t->domains = "light";
    his = changed(PERIOD, "domains", "\"domains\":[\"light\"],\"retired\":true");
    for (i = 0; i < 3; i++) {
        snprintf(target, sizeof(target), "periods/p%zu", i);
        assert_refused(t, target, his, 403, "domain", "id");
    }
    assert_int_equal(PUT(t, "office", "periods/own", his), 201);
    assert_int_equal(PUT(t, "office", "periods/own",
                         changed(PERIOD, "domains", "\"domains\":[\"light\"]")),
                     200);
    t->domains = NULL;
    assert_int_equal(PUT(t, "office", "schedules/dawn",
                         changed(SCHEDULE, "domain", "\"domain\":\"water\"")),
                     201);
    t->domains = "light";
    assert_int_equal(PUT(t, "office", "schedules/dawn", SCHEDULE), 403);
    assert_true(sup_test_site_says(t, "\"field\":\"domain\""));
    t->domains = NULL;
    assert_int_equal(GET(t, "office", "periods"), 200);
    assert_non_null(strstr(before, "\"id\":\"p2\""));
    for (i = 0; i < 3; i++) {
        snprintf(target, sizeof(target), "periods/p%zu", i);
        assert_int_equal(GET(t, "office", target), 200);
        assert_false(sup_test_site_says(t, "retired"));
    }
}

static void
test_rulebook__a_unit_does_not_read_of_covert_visits_in_it(void **state)
{
    sup_test_site *t = *state;
    char etag[60];

    assert_int_equal(GET(t, "inspector", "domains/water/rulebook"), 200);
    assert_true(sup_test_site_says(t, "water-visit"));
    snprintf(etag, sizeof(etag), "%.*s", (int)t->reply.etag.len, t->reply.etag.data);
    assert_int_equal(GET(t, "unit", "domains/water/rulebook"), 200);
    assert_false(sup_test_site_says(t, "water-visit"));
    assert_true(sup_test_site_says(t, "water-daily"));
    t->if_none_match = etag;
    assert_int_equal(GET(t, "unit", "domains/water/rulebook"), 200);
    t->if_none_match = etag;
    assert_int_equal(GET(t, "leader", "domains/water/rulebook"), 304);
    assert_int_equal(GET(t, "inspector", "domains/water/rulebook"), 200);
    assert_true(sup_test_site_says(t, "water-visit")); /* the book itself is whole */
}

static void
test_etag__json_and_protobuf_of_one_thing_have_two(void **state)
{
    static const char *const targets[] = {
        "schedules/water-daily",  "periods/autumn",   "domains/water/rulebook",
        "domains/water/rulebook", "units/water-unit", "checklists/water/daily"};
    sup_test_site *t = *state;
    char etag[60];
    size_t i;

    assert_int_equal(PUT(t, "office", "periods/autumn", PERIOD), 201);
    for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        assert_int_equal(GET(t, "office", targets[i]), 200);
        snprintf(etag, sizeof(etag), "%.*s", (int)t->reply.etag.len, t->reply.etag.data);
        t->if_none_match = etag;
        assert_int_equal(GET(t, "office", targets[i]), 304);
        t->accept = "application/x-protobuf";
        t->if_none_match = etag;
        assert_int_equal(GET(t, "office", targets[i]), 200);
        snprintf(etag, sizeof(etag), "%.*s", (int)t->reply.etag.len, t->reply.etag.data);
        t->if_none_match = etag;
        assert_int_equal(GET(t, "office", targets[i]), 304);
        t->accept = NULL;
    }
    /* who has read it in one form may change it in the other */
    t->accept = "application/x-protobuf";
    assert_int_equal(GET(t, "office", "periods/autumn"), 200);
    snprintf(etag, sizeof(etag), "%.*s", (int)t->reply.etag.len, t->reply.etag.data);
    t->accept = NULL;
    t->if_match = etag;
    assert_int_equal(
        PUT(t, "office", "periods/autumn", changed(PERIOD, "times", "\"times\":3")), 200);
    t->if_match = etag;
    assert_int_equal(
        PUT(t, "office", "periods/autumn", changed(PERIOD, "times", "\"times\":4")), 409);
}

static void
test_plan__memory_that_runs_out_leaves_all_or_nothing_behind(void **state)
{
    sup_test_site *t = *state;
    size_t budget;
    unsigned status = 500;

    for (budget = 200; status >= 500; budget += 100) {
        assert_true(budget < 1000000);
        t->budget = budget;
        status = PUT(t, "office", "schedules/night", SCHEDULE);
        t->budget = SUP_TEST_UNBOUNDED;
        /* it may run out after the commit, when the reply is written */
        if (GET(t, "office", "schedules/night") == 404) {
            assert_int_equal(status, 500);
        } else {
            assert_true(sup_test_site_says(t, "办公室要求"));
        }
    }
    assert_true(status == 200 || status == 201);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_plan__a_period_is_put_changed_and_read),
        TEST(test_plan__periods_are_listed_by_when_they_begin),
        TEST(test_plan__a_period_that_cannot_be_is_refused_with_its_field),
        TEST(test_plan__a_whole_year_and_a_leap_day_are_periods),
        TEST(test_plan__only_the_office_changes_the_calendar_and_only_staff_read_it),
        TEST(test_plan__who_has_read_an_older_calendar_does_not_overwrite_it),
        TEST(test_plan__there_are_so_many_periods_and_no_more),
        TEST(test_plan__the_shortest_deadline_of_the_periods_in_force_holds),
        TEST(test_plan__the_rulebooks_schedules_stand_beside_the_campus_own),
        TEST(test_plan__a_campus_schedule_takes_the_place_of_a_rulebooks),
        TEST(test_plan__a_schedule_that_cannot_be_is_refused_with_its_field),
        TEST(test_plan__a_unit_that_is_left_out_is_the_rulebooks),
        TEST(test_plan__a_retired_unit_gets_no_new_schedule_but_its_old_one_ends),
        TEST(test_plan__a_unit_does_not_see_the_plan_of_covert_visits),
        TEST(test_plan__a_visit_by_the_office_may_be_planned_but_no_reinspection),
        TEST(test_plan__an_officer_does_not_replace_what_is_of_another_domain),
        TEST(test_rulebook__a_unit_does_not_read_of_covert_visits_in_it),
        TEST(test_etag__json_and_protobuf_of_one_thing_have_two),
        TEST(test_plan__memory_that_runs_out_leaves_all_or_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
