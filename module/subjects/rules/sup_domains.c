/* The enabled domains, their standards and rulebooks, and the preview of a classification.
 * Owns: what of a rulebook whom is shown.
 * Must not know: cases, how a rulebook classifies. */
#include "engine/sup_roles.h"
#include "sup_rules.h"
#include "supervision/v1/rules.pb-c.h"

enum { TEXT_MAX = 2000 };

/* Parts of the rulebook are shared, not copied: it outlives every request. */
static Sup__Domain *
brief(sup_arena *arena, const sup_rulebook *rulebook)
{
    const Sup__Rulebook *book = rulebook->book;
    Sup__Domain *domain = SUP_NEW(arena, Sup__Domain, sup__domain__descriptor);

    if (domain != NULL) {
        domain->domain = book->domain;
        domain->name = book->name;
        domain->name_en = book->name_en;
        domain->version = book->version;
        domain->n_categories = book->n_categories;
        domain->categories = book->categories;
        domain->digest = (char *)rulebook->digest;
    }
    return domain;
}

sup_rc
sup_decide_domains(sup_ctx *c)
{
    Sup__DomainList *list =
        SUP_NEW(c->arena, Sup__DomainList, sup__domain_list__descriptor);
    size_t n = c->site->n_rulebooks;
    size_t i;

    if (list == NULL) {
        return SUP_NOMEM;
    }
    list->domains = sup_calloc(c->arena, (n + 1) * sizeof(*list->domains));
    if (list->domains == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < n; i++) {
        list->domains[i] = brief(c->arena, c->site->rulebooks[i]);
        if (list->domains[i] == NULL) {
            return SUP_NOMEM;
        }
    }
    list->n_domains = n;
    c->output = &list->base;
    return SUP_OK;
}

sup_rc
sup_decide_domain(sup_ctx *c)
{
    const sup_rulebook *rulebook = NULL;
    Sup__Domain *domain;
    sup_rc rc = sup_rulebook_asked(c, &rulebook);

    if (rc != SUP_OK) {
        return rc;
    }
    domain = brief(c->arena, rulebook);
    if (domain == NULL) {
        return SUP_NOMEM;
    }
    domain->n_bases = rulebook->book->n_bases;
    domain->bases = rulebook->book->bases;
    domain->n_deadlines = rulebook->book->n_deadlines;
    domain->deadlines = rulebook->book->deadlines;
    domain->terms = rulebook->book->terms;
    c->output = &domain->base;
    return SUP_OK;
}

/* --- the whole rulebook --- */

/* A covert visit's schedule would tell a unit when it comes. */
static sup_rc
hide_covert(sup_ctx *c, Sup__Rulebook *out)
{
    Sup__Schedule **all = out->schedules;
    size_t i, n = out->n_schedules;

    out->n_schedules = 0;
    out->schedules = sup_alloc(c->arena, (n + 1) * sizeof(Sup__Schedule *));
    if (out->schedules == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < n; i++) {
        if (!all[i]->covert) {
            out->schedules[out->n_schedules++] = all[i];
        }
    }
    return SUP_OK;
}

/* Patterns are how reports are routed: who knows them can play with them. */
sup_rc
sup_decide_rulebook(sup_ctx *c)
{
    const sup_rulebook *rulebook = NULL;
    Sup__Rulebook *out;
    sup_rc rc = sup_rulebook_asked(c, &rulebook);

    if (rc != SUP_OK) {
        return rc;
    }
    out = sup_alloc(c->arena, sizeof(*out));
    if (out == NULL) {
        return SUP_NOMEM;
    }
    *out = *rulebook->book;
    out->n_patterns = 0;
    c->output = &out->base;
    if (c->actor.roles & SUP_ROLES_OVERSIGHT) {
        return sup_rulebook_tag(c, rulebook, "");
    }
    rc = hide_covert(c, out);
    return rc == SUP_OK ? sup_rulebook_tag(c, rulebook, "unit") : rc;
}

/* --- the preview of a classification --- */

sup_rc
sup_decide_classify(sup_ctx *c)
{
    const Sup__ClassifyRequest *input = (const Sup__ClassifyRequest *)c->input;
    sup_rules_question question = {.text = sup_str_c(input->text),
                                   .domain = input->domain,
                                   .category = "",
                                   .now_ms = c->now_ms};
    Sup__Classification *found = NULL;
    unsigned limited = 0; /* no matter here: the submit reports it */
    sup_local local;
    sup_rc rc;

    rc = sup_check_text(c, "text", input->text, 1, TEXT_MAX);
    if (rc != SUP_OK) {
        return rc;
    }
    rc = sup_rulebook_named(c, "domain", input->domain);
    if (rc != SUP_OK) {
        return rc;
    }
    sup_local_of(c->site->calendar, c->now_ms, &local);
    question.local_minute = local.minute;
    question.local_month = local.month;
    rc = sup_rules_classify(c->arena, c->site->rulebooks, c->site->n_rulebooks, &question,
                            &found, &limited);
    c->output = rc == SUP_OK ? &found->base : NULL;
    return rc;
}
