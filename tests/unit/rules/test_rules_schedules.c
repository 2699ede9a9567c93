/* Rulebooks with schedules, live figures, columns and rules of grading
 * (module/subjects/rules/sup_rules_check*.c).
 * Owns: one mistake of each kind, and the same without it.
 * Must not know: what the plugins' rulebooks say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "rules/sup_rules.h"
#include "sup_test_arena.h"

#define DEADLINE(severity)                                                               \
    "deadlines { severity: " severity                                                    \
    " sign_min: 30 rectify_min: 240 clock: elapsed basis: \"plan\" }\n"
#define HEAD(domain)                                                                         \
    "domain: \"" domain "\"\nname: \"演示\"\nname_en: \"Demo\"\nversion: \"1\"\n"          \
    "bases { code: \"plan\" kind: plan title: \"方案\" title_en: \"Plan\" }\n"             \
    "categories { code: \"noise\" name: \"噪声\" name_en: \"Noise\" standard: \"安静\" " \
    "standard_en: \"Quiet\" severity: minor basis: \"plan\" }\n" DEADLINE("critical")        \
        DEADLINE("serious") DEADLINE("major") DEADLINE(                                      \
            "minor") "terms { reopen_min: 10080 silence_min: 4320 extensions_max: 1 "        \
                     "extension_max_min: 7200 similar_min: 10080 basis: \"plan\" }\n"
#define ITEM(more)                                                                       \
    "sections { code: \"clean\" name: \"卫生\" name_en: \"S\" weight: 10\n"            \
    "items { code: \"floor\" text: \"地面\" text_en: \"Floor\" weight: 5 "             \
    "category: \"noise\" basis: \"plan\" " more " } }\n"
#define TEMPLATE                                                                         \
    "templates { code: \"look\" name: \"日查\" name_en: \"Daily\" check: daily "       \
    "items: \"floor\" }\n"
#define CHECKLIST(domain) HEAD(domain) ITEM("answer: pass_fail") TEMPLATE
#define SCORING(more)                                                                    \
    HEAD("demo")                                                                         \
    "scoring { grades { code: \"a\" name: \"优\" name_en: \"A\" at_least: 60 } " more    \
    " }\n"

/* A schedule from its id on, and the same of the whole rulebook. */
#define SCHEDULE(id, more)                                                               \
    "schedules { id: \"" id "\" name: \"每日自查\" name_en: \"Daily\" " more " }\n"
#define PARTS       "template: \"look\" by: self basis: \"plan\" "
#define OF(more)    CHECKLIST("demo") SCHEDULE("demo-day", more)
#define DAY(more)   OF(PARTS "every: day from_min: 480 to_min: 1080 " more)
#define WEEK(more)  OF(PARTS "every: week " more)
#define MONTH(more) OF(PARTS "every: month " more)
#define VISITS(template, by)                                                             \
    CHECKLIST("demo")                                                                    \
    "templates { code: \"visit\" name: \"暗访\" name_en: \"V\" check: unannounced "    \
    "items: \"floor\" }\n"                                                               \
    "templates { code: \"again\" name: \"复查\" name_en: \"R\" check: reinspection "   \
    "items: \"floor\" }\n" SCHEDULE(                                                     \
        "demo-visit",                                                                    \
        "template: \"" template "\" by: " by                                             \
                                " basis: \"plan\" every: month last_day: 31")

typedef struct {
    const char *text;
    const char *field;
    const char *detail; /* a part of the sentence */
} refusal;

