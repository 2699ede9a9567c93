/* Rulebooks looked up: which is enabled, what a code in it stands for.
 * Owns: the look-ups.
 * Must not know: what follows from what was found. */
#include "sup_rulebook.h"

#include "supervision/v1/cases.pb-c.h"
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

static sup_rc
refuse_domain(sup_ctx *c, sup_rc rc, const char *field)
{
    return sup_fail(c, rc, field, "没有启用这个监督领域。", "No such domain is enabled.");
}

sup_rc
sup_rulebook_asked(sup_ctx *c, const sup_rulebook **out)
{
    char *domain = sup_strdup(c->arena, c->params[0]);

    if (domain == NULL) {
        return SUP_NOMEM;
    }
    *out = sup_site_rulebook(c->site, domain);
    return *out != NULL ? SUP_OK : refuse_domain(c, SUP_API_NOT_FOUND, NULL);
}

sup_rc
sup_rulebook_enabled(sup_ctx *c, const char *field, const char *domain)
{
    return sup_site_rulebook(c->site, domain) != NULL
               ? SUP_OK
               : refuse_domain(c, SUP_API_REFERENCE, field);
}

sup_rc
sup_rulebook_named(sup_ctx *c, const char *field, const char *domain)
{
    return domain[0] == '\0' ? SUP_OK : sup_rulebook_enabled(c, field, domain);
}

sup_rc
sup_rulebook_tag(sup_ctx *c, const sup_rulebook *rulebook, const char *part)
{
    c->etag = sup_etag_of(c, sup_sprintf(c->arena, "%.24s%s%s", rulebook->digest,
                                         part[0] == '\0' ? "" : "-", part));
    return c->etag.data == NULL ? SUP_NOMEM : SUP_OK;
}

/* --- what a code stands for --- */

#define PLACE(Type, place)                                                               \
    static size_t place(Type *const *list, size_t n, sup_str code)                       \
    {                                                                                    \
        size_t i = 0;                                                                    \
                                                                                         \
        while (i < n && !sup_str_eq(sup_str_c(list[i]->code), code)) {                   \
            i++;                                                                         \
        }                                                                                \
        return i;                                                                        \
    }

PLACE(Sup__Basis, basis_place)
PLACE(Sup__Category, category_place)
PLACE(Sup__Item, item_place)
PLACE(Sup__Scoring__Grade, grade_place)
PLACE(Sup__Section, section_place)
PLACE(Sup__Template, template_place)

size_t
sup_rulebook_basis_place(const Sup__Rulebook *book, sup_str code)
{
    return basis_place(book->bases, book->n_bases, code);
}

size_t
sup_rulebook_category_place(const Sup__Rulebook *book, sup_str code)
{
    return category_place(book->categories, book->n_categories, code);
}

size_t
sup_rulebook_grade_place(const Sup__Rulebook *book, sup_str code)
{
    const Sup__Scoring *scoring = book->scoring;

    return scoring == NULL ? 0 : grade_place(scoring->grades, scoring->n_grades, code);
}

size_t
sup_rulebook_template_place(const Sup__Rulebook *book, sup_str code)
{
    return template_place(book->templates, book->n_templates, code);
}

const Sup__Basis *
sup_rulebook_basis(const sup_rulebook *rulebook, const char *code)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t i = sup_rulebook_basis_place(book, sup_str_c(code));

    return i == book->n_bases ? NULL : book->bases[i];
}

const Sup__Category *
sup_rulebook_category(const sup_rulebook *rulebook, const char *code)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t i = sup_rulebook_category_place(book, sup_str_c(code));

    return i == book->n_categories ? NULL : book->categories[i];
}

const Sup__Section *
sup_rulebook_section(const sup_rulebook *rulebook, const char *code)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t i = section_place(book->sections, book->n_sections, sup_str_c(code));

    return i == book->n_sections ? NULL : book->sections[i];
}

const Sup__Template *
sup_rulebook_template(const sup_rulebook *rulebook, const char *code)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t i = sup_rulebook_template_place(book, sup_str_c(code));

    return i == book->n_templates ? NULL : book->templates[i];
}

sup_rc
sup_rulebook_template_asked(sup_ctx *c, const sup_rulebook *rulebook, sup_rc rc,
                            const char *field, const char *code,
                            const Sup__Template **out)
{
    *out = sup_rulebook_template(rulebook, code);
    return *out != NULL ? SUP_OK
                        : sup_fail(c, rc, field, "该领域没有这张检查表。",
                                   "The domain has no such checklist.");
}

/* Item codes are one name space, over all sections. */
const Sup__Item *
sup_rulebook_item(const sup_rulebook *rulebook, const char *code)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t s, i;

    for (s = 0; s < book->n_sections; s++) {
        const Sup__Section *section = book->sections[s];

        i = item_place(section->items, section->n_items, sup_str_c(code));
        if (i < section->n_items) {
            return section->items[i];
        }
    }
    return NULL;
}

const Sup__DeadlineRule *
sup_rulebook_deadline(const sup_rulebook *rulebook, Sup__Case__Severity severity)
{
    const Sup__Rulebook *book = rulebook->book;
    size_t i;

    for (i = 0; i < book->n_deadlines; i++) {
        if (book->deadlines[i]->severity == severity) {
            return book->deadlines[i];
        }
    }
    return NULL;
}

const char *
sup_severity_name(Sup__Case__Severity severity)
{
    static const char *const names[] = {"", "一般", "较重", "严重", "紧急"};

    return (size_t)severity < sizeof(names) / sizeof(names[0]) ? names[severity] : "";
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
        const Sup__Basis *basis = sup_rulebook_basis(rulebook, codes[i]);

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
