/* Submitting a case: checked, classified, routed, with deadlines and a receipt; once for
 * each Idempotency-Key.
 * Owns: the order of its steps, the receipt, what a report makes of a case.
 * Must not know: how a case is built and stored (sup_case_new.c), how it goes on. */
#include "sup_submit.h"

#include "engine/sup_roles.h"
#include "evidence/sup_evidence.h"
#include "sup_cases_subject.h"
#include "sup_ledger.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/engine.pb-c.h"

/* --- the receipt --- */

/* What opens a case to whoever reported it. It is derived, so that a retried submit gets
 * the same one although only a keyed hash of its secret is stored. */
#define RECEIPT_NONCE_LEN 16

typedef struct {
    char text[SUP_RECEIPT_LEN + 1];
    char secret[SUP_RECEIPT_SECRET_LEN + 1];
} receipt_text;

/* nonce: RECEIPT_NONCE_LEN bytes. NULL: no memory, or no cryptography. */
static receipt_text *
derive_receipt(sup_arena *arena, const sup_key *key, const char *case_id,
               const unsigned char *nonce)
{
    unsigned char secret[SUP_HASH_LEN];
    char text[SUP_CASE_ID_LEN + 1 + RECEIPT_NONCE_LEN] = {0};
    receipt_text *receipt = sup_alloc(arena, sizeof(*receipt));
    memcpy(text, case_id, SUP_CASE_ID_LEN);
    memcpy(text + SUP_CASE_ID_LEN + 1, nonce, RECEIPT_NONCE_LEN);
    if (receipt == NULL ||
        sup_keyed_hash(key, "receipt-secret", (sup_str){text, sizeof(text)}, secret) !=
            SUP_OK) {
        return NULL;
    }
    sup_receipt_print(receipt->text, case_id, secret);
    sup_receipt_secret(receipt->secret, secret);
    return receipt;
}

/* --- the new case --- */

/* Whoever complains for himself is a reporter, whatever else he is: the unit that he
 * complains of must not read his name. Only what the office itself records is signed. */
static unsigned
by_reporter(const sup_ctx *c, const sup_new_case *what)
{
    return !(c->actor.roles & SUP_ROLES_OVERSIGHT) ||
           (what->source == SUP__CASE__SOURCE__web &&
            (sup_kind)what->kind < SUP_KIND_INSPECTION);
}

static sup_rc
take_request(sup_ctx *c, const sup_submission *s, sup_new_case *what)
{
    const Sup__SubmitRequest *in = s->in;
    *what = (sup_new_case){
        .kind = in->kind,
        .source = in->source != 0 ? in->source : SUP__CASE__SOURCE__web,
        .severity = in->severity != 0 ? in->severity : s->class->severity,
        .rulebook = s->rulebook,
        .category = s->class->category,
        .text = sup_submit_text(in),
        .place = in->place,
        .place_name = s->place == NULL ? "" : s->place->name,
        .place_detail = in->place_detail,
        .unit = s->unit_id,
        .unit_name = s->unit == NULL ? "" : s->unit->name,
        .occurred_at = in->occurred_at,
        .n_tags = in->n_tags,
        .tags = in->tags,
        .n_attachments = in->n_attachments,
        .attachments = in->attachments,
        .n_reasons = s->class->n_reasons,
        .reasons = s->class->reasons,
        .contact = in->contact,
    };
    what->by_reporter = by_reporter(c, what);
    if (in->ledger != NULL) {
        what->ledger = sup_ledger_new(c, in->ledger);
    }
    return in->ledger != NULL && what->ledger == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
store(sup_ctx *c, const sup_submission *s, sup_case *k, receipt_text **receipt)
{
    sup_new_case what;
    sup_rc rc = take_request(c, s, &what);
    what.id = sup_draw_id(c);
    const unsigned char *nonce = sup_draw(c, RECEIPT_NONCE_LEN);
    if (rc != SUP_OK || what.id == NULL || nonce == NULL) {
        return SUP_NOMEM;
    }
    *receipt = derive_receipt(c->arena, &c->site->keyring->keys[0], what.id, nonce);
    if (*receipt == NULL) {
        return SUP_NOMEM;
    }
    what.secret = (*receipt)->secret;
    rc = sup_once_remember(c, &s->once, what.id,
                           (sup_str){(const char *)nonce, RECEIPT_NONCE_LEN},
                           c->site->idempotency_ms);
    return rc == SUP_OK ? sup_case_new(c, &what, k) : rc;
}

/* --- the steps --- */

static sup_rc
reply_again(sup_ctx *c, const sup_submission *s)
{
    const Sup__IdempotencyRecord *seen = s->once.seen;
    const sup_key *key = sup_keyring_find(c->site->keyring, seen->key_id);
    sup_case k;
    sup_rc rc = sup_once_same(c, &s->once);
    if (rc == SUP_OK) {
        rc = sup_case_load(c, sup_str_c(seen->case_), &k);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (key == NULL) {
        return sup_fail(c, SUP_CRYPTO_NO_KEY, NULL, NULL, NULL);
    }
    if (seen->nonce.len != RECEIPT_NONCE_LEN) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    k.is_reporter = 1;
    receipt_text *receipt = derive_receipt(c->arena, key, k.c->id, seen->nonce.data);
    return receipt == NULL ? SUP_NOMEM : sup_submit_reply(c, &k, receipt->text);
}

sup_rc
sup_decide_submit(sup_ctx *c)
{
    sup_submission s = {.in = (const Sup__SubmitRequest *)c->input};
    receipt_text *receipt = NULL;
    sup_case k;
    sup_rc rc = sup_submit_check(c, s.in);
    if (rc != SUP_OK) {
        return rc;
    }
    rc = sup_once_look_up(c, "submit", &s.once);
    if (rc < 0) {
        return rc;
    }
    if (s.once.seen != NULL) {
        return reply_again(c, &s);
    }
    rc = sup_worst(
        rc, sup_evidence_use(c, "attachments", s.in->attachments, s.in->n_attachments));
    rc = rc < 0 ? rc : sup_worst(sup_submit_route(c, &s), rc);
    if (rc == SUP_OK) {
        rc = store(c, &s, &k, &receipt);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    k.is_reporter = 1;
    return sup_submit_reply(c, &k, receipt->text);
}
