/* An inspection being submitted, as its steps hand it on.
 * Owns: sup_inspect, and nothing that is done with it.
 * Must not know: the steps. */
#ifndef SUP_INSPECT_STATE_H
#define SUP_INSPECT_STATE_H

#include "calendar/sup_checks.h"
#include "cases/sup_cases.h"
#include "engine/sup_once.h"
#include "figures/sup_figures.h"
#include "scoring/sup_scoring.h"
#include "sup_inspection.h"
#include "sup_raise.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

typedef struct {
    const Sup__InspectionRequest *in;
    const sup_rulebook *rulebook;
    const Sup__Template *template;
    sup_checklist list;
    unsigned self_check; /* by the unit itself */
    sup_once once;

    /* what is read */
    const Sup__Unit *unit;
    const Sup__Place *place;
    sup_occurrence occurrence;
    sup_case k; /* the case that is re-inspected; k.c NULL: none */
    sup_case_handled handled;
    uint32_t *repeats;
    sup_sequence reports;
    sup_sequence notices;
    uint32_t deadline_percent;
} sup_inspect;

#endif
