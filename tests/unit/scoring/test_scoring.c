/* Answers scored by a rulebook with every kind of answer, and by a plugin that is well or
 * ill: what is refused, what a line says, what a grade comes from.
 * Owns: a small rulebook, scores worked by hand from its answers.
 * Must not know: the arithmetic (test_score.c), how inspections are stored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <cmocka.h>
#include "cases/sup_case.h"
#include "engine/sup_problem.h"
#include "scoring/sup_scoring.h"
#include "sup_test_arena.h"
#include "sup_test_water.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* --- the plugin --- */

static int (*grade_does)(const sup_plugin_host *, const sup_plugin_check *,
                         sup_plugin_grade *);

static int
grade_hook(const sup_plugin_host *host, const sup_plugin_check *check,
           sup_plugin_grade *grade)
{
    return grade_does(host, check, grade);
}

static const sup_plugin plugin = {SUP_PLUGIN_HEAD, .domain = "water",
                                  .score = sup_test_water_score, .grade = grade_hook};

static int
grade_silent(const sup_plugin_host *host, const sup_plugin_check *check,
             sup_plugin_grade *grade)
{
    (void)host;
    (void)check;
    (void)grade;
    return 0;
}

/* --- one check --- */

typedef struct {
    sup_test_arena *arena;
    sup_rulebook *book;
    sup_ctx c;
    sup_checklist list;
    Sup__Answer *answers[16];
    size_t n;
    sup_scoring_facts facts;
    Sup__Score *score;
} world;

static int
begin(void **state)
{
    world *w = calloc(1, sizeof(*w));

    w->arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    w->c.arena = &w->arena->arena;
    w->book = sup_test_water_book(w->c.arena, sup_test_water);
    w->book->plugin = &plugin;
    grade_does = grade_silent;
    *state = w;
    return 0;
}

static int
end(void **state)
{
    world *w = *state;

    sup_rulebook_release(w->book);
    sup_test_arena_destroy(w->arena);
    free(w);
    return 0;
}

static Sup__Answer *
answer(world *w, const char *item)
{
    Sup__Answer *a = SUP_NEW(w->c.arena, Sup__Answer, sup__answer__descriptor);

    a->item = (char *)(uintptr_t)item;
    w->answers[w->n++] = a;
    return a;
}

static Sup__Answer *
number(world *w, const char *item, double value)
{
    Sup__Answer *a = answer(w, item);

    a->values = sup_calloc(w->c.arena, 4 * sizeof(double));
    a->values[0] = value;
    a->n_values = 1;
    return a;
}

static Sup__Answer *
result(world *w, const char *item, Sup__Answer__Result r)
{
    Sup__Answer *a = answer(w, item);

    a->result = r;
    return a;
}

#define PASS SUP__ANSWER__RESULT__pass
#define FAIL SUP__ANSWER__RESULT__fail
#define NA   SUP__ANSWER__RESULT__not_applicable

/* In the order of the rulebook; everything perfect. */
enum { CLEAN, DUST, HAIR, LOOK, FRIDGE, CORE, WAIT, LOT, ANSWERS };

static void
answer_well(world *w)
{
    w->n = 0;
    result(w, "clean", PASS);
    number(w, "dust", 0);
    number(w, "hair", 0);
    number(w, "look", 4);
    number(w, "fridge", 4);
    number(w, "core", 75);
    number(w, "wait", 30);
    number(w, "lot", 1)->n_values = 2;
    assert_int_equal(sup_checklist_of(w->c.arena, w->book,
                                      sup_rulebook_template(w->book, "whole"), &w->list),
                     SUP_OK);
}

static sup_rc
score(world *w)
{
    memset(&w->c.failure, 0, sizeof(w->c.failure));
    w->score = NULL;
    return sup_score_answers(&w->c, w->book, &w->list, w->answers, w->n, &w->facts,
                             &w->score);
}

static void
scored(world *w, double percent, const char *grade)
{
    sup_rc rc = score(w);

    if (rc != SUP_OK) {
        fail_msg("%s: %s", w->c.failure.field, w->c.failure.detail);
    }
    if (w->score->percent != percent || strcmp(w->score->grade, grade) != 0) {
        fail_msg("%g %s instead of %g %s", w->score->percent, w->score->grade, percent,
                 grade);
    }
}

