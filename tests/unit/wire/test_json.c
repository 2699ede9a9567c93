/* Unit tests of ProtoJSON, both ways: what agreement with Google's implementation
 * (tests/api/wire/test_wire_agreement.py) cannot show: limits, paths, memory.
 * Owns: errors of JSON requests.
 * Must not know: what the fields mean. */
#include <float.h>
#include "wire/sup_jsonw.h"
#include "sup_test_wire.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define ACCEPTED(type, text, json)                                                       \
    sup_test_accepted(state, sup_json_parse, type, SUP_STR(text), json)
#define REFUSED(type, text, rc, field)                                                   \
    sup_test_refused(state, sup_json_parse, type, SUP_STR(text), rc, field)

static void
test_json__a_message_comes_back_as_it_was_written(void **state)
{
    static const char text[] =
        "{\"kind\":\"complaint\",\"text\":\"饭里\\n\\\"异物\\\"\\u0001\","
        "\"occurred_at\":\"2026-09-01T00:30:00.500Z\","
        "\"contact\":{\"phone\":\"13900000000\"},\"tags\":[\"joint\",\"covert_visit\"]}";

    sup_test_accepted(state, sup_json_parse, "SubmitRequest", SUP_STR(text), text);
}

static void
test_json__names_numbers_and_nulls_are_read_as_protobuf_says(void **state)
{
    ACCEPTED("SubmitRequest", "{\"placeDetail\":\"3号窗口\",\"kind\":2.0,\"text\":null}",
             "{\"kind\":\"repair\",\"place_detail\":\"3号窗口\"}");
    ACCEPTED("ActionRequest", "{\"version\":\"18446744073709551615\",\"rating\":5e0}",
             "{\"rating\":5,\"version\":\"18446744073709551615\"}");
    ACCEPTED("ActionRequest", "{\"version\":0,\"rating\":-0,\"basis\":[]}", "{}");
}

static void
test_json__whole_messages_that_are_empty_are_kept(void **state)
{
    ACCEPTED("SubmitRequest", "{\"contact\":{}}", "{\"contact\":{}}");
    ACCEPTED("CaseList", "{\"cases\":[{},{}]}", "{\"cases\":[{},{}]}");
}

static void
test_json__lists_of_any_length_keep_their_order(void **state)
{
    sup_test_arena *t = *state;
    Sup__CaseRecord *record;
    char text[4096] = "{\"case\":{\"attachments\":[";
    size_t i;

    for (i = 0; i < 300; i++) {
        sprintf(text + strlen(text), "%s\"%zu\"", i == 0 ? "" : ",", i);
    }
    strcat(text, "]}}");
    record = (Sup__CaseRecord *)sup_test_accepted(
        state, sup_json_parse, "CaseRecord",
        sup_str_c(sup_strdup(&t->arena, sup_str_c(text))), text);
    assert_int_equal(record->case_->n_attachments, 300);
    assert_string_equal(record->case_->attachments[299], "299");
}

static void
test_json__an_error_names_the_path_and_quotes_little(void **state)
{
    sup_wire_error e;

    REFUSED("SubmitRequest", "{\"contact\":{\"phone\":1}}", SUP_WIRE_TYPE,
            "contact.phone");
    REFUSED("CaseList", "{\"cases\":[{},{\"notice\":{\"basis\":[\"a\",1]}}]}",
            SUP_WIRE_TYPE, "cases[1].notice.basis[1]");
    REFUSED("SubmitRequest", "{\"tags\":[\"joint\",null]}", SUP_WIRE_TYPE, "tags[1]");
    e = REFUSED("SubmitRequest", "{\"kind\":\"投诉\"}", SUP_WIRE_ENUM, "kind");
    assert_string_equal(e.detail, "\"投诉\" is not one of the values of Case.Kind.");
    e = REFUSED("SubmitRequest", "{\"饭饭饭饭饭饭饭饭饭饭饭饭饭饭饭饭饭饭\\\"\\n\":1}",
                SUP_WIRE_UNKNOWN, "饭饭饭饭饭饭饭饭饭饭饭饭饭...");
    assert_string_equal(e.detail,
                        "SubmitRequest has no field \"饭饭饭饭饭饭饭饭饭饭饭饭饭...\".");
}

