/* Personal data hidden in public views: labels and what follows them, and the scan.
 * Owns: the labels, what is asked of each place of a text.
 * Must not know: shapes (sup_mask_shape.c), phrases (sup_mask_self.c), rulebooks, nginx. */
#include "sup_mask.h"

#include "sup_mask_self.h"
#include "sup_mask_shape.h"

#define MASK          "＊＊＊"
#define LABELLED_MIN  4
#define LABEL_GAP_MAX 12

static const char *const labels[] = {"学号", "工号", "手机", "电话",     "身份证", "微信",
                                     "QQ",   "qq",   "邮箱", "联系方式", "加我",   "薇信",
                                     "威信", "扣扣", "Qq",   "vx",       "VX",     "Vx",
                                     "wx",   "WX",   "v信",  "V信"};

typedef struct {
    sup_str text;
    uint64_t
        openers[64]; /* by the low 12 bits of the CJK characters that open anything */
} source;

/* Nearly all of a Chinese text is characters that open nothing: one look at this table
 * each. Made for each text, so that the lists above stay the only ones. */
static void
openers_add(source *s, const char *character)
{
    const unsigned char *p = (const unsigned char *)character;

    s->openers[p[1] & 63u] |= 1ull << (p[2] & 63u);
}

static void
openers_make(source *s)
{
    size_t i;

    for (i = 0; sup_mask_shape_openers[i] != '\0'; i += 3) {
        openers_add(s, sup_mask_shape_openers + i);
    }
    for (i = 0; sup_mask_self_openers[i] != '\0'; i += 3) {
        openers_add(s, sup_mask_self_openers + i);
    }
    for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        if (labels[i][0] & 0x80) {
            openers_add(s, labels[i]);
        }
    }
}

/* Past the characters from here on that open nothing; full-width forms (ef ..) may. */
static size_t
plain_end(const source *s, size_t at)
{
    for (; at + 3 <= s->text.len; at += 3) {
        const unsigned char *p = (const unsigned char *)s->text.data + at;

        if ((p[0] & 0xF0) != 0xE0 || p[0] == 0xEF || (p[1] & 0xC0) != 0x80 ||
            (p[2] & 0xC0) != 0x80 || (s->openers[p[1] & 63u] >> (p[2] & 63u) & 1)) {
            break;
        }
    }
    return at;
}

/* --- labels: what follows 学号 or 微信 is personal whatever its shape --- */

static size_t
label_end(const source *s, size_t at)
{
    unsigned char c = (unsigned char)s->text.data[at];
    size_t i;

    if (c < 0x80 && strchr("QqVvWw", c) == NULL) {
        return at; /* a NUL ends the text, and never gets here */
    }
    for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        size_t n;

        if (labels[i][0] != s->text.data[at] || labels[i][1] != s->text.data[at + 1]) {
            continue; /* the text ends with a NUL, so that there is a second byte */
        }
        n = strlen(labels[i]);
        if (at + n <= s->text.len && memcmp(s->text.data + at, labels[i], n) == 0) {
            return at + n;
        }
    }
    return at;
}

/* Where the value behind a label starts: over 号, 号码, 是, 为, colons and spaces. */
static size_t
value_start(const source *s, size_t at)
{
    static const char *const fillers[] = {"号码", "号", "是", "为", "：", ":", " ", "　"};
    size_t i, from = at;

    for (i = 0; i < sizeof(fillers) / sizeof(fillers[0]);) {
        size_t n = strlen(fillers[i]);

        if (at - from < LABEL_GAP_MAX && at + n <= s->text.len &&
            memcmp(s->text.data + at, fillers[i], n) == 0) {
            at += n;
            i = 0;
        } else {
            i++;
        }
    }
    return at;
}

