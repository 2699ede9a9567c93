/* Units and places: what may be put into the register.
 * Owns: the rules of a unit and of a place.
 * Must not know: cases, preconditions of a PUT (engine/sup_put.c), which store it is. */
#include "engine/sup_put.h"
#include "rules/sup_rules.h"
#include "sup_register_private.h"
#include "supervision/v1/campus.pb-c.h"

static sup_rc
check_names(sup_ctx *c, const char *name, const char *name_en)
{
    sup_rc rc = sup_check_text(c, "name", name, 1, 60);

    return rc != SUP_OK ? rc : sup_check_text(c, "name_en", name_en, 0, 80);
}

static const char *
field_at(sup_ctx *c, const char *list, size_t i, const char *member)
{
    const char *path = sup_sprintf(c->arena, "%s[%zu]%s", list, i, member);

    return path == NULL ? list : path;
}

static sup_rc
check_twice(sup_ctx *c, const char *a, const char *b, const char *field)
{
    if (strcmp(a, b) == 0) {
        return sup_fail(c, SUP_API_VALUE, field, "同一监督领域只能出现一次。",
                        "A domain may be named only once.");
    }
    return SUP_OK;
}

static sup_rc
check_unit_exists(sup_ctx *c, const char *id, const char *field)
{
    const Sup__Unit *unit;
    sup_rc rc = sup_register_unit(c, id, &unit);

    if (rc == SUP_OK && unit == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, field, "没有这个单位。",
                        "There is no such unit.");
    }
    return rc;
}

static sup_rc
check_unit(sup_ctx *c, ProtobufCMessage *message)
{
    const Sup__Unit *unit = (const Sup__Unit *)message;
    sup_rc rc = check_names(c, unit->name, unit->name_en);
    size_t i, j;

    if (rc == SUP_OK) {
        rc = sup_check_text(c, "head", unit->head, 0, 40);
    }
    if (rc == SUP_OK) {
        rc = sup_check_text(c, "contract", unit->contract, 0, 60);
    }
    if (rc == SUP_OK && unit->kind == SUP__UNIT__KIND__kind_unspecified) {
        rc = sup_fail(c, SUP_API_REQUIRED, "kind", NULL, NULL);
    }
    for (i = 0; i < unit->n_domains && rc == SUP_OK; i++) {
        const char *field = field_at(c, "domains", i, "");

        rc = sup_rulebook_enabled(c, field, unit->domains[i]);
        for (j = 0; j < i && rc == SUP_OK; j++) {
            rc = check_twice(c, unit->domains[i], unit->domains[j], field);
        }
    }
    if (rc != SUP_OK || unit->parent[0] == '\0') {
        return rc;
    }
    if (strcmp(unit->parent, unit->id) == 0) {
        return sup_fail(c, SUP_API_VALUE, "parent", "单位不能是自己的上级。",
                        "A unit cannot be its own parent.");
    }
    return check_unit_exists(c, unit->parent, "parent");
}

static sup_rc
check_place(sup_ctx *c, ProtobufCMessage *message)
{
    const Sup__Place *place = (const Sup__Place *)message;
    sup_rc rc = check_names(c, place->name, place->name_en);
    size_t i, j;

    if (rc == SUP_OK) {
        rc = sup_check_text(c, "kind", place->kind, 1, 32);
    }
    for (i = 0; i < place->n_responsible && rc == SUP_OK; i++) {
        const char *field = field_at(c, "responsible", i, ".domain");
        const char *domain = place->responsible[i]->domain;

        rc = sup_rulebook_enabled(c, field, domain);
        for (j = 0; j < i && rc == SUP_OK; j++) {
            rc = check_twice(c, domain, place->responsible[j]->domain, field);
        }
    }
    /* All asked for in one round trip; there are no more of them than domains. */
    for (i = 0; i < place->n_responsible && rc >= SUP_OK; i++) {
        rc = sup_worst(rc, check_unit_exists(c, place->responsible[i]->unit,
                                             field_at(c, "responsible", i, ".unit")));
    }
    return rc;
}

/* --- how it is put --- */

typedef struct {
    sup_put_kind put; /* first: the functions of both cast back */
    const sup_register_kind *of;
} register_put;

static sup_rc
find(sup_ctx *c, const sup_put_kind *kind, sup_str id, sup_put_found *out)
{
    sup_register_entry found;
    sup_rc rc = sup_register_look_up(c, ((const register_put *)kind)->of, id, &found);

    *out = (sup_put_found){
        .message = found.message, .key = found.key, .version = found.version};
    return rc;
}

/* A record each: nothing else is in it. */
static sup_rc
record_of(sup_ctx *c, const sup_put_kind *kind, const sup_put_found *found,
          ProtobufCMessage *message, ProtobufCMessage **out)
{
    const sup_register_kind *of = ((const register_put *)kind)->of;

    (void)found;
    *out = sup_message_new(c->arena, of->record);
    if (*out == NULL) {
        return SUP_NOMEM;
    }
    *(ProtobufCMessage **)sup_register_at(*out, of->in_record) = message;
    return SUP_OK;
}

static const register_put units = {
    .put = {.collection = "units",
            .type = &sup__unit__descriptor,
            .id = offsetof(Sup__Unit, id),
            .version = offsetof(Sup__Unit, version),
            .find = find,
            .check = check_unit,
            .record = record_of,
            .index = "units"},
    .of = &sup_register_units,
};

static const register_put places = {
    .put = {.collection = "places",
            .type = &sup__place__descriptor,
            .id = offsetof(Sup__Place, id),
            .version = offsetof(Sup__Place, version),
            .find = find,
            .check = check_place,
            .record = record_of,
            .index = "places"},
    .of = &sup_register_places,
};

sup_rc
sup_decide_unit_put(sup_ctx *c)
{
    return sup_decide_put(c, &units.put);
}

sup_rc
sup_decide_place_put(sup_ctx *c)
{
    return sup_decide_put(c, &places.put);
}
