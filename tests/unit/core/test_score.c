/* module/core/sup_score.c: examples worked by hand, and what must hold of every
 * checklist, over many pseudo-random ones.
 * Owns: the promises of the score: bounded, fair to what does not apply, monotone.
 * Must not know: rulebooks, how the sums are made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "core/sup_score.h"

#define ITEMS_MAX    40
#define SECTIONS_MAX 6
#define ROUNDS       20000

typedef struct {
    sup_score_scheme scheme;
    sup_score_item items[ITEMS_MAX];
    sup_score_answer answers[ITEMS_MAX];
    size_t n;
    uint32_t weights[SECTIONS_MAX];
    size_t n_sections;
} sheet;

typedef struct {
    sup_score_line lines[ITEMS_MAX];
    sup_score_section sections[SECTIONS_MAX];
    sup_score_total total;
} result;

static result
score(const sheet *s)
{
    result r;
    size_t i;

    memset(&r, 0, sizeof(r));
    for (i = 0; i < s->n; i++) {
        assert_true(sup_score_answer_ok(&s->items[i], &s->answers[i]));
        sup_score_item_line(&s->scheme, &s->items[i], &s->answers[i], &r.lines[i]);
    }
    sup_score_sum(&s->scheme, s->items, s->answers, r.lines, s->n, s->weights, r.sections,
                  s->n_sections, &r.total);
    return r;
}

static void
assert_same_total(const sup_score_total *a, const sup_score_total *b)
{
    assert_memory_equal(&a->percent, &b->percent, sizeof(double));
    assert_memory_equal(&a->arithmetic, &b->arithmetic, sizeof(double));
    assert_int_equal(a->applies, b->applies);
    assert_int_equal(a->grade, b->grade);
    assert_int_equal(a->cap, b->cap);
    assert_int_equal(a->failed, b->failed);
    assert_int_equal(a->critical, b->critical);
    assert_int_equal(a->vetoed, b->vetoed);
}

/* --- worked by hand --- */

/* Grades from 90, 75 and 60; repetition costs half as much again. */
static sheet
plain(size_t n)
{
    sheet s;
    size_t i;

    memset(&s, 0, sizeof(s));
    s.scheme = (sup_score_scheme){.at_least = {90, 75, 60},
                                  .n_grades = 3,
                                  .critical_cap = 2,
                                  .critical_none = 2,
                                  .repeat_factor = 1.5,
                                  .failed_below = 0.6};
    s.n = n;
    s.n_sections = 1;
    s.weights[0] = 1;
    for (i = 0; i < n; i++) {
        s.items[i] = (sup_score_item){.kind = SUP_ANSWER_PASS_FAIL, .weight = 1};
        s.answers[i] = (sup_score_answer){.applies = 1, .passed = 1};
    }
    return s;
}

static sup_score_line
one(sup_score_item item, sup_score_answer answer)
{
    sheet s = plain(1);
    sup_score_line line;

    item.weight = 10;
    answer.applies = 1;
    assert_true(sup_score_answer_ok(&item, &answer));
    sup_score_item_line(&s.scheme, &item, &answer, &line);
    return line;
}

#define ITEM(...)   ((sup_score_item){__VA_ARGS__})
#define ANSWER(...) ((sup_score_answer){__VA_ARGS__})

