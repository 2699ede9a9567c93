/* What a collection holds is put by id: created, or replaced under preconditions.
 * Owns: the steps of every such PUT.
 * Must not know: what is put, what it may be, how it is kept. */
#include "sup_put.h"

#include "core/sup_id.h"
#include "sup_problem.h"
#include "sup_route.h"

static void *
at(const ProtobufCMessage *message, size_t offset)
{
    return (char *)(uintptr_t)message + offset;
}

static char **
id_of(const sup_put_kind *kind, const ProtobufCMessage *message)
{
    return at(message, kind->id);
}

/* What the message shows as its version; NULL: such messages show none. */
static uint64_t *
version_of(const sup_put_kind *kind, const ProtobufCMessage *message)
{
    return kind->version == 0 ? NULL : at(message, kind->version);
}

static void
show_version(const sup_put_kind *kind, ProtobufCMessage *message, uint64_t version)
{
    uint64_t *field = version_of(kind, message);
    if (field != NULL) {
        *field = version;
    }
}

/* The message to be stored: the input under the id of the path, and nothing derived. */
static sup_rc
take_input(sup_ctx *c, const sup_put_kind *kind, ProtobufCMessage **out)
{
    char *id = sup_strdup(c->arena, c->params[0]);
    ProtobufCMessage *copy = sup_message_copy(c->arena, c->input);
    const char *given = *id_of(kind, c->input);
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
    *id_of(kind, copy) = id;
    show_version(kind, copy, 0);
    *out = copy;
    return SUP_OK;
}

static sup_rc
is_same(sup_ctx *c, const sup_put_found *found, const ProtobufCMessage *message,
        unsigned *same)
{
    sup_str a, b;
    *same = 0;
    if (found->message == NULL) {
        return SUP_OK;
    }
    if (sup_pb_print(c->arena, message, &a) != SUP_OK ||
        sup_pb_print(c->arena, found->message, &b) != SUP_OK) {
        return SUP_NOMEM;
    }
    *same = sup_str_eq(a, b);
    return SUP_OK;
}

/* The version in the body came with an earlier GET; 0: none did. */
static sup_rc
check_precondition(sup_ctx *c, const sup_put_kind *kind, int exists, uint64_t shown)
{
    const sup_request *request = c->request;
    const uint64_t *given = version_of(kind, c->input);
    char *tag = sup_sprintf(c->arena, "%llu", (unsigned long long)shown);
    if (tag == NULL) {
        return SUP_NOMEM;
    }
    if ((given != NULL && *given != 0 && *given != shown) ||
        (request->if_match.len != 0 &&
         !(exists && sup_etag_names(request->if_match, tag))) ||
        (exists && sup_etag_names(request->if_none_match, tag))) {
        c->failure.version = given == NULL ? 0 : shown;
        return sup_fail(c, SUP_API_VERSION, NULL, NULL, NULL);
    }
    return SUP_OK;
}

static sup_rc
put_ops(sup_ctx *c, const sup_put_kind *kind, const sup_put_found *found,
        ProtobufCMessage *message)
{
    ProtobufCMessage *record = NULL;
    sup_rc rc = kind->record(c, kind, found, message, &record);
    if (rc != SUP_OK) {
        return rc;
    }
    sup_assert(record->descriptor->fields[0].id == 1);
    *(uint32_t *)at(record, record->descriptor->fields[0].offset) = SUP_SCHEMA;
    rc = sup_op_check(c, found->key, found->version);
    if (rc == SUP_OK) {
        rc = sup_op_put(c, found->key, record, 0);
    }
    return rc == SUP_OK && kind->index != NULL
               ? sup_op_index_add(c, kind->index, *id_of(kind, message))
               : rc;
}

/* Said anew at each run: after a conflict another one may have said otherwise. No ETag:
 * the reply is not byte for byte what was put (RFC 9110, 9.3.4). */
static sup_rc
reply(sup_ctx *c, const sup_put_kind *kind, int exists, ProtobufCMessage *message)
{
    c->status = exists ? 200 : 201;
    c->location = SUP_STR_NULL;
    c->output = message;
    if (exists) {
        return SUP_OK;
    }
    char *location =
        sup_sprintf(c->arena, "%.*s%s/%s", (int)c->site->base.len, c->site->base.data,
                    kind->collection, *id_of(kind, message));
    c->location = sup_str_c(location);
    return location == NULL ? SUP_NOMEM : SUP_OK;
}

/* All that can be read together: what stands there, and what the check asks for. */
static sup_rc
read_all(sup_ctx *c, const sup_put_kind *kind, ProtobufCMessage *message,
         sup_put_found *found)
{
    sup_rc rc = kind->find(c, kind, c->params[0], found);
    sup_rc checked = kind->check(c, message);
    return checked != SUP_OK ? checked : rc;
}

sup_rc
sup_decide_put(sup_ctx *c, const sup_put_kind *kind)
{
    ProtobufCMessage *message = NULL;
    sup_put_found found = {0};
    unsigned same = 0;
    sup_assert(c->input != NULL && c->input->descriptor == kind->type);
    sup_rc rc = take_input(c, kind, &message);
    if (rc == SUP_OK) {
        rc = read_all(c, kind, message, &found);
    }
    if (rc == SUP_OK && found.message != NULL && kind->may_replace != NULL) {
        rc = kind->may_replace(c, found.message);
    }
    if (rc == SUP_OK) {
        rc = is_same(c, &found, message, &same);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    uint64_t shown = sup_version_shown(c, found.key, found.version);
    int exists = found.message != NULL || (kind->is_built_in != NULL &&
                                           kind->is_built_in(c, *id_of(kind, message)));
    rc = same ? SUP_OK : check_precondition(c, kind, exists, shown);
    if (rc == SUP_OK) {
        rc = reply(c, kind, exists, message);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (same) {
        show_version(kind, message, shown);
        return SUP_OK;
    }
    c->version_out = version_of(kind, message);
    c->version_key = found.key;
    return put_ops(c, kind, &found, message);
}
