/* Figures of a unit and month: the subject as the engine sees it.
 * Owns: the table of its keys and hearers.
 * Must not know: what is counted. */
#include "sup_figures_subject.h"

#include "engine/sup_subject.h"
#include "topics/sup_topics.h"

static const sup_hearer hears[] = {
    {SUP_CASE_CHANGED, SUP_FIGURES_CASE_OPS, "figures of the unit's cases",
     sup_figures_hear_case},
    {SUP_CHECK_CHANGED, SUP_FIGURES_CHECK_OPS, "figures of the unit's checks",
     sup_figures_hear_check},
    {SUP_INSPECTION_FILED, SUP_FIGURES_INSPECTION_OPS,
     "figures of the unit's inspections", sup_figures_hear_inspection},
    {.topic = 0},
};

static const sup_key_row keys[] = {
    {"figures:<unit>:<yyyy-mm>",
     "counters of a unit's month: its cases, checks, inspections"},
    {.pattern = NULL},
};

const sup_subject sup_figures_subject = {
    .name = "figures",
    .keys = keys,
    .hears = hears,
};
