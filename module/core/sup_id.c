/* Ids of cases and receipt codes: printing them, and reading what a person typed.
 * Owns: the alphabet (Crockford's base 32: no I, L, O, U), form and check.
 * Must not know: where the randomness comes from, what an id belongs to. */
#include "sup_id.h"

#include "sup_calendar.h"

#define DAY_LEN    6
#define SERIAL_LEN 7
#define BARE_LEN   (DAY_LEN + SERIAL_LEN) /* an id without its hyphen */

/* Much longer than any way to type a receipt; keeps a hostile text from being walked. */
#define TYPED_MAX 256

static const char alphabet[33] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* n characters of 5 bits each, first bit first. */
static void
base32_print(char *out, const unsigned char *bytes, size_t n)
{
    size_t i, bit;
    unsigned pair;

    for (i = 0; i < n; i++) {
        bit = i * 5;
        pair = (unsigned)bytes[bit / 8] << 8;
        if (bit % 8 > 3) {
            pair |= bytes[bit / 8 + 1];
        }
        out[i] = alphabet[pair >> (11 - bit % 8) & 31];
    }
}

/* The next character that was typed, as ASCII; 0 for what an id cannot have. Chinese
 * input methods leave full-width forms (U+FF01 to U+FF5E), ideographic spaces and dashes.
 */
static char
typed_next(sup_str *typed)
{
    const unsigned char *p = (const unsigned char *)typed->data;
    unsigned code;
    size_t n = p[0] < 0x80 ? 1 : 3;

    if (typed->len < n) {
        typed->len = 0;
        return 0;
    }
    typed->data += n;
    typed->len -= n;
    if (n == 1) {
        return (char)p[0];
    }
    if ((p[0] & 0xF0) != 0xE0 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) {
        return 0;
    }
    code = (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
    if (code >= 0xFF01 && code <= 0xFF5E) {
        return (char)(code - 0xFF01 + 0x21);
    }
    if (code == 0x3000 || code == 0x2212 || (code >= 0x2010 && code <= 0x2015)) {
        return '-';
    }
    return 0;
}

/* The character of the alphabet that was meant, or 0. */
static char
canonical(char c)
{
    if (c >= 'a' && c <= 'z') {
        c = (char)(c - 'a' + 'A');
    }
    if (c == 'O') {
        return '0';
    }
    if (c == 'I' || c == 'L') {
        return '1';
    }
    return c != '\0' && memchr(alphabet, c, 32) != NULL ? c : '\0';
}

/* Exactly n characters of the alphabet, however they were grouped. */
static sup_rc
typed_read(sup_str typed, char *out, size_t n)
{
    size_t count = 0;
    char c;

    if (typed.len > TYPED_MAX) {
        return SUP_ID_FORM;
    }
    while (typed.len != 0) {
        c = typed_next(&typed);
        if (c == '-' || c == ' ') {
            continue;
        }
        c = canonical(c);
        if (c == '\0' || count == n) {
            return SUP_ID_FORM;
        }
        out[count++] = c;
    }
    return count == n ? SUP_OK : SUP_ID_FORM;
}

/* bare -> canonical id, if its first part is a day of this century. */
static sup_rc
case_id_form(const char *bare, char out[SUP_CASE_ID_LEN + 1])
{
    const char date[10] = {'2',     '0',     bare[0], bare[1], '-',
                           bare[2], bare[3], '-',     bare[4], bare[5]};
    int32_t day;

    if (sup_date_parse((sup_str){date, sizeof(date)}, &day) != SUP_OK) {
        return SUP_ID_FORM;
    }
    memcpy(out, bare, DAY_LEN);
    out[DAY_LEN] = '-';
    memcpy(out + DAY_LEN + 1, bare + DAY_LEN, SERIAL_LEN);
    out[SUP_CASE_ID_LEN] = '\0';
    return SUP_OK;
}

void
sup_case_id_make(char out[SUP_CASE_ID_LEN + 1], const char *day,
                 const unsigned char random[SUP_CASE_ID_RANDOM])
{
    memcpy(out, day, DAY_LEN);
    out[DAY_LEN] = '-';
    base32_print(out + DAY_LEN + 1, random, SERIAL_LEN);
    out[SUP_CASE_ID_LEN] = '\0';
}

sup_rc
sup_case_id_parse(sup_str typed, char out[SUP_CASE_ID_LEN + 1])
{
    char bare[BARE_LEN];
    sup_rc rc = typed_read(typed, bare, sizeof(bare));

    return rc == SUP_OK ? case_id_form(bare, out) : rc;
}

void
sup_receipt_secret(char out[SUP_RECEIPT_SECRET_LEN + 1], const unsigned char secret[17])
{
    base32_print(out, secret, SUP_RECEIPT_SECRET_LEN);
    out[SUP_RECEIPT_SECRET_LEN] = '\0';
}

void
sup_receipt_print(char out[SUP_RECEIPT_LEN + 1], const char *case_id,
                  const unsigned char secret[17])
{
    char text[SUP_RECEIPT_SECRET_LEN + 1];
    size_t i;

    sup_receipt_secret(text, secret);
    memcpy(out, case_id, SUP_CASE_ID_LEN);
    out += SUP_CASE_ID_LEN;
    for (i = 0; i < SUP_RECEIPT_SECRET_LEN; i++) {
        /* Groups of five; the last takes the odd character. */
        if (i % 5 == 0 && i < 25) {
            *out++ = '-';
        }
        *out++ = text[i];
    }
    *out = '\0';
}

sup_rc
sup_receipt_parse(sup_str typed, char case_id[SUP_CASE_ID_LEN + 1],
                  char secret[SUP_RECEIPT_SECRET_LEN + 1])
{
    char bare[BARE_LEN + SUP_RECEIPT_SECRET_LEN];
    sup_rc rc = typed_read(typed, bare, sizeof(bare));

    if (rc == SUP_OK) {
        rc = case_id_form(bare, case_id);
    }
    if (rc == SUP_OK) {
        memcpy(secret, bare + BARE_LEN, SUP_RECEIPT_SECRET_LEN);
        secret[SUP_RECEIPT_SECRET_LEN] = '\0';
    }
    return rc;
}

enum { NAME_MIN = 2, NAME_MAX = 48 };

int
sup_name_ok(sup_str name)
{
    if (name.len < NAME_MIN || name.len > NAME_MAX || name.data[0] == '-') {
        return 0;
    }
    for (size_t i = 0; i < name.len; i++) {
        char ch = name.data[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-')) {
            return 0;
        }
    }
    return 1;
}
