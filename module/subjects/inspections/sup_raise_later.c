/* A failed item made a case later, of a report that was issued.
 * Owns: this endpoint.
 * Must not know: what such a case is made of (sup_raise.c). */
#include "calendar/sup_checks.h"
#include "campus/sup_campus.h"
#include "scoring/sup_scoring.h"
#include "sup_inspection_view.h"
#include "sup_inspections_subject.h"
#include "sup_raise.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

static sup_rc
append_later(sup_ctx *c, sup_inspection *inspection, Sup__Raised *raised)
{
    Sup__InspectionRecord *record = inspection->record;
    size_t n = record->n_raised_later;
    Sup__Raised **list = sup_alloc(c->arena, (n + 1) * sizeof(list[0]));
    if (list == NULL) {
        return SUP_NOMEM;
    }
    if (n != 0) {
        memcpy(list, record->raised_later, n * sizeof(list[0]));
    }
    list[n] = raised;
    record->raised_later = list;
    record->n_raised_later = n + 1;
    return sup_inspection_save(c, inspection);
}

static sup_rc
check_later(sup_ctx *c, const Sup__RaiseLaterRequest *in)
{
    if (in->raise == NULL) {
        return sup_fail(c, SUP_API_REQUIRED, "raise", NULL, NULL);
    }
    sup_rc rc = sup_check_text(c, "signature", in->signature, 1, 40);
    return rc == SUP_OK ? sup_raise_check(c, "raise", in->raise) : rc;
}

/* All in one round trip once the inspection is there. */
static sup_rc
load_later(sup_ctx *c, const sup_inspection *inspection, sup_raise *raise)
{
    const Sup__Inspection *report = inspection->report;
    sup_rc rc = sup_register_unit(c, report->unit, &raise->unit);
    rc = sup_worst(rc, sup_sequence_load(c, "notice", raise->numbers));
    rc = sup_worst(
        rc, sup_periods_deadline_percent(c, report->domain, &raise->deadline_percent));
    if (rc == SUP_OK && (raise->unit == NULL || raise->unit->retired)) {
        rc = sup_fail(c, SUP_API_REFERENCE, "unit", NULL, NULL);
    }
    return rc;
}

sup_rc
sup_decide_raise(sup_ctx *c)
{
    const Sup__RaiseLaterRequest *in = (const Sup__RaiseLaterRequest *)c->input;
    sup_inspection found;
    sup_sequence numbers;
    Sup__Raised *raised = NULL;
    sup_rc rc = check_later(c, in);
    if (rc == SUP_OK) {
        rc = sup_inspection_load(c, c->params[0], &found);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    sup_raise raise = {.report = found.report,
                       .rulebook = found.rulebook,
                       .signature = in->signature,
                       .numbers = &numbers};
    const Sup__Score__Line *line = sup_score_find(found.report->score, in->raise->item);
    if (line != NULL && !sup_inspection_proposes(&found, line)) {
        return sup_fail(c, SUP_INSPECTION_RAISED, "raise.item", NULL, NULL);
    }
    rc = load_later(c, &found, &raise);
    if (rc == SUP_OK) {
        rc = sup_raise_case(c, &raise, "raise", in->raise, &raised);
    }
    if (rc == SUP_OK) {
        rc = sup_sequence_save(c, &numbers);
    }
    if (rc == SUP_OK) {
        rc = append_later(c, &found, raised);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    Sup__Inspection *view = sup_inspection_view(c, &found);
    c->output = view == NULL ? NULL : &view->base;
    return view == NULL ? SUP_NOMEM : SUP_OK;
}
