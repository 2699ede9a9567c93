/* A report on its way to a case: what its check, its reads and its reply share.
 * Owns: sup_submission.
 * Must not know: how a case is stored. */
#ifndef SUP_SUBMIT_H
#define SUP_SUBMIT_H

#include "engine/sup_once.h"
#include "sup_case.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

typedef struct {
    const Sup__SubmitRequest *in;
    sup_once once;
    Sup__Classification *class;
    const sup_rulebook *rulebook;
    const Sup__Place *place; /* or NULL */
    const char *unit_id;
    const Sup__Unit *unit; /* or NULL: it is not registered */
} sup_submission;

/* Every field well-formed, and the sender's to give. */
sup_rc sup_submit_check(sup_ctx *c, const Sup__SubmitRequest *in);
/* What the case says: a directive that says no more is what was decided. */
char *sup_submit_text(const Sup__SubmitRequest *in);
/* Class, rulebook, place and unit. */
sup_rc sup_submit_route(sup_ctx *c, sup_submission *s);
/* The reply to whoever reported it; it holds the receipt itself. */
sup_rc sup_submit_reply(sup_ctx *c, const sup_case *k, char *receipt);

#endif
