/* module/core/sup_id.c: ids and receipts, as they are made and as people type them.
 * Owns: nothing.
 * Must not know: how characters are packed, beyond what the header promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "core/sup_id.h"

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
reads_as(const char *typed, const char *id)
{
    char out[SUP_CASE_ID_LEN + 1] = "";

    if (sup_case_id_parse(sup_str_c(typed), out) != SUP_OK) {
        fail_msg("refused: %s", typed);
    }
    assert_string_equal(out, id);
}

static void
is_refused(const char *typed)
{
    char out[SUP_CASE_ID_LEN + 1] = "unchanged";

    if (sup_case_id_parse(sup_str_c(typed), out) != SUP_ID_FORM) {
        fail_msg("accepted: %s", typed);
    }
    assert_string_equal(out, "unchanged");
}

static void
test_id__random_bits_are_printed_five_at_a_time_from_the_first(void **unused)
{
    static const unsigned char zero[5] = {0, 0, 0, 0, 0};
    static const unsigned char ones[5] = {255, 255, 255, 255, 255};
    /* 00000 00001 00010 00011 00100 00101 00110 */
    static const unsigned char up[5] = {0x00, 0x44, 0x32, 0x14, 0xC0};
    char id[SUP_CASE_ID_LEN + 1];

    (void)unused;
    sup_case_id_make(id, "261123", zero);
    assert_string_equal(id, "261123-0000000");
    sup_case_id_make(id, "261123", ones);
    assert_string_equal(id, "261123-ZZZZZZZ");
    sup_case_id_make(id, "261123", up);
    assert_string_equal(id, "261123-0123456");
}

static void
test_id__every_bit_of_thirty_five_makes_another_id(void **unused)
{
    char one[SUP_CASE_ID_LEN + 1], zero[SUP_CASE_ID_LEN + 1];
    unsigned char random[5] = {0};
    int bit;

    (void)unused;
    sup_case_id_make(zero, "261123", random);
    for (bit = 0; bit < 40; bit++) {
        memset(random, 0, sizeof(random));
        random[bit / 8] = (unsigned char)(0x80 >> bit % 8);
        sup_case_id_make(one, "261123", random);
        assert_int_equal(strcmp(one, zero) != 0, bit < 35);
    }
}

static void
test_id__what_was_made_is_read_back(void **unused)
{
    uint64_t x = 88172645463325252u;
    int i;

    (void)unused;
    for (i = 0; i < 5000; i++) {
        char id[SUP_CASE_ID_LEN + 1];

        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        sup_case_id_make(id, "280229", (const unsigned char *)&x);
        reads_as(id, id);
    }
}

static void
test_id__people_type_ids_their_own_way(void **unused)
{
    (void)unused;
    reads_as("261123-7kq4m2x", "261123-7KQ4M2X");
    reads_as("2611237KQ4M2X", "261123-7KQ4M2X");
    reads_as("  261123 7KQ4 M2X ", "261123-7KQ4M2X");
    reads_as("26-11-23-7KQ4M2X", "261123-7KQ4M2X");
    reads_as("26ll23-OoIiLl0", "261123-0011110");
    reads_as("２６１１２３－７ｋＱ４Ｍ２Ｘ", "261123-7KQ4M2X");
    reads_as("261123—7KQ4M2X　", "261123-7KQ4M2X");
    reads_as("261123–7KQ4M2X", "261123-7KQ4M2X");
    reads_as("261123−7KQ4M2X", "261123-7KQ4M2X");
}

static void
test_id__what_is_no_id_is_refused(void **unused)
{
    static const char *const bad[] = {"",
                                      "-",
                                      "261123",
                                      "261123-7KQ4M2",
                                      "261123-7KQ4M2XX",
                                      "261123-7KQ4M2U", /* U is not in the alphabet */
                                      "261123-7KQ4M2*",
                                      "261123_7KQ4M2X",
                                      "261123\t7KQ4M2X",
                                      "261323-7KQ4M2X", /* no such month */
                                      "260229-7KQ4M2X", /* no such day */
                                      "26112A-7KQ4M2X",
                                      "二61123-7KQ4M2X",
                                      "261123-7KQ4M2X\n",
                                      "261123-7KQ4M2\xC3\x97",
                                      "261123-7KQ4M2\xEF\xBC",
                                      "261123-7KQ4M2\xEF",
                                      "261123-7KQ4M2\xF0\x9F\x98\x80",
                                      "261123-7KQ4M2\xFF\xFF\xFF"};
    size_t i;

    (void)unused;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        is_refused(bad[i]);
    }
}

