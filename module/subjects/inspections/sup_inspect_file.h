/* What follows from a report: cases, numbers, the calendar, whoever hears of it.
 * Owns: the ops of filing it, all of one commit.
 * Must not know: what a report is made of. */
#ifndef SUP_INSPECT_FILE_H
#define SUP_INSPECT_FILE_H

#include "sup_inspect_state.h"
#include "supervision/v1/inspections.pb-c.h"

/* report is whole; *out is what is stored of it. */
sup_rc sup_inspect_file(sup_ctx *c, sup_inspect *s, Sup__Inspection *report,
                        sup_inspection *out);

#endif
