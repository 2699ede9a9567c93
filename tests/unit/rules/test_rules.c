/* The rulebook compiler, classification and masking (module/subjects/rules/sup_rules*.c,
 * sup_mask*.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include "rules/sup_rules.h"
#include "rules/sup_rules_needles.h"
#include "rules/sup_rules_scan.h"
#include "sup_test_arena.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define BASES "bases { code: \"plan\" kind: plan title: \"方案\" title_en: \"Plan\" }\n"
#define CATEGORY                                                                             \
    "categories { code: \"noise\" name: \"噪声\" name_en: \"Noise\" standard: \"安静\" " \
    "standard_en: \"Quiet\" severity: minor basis: \"plan\" }\n"
#define DEADLINE(severity, sign)                                                         \
    "deadlines { severity: " severity " sign_min: " sign                                 \
    " rectify_min: 240 clock: elapsed basis: \"plan\" }\n"
#define TERMS                                                                            \
    "terms { reopen_min: 10080 silence_min: 4320 extensions_max: 1 "                     \
    "extension_max_min: 7200 similar_min: 10080 basis: \"plan\" }\n"
#define HEAD "domain: \"demo\"\nname: \"演示\"\nname_en: \"Demo\"\nversion: \"1\"\n"
#define THREE_DEADLINES                                                                  \
    DEADLINE("critical", "30") DEADLINE("serious", "30") DEADLINE("major", "30")
#define FOUR_DEADLINES THREE_DEADLINES DEADLINE("minor", "30")
#define TAIL           FOUR_DEADLINES TERMS
#define GOOD           HEAD BASES CATEGORY TAIL
#define PATTERN(code, category, regex, more)                                             \
    "patterns { code: \"" code "\" category: \"" category "\" regex: \"" regex           \
    "\" reason: \"因\" reason_en: \"Why\" " more " }\n"

/* Checklists: a section of one item that is said in the test, a grade, templates. */
#define ITEM_HEAD                                                                        \
    "items { code: \"floor\" text: \"地面\" text_en: \"Floor\" weight: 5 "             \
    "category: \"noise\" basis: \"plan\" "
#define SECTION(code, items)                                                             \
    "sections { code: \"" code "\" name: \"卫生\" name_en: \"S\" weight: 10 " items " }" \
    "\n"
#define ITEM(more) SECTION("clean", ITEM_HEAD more " }")
#define TEMPLATE(more)                                                                   \
    "templates { code: \"day\" name: \"日查\" name_en: \"Daily\" check: daily " more     \
    " }\n"
#define SCORING(more)                                                                    \
    "scoring { grades { code: \"a\" name: \"优\" name_en: \"A\" at_least: 60 } " more    \
    " }\n"

typedef struct {
    const char *text;
    const char *field;
    const char *detail; /* a part of the sentence */
    unsigned line;
} refusal;

