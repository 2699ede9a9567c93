/* Unit tests of text format, the language of rulebooks.
 * Owns: its errors with their lines. That it reads what Google's text_format reads is
 *   shown by tests/api/wire/test_wire_agreement.py.
 * Must not know: what makes a good rulebook. */
#include "sup_test_wire.h"

#define ACCEPTED(text, json)                                                             \
    sup_test_accepted(state, sup_text_parse, "Rulebook", SUP_STR(text), json)
#define REFUSED(text, rc, field, at)                                                     \
    assert_int_equal(                                                                    \
        sup_test_refused(state, sup_text_parse, "Rulebook", SUP_STR(text), rc, field)    \
            .line,                                                                       \
        at)

static void
test_text__a_rulebook_is_read_with_comments_lists_and_long_texts(void **state)
{
    ACCEPTED(
        "# 餐饮\n"
        "domain: \"catering\"  # comment: \"not a text\"\n"
        "name: '餐'\n  \"饮\"   # one text over two lines\n  '服务'\n"
        "bases { code: \"a\" kind: plan } bases: { kind: 1; clause: \"\\x34\\56\" }\n"
        "patterns [ { regex: '\\\\d+(元|块)', weight: 0x10 }, < weight: -017 > ];\n"
        "categories { basis: [\"a\", 'b' \"c\"] basis: \"d\" severity: serious }\n"
        "sections { items { critical: true veto: f evidence: [photo, 2] } }\n"
        "scoring { repeat_factor: 1.5 grades { at_least: .5f } }\n",
        "{\"domain\":\"catering\",\"name\":\"餐饮服务\","
        "\"bases\":[{\"code\":\"a\",\"kind\":\"plan\"},"
        "{\"kind\":\"regulation\",\"clause\":\"4.\"}],"
        "\"categories\":[{\"severity\":\"serious\",\"basis\":[\"a\",\"bc\",\"d\"]}],"
        "\"patterns\":[{\"regex\":\"\\\\d+(元|块)\",\"weight\":16},{\"weight\":-15}],"
        "\"sections\":[{\"items\":[{\"critical\":true,\"evidence\":[\"photo\",\"note\"]"
        "}]}],"
        "\"scoring\":{\"grades\":[{\"at_least\":0.5}],\"repeat_factor\":1.5}}");
}

static void
test_text__nothing_or_only_comments_is_an_empty_message(void **state)
{
    ACCEPTED("", "{}");
    ACCEPTED(" \r\n\t# no newline at the end", "{}");
    ACCEPTED("terms {}", "{\"terms\":{}}");
}

static void
test_text__a_zero_keeps_its_sign(void **state)
{
    sup_test_accepted(state, sup_text_parse, "Answer",
                      SUP_STR("values: [-0, -0.0, -.0f, 0] values: -1e-400"),
                      "{\"values\":[-0.0,-0.0,-0.0,0,-0.0]}");
}

static void
test_text__an_error_has_its_line_and_its_path(void **state)
{
    REFUSED("domain: \"a\"\nnope: 1", SUP_WIRE_UNKNOWN, "nope", 2);
    REFUSED("bases {}\nbases {\n  kind: x\n}\n", SUP_WIRE_ENUM, "bases[1].kind", 3);
    REFUSED("patterns {\n weight: 1\n weight: 2 }", SUP_WIRE_DUPLICATE,
            "patterns[0].weight", 3);
    REFUSED("terms {}\nterms {}", SUP_WIRE_DUPLICATE, "terms", 2);
    REFUSED("\n\ndomain: 5\n\n\n", SUP_WIRE_TYPE, "domain", 3);
    REFUSED("terms { reopen_min: 4294967296 }", SUP_WIRE_RANGE, "terms.reopen_min", 1);
    REFUSED("categories { basis: [\"a\",\n\"b\",\n7] }", SUP_WIRE_TYPE,
            "categories[0].basis[2]", 3);
}

