/* What the table of this room names: decide functions and jobs.
 * Owns: their declarations.
 * Must not know: what they decide. */
#ifndef SUP_CASES_SUBJECT_H
#define SUP_CASES_SUBJECT_H

#include "engine/sup_subject.h"

sup_rc sup_decide_submit(sup_ctx *c);
sup_rc sup_decide_list(sup_ctx *c);
sup_rc sup_decide_similar(sup_ctx *c);
sup_rc sup_decide_directives(sup_ctx *c);
sup_rc sup_decide_receipt(sup_ctx *c);
sup_rc sup_decide_case(sup_ctx *c);
sup_rc sup_decide_history(sup_ctx *c);
sup_rc sup_decide_notice(sup_ctx *c);
sup_rc sup_decide_notice_page(sup_ctx *c);
sup_rc sup_decide_support(sup_ctx *c);
sup_rc sup_decide_action(sup_ctx *c);
sup_rc sup_decide_case_evidence(sup_ctx *c);

sup_rc sup_timed_close(sup_timed *t);

const sup_variant *sup_action_variant(size_t i);

#endif
