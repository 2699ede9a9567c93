/* Dry run: past inspections scored by a candidate rulebook; nothing is stored.
 * Owns: the endpoint, its bounds.
 * Must not know: how answers are scored, what makes a difference. */
#include "sup_dry_run.h"

#include "core/sup_life.h"
#include "engine/sup_page.h"
#include "engine/sup_subject.h"
#include "sup_inspection.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define INSPECTIONS_MAX     50
#define INSPECTIONS_DEFAULT 20
/* Three times the largest of ours. Validation compares codes with codes: a text as large
 * as a body may be would hold up the worker. */
#define CANDIDATE_BYTES (256 * 1024)
#define RECORDS_BYTES   (2 * 1024 * 1024) /* read for one page */

/* What follows from the request alone; kept between the rounds. */
typedef struct {
    sup_rulebook candidate;
    sup_checklist *lists; /* of each template, made when it is first asked for */
} candidate;

typedef struct {
    const Sup__DryRunRequest *in;
    const char *domain;
    const candidate *by;
    sup_page *page;
    Sup__DryRun *out;
} run;

/* --- the candidate --- */

static sup_rc
refuse_text(sup_ctx *c, const sup_wire_error *error)
{
    const char *field = error->field[0] == '\0' ? "rulebook" : error->field;

    return sup_fail(
        c, SUP_API_VALUE, "rulebook",
        sup_sprintf(c->arena, "候选规则第 %u 行有误（%s）：%s", error->line, field,
                    error->detail),
        sup_sprintf(c->arena, "line %u: %s %s", error->line, field, error->detail));
}

