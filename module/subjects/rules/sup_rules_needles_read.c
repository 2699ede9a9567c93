/* Needles read out of a regular expression.
 * Owns: the little of its syntax that is understood; a pattern that has more in it is
 *   simply always run.
 * Must not know: PCRE2, what a pattern means, the index. */
#include "sup_rules_needles_read.h"

#define NEEDLES_MAX 160 /* of one pattern */
#define DEPTH_MAX   16

typedef sup_needles_need need;
typedef sup_needles_reader reader;
typedef sup_needles_branch sequence;

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
    if (part != NULL && part->n > 0 && s->n < SUP_NEEDLES_PARTS_MAX) {
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

void
sup_needles_read(sup_needles_reader *r, sup_needles_branch *s)
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

        sup_needles_read(r, &s);
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
