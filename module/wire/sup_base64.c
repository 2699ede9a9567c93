/* Base64 (RFC 4648) over OpenSSL's: the standard alphabet of ProtoJSON and the URL's of
 * tokens.
 * Owns: both alphabets, padding, and one text for one value, so that a token has no second
 *   spelling.
 * Must not know: what the bytes mean. */
#include <openssl/evp.h>
#include "sup_message.h"

static void
swap(char *text, size_t len, const char from[2], const char to[2])
{
    size_t i;

    for (i = 0; i < len; i++) {
        text[i] = text[i] == from[0] ? to[0] : text[i] == from[1] ? to[1] : text[i];
    }
}

size_t
sup_base64_write(char *out, sup_str bytes, sup_base64_kind kind)
{
    size_t len = (size_t)EVP_EncodeBlock(
        (unsigned char *)out, (const unsigned char *)bytes.data, (int)bytes.len);

    if (kind == SUP_BASE64_URL) {
        len = (bytes.len * 4 + 2) / 3;
        swap(out, len, "+/", "-_");
        out[len] = '\0';
    }
    return len;
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

/* OpenSSL passes over blanks at the ends, "=" within and bits that say nothing: a text is
 * right when its bytes make that text again. */
sup_rc
sup_base64_read(sup_arena *arena, sup_str text, sup_base64_kind kind, sup_str *out)
{
    const size_t size = text.len + 3; /* of the text with its padding and a NUL */
    sup_str bytes, given, again;
    char *copy;
    int pad, n;

    if (kind == SUP_BASE64_STANDARD) {
        text = without_padding(text);
    }
    pad = (int)(-text.len % 4);
    if (pad == 3) {
        return SUP_WIRE_TYPE;
    }
    copy = text.len <= SUP_BASE64_MAX ? sup_alloc(arena, 3 * size) : NULL;
    if (copy == NULL) {
        return SUP_NOMEM;
    }
    memcpy(copy, text.len == 0 ? "" : text.data, text.len);
    memcpy(copy + text.len, "==", 3);
    swap(copy, text.len, "-_", "+/");
    given = (sup_str){copy, text.len + (size_t)pad};
    bytes.data = copy + size;
    n = EVP_DecodeBlock((unsigned char *)copy + size, (unsigned char *)copy,
                        (int)given.len);
    if (n < pad) {
        return SUP_WIRE_TYPE;
    }
    bytes.len = (size_t)(n - pad);
    copy[size + bytes.len] = '\0';
    again.data = copy + 2 * size;
    again.len = sup_base64_write(copy + 2 * size, bytes, kind);
    if (!sup_str_eq(again, kind == SUP_BASE64_URL ? text : given)) {
        return SUP_WIRE_TYPE;
    }
    *out = bytes;
    return SUP_OK;
}

int
sup_base64url_encode(sup_arena *arena, sup_str bytes, sup_str *out)
{
    char *data =
        bytes.len <= SUP_BASE64_MAX ? sup_alloc(arena, SUP_BASE64_SIZE(bytes.len)) : NULL;

    if (data == NULL) {
        return SUP_NOMEM;
    }
    *out = (sup_str){data, sup_base64_write(data, bytes, SUP_BASE64_URL)};
    return SUP_OK;
}

sup_rc
sup_base64url_decode(sup_arena *arena, sup_str text, sup_str *out)
{
    return sup_base64_read(arena, text, SUP_BASE64_URL, out);
}
