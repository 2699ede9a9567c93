/* The ledger of directives: its rows, the newest first.
 * Owns: which index answers which filter, what a row shows.
 * Must not know: how indexes are written (sup_case_save.c), when a directive is late. */
#include "engine/sup_page.h"
#include "sup_cases_subject.h"
#include "sup_ledger.h"
#include "supervision/v1/cases.pb-c.h"

#define PAGE_BYTES (1024 * 1024) /* of records on one page */

typedef struct {
    const Sup__ListDirectivesRequest *in;
    const char *unit; /* a unit's own, whatever it asked for */
    size_t limit;     /* fewer than the page's candidates where records decide */
    sup_page page;
    sup_case cases[SUP_PAGE_MAX];
} ledger;

static int
fits(const sup_ctx *c, const void *data, const sup_index_member *m)
{
    const Sup__ListDirectivesRequest *in = data;
    (void)c;
    return in->domain[0] == '\0' || sup_str_eq(m->domain, sup_str_c(in->domain));
}

static sup_rc
check_filter(sup_ctx *c, ledger *l)
{
    const Sup__ListDirectivesRequest *in = l->in;
    sup_rc rc = sup_actor_own_unit(c, in->unit, &l->unit);
    if (rc != SUP_OK) {
        return rc;
    }
    if (in->domain[0] != '\0' && sup_site_rulebook(c->site, in->domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    return SUP_OK;
}

static sup_rc
begin(sup_ctx *c, ledger *l)
{
    Sup__ListDirectivesRequest bare = *l->in;
    bare.cursor = "";
    bare.limit = 0;
    l->page.index = l->unit[0] == '\0'
                        ? "directives"
                        : sup_sprintf(c->arena, "directives:unit:%s", l->unit);
    l->page.n_digits = SUP_INDEX_CASE_DIGITS;
    l->page.reverse = 1;
    l->page.fits = fits;
    l->page.data = l->in;
    sup_rc rc = sup_page_limit(c, l->in->limit, &l->limit);
    /* where it stands is a matter of today, which no index knows */
    l->page.candidates = l->in->supervision != 0 ? SUP_PAGE_MAX : l->limit;
    return rc == SUP_OK ? sup_page_begin(c, &l->page, &bare.base, l->in->cursor) : rc;
}

/* One that was registered before there was a ledger has its text alone. */
static Sup__Directive *
entry_of(sup_ctx *c, const sup_case *k, sup_sees sees)
{
    Sup__Case plain = *k->c;
    if (plain.ledger == NULL) {
        plain.ledger = SUP_NEW(c->arena, Sup__Directive, sup__directive__descriptor);
        if (plain.ledger == NULL) {
            return NULL;
        }
        plain.ledger->decided = plain.text;
    }
    Sup__Directive *d = sup_ledger_view(c, &plain, sees);
    for (size_t i = 0; d != NULL && i < d->n_milestones; i++) {
        d->milestones[i]->note = "";
        d->milestones[i]->n_evidence = 0;
    }
    return d;
}

static Sup__DirectiveList__Row *
row_of(sup_ctx *c, const sup_case *k, sup_sees sees)
{
    Sup__DirectiveList__Row *row =
        SUP_NEW(c->arena, Sup__DirectiveList__Row, sup__directive_list__row__descriptor);
    if (row == NULL || (row->ledger = entry_of(c, k, sees)) == NULL) {
        return NULL;
    }
    row->case_ = k->c->id;
    row->domain = k->c->domain;
    row->domain_name = k->rulebook->book->name;
    row->unit = k->c->unit;
    row->unit_name = k->c->unit_name;
    row->state = k->c->state;
    row->rectify_by = k->c->deadlines == NULL ? NULL : k->c->deadlines->rectify_by;
    return row;
}

/* The unit that has it now may not be the one whose index was read: then it is no row. */
static int
row_fits(const ledger *l, const Sup__DirectiveList__Row *row)
{
    return (l->in->supervision == 0 || l->in->supervision == row->ledger->supervision) &&
           (l->unit[0] == '\0' || strcmp(row->unit, l->unit) == 0);
}

static sup_rc
show(sup_ctx *c, ledger *l, Sup__DirectiveList *out)
{
    size_t bytes = 0;
    out->rows = sup_alloc(c->arena, (l->page.n + 1) * sizeof(out->rows[0]));
    if (out->rows == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < l->page.n; i++) {
        const sup_case *k = &l->cases[i];
        if (out->n_rows == l->limit || bytes > PAGE_BYTES) {
            sup_page_cut(&l->page, i);
            return SUP_OK;
        }
        if (l->page.rcs[i] != SUP_OK) {
            out->unreadable += sup_page_unreadable(&l->page, i);
            continue;
        }
        sup_sees sees = sup_case_sees(c, k);
        if (sees < SUP_SEES_UNIT || k->c->kind != SUP__CASE__KIND__directive) {
            continue;
        }
        bytes += protobuf_c_message_get_packed_size(&k->c->base);
        Sup__DirectiveList__Row *row = row_of(c, k, sees);
        if (row == NULL) {
            return SUP_NOMEM;
        }
        if (row_fits(l, row)) {
            out->rows[out->n_rows++] = row;
        }
    }
    return SUP_OK;
}

sup_rc
sup_decide_directives(sup_ctx *c)
{
    ledger *l = sup_calloc(c->arena, sizeof(*l));
    Sup__DirectiveList *out =
        SUP_NEW(c->arena, Sup__DirectiveList, sup__directive_list__descriptor);
    if (l == NULL || out == NULL) {
        return SUP_NOMEM;
    }
    l->in = (const Sup__ListDirectivesRequest *)c->input;
    sup_rc rc = check_filter(c, l);
    if (rc == SUP_OK) {
        rc = begin(c, l);
    }
    if (rc == SUP_OK) {
        rc = sup_page_gather(c, &l->page);
    }
    if (rc == SUP_OK) {
        rc = sup_page_load(c, &l->page, sup_case_load_member, l->cases,
                           sizeof(l->cases[0]));
    }
    if (rc == SUP_OK) {
        rc = show(c, l, out);
    }
    c->output = &out->base;
    return rc == SUP_OK ? sup_page_cursor(c, &l->page, &out->next_cursor) : rc;
}
