/* The photos of a case, shown to those who see them there.
 * Owns: where in a case, or in its history, a photo is listed.
 * Must not know: what a photo is, how files are sent. */
#include "evidence/sup_evidence.h"
#include "sup_case.h"
#include "sup_cases_subject.h"
#include "supervision/v1/cases.pb-c.h"

#define EVENTS_MAX 1000

/* What the actor is shown of the case lists the photo. */
static int
view_lists(const Sup__Case *view, const char *id)
{
    return sup_evidence_listed(view->attachments, view->n_attachments, id) ||
           (view->rectification != NULL &&
            sup_evidence_listed(view->rectification->evidence,
                                view->rectification->n_evidence, id)) ||
           (view->finding != NULL &&
            sup_evidence_listed(view->finding->evidence, view->finding->n_evidence, id));
}

/* Or its history does, for those who read there what was done: a later finding takes the
 * place of an earlier one in the case, and its photos are still looked up. */
static sup_rc
history_lists(sup_ctx *c, const sup_case *k, const char *id, int *listed)
{
    const sup_read *events = NULL;
    *listed = 0;
    if (sup_case_sees(c, k) == SUP_SEES_PUBLIC) {
        return SUP_OK;
    }
    sup_rc rc =
        sup_ctx_events(c, sup_case_events_key(c->arena, k->c->id), EVENTS_MAX, &events);
    for (size_t i = 0; rc == SUP_OK && !*listed && i < events->n; i++) {
        ProtobufCMessage *message = NULL;
        rc = sup_record_parse(c->arena, &sup__event__descriptor, events->members[i],
                              &message);
        if (rc == SUP_OK) {
            const Sup__Event *e = (const Sup__Event *)message;
            *listed = sup_evidence_listed(e->evidence, e->n_evidence, id);
        } else if (rc != SUP_NOMEM) {
            rc = sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
        }
    }
    return rc;
}

/* Whoever does not see it is told that it is not there. */
sup_rc
sup_decide_case_evidence(sup_ctx *c)
{
    sup_case k;
    char *id = sup_evidence_id(c, c->params[1]);
    if (id == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    sup_rc shown = sup_evidence_show(c, id); /* asked for in the same round trip */
    sup_rc rc = sup_case_load(c, c->params[0], &k);
    if (rc != SUP_OK) {
        return rc;
    }
    const Sup__Case *view = sup_case_view(c, &k, sup_case_sees(c, &k));
    if (view == NULL) {
        return SUP_NOMEM;
    }
    int listed = view_lists(view, id);
    rc = listed ? SUP_OK : history_lists(c, &k, id, &listed);
    if (rc != SUP_OK) {
        return rc;
    }
    return listed ? shown : sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
}
