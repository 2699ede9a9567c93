/* Rulebooks made ready for use: validated, their patterns compiled, and asked.
 * Owns: validation of a rulebook, PCRE2 codes, classification of a report.
 * Must not know: nginx, Redis, HTTP. */
#ifndef SUP_RULES_H
#define SUP_RULES_H

#include "core/sup_base.h"
#include "engine/sup_ctx.h"
#include "wire/sup_wire.h"
#include "sup_plugin.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* Errors beside those of sup_wire.h; all are mistakes of configuration. */
enum {
    SUP_RULES_INVALID = -120, /* well-formed, but breaks a rule of rulebooks */
    SUP_RULES_PATTERN = -121, /* a regular expression that does not compile */
    SUP_RULES_PCRE2 = -122    /* a PCRE2 without Unicode */
};

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

/* Parses, validates and compiles a rulebook's text. domain: what the plugin says it is,
 * or empty. On failure error says line, field and why, and nothing is left behind. PCRE2
 * codes are outside the arena: release frees them. Validated: domain and codes
 * well-formed and unique; names and standards present in Chinese and English; every
 * reference (basis, category, item) resolves; one deadline rule for each severity with
 * sign <= rectify; weights and terms within bounds; every pattern compiles; a measured
 * item has a unit and a limit or is scored by code, a count has a zero_at above at_most,
 * a graded item its best grade; a template brings at least one item, at most
 * SUP_CHECKLIST_MAX, and none twice;
 * grades descend; the weights of a standing sum to 100; live figures are for items by
 * code; a schedule's id begins with the domain, its window is in order. */
sup_rc sup_rulebook_compile(sup_arena *arena, sup_str text, sup_str domain,
                            sup_rulebook **out, sup_wire_error *error);
void sup_rulebook_release(sup_rulebook *rulebook);

/* The same without PCRE2, which takes too long for an event loop: for checklists and
 * scoring alone, never to classify by. There is nothing to release. */
sup_rc sup_rulebook_parse(sup_arena *arena, sup_str text, sup_str domain,
                          sup_rulebook **out, sup_wire_error *error);

/* Items of one template: an inspector carries no more, and the scoring of a check reads
 * once for each. */
#define SUP_CHECKLIST_MAX     150
#define SUP_ANSWER_VALUES_MAX 200 /* numbers of one answer: columns times rows */

/* The enabled rulebook of a domain, or NULL. */
const sup_rulebook *sup_site_rulebook(const sup_site *site, const char *domain);
/* The rulebook of the path's first placeholder; SUP_API_NOT_FOUND. */
sup_rc sup_rulebook_asked(sup_ctx *c, const sup_rulebook **out);

/* What a code stands for, or NULL. */
const Sup__Template *sup_rulebook_template(const sup_rulebook *rulebook,
                                           const char *code);
const Sup__Item *sup_rulebook_item(const sup_rulebook *rulebook, const char *code);
const Sup__Category *sup_rulebook_category(const sup_rulebook *rulebook,
                                           const char *code);
const Sup__DeadlineRule *sup_rulebook_deadline(const sup_rulebook *rulebook,
                                               Sup__Case__Severity severity);

/* Titles and clauses of bases as they are printed: 《title》clause; a code that is none is
 * printed as it is. */
sup_rc sup_rulebook_print_bases(sup_arena *arena, const sup_rulebook *rulebook,
                                char *const *codes, size_t n, char ***out);

typedef struct {
    sup_str text;
    const char *domain;   /* "" : any of the rulebooks */
    const char *category; /* "" : any; given: only severity and reasons are asked for */
    int64_t now_ms;
    int32_t local_minute;
    int32_t local_month;
} sup_rules_question;

/* Classifies a report over the rulebooks. The category with the largest sum of weights
 * wins, the earlier one on a tie; severity is the largest of the category's own, its
 * matching patterns', what the domain's hook says, and of any matching critical pattern
 * of the asked domains (no choice of a category can hide danger to life). Reasons are the
 * patterns of the category, every serious one of its domain and every critical one. At
 * most 2000 characters are read. A verdict of a hook that breaks the plugin contract is
 * dropped whole. With nothing recognised, domain and category of the result are ""
 * unless the question gave them. Time is bounded: patterns run with match and depth
 * limits; one that reaches its limit counts as not matching and is reported in *limited.
 * Returns SUP_OK or SUP_NOMEM. */
sup_rc sup_rules_classify(sup_arena *arena, sup_rulebook *const *rulebooks, size_t n,
                          const sup_rules_question *question, Sup__Classification **out,
                          unsigned *limited);

/* Personal data (mobile and fixed phone numbers, identity card and student numbers,
 * e-mail addresses, licence plates of private cars) replaced by ＊ in a copy, for public
 * views. */
char *sup_rules_mask(sup_arena *arena, const char *text);

/* --- what a plugin's hook sees while it runs, and which of its texts may be used ------- */

typedef struct {
    sup_plugin_host head; /* first: alloc() casts back; it is what the hook gets */
    sup_arena *arena;
    size_t left;
    unsigned nomem; /* the arena had no more, whatever the hook says then */
} sup_hook_host;

void sup_hook_host_init(sup_hook_host *host, sup_arena *arena);

/* UTF-8 without NUL, at most 600 bytes; empty is good. */
int sup_hook_text_is_good(sup_text text);

/* A plugin built against an older header is shorter, and has no such hook. */
#define SUP_HOOK_IS_THERE(plugin, hook)                                                  \
    ((plugin) != NULL &&                                                                 \
     (plugin)->struct_size >= offsetof(sup_plugin, hook) + sizeof((plugin)->hook) &&     \
     (plugin)->hook != NULL)

/* Whether this machine's PCRE2 can do what rulebooks need; once, at configuration time.
 */
sup_rc sup_rules_init(void);

#endif
