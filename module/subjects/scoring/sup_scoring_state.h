/* One check under way, as the steps of scoring hand it on.
 * Owns: sup_scoring, and nothing that is done with it.
 * Must not know: the steps. */
#ifndef SUP_SCORING_STATE_H
#define SUP_SCORING_STATE_H

#include "engine/sup_ctx.h"
#include "sup_checklist.h"
#include "sup_scoring_facts.h"
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

static inline int
sup_answer_is_skipped(const Sup__Answer *answer)
{
    return answer->result == SUP__ANSWER__RESULT__not_applicable;
}

#endif