static void
test_score__each_kind_of_answer_is_worth_what_its_item_says(void **unused)
{
    const sup_score_item core =
        ITEM(.kind = SUP_ANSWER_MEASURED, .has_least = 1, .at_least = 70);
    const sup_score_item cold =
        ITEM(.kind = SUP_ANSWER_MEASURED, .has_least = 1, .has_most = 1, .at_most = 8);
    const sup_score_item grade = ITEM(.kind = SUP_ANSWER_GRADED, .grades = 5);
    const sup_score_item dust =
        ITEM(.kind = SUP_ANSWER_COUNT, .has_most = 1, .at_most = 1, .zero_at = 5);

    (void)unused;
    assert_true(one(core, ANSWER(.value = 70)).points == 1);
    assert_true(one(core, ANSWER(.value = 69.9)).points == 0);
    assert_true(one(core, ANSWER(.value = 69.9)).failed);
    assert_true(one(cold, ANSWER(.value = 0)).points == 1);
    assert_true(one(cold, ANSWER(.value = 8)).points == 1);
    assert_true(one(cold, ANSWER(.value = -0.1)).failed);
    assert_true(one(cold, ANSWER(.value = 8.1)).failed);
    assert_true(one(grade, ANSWER(.value = 3)).points == 0.6);
    assert_false(one(grade, ANSWER(.value = 3)).failed);
    assert_true(one(grade, ANSWER(.value = 2)).failed);
    assert_true(one(dust, ANSWER(.value = 1)).points == 1);
    assert_true(one(dust, ANSWER(.value = 2)).points == 0.75);
    assert_true(one(dust, ANSWER(.value = 2)).failed);
    assert_true(one(dust, ANSWER(.value = 5)).points == 0);
    assert_true(one(dust, ANSWER(.value = 500)).points == 0);
}

static void
test_score__a_count_without_a_limit_may_be_none(void **unused)
{
    const sup_score_item item = ITEM(.kind = SUP_ANSWER_COUNT, .zero_at = 4);

    (void)unused;
    assert_true(one(item, ANSWER(.value = 0)).points == 1);
    assert_true(one(item, ANSWER(.value = 1)).points == 0.75);
    assert_true(one(item, ANSWER(.value = 1)).lost == 2.5);
}

static void
test_score__an_item_by_code_has_failed_below_its_share_or_when_the_hook_says(
    void **unused)
{
    const sup_score_item item = ITEM(.kind = SUP_ANSWER_PRICE, .by_code = 1);
    const sup_score_item lot =
        ITEM(.kind = SUP_ANSWER_COUNT, .by_code = 1, .critical = 1);

    (void)unused;
    assert_false(one(item, ANSWER(.points = 0.6)).failed);
    assert_false(one(item, ANSWER(.points = 1 - 0.4)).failed);
    assert_true(one(item, ANSWER(.points = 0.59)).failed);
    assert_false(one(item, ANSWER(.points = 0.59)).critical);
    assert_true(one(item, ANSWER(.points = 0.9, .critical = 1)).failed);
    assert_true(one(item, ANSWER(.points = 0.9, .critical = 1)).critical);
    assert_false(one(lot, ANSWER(.points = 0.9)).critical);
    assert_true(one(lot, ANSWER(.points = 0.1)).critical);
}

static void
test_score__answers_that_cannot_be_are_refused(void **unused)
{
    static const struct {
        sup_score_item item;
        sup_score_answer answer;
    } bad[] = {
        {{.kind = SUP_ANSWER_GRADED, .grades = 5}, {.applies = 1, .value = 6}},
        {{.kind = SUP_ANSWER_GRADED, .grades = 5}, {.applies = 1, .value = -1}},
        {{.kind = SUP_ANSWER_GRADED, .grades = 5}, {.applies = 1, .value = 2.5}},
        {{.kind = SUP_ANSWER_COUNT, .zero_at = 5}, {.applies = 1, .value = -1}},
        {{.kind = SUP_ANSWER_COUNT, .zero_at = 5}, {.applies = 1, .value = 0.5}},
        {{.kind = SUP_ANSWER_COUNT, .zero_at = 5}, {.applies = 1, .value = 1e300}},
        {{.kind = SUP_ANSWER_MEASURED}, {.applies = 1, .value = 0.0 / 0.0}},
        {{.kind = SUP_ANSWER_MEASURED}, {.applies = 1, .value = 1.0 / 0.0}},
        {{.kind = SUP_ANSWER_PRICE, .by_code = 1}, {.applies = 1, .points = 1.01}},
        {{.kind = SUP_ANSWER_PRICE, .by_code = 1}, {.applies = 1, .points = -0.01}},
        {{.kind = SUP_ANSWER_PRICE, .by_code = 1}, {.applies = 1, .points = 0.0 / 0.0}},
        {{.kind = SUP_ANSWER_PRICE}, {.applies = 1, .points = 1}},
        {{.kind = SUP_ANSWER_SAMPLED_LOT}, {.applies = 1}},
        {{.kind = SUP_ANSWER_NONE}, {.applies = 1}},
    };
    size_t i;

    (void)unused;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        sup_score_answer skipped = bad[i].answer;

        assert_false(sup_score_answer_ok(&bad[i].item, &bad[i].answer));
        skipped.applies = 0;
        assert_true(sup_score_answer_ok(&bad[i].item, &skipped));
    }
}