/* One mistake each, at the field and line where it stands. */
static const refusal refusals[] = {
    {"domain: \"demo\" nonsense: 1", "nonsense", "", 1},
    {"domain: \"demo\"\nname: 3", "name", "", 2},
    {"domain: \"Demo\"\n" BASES CATEGORY TAIL, "domain", "lower-case", 1},
    {"name: \"演示\"", "domain", "required", 1},
    {"domain: \"demo\"\n" BASES, "name", "required", 1},
    {HEAD CATEGORY TAIL, "bases", "", 1},
    {HEAD BASES TAIL, "categories", "", 1},
    {HEAD BASES CATEGORY TERMS, "deadlines", "0 elements", 1},
    {HEAD BASES CATEGORY FOUR_DEADLINES, "terms", "required", 1},
    {HEAD "unit: \"Big Unit\"\n" BASES CATEGORY TAIL, "unit", "", 5},
    {HEAD BASES BASES CATEGORY TAIL, "bases[1].code", "already", 6},
    {HEAD "bases { code: \"plan\" title: \"方案\" title_en: \"P\" }\n" CATEGORY TAIL,
     "bases[0].kind", "required", 5},
    {HEAD "bases { code: \"plan\" kind: plan title_en: \"P\" }\n" CATEGORY TAIL,
     "bases[0].title", "required", 5},
    {HEAD BASES CATEGORY CATEGORY TAIL, "categories[1].code", "already", 7},
    {HEAD BASES "categories { code: \"noise\" name: \"噪声\" standard: \"静\" "
                "standard_en: \"Q\" severity: minor basis: \"plan\" }\n" TAIL,
     "categories[0].name_en", "required", 6},
    {HEAD BASES "categories {\n code: \"noise\" name: \"噪声\" name_en: \"Noise\"\n"
                " standard: \"静\"\n severity: minor basis: \"plan\" }\n" TAIL,
     "categories[0].standard_en", "required", 6},
    {HEAD BASES "categories {\n code: \"noise\" name: \"噪声\" name_en: \"Noise\"\n"
                " standard: \"静\" standard_en: \"Q\"\n basis: \"law\"\n"
                " severity: minor }\n" TAIL,
     "categories[0].basis[0]", "\"law\" is not in bases", 9},
    {HEAD BASES "categories { code: \"noise\" name: \"噪声\" name_en: \"Noise\" "
                "standard: \"静\" standard_en: \"Q\" basis: \"plan\" }\n" TAIL,
     "categories[0].severity", "required", 6},
    {HEAD BASES "categories { code: \"noise\" name: \"噪声\" name_en: \"Noise\" "
                "standard: \"静\" standard_en: \"Q\" severity: minor }\n" TAIL,
     "categories[0].basis", "0 elements", 6},
    {HEAD BASES
     "categories { code: \"9x\" name: \"噪声\" name_en: \"Noise\" "
     "standard: \"静\" standard_en: \"Q\" severity: minor basis: \"plan\" }\n" TAIL,
     "categories[0].code", "lower-case", 6},
    {GOOD PATTERN("loud", "noise", "吵", ""), "patterns[0].weight", "1 to 100", 0},
    {GOOD PATTERN("loud", "noise", "吵", "weight: 101"), "patterns[0].weight", "1 to 100",
     0},
    {GOOD PATTERN("loud", "nose", "吵", "weight: 9"), "patterns[0].category",
     "\"nose\" is not in categories", 0},
    {GOOD PATTERN("loud", "noise", "吵", "weight: 9")
         PATTERN("loud", "noise", "闹", "weight: 9"),
     "patterns[1].code", "already", 0},
    {GOOD PATTERN("loud", "noise", "吵", "weight: 9 basis: \"law\""), "patterns[0].basis",
     "\"law\"", 0},
    {GOOD PATTERN("loud", "noise", "(吵", "weight: 9"), "patterns[0].regex",
     "missing closing parenthesis", 0},
    {GOOD PATTERN("loud", "noise", "", "weight: 9"), "patterns[0].regex", "required", 0},
    {GOOD PATTERN("loud", "noise", "吵*", "weight: 9"), "patterns[0].regex", "empty text",
     0},
    {GOOD PATTERN("loud", "noise", "吵", "weight: 9")
         PATTERN("more", "noise", "[闹", "weight: 9"),
     "patterns[1].regex", "does not compile", 0},
    {HEAD BASES CATEGORY THREE_DEADLINES DEADLINE("major", "30") TERMS,
     "deadlines[3].severity", "twice", 10},
    {HEAD BASES CATEGORY THREE_DEADLINES DEADLINE("minor", "241") TERMS,
     "deadlines[3].sign_min", "longer than rectify_min", 10},
    {HEAD BASES CATEGORY THREE_DEADLINES DEADLINE("minor", "0") TERMS,
     "deadlines[3].sign_min", "1 to 43200", 10},
    {HEAD BASES CATEGORY FOUR_DEADLINES
     "terms { reopen_min: 1 silence_min: 1 extensions_max: 6 basis: \"plan\" }",
     "terms.extensions_max", "0 to 5", 11},
    {GOOD "templates { code: \"day\" name: \"日查\" name_en: \"Daily\" check: daily "
          "items: \"floor\" }",
     "templates[0].items[0]", "\"floor\" is not in items", 0},
    {GOOD "sections { code: \"s1\" name: \"卫生\" name_en: \"S\" weight: 101 }",
     "sections[0].weight", "1 to 100", 0},
    {GOOD "scoring { grades { code: \"a\" name: \"优\" name_en: \"A\" at_least: 60 } "
          "grades { code: \"b\" name: \"良\" name_en: \"B\" at_least: 80 } }",
     "scoring.grades[1].at_least", "best first", 0},
    {GOOD "scoring { grades { code: \"a\" name: \"优\" name_en: \"A\" at_least: 101 } }",
     "scoring.grades[0].at_least", "0 to 100", 0},
    {GOOD ITEM("answer: measured at_most { value: 5 }"), "sections[0].items[0].measure",
     "unit", 0},
    {GOOD ITEM("answer: measured measure: \"h\""), "sections[0].items[0].at_most",
     "limit", 0},
    {GOOD ITEM("answer: measured measure: \"h\" at_least { value: 8.5 } "
               "at_most { value: 6.5 }"),
     "sections[0].items[0].at_least", "above at_most", 0},
    {GOOD ITEM("answer: measured measure: \"h\" at_most { value: 1e12 }"),
     "sections[0].items[0].at_most", "1e9", 0},
    {GOOD ITEM("answer: pass_fail zero_at: 3"), "sections[0].items[0].zero_at", "counted",
     0},
    {GOOD ITEM("answer: count"), "sections[0].items[0].zero_at", "above at_most", 0},
    {GOOD ITEM("answer: count at_most { value: 3 } zero_at: 3"),
     "sections[0].items[0].zero_at", "above at_most", 0},
    {GOOD ITEM("answer: count at_least { value: 1 } zero_at: 3"),
     "sections[0].items[0].at_least", "not for a count", 0},
    {GOOD ITEM("answer: count at_most { value: -1 } zero_at: 3"),
     "sections[0].items[0].at_most", "not for a count", 0},
    {GOOD ITEM("answer: graded"), "sections[0].items[0].grades", "required", 0},
    {GOOD ITEM("answer: pass_fail grades: 3"), "sections[0].items[0].grades", "graded",
     0},
    {GOOD ITEM("answer: pass_fail evidence: photo evidence: photo"),
     "sections[0].items[0].evidence[1]", "twice", 0},
    {GOOD ITEM("answer: pass_fail") SECTION("more", ITEM_HEAD "answer: pass_fail }"),
     "sections[1].items[0].code", "earlier section", 0},
    {GOOD ITEM("answer: pass_fail") TEMPLATE(""), "templates[0].items", "required", 0},
    {GOOD ITEM("answer: pass_fail") TEMPLATE("sections: \"dirt\""),
     "templates[0].sections[0]", "\"dirt\" is not in sections", 0},
    {GOOD ITEM("answer: pass_fail") TEMPLATE("sections: \"clean\" sections: \"clean\""),
     "templates[0].sections[1]", "twice", 0},
    {GOOD ITEM("answer: pass_fail") TEMPLATE("items: \"floor\" items: \"floor\""),
     "templates[0].items[1]", "twice", 0},
    {GOOD ITEM("answer: pass_fail") TEMPLATE("sections: \"clean\" items: \"floor\""),
     "templates[0].items[0]", "comes with section \"clean\"", 0},
    {GOOD SCORING("critical_cap: \"b\""), "scoring.critical_cap",
     "\"b\" is not in grades", 0},
    {GOOD SCORING("repeat_factor: 0.5"), "scoring.repeat_factor", "1 to 10", 0},
    {GOOD SCORING("standing { inspections: 60 on_time: 39 }"), "scoring.standing",
     "sum to 99", 0},
    {GOOD SCORING("standing { inspections: 101 }"), "scoring.standing.inspections",
     "0 to 100", 0},
};

