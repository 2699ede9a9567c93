/* The tables of all subjects beside each other: what each says is said once.
 * Owns: that codes, keys and names of one subject are no other's.
 * Must not know: what stands behind a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "engine/sup_problem.h"
#include "topics/sup_topics.h"

static void
test_tables__a_problem_has_one_row_and_a_code_is_one_problems(void **state)
{
    const sup_problem_row *a, *b;
    (void)state;
    for (size_t i = 0; (a = sup_problem_at(i)) != NULL; i++) {
        for (size_t j = 0; j < i; j++) {
            b = sup_problem_at(j);
            if (a->rc == b->rc || strcmp(a->code, b->code) == 0) {
                fail_msg("%s (%d) and %s (%d)", a->code, a->rc, b->code, b->rc);
            }
        }
        assert_true(a->rc < 0 && a->title[0] != '\0' && a->title_en[0] != '\0');
        assert_true(a->status >= 400 && a->status < 600);
    }
}

/* --- keys --- */

/* A part in angle brackets is any text without a colon, but not nothing. */
static int
fits(const char *pattern, sup_str key)
{
    const char *k = key.data, *end = key.data + key.len;
    const char *p = pattern;
    while (*p != '\0') {
        if (*p != '<') {
            if (k == end || *k != *p) {
                return 0;
            }
            k++;
            p++;
            continue;
        }
        const char *from = k;
        while (k < end && *k != ':') {
            k++;
        }
        if (k == from) {
            return 0;
        }
        p = strchr(p, '>') + 1;
    }
    return k == end;
}

static int
has(const sup_key_row *row, sup_str key)
{
    for (; row != NULL && row->pattern != NULL; row++) {
        if (fits(row->pattern, key)) {
            return 1;
        }
    }
    return 0;
}

/* The name of the subject whose key it is, "engine", or NULL: nobody's. *owners: how many
 * have a pattern that it fits. */
static const char *
owner_of(sup_str key, size_t *owners)
{
    const char *name = has(sup_engine_keys, key) ? "engine" : NULL;
    size_t n = name != NULL;
    for (const sup_subject *const *s = sup_subjects; *s != NULL; s++) {
        if (has((*s)->keys, key)) {
            name = (*s)->name;
            n++;
        }
    }
    *owners = n;
    return name;
}

/* A text that fits the pattern, with the same letter for each part in angle brackets. */
static void
example_of(const char *pattern, char *out, size_t room)
{
    size_t n = 0;
    for (const char *p = pattern; *p != '\0'; p++) {
        assert_true(n + 1 < room);
        out[n++] = *p == '<' ? 'x' : *p;
        p = *p == '<' ? strchr(p, '>') : p;
    }
    out[n] = '\0';
}

static void
check_owners(const sup_key_row *row, const char *name)
{
    char key[128];
    size_t owners;
    for (; row != NULL && row->pattern != NULL; row++) {
        assert_true(row->what != NULL && row->what[0] != '\0');
        example_of(row->pattern, key, sizeof(key));
        const char *owner = owner_of(sup_str_c(key), &owners);
        if (owner == NULL || strcmp(owner, name) != 0 || owners != 1) {
            fail_msg("%s: %s of %s, and of %zu in all", key, row->pattern, name, owners);
        }
    }
}

static void
test_tables__a_kind_of_key_is_exactly_one_rooms(void **state)
{
    size_t owners;
    (void)state;
    check_owners(sup_engine_keys, "engine");
    for (const sup_subject *const *s = sup_subjects; *s != NULL; s++) {
        check_owners((*s)->keys, (*s)->name);
    }
    assert_null(owner_of(SUP_STR("case:"), &owners));
    assert_null(owner_of(SUP_STR("case:a:b"), &owners));
    assert_null(owner_of(SUP_STR("nobodys"), &owners));
    assert_int_equal(owners, 0);
}

static void
test_tables__a_subject_and_a_job_have_one_name(void **state)
{
    (void)state;
    for (const sup_subject *const *a = sup_subjects; *a != NULL; a++) {
        for (const sup_subject *const *b = sup_subjects; b != a; b++) {
            assert_string_not_equal((*a)->name, (*b)->name);
            const sup_timed_job *job = (*a)->jobs;
            for (; job != NULL && job->name != NULL; job++) {
                assert_string_not_equal(job->name,
                                        "clock"); /* timed:clock is the clock's */
                const sup_timed_job *other = (*b)->jobs;
                for (; other != NULL && other->name != NULL; other++) {
                    assert_string_not_equal(job->name, other->name);
                }
            }
        }
    }
}

static void
test_tables__whoever_hears_says_what_of_and_how_much_it_adds(void **state)
{
    unsigned heard = 0;
    (void)state;
    for (const sup_subject *const *s = sup_subjects; *s != NULL; s++) {
        const sup_hearer *h = (*s)->hears;
        for (; h != NULL && h->topic != SUP_TOPIC_NONE; h++) {
            assert_true(h->ops_max > 0 && h->ops_max < SUP_OPS_MAX);
            assert_true(h->name != NULL && h->hear != NULL);
            heard |= 1u << h->topic;
        }
    }
    assert_int_equal(heard, 1u << SUP_CASE_CHANGED | 1u << SUP_INSPECTION_FILED |
                                1u << SUP_CHECK_CHANGED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables__a_problem_has_one_row_and_a_code_is_one_problems),
        cmocka_unit_test(test_tables__a_kind_of_key_is_exactly_one_rooms),
        cmocka_unit_test(test_tables__a_subject_and_a_job_have_one_name),
        cmocka_unit_test(test_tables__whoever_hears_says_what_of_and_how_much_it_adds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
