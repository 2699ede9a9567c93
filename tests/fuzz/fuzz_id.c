/* Fuzz target: everything short that people type or administrators paste: ids, receipts,
 * dates, periods, the secrets file, sealed data. The first byte chooses.
 * Owns: the promises that must hold for any bytes.
 * Must not know: how the parsers work. */
#include <stdlib.h>
#include "core/sup_calendar.h"
#include "core/sup_id.h"
#include "kit/sup_crypto.h"
#include "sup_test_arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
    if (!holds) {
        abort();
    }
}

/* What was read is canonical: it reads as itself. */
static void
try_case_id(sup_str text)
{
    char one[SUP_CASE_ID_LEN + 1], two[SUP_CASE_ID_LEN + 1];

    if (sup_case_id_parse(text, one) == SUP_OK) {
        must(strlen(one) == SUP_CASE_ID_LEN);
        must(sup_case_id_parse(sup_str_c(one), two) == SUP_OK);
        must(strcmp(one, two) == 0);
    }
}

static void
try_receipt(sup_str text)
{
    char id[SUP_CASE_ID_LEN + 1], secret[SUP_RECEIPT_SECRET_LEN + 1];
    char id2[SUP_CASE_ID_LEN + 1], secret2[SUP_RECEIPT_SECRET_LEN + 1];
    char joined[SUP_CASE_ID_LEN + SUP_RECEIPT_SECRET_LEN];

    if (sup_receipt_parse(text, id, secret) == SUP_OK) {
        memcpy(joined, id, SUP_CASE_ID_LEN);
        memcpy(joined + SUP_CASE_ID_LEN, secret, SUP_RECEIPT_SECRET_LEN);
        must(sup_receipt_parse((sup_str){joined, sizeof(joined)}, id2, secret2) ==
             SUP_OK);
        must(strcmp(id, id2) == 0 && strcmp(secret, secret2) == 0);
    }
}

static void
try_date(sup_str text)
{
    static const sup_calendar china = {.offset_min = 480};
    int32_t day;
    int64_t from, to;
    sup_local local;
    char period[8];

    if (sup_date_parse(text, &day) == SUP_OK) {
        sup_local_of(&china, day * INT64_C(86400000), &local);
        must(sup_date_of(local.year, local.month, local.day) == day);
        must(local.minute == 480 || day > 2932895); /* held at the end of all years */
    }
    if (sup_period_bounds(&china, text, &from, &to) == SUP_OK) {
        must(from < to);
        sup_period_text(&china, to - 1, period);
        must(memcmp(period, text.data, 7) == 0 || to < INT64_C(-62135000000000));
    }
}

static void
try_keyring(sup_str text)
{
    sup_keyring ring;
    unsigned line;
    size_t i;

    if (sup_keyring_parse(&ring, text, &line) == SUP_OK) {
        must(ring.n > 0 && ring.n <= SUP_KEYS_MAX);
        for (i = 0; i < ring.n; i++) {
            must(sup_keyring_find(&ring, ring.keys[i].id) == &ring.keys[i]);
        }
        sup_keyring_wipe(&ring);
    } else {
        must(ring.n == 0 && ring.keys[0].id[0] == '\0');
    }
}

/* Nobody without the key makes bytes that open. */
static void
try_unseal(sup_str text)
{
    static const char secret[] = "k AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_keyring ring;
    unsigned line;
    sup_str plain;

    must(sup_keyring_parse(&ring, sup_str_c(secret), &line) == SUP_OK);
    must(sup_unseal(&t->arena, &ring, SUP_STR("fuzz"), text, &plain) != SUP_OK);
    sup_keyring_wipe(&ring);
    sup_test_arena_destroy(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const tries[])(sup_str) = {try_case_id, try_receipt, try_date,
                                             try_keyring, try_unseal};
    sup_str text;

    if (size == 0) {
        return 0;
    }
    text = (sup_str){(const char *)data + 1, size - 1};
    tries[data[0] % (sizeof(tries) / sizeof(tries[0]))](text);
    return 0;
}
