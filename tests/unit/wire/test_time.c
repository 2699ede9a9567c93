/* Unit tests of module/wire/sup_time.c and sup_base64.c: single texts.
 * Owns: the calendar's edges, the one spelling of a token.
 * Must not know: messages. */
#include "sup_test_wire.h"

static const struct {
    int64_t ms;
    const char *text;
} moments[] = {
    {0, "1970-01-01T00:00:00Z"},
    {1, "1970-01-01T00:00:00.001Z"},
    {-1, "1969-12-31T23:59:59.999Z"},
    {951782400000, "2000-02-29T00:00:00Z"},
    {1709251199000, "2024-02-29T23:59:59Z"},
    {4107542400000, "2100-03-01T00:00:00Z"},
    {-62135596800000, "0001-01-01T00:00:00Z"},
    {253402300799999, "9999-12-31T23:59:59.999Z"},
};

static void
test_time__a_moment_and_its_text_are_each_others(void **state)
{
    char out[SUP_TIME_TEXT];
    int64_t ms;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
        sup_time_print(out, moments[i].ms);
        assert_string_equal(out, moments[i].text);
        assert_int_equal(sup_time_parse(sup_str_c(moments[i].text), &ms), SUP_OK);
        assert_true(ms == moments[i].ms);
    }
}

static void
test_time__every_day_from_year_1_to_9999_follows_the_one_before(void **state)
{
    char out[SUP_TIME_TEXT], last[SUP_TIME_TEXT] = "0000";
    int64_t day, ms;

    (void)state;
    for (day = -719162; day <= 2932896; day++) {
        sup_time_print(out, day * 86400000);
        if (strcmp(out, last) <= 0) {
            fail_msg("%s after %s", out, last);
        }
        memcpy(last, out, sizeof(last));
        if (sup_time_parse(sup_str_c(out), &ms) != SUP_OK || ms != day * 86400000) {
            fail_msg("%s", out);
        }
    }
    assert_string_equal(out, "9999-12-31T00:00:00Z");
}

static void
test_time__offsets_are_taken_off_and_finer_fractions_cut(void **state)
{
    int64_t ms;

    (void)state;
    assert_int_equal(sup_time_parse(SUP_STR("1970-01-01T08:00:00+08:00"), &ms), SUP_OK);
    assert_true(ms == 0);
    assert_int_equal(sup_time_parse(SUP_STR("1969-12-31T23:29:59.9999-00:30"), &ms),
                     SUP_OK);
    assert_true(ms == -1);
    assert_int_equal(sup_time_parse(SUP_STR("1970-01-01T00:00:00.1-00:00"), &ms), SUP_OK);
    assert_true(ms == 100);
}

static void
test_time__a_text_that_is_no_time_is_told_from_a_time_that_is_not(void **state)
{
    static const struct {
        const char *text;
        sup_rc rc;
    } rows[] = {
        {"", SUP_WIRE_TYPE},
        {"2026", SUP_WIRE_TYPE},
        {"2026-09-01", SUP_WIRE_TYPE},
        {"2026-09-01T00:00:00", SUP_WIRE_TYPE},
        {"2026-09-01T00:00:00z", SUP_WIRE_TYPE},
        {"2026-09-01t00:00:00Z", SUP_WIRE_TYPE},
        {"2026-09-01 00:00:00Z", SUP_WIRE_TYPE},
        {"2026-9-01T00:00:00Z", SUP_WIRE_TYPE},
        {"-026-09-01T00:00:00Z", SUP_WIRE_TYPE},
        {"2026-09-01T00:00:00.Z", SUP_WIRE_TYPE},
        {"2026-09-01T00:00:00Z ", SUP_WIRE_TYPE},
        {"2026-09-01T00:00:00+0800", SUP_WIRE_TYPE},
        {"2026-09-01T00:00:00+08", SUP_WIRE_TYPE},
        {"0000-01-01T00:00:00Z", SUP_WIRE_RANGE},
        {"2026-00-01T00:00:00Z", SUP_WIRE_RANGE},
        {"2026-13-01T00:00:00Z", SUP_WIRE_RANGE},
        {"2026-02-29T00:00:00Z", SUP_WIRE_RANGE},
        {"1900-02-29T00:00:00Z", SUP_WIRE_RANGE},
        {"2026-04-31T00:00:00Z", SUP_WIRE_RANGE},
        {"2026-04-00T00:00:00Z", SUP_WIRE_RANGE},
        {"2026-09-01T24:00:00Z", SUP_WIRE_RANGE},
        {"2026-09-01T00:60:00Z", SUP_WIRE_RANGE},
        {"2026-09-01T00:00:60Z", SUP_WIRE_RANGE},
        {"2026-09-01T00:00:00+24:00", SUP_WIRE_RANGE},
        {"2026-09-01T00:00:00+00:60", SUP_WIRE_RANGE},
        {"2026-09-01T00:00:00.1234567890Z", SUP_WIRE_RANGE},
        {"0001-01-01T00:00:00+00:01", SUP_WIRE_RANGE},
        {"9999-12-31T23:59:59-00:01", SUP_WIRE_RANGE},
    };
    int64_t ms = 77;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (sup_time_parse(sup_str_c(rows[i].text), &ms) != rows[i].rc) {
            fail_msg("%s", rows[i].text);
        }
    }
    assert_true(ms == 77);
}

static void
test_time__a_number_beyond_all_years_is_printed_as_the_nearest_time(void **state)
{
    char out[SUP_TIME_TEXT];

    (void)state;
    sup_time_print(out, INT64_MAX);
    assert_string_equal(out, "9999-12-31T23:59:59.999999999Z");
    sup_time_print(out, INT64_MIN);
    assert_string_equal(out, "0001-01-01T00:00:00Z");
}

static void
test_base64__any_bytes_come_back(void **state)
{
    sup_test_arena *t = *state;
    char bytes[256];
    sup_str text, back;
    size_t i;

    for (i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (char)i;
    }
    for (i = 0; i <= sizeof(bytes); i++) {
        assert_int_equal(sup_base64url_encode(&t->arena, (sup_str){bytes, i}, &text),
                         SUP_OK);
        assert_int_equal(text.len, (i * 8 + 5) / 6);
        assert_null(strpbrk(text.data, "+/="));
        assert_int_equal(sup_base64url_decode(&t->arena, text, &back), SUP_OK);
        assert_true(sup_str_eq(back, (sup_str){bytes, i}));
    }
}

static void
test_base64__a_token_has_one_spelling(void **state)
{
    static const char *const rows[] = {
        "A",    "AR",   "AQIE=", "AQ==",     "A Q",      "+/+/", "AQ\n",
        "=AQI", "A===", "====",  "    AQID", "AQID    ", "    ", "AQID\n"};
    sup_test_arena *t = *state;
    sup_str out;
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(sup_base64url_decode(&t->arena, sup_str_c(rows[i]), &out),
                         SUP_WIRE_TYPE);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time__a_moment_and_its_text_are_each_others),
        cmocka_unit_test(test_time__every_day_from_year_1_to_9999_follows_the_one_before),
        cmocka_unit_test(test_time__offsets_are_taken_off_and_finer_fractions_cut),
        cmocka_unit_test(
            test_time__a_text_that_is_no_time_is_told_from_a_time_that_is_not),
        cmocka_unit_test(
            test_time__a_number_beyond_all_years_is_printed_as_the_nearest_time),
        SUP_TEST_WIRE(test_base64__any_bytes_come_back),
        SUP_TEST_WIRE(test_base64__a_token_has_one_spelling),
    };

    return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
