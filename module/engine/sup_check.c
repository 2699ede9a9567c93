/* Fields of an input that are checked alike everywhere: texts, keys, ids of photos.
 * Owns: what a text is, and how long.
 * Must not know: which endpoint takes it. */
#include "sup_ctx.h"

/* What nobody sees: Unicode's white space and default ignorable code points (zero width,
 * directions, fillers, variation selectors, tags), and the empty braille pattern. */
static const uint32_t unseen[][2] = {
    {0x09, 0x0a},       {0x0d, 0x0d},     {0x20, 0x20},       {0x85, 0x85},
    {0xa0, 0xa0},       {0xad, 0xad},     {0x34f, 0x34f},     {0x61c, 0x61c},
    {0x115f, 0x1160},   {0x1680, 0x1680}, {0x17b4, 0x17b5},   {0x180b, 0x180f},
    {0x2000, 0x200f},   {0x2028, 0x202f}, {0x205f, 0x206f},   {0x2800, 0x2800},
    {0x3000, 0x3000},   {0x3164, 0x3164}, {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},
    {0xffa0, 0xffa0},   {0xfff0, 0xfff8}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
    {0xe0000, 0xe0fff},
};

/* The code point at *p, which moves on; what came in was found to be UTF-8. */
static uint32_t
next_code_point(const unsigned char **p)
{
    uint32_t first = *(*p)++;
    uint32_t code = first < 0x80   ? first
                    : first < 0xe0 ? first & 0x1f
                    : first < 0xf0 ? first & 0x0f
                                   : first & 0x07;
    while ((**p & 0xc0) == 0x80) {
        code = code << 6 | (*(*p)++ & 0x3f);
    }
    return code;
}

static int
is_blank(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    while (*p != '\0') {
        uint32_t code = next_code_point(&p);
        size_t i = 0, n = sizeof(unseen) / sizeof(unseen[0]);
        while (i < n && (code < unseen[i][0] || code > unseen[i][1])) {
            i++;
        }
        if (i == n) {
            return 0;
        }
    }
    return 1;
}

sup_rc
sup_check_text(sup_ctx *c, const char *field, const char *text, long min, long max)
{
    long n = sup_utf8_length(sup_str_c(text));
    if ((n == 0 && min > 0) || (n > 0 && is_blank(text))) {
        return sup_fail(c, SUP_API_REQUIRED, field, NULL, NULL);
    }
    if (n < min || n > max) {
        return sup_fail(
            c, SUP_API_TEXT_LENGTH, field,
            sup_sprintf(c->arena, "须为 %ld 至 %ld 个字，现为 %ld 个字。", min, max, n),
            sup_sprintf(c->arena, "Must have %ld to %ld characters, has %ld.", min, max,
                        n));
    }
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if ((*p < 0x20 && *p != '\n' && *p != '\t' && *p != '\r') || *p == 0x7f) {
            return sup_fail(c, SUP_API_TEXT_CONTENT, field, NULL, NULL);
        }
    }
    return SUP_OK;
}

/* An anonymous report's receipt is given again to whoever shows its key and its text, so
 * a key must not be guessed: clients make a random one (a UUID has 36 characters). */
#define KEY_MIN 16
#define KEY_MAX 128

sup_rc
sup_check_idempotency_key(sup_ctx *c)
{
    sup_str key = c->request->idempotency_key;
    sup_rc rc =
        key.len >= KEY_MIN && key.len <= KEY_MAX ? SUP_OK : SUP_API_IDEMPOTENCY_KEY;
    for (size_t i = 0; rc == SUP_OK && i < key.len; i++) {
        if (key.data[i] <= 0x20 || key.data[i] >= 0x7f) {
            rc = SUP_API_IDEMPOTENCY_KEY;
        }
    }
    return rc == SUP_OK ? SUP_OK : sup_fail(c, rc, NULL, NULL, NULL);
}

sup_rc
sup_check_attachments(sup_ctx *c, const char *field, char *const *ids, size_t n)
{
    if (n > SUP_ATTACHMENTS_MAX) {
        return sup_fail(c, SUP_API_VALUE, field, "附件不能超过 9 个。",
                        "There are more than 9 attachments.");
    }
    for (size_t i = 0; i < n; i++) {
        if (strlen(ids[i]) != 64 || strspn(ids[i], "0123456789abcdef") != 64) {
            return sup_fail(c, SUP_API_VALUE, sup_sprintf(c->arena, "%s[%zu]", field, i),
                            "附件编号须为 64 位小写十六进制。",
                            "An attachment's id is 64 lower-case hexadecimal digits.");
        }
    }
    return SUP_OK;
}
