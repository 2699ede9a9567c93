/* A case as one actor may see it.
 * Owns: the table of fields hidden from whom, masking, derived fields, the actions
 *   offered.
 * Must not know: how a case is stored or changed. */
#include "engine/sup_roles.h"
#include "engine/sup_route.h"
#include "sup_case.h"
#include "sup_ledger.h"
#include "sup_work.h"
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

/* Who sees a field: those from `from` on, and the reporter when he is asked about here.
 */
static const struct {
    const char *field;
    unsigned hidden_from; /* bits 1 << sup_sees */
} hidden[] = {
#define PUB (1u << SUP_SEES_PUBLIC)
#define REP (1u << SUP_SEES_REPORTER)
#define UNI (1u << SUP_SEES_UNIT)
#define STA (1u << SUP_SEES_STAFF)
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

/* --- actions --- */

void
sup_case_life(const sup_case *k, sup_life_case *life)
{
    const Sup__Case *c = k->c;
    const Sup__Terms *terms = k->rulebook->book->terms;
    *life = (sup_life_case){
        .state = (sup_state)c->state,
        .kind = (sup_kind)c->kind,
        .unit = sup_str_c(c->unit),
        .verified_at_ms = sup_timestamp_ms(c->verified_at),
        .closed_at_ms = sup_timestamp_ms(c->closed_at),
        .supporters = k->supporters,
        .extension_pending = c->extension != NULL &&
                             c->extension->state == SUP__EXTENSION__STATE__requested,
        .milestones_open = sup_ledger_open(c),
        .extensions_max = terms->extensions_max,
        .extension_max_ms = (int64_t)terms->extension_max_min * 60000,
        .reopen_ms = (int64_t)terms->reopen_min * 60000,
        .silence_ms = (int64_t)terms->silence_min * 60000,
    };
    if (c->rectification != NULL) {
        life->fixed_by_user = sup_str_c(c->rectification->by);
        life->fixed_by_unit = sup_str_c(c->rectification->unit);
    }
    if (c->deadlines != NULL) {
        life->rectify_by_ms = sup_timestamp_ms(c->deadlines->rectify_by);
        life->extended = c->deadlines->extended; /* of an earlier notice: history */
    }
}

void
sup_case_actor(const sup_ctx *c, const sup_case *k, sup_life_actor *actor)
{
    *actor = (sup_life_actor){
        .roles = c->actor.roles | (k->is_reporter ? SUP_ROLE_REPORTER : 0),
        .user = c->actor.user,
        .unit = c->actor.unit,
        .in_domain = sup_actor_in_domain(&c->actor, k->c->domain) != 0,
    };
}

static size_t
count_words(const char *list)
{
    size_t n = 0;
    for (const char *p = list; *p != '\0'; p++) {
        n += *p != ' ' && (p == list || p[-1] == ' ');
    }
    return n;
}

static int
list_fields(sup_arena *arena, Sup__AllowedAction *a, const char *list,
            protobuf_c_boolean must)
{
    for (const char *p = list; *p != '\0';) {
        const char *end = p + strcspn(p, " ");
        Sup__AllowedAction__Field *f = SUP_NEW(arena, Sup__AllowedAction__Field,
                                               sup__allowed_action__field__descriptor);
        if (f == NULL) {
            return 0;
        }
        f->name = sup_strdup(arena, (sup_str){p, (size_t)(end - p)});
        f->required = must;
        a->fields[a->n_fields++] = f;
        p = end + (*end == ' ');
    }
    return 1;
}

static Sup__AllowedAction *
offer(sup_arena *arena, const sup_action_row *row)
{
    Sup__AllowedAction *a =
        SUP_NEW(arena, Sup__AllowedAction, sup__allowed_action__descriptor);
    if (a == NULL) {
        return NULL;
    }
    a->action = (char *)row->variant.path;
    a->name = (char *)row->variant.name;
    a->name_en = (char *)row->variant.name_en;
    size_t n = count_words(row->variant.required) + count_words(row->variant.optional);
    a->fields = sup_alloc(arena, (n + 1) * sizeof(a->fields[0]));
    if (a->fields == NULL || !list_fields(arena, a, row->variant.required, 1) ||
        !list_fields(arena, a, row->variant.optional, 0)) {
        return NULL;
    }
    return a;
}

static int
offer_actions(sup_ctx *c, const sup_case *k, Sup__Case *v)
{
    sup_life_case life;
    sup_life_actor actor;
    sup_case_life(k, &life);
    sup_case_actor(c, k, &actor);
    if (actor.roles == SUP_ROLE_PUBLIC) {
        return 1;
    }
    v->allowed_actions =
        sup_alloc(c->arena, sup_actions_n * sizeof(v->allowed_actions[0]));
    if (v->allowed_actions == NULL) {
        return 0;
    }
    for (size_t i = 0; i < sup_actions_n; i++) {
        if (!sup_life_allows(&life, &actor, sup_actions[i].action, c->now_ms)) {
            continue;
        }
        Sup__AllowedAction *a = offer(c->arena, &sup_actions[i]);
        if (a == NULL) {
            return 0;
        }
        v->allowed_actions[v->n_allowed_actions++] = a;
    }
    return 1;
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
        !hide_names(c, v, sees) || !offer_actions(c, k, v)) {
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