/* Hygiene (weight 60): 5 + 3 + 2, the 3 failed: 70 %. Prices (40): 4 + 4, one of them
 * graded 3 of 4: 87.5 %. Together 0.6 x 70 + 0.4 x 87.5 = 77 %: good. */
static void
test_score__a_check_of_two_sections_comes_out_as_by_hand(void **unused)
{
    sheet s = plain(5);
    result r;

    (void)unused;
    s.n_sections = 2;
    s.weights[0] = 60;
    s.weights[1] = 40;
    s.items[0].weight = 5;
    s.items[1].weight = 3;
    s.items[2].weight = 2;
    s.answers[1].passed = 0;
    s.items[3].section = s.items[4].section = 1;
    s.items[3].weight = s.items[4].weight = 4;
    s.items[4].kind = SUP_ANSWER_GRADED;
    s.items[4].grades = 4;
    s.answers[4].value = 3;
    r = score(&s);
    assert_true(r.sections[0].percent == 70);
    assert_true(r.sections[1].percent == 87.5);
    assert_int_equal(r.sections[0].failed, 1);
    assert_int_equal(r.sections[1].failed, 0);
    assert_true(r.total.percent == 77);
    assert_int_equal(r.total.grade, 1);
    assert_int_equal(r.total.cap, SUP_CAP_NONE);
    /* the same failure as last month costs 3 x 1.5: 55 %, and 68 % together: fair */
    s.answers[1].repeats = 1;
    r = score(&s);
    assert_true(r.lines[1].factor == 1.5);
    assert_true(r.lines[1].lost == 4.5);
    assert_true(r.sections[0].percent == 55);
    assert_true(r.total.percent == 68);
    assert_int_equal(r.total.grade, 2);
}

static void
test_score__percents_are_rounded_to_two_decimals_half_away_from_zero(void **unused)
{
    static const struct {
        uint32_t good, lost;
        double percent;
    } rows[] = {
        {2, 1, 66.67},     {1, 2, 33.33}, {1, 1, 50}, {799, 1, 99.88}, /* 99.875 */
        {201, 599, 25.13},                                             /* 25.125 */
        {999, 1, 99.9},    {6, 1, 85.71},
    };
    size_t i;

    (void)unused;
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sheet s = plain(2);

        s.items[0].weight = rows[i].good;
        s.items[1].weight = rows[i].lost;
        s.answers[1].passed = 0;
        assert_true(score(&s).total.percent == rows[i].percent);
    }
}

/* Three sections of a third each: 33 1/3 three times is 33.33, and two full ones with one
 * of 62.5 are 87.5 although no third is a decimal. */