static const refusal refusals[] = {
    /* live figures */
    {HEAD("demo") ITEM("answer: pass_fail figures: complaints"),
     "sections[0].items[0].figures", "by_code alone"},
    {HEAD("demo") ITEM("answer: count zero_at: 4 figures: repairs"),
     "sections[0].items[0].figures", "by_code alone"},
    {HEAD("demo") ITEM("answer: price by_code: true figures: repairs"),
     "sections[0].items[0].figures", "four counts"},
    {HEAD("demo") ITEM("answer: measured by_code: true measure: \"h\" figures: gossip"),
     "sections[0].items[0].figures", ""},
    {HEAD("demo") ITEM("answer: measured by_code: true measure: \"h\" figures: 3"),
     "sections[0].items[0].figures", "not one of the values"},

    /* columns */
    {HEAD("demo") ITEM("answer: pass_fail columns { name: \"数\" name_en: \"N\" }"),
     "sections[0].items[0].columns", "by_code"},
    {HEAD("demo") ITEM("answer: measured by_code: true measure: \"h\" figures: repairs "
                       "columns { name: \"数\" name_en: \"N\" }"),
     "sections[0].items[0].columns", "without figures"},
    {HEAD("demo") ITEM("answer: price by_code: true columns { name: \"价\" }"),
     "sections[0].items[0].columns[0].name_en", "required"},
    {HEAD("demo")
         ITEM("answer: price by_code: true columns { name: \"价\" name_en: \"P\" "
              "kind: 3 }"),
     "sections[0].items[0].columns[0].kind", "not one of the values"},
    {HEAD("demo") ITEM("answer: price by_code: true rows: 2"),
     "sections[0].items[0].rows", "columns"},
    {HEAD("demo") ITEM("answer: price by_code: true rows: 67 "
                       "columns { name: \"甲\" name_en: \"A\" } "
                       "columns { name: \"乙\" name_en: \"B\" } "
                       "columns { name: \"丙\" name_en: \"C\" }"),
     "sections[0].items[0].rows", "more than 200 numbers"},
    {HEAD("demo") ITEM("answer: price by_code: true rows: 101 "
                       "columns { name: \"价\" name_en: \"P\" }"),
     "sections[0].items[0].rows", "0 to 100"},

    /* rules of grading */
    {SCORING("failed_below: -0.1"), "scoring.failed_below", "0 to 1"},
    {SCORING("failed_below: 1.01"), "scoring.failed_below", "0 to 1"},
    {SCORING("failed_below: nan"), "scoring.failed_below", ""},
    {SCORING("critical_none: 21"), "scoring.critical_none", "0 to 20"},
    {SCORING("basis: \"law\""), "scoring.basis", "\"law\" is not in bases"},

    /* schedules: what each needs */
    {OF("by: self every: day to_min: 60 basis: \"plan\""), "schedules[0].template",
     "required"},
    {OF("template: \"lock\" by: self every: day to_min: 60 basis: \"plan\""),
     "schedules[0].template", "\"lock\" is not in templates"},
    {OF("template: \"look\" every: day to_min: 60 basis: \"plan\""), "schedules[0].by",
     "required"},
    {OF("template: \"look\" by: self to_min: 60 basis: \"plan\""), "schedules[0].every",
     "required"},
    {OF("template: \"look\" by: 3 every: day to_min: 60 basis: \"plan\""),
     "schedules[0].by", "not one of the values"},
    {OF("template: \"look\" by: self every: 4 to_min: 60 basis: \"plan\""),
     "schedules[0].every", "not one of the values"},
    {OF("template: \"look\" by: self every: day to_min: 60"), "schedules[0].basis",
     "required"},
    {OF("template: \"look\" by: self every: day to_min: 60 basis: \"law\""),
     "schedules[0].basis", "\"law\" is not in bases"},
    {DAY("unit: \"Big Unit\""), "schedules[0].unit", "lower-case"},
    {DAY("place: \"Hall 1\""), "schedules[0].place", "lower-case"},
    {DAY("domain: \"demo\""), "schedules[0].domain", "its own"},
    {DAY("retired: true"), "schedules[0].retired", "leave the schedule out"},
    {DAY("built_in: true"), "schedules[0].built_in", "never written"},
    {DAY("covert: true"), "schedules[0].covert", "by office"},
    {VISITS("visit", "self"), "schedules[0].template", "covert visit"},
    {VISITS("again", "self"), "schedules[0].template", "re-inspection"},
    {VISITS("again", "office"), "schedules[0].template", "re-inspection"},
    {DAY("late_min: 43201"), "schedules[0].late_min", "0 to 43200"},
    {CHECKLIST("demo") "schedules { id: \"demo-day\" name_en: \"D\" " PARTS
                       "every: day to_min: 60 }\n",
     "schedules[0].name", "required"},
    {CHECKLIST("demo") "schedules { id: \"demo-day\" name: \"日\" " PARTS
                       "every: day to_min: 60 }\n",
     "schedules[0].name_en", "required"},

    /* schedules: ids */
    {CHECKLIST("demo") "schedules { name: \"日\" name_en: \"D\" " PARTS
                       "every: day to_min: 60 }\n",
     "schedules[0].id", "required"},
    {CHECKLIST("demo") SCHEDULE("Demo-day", PARTS "every: day to_min: 60"),
     "schedules[0].id", "lower-case"},
    {CHECKLIST("demo") SCHEDULE("day", PARTS "every: day to_min: 60"), "schedules[0].id",
     "begin with demo-"},
    {CHECKLIST("demo") SCHEDULE("demo", PARTS "every: day to_min: 60"), "schedules[0].id",
     "begin with demo-"},
    {CHECKLIST("demo") SCHEDULE("demo-", PARTS "every: day to_min: 60"),
     "schedules[0].id", "begin with demo-"},
    {CHECKLIST("demo") SCHEDULE("demolition-day", PARTS "every: day to_min: 60"),
     "schedules[0].id", "begin with demo-"},
    {CHECKLIST("demo") SCHEDULE("demo-456789-123456789-123456789-123456789-12345678",
                                PARTS "every: day to_min: 60"),
     "schedules[0].id", "2 to 48"},
    {DAY("") SCHEDULE("demo-day", PARTS "every: day to_min: 60"), "schedules[1].id",
     "\"demo-day\" is already schedules[0]"},

    /* schedules: spans and windows */
    {DAY("last_day: 1"), "schedules[0].last_day", "week and month"},
    {WEEK("to_min: 60"), "schedules[0].last_day", "1 to 7"},
    {WEEK("to_min: 60 last_day: 8"), "schedules[0].last_day", "1 to 7"},
    {MONTH("to_min: 60"), "schedules[0].last_day", "1 to 31"},
    {MONTH("to_min: 60 last_day: 32"), "schedules[0].last_day", "1 to 31"},
    {WEEK("to_min: 60 last_day: 5 working_days: true"), "schedules[0].working_days",
     "daily checks"},
    {OF(PARTS "every: day"), "schedules[0].to_min", "not after from_min"},
    {OF(PARTS "every: day from_min: 480 to_min: 480"), "schedules[0].to_min",
     "not after from_min"},
    {OF(PARTS "every: day to_min: 1441"), "schedules[0].to_min", "0 to 1440"},
    {OF(PARTS "every: day from_min: 1441 to_min: 1440"), "schedules[0].from_min",
     "0 to 1440"},
    {WEEK("last_day: 1 from_min: 600 to_min: 540"), "schedules[0].to_min",
     "not after from_min"},
    {MONTH("last_day: 1 from_min: 600 to_min: 600"), "schedules[0].to_min",
     "not after from_min"},
    {WEEK("last_day: 5 from_min: 600 to_min: 4294967295"), "schedules[0].to_min",
     "0 to 1440"},
};

