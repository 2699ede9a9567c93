/* Base64 (RFC 4648): the standard alphabet of ProtoJSON and the URL's of tokens.
 * Owns: both directions; one text for one value, so that a token has no second spelling.
 * Must not know: what the bytes mean. */
#include "sup_message.h"

static const char alphabets[2][65] = {
    [SUP_BASE64_STANDARD] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    [SUP_BASE64_URL] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};

size_t
sup_base64_write(char *out, sup_str bytes, sup_base64_kind kind)
{
    const char *alphabet = alphabets[kind];
    const unsigned char *p = (const unsigned char *)bytes.data;
    size_t left = bytes.len;
    char *start = out;

    for (; left >= 3; left -= 3, p += 3) {
        *out++ = alphabet[p[0] >> 2];
        *out++ = alphabet[(p[0] & 3) << 4 | p[1] >> 4];
        *out++ = alphabet[(p[1] & 15) << 2 | p[2] >> 6];
        *out++ = alphabet[p[2] & 63];
    }
    if (left != 0) {
        unsigned second = left == 2 ? p[1] : 0;

        *out++ = alphabet[p[0] >> 2];
        *out++ = alphabet[(p[0] & 3) << 4 | second >> 4];
        if (left == 2) {
            *out++ = alphabet[(second & 15) << 2];
        }
        for (; kind == SUP_BASE64_STANDARD && left < 3; left++) {
            *out++ = '=';
        }
    }
    return (size_t)(out - start);
}

static int
digit_value(unsigned char c, sup_base64_kind kind)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    if (c == '-' || (c == '+' && kind == SUP_BASE64_STANDARD)) {
        return 62;
    }
    if (c == '_' || (c == '/' && kind == SUP_BASE64_STANDARD)) {
        return 63;
    }
    return -1;
}

/* Takes off "=" where it makes a whole group of four. */
static sup_str
without_padding(sup_str text)
{
    int i;

    if (text.len % 4 == 0) {
        for (i = 0; i < 2 && text.len != 0 && text.data[text.len - 1] == '='; i++) {
            text.len--;
        }
    }
    return text;
}

sup_rc
sup_base64_read(sup_arena *arena, sup_str text, sup_base64_kind kind, sup_str *out)
{
    unsigned bits = 0, held = 0;
    size_t i, n = 0;
    char *data;
    int value;

    if (kind == SUP_BASE64_STANDARD) {
        text = without_padding(text);
    }
    if (text.len % 4 == 1) {
        return SUP_WIRE_TYPE;
    }
    data = sup_alloc(arena, text.len / 4 * 3 + 3);
    if (data == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < text.len; i++) {
        value = digit_value((unsigned char)text.data[i], kind);
        if (value < 0) {
            return SUP_WIRE_TYPE;
        }
        bits = (bits << 6 | (unsigned)value) & 0xFFF;
        held += 6;
        if (held >= 8) {
            held -= 8;
            data[n++] = (char)(bits >> held & 0xFF);
        }
    }
    if ((bits & ((1u << held) - 1)) != 0) {
        return SUP_WIRE_TYPE; /* bits that say nothing must be 0 */
    }
    data[n] = '\0';
    *out = (sup_str){data, n};
    return SUP_OK;
}

int
sup_base64url_encode(sup_arena *arena, sup_str bytes, sup_str *out)
{
    char *data;

    if (bytes.len > SIZE_MAX / 2) {
        return SUP_NOMEM;
    }
    data = sup_alloc(arena, SUP_BASE64_SIZE(bytes.len) + 1);
    if (data == NULL) {
        return SUP_NOMEM;
    }
    out->data = data;
    out->len = sup_base64_write(data, bytes, SUP_BASE64_URL);
    data[out->len] = '\0';
    return SUP_OK;
}

sup_rc
sup_base64url_decode(sup_arena *arena, sup_str text, sup_str *out)
{
    return sup_base64_read(arena, text, SUP_BASE64_URL, out);
}