static void
test_json__a_key_given_twice_is_found_wherever_it_is(void **state)
{
    REFUSED("SubmitRequest", "{\"text\":\"a\",\"text\":\"b\"}", SUP_WIRE_DUPLICATE,
            "text");
    REFUSED("SubmitRequest", "{\"text\":\"{[,\\\"\",\"contact\":{\"name\":1,\"name\":2}}",
            SUP_WIRE_DUPLICATE, "contact.name");
    REFUSED("CaseList", "{\"cases\":[{\"id\":\"a,b\"},{\"id\":\"1\",\"id\":\"2\"}]}",
            SUP_WIRE_DUPLICATE, "cases[1].id");
    REFUSED("SubmitRequest", "{\"place_detail\":\"a\",\"placeDetail\":\"b\"}",
            SUP_WIRE_DUPLICATE, "placeDetail");
    REFUSED("ActionRequest", "{\"basis\":[\"a\"],\"b\\u0061sis\":[\"b\"]}",
            SUP_WIRE_DUPLICATE, "b\\u0061sis");
}

static void
test_json__what_is_not_a_json_object_is_refused_with_its_line(void **state)
{
    static const char *const rows[] = {
        "",
        " ",
        "[]",
        "nul",
        "1",
        "\"a\"",
        "{",
        "{\"text\"",
        "{\"text\":",
        "{\"text\":\"a",
        "{\"text\":\"a\",}",
        "{} {}",
        "{\"a\":01}",
        "{'a':1}",
        "\xef\xbb\xbf{}",
        "]",
        "{\"text\":\"\t\"}",
        "{\"text\":\"\\q\"}",
        "{\"a\":NaN}",
        "//\n{}",
    };
    sup_test_arena *t = *state;
    ProtobufCMessage *message = NULL;
    sup_wire_error error;
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(sup_json_parse(&t->arena, sup_test_type("SubmitRequest"),
                                        sup_str_c(rows[i]), &sup_wire_request_limits,
                                        &message, &error),
                         SUP_WIRE_SYNTAX);
    }
    assert_null(message);
    assert_int_equal(
        REFUSED("SubmitRequest", "{\n\n\"text\": }", SUP_WIRE_SYNTAX, "text").line, 3);
}

static void
test_json__text_that_is_no_text_is_refused(void **state)
{
    REFUSED("SubmitRequest", "{\"text\":\"\xff\"}", SUP_WIRE_UTF8, "text");
    REFUSED("SubmitRequest", "{\"text\":\"\xed\xa0\x80\"}", SUP_WIRE_UTF8, "text");
    REFUSED("SubmitRequest", "{\"text\":\"a\\u0000\"}", SUP_WIRE_UTF8, "text");
    REFUSED("SubmitRequest", "{\"a\\u0000\":1}", SUP_WIRE_UTF8, "a\\u0000");
    REFUSED("SubmitRequest", "{\"text\":\"\\ud83c\"}", SUP_WIRE_UTF8, "text");
    REFUSED("SubmitRequest", "{\"text\":\"a\0\"}", SUP_WIRE_SYNTAX, "text");
}