static sup_rc
candidate_parse(sup_ctx *c, const sup_rulebook *present, const char *text,
                candidate **out)
{
    candidate *made = sup_calloc(c->arena, sizeof(*made));
    sup_rulebook *parsed = NULL;
    sup_wire_error error;
    sup_rc rc;

    if (text[0] == '\0') {
        return sup_fail(c, SUP_API_REQUIRED, "rulebook", NULL, NULL);
    }
    if (strlen(text) > CANDIDATE_BYTES) {
        return sup_fail(c, SUP_API_TOO_LARGE, "rulebook", "候选规则不能超过 256 KiB。",
                        "The candidate is larger than 256 KiB.");
    }
    rc = sup_rulebook_parse(c->arena, sup_str_c(text), sup_str_c(present->book->domain),
                            &parsed, &error);
    if (rc != SUP_OK) {
        return rc == SUP_NOMEM ? rc : refuse_text(c, &error);
    }
    if (made == NULL) {
        return SUP_NOMEM;
    }
    made->candidate = *parsed;
    made->candidate.plugin = present->plugin;
    made->lists =
        sup_calloc(c->arena, (parsed->book->n_templates + 1) * sizeof(*made->lists));
    *out = made;
    return made->lists == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
candidate_of(sup_ctx *c, run *r)
{
    const sup_rulebook *present = NULL;
    candidate *made = c->memo;
    sup_rc rc = sup_rulebook_asked(c, &present);

    if (rc != SUP_OK) {
        return rc;
    }
    r->domain = present->book->domain;
    if (!sup_actor_in_domain(&c->actor, r->domain)) {
        return sup_fail(c, SUP_LIFE_DOMAIN, NULL, NULL, NULL);
    }
    if (made == NULL) {
        rc = candidate_parse(c, present, r->in->rulebook, &made);
        c->memo = rc == SUP_OK ? made : NULL;
    }
    r->by = made;
    return rc;
}

/* The checklist by which it scores what was checked by the template of that code; NULL:
 * it has none. */
static sup_rc
list_of(sup_ctx *c, const candidate *by, const char *code, const sup_checklist **out)
{
    const Sup__Rulebook *book = by->candidate.book;
    size_t i = sup_rulebook_template_place(book, sup_str_c(code));

    if (i == book->n_templates) {
        *out = NULL;
        return SUP_OK;
    }
    *out = &by->lists[i];
    return by->lists[i].template != NULL
               ? SUP_OK
               : sup_checklist_of(c->arena, &by->candidate, book->templates[i],
                                  &by->lists[i]);
}

/* --- the inspections --- */

static int
any_fits(const sup_ctx *c, const void *data, const sup_index_member *member)
{
    (void)c;
    (void)data;
    (void)member;
    return 1;
}

static sup_rc
page_begin(sup_ctx *c, run *r)
{
    Sup__DryRunRequest bare = *r->in;
    sup_page *page = r->page;
    sup_rc rc;

    if (r->in->limit > INSPECTIONS_MAX) {
        return sup_fail(c, SUP_API_VALUE, "limit", "每次试算 1 至 50 份报告。",
                        "A dry run takes 1 to 50 reports at a time.");
    }
    page->index = sup_sprintf(c->arena, "inspections:domain:%s", r->domain);
    page->n_digits = 1; /* the kind of check */
    page->reverse = 1;
    page->candidates = r->in->limit == 0 ? INSPECTIONS_DEFAULT : r->in->limit;
    page->fits = any_fits;
    bare.rulebook = (char *)(uintptr_t)r->by->candidate.digest;
    bare.cursor = "";
    bare.limit = 0;
    rc = sup_page_times(c, page, r->in->from, r->in->to);
    if (rc == SUP_OK) {
        rc = sup_page_begin(c, page, &bare.base, r->in->cursor);
    }
    return rc == SUP_OK ? sup_page_gather(c, page) : rc;
}

/* Reads all of the page in one round; one that cannot be read is told, not fatal. */
static sup_rc
load(sup_ctx *c, const run *r, sup_inspection *inspections)
{
    sup_rc result = SUP_OK;
    size_t i;

    for (i = 0; i < r->page->n; i++) {
        sup_rc rc = sup_inspection_load(c, r->page->members[i].id, &inspections[i]);

        if (rc == SUP_AGAIN) {
            result = SUP_AGAIN;
        } else if (rc != SUP_OK && !sup_page_leaves_out(rc)) {
            return rc;
        } else if (rc != SUP_OK) {
            inspections[i].report = NULL;
            c->failure = (sup_failure){0};
        }
    }
    return result;
}

static sup_rc
skip(sup_ctx *c, run *r, size_t i, const char *zh, const char *en)
{
    const sup_str id = r->page->members[i].id;
    char *text = sup_sprintf(c->arena, "%.*s：%s (%s)", (int)id.len, id.data, zh, en);

    r->out->skipped[r->out->n_skipped++] = text;
    return text == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
take(sup_ctx *c, run *r, size_t i, const Sup__Inspection *report)
{
    const sup_checklist *list = NULL;
    Sup__DryRun__Change *change = NULL;
    Sup__Score *now = NULL;
    sup_rc rc;

    if (report == NULL) {
        return skip(c, r, i, "记录无法读取", "its record cannot be read");
    }
    rc = list_of(c, r->by, report->template_, &list);
    if (rc == SUP_OK && list == NULL) {
        return skip(c, r, i, "候选规则没有这张检查表",
                    "the candidate has no such checklist");
    }
    if (rc == SUP_OK) {
        rc = sup_score_again(c, &r->by->candidate, list, report->score, report->answers,
                             report->n_answers, &now);
    }
    if (rc == SUP_OK && now == NULL) {
        return skip(c, r, i, "没有可沿用的答案", "none of its answers fits any more");
    }
    if (rc == SUP_OK) {
        rc = sup_dry_run_compare(c, &r->by->candidate, list, report, now, &change);
    }
    if (rc == SUP_OK) {
        r->out->scored++;
        if (change != NULL) {
            r->out->changes[r->out->n_changes++] = change;
        }
    }
    return rc;
}

static sup_rc
take_all(sup_ctx *c, run *r, const sup_inspection *inspections)
{
    size_t i, bytes = 0;
    sup_rc rc = SUP_OK;

    for (i = 0; i < r->page->n && rc == SUP_OK; i++) {
        if (bytes > RECORDS_BYTES) {
            sup_page_cut(r->page, i);
            break;
        }
        bytes += inspections[i].report == NULL ? 0 : inspections[i].record->report.len;
        rc = take(c, r, i, inspections[i].report);
    }
    r->out->changed = (uint32_t)r->out->n_changes;
    return rc == SUP_OK ? sup_page_cursor(c, r->page, &r->out->next_cursor) : rc;
}

static sup_rc
make_room(sup_ctx *c, run *r)
{
    r->page = sup_calloc(c->arena, sizeof(*r->page));
    r->out = SUP_NEW(c->arena, Sup__DryRun, sup__dry_run__descriptor);
    if (r->page == NULL || r->out == NULL) {
        return SUP_NOMEM;
    }
    r->out->changes = sup_calloc(c->arena, INSPECTIONS_MAX * sizeof(*r->out->changes));
    r->out->skipped = sup_calloc(c->arena, INSPECTIONS_MAX * sizeof(*r->out->skipped));
    return r->out->changes == NULL || r->out->skipped == NULL ? SUP_NOMEM : SUP_OK;
}

sup_rc
sup_decide_dry_run(sup_ctx *c)
{
    run r = {.in = (const Sup__DryRunRequest *)c->input};
    sup_inspection inspections[INSPECTIONS_MAX];
    sup_rc rc = candidate_of(c, &r);

    if (rc == SUP_OK) {
        rc = make_room(c, &r);
    }
    if (rc == SUP_OK) {
        rc = page_begin(c, &r);
    }
    if (rc == SUP_OK) {
        rc = load(c, &r, inspections);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    r.out->version = r.by->candidate.book->version;
    r.out->digest = (char *)(uintptr_t)r.by->candidate.digest;
    c->output = &r.out->base;
    return take_all(c, &r, inspections);
}
