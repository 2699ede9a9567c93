/* Numbers from text, with exactly the spellings that each dialect has.
 * Owns: their grammars.
 * Must not know: fields and their types. */
#include <float.h>
#include <stdlib.h>
#include <strings.h>
#include "sup_message.h"

/* -12, and in text format also 0x1F and 017. */
sup_rc
sup_int_from_text(sup_str text, sup_dialect dialect, sup_int *out)
{
    uint64_t base = 10, value = 0;
    size_t i = 0;

    out->negative = text.len != 0 && text.data[0] == '-';
    i += (size_t)out->negative;
    if (dialect == SUP_DIALECT_TEXT && text.len > i + 1 && text.data[i] == '0') {
        base = (text.data[i + 1] | 0x20) == 'x' ? 16 : 8;
        i += base == 16 ? 2 : 1;
    }
    if (i == text.len) {
        return SUP_WIRE_TYPE;
    }
    for (; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        unsigned digit = c >= '0' && c <= '9'                     ? c - '0'
                         : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                                  : 99;

        if (digit >= base) {
            return SUP_WIRE_TYPE;
        }
        if (value > (UINT64_MAX - digit) / base) {
            return SUP_WIRE_RANGE;
        }
        value = value * base + digit;
    }
    out->magnitude = value;
    out->negative = out->negative && value != 0;
    return SUP_OK;
}

static const char *
skip_digits(const char *p, int *some)
{
    for (*some = 0; *p >= '0' && *p <= '9'; p++) {
        *some = 1;
    }
    return p;
}

/* 1.5e3; text format also has "1.", ".5" and "1.5f". Checked here, since strtod takes
 * more: hexadecimal, blanks, "nan(x)". */
static int
is_decimal(const char *p, sup_dialect dialect)
{
    int whole, fraction = 0, exponent, loose = dialect == SUP_DIALECT_TEXT;

    p = skip_digits(p + (*p == '-'), &whole);
    if (*p == '.') {
        p = skip_digits(p + 1, &fraction);
        if (!fraction && !(loose && whole)) {
            return 0;
        }
    }
    if (!whole && !(loose && fraction)) {
        return 0;
    }
    if (*p == 'e' || *p == 'E') {
        p += p[1] == '-' || p[1] == '+' ? 2 : 1;
        p = skip_digits(p, &exponent);
        if (!exponent) {
            return 0;
        }
    }
    p += loose && *p == 'f';
    return *p == '\0';
}

static int
real_from_name(const char *text, sup_dialect dialect, double *out)
{
    static const struct {
        const char *json;
        const char *text;
        double value;
    } names[] = {
        {"Infinity", "inf", __builtin_inf()},
        {"-Infinity", "-inf", -__builtin_inf()},
        {"NaN", "nan", __builtin_nan("")},
        {"Infinity", "infinity", __builtin_inf()},
        {"-Infinity", "-infinity", -__builtin_inf()},
        {"NaN", "-nan", __builtin_nan("")},
    };
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (dialect == SUP_DIALECT_TEXT ? strcasecmp(text, names[i].text) == 0
                                        : strcmp(text, names[i].json) == 0) {
            *out = names[i].value;
            return 1;
        }
    }
    return 0;
}

sup_rc
sup_real_from_text(const char *text, sup_dialect dialect, double *out)
{
    if (real_from_name(text, dialect, out)) {
        return SUP_OK;
    }
    if (!is_decimal(text, dialect)) {
        return SUP_WIRE_TYPE;
    }
    *out = strtod(text, NULL);
    return *out > DBL_MAX || *out < -DBL_MAX ? SUP_WIRE_RANGE : SUP_OK;
}