static const char *const accepted[] = {
    HEAD("demo") ITEM("answer: measured by_code: true measure: \"h\" figures: repairs"),
    HEAD("demo") ITEM("answer: count by_code: true figures: complaints"),
    SCORING("failed_below: 0"),
    SCORING("failed_below: 0.75 critical_none: 2 basis: \"plan\""),
    SCORING("failed_below: 1 critical_none: 20"),
    DAY(""),
    DAY("working_days: true late_min: 43200 unit: \"big-unit\" place: \"hall-1\""),
    OF(PARTS "every: day to_min: 1440"),
    OF(PARTS "every: day from_min: 1439 to_min: 1440"),
    OF("template: \"look\" by: office covert: true every: day to_min: 60 "
       "basis: \"plan\""),
    VISITS("visit", "office"),
    VISITS("look", "office"),
    WEEK("last_day: 1 to_min: 1"),
    WEEK("last_day: 5 to_min: 1080 late_min: 3240"),
    WEEK("last_day: 7 from_min: 1080"),
    MONTH("last_day: 31 from_min: 600 to_min: 540"),
    MONTH("last_day: 1 to_min: 1440"),
    DAY("") SCHEDULE("demo-week", PARTS "every: week last_day: 5 to_min: 1080"),
    CHECKLIST("demo_two") SCHEDULE("demo-two-day", PARTS "every: day to_min: 60"),
};