/* The same, without the mistake. */
static const char *const accepted[] = {
    GOOD ITEM("answer: measured measure: \"h\" at_most { value: 0 }"),
    GOOD ITEM("answer: measured measure: \"[pH]\" at_least { value: 6.5 } "
              "at_most { value: 8.5 } evidence: photo evidence: reading"),
    GOOD ITEM("answer: measured measure: \"%\" by_code: true"),
    GOOD ITEM("answer: count zero_at: 1"),
    GOOD ITEM("answer: count at_most { value: 3 } zero_at: 4"),
    GOOD ITEM("answer: graded grades: 4"),
    GOOD ITEM("answer: pass_fail") TEMPLATE("sections: \"clean\""),
    GOOD ITEM("answer: pass_fail") TEMPLATE("items: \"floor\""),
    GOOD SCORING("critical_cap: \"a\" standing { inspections: 40 on_time: 20 "
                 "not_reopened: 15 satisfaction: 15 checks_done: 10 }"),
    GOOD SCORING("standing { satisfaction: 100 }"),
};

static sup_rc
compile(sup_test_arena *arena, const char *text, sup_rulebook **book,
        sup_wire_error *error)
{
    return sup_rulebook_compile(&arena->arena, sup_str_c(text), SUP_STR(""), book, error);
}

static sup_rulebook *
compiled(sup_test_arena *arena, const char *text)
{
    sup_rulebook *book = NULL;
    sup_wire_error error = {"", "", 0};

    if (compile(arena, text, &book, &error) != SUP_OK) {
        fail_msg("%u: %s %s", error.line, error.field, error.detail);
    }
    return book;
}

static Sup__Classification *
ask(sup_test_arena *arena, sup_rulebook *const *books, size_t n, const char *text,
    const char *domain, const char *category, unsigned *limited)
{
    sup_rules_question q = {sup_str_c(text), domain, category, 0, 720, 5};
    Sup__Classification *c = NULL;

    *limited = 0;
    assert_int_equal(sup_rules_classify(&arena->arena, books, n, &q, &c, limited),
                     SUP_OK);
    return c;
}

