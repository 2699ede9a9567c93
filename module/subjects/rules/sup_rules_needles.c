/* What a text must contain for a pattern to have a chance: found once at compile time,
 * looked up in one pass over a report, so that few of the hundred patterns are run at
 * all.
 * Owns: reading needles out of regular expressions, the index over them.
 * Must not know: PCRE2, what a pattern means. A pattern whose syntax it does not
 *   understand is simply always run: the index may only ever leave out what cannot
 *   match. */
#include "sup_rules_private.h"
#include "supervision/v1/rules.pb-c.h"

#define NEEDLES_MAX 160 /* of one pattern */
#define DEPTH_MAX   16
#define BUCKETS     1024
#define PARTS_MAX   8 /* conditions kept of one alternative; bits of a byte */

typedef struct {
    sup_str *needles; /* one of them must occur; n 0: no condition is known */
    size_t n;
} need;

typedef struct {
    sup_arena *arena;
    const char *at;
    int lost; /* met something it does not understand */
    unsigned depth;
} reader;

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

/* A sequence needs all of its parts. */
typedef struct {
    need *parts[PARTS_MAX];
    size_t n;
} sequence;

static need *read_alternatives(reader *r);

/* --- reading --- */

/* How many bytes of a character that has no other case: ASCII (folded later) and CJK; 0
 * for all else, which is then no part of a needle. */
static size_t
plain_length(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;
    unsigned code;

    if (p[0] < 0x80) {
        return 1;
    }
    if ((p[0] & 0xF0) != 0xE0) {
        return 0;
    }
    code = (unsigned)(p[0] & 0x0F) << 12 | (unsigned)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    return (code >= 0x2E80 && code <= 0xA4CF) || (code >= 0xAC00 && code <= 0xD7A3) ? 3
                                                                                    : 0;
}

