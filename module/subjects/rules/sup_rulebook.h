/* A rulebook: one domain, ready for use, and what the codes in it stand for.
 * Owns: sup_rulebook, its bounds, the look-ups.
 * Must not know: how it was made, what follows from what was found. */
#ifndef SUP_RULEBOOK_H
#define SUP_RULEBOOK_H

#include "core/sup_base.h"
#include "engine/sup_ctx.h"
#include "sup_plugin.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* Errors beside those of sup_wire.h; all are mistakes of configuration. */
enum {
    SUP_RULES_INVALID = -120, /* well-formed, but breaks a rule of rulebooks */
    SUP_RULES_PATTERN = -121, /* a regular expression that does not compile */
    SUP_RULES_PCRE2 = -122    /* a PCRE2 without Unicode */
};

/* Items of one template: an inspector carries no more, and the scoring of a check reads
 * once for each. */
#define SUP_CHECKLIST_MAX     150
#define SUP_ANSWER_VALUES_MAX 200 /* numbers of one answer: columns times rows */

/* One domain, ready. Made at configuration time, then shared read-only. */
typedef struct sup_rulebook_s {
    const Sup__Rulebook *book;
    char digest[65];          /* SHA-256 of the text, hex */
    const sup_plugin *plugin; /* its hooks; NULL until the worker has opened it */
    /* Private to sup_rules*.c: the codes, book->n_patterns of them, and the index that
     * tells which of them a text can match at all. */
    struct sup_pattern_s *patterns;
    const struct sup_needles_s *needles;
} sup_rulebook;

/* The enabled rulebook of a domain, or NULL. */
const sup_rulebook *sup_site_rulebook(const sup_site *site, const char *domain);
/* The rulebook of the path's first placeholder; SUP_API_NOT_FOUND. */
sup_rc sup_rulebook_asked(sup_ctx *c, const sup_rulebook **out);
/* A field that names the domain of one, or may be empty too; SUP_API_REFERENCE. */
sup_rc sup_rulebook_enabled(sup_ctx *c, const char *field, const char *domain);
sup_rc sup_rulebook_named(sup_ctx *c, const char *field, const char *domain);
/* The template of that code; else the failure, rc of the field. */
sup_rc sup_rulebook_template_asked(sup_ctx *c, const sup_rulebook *rulebook, sup_rc rc,
                                   const char *field, const char *code,
                                   const Sup__Template **out);
/* The tag of a reply that is the same as long as the rulebook is. part: what of it is
 * replied; "": all. */
sup_rc sup_rulebook_tag(sup_ctx *c, const sup_rulebook *rulebook, const char *part);

/* What a code stands for, or NULL. */
const Sup__Basis *sup_rulebook_basis(const sup_rulebook *rulebook, const char *code);
const Sup__Section *sup_rulebook_section(const sup_rulebook *rulebook, const char *code);
const Sup__Template *sup_rulebook_template(const sup_rulebook *rulebook,
                                           const char *code);
const Sup__Item *sup_rulebook_item(const sup_rulebook *rulebook, const char *code);
const Sup__Category *sup_rulebook_category(const sup_rulebook *rulebook,
                                           const char *code);
const Sup__DeadlineRule *sup_rulebook_deadline(const sup_rulebook *rulebook,
                                               Sup__Case__Severity severity);

/* Where a code stands in the rulebook's own list; the length of the list: nowhere. For what
 * a plugin says, which is no C string, and for whoever keeps something beside the list. */
size_t sup_rulebook_basis_place(const Sup__Rulebook *book, sup_str code);
size_t sup_rulebook_category_place(const Sup__Rulebook *book, sup_str code);
size_t sup_rulebook_grade_place(const Sup__Rulebook *book, sup_str code);
size_t sup_rulebook_template_place(const Sup__Rulebook *book, sup_str code);

/* As it is printed, in Chinese; "": none. */
const char *sup_severity_name(Sup__Case__Severity severity);

/* Titles and clauses of bases as they are printed: 《title》clause; a code that is none is
 * printed as it is. */
sup_rc sup_rulebook_print_bases(sup_arena *arena, const sup_rulebook *rulebook,
                                char *const *codes, size_t n, char ***out);

#endif
