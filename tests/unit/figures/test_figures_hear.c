/* What changes of cases, checks and inspections count for a unit.
 * Owns: each change against its counters; the most ops that one adds.
 * Must not know: who tells of changes, how counters are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "core/sup_facts.h"
#include "figures/sup_figures_subject.h"
#include "topics/sup_topics.h"
#include "sup_test_counters.h"
#include "sup_test_site.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define FACT(name)  (1u << SUP_FACT_##name)
#define STATE(name) SUP__OCCURRENCE__STATE__##name
#define NOVEMBER    "figures:water-unit:2026-11"

/* All facts that count for a unit. */
#define FACTS                                                                            \
    (FACT(SOLVABLE) | FACT(RECTIFIED) | FACT(ON_TIME) | FACT(REOPENED) |                 \
     FACT(SATISFIED) | FACT(DISSATISFIED))

/* --- cases --- */

typedef struct {
    Sup__CaseRecord record;
    Sup__Case k;
} test_case;

static void
make_case(test_case *out, const char *unit, const char *domain, Sup__Case__Kind kind,
          unsigned facts)
{
    out->record = (Sup__CaseRecord)SUP__CASE_RECORD__INIT;
    out->k = (Sup__Case)SUP__CASE__INIT;
    out->k.unit = (char *)unit;
    out->k.domain = (char *)domain;
    out->k.kind = kind;
    out->record.case_ = &out->k;
    out->record.period = "2026-11";
    out->record.unit_facts = facts;
}

static size_t
hear_case(sup_test_call *t, const test_case *before, const test_case *after)
{
    sup_case_change change = {.before = before == NULL ? NULL : &before->record,
                              .after = &after->record};

    t->c.n_ops = 0;
    assert_int_equal(sup_figures_hear_case(&t->c, &change), SUP_OK);
    assert_in_range(t->c.n_ops, 0, SUP_FIGURES_CASE_OPS);
    assert_int_equal(sup_test_counters_twice(&t->c), 0);
    return t->c.n_ops;
}

static void
test_hear_case__a_new_one_counts_all_that_holds_of_it(void **state)
{
    sup_test_call *t = *state;
    test_case after;

    make_case(&after, "water-unit", "water", SUP__CASE__KIND__complaint,
              FACT(SOLVABLE) | FACT(ON_TIME));
    assert_int_equal(hear_case(t, NULL, &after), 2);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.1.solvable"), 1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.1.on_time"), 1);
}

static void
test_hear_case__only_what_differs_is_counted(void **state)
{
    sup_test_call *t = *state;
    test_case before, after;

    make_case(&before, "water-unit", "water", SUP__CASE__KIND__complaint,
              FACT(SOLVABLE) | FACT(RECTIFIED) | FACT(ON_TIME));
    make_case(&after, "water-unit", "water", SUP__CASE__KIND__complaint,
              FACT(SOLVABLE) | FACT(REOPENED));
    assert_int_equal(hear_case(t, &before, &after), 3);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.1.rectified"), -1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.1.on_time"), -1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.1.reopened"), 1);
    assert_int_equal(hear_case(t, &after, &after), 0);
}

/* Another unit, domain or kind: the whole of it leaves the one and comes to the other, and
 * that is the most that one change can add. */
static void
test_hear_case__what_is_anothers_now_leaves_with_all_its_facts(void **state)
{
    static const struct {
        const char *unit, *domain;
        Sup__Case__Kind kind;
        const char *key, *counter;
    } rows[] = {
        {"pump-house", "water", SUP__CASE__KIND__complaint, "figures:pump-house:2026-11",
         "water.1.solvable"},
        {"water-unit", "light", SUP__CASE__KIND__complaint, NOVEMBER, "light.1.solvable"},
        {"water-unit", "water", SUP__CASE__KIND__repair, NOVEMBER, "water.2.solvable"},
    };
    sup_test_call *t = *state;
    test_case before, after;
    size_t i;

    make_case(&before, "water-unit", "water", SUP__CASE__KIND__complaint, FACTS);
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        make_case(&after, rows[i].unit, rows[i].domain, rows[i].kind, FACTS);
        assert_int_equal(hear_case(t, &before, &after), SUP_FIGURES_CASE_OPS);
        assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.1.solvable"), -1);
        assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.1.dissatisfied"), -1);
        assert_int_equal(sup_test_counter(&t->c, rows[i].key, rows[i].counter), 1);
    }
}

