/* An inspection being submitted: what its check, its reads and its ops share.
 * Owns: sup_inspect.
 * Must not know: how answers are scored, how a case is raised. */
#ifndef SUP_INSPECT_H
#define SUP_INSPECT_H

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

#define SUP_RAISE_MAX 15 /* with one report, for a commit has so many ops; more later */

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

/* Texts, lists and times of the request: what needs neither rulebook nor store. */
sup_rc sup_inspect_check(sup_ctx *c, const Sup__InspectionRequest *in);
/* Rulebook, template and who may do such a check. */
sup_rc sup_inspect_admit(sup_ctx *c, sup_inspect *s);
/* The ways of supervision 监督方式: those given, and those that follow from template and
 * actor; the failure names tags when two exclude each other. */
sup_rc sup_inspect_tags(sup_ctx *c, const sup_inspect *s, Sup__Inspection *report);

#endif
