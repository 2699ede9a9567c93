/* Texts made rulebooks: parsed, validated, digested, their patterns compiled.
 * Owns: the life of a sup_rulebook.
 * Must not know: nginx, Redis, HTTP. */
#ifndef SUP_RULES_COMPILE_H
#define SUP_RULES_COMPILE_H

#include "wire/sup_wire.h"
#include "sup_rulebook.h"

/* Whether this machine's PCRE2 can do what rulebooks need; once, at configuration time.
 */
sup_rc sup_rules_init(void);

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

#endif
