/* A case as one actor may see it.
 * Owns: the table of fields hidden from whom, masking, derived fields.
 * Must not know: how a case is stored or changed, which actions there are. */
#include "engine/sup_roles.h"
#include "sup_case.h"
#include "sup_ledger.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

sup_sees
sup_case_sees(const sup_ctx *c, const sup_case *k)
{
    unsigned roles = c->actor.roles;
    if ((roles & (SUP_ROLE_OFFICE | SUP_ROLE_ADMIN)) &&
        sup_actor_in_domain(&c->actor, k->c->domain)) {
        return SUP_SEES_OFFICE;
    }
    if (roles & SUP_ROLE_LEADER) {
        return SUP_SEES_STAFF;
    }
    if ((roles & SUP_ROLE_INSPECTOR) && sup_actor_in_domain(&c->actor, k->c->domain)) {
        return SUP_SEES_STAFF;
    }
    /* a unit reads a case once the office has given it one: with the notice; what its own
     * check or the office's has found it knows from the report */
    if ((roles & SUP_ROLE_UNIT) && c->actor.unit.len != 0 &&
        (k->c->notice != NULL || k->c->found_by[0] != '\0') &&
        sup_str_eq(c->actor.unit, sup_str_c(k->c->unit))) {
        return SUP_SEES_UNIT;
    }
    return k->is_reporter ? SUP_SEES_REPORTER : SUP_SEES_PUBLIC;
}

/* Who does not see a field. */
static const struct {
    const char *field;
    unsigned hidden_from; /* bits 1 << sup_sees */
} hidden[] = {
#define PUB (1u << SUP_SEES_PUBLIC)
#define REP (1u << SUP_SEES_REPORTER)
#define UNI (1u << SUP_SEES_UNIT)
    {"place_detail", PUB}, /* a room number tells who reported */
    {"attachments", PUB},   {"occurred_at", PUB},    {"anonymous", PUB | UNI},
    {"tags", PUB | REP},    {"notice", PUB | REP},   {"extension", PUB | REP},
    {"rectification", PUB}, {"finding", PUB},        {"reasons", PUB},
    {"rulebook", PUB},      {"found_by", PUB | REP}, {"item", PUB | REP},
    {"reason", PUB},        {"reply", PUB}, /* it may speak of the reporter's own affairs */
    {"source", PUB | UNI},  {"ledger", PUB},
};

static void
hide(ProtobufCMessage *message, const char *name)
{
    const ProtobufCFieldDescriptor *f =
        protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
    char *at = (char *)message + f->offset;
    if (f->label == PROTOBUF_C_LABEL_REPEATED) {
        *(size_t *)((char *)message + f->quantifier_offset) = 0;
    } else if (f->type == PROTOBUF_C_TYPE_STRING) {
        *(const char **)at = "";
    } else if (f->type == PROTOBUF_C_TYPE_MESSAGE) {
        *(void **)at = NULL;
    } else {
        *(uint32_t *)at = 0; /* bool and enum */
    }
}

/* Sub-messages are shared with the record: they are copied before anything in them goes.
 * Who did it is for those who work on it; the reporter's words reach the unit masked. */
static int
hide_names(sup_ctx *c, Sup__Case *v, sup_sees sees)
{
    if (v->satisfaction != NULL && (sees == SUP_SEES_PUBLIC || sees == SUP_SEES_UNIT)) {
        v->satisfaction = sup_message_copy(c->arena, &v->satisfaction->base);
        if (v->satisfaction == NULL) {
            return 0;
        }
        v->satisfaction->comment =
            sees == SUP_SEES_PUBLIC ? ""
                                    : sup_rules_mask(c->arena, v->satisfaction->comment);
    }
    if (v->rectification != NULL && sees == SUP_SEES_REPORTER) {
        v->rectification = sup_message_copy(c->arena, &v->rectification->base);
        if (v->rectification == NULL) {
            return 0;
        }
        v->rectification->by = "";
    }
    if (v->finding != NULL && sees == SUP_SEES_REPORTER) {
        v->finding = sup_message_copy(c->arena, &v->finding->base);
        if (v->finding == NULL) {
            return 0;
        }
        v->finding->by = "";
    }
    return v->satisfaction == NULL || v->satisfaction->comment != NULL;
}

