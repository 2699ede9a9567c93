/* Me too 附议: one more who suffers from the same.
 * Owns: who counts once, and where.
 * Must not know: how a case goes on. */
#include "sup_case.h"
#include "sup_cases_subject.h"
#include "supervision/v1/cases.pb-c.h"

/* How long a supporter is remembered: longer than any case stays open. */
#define REMEMBERED_MS (400LL * 86400000)

/* A signed-in user counts once by name; anybody else once by the random token that his
 * device sends as Idempotency-Key. Only a keyed hash of either is kept. */
static char *
supporter_key(sup_ctx *c, const sup_key *key, const char *case_id)
{
    sup_str user = c->actor.user, token = c->request->idempotency_key;
    sup_str who = user.len != 0 ? user : token;
    char *text = sup_sprintf(c->arena, "%s\n%c\n%.*s", case_id, user.len != 0 ? 'u' : 't',
                             (int)who.len, who.data);
    unsigned char hash[SUP_HASH_LEN];
    char hex[2 * SUP_HASH_LEN + 1];
    if (text == NULL || sup_keyed_hash(key, "support", sup_str_c(text), hash) != SUP_OK) {
        return NULL;
    }
    sup_hex(hex, hash, SUP_HASH_LEN);
    return sup_sprintf(c->arena, "support:%s:%s", case_id, hex);
}

/* Whether he was counted before: under any key of the ring, so that a rotation doubles
 * nobody; for this case, or for the merged one that he named, whose supporters it has. */
static sup_rc
look_up(sup_ctx *c, const char *named, const char *last, char **key_name, unsigned *seen)
{
    const sup_keyring *ring = c->site->keyring;
    size_t n = strcmp(named, last) == 0 ? ring->n : 2 * ring->n;
    sup_rc result = SUP_OK;
    if (c->actor.user.len == 0 && (result = sup_check_idempotency_key(c)) != SUP_OK) {
        return result;
    }
    for (size_t i = 0; result >= 0 && i < n; i++) {
        ProtobufCMessage *message = NULL;
        uint64_t version;
        char *name =
            supporter_key(c, &ring->keys[i % ring->n], i < ring->n ? last : named);
        sup_rc rc = sup_ctx_message(c, name, &sup__support_record__descriptor, &message,
                                    &version);
        *key_name = i == 0 ? name : *key_name;
        *seen |= rc == SUP_OK && message != NULL;
        result = sup_worst(result, rc);
    }
    return result;
}

/* The case itself, or the one that it was merged into. */
static sup_rc
load_open(sup_ctx *c, sup_case *named, sup_case *k)
{
    sup_rc rc = sup_case_load(c, c->params[0], named);
    if (rc == SUP_OK) {
        rc = sup_case_load_last(c, named, k);
    }
    if (rc == SUP_OK && sup_life_is_over((sup_state)k->c->state)) {
        rc = sup_fail(c, SUP_LIFE_STATE, NULL, NULL, NULL);
        c->failure.state = k->c->state;
    }
    return rc;
}

/* The mark says to who merges the case that its supporters have changed; the check, that
 * it was not merged or closed meanwhile. Neither makes two supporters conflict. */
static sup_rc
count(sup_ctx *c, const sup_case *k, const char *key)
{
    const char *case_key = sup_case_key(c->arena, k->c->id);
    Sup__SupportRecord *record =
        SUP_NEW(c->arena, Sup__SupportRecord, sup__support_record__descriptor);
    if (record == NULL) {
        return SUP_NOMEM;
    }
    record->schema = SUP_SCHEMA;
    record->at = sup_timestamp(c->arena, c->now_ms);
    sup_rc rc = sup_op_check(c, key, 0);
    if (rc == SUP_OK) {
        rc = sup_op_check(c, case_key, k->version);
    }
    if (rc == SUP_OK) {
        rc = sup_op_put(c, key, &record->base, REMEMBERED_MS);
    }
    if (rc == SUP_OK) {
        rc = sup_op_put(c, sup_case_mark_key(c->arena, k->c->id), &record->base, 0);
    }
    return rc != SUP_OK ? rc
                        : sup_op_counter(c, sup_case_tally_key(c->arena, k->c->id),
                                         SUP_TALLY_SUPPORTERS, 1);
}

sup_rc
sup_decide_support(sup_ctx *c)
{
    sup_case named, k;
    char *key = NULL;
    unsigned seen = 0;
    sup_rc rc = load_open(c, &named, &k);
    if (rc == SUP_OK) {
        rc = look_up(c, named.c->id, k.c->id, &key, &seen);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    Sup__SupportReply *out =
        SUP_NEW(c->arena, Sup__SupportReply, sup__support_reply__descriptor);
    if (out == NULL) {
        return SUP_NOMEM;
    }
    out->case_ = k.c->id;
    out->supporters = k.supporters + !seen;
    out->counted = !seen;
    c->output = &out->base;
    return seen ? SUP_OK : count(c, &k, key);
}
