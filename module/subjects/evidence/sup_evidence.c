/* Photos: taken in, used by what refers to them, shown to those who see that.
 * Owns: the record of a photo; the names that its files may have.
 * Must not know: image formats, how files are written or sent. */
#include "sup_evidence.h"

#include "engine/sup_problem.h"
#include "engine/sup_route.h"
#include "supervision/v1/evidence.pb-c.h"

#define ID_LEN     64
#define RANDOM_LEN 16
#define FILE_LEN   (3 + ID_LEN + 1 + RANDOM_LEN + 4)

#define HEX "0123456789abcdef"

/* How long a signed-in viewer's browser keeps a photo. What a receipt opens is kept by
 * none: the next one to sit there is not to find it. */
#define KEPT_MS (86400LL * 1000)

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

/* With a check of the version that was read: a photo that is collected at this moment is
 * found missing by the next try. */
static sup_rc
save(sup_ctx *c, const char *id, const Sup__EvidenceRecord *record, uint64_t version)
{
    char *key = key_of(c, id);
    if (key == NULL) {
        return SUP_NOMEM;
    }
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

/* --- taken in --- */

static size_t
photo_max(const sup_site *site)
{
    return site->evidence_max;
}

static sup_rc
refuse_photo(const sup_site *site)
{
    return site->evidence_max == 0 ? SUP_API_PHOTO_OFF : SUP_OK;
}

static const char *const photo_types[] = {"image/jpeg", "image/png", "image/webp", NULL};

const sup_intake sup_photo_intake = {
    .types = photo_types, .max = photo_max, .refuse = refuse_photo};

static sup_rc
reply(sup_ctx *c, const sup_upload *upload)
{
    Sup__Evidence *out = SUP_NEW(c->arena, Sup__Evidence, sup__evidence__descriptor);
    if (out == NULL) {
        return SUP_NOMEM;
    }
    out->id = sup_strdup(c->arena, upload->id);
    out->width = upload->width;
    out->height = upload->height;
    out->bytes = upload->bytes;
    c->output = &out->base;
    c->status = 201;
    return out->id == NULL ? SUP_NOMEM : SUP_OK;
}

/* A photo that is here already is answered like a new one: nobody learns from it what
 * others have sent. Its record keeps the file that it names, and the time of one that is
 * not used yet begins again. */
sup_rc
sup_decide_evidence(sup_ctx *c)
{
    const sup_upload *upload = c->request->taken;
    Sup__EvidenceRecord *record = NULL;
    uint64_t version = 0;
    if (c->site->evidence_max == 0 || upload == NULL) {
        return sup_fail(c, SUP_API_PHOTO_OFF, NULL, NULL, NULL);
    }
    char *id = sup_strdup(c->arena, upload->id);
    if (id == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc = sup_evidence_load(c, id, &record, &version);
    if (rc != SUP_OK) {
        return rc;
    }
    c->taken_unused = record != NULL;
    if (record != NULL && record->used) {
        return reply(c, upload);
    }
    if (record == NULL) {
        record = SUP_NEW(c->arena, Sup__EvidenceRecord, sup__evidence_record__descriptor);
        if (record == NULL) {
            return SUP_NOMEM;
        }
        record->schema = SUP_SCHEMA;
        record->file = sup_strdup(c->arena, upload->file);
        record->width = upload->width;
        record->height = upload->height;
        record->bytes = upload->bytes;
    }
    record->taken_in_at = sup_timestamp(c->arena, c->now_ms);
    if (record->file == NULL || record->taken_in_at == NULL) {
        return SUP_NOMEM;
    }
    rc = save(c, id, record, version);
    return rc == SUP_OK ? reply(c, upload) : rc;
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
    return save(c, id, record, version);
}

sup_rc
sup_evidence_use(sup_ctx *c, const char *field, char *const *ids, size_t n)
{
    sup_rc result = sup_check_attachments(c, field, ids, n);
    if (result != SUP_OK || n == 0) {
        return result;
    }
    if (c->site->evidence_max == 0) {
        return sup_fail(c, SUP_API_REFERENCE, field, "本系统未启用照片。",
                        "This server keeps no photos.");
    }
    for (size_t i = 0; i < n; i++) {
        if (sup_evidence_listed(ids, i, ids[i])) {
            continue;
        }
        sup_rc rc = use_one(c, field, i, ids[i]);
        if (rc < 0) {
            return rc;
        }
        result = rc == SUP_OK ? result : rc;
    }
    return result;
}

/* --- shown --- */

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

sup_rc
sup_evidence_show(sup_ctx *c, const char *id)
{
    const Sup__EvidenceRequest *in = (const Sup__EvidenceRequest *)c->input;
    Sup__EvidenceRecord *record = NULL;
    uint64_t version = 0;
    if (c->site->evidence_max == 0) { /* this location knows no folder */
        return sup_fail(c, SUP_API_PHOTO_OFF, NULL, NULL, NULL);
    }
    sup_rc rc = sup_evidence_load(c, id, &record, &version);
    if (rc != SUP_OK) {
        return rc;
    }
    if (record == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    const char *named = sup_evidence_id_of_file(c, sup_str_c(record->file));
    if (named == NULL || strcmp(named, id) != 0) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    int small = in != NULL && in->size == SUP__EVIDENCE_REQUEST__SIZE__thumbnail;
    c->file = sup_str_c(sup_sprintf(c->arena, "%.*s%s", (int)strlen(record->file) - 4,
                                    record->file, small ? ".t.jpg" : ".jpg"));
    c->etag = sup_str_c(sup_sprintf(c->arena, "\"%.32s%s\"", id, small ? "-t" : ""));
    c->text_type = SUP_STR("image/jpeg");
    c->private_ms = c->request->receipt.len == 0 ? KEPT_MS : 0;
    return c->file.data == NULL || c->etag.data == NULL ? SUP_NOMEM : SUP_OK;
}

static void
print_address(sup_html *html, sup_str base, const char *of, const char *id)
{
    sup_html_text(html, base);
    sup_html_c(html, of);
    sup_html_raw(html, "/evidence/");
    sup_html_c(html, id);
}

void
sup_evidence_print(sup_html *html, sup_str base, const char *of, char *const *ids,
                   size_t n)
{
    if (n == 0) {
        return;
    }
    sup_html_raw(html, "<span class=\"photos\">");
    for (size_t i = 0; i < n; i++) {
        sup_html_raw(html, "<a href=\"");
        print_address(html, base, of, ids[i]);
        sup_html_raw(html, "\"><img src=\"");
        print_address(html, base, of, ids[i]);
        sup_html_raw(html, "?size=thumbnail\" alt=\"照片\"></a>\n");
    }
    sup_html_raw(html, "</span>");
}
