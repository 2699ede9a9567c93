/* Numbers, addresses and plates by their shape.
 * Owns: what of a text is personal wherever it stands.
 * Must not know: what comes before it, how it is hidden. */
#ifndef SUP_MASK_SHAPE_H
#define SUP_MASK_SHAPE_H

#include "core/sup_base.h"

/* One character of ASCII meaning at a position, full-width forms folded; 0: something
 * else, or the end. */
static inline unsigned char
sup_mask_ascii(sup_str s, size_t at, size_t *next)
{
    const unsigned char *p = (const unsigned char *)s.data + at;

    *next = at + 1;
    if (at >= s.len) {
        *next = at;
        return 0;
    }
    if (p[0] < 0x80) {
        return p[0];
    }
    /* U+FF01 to U+FF5E are ef bc 81 .. ef bd 9e. */
    if (p[0] == 0xEF && at + 2 < s.len && (p[1] == 0xBC || p[1] == 0xBD)) {
        unsigned code = (unsigned)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);

        *next = at + 3;
        return code >= 0xF01 && code <= 0xF5E ? (unsigned char)(code - 0xF01 + 0x21) : 0;
    }
    return 0;
}

static inline int
sup_mask_is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static inline int
sup_mask_is_alnum(unsigned char c)
{
    return sup_mask_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* May it stand in the part of an e-mail address before the @? */
static inline int
sup_mask_is_local(unsigned char c)
{
    return sup_mask_is_alnum(c) || (c != 0 && strchr("._%+-", c) != NULL);
}

/* The end of one that starts here; at when none does. */
size_t sup_mask_number(sup_str text, size_t at);   /* digits */
size_t sup_mask_numerals(sup_str text, size_t at); /* Chinese numerals */
size_t sup_mask_email(sup_str text, size_t at);
size_t sup_mask_plate(sup_str text, size_t at);

/* The first characters of those that begin with a Chinese one, 3 bytes each. */
extern const char sup_mask_shape_openers[];

#endif
