/* An inspection as it is kept.
 * Owns: keys and indexes of inspections, the rights to them.
 * Must not know: how answers are scored, how a case is raised. */
#include "sup_inspection.h"

#include "core/sup_id.h"
#include "engine/sup_index.h"
#include "engine/sup_roles.h"
#include "supervision/v1/inspections.pb-c.h"

static char *
key_of(sup_arena *arena, const char *id)
{
    return sup_sprintf(arena, "inspection:%s", id);
}

/* --- who may see it --- */

/* As with cases: leaders see all domains, the others of the office their own. */
static int
is_visible(const sup_ctx *c, const Sup__Inspection *report)
{
    unsigned roles = c->actor.roles;
    if (roles & SUP_ROLES_OVERSIGHT) {
        return sup_actor_oversees(&c->actor, report->domain);
    }
    return (roles & SUP_ROLE_UNIT) && c->actor.unit.len != 0 &&
           sup_str_eq(c->actor.unit, sup_str_c(report->unit));
}

sup_rc
sup_inspection_load(sup_ctx *c, sup_str typed, sup_inspection *out)
{
    char id[SUP_CASE_ID_LEN + 1];
    ProtobufCMessage *message = NULL, *report = NULL;
    if (sup_case_id_parse(typed, id) != SUP_OK) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    *out = (sup_inspection){.record = NULL};
    sup_rc rc =
        sup_ctx_message(c, key_of(c->arena, id), &sup__inspection_record__descriptor,
                        &message, &out->version);
    if (rc != SUP_OK) {
        return rc;
    }
    if (message == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    out->record = (Sup__InspectionRecord *)message;
    sup_str bytes = {(const char *)out->record->report.data, out->record->report.len};
    rc = sup_record_parse(c->arena, &sup__inspection__descriptor, bytes, &report);
    if (rc != SUP_OK) {
        return rc == SUP_NOMEM ? rc : sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    out->report = (Sup__Inspection *)report;
    if (out->report->score == NULL) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    out->rulebook = sup_site_rulebook(c->site, out->report->domain);
    if (out->rulebook == NULL || !is_visible(c, out->report)) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    return SUP_OK;
}

/* --- storing --- */

/* <time12>:<id>:<check>:<domain>, so that lists filter without reading records. */
static sup_rc
store_indexes(sup_ctx *c, const Sup__Inspection *r)
{
    char time[SUP_INDEX_TIME_LEN + 1];
    sup_index_time(time, sup_timestamp_ms(r->submitted_at));
    char *member =
        sup_sprintf(c->arena, "%s:%s:%d:%s", time, r->id, (int)r->check, r->domain);
    char *indexes[] = {"inspections",
                       sup_sprintf(c->arena, "inspections:domain:%s", r->domain),
                       sup_sprintf(c->arena, "inspections:unit:%s", r->unit)};
    sup_rc rc = member == NULL ? SUP_NOMEM : SUP_OK;
    for (size_t i = 0; rc == SUP_OK && i < 3; i++) {
        rc = indexes[i] == NULL ? SUP_NOMEM : sup_op_index_add(c, indexes[i], member);
    }
    return rc;
}

sup_rc
sup_inspection_store(sup_ctx *c, Sup__Inspection *report, sup_inspection *out)
{
    sup_str bytes;
    sup_assert(report->id[0] != '\0' && report->number[0] != '\0' &&
               report->score != NULL && report->digest[0] == '\0');
    Sup__InspectionRecord *record =
        SUP_NEW(c->arena, Sup__InspectionRecord, sup__inspection_record__descriptor);
    unsigned char *digest = sup_alloc(c->arena, SUP_HASH_LEN);
    if (record == NULL || digest == NULL ||
        sup_pb_print(c->arena, &report->base, &bytes) != SUP_OK) {
        return SUP_NOMEM;
    }
    if (sup_sha256(digest, bytes) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    record->schema = SUP_SCHEMA;
    record->report = (ProtobufCBinaryData){bytes.len, (uint8_t *)bytes.data};
    record->digest = (ProtobufCBinaryData){SUP_HASH_LEN, digest};
    *out = (sup_inspection){.record = record,
                            .report = report,
                            .rulebook = sup_site_rulebook(c->site, report->domain)};
    sup_rc rc = sup_inspection_save(c, out);
    return rc == SUP_OK ? store_indexes(c, report) : rc;
}

sup_rc
sup_inspection_save(sup_ctx *c, const sup_inspection *inspection)
{
    char *key = key_of(c->arena, inspection->report->id);
    sup_rc rc = key == NULL ? SUP_NOMEM : sup_op_check(c, key, inspection->version);
    return rc == SUP_OK ? sup_op_put(c, key, &inspection->record->base, 0) : rc;
}
