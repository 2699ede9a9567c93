/* A report classified: the patterns of the rulebooks, then the hook of the domain.
 * Owns: who wins, and the answer.
 * Must not know: PCRE2, nginx, Redis, HTTP. */
#include "sup_rules_classify.h"

#include "sup_rules_hook.h"
#include "sup_rules_reasons.h"
#include "sup_rules_scan.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define CANDIDATES_MAX 5

typedef sup_rules_scan scan;
typedef sup_rules_question question;
typedef sup_rules_winner winner;

/* --- who won --- */

/* The domain's index and n_categories when only the domain is known. */
static winner
winner_given(const scan *s, const char *category)
{
    winner none = {s->n_books, 0};
    size_t b, c;

    for (b = 0; b < s->n_books; b++) {
        const Sup__Rulebook *book = s->books[b]->book;

        if (!sup_rules_scan_asks(s, b)) {
            continue;
        }
        c = sup_rulebook_category_place(book, sup_str_c(category));
        if (c < book->n_categories) {
            return (winner){b, c};
        }
        if (s->domain[0] != '\0') {
            none = (winner){b, book->n_categories};
        }
    }
    return none;
}

static int
candidate_better(const scan *s, winner a, winner b)
{
    int32_t wa = s->weights[a.book][a.category];
    int32_t wb = s->weights[b.book][b.category];

    return wa > wb; /* a comes later in the rulebooks, so a tie leaves b first */
}

/* The best categories in descending order, the earlier one first on a tie. */
static size_t
candidates_rank(const scan *s, winner *best)
{
    size_t b, c, n = 0;

    for (b = 0; b < s->n_books; b++) {
        for (c = 0; c < s->books[b]->book->n_categories; c++) {
            winner w = {b, c};
            size_t at = n < CANDIDATES_MAX ? n : CANDIDATES_MAX;

            if (s->weights[b][c] <= 0) {
                continue;
            }
            while (at > 0 && candidate_better(s, w, best[at - 1])) {
                if (at < CANDIDATES_MAX) {
                    best[at] = best[at - 1];
                }
                at--;
            }
            if (at < CANDIDATES_MAX) {
                best[at] = w;
                n = n < CANDIDATES_MAX ? n + 1 : n;
            }
        }
    }
    return n;
}

/* --- the answer --- */

static char *
hook_text(const scan *s, sup_text text)
{
    return sup_strdup(s->arena, (sup_str){text.data, text.len});
}

static sup_rc
reason_of_hook(const scan *s, Sup__Classification *c, winner w,
               const sup_plugin_verdict *v)
{
    const Sup__Rulebook *book = s->books[w.book]->book;
    Sup__Reason *reason = sup_rules_reason_add(s, c, book);

    if (reason == NULL) {
        return SUP_NOMEM;
    }
    reason->rule = sup_sprintf(s->arena, "hook:%s", book->domain);
    reason->category = c->category;
    reason->severity = (Sup__Case__Severity)v->severity;
    reason->text = hook_text(s, v->reason);
    reason->text_en = hook_text(s, v->reason_en);
    reason->basis = hook_text(s, v->basis);
    if (reason->rule == NULL || reason->text == NULL || reason->text_en == NULL ||
        reason->basis == NULL) {
        return SUP_NOMEM;
    }
    return SUP_OK;
}

static int
hook_ask(const scan *s, const question *q, winner w, Sup__Case__Severity severity,
         sup_plugin_verdict *v)
{
    const sup_rulebook *r = s->books[w.book];
    sup_plugin_report report = {
        .struct_size = sizeof(report),
        .text = {s->text.data, s->text.len},
        .severity = (sup_severity)severity,
        .now_ms = q->now_ms,
        .local_minute = q->local_minute,
        .local_month = q->local_month,
    };

    if (w.category < r->book->n_categories) {
        const char *code = r->book->categories[w.category]->code;

        report.category = (sup_text){code, strlen(code)};
    }
    return sup_rules_hook_ask(s->arena, r, &report, v);
}

static sup_rc
winner_answer(const scan *s, const question *q, Sup__Classification *c, winner w)
{
    const Sup__Rulebook *book = s->books[w.book]->book;
    Sup__Case__Severity severity = sup_rules_severity(s, w);
    sup_plugin_verdict v;
    int spoken = hook_ask(s, q, w, severity, &v);
    sup_rc rc;

    if (spoken && v.category.len != 0 && q->category[0] == '\0') {
        w.category =
            sup_rulebook_category_place(book, (sup_str){v.category.data, v.category.len});
        severity = sup_rules_severity_max(severity, sup_rules_severity(s, w));
    }
    c->domain = book->domain;
    c->domain_name = book->name;
    if (w.category < book->n_categories) {
        c->category = book->categories[w.category]->code;
        c->category_name = book->categories[w.category]->name;
    }
    rc = sup_rules_reasons_of(s, w, c);
    if (rc == SUP_OK && spoken) {
        severity = sup_rules_severity_max(severity, (Sup__Case__Severity)v.severity);
        rc = reason_of_hook(s, c, w, &v);
    }
    c->severity = severity;
    return rc;
}

static sup_rc
candidates_answer(const scan *s, Sup__Classification *c, const winner *best, size_t n)
{
    c->candidates = sup_calloc(s->arena, (n + 1) * sizeof(*c->candidates));
    if (c->candidates == NULL) {
        return SUP_NOMEM;
    }
    for (; c->n_candidates < n; c->n_candidates++) {
        winner w = best[c->n_candidates];
        const Sup__Rulebook *book = s->books[w.book]->book;
        Sup__Classification__Candidate *candidate =
            SUP_NEW(s->arena, Sup__Classification__Candidate,
                    sup__classification__candidate__descriptor);

        if (candidate == NULL) {
            return SUP_NOMEM;
        }
        candidate->domain = book->domain;
        candidate->domain_name = book->name;
        candidate->category = book->categories[w.category]->code;
        candidate->category_name = book->categories[w.category]->name;
        candidate->weight = s->weights[w.book][w.category];
        c->candidates[c->n_candidates] = candidate;
    }
    return SUP_OK;
}

static sup_rc
scan_answer(const scan *s, const question *q, Sup__Classification *c)
{
    winner best[CANDIDATES_MAX], chosen;
    size_t n = candidates_rank(s, best);
    sup_rc rc = candidates_answer(s, c, best, n);

    chosen = winner_given(s, q->category);
    if (q->category[0] == '\0' && n > 0) {
        chosen = best[0];
    }
    if (rc != SUP_OK || chosen.book == s->n_books) {
        return rc;
    }
    return winner_answer(s, q, c, chosen);
}

sup_rc
sup_rules_classify(sup_arena *arena, sup_rulebook *const *rulebooks, size_t n,
                   const sup_rules_question *question, Sup__Classification **out,
                   unsigned *limited)
{
    scan s = {.arena = arena,
              .books = rulebooks,
              .n_books = n,
              .domain = question->domain,
              .text = question->text};
    Sup__Classification *c =
        SUP_NEW(arena, Sup__Classification, sup__classification__descriptor);
    sup_rc rc = c == NULL ? SUP_NOMEM : sup_rules_scan_run(&s);

    sup_assert(question->domain != NULL && question->category != NULL);

    if (rc == SUP_OK) {
        rc = scan_answer(&s, question, c);
    }
    if (rc == SUP_OK) {
        *out = c;
        *limited = s.limited;
    }
    return rc;
}
