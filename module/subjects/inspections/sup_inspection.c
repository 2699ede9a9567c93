/* An inspection as it is kept and shown.
 * Owns: keys and indexes of inspections, the rights to them.
 * Must not know: how answers are scored, how a case is raised. */
#include "sup_inspection.h"

#include "core/sup_id.h"
#include "engine/sup_index.h"
#include "engine/sup_problem.h"
#include "engine/sup_roles.h"
#include "engine/sup_route.h"
#include "evidence/sup_evidence.h"
#include "scoring/sup_scoring.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

char *
sup_inspection_key(sup_arena *arena, const char *id)
{
    return sup_sprintf(arena, "inspection:%s", id);
}

/* --- who may see it --- */

/* As with cases: leaders see all domains, the others of the office their own. */
static int
is_visible(const sup_ctx *c, const Sup__Inspection *report)
{
    unsigned roles = c->actor.roles;
    if (roles & SUP_ROLE_LEADER) {
        return 1;
    }
    if (roles & SUP_ROLES_OVERSIGHT) {
        return sup_actor_in_domain(&c->actor, report->domain);
    }
    return (roles & SUP_ROLE_UNIT) && c->actor.unit.len != 0 &&
           sup_str_eq(c->actor.unit, sup_str_c(report->unit));
}

sup_rc
sup_inspection_load(sup_ctx *c, sup_str typed, sup_inspection *out)
{
    char id[SUP_CASE_ID_LEN + 1];
    ProtobufCMessage *message = NULL, *report = NULL;
    if (sup_case_id_parse(typed, id) != SUP_OK) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    *out = (sup_inspection){.record = NULL};
    sup_rc rc =
        sup_ctx_message(c, sup_inspection_key(c->arena, id),
                        &sup__inspection_record__descriptor, &message, &out->version);
    if (rc != SUP_OK) {
        return rc;
    }
    if (message == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    out->record = (Sup__InspectionRecord *)message;
    sup_str bytes = {(const char *)out->record->report.data, out->record->report.len};
    rc = sup_record_parse(c->arena, &sup__inspection__descriptor, bytes, &report);
    if (rc != SUP_OK) {
        return rc == SUP_NOMEM ? rc : sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    out->report = (Sup__Inspection *)report;
    if (out->report->score == NULL) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    out->rulebook = sup_site_rulebook(c->site, out->report->domain);
    if (out->rulebook == NULL || !is_visible(c, out->report)) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    return SUP_OK;
}

/* --- storing --- */

/* <time12>:<id>:<check>:<domain>, so that lists filter without reading records. */
static sup_rc
store_indexes(sup_ctx *c, const Sup__Inspection *r)
{
    char time[SUP_INDEX_TIME_LEN + 1];
    sup_index_time(time, sup_timestamp_ms(r->submitted_at));
    char *member =
        sup_sprintf(c->arena, "%s:%s:%d:%s", time, r->id, (int)r->check, r->domain);
    char *indexes[] = {"inspections",
                       sup_sprintf(c->arena, "inspections:domain:%s", r->domain),
                       sup_sprintf(c->arena, "inspections:unit:%s", r->unit)};
    sup_rc rc = member == NULL ? SUP_NOMEM : SUP_OK;
    for (size_t i = 0; rc == SUP_OK && i < 3; i++) {
        rc = indexes[i] == NULL ? SUP_NOMEM : sup_op_index_add(c, indexes[i], member);
    }
    return rc;
}

sup_rc
sup_inspection_store(sup_ctx *c, Sup__Inspection *report, sup_inspection *out)
{
    sup_str bytes;
    Sup__InspectionRecord *record =
        SUP_NEW(c->arena, Sup__InspectionRecord, sup__inspection_record__descriptor);
    unsigned char *digest = sup_alloc(c->arena, SUP_HASH_LEN);
    if (record == NULL || digest == NULL ||
        sup_pb_print(c->arena, &report->base, &bytes) != SUP_OK) {
        return SUP_NOMEM;
    }
    if (sup_sha256(digest, bytes) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    record->schema = SUP_SCHEMA;
    record->report = (ProtobufCBinaryData){bytes.len, (uint8_t *)bytes.data};
    record->digest = (ProtobufCBinaryData){SUP_HASH_LEN, digest};
    *out = (sup_inspection){.record = record,
                            .report = report,
                            .rulebook = sup_site_rulebook(c->site, report->domain)};
    sup_rc rc = sup_inspection_save(c, out);
    return rc == SUP_OK ? store_indexes(c, report) : rc;
}

sup_rc
sup_inspection_save(sup_ctx *c, const sup_inspection *inspection)
{
    char *key = sup_inspection_key(c->arena, inspection->report->id);
    sup_rc rc = key == NULL ? SUP_NOMEM : sup_op_check(c, key, inspection->version);
    return rc == SUP_OK ? sup_op_put(c, key, &inspection->record->base, 0) : rc;
}

/* --- what stands in a report --- */

int
sup_inspection_has_tag(const Sup__Inspection *report, Sup__Case__Tag tag)
{
    for (size_t i = 0; i < report->n_tags; i++) {
        if (report->tags[i] == tag) {
            return 1;
        }
    }
    return 0;
}

static int
is_raised(Sup__Raised *const *list, size_t n, const char *item)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i]->item, item) == 0) {
            return 1;
        }
    }
    return 0;
}

/* A re-inspection says of its own case how it goes on; it proposes no other. */
int
sup_inspection_proposes(const sup_inspection *inspection, const Sup__Score__Line *line)
{
    const Sup__Inspection *r = inspection->report;
    const Sup__InspectionRecord *record = inspection->record;
    return r->case_[0] == '\0' && sup_score_lost(line) &&
           !is_raised(r->raised, r->n_raised, line->item) &&
           !is_raised(record->raised_later, record->n_raised_later, line->item);
}

