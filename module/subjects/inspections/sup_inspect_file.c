/* What follows from a report: cases and notices, the case that it re-inspects, the
 * calendar, whoever hears of it, its own record.
 * Owns: the order of these ops, all of one commit.
 * Must not know: what an answer is worth, how a case is made (sup_raise.c). */
#include "sup_inspect_file.h"

#include "cases/sup_cases.h"
#include "topics/sup_topics.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* How long a phone without reception may come back with what it has sent before. */
#define RETRY_MS (30LL * 86400000)

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

static sup_rc
tell(sup_ctx *c, const sup_inspect *s, const Sup__Inspection *report)
{
    /* A self-check, a re-inspection of one item, or one where nothing applied is no measure
     * of a unit's standing. */
    const sup_inspection_filing filing = {.report = report,
                                          .self_check = s->self_check,
                                          .measures =
                                              !s->self_check && s->k.c == NULL &&
                                              sup_score_applies(report->score) != 0};
    return sup_tell_inspection_filed(c, &filing);
}

sup_rc
sup_inspect_file(sup_ctx *c, sup_inspect *s, Sup__Inspection *report, sup_inspection *out)
{
    sup_assert(report->n_raised == 0 && report->score != NULL);
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
