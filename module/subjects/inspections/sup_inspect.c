/* Submitting an inspection: read, scored, reported, its cases and notices issued, all in
 * one commit; once for each Idempotency-Key.
 * Owns: what a report is made of.
 * Must not know: what an answer is worth (sup_scoring.c), what a case is (sup_raise.c). */
#include "sup_inspect.h"

#include "cases/sup_cases.h"
#include "engine/sup_problem.h"
#include "engine/sup_roles.h"
#include "evidence/sup_evidence.h"
#include "topics/sup_topics.h"
#include "sup_failures.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* How long a phone without reception may come back with what it has sent before. */
#define RETRY_MS (30LL * 86400000)

/* --- what is read, as much as can be in one round trip --- */

static sup_rc
load_register(sup_ctx *c, sup_inspect *s)
{
    const char *unit = s->k.c != NULL ? s->k.c->unit : s->in->unit;
    sup_rc rc = sup_register_unit(c, unit, &s->unit);
    sup_rc place_rc =
        s->in->place[0] == '\0' ? SUP_OK : sup_register_place(c, s->in->place, &s->place);
    if (rc != SUP_OK || place_rc != SUP_OK) {
        return sup_worst(rc, place_rc);
    }
    if (s->unit == NULL || s->unit->retired) {
        return sup_fail(c, SUP_API_REFERENCE, "unit", NULL, NULL);
    }
    if (!sup_register_serves(s->unit, s->in->domain)) {
        return sup_fail(c, SUP_API_REFERENCE, "unit", "该单位不负责这一领域。",
                        "The unit does not serve this domain.");
    }
    if (s->in->place[0] != '\0' && (s->place == NULL || s->place->retired)) {
        return sup_fail(c, SUP_API_REFERENCE, "place", NULL, NULL);
    }
    return SUP_OK;
}

static sup_rc
load_occurrence(sup_ctx *c, sup_inspect *s)
{
    const Sup__InspectionRequest *in = s->in;
    if (in->occurrence[0] == '\0') {
        return SUP_OK;
    }
    sup_rc rc = sup_occurrence_load(c, sup_str_c(in->occurrence), &s->occurrence);
    if (rc == SUP_API_NOT_FOUND) {
        return sup_fail(c, SUP_API_REFERENCE, "occurrence", NULL, NULL);
    }
    return rc == SUP_OK ? sup_occurrence_fits(c, &s->occurrence, in->domain,
                                              in->template_, in->unit, in->place)
                        : rc;
}

static int
needs_figures(const sup_inspect *s)
{
    for (size_t i = 0; i < s->list.n; i++) {
        if (s->list.items[i]->figures != SUP__ITEM__FIGURES__figures_unspecified) {
            return 1;
        }
    }
    return 0;
}

