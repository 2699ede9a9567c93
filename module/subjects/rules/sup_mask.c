/* Personal data hidden in public views: digits, addresses and plates by their shape.
 * Owns: what counts as personal in free text.
 * Must not know: PCRE2, rulebooks, nginx, Redis. A hand-written scanner: linear time,
 *   and it needs no state to be set up. */
#include "sup_mask.h"

#include "sup_rules.h"

#define MASK          "＊＊＊"
#define DIGITS_MIN    7 /* shorter numbers are rooms, prices, years */
#define LABELLED_MIN  4
#define LABEL_GAP_MAX 12

static const char numerals[] = "零〇一二三四五六七八九幺";
static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青"
                                "藏川宁琼";
static const char *const labels[] = {"学号", "工号", "手机", "电话",     "身份证", "微信",
                                     "QQ",   "qq",   "邮箱", "联系方式", "加我",   "薇信",
                                     "威信", "扣扣", "Qq",   "vx",       "VX",     "Vx",
                                     "wx",   "WX",   "v信",  "V信"};

typedef struct {
    const char *text;
    size_t len;
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

    for (i = 0; i < sizeof(numerals) - 1; i += 3) {
        openers_add(s, numerals + i);
    }
    for (i = 0; i < sizeof(provinces) - 1; i += 3) {
        openers_add(s, provinces + i);
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
    for (; at + 3 <= s->len; at += 3) {
        const unsigned char *p = (const unsigned char *)s->text + at;

        if ((p[0] & 0xF0) != 0xE0 || p[0] == 0xEF || (p[1] & 0xC0) != 0x80 ||
            (p[2] & 0xC0) != 0x80 || (s->openers[p[1] & 63u] >> (p[2] & 63u) & 1)) {
            break;
        }
    }
    return at;
}

/* One character of ASCII meaning at a position, full-width forms folded; 0: something
 * else, or the end. */
static unsigned char
ascii_at(const source *s, size_t at, size_t *next)
{
    const unsigned char *p = (const unsigned char *)s->text + at;

    *next = at + 1;
    if (at >= s->len) {
        *next = at;
        return 0;
    }
    if (p[0] < 0x80) {
        return p[0];
    }
    /* U+FF01 to U+FF5E are ef bc 81 .. ef bd 9e. */
    if (p[0] == 0xEF && at + 2 < s->len && (p[1] == 0xBC || p[1] == 0xBD)) {
        unsigned code = (unsigned)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);

        *next = at + 3;
        return code >= 0xF01 && code <= 0xF5E ? (unsigned char)(code - 0xF01 + 0x21) : 0;
    }
    return 0;
}

/* Characters of three bytes, the last compared first: it differs most. */
static int
same_character(const char *a, const char *b)
{
    return a[2] == b[2] && a[1] == b[1] && a[0] == b[0];
}

