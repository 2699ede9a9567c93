/* module/kit/sup_crypto.c: key ring, keyed hashes, sealed data.
 * Owns: HMAC and HKDF once more, by their RFCs and over SHA-256 alone, to compare with.
 * Must not know: OpenSSL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "kit/sup_crypto.h"
#include "sup_test_arena.h"

/* base64 of 32 bytes: 00 to 1F, 20 to 3F, 40 to 5F */
#define SECRET_A "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define SECRET_B "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
#define SECRET_C "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8="

static const char ring_old[] = "2025 " SECRET_A "\n";
static const char ring_both[] =
    "# rotated in spring\n2026 " SECRET_B "\n2025 " SECRET_A "\n";
static const char ring_new[] = "2026 " SECRET_B "\n";

static void
ring_make(sup_keyring *ring, const char *text)
{
    unsigned line;

    assert_int_equal(sup_keyring_parse(ring, sup_str_c(text), &line), SUP_OK);
}

static void
assert_hex(const void *bytes, size_t len, const char *hex)
{
    char text[2 * 256 + 1];

    sup_hex(text, bytes, len);
    assert_string_equal(text, hex);
}

/* RFC 2104 over sup_sha256. */
static void
model_hmac(const void *key, size_t key_len, const void *text, size_t len,
           unsigned char out[32])
{
    unsigned char block[64 + 512], hashed[32];
    size_t i;

    memset(block, 0, 64);
    if (key_len > 64) {
        assert_int_equal(sup_sha256(hashed, (sup_str){key, key_len}), SUP_OK);
        memcpy(block, hashed, 32);
    } else {
        memcpy(block, key, key_len);
    }
    for (i = 0; i < 64; i++) {
        block[i] ^= 0x36;
    }
    assert_true(len <= 512);
    if (len != 0) {
        memcpy(block + 64, text, len);
    }
    assert_int_equal(sup_sha256(hashed, (sup_str){(char *)block, 64 + len}), SUP_OK);
    for (i = 0; i < 64; i++) {
        block[i] ^= 0x36 ^ 0x5C;
    }
    memcpy(block + 64, hashed, 32);
    assert_int_equal(sup_sha256(out, (sup_str){(char *)block, 96}), SUP_OK);
}

/* RFC 5869, up to one block of output. */
static void
model_hkdf(const void *salt, size_t salt_len, const void *ikm, size_t ikm_len,
           const void *info, size_t info_len, unsigned char out[32])
{
    unsigned char prk[32], text[256];

    model_hmac(salt, salt_len, ikm, ikm_len, prk);
    memcpy(text, info, info_len);
    text[info_len] = 1;
    model_hmac(prk, 32, text, info_len + 1, out);
}