static void
test_id__a_nul_inside_is_no_end(void **unused)
{
    char out[SUP_CASE_ID_LEN + 1];

    (void)unused;
    assert_int_equal(sup_case_id_parse(SUP_STR("261123-7KQ4M2X\0"), out), SUP_ID_FORM);
    assert_int_equal(sup_case_id_parse(SUP_STR("261123\0"
                                               "7KQ4M2X"),
                                       out),
                     SUP_ID_FORM);
    assert_int_equal(sup_case_id_parse(SUP_STR_NULL, out), SUP_ID_FORM);
}

static void
test_id__a_long_text_is_not_walked(void **unused)
{
    char out[SUP_CASE_ID_LEN + 1], typed[1000];

    (void)unused;
    memset(typed, '-', sizeof(typed));
    memcpy(typed, "261123-7KQ4M2X", 14);
    assert_int_equal(sup_case_id_parse((sup_str){typed, 100}, out), SUP_OK);
    assert_int_equal(sup_case_id_parse((sup_str){typed, 1000}, out), SUP_ID_FORM);
}

static void
test_id__every_character_is_either_meant_or_refused(void **unused)
{
    int c;

    (void)unused;
    for (c = 1; c < 128; c++) {
        char typed[] = "261123-000000?", out[SUP_CASE_ID_LEN + 1], want = 0;
        const char *found;

        typed[13] = (char)c;
        found = strchr(digits, c >= 'a' && c <= 'z' ? c - 32 : c);
        if (found != NULL) {
            want = *found;
        } else if (c == 'o' || c == 'O') {
            want = '0';
        } else if (c == 'i' || c == 'I' || c == 'l' || c == 'L') {
            want = '1';
        }
        assert_int_equal(sup_case_id_parse(sup_str_c(typed), out),
                         want == 0 ? SUP_ID_FORM : SUP_OK);
        if (want != 0) {
            assert_int_equal(out[13], want);
        }
    }
}

static void
test_id__a_receipt_is_printed_in_groups(void **unused)
{
    unsigned char secret[17];
    char text[SUP_RECEIPT_LEN + 1];

    (void)unused;
    memset(secret, 0xFF, sizeof(secret));
    sup_receipt_print(text, "261123-7KQ4M2X", secret);
    assert_string_equal(text, "261123-7KQ4M2X-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZZ");
    assert_int_equal(strlen(text), SUP_RECEIPT_LEN);
}

static void
test_id__a_secret_printed_alone_is_what_is_read_from_its_receipt(void **unused)
{
    unsigned char secret[17];
    char text[SUP_RECEIPT_LEN + 1], id[SUP_CASE_ID_LEN + 1];
    char alone[SUP_RECEIPT_SECRET_LEN + 1], read[SUP_RECEIPT_SECRET_LEN + 1];
    int round, i;

    (void)unused;
    for (round = 0; round < 256; round++) {
        for (i = 0; i < 17; i++) {
            secret[i] = (unsigned char)(round * (2 * i + 1) + 83 * i);
        }
        sup_receipt_print(text, "261123-7KQ4M2X", secret);
        sup_receipt_secret(alone, secret);
        assert_int_equal(sup_receipt_parse(sup_str_c(text), id, read), SUP_OK);
        assert_string_equal(alone, read);
    }
}

static void
test_id__a_receipt_carries_a_hundred_and_thirty_bits(void **unused)
{
    unsigned char secret[17] = {0};
    char zero[SUP_RECEIPT_LEN + 1], one[SUP_RECEIPT_LEN + 1];
    int bit;

    (void)unused;
    sup_receipt_print(zero, "261123-7KQ4M2X", secret);
    for (bit = 0; bit < 136; bit++) {
        memset(secret, 0, sizeof(secret));
        secret[bit / 8] = (unsigned char)(0x80 >> bit % 8);
        sup_receipt_print(one, "261123-7KQ4M2X", secret);
        assert_int_equal(strcmp(one, zero) != 0, bit < 130);
    }
}

