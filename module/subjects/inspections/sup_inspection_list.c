/* Lists of inspections, the newest first.
 * Owns: which index answers which filter.
 * Must not know: how indexes are written (sup_inspection.c), what a report says. */
#include "engine/sup_page.h"
#include "engine/sup_subject.h"
#include "sup_inspection_view.h"
#include "supervision/v1/inspections.pb-c.h"

#define CHECK_DIGITS 1
#define READ_MAX     25 /* whole reports a page, for they are large; it may be short */

typedef struct {
    const Sup__ListInspectionsRequest *in;
    const char *unit; /* a unit's own, whatever it asked for */
} filter;

static int
fits(const sup_ctx *c, const void *data, const sup_index_member *m)
{
    const filter *f = data;
    (void)c;
    return (f->in->check == 0 || m->digits.data[0] == '0' + (int)f->in->check) &&
           (f->in->domain[0] == '\0' || sup_str_eq(m->domain, sup_str_c(f->in->domain)));
}

static sup_rc
check_filter(sup_ctx *c, filter *f)
{
    const Sup__ListInspectionsRequest *in = f->in;
    sup_rc rc = sup_actor_own_unit(c, in->unit, &f->unit);
    if (rc != SUP_OK) {
        return rc;
    }
    if (in->domain[0] != '\0' && sup_site_rulebook(c->site, in->domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    return SUP_OK;
}

static const char *
index_of(sup_ctx *c, const filter *f)
{
    if (f->unit[0] != '\0') {
        return sup_sprintf(c->arena, "inspections:unit:%s", f->unit);
    }
    return f->in->domain[0] != '\0'
               ? sup_sprintf(c->arena, "inspections:domain:%s", f->in->domain)
               : "inspections";
}

static sup_rc
begin(sup_ctx *c, const filter *f, sup_page *page)
{
    Sup__ListInspectionsRequest bare = *f->in;
    bare.cursor = "";
    bare.limit = 0;
    page->index = index_of(c, f);
    page->n_digits = CHECK_DIGITS;
    page->reverse = 1;
    page->fits = fits;
    page->data = f;
    sup_rc rc = sup_page_limit(c, f->in->limit, &page->candidates);
    page->candidates = page->candidates > READ_MAX ? READ_MAX : page->candidates;
    if (rc == SUP_OK) {
        rc = sup_page_times(c, page, f->in->from, f->in->to);
    }
    return rc == SUP_OK ? sup_page_begin(c, page, &bare.base, f->in->cursor) : rc;
}

static sup_rc
load(sup_ctx *c, sup_str id, void *record)
{
    return sup_inspection_load(c, id, record);
}

static sup_rc
show(sup_ctx *c, sup_page *page, Sup__InspectionList *out)
{
    sup_inspection found[READ_MAX];
    sup_rc rc = sup_page_load(c, page, load, found, sizeof(found[0]));
    if (rc != SUP_OK) {
        return rc;
    }
    out->inspections = sup_alloc(c->arena, (page->n + 1) * sizeof(out->inspections[0]));
    if (out->inspections == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < page->n; i++) {
        if (page->rcs[i] != SUP_OK) {
            out->unreadable += sup_page_unreadable(page, i);
            continue;
        }
        Sup__Inspection *view = sup_inspection_brief(c, &found[i]);
        if (view == NULL) {
            return SUP_NOMEM;
        }
        out->inspections[out->n_inspections++] = view;
    }
    return SUP_OK;
}

sup_rc
sup_decide_inspections(sup_ctx *c)
{
    filter f = {.in = (const Sup__ListInspectionsRequest *)c->input};
    sup_page *page = sup_calloc(c->arena, sizeof(*page));
    Sup__InspectionList *out =
        SUP_NEW(c->arena, Sup__InspectionList, sup__inspection_list__descriptor);
    if (page == NULL || out == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc = check_filter(c, &f);
    if (rc == SUP_OK) {
        rc = begin(c, &f, page);
    }
    if (rc == SUP_OK) {
        rc = sup_page_gather(c, page);
    }
    if (rc == SUP_OK) {
        rc = show(c, page, out);
    }
    c->output = &out->base;
    return rc == SUP_OK ? sup_page_cursor(c, page, &out->next_cursor) : rc;
}
