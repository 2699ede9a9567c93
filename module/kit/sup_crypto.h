/* Secrets: the key ring, keyed hashes, sealed contact data, randomness (by OpenSSL).
 * Owns: key derivation and the formats of sealed data.
 * Must not know: files, nginx, what is sealed. */
#ifndef SUP_CRYPTO_H
#define SUP_CRYPTO_H

#include "core/sup_base.h"

enum {
    SUP_CRYPTO_FORM = -340,   /* secrets: a line is not `<id> <base64 of 32 bytes>` */
    SUP_CRYPTO_NO_KEY = -341, /* sealed with a key that the ring no longer has */
    SUP_CRYPTO_FORGED = -342, /* does not open */
    SUP_CRYPTO_FAILED = -343
};

#define SUP_HASH_LEN   32
#define SUP_KEYS_MAX   8
#define SUP_KEY_ID_MAX 16

/* One secret and what is derived from it (HKDF-SHA-256, one label for each use). */
typedef struct {
    char id[SUP_KEY_ID_MAX + 1];
    unsigned char hash[SUP_HASH_LEN]; /* receipts, idempotency keys, user names */
    unsigned char seal[SUP_HASH_LEN]; /* contact data: AES-256-GCM */
    void *digest; /* SHA-256 as OpenSSL fetched it once; released by wipe */
} sup_key;

/* The first key writes, all of them read: rotation adds a line on top. */
typedef struct {
    sup_key keys[SUP_KEYS_MAX];
    size_t n;
} sup_keyring;

/* Lines `<id> <base64>`, `#` comments. *line: where it failed. A ring that was parsed is
 * to be wiped; one that failed holds nothing. */
sup_rc sup_keyring_parse(sup_keyring *ring, sup_str text, unsigned *line);
const sup_key *sup_keyring_find(const sup_keyring *ring, const char *id);
void sup_keyring_wipe(sup_keyring *ring);

/* Both leave zeros when they answer SUP_CRYPTO_FAILED (no memory). */
sup_rc sup_sha256(unsigned char out[SUP_HASH_LEN], sup_str bytes)
    __attribute__((warn_unused_result));
/* HMAC-SHA-256 over label, NUL, bytes. */
sup_rc sup_keyed_hash(const sup_key *key, const char *label, sup_str bytes,
                      unsigned char out[SUP_HASH_LEN])
    __attribute__((warn_unused_result));
/* Does any key of the ring give this hash? In constant time for each key. */
int sup_keyed_hash_matches(const sup_keyring *ring, const char *label, sup_str bytes,
                           sup_str hash);
/* bound: what the sealed text belongs to (a case id); it does not open elsewhere. */
sup_rc sup_seal(sup_arena *arena, const sup_keyring *ring, sup_str bound, sup_str plain,
                sup_str *sealed);
sup_rc sup_unseal(sup_arena *arena, const sup_keyring *ring, sup_str bound,
                  sup_str sealed, sup_str *plain);
sup_rc sup_random(void *out, size_t len);

#endif