static void
test_hear_case__one_that_nobody_answers_for_counts_from_when_somebody_does(void **state)
{
    sup_test_call *t = *state;
    test_case before, after;

    make_case(&before, "", "water", SUP__CASE__KIND__complaint, FACT(SOLVABLE));
    make_case(&after, "water-unit", "water", SUP__CASE__KIND__complaint, FACT(SOLVABLE));
    assert_int_equal(hear_case(t, NULL, &before), 0);
    assert_int_equal(hear_case(t, &before, &after), 1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.1.solvable"), 1);
}

/* --- checks --- */

static size_t
hear_check(sup_test_call *t, Sup__Occurrence__State before, Sup__Occurrence__State after,
           Sup__Schedule__By by, int covert)
{
    Sup__OccurrenceRecord record = SUP__OCCURRENCE_RECORD__INIT;
    Sup__Occurrence o = SUP__OCCURRENCE__INIT;
    sup_check_change change = {.after = &record, .before = before};

    o.unit = "water-unit";
    o.domain = "water";
    o.by = by;
    o.covert = covert;
    o.state = after;
    record.occurrence = &o;
    record.counted_in = "2026-11";
    t->c.n_ops = 0;
    assert_int_equal(sup_figures_hear_check(&t->c, &change), SUP_OK);
    assert_int_equal(sup_test_counters_twice(&t->c), 0);
    return t->c.n_ops;
}

static void
test_hear_check__a_check_moves_from_what_it_was_to_what_it_is(void **state)
{
    sup_test_call *t = *state;

    hear_check(t, STATE(state_unspecified), STATE(due), SUP__SCHEDULE__BY__office, 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_due"), 1);
    hear_check(t, STATE(due), STATE(done), SUP__SCHEDULE__BY__office, 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_due"), 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_done"), 1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.self_done"), 0);
    hear_check(t, STATE(missed), STATE(late), SUP__SCHEDULE__BY__self, 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_missed"), -1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.self_missed"), -1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_late"), 1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.self_late"), 1);
    hear_check(t, STATE(missed), STATE(excused), SUP__SCHEDULE__BY__office, 0);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_due"), -1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_excused"), 1);
}

/* The numbers would tell what the list hides. */
static void
test_hear_check__a_covert_visit_counts_once_it_was_made_and_never_before(void **state)
{
    static const Sup__Occurrence__State unmade[] = {STATE(state_unspecified), STATE(due),
                                                    STATE(missed), STATE(excused)};
    sup_test_call *t = *state;
    size_t i, j;

    for (i = 0; i < 4; i++) {
        for (j = 1; j < 4; j++) {
            assert_int_equal(
                hear_check(t, unmade[i], unmade[j], SUP__SCHEDULE__BY__office, 1), 0);
        }
        hear_check(t, unmade[i], STATE(done), SUP__SCHEDULE__BY__office, 1);
        assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_due"), 1);
        assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_done"), 1);
        hear_check(t, unmade[i], STATE(late), SUP__SCHEDULE__BY__office, 1);
        assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_due"), 1);
        assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.checks_late"), 1);
    }
}

static void
test_hear_check__no_change_adds_more_ops_than_the_row_states(void **state)
{
    sup_test_call *t = *state;
    size_t most = 0;
    int before, after, by, covert;

    for (before = STATE(state_unspecified); before <= STATE(excused); before++) {
        for (after = STATE(due); after <= STATE(excused); after++) {
            for (by = SUP__SCHEDULE__BY__self; by <= SUP__SCHEDULE__BY__office; by++) {
                for (covert = 0; covert < 2; covert++) {
                    size_t n = hear_check(t, (Sup__Occurrence__State)before,
                                          (Sup__Occurrence__State)after,
                                          (Sup__Schedule__By)by, covert);

                    most = n > most ? n : most;
                }
            }
        }
    }
    assert_int_equal(most, SUP_FIGURES_CHECK_OPS);
}

/* --- inspections --- */

static void
test_hear_inspection__a_report_that_measures_the_unit_counts_with_its_score(void **state)
{
    sup_test_call *t = *state;
    Sup__Inspection report = SUP__INSPECTION__INIT;
    Sup__Score score = SUP__SCORE__INIT;
    sup_inspection_filing filing = {.report = &report, .measures = 1};

    report.unit = "water-unit";
    report.domain = "water";
    report.score = &score;
    score.percent = 87.254;
    assert_int_equal(sup_figures_hear_inspection(&t->c, &filing), SUP_OK);
    assert_int_equal(t->c.n_ops, SUP_FIGURES_INSPECTION_OPS);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.inspections"), 1);
    assert_int_equal(sup_test_counter(&t->c, NOVEMBER, "water.percent_sum"), 8725);
    t->c.n_ops = 0;
    filing.measures = 0;
    assert_int_equal(sup_figures_hear_inspection(&t->c, &filing), SUP_OK);
    assert_int_equal(t->c.n_ops, 0);
}

#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_call_begin, sup_test_call_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_hear_case__a_new_one_counts_all_that_holds_of_it),
        TEST(test_hear_case__only_what_differs_is_counted),
        TEST(test_hear_case__what_is_anothers_now_leaves_with_all_its_facts),
        TEST(test_hear_case__one_that_nobody_answers_for_counts_from_when_somebody_does),
        TEST(test_hear_check__a_check_moves_from_what_it_was_to_what_it_is),
        TEST(test_hear_check__a_covert_visit_counts_once_it_was_made_and_never_before),
        TEST(test_hear_check__no_change_adds_more_ops_than_the_row_states),
        TEST(test_hear_inspection__a_report_that_measures_the_unit_counts_with_its_score),
    };
    return cmocka_run_group_tests_name("figures_hear", tests, NULL, NULL);
}
