/* A report scored again by another rulebook.
 * Owns: which of its answers still say something, and what they were then.
 * Must not know: where reports come from, what is compared. */
#include "sup_score_again.h"

#include "sup_score_answers.h"
#include "sup_score_find.h"
#include "sup_scoring_check.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* The values are those that were scored: live figures stand nowhere else. */
static Sup__Answer *
answer_then(sup_ctx *c, const Sup__Score__Line *line, const Sup__Answer *given,
            const Sup__Item *item)
{
    Sup__Answer *answer = SUP_NEW(c->arena, Sup__Answer, sup__answer__descriptor);

    if (answer == NULL) {
        return NULL;
    }
    answer->item = item->code;
    if (given != NULL) {
        answer->result = given->result;
        answer->note = given->note;
    }
    if (!sup_answer_is_skipped(answer)) {
        answer->n_values = line->n_values;
        answer->values = line->values;
    }
    return answer;
}

/* A refusal is no failure here: the answer does not fit, and is left out. */
static sup_rc
fits(sup_ctx *c, const Sup__Item *item, const Sup__Answer *answer)
{
    sup_rc rc = sup_scoring_check_answer(c, item, answer, 0, SUP_SCORING_STORED);

    c->failure = (sup_failure){0};
    return rc;
}

sup_rc
sup_score_again(sup_ctx *c, const sup_rulebook *rulebook, const sup_checklist *list,
                const Sup__Score *then, Sup__Answer *const *given, size_t n_given,
                Sup__Score **out)
{
    Sup__Answer **answers = sup_calloc(c->arena, (list->n + 1) * sizeof(*answers));
    uint32_t *repeats = sup_calloc(c->arena, (list->n + 1) * sizeof(*repeats));
    sup_scoring_facts facts = {
        .repeats = repeats, .partial = 1, .purpose = SUP_SCORING_STORED};
    size_t i, n = 0;

    *out = NULL;
    if (answers == NULL || repeats == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < list->n; i++) {
        const Sup__Score__Line *line = sup_score_find(then, list->items[i]->code);
        sup_rc rc;

        if (line == NULL) {
            continue;
        }
        answers[n] =
            answer_then(c, line, sup_answer_find(given, n_given, list->items[i]->code),
                        list->items[i]);
        if (answers[n] == NULL) {
            return SUP_NOMEM;
        }
        repeats[i] = line->repeats;
        rc = fits(c, list->items[i], answers[n]);
        if (rc == SUP_NOMEM) {
            return rc;
        }
        n += rc == SUP_OK;
    }
    return n == 0 ? SUP_OK
                  : sup_score_answers(c, rulebook, list, answers, n, &facts, out);
}
