/* The standing of a unit: its figures to parts, parts to a percent.
 * Owns: what each part measures, what becomes of a part without data.
 * Must not know: rulebooks, domains, how figures are stored.
 *
 * Percents are hundredths throughout, and sums are of what is shown, so that whoever adds
 * up the parts by hand comes to the same. */
#ifndef SUP_STANDING_H
#define SUP_STANDING_H

#include "sup_base.h"

typedef enum {
    SUP_PART_INSPECTIONS,  /* the mean of their scores */
    SUP_PART_ON_TIME,      /* of what was rectified */
    SUP_PART_NOT_REOPENED, /* of what called for solving */
    SUP_PART_SATISFACTION, /* of the reporters that spoke */
    SUP_PART_CHECKS_DONE,  /* of those that were to be done; a late one is half a one */
    SUP_PARTS
} sup_part;

/* Of one domain and any number of months. Below 0 counts as 0, above the whole as the
 * whole. */
typedef struct {
    int64_t inspections;
    int64_t percent_sum; /* hundredths */
    int64_t rectified, on_time;
    int64_t solvable, reopened;
    int64_t satisfied, dissatisfied;
    int64_t checks_done, checks_late, checks_missed; /* its own, that are over */
} sup_standing_figures;

typedef struct {
    uint32_t hundredths; /* of a percent, 0 to 10000 */
    unsigned applies;    /* 0: there was nothing to judge */
} sup_percent;

typedef struct {
    sup_percent percent;
    int64_t numerator; /* hundredths: a late check is 50, a score of 87.5 % is 8750 */
    uint32_t denominator;
} sup_standing_part;

void sup_standing_parts(const sup_standing_figures *figures,
                        sup_standing_part parts[SUP_PARTS]);

/* The weighted mean of those that apply: the weights of the others are shared out among
 * them. NULL: all weigh the same. Does not apply when nothing with a weight does. */
sup_percent sup_standing_mean(const sup_percent *values, const uint32_t *weights,
                              size_t n);

#endif
