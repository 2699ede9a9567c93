/* A directive of the ledger: where it stands, how late it is.
 * Owns: the supervision state, lateness of milestones.
 * Must not know: the clock, how a directive is stored or shown. */
#include "sup_directive.h"

uint32_t
sup_milestone_late(const sup_milestone *milestone, int32_t today)
{
    int32_t until = milestone->reached != SUP_DAY_NONE ? milestone->reached : today;

    if (until == SUP_DAY_NONE || until <= milestone->due) {
        return 0;
    }
    return (uint32_t)((int64_t)until - milestone->due);
}

int32_t
sup_directive_today(sup_state state, int32_t today)
{
    return sup_life_is_over(state) ? SUP_DAY_NONE : today;
}

static sup_supervision
supervision_of(const sup_directive *d, int runs_late, int begun)
{
    switch (d->state) {
    case SUP_STATE_VERIFIED:
    case SUP_STATE_CLOSED:
        return SUP_SUPERVISION_DONE;
    case SUP_STATE_SUBMITTED:
    case SUP_STATE_DISPATCHED:
    case SUP_STATE_RECTIFYING:
    case SUP_STATE_RECTIFIED:
        return d->urged != 0 ? SUP_SUPERVISION_URGED
               : runs_late   ? SUP_SUPERVISION_LATE
               : begun       ? SUP_SUPERVISION_ON_TRACK
                             : SUP_SUPERVISION_NOT_STARTED;
    default:
        return SUP_SUPERVISION_NONE;
    }
}

sup_directive_standing
sup_directive_stands(const sup_directive *d, int32_t today)
{
    sup_directive_standing s = {SUP_SUPERVISION_NONE, 0, 0, 0};
    int runs_late = 0;
    int begun = d->state == SUP_STATE_RECTIFYING || d->state == SUP_STATE_RECTIFIED;
    size_t i;

    today = sup_directive_today(d->state, today);
    for (i = 0; i < d->n; i++) {
        const sup_milestone *m = &d->milestones[i];
        uint32_t days = sup_milestone_late(m, today);

        s.reached += m->reached != SUP_DAY_NONE;
        s.late += days > 0;
        s.days_late = days > s.days_late ? days : s.days_late;
        runs_late |= days > 0 && m->reached == SUP_DAY_NONE;
    }
    s.supervision = supervision_of(d, runs_late, begun || s.reached > 0);
    return s;
}
