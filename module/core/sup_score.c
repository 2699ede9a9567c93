/* Scoring of one check: points of an answer, sums of what applied, the grade and its
 * caps.
 * Owns: the arithmetic; sums are of whole numbers, so that no order of items changes
 *   them.
 * Must not know: rulebooks, plugins, texts, how an answer was given. */
#include "sup_score.h"

/* Sums count in billionths of a weight and of a percent: additions of doubles would
 * depend on their order, and a half of a hundredth would not be a half. */
#define PARTS 1000000000LL
/* A hundredth of a percent; what the divisions before may have taken from a half. */
#define HUNDREDTH (PARTS / 100)
#define SLACK     10

/* Points that a hook or a division works out may miss failed_below by a last bit. */
#define POINTS_SLACK 1e-9

static int64_t
to_parts(double value)
{
    return (int64_t)(value * (double)PARTS + 0.5);
}

/* Half away from zero, to two decimals. */
static double
to_percent(int64_t parts)
{
    return (double)((parts + HUNDREDTH / 2 + SLACK) / HUNDREDTH) / 100;
}

/* --- what an answer is worth --- */

static int
is_whole(double value)
{
    return value >= 0 && value <= 1e15 && (double)(int64_t)value == value;
}

static int
is_number(double value)
{
    return value >= -1e15 && value <= 1e15;
}

int
sup_score_answer_ok(const sup_score_item *item, const sup_score_answer *answer)
{
    if (!answer->applies) {
        return 1;
    }
    if (item->by_code) {
        return answer->points >= 0 && answer->points <= 1;
    }
    switch (item->kind) {
    case SUP_ANSWER_PASS_FAIL:
        return 1;
    case SUP_ANSWER_GRADED:
        return is_whole(answer->value) && answer->value <= item->grades;
    case SUP_ANSWER_MEASURED:
        return is_number(answer->value);
    case SUP_ANSWER_COUNT:
        return is_whole(answer->value);
    case SUP_ANSWER_NONE:
    case SUP_ANSWER_PRICE:
    case SUP_ANSWER_SAMPLED_LOT:
        break;
    }
    return 0;
}

static int
is_within(const sup_score_item *item, double value)
{
    return (!item->has_least || value >= item->at_least) &&
           (!item->has_most || value <= item->at_most);
}

static double
most_of(const sup_score_item *item)
{
    return item->has_most ? item->at_most : 0;
}

static double
count_points(const sup_score_item *item, double value)
{
    double most = most_of(item), zero = item->zero_at;

    if (value <= most) {
        return 1;
    }
    return value >= zero ? 0 : (zero - value) / (zero - most);
}

static double
points_of(const sup_score_item *item, const sup_score_answer *answer)
{
    if (item->by_code) {
        return answer->points;
    }
    switch (item->kind) {
    case SUP_ANSWER_PASS_FAIL:
        return answer->passed ? 1 : 0;
    case SUP_ANSWER_GRADED:
        return item->grades == 0 ? 0 : answer->value / item->grades;
    case SUP_ANSWER_MEASURED:
        return is_within(item, answer->value) ? 1 : 0;
    case SUP_ANSWER_COUNT:
        return count_points(item, answer->value);
    case SUP_ANSWER_NONE:
    case SUP_ANSWER_PRICE:
    case SUP_ANSWER_SAMPLED_LOT:
        break;
    }
    return 0;
}

/* Where only points tell, few of them are a failure; a limit is broken by any loss. */
static int
has_failed(const sup_score_scheme *scheme, const sup_score_item *item,
           const sup_score_answer *answer, double points)
{
    if (item->by_code || item->kind == SUP_ANSWER_GRADED) {
        return points < scheme->failed_below - POINTS_SLACK ||
               (item->by_code && answer->critical);
    }
    return points < 1;
}

