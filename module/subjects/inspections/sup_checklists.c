/* Checklists for inspectors.
 * Owns: these endpoints.
 * Must not know: answers, how inspections are stored. */
#include "scoring/sup_scoring.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* --- the list --- */

static sup_rc
add_entry(sup_ctx *c, Sup__ChecklistList *list, const sup_rulebook *rulebook,
          const Sup__Template *template)
{
    Sup__ChecklistList__Entry *entry = SUP_NEW(c->arena, Sup__ChecklistList__Entry,
                                               sup__checklist_list__entry__descriptor);
    sup_checklist items;
    sup_rc rc = sup_checklist_of(c->arena, rulebook, template, &items);

    if (entry == NULL || rc != SUP_OK) {
        return SUP_NOMEM;
    }
    entry->domain = rulebook->book->domain;
    entry->domain_name = rulebook->book->name;
    entry->template_ = template->code;
    entry->name = template->name;
    entry->name_en = template->name_en;
    entry->check = template->check;
    entry->items = (uint32_t)items.n;
    list->checklists[list->n_checklists++] = entry;
    return SUP_OK;
}

static size_t
templates_of(const sup_site *site)
{
    size_t i, n = 0;

    for (i = 0; i < site->n_rulebooks; i++) {
        n += site->rulebooks[i]->book->n_templates;
    }
    return n;
}

sup_rc
sup_decide_checklists(sup_ctx *c)
{
    const Sup__ListChecklistsRequest *in = (const Sup__ListChecklistsRequest *)c->input;
    Sup__ChecklistList *list =
        SUP_NEW(c->arena, Sup__ChecklistList, sup__checklist_list__descriptor);
    sup_rc rc = sup_rulebook_named(c, "domain", in->domain);
    size_t i, j;

    if (rc != SUP_OK) {
        return rc;
    }
    if (list == NULL) {
        return SUP_NOMEM;
    }
    list->checklists =
        sup_calloc(c->arena, (templates_of(c->site) + 1) * sizeof(*list->checklists));
    if (list->checklists == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < c->site->n_rulebooks; i++) {
        const sup_rulebook *r = c->site->rulebooks[i];

        for (j = 0; j < r->book->n_templates && rc == SUP_OK; j++) {
            if (in->domain[0] == '\0' || strcmp(in->domain, r->book->domain) == 0) {
                rc = add_entry(c, list, r, r->book->templates[j]);
            }
        }
    }
    c->output = &list->base;
    return rc;
}

/* --- one checklist --- */

/* The rulebook's sections with the chosen items; items are shared, not copied. */
static sup_rc
copy_sections(sup_ctx *c, const sup_checklist *list, Sup__Checklist *out)
{
    size_t i;

    out->sections = sup_calloc(c->arena, (list->n + 1) * sizeof(*out->sections));
    if (out->sections == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < list->n; i++) {
        Sup__Section *section;

        if (i == 0 || list->sections[i] != list->sections[i - 1]) {
            section = sup_alloc(c->arena, sizeof(*section));
            if (section == NULL) {
                return SUP_NOMEM;
            }
            *section = *list->sections[i];
            section->n_items = 0;
            section->items = sup_calloc(c->arena, list->sections[i]->n_items *
                                                      sizeof(*section->items));
            if (section->items == NULL) {
                return SUP_NOMEM;
            }
            out->sections[out->n_sections++] = section;
        }
        section = out->sections[out->n_sections - 1];
        section->items[section->n_items++] = (Sup__Item *)(uintptr_t)list->items[i];
    }
    return SUP_OK;
}

static int
names_basis(const sup_rulebook *rulebook, const sup_checklist *list, const char *code)
{
    const Sup__Scoring *scoring = rulebook->book->scoring;
    size_t i, j;

    if (scoring != NULL && strcmp(scoring->basis, code) == 0) {
        return 1;
    }
    for (i = 0; i < list->n; i++) {
        for (j = 0; j < list->items[i]->n_basis; j++) {
            if (strcmp(list->items[i]->basis[j], code) == 0) {
                return 1;
            }
        }
    }
    return 0;
}

static int
names_category(const sup_checklist *list, const char *code)
{
    size_t i;

    for (i = 0; i < list->n; i++) {
        if (strcmp(list->items[i]->category, code) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What the items refer to, and nothing more: it goes over a bad line. */
static sup_rc
copy_references(sup_ctx *c, const sup_rulebook *rulebook, const sup_checklist *list,
                Sup__Checklist *out)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t i;

    out->bases = sup_calloc(c->arena, (book->n_bases + 1) * sizeof(*out->bases));
    out->categories =
        sup_calloc(c->arena, (book->n_categories + 1) * sizeof(*out->categories));
    if (out->bases == NULL || out->categories == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < book->n_bases; i++) {
        if (names_basis(rulebook, list, book->bases[i]->code)) {
            out->bases[out->n_bases++] = book->bases[i];
        }
    }
    for (i = 0; i < book->n_categories; i++) {
        if (names_category(list, book->categories[i]->code)) {
            out->categories[out->n_categories++] = book->categories[i];
        }
    }
    return SUP_OK;
}

static sup_rc
checklist_message(sup_ctx *c, const sup_rulebook *rulebook, const Sup__Template *template)
{
    Sup__Checklist *out = SUP_NEW(c->arena, Sup__Checklist, sup__checklist__descriptor);
    sup_checklist list;
    sup_rc rc = sup_checklist_of(c->arena, rulebook, template, &list);

    if (out == NULL || rc != SUP_OK) {
        return SUP_NOMEM;
    }
    out->domain = rulebook->book->domain;
    out->domain_name = rulebook->book->name;
    out->template_ = (Sup__Template *)(uintptr_t) template;
    out->scoring = rulebook->book->scoring;
    out->version = rulebook->book->version;
    out->digest = (char *)(uintptr_t)rulebook->digest;
    rc = copy_sections(c, &list, out);
    if (rc == SUP_OK) {
        rc = copy_references(c, rulebook, &list, out);
    }
    c->output = &out->base;
    /* phones keep a checklist: it is the same as long as the rulebook is */
    return rc == SUP_OK ? sup_rulebook_tag(c, rulebook, template->code) : rc;
}

sup_rc
sup_decide_checklist(sup_ctx *c)
{
    const sup_rulebook *rulebook = NULL;
    const Sup__Template *template = NULL;
    char *code = sup_strdup(c->arena, c->params[1]);
    sup_rc rc = code == NULL ? SUP_NOMEM : sup_rulebook_asked(c, &rulebook);

    if (rc == SUP_OK) {
        rc = sup_rulebook_template_asked(c, rulebook, SUP_API_NOT_FOUND, NULL, code,
                                         &template);
    }
    return rc == SUP_OK ? checklist_message(c, rulebook, template) : rc;
}
