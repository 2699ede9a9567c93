/* Submitting an inspection: read, scored, reported, its cases and notices issued, all in
 * one commit; once for each Idempotency-Key.
 * Owns: what a report is made of, the order of the steps.
 * Must not know: what an answer is worth (scoring), what follows from a report
 *   (sup_inspect_file.c). */
#include "sup_inspect_check.h"
#include "sup_inspect_file.h"
#include "sup_inspect_load.h"
#include "sup_inspect_tags.h"
#include "sup_inspection_view.h"
#include "sup_inspections_subject.h"
#include "supervision/v1/inspections.pb-c.h"

/* --- the report --- */

static sup_rc
score(sup_ctx *c, const sup_inspect *s, Sup__Inspection *report)
{
    sup_scoring_facts facts = {.complaints = s->handled.complaints,
                               .repairs = s->handled.repairs,
                               .repeats = s->repeats,
                               .partial = s->k.c != NULL};
    return sup_score_answers(c, s->rulebook, &s->list, s->in->answers, s->in->n_answers,
                             &facts, &report->score);
}

static void
name_all(const sup_inspect *s, Sup__Inspection *r)
{
    r->unit = s->unit->id;
    r->unit_name = s->unit->name;
    r->place_name = s->place == NULL ? "" : s->place->name;
    r->domain_name = s->rulebook->book->name;
    r->template_name = s->template->name;
    r->template_name_en = s->template->name_en;
}

static sup_rc
write_report(sup_ctx *c, sup_inspect *s, Sup__Inspection *r)
{
    const Sup__InspectionRequest *in = s->in;
    r->id = sup_draw_id(c);
    r->domain = in->domain;
    r->template_ = in->template_;
    r->check = s->template->check;
    r->place = in->place;
    r->place_detail = in->place_detail;
    r->n_participants = in->n_participants;
    r->participants = in->participants;
    r->inspector = sup_strdup(c->arena, c->actor.user);
    r->inspector_unit = sup_strdup(c->arena, c->actor.unit);
    r->signature = in->signature;
    r->submitted_at = sup_timestamp(c->arena, c->now_ms);
    r->started_at = in->started_at == NULL ? r->submitted_at : in->started_at;
    r->n_answers = in->n_answers;
    r->answers = in->answers;
    r->summary = in->summary;
    r->occurrence = in->occurrence;
    r->case_ = s->k.c == NULL ? "" : s->k.c->id;
    name_all(s, r);
    r->year = s->reports.year;
    r->number = sup_sequence_next(c, &s->reports, c->site->report_prefix, &r->sequence);
    return r->id == NULL || r->inspector == NULL || r->inspector_unit == NULL ||
                   r->submitted_at == NULL || r->number == NULL
               ? SUP_NOMEM
               : SUP_OK;
}

/* --- the reply --- */

static sup_rc
reply(sup_ctx *c, const sup_inspection *inspection)
{
    Sup__Inspection *view = sup_inspection_view(c, inspection);
    if (view == NULL) {
        return SUP_NOMEM;
    }
    c->status = 201;
    c->output = &view->base;
    c->location =
        sup_str_c(sup_sprintf(c->arena, "%.*sinspections/%s", (int)c->site->base.len,
                              c->site->base.data, view->id));
    return c->location.data == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
reply_again(sup_ctx *c, const sup_inspect *s)
{
    sup_inspection found;
    sup_rc rc = sup_once_same(c, &s->once);
    if (rc == SUP_OK) {
        rc = sup_inspection_load(c, sup_str_c(s->once.seen->case_), &found);
    }
    return rc == SUP_OK ? reply(c, &found) : rc;
}

sup_rc
sup_decide_inspect(sup_ctx *c)
{
    sup_inspect s = {.in = (const Sup__InspectionRequest *)c->input,
                     .deadline_percent = 100};
    sup_inspection made;
    if (c->request->idempotency_key.len == 0) {
        return sup_fail(c, SUP_API_IDEMPOTENCY_KEY, NULL, NULL, NULL);
    }
    /* first of all: a deadline that has passed since, or another rulebook, must not keep a
     * retry from its report */
    sup_rc rc = sup_once_look_up(c, "inspect", &s.once);
    if (rc != SUP_OK || s.once.seen != NULL) {
        return rc != SUP_OK ? rc : reply_again(c, &s);
    }
    rc = sup_inspect_check(c, s.in);
    if (rc == SUP_OK) {
        rc = sup_inspect_admit(c, &s);
    }
    if (rc == SUP_OK) {
        rc = sup_inspect_load(c, &s);
    }
    Sup__Inspection *report =
        SUP_NEW(c->arena, Sup__Inspection, sup__inspection__descriptor);
    if (rc == SUP_OK && report == NULL) {
        rc = SUP_NOMEM;
    }
    if (rc == SUP_OK) {
        rc = score(c, &s, report);
    }
    if (rc == SUP_OK) {
        rc = sup_inspect_tags(c, &s, report);
    }
    if (rc == SUP_OK) {
        rc = write_report(c, &s, report);
    }
    if (rc == SUP_OK) {
        rc = sup_inspect_file(c, &s, report, &made);
    }
    return rc == SUP_OK ? reply(c, &made) : rc;
}
