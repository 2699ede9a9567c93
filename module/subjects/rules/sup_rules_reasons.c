/* Which patterns speak for a category that won: its severity, and the reasons.
 * Owns: what of a scan is told to whoever reads the case.
 * Must not know: who wins, plugins, PCRE2. */
#include "sup_rules_reasons.h"

#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

typedef sup_rules_scan scan;
typedef sup_rules_winner winner;

Sup__Case__Severity
sup_rules_severity_max(Sup__Case__Severity a, Sup__Case__Severity b)
{
    return a > b ? a : b;
}

/* A pattern speaks for the winner when it is of its category; danger to life speaks for
 * the whole domain, so that no choice of a category can hide it. */
static int
pattern_counts(const scan *s, winner w, size_t at)
{
    const struct sup_pattern_s *p = &s->books[w.book]->patterns[at];

    return s->spoke[w.book][at] &&
           (p->category == w.category ||
            p->pattern->severity == SUP__CASE__SEVERITY__critical);
}

/* Who reads the case learns of every danger that was named, also where another category
 * won and its severity stands. */
static int
pattern_is_told(const scan *s, winner w, size_t at)
{
    const struct sup_pattern_s *p = &s->books[w.book]->patterns[at];

    return s->spoke[w.book][at] && (pattern_counts(s, w, at) ||
                                    p->pattern->severity == SUP__CASE__SEVERITY__serious);
}

/* Danger to life that another domain recognised: the winner is who repairs or cleans,
 * but it is no less urgent for that. */
static int
pattern_is_of_danger(const scan *s, size_t book, size_t at)
{
    return s->spoke[book][at] &&
           s->books[book]->book->patterns[at]->severity == SUP__CASE__SEVERITY__critical;
}

static Sup__Case__Severity
other_books_severity(const scan *s, winner w)
{
    size_t b, i;

    for (b = 0; b < s->n_books; b++) {
        for (i = 0; b != w.book && i < s->books[b]->book->n_patterns; i++) {
            if (pattern_is_of_danger(s, b, i)) {
                return SUP__CASE__SEVERITY__critical;
            }
        }
    }
    return SUP__CASE__SEVERITY__severity_unspecified;
}

Sup__Case__Severity
sup_rules_severity(const scan *s, winner w)
{
    const Sup__Rulebook *book = s->books[w.book]->book;
    Sup__Case__Severity severity = SUP__CASE__SEVERITY__severity_unspecified;
    size_t i;

    if (w.category < book->n_categories) {
        severity = book->categories[w.category]->severity;
    }
    for (i = 0; i < book->n_patterns; i++) {
        if (pattern_counts(s, w, i)) {
            severity = sup_rules_severity_max(severity, book->patterns[i]->severity);
        }
    }
    return sup_rules_severity_max(severity, other_books_severity(s, w));
}

Sup__Reason *
sup_rules_reason_add(const scan *s, Sup__Classification *c, const Sup__Rulebook *book)
{
    Sup__Reason *reason = SUP_NEW(s->arena, Sup__Reason, sup__reason__descriptor);

    if (reason != NULL) {
        reason->domain = book->domain;
        c->reasons[c->n_reasons++] = reason;
    }
    return reason;
}

static sup_rc
reason_of_pattern(const scan *s, Sup__Classification *c, size_t book, size_t at)
{
    const Sup__Pattern *p = s->books[book]->book->patterns[at];
    Sup__Reason *reason = sup_rules_reason_add(s, c, s->books[book]->book);

    if (reason == NULL) {
        return SUP_NOMEM;
    }
    reason->rule = p->code;
    reason->category = p->category;
    reason->weight = p->weight;
    reason->severity = p->severity;
    reason->text = p->reason;
    reason->text_en = p->reason_en;
    reason->basis = p->basis;
    return SUP_OK;
}

/* The winner's own first, then the dangers that other domains recognised. */
static sup_rc
reasons_of_patterns(const scan *s, Sup__Classification *c, winner w)
{
    size_t b, i;
    sup_rc rc = SUP_OK;

    for (i = 0; i < s->books[w.book]->book->n_patterns && rc == SUP_OK; i++) {
        rc = pattern_is_told(s, w, i) ? reason_of_pattern(s, c, w.book, i) : SUP_OK;
    }
    for (b = 0; b < s->n_books; b++) {
        for (i = 0; b != w.book && i < s->books[b]->book->n_patterns && rc == SUP_OK;
             i++) {
            rc = pattern_is_of_danger(s, b, i) ? reason_of_pattern(s, c, b, i) : SUP_OK;
        }
    }
    return rc;
}

/* One for each pattern and one for the hook. */
static size_t
reasons_max(const scan *s)
{
    size_t b, n = 1;

    for (b = 0; b < s->n_books; b++) {
        n += s->books[b]->book->n_patterns;
    }
    return n;
}

sup_rc
sup_rules_reasons_of(const sup_rules_scan *s, sup_rules_winner w,
                     Sup__Classification *out)
{
    out->reasons = sup_calloc(s->arena, reasons_max(s) * sizeof(*out->reasons));
    return out->reasons == NULL ? SUP_NOMEM : reasons_of_patterns(s, out, w);
}
