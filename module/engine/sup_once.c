/* Idempotency: what an Idempotency-Key led to before.
 * Owns: the record of a key.
 * Must not know: what is done once. */
#include "sup_once.h"

#include "supervision/v1/engine.pb-c.h"

static char *
name_of(sup_ctx *c, const sup_key *key, const char *scope)
{
    char hex[2 * SUP_HASH_LEN + 1];
    unsigned char hash[SUP_HASH_LEN];
    char *text = sup_sprintf(c->arena, "%s\n%.*s\n%.*s", scope, (int)c->actor.user.len,
                             c->actor.user.data, (int)c->request->idempotency_key.len,
                             c->request->idempotency_key.data);
    if (text == NULL ||
        sup_keyed_hash(key, "idempotency", sup_str_c(text), hash) != SUP_OK) {
        return NULL;
    }
    sup_hex(hex, hash, SUP_HASH_LEN);
    return sup_sprintf(c->arena, "once:%s", hex);
}

static sup_rc
digest_input(sup_ctx *c, sup_once *once)
{
    sup_str packed;
    return sup_pb_print(c->arena, c->input, &packed) != SUP_OK ||
                   sup_sha256(once->digest, packed) != SUP_OK
               ? SUP_NOMEM
               : SUP_OK;
}

sup_rc
sup_once_look_up(sup_ctx *c, const char *scope, sup_once *out)
{
    *out = (sup_once){.key = NULL};
    sup_rc result = digest_input(c, out);
    if (result != SUP_OK || c->request->idempotency_key.len == 0) {
        return result;
    }
    result = sup_check_idempotency_key(c);
    for (size_t i = 0; result >= 0 && i < c->site->keyring->n; i++) {
        char *name = name_of(c, &c->site->keyring->keys[i], scope);
        ProtobufCMessage *message = NULL;
        uint64_t version;
        sup_rc rc = sup_ctx_message(c, name, &sup__idempotency_record__descriptor,
                                    &message, &version);
        if (i == 0) {
            out->key = name;
        }
        if (rc == SUP_OK && message != NULL && out->seen == NULL) {
            out->seen = (Sup__IdempotencyRecord *)message;
        }
        if (rc != SUP_OK) {
            result = rc;
        }
    }
    return result;
}

sup_rc
sup_once_same(sup_ctx *c, const sup_once *once)
{
    const ProtobufCBinaryData *digest = &once->seen->digest;
    if (digest->len != SUP_HASH_LEN ||
        memcmp(digest->data, once->digest, SUP_HASH_LEN) != 0) {
        return sup_fail(c, SUP_API_IDEMPOTENCY_REUSED, NULL, NULL, NULL);
    }
    return SUP_OK;
}

sup_rc
sup_once_remember(sup_ctx *c, const sup_once *once, const char *id, sup_str nonce,
                  int64_t ttl_ms)
{
    if (once->key == NULL) {
        return SUP_OK;
    }
    Sup__IdempotencyRecord *r =
        SUP_NEW(c->arena, Sup__IdempotencyRecord, sup__idempotency_record__descriptor);
    if (r == NULL) {
        return SUP_NOMEM;
    }
    r->schema = SUP_SCHEMA;
    r->digest = (ProtobufCBinaryData){SUP_HASH_LEN, (uint8_t *)once->digest};
    r->case_ = (char *)id;
    r->nonce = (ProtobufCBinaryData){nonce.len, (uint8_t *)nonce.data};
    r->key_id = (char *)c->site->keyring->keys[0].id;
    sup_rc rc = sup_op_check(c, once->key, 0);
    return rc != SUP_OK ? rc : sup_op_put(c, once->key, &r->base, ttl_ms);
}
