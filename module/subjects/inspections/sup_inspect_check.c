/* What an inspection must be before anything is read: texts, times, who may do it.
 * Owns: the bounds of every field of InspectionRequest.
 * Must not know: answers (scoring), tags, the store. */
#include "sup_inspect_check.h"

#include "engine/sup_roles.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define PARTICIPANTS_MAX 20
#define RAISE_MAX        15 /* with one report, for a commit has so many ops; more later */
#define EVIDENCE_MAX     60                /* photos of one inspection */
#define PAST_MAX_MS      (14LL * 86400000) /* a phone that was long without reception */
#define FUTURE_MAX_MS    (10LL * 60000)    /* clocks of phones differ */

/* --- texts, times, lists --- */

static sup_rc
check_texts(sup_ctx *c, const Sup__InspectionRequest *in)
{
    const struct {
        const char *field;
        const char *text;
        long min, max;
    } texts[] = {
        {"domain", in->domain, 1, 32},         {"template", in->template_, 1, 48},
        {"rulebook", in->rulebook, 64, 64},    {"unit", in->unit, 0, 48},
        {"place", in->place, 0, 48},           {"place_detail", in->place_detail, 0, 100},
        {"summary", in->summary, 0, 2000},     {"signature", in->signature, 1, 40},
        {"occurrence", in->occurrence, 0, 64}, {"case", in->case_, 0, 20}};
    sup_rc rc = SUP_OK;
    for (size_t i = 0; rc == SUP_OK && i < sizeof(texts) / sizeof(texts[0]); i++) {
        rc = sup_check_text(c, texts[i].field, texts[i].text, texts[i].min, texts[i].max);
    }
    return rc;
}

static sup_rc
check_participants(sup_ctx *c, const Sup__InspectionRequest *in)
{
    if (in->n_participants > PARTICIPANTS_MAX) {
        return sup_fail(c, SUP_API_VALUE, "participants", "参与人不能超过 20 位。",
                        "There are more than 20 participants.");
    }
    for (size_t i = 0; i < in->n_participants; i++) {
        const Sup__Participant *p = in->participants[i];
        char *field = sup_sprintf(c->arena, "participants[%zu].name", i);
        sup_rc rc = sup_check_text(c, field, p->name, 1, 40);
        if (rc == SUP_OK && p->kind == SUP__PARTICIPANT__KIND__kind_unspecified) {
            rc = sup_fail(c, SUP_API_REQUIRED,
                          sup_sprintf(c->arena, "participants[%zu].kind", i), NULL, NULL);
        }
        if (rc == SUP_OK) {
            rc = sup_check_text(
                c, sup_sprintf(c->arena, "participants[%zu].organisation", i),
                p->organisation, 0, 60);
        }
        if (rc != SUP_OK) {
            return rc;
        }
    }
    return SUP_OK;
}

static sup_rc
check_raise(sup_ctx *c, const Sup__InspectionRequest *in)
{
    if (in->n_raise > RAISE_MAX) {
        return sup_fail(c, SUP_API_VALUE, "raise",
                        "一次最多立案 15 项，其余可在报告中补办。",
                        "At most 15 cases are raised at once; the others later, from the "
                        "report.");
    }
    for (size_t i = 0; i < in->n_raise; i++) {
        sup_rc rc =
            sup_raise_check(c, sup_sprintf(c->arena, "raise[%zu]", i), in->raise[i]);
        for (size_t j = 0; rc == SUP_OK && j < i; j++) {
            if (strcmp(in->raise[i]->item, in->raise[j]->item) == 0) {
                rc = sup_fail(c, SUP_API_VALUE,
                              sup_sprintf(c->arena, "raise[%zu].item", i),
                              "同一检查项只能立案一次。", "The item is raised twice.");
            }
        }
        if (rc != SUP_OK) {
            return rc;
        }
    }
    return SUP_OK;
}

static sup_rc
check_photos(sup_ctx *c, const Sup__InspectionRequest *in)
{
    size_t n = 0;
    for (size_t i = 0; i < in->n_answers; i++) {
        n += in->answers[i]->n_evidence;
    }
    return n <= EVIDENCE_MAX
               ? SUP_OK
               : sup_fail(c, SUP_API_VALUE, "answers", "一次检查的照片不能超过 60 张。",
                          "One inspection has at most 60 photos.");
}

