/* A report classified: the patterns of the rulebooks, then the hook of the domain.
 * Owns: the weighing, the limits of matching.
 * Must not know: nginx, Redis, HTTP. */
#include "sup_rules_private.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define TEXT_CHARACTERS_MAX 2000
#define CANDIDATES_MAX      5

/* Steps from one starting point, nested depth, KiB of heap; then the pattern counts as
 * not matching. After LIMITED_MAX such patterns the rest is not asked: somebody is
 * playing. */
#define MATCH_STEPS_MAX 2000
#define MATCH_DEPTH_MAX 250
#define MATCH_HEAP_MAX  256
#define LIMITED_MAX     8

typedef struct {
    int32_t weight;
    Sup__Case__Severity severity; /* of its patterns */
} tally;

typedef struct {
    sup_arena *arena;
    sup_rulebook *const *books;
    size_t n_books;
    const sup_rules_question *question;
    sup_str text;
    pcre2_match_data *data;
    pcre2_match_context *limits;
    tally **tallies;       /* by book, by category */
    unsigned char **spoke; /* by book, by pattern */
    unsigned limited;
} scan;

typedef struct {
    size_t book; /* n_books: none */
    size_t category;
} winner;

/* --- PCRE2's memory comes from the request's arena and goes with it --- */

static void *
arena_malloc(size_t size, void *arena)
{
    return sup_alloc(arena, size);
}

static void
arena_free(void *block, void *arena)
{
    (void)block;
    (void)arena;
}

static sup_rc
limits_make(scan *s)
{
    pcre2_general_context *general;

    general = pcre2_general_context_create(arena_malloc, arena_free, s->arena);
    if (general == NULL) {
        return SUP_NOMEM;
    }
    s->data = pcre2_match_data_create(1, general);
    s->limits = pcre2_match_context_create(general);
    if (s->data == NULL || s->limits == NULL) {
        return SUP_NOMEM;
    }
    (void)pcre2_set_match_limit(s->limits, MATCH_STEPS_MAX);
    (void)pcre2_set_depth_limit(s->limits, MATCH_DEPTH_MAX);
    (void)pcre2_set_heap_limit(s->limits, MATCH_HEAP_MAX);
    return SUP_OK;
}

/* --- the patterns --- */

static sup_str
text_bounded(sup_str text)
{
    size_t i, characters = 0;

    for (i = 0; i < text.len; i++) {
        if (((unsigned char)text.data[i] & 0xC0) != 0x80 &&
            characters++ == TEXT_CHARACTERS_MAX) {
            text.len = i;
        }
    }
    return text;
}

static sup_rc
pattern_ask(scan *s, size_t book, size_t at)
{
    const struct sup_pattern_s *p = &s->books[book]->patterns[at];
    tally *t = &s->tallies[book][p->category];
    int rc;

    rc = pcre2_match(p->code, (PCRE2_SPTR)s->text.data, s->text.len, 0,
                     PCRE2_NO_UTF_CHECK, s->data, s->limits);
    if (rc == PCRE2_ERROR_NOMEMORY) {
        return SUP_NOMEM;
    }
    if (rc == PCRE2_ERROR_NOMATCH) {
        return SUP_OK;
    }
    if (rc < 0) {
        s->limited++;
        return SUP_OK;
    }
    s->spoke[book][at] = 1;
    t->weight += p->pattern->weight;
    if (p->pattern->severity > t->severity) {
        t->severity = p->pattern->severity;
    }
    return SUP_OK;
}

static int
book_is_asked(const scan *s, size_t book)
{
    const char *domain = s->question->domain;

    return domain[0] == '\0' || strcmp(s->books[book]->book->domain, domain) == 0;
}

static sup_rc
books_ask(scan *s)
{
    size_t b, i;
    sup_rc rc;

    for (b = 0; b < s->n_books; b++) {
        const Sup__Rulebook *book = s->books[b]->book;
        const unsigned char *chance;

        s->tallies[b] = sup_calloc(s->arena, (book->n_categories + 1) * sizeof(tally));
        s->spoke[b] = sup_calloc(s->arena, book->n_patterns + 1);
        if (s->tallies[b] == NULL || s->spoke[b] == NULL) {
            return SUP_NOMEM;
        }
        if (!book_is_asked(s, b)) {
            continue;
        }
        chance = sup_rules_needles_find(s->arena, s->books[b]->needles, s->text);
        if (chance == NULL) {
            return SUP_NOMEM;
        }
        for (i = 0; i < book->n_patterns && s->limited < LIMITED_MAX; i++) {
            rc = chance[i] ? pattern_ask(s, b, i) : SUP_OK;
            if (rc != SUP_OK) {
                return rc;
            }
        }
    }
    return SUP_OK;
}

/* --- who won --- */

/* The domain's index and n_categories when only the domain is known. */
static winner
winner_given(const scan *s)
{
    winner none = {s->n_books, 0};
    size_t b, c;

    for (b = 0; b < s->n_books; b++) {
        const Sup__Rulebook *book = s->books[b]->book;

        if (!book_is_asked(s, b)) {
            continue;
        }
        c = sup_rules_category(book, sup_str_c(s->question->category));
        if (c < book->n_categories) {
            return (winner){b, c};
        }
        if (s->question->domain[0] != '\0') {
            none = (winner){b, book->n_categories};
        }
    }
    return none;
}

