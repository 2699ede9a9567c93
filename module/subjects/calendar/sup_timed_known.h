/* Timed work: since when each schedule has stood as it stands now.
 * Owns: what makes a schedule another one.
 * Must not know: days, windows, which checks come of them. */
#ifndef SUP_TIMED_KNOWN_H
#define SUP_TIMED_KNOWN_H

#include "engine/sup_timed.h"
#include "sup_plan.h"

/* (*since_ms)[i]: of the plan's schedule i. A window that was over by then is held against
 * nobody; one of an outage that came after is. seasons: of each of the site's domains.
 * changed: something of the plan has become another one, or is new, in this run. Keeps
 * what it finds in the record of the job. All units are asked for before it says SUP_AGAIN. */
sup_rc sup_timed_know(sup_timed *t, const sup_plan *plan, const sup_seasons *seasons,
                      int64_t **since_ms, unsigned *changed);

#endif
