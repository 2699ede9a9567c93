/* An inspection as the endpoints handle it: its record, who may see it.
 * Owns: keys and indexes of inspections, the rights to them.
 * Must not know: how answers are scored, how a case is raised.
 *
 * A report never changes after it was issued: its bytes are stored as they were digested.
 * What happens to it later (the unit acknowledges it, a case is raised of it) stands beside
 * them in the record. */
#ifndef SUP_INSPECTION_H
#define SUP_INSPECTION_H

#include "engine/sup_ctx.h"
#include "rules/sup_rules.h"
#include "supervision/v1/inspections.pb-c.h"

enum {
    SUP_INSPECTION_ACKNOWLEDGED = -435, /* the unit has read this report before */
    SUP_INSPECTION_RAISED = -436,  /* the item proposes no case, or one was made of it */
    SUP_INSPECTION_RULEBOOK = -440 /* the checklist answered is of another edition */
};

typedef struct {
    Sup__InspectionRecord *record;
    Sup__Inspection *report; /* its bytes, understood */
    uint64_t version;
    const sup_rulebook *rulebook; /* the domain's now; not the one that scored it */
} sup_inspection;

/* One that is not there, not of an enabled domain, or not to be seen by the actor, is
 * SUP_API_NOT_FOUND. */
sup_rc sup_inspection_load(sup_ctx *c, sup_str typed, sup_inspection *out);
/* Ops of a new one: record and indexes. */
sup_rc sup_inspection_store(sup_ctx *c, Sup__Inspection *report, sup_inspection *out);
/* Ops of what happened to it later. */
sup_rc sup_inspection_save(sup_ctx *c, const sup_inspection *inspection);

#endif
