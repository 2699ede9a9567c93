/* Units and places: what may be put into the register.
 * Owns: the rules of a unit and of a place, create and replace with preconditions.
 * Must not know: cases, nginx, which store it is. */
#include <stdio.h>
#include "core/sup_id.h"
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
check_domain(sup_ctx *c, const char *domain, const char *field)
{
    if (sup_site_rulebook(c->site, domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, field, "没有启用这个监督领域。",
                        "No such domain is enabled.");
    }
    return SUP_OK;
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

sup_rc
sup_register_check_unit(sup_ctx *c, const ProtobufCMessage *message)
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

        rc = check_domain(c, unit->domains[i], field);
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

sup_rc
sup_register_check_place(sup_ctx *c, const ProtobufCMessage *message)
{
    const Sup__Place *place = (const Sup__Place *)message;
    sup_rc rc = check_names(c, place->name, place->name_en);
    unsigned again = 0;
    size_t i, j;

    if (rc == SUP_OK) {
        rc = sup_check_text(c, "kind", place->kind, 1, 32);
    }
    for (i = 0; i < place->n_responsible && rc == SUP_OK; i++) {
        const char *field = field_at(c, "responsible", i, ".domain");
        const char *domain = place->responsible[i]->domain;

        rc = check_domain(c, domain, field);
        for (j = 0; j < i && rc == SUP_OK; j++) {
            rc = check_twice(c, domain, place->responsible[j]->domain, field);
        }
    }
    /* All asked for in one round trip; there are no more of them than domains. */
    for (i = 0; i < place->n_responsible && rc == SUP_OK; i++) {
        rc = check_unit_exists(c, place->responsible[i]->unit,
                               field_at(c, "responsible", i, ".unit"));
        again |= rc == SUP_AGAIN;
        rc = rc == SUP_AGAIN ? SUP_OK : rc;
    }
    return rc == SUP_OK && again ? SUP_AGAIN : rc;
}

/* The message to be stored: the input under the id of the path, and nothing derived. */
static sup_rc
take_input(sup_ctx *c, const sup_register_kind *kind, ProtobufCMessage **out)
{
    char *id = sup_strdup(c->arena, c->params[0]);
    ProtobufCMessage *copy = sup_alloc(c->arena, kind->type->sizeof_message);
    const char *given = *sup_register_id(kind, c->input);

    if (id == NULL || copy == NULL) {
        return SUP_NOMEM;
    }
    if (!sup_name_ok(c->params[0])) {
        return sup_fail(
            c, SUP_API_VALUE, "id",
            "编号由 2 至 48 个小写字母、数字和连字符组成，不以连字符开头。",
            "An id is 2 to 48 lower-case letters, digits and hyphens, and does "
            "not begin with a hyphen.");
    }
    if (given[0] != '\0' && strcmp(given, id) != 0) {
        return sup_fail(c, SUP_API_VALUE, "id", "编号与网址中的不一致。",
                        "The id differs from that of the address.");
    }
    memcpy(copy, c->input, kind->type->sizeof_message);
    *sup_register_id(kind, copy) = id;
    *sup_register_version(kind, copy) = 0;
    *out = copy;
    return SUP_OK;
}

/* given: the version in the body, as it came with an earlier GET; 0: none. stored: NULL
 * when there is none yet. */
static sup_rc
check_precondition(sup_ctx *c, const sup_register_kind *kind, uint64_t given,
                   const ProtobufCMessage *stored)
{
    const sup_request *request = c->request;
    uint64_t shown = sup_register_shown(c, kind, stored);
    int exists = stored != NULL;
    char *tag = sup_sprintf(c->arena, "%llu", (unsigned long long)shown);

    if (tag == NULL) {
        return SUP_NOMEM;
    }
    if ((given != 0 && given != shown) ||
        (request->if_match.len != 0 &&
         !(exists && sup_etag_names(request->if_match, tag))) ||
        (exists && sup_etag_names(request->if_none_match, tag))) {
        c->failure.version = shown;
        return sup_fail(c, SUP_API_VERSION, NULL, NULL, NULL);
    }
    return SUP_OK;
}

static sup_rc
put_ops(sup_ctx *c, const sup_register_kind *kind, const ProtobufCMessage *message,
        uint64_t version)
{
    ProtobufCMessage *record = sup_message_new(c->arena, kind->record);
    const char *id = *sup_register_id(kind, message);
    char *key = sup_sprintf(c->arena, "%s:%s", kind->prefix, id);
    sup_rc rc;

    if (record == NULL || key == NULL) {
        return SUP_NOMEM;
    }
    /* `schema` is the first field of both. */
    *(uint32_t *)sup_register_at(record, kind->record->fields[0].offset) = SUP_SCHEMA;
    *(const ProtobufCMessage **)sup_register_at(record, kind->in_record) = message;
    rc = sup_op_check(c, key, version);
    if (rc == SUP_OK) {
        rc = sup_op_put(c, key, record, 0);
    }
    if (rc == SUP_OK) {
        rc = sup_op_index_add(c, kind->index, id);
    }
    return rc;
}

/* The same content again writes nothing, whatever version it was meant for: a retried PUT
 * is answered as the first one was (RFC 9110, 13.1.1). */
static sup_rc
is_same(sup_ctx *c, const sup_register_kind *kind, const ProtobufCMessage *message,
        ProtobufCMessage *stored, unsigned *same)
{
    uint64_t version = *sup_register_version(kind, stored);
    sup_str a, b;

    *sup_register_version(kind, stored) = 0;
    if (sup_pb_print(c->arena, message, &a) != SUP_OK ||
        sup_pb_print(c->arena, stored, &b) != SUP_OK) {
        return SUP_NOMEM;
    }
    *sup_register_version(kind, stored) = version;
    *same = sup_str_eq(a, b);
    return SUP_OK;
}

static sup_rc
decide_put(sup_ctx *c, const sup_register_kind *kind)
{
    ProtobufCMessage *stored = NULL;
    ProtobufCMessage *message = NULL;
    uint64_t version;
    unsigned same = 0;
    sup_rc rc = take_input(c, kind, &message);
    sup_rc found;

    if (rc != SUP_OK) {
        return rc;
    }
    /* Asked together with what the check asks for. */
    found = sup_register_look_up(c, kind, c->params[0], &stored);
    rc = kind->check(c, message);
    if (rc != SUP_OK || found != SUP_OK) {
        return rc != SUP_OK ? rc : found;
    }
    version = stored == NULL ? 0 : *sup_register_version(kind, stored);
    if (stored != NULL) {
        rc = is_same(c, kind, message, stored, &same);
    }
    if (rc == SUP_OK && !same) {
        rc = check_precondition(c, kind, *sup_register_version(kind, c->input), stored);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    /* Said anew each time: after a conflict another run may have said otherwise. No ETag:
     * the reply is not byte for byte what was put (RFC 9110, 9.3.4); `version` is in it.
     */
    c->status = stored == NULL ? 201 : 200;
    c->location = SUP_STR_NULL;
    c->output = message;
    if (same) {
        *sup_register_version(kind, message) = sup_register_shown(c, kind, stored);
        return SUP_OK;
    }
    if (stored == NULL) {
        char *location =
            sup_sprintf(c->arena, "%.*s%s/%s", (int)c->site->base.len, c->site->base.data,
                        kind->index, *sup_register_id(kind, message));

        c->location = sup_str_c(location);
        if (location == NULL) {
            return SUP_NOMEM;
        }
    }
    c->version_out = sup_register_version(kind, message);
    c->version_key =
        sup_sprintf(c->arena, "%s:%s", kind->prefix, *sup_register_id(kind, message));
    if (c->version_key == NULL) {
        return SUP_NOMEM;
    }
    return put_ops(c, kind, message, version);
}

/* --- the routes --- */

sup_rc
sup_decide_unit_put(sup_ctx *c)
{
    return decide_put(c, &sup_register_units);
}

sup_rc
sup_decide_place_put(sup_ctx *c)
{
    return decide_put(c, &sup_register_places);
}