static int
is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static int
is_alnum(unsigned char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* --- numbers --- */

/* 20261123 is a day, not a telephone. */
static int
is_date(const char *d, size_t n)
{
    int month, day;

    if (n != 8 || (memcmp(d, "19", 2) != 0 && memcmp(d, "20", 2) != 0)) {
        return 0;
    }
    month = (d[4] - '0') * 10 + d[5] - '0';
    day = (d[6] - '0') * 10 + d[7] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* Digits in groups parted by one space or hyphen: 138-1234-5678, 0513 8596 0123. */
static size_t
number_end(const source *s, size_t at)
{
    char digits[24];
    size_t n = 0, groups = 1, end = at, first_end = at, next, after;
    size_t first = 0;
    unsigned char c;

    /* Groups longer than any number end the search, or "1 1 1 1 ..." would be quadratic.
     */
    while (is_digit(c = ascii_at(s, end, &next)) ||
           ((c == '-' || c == ' ') && is_digit(ascii_at(s, next, &after)))) {
        if (!is_digit(c)) {
            first = groups++ == 1 ? n : first;
            first_end = first == n ? end : first_end;
            if (n == sizeof(digits)) {
                break;
            }
        } else if (n < sizeof(digits)) {
            digits[n++] = (char)c;
        }
        end = next;
    }
    if (groups == 1) {
        if (n == 17 && (c == 'x' || c == 'X')) {
            return next;
        }
        return n >= DIGITS_MIN && !is_date(digits, n) ? end : at;
    }
    if ((n == 11 && digits[0] == '1' && digits[1] >= '3') ||
        (n == 13 && memcmp(digits, "861", 3) == 0 && digits[3] >= '3') ||
        (n >= 10 && n <= 12 && digits[0] == '0') || (n >= 15 && n <= 19)) {
        return end;
    }
    /* Not one number: the first group stands for itself, the rest is looked at again. */
    return first >= DIGITS_MIN && !is_date(digits, first) ? first_end : at;
}

/* 一三八一二三四五六七八: eleven or more numerals in a row. */
static size_t
numerals_end(const source *s, size_t at)
{
    size_t n = 0, end = at, i;

    for (; end + 3 <= s->len; end += 3, n++) {
        for (i = 0; i < sizeof(numerals) - 1; i += 3) {
            if (same_character(numerals + i, s->text + end)) {
                break;
            }
        }
        if (i >= sizeof(numerals) - 1) {
            break;
        }
    }
    return n >= 11 ? end : at;
}

/* --- addresses and plates --- */

static int
is_local(unsigned char c)
{
    return is_alnum(c) || (c != 0 && strchr("._%+-", c) != NULL);
}

static size_t
email_end(const source *s, size_t at)
{
    size_t next = at, end = at, dots = 0;
    unsigned char c;

    while (is_local(c = ascii_at(s, end, &next))) {
        end = next;
    }
    if (c != '@' || end == at) {
        return at;
    }
    end = next;
    for (;;) {
        size_t start = end;

        while (is_alnum(c = ascii_at(s, end, &next)) || c == '-') {
            end = next;
        }
        if (end == start) {
            return dots > 0 ? start : at;
        }
        if (c != '.' || !is_alnum(ascii_at(s, next, &start))) {
            return dots > 0 ? end : at;
        }
        dots++;
        end = next;
    }
}

static size_t
plate_end(const source *s, size_t at)
{
    size_t i, n = 0, digits = 0, end, next;
    unsigned char c;

    for (i = 0; i < sizeof(provinces) - 1 && at + 3 <= s->len; i += 3) {
        if (same_character(provinces + i, s->text + at)) {
            break;
        }
    }
    if (i >= sizeof(provinces) - 1 || at + 3 > s->len) {
        return at;
    }
    c = ascii_at(s, at + 3, &end);
    if (!is_alnum(c) || is_digit(c)) {
        return at;
    }
    c = ascii_at(s, end, &next);
    if (c == '.' || c == ' ' || c == '-') {
        end = next;
    } else if (end + 2 <= s->len && memcmp(s->text + end, "·", 2) == 0) {
        end += 2;
    }
    while (is_alnum(c = ascii_at(s, end, &next))) {
        digits += is_digit(c);
        n++;
        end = next;
    }
    return (n == 5 || n == 6) && digits >= 2 ? end : at;
}

/* --- labels: what follows 学号 or 微信 is personal whatever its shape --- */

static size_t
label_end(const source *s, size_t at)
{
    unsigned char c = (unsigned char)s->text[at];
    size_t i;

    if (c < 0x80 && strchr("QqVvWw", c) == NULL) {
        return at; /* a NUL ends the text, and never gets here */
    }
    for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        size_t n;

        if (labels[i][0] != s->text[at] || labels[i][1] != s->text[at + 1]) {
            continue; /* the text ends with a NUL, so that there is a second byte */
        }
        n = strlen(labels[i]);
        if (at + n <= s->len && memcmp(s->text + at, labels[i], n) == 0) {
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

        if (at - from < LABEL_GAP_MAX && at + n <= s->len &&
            memcmp(s->text + at, fillers[i], n) == 0) {
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

    while (is_alnum(c = ascii_at(s, end, &next)) || (n > 0 && (c == '_' || c == '-'))) {
        digits += is_digit(c);
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
    return fresh || (s->text[at] & 0x80) || s->text[at] == 'Q' || s->text[at] == 'q';
}

/* The end of something personal that starts here; at when nothing does. fresh: nothing
 * that could belong to it comes right before. */
static size_t
personal_end(const source *s, size_t at, int fresh)
{
    size_t end = at, next;
    unsigned char c = ascii_at(s, at, &next);

    if (fresh && is_local(c)) {
        end = email_end(s, at);
    }
    if (end == at && is_digit(c)) {
        end = number_end(s, at);
    }
    if (end == at && c == 0) {
        end = plate_end(s, at);
    }
    if (end == at && c == 0) {
        end = numerals_end(s, at);
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
    unsigned char c = ascii_at(s, at, &next);

    if (!is_digit(c)) {
        while (c == 0 && next < s->len && (s->text[next] & 0xC0) == 0x80) {
            next++; /* nothing starts inside a character */
        }
        return next;
    }
    while (is_digit(ascii_at(s, end, &next))) {
        end = next;
    }
    return end;
}

char *
sup_rules_mask(sup_arena *arena, const char *text)
{
    source s = {.text = text, .len = strlen(text)};
    /* The shortest thing that is masked has 3 bytes; its mask has 9. */
    char *out = sup_alloc(arena, s.len * 3 + 1);
    size_t at = 0, n = 0, end, next;
    int fresh = 1;

    if (out == NULL) {
        return NULL;
    }
    openers_make(&s);
    while (at < s.len) {
        size_t label, from;

        end = plain_end(&s, at);
        if (end > at) {
            put(out, &n, text + at, end - at);
            fresh = 1;
            at = end;
            continue;
        }
        end = sup_mask_self((sup_str){text, s.len}, at, &from);
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
            end = email_end(&s, at);
            end = end == at ? number_end(&s, at) : end;
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
        } else if (at < s.len) {
            fresh = !is_local(ascii_at(&s, at, &next));
            end = run_end(&s, at);
            put(out, &n, text + at, end - at);
        }
        at = end;
    }
    out[n] = '\0';
    return out;
}