static size_t
value_end(const source *s, size_t at)
{
    size_t end = at, next, n = 0, digits = 0;
    unsigned char c;

    while (sup_mask_is_alnum(c = sup_mask_ascii(s->text, end, &next)) ||
           (n > 0 && (c == '_' || c == '-'))) {
        digits += sup_mask_is_digit(c);
        n++;
        end = next;
    }
    /* "微信 app" is a word; an account has digits, a _ or is long. */
    return n >= LABELLED_MIN && (digits > 0 || n >= 6) ? end : at;
}

/* --- the scan --- */

/* A label of letters is a word of its own: vx, but not dvx. */
static int
label_is_whole(const source *s, size_t at, int fresh)
{
    return fresh || (s->text.data[at] & 0x80) || s->text.data[at] == 'Q' ||
           s->text.data[at] == 'q';
}

/* The end of something personal that starts here; at when nothing does. fresh: nothing
 * that could belong to it comes right before. */
static size_t
personal_end(const source *s, size_t at, int fresh)
{
    size_t end = at, next;
    unsigned char c = sup_mask_ascii(s->text, at, &next);

    if (fresh && sup_mask_is_local(c)) {
        end = sup_mask_email(s->text, at);
    }
    if (end == at && sup_mask_is_digit(c)) {
        end = sup_mask_number(s->text, at);
    }
    if (end == at && c == 0) {
        end = sup_mask_plate(s->text, at);
    }
    if (end == at && c == 0) {
        end = sup_mask_numerals(s->text, at);
    }
    return end;
}

static void
put(char *out, size_t *n, const char *from, size_t len)
{
    memcpy(out + *n, from, len);
    *n += len;
}

/* Past a run of which no part is personal, so that no tail of it is taken for a whole. */
static size_t
run_end(const source *s, size_t at)
{
    size_t end = at, next;
    unsigned char c = sup_mask_ascii(s->text, at, &next);

    if (!sup_mask_is_digit(c)) {
        while (c == 0 && next < s->text.len && (s->text.data[next] & 0xC0) == 0x80) {
            next++; /* nothing starts inside a character */
        }
        return next;
    }
    while (sup_mask_is_digit(sup_mask_ascii(s->text, end, &next))) {
        end = next;
    }
    return end;
}

char *
sup_rules_mask(sup_arena *arena, const char *text)
{
    source s = {.text = sup_str_c(text)};
    /* The shortest thing that is masked has 3 bytes; its mask has 9. */
    char *out = sup_alloc(arena, s.text.len * 3 + 1);
    size_t at = 0, n = 0, end, next;
    int fresh = 1;

    if (out == NULL) {
        return NULL;
    }
    openers_make(&s);
    while (at < s.text.len) {
        size_t label, from;

        end = plain_end(&s, at);
        if (end > at) {
            put(out, &n, text + at, end - at);
            fresh = 1;
            at = end;
            continue;
        }
        end = sup_mask_self(s.text, at, &from);
        if (end > from) {
            put(out, &n, text + at, from - at);
            put(out, &n, MASK, sizeof(MASK) - 1);
            fresh = 1;
            at = end;
            continue;
        }
        label = label_is_whole(&s, at, fresh) ? label_end(&s, at) : at;
        if (label > at) {
            size_t value = value_start(&s, label);

            put(out, &n, text + at, value - at);
            at = value;
            end = sup_mask_email(s.text, at);
            end = end == at ? sup_mask_number(s.text, at) : end;
            end = end == at ? value_end(&s, at) : end;
            if (end == at) {
                fresh = 1; /* another label may follow: 加我微信 .. */
                continue;
            }
        } else {
            end = personal_end(&s, at, fresh);
        }
        if (end > at) {
            put(out, &n, MASK, sizeof(MASK) - 1);
            fresh = 1;
        } else if (at < s.text.len) {
            fresh = !sup_mask_is_local(sup_mask_ascii(s.text, at, &next));
            end = run_end(&s, at);
            put(out, &n, text + at, end - at);
        }
        at = end;
    }
    out[n] = '\0';
    return out;
}