void
sup_score_item_line(const sup_score_scheme *scheme, const sup_score_item *item,
                    const sup_score_answer *answer, sup_score_line *line)
{
    *line = (sup_score_line){.factor = 1};
    if (!answer->applies) {
        return;
    }
    line->points = points_of(item, answer);
    line->failed = has_failed(scheme, item, answer, line->points) ? 1 : 0;
    line->critical = line->failed && (item->critical || item->veto ||
                                      (item->by_code && answer->critical));
    if (line->failed && answer->repeats != 0 && scheme->repeat_factor > 1) {
        line->factor = scheme->repeat_factor;
    }
    line->lost = item->weight * (1 - line->points) * line->factor;
}

/* --- sums --- */

/* What is left of the section's weights, in parts of a percent; repetition can cost more
 * than there is. */
static int64_t
section_parts(const sup_score_item *items, const sup_score_answer *answers,
              const sup_score_line *lines, size_t n, size_t section,
              sup_score_section *out)
{
    int64_t weights = 0, lost = 0;
    size_t i;

    *out = (sup_score_section){0};
    for (i = 0; i < n; i++) {
        if (items[i].section == section && answers[i].applies) {
            weights += items[i].weight;
            lost += to_parts(lines[i].lost);
            out->failed += lines[i].failed;
        }
    }
    if (weights == 0) {
        return 0;
    }
    out->applies = 1;
    lost = lost > weights * PARTS ? weights * PARTS : lost;
    return (100 * (weights * PARTS - lost) + weights / 2) / weights;
}

static void
count_lines(const sup_score_item *items, const sup_score_answer *answers,
            const sup_score_line *lines, size_t n, sup_score_total *total)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (!answers[i].applies) {
            total->skipped++;
            continue;
        }
        total->failed += lines[i].failed;
        total->critical += lines[i].critical;
        total->vetoed += lines[i].failed && items[i].veto;
    }
}

void
sup_score_sum(const sup_score_scheme *scheme, const sup_score_item *items,
              const sup_score_answer *answers, const sup_score_line *lines, size_t n,
              const uint32_t *section_weights, sup_score_section *sections,
              size_t n_sections, sup_score_total *total)
{
    int64_t sum = 0, weights = 0;
    size_t s;

    *total = (sup_score_total){.grade = SUP_GRADE_NONE};
    for (s = 0; s < n_sections; s++) {
        int64_t parts = section_parts(items, answers, lines, n, s, &sections[s]);

        sections[s].percent = to_percent(parts);
        if (sections[s].applies) {
            sum += parts * section_weights[s];
            weights += section_weights[s];
        }
    }
    count_lines(items, answers, lines, n, total);
    if (weights != 0) {
        total->applies = 1;
        total->arithmetic = to_percent((sum + weights / 2) / weights);
    }
    sup_score_grade(scheme, SUP_GRADE_BY_PERCENT, total);
}

/* --- the grade --- */

/* By the percent that is shown: nobody sees 90.00 and a grade from 90 missed. */
static size_t
grade_by_percent(const sup_score_scheme *scheme, double percent)
{
    size_t i;

    for (i = 0; i < scheme->n_grades; i++) {
        if (percent >= scheme->at_least[i]) {
            return i;
        }
    }
    return SUP_GRADE_NONE;
}

void
sup_score_grade(const sup_score_scheme *scheme, size_t base, sup_score_total *total)
{
    total->percent = total->arithmetic;
    total->cap = SUP_CAP_NONE;
    total->grade = SUP_GRADE_NONE;
    if (!total->applies) {
        return;
    }
    total->grade = base < scheme->n_grades || base == SUP_GRADE_NONE
                       ? base
                       : grade_by_percent(scheme, total->arithmetic);
    if (total->critical != 0 && total->grade < scheme->critical_cap) {
        total->grade = scheme->critical_cap;
        total->cap = SUP_CAP_CRITICAL;
    }
    if (scheme->critical_none != 0 && total->critical >= scheme->critical_none) {
        total->grade = SUP_GRADE_NONE;
        total->cap = SUP_CAP_CRITICALS;
    }
    if (total->vetoed != 0) {
        total->grade = SUP_GRADE_NONE;
        total->percent = 0;
        total->cap = SUP_CAP_VETO;
    }
}