static void
test_score__the_mean_of_sections_does_not_add_up_rounded_ones(void **unused)
{
    sheet s = plain(6);
    size_t i;

    (void)unused;
    s.n_sections = 3;
    for (i = 0; i < 3; i++) {
        s.weights[i] = 7;
        s.items[2 * i].section = s.items[2 * i + 1].section = i;
        s.items[2 * i].weight = 1;
        s.items[2 * i + 1].weight = 2;
        s.answers[2 * i + 1].passed = 0;
    }
    assert_true(score(&s).total.percent == 33.33);
    s.answers[3].passed = s.answers[5].passed = 1;
    s.items[0].weight = 5;
    s.items[1].weight = 3;
    assert_true(score(&s).total.percent == 87.5);
}

static void
test_score__nobody_sees_ninety_and_misses_the_grade_from_ninety(void **unused)
{
    sheet s = plain(2);
    result r;

    (void)unused;
    s.items[0].weight = 89996;
    s.items[1].weight = 10004;
    s.answers[1].passed = 0;
    r = score(&s);
    assert_true(r.total.percent == 90);
    assert_int_equal(r.total.grade, 0);
}

static void
test_score__a_critical_failure_caps_the_grade_and_two_leave_none(void **unused)
{
    sheet s = plain(40);
    result r;

    (void)unused;
    s.items[0].critical = s.items[1].critical = 1;
    r = score(&s);
    assert_int_equal(r.total.grade, 0);
    s.answers[0].passed = 0;
    r = score(&s);
    assert_true(r.total.percent == 97.5);
    assert_int_equal(r.total.grade, 2);
    assert_int_equal(r.total.cap, SUP_CAP_CRITICAL);
    assert_int_equal(r.total.critical, 1);
    s.answers[1].passed = 0;
    r = score(&s);
    assert_true(r.total.percent == 95);
    assert_int_equal(r.total.grade, SUP_GRADE_NONE);
    assert_int_equal(r.total.cap, SUP_CAP_CRITICALS);
    s.scheme.critical_none = 0;
    r = score(&s);
    assert_int_equal(r.total.grade, 2);
}

static void
test_score__a_cap_that_changes_nothing_is_not_named(void **unused)
{
    sheet s = plain(2);
    result r;

    (void)unused;
    s.items[0].critical = 1;
    s.answers[0].passed = 0;
    r = score(&s);
    assert_int_equal(r.total.grade, SUP_GRADE_NONE); /* 50 % */
    assert_int_equal(r.total.cap, SUP_CAP_NONE);
    s.items[0].weight = 2;
    s.items[1].weight = 3;
    r = score(&s);
    assert_int_equal(r.total.grade, 2); /* 60 % is fair without any cap */
    assert_int_equal(r.total.cap, SUP_CAP_NONE);
}

static void
test_score__a_veto_fails_the_whole_check_and_keeps_the_arithmetic(void **unused)
{
    sheet s = plain(40);
    result r;

    (void)unused;
    s.items[0].veto = 1;
    s.answers[0].passed = 0;
    r = score(&s);
    assert_true(r.total.percent == 0);
    assert_true(r.total.arithmetic == 97.5);
    assert_int_equal(r.total.grade, SUP_GRADE_NONE);
    assert_int_equal(r.total.cap, SUP_CAP_VETO);
    assert_int_equal(r.total.vetoed, 1);
    assert_int_equal(r.total.critical, 1);
}

static void
test_score__a_grade_of_a_hook_is_capped_like_any(void **unused)
{
    sheet s = plain(4);
    result r;

    (void)unused;
    r = score(&s);
    sup_score_grade(&s.scheme, 1, &r.total);
    assert_int_equal(r.total.grade, 1);
    sup_score_grade(&s.scheme, SUP_GRADE_NONE, &r.total);
    assert_int_equal(r.total.grade, SUP_GRADE_NONE);
    sup_score_grade(&s.scheme, SUP_GRADE_BY_PERCENT, &r.total);
    assert_int_equal(r.total.grade, 0);
    s.items[0].critical = 1;
    s.answers[0].passed = 0;
    r = score(&s);
    sup_score_grade(&s.scheme, 0, &r.total);
    assert_int_equal(r.total.grade, 2);
    assert_int_equal(r.total.cap, SUP_CAP_CRITICAL);
    s.items[1].veto = 1;
    s.answers[1].passed = 0;
    r = score(&s);
    sup_score_grade(&s.scheme, 0, &r.total);
    assert_int_equal(r.total.grade, SUP_GRADE_NONE);
    assert_true(r.total.percent == 0);
}

