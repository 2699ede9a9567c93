/* What stands in a score, and in answers.
 * Owns: the look-ups, and what follows from a score as a whole.
 * Must not know: how it came about, where it is kept. */
#include "sup_score_find.h"

#include "supervision/v1/scoring.pb-c.h"

#include <string.h>

const Sup__Score__Line *
sup_score_find(const Sup__Score *score, const char *item)
{
    for (size_t i = 0; i < score->n_lines; i++) {
        if (strcmp(score->lines[i]->item, item) == 0) {
            return score->lines[i];
        }
    }
    return NULL;
}

const Sup__Answer *
sup_answer_find(Sup__Answer *const *answers, size_t n, const char *item)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(answers[i]->item, item) == 0) {
            return answers[i];
        }
    }
    return NULL;
}

int
sup_score_applies(const Sup__Score *score)
{
    for (size_t i = 0; i < score->n_sections; i++) {
        if (score->sections[i]->applies) {
            return 1;
        }
    }
    return 0;
}

int
sup_score_lost(const Sup__Score__Line *line)
{
    return line->outcome == SUP__SCORE__OUTCOME__failed ||
           line->outcome == SUP__SCORE__OUTCOME__partial;
}