static void
test_compile__a_small_rulebook_is_accepted_with_its_digest(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_rulebook *book = compiled(arena, GOOD);

    (void)state;
    assert_string_equal(book->book->domain, "demo");
    assert_int_equal(strlen(book->digest), 64);
    assert_non_null(sup_rulebook_category(book, "noise"));
    assert_null(sup_rulebook_category(book, "smell"));
    assert_int_equal(
        sup_rulebook_deadline(book, SUP__CASE__SEVERITY__serious)->rectify_min, 240);
    assert_null(sup_rulebook_deadline(book, SUP__CASE__SEVERITY__severity_unspecified));
    assert_string_not_equal(book->digest, compiled(arena, GOOD "\n")->digest);
    sup_test_arena_destroy(arena);
}

static void
test_compile__each_mistake_is_refused_with_field_line_and_sentence(void **state)
{
    size_t i;
    int wrong = 0;

    (void)state;
    for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        const refusal *r = &refusals[i];
        sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
        sup_rulebook *book = NULL;
        sup_wire_error e = {NULL, NULL, 0};
        sup_rc rc = compile(arena, r->text, &book, &e);

        if (rc == SUP_OK || book != NULL || strcmp(e.field, r->field) != 0 ||
            strstr(e.detail, r->detail) == NULL || e.detail[0] == '\0' || e.line == 0 ||
            (r->line != 0 && e.line != r->line)) {
            fprintf(stderr, "  [%zu] wanted %u: %s ..%s.., got %d %u: %s %s\n", i,
                    r->line, r->field, r->detail, rc, e.line, e.field, e.detail);
            wrong++;
        }
        sup_test_arena_destroy(arena);
    }
    assert_int_equal(wrong, 0);
}

static void
test_compile__checklists_templates_and_scoring_are_accepted(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
        sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);

        sup_rulebook_release(compiled(arena, accepted[i]));
        sup_test_arena_destroy(arena);
    }
}

/* Two sections of 75 and one more item: what an inspector cannot carry. */
static void
test_compile__a_template_brings_no_more_than_an_inspector_carries(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    char *text = sup_strdup(&arena->arena, SUP_STR(GOOD SCORING("")));
    sup_rulebook *book = NULL;
    sup_wire_error error;
    int section, item;

    (void)state;
    for (section = 0; section < 3; section++) {
        text = sup_sprintf(&arena->arena,
                           "%ssections { code: \"s%d\" name: \"卫生\" name_en: \"S\" "
                           "weight: 10 ",
                           text, section);
        for (item = 0; item < (section == 2 ? 1 : 75); item++) {
            text = sup_sprintf(&arena->arena,
                               "%sitems { code: \"i%d_%d\" text: \"地面\" text_en: "
                               "\"Floor\" weight: 5 category: \"noise\" basis: \"plan\" "
                               "answer: pass_fail } ",
                               text, section, item);
        }
        text = sup_sprintf(&arena->arena, "%s}\n", text);
    }
    text = sup_sprintf(&arena->arena,
                       "%stemplates { code: \"day\" name: \"日查\" name_en: \"Daily\" "
                       "check: daily sections: \"s0\" sections: \"s1\" }\n",
                       text);
    assert_int_equal(sup_rulebook_parse(&arena->arena, sup_str_c(text), SUP_STR("demo"),
                                        &book, &error),
                     SUP_OK);
    text = sup_sprintf(&arena->arena,
                       "%stemplates { code: \"all\" name: \"全查\" name_en: \"All\" "
                       "check: comprehensive sections: \"s0\" sections: \"s1\" items: "
                       "\"i2_0\" }\n",
                       text);
    assert_int_equal(sup_rulebook_parse(&arena->arena, sup_str_c(text), SUP_STR("demo"),
                                        &book, &error),
                     SUP_RULES_INVALID);
    assert_string_equal(error.field, "templates[1].sections");
    assert_non_null(strstr(error.detail, "151 items"));
    sup_test_arena_destroy(arena);
}