static size_t
character_length(const char *at)
{
    unsigned char c = (unsigned char)*at;

    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Longer needles are rarer in texts; fewer are quicker to look for. */
static long
need_worth(const need *a)
{
    size_t i, shortest = 6;

    if (a == NULL || a->n == 0) {
        return -1;
    }
    for (i = 0; i < a->n; i++) {
        shortest = a->needles[i].len < shortest ? a->needles[i].len : shortest;
    }
    return (long)shortest * 1000 - (long)a->n;
}

static void
part_add(sequence *s, need *part)
{
    /* More than are kept are no loss but of speed. */
    if (part != NULL && part->n > 0 && s->n < PARTS_MAX) {
        s->parts[s->n++] = part;
    }
}

static need *
need_new(reader *r, const sup_str *needles, size_t n)
{
    need *made = sup_alloc(r->arena, sizeof(*made) + n * sizeof(*needles));

    if (made == NULL) {
        r->lost = 1;
        return NULL;
    }
    made->needles = (sup_str *)(made + 1);
    made->n = n;
    memcpy(made->needles, needles, n * sizeof(*needles));
    return made;
}

static void
part_add_run(reader *r, sequence *s, const char *run, size_t *len)
{
    sup_str needle = {sup_strdup(r->arena, (sup_str){run, *len}), *len};

    r->lost |= needle.data == NULL;
    if (*len != 0 && !r->lost) {
        part_add(s, need_new(r, &needle, 1));
    }
    *len = 0;
}

/* Whether the atom before may be absent; steps over the quantifier. */
typedef enum { ONCE, MANY, OPTIONAL } times;

static times
read_quantifier(reader *r)
{
    times t = ONCE;

    if (*r->at == '?' || *r->at == '*') {
        t = OPTIONAL;
        r->at++;
    } else if (*r->at == '+') {
        t = MANY;
        r->at++;
    } else if (*r->at == '{' && r->at[1] >= '0' && r->at[1] <= '9') {
        t = r->at[1] == '0' ? OPTIONAL : MANY;
        r->at += strcspn(r->at, "}");
        r->lost |= *r->at == '\0';
        r->at += *r->at != '\0';
    } else if (*r->at == '{') {
        r->lost = 1; /* a literal brace, or a spelling of later PCRE2 */
    }
    if (t != ONCE && (*r->at == '?' || *r->at == '+')) {
        r->at++;
    }
    return t;
}

static void
read_class(reader *r)
{
    r->at++;
    r->at += *r->at == '^';
    r->at += *r->at == ']';
    while (*r->at != ']' && !r->lost) {
        r->lost |= *r->at == '\0' || *r->at == '[' || *r->at == '\\';
        r->at += !r->lost;
    }
    r->at += !r->lost;
}

/* Only plain groups and look-arounds are understood. */
static need *
read_group(reader *r)
{
    int around = 0;
    need *inner;

    r->at++;
    if (*r->at == '*') {
        r->lost = 1;
    } else if (r->at[0] == '?' && r->at[1] == ':') {
        r->at += 2;
    } else if (r->at[0] == '?' && (r->at[1] == '!' || r->at[1] == '=')) {
        around = 1;
        r->at += 2;
    } else if (r->at[0] == '?' && r->at[1] == '<' &&
               (r->at[2] == '!' || r->at[2] == '=')) {
        around = 1;
        r->at += 3;
    } else if (r->at[0] == '?') {
        r->lost = 1;
    }
    if (r->lost || ++r->depth > DEPTH_MAX) {
        r->lost = 1;
        return NULL;
    }
    inner = read_alternatives(r);
    r->depth--;
    r->lost |= *r->at != ')';
    r->at += !r->lost;
    return around ? NULL : inner;
}

/* One atom that is no plain character; what it needs. */
static need *
read_atom(reader *r)
{
    need *inner = NULL;

    if (*r->at == '(') {
        inner = read_group(r);
    } else if (*r->at == '[') {
        read_class(r);
    } else if (*r->at == '\\') {
        /* \d, \s, \b ... stand for themselves; \Q, \x{..}, \p{..}, \1 are not read. */
        r->lost |= r->at[1] == '\0' || strchr("dDsSwWbB", r->at[1]) == NULL;
        r->at += r->lost ? 0 : 2;
    } else {
        r->at += character_length(r->at); /* . ^ $ and letters with two cases */
    }
    return !r->lost && read_quantifier(r) != OPTIONAL ? inner : NULL;
}

static void
read_sequence(reader *r, sequence *s)
{
    char run[256];
    size_t len = 0, n;

    s->n = 0;
    while (*r->at != '\0' && *r->at != '|' && *r->at != ')' && !r->lost) {
        const char *c = r->at;
        times t;

        n = strchr("([\\.^$", *c) != NULL ? 0 : plain_length(c);
        if (n == 0 || len + n > sizeof(run)) {
            part_add_run(r, s, run, &len);
            part_add(s, read_atom(r));
            continue;
        }
        r->lost |= strchr("*+?{", *c) != NULL; /* a quantifier of a quantifier */
        r->at += n;
        t = read_quantifier(r);
        if (t != OPTIONAL) {
            memcpy(run + len, c, n);
            len += n;
        }
        if (t != ONCE) { /* what comes next need not follow directly */
            part_add_run(r, s, run, &len);
        }
    }
    part_add_run(r, s, run, &len);
}

static const need *
best_part(const sequence *s)
{
    const need *best = NULL;
    size_t i;

    for (i = 0; i < s->n; i++) {
        if (need_worth(s->parts[i]) > need_worth(best)) {
            best = s->parts[i];
        }
    }
    return best;
}

/* Of a group: one condition, the union of each alternative's best. */
static need *
read_alternatives(reader *r)
{
    sup_str all[NEEDLES_MAX];
    size_t n = 0;
    int open = 0; /* an alternative without a condition leaves none for the whole */

    while (!r->lost) {
        sequence s;
        const need *one;

        read_sequence(r, &s);
        one = best_part(&s);
        open |= one == NULL || n + one->n > NEEDLES_MAX;
        if (!open) {
            memcpy(all + n, one->needles, one->n * sizeof(*all));
            n += one->n;
        }
        if (*r->at != '|') {
            break;
        }
        r->at++;
    }
    return r->lost ? NULL : need_new(r, all, open ? 0 : n);
}

/* --- the index --- */

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
    reader r = {b->arena, regex, 0, 0};
    size_t first = b->index->n_branches;
    sup_rc rc = SUP_OK;
    int open = 0;

    for (;;) {
        sequence s;

        read_sequence(&r, &s);
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
