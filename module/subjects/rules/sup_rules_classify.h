/* A report classified: which domain and category it is about, and how bad it is.
 * Owns: the way from a question to its answer.
 * Must not know: cases, nginx, Redis, HTTP. */
#ifndef SUP_RULES_CLASSIFY_H
#define SUP_RULES_CLASSIFY_H

#include "sup_rulebook.h"
#include "supervision/v1/rules.pb-c.h"

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

#endif