/* For checklists and scoring PCRE2 is left out, and nothing else. */
static void
test_parse__a_rulebook_is_validated_without_its_patterns(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_rulebook *book = NULL, *compiled = NULL;
    sup_wire_error error;
    const char *broken = GOOD PATTERN("open", "noise", "(", "weight: 9");
    const char *wrong = HEAD CATEGORY TAIL;

    (void)state;
    assert_int_equal(
        sup_rulebook_parse(&arena->arena, sup_str_c(broken), SUP_STR(""), &book, &error),
        SUP_OK);
    assert_null(book->patterns);
    sup_rulebook_release(book);
    assert_int_equal(sup_rulebook_compile(&arena->arena, sup_str_c(broken), SUP_STR(""),
                                          &compiled, &error),
                     SUP_RULES_PATTERN);
    assert_int_equal(
        sup_rulebook_parse(&arena->arena, sup_str_c(wrong), SUP_STR(""), &book, &error),
        SUP_RULES_INVALID);
    assert_string_equal(error.field, "bases");
    assert_true(error.line > 0);
    assert_int_equal(sup_rulebook_compile(&arena->arena, SUP_STR(GOOD), SUP_STR(""),
                                          &compiled, &error),
                     SUP_OK);
    assert_int_equal(
        sup_rulebook_parse(&arena->arena, SUP_STR(GOOD), SUP_STR("demo"), &book, &error),
        SUP_OK);
    assert_string_equal(book->digest, compiled->digest);
    sup_rulebook_release(compiled);
    sup_test_arena_destroy(arena);
}

static void
test_compile__a_rulebook_of_another_domain_than_the_plugin_says_is_refused(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_rulebook *book = NULL;
    sup_wire_error e;

    (void)state;
    assert_int_equal(sup_rulebook_compile(&arena->arena, SUP_STR(GOOD),
                                          SUP_STR("catering"), &book, &e),
                     SUP_RULES_INVALID);
    assert_string_equal(e.field, "domain");
    assert_non_null(strstr(e.detail, "catering"));
    sup_test_arena_destroy(arena);
}

static void
test_compile__memory_running_out_at_any_place_leaves_nothing_behind(void **state)
{
    static const char text[] = GOOD PATTERN("loud", "noise", "吵", "weight: 9");
    size_t budget;
    sup_rc rc = SUP_NOMEM;

    (void)state;
    for (budget = 0; rc == SUP_NOMEM && budget < 1u << 20; budget += 512) {
        sup_test_arena *arena = sup_test_arena_create(budget);
        sup_rulebook *book = NULL;
        sup_wire_error e;

        rc = compile(arena, text, &book, &e);
        assert_true(rc == SUP_NOMEM || rc == SUP_OK);
        assert_true((book != NULL) == (rc == SUP_OK));
        sup_rulebook_release(book);
        sup_test_arena_destroy(arena);
    }
    assert_int_equal(rc, SUP_OK);
}

#define SECOND                                                                            \
    "categories { code: \"smell\" name: \"气味\" name_en: \"Smell\" standard: \"无\" " \
    "standard_en: \"None\" severity: major basis: \"plan\" }\n"

static void
test_classify__weights_add_up_and_the_earlier_category_wins_a_tie(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_rulebook *book;
    Sup__Classification *c;
    unsigned limited;

    (void)state;
    book = compiled(
        arena, HEAD BASES CATEGORY SECOND TAIL PATTERN("aa", "smell", "臭", "weight: 20")
                   PATTERN("bb", "noise", "吵", "weight: 10")
                       PATTERN("cc", "noise", "闹", "weight: 10")
                           PATTERN("dd", "smell", "酸", "weight: 1"));
    c = ask(arena, &book, 1, "又吵又闹又臭", "", "", &limited);
    assert_string_equal(c->category, "noise");
    assert_int_equal(c->n_reasons, 2);
    assert_int_equal(c->n_candidates, 2);
    assert_int_equal(c->candidates[1]->weight, 20);
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__minor);
    c = ask(arena, &book, 1, "又吵又闹又臭又酸", "", "", &limited);
    assert_string_equal(c->category, "smell");
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__major);
    c = ask(arena, &book, 1, "什么都好", "", "", &limited);
    assert_string_equal(c->domain, "");
    assert_string_equal(c->category, "");
    assert_int_equal(c->severity, 0);
    sup_rulebook_release(book);
    sup_test_arena_destroy(arena);
}

static void
test_classify__a_given_category_stays_and_danger_to_life_still_counts(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_rulebook *book =
        compiled(arena, HEAD BASES CATEGORY SECOND TAIL PATTERN(
                            "aa", "smell", "煤气", "weight: 50 severity: critical")
                            PATTERN("bb", "smell", "臭", "weight: 50 severity: serious"));
    Sup__Classification *c;
    unsigned limited;

    (void)state;
    c = ask(arena, &book, 1, "很臭", "demo", "noise", &limited);
    assert_string_equal(c->category, "noise");
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__minor);
    assert_int_equal(c->n_reasons, 1); /* told, though another category was chosen */
    assert_string_equal(c->reasons[0]->rule, "bb");
    c = ask(arena, &book, 1, "有煤气", "demo", "noise", &limited);
    assert_string_equal(c->category, "noise");
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__critical);
    assert_string_equal(c->reasons[0]->rule, "aa");
    c = ask(arena, &book, 1, "很好", "demo", "", &limited);
    assert_string_equal(c->domain, "demo");
    assert_string_equal(c->category, "");
    c = ask(arena, &book, 1, "很臭", "other", "", &limited);
    assert_string_equal(c->domain, "");
    sup_rulebook_release(book);
    sup_test_arena_destroy(arena);
}

