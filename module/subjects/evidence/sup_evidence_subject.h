/* What the table of this room names: decide functions and jobs.
 * Owns: their declarations.
 * Must not know: what they decide. */
#ifndef SUP_EVIDENCE_SUBJECT_H
#define SUP_EVIDENCE_SUBJECT_H

#include "engine/sup_ctx.h"
#include "engine/sup_timed.h"

sup_rc sup_decide_evidence(sup_ctx *c);

sup_rc sup_timed_collect(sup_timed *t);

#endif