static void
refused(world *w, sup_rc rc, const char *field)
{
    sup_rc got = score(w);

    if (got != rc || w->c.failure.field == NULL ||
        strcmp(w->c.failure.field, field) != 0 || w->c.failure.detail == NULL ||
        w->c.failure.detail_en == NULL) {
        fail_msg("%d at %s instead of %d at %s", got, w->c.failure.field, rc, field);
    }
    assert_null(w->score);
}

static const Sup__Score__Line *
line(const world *w, const char *item)
{
    size_t i;

    for (i = 0; i < w->score->n_lines; i++) {
        if (strcmp(w->score->lines[i]->item, item) == 0) {
            return w->score->lines[i];
        }
    }
    fail_msg("no line of %s", item);
    return NULL;
}

/* --- what comes out --- */

static void
test_scoring__all_well_is_100_and_the_best_grade(void **state)
{
    world *w = *state;

    answer_well(w);
    scored(w, 100, "a");
    assert_string_equal(w->score->grade_name, "优秀");
    assert_string_equal(w->score->rulebook_version, "2026.11");
    assert_string_equal(w->score->rulebook_digest, w->book->digest);
    assert_int_equal(w->score->n_lines, 9);
    assert_int_equal(w->score->n_sections, 2);
    assert_int_equal(w->score->not_applicable, 1); /* no complaints: nothing to judge */
    assert_string_equal(w->score->explanation,
                        "适用 8 项，不合格 0 项，得分 100.00%，等级：优秀。");
    assert_string_equal(w->score->explanation_en,
                        "8 items applied, 0 of them failed: 100.00%, grade: Excellent.");
    assert_true(sup_score_applies(w->score));
}

/* Hygiene 15: dust 3 of 4 lost half of 4, look 3 of 4 lost 1: 12/15 = 80 %. Cold 18: the
 * fridge 5, the lot 6 x 0.25: 11.5/18 = 63.888... %. 0.6 x 80 + 0.4 x 63.888... = 73.56. */
static void
test_scoring__a_score_comes_out_as_by_hand_and_tells_why(void **state)
{
    world *w = *state;

    answer_well(w);
    w->answers[DUST]->values[0] = 3;
    w->answers[LOOK]->values[0] = 3;
    w->answers[FRIDGE]->values[0] = 8.5;
    w->answers[LOT]->values[0] = 0.75;
    scored(w, 73.56, "c");
    assert_true(w->score->sections[0]->percent == 80);
    assert_true(w->score->sections[1]->percent == 63.89);
    assert_string_equal(line(w, "clean")->answer, "合格");
    assert_string_equal(line(w, "dust")->answer, "3（应不超过 1）");
    assert_string_equal(line(w, "dust")->answer_en, "3 (at most 1)");
    assert_int_equal(line(w, "dust")->outcome, SUP__SCORE__OUTCOME__failed);
    assert_true(line(w, "dust")->points == 2 && line(w, "dust")->lost == 2);
    assert_string_equal(line(w, "hair")->answer, "0（应为 0）");
    assert_string_equal(line(w, "look")->answer, "3/4");
    assert_int_equal(line(w, "look")->outcome, SUP__SCORE__OUTCOME__partial);
    assert_string_equal(line(w, "fridge")->answer, "8.5 ℃（应为 0～8 ℃）");
    assert_string_equal(line(w, "fridge")->answer_en, "8.5 °C (should be 0 to 8 °C)");
    assert_string_equal(line(w, "core")->answer, "75 ℃（应不低于 70 ℃）");
    assert_string_equal(line(w, "wait")->answer, "30 分钟（应不超过 120 分钟）");
    assert_string_equal(line(w, "wait")->answer_en, "30 min (at most 120 min)");
    assert_string_equal(line(w, "lot")->answer, "合格率 0.75、隐患 0");
    assert_string_equal(line(w, "lot")->answer_en, "Good 0.75, Danger 0");
    assert_string_equal(line(w, "lot")->explanation, "抽检");
    assert_int_equal(line(w, "lot")->outcome, SUP__SCORE__OUTCOME__partial);
    assert_string_equal(line(w, "clean")->basis[0], "《食品安全法》第五十三条");
    assert_string_equal(line(w, "clean")->basis[1], "《实施方案》三（二）");
    assert_string_equal(line(w, "clean")->category, "general");
    assert_true(line(w, "fridge")->values[0] == 8.5);
    assert_int_equal(w->score->failures, 2);
}

