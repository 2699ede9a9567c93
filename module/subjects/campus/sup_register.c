/* Units and places: one piece of code for both, told apart by a table.
 * Owns: reading and listing what the register holds.
 * Must not know: cases, nginx, which store it is. */
#include "core/sup_id.h"
#include "engine/sup_cursor.h"
#include "engine/sup_roles.h"
#include "sup_register_private.h"
#include "supervision/v1/campus.pb-c.h"

enum { LIMIT_DEFAULT = 100, LIMIT_MAX = 200 };

static void mask_unit(ProtobufCMessage *message);
static void mask_place(ProtobufCMessage *message);

const sup_register_kind sup_register_units = {
    .prefix = "unit",
    .index = "units",
    .record = &sup__unit_record__descriptor,
    .list = &sup__unit_list__descriptor,
    .in_record = offsetof(Sup__UnitRecord, unit),
    .retired = offsetof(Sup__Unit, retired),
    .version = offsetof(Sup__Unit, version),
    .items = offsetof(Sup__UnitList, units),
    .n_items = offsetof(Sup__UnitList, n_units),
    .next_cursor = offsetof(Sup__UnitList, next_cursor),
    .mask = mask_unit,
};

const sup_register_kind sup_register_places = {
    .prefix = "place",
    .index = "places",
    .record = &sup__place_record__descriptor,
    .list = &sup__place_list__descriptor,
    .in_record = offsetof(Sup__PlaceRecord, place),
    .retired = offsetof(Sup__Place, retired),
    .version = offsetof(Sup__Place, version),
    .items = offsetof(Sup__PlaceList, places),
    .n_items = offsetof(Sup__PlaceList, n_places),
    .next_cursor = offsetof(Sup__PlaceList, next_cursor),
    .mask = mask_place,
};

/* --- look-up --- */

/* An id that cannot be asks nothing: it would not make a key. */
sup_rc
sup_register_look_up(sup_ctx *c, const sup_register_kind *kind, sup_str id,
                     sup_register_entry *out)
{
    ProtobufCMessage *record = NULL;
    uint64_t version = 0;
    sup_rc rc;

    *out = (sup_register_entry){0};
    if (!sup_name_ok(id)) {
        return SUP_OK;
    }
    out->key = sup_sprintf(c->arena, "%s:%.*s", kind->prefix, (int)id.len, id.data);
    if (out->key == NULL) {
        return SUP_NOMEM;
    }
    rc = sup_ctx_message(c, out->key, kind->record, &record, &version);
    if (rc != SUP_OK || record == NULL) {
        return rc;
    }
    out->message = *(ProtobufCMessage **)sup_register_at(record, kind->in_record);
    out->version = out->message == NULL ? 0 : version;
    return SUP_OK;
}

sup_rc
sup_register_unit(sup_ctx *c, const char *id, const Sup__Unit **out)
{
    sup_register_entry found;
    sup_rc rc = sup_register_look_up(c, &sup_register_units, sup_str_c(id), &found);

    *out = (const Sup__Unit *)found.message;
    return rc;
}

sup_rc
sup_register_place(sup_ctx *c, const char *id, const Sup__Place **out)
{
    sup_register_entry found;
    sup_rc rc = sup_register_look_up(c, &sup_register_places, sup_str_c(id), &found);

    *out = (const Sup__Place *)found.message;
    return rc;
}

int
sup_register_serves(const Sup__Unit *unit, const char *domain)
{
    size_t i;

    sup_assert(unit != NULL);
    for (i = 0; i < unit->n_domains; i++) {
        if (strcmp(unit->domains[i], domain) == 0) {
            return 1;
        }
    }
    return unit->n_domains == 0;
}

sup_rc
sup_register_check_serves(sup_ctx *c, const Sup__Unit *unit, const char *domain)
{
    return sup_register_serves(unit, domain)
               ? SUP_OK
               : sup_fail(c, SUP_API_REFERENCE, "unit", "该单位不负责这一领域。",
                          "The unit does not serve this domain.");
}

/* --- one --- */

static int
is_staff(const sup_ctx *c)
{
    return (c->actor.roles & SUP_ROLES_STAFF) != 0;
}

static void
mask_unit(ProtobufCMessage *message)
{
    Sup__Unit *unit = (Sup__Unit *)message;

    unit->head = (char *)protobuf_c_empty_string;
    unit->contract = (char *)protobuf_c_empty_string;
}

static void
mask_place(ProtobufCMessage *message)
{
    (void)message; /* all of a place is public */
}

/* Makes it what the actor may see; its version as it is shown to those who may see that.
 */
static uint64_t
show(const sup_ctx *c, const sup_register_kind *kind, const sup_register_entry *found)
{
    uint64_t shown = sup_version_shown(c, found->key, found->version);

    *(uint64_t *)sup_register_at(found->message, kind->version) = is_staff(c) ? shown : 0;
    if (!is_staff(c)) {
        kind->mask(found->message);
    }
    return shown;
}

