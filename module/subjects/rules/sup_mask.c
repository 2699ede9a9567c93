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

/* A text being copied. */
typedef struct {
    source s;
    char *out;
    size_t n;
    size_t at;
    int fresh; /* nothing that could belong to what comes next comes right before */
} copying;

static void
copy_to(copying *c, size_t end)
{
    memcpy(c->out + c->n, c->s.text.data + c->at, end - c->at);
    c->n += end - c->at;
    c->at = end;
}

static void
hide_to(copying *c, size_t end)
{
    memcpy(c->out + c->n, MASK, sizeof(MASK) - 1);
    c->n += sizeof(MASK) - 1;
    c->at = end;
    c->fresh = 1;
}

/* Each says whether there was such a thing here, and is past it then. */

static int
take_plain(copying *c)
{
    size_t end = plain_end(&c->s, c->at);

    if (end == c->at) {
        return 0;
    }
    copy_to(c, end);
    c->fresh = 1;
    return 1;
}

static int
take_self(copying *c)
{
    size_t from, end = sup_mask_self(c->s.text, c->at, &from);

    if (end <= from) {
        return 0;
    }
    copy_to(c, from);
    hide_to(c, end);
    return 1;
}

static int
take_labelled(copying *c)
{
    sup_str text = c->s.text;
    size_t label =
        label_is_whole(&c->s, c->at, c->fresh) ? label_end(&c->s, c->at) : c->at;
    size_t end;

    if (label == c->at) {
        return 0;
    }
    copy_to(c, value_start(&c->s, label));
    end = sup_mask_email(text, c->at);
    end = end == c->at ? sup_mask_number(text, c->at) : end;
    end = end == c->at ? value_end(&c->s, c->at) : end;
    if (end > c->at) {
        hide_to(c, end);
    }
    c->fresh = 1; /* another label may follow: 加我微信 .. */
    return 1;
}

static void
take_other(copying *c)
{
    size_t end = personal_end(&c->s, c->at, c->fresh), next;

    if (end > c->at) {
        hide_to(c, end);
        return;
    }
    c->fresh = !sup_mask_is_local(sup_mask_ascii(c->s.text, c->at, &next));
    copy_to(c, run_end(&c->s, c->at));
}

char *
sup_rules_mask(sup_arena *arena, const char *text)
{
    copying c = {.s = {.text = sup_str_c(text)}, .fresh = 1};

    /* The shortest thing that is masked has 3 bytes; its mask has 9. */
    c.out = sup_alloc(arena, c.s.text.len * 3 + 1);
    if (c.out == NULL) {
        return NULL;
    }
    openers_make(&c.s);
    while (c.at < c.s.text.len) {
        if (!take_plain(&c) && !take_self(&c) && !take_labelled(&c)) {
            take_other(&c);
        }
    }
    c.out[c.n] = '\0';
    return c.out;
}