static void
test_scoring__lines_come_in_the_order_of_the_rulebook(void **state)
{
    static const char *const order[] = {"clean", "dust", "core"};
    world *w = *state;
    size_t i;

    answer_well(w);
    assert_int_equal(sup_checklist_of(w->c.arena, w->book,
                                      sup_rulebook_template(w->book, "daily"), &w->list),
                     SUP_OK);
    assert_int_equal(w->list.n, 3);
    w->n = 0;
    number(w, "core", 80);
    number(w, "dust", 2);
    result(w, "clean", PASS);
    scored(w, 93.33, "a"); /* 8/9 of 60, and 40 */
    for (i = 0; i < 3; i++) {
        assert_string_equal(w->score->lines[i]->item, order[i]);
    }
}

static sup_str
bytes(world *w)
{
    sup_str out;

    assert_int_equal(sup_pb_print(w->c.arena, &w->score->base, &out), SUP_OK);
    return out;
}

static void
test_scoring__order_and_repetition_of_the_scoring_change_no_byte(void **state)
{
    world *w = *state;
    sup_str first;
    size_t i;

    answer_well(w);
    w->answers[LOOK]->values[0] = 3;
    w->answers[HAIR]->result = NA;
    w->answers[HAIR]->n_values = 0;
    assert_int_equal(score(w), SUP_OK);
    first = bytes(w);
    assert_int_equal(score(w), SUP_OK);
    assert_true(sup_str_eq(first, bytes(w)));
    for (i = 0; i < w->n / 2; i++) {
        Sup__Answer *a = w->answers[i];

        w->answers[i] = w->answers[w->n - 1 - i];
        w->answers[w->n - 1 - i] = a;
    }
    assert_int_equal(score(w), SUP_OK);
    assert_true(sup_str_eq(first, bytes(w)));
}

static void
test_scoring__what_does_not_apply_is_shown_and_does_not_count(void **state)
{
    world *w = *state;

    answer_well(w);
    w->answers[FRIDGE]->result = NA;
    w->answers[FRIDGE]->n_values = 0;
    scored(w, 100, "a");
    assert_int_equal(line(w, "fridge")->outcome, SUP__SCORE__OUTCOME__skipped);
    assert_string_equal(line(w, "fridge")->answer, "不适用");
    assert_int_equal(line(w, "fridge")->n_values, 0);
    assert_int_equal(w->score->not_applicable, 2);
}

static void
test_scoring__where_nothing_applies_there_is_no_grade_and_it_says_so(void **state)
{
    world *w = *state;
    size_t i;

    answer_well(w);
    for (i = 0; i < w->n; i++) {
        w->answers[i]->result = NA;
        w->answers[i]->n_values = 0;
    }
    scored(w, 0, "");
    assert_false(sup_score_applies(w->score));
    assert_string_equal(w->score->explanation, "没有适用的项目，不评分。");
}

static void
test_scoring__a_key_failure_caps_the_grade_in_words(void **state)
{
    world *w = *state;
    char *id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    answer_well(w);
    w->answers[CLEAN]->result = FAIL;
    w->answers[CLEAN]->evidence = &id;
    w->answers[CLEAN]->n_evidence = 1;
    scored(w, 80, "c");
    assert_int_equal(w->score->cap, SUP__SCORE__CAP__critical);
    assert_true(line(w, "clean")->critical);
    assert_string_equal(line(w, "clean")->answer, "不合格");
    assert_string_equal(
        w->score->explanation,
        "适用 8 项，不合格 1 项，得分 80.00%；1 项关键项不合格，等级不高于一般。");
    /* a second one, of the hook's making */
    w->answers[LOT]->values[0] = 0.9;
    w->answers[LOT]->values[1] = 1;
    assert_int_equal(score(w), SUP_OK);
    assert_true(line(w, "lot")->critical);
    assert_int_equal(w->score->cap, SUP__SCORE__CAP__criticals);
    assert_string_equal(w->score->grade, "");
    assert_non_null(strstr(w->score->explanation, "2 项关键项不合格，不评等级"));
}

static void
test_scoring__a_veto_leaves_no_points(void **state)
{
    world *w = *state;

    answer_well(w);
    w->answers[CORE]->values[0] = 69.9;
    scored(w, 0, "");
    assert_int_equal(w->score->cap, SUP__SCORE__CAP__veto);
    assert_true(w->score->arithmetic == 88.89); /* 60 + 0.4 x 13/18 */
    assert_true(line(w, "core")->veto);
    assert_non_null(strstr(w->score->explanation, "得分 88.89%；1 项一票否决项不合格"));
}