static sup_rc
decide_one(sup_ctx *c, const sup_register_kind *kind)
{
    sup_register_entry found;
    sup_rc rc = sup_register_look_up(c, kind, c->params[0], &found);

    if (rc != SUP_OK) {
        return rc;
    }
    if (found.message == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    uint64_t shown = show(c, kind, &found);
    c->output = found.message;
    /* the public's is another one: what it sees is another thing */
    c->etag = sup_etag_of(c, sup_sprintf(c->arena, "%llu%s", (unsigned long long)shown,
                                         is_staff(c) ? "" : "-public"));
    return c->etag.data == NULL ? SUP_NOMEM : SUP_OK;
}

/* --- list --- */

static sup_rc
cursor_read(sup_ctx *c, const sup_register_kind *kind, const char *text,
            const char **last)
{
    const sup_cursor of = {.index = kind->index};
    sup_rc rc = sup_cursor_read(c, &of, text, last);

    if (rc == SUP_OK && *last != NULL && !sup_name_ok(sup_str_c(*last))) {
        return sup_cursor_refuse(c);
    }
    return rc;
}

static sup_rc
cursor_write(sup_ctx *c, const sup_register_kind *kind, sup_str last, char **out)
{
    const sup_cursor of = {.index = kind->index};

    return sup_cursor_write(c, &of, sup_strdup(c->arena, last), out);
}

/* What is retired is history: staff still meet it in old cases. */
static int
may_list(const sup_ctx *c, const sup_register_kind *kind, const ProtobufCMessage *found)
{
    return is_staff(c) ||
           !*(const protobuf_c_boolean *)sup_register_at(found, kind->retired);
}

/* Reads all the records in one round trip, so no early return on SUP_AGAIN. */
static sup_rc
list_fill(sup_ctx *c, const sup_register_kind *kind, const sup_str *members, size_t n,
          ProtobufCMessage *list)
{
    ProtobufCMessage **items = sup_alloc(c->arena, (n + 1) * sizeof(*items));
    sup_rc rc = items == NULL ? SUP_NOMEM : SUP_OK;
    size_t filled = 0;
    size_t i;

    for (i = 0; i < n && rc >= SUP_OK; i++) {
        sup_register_entry found;
        sup_rc one = sup_register_look_up(c, kind, members[i], &found);

        if (one == SUP_OK && found.message != NULL && may_list(c, kind, found.message)) {
            show(c, kind, &found);
            items[filled++] = found.message;
        }
        rc = sup_worst(rc, one);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    *(ProtobufCMessage ***)sup_register_at(list, kind->items) = items;
    *(size_t *)sup_register_at(list, kind->n_items) = filled;
    return SUP_OK;
}

/* One more than asked for is read: then there is a next page. */
static sup_rc
page_of(sup_ctx *c, const sup_register_kind *kind, const char *cursor, uint32_t limit,
        sup_register_page *out)
{
    const sup_read *range;
    const char *last;
    sup_rc rc = cursor_read(c, kind, cursor, &last);

    if (rc == SUP_OK) {
        rc = sup_ctx_range(c, kind->index, last, "", 0, limit + 1, &range);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    out->ids = range->members;
    out->n = range->n > limit ? limit : range->n;
    out->next_cursor = (char *)protobuf_c_empty_string;
    return range->n > limit
               ? cursor_write(c, kind, out->ids[out->n - 1], &out->next_cursor)
               : SUP_OK;
}

sup_rc
sup_register_units_page(sup_ctx *c, const char *cursor, uint32_t limit,
                        sup_register_page *out)
{
    return page_of(c, &sup_register_units, cursor, limit, out);
}

static sup_rc
decide_list(sup_ctx *c, const sup_register_kind *kind)
{
    const Sup__ListRequest *input = (const Sup__ListRequest *)c->input;
    uint32_t limit = input->limit == 0 ? LIMIT_DEFAULT : input->limit;
    sup_register_page page;
    ProtobufCMessage *list;
    sup_rc rc;

    if (limit > LIMIT_MAX) {
        return sup_fail(c, SUP_API_VALUE, "limit", "每页条数为 1 至 200。",
                        "The limit is 1 to 200.");
    }
    rc = page_of(c, kind, input->cursor, limit, &page);
    if (rc != SUP_OK) {
        return rc;
    }
    list = sup_message_new(c->arena, kind->list);
    if (list == NULL) {
        return SUP_NOMEM;
    }
    *(char **)sup_register_at(list, kind->next_cursor) = page.next_cursor;
    c->output = list;
    return list_fill(c, kind, page.ids, page.n, list);
}

/* --- the routes --- */

sup_rc
sup_decide_units(sup_ctx *c)
{
    return decide_list(c, &sup_register_units);
}

sup_rc
sup_decide_unit(sup_ctx *c)
{
    return decide_one(c, &sup_register_units);
}

sup_rc
sup_decide_places(sup_ctx *c)
{
    return decide_list(c, &sup_register_places);
}

sup_rc
sup_decide_place(sup_ctx *c)
{
    return decide_one(c, &sup_register_places);
}
