/* What a text must contain for a pattern to have a chance: found once at compile time,
 * looked up in one pass over a report, so that few of the hundred patterns are run at
 * all.
 * Owns: the index over needles.
 * Must not know: how they are read (sup_rules_needles_read.c), PCRE2, what a pattern
 *   means. The index may only ever leave out what cannot match. */
#include "sup_rules_needles.h"

#include "sup_rules_needles_read.h"
#include "supervision/v1/rules.pb-c.h"

#define BUCKETS 1024

typedef sup_needles_branch sequence;

/* A needle, and which condition of which branch it fulfils. A branch is one of the
 * outermost alternatives of a pattern. */
typedef struct {
    sup_str text;
    uint32_t branch;
    unsigned char bit;
} entry;

typedef struct {
    uint32_t pattern;
    unsigned char all; /* the bits of its conditions */
} branch;

struct sup_needles_s {
    uint32_t starts[BUCKETS + 1];
    entry *entries;
    branch *branches;
    size_t n_branches;
    unsigned char *always; /* by pattern */
    size_t n_patterns;
};

static size_t
bucket_of(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;

    return p[0] < 0x80 ? p[0] : (p[0] * 61u + p[1] * 31u + p[2] * 7u) % BUCKETS;
}

/* ASCII in lower case, and the two other letters that caseless PCRE2 takes for ASCII
 * ones: long s and the Kelvin sign. */
