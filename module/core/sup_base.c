/* The helpers of sup_base.h: memory of an arena, printing into it, UTF-8, hexadecimal.
 * Owns: nothing; every function works on what it is given.
 * Must not know: nginx, Redis, protobuf-c, the clock, malloc. */
#include <stdarg.h>
#include <stdio.h>
#include "sup_base.h"

void *
sup_alloc(sup_arena *arena, size_t size)
{
    /* Never ask an arena for 0 bytes: its answer may be NULL, which means "used up". */
    return arena->alloc(arena, size == 0 ? 1 : size);
}

void *
sup_calloc(sup_arena *arena, size_t size)
{
    void *p = sup_alloc(arena, size);

    if (p != NULL) {
        memset(p, 0, size);
    }
    return p;
}

char *
sup_strdup(sup_arena *arena, sup_str text)
{
    char *p;

    if (text.len == SIZE_MAX) {
        return NULL;
    }
    p = sup_alloc(arena, text.len + 1);
    if (p == NULL) {
        return NULL;
    }
    if (text.len != 0) {
        memcpy(p, text.data, text.len);
    }
    p[text.len] = '\0';
    return p;
}

char *
sup_sprintf(sup_arena *arena, const char *format, ...)
{
    char shorter[256]; /* most texts are keys and numbers: formatted once, then copied */
    va_list args;
    char *p;
    int n;

    va_start(args, format);
    n = vsnprintf(shorter, sizeof(shorter), format, args);
    va_end(args);
    if (n < 0) {
        return NULL;
    }
    p = sup_alloc(arena, (size_t)n + 1);
    if (p == NULL) {
        return NULL;
    }
    if ((size_t)n < sizeof(shorter)) {
        memcpy(p, shorter, (size_t)n + 1);
        return p;
    }
    va_start(args, format);
    vsnprintf(p, (size_t)n + 1, format, args);
    va_end(args);
    return p;
}

/* Length of the well-formed sequence at p, or 0. The narrowed ranges of the second byte
 * are what keeps out overlong forms (E0, F0), surrogates (ED) and beyond U+10FFFF (F4).
 */
static size_t
sequence_length(const unsigned char *p, size_t left)
{
    unsigned char low = 0x80, high = 0xBF;
    size_t i, n;

    if (p[0] < 0x80) {
        return 1;
    }
    if (p[0] < 0xC2 || p[0] > 0xF4) {
        return 0;
    }
    n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (left < n) {
        return 0;
    }
    if (p[0] == 0xE0) {
        low = 0xA0;
    } else if (p[0] == 0xED) {
        high = 0x9F;
    } else if (p[0] == 0xF0) {
        low = 0x90;
    } else if (p[0] == 0xF4) {
        high = 0x8F;
    }
    if (p[1] < low || p[1] > high) {
        return 0;
    }
    for (i = 2; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return n;
}

long
sup_utf8_length(sup_str text)
{
    const unsigned char *p = (const unsigned char *)text.data;
    size_t left = text.len, n;
    long count = 0;

    while (left != 0) {
        /* Nearly all there is: ASCII, and CJK, whose lead bytes have no narrowed range.
         */
        if (p[0] < 0x80) {
            n = 1;
        } else if (left >= 3 && p[0] >= 0xE1 && p[0] <= 0xEC && (p[1] & 0xC0) == 0x80 &&
                   (p[2] & 0xC0) == 0x80) {
            n = 3;
        } else {
            n = sequence_length(p, left);
        }
        if (n == 0) {
            return -1;
        }
        p += n;
        left -= n;
        count++;
    }
    return count;
}

void
sup_hex(char *out, const void *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *p = bytes;
    size_t i;

    for (i = 0; i < len; i++) {
        *out++ = digits[p[i] >> 4];
        *out++ = digits[p[i] & 15];
    }
    *out = '\0';
}