static void
test_score__where_nothing_applies_there_is_no_score(void **unused)
{
    sheet s = plain(2);
    result r;

    (void)unused;
    s.items[0].critical = s.items[0].veto = 1;
    s.answers[0] = s.answers[1] = (sup_score_answer){.applies = 0};
    r = score(&s);
    assert_false(r.total.applies);
    assert_false(r.sections[0].applies);
    assert_int_equal(r.total.grade, SUP_GRADE_NONE);
    assert_int_equal(r.total.skipped, 2);
    assert_int_equal(r.total.failed, 0);
}

static void
test_score__repetition_costs_a_section_no_more_than_it_has(void **unused)
{
    sheet s = plain(2);
    result r;

    (void)unused;
    s.scheme.repeat_factor = 10;
    s.answers[0] = (sup_score_answer){.applies = 1, .repeats = 3};
    r = score(&s);
    assert_true(r.sections[0].percent == 0);
    assert_true(r.total.percent == 0);
}

static void
test_score__repetition_counts_for_failures_alone(void **unused)
{
    sheet s = plain(1);
    sup_score_line line;

    (void)unused;
    s.items[0] = ITEM(.kind = SUP_ANSWER_GRADED, .grades = 10, .weight = 10);
    s.answers[0] = ANSWER(.applies = 1, .value = 8, .repeats = 2);
    sup_score_item_line(&s.scheme, &s.items[0], &s.answers[0], &line);
    assert_true(line.factor == 1);
    s.answers[0].value = 5;
    sup_score_item_line(&s.scheme, &s.items[0], &s.answers[0], &line);
    assert_true(line.factor == 1.5);
    assert_true(line.lost == 7.5);
}

/* Step by step from the best to the worst, with and without earlier failures. */
static void
test_score__each_step_from_full_points_to_none_costs_something(void **unused)
{
    sup_score_item steps[] = {
        ITEM(.kind = SUP_ANSWER_COUNT, .weight = 7, .has_most = 1, .at_most = 2,
             .zero_at = 9),
        ITEM(.kind = SUP_ANSWER_GRADED, .weight = 7, .grades = 10),
        ITEM(.kind = SUP_ANSWER_SAMPLED_LOT, .weight = 7, .by_code = 1)};
    size_t k;
    uint32_t repeats;
    int v;

    (void)unused;
    for (k = 0; k < 3; k++) {
        for (repeats = 0; repeats < 2; repeats++) {
            double before = -1;

            for (v = 0; v <= 10; v++) {
                sheet s = plain(3);
                double lost;

                s.items[0] = steps[k];
                s.answers[0].repeats = repeats;
                s.answers[0].value = k == 0 ? v : 10 - v;
                s.answers[0].points = (10 - v) / 10.0;
                lost = score(&s).lines[0].lost;
                assert_true(k == 0 && (v <= 2 || v >= 10) ? lost >= before
                                                          : lost > before);
                before = lost;
            }
        }
    }
}

/* --- what must hold of every checklist --- */

static uint64_t seed;

static uint32_t
random_below(uint32_t n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)((seed >> 33) % n);
}

