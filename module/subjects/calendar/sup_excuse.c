/* One occurrence: shown, and excused 免检 with a reason.
 * Owns: which states can be excused.
 * Must not know: how occurrences are kept or listed. */
#include "engine/sup_subject.h"
#include "sup_occurrence_view.h"
#include "supervision/v1/calendar.pb-c.h"

#define STATE(name) SUP__OCCURRENCE__STATE__##name

static sup_rc
show(sup_ctx *c, sup_occurrence *found)
{
    c->output = &found->o->base;
    return sup_occurrence_view(c, &found->o, 1);
}

sup_rc
sup_decide_occurrence(sup_ctx *c)
{
    sup_occurrence found;
    sup_rc rc = sup_occurrence_load(c, c->params[0], &found);
    return rc == SUP_OK ? show(c, &found) : rc;
}

/* A retry of what was done already; another reason is another excuse. */
static int
is_excused_so(const sup_ctx *c, const Sup__Occurrence *o, const char *reason)
{
    return o->state == STATE(excused) && strcmp(o->reason, reason) == 0 &&
           sup_str_eq(sup_str_c(o->excused_by), c->actor.user);
}

/* What nobody could do (no power, a building closed) may have been missed before anybody
 * in the office heard of it. What was done is done. */
sup_rc
sup_decide_excuse(sup_ctx *c)
{
    const Sup__ExcuseRequest *in = (const Sup__ExcuseRequest *)c->input;
    sup_occurrence found, shown;
    sup_rc rc = sup_check_text(c, "reason", in->reason, 1, 200);
    if (rc == SUP_OK) {
        rc = sup_occurrence_load(c, c->params[0], &found);
    }
    /* names are asked for before anything changes; of a message of their own, for what is
     * derived is not stored */
    if (rc == SUP_OK) {
        rc = sup_occurrence_load(c, c->params[0], &shown);
    }
    if (rc == SUP_OK) {
        rc = show(c, &shown);
    }
    if (rc != SUP_OK || is_excused_so(c, found.o, in->reason)) {
        return rc;
    }
    if (found.o->state != STATE(due) && found.o->state != STATE(missed)) {
        return sup_fail(c, SUP_CHECK_OVER, NULL, NULL, NULL);
    }
    found.o->reason = in->reason;
    found.o->excused_by = sup_strdup(c->arena, c->actor.user);
    shown.o->state = STATE(excused);
    shown.o->reason = found.o->reason;
    shown.o->excused_by = found.o->excused_by;
    return found.o->excused_by == NULL ? SUP_NOMEM
                                       : sup_occurrence_turn(c, &found, STATE(excused));
}
