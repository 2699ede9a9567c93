/* The ledger's entry of a directive: registered, derived, shown.
 * Owns: what Directive holds, from the request to the view.
 * Must not know: when it is late (core/sup_directive.c), how a case is stored. */
#ifndef SUP_LEDGER_H
#define SUP_LEDGER_H

#include "sup_case.h"
#include "supervision/v1/cases.pb-c.h"

/* Given with a directive and with nothing else, and within its bounds. */
sup_rc sup_ledger_check(sup_ctx *c, const Sup__SubmitRequest *in);
/* A field that is a day, yyyy-mm-dd. */
sup_rc sup_ledger_check_day(sup_ctx *c, const char *field, const char *text,
                            int32_t *day);
/* NULL when the arena is used up. */
Sup__Directive *sup_ledger_new(sup_ctx *c, const Sup__SubmitRequest__Directive *in);

/* The day it is on the campus. */
int32_t sup_ledger_today(const sup_ctx *c);
/* Milestones not reached; 0 of a case without a ledger. */
unsigned sup_ledger_open(const Sup__Case *k);
/* The last moment of the day of its last milestone; 0 when it is past, or there is none. */
int64_t sup_ledger_ends(const sup_ctx *c, const Sup__Case *k);
/* The unit was heard, or has a new notice: nothing urges it any more. */
void sup_ledger_heard(Sup__Case *k);

/* A copy for the actor with what is derived of it. NULL when the arena is used up. */
Sup__Directive *sup_ledger_view(sup_ctx *c, const Sup__Case *k, sup_sees sees);

#endif