static void
test_json__numbers_outside_their_type_are_refused(void **state)
{
    REFUSED("ActionRequest", "{\"rating\":4294967296}", SUP_WIRE_RANGE, "rating");
    REFUSED("ActionRequest", "{\"rating\":-1}", SUP_WIRE_RANGE, "rating");
    REFUSED("ActionRequest", "{\"rating\":1e400}", SUP_WIRE_RANGE, "rating");
    REFUSED("ActionRequest", "{\"version\":18446744073709551616}", SUP_WIRE_RANGE,
            "version");
    REFUSED("ActionRequest", "{\"version\":\"18446744073709551616\"}", SUP_WIRE_RANGE,
            "version");
    REFUSED("SubmitRequest", "{\"occurred_at\":\"2026-02-30T00:00:00Z\"}", SUP_WIRE_RANGE,
            "occurred_at");
}

static void
test_json__depth_is_bounded_before_anything_is_built(void **state)
{
    sup_test_arena *t = *state;
    sup_wire_limits limits = {64 * 1024, 8, 512};
    char *text = sup_alloc(&t->arena, 60000);
    size_t used;

    ACCEPTED(
        "Case",
        "{\"follows\":{\"follows\":{\"follows\":{\"follows\":{\"follows\":{\"follows\":"
        "{\"follows\":{}}}}}}}}",
        "{\"follows\":{\"follows\":{\"follows\":{\"follows\":{\"follows\":{\"follows\":"
        "{\"follows\":{}}}}}}}}");
    REFUSED(
        "Case",
        "{\"follows\":{\"follows\":{\"follows\":{\"follows\":{\"follows\":{\"follows\":"
        "{\"follows\":{\"follows\":{}}}}}}}}}",
        SUP_WIRE_DEPTH, "");
    memset(text, '[', 60000);
    used = t->used;
    assert_int_equal(sup_json_parse(&t->arena, sup_test_type("Case"),
                                    (sup_str){text, 60000}, &limits, NULL, NULL),
                     SUP_WIRE_DEPTH);
    assert_int_equal(t->used, used);
    /* Brackets within a text are no depth. */
    ACCEPTED("Case", "{\"text\":\"\\\"[[[[[[[[[[{{{{\"}",
             "{\"text\":\"\\\"[[[[[[[[[[{{{{\"}");
}

static void
test_json__length_and_number_of_values_are_bounded(void **state)
{
    sup_test_arena *t = *state;
    char *text = sup_alloc(&t->arena, 70000);
    sup_wire_error error;
    ProtobufCMessage *message;
    size_t i, len = (size_t)sprintf(text, "{\"basis\":[\"\"");

    memset(text + 40000, ' ', 30000);
    assert_int_equal(sup_json_parse(&t->arena, sup_test_type("ActionRequest"),
                                    (sup_str){text, 65537}, &sup_wire_request_limits,
                                    &message, &error),
                     SUP_WIRE_SIZE);
    for (i = 1; i < 512; i++) {
        len += (size_t)sprintf(text + len, ",\"\"");
    }
    strcpy(text + len, "]}");
    assert_int_equal(sup_json_parse(&t->arena, sup_test_type("ActionRequest"),
                                    sup_str_c(text), &sup_wire_request_limits, &message,
                                    &error),
                     SUP_OK);
    strcpy(text + len, ",\"\"]}");
    assert_int_equal(sup_json_parse(&t->arena, sup_test_type("ActionRequest"),
                                    sup_str_c(text), &sup_wire_request_limits, &message,
                                    &error),
                     SUP_WIRE_SIZE);
}

static void
test_json__memory_that_runs_out_is_an_error_of_its_own(void **state)
{
    static const char text[] =
        "{\"text\":\"饭\",\"contact\":{\"phone\":\"1\"},\"tags\":[1,2,3,4,5,6],"
        "\"occurred_at\":\"2026-09-01T00:00:00Z\"}";
    ProtobufCMessage *message;
    sup_str out;
    size_t budget;

    sup_test_memory_runs_out(sup_json_parse, "SubmitRequest", SUP_STR(text));
    assert_int_equal(sup_json_parse(*state, sup_test_type("SubmitRequest"), SUP_STR(text),
                                    &sup_wire_request_limits, &message, NULL),
                     SUP_OK);
    for (budget = 0; budget < 2048; budget += 256) {
        sup_test_arena *t = sup_test_arena_create(budget);

        assert_int_equal(sup_json_print(&t->arena, message, &out), SUP_NOMEM);
        sup_test_arena_destroy(t);
    }
}

