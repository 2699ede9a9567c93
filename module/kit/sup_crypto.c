/* Secrets: the key ring, keyed hashes, sealed contact data, randomness.
 * Owns: key derivation and the format of sealed data: version, length of the key id, key
 *   id, nonce, ciphertext, tag.
 * Must not know: files, nginx, what is sealed. */
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include "sup_crypto.h"

#define SEAL_VERSION 1
#define NONCE_LEN    12
#define TAG_LEN      16
#define BLOCK_LEN    64 /* of SHA-256 */
#define BASE64_LEN   44 /* of 32 bytes, with its one '=' */
#define SEALED_MAX   (1u << 20)

/* One label for each use; a new use gets a new label, never an old key. */
static const char label_hash[] = "supervision v1 hash";
static const char label_seal[] = "supervision v1 seal";

/* HKDF-SHA-256 (RFC 5869) without salt: the secret is uniformly random already. */
static sup_rc
derive(const unsigned char secret[SUP_HASH_LEN], const char *label,
       unsigned char out[SUP_HASH_LEN])
{
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret,
                                          SUP_HASH_LEN),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)label,
                                          strlen(label)),
        OSSL_PARAM_construct_end(),
    };
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, OSSL_KDF_NAME_HKDF, NULL);
    EVP_KDF_CTX *ctx = kdf == NULL ? NULL : EVP_KDF_CTX_new(kdf);
    int ok = ctx != NULL && EVP_KDF_derive(ctx, out, SUP_HASH_LEN, params) == 1;

    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
    return ok ? SUP_OK : SUP_CRYPTO_FAILED;
}

static int
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static sup_str
trim(sup_str text)
{
    while (text.len != 0 && is_blank(text.data[0])) {
        text.data++;
        text.len--;
    }
    while (text.len != 0 && is_blank(text.data[text.len - 1])) {
        text.len--;
    }
    return text;
}

/* The line at the start of *text, which moves on. */
static sup_str
line_take(sup_str *text)
{
    const char *end = memchr(text->data, '\n', text->len);
    sup_str line = {text->data, end == NULL ? text->len : (size_t)(end - text->data)};
    size_t used = line.len + (end != NULL);

    text->data += used;
    text->len -= used;
    return trim(line);
}

static int
is_id_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || c == '.';
}

static int
is_base64_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '+' || c == '/';
}

/* EVP_DecodeBlock passes over blanks and signs, so the form is checked before. */
static sup_rc
secret_decode(sup_str text, unsigned char secret[SUP_HASH_LEN])
{
    unsigned char buffer[SUP_HASH_LEN + 1]; /* the padding decodes to one byte more */
    sup_rc rc = SUP_CRYPTO_FORM;
    size_t i;

    if (text.len != BASE64_LEN || text.data[BASE64_LEN - 1] != '=') {
        return SUP_CRYPTO_FORM;
    }
    for (i = 0; i < BASE64_LEN - 1; i++) {
        if (!is_base64_char(text.data[i])) {
            return SUP_CRYPTO_FORM;
        }
    }
    if (EVP_DecodeBlock(buffer, (const unsigned char *)text.data, BASE64_LEN) ==
        sizeof(buffer)) {
        memcpy(secret, buffer, SUP_HASH_LEN);
        rc = SUP_OK;
    }
    OPENSSL_cleanse(buffer, sizeof(buffer));
    return rc;
}

/* `<id> <base64>` */
static sup_rc
key_parse(sup_keyring *ring, sup_str line)
{
    sup_key *key = &ring->keys[ring->n];
    unsigned char secret[SUP_HASH_LEN];
    size_t n = 0;
    sup_rc rc;

    while (n < line.len && is_id_char(line.data[n])) {
        n++;
    }
    if (ring->n == SUP_KEYS_MAX || n == 0 || n > SUP_KEY_ID_MAX || n == line.len ||
        !is_blank(line.data[n])) {
        return SUP_CRYPTO_FORM;
    }
    memcpy(key->id, line.data, n);
    key->id[n] = '\0';
    if (sup_keyring_find(ring, key->id) != NULL) {
        return SUP_CRYPTO_FORM;
    }
    rc = secret_decode(trim((sup_str){line.data + n, line.len - n}), secret);
    if (rc == SUP_OK) {
        rc = derive(secret, label_hash, key->hash);
    }
    if (rc == SUP_OK) {
        rc = derive(secret, label_seal, key->seal);
    }
    OPENSSL_cleanse(secret, sizeof(secret));
    if (rc == SUP_OK) {
        key->digest = EVP_MD_fetch(NULL, "SHA256", NULL);
        rc = key->digest == NULL ? SUP_CRYPTO_FAILED : SUP_OK;
    }
    ring->n += rc == SUP_OK;
    return rc;
}

