/* The ways of supervision 监督方式 of an inspection.
 * Owns: which tags exclude each other, which follow from template and actor.
 * Must not know: answers, the store. */
#ifndef SUP_INSPECT_TAGS_H
#define SUP_INSPECT_TAGS_H

#include "sup_inspect_state.h"
#include "supervision/v1/inspections.pb-c.h"

/* Those given and those that follow; the failure names tags when two exclude each other. */
sup_rc sup_inspect_tags(sup_ctx *c, const sup_inspect *s, Sup__Inspection *report);

#endif
