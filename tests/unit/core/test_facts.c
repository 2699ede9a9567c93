/* module/core/sup_facts.c: what a case counts for, over all combinations and by name.
 * Owns: the promise that no figure of the board exceeds its whole.
 * Must not know: the rows of sup_facts.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "core/sup_facts.h"

#define HAS(facts, fact) (((facts) >> SUP_FACT_##fact) & 1u)

static sup_facts_case
one(sup_state state, sup_kind kind)
{
    return (sup_facts_case){.state = state, .kind = kind};
}

/* Calls check for every combination of what a case may hold. */
static void
for_all(void (*check)(const sup_facts_case *c, unsigned facts))
{
    static const int64_t done[] = {0, 50, 100, 150}, by[] = {0, 100};
    int i, n = SUP_STATES * SUP_KINDS * 2 * 2 * 4 * 2 * 4, k;

    for (i = 0; i < n; i++) {
        sup_facts_case c;

        memset(&c, 0, sizeof(c));
        k = i;
        c.state = (sup_state)(k % SUP_STATES), k /= SUP_STATES;
        c.kind = (sup_kind)(k % SUP_KINDS), k /= SUP_KINDS;
        c.answered = (unsigned)(k % 2), k /= 2;
        c.reopened = (unsigned)(k % 2) * 3, k /= 2;
        c.rectified_at_ms = done[k % 4], k /= 4;
        c.rectify_by_ms = by[k % 2], k /= 2;
        c.word = k % 4;
        check(&c, sup_facts_of(&c));
    }
}

static void
check_ratios(const sup_facts_case *c, unsigned f)
{
    unsigned words = HAS(f, SATISFIED) + HAS(f, DISSATISFIED) + HAS(f, SILENT);

    (void)c;
    assert_true(HAS(f, ANSWERED) <= HAS(f, RECEIVED));
    assert_true(HAS(f, SOLVABLE) <= HAS(f, RECEIVED));
    assert_true(HAS(f, SOLVED) <= HAS(f, SOLVABLE));
    assert_true(HAS(f, ON_TIME) <= HAS(f, RECTIFIED));
    assert_true(HAS(f, RECTIFIED) <= HAS(f, RECEIVED));
    assert_true(HAS(f, REOPENED) <= HAS(f, RECEIVED));
    assert_true(words <= 1);
    assert_true(words + HAS(f, AWAITING) <= HAS(f, RECEIVED));
    assert_int_equal(f >> SUP_FACTS, 0);
}

static void
check_words(const sup_facts_case *c, unsigned f)
{
    int heard = c->kind != SUP_KIND_INSPECTION && c->kind != SUP_KIND_DIRECTIVE;
    unsigned words = HAS(f, SATISFIED) + HAS(f, DISSATISFIED) + HAS(f, SILENT);

    assert_int_equal(words, c->state == SUP_STATE_CLOSED && heard);
    assert_int_equal(HAS(f, AWAITING), c->state == SUP_STATE_VERIFIED && heard);
    if (words != 0) {
        assert_int_equal(HAS(f, SATISFIED), c->word == SUP_WORD_SATISFIED);
        assert_int_equal(HAS(f, DISSATISFIED), c->word == SUP_WORD_DISSATISFIED);
    }
}

static void
check_work(const sup_facts_case *c, unsigned f)
{
    int after = c->state == SUP_STATE_RECTIFIED || c->state == SUP_STATE_VERIFIED ||
                c->state == SUP_STATE_CLOSED;
    int solving = c->kind == SUP_KIND_COMPLAINT || c->kind == SUP_KIND_REPAIR ||
                  c->kind == SUP_KIND_INSPECTION || c->kind == SUP_KIND_DIRECTIVE;

    assert_int_equal(HAS(f, RECEIVED), c->state != SUP_STATE_NONE);
    assert_int_equal(HAS(f, RECTIFIED), after && c->rectified_at_ms > 0);
    assert_int_equal(HAS(f, ON_TIME), after && c->rectified_at_ms > 0 &&
                                          c->rectified_at_ms <= c->rectify_by_ms);
    assert_int_equal(HAS(f, SOLVABLE), solving && c->state >= SUP_STATE_SUBMITTED &&
                                           c->state <= SUP_STATE_CLOSED);
    assert_int_equal(HAS(f, SOLVED), solving && c->state == SUP_STATE_CLOSED);
    assert_int_equal(HAS(f, ANSWERED), c->state != SUP_STATE_NONE && c->answered);
    assert_int_equal(HAS(f, REOPENED), c->state != SUP_STATE_NONE && c->reopened);
}