static void
test_json__a_long_reply_is_printed_whole(void **state)
{
    sup_test_arena *t = *state;
    Sup__Case *c = SUP_NEW(&t->arena, Sup__Case, sup__case__descriptor);
    char *text = sup_alloc(&t->arena, 100001);
    sup_str out;

    memset(text, 'x', 100000);
    text[100000] = '\0';
    text[50000] = '\n';
    c->text = text;
    out = sup_test_json(t, &c->base);
    assert_int_equal(out.len, 100000 + 1 + strlen("{\"text\":\"\"}"));
    assert_memory_equal(out.data + 9 + 50000, "\\nx", 3);
}

static void
test_json__numbers_are_printed_as_short_as_they_come_back(void **state)
{
    static const struct {
        double value;
        const char *json;
    } rows[] = {
        {0.1, "{\"value\":0.1}"},
        {60, "{\"value\":60}"},
        {1.0 / 3, "{\"value\":0.3333333333333333}"},
        {1e22, "{\"value\":1e+22}"},
        {-2.5, "{\"value\":-2.5}"},
        {5e-324, "{\"value\":4.94065645841247e-324}"},
        {__builtin_inf(), "{\"value\":\"Infinity\"}"},
        {-__builtin_inf(), "{\"value\":\"-Infinity\"}"},
        {__builtin_nan(""), "{\"value\":\"NaN\"}"},
        {0, "{}"},
    };
    sup_test_arena *t = *state;
    Sup__Bound *bound = SUP_NEW(&t->arena, Sup__Bound, sup__bound__descriptor);
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bound->value = rows[i].value;
        assert_string_equal(sup_test_json(t, &bound->base).data, rows[i].json);
    }
}

static Sup__Answer *
answer_with(sup_test_arena *t, double *values, size_t n)
{
    Sup__Answer *answer = SUP_NEW(&t->arena, Sup__Answer, sup__answer__descriptor);

    answer->values = values;
    answer->n_values = n;
    return answer;
}

static void
test_json__a_double_comes_back_bit_by_bit(void **state)
{
    static double values[] = {
        0.0,
        -0.0,
        5e-324,
        -5e-324,
        DBL_MIN,
        -DBL_MIN,
        DBL_MAX,
        -DBL_MAX,
        1e22,
        0x1p62,
        0x1p53 + 2,
        DBL_EPSILON,
        1.0 / 3,
        -1.0 / 10,
        1e-5,
        -1e300,
        0x1.fffffffffffffp-1023,
        __builtin_inf(),
        -__builtin_inf(),
    };
    const size_t n = sizeof(values) / sizeof(values[0]);
    sup_test_arena *t = *state;
    sup_str json = sup_test_json(t, &answer_with(t, values, n)->base);
    Sup__Answer *back = (Sup__Answer *)sup_test_accepted(state, sup_json_parse, "Answer",
                                                         json, json.data);
    size_t i;

    assert_int_equal(back->n_values, n);
    for (i = 0; i < n; i++) {
        if (memcmp(&back->values[i], &values[i], sizeof(double)) != 0) {
            fail_msg("%a came back as %a", values[i], back->values[i]);
        }
    }
}

static void
test_json__a_zero_with_a_sign_keeps_it_but_as_a_whole_number(void **state)
{
    ACCEPTED("Answer", "{\"values\":[-0.0,\"-0\",\"-0.0\",-0e0,-1e-400,-0,0]}",
             "{\"values\":[-0.0,-0.0,-0.0,-0.0,-0.0,0,0]}");
}

