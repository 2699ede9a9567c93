/* Unit tests of HTML forms and URL queries.
 * Owns: names that are paths, percent-encoding, repeated and empty fields.
 * Must not know: what the fields mean. */
#include "sup_test_wire.h"

#define ACCEPTED(type, text, json)                                                       \
    sup_test_accepted(state, sup_form_parse, type, SUP_STR(text), json)
#define REFUSED(type, text, rc, field)                                                   \
    sup_test_refused(state, sup_form_parse, type, SUP_STR(text), rc, field)

static void
test_form__a_browsers_post_becomes_a_message(void **state)
{
    ACCEPTED("SubmitRequest",
             "kind=complaint&text=%E9%A5%AD+%2B%0D%0A&contact.name=%e7%8e%8b&place=&"
             "contact.phone=139&occurred_at=2026-09-01T08%3A00%3A00%2B08%3A00",
             "{\"kind\":\"complaint\",\"text\":\"饭 +\\r\\n\","
             "\"occurred_at\":\"2026-09-01T00:00:00Z\","
             "\"contact\":{\"name\":\"王\",\"phone\":\"139\"}}");
}

static void
test_form__a_repeated_name_is_a_list_and_a_number_is_a_text(void **state)
{
    ACCEPTED(
        "ActionRequest", "basis=a&rating=5&basis=b&version=18446744073709551615",
        "{\"basis\":[\"a\",\"b\"],\"rating\":5,\"version\":\"18446744073709551615\"}");
    ACCEPTED("SubmitRequest", "tags=joint&tags=&tags=10",
             "{\"tags\":[\"joint\",\"covert_visit\"]}");
}

static void
test_form__a_zero_keeps_its_sign(void **state)
{
    ACCEPTED("Answer", "values=-0&values=-0.0&values=0&values=-1e-400",
             "{\"values\":[-0.0,-0.0,0,-0.0]}");
}

static void
test_form__an_empty_field_is_one_that_nobody_filled_in(void **state)
{
    ACCEPTED("SubmitRequest", "", "{}");
    ACCEPTED("SubmitRequest", "&&text&text=&contact.name=&kind=&occurred_at=&", "{}");
    ACCEPTED("SubmitRequest", "text=&text=x", "{\"text\":\"x\"}");
}

static void
test_form__a_ticked_box_is_true(void **state)
{
    ACCEPTED("ListCasesRequest", "overdue=on&mine=1&limit=20",
             "{\"overdue\":true,\"limit\":20,\"mine\":true}");
    ACCEPTED("ListCasesRequest", "overdue=true&mine=false", "{\"overdue\":true}");
    REFUSED("ListCasesRequest", "overdue=yes", SUP_WIRE_TYPE, "overdue");
}

static void
test_form__an_error_names_the_field(void **state)
{
    REFUSED("SubmitRequest", "nope=1", SUP_WIRE_UNKNOWN, "nope");
    REFUSED("SubmitRequest", "nope=", SUP_WIRE_UNKNOWN, "nope");
    REFUSED("SubmitRequest", "contact.nope=", SUP_WIRE_UNKNOWN, "contact.nope");
    REFUSED("SubmitRequest", "=x", SUP_WIRE_UNKNOWN, "");
    REFUSED("SubmitRequest", "contact.=x", SUP_WIRE_UNKNOWN, "contact.");
    REFUSED("SubmitRequest", "contact=x", SUP_WIRE_TYPE, "contact");
    REFUSED("SubmitRequest", "text.x=1", SUP_WIRE_TYPE, "text");
    REFUSED("SubmitRequest", "occurred_at.seconds=1", SUP_WIRE_TYPE, "occurred_at");
    REFUSED("CaseList", "cases.id=1", SUP_WIRE_TYPE, "cases");
    REFUSED("SubmitRequest", "text=a&text=b", SUP_WIRE_DUPLICATE, "text");
    REFUSED("SubmitRequest", "contact.name=a&text=x&contact.name=b", SUP_WIRE_DUPLICATE,
            "contact.name");
    REFUSED("SubmitRequest", "place_detail=a&placeDetail=b", SUP_WIRE_DUPLICATE,
            "placeDetail");
    REFUSED("SubmitRequest", "tags=joint&tags=nope", SUP_WIRE_ENUM, "tags[1]");
    REFUSED("ListCasesRequest", "limit=4294967296", SUP_WIRE_RANGE, "limit");
    REFUSED("ListCasesRequest", "limit=0x10", SUP_WIRE_TYPE, "limit");
    REFUSED("ListCasesRequest", "limit=+5", SUP_WIRE_TYPE, "limit");
}