static void
check_of_unit(const sup_facts_case *c, unsigned f)
{
    unsigned u = sup_facts_of_unit(f);

    (void)c;
    assert_int_equal(u & ~f, 0);
    assert_int_equal(HAS(u, SOLVABLE), HAS(f, SOLVABLE));
    assert_int_equal(HAS(u, RECTIFIED), HAS(f, RECTIFIED));
    assert_int_equal(HAS(u, ON_TIME), HAS(f, ON_TIME));
    assert_int_equal(HAS(u, SATISFIED), HAS(f, SATISFIED));
    assert_int_equal(HAS(u, DISSATISFIED), HAS(f, DISSATISFIED));
    assert_int_equal(HAS(u, REOPENED), HAS(f, REOPENED) && HAS(f, SOLVABLE));
    assert_false(HAS(u, RECEIVED) || HAS(u, ANSWERED) || HAS(u, SOLVED) ||
                 HAS(u, SILENT) || HAS(u, AWAITING));
}

static void
test_facts__of_a_unit_are_those_it_answers_for(void **unused)
{
    (void)unused;
    for_all(check_of_unit);
}

static void
test_facts__no_numerator_exceeds_its_denominator(void **unused)
{
    (void)unused;
    for_all(check_ratios);
}

static void
test_facts__words_are_counted_of_closed_cases_only_and_add_up_to_them(void **unused)
{
    (void)unused;
    for_all(check_words);
}

static void
test_facts__work_counts_for_what_the_header_says(void **unused)
{
    (void)unused;
    for_all(check_work);
}

static void
test_facts__praise_does_not_swell_the_solved(void **unused)
{
    sup_facts_case c = one(SUP_STATE_CLOSED, SUP_KIND_PRAISE);
    unsigned f = sup_facts_of(&c);

    (void)unused;
    assert_false(HAS(f, SOLVABLE));
    assert_false(HAS(f, SOLVED));
    assert_true(HAS(f, RECEIVED));
}

static void
test_facts__silence_is_told_apart_from_satisfaction(void **unused)
{
    sup_facts_case c = one(SUP_STATE_CLOSED, SUP_KIND_COMPLAINT);
    unsigned f;

    (void)unused;
    c.word = SUP_WORD_SILENT;
    f = sup_facts_of(&c);
    assert_true(HAS(f, SILENT));
    assert_false(HAS(f, SATISFIED));
}

static void
test_facts__a_reopened_case_is_no_longer_rectified(void **unused)
{
    sup_facts_case c = one(SUP_STATE_SUBMITTED, SUP_KIND_COMPLAINT);
    unsigned f;

    (void)unused;
    c.rectified_at_ms = 50;
    c.rectify_by_ms = 100;
    c.reopened = 1;
    c.word = SUP_WORD_DISSATISFIED;
    f = sup_facts_of(&c);
    assert_false(HAS(f, RECTIFIED));
    assert_false(HAS(f, ON_TIME));
    assert_false(HAS(f, DISSATISFIED));
    assert_true(HAS(f, REOPENED));
}

static void
test_facts__no_case_counts_for_nothing(void **unused)
{
    sup_facts_case c = one(SUP_STATE_NONE, SUP_KIND_COMPLAINT);

    (void)unused;
    c.answered = 1;
    assert_int_equal(sup_facts_of(&c), 0);
    c = one((sup_state)40, SUP_KIND_COMPLAINT);
    assert_int_equal(sup_facts_of(&c), 0);
    c = one(SUP_STATE_CLOSED, (sup_kind)40);
    assert_int_equal(sup_facts_of(&c), 0);
}

static void
test_facts__every_fact_has_a_name_of_its_own(void **unused)
{
    int i, k;

    (void)unused;
    for (i = 0; i < SUP_FACTS; i++) {
        assert_true(strlen(sup_fact_name((sup_fact)i)) > 3);
        for (k = 0; k < i; k++) {
            assert_string_not_equal(sup_fact_name((sup_fact)i),
                                    sup_fact_name((sup_fact)k));
        }
    }
    assert_string_equal(sup_fact_name(SUP_FACT_RECEIVED), "received");
    assert_string_equal(sup_fact_name(SUP_FACT_ON_TIME), "on_time");
    assert_string_equal(sup_fact_name(SUP_FACTS), "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts__no_numerator_exceeds_its_denominator),
        cmocka_unit_test(
            test_facts__words_are_counted_of_closed_cases_only_and_add_up_to_them),
        cmocka_unit_test(test_facts__work_counts_for_what_the_header_says),
        cmocka_unit_test(test_facts__praise_does_not_swell_the_solved),
        cmocka_unit_test(test_facts__silence_is_told_apart_from_satisfaction),
        cmocka_unit_test(test_facts__a_reopened_case_is_no_longer_rectified),
        cmocka_unit_test(test_facts__of_a_unit_are_those_it_answers_for),
        cmocka_unit_test(test_facts__no_case_counts_for_nothing),
        cmocka_unit_test(test_facts__every_fact_has_a_name_of_its_own),
    };

    return cmocka_run_group_tests_name("facts", tests, NULL, NULL);
}
