/* Submitting a case: checked, classified, routed, with deadlines and a receipt; once for
 * each Idempotency-Key.
 * Owns: what a new case is made of.
 * Must not know: how it is stored, how it goes on. */
#include "campus/sup_campus.h"
#include "engine/sup_exchange.h"
#include "engine/sup_once.h"
#include "engine/sup_problem.h"
#include "engine/sup_roles.h"
#include "engine/sup_route.h"
#include "evidence/sup_evidence.h"
#include "kit/sup_html.h"
#include "sup_case.h"
#include "sup_ledger.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/engine.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

#define TEXT_MAX         2000
#define PLACE_DETAIL_MAX 100
#define TAGS_MAX         8
#define NONCE_LEN        16
#define PAST_MAX_MS      (366LL * 86400000)
#define FUTURE_MAX_MS    (10LL * 60000) /* clocks of phones differ */

typedef struct {
    const Sup__SubmitRequest *in;
    sup_once once;
    Sup__Classification *class;
    const sup_rulebook *rulebook;
    const Sup__Place *place;
    const Sup__Unit *unit;
    const char *unit_id;
    const unsigned char *nonce; /* NONCE_LEN bytes */
} submission;

/* --- checks --- */

static sup_rc
check_contact(sup_ctx *c, const Sup__Contact *contact)
{
    static const char *const fields[] = {"contact.name", "contact.phone",
                                         "contact.email"};
    if (contact == NULL) {
        return SUP_OK;
    }
    const char *values[] = {contact->name, contact->phone, contact->email};
    static const long max[] = {40, 20, 80};
    for (size_t i = 0; i < 3; i++) {
        sup_rc rc = sup_check_text(c, fields[i], values[i], 0, max[i]);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    if (strspn(contact->phone, "0123456789+- ()") != strlen(contact->phone)) {
        return sup_fail(c, SUP_API_VALUE, fields[1], "电话号码只能含数字和 + - ( )。",
                        "A phone number has digits, spaces and + - ( ) only.");
    }
    if (contact->email[0] != '\0' && strchr(contact->email, '@') == NULL) {
        return sup_fail(c, SUP_API_VALUE, fields[2], "电子邮箱格式不对。",
                        "This is not an e-mail address.");
    }
    if (contact->phone[0] == '\0' && contact->email[0] == '\0') {
        return sup_fail(c, SUP_API_REQUIRED, fields[1], "留下联系方式须有电话或邮箱。",
                        "A contact needs a phone number or an e-mail address.");
    }
    return SUP_OK;
}

/* What only the office may say of a case. */
static sup_rc
check_staff_fields(sup_ctx *c, const Sup__SubmitRequest *in)
{
    const struct {
        const char *field;
        int given;
    } fields[] = {
        {"source", in->source != SUP__CASE__SOURCE__source_unspecified &&
                       in->source != SUP__CASE__SOURCE__web},
        {"tags", in->n_tags != 0},
        {"severity", in->severity != SUP__CASE__SEVERITY__severity_unspecified},
        {"kind", in->kind == SUP__CASE__KIND__inspection ||
                     in->kind == SUP__CASE__KIND__directive},
    };
    if (c->actor.roles & SUP_ROLES_OVERSIGHT) {
        return SUP_OK;
    }
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (fields[i].given) {
            return sup_fail(c, SUP_API_FORBIDDEN, fields[i].field,
                            "此项只能由后勤管理处填写。",
                            "Only the office may set this field.");
        }
    }
    return SUP_OK;
}

static sup_rc
check_lists(sup_ctx *c, const Sup__SubmitRequest *in)
{
    sup_rc rc =
        sup_check_attachments(c, "attachments", in->attachments, in->n_attachments);
    if (rc != SUP_OK) {
        return rc; /* before anything is looked up */
    }
    if (in->n_tags > TAGS_MAX) {
        return sup_fail(c, SUP_API_VALUE, "tags", "标签过多。",
                        "There are too many tags.");
    }
    return SUP_OK;
}