static sup_rc
compile(sup_test_arena *arena, const char *text, sup_rulebook **book, sup_wire_error *e)
{
    return sup_rulebook_compile(&arena->arena, sup_str_c(text), SUP_STR(""), book, e);
}

static void
test_compile__a_mistake_in_schedules_figures_or_grading_is_refused_in_place(void **state)
{
    size_t i;
    int wrong = 0;

    (void)state;
    for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        const refusal *r = &refusals[i];
        sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
        sup_rulebook *book = NULL;
        sup_wire_error e = {"", "", 0};
        sup_rc rc = compile(arena, r->text, &book, &e);

        if (rc == SUP_OK || book != NULL || strcmp(e.field, r->field) != 0 ||
            strstr(e.detail, r->detail) == NULL || e.detail[0] == '\0' || e.line == 0) {
            fprintf(stderr, "  [%zu] wanted %s ..%s.., got %d %u: %s %s\n", i, r->field,
                    r->detail, rc, e.line, e.field, e.detail);
            sup_rulebook_release(book);
            wrong++;
        }
        sup_test_arena_destroy(arena);
    }
    assert_int_equal(wrong, 0);
}

static void
test_compile__schedules_figures_and_grading_without_a_mistake_are_accepted(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
        sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
        sup_rulebook *book = NULL;
        sup_wire_error e = {"", "", 0};

        if (compile(arena, accepted[i], &book, &e) != SUP_OK) {
            fail_msg("[%zu] %u: %s %s", i, e.line, e.field, e.detail);
        }
        sup_rulebook_release(book);
        sup_test_arena_destroy(arena);
    }
}

static void
test_compile__a_schedule_is_told_with_the_line_where_it_stands(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_rulebook *book = NULL;
    sup_wire_error e;

    (void)state;
    assert_int_equal(compile(arena,
                             CHECKLIST("demo") "schedules {\n id: \"demo-day\"\n"
                                               " name: \"日\" name_en: \"D\"\n" PARTS
                                               "every: week\n last_day: 8\n}\n",
                             &book, &e),
                     SUP_RULES_INVALID);
    assert_string_equal(e.field, "schedules[0].last_day");
    assert_int_equal(e.line, 19);
    sup_test_arena_destroy(arena);
}

static void
test_compile__at_most_20_schedules(void **state)
{
    static char text[16384];
    sup_test_arena *arena;
    sup_rulebook *book = NULL;
    sup_wire_error e;
    int i, n;

    (void)state;
    n = snprintf(text, sizeof(text), "%s", CHECKLIST("demo"));
    for (i = 0; i < 21; i++) {
        n += snprintf(text + n, sizeof(text) - (size_t)n,
                      "schedules { id: \"demo-%d\" name: \"日\" name_en: \"D\" " PARTS
                      "every: day to_min: 60 }\n",
                      i);
    }
    assert_true((size_t)n < sizeof(text));
    arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    assert_int_equal(compile(arena, text, &book, &e), SUP_RULES_INVALID);
    assert_string_equal(e.field, "schedules");
    sup_test_arena_destroy(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_compile__a_mistake_in_schedules_figures_or_grading_is_refused_in_place),
        cmocka_unit_test(
            test_compile__schedules_figures_and_grading_without_a_mistake_are_accepted),
        cmocka_unit_test(test_compile__a_schedule_is_told_with_the_line_where_it_stands),
        cmocka_unit_test(test_compile__at_most_20_schedules),
    };

    return cmocka_run_group_tests_name("rules_schedules", tests, NULL, NULL);
}
