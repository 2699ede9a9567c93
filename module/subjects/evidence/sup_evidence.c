/* Photos: their records, and what refers to them.
 * Owns: the record of a photo; its id, and the names that its files may have.
 * Must not know: how one is taken in or shown, image formats. */
#include "sup_evidence.h"

#include "sup_evidence_private.h"
#include "supervision/v1/evidence.pb-c.h"

#define ID_LEN     64
#define RANDOM_LEN 16
#define FILE_LEN   (3 + ID_LEN + 1 + RANDOM_LEN + 4)

#define HEX "0123456789abcdef"

static char *
key_of(sup_ctx *c, const char *id)
{
    return sup_sprintf(c->arena, "evidence:%s", id);
}

sup_rc
sup_evidence_load(sup_ctx *c, const char *id, Sup__EvidenceRecord **out,
                  uint64_t *version)
{
    ProtobufCMessage *message = NULL;
    char *key = key_of(c, id);
    if (key == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc =
        sup_ctx_message(c, key, &sup__evidence_record__descriptor, &message, version);
    *out = (Sup__EvidenceRecord *)message;
    return rc;
}

sup_rc
sup_evidence_save(sup_ctx *c, const char *id, const Sup__EvidenceRecord *record,
                  uint64_t version)
{
    char *key = key_of(c, id);
    if (key == NULL) {
        return SUP_NOMEM;
    }
    sup_assert(record->schema == SUP_SCHEMA);
    sup_rc rc = sup_op_check(c, key, version);
    return rc == SUP_OK ? sup_op_put(c, key, &record->base, 0) : rc;
}

sup_rc
sup_evidence_forget(sup_ctx *c, const char *id, uint64_t version)
{
    char *key = key_of(c, id);
    if (key == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc = sup_op_check(c, key, version);
    return rc == SUP_OK ? sup_op_delete(c, key) : rc;
}

/* --- its names --- */

char *
sup_evidence_id(sup_ctx *c, sup_str typed)
{
    char *id = typed.len == ID_LEN ? sup_strdup(c->arena, typed) : NULL;
    return id != NULL && strspn(id, HEX) == ID_LEN ? id : NULL;
}

int
sup_evidence_listed(char *const *ids, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(ids[i], id) == 0) {
            return 1;
        }
    }
    return 0;
}

/* ab/<id>-<random>.jpg: a record is data, and no data names a file elsewhere. */
char *
sup_evidence_id_of_file(sup_ctx *c, sup_str file)
{
    if (file.len != FILE_LEN || file.data[2] != '/' ||
        memcmp(file.data, file.data + 3, 2) != 0) {
        return NULL;
    }
    char *name = sup_strdup(c->arena, (sup_str){file.data + 3, FILE_LEN - 3});
    if (name == NULL || strspn(name, HEX) != ID_LEN || name[ID_LEN] != '-' ||
        strspn(name + ID_LEN + 1, HEX) != RANDOM_LEN ||
        strcmp(name + ID_LEN + 1 + RANDOM_LEN, ".jpg") != 0) {
        return NULL;
    }
    name[ID_LEN] = '\0';
    return name;
}

/* --- used --- */

static sup_rc
use_one(sup_ctx *c, const char *field, size_t i, const char *id)
{
    Sup__EvidenceRecord *record = NULL;
    uint64_t version = 0;
    sup_rc rc = sup_evidence_load(c, id, &record, &version);
    if (rc != SUP_OK) {
        return rc;
    }
    if (record == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, sup_sprintf(c->arena, "%s[%zu]", field, i),
                        "没有这张照片：请先上传，并在 24 小时内使用。",
                        "There is no such photo: take it in first, and use it within 24 "
                        "hours.");
    }
    if (record->used) {
        return SUP_OK;
    }
    record->used = 1;
    return sup_evidence_save(c, id, record, version);
}

sup_rc
sup_evidence_use(sup_ctx *c, const char *field, char *const *ids, size_t n)
{
    sup_rc rc = sup_check_attachments(c, field, ids, n);
    if (rc != SUP_OK || n == 0) {
        return rc;
    }
    if (c->site->evidence_max == 0) {
        return sup_fail(c, SUP_API_REFERENCE, field, "本系统未启用照片。",
                        "This server keeps no photos.");
    }
    for (size_t i = 0; i < n && rc >= SUP_OK; i++) {
        if (sup_evidence_listed(ids, i, ids[i])) {
            continue;
        }
        rc = sup_worst(rc, use_one(c, field, i, ids[i]));
    }
    return rc;
}
