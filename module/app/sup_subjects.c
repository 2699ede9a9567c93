/* The subjects of the application, in the order in which a room may include another.
 * Owns: the list, and nothing else. A subject more is a line here. */
#include "engine/sup_subject.h"

extern const sup_subject sup_rules_subject;
extern const sup_subject sup_campus_subject;
extern const sup_subject sup_figures_subject;
extern const sup_subject sup_evidence_subject;
extern const sup_subject sup_calendar_subject;
extern const sup_subject sup_cases_subject;
extern const sup_subject sup_inspections_subject;
extern const sup_subject sup_standing_subject;
extern const sup_subject sup_app_subject;

const sup_subject *const sup_subjects[] = {
    &sup_rules_subject,       &sup_campus_subject,
    &sup_figures_subject,     &sup_evidence_subject,
    &sup_calendar_subject,    &sup_cases_subject,
    &sup_inspections_subject, &sup_standing_subject,
    &sup_app_subject,         NULL,
};
