/* The checks of the calendar: who may see one, and who may do it.
 * Owns: both, and which inspection does which check, in time or late.
 * Must not know: how an occurrence is kept (sup_occurrence.c), what an inspection found. */
#include "sup_checks.h"

#include "engine/sup_roles.h"
#include "rules/sup_rules.h"
#include "sup_occurrence.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define STATE(name) SUP__OCCURRENCE__STATE__##name

/* --- seeing it --- */

static int
is_done(const Sup__Occurrence *o)
{
    return o->state == STATE(done) || o->state == STATE(late);
}

/* The unit's own self-check is never covert; a visit is, until it has been made. */
static int
is_seen(const sup_ctx *c, const Sup__Occurrence *o)
{
    if (c->actor.roles & SUP_ROLES_OVERSIGHT) {
        return sup_actor_oversees(&c->actor, o->domain);
    }
    return (c->actor.roles & SUP_ROLE_UNIT) != 0 && c->actor.unit.len != 0 &&
           sup_str_eq(c->actor.unit, sup_str_c(o->unit)) && (!o->covert || is_done(o));
}

sup_rc
sup_occurrence_load(sup_ctx *c, sup_str id, sup_occurrence *out)
{
    sup_rc rc = sup_occurrence_read(c, id, out);
    if (rc == SUP_OK &&
        (out->o == NULL || sup_site_rulebook(c->site, out->o->domain) == NULL ||
         !is_seen(c, out->o))) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    return rc;
}

/* --- doing it --- */

static sup_rc
refuse(sup_ctx *c, const char *detail, const char *detail_en)
{
    return sup_fail(c, SUP_API_VALUE, "occurrence", detail, detail_en);
}

/* A self-check 自查 is the unit's own; any other is for those who look from outside. */
static int
is_his(const sup_ctx *c, const Sup__Occurrence *o)
{
    return o->by == SUP__SCHEDULE__BY__self
               ? c->actor.unit.len != 0 && sup_str_eq(c->actor.unit, sup_str_c(o->unit))
               : (c->actor.roles & SUP_ROLES_OVERSIGHT) != 0;
}

/* A check that was made in time on a phone without reception comes in when it was marked
 * as missed long ago. It counts as late then, whenever its answers were given: nobody
 * could see that it was being done. */
#define AWAY_MS (INT64_C(72) * 3600000)

static int
may_still_come(const sup_ctx *c, const Sup__Occurrence *o)
{
    return o->state == STATE(due) || (o->state == STATE(missed) &&
                                      c->now_ms <= sup_timestamp_ms(o->until) + AWAY_MS);
}

sup_rc
sup_occurrence_fits(sup_ctx *c, const sup_occurrence *occurrence, const char *domain,
                    const char *template, const char *unit, const char *place)
{
    const Sup__Occurrence *o = occurrence->o;
    if (strcmp(o->domain, domain) != 0 || strcmp(o->template_, template) != 0 ||
        strcmp(o->unit, unit) != 0 ||
        (o->place[0] != '\0' && strcmp(o->place, place) != 0)) {
        return refuse(c, "这次检查与日历中的任务不符：领域、检查表、单位或地点不同。",
                      "The check is another one than the calendar's: domain, template, "
                      "unit or place differ.");
    }
    if (!is_his(c, o)) {
        return refuse(c,
                      o->by == SUP__SCHEDULE__BY__self ? "自查由责任单位自己完成。"
                                                       : "这项检查由监督检查人员完成。",
                      o->by == SUP__SCHEDULE__BY__self
                          ? "A self-check is done by the unit itself."
                          : "This check is done by the office's inspectors.");
    }
    if (!may_still_come(c, o)) {
        return refuse(c, "这项检查任务已经结束。", "This check is no longer due.");
    }
    if (c->now_ms < sup_timestamp_ms(o->from)) {
        return refuse(c, "这项检查任务还没有开始。", "This check has not begun yet.");
    }
    return SUP_OK;
}

sup_rc
sup_occurrence_finish(sup_ctx *c, sup_occurrence *occurrence, const char *inspection,
                      int64_t started_ms)
{
    Sup__Occurrence *o = occurrence->o;
    sup_assert(o != NULL && inspection[0] != '\0');
    int in_window = o->state == STATE(due) && started_ms <= sup_timestamp_ms(o->to);
    if (started_ms < sup_timestamp_ms(o->from)) {
        return refuse(c, "检查开始于任务的时间窗之前。",
                      "The inspection was started before the check's window.");
    }
    if (started_ms > sup_timestamp_ms(o->until)) {
        return refuse(c, "检查开始时，任务已过最后期限。",
                      "The inspection was started after the check was over.");
    }
    o->inspection = (char *)inspection;
    o->done_at = sup_timestamp(c->arena, started_ms);
    if (o->done_at == NULL) {
        return SUP_NOMEM;
    }
    return sup_occurrence_turn(c, occurrence, in_window ? STATE(done) : STATE(late));
}
