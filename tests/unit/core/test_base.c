/* Unit tests of module/core/sup_base.c.
 * Owns: the edges of UTF-8, arenas that run out.
 * Must not know: the callers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "sup_test_arena.h"

static void
test_utf8__well_formed_text_has_its_number_of_characters(void **state)
{
    static const struct {
        const char *text;
        long length;
    } rows[] = {
        {"", 0},
        {"abc", 3},
        {"饭里吃出异物", 6},
        {"\x7f\xc2\x80\xdf\xbf", 3},
        {"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf", 4},
        {"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 2},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(sup_utf8_length(sup_str_c(rows[i].text)), rows[i].length);
    }
    assert_int_equal(sup_utf8_length(SUP_STR("a\0b")), 3);
    assert_int_equal(sup_utf8_length((sup_str)SUP_STR_NULL), 0);
}

static void
test_utf8__overlong_forms_surrogates_and_cut_sequences_are_not_text(void **state)
{
    static const char *const rows[] = {
        "\x80",
        "\xbf",
        "\xc0\x80",
        "\xc1\xbf",
        "\xc2",
        "\xc2g",
        "\xe0\x80\x80",
        "\xe0\x9f\xbf",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xe9\xa5",
        "\xe9\xa5g",
        "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xf0\x9f\x8d",
        "\xfe",
        "\xff",
        "ok\xe9",
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(sup_utf8_length(sup_str_c(rows[i])), -1);
    }
}

static void
test_arena__every_helper_says_null_when_it_is_used_up(void **state)
{
    sup_test_arena *t = sup_test_arena_create(8);
    char *p;

    (void)state;
    assert_null(sup_alloc(&t->arena, 9));
    assert_null(sup_calloc(&t->arena, 9));
    assert_null(sup_strdup(&t->arena, SUP_STR("12345678")));
    assert_null(sup_sprintf(&t->arena, "%d", 12345678));
    p = sup_strdup(&t->arena, SUP_STR("1234567"));
    assert_string_equal(p, "1234567");
    assert_null(sup_alloc(&t->arena, 1));
    sup_test_arena_destroy(t);
}

static void
test_arena__cleared_memory_is_zero_and_no_bytes_are_still_a_pointer(void **state)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    static const char zeros[64];

    (void)state;
    assert_memory_equal(sup_calloc(&t->arena, 64), zeros, 64);
    assert_non_null(sup_alloc(&t->arena, 0));
    assert_string_equal(sup_strdup(&t->arena, (sup_str)SUP_STR_NULL), "");
    assert_string_equal(sup_sprintf(&t->arena, "%s-%03d", "后勤", 7), "后勤-007");
    sup_test_arena_destroy(t);
}

static void
test_hex__bytes_become_lower_case_pairs(void **state)
{
    char out[9];

    (void)state;
    sup_hex(out, "\x00\x0f\xa5\xff", 4);
    assert_string_equal(out, "000fa5ff");
    sup_hex(out, "", 0);
    assert_string_equal(out, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8__well_formed_text_has_its_number_of_characters),
        cmocka_unit_test(
            test_utf8__overlong_forms_surrogates_and_cut_sequences_are_not_text),
        cmocka_unit_test(test_arena__every_helper_says_null_when_it_is_used_up),
        cmocka_unit_test(
            test_arena__cleared_memory_is_zero_and_no_bytes_are_still_a_pointer),
        cmocka_unit_test(test_hex__bytes_become_lower_case_pairs),
    };

    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