static void
test_id__a_receipt_is_read_back_however_it_was_typed(void **unused)
{
    static const unsigned char secret[17] = {0x00, 0x44, 0x32, 0x14, 0xC7, 0x42,
                                             0x54, 0xB6, 0x35, 0xCF, 0x84, 0x65,
                                             0x3A, 0x56, 0xD7, 0xC6, 0x75};
    char text[SUP_RECEIPT_LEN + 1], id[SUP_CASE_ID_LEN + 1];
    char got[SUP_RECEIPT_SECRET_LEN + 1];
    size_t i, n = 0;
    char bare[64];

    (void)unused;
    sup_receipt_print(text, "261123-7KQ4M2X", secret);
    assert_string_equal(text, "261123-7KQ4M2X-01234-56789-ABCDE-FGHJK-MNPQRS");
    assert_int_equal(sup_receipt_parse(sup_str_c(text), id, got), SUP_OK);
    assert_string_equal(id, "261123-7KQ4M2X");
    assert_string_equal(got, "0123456789ABCDEFGHJKMNPQRS");
    for (i = 0; text[i] != '\0'; i++) {
        if (text[i] != '-') {
            bare[n++] = text[i] == '0'                     ? 'o'
                        : text[i] == '1'                   ? 'l'
                        : text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32)
                                                           : text[i];
        }
    }
    assert_int_equal(sup_receipt_parse((sup_str){bare, n}, id, got), SUP_OK);
    assert_string_equal(id, "261123-7KQ4M2X");
    assert_string_equal(got, "0123456789ABCDEFGHJKMNPQRS");
}

static void
test_id__half_a_receipt_is_refused(void **unused)
{
    static const char whole[] = "261123-7KQ4M2X-01234-56789-ABCDE-FGHJK-MNPQRS";
    char id[SUP_CASE_ID_LEN + 1], secret[SUP_RECEIPT_SECRET_LEN + 1] = "unchanged";
    size_t n;

    (void)unused;
    for (n = 0; n < sizeof(whole) - 1; n++) {
        assert_int_equal(sup_receipt_parse((sup_str){whole, n}, id, secret), SUP_ID_FORM);
    }
    assert_string_equal(secret, "unchanged");
    assert_int_equal(
        sup_receipt_parse(SUP_STR("261123-7KQ4M2X-01234-56789-ABCDE-FGHJK-MNPQRS0"), id,
                          secret),
        SUP_ID_FORM);
    assert_int_equal(
        sup_receipt_parse(SUP_STR("261333-7KQ4M2X-01234-56789-ABCDE-FGHJK-MNPQRS"), id,
                          secret),
        SUP_ID_FORM);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_id__random_bits_are_printed_five_at_a_time_from_the_first),
        cmocka_unit_test(test_id__every_bit_of_thirty_five_makes_another_id),
        cmocka_unit_test(test_id__what_was_made_is_read_back),
        cmocka_unit_test(test_id__people_type_ids_their_own_way),
        cmocka_unit_test(test_id__what_is_no_id_is_refused),
        cmocka_unit_test(test_id__a_nul_inside_is_no_end),
        cmocka_unit_test(test_id__a_long_text_is_not_walked),
        cmocka_unit_test(test_id__every_character_is_either_meant_or_refused),
        cmocka_unit_test(test_id__a_receipt_is_printed_in_groups),
        cmocka_unit_test(
            test_id__a_secret_printed_alone_is_what_is_read_from_its_receipt),
        cmocka_unit_test(test_id__a_receipt_carries_a_hundred_and_thirty_bits),
        cmocka_unit_test(test_id__a_receipt_is_read_back_however_it_was_typed),
        cmocka_unit_test(test_id__half_a_receipt_is_refused),
    };

    return cmocka_run_group_tests_name("id", tests, NULL, NULL);
}