static int
shows_evidence(const Sup__Inspection *report, const char *evidence)
{
    for (size_t i = 0; i < report->n_answers; i++) {
        const Sup__Answer *a = report->answers[i];
        if (sup_evidence_listed(a->evidence, a->n_evidence, evidence)) {
            return 1;
        }
    }
    return 0;
}

sup_rc
sup_inspection_evidence(sup_ctx *c, sup_str inspection, const char *evidence)
{
    sup_inspection found;
    sup_rc rc = sup_inspection_load(c, inspection, &found);
    if (rc == SUP_OK && !shows_evidence(found.report, evidence)) {
        rc = sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    return rc;
}

/* --- views --- */

static int
may_acknowledge(const sup_ctx *c, const sup_inspection *inspection)
{
    const Sup__Inspection *r = inspection->report;
    return c->actor.unit.len != 0 && sup_str_eq(c->actor.unit, sup_str_c(r->unit)) &&
           !sup_inspection_has_tag(r, SUP__CASE__TAG__self_check) &&
           inspection->record->acknowledgement == NULL;
}

static int
may_raise(const sup_ctx *c, const sup_inspection *inspection)
{
    return (c->actor.roles & (SUP_ROLE_OFFICE | SUP_ROLE_INSPECTOR | SUP_ROLE_ADMIN)) &&
           sup_actor_in_domain(&c->actor, inspection->report->domain);
}

static int
list_proposed(sup_ctx *c, const sup_inspection *inspection, Sup__Inspection *v)
{
    const Sup__Score *score = inspection->report->score;
    v->proposed = sup_alloc(c->arena, (score->n_lines + 1) * sizeof(v->proposed[0]));
    for (size_t i = 0; v->proposed != NULL && i < score->n_lines; i++) {
        if (sup_inspection_proposes(inspection, score->lines[i])) {
            v->proposed[v->n_proposed++] = score->lines[i]->item;
        }
    }
    return v->proposed != NULL;
}

Sup__Inspection *
sup_inspection_view(sup_ctx *c, const sup_inspection *inspection)
{
    const Sup__InspectionRecord *record = inspection->record;
    Sup__Inspection *v = sup_alloc(c->arena, sizeof(*v));
    char *digest = sup_alloc(c->arena, 2 * SUP_HASH_LEN + 1);
    if (v == NULL || digest == NULL) {
        return NULL;
    }
    *v = *inspection->report;
    v->acknowledgement = record->acknowledgement;
    v->n_raised_later = record->n_raised_later;
    v->raised_later = record->raised_later;
    if (record->digest.len == SUP_HASH_LEN) {
        sup_hex(digest, record->digest.data, SUP_HASH_LEN);
        v->digest = digest;
    }
    v->may_acknowledge = may_acknowledge(c, inspection);
    v->may_raise = may_raise(c, inspection);
    return list_proposed(c, inspection, v) ? v : NULL;
}

Sup__Inspection *
sup_inspection_brief(sup_ctx *c, const sup_inspection *inspection)
{
    Sup__Inspection *v = sup_inspection_view(c, inspection);
    Sup__Score *score = sup_alloc(c->arena, sizeof(*score));
    if (v == NULL || score == NULL) {
        return NULL;
    }
    *score = *v->score;
    score->n_lines = 0;
    v->score = score;
    v->n_answers = 0;
    return v;
}

/* --- one report --- */

sup_rc
sup_decide_inspection(sup_ctx *c)
{
    sup_inspection found;
    sup_rc rc = sup_inspection_load(c, c->params[0], &found);
    if (rc != SUP_OK) {
        return rc;
    }
    Sup__Inspection *view = sup_inspection_view(c, &found);
    if (view == NULL) {
        return SUP_NOMEM;
    }
    c->output = &view->base;
    return SUP_OK;
}

sup_rc
sup_decide_acknowledge(sup_ctx *c)
{
    const Sup__AcknowledgeRequest *in = (const Sup__AcknowledgeRequest *)c->input;
    sup_inspection found;
    sup_rc rc = sup_check_text(c, "receiver", in->receiver, 1, 40);
    if (rc == SUP_OK) {
        rc = sup_check_text(c, "comment", in->comment, 0, 500);
    }
    if (rc == SUP_OK) {
        rc = sup_inspection_load(c, c->params[0], &found);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (!may_acknowledge(c, &found)) {
        return sup_fail(c,
                        found.record->acknowledgement != NULL
                            ? SUP_INSPECTION_ACKNOWLEDGED
                            : SUP_API_FORBIDDEN,
                        NULL, NULL, NULL);
    }
    Sup__Acknowledgement *a =
        SUP_NEW(c->arena, Sup__Acknowledgement, sup__acknowledgement__descriptor);
    if (a == NULL) {
        return SUP_NOMEM;
    }
    a->receiver = in->receiver;
    a->comment = in->comment;
    a->by = sup_strdup(c->arena, c->actor.user);
    a->at = sup_timestamp(c->arena, c->now_ms);
    if (a->by == NULL || a->at == NULL) {
        return SUP_NOMEM;
    }
    found.record->acknowledgement = a;
    Sup__Inspection *view = sup_inspection_view(c, &found);
    if (view == NULL) {
        return SUP_NOMEM;
    }
    c->output = &view->base;
    return sup_inspection_save(c, &found);
}

sup_rc
sup_decide_inspection_evidence(sup_ctx *c)
{
    char *id = sup_evidence_id(c, c->params[1]);
    if (id == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    sup_rc shown = sup_evidence_show(c, id); /* asked for in the same round trip */
    sup_rc rc = sup_inspection_evidence(c, c->params[0], id);
    return rc == SUP_OK ? shown : rc;
}
