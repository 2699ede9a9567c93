/* A new case, whoever makes it: the only place where one is built.
 * Owns: what every new case has, its first event, how its reporter is kept.
 * Must not know: who makes it, and of what (sup_submit.c, other rooms). */
#include "engine/sup_roles.h"
#include "sup_case.h"
#include "sup_cases.h"
#include "sup_work.h"
#include "supervision/v1/cases.pb-c.h"

static char *
text_or_none(const char *text)
{
    return (char *)(text == NULL ? "" : text);
}

static void
take_texts(Sup__Case *k, const sup_new_case *what)
{
    k->domain = what->rulebook->book->domain;
    k->category = text_or_none(what->category);
    k->text = text_or_none(what->text);
    k->place = text_or_none(what->place);
    k->place_name = text_or_none(what->place_name);
    k->place_detail = text_or_none(what->place_detail);
    k->unit = text_or_none(what->unit);
    k->unit_name = text_or_none(what->unit_name);
    k->found_by = text_or_none(what->found_by);
    k->item = text_or_none(what->item);
}

static Sup__Case *
make(sup_ctx *c, const sup_new_case *what)
{
    Sup__Case *k = SUP_NEW(c->arena, Sup__Case, sup__case__descriptor);
    if (k == NULL) {
        return NULL;
    }
    take_texts(k, what);
    k->id = what->id;
    k->kind = what->kind;
    k->source = what->source;
    k->severity = what->severity;
    k->state = SUP__CASE__STATE__submitted;
    k->occurred_at = what->occurred_at;
    k->n_tags = what->n_tags;
    k->tags = what->tags;
    k->n_attachments = what->n_attachments;
    k->attachments = what->attachments;
    k->n_reasons = what->n_reasons;
    k->reasons = what->reasons;
    k->ledger = what->ledger;
    k->anonymous = what->contact == NULL;
    k->submitted_at = sup_timestamp(c->arena, c->now_ms);
    k->deadlines = sup_case_deadlines(c, what->rulebook, k->severity, 100);
    k->counters = SUP_NEW(c->arena, Sup__Counters, sup__counters__descriptor);
    k->rulebook = sup_sprintf(c->arena, "%s %.12s", what->rulebook->book->version,
                              what->rulebook->digest);
    return k->submitted_at == NULL || k->deadlines == NULL || k->counters == NULL ||
                   k->rulebook == NULL
               ? NULL
               : k;
}

/* --- who reported it --- */

static sup_rc
seal_contact(sup_ctx *c, const Sup__Contact *contact, Sup__CaseRecord *record)
{
    sup_str plain, sealed;
    if (contact == NULL) {
        return SUP_OK;
    }
    sup_rc rc = sup_pb_print(c->arena, &contact->base, &plain);
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

static sup_rc
keep_hash(sup_ctx *c, const char *label, sup_str text, ProtobufCBinaryData *out)
{
    unsigned char *hash = sup_alloc(c->arena, SUP_HASH_LEN);
    if (hash == NULL) {
        return SUP_NOMEM;
    }
    if (sup_keyed_hash(&c->site->keyring->keys[0], label, text, hash) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    *out = (ProtobufCBinaryData){SUP_HASH_LEN, hash};
    return SUP_OK;
}

/* A signed-in reporter who gave a contact finds the case by his name; an anonymous one
 * does not, whoever is signed in. */
static sup_rc
link_reporter(sup_ctx *c, const sup_new_case *what, Sup__CaseRecord *record)
{
    return what->contact == NULL || c->actor.user.len == 0 ||
                   (c->actor.roles & SUP_ROLES_OVERSIGHT)
               ? SUP_OK
               : keep_hash(c, "reporter", c->actor.user, &record->reporter);
}

static sup_rc
keep_reporter(sup_ctx *c, const sup_new_case *what, Sup__CaseRecord *record)
{
    sup_rc rc = what->secret == NULL ? SUP_OK
                                     : keep_hash(c, "receipt", sup_str_c(what->secret),
                                                 &record->receipt_hash);
    if (rc == SUP_OK) {
        rc = seal_contact(c, what->contact, record);
    }
    return rc == SUP_OK ? link_reporter(c, what, record) : rc;
}

/* --- its first ops --- */

static Sup__Event *
first_event(sup_ctx *c, const sup_new_case *what, const Sup__Case *k)
{
    Sup__Event *event = SUP_NEW(c->arena, Sup__Event, sup__event__descriptor);
    if (event == NULL) {
        return NULL;
    }
    event->action = "submit";
    event->to = k->state;
    event->target_unit = k->unit;
    event->related_inspection = k->found_by;
    if (what->by_reporter) {
        event->role = "reporter";
    }
    return event;
}

/* By the action of the life cycle that always issues it. */
static sup_rc
issue_notice(sup_ctx *c, const sup_new_case *what, const sup_case *k)
{
    const sup_new_notice *notice = what->notice;
    sup_work w = {.c = c,
                  .row = sup_action_row_of(SUP_ACTION_DISPATCH),
                  .in = notice->in,
                  .k = *k,
                  .inspection = k->c->found_by,
                  .is_new = 1,
                  .unit = notice->unit,
                  .numbers = notice->numbers,
                  .deadline_percent = notice->deadline_percent};
    return sup_action_take(&w);
}

sup_rc
sup_case_new(sup_ctx *c, const sup_new_case *what, sup_case *out)
{
    sup_assert(what->rulebook != NULL && what->kind != 0 && what->source != 0 &&
               what->severity != 0);
    *out = (sup_case){.rulebook = what->rulebook};
    out->record = SUP_NEW(c->arena, Sup__CaseRecord, sup__case_record__descriptor);
    if (out->record == NULL || what->id == NULL) {
        return SUP_NOMEM;
    }
    out->record->case_ = out->c = make(c, what);
    Sup__Event *event = out->c == NULL ? NULL : first_event(c, what, out->c);
    if (event == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc = keep_reporter(c, what, out->record);
    if (rc != SUP_OK) {
        return rc;
    }
    if (what->notice == NULL) {
        return sup_case_save(c, out->record, 0, NULL, event);
    }
    rc = sup_case_event(c, out->record, event);
    return rc == SUP_OK ? issue_notice(c, what, out) : rc;
}
