/* Occurrences as they are shown: with names.
 * Owns: the derived fields.
 * Must not know: who may see one, how they are found. */
#ifndef SUP_OCCURRENCE_VIEW_H
#define SUP_OCCURRENCE_VIEW_H

#include "sup_occurrence.h"
#include "sup_plan.h"
#include "supervision/v1/calendar.pb-c.h"

/* Fills the derived fields of occurrences that were read for this call. All names are
 * asked for before it says SUP_AGAIN. */
sup_rc sup_occurrence_view(sup_ctx *c, Sup__Occurrence *const *list, size_t n);

#endif
