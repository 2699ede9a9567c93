/* Answers scored by a rulebook: the steps, from answers to a message.
 * Owns: their order.
 * Must not know: how inspections are stored, who submits them. */
#include "sup_score_answers.h"

#include "sup_scoring_check.h"
#include "sup_scoring_hook.h"
#include "sup_scoring_match.h"
#include "sup_scoring_say.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define SAME(core, wire)                                                                 \
    _Static_assert((int)(core) == (int)(wire), #core " is not " #wire)

SAME(SUP_ANSWER_NONE, SUP__ITEM__ANSWER__answer_unspecified);
SAME(SUP_ANSWER_PASS_FAIL, SUP__ITEM__ANSWER__pass_fail);
SAME(SUP_ANSWER_GRADED, SUP__ITEM__ANSWER__graded);
SAME(SUP_ANSWER_MEASURED, SUP__ITEM__ANSWER__measured);
SAME(SUP_ANSWER_COUNT, SUP__ITEM__ANSWER__count);
SAME(SUP_ANSWER_PRICE, SUP__ITEM__ANSWER__price);
SAME(SUP_ANSWER_SAMPLED_LOT, SUP__ITEM__ANSWER__sampled_lot);
SAME(SUP_CAP_NONE, SUP__SCORE__CAP__none);
SAME(SUP_CAP_CRITICAL, SUP__SCORE__CAP__critical);
SAME(SUP_CAP_CRITICALS, SUP__SCORE__CAP__criticals);
SAME(SUP_CAP_VETO, SUP__SCORE__CAP__veto);

static sup_rc
make_room(sup_scoring *s)
{
    sup_arena *arena = s->c->arena;
    size_t n = s->list->n + 1;

    s->scored = sup_calloc(arena, n * sizeof(*s->scored));
    s->items = sup_calloc(arena, n * sizeof(*s->items));
    s->answers = sup_calloc(arena, n * sizeof(*s->answers));
    s->lines = sup_calloc(arena, n * sizeof(*s->lines));
    s->sections = sup_calloc(arena, n * sizeof(*s->sections));
    s->weights = sup_calloc(arena, n * sizeof(*s->weights));
    s->section_scores = sup_calloc(arena, n * sizeof(*s->section_scores));
    return s->scored == NULL || s->items == NULL || s->answers == NULL ||
                   s->lines == NULL || s->sections == NULL || s->weights == NULL ||
                   s->section_scores == NULL
               ? SUP_NOMEM
               : SUP_OK;
}

static sup_rc
score_lines(sup_scoring *s)
{
    size_t i;

    for (i = 0; i < s->n; i++) {
        if (s->items[i].by_code && s->answers[i].applies) {
            sup_rc rc = sup_scoring_ask_points(s, i);

            if (rc != SUP_OK) {
                return rc;
            }
        }
        sup_score_item_line(&s->scheme, &s->items[i], &s->answers[i], &s->lines[i]);
    }
    return SUP_OK;
}

static sup_rc
score_whole(sup_scoring *s)
{
    size_t grade = SUP_GRADE_BY_PERCENT;
    sup_rc rc;

    sup_score_sum(&s->scheme, s->items, s->answers, s->lines, s->n, s->weights,
                  s->section_scores, s->n_sections, &s->total);
    rc = sup_scoring_ask_grade(s, &grade);
    if (rc == SUP_OK && grade != SUP_GRADE_BY_PERCENT) {
        sup_score_grade(&s->scheme, grade, &s->total);
    }
    return rc;
}

sup_rc
sup_score_answers(sup_ctx *c, const sup_rulebook *rulebook, const sup_checklist *list,
                  Sup__Answer *const *answers, size_t n_answers,
                  const sup_scoring_facts *facts, Sup__Score **out)
{
    sup_scoring s = {.c = c, .rulebook = rulebook, .list = list, .facts = facts};
    sup_rc rc = make_room(&s);

    sup_assert(list->template != NULL && list->n <= SUP_CHECKLIST_MAX);
    sup_scheme_of(rulebook->book, &s.scheme);
    if (rc == SUP_OK) {
        rc = sup_scoring_match(&s, answers, n_answers);
    }
    if (rc == SUP_OK) {
        rc = score_lines(&s);
    }
    if (rc == SUP_OK && facts->purpose == SUP_SCORING_SUBMIT) {
        rc = sup_scoring_check_evidence(&s);
    }
    if (rc == SUP_OK) {
        rc = score_whole(&s);
    }
    sup_assert(rc != SUP_OK || s.n <= list->n);
    return rc == SUP_OK ? sup_scoring_say(&s, out) : rc;
}
