/* The patterns of the rulebooks asked about one text.
 * Owns: the limits of matching.
 * Must not know: who wins, what is answered, nginx, Redis, HTTP. */
#include "sup_rules_scan.h"

#include "sup_rules_needles.h"
#include "supervision/v1/rules.pb-c.h"

#define TEXT_CHARACTERS_MAX 2000

/* Steps from one starting point, nested depth, KiB of heap; then the pattern counts as
 * not matching. After LIMITED_MAX such patterns the rest is not asked: somebody is
 * playing. */
#define MATCH_STEPS_MAX 2000
#define MATCH_DEPTH_MAX 250
#define MATCH_HEAP_MAX  256
#define LIMITED_MAX     8

typedef sup_rules_scan scan;

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
    s->weights[book][p->category] += p->pattern->weight;
    return SUP_OK;
}

int
sup_rules_scan_asks(const sup_rules_scan *s, size_t book)
{
    const char *domain = s->domain;

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

        s->weights[b] = sup_calloc(s->arena, (book->n_categories + 1) * sizeof(int32_t));
        s->spoke[b] = sup_calloc(s->arena, book->n_patterns + 1);
        if (s->weights[b] == NULL || s->spoke[b] == NULL) {
            return SUP_NOMEM;
        }
        if (!sup_rules_scan_asks(s, b)) {
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

sup_rc
sup_rules_scan_run(sup_rules_scan *s)
{
    sup_rc rc;

    sup_assert(s->domain != NULL && (s->n_books == 0 || s->books != NULL));
    s->text = text_bounded(s->text);
    if (s->text.data == NULL || sup_utf8_length(s->text) < 0) {
        s->text = SUP_STR("");
    }
    s->weights = sup_calloc(s->arena, (s->n_books + 1) * sizeof(*s->weights));
    s->spoke = sup_calloc(s->arena, (s->n_books + 1) * sizeof(*s->spoke));
    if (s->weights == NULL || s->spoke == NULL) {
        return SUP_NOMEM;
    }
    rc = limits_make(s);
    return rc == SUP_OK ? books_ask(s) : rc;
}
