/* Me too 附议: one more who suffers from the same.
 * Owns: who counts once, and where.
 * Must not know: how a case goes on. */
#include "sup_case.h"
#include "sup_problem.h"
#include "sup_route.h"

/* A signed-in user counts once by name; anybody else once by the random token that his
 * device sends as Idempotency-Key. Only a keyed hash of either is kept. */
static sup_rc
supporter_key(sup_ctx *c, const char *case_id, char **out)
{
    sup_str user = c->actor.user, token = c->request->idempotency_key;
    if (user.len == 0) {
        sup_rc rc = sup_check_idempotency_key(c);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    sup_str who = user.len != 0 ? user : token;
    char *text = sup_sprintf(c->arena, "%s\n%c\n%.*s", case_id, user.len != 0 ? 'u' : 't',
                             (int)who.len, who.data);
    if (text == NULL) {
        return SUP_NOMEM;
    }
    unsigned char hash[SUP_HASH_LEN];
    char hex[2 * SUP_HASH_LEN + 1];
    if (sup_keyed_hash(&c->site->keyring->keys[0], "support", sup_str_c(text), hash) !=
        SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    sup_hex(hex, hash, SUP_HASH_LEN);
    *out = sup_sprintf(c->arena, "support:%s:%s", case_id, hex);
    return *out == NULL ? SUP_NOMEM : SUP_OK;
}

/* The case itself, or the one that it was merged into. */
static sup_rc
load_open(sup_ctx *c, sup_case *k)
{
    sup_case named;
    sup_rc rc = sup_case_load(c, c->params[0], &named);
    if (rc == SUP_OK) {
        rc = sup_case_load_last(c, &named, k);
    }
    if (rc == SUP_OK && sup_life_is_over((sup_state)k->c->state)) {
        rc = sup_fail(c, SUP_LIFE_STATE, NULL, NULL, NULL);
        c->failure.state = k->c->state;
        c->failure.version = k->version;
    }
    return rc;
}

sup_rc
sup_decide_support(sup_ctx *c)
{
    sup_case k;
    char *key = NULL;
    ProtobufCMessage *seen = NULL;
    uint64_t version = 0;
    sup_rc rc = load_open(c, &k);
    if (rc == SUP_OK) {
        rc = supporter_key(c, k.c->id, &key);
    }
    if (rc == SUP_OK) {
        rc = sup_ctx_message(c, key, &sup__support_record__descriptor, &seen, &version);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    Sup__SupportReply *out =
        SUP_NEW(c->arena, Sup__SupportReply, sup__support_reply__descriptor);
    Sup__SupportRecord *record =
        SUP_NEW(c->arena, Sup__SupportRecord, sup__support_record__descriptor);
    if (out == NULL || record == NULL) {
        return SUP_NOMEM;
    }
    out->case_ = k.c->id;
    out->supporters = k.supporters;
    c->output = &out->base;
    if (seen != NULL) {
        return SUP_OK;
    }
    out->counted = 1;
    out->supporters++;
    record->schema = SUP_SCHEMA;
    record->at = sup_timestamp(c->arena, c->now_ms);
    rc = sup_op_check(c, key, 0);
    if (rc == SUP_OK) {
        rc = sup_op_put(c, key, &record->base, 0);
    }
    if (rc == SUP_OK) {
        rc = sup_op_counter(c, sup_case_tally_key(c->arena, k.c->id),
                            SUP_TALLY_SUPPORTERS, 1);
    }
    return rc;
}