static sup_rc
load_history(sup_ctx *c, sup_inspect *s, const char *unit)
{
    s->repeats = sup_calloc(c->arena, (s->list.n + 1) * sizeof(s->repeats[0]));
    if (s->repeats == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc = sup_failures_count(c, unit, s->in->domain, s->rulebook, &s->list,
                                   c->now_ms, s->repeats);
    return needs_figures(s)
               ? sup_worst(rc, sup_case_handled_read(c, unit, s->in->domain, &s->handled))
               : rc;
}

static sup_rc
load_numbers(sup_ctx *c, sup_inspect *s)
{
    sup_rc rc = sup_sequence_load(c, "report", &s->reports);
    if (s->in->n_raise == 0 || s->self_check) {
        return rc;
    }
    rc = sup_worst(rc, sup_sequence_load(c, "notice", &s->notices));
    return sup_worst(
        rc, sup_periods_deadline_percent(c, s->in->domain, &s->deadline_percent));
}

static sup_rc
load_photos(sup_ctx *c, const sup_inspect *s)
{
    sup_rc rc = SUP_OK;
    for (size_t i = 0; i < s->in->n_answers; i++) {
        const Sup__Answer *a = s->in->answers[i];
        if (a->n_evidence != 0) {
            rc = sup_worst(
                rc, sup_evidence_use(c, sup_sprintf(c->arena, "answers[%zu].evidence", i),
                                     a->evidence, a->n_evidence));
        }
    }
    return rc;
}

/* The case comes first, for its unit is the inspection's. */
static sup_rc
load_case(sup_ctx *c, sup_inspect *s)
{
    if (s->in->case_[0] == '\0') {
        return SUP_OK;
    }
    sup_rc rc = sup_case_load_other(c, sup_str_c(s->in->case_), &s->k);
    if (rc == SUP_API_NOT_FOUND) {
        return sup_fail(c, SUP_API_REFERENCE, "case", NULL, NULL);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (s->k.c->counters == NULL || s->k.c->deadlines == NULL) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    if (strcmp(s->k.c->domain, s->in->domain) != 0) {
        return sup_fail(c, SUP_API_REFERENCE, "case", "此件属于其他领域。",
                        "The case is of another domain.");
    }
    if (s->in->unit[0] != '\0' && strcmp(s->k.c->unit, s->in->unit) != 0) {
        return sup_fail(c, SUP_API_REFERENCE, "unit", "此件由其他单位负责。",
                        "The case belongs to another unit.");
    }
    return SUP_OK;
}

static sup_rc
load(sup_ctx *c, sup_inspect *s)
{
    sup_rc rc = load_case(c, s);
    if (rc != SUP_OK) {
        return rc;
    }
    rc = load_register(c, s);
    rc = sup_worst(rc, load_occurrence(c, s));
    rc = sup_worst(rc, load_history(c, s, s->k.c != NULL ? s->k.c->unit : s->in->unit));
    rc = sup_worst(rc, load_numbers(c, s));
    return sup_worst(rc, load_photos(c, s));
}

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

/* --- what follows from it, all of it ops --- */

static sup_rc
raise_all(sup_ctx *c, sup_inspect *s, Sup__Inspection *report)
{
    sup_raise raise = {.report = report,
                       .rulebook = s->rulebook,
                       .unit = s->unit,
                       .signature = s->in->signature,
                       .numbers = s->self_check ? NULL : &s->notices,
                       .deadline_percent = s->deadline_percent};
    report->raised =
        sup_alloc(c->arena, (s->in->n_raise + 1) * sizeof(report->raised[0]));
    if (report->raised == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < s->in->n_raise; i++) {
        sup_rc rc = sup_raise_case(c, &raise, sup_sprintf(c->arena, "raise[%zu]", i),
                                   s->in->raise[i], &report->raised[i]);
        if (rc != SUP_OK) {
            return rc;
        }
        report->n_raised++;
    }
    return s->in->n_raise == 0 || s->self_check ? SUP_OK
                                                : sup_sequence_save(c, &s->notices);
}

/* The loop of the case is closed, or goes round once more. The item that it was made of
 * is what the re-inspection is about. */
static sup_rc
judge_case(sup_ctx *c, sup_inspect *s, Sup__Inspection *report)
{
    if (s->k.c == NULL) {
        return SUP_OK;
    }
    const Sup__Score__Line *line = sup_score_find(report->score, s->k.c->item);
    if (s->k.c->item[0] != '\0' && sup_rulebook_item(s->rulebook, s->k.c->item) != NULL &&
        (line == NULL || line->outcome == SUP__SCORE__OUTCOME__skipped)) {
        return sup_fail(
            c, SUP_API_REQUIRED, "answers",
            sup_sprintf(c->arena, "复查须检查原不合格项（%s）。", s->k.c->item),
            sup_sprintf(c->arena, "The item that failed (%s) is answered.",
                        s->k.c->item));
    }
    if (report->score->n_lines == report->score->not_applicable) {
        return sup_fail(c, SUP_API_REQUIRED, "answers", "复查至少检查一项。",
                        "A re-inspection answers one item at least.");
    }
    report->passed = report->score->failures == 0;
    Sup__ActionRequest *in =
        SUP_NEW(c->arena, Sup__ActionRequest, sup__action_request__descriptor);
    if (in == NULL) {
        return SUP_NOMEM;
    }
    in->finding =
        sup_sprintf(c->arena, "%s：复查 %zu 项，%u 项不合格。%s", report->number,
                    report->score->n_lines, report->score->failures, report->summary);
    if (in->finding == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc = sup_case_act(
        c, &s->k, report->passed ? SUP_ACTION_VERIFY : SUP_ACTION_RETURN, in, report->id);
    if (rc < 0 && rc != SUP_NOMEM && c->failure.rc != rc) {
        sup_fail(c, rc, "case", NULL, NULL);
    }
    return rc;
}

/* A self-check, a re-inspection of one item, or one where nothing applied is no measure
 * of a unit's standing. */
static sup_rc
tell(sup_ctx *c, const sup_inspect *s, const Sup__Inspection *report)
{
    const sup_inspection_filing filing = {.report = report,
                                          .self_check = s->self_check,
                                          .measures =
                                              !s->self_check && s->k.c == NULL &&
                                              sup_score_applies(report->score) != 0};
    return sup_tell_inspection_filed(c, &filing);
}

static sup_rc
file(sup_ctx *c, sup_inspect *s, Sup__Inspection *report, sup_inspection *out)
{
    sup_rc rc = raise_all(c, s, report);
    if (rc == SUP_OK) {
        rc = judge_case(c, s, report);
    }
    if (rc == SUP_OK) {
        rc = tell(c, s, report);
    }
    if (rc == SUP_OK && s->occurrence.o != NULL) {
        rc = sup_occurrence_finish(c, &s->occurrence, report->id,
                                   sup_timestamp_ms(report->started_at));
    }
    if (rc == SUP_OK) {
        rc = sup_sequence_save(c, &s->reports);
    }
    if (rc == SUP_OK) {
        rc = sup_once_remember(c, &s->once, report->id, SUP_STR_NULL, RETRY_MS);
    }
    if (rc == SUP_OK) {
        rc = sup_inspection_store(c, report, out);
    }
    return rc != SUP_API_OPS
               ? rc
               : sup_fail(c, SUP_API_VALUE, "raise",
                          "照片和立案合计过多，请减少立案，其余可在报告中补办。",
                          "Photos and cases are too many for one report: raise fewer, "
                          "the others later, from the report.");
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
        rc = load(c, &s);
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
        rc = file(c, &s, report, &made);
    }
    return rc == SUP_OK ? reply(c, &made) : rc;
}