static void
test_classify__a_pathological_text_reaches_the_limit_and_is_told(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_rulebook *book =
        compiled(arena, GOOD PATTERN("bad", "noise", "(a+)+$", "weight: 50")
                            PATTERN("ok", "noise", "吵", "weight: 9"));
    char text[4096];
    Sup__Classification *c;
    unsigned limited;

    (void)state;
    memset(text, 'a', sizeof(text));
    (void)snprintf(text + 40, sizeof(text) - 40, "!吵");
    c = ask(arena, &book, 1, text, "", "", &limited);
    assert_int_equal(limited, 1);
    assert_string_equal(c->category, "noise");
    assert_int_equal(c->n_reasons, 1);
    assert_string_equal(c->reasons[0]->rule, "ok");
    sup_rulebook_release(book);
    sup_test_arena_destroy(arena);
}

static void
test_classify__only_the_first_2000_characters_are_read(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_rulebook *book = compiled(arena, GOOD PATTERN("ok", "noise", "吵", "weight: 9"));
    char text[3 * 2002 + 1];
    unsigned limited;
    size_t i;

    (void)state;
    for (i = 0; i < 2001; i++) {
        memcpy(text + 3 * i, "好", 3);
    }
    memcpy(text + 3 * 1999, "吵", 4);
    assert_string_equal(ask(arena, &book, 1, text, "", "", &limited)->category, "noise");
    memcpy(text + 3 * 1999, "好吵", 7);
    assert_string_equal(ask(arena, &book, 1, text, "", "", &limited)->category, "");
    assert_string_equal(ask(arena, &book, 1, "吵\xff", "", "", &limited)->category, "");
    sup_rulebook_release(book);
    sup_test_arena_destroy(arena);
}

/* --- hooks --- */

static sup_plugin_verdict told;
static int told_rc;
static size_t told_room;

static int
hook(const sup_plugin_host *host, const sup_plugin_report *report,
     sup_plugin_verdict *verdict)
{
    size_t size = 1024;

    (void)report;
    for (told_room = 0; host->alloc(host, size) != NULL; told_room += size) {
    }
    *verdict = told;
    return told_rc;
}

#define TEXT(s)                                                                          \
    {                                                                                    \
        (s), sizeof(s) - 1                                                               \
    }

static void
test_hook__a_verdict_that_breaks_the_contract_is_dropped(void **state)
{
    static const sup_plugin_verdict bad[] = {
        {.category = TEXT("unknown"), .severity = 4, .reason = TEXT("因")},
        {.severity = 5, .reason = TEXT("因")},
        {.severity = (sup_severity)-1, .reason = TEXT("因")},
        {.severity = 4},
        {.severity = 4, .reason = TEXT("\xff")},
        {.severity = 4, .reason = TEXT("a\0b")},
        {.severity = 4, .reason = {NULL, 3}},
        {.severity = 4, .reason = TEXT("因"), .basis = TEXT("law")},
    };
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_rulebook *book = compiled(
        arena, HEAD BASES CATEGORY SECOND TAIL PATTERN("ok", "noise", "吵", "weight: 9"));
    sup_plugin plugin = {SUP_PLUGIN_HEAD, .domain = "demo", .classify = hook};
    Sup__Classification *c;
    unsigned limited;
    size_t i;

    (void)state;
    book->plugin = &plugin;
    told_rc = 1;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        told = bad[i];
        c = ask(arena, &book, 1, "吵", "", "", &limited);
        assert_int_equal(c->severity, SUP__CASE__SEVERITY__minor);
        assert_int_equal(c->n_reasons, 1);
    }
    told = (sup_plugin_verdict){.category = TEXT("smell"),
                                .severity = 4,
                                .reason = TEXT("因"),
                                .basis = TEXT("plan")};
    c = ask(arena, &book, 1, "吵", "", "", &limited);
    assert_string_equal(c->category, "smell");
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__critical);
    assert_string_equal(c->reasons[0]->rule, "hook:demo");
    assert_int_equal(told_room, 16 * 1024);
    told_rc = -1;
    c = ask(arena, &book, 1, "吵", "", "", &limited);
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__minor);
    told_rc = 1;
    told.severity = SUP_SEVERITY_MINOR; /* raises only */
    told.category = (sup_text){NULL, 0};
    c = ask(arena, &book, 1, "吵", "demo", "smell", &limited);
    assert_int_equal(c->severity, SUP__CASE__SEVERITY__major);
    plugin.struct_size = offsetof(sup_plugin, classify);
    c = ask(arena, &book, 1, "吵", "", "", &limited);
    assert_int_equal(c->n_reasons, 1); /* a smaller struct has no such hook */
    sup_rulebook_release(book);
    sup_test_arena_destroy(arena);
}

