/* Numbers, addresses and plates by their shape.
 * Owns: what of a text is personal wherever it stands.
 * Must not know: what comes before it, how it is hidden, PCRE2. A hand-written scanner:
 *   linear time, and it needs no state to be set up. */
#include "sup_mask_shape.h"

#define DIGITS_MIN 7 /* shorter numbers are rooms, prices, years */

#define NUMERALS  "零〇一二三四五六七八九幺"
#define PROVINCES "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

static const char numerals[] = NUMERALS;
static const char provinces[] = PROVINCES;
const char sup_mask_shape_openers[] = NUMERALS PROVINCES;

/* Characters of three bytes, the last compared first: it differs most. */
static int
same_character(const char *a, const char *b)
{
    return a[2] == b[2] && a[1] == b[1] && a[0] == b[0];
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
size_t
sup_mask_number(sup_str s, size_t at)
{
    char digits[24];
    size_t n = 0, groups = 1, end = at, first_end = at, next, after;
    size_t first = 0;
    unsigned char c;

    /* Groups longer than any number end the search, or "1 1 1 1 ..." would be quadratic.
     */
    while (
        sup_mask_is_digit(c = sup_mask_ascii(s, end, &next)) ||
        ((c == '-' || c == ' ') && sup_mask_is_digit(sup_mask_ascii(s, next, &after)))) {
        if (!sup_mask_is_digit(c)) {
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
size_t
sup_mask_numerals(sup_str s, size_t at)
{
    size_t n = 0, end = at, i;

    for (; end + 3 <= s.len; end += 3, n++) {
        for (i = 0; i < sizeof(numerals) - 1; i += 3) {
            if (same_character(numerals + i, s.data + end)) {
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

size_t
sup_mask_email(sup_str s, size_t at)
{
    size_t next = at, end = at, dots = 0;
    unsigned char c;

    while (sup_mask_is_local(c = sup_mask_ascii(s, end, &next))) {
        end = next;
    }
    if (c != '@' || end == at) {
        return at;
    }
    end = next;
    for (;;) {
        size_t start = end;

        while (sup_mask_is_alnum(c = sup_mask_ascii(s, end, &next)) || c == '-') {
            end = next;
        }
        if (end == start) {
            return dots > 0 ? start : at;
        }
        if (c != '.' || !sup_mask_is_alnum(sup_mask_ascii(s, next, &start))) {
            return dots > 0 ? end : at;
        }
        dots++;
        end = next;
    }
}

size_t
sup_mask_plate(sup_str s, size_t at)
{
    size_t i, n = 0, digits = 0, end, next;
    unsigned char c;

    for (i = 0; i < sizeof(provinces) - 1 && at + 3 <= s.len; i += 3) {
        if (same_character(provinces + i, s.data + at)) {
            break;
        }
    }
    if (i >= sizeof(provinces) - 1 || at + 3 > s.len) {
        return at;
    }
    c = sup_mask_ascii(s, at + 3, &end);
    if (!sup_mask_is_alnum(c) || sup_mask_is_digit(c)) {
        return at;
    }
    c = sup_mask_ascii(s, end, &next);
    if (c == '.' || c == ' ' || c == '-') {
        end = next;
    } else if (end + 2 <= s.len && memcmp(s.data + end, "·", 2) == 0) {
        end += 2;
    }
    while (sup_mask_is_alnum(c = sup_mask_ascii(s, end, &next))) {
        digits += sup_mask_is_digit(c);
        n++;
        end = next;
    }
    return (n == 5 || n == 6) && digits >= 2 ? end : at;
}