static void
test_text__broken_grammar_is_refused_where_it_breaks(void **state)
{
    REFUSED("domain \"a\"", SUP_WIRE_SYNTAX, "domain", 1);
    REFUSED("domain:\n\n", SUP_WIRE_SYNTAX, "domain", 3);
    REFUSED("domain: \"a\nb\"", SUP_WIRE_SYNTAX, "domain", 1);
    REFUSED("domain: \"a\\", SUP_WIRE_SYNTAX, "domain", 1);
    REFUSED("domain: \"a\\\"", SUP_WIRE_SYNTAX, "domain", 1);
    REFUSED("domain: \"\\d\"", SUP_WIRE_SYNTAX, "domain", 1);
    REFUSED("domain: \"\\400\"", SUP_WIRE_SYNTAX, "domain", 1);
    REFUSED("domain: \"\\x\"", SUP_WIRE_SYNTAX, "domain", 1);
    REFUSED("domain: \"\\u996d\"", SUP_WIRE_SYNTAX, "domain", 1);
    REFUSED("terms {\n", SUP_WIRE_SYNTAX, "terms", 2);
    REFUSED("terms { ]", SUP_WIRE_SYNTAX, "terms", 1);
    REFUSED("terms < }", SUP_WIRE_SYNTAX, "terms", 1);
    REFUSED("terms 5", SUP_WIRE_SYNTAX, "terms", 1);
    REFUSED("}", SUP_WIRE_SYNTAX, "", 1);
    REFUSED("domain: \"a\",,", SUP_WIRE_SYNTAX, "", 1);
    REFUSED("bases [{} {}]", SUP_WIRE_SYNTAX, "bases[0]", 1);
    REFUSED("bases [{},]", SUP_WIRE_SYNTAX, "bases[1]", 1);
    REFUSED("domain: [\"a\"]", SUP_WIRE_SYNTAX, "domain", 1);
    REFUSED("[ext.x]: 1", SUP_WIRE_SYNTAX, "", 1);
}

static void
test_text__it_is_utf8_also_in_comments_and_after_escapes(void **state)
{
    REFUSED("domain: \"a\"\n# \xff\n", SUP_WIRE_UTF8, "", 2);
    REFUSED("domain: \"a\0\"", SUP_WIRE_UTF8, "", 1);
    REFUSED("\ndomain: \"\\xff\"", SUP_WIRE_UTF8, "domain", 2);
    REFUSED("domain: \"\\000\"", SUP_WIRE_UTF8, "domain", 1);
    ACCEPTED("domain: '\\xe9\\xa5' '\\xad'", "{\"domain\":\"饭\"}");
}

static void
test_text__depth_and_number_of_values_are_bounded(void **state)
{
    sup_test_arena *t = *state;
    char *text = sup_alloc(&t->arena, 40000);
    size_t i;

    for (i = 0; i < 4000; i++) {
        memcpy(text + i * 10, "follows { ", 10);
    }
    sup_test_refused(state, sup_text_parse, "Case", (sup_str){text, 40000},
                     SUP_WIRE_DEPTH,
                     "follows.follows.follows.follows.follows.follows.follows.follows");
    text[0] = '\0';
    for (i = 0; i < 513; i++) {
        strcat(text, "bases{}");
    }
    sup_test_refused(state, sup_text_parse, "Rulebook", sup_str_c(text), SUP_WIRE_SIZE,
                     "bases[512]");
}

static void
test_text__memory_that_runs_out_is_an_error_of_its_own(void **state)
{
    (void)state;
    sup_test_memory_runs_out(
        sup_text_parse, "Rulebook",
        SUP_STR("domain: 'a' 'b' bases {kind: plan} bases {code: 'x'}"
                "scoring { repeat_factor: 1.5 }"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SUP_TEST_WIRE(test_text__a_rulebook_is_read_with_comments_lists_and_long_texts),
        SUP_TEST_WIRE(test_text__nothing_or_only_comments_is_an_empty_message),
        SUP_TEST_WIRE(test_text__a_zero_keeps_its_sign),
        SUP_TEST_WIRE(test_text__an_error_has_its_line_and_its_path),
        SUP_TEST_WIRE(test_text__broken_grammar_is_refused_where_it_breaks),
        SUP_TEST_WIRE(test_text__it_is_utf8_also_in_comments_and_after_escapes),
        SUP_TEST_WIRE(test_text__depth_and_number_of_values_are_bounded),
        SUP_TEST_WIRE(test_text__memory_that_runs_out_is_an_error_of_its_own),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