static sup_score_item
random_item(size_t n_sections)
{
    sup_score_item item = {.kind = (sup_answer_kind)(1 + random_below(6)),
                           .section = random_below((uint32_t)n_sections),
                           .weight = 1 + random_below(100),
                           .critical = random_below(8) == 0,
                           .veto = random_below(25) == 0};

    item.by_code = item.kind >= SUP_ANSWER_PRICE || random_below(6) == 0;
    item.grades = item.kind == SUP_ANSWER_GRADED ? 1 + random_below(10) : 0;
    if (item.kind == SUP_ANSWER_MEASURED) {
        item.has_least = random_below(2);
        item.has_most = !item.has_least || random_below(2);
        item.at_least = random_below(50);
        item.at_most = 50 + random_below(50);
    }
    if (item.kind == SUP_ANSWER_COUNT) {
        item.has_most = random_below(2);
        item.at_most = item.has_most ? random_below(4) : 0;
        item.zero_at = 1 + (uint32_t)item.at_most + random_below(6);
    }
    return item;
}

static sup_score_answer
random_answer(const sup_score_item *item)
{
    sup_score_answer a = {.applies = random_below(6) != 0,
                          .passed = random_below(3) != 0,
                          .points = random_below(101) / 100.0,
                          .repeats = random_below(3) == 0};

    if (item->kind == SUP_ANSWER_GRADED) {
        a.value = random_below(item->grades + 1);
    } else if (item->kind == SUP_ANSWER_COUNT) {
        a.value = random_below(12);
    } else {
        a.value = random_below(1000) / 10.0;
    }
    a.critical = item->by_code && random_below(10) == 0;
    return a;
}

static sheet
random_sheet(void)
{
    static const double factors[] = {1, 1.5, 2, 10};
    sheet s;
    size_t i;

    memset(&s, 0, sizeof(s));
    s.n_sections = 1 + random_below(SECTIONS_MAX);
    s.n = 1 + random_below(ITEMS_MAX);
    s.scheme.n_grades = 1 + random_below(4);
    for (i = 0; i < s.scheme.n_grades; i++) {
        s.scheme.at_least[i] = 90 - 20.0 * (double)i;
    }
    s.scheme.critical_cap = random_below((uint32_t)s.scheme.n_grades);
    s.scheme.critical_none = random_below(4);
    s.scheme.repeat_factor = factors[random_below(4)];
    s.scheme.failed_below = 0.3 + random_below(7) / 10.0;
    for (i = 0; i < s.n_sections; i++) {
        s.weights[i] = 1 + random_below(100);
    }
    for (i = 0; i < s.n; i++) {
        s.items[i] = random_item(s.n_sections);
        s.answers[i] = random_answer(&s.items[i]);
    }
    return s;
}

static void
test_score__it_is_never_below_0_nor_above_100(void **unused)
{
    int round;

    (void)unused;
    for (seed = 1, round = 0; round < ROUNDS; round++) {
        sheet s = random_sheet();
        result r = score(&s);
        size_t i;

        assert_true(r.total.percent >= 0 && r.total.percent <= 100);
        assert_true(r.total.arithmetic >= r.total.percent && r.total.arithmetic <= 100);
        assert_true(r.total.grade < s.scheme.n_grades || r.total.grade == SUP_GRADE_NONE);
        for (i = 0; i < s.n_sections; i++) {
            assert_true(r.sections[i].percent >= 0 && r.sections[i].percent <= 100);
        }
        for (i = 0; i < s.n; i++) {
            assert_true(r.lines[i].points >= 0 && r.lines[i].points <= 1);
            assert_true(r.lines[i].lost >= 0);
        }
    }
}

static void
test_score__all_perfect_is_100_and_all_wrong_has_no_points(void **unused)
{
    int round;

    (void)unused;
    for (seed = 2, round = 0; round < ROUNDS; round++) {
        sheet s = random_sheet();
        size_t i;

        for (i = 0; i < s.n; i++) {
            s.answers[i] = (sup_score_answer){.applies = 1, .passed = 1, .points = 1};
            s.answers[i].value = s.items[i].kind == SUP_ANSWER_GRADED ? s.items[i].grades
                                 : s.items[i].kind == SUP_ANSWER_MEASURED ? 50
                                                                          : 0;
        }
        assert_true(score(&s).total.percent == 100);
        assert_int_equal(score(&s).total.grade, 0);
        for (i = 0; i < s.n; i++) {
            s.answers[i] = (sup_score_answer){.applies = 1};
            s.answers[i].value = s.items[i].kind == SUP_ANSWER_COUNT      ? 100
                                 : s.items[i].kind == SUP_ANSWER_MEASURED ? 1e6
                                                                          : 0;
            if (s.items[i].kind == SUP_ANSWER_MEASURED && !s.items[i].has_most) {
                s.answers[i].value = -1e6;
            }
        }
        assert_true(score(&s).total.arithmetic == 0);
        assert_int_equal(score(&s).total.failed, s.n);
    }
}

