/* A failed item made a case, with the rectification notice issued at once.
 * Owns: what such a case is made of.
 * Must not know: how the inspection is stored, how a case and its notice are made (cases). */
#include "sup_raise.h"

#include "cases/sup_cases.h"
#include "scoring/sup_scoring.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define FACTS_MAX       2000
#define DEADLINE_MAX_MS (366LL * 86400000)

/* --- the request --- */

static const char *
at(sup_ctx *c, const char *field, const char *member)
{
    return sup_sprintf(c->arena, "%s.%s", field, member);
}

sup_rc
sup_raise_check(sup_ctx *c, const char *field, const Sup__RaiseRequest *request)
{
    sup_rc rc = sup_check_text(c, at(c, field, "facts"), request->facts, 0, FACTS_MAX);
    if (rc == SUP_OK) {
        rc = sup_check_text(c, at(c, field, "requirement"), request->requirement, 0,
                            FACTS_MAX);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    int64_t by = sup_timestamp_ms(request->rectify_by);
    if (request->rectify_by != NULL &&
        (by <= c->now_ms || by > c->now_ms + DEADLINE_MAX_MS)) {
        return sup_fail(c, SUP_API_VALUE, at(c, field, "rectify_by"),
                        "整改期限须在今后一年以内。",
                        "The deadline must lie within a year from now.");
    }
    return SUP_OK;
}

static sup_rc
find_line(sup_ctx *c, const sup_raise *raise, const char *field, const char *item,
          const Sup__Score__Line **out)
{
    *out = sup_score_find(raise->report->score, item);
    if (*out == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, at(c, field, "item"),
                        "检查表中没有这一项。", "The checklist has no such item.");
    }
    if ((*out)->outcome != SUP__SCORE__OUTCOME__failed &&
        (*out)->outcome != SUP__SCORE__OUTCOME__partial) {
        return sup_fail(c, SUP_API_VALUE, at(c, field, "item"),
                        "这一项没有扣分，不能立案整改。",
                        "The item lost no points: there is nothing to rectify.");
    }
    return SUP_OK;
}

/* --- the case --- */

static char *
facts_of(sup_ctx *c, const sup_raise *raise, const Sup__RaiseRequest *request,
         const Sup__Score__Line *line)
{
    const Sup__Answer *answer =
        sup_answer_find(raise->report->answers, raise->report->n_answers, line->item);
    if (request->facts[0] != '\0') {
        return request->facts;
    }
    return sup_sprintf(c->arena, "检查项目：%s\n检查结果：%s%s%s", line->text,
                       line->answer,
                       answer == NULL || answer->note[0] == '\0' ? "" : "\n情况说明：",
                       answer == NULL ? "" : answer->note);
}

static Sup__Reason *
reason_of(sup_ctx *c, const sup_raise *raise, const Sup__Score__Line *line,
          Sup__Case__Severity severity)
{
    Sup__Reason *r = SUP_NEW(c->arena, Sup__Reason, sup__reason__descriptor);
    const Sup__Item *item = sup_rulebook_item(raise->rulebook, line->item);
    if (r == NULL) {
        return NULL;
    }
    r->rule = sup_sprintf(c->arena, "item:%s", line->item);
    r->domain = raise->report->domain;
    r->category = line->category;
    r->severity = severity;
    r->text = line->text;
    r->text_en = line->text_en;
    r->basis = item == NULL || item->n_basis == 0 ? "" : item->basis[0];
    return r->rule == NULL ? NULL : r;
}

static Sup__Case__Severity
severity_of(const sup_raise *raise, const Sup__RaiseRequest *request,
            const Sup__Score__Line *line)
{
    const Sup__Category *category =
        sup_rulebook_category(raise->rulebook, line->category);
    if (request->severity != SUP__CASE__SEVERITY__severity_unspecified) {
        return request->severity;
    }
    return category == NULL ||
                   category->severity == SUP__CASE__SEVERITY__severity_unspecified
               ? SUP__CASE__SEVERITY__minor
               : category->severity;
}

/* An item's time to fix is clock time: what it is about (a cold dish, a worn tyre) does
 * not wait for working hours. */