/* --- the index of needles --- */

/* A regular expression, a text that it matches and one that the index can leave out; ""
 * when it must not leave out any. */
static const char *const needles[][3] = {
    {"停电", "宿舍停电了", "宿舍停水了"},
    {"Power (cut|outage)", "POWER OUTAGE", "power out"},
    {"(食堂|窗口).{0,4}(差|凶)", "窗口很凶", "食堂很好"},
    {"(?<!没)停(电|水)", "停水", "停课"},
    {"热水(?!壶)不?热", "热水热", "热茶"},
    {"a?b+c*d{2}e{0,1}f{1,3}", "bddf", "df"},
    {"(ab)?cd", "cd", "ab"},
    {"(ab|)cd", "cd", "ab"},
    {"x|电", "x", "y"},
    {"电[表费]坏", "电表坏", "电表"},
    {"st\\\\d", "ST1", "s"},
    {"(?:断|停)电", "断电", "断水"},
    {"k\\\\x{41}", "ka", ""},
    {"(?i)abc", "ABC", ""},
    {"(?>ab)c", "abc", ""},
    {"(a|b{2}){2}z", "bbaz", "bb"},
    {"mask", "ma\xC5\xBF\xE2\x84\xAA", "mas"},
    {"É", "é", ""},
    {"ж停", "Ж停", "ж"},
    {"^.停$", "不停", "不动"},
    {"[^停]电", "来电", "停"},
    {"[]a]电", "]电", "]"},
    {"\\\\Qa|b\\\\E", "a|b", ""},
    {"停\\\\|电", "停|电", ""},
};

static void
test_needles__the_index_leaves_out_only_what_cannot_match(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(needles) / sizeof(needles[0]); i++) {
        sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
        char text[4096];
        sup_rulebook *book;
        unsigned limited;

        (void)snprintf(text, sizeof(text),
                       "%spatterns { code: \"p1\" category: \"noise\" regex: \"%s\" "
                       "weight: 1 reason: \"因\" reason_en: \"Why\" }",
                       GOOD, needles[i][0]);
        book = compiled(arena, text);
        if (strcmp(ask(arena, &book, 1, needles[i][1], "", "", &limited)->category,
                   "noise") != 0) {
            fail_msg("%s does not match %s", needles[i][0], needles[i][1]);
        }
        if (sup_rules_needles_find(&arena->arena, book->needles,
                                   sup_str_c(needles[i][2]))[0] !=
            (needles[i][2][0] == '\0')) {
            fail_msg("%s: wrong index of %s", needles[i][0], needles[i][2]);
        }
        sup_rulebook_release(book);
        sup_test_arena_destroy(arena);
    }
}

/* --- masking --- */

#define M "＊＊＊"

static const char *const masks[][2] = {
    {"电话13812345678找我", "电话" M "找我"},
    {"打138-1234-5678", "打" M},
    {"打138 1234 5678。", "打" M "。"},
    {"+86 13812345678", "+" M},
    {"8613812345678", M},
    {"１３８１２３４５６７８", M},
    {"座机0513-85960123", "座机" M},
    {"座机(0513)85960123", "座机(0513)" M},
    {"身份证32060119990101123X，请查", "身份证" M "，请查"},
    {"320601199901011234", M},
    {"我叫小王，2023010203班", "我叫小王，" M "班"},
    {"学号B19040123", "学号" M},
    {"学号是：20230101", "学号是：" M},
    {"邮箱 xiao.wang+1@mail.ntvu.edu.cn 谢谢", "邮箱 " M " 谢谢"},
    {"写信a@b.com。", "写信" M "。"},
    {"13812345678@qq.com", M},
    {"微信 zhangsan_99", "微信 " M},
    {"QQ：12345", "QQ：" M},
    {"车牌苏F12345", "车牌" M},
    {"苏F·D12345挡路", M "挡路"},
    {"沪a88888", M},
    {"我的号一三八一二三四五六七八", "我的号" M},
    {"我叫张三，宿舍没水", "我叫" M "，宿舍没水"},
    {"我叫欧阳娜娜。", "我叫" M "。"},
    {"我叫李小龙住在三栋", "我叫" M "住在三栋"},
    {"我叫王五反映食堂问题", "我叫" M "反映食堂问题"},
    {"我是张三。", "我是" M "。"},
    {"我是刘德华的室友", "我是" M "的室友"},
    {"我是陈一一", "我是" M},
    {"姓名：张三，学号B19040123", "姓名：" M "，学号" M},
    {"姓名: 司空见，投诉", "姓名: " M "，投诉"},
    {"我的名字叫赵子龙", "我的名字叫" M},
    {"加我微信 abc_123", "加我微信 " M},
    {"加我zhang2003", "加我" M},
    {"vx：lisi88", "vx：" M},
    {"我的VX lisi_88 谢谢", "我的VX " M " 谢谢"},
    {"wxid_8a8b8c", "wx" M},
    {"QQ号是1234567", "QQ号是" M},
    {"我住3号楼512室，水管漏水", "我住" M "，水管漏水"},
    {"我住在学生公寓5栋B502", "我住在学生公寓" M},
    {"本人住３栋５０２", "本人住" M},
    {"我们寝室3-512没热水", "我们寝室" M "没热水"},
    {"我在3号楼512住，没水", "我在" M "住，没水"},
};