static void
test_scoring__repetition_is_counted_and_told(void **state)
{
    static const uint32_t repeats[16] = {[DUST] = 2, [FRIDGE] = 1};
    world *w = *state;

    answer_well(w);
    w->facts.repeats = repeats;
    w->answers[DUST]->values[0] = 3; /* 2 x 1.5: 12/15 */
    scored(w, 88, "b");
    assert_true(line(w, "dust")->factor == 1.5);
    assert_true(line(w, "dust")->lost == 3);
    assert_int_equal(line(w, "dust")->repeats, 2);
    assert_string_equal(line(w, "dust")->explanation,
                        "近 30 天内此前已有 2 次不合格，失分按 1.5 倍计");
    assert_true(line(w, "fridge")->factor == 1); /* it did not fail again */
    assert_string_equal(line(w, "fridge")->explanation, "");
}

static void
test_scoring__live_figures_are_filled_in_and_shown(void **state)
{
    static const sup_case_handled figures = {.complaints = {8, 6, 1, 2}};
    world *w = *state;

    answer_well(w);
    w->facts.complaints = figures.complaints;
    scored(w, 97.09, "a"); /* 60 + 0.4 x 20.4/22 */
    assert_string_equal(
        line(w, "handled")->answer,
        "系统数据：办结 8 件，其中按时 6 件、重开 1 件；现超时未办结 2 件");
    assert_int_equal(line(w, "handled")->n_values, 4);
    assert_true(line(w, "handled")->values[3] == 2);
}

static void
test_scoring__figures_that_do_not_fit_hold_up_no_report(void **state)
{
    static const sup_case_handled figures = {.complaints = {1, 6, 0, 0}};
    world *w = *state;

    answer_well(w);
    w->facts.complaints = figures.complaints;
    scored(w, 100, "a");
    assert_int_equal(line(w, "handled")->outcome, SUP__SCORE__OUTCOME__skipped);
    assert_string_equal(line(w, "handled")->explanation, "现有数据无法评定此项");
}

static void
test_scoring__a_re_inspection_scores_what_was_looked_at(void **state)
{
    world *w = *state;

    answer_well(w);
    w->n = 0;
    w->facts.partial = 1;
    refused(w, SUP_API_REQUIRED, "answers");
    number(w, "dust", 0);
    scored(w, 100, "a");
    assert_int_equal(w->score->n_lines, 1);
    assert_int_equal(w->score->n_sections, 1);
    assert_int_equal(w->score->not_applicable, 0);
}

/* Monday 8:30 to 12:00, then Sunday night into the next week; and days. */
static void
test_scoring__days_and_hours_are_read_as_such(void **state)
{
    static const struct {
        Sup__Item__Column__Kind kind;
        double values[4];
        size_t n;
        const char *zh, *en;
    } rows[] = {
        {SUP__ITEM__COLUMN__KIND__week_hours,
         {0, 8.5, 167, 170.25},
         4,
         "始 周一 00:00、止 周一 08:30；始 周日 23:00、止 下周一 02:15",
         "From Mon 00:00, To Mon 08:30; From Sun 23:00, To next Mon 02:15"},
        {SUP__ITEM__COLUMN__KIND__day,
         {0, 20261130},
         2,
         "始 0000-00-00、止 2026-11-30",
         "From 0000-00-00, To 2026-11-30"},
        {SUP__ITEM__COLUMN__KIND__day,
         {0, 1e9},
         2,
         "始 0000-00-00、止 1000000000",
         "From 0000-00-00, To 1000000000"},
        {SUP__ITEM__COLUMN__KIND__kind_unspecified,
         {1, -0.0},
         2,
         "始 1、止 0",
         "From 1, To 0"},
    };
    world *w = *state;
    Sup__Item item = *sup_rulebook_item(w->book, "lot");
    Sup__Item__Column columns[2] = {*item.columns[0], *item.columns[1]};
    Sup__Item__Column *both[2] = {&columns[0], &columns[1]};
    size_t i;

    answer_well(w);
    columns[0].name = "始";
    columns[0].name_en = "From";
    columns[1].name = "止";
    columns[1].name_en = "To";
    item.columns = both;
    item.rows = 2;
    w->list.items[LOT] = &item;
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        columns[0].kind = columns[1].kind = rows[i].kind;
        memcpy(w->answers[LOT]->values, rows[i].values, sizeof(rows[i].values));
        w->answers[LOT]->n_values = rows[i].n;
        assert_int_equal(score(w), SUP_OK);
        assert_string_equal(line(w, "lot")->answer, rows[i].zh);
        assert_string_equal(line(w, "lot")->answer_en, rows[i].en);
    }
}