/* A directive that says no more is what was decided. */
static char *
text_of(const Sup__SubmitRequest *in)
{
    return in->text[0] == '\0' && in->ledger != NULL ? in->ledger->decided : in->text;
}

static sup_rc
check(sup_ctx *c, const Sup__SubmitRequest *in)
{
    if (in->kind == SUP__CASE__KIND__kind_unspecified) {
        return sup_fail(c, SUP_API_REQUIRED, "kind", NULL, NULL);
    }
    sup_rc rc = sup_check_text(c, "text", in->text, in->ledger == NULL, TEXT_MAX);
    if (rc == SUP_OK) {
        rc = sup_check_text(c, "place_detail", in->place_detail, 0, PLACE_DETAIL_MAX);
    }
    if (rc == SUP_OK) {
        rc = check_contact(c, in->contact);
    }
    if (rc == SUP_OK) {
        rc = check_staff_fields(c, in);
    }
    if (rc == SUP_OK) {
        rc = check_lists(c, in);
    }
    if (rc == SUP_OK) {
        rc = sup_ledger_check(c, in);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    int64_t at = sup_timestamp_ms(in->occurred_at);
    if (in->occurred_at != NULL &&
        (at > c->now_ms + FUTURE_MAX_MS || at < c->now_ms - PAST_MAX_MS)) {
        return sup_fail(c, SUP_API_VALUE, "occurred_at", "发生时间须在过去一年以内。",
                        "It must have happened within the past year.");
    }
    return SUP_OK;
}

/* --- the receipt --- */

/* The code is derived, so that a retried submit gets the same one although only its keyed
 * hash is stored. */
static sup_rc
secret_of(const sup_key *key, const char *case_id, const unsigned char *nonce,
          unsigned char secret[SUP_HASH_LEN])
{
    char text[SUP_CASE_ID_LEN + 1 + NONCE_LEN] = {0};
    memcpy(text, case_id, SUP_CASE_ID_LEN);
    memcpy(text + SUP_CASE_ID_LEN + 1, nonce, NONCE_LEN);
    return sup_keyed_hash(key, "receipt-secret", (sup_str){text, sizeof(text)}, secret);
}

static char *
receipt_text(sup_ctx *c, const sup_key *key, const char *id, const unsigned char *nonce)
{
    unsigned char secret[SUP_HASH_LEN];
    char *text = sup_alloc(c->arena, SUP_RECEIPT_LEN + 1);
    if (text == NULL || secret_of(key, id, nonce, secret) != SUP_OK) {
        return NULL;
    }
    sup_receipt_print(text, id, secret);
    return text;
}

/* --- routing and deadlines --- */

/* By the request and its time alone, so it is done once, not at every run. */
static sup_rc
classify(sup_ctx *c, submission *s)
{
    const Sup__SubmitRequest *in = s->in;
    if (c->memo != NULL) {
        s->class = c->memo;
        s->rulebook = sup_site_rulebook(c->site, s->class->domain);
        return SUP_OK;
    }
    if (in->domain[0] != '\0' && sup_site_rulebook(c->site, in->domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    if (in->category[0] != '\0' && in->domain[0] == '\0') {
        return sup_fail(c, SUP_API_REQUIRED, "domain", "给出类别时须同时给出领域。",
                        "A category needs its domain.");
    }
    if (in->category[0] != '\0' &&
        sup_rulebook_category(sup_site_rulebook(c->site, in->domain), in->category) ==
            NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "category", NULL, NULL);
    }
    sup_local local;
    int64_t at = in->occurred_at == NULL ? c->now_ms : sup_timestamp_ms(in->occurred_at);
    sup_local_of(c->site->calendar, at, &local);
    sup_rules_question question = {sup_str_c(text_of(in)), in->domain,
                                   in->category,           c->now_ms,
                                   local.minute,           local.month};
    unsigned limited = 0;
    sup_rc rc = sup_rules_classify(c->arena, c->site->rulebooks, c->site->n_rulebooks,
                                   &question, &s->class, &limited);
    if (rc != SUP_OK) {
        return rc;
    }
    if (s->class->domain[0] == '\0') {
        return sup_fail(c, SUP_API_UNCLASSIFIED, "domain", NULL, NULL);
    }
    /* A domain is enough: the office gives the category when it issues the notice. */
    if (s->class->severity == SUP__CASE__SEVERITY__severity_unspecified) {
        s->class->severity = SUP__CASE__SEVERITY__minor;
    }
    s->rulebook = sup_site_rulebook(c->site, s->class->domain);
    c->memo = s->class;
    return SUP_OK;
}

static const char *
unit_by_rulebook(const submission *s)
{
    const Sup__Category *category =
        sup_rulebook_category(s->rulebook, s->class->category);
    return category != NULL && category->unit[0] != '\0' ? category->unit
                                                         : s->rulebook->book->unit;
}

/* The place says who answers for a domain there; the rulebook where it does not. */
static sup_rc
route(sup_ctx *c, submission *s)
{
    s->unit_id = unit_by_rulebook(s);
    /* asked for in the same round trip as the place: it is the likely one */
    sup_rc rc = sup_register_unit(c, s->unit_id, &s->unit);
    if (s->in->place[0] == '\0') {
        return rc;
    }
    sup_rc place_rc = sup_register_place(c, s->in->place, &s->place);
    if (place_rc != SUP_OK || rc != SUP_OK) {
        return place_rc != SUP_OK ? place_rc : rc;
    }
    if (s->place == NULL || s->place->retired) {
        return sup_fail(c, SUP_API_REFERENCE, "place", NULL, NULL);
    }
    for (size_t i = 0; i < s->place->n_responsible; i++) {
        const Sup__Place__Responsible *r = s->place->responsible[i];
        if (strcmp(r->domain, s->class->domain) == 0 &&
            strcmp(r->unit, s->unit_id) != 0) {
            s->unit_id = r->unit;
            return sup_register_unit(c, s->unit_id, &s->unit);
        }
    }
    return SUP_OK;
}

/* --- the new case --- */

static Sup__Case *
new_case(sup_ctx *c, const submission *s, char *id)
{
    const Sup__SubmitRequest *in = s->in;
    Sup__Case *k = SUP_NEW(c->arena, Sup__Case, sup__case__descriptor);
    if (k == NULL) {
        return NULL;
    }
    k->id = id;
    k->kind = in->kind;
    k->domain = s->class->domain;
    k->category = s->class->category;
    k->text = text_of(in);
    k->place = in->place;
    k->place_name = s->place == NULL ? "" : s->place->name;
    k->place_detail = in->place_detail;
    k->occurred_at = in->occurred_at;
    k->unit = (char *)s->unit_id;
    k->unit_name = s->unit == NULL ? "" : s->unit->name;
    k->severity = in->severity != 0 ? in->severity : s->class->severity;
    k->state = SUP__CASE__STATE__submitted;
    k->source = in->source != 0 ? in->source : SUP__CASE__SOURCE__web;
    k->n_tags = in->n_tags;
    k->tags = in->tags;
    k->n_attachments = in->n_attachments;
    k->attachments = in->attachments;
    k->anonymous = in->contact == NULL;
    k->submitted_at = sup_timestamp(c->arena, c->now_ms);
    k->deadlines = sup_case_deadlines(c, s->rulebook, k->severity, 100);
    k->counters = SUP_NEW(c->arena, Sup__Counters, sup__counters__descriptor);
    k->n_reasons = s->class->n_reasons;
    k->reasons = s->class->reasons;
    k->rulebook = sup_sprintf(c->arena, "%s %.12s", s->rulebook->book->version,
                              s->rulebook->digest);
    k->ledger = in->ledger == NULL ? NULL : sup_ledger_new(c, in->ledger);
    return k->submitted_at == NULL || k->deadlines == NULL || k->counters == NULL ||
                   k->rulebook == NULL || (in->ledger != NULL && k->ledger == NULL)
               ? NULL
               : k;
}

static sup_rc
seal_contact(sup_ctx *c, const submission *s, Sup__CaseRecord *record)
{
    sup_str plain, sealed;
    if (s->in->contact == NULL) {
        return SUP_OK;
    }
    sup_rc rc = sup_pb_print(c->arena, &s->in->contact->base, &plain);
    if (rc == SUP_OK) {
        rc = sup_seal(c->arena, c->site->keyring, sup_str_c(record->case_->id), plain,
                      &sealed);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    record->sealed_contact = (ProtobufCBinaryData){sealed.len, (uint8_t *)sealed.data};
    return SUP_OK;
}

/* A signed-in reporter who gave a contact finds the case by his name; an anonymous one
 * does not, whoever is signed in. */
static sup_rc
link_reporter(sup_ctx *c, const submission *s, Sup__CaseRecord *record)
{
    if (s->in->contact == NULL || c->actor.user.len == 0 ||
        (c->actor.roles & SUP_ROLES_OVERSIGHT)) {
        return SUP_OK;
    }
    unsigned char *hash = sup_alloc(c->arena, SUP_HASH_LEN);
    if (hash == NULL) {
        return SUP_NOMEM;
    }
    if (sup_keyed_hash(&c->site->keyring->keys[0], "reporter", c->actor.user, hash) !=
        SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    record->reporter = (ProtobufCBinaryData){SUP_HASH_LEN, hash};
    return SUP_OK;
}

static sup_rc
store(sup_ctx *c, submission *s, Sup__CaseRecord *record, char **receipt)
{
    char *id = sup_draw_id(c);
    char receipt_id[SUP_CASE_ID_LEN + 1], secret[SUP_RECEIPT_SECRET_LEN + 1];
    const sup_key *key = &c->site->keyring->keys[0];
    sup_rc rc;
    s->nonce = sup_draw(c, NONCE_LEN);
    if (id == NULL || s->nonce == NULL) {
        return SUP_NOMEM;
    }
    *receipt = receipt_text(c, key, id, s->nonce);
    unsigned char *hash = sup_alloc(c->arena, SUP_HASH_LEN);
    record->case_ = new_case(c, s, id);
    if (*receipt == NULL || hash == NULL || record->case_ == NULL) {
        return SUP_NOMEM;
    }
    sup_receipt_parse(sup_str_c(*receipt), receipt_id, secret);
    if (sup_keyed_hash(key, "receipt", sup_str_c(secret), hash) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    record->receipt_hash = (ProtobufCBinaryData){SUP_HASH_LEN, hash};

    Sup__Event *event = SUP_NEW(c->arena, Sup__Event, sup__event__descriptor);
    if (event == NULL) {
        return SUP_NOMEM;
    }
    event->action = "submit";
    event->target_unit = record->case_->unit;
    /* Whoever complains for himself is a reporter, whatever else he is: the unit that he
     * complains of must not read his name. Only what the office itself records is signed.
     */
    if (!(c->actor.roles & SUP_ROLES_OVERSIGHT) ||
        (record->case_->source == SUP__CASE__SOURCE__web &&
         (sup_kind)record->case_->kind < SUP_KIND_INSPECTION)) {
        event->role = "reporter";
    }
    rc = seal_contact(c, s, record);
    if (rc == SUP_OK) {
        rc = link_reporter(c, s, record);
    }
    if (rc == SUP_OK) {
        rc = sup_once_remember(c, &s->once, id,
                               (sup_str){(const char *)s->nonce, NONCE_LEN},
                               c->site->idempotency_ms);
    }
    return rc == SUP_OK ? sup_case_save(c, record, 0, NULL, event) : rc;
}

/* --- the reply --- */

/* For a browser without script: the receipt stands in the page, never in an address. */
static sup_rc
reply_page(sup_ctx *c, const Sup__Case *view, const char *receipt)
{
    sup_html *h = sup_html_new(c->arena);
    if (h == NULL) {
        return SUP_NOMEM;
    }
    sup_html_open(h, c->site->base, "已登记", "pages/notice.css", "notice");
    sup_html_raw(h,
                 "<main><h1>已登记 <small lang=\"en\">Received</small></h1><p>编号 <b>");
    sup_html_c(h, view->id);
    sup_html_raw(h, "</b></p><p>查询码（请抄录或截图，只显示这一次） "
                    "<small lang=\"en\">Receipt: keep it, it is shown once</small></p>"
                    "<p><code>");
    sup_html_c(h, receipt);
    sup_html_raw(h, "</code></p>");
    if (view->severity == SUP__CASE__SEVERITY__critical) {
        sup_html_raw(
            h, "<p><strong>如有人受伤、不适或仍有危险，请先拨打 120、119 或校园报警电话。"
               "</strong> <span lang=\"en\">If anybody is hurt, unwell or still in "
               "danger, call 120 (ambulance), 119 (fire) or campus security first."
               "</span></p>");
    }
    sup_html_raw(h, "</main>");
    sup_html_close(h);
    c->text_type = SUP_HTML_TYPE;
    return sup_html_done(h, &c->text);
}

static sup_rc
reply(sup_ctx *c, const sup_case *k, char *receipt)
{
    Sup__SubmitReply *out =
        SUP_NEW(c->arena, Sup__SubmitReply, sup__submit_reply__descriptor);
    Sup__Case *view = sup_case_view(c, k, SUP_SEES_REPORTER);
    if (out == NULL || view == NULL) {
        return SUP_NOMEM;
    }
    out->case_ = view;
    out->receipt = receipt;
    c->status = 201;
    c->output = &out->base;
    c->version_out = &view->version;
    c->version_key = sup_case_key(c->arena, view->id);
    c->location = sup_str_c(sup_sprintf(c->arena, "%.*scases/%s", (int)c->site->base.len,
                                        c->site->base.data, view->id));
    if (sup_exchange_wants_page(c->request)) {
        return reply_page(c, view, receipt);
    }
    return SUP_OK;
}

static sup_rc
reply_again(sup_ctx *c, const submission *s)
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
    if (seen->nonce.len != NONCE_LEN) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    k.is_reporter = 1;
    char *receipt = receipt_text(c, key, k.c->id, seen->nonce.data);
    return receipt == NULL ? SUP_NOMEM : reply(c, &k, receipt);
}

sup_rc
sup_decide_submit(sup_ctx *c)
{
    submission s = {.in = (const Sup__SubmitRequest *)c->input};
    sup_rc rc = check(c, s.in);
    if (rc != SUP_OK) {
        return rc;
    }
    sup_rc key_rc = sup_once_look_up(c, "submit", &s.once);
    if (key_rc < 0) {
        return key_rc;
    }
    if (s.once.seen != NULL) {
        return reply_again(c, &s);
    }
    sup_rc photos_rc =
        sup_evidence_use(c, "attachments", s.in->attachments, s.in->n_attachments);
    if (photos_rc < 0) {
        return photos_rc;
    }
    rc = classify(c, &s);
    if (rc == SUP_OK) {
        rc = route(c, &s);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (key_rc != SUP_OK || photos_rc != SUP_OK) {
        return SUP_AGAIN;
    }
    sup_case k = {.is_reporter = 1, .rulebook = s.rulebook};
    k.record = SUP_NEW(c->arena, Sup__CaseRecord, sup__case_record__descriptor);
    char *receipt = NULL;
    if (k.record == NULL) {
        return SUP_NOMEM;
    }
    rc = store(c, &s, k.record, &receipt);
    if (rc != SUP_OK) {
        return rc;
    }
    k.c = k.record->case_;
    return reply(c, &k, receipt);
}
