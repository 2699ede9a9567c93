/* Ids of cases and receipt codes: short, typable, sortable by day, telling no volume.
 * Owns: their alphabet (Crockford's base 32), form and check.
 * Must not know: where the randomness comes from. */
#ifndef SUP_ID_H
#define SUP_ID_H

#include "sup_base.h"

/* yymmdd-xxxxxxx: campus date and 35 random bits: 261123-7KQ4M2X */
#define SUP_CASE_ID_LEN    14
#define SUP_CASE_ID_RANDOM 5 /* bytes that it is made of */
/* <case id>-<26 characters in groups>: 130 bits, of which at least 128 are random. */
#define SUP_RECEIPT_SECRET_LEN 26

enum { SUP_ID_FORM = -330 };

/* day: "261123"; random: 5 bytes. out is NUL-terminated. */
void sup_case_id_make(char out[SUP_CASE_ID_LEN + 1], const char *day,
                      const unsigned char random[SUP_CASE_ID_RANDOM]);
/* Reads what a person typed (lower case, O for 0, I and L for 1, no hyphen) into the
 * canonical form. */
sup_rc sup_case_id_parse(sup_str typed, char out[SUP_CASE_ID_LEN + 1]);

/* [a-z0-9][a-z0-9-]{1,47}: what people name units, places, periods and schedules by. Any
 * other text makes no key. */
int sup_name_ok(sup_str name);

/* secret: 17 bytes, of which 130 bits are used.
 * Text: <id>-XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX */
#define SUP_RECEIPT_LEN (SUP_CASE_ID_LEN + 1 + 26 + 4)
void sup_receipt_print(char out[SUP_RECEIPT_LEN + 1], const char *case_id,
                       const unsigned char secret[17]);
/* The 26 characters of the secret alone, as sup_receipt_parse() gives them. */
void sup_receipt_secret(char out[SUP_RECEIPT_SECRET_LEN + 1],
                        const unsigned char secret[17]);
/* The case id, and the 26 canonical characters of the secret. */
sup_rc sup_receipt_parse(sup_str typed, char case_id[SUP_CASE_ID_LEN + 1],
                         char secret[SUP_RECEIPT_SECRET_LEN + 1]);

#endif
