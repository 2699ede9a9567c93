/* Topics: what one subject tells the others of, in the commit that changes it.
 * Owns: their numbers and payloads; declarations only.
 * Must not know: who tells, who hears. Payloads live as long as the telling. */
#ifndef SUP_TOPICS_H
#define SUP_TOPICS_H

#include "engine/sup_topic.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"

enum { SUP_TOPIC_NONE, SUP_CASE_CHANGED, SUP_INSPECTION_FILED, SUP_CHECK_CHANGED };

/* A case was made or changed. */
typedef struct {
    const Sup__CaseRecord *before; /* NULL: it is new */
    const Sup__CaseRecord *after;
    const Sup__Event *event; /* that is appended */
} sup_case_change;

/* A report of an inspection was filed. */
typedef struct {
    const Sup__Inspection *report;
    unsigned self_check; /* by the unit itself */
    unsigned measures;   /* the unit's standing: the office's own whole check, in which
                          * something applied */
} sup_inspection_filing;

/* An occurrence of the calendar came about, or changed its state. */
typedef struct {
    const Sup__OccurrenceRecord *after;
    Sup__Occurrence__State before; /* unspecified: it is new */
} sup_check_change;

/* A covert visit counts once it has been made, and not before: neither one to come, nor
 * one that was missed or excused. The numbers would tell the unit what its list hides,
 * and a visit that the office did not make is no failing of the unit. states: bits of
 * those that count. */
static inline int
sup_check_counts(const Sup__Occurrence *o, Sup__Occurrence__State state, unsigned states)
{
    unsigned seen = o->covert ? 1u << SUP__OCCURRENCE__STATE__done |
                                    1u << SUP__OCCURRENCE__STATE__late
                              : ~0u;
    return (states & seen) >> state & 1;
}

/* By how much a counter of such states changes. */
static inline int
sup_check_delta(const sup_check_change *change, unsigned states)
{
    const Sup__Occurrence *o = change->after->occurrence;
    return sup_check_counts(o, o->state, states) -
           sup_check_counts(o, change->before, states);
}

static inline sup_rc
sup_tell_case_changed(sup_ctx *c, const sup_case_change *change)
{
    return sup_tell(c, SUP_CASE_CHANGED, change);
}

static inline sup_rc
sup_tell_inspection_filed(sup_ctx *c, const sup_inspection_filing *filing)
{
    return sup_tell(c, SUP_INSPECTION_FILED, filing);
}

static inline sup_rc
sup_tell_check_changed(sup_ctx *c, const sup_check_change *change)
{
    return sup_tell(c, SUP_CHECK_CHANGED, change);
}

#endif
