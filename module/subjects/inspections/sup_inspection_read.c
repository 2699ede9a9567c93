/* One report: read, acknowledged by the unit, its photos.
 * Owns: these endpoints.
 * Must not know: how a report came about. */
#include "evidence/sup_evidence.h"
#include "sup_inspection_view.h"
#include "sup_inspections_subject.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

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
    if (!sup_inspection_may_acknowledge(c, &found)) {
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

/* SUP_OK when the report may be seen and shows the photo. */
static sup_rc
look_for_evidence(sup_ctx *c, sup_str inspection, const char *evidence)
{
    sup_inspection found;
    sup_rc rc = sup_inspection_load(c, inspection, &found);
    if (rc == SUP_OK && !shows_evidence(found.report, evidence)) {
        rc = sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    return rc;
}

sup_rc
sup_decide_inspection_evidence(sup_ctx *c)
{
    char *id = sup_evidence_id(c, c->params[1]);
    if (id == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    sup_rc shown = sup_evidence_show(c, id); /* asked for in the same round trip */
    sup_rc rc = look_for_evidence(c, c->params[0], id);
    return rc == SUP_OK ? shown : rc;
}