static int
candidate_better(const scan *s, winner a, winner b)
{
    int32_t wa = s->tallies[a.book][a.category].weight;
    int32_t wb = s->tallies[b.book][b.category].weight;

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

            if (s->tallies[b][c].weight <= 0) {
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

static Sup__Case__Severity
severity_max(Sup__Case__Severity a, Sup__Case__Severity b)
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

static Sup__Case__Severity
winner_severity(const scan *s, winner w)
{
    const Sup__Rulebook *book = s->books[w.book]->book;
    Sup__Case__Severity severity = SUP__CASE__SEVERITY__severity_unspecified;
    size_t i;

    if (w.category < book->n_categories) {
        severity = book->categories[w.category]->severity;
    }
    for (i = 0; i < book->n_patterns; i++) {
        if (pattern_counts(s, w, i)) {
            severity = severity_max(severity, book->patterns[i]->severity);
        }
    }
    return severity_max(severity, other_books_severity(s, w));
}

static Sup__Reason *
reason_add(const scan *s, Sup__Classification *c, const Sup__Rulebook *book)
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
    Sup__Reason *reason = reason_add(s, c, s->books[book]->book);

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
    Sup__Reason *reason = reason_add(s, c, book);

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
hook_ask(const scan *s, winner w, Sup__Case__Severity severity, sup_plugin_verdict *v)
{
    const sup_rulebook *r = s->books[w.book];
    sup_plugin_report report = {
        .struct_size = sizeof(report),
        .text = {s->text.data, s->text.len},
        .severity = (sup_severity)severity,
        .now_ms = s->question->now_ms,
        .local_minute = s->question->local_minute,
        .local_month = s->question->local_month,
    };

    if (w.category < r->book->n_categories) {
        const char *code = r->book->categories[w.category]->code;

        report.category = (sup_text){code, strlen(code)};
    }
    return sup_rules_hook_ask(s->arena, r, &report, v);
}

static sup_rc
winner_answer(const scan *s, Sup__Classification *c, winner w)
{
    const Sup__Rulebook *book = s->books[w.book]->book;
    Sup__Case__Severity severity = winner_severity(s, w);
    sup_plugin_verdict v;
    int spoken = hook_ask(s, w, severity, &v);
    sup_rc rc;

    if (spoken && v.category.len != 0 && s->question->category[0] == '\0') {
        w.category = sup_rules_category(book, (sup_str){v.category.data, v.category.len});
        severity = severity_max(severity, winner_severity(s, w));
    }
    c->domain = book->domain;
    c->domain_name = book->name;
    if (w.category < book->n_categories) {
        c->category = book->categories[w.category]->code;
        c->category_name = book->categories[w.category]->name;
    }
    c->reasons = sup_calloc(s->arena, reasons_max(s) * sizeof(*c->reasons));
    if (c->reasons == NULL) {
        return SUP_NOMEM;
    }
    rc = reasons_of_patterns(s, c, w);
    if (rc == SUP_OK && spoken) {
        severity = severity_max(severity, (Sup__Case__Severity)v.severity);
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
        candidate->weight = s->tallies[w.book][w.category].weight;
        c->candidates[c->n_candidates] = candidate;
    }
    return SUP_OK;
}

static sup_rc
scan_answer(const scan *s, Sup__Classification *c)
{
    winner best[CANDIDATES_MAX], chosen;
    size_t n = candidates_rank(s, best);
    sup_rc rc = candidates_answer(s, c, best, n);

    chosen = winner_given(s);
    if (s->question->category[0] == '\0' && n > 0) {
        chosen = best[0];
    }
    if (rc != SUP_OK || chosen.book == s->n_books) {
        return rc;
    }
    return winner_answer(s, c, chosen);
}

sup_rc
sup_rules_classify(sup_arena *arena, sup_rulebook *const *rulebooks, size_t n,
                   const sup_rules_question *question, Sup__Classification **out,
                   unsigned *limited)
{
    scan s = {.arena = arena, .books = rulebooks, .n_books = n, .question = question};
    Sup__Classification *c;
    sup_rc rc;

    s.text = text_bounded(question->text);
    if (s.text.data == NULL || sup_utf8_length(s.text) < 0) {
        s.text = SUP_STR("");
    }
    c = SUP_NEW(arena, Sup__Classification, sup__classification__descriptor);
    s.tallies = sup_calloc(arena, (n + 1) * sizeof(*s.tallies));
    s.spoke = sup_calloc(arena, (n + 1) * sizeof(*s.spoke));
    if (c == NULL || s.tallies == NULL || s.spoke == NULL) {
        return SUP_NOMEM;
    }
    rc = limits_make(&s);
    if (rc == SUP_OK) {
        rc = books_ask(&s);
    }
    if (rc == SUP_OK) {
        rc = scan_answer(&s, c);
    }
    if (rc == SUP_OK) {
        *out = c;
        *limited = s.limited;
    }
    return rc;
}