static const char *const kept[] = {
    "3栋502没水",
    "2026年11月23日 12:30",
    "2026-11-23",
    "20261123",
    "收了12元，应该8.50元",
    "二楼3号窗口",
    "核载45坐了52人",
    "后勤整改〔2026〕12号",
    "18℃，湿度60%",
    "1 2 3 4 5 6",
    "用微信 app 付款",
    "电话没人接",
    "宁静的A楼",
    "苏A栋",
    "关于@同学",
    "a@b",
    "版本1.2.3",
    "3号楼512室水管爆了",
    "在3栋502门口",
    "我在3号楼512看到漏水",
    "我住3号楼",
    "我住的那层楼道停电3天",
    "我住宿舍，电费120元",
    "我住校外每天坐车花了120块",
    "我是周末来的",
    "我是高三的学生",
    "我是马院的学生",
    "我是学生",
    "我是任课老师",
    "我是王老师",
    "我叫师傅来修",
    "我叫陈师傅来看过",
    "我叫了外卖",
    "我是江苏的",
    "姓名保密",
    "姓名：匿名",
    "加我一个",
    "dvx123ab",
    "微信支付失败",
    "",
};

static void
test_mask__personal_data_is_hidden(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
        assert_string_equal(sup_rules_mask(&arena->arena, masks[i][0]), masks[i][1]);
    }
    sup_test_arena_destroy(arena);
}

static void
test_mask__rooms_dates_prices_and_numbers_of_notices_stay(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        assert_string_equal(sup_rules_mask(&arena->arena, kept[i]), kept[i]);
    }
    sup_test_arena_destroy(arena);
}

static void
test_mask__no_memory_gives_null(void **state)
{
    sup_test_arena *arena = sup_test_arena_create(8);

    (void)state;
    assert_null(sup_rules_mask(&arena->arena, "13812345678"));
    sup_test_arena_destroy(arena);
}

static void
test_init__this_machines_pcre2_knows_unicode(void **state)
{
    (void)state;
    assert_int_equal(sup_rules_init(), SUP_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_init__this_machines_pcre2_knows_unicode),
        cmocka_unit_test(test_compile__a_small_rulebook_is_accepted_with_its_digest),
        cmocka_unit_test(
            test_compile__each_mistake_is_refused_with_field_line_and_sentence),
        cmocka_unit_test(test_compile__checklists_templates_and_scoring_are_accepted),
        cmocka_unit_test(
            test_compile__a_template_brings_no_more_than_an_inspector_carries),
        cmocka_unit_test(test_parse__a_rulebook_is_validated_without_its_patterns),
        cmocka_unit_test(
            test_compile__a_rulebook_of_another_domain_than_the_plugin_says_is_refused),
        cmocka_unit_test(
            test_compile__memory_running_out_at_any_place_leaves_nothing_behind),
        cmocka_unit_test(
            test_classify__weights_add_up_and_the_earlier_category_wins_a_tie),
        cmocka_unit_test(
            test_classify__a_given_category_stays_and_danger_to_life_still_counts),
        cmocka_unit_test(
            test_classify__a_pathological_text_reaches_the_limit_and_is_told),
        cmocka_unit_test(test_classify__only_the_first_2000_characters_are_read),
        cmocka_unit_test(test_hook__a_verdict_that_breaks_the_contract_is_dropped),
        cmocka_unit_test(test_needles__the_index_leaves_out_only_what_cannot_match),
        cmocka_unit_test(test_mask__personal_data_is_hidden),
        cmocka_unit_test(test_mask__rooms_dates_prices_and_numbers_of_notices_stay),
        cmocka_unit_test(test_mask__no_memory_gives_null),
    };

    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
