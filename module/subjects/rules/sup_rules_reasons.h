/* Which patterns speak for a category that won: its severity, and the reasons.
 * Owns: what of a scan is told to whoever reads the case.
 * Must not know: who wins, plugins, PCRE2. */
#ifndef SUP_RULES_REASONS_H
#define SUP_RULES_REASONS_H

#include "sup_rules_scan.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

typedef struct {
    size_t book;     /* n_books: none */
    size_t category; /* the book's n_categories: none of it */
} sup_rules_winner;

/* Of the category's own, its patterns', and of danger to life that any book recognised. */
Sup__Case__Severity sup_rules_severity(const sup_rules_scan *s, sup_rules_winner w);
Sup__Case__Severity sup_rules_severity_max(Sup__Case__Severity a, Sup__Case__Severity b);

/* Room for all of them and one of a hook; then the patterns'. SUP_OK or SUP_NOMEM. */
sup_rc sup_rules_reasons_of(const sup_rules_scan *s, sup_rules_winner w,
                            Sup__Classification *out);
/* One more in the room; NULL when the arena is used up. */
Sup__Reason *sup_rules_reason_add(const sup_rules_scan *s, Sup__Classification *c,
                                  const Sup__Rulebook *book);

#endif