static sheet
without(const sheet *s, size_t item)
{
    sheet t = *s;

    t.n--;
    memmove(&t.items[item], &t.items[item + 1], (t.n - item) * sizeof(t.items[0]));
    memmove(&t.answers[item], &t.answers[item + 1], (t.n - item) * sizeof(t.answers[0]));
    return t;
}

static void
test_score__what_does_not_apply_neither_helps_nor_hurts(void **unused)
{
    int round;

    (void)unused;
    for (seed = 3, round = 0; round < ROUNDS; round++) {
        sheet s = random_sheet(), t;
        size_t item = random_below((uint32_t)s.n), i;
        result a, b;

        s.answers[item].applies = 0;
        t = without(&s, item);
        a = score(&s);
        b = score(&t);
        assert_same_total(&a.total, &b.total);
        assert_int_equal(a.total.skipped, b.total.skipped + 1);
        for (i = 0; i < s.n_sections; i++) {
            assert_true(a.sections[i].percent == b.sections[i].percent);
            assert_int_equal(a.sections[i].applies, b.sections[i].applies);
        }
    }
}

/* Makes one answer worse by as little or as much as chance says; 0: it is the worst. */
static int
make_worse(const sup_score_item *item, sup_score_answer *a)
{
    if (item->by_code) {
        if (a->points > 0 && random_below(3) != 0) {
            a->points = (double)random_below((uint32_t)(a->points * 100 + 0.5)) / 100;
            return 1;
        }
        a->critical = !a->critical;
        return a->critical != 0;
    }
    switch (item->kind) {
    case SUP_ANSWER_PASS_FAIL:
        a->passed = !a->passed;
        return a->passed == 0;
    case SUP_ANSWER_GRADED:
        a->value -= a->value > 0 ? 1 + random_below((uint32_t)a->value) : 1;
        return a->value >= 0;
    case SUP_ANSWER_COUNT:
        a->value += 1 + random_below(3);
        return 1;
    case SUP_ANSWER_MEASURED:
        a->value = item->has_most ? item->at_most + 1 : item->at_least - 1;
        return 1;
    default:
        return 0;
    }
}

static void
test_score__a_worse_answer_never_scores_or_grades_higher(void **unused)
{
    int round, tried = 0;

    (void)unused;
    for (seed = 4, round = 0; round < 5 * ROUNDS; round++) {
        sheet s = random_sheet(), t = s;
        size_t item = random_below((uint32_t)s.n);
        result a, b;

        if (!s.answers[item].applies || !make_worse(&t.items[item], &t.answers[item])) {
            continue;
        }
        tried++;
        a = score(&s);
        b = score(&t);
        assert_true(b.total.percent <= a.total.percent);
        assert_true(b.total.arithmetic <= a.total.arithmetic);
        assert_true(b.total.grade >= a.total.grade);
        assert_true(b.total.failed >= a.total.failed);
        assert_true(b.total.critical >= a.total.critical);
        assert_true(b.lines[item].lost >= a.lines[item].lost);
        assert_true(b.sections[s.items[item].section].percent <=
                    a.sections[s.items[item].section].percent);
    }
    assert_true(tried > ROUNDS);
}

