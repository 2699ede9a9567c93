/* What changes of cases and checks count on the public board.
 * Owns: each change against its counters; the most ops that one adds.
 * Must not know: who tells of changes, what the board makes of its counters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "core/sup_facts.h"
#include "standing/sup_standing_subject.h"
#include "topics/sup_topics.h"
#include "sup_test_counters.h"
#include "sup_test_site.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/cases.pb-c.h"

#define FACT(name)  (1u << SUP_FACT_##name)
#define STATE(name) SUP__OCCURRENCE__STATE__##name
#define NOVEMBER    "board:2026-11"
#define FACTS       ((1u << SUP_FACTS) - 1)

/* before: NULL for a new case. */
static size_t
hear_case(sup_test_call *t, const char *before, unsigned facts_before, const char *after,
          unsigned facts_after)
{
    Sup__CaseRecord records[2] = {SUP__CASE_RECORD__INIT, SUP__CASE_RECORD__INIT};
    Sup__Case cases[2] = {SUP__CASE__INIT, SUP__CASE__INIT};
    sup_case_change change = {.before = before == NULL ? NULL : &records[0],
                              .after = &records[1]};
    int i;

    for (i = 0; i < 2; i++) {
        records[i].case_ = &cases[i];
        records[i].period = "2026-11";
    }
    cases[0].domain = (char *)before;
    cases[1].domain = (char *)after;
    records[0].facts = facts_before;
    records[1].facts = facts_after;
    t->c.n_ops = 0;
    assert_int_equal(sup_board_hear_case(&t->c, &change), SUP_OK);
    assert_int_equal(sup_test_counters_twice(&t->c), 0);
    return t->c.n_ops;
}

static void
test_hear_case__a_new_one_counts_all_that_holds_of_it(void **state)
{
    sup_test_call *t = *state;

    assert_int_equal(hear_case(t, NULL, 0, "water", FACT(RECEIVED) | FACT(SOLVABLE)), 2);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.received"), 1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.solvable"), 1);
}

static void
test_hear_case__only_what_differs_is_counted(void **state)
{
    sup_test_call *t = *state;

    assert_int_equal(hear_case(t, "water", FACT(RECEIVED) | FACT(SOLVABLE), "water",
                               FACT(RECEIVED) | FACT(SOLVED)),
                     2);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.received"), 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.solvable"), -1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.solved"), 1);
}

static void
test_hear_case__what_goes_to_another_domain_leaves_with_all_its_facts(void **state)
{
    sup_test_call *t = *state;

    assert_int_equal(hear_case(t, "water", FACTS, "light", FACTS), SUP_BOARD_CASE_OPS);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.received"), -1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.reopened"), -1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "light.received"), 1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "light.reopened"), 1);
}

static size_t
hear_check(sup_test_call *t, Sup__Occurrence__State before, Sup__Occurrence__State after,
           int covert)
{
    Sup__OccurrenceRecord record = SUP__OCCURRENCE_RECORD__INIT;
    Sup__Occurrence o = SUP__OCCURRENCE__INIT;
    sup_check_change change = {.after = &record, .before = before};

    o.domain = "water";
    o.covert = covert;
    o.state = after;
    record.occurrence = &o;
    record.counted_in = "2026-11";
    t->c.n_ops = 0;
    assert_int_equal(sup_board_hear_check(&t->c, &change), SUP_OK);
    assert_int_equal(sup_test_counters_twice(&t->c), 0);
    return t->c.n_ops;
}

static void
test_hear_check__one_that_is_still_due_counts_nowhere(void **state)
{
    sup_test_call *t = *state;

    assert_int_equal(hear_check(t, STATE(state_unspecified), STATE(due), 0), 0);
    hear_check(t, STATE(due), STATE(missed), 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_due"), 1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_done"), 0);
    hear_check(t, STATE(missed), STATE(late), 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_due"), 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_done"), 1);
    hear_check(t, STATE(missed), STATE(excused), 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_due"), -1);
}

static void
test_hear_check__a_covert_visit_that_was_not_made_is_not_on_the_board(void **state)
{
    sup_test_call *t = *state;

    assert_int_equal(hear_check(t, STATE(due), STATE(missed), 1), 0);
    assert_int_equal(hear_check(t, STATE(missed), STATE(excused), 1), 0);
    assert_int_equal(hear_check(t, STATE(missed), STATE(late), 1), 2);
}

static void
test_hear_check__no_change_adds_more_ops_than_the_row_states(void **state)
{
    sup_test_call *t = *state;
    size_t most = 0;
    int before, after, covert;

    for (before = STATE(state_unspecified); before <= STATE(excused); before++) {
        for (after = STATE(due); after <= STATE(excused); after++) {
            for (covert = 0; covert < 2; covert++) {
                size_t n = hear_check(t, (Sup__Occurrence__State)before,
                                      (Sup__Occurrence__State)after, covert);

                most = n > most ? n : most;
            }
        }
    }
    assert_int_equal(most, SUP_BOARD_CHECK_OPS);
}

#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_call_begin, sup_test_call_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_hear_case__a_new_one_counts_all_that_holds_of_it),
        TEST(test_hear_case__only_what_differs_is_counted),
        TEST(test_hear_case__what_goes_to_another_domain_leaves_with_all_its_facts),
        TEST(test_hear_check__one_that_is_still_due_counts_nowhere),
        TEST(test_hear_check__a_covert_visit_that_was_not_made_is_not_on_the_board),
        TEST(test_hear_check__no_change_adds_more_ops_than_the_row_states),
    };
    return cmocka_run_group_tests_name("board_hear", tests, NULL, NULL);
}
