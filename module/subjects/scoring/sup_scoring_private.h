/* What the files of the scoring share: one check under way.
 * Owns: sup_scoring and the steps over it.
 * Must not know: how inspections are stored, who submits them. */
#ifndef SUP_SCORING_PRIVATE_H
#define SUP_SCORING_PRIVATE_H

#include "sup_scoring.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* One item of the checklist that is in the score. */
typedef struct {
    const Sup__Item *item;
    const Sup__Section *section;
    const Sup__Answer *answer; /* NULL: live figures that nobody had to answer */
    size_t place;              /* of the answer among those given */
    const double *values;      /* what is scored: of the answer, or live figures */
    size_t n_values;
    const char *explanation; /* of the plugin's hook, or NULL */
    const char *explanation_en;
} sup_scored;

typedef struct {
    sup_ctx *c;
    const sup_rulebook *rulebook;
    const sup_checklist *list;
    const sup_scoring_facts *facts;
    sup_score_scheme scheme;

    /* in the order of the checklist, n each */
    size_t n;
    sup_scored *scored;
    sup_score_item *items;
    sup_score_answer *answers;
    sup_score_line *lines;

    /* in the order of the rulebook; only those that the checklist has items of */
    size_t n_sections;
    const Sup__Section **sections;
    uint32_t *weights;
    sup_score_section *section_scores;

    sup_score_total total;
    const char *grade_explanation; /* of the plugin's hook, or NULL */
    const char *grade_explanation_en;
} sup_scoring;

/* Matches answers to items and checks each for itself; what is scored stands in
 * s->scored and s->items afterwards. */
sup_rc sup_scoring_check_answers(sup_scoring *s, Sup__Answer *const *answers, size_t n);
/* One answer for itself: result, number and range of values, note, form of evidence. */
sup_rc sup_scoring_check_answer(sup_ctx *c, const Sup__Item *item,
                                const Sup__Answer *answer, size_t place,
                                sup_scoring_purpose purpose);
/* After scoring: what a failure must show. */
sup_rc sup_scoring_check_evidence(const sup_scoring *s);

/* The plugin asked about item i: points, criticality, explanation. */
sup_rc sup_scoring_ask_points(sup_scoring *s, size_t i);
/* The plugin asked about the whole check: the index of a grade, SUP_GRADE_NONE, or
 * SUP_GRADE_BY_PERCENT when it has nothing to say. */
sup_rc sup_scoring_ask_grade(sup_scoring *s, size_t *grade);

/* The answer in words, with the limit it is held against. */
sup_rc sup_scoring_print_answer(sup_arena *arena, const sup_scored *scored, char **zh,
                                char **en);
/* The message, from what is scored. */
sup_rc sup_scoring_say(const sup_scoring *s, Sup__Score **out);

/* field of an answer: answers[3].values; NULL when the arena is used up. */
const char *sup_scoring_field(sup_ctx *c, size_t place, const char *name);
/* Sets the failure for a part of an answer. A text that is NULL is an arena used up. */
sup_rc sup_scoring_refuse(sup_ctx *c, sup_rc rc, size_t place, const char *name,
                          const char *zh, const char *en);

static inline int
sup_answer_is_skipped(const Sup__Answer *answer)
{
    return answer->result == SUP__ANSWER__RESULT__not_applicable;
}

#endif
