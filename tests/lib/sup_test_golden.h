/* A filled checklist scored as the server scores it, held to a table worked by hand.
 * Owns: the table's words, the comparison.
 * Must not know: which domain is tested.
 *
 * Each row says one item: how it was answered, and what its section loses by it,
 * repetition counted. All items of the template stand in it, so that whoever reads it can
 * add up: a section's percent is 100 x (weights - lost) / weights of what applied, the
 * whole the mean of the sections by their weights. */
#ifndef SUP_TEST_GOLDEN_H
#define SUP_TEST_GOLDEN_H

#include <math.h>
#include <stdio.h>
#include "cases/sup_case.h"
#include "rules/sup_rules.h"
#include "scoring/sup_scoring.h"
#include "sup_test_arena.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define SUP_TEST_ROWS_MAX   120
#define SUP_TEST_VALUES_MAX 24

typedef struct {
    const char *item;
    char answered; /* + pass, - fail, n not applicable, # numbers, s by the system */
    char outcome;  /* F full, P partial, X failed, - skipped */
    double lost;
    uint32_t repeats; /* earlier failures within the window */
    size_t n;
    double values[SUP_TEST_VALUES_MAX];
} sup_test_filled;

#define SUP_TEST_COUNT(...) (sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

#define PASSES(item)                                                                     \
    {                                                                                    \
        (item), '+', 'F', 0, 0, 0,                                                       \
        {                                                                                \
            0                                                                            \
        }                                                                                \
    }
#define FAILS(item, lost)                                                                \
    {                                                                                    \
        (item), '-', 'X', (lost), 0, 0,                                                  \
        {                                                                                \
            0                                                                            \
        }                                                                                \
    }
#define FAILS_AGAIN(item, times, lost)                                                   \
    {                                                                                    \
        (item), '-', 'X', (lost), (times), 0,                                            \
        {                                                                                \
            0                                                                            \
        }                                                                                \
    }
#define SKIPS(item)                                                                      \
    {                                                                                    \
        (item), 'n', '-', 0, 0, 0,                                                       \
        {                                                                                \
            0                                                                            \
        }                                                                                \
    }
/* Numbers: nothing lost; something lost; failed. */
#define READS(item, ...)                                                                 \
    {                                                                                    \
        (item), '#', 'F', 0, 0, SUP_TEST_COUNT(__VA_ARGS__),                             \
        {                                                                                \
            __VA_ARGS__                                                                  \
        }                                                                                \
    }
#define LOSES(item, lost, ...)                                                           \
    {                                                                                    \
        (item), '#', 'P', (lost), 0, SUP_TEST_COUNT(__VA_ARGS__),                        \
        {                                                                                \
            __VA_ARGS__                                                                  \
        }                                                                                \
    }
#define BREAKS(item, lost, ...)                                                          \
    {                                                                                    \
        (item), '#', 'X', (lost), 0, SUP_TEST_COUNT(__VA_ARGS__),                        \
        {                                                                                \
            __VA_ARGS__                                                                  \
        }                                                                                \
    }
#define BREAKS_AGAIN(item, times, lost, ...)                                             \
    {                                                                                    \
        (item), '#', 'X', (lost), (times), SUP_TEST_COUNT(__VA_ARGS__),                  \
        {                                                                                \
            __VA_ARGS__                                                                  \
        }                                                                                \
    }
/* Live figures: nobody answers. */
#define SYSTEM(item, outcome, lost)                                                      \
    {                                                                                    \
        (item), 's', (outcome), (lost), 0, 0,                                            \
        {                                                                                \
            0                                                                            \
        }                                                                                \
    }

typedef struct {
    const char *code;
    double percent; /* two decimals */
    uint32_t failed;
} sup_test_section;

typedef struct {
    const char *template;
    const sup_test_filled *rows; /* ended by a row without item */
    const sup_test_filled
        *changes; /* rows in the place of those of their items; or NULL */
    const sup_case_handled *figures;
    const sup_test_section *sections; /* ended by one without code; NULL: not compared */
    double percent, arithmetic;
    const char *grade; /* code; "" : none */
    Sup__Score__Cap cap;
    uint32_t failures, critical, skipped;
    const char *explanation, *explanation_en;
} sup_test_golden;

typedef struct {
    sup_test_arena *arena;
    Sup__Score *score;
} sup_test_scored;

static inline const sup_test_filled *
sup_test_row(const sup_test_golden *g, const char *item)
{
    const sup_test_filled *rows[] = {g->changes, g->rows};
    size_t i, j;

    for (i = 0; i < 2; i++) {
        for (j = 0; rows[i] != NULL && rows[i][j].item != NULL; j++) {
            if (strcmp(rows[i][j].item, item) == 0) {
                return &rows[i][j];
            }
        }
    }
    fail_msg("the table has no row of %s", item);
    return NULL;
}

