/* The standing of a unit: parts and their mean, in whole numbers.
 * Owns: the arithmetic, its rounding (half up, to hundredths of a percent).
 * Must not know: rulebooks, domains, how figures are stored. */
#include "sup_standing.h"

#define WHOLE      10000        /* hundredths of a percent */
#define COUNT_MAX  1000000000LL /* beyond, figures are no longer told apart */
#define WEIGHT_MAX 1000000u

static int64_t
within(int64_t value, int64_t most)
{
    return value < 0 ? 0 : value > most ? most : value;
}

/* numerator: hundredths; most: what each one of the denominator adds to it at best. */
static sup_standing_part
part_of(int64_t numerator, int64_t denominator, int64_t most)
{
    sup_standing_part part = {{0, 0}, 0, 0};

    denominator = within(denominator, COUNT_MAX);
    if (denominator == 0) {
        return part;
    }
    part.denominator = (uint32_t)denominator;
    part.numerator = within(numerator, denominator * most);
    part.percent.applies = 1;
    /* n/d of WHOLE, half up */
    part.percent.hundredths =
        (uint32_t)((2 * part.numerator * (WHOLE / most) + denominator) /
                   (2 * denominator));
    return part;
}

/* Counts as numerators; bounded before they are added up. */
static int64_t
hundreds(int64_t count)
{
    return within(count, COUNT_MAX) * 100;
}

void
sup_standing_parts(const sup_standing_figures *f, sup_standing_part parts[SUP_PARTS])
{
    parts[SUP_PART_INSPECTIONS] = part_of(f->percent_sum, f->inspections, WHOLE);
    parts[SUP_PART_ON_TIME] = part_of(hundreds(f->on_time), f->rectified, 100);
    parts[SUP_PART_NOT_REOPENED] =
        part_of(hundreds(f->solvable) - hundreds(f->reopened), f->solvable, 100);
    parts[SUP_PART_SATISFACTION] = part_of(
        hundreds(f->satisfied),
        within(f->satisfied, COUNT_MAX) + within(f->dissatisfied, COUNT_MAX), 100);
    parts[SUP_PART_CHECKS_DONE] =
        part_of(hundreds(f->checks_done) + hundreds(f->checks_late) / 2,
                within(f->checks_done, COUNT_MAX) + within(f->checks_late, COUNT_MAX) +
                    within(f->checks_missed, COUNT_MAX),
                100);
}

sup_percent
sup_standing_mean(const sup_percent *values, const uint32_t *weights, size_t n)
{
    sup_percent mean = {0, 0};
    uint64_t sum = 0, total = 0;
    size_t i;

    for (i = 0; i < n; i++) {
        uint64_t weight = weights == NULL           ? 1
                          : weights[i] > WEIGHT_MAX ? WEIGHT_MAX
                                                    : weights[i];

        if (values[i].applies) {
            sum += weight * values[i].hundredths;
            total += weight;
        }
    }
    if (total != 0) {
        mean.applies = 1;
        mean.hundredths = (uint32_t)((2 * sum + total) / (2 * total));
    }
    return mean;
}