static Google__Protobuf__Timestamp *
rectify_by(sup_ctx *c, const sup_raise *raise, const Sup__RaiseRequest *request,
           const Sup__Score__Line *line)
{
    const Sup__Item *item = sup_rulebook_item(raise->rulebook, line->item);
    if (request->rectify_by != NULL || item == NULL || item->fix_min == 0) {
        return request->rectify_by;
    }
    int64_t ms = (int64_t)item->fix_min * 60000 * raise->deadline_percent / 100;
    return sup_timestamp(c->arena, c->now_ms + ms);
}

static Sup__ActionRequest *
notice_of(sup_ctx *c, const sup_raise *raise, const Sup__RaiseRequest *request,
          const Sup__Score__Line *line, const char *facts)
{
    Sup__ActionRequest *in =
        SUP_NEW(c->arena, Sup__ActionRequest, sup__action_request__descriptor);
    if (in == NULL) {
        return NULL;
    }
    in->facts = (char *)facts;
    in->requirement = request->requirement[0] != '\0'
                          ? request->requirement
                          : "立即整改，查明原因，举一反三，按期反馈整改情况。";
    in->signer = (char *)raise->signature;
    in->n_basis = line->n_basis > 9 ? 9 : line->n_basis;
    in->basis = line->basis;
    in->rectify_by = rectify_by(c, raise, request, line);
    return in;
}

static sup_rc
take_line(sup_ctx *c, const sup_raise *raise, const Sup__RaiseRequest *request,
          const Sup__Score__Line *line, sup_new_case *what)
{
    const Sup__Inspection *report = raise->report;
    const Sup__Answer *answer =
        sup_answer_find(report->answers, report->n_answers, line->item);
    Sup__Reason **reasons = sup_alloc(c->arena, sizeof(reasons[0]));
    *what = (sup_new_case){
        .id = sup_draw_id(c),
        .kind = SUP__CASE__KIND__inspection,
        .source = SUP__CASE__SOURCE__check,
        .severity = severity_of(raise, request, line),
        .rulebook = raise->rulebook,
        .category = line->category,
        .text = facts_of(c, raise, request, line),
        .place = report->place,
        .place_name = report->place_name,
        .place_detail = report->place_detail,
        .unit = report->unit,
        .unit_name = report->unit_name,
        .occurred_at = report->started_at,
        .n_tags = report->n_tags,
        .tags = report->tags,
        .n_attachments = answer == NULL ? 0 : answer->n_evidence,
        .attachments = answer == NULL ? NULL : answer->evidence,
        .n_reasons = 1,
        .reasons = reasons,
        .found_by = report->id,
        .item = line->item,
    };
    if (reasons == NULL || what->id == NULL || what->text == NULL) {
        return SUP_NOMEM;
    }
    reasons[0] = reason_of(c, raise, line, what->severity);
    return reasons[0] == NULL ? SUP_NOMEM : SUP_OK;
}

static Sup__Raised *
raised_of(sup_ctx *c, const Sup__Case *k)
{
    Sup__Raised *r = SUP_NEW(c->arena, Sup__Raised, sup__raised__descriptor);
    if (r == NULL) {
        return NULL;
    }
    r->item = k->item;
    r->case_ = k->id;
    r->category = k->category;
    r->severity = k->severity;
    if (k->notice != NULL) {
        r->notice_number = k->notice->number;
        r->rectify_by = k->notice->rectify_by;
    }
    return r;
}

sup_rc
sup_raise_case(sup_ctx *c, const sup_raise *raise, const char *field,
               const Sup__RaiseRequest *request, Sup__Raised **out)
{
    const Sup__Score__Line *line = NULL;
    sup_new_case what;
    sup_case made;
    sup_rc rc = find_line(c, raise, field, request->item, &line);
    if (rc == SUP_OK) {
        rc = take_line(c, raise, request, line, &what);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    sup_new_notice notice = {.unit = raise->unit,
                             .numbers = raise->numbers,
                             .deadline_percent = raise->deadline_percent};
    if (raise->numbers != NULL) {
        notice.in = notice_of(c, raise, request, line, what.text);
        what.notice = &notice;
    }
    if (what.notice != NULL && notice.in == NULL) {
        return SUP_NOMEM;
    }
    rc = sup_case_new(c, &what, &made);
    if (rc != SUP_OK) {
        return rc;
    }
    *out = raised_of(c, made.c);
    return *out == NULL ? SUP_NOMEM : SUP_OK;
}
