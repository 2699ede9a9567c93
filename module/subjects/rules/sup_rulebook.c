/* Rulebooks looked up: which is enabled, what a code in it stands for.
 * Owns: the look-ups.
 * Must not know: what follows from what was found. */
#include "engine/sup_problem.h"
#include "sup_rules.h"
#include "supervision/v1/rules.pb-c.h"

const sup_rulebook *
sup_site_rulebook(const sup_site *site, const char *domain)
{
    for (size_t i = 0; i < site->n_rulebooks; i++) {
        if (strcmp(site->rulebooks[i]->book->domain, domain) == 0) {
            return site->rulebooks[i];
        }
    }
    return NULL;
}

sup_rc
sup_rulebook_asked(sup_ctx *c, const sup_rulebook **out)
{
    char *domain = sup_strdup(c->arena, c->params[0]);

    if (domain == NULL) {
        return SUP_NOMEM;
    }
    *out = sup_site_rulebook(c->site, domain);
    return *out != NULL ? SUP_OK
                        : sup_fail(c, SUP_API_NOT_FOUND, NULL, "没有启用这个监督领域。",
                                   "No such domain is enabled.");
}

const Sup__Template *
sup_rulebook_template(const sup_rulebook *rulebook, const char *code)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t i;

    for (i = 0; i < book->n_templates; i++) {
        if (strcmp(book->templates[i]->code, code) == 0) {
            return book->templates[i];
        }
    }
    return NULL;
}

const Sup__Item *
sup_rulebook_item(const sup_rulebook *rulebook, const char *code)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t s, i;

    for (s = 0; s < book->n_sections; s++) {
        for (i = 0; i < book->sections[s]->n_items; i++) {
            if (strcmp(book->sections[s]->items[i]->code, code) == 0) {
                return book->sections[s]->items[i];
            }
        }
    }
    return NULL;
}

static const Sup__Basis *
basis_of(const Sup__Rulebook *book, const char *code)
{
    size_t i;

    for (i = 0; i < book->n_bases; i++) {
        if (strcmp(book->bases[i]->code, code) == 0) {
            return book->bases[i];
        }
    }
    return NULL;
}

sup_rc
sup_rulebook_print_bases(sup_arena *arena, const sup_rulebook *rulebook,
                         char *const *codes, size_t n, char ***out)
{
    char **printed = sup_calloc(arena, (n + 1) * sizeof(*printed));
    size_t i;

    if (printed == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < n; i++) {
        const Sup__Basis *basis = basis_of(rulebook->book, codes[i]);

        printed[i] = basis == NULL
                         ? sup_strdup(arena, sup_str_c(codes[i]))
                         : sup_sprintf(arena, "《%s》%s", basis->title, basis->clause);
        if (printed[i] == NULL) {
            return SUP_NOMEM;
        }
    }
    *out = printed;
    return SUP_OK;
}