sup_rc
sup_inspect_check(sup_ctx *c, const Sup__InspectionRequest *in)
{
    sup_rc rc = check_texts(c, in);
    if (rc == SUP_OK) {
        rc = check_participants(c, in);
    }
    if (rc == SUP_OK) {
        rc = check_raise(c, in);
    }
    if (rc == SUP_OK) {
        rc = check_photos(c, in);
    }
    int64_t at = sup_timestamp_ms(in->started_at);
    if (rc == SUP_OK && in->started_at != NULL &&
        (at > c->now_ms + FUTURE_MAX_MS || at < c->now_ms - PAST_MAX_MS)) {
        rc = sup_fail(c, SUP_API_VALUE, "started_at", "检查时间须在过去 14 天以内。",
                      "The inspection must have begun within the past 14 days.");
    }
    return rc;
}

/* --- who may do it --- */

#define SELF_CHECKS                                                                      \
    (1u << SUP__TEMPLATE__CHECK__daily | 1u << SUP__TEMPLATE__CHECK__weekly |            \
     1u << SUP__TEMPLATE__CHECK__comprehensive | 1u << SUP__TEMPLATE__CHECK__partial |   \
     1u << SUP__TEMPLATE__CHECK__special)

/* A unit checks itself; who is of the office checks any unit of his domains, and his own
 * no otherwise than any unit does. */
static sup_rc
admit_actor(sup_ctx *c, sup_inspect *s)
{
    const Sup__InspectionRequest *in = s->in;
    if (!sup_actor_in_domain(&c->actor, in->domain)) {
        return sup_fail(c, SUP_LIFE_DOMAIN, "domain", NULL, NULL);
    }
    int own = c->actor.unit.len != 0 && sup_str_eq(c->actor.unit, sup_str_c(in->unit));
    s->self_check = own || !(c->actor.roles & SUP_ROLES_OVERSIGHT);
    if (!s->self_check) {
        return SUP_OK;
    }
    if (!own) {
        return sup_fail(c, SUP_LIFE_OTHER_UNIT, "unit", "只能自查本单位。",
                        "A unit checks itself alone.");
    }
    if (!(SELF_CHECKS & 1u << s->template->check)) {
        return sup_fail(c, SUP_API_FORBIDDEN, "template", "暗访和复查由后勤管理处进行。",
                        "Covert visits and re-inspections are the office's.");
    }
    return SUP_OK;
}

static sup_rc
admit_case(sup_ctx *c, const sup_inspect *s)
{
    int again = s->template->check == SUP__TEMPLATE__CHECK__reinspection;
    const Sup__InspectionRequest *in = s->in;
    if (again && in->case_[0] == '\0') {
        return sup_fail(c, SUP_API_REQUIRED, "case", "复查须指明所复查的问题。",
                        "A re-inspection names its case.");
    }
    if (!again && in->case_[0] != '\0') {
        return sup_fail(c, SUP_API_FIELD, "case", NULL, NULL);
    }
    if (again && in->n_raise != 0) {
        return sup_fail(c, SUP_API_FIELD, "raise", "复查不另立案，不合格即退回。",
                        "A re-inspection raises no case: what fails is returned.");
    }
    if (!again && in->unit[0] == '\0') {
        return sup_fail(c, SUP_API_REQUIRED, "unit", NULL, NULL);
    }
    return SUP_OK;
}

sup_rc
sup_inspect_admit(sup_ctx *c, sup_inspect *s)
{
    const Sup__InspectionRequest *in = s->in;
    s->rulebook = sup_site_rulebook(c->site, in->domain);
    if (s->rulebook == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    if (strcmp(in->rulebook, s->rulebook->digest) != 0) {
        return sup_fail(c, SUP_INSPECTION_RULEBOOK, "rulebook", NULL, NULL);
    }
    s->template = sup_rulebook_template(s->rulebook, in->template_);
    if (s->template == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "template", NULL, NULL);
    }
    sup_rc rc = admit_actor(c, s);
    if (rc == SUP_OK) {
        rc = admit_case(c, s);
    }
    return rc == SUP_OK ? sup_checklist_of(c->arena, s->rulebook, s->template, &s->list)
                        : rc;
}
