/* A report as it is shown to an actor.
 * Owns: what is derived for him, what he may do with it.
 * Must not know: where it is kept. */
#ifndef SUP_INSPECTION_VIEW_H
#define SUP_INSPECTION_VIEW_H

#include "sup_inspection.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* A copy with the derived fields for this actor; NULL when the arena is used up. */
Sup__Inspection *sup_inspection_view(sup_ctx *c, const sup_inspection *inspection);
/* The same without answers and lines, for lists. */
Sup__Inspection *sup_inspection_brief(sup_ctx *c, const sup_inspection *inspection);

/* The unit's own, which is no self-check and was not acknowledged yet. */
int sup_inspection_may_acknowledge(const sup_ctx *c, const sup_inspection *inspection);
/* An item that lost points and of which no case was made yet. */
int sup_inspection_proposes(const sup_inspection *inspection,
                            const Sup__Score__Line *line);

#endif