static void
test_form__broken_percents_and_broken_text_are_refused(void **state)
{
    REFUSED("SubmitRequest", "text=%", SUP_WIRE_SYNTAX, "text");
    REFUSED("SubmitRequest", "text=%4", SUP_WIRE_SYNTAX, "text");
    REFUSED("SubmitRequest", "text=%4g", SUP_WIRE_SYNTAX, "text");
    REFUSED("SubmitRequest", "%zz=1", SUP_WIRE_SYNTAX, "");
    REFUSED("SubmitRequest", "text=%ff", SUP_WIRE_UTF8, "text");
    REFUSED("SubmitRequest", "text=%ed%a0%80", SUP_WIRE_UTF8, "text");
    REFUSED("SubmitRequest", "text=a%00b", SUP_WIRE_UTF8, "text");
    REFUSED("SubmitRequest", "te%00xt=a", SUP_WIRE_UTF8, "");
    REFUSED("SubmitRequest", "text=\xff", SUP_WIRE_UTF8, "text");
}

static void
test_form__depth_and_number_of_fields_are_bounded(void **state)
{
    sup_test_arena *t = *state;
    char *text = sup_alloc(&t->arena, 8192);
    size_t i;

    ACCEPTED(
        "Case", "follows.follows.follows.follows.follows.follows.follows.id=1",
        "{\"follows\":{\"follows\":{\"follows\":{\"follows\":{\"follows\":{\"follows\":"
        "{\"follows\":{\"id\":\"1\"}}}}}}}}");
    REFUSED("Case",
            "follows.follows.follows.follows.follows.follows.follows.follows.id=1",
            SUP_WIRE_DEPTH,
            "follows.follows.follows.follows.follows.follows.follows.follows.id");
    text[0] = '\0';
    for (i = 0; i < 513; i++) {
        strcat(text, "basis=a&");
    }
    sup_test_refused(state, sup_form_parse, "ActionRequest", sup_str_c(text),
                     SUP_WIRE_SIZE, "");
    text[0] = '\0';
    for (i = 0; i < 513; i++) {
        strcat(text, "basis=&");
    }
    sup_test_refused(state, sup_form_parse, "ActionRequest", sup_str_c(text),
                     SUP_WIRE_SIZE, "");
}

static void
test_form__memory_that_runs_out_is_an_error_of_its_own(void **state)
{
    (void)state;
    sup_test_memory_runs_out(sup_form_parse, "SubmitRequest",
                             SUP_STR("text=a&contact.phone=1&tags=joint&tags=1&"
                                     "occurred_at=2026-09-01T08:00:00Z"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SUP_TEST_WIRE(test_form__a_browsers_post_becomes_a_message),
        SUP_TEST_WIRE(test_form__a_repeated_name_is_a_list_and_a_number_is_a_text),
        SUP_TEST_WIRE(test_form__a_zero_keeps_its_sign),
        SUP_TEST_WIRE(test_form__an_empty_field_is_one_that_nobody_filled_in),
        SUP_TEST_WIRE(test_form__a_ticked_box_is_true),
        SUP_TEST_WIRE(test_form__an_error_names_the_field),
        SUP_TEST_WIRE(test_form__broken_percents_and_broken_text_are_refused),
        SUP_TEST_WIRE(test_form__depth_and_number_of_fields_are_bounded),
        SUP_TEST_WIRE(test_form__memory_that_runs_out_is_an_error_of_its_own),
    };

    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