static void
test_score__earlier_failures_never_make_it_better(void **unused)
{
    int round;

    (void)unused;
    for (seed = 5, round = 0; round < ROUNDS; round++) {
        sheet s = random_sheet(), t = s;
        size_t item = random_below((uint32_t)s.n);
        result a, b;

        s.answers[item].repeats = 0;
        t.answers[item].repeats = 1 + random_below(5);
        a = score(&s);
        b = score(&t);
        assert_true(b.total.percent <= a.total.percent);
        assert_true(b.total.grade >= a.total.grade);
    }
}

static void
test_score__the_order_of_items_says_nothing(void **unused)
{
    int round;

    (void)unused;
    for (seed = 6, round = 0; round < ROUNDS; round++) {
        sheet s = random_sheet(), t = s;
        result a, b;
        size_t i;

        for (i = t.n; i > 1; i--) {
            size_t k = random_below((uint32_t)i);
            sup_score_item item = t.items[k];
            sup_score_answer answer = t.answers[k];

            t.items[k] = t.items[i - 1];
            t.answers[k] = t.answers[i - 1];
            t.items[i - 1] = item;
            t.answers[i - 1] = answer;
        }
        a = score(&s);
        b = score(&t);
        assert_same_total(&a.total, &b.total);
        assert_int_equal(a.total.skipped, b.total.skipped);
        assert_memory_equal(a.sections, b.sections, s.n_sections * sizeof(a.sections[0]));
    }
}

static void
test_score__scoring_twice_gives_the_same_bytes(void **unused)
{
    int round;

    (void)unused;
    for (seed = 7, round = 0; round < ROUNDS; round++) {
        sheet s = random_sheet();
        result a = score(&s), b = score(&s);

        assert_memory_equal(&a, &b, sizeof(a));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score__each_kind_of_answer_is_worth_what_its_item_says),
        cmocka_unit_test(test_score__a_count_without_a_limit_may_be_none),
        cmocka_unit_test(
            test_score__an_item_by_code_has_failed_below_its_share_or_when_the_hook_says),
        cmocka_unit_test(test_score__answers_that_cannot_be_are_refused),
        cmocka_unit_test(test_score__a_check_of_two_sections_comes_out_as_by_hand),
        cmocka_unit_test(
            test_score__percents_are_rounded_to_two_decimals_half_away_from_zero),
        cmocka_unit_test(test_score__the_mean_of_sections_does_not_add_up_rounded_ones),
        cmocka_unit_test(test_score__nobody_sees_ninety_and_misses_the_grade_from_ninety),
        cmocka_unit_test(
            test_score__a_critical_failure_caps_the_grade_and_two_leave_none),
        cmocka_unit_test(test_score__a_cap_that_changes_nothing_is_not_named),
        cmocka_unit_test(
            test_score__a_veto_fails_the_whole_check_and_keeps_the_arithmetic),
        cmocka_unit_test(test_score__a_grade_of_a_hook_is_capped_like_any),
        cmocka_unit_test(test_score__where_nothing_applies_there_is_no_score),
        cmocka_unit_test(test_score__repetition_costs_a_section_no_more_than_it_has),
        cmocka_unit_test(test_score__repetition_counts_for_failures_alone),
        cmocka_unit_test(test_score__each_step_from_full_points_to_none_costs_something),
        cmocka_unit_test(test_score__it_is_never_below_0_nor_above_100),
        cmocka_unit_test(test_score__all_perfect_is_100_and_all_wrong_has_no_points),
        cmocka_unit_test(test_score__what_does_not_apply_neither_helps_nor_hurts),
        cmocka_unit_test(test_score__a_worse_answer_never_scores_or_grades_higher),
        cmocka_unit_test(test_score__earlier_failures_never_make_it_better),
        cmocka_unit_test(test_score__the_order_of_items_says_nothing),
        cmocka_unit_test(test_score__scoring_twice_gives_the_same_bytes),
    };

    return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