/* A lost key must not make the case unreadable: the contact is then just not there. */
static void
open_contact(sup_ctx *c, const sup_case *k, Sup__Case *v)
{
    sup_str sealed = {(const char *)k->record->sealed_contact.data,
                      k->record->sealed_contact.len};
    sup_str plain;
    ProtobufCMessage *contact = NULL;
    if (sealed.len != 0 &&
        sup_unseal(c->arena, c->site->keyring, sup_str_c(k->c->id), sealed, &plain) ==
            SUP_OK &&
        sup_record_parse(c->arena, &sup__contact__descriptor, plain, &contact) ==
            SUP_OK) {
        v->contact = (Sup__Contact *)contact;
    }
}

/* --- the view --- */

static int
derive(sup_ctx *c, const sup_case *k, sup_sees sees, Sup__Case *v)
{
    if (v->counters != NULL) {
        v->counters = sup_message_copy(c->arena, &v->counters->base);
        if (v->counters == NULL) {
            return 0;
        }
        v->counters->supporters = k->supporters;
    }
    if (v->ledger != NULL) {
        v->ledger = sup_ledger_view(c, k->c, sees);
        if (v->ledger == NULL) {
            return 0;
        }
    }
    const char *what;
    int64_t due = sup_case_due(k->c, &what);
    if (sees != SUP_SEES_PUBLIC) {
        char *key = sup_case_key(c->arena, k->c->id);
        if (key == NULL) {
            return 0;
        }
        v->version = sup_version_shown(c, key, k->version);
    }
    v->overdue = due != 0 && due <= c->now_ms;
    v->overdue_for = (char *)(v->overdue ? what : "");
    v->domain_name = k->rulebook->book->name;
    const Sup__Category *category = sup_rulebook_category(k->rulebook, k->c->category);
    v->category_name = category == NULL ? "" : category->name;
    return 1;
}

Sup__Case *
sup_case_view(sup_ctx *c, const sup_case *k, sup_sees sees)
{
    Sup__Case *v = sup_message_copy(c->arena, &k->c->base);
    if (v == NULL || !derive(c, k, sees, v)) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
        if (hidden[i].hidden_from & 1u << sees) {
            hide(&v->base, hidden[i].field);
        }
    }
    if (sees == SUP_SEES_PUBLIC || sees == SUP_SEES_UNIT) {
        v->text = sup_rules_mask(c->arena, v->text);
    }
    if (sees == SUP_SEES_PUBLIC && (sup_kind)k->c->kind >= SUP_KIND_INSPECTION) {
        v->text = ""; /* the office's own findings are not the public's */
    }
    if (sees == SUP_SEES_UNIT) { /* the reporter writes these too */
        v->place_detail = sup_rules_mask(c->arena, v->place_detail);
        v->reason = sup_rules_mask(c->arena, v->reason);
    }
    if (v->text == NULL || v->place_detail == NULL || v->reason == NULL ||
        !hide_names(c, v, sees) || !sup_case_offer(c, k, v)) {
        return NULL;
    }
    if (sees == SUP_SEES_OFFICE || k->is_reporter) {
        open_contact(c, k, v);
    }
    return v;
}

/* Everything that makes one actor's reply differ from another's stands in it. */
sup_str
sup_case_etag(const sup_ctx *c, const sup_case *k)
{
    const char *what;
    int64_t due = sup_case_due(k->c, &what);
    char *key = sup_case_key(c->arena, k->c->id);
    if (key == NULL) {
        return SUP_STR_NULL;
    }
    uint64_t shown = sup_version_shown(c, key, k->version);
    int32_t day =
        k->c->ledger == NULL ? 0 : sup_ledger_today(c); /* lateness goes by it */
    return sup_etag_of(c, sup_sprintf(c->arena, "%llx-%d%d%u-%x-%u-%x",
                                      (unsigned long long)shown, sup_case_sees(c, k),
                                      due != 0 && due <= c->now_ms, k->is_reporter,
                                      c->actor.roles, k->supporters, (unsigned)day));
}
