/* Figures of a unit and month: counters of its cases, checks and inspections.
 * Owns: the names of these counters, their reading.
 * Must not know: what a standing makes of them.
 *
 * Key figures:<unit>:<yyyy-mm>; names <domain>.<fact> and, of cases,
 * <domain>.<kind>.<fact> with the number of the kind. */
#ifndef SUP_FIGURES_H
#define SUP_FIGURES_H

#include "engine/sup_ctx.h"

typedef enum {
    SUP_FIGURE_INSPECTIONS, /* reports of the office's inspections: no self-checks */
    SUP_FIGURE_PERCENT_SUM, /* of their scores, in hundredths of a percent */
    SUP_FIGURE_CHECKS_DUE,  /* of the calendar, excused ones not among them */
    SUP_FIGURE_CHECKS_DONE, /* in their window */
    SUP_FIGURE_CHECKS_LATE,
    SUP_FIGURE_CHECKS_MISSED,
    SUP_FIGURE_CHECKS_EXCUSED,
    /* those of the unit itself that are over: what the office misses is not its fault */
    SUP_FIGURE_SELF_DONE,
    SUP_FIGURE_SELF_LATE,
    SUP_FIGURE_SELF_MISSED,
    /* of cases, by the month of their submission, and by kind */
    SUP_FIGURE_SOLVABLE,
    SUP_FIGURE_RECTIFIED,
    SUP_FIGURE_ON_TIME,
    SUP_FIGURE_REOPENED,
    SUP_FIGURE_SATISFIED,
    SUP_FIGURE_DISSATISFIED,
    SUP_FIGURES
} sup_figure;

/* Adds the op; none for an empty unit. period: yyyy-mm. kind: of a case's figure, else 0.
 */
sup_rc sup_figure_count(sup_ctx *c, const char *unit, const char *period,
                        const char *domain, int kind, sup_figure figure, int64_t delta);

/* What one read of a unit and month says. */
typedef struct {
    const sup_read *counters;
} sup_figures_month;
sup_rc sup_figures_read(sup_ctx *c, const char *unit, const char *period,
                        sup_figures_month *out);
/* kind 0: all kinds. Never negative. */
int64_t sup_figures_value(const sup_figures_month *month, const char *domain, int kind,
                          sup_figure figure);
/* All of them at once, of all kinds; below 0 where they are. */
void sup_figures_all(const sup_figures_month *month, const char *domain,
                     int64_t out[SUP_FIGURES]);

#endif