sup_rc
sup_keyring_parse(sup_keyring *ring, sup_str text, unsigned *line)
{
    sup_rc rc = SUP_OK;
    sup_str one;

    memset(ring, 0, sizeof(*ring));
    *line = 0;
    while (rc == SUP_OK && text.len != 0) {
        ++*line;
        one = line_take(&text);
        if (one.len != 0 && one.data[0] != '#') {
            rc = key_parse(ring, one);
        }
    }
    if (rc == SUP_OK && ring->n == 0) {
        rc = SUP_CRYPTO_FORM;
    }
    if (rc != SUP_OK) {
        sup_keyring_wipe(ring);
    }
    return rc;
}

const sup_key *
sup_keyring_find(const sup_keyring *ring, const char *id)
{
    size_t i;

    for (i = 0; i < ring->n; i++) {
        if (strcmp(ring->keys[i].id, id) == 0) {
            return &ring->keys[i];
        }
    }
    return NULL;
}

void
sup_keyring_wipe(sup_keyring *ring)
{
    size_t i;

    for (i = 0; i < ring->n; i++) {
        EVP_MD_free(ring->keys[i].digest);
    }
    OPENSSL_cleanse(ring, sizeof(*ring));
}

/* EVP takes no NULL for "no bytes" everywhere. */
static const unsigned char *
bytes_of(sup_str text)
{
    return (const unsigned char *)(text.len == 0 ? "" : text.data);
}

sup_rc
sup_sha256(unsigned char out[SUP_HASH_LEN], sup_str bytes)
{
    if (EVP_Digest(bytes_of(bytes), bytes.len, out, NULL, EVP_sha256(), NULL) != 1) {
        memset(out, 0, SUP_HASH_LEN);
        return SUP_CRYPTO_FAILED;
    }
    return SUP_OK;
}

/* One of HMAC's two passes: pad, then two pieces of text. */
static int
hmac_pass(EVP_MD_CTX *ctx, const EVP_MD *digest, const unsigned char pad[BLOCK_LEN],
          sup_str one, sup_str two, unsigned char out[SUP_HASH_LEN])
{
    return EVP_DigestInit_ex2(ctx, digest, NULL) == 1 &&
           EVP_DigestUpdate(ctx, pad, BLOCK_LEN) == 1 &&
           EVP_DigestUpdate(ctx, bytes_of(one), one.len) == 1 &&
           EVP_DigestUpdate(ctx, bytes_of(two), two.len) == 1 &&
           EVP_DigestFinal_ex(ctx, out, NULL) == 1;
}

/* HMAC by RFC 2104 over EVP's digest. OpenSSL's own EVP_MAC and HMAC() look their
 * algorithms up by name at every call: measured, four times as long for texts as short as
 * ours, and an intake takes several of them. The NUL keeps label and bytes apart: no
 * other pair of them gives the same input. */
sup_rc
sup_keyed_hash(const sup_key *key, const char *label, sup_str bytes,
               unsigned char out[SUP_HASH_LEN])
{
    const EVP_MD *digest = key->digest == NULL ? EVP_sha256() : key->digest;
    sup_str tag = {label, strlen(label) + 1}, inner = {(const char *)out, SUP_HASH_LEN};
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    unsigned char pad[BLOCK_LEN];
    size_t i;
    int ok;

    memset(pad, 0x36, sizeof(pad));
    for (i = 0; i < SUP_HASH_LEN; i++) {
        pad[i] ^= key->hash[i];
    }
    ok = ctx != NULL && hmac_pass(ctx, digest, pad, tag, bytes, out);
    for (i = 0; i < sizeof(pad); i++) {
        pad[i] ^= 0x36 ^ 0x5C;
    }
    ok = ok && hmac_pass(ctx, NULL, pad, inner, SUP_STR_NULL, out);
    OPENSSL_cleanse(pad, sizeof(pad));
    EVP_MD_CTX_free(ctx);
    if (!ok) {
        memset(out, 0, SUP_HASH_LEN);
        return SUP_CRYPTO_FAILED;
    }
    return SUP_OK;
}

int
sup_keyed_hash_matches(const sup_keyring *ring, const char *label, sup_str bytes,
                       sup_str hash)
{
    unsigned char computed[SUP_HASH_LEN];
    int matches = 0;
    size_t i;

    if (hash.len != SUP_HASH_LEN) {
        return 0;
    }
    /* Every key is tried, so that time does not tell which one it was. */
    for (i = 0; i < ring->n; i++) {
        if (sup_keyed_hash(&ring->keys[i], label, bytes, computed) == SUP_OK) {
            matches |= CRYPTO_memcmp(computed, hash.data, SUP_HASH_LEN) == 0;
        }
    }
    return matches;
}

/* Tells the cipher what is authenticated but not encrypted: the header of the sealed
 * text, which says its own length, then what it is bound to. */
