/* Unit tests of protobuf's binary form: requests and stored records.
 * Owns: bytes that protobuf-c alone would take, or crash on.
 * Must not know: what the fields mean. */
#include "sup_test_wire.h"

#define ACCEPTED(type, text, json)                                                       \
    sup_test_accepted(state, sup_pb_parse, type, SUP_STR(text), json)
#define REFUSED(type, text, rc, field)                                                   \
    sup_test_refused(state, sup_pb_parse, type, SUP_STR(text), rc, field)

static sup_rc
record(void **state, const char *type, sup_str bytes, ProtobufCMessage **out)
{
    sup_test_arena *t = *state;

    return sup_record_parse(&t->arena, sup_test_type(type), bytes, out);
}

static void
test_pb__a_message_comes_back_byte_by_byte(void **state)
{
    sup_test_arena *t = *state;
    sup_str in = SUP_STR("\x08\x01\x22\x03\xe9\xa5\xad\x3a\x02\x10\x01\x42\x03\x12\x01"
                         "1\x5a\x02\x01\x0c");
    ProtobufCMessage *message = sup_test_accepted(
        state, sup_pb_parse, "SubmitRequest", in,
        "{\"kind\":\"complaint\",\"text\":\"饭\",\"occurred_at\":"
        "\"1970-01-01T00:00:00.000000001Z\",\"contact\":{\"phone\":\"1\"},"
        "\"tags\":[\"internal\",\"joint\"]}");
    sup_str out;

    assert_int_equal(sup_pb_print(&t->arena, message, &out), SUP_OK);
    assert_true(sup_str_eq(in, out));
}

static void
test_pb__no_bytes_are_a_message_with_nothing_set(void **state)
{
    sup_test_arena *t = *state;
    ProtobufCMessage *message = ACCEPTED("SubmitRequest", "", "{}");
    sup_str out;

    assert_int_equal(sup_pb_print(&t->arena, message, &out), SUP_OK);
    assert_int_equal(out.len, 0);
    assert_non_null(out.data);
    assert_int_equal(record(state, "Case", (sup_str)SUP_STR_NULL, &message), SUP_OK);
}

static void
test_pb__a_list_of_numbers_is_read_packed_or_not(void **state)
{
    ACCEPTED(
        "SubmitRequest", "\x58\x01\x5a\x02\x02\x03\x58\x04",
        "{\"tags\":[\"internal\",\"from_complaint\",\"comprehensive\",\"partial\"]}");
    ACCEPTED("SubmitRequest", "\x5a\x00", "{}");
}

static void
test_pb__strangers_and_doubles_are_refused_in_requests(void **state)
{
    REFUSED("SubmitRequest", "\xf8\x07\x01", SUP_WIRE_UNKNOWN, "127");
    REFUSED("SubmitRequest", "\x42\x03\x20\x01\x01", SUP_WIRE_UNKNOWN, "contact.4");
    REFUSED("SubmitRequest", "\x08\x01\x08\x02", SUP_WIRE_DUPLICATE, "kind");
    REFUSED("SubmitRequest", "\x42\x00\x42\x00", SUP_WIRE_DUPLICATE, "contact");
    REFUSED("SubmitRequest", "\x0a\x01\x01", SUP_WIRE_TYPE, "kind");
    REFUSED("SubmitRequest", "\x20\x01", SUP_WIRE_TYPE, "text");
    REFUSED("SubmitRequest", "\x08\x63", SUP_WIRE_ENUM, "kind");
    REFUSED("SubmitRequest", "\x5a\x02\x01\x63", SUP_WIRE_ENUM, "tags[1]");
}

static void
test_pb__text_and_numbers_are_checked_that_protobuf_c_takes(void **state)
{
    REFUSED("SubmitRequest", "\x22\x01\xff", SUP_WIRE_UTF8, "text");
    REFUSED("SubmitRequest",
            "\x22\x02"
            "a\0",
            SUP_WIRE_UTF8, "text");
    REFUSED("ActionRequest", "\x4a\x01\xff", SUP_WIRE_UTF8, "signer");
    REFUSED("ActionRequest", "\x3a\x00\x3a\x01\xff", SUP_WIRE_UTF8, "basis[1]");
    REFUSED("ActionRequest", "\x90\x01\x80\x80\x80\x80\x10", SUP_WIRE_RANGE, "rating");
    REFUSED("ActionRequest", "\x90\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
            SUP_WIRE_RANGE, "rating");
    REFUSED("SubmitRequest", "\x3a\x0b\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
            SUP_WIRE_RANGE, "occurred_at.nanos");
    REFUSED("SubmitRequest", "\x3a\x08\x08\x80\xac\xa1\xe0\xe7\xff\xff", SUP_WIRE_SYNTAX,
            "occurred_at.seconds");
    REFUSED("SubmitRequest", "\x3a\x0a\x08\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
            SUP_WIRE_RANGE, "occurred_at.seconds");
}