static sup_str
fold(sup_arena *arena, sup_str text)
{
    char *out = sup_alloc(arena, text.len + 4);
    size_t i, n = 0;

    if (out == NULL) {
        return SUP_STR_NULL;
    }
    for (i = 0; i < text.len; i++) {
        char c = text.data[i];

        if (i + 2 <= text.len && memcmp(text.data + i, "\xC5\xBF", 2) == 0) {
            c = 's';
            i += 1;
        } else if (i + 3 <= text.len && memcmp(text.data + i, "\xE2\x84\xAA", 3) == 0) {
            c = 'k';
            i += 2;
        }
        out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    memset(out + n, 0, 4); /* bucket_of reads three bytes */
    return (sup_str){out, n};
}

/* What making the index needs beside it; gone when it is made. */
typedef struct {
    sup_arena *arena;
    struct sup_needles_s *index;
    sequence *sequences; /* by branch */
    size_t room;
} builder;

static sup_rc
branch_add(builder *b, size_t pattern, const sequence *s)
{
    struct sup_needles_s *index = b->index;

    if (index->n_branches == b->room) {
        b->room = b->room == 0 ? 256 : b->room * 2;

        branch *branches = sup_alloc(b->arena, b->room * sizeof(*branches));
        sequence *sequences = sup_alloc(b->arena, b->room * sizeof(*sequences));

        if (branches == NULL || sequences == NULL) {
            return SUP_NOMEM;
        }
        if (index->n_branches != 0) {
            memcpy(branches, index->branches, index->n_branches * sizeof(*branches));
            memcpy(sequences, b->sequences, index->n_branches * sizeof(*sequences));
        }
        index->branches = branches;
        b->sequences = sequences;
    }
    b->sequences[index->n_branches] = *s;
    index->branches[index->n_branches++] =
        (branch){(uint32_t)pattern, (unsigned char)((1u << s->n) - 1)};
    return SUP_OK;
}

/* The branches of one pattern; none, and always, when one of them has no condition. */
static sup_rc
pattern_add(builder *b, size_t pattern, const char *regex)
{
    sup_needles_reader r = {b->arena, regex, 0, 0};
    size_t first = b->index->n_branches;
    sup_rc rc = SUP_OK;
    int open = 0;

    for (;;) {
        sequence s;

        sup_needles_read(&r, &s);
        open |= r.lost || s.n == 0;
        rc = open ? SUP_OK : branch_add(b, pattern, &s);
        if (rc != SUP_OK || open || *r.at != '|') {
            break;
        }
        r.at++;
    }
    if (open || *r.at != '\0') {
        b->index->n_branches = first;
        b->index->always[pattern] = 1;
    }
    return rc;
}

typedef sup_rc (*needle_visit)(builder *b, sup_str *needle, entry e, uint32_t *at);

static sup_rc
needle_count(builder *b, sup_str *needle, entry e, uint32_t *at)
{
    (void)e;
    *needle = fold(b->arena, *needle);
    if (needle->data == NULL) {
        return SUP_NOMEM;
    }
    at[bucket_of(needle->data)]++;
    return SUP_OK;
}

static sup_rc
needle_place(builder *b, sup_str *needle, entry e, uint32_t *at)
{
    e.text = *needle;
    b->index->entries[at[bucket_of(needle->data)]++] = e;
    return SUP_OK;
}

static sup_rc
needles_visit(builder *b, needle_visit visit, uint32_t *at)
{
    size_t i, p, n;
    sup_rc rc = SUP_OK;

    for (i = 0; i < b->index->n_branches; i++) {
        sequence *s = &b->sequences[i];

        for (p = 0; p < s->n; p++) {
            entry e = {{NULL, 0}, (uint32_t)i, (unsigned char)(1u << p)};

            for (n = 0; n < s->parts[p]->n && rc == SUP_OK; n++) {
                rc = visit(b, &s->parts[p]->needles[n], e, at);
            }
        }
    }
    return rc;
}

static sup_rc
index_fill(builder *b)
{
    struct sup_needles_s *index = b->index;
    uint32_t at[BUCKETS] = {0}, total = 0;
    size_t i;
    sup_rc rc = needles_visit(b, needle_count, at);

    for (i = 0; i < BUCKETS; i++) {
        index->starts[i] = total;
        total += at[i];
        at[i] = index->starts[i];
    }
    index->starts[BUCKETS] = total;
    index->entries = sup_alloc(b->arena, (total + 1) * sizeof(entry));
    if (rc != SUP_OK || index->entries == NULL) {
        return SUP_NOMEM;
    }
    return needles_visit(b, needle_place, at);
}

sup_rc
sup_rules_needles_make(sup_arena *arena, const Sup__Rulebook *book,
                       const struct sup_needles_s **out)
{
    struct sup_needles_s *index = sup_calloc(arena, sizeof(*index));
    builder b = {.arena = arena, .index = index};
    size_t p;
    sup_rc rc = SUP_OK;

    if (index == NULL) {
        return SUP_NOMEM;
    }
    index->n_patterns = book->n_patterns;
    index->always = sup_calloc(arena, book->n_patterns + 1);
    if (index->always == NULL) {
        return SUP_NOMEM;
    }
    for (p = 0; p < book->n_patterns && rc == SUP_OK; p++) {
        rc = pattern_add(&b, p, book->patterns[p]->regex);
    }
    if (rc == SUP_OK) {
        rc = index_fill(&b);
    }
    if (rc == SUP_OK) {
        *out = index;
    }
    return rc;
}

unsigned char *
sup_rules_needles_find(sup_arena *arena, const struct sup_needles_s *index, sup_str text)
{
    sup_str folded = fold(arena, text);
    unsigned char *found = sup_alloc(arena, index->n_patterns + 1);
    unsigned char *seen = sup_calloc(arena, index->n_branches + 1);
    size_t i;
    uint32_t e;

    if (folded.data == NULL || found == NULL || seen == NULL) {
        return NULL;
    }
    memcpy(found, index->always, index->n_patterns);
    for (i = 0; i < folded.len; i++) {
        size_t bucket = bucket_of(folded.data + i);

        if (((unsigned char)folded.data[i] & 0xC0) == 0x80) {
            continue; /* no needle starts inside a character */
        }
        for (e = index->starts[bucket]; e < index->starts[bucket + 1]; e++) {
            const entry *n = &index->entries[e];

            if ((seen[n->branch] & n->bit) == 0 && n->text.len <= folded.len - i &&
                memcmp(n->text.data, folded.data + i, n->text.len) == 0) {
                seen[n->branch] |= n->bit;
            }
        }
    }
    for (i = 0; i < index->n_branches; i++) {
        if (seen[i] == index->branches[i].all) {
            found[index->branches[i].pattern] = 1;
        }
    }
    return found;
}