static int
cipher_bind(EVP_CIPHER_CTX *ctx, const unsigned char *header, size_t header_len,
            sup_str bound)
{
    int n;

    return EVP_CipherUpdate(ctx, NULL, &n, header, (int)header_len) == 1 &&
           (bound.len == 0 ||
            EVP_CipherUpdate(ctx, NULL, &n, bytes_of(bound), (int)bound.len) == 1);
}

/* in -> out, both of len bytes; the tag is made when sealing and checked when opening. */
static sup_rc
cipher_run(int seal, const sup_key *key, const unsigned char *header, size_t header_len,
           sup_str bound, sup_str in, unsigned char *out, unsigned char *tag)
{
    const unsigned char *nonce = header + header_len;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    sup_rc rc = SUP_CRYPTO_FAILED;
    int n = 0;

    if (ctx == NULL ||
        EVP_CipherInit_ex(ctx, EVP_aes_256_gcm(), NULL, key->seal, nonce, seal) != 1 ||
        !cipher_bind(ctx, header, header_len, bound) ||
        (in.len != 0 && EVP_CipherUpdate(ctx, out, &n, bytes_of(in), (int)in.len) != 1)) {
        goto done;
    }
    if (!seal && EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG_LEN, tag) != 1) {
        goto done;
    }
    if (EVP_CipherFinal_ex(ctx, out + n, &n) != 1) {
        rc = seal ? SUP_CRYPTO_FAILED : SUP_CRYPTO_FORGED;
        goto done;
    }
    if (!seal || EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG_LEN, tag) == 1) {
        rc = SUP_OK;
    }
done:
    EVP_CIPHER_CTX_free(ctx);
    return rc;
}

sup_rc
sup_seal(sup_arena *arena, const sup_keyring *ring, sup_str bound, sup_str plain,
         sup_str *sealed)
{
    const sup_key *key = &ring->keys[0];
    size_t id_len = strlen(key->id), header_len = 2 + id_len, total;
    unsigned char *p, *text;
    sup_rc rc;

    if (ring->n == 0) {
        return SUP_CRYPTO_NO_KEY;
    }
    if (plain.len > SEALED_MAX || bound.len > SEALED_MAX) {
        return SUP_CRYPTO_FAILED;
    }
    total = header_len + NONCE_LEN + plain.len + TAG_LEN;
    p = sup_alloc(arena, total);
    if (p == NULL) {
        return SUP_NOMEM;
    }
    p[0] = SEAL_VERSION;
    p[1] = (unsigned char)id_len;
    memcpy(p + 2, key->id, id_len);
    rc = sup_random(p + header_len, NONCE_LEN);
    if (rc != SUP_OK) {
        return rc;
    }
    text = p + header_len + NONCE_LEN;
    rc = cipher_run(1, key, p, header_len, bound, plain, text, text + plain.len);
    if (rc == SUP_OK) {
        *sealed = (sup_str){(const char *)p, total};
    }
    return rc;
}

sup_rc
sup_unseal(sup_arena *arena, const sup_keyring *ring, sup_str bound, sup_str sealed,
           sup_str *plain)
{
    const unsigned char *p = (const unsigned char *)sealed.data;
    unsigned char tag[TAG_LEN], *out;
    char id[SUP_KEY_ID_MAX + 1];
    const sup_key *key;
    size_t header_len, len;
    sup_rc rc;

    if (sealed.len < 2 || p[0] != SEAL_VERSION || p[1] == 0 || p[1] > SUP_KEY_ID_MAX) {
        return SUP_CRYPTO_FORGED;
    }
    header_len = 2 + (size_t)p[1];
    if (sealed.len < header_len + NONCE_LEN + TAG_LEN ||
        sealed.len > header_len + NONCE_LEN + SEALED_MAX + TAG_LEN ||
        bound.len > SEALED_MAX) {
        return SUP_CRYPTO_FORGED;
    }
    memcpy(id, p + 2, p[1]);
    id[p[1]] = '\0';
    key = sup_keyring_find(ring, id);
    if (key == NULL) {
        return SUP_CRYPTO_NO_KEY;
    }
    len = sealed.len - header_len - NONCE_LEN - TAG_LEN;
    out = sup_alloc(arena, len + 1);
    if (out == NULL) {
        return SUP_NOMEM;
    }
    memcpy(tag, p + header_len + NONCE_LEN + len, TAG_LEN);
    rc = cipher_run(0, key, p, header_len, bound,
                    (sup_str){(const char *)p + header_len + NONCE_LEN, len}, out, tag);
    if (rc != SUP_OK) {
        /* What came out before the tag was checked is nobody's. */
        OPENSSL_cleanse(out, len + 1);
        return rc;
    }
    out[len] = '\0';
    *plain = (sup_str){(const char *)out, len};
    return SUP_OK;
}

sup_rc
sup_random(void *out, size_t len)
{
    return len <= INT_MAX && RAND_bytes(out, (int)len) == 1 ? SUP_OK : SUP_CRYPTO_FAILED;
}