/* --- what is refused --- */

static void
test_scoring__answers_missing_are_named(void **state)
{
    world *w = *state;

    answer_well(w);
    w->n = 3;
    refused(w, SUP_API_REQUIRED, "answers");
    assert_string_equal(w->c.failure.detail,
                        "还有 5 项未作答：整体观感；冷藏温度；中心温度 等。");
    assert_string_equal(w->c.failure.detail_en,
                        "5 items are not answered: Looks; Fridge; Core and others.");
}

static void
test_scoring__an_unknown_or_repeated_item_is_refused(void **state)
{
    world *w = *state;

    answer_well(w);
    number(w, "smell", 1);
    refused(w, SUP_API_REFERENCE, "answers[8].item");
    w->answers[8]->item = "dust";
    refused(w, SUP_API_VALUE, "answers[8].item");
    w->answers[8]->item = "";
    refused(w, SUP_API_REQUIRED, "answers[8].item");
}

static void
test_scoring__values_of_the_wrong_number_or_range_are_refused(void **state)
{
    static const struct {
        int answer;
        size_t n;
        double value;
        sup_rc rc;
        const char *field;
    } rows[] = {
        {DUST, 0, 0, SUP_API_REQUIRED, "answers[1].values"},
        {DUST, 2, 0, SUP_API_VALUE, "answers[1].values"},
        {DUST, 1, -1, SUP_API_VALUE, "answers[1].values[0]"},
        {DUST, 1, 0.5, SUP_API_VALUE, "answers[1].values[0]"},
        {LOOK, 1, 5, SUP_API_VALUE, "answers[3].values[0]"},
        {LOOK, 1, 1.5, SUP_API_VALUE, "answers[3].values[0]"},
        {FRIDGE, 0, 0, SUP_API_REQUIRED, "answers[4].values"},
        {FRIDGE, 1, 1.0 / 0.0, SUP_API_VALUE, "answers[4].values[0]"},
        {FRIDGE, 1, 0.0 / 0.0, SUP_API_VALUE, "answers[4].values[0]"},
        {LOT, 0, 0, SUP_API_REQUIRED, "answers[7].values"},
        {LOT, 1, 1, SUP_API_VALUE, "answers[7].values"},
        {LOT, 3, 1, SUP_API_VALUE, "answers[7].values"},
        {LOT, 4, 1, SUP_API_VALUE,
         "answers[7].values"}, /* two rows, and one is asked for */
        {LOT, 2, 0.0 / 0.0, SUP_API_VALUE, "answers[7].values[0]"},
        {LOT, 2, 1.5, SUP_API_VALUE, "answers[7].values"},
    };
    world *w = *state;
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        answer_well(w);
        w->answers[rows[i].answer]->n_values = rows[i].n;
        w->answers[rows[i].answer]->values[0] = rows[i].value;
        refused(w, rows[i].rc, rows[i].field);
    }
}

static void
test_scoring__a_result_is_for_items_that_take_one(void **state)
{
    world *w = *state;

    answer_well(w);
    w->answers[CLEAN]->result = SUP__ANSWER__RESULT__result_unspecified;
    refused(w, SUP_API_REQUIRED, "answers[0].result");
    answer_well(w);
    w->answers[DUST]->result = PASS;
    refused(w, SUP_API_VALUE, "answers[1].result");
    answer_well(w);
    w->answers[FRIDGE]->result = NA;
    refused(w, SUP_API_VALUE, "answers[4].values");
    answer_well(w);
    w->answers[CLEAN]->values = w->answers[DUST]->values;
    w->answers[CLEAN]->n_values = 1;
    refused(w, SUP_API_VALUE, "answers[0].values");
}

