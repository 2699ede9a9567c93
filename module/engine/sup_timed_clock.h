/* The clock of timed work: whether it is believed.
 * Owns: the record of when timed work ran last.
 * Must not know: what is done by the clock. */
#ifndef SUP_TIMED_CLOCK_H
#define SUP_TIMED_CLOCK_H

#include "sup_ctx.h"
#include "supervision/v1/engine.pb-c.h"

typedef struct {
    Sup__ClockRecord *record;
    uint64_t version;
    uint64_t together; /* version of the record that all shared; 0: there is none */
    unsigned touched;
    unsigned believed;
} sup_timed_clock;

/* together: the key of the record that the version before kept; the clock is taken over
 * from there while it has none of its own. SUP_AGAIN as with sup_ctx_record(). */
sup_rc sup_timed_clock_read(sup_ctx *c, const char *together, sup_timed_clock *out);
sup_rc sup_timed_clock_judge(sup_ctx *c, sup_timed_clock *clock);
sup_rc sup_timed_clock_put(sup_ctx *c, const sup_timed_clock *clock);

#endif