static void
test_pb__bytes_that_end_early_or_lie_about_lengths_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {
        {"\x08", 1},
        {"\x22\x05xy", 4},
        {"\x22\xff\xff\xff\xff\x0f", 6},
        {"\x22\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11},
        {"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 11},
        {"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12},
        {"\x00", 1},
        {"\x00\x01", 2},
        {"\x0b", 1},
        {"\x0c", 1},
        {"\x0f\x01", 2},
        {"\x80\x80\x80\x80\x80\x01\x01", 7},
        {"\x42\x02\x12", 3},
        {"\x5a\x01\x80", 3},
    };
    sup_test_arena *t = *state;
    ProtobufCMessage *message = NULL;
    sup_wire_error error;
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sup_str bytes = {rows[i].bytes, rows[i].len};

        if (sup_pb_parse(&t->arena, sup_test_type("SubmitRequest"), bytes,
                         &sup_wire_request_limits, &message, &error) != SUP_WIRE_SYNTAX ||
            record(state, "SubmitRequest", bytes, &message) != SUP_WIRE_SYNTAX) {
            fail_msg("row %zu", i);
        }
    }
    assert_null(message);
}

/* A case that follows a case that follows ...: two bytes a level and more. */
static sup_str
nested(sup_test_arena *t, size_t levels)
{
    unsigned char *data = sup_alloc(&t->arena, levels * 8), *p = data + levels * 8;
    size_t len = 0;

    for (; levels > 0; levels--) {
        size_t n = len;

        p -= n < 128 ? 1 : n < 16384 ? 2 : 3;
        len += n < 128 ? 1 : n < 16384 ? 2 : 3;
        if (n < 128) {
            p[0] = (unsigned char)n;
        } else {
            p[0] = (unsigned char)(0x80 | (n & 0x7f));
            p[1] = (unsigned char)(n < 16384 ? n >> 7 : 0x80 | (n >> 7 & 0x7f));
            if (n >= 16384) {
                p[2] = (unsigned char)(n >> 14);
            }
        }
        *--p = 0x04; /* field 65, length-prefixed: 0x8a 0x04 */
        *--p = 0x8a;
        len += 2;
    }
    return (sup_str){(char *)p, len};
}

static void
test_pb__depth_is_bounded_for_requests_and_for_records(void **state)
{
    sup_test_arena *t = *state;
    ProtobufCMessage *message = NULL;

    sup_test_accepted(state, sup_pb_parse, "Case", nested(t, 7),
                      "{\"follows\":{\"follows\":{\"follows\":{\"follows\":{\"follows\":"
                      "{\"follows\":{\"follows\":{}}}}}}}}");
    sup_test_refused(state, sup_pb_parse, "Case", nested(t, 8), SUP_WIRE_DEPTH,
                     "follows.follows.follows.follows.follows.follows.follows.follows");
    assert_int_equal(record(state, "Case", nested(t, 31), &message), SUP_OK);
    message = NULL;
    assert_int_equal(record(state, "Case", nested(t, 32), &message), SUP_WIRE_DEPTH);
    assert_int_equal(record(state, "Case", nested(t, 100000), &message), SUP_WIRE_DEPTH);
    assert_null(message);
}

static void
test_pb__the_number_of_values_is_bounded(void **state)
{
    sup_test_arena *t = *state;
    char *many = sup_alloc(&t->arena, 2 * 513), *packed = sup_alloc(&t->arena, 516);
    size_t i;

    for (i = 0; i < 513; i++) {
        memcpy(many + 2 * i, "\x58\x01", 2);
    }
    memcpy(packed, "\x5a\x81\x04", 3);
    memset(packed + 3, 1, 513);
    sup_test_refused(state, sup_pb_parse, "SubmitRequest", (sup_str){many, 1026},
                     SUP_WIRE_SIZE, "tags[512]");
    sup_test_refused(state, sup_pb_parse, "SubmitRequest", (sup_str){packed, 516},
                     SUP_WIRE_SIZE, "tags[512]");
}

/* −0.0, the smallest number, the largest, infinity, and a NaN of its own bits. */
#define DOUBLES                                                                          \
    "\x1a\x28\0\0\0\0\0\0\0\x80\x01\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xef\x7f"       \
    "\0\0\0\0\0\0\xf0\xff\xab\0\0\0\0\0\xf8\x7f"

static void
test_pb__doubles_of_a_list_come_back_bit_by_bit(void **state)
{
    sup_test_arena *t = *state;
    sup_str in = SUP_STR(DOUBLES), out;
    ProtobufCMessage *message =
        ACCEPTED("Answer", DOUBLES,
                 "{\"values\":[-0.0,4.94065645841247e-324,1.7976931348623157e+308,"
                 "\"-Infinity\",\"NaN\"]}");

    assert_int_equal(sup_pb_print(&t->arena, message, &out), SUP_OK);
    assert_true(sup_str_eq(in, out));
}

static void
test_pb__a_lone_zero_with_a_sign_is_the_default_in_either_form(void **state)
{
    sup_test_arena *t = *state;
    ProtobufCMessage *message = ACCEPTED("Bound", "\x09\0\0\0\0\0\0\0\x80", "{}");
    sup_str out;

    assert_int_equal(sup_pb_print(&t->arena, message, &out), SUP_OK);
    assert_int_equal(out.len, 0);
}

static void
test_record__what_a_newer_schema_wrote_is_kept(void **state)
{
    sup_test_arena *t = *state;
    sup_str in = SUP_STR("\x08\x01\x12\x02\x10\x63\xf8\x07\x05\xfa\x07\x02hi");
    ProtobufCMessage *message = NULL;
    sup_str out;

    assert_int_equal(record(state, "CaseRecord", in, &message), SUP_OK);
    assert_int_equal(message->n_unknown_fields, 2);
    assert_string_equal(sup_test_json(t, message).data,
                        "{\"schema\":1,\"case\":{\"kind\":99}}");
    assert_int_equal(sup_pb_print(&t->arena, message, &out), SUP_OK);
    assert_true(sup_str_eq(in, out));
}

static void
test_pb__memory_that_runs_out_is_an_error_of_its_own(void **state)
{
    sup_str in = SUP_STR("\x08\x01\x22\x03\xe9\xa5\xad\x3a\x02\x10\x01\x42\x03\x12\x01"
                         "1\x5a\x02\x01\x0c");
    sup_test_arena *t = sup_test_arena_create(0);
    ProtobufCMessage *message;
    sup_str out;

    sup_test_memory_runs_out(sup_pb_parse, "SubmitRequest", in);
    assert_int_equal(record(state, "SubmitRequest", in, &message), SUP_OK);
    assert_int_equal(sup_pb_print(&t->arena, message, &out), SUP_NOMEM);
    assert_null(sup_message_new(&t->arena, sup_test_type("Case")));
    sup_test_arena_destroy(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SUP_TEST_WIRE(test_pb__a_message_comes_back_byte_by_byte),
        SUP_TEST_WIRE(test_pb__no_bytes_are_a_message_with_nothing_set),
        SUP_TEST_WIRE(test_pb__a_list_of_numbers_is_read_packed_or_not),
        SUP_TEST_WIRE(test_pb__strangers_and_doubles_are_refused_in_requests),
        SUP_TEST_WIRE(test_pb__text_and_numbers_are_checked_that_protobuf_c_takes),
        SUP_TEST_WIRE(test_pb__bytes_that_end_early_or_lie_about_lengths_are_refused),
        SUP_TEST_WIRE(test_pb__depth_is_bounded_for_requests_and_for_records),
        SUP_TEST_WIRE(test_pb__the_number_of_values_is_bounded),
        SUP_TEST_WIRE(test_pb__doubles_of_a_list_come_back_bit_by_bit),
        SUP_TEST_WIRE(test_pb__a_lone_zero_with_a_sign_is_the_default_in_either_form),
        SUP_TEST_WIRE(test_record__what_a_newer_schema_wrote_is_kept),
        SUP_TEST_WIRE(test_pb__memory_that_runs_out_is_an_error_of_its_own),
    };

    return cmocka_run_group_tests_name("pb", tests, NULL, NULL);
}