static void
test_scoring__nobody_writes_the_systems_figures(void **state)
{
    world *w = *state;

    answer_well(w);
    number(w, "handled", 4)->n_values = 4;
    refused(w, SUP_API_VALUE, "answers[8].values");
    w->answers[8]->n_values = 0;
    w->answers[8]->result = PASS;
    refused(w, SUP_API_VALUE, "answers[8].result");
    w->answers[8]->result = NA;
    scored(w, 100, "a");
    assert_string_equal(line(w, "handled")->answer, "不适用");
}

static void
test_scoring__a_failure_needs_its_evidence_but_not_in_a_preview(void **state)
{
    char *id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    char *bad = "../../etc/passwd";
    world *w = *state;

    answer_well(w);
    w->answers[CLEAN]->result = FAIL;
    refused(w, SUP_API_REQUIRED, "answers[0].evidence");
    assert_string_equal(w->c.failure.detail, "此项不合格，须附照片：台面干净");
    w->facts.purpose = SUP_SCORING_PREVIEW;
    scored(w, 80, "c");
    w->facts.purpose = SUP_SCORING_SUBMIT;
    w->answers[CLEAN]->evidence = &bad;
    w->answers[CLEAN]->n_evidence = 1;
    refused(w, SUP_API_VALUE, "answers[0].evidence[0]");
    w->answers[CLEAN]->evidence = &id;
    scored(w, 80, "c");
    w->answers[LOOK]->values[0] = 1;
    refused(w, SUP_API_REQUIRED, "answers[3].note");
    w->answers[LOOK]->note = "脏";
    w->answers[HAIR]->values[0] = 2; /* its reading is its value */
    assert_int_equal(score(w), SUP_OK);
}

static void
test_scoring__a_note_is_a_short_text(void **state)
{
    static char note[3 * 501 + 1];
    world *w = *state;
    size_t i;

    answer_well(w);
    for (i = 0; i < 501; i++) {
        memcpy(note + 3 * i, "脏", 3);
    }
    w->answers[DUST]->note = note;
    refused(w, SUP_API_TEXT_LENGTH, "answers[1].note");
    note[3 * 500] = '\0';
    scored(w, 100, "a");
    w->answers[DUST]->note = "\001";
    assert_int_equal(score(w), SUP_API_TEXT_CONTENT);
    assert_string_equal(w->c.failure.field, "answers[1].note");
}

static void
test_scoring__a_hook_that_slips_refuses_the_answer(void **state)
{
    static const char *const notes[] = {"bad text", "no number", "greedy", "silent",
                                        "failed"};
    world *w = *state;
    size_t i;

    for (i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
        answer_well(w);
        w->answers[LOT]->note = (char *)(uintptr_t)notes[i];
        refused(w, SUP_API_VALUE, "answers[7].values");
        assert_non_null(strstr(w->c.failure.detail, "填批量、不合格数。"));
    }
}

static void
test_scoring__a_plugin_built_against_an_older_header_has_no_such_hooks(void **state)
{
    world *w = *state;
    sup_plugin old = plugin;

    answer_well(w);
    old.struct_size = offsetof(sup_plugin, grade);
    grade_does = NULL; /* asking it would end the test */
    w->book->plugin = &old;
    scored(w, 100, "a");
    old.struct_size = offsetof(sup_plugin, score);
    refused(w, SUP_API_VALUE, "answers[7].values");
    w->book->plugin = NULL;
    refused(w, SUP_API_VALUE, "answers[7].values");
}

/* --- the grade hook --- */

static int
grade_by_lines(const sup_plugin_host *host, const sup_plugin_check *check,
               sup_plugin_grade *grade)
{
    (void)host;
    assert_true(check->struct_size >= sizeof(*check));
    assert_int_equal(check->check, SUP__TEMPLATE__CHECK__comprehensive);
    assert_int_equal(check->n_lines, 9);
    assert_true(check->percent == 100);
    assert_true(check->lines[DUST].points == 1 && check->lines[DUST].weight == 4);
    assert_int_equal(check->lines[DUST].applies, 1);
    assert_int_equal(check->lines[8].applies, 0);
    grade->grade = SUP_TEST_LIT("b");
    grade->explanation = SUP_TEST_LIT("平均项分 8.8");
    grade->explanation_en = SUP_TEST_LIT("Mean 8.8");
    return 1;
}

static int
grade_none(const sup_plugin_host *host, const sup_plugin_check *check,
           sup_plugin_grade *grade)
{
    (void)host;
    (void)check;
    grade->explanation = SUP_TEST_LIT("关键项过多");
    return 1;
}