static void
test_json__every_nan_is_the_one_that_json_has(void **state)
{
    static double values[] = {__builtin_nan(""), -__builtin_nan(""),
                              __builtin_nan("0x7ff")};
    sup_test_arena *t = *state;
    sup_str json = sup_test_json(t, &answer_with(t, values, 3)->base);

    sup_test_accepted(state, sup_json_parse, "Answer", json,
                      "{\"values\":[\"NaN\",\"NaN\",\"NaN\"]}");
}

/* The schema has no float yet, but the parsers know it: a Bound whose value is one. */
static ProtobufCFieldDescriptor float_field;
static ProtobufCMessageDescriptor float_type;

static void
float_init(ProtobufCMessage *message)
{
    sup__bound__init((Sup__Bound *)message);
    message->descriptor = &float_type;
}

static void
test_json__the_largest_float_comes_back_and_what_is_larger_is_refused(void **state)
{
    sup_test_arena *t = *state;
    ProtobufCMessage *message;
    sup_wire_error error;
    float value = 0;

    float_field = sup__bound__descriptor.fields[0];
    float_field.type = PROTOBUF_C_TYPE_FLOAT;
    float_type = sup__bound__descriptor;
    float_type.fields = &float_field;
    float_type.message_init = float_init;
    assert_int_equal(sup_json_parse(&t->arena, &float_type,
                                    SUP_STR("{\"value\":3.4028235e+38}"),
                                    &sup_wire_request_limits, &message, &error),
                     SUP_OK);
    memcpy(&value, (char *)message + float_field.offset, sizeof(value));
    assert_true(value == FLT_MAX);
    assert_string_equal(sup_test_json(t, message).data, "{\"value\":3.4028235e+38}");
    assert_int_equal(sup_json_parse(&t->arena, &float_type,
                                    SUP_STR("{\"value\":3.4028236e38}"),
                                    &sup_wire_request_limits, &message, &error),
                     SUP_WIRE_RANGE);
}

static void
test_json__bytes_are_base64_of_either_alphabet_padded_or_not(void **state)
{
    static const char *const bad[] = {
        "A",        "A===",     "====", "AQ=",    "=AQI", "AQI=AQI", "AQID====",
        "    AQID", "AQID    ", "    ", "AQ\\n=", "AR==", "AQID\\n"};
    sup_test_arena *t = *state;
    size_t i;

    ACCEPTED("Event", "{\"hash\":\"+-/_\"}", "{\"hash\":\"++//\"}");
    ACCEPTED("Event", "{\"hash\":\"-_8\"}", "{\"hash\":\"+/8=\"}");
    ACCEPTED("Event", "{\"hash\":\"AQ==\"}", "{\"hash\":\"AQ==\"}");
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        sup_test_refused(state, sup_json_parse, "Event",
                         sup_str_c(sup_sprintf(&t->arena, "{\"hash\":\"%s\"}", bad[i])),
                         SUP_WIRE_TYPE, "hash");
    }
}

static void
test_json__a_document_that_is_no_message_has_its_commas_and_escapes(void **state)
{
    sup_test_arena *t = *state;
    sup_jsonw w;
    sup_str out;

    sup_jsonw_init(&w, &t->arena);
    sup_jsonw_open(&w, '{');
    sup_jsonw_in(&w, "", '[');
    sup_jsonw_close(&w, ']');
    sup_jsonw_pair(&w, "{[:,", "{[:,\"\\\n\x01饭");
    sup_jsonw_in(&w, "list", '[');
    sup_jsonw_text(&w, "");
    sup_jsonw_word(&w, "1");
    sup_jsonw_open(&w, '{');
    sup_jsonw_close(&w, '}');
    sup_jsonw_open(&w, '[');
    sup_jsonw_close(&w, ']');
    sup_jsonw_close(&w, ']');
    sup_jsonw_pair_word(&w, "last", "true");
    sup_jsonw_close(&w, '}');
    assert_int_equal(sup_jsonw_done(&w, &out), SUP_OK);
    assert_string_equal(out.data, "{\"\":[],\"{[:,\":\"{[:,\\\"\\\\\\n\\u0001饭\","
                                  "\"list\":[\"\",1,{},[]],\"last\":true}");
    assert_int_equal(out.len, strlen(out.data));
}

