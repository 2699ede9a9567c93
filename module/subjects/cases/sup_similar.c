/* Similar recent cases, shown to whoever is about to report the same.
 * Owns: which cases are similar, and how many of them are shown.
 * Must not know: how indexes are written (sup_case_save.c), what is shown of a case
 * (sup_view.c). */
#include "engine/sup_page.h"
#include "sup_case.h"
#include "sup_cases_subject.h"
#include "supervision/v1/cases.pb-c.h"

#define SIMILAR_MAX  5
#define SIMILAR_LOOK 50 /* members: what inspections found lies among them */

static sup_rc
check(sup_ctx *c, const Sup__SimilarRequest *in, const sup_rulebook **rulebook)
{
    const struct {
        const char *name;
        const char *value;
    } required[] = {
        {"domain", in->domain}, {"category", in->category}, {"place", in->place}};
    for (size_t i = 0; i < 3; i++) {
        sup_rc rc = sup_check_text(c, required[i].name, required[i].value, 1, 48);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    *rulebook = sup_site_rulebook(c->site, in->domain);
    if (*rulebook == NULL || sup_rulebook_category(*rulebook, in->category) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, *rulebook == NULL ? "domain" : "category",
                        NULL, NULL);
    }
    if (!sup_name_ok(sup_str_c(in->place))) {
        return sup_fail(c, SUP_API_REFERENCE, "place", NULL, NULL); /* makes no key */
    }
    return SUP_OK;
}

/* What the office found or was told is not the public's, not even that it is there. */
static size_t
is_publics(sup_str text, sup_index_member *m)
{
    return sup_index_member_parse(text, SUP_INDEX_CASE_DIGITS, m) &&
           m->digits.data[SUP_INDEX_CASE_KIND] < '0' + SUP_KIND_INSPECTION;
}

static sup_rc
gather(sup_ctx *c, const Sup__SimilarRequest *in, int64_t since_ms, sup_page *page)
{
    char since[SUP_INDEX_TIME_LEN + 1];
    const sup_read *range = NULL;
    sup_index_time(since, since_ms);
    sup_rc rc = sup_ctx_range(
        c, sup_sprintf(c->arena, "near:%s:%s:%s", in->domain, in->category, in->place),
        since, NULL, 1, SIMILAR_LOOK, &range);
    for (size_t i = 0; rc == SUP_OK && i < range->n && page->n < SIMILAR_MAX; i++) {
        page->n += is_publics(range->members[i], &page->members[page->n]);
    }
    return rc;
}

sup_rc
sup_decide_similar(sup_ctx *c)
{
    const Sup__SimilarRequest *in = (const Sup__SimilarRequest *)c->input;
    const sup_rulebook *rulebook = NULL;
    sup_case cases[SIMILAR_MAX];
    sup_page page = {.n = 0};
    sup_rc rc = check(c, in, &rulebook);
    if (rc == SUP_OK) {
        int64_t ms = (int64_t)rulebook->book->terms->similar_min * 60000;
        rc = gather(c, in, c->now_ms - ms, &page);
    }
    if (rc == SUP_OK) {
        rc = sup_page_load(c, &page, sup_case_load_member, cases, sizeof(cases[0]));
    }
    if (rc != SUP_OK) {
        return rc;
    }
    Sup__CaseList *out = SUP_NEW(c->arena, Sup__CaseList, sup__case_list__descriptor);
    if (out == NULL || (out->cases = sup_alloc(
                            c->arena, (page.n + 1) * sizeof(out->cases[0]))) == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < page.n; i++) {
        if (page.rcs[i] == SUP_OK) {
            out->cases[out->n_cases] = sup_case_view(c, &cases[i], SUP_SEES_PUBLIC);
            if (out->cases[out->n_cases++] == NULL) {
                return SUP_NOMEM;
            }
        }
    }
    c->output = &out->base;
    return SUP_OK;
}
