/* Idempotency: what an Idempotency-Key led to before, so that a retry does nothing twice.
 * Owns: the record of a key; keys of different users, and of the public, are kept apart.
 * Must not know: what is done once. */
#ifndef SUP_ONCE_H
#define SUP_ONCE_H

#include "sup_ctx.h"
#include "supervision/v1/engine.pb-c.h"

typedef struct {
    char *key;                    /* in the store; NULL without an Idempotency-Key */
    Sup__IdempotencyRecord *seen; /* what it led to before, or NULL */
    unsigned char digest[SUP_HASH_LEN]; /* of this request */
} sup_once;

/* scope: "submit", "inspect": one key means different things to different endpoints.
 * Digests c->input. Looks under every key of the ring, so that a rotation forgets
 * nothing. SUP_AGAIN as with sup_ctx_record(). */
sup_rc sup_once_look_up(sup_ctx *c, const char *scope, sup_once *out);
/* SUP_OK when the request seen before was this one. */
sup_rc sup_once_same(sup_ctx *c, const sup_once *once);
/* Ops: the key led to this id. nonce may be empty. Nothing without a key. */
sup_rc sup_once_remember(sup_ctx *c, const sup_once *once, const char *id, sup_str nonce,
                         int64_t ttl_ms);

#endif
