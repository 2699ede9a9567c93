/* The rectification notice 《问题整改通知单》 as data.
 * Owns: who may read a notice, and the names that stand in it.
 * Must not know: how it is printed (sup_notice_page.c). */
#include "sup_notice.h"

#include "campus/sup_campus.h"
#include "sup_cases_subject.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* Names that are missing stay empty: a unit or place may have been registered elsewhere.
 */
static sup_rc
take_names(sup_ctx *c, const sup_case *k, Sup__NoticeReply *out)
{
    const Sup__Category *category = sup_rulebook_category(k->rulebook, k->c->category);
    const Sup__Unit *unit = NULL;
    const Sup__Place *place = NULL;
    sup_rc rc = sup_register_unit(c, out->notice->unit, &unit);

    rc = sup_worst(rc, sup_register_place(c, k->c->place, &place));
    if (rc != SUP_OK) {
        return rc;
    }
    out->unit_name = unit == NULL ? out->notice->unit : unit->name;
    out->place_name = place == NULL ? k->c->place : place->name;
    out->domain_name = k->rulebook->book->name;
    out->category_name = category == NULL ? k->c->category : category->name;
    return SUP_OK;
}

sup_rc
sup_notice_load(sup_ctx *c, sup_case *k, Sup__NoticeReply **out)
{
    Sup__NoticeReply *reply;
    sup_rc rc = sup_case_load(c, c->params[0], k);

    if (rc != SUP_OK) {
        return rc;
    }
    if (sup_case_sees(c, k) < SUP_SEES_UNIT) {
        return sup_fail(c, SUP_API_FORBIDDEN, NULL, NULL, NULL);
    }
    if (k->c->notice == NULL) {
        return sup_fail(c, SUP_CASE_NO_NOTICE, NULL, NULL, NULL);
    }
    reply = SUP_NEW(c->arena, Sup__NoticeReply, sup__notice_reply__descriptor);
    if (reply == NULL) {
        return SUP_NOMEM;
    }
    reply->notice = k->c->notice;
    reply->case_ = k->c->id;
    reply->place_detail = sup_case_sees(c, k) == SUP_SEES_UNIT
                              ? sup_rules_mask(c->arena, k->c->place_detail)
                              : k->c->place_detail;
    if (reply->place_detail == NULL) {
        return SUP_NOMEM;
    }
    reply->rectification = k->c->rectification;
    reply->finding = k->c->finding;
    reply->severity = k->c->severity;
    *out = reply;
    return take_names(c, k, reply);
}

sup_rc
sup_decide_notice(sup_ctx *c)
{
    Sup__NoticeReply *reply = NULL;
    sup_case k;
    sup_rc rc = sup_notice_load(c, &k, &reply);

    if (rc == SUP_OK) {
        c->output = &reply->base;
    }
    return rc;
}