static int
grade_unknown(const sup_plugin_host *host, const sup_plugin_check *check,
              sup_plugin_grade *grade)
{
    (void)host;
    (void)check;
    grade->grade = SUP_TEST_LIT("aa");
    grade->explanation = SUP_TEST_LIT("不该出现");
    return 1;
}

static int
grade_badly(const sup_plugin_host *host, const sup_plugin_check *check,
            sup_plugin_grade *grade)
{
    (void)host;
    (void)check;
    grade->grade = SUP_TEST_LIT("c");
    grade->explanation = SUP_TEST_LIT("\xc3");
    return 1;
}

static void
test_scoring__a_plugin_may_say_the_grade(void **state)
{
    world *w = *state;

    answer_well(w);
    grade_does = grade_by_lines;
    scored(w, 100, "b");
    assert_string_equal(
        w->score->explanation,
        "适用 8 项，不合格 0 项，得分 100.00%，等级：良好；平均项分 8.8。");
    grade_does = grade_none;
    scored(w, 100, "");
    assert_non_null(strstr(w->score->explanation, "关键项过多"));
}

static void
test_scoring__a_grade_that_is_none_leaves_the_table(void **state)
{
    world *w = *state;

    answer_well(w);
    grade_does = grade_unknown;
    scored(w, 100, "a");
    assert_null(strstr(w->score->explanation, "不该出现"));
    grade_does = grade_badly;
    scored(w, 100, "a");
}

/* --- stored reports, memory --- */

static void
test_scoring__a_stored_report_brings_its_own_figures(void **state)
{
    world *w = *state;
    Sup__Answer *a;

    answer_well(w);
    w->facts.purpose = SUP_SCORING_STORED;
    a = number(w, "handled", 8);
    a->n_values = 4;
    a->values[1] = 6;
    a->values[3] = 2;
    scored(w, 97.09, "a");
}

static void
test_scoring__no_memory_is_told_as_such_wherever_it_ends(void **state)
{
    world *w = *state;
    size_t budget;
    sup_rc rc = SUP_NOMEM;

    for (budget = 0; budget < 200000 && rc == SUP_NOMEM; budget += 97) {
        sup_test_arena *small = sup_test_arena_create(budget);
        sup_arena *whole = w->c.arena;

        answer_well(w);
        w->answers[DUST]->values[0] = 3;
        w->c.arena = &small->arena;
        rc = score(w);
        w->c.arena = whole;
        assert_true(rc == SUP_NOMEM || rc == SUP_OK);
        sup_test_arena_destroy(small);
    }
    assert_int_equal(rc, SUP_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_scoring__##name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_well_is_100_and_the_best_grade),
        TEST(a_score_comes_out_as_by_hand_and_tells_why),
        TEST(lines_come_in_the_order_of_the_rulebook),
        TEST(order_and_repetition_of_the_scoring_change_no_byte),
        TEST(what_does_not_apply_is_shown_and_does_not_count),
        TEST(where_nothing_applies_there_is_no_grade_and_it_says_so),
        TEST(a_key_failure_caps_the_grade_in_words),
        TEST(a_veto_leaves_no_points),
        TEST(repetition_is_counted_and_told),
        TEST(live_figures_are_filled_in_and_shown),
        TEST(figures_that_do_not_fit_hold_up_no_report),
        TEST(a_re_inspection_scores_what_was_looked_at),
        TEST(days_and_hours_are_read_as_such),
        TEST(answers_missing_are_named),
        TEST(an_unknown_or_repeated_item_is_refused),
        TEST(values_of_the_wrong_number_or_range_are_refused),
        TEST(a_result_is_for_items_that_take_one),
        TEST(nobody_writes_the_systems_figures),
        TEST(a_failure_needs_its_evidence_but_not_in_a_preview),
        TEST(a_note_is_a_short_text),
        TEST(a_hook_that_slips_refuses_the_answer),
        TEST(a_plugin_built_against_an_older_header_has_no_such_hooks),
        TEST(a_plugin_may_say_the_grade),
        TEST(a_grade_that_is_none_leaves_the_table),
        TEST(a_stored_report_brings_its_own_figures),
        TEST(no_memory_is_told_as_such_wherever_it_ends),
    };

    return cmocka_run_group_tests_name("scoring", tests, NULL, NULL);
}
