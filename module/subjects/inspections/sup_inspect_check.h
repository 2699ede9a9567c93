/* What an inspection must be before anything is read.
 * Owns: the bounds of every field of InspectionRequest, who may do such a check.
 * Must not know: answers, tags, the store. */
#ifndef SUP_INSPECT_CHECK_H
#define SUP_INSPECT_CHECK_H

#include "sup_inspect_state.h"
#include "supervision/v1/inspections.pb-c.h"

/* Texts, lists and times of the request: what needs neither rulebook nor store. */
sup_rc sup_inspect_check(sup_ctx *c, const Sup__InspectionRequest *in);
/* Rulebook, template and who may do such a check. */
sup_rc sup_inspect_admit(sup_ctx *c, sup_inspect *s);

#endif
