/* Figures of a unit and month, kept with what they count: cases, checks, inspections.
 * Owns: which change counts in which figure.
 * Must not know: how a case, a check or an inspection came to its change. */
#include <math.h>

#include "core/sup_facts.h"
#include "topics/sup_topics.h"
#include "sup_figures.h"
#include "sup_figures_subject.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* --- cases --- */

static const struct {
    sup_fact fact;
    sup_figure figure;
} of_case[] = {
    {SUP_FACT_SOLVABLE, SUP_FIGURE_SOLVABLE},
    {SUP_FACT_RECTIFIED, SUP_FIGURE_RECTIFIED},
    {SUP_FACT_ON_TIME, SUP_FIGURE_ON_TIME},
    {SUP_FACT_REOPENED, SUP_FIGURE_REOPENED},
    {SUP_FACT_SATISFIED, SUP_FIGURE_SATISFIED},
    {SUP_FACT_DISSATISFIED, SUP_FIGURE_DISSATISFIED},
};
_Static_assert(2 * sizeof(of_case) / sizeof(of_case[0]) == SUP_FIGURES_CASE_OPS,
               "a case leaves one unit and comes to another");

static sup_rc
count_case(sup_ctx *c, const Sup__CaseRecord *record, const char *period, unsigned facts,
           int sign)
{
    const Sup__Case *k = record->case_;
    sup_rc rc = SUP_OK;
    for (size_t i = 0; rc == SUP_OK && i < sizeof(of_case) / sizeof(of_case[0]); i++) {
        if ((facts >> of_case[i].fact & 1) != 0) {
            rc = sup_figure_count(c, k->unit, period, k->domain, (int)k->kind,
                                  of_case[i].figure, sign);
        }
    }
    return rc;
}

/* What differs, where unit, domain and kind are the same; all of it, where they are not:
 * then another unit answers for what has become of the case. A case keeps its period; a
 * record from before there were periods gets it with this change. */
sup_rc
sup_figures_hear_case(sup_ctx *c, const void *told)
{
    const sup_case_change *change = told;
    const Sup__CaseRecord *before = change->before, *after = change->after;
    unsigned same = 0;
    sup_rc rc = SUP_OK;
    sup_assert(after->case_ != NULL && (before == NULL || before->case_ != NULL));
    if (before != NULL && before->case_->kind == after->case_->kind &&
        strcmp(before->case_->unit, after->case_->unit) == 0 &&
        strcmp(before->case_->domain, after->case_->domain) == 0) {
        same = before->unit_facts & after->unit_facts;
    }
    if (before != NULL) {
        rc = count_case(c, before, after->period, before->unit_facts & ~same, -1);
    }
    return rc == SUP_OK
               ? count_case(c, after, after->period, after->unit_facts & ~same, 1)
               : rc;
}

/* --- checks --- */

#define IN(name) (1u << SUP__OCCURRENCE__STATE__##name)
#define OVER     (IN(done) | IN(late) | IN(missed))

/* What is excused is not asked for. */
static const struct {
    sup_figure figure;
    unsigned states; /* bits of the states that count */
    unsigned self;   /* of self-checks alone */
} of_check[] = {
    {SUP_FIGURE_CHECKS_DUE, IN(due) | OVER, 0},
    {SUP_FIGURE_CHECKS_DONE, IN(done), 0},
    {SUP_FIGURE_CHECKS_LATE, IN(late), 0},
    {SUP_FIGURE_CHECKS_MISSED, IN(missed), 0},
    {SUP_FIGURE_CHECKS_EXCUSED, IN(excused), 0},
    {SUP_FIGURE_SELF_DONE, IN(done), 1},
    {SUP_FIGURE_SELF_LATE, IN(late), 1},
    {SUP_FIGURE_SELF_MISSED, IN(missed), 1},
};

sup_rc
sup_figures_hear_check(sup_ctx *c, const void *told)
{
    const sup_check_change *change = told;
    const Sup__OccurrenceRecord *record = change->after;
    const Sup__Occurrence *o = record->occurrence;
    sup_rc rc = SUP_OK;
    sup_assert(record->counted_in[0] != '\0');
    for (size_t i = 0; rc == SUP_OK && i < sizeof(of_check) / sizeof(of_check[0]); i++) {
        if (!of_check[i].self || o->by == SUP__SCHEDULE__BY__self) {
            rc = sup_figure_count(c, o->unit, record->counted_in, o->domain, 0,
                                  of_check[i].figure,
                                  sup_check_delta(change, of_check[i].states));
        }
    }
    return rc;
}

/* --- inspections --- */

sup_rc
sup_figures_hear_inspection(sup_ctx *c, const void *told)
{
    const sup_inspection_filing *filing = told;
    const Sup__Inspection *report = filing->report;
    char period[8];
    sup_assert(report != NULL && report->score != NULL);
    if (!filing->measures) {
        return SUP_OK;
    }
    sup_period_text(c->site->calendar, c->now_ms, period);
    sup_rc rc = sup_figure_count(c, report->unit, period, report->domain, 0,
                                 SUP_FIGURE_INSPECTIONS, 1);
    return rc != SUP_OK ? rc
                        : sup_figure_count(c, report->unit, period, report->domain, 0,
                                           SUP_FIGURE_PERCENT_SUM,
                                           llround(report->score->percent * 100));
}