static void
test_crypto__sha256_gives_the_vectors_of_fips_180(void **unused)
{
    unsigned char out[32];

    (void)unused;
    assert_int_equal(sup_sha256(out, SUP_STR("abc")), SUP_OK);
    assert_hex(out, 32,
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(sup_sha256(out, SUP_STR_NULL), SUP_OK);
    assert_hex(out, 32,
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_int_equal(
        sup_sha256(out,
                   SUP_STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
        SUP_OK);
    assert_hex(out, 32,
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* The model is worth comparing with only if it gives the RFCs' own answers. */
static void
test_crypto__the_model_gives_the_vectors_of_rfc_4231_and_rfc_5869(void **unused)
{
    unsigned char key[131], data[64], salt[13], info[10], out[32];
    int i;

    (void)unused;
    memset(key, 0x0b, 20);
    model_hmac(key, 20, "Hi There", 8, out);
    assert_hex(out, 32,
               "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    model_hmac("Jefe", 4, "what do ya want for nothing?", 28, out);
    assert_hex(out, 32,
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, 131);
    memset(data, 0xdd, 50);
    model_hmac(key, 20, data, 50, out);
    assert_hex(out, 32,
               "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    model_hmac(key, 131, "Test Using Larger Than Block-Size Key - Hash Key First", 54,
               out);
    assert_hex(out, 32,
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    memset(key, 0x0b, 22);
    for (i = 0; i < 13; i++) {
        salt[i] = (unsigned char)i;
    }
    for (i = 0; i < 10; i++) {
        info[i] = (unsigned char)(0xf0 + i);
    }
    model_hkdf(salt, 13, key, 22, info, 10, out); /* test case 1, its first 32 bytes */
    assert_hex(out, 32,
               "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

static void
test_crypto__keys_are_derived_by_hkdf_one_label_for_each_use(void **unused)
{
    unsigned char secret[32], zero[32] = {0}, want[32];
    sup_keyring ring;
    int i;

    (void)unused;
    for (i = 0; i < 32; i++) {
        secret[i] = (unsigned char)i;
    }
    ring_make(&ring, ring_old);
    model_hkdf(zero, 32, secret, 32, "supervision v1 hash", 19, want);
    assert_memory_equal(ring.keys[0].hash, want, 32);
    model_hkdf(zero, 32, secret, 32, "supervision v1 seal", 19, want);
    assert_memory_equal(ring.keys[0].seal, want, 32);
    assert_memory_not_equal(ring.keys[0].seal, ring.keys[0].hash, 32);
    sup_keyring_wipe(&ring);
}

static void
test_crypto__a_keyed_hash_is_hmac_over_label_nul_and_bytes(void **unused)
{
    static const char input[] = "receipt\0"
                                "261123-7KQ4M2X";
    unsigned char got[32], want[32];
    sup_keyring ring;

    (void)unused;
    ring_make(&ring, ring_old);
    assert_int_equal(
        sup_keyed_hash(&ring.keys[0], "receipt", SUP_STR("261123-7KQ4M2X"), got), SUP_OK);
    model_hmac(ring.keys[0].hash, 32, input, sizeof(input) - 1, want);
    assert_memory_equal(got, want, 32);
    assert_int_equal(sup_keyed_hash(&ring.keys[0], "receipt", SUP_STR_NULL, got), SUP_OK);
    model_hmac(ring.keys[0].hash, 32, "receipt\0", 8, want);
    assert_memory_equal(got, want, 32);
    sup_keyring_wipe(&ring);
}

static void
test_crypto__label_and_bytes_do_not_run_together(void **unused)
{
    unsigned char one[32], two[32];
    sup_keyring ring;

    (void)unused;
    ring_make(&ring, ring_old);
    assert_int_equal(sup_keyed_hash(&ring.keys[0], "user", SUP_STR("name"), one), SUP_OK);
    assert_int_equal(sup_keyed_hash(&ring.keys[0], "usern", SUP_STR("ame"), two), SUP_OK);
    assert_memory_not_equal(one, two, 32);
    assert_int_equal(sup_keyed_hash(&ring.keys[0], "idempotency", SUP_STR("name"), two),
                     SUP_OK);
    assert_memory_not_equal(one, two, 32);
    sup_keyring_wipe(&ring);
}

static void
test_crypto__a_hash_matches_with_any_key_of_the_ring_and_no_other(void **unused)
{
    unsigned char hash[32];
    sup_keyring old, both, new;
    sup_str stored = {(char *)hash, 32};
    int i;

    (void)unused;
    ring_make(&old, ring_old);
    ring_make(&both, ring_both);
    ring_make(&new, ring_new);
    assert_int_equal(sup_keyed_hash(&old.keys[0], "receipt", SUP_STR("code"), hash),
                     SUP_OK);
    assert_true(sup_keyed_hash_matches(&old, "receipt", SUP_STR("code"), stored));
    assert_true(sup_keyed_hash_matches(&both, "receipt", SUP_STR("code"), stored));
    assert_false(sup_keyed_hash_matches(&new, "receipt", SUP_STR("code"), stored));
    assert_false(sup_keyed_hash_matches(&both, "receipt", SUP_STR("Code"), stored));
    assert_false(sup_keyed_hash_matches(&both, "user", SUP_STR("code"), stored));
    for (i = 0; i < 256; i++) {
        hash[i / 8] ^= (unsigned char)(1 << i % 8);
        assert_false(sup_keyed_hash_matches(&both, "receipt", SUP_STR("code"), stored));
        hash[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    sup_keyring_wipe(&old);
    sup_keyring_wipe(&both);
    sup_keyring_wipe(&new);
}

static void
test_crypto__an_empty_or_short_hash_matches_nothing(void **unused)
{
    unsigned char hash[33];
    sup_keyring ring, none;

    (void)unused;
    memset(&none, 0, sizeof(none));
    ring_make(&ring, ring_old);
    assert_int_equal(sup_keyed_hash(&ring.keys[0], "receipt", SUP_STR("code"), hash),
                     SUP_OK);
    hash[32] = 0;
    assert_false(sup_keyed_hash_matches(&ring, "receipt", SUP_STR("code"), SUP_STR_NULL));
    assert_false(sup_keyed_hash_matches(&ring, "receipt", SUP_STR("code"),
                                        (sup_str){(char *)hash, 31}));
    assert_false(sup_keyed_hash_matches(&ring, "receipt", SUP_STR("code"),
                                        (sup_str){(char *)hash, 33}));
    assert_false(sup_keyed_hash_matches(&none, "receipt", SUP_STR("code"),
                                        (sup_str){(char *)hash, 32}));
    sup_keyring_wipe(&ring);
}

static void
test_crypto__the_secrets_file_may_have_comments_blanks_and_windows_ends(void **unused)
{
    sup_keyring ring;
    unsigned line;

    (void)unused;
    assert_int_equal(
        sup_keyring_parse(&ring,
                          SUP_STR("# keys\r\n\r\n  2026-a\t " SECRET_B " \r\n#x\n"
                                  "old.key_1 " SECRET_A),
                          &line),
        SUP_OK);
    assert_int_equal(ring.n, 2);
    assert_string_equal(ring.keys[0].id, "2026-a");
    assert_ptr_equal(sup_keyring_find(&ring, "old.key_1"), &ring.keys[1]);
    assert_null(sup_keyring_find(&ring, "old"));
    assert_null(sup_keyring_find(&ring, ""));
    sup_keyring_wipe(&ring);
}

static void
test_crypto__a_secrets_file_at_fault_names_its_line_and_leaves_no_key(void **unused)
{
    static const struct {
        const char *text;
        unsigned line;
    } bad[] = {
        {"", 0},
        {"# nothing\n", 1},
        {"a\n", 1},
        {"a \n", 1},
        {" " SECRET_A "\n", 1},
        {SECRET_A "\n", 1},
        {"a " SECRET_A "\na " SECRET_B "\n", 2}, /* the same id twice */
        {"a " SECRET_A "\n\n# x\nb " SECRET_B "x", 4},
        {"a AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==\n", 1}, /* 31 bytes */
        {"a AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g\n", 1}, /* 33 bytes */
        {"a AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n", 1},  /* no padding */
        {"a AAECAwQFBgcICQoLDA0ODxAREhMUFRYX GBkaGxwdHh8=\n", 1},
        {"a AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd-_8=\n", 1}, /* base64url */
        {"a AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh==\n", 1},
        {"a b " SECRET_A "\n", 1},
        {"a/b " SECRET_A "\n", 1},
        {"seventeen-letters " SECRET_A "\n", 1},
    };
    sup_keyring ring, zero;
    size_t i;

    (void)unused;
    memset(&zero, 0, sizeof(zero));
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        unsigned line = 99;

        if (sup_keyring_parse(&ring, sup_str_c(bad[i].text), &line) != SUP_CRYPTO_FORM ||
            line != bad[i].line) {
            fail_msg("%s: line %u", bad[i].text, line);
        }
        assert_memory_equal(&ring, &zero, sizeof(ring));
    }
}

static void
test_crypto__eight_keys_fit_and_nine_do_not(void **unused)
{
    sup_keyring ring;
    char text[1024];
    unsigned line;
    int i, n = 0;

    (void)unused;
    for (i = 0; i < 9; i++) {
        n += snprintf(text + n, sizeof(text) - (size_t)n, "k%d " SECRET_C "\n", i);
        assert_int_equal(sup_keyring_parse(&ring, (sup_str){text, (size_t)n}, &line),
                         i < SUP_KEYS_MAX ? SUP_OK : SUP_CRYPTO_FORM);
        sup_keyring_wipe(&ring);
    }
    assert_int_equal(line, 9);
}

static void
test_crypto__a_wiped_ring_holds_nothing(void **unused)
{
    sup_keyring ring, zero;

    (void)unused;
    memset(&zero, 0, sizeof(zero));
    ring_make(&ring, ring_both);
    sup_keyring_wipe(&ring);
    assert_memory_equal(&ring, &zero, sizeof(ring));
}

static void
test_crypto__what_was_sealed_opens_and_does_not_show(void **unused)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_str sealed, again, plain;
    sup_keyring ring;
    size_t i;

    (void)unused;
    ring_make(&ring, ring_old);
    assert_int_equal(sup_seal(&t->arena, &ring, SUP_STR("261123-7KQ4M2X"),
                              SUP_STR("13800138000"), &sealed),
                     SUP_OK);
    assert_int_equal(sealed.len, 1 + 1 + 4 + 12 + 11 + 16);
    assert_memory_equal(sealed.data,
                        "\1\4"
                        "2025",
                        6);
    for (i = 0; i + 3 <= sealed.len; i++) {
        assert_memory_not_equal(sealed.data + i, "138", 3);
    }
    assert_int_equal(
        sup_unseal(&t->arena, &ring, SUP_STR("261123-7KQ4M2X"), sealed, &plain), SUP_OK);
    assert_true(sup_str_eq(plain, SUP_STR("13800138000")));
    assert_int_equal(plain.data[plain.len], '\0');
    /* The same text never looks the same twice. */
    sup_seal(&t->arena, &ring, SUP_STR("261123-7KQ4M2X"), SUP_STR("13800138000"), &again);
    assert_false(sup_str_eq(sealed, again));
    sup_test_arena_destroy(t);
    sup_keyring_wipe(&ring);
}

static void
test_crypto__nothing_and_much_can_be_sealed(void **unused)
{
    static const size_t sizes[] = {0, 1, 15, 16, 17, 4096, 1 << 20};
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    char *text = calloc(1, (1 << 20) + 1);
    sup_str sealed, plain;
    sup_keyring ring;
    size_t i;

    (void)unused;
    ring_make(&ring, ring_old);
    for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        sup_str in = {text, sizes[i]};

        memset(text, (int)('a' + i), sizes[i]);
        assert_int_equal(sup_seal(&t->arena, &ring, SUP_STR_NULL, in, &sealed), SUP_OK);
        assert_int_equal(sup_unseal(&t->arena, &ring, SUP_STR_NULL, sealed, &plain),
                         SUP_OK);
        assert_true(sup_str_eq(in, plain));
    }
    assert_int_equal(
        sup_seal(&t->arena, &ring, SUP_STR_NULL, (sup_str){text, (1 << 20) + 1}, &sealed),
        SUP_CRYPTO_FAILED);
    free(text);
    sup_test_arena_destroy(t);
    sup_keyring_wipe(&ring);
}

static void
test_crypto__sealed_data_opens_only_where_it_belongs(void **unused)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_str sealed, plain = SUP_STR("untouched");
    sup_keyring ring;

    (void)unused;
    ring_make(&ring, ring_old);
    sup_seal(&t->arena, &ring, SUP_STR("261123-7KQ4M2X"), SUP_STR("phone"), &sealed);
    assert_int_equal(
        sup_unseal(&t->arena, &ring, SUP_STR("261123-7KQ4M2Y"), sealed, &plain),
        SUP_CRYPTO_FORGED);
    assert_int_equal(sup_unseal(&t->arena, &ring, SUP_STR_NULL, sealed, &plain),
                     SUP_CRYPTO_FORGED);
    assert_true(sup_str_eq(plain, SUP_STR("untouched")));
    sup_test_arena_destroy(t);
    sup_keyring_wipe(&ring);
}

static void
test_crypto__a_change_of_any_bit_or_length_is_found(void **unused)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_str sealed, plain = SUP_STR("untouched");
    char copy[128];
    sup_keyring ring;
    size_t i;
    sup_rc rc;

    (void)unused;
    ring_make(&ring, ring_both);
    sup_seal(&t->arena, &ring, SUP_STR("id"), SUP_STR("phone"), &sealed);
    for (i = 0; i < sealed.len * 8; i++) {
        memcpy(copy, sealed.data, sealed.len);
        copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
        rc = sup_unseal(&t->arena, &ring, SUP_STR("id"), (sup_str){copy, sealed.len},
                        &plain);
        assert_true(rc == SUP_CRYPTO_FORGED || rc == SUP_CRYPTO_NO_KEY);
        /* Only the name of the key can make it look for one that it has not. */
        assert_true(rc == SUP_CRYPTO_FORGED || (i >= 8 && i < 6 * 8));
    }
    for (i = 0; i < sealed.len; i++) {
        /* A copy of exactly this size, so that reading beyond it would show. */
        char *cut = sup_alloc(&t->arena, i);

        memcpy(cut, sealed.data, i);
        assert_int_equal(
            sup_unseal(&t->arena, &ring, SUP_STR("id"), (sup_str){cut, i}, &plain),
            SUP_CRYPTO_FORGED);
    }
    assert_true(sup_str_eq(plain, SUP_STR("untouched")));
    sup_test_arena_destroy(t);
    sup_keyring_wipe(&ring);
}

static void
test_crypto__rotation_writes_with_the_first_key_and_reads_with_all(void **unused)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_keyring old, both, new;
    sup_str before, after, plain;

    (void)unused;
    ring_make(&old, ring_old);
    ring_make(&both, ring_both);
    ring_make(&new, ring_new);
    sup_seal(&t->arena, &old, SUP_STR("id"), SUP_STR("phone"), &before);
    sup_seal(&t->arena, &both, SUP_STR("id"), SUP_STR("phone"), &after);
    assert_int_equal(sup_unseal(&t->arena, &both, SUP_STR("id"), before, &plain), SUP_OK);
    assert_int_equal(sup_unseal(&t->arena, &new, SUP_STR("id"), after, &plain), SUP_OK);
    assert_int_equal(sup_unseal(&t->arena, &new, SUP_STR("id"), before, &plain),
                     SUP_CRYPTO_NO_KEY);
    assert_int_equal(sup_unseal(&t->arena, &old, SUP_STR("id"), after, &plain),
                     SUP_CRYPTO_NO_KEY);
    sup_test_arena_destroy(t);
    sup_keyring_wipe(&old);
    sup_keyring_wipe(&both);
    sup_keyring_wipe(&new);
}

static void
test_crypto__another_secret_under_the_same_name_opens_nothing(void **unused)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_keyring one, other;
    sup_str sealed, plain;

    (void)unused;
    ring_make(&one, "k " SECRET_A);
    ring_make(&other, "k " SECRET_C);
    sup_seal(&t->arena, &one, SUP_STR("id"), SUP_STR("phone"), &sealed);
    assert_int_equal(sup_unseal(&t->arena, &other, SUP_STR("id"), sealed, &plain),
                     SUP_CRYPTO_FORGED);
    sup_test_arena_destroy(t);
    sup_keyring_wipe(&one);
    sup_keyring_wipe(&other);
}

static void
test_crypto__without_memory_or_keys_nothing_is_sealed(void **unused)
{
    sup_test_arena *t = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_test_arena *small = sup_test_arena_create(8);
    sup_str sealed, plain;
    sup_keyring ring, none;

    (void)unused;
    memset(&none, 0, sizeof(none));
    ring_make(&ring, ring_old);
    assert_int_equal(
        sup_seal(&small->arena, &ring, SUP_STR("id"), SUP_STR("phone"), &sealed),
        SUP_NOMEM);
    assert_int_equal(sup_seal(&t->arena, &none, SUP_STR("id"), SUP_STR("phone"), &sealed),
                     SUP_CRYPTO_NO_KEY);
    sup_seal(&t->arena, &ring, SUP_STR("id"), SUP_STR("long enough"), &sealed);
    assert_int_equal(sup_unseal(&small->arena, &ring, SUP_STR("id"), sealed, &plain),
                     SUP_NOMEM);
    sup_test_arena_destroy(small);
    sup_test_arena_destroy(t);
    sup_keyring_wipe(&ring);
}

static void
test_crypto__random_bytes_differ(void **unused)
{
    unsigned char one[32] = {0}, two[32] = {0};

    (void)unused;
    assert_int_equal(sup_random(one, sizeof(one)), SUP_OK);
    assert_int_equal(sup_random(two, sizeof(two)), SUP_OK);
    assert_memory_not_equal(one, two, sizeof(one));
    assert_int_equal(sup_random(one, SIZE_MAX), SUP_CRYPTO_FAILED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crypto__sha256_gives_the_vectors_of_fips_180),
        cmocka_unit_test(
            test_crypto__the_model_gives_the_vectors_of_rfc_4231_and_rfc_5869),
        cmocka_unit_test(test_crypto__keys_are_derived_by_hkdf_one_label_for_each_use),
        cmocka_unit_test(test_crypto__a_keyed_hash_is_hmac_over_label_nul_and_bytes),
        cmocka_unit_test(test_crypto__label_and_bytes_do_not_run_together),
        cmocka_unit_test(
            test_crypto__a_hash_matches_with_any_key_of_the_ring_and_no_other),
        cmocka_unit_test(test_crypto__an_empty_or_short_hash_matches_nothing),
        cmocka_unit_test(
            test_crypto__the_secrets_file_may_have_comments_blanks_and_windows_ends),
        cmocka_unit_test(
            test_crypto__a_secrets_file_at_fault_names_its_line_and_leaves_no_key),
        cmocka_unit_test(test_crypto__eight_keys_fit_and_nine_do_not),
        cmocka_unit_test(test_crypto__a_wiped_ring_holds_nothing),
        cmocka_unit_test(test_crypto__what_was_sealed_opens_and_does_not_show),
        cmocka_unit_test(test_crypto__nothing_and_much_can_be_sealed),
        cmocka_unit_test(test_crypto__sealed_data_opens_only_where_it_belongs),
        cmocka_unit_test(test_crypto__a_change_of_any_bit_or_length_is_found),
        cmocka_unit_test(
            test_crypto__rotation_writes_with_the_first_key_and_reads_with_all),
        cmocka_unit_test(test_crypto__another_secret_under_the_same_name_opens_nothing),
        cmocka_unit_test(test_crypto__without_memory_or_keys_nothing_is_sealed),
        cmocka_unit_test(test_crypto__random_bytes_differ),
    };

    return cmocka_run_group_tests_name("crypto", tests, NULL, NULL);
}