static void
test_json__a_document_without_memory_is_lost_as_a_whole(void **state)
{
    sup_test_arena *none = sup_test_arena_create(0);
    sup_jsonw w;
    sup_str out = SUP_STR_NULL;

    (void)state;
    sup_jsonw_init(&w, &none->arena);
    sup_jsonw_open(&w, '[');
    sup_jsonw_text(&w, "");
    sup_jsonw_close(&w, ']');
    assert_int_equal(sup_jsonw_done(&w, &out), SUP_NOMEM);
    assert_null(out.data);
    sup_test_arena_destroy(none);
}

static void
test_json__a_value_of_a_newer_schema_is_printed_as_its_number(void **state)
{
    sup_test_arena *t = *state;
    Sup__Case *c = SUP_NEW(&t->arena, Sup__Case, sup__case__descriptor);

    c->kind = (Sup__Case__Kind)99;
    c->text = NULL; /* what a careless caller leaves */
    assert_string_equal(sup_test_json(t, &c->base).data, "{\"kind\":99}");
}

static void
test_json__no_message_of_the_schema_has_more_fields_than_are_watched(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < SUP_TEST_TYPES; i++) {
        assert_true(sup_test_types[i]->n_fields <= 128); /* SUP_FIELDS_MAX */
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SUP_TEST_WIRE(test_json__a_message_comes_back_as_it_was_written),
        SUP_TEST_WIRE(test_json__names_numbers_and_nulls_are_read_as_protobuf_says),
        SUP_TEST_WIRE(test_json__whole_messages_that_are_empty_are_kept),
        SUP_TEST_WIRE(test_json__lists_of_any_length_keep_their_order),
        SUP_TEST_WIRE(test_json__an_error_names_the_path_and_quotes_little),
        SUP_TEST_WIRE(test_json__a_key_given_twice_is_found_wherever_it_is),
        SUP_TEST_WIRE(test_json__what_is_not_a_json_object_is_refused_with_its_line),
        SUP_TEST_WIRE(test_json__text_that_is_no_text_is_refused),
        SUP_TEST_WIRE(test_json__numbers_outside_their_type_are_refused),
        SUP_TEST_WIRE(test_json__depth_is_bounded_before_anything_is_built),
        SUP_TEST_WIRE(test_json__length_and_number_of_values_are_bounded),
        SUP_TEST_WIRE(test_json__memory_that_runs_out_is_an_error_of_its_own),
        SUP_TEST_WIRE(test_json__a_long_reply_is_printed_whole),
        SUP_TEST_WIRE(test_json__numbers_are_printed_as_short_as_they_come_back),
        SUP_TEST_WIRE(test_json__a_double_comes_back_bit_by_bit),
        SUP_TEST_WIRE(test_json__a_zero_with_a_sign_keeps_it_but_as_a_whole_number),
        SUP_TEST_WIRE(test_json__every_nan_is_the_one_that_json_has),
        SUP_TEST_WIRE(
            test_json__the_largest_float_comes_back_and_what_is_larger_is_refused),
        SUP_TEST_WIRE(test_json__bytes_are_base64_of_either_alphabet_padded_or_not),
        SUP_TEST_WIRE(
            test_json__a_document_that_is_no_message_has_its_commas_and_escapes),
        SUP_TEST_WIRE(test_json__a_document_without_memory_is_lost_as_a_whole),
        SUP_TEST_WIRE(test_json__a_value_of_a_newer_schema_is_printed_as_its_number),
        SUP_TEST_WIRE(
            test_json__no_message_of_the_schema_has_more_fields_than_are_watched),
    };

    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