/* What failed has a photo and a note, as an inspector must give. */
static inline Sup__Answer *
sup_test_answer(sup_arena *arena, const sup_test_filled *row)
{
    static char *photos[] = {
        "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"};
    Sup__Answer *a = SUP_NEW(arena, Sup__Answer, sup__answer__descriptor);

    a->item = (char *)(uintptr_t)row->item;
    a->result = row->answered == '+'   ? SUP__ANSWER__RESULT__pass
                : row->answered == '-' ? SUP__ANSWER__RESULT__fail
                : row->answered == 'n' ? SUP__ANSWER__RESULT__not_applicable
                                       : SUP__ANSWER__RESULT__result_unspecified;
    a->n_values = row->n;
    a->values = (double *)(uintptr_t)row->values;
    if (row->outcome == 'X') {
        a->evidence = photos;
        a->n_evidence = 1;
        a->note = "现场所见";
    }
    return a;
}

static inline void
sup_test_compare_line(const Sup__Score__Line *line, const sup_test_filled *row)
{
    static const char outcomes[] = {[SUP__SCORE__OUTCOME__outcome_unspecified] = '?',
                                    [SUP__SCORE__OUTCOME__full] = 'F',
                                    [SUP__SCORE__OUTCOME__partial] = 'P',
                                    [SUP__SCORE__OUTCOME__failed] = 'X',
                                    [SUP__SCORE__OUTCOME__skipped] = '-'};

    if (outcomes[line->outcome] != row->outcome || fabs(line->lost - row->lost) > 6e-5 ||
        line->repeats != row->repeats) {
        fail_msg("%s: outcome %c, lost %g of %g, instead of %c, %g (%s; %s)", line->item,
                 outcomes[line->outcome], line->lost, line->weight, row->outcome,
                 row->lost, line->answer, line->explanation);
    }
}

static inline void
sup_test_compare(const Sup__Score *score, const sup_test_golden *g)
{
    size_t i;

    for (i = 0; i < score->n_lines; i++) {
        sup_test_compare_line(score->lines[i], sup_test_row(g, score->lines[i]->item));
    }
    for (i = 0; g->sections != NULL && i < score->n_sections; i++) {
        assert_string_equal(score->sections[i]->code, g->sections[i].code);
        if (score->sections[i]->percent != g->sections[i].percent ||
            score->sections[i]->failed != g->sections[i].failed) {
            fail_msg("%s: %.2f, %u failed", score->sections[i]->code,
                     score->sections[i]->percent, score->sections[i]->failed);
        }
    }
    assert_true(g->sections == NULL || g->sections[i].code == NULL);
    if (score->percent != g->percent || score->arithmetic != g->arithmetic ||
        strcmp(score->grade, g->grade) != 0 || score->cap != g->cap) {
        fail_msg("%.2f (%.2f) grade \"%s\" cap %d: %s", score->percent, score->arithmetic,
                 score->grade, (int)score->cap, score->explanation);
    }
    assert_int_equal(score->failures, g->failures);
    assert_int_equal(score->critical_failures, g->critical);
    assert_int_equal(score->not_applicable, g->skipped);
    assert_string_equal(score->explanation, g->explanation);
    assert_string_equal(score->explanation_en, g->explanation_en);
}

/* Scores the filled checklist as one that is submitted, and compares. */
static inline sup_test_scored
sup_test_golden_check(const sup_rulebook *book, const sup_test_golden *g)
{
    sup_test_scored out = {sup_test_arena_create(SUP_TEST_UNBOUNDED), NULL};
    sup_ctx c = {.arena = &out.arena->arena};
    const Sup__Template *template = sup_rulebook_template(book, g->template);
    Sup__Answer *answers[SUP_TEST_ROWS_MAX];
    uint32_t repeats[SUP_TEST_ROWS_MAX];
    sup_scoring_facts facts = {.complaints =
                                   g->figures == NULL ? NULL : g->figures->complaints,
                               .repairs = g->figures == NULL ? NULL : g->figures->repairs,
                               .repeats = repeats,
                               .purpose = SUP_SCORING_SUBMIT};
    sup_checklist list;
    size_t i, n = 0;

    assert_non_null(template);
    assert_int_equal(sup_checklist_of(c.arena, book, template, &list), SUP_OK);
    assert_true(list.n <= SUP_TEST_ROWS_MAX);
    for (i = 0; i < list.n; i++) {
        const sup_test_filled *row = sup_test_row(g, list.items[i]->code);

        repeats[i] = row->repeats;
        if (row->answered != 's') {
            answers[n++] = sup_test_answer(c.arena, row);
        }
    }
    if (sup_score_answers(&c, book, &list, answers, n, &facts, &out.score) != SUP_OK) {
        fail_msg("%s: %s", c.failure.field, c.failure.detail_en);
    }
    sup_test_compare(out.score, g);
    return out;
}

static inline const Sup__Score__Line *
sup_test_line(const sup_test_scored *scored, const char *item)
{
    size_t i;

    for (i = 0; i < scored->score->n_lines; i++) {
        if (strcmp(scored->score->lines[i]->item, item) == 0) {
            return scored->score->lines[i];
        }
    }
    fail_msg("no line of %s", item);
    return NULL;
}

#endif
