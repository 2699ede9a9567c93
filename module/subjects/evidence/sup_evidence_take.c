/* A photo taken in.
 * Owns: what is refused before it comes in, its record, the reply.
 * Must not know: image formats, how files are written. */
#include "engine/sup_subject.h"
#include "sup_evidence_private.h"
#include "sup_evidence_subject.h"
#include "supervision/v1/evidence.pb-c.h"

static size_t
photo_max(const sup_site *site)
{
    return site->evidence_max;
}

static sup_rc
refuse_photo(const sup_site *site)
{
    return site->evidence_max == 0 ? SUP_EVIDENCE_OFF : SUP_OK;
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
        return sup_fail(c, SUP_EVIDENCE_OFF, NULL, NULL, NULL);
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
    rc = sup_evidence_save(c, id, record, version);
    return rc == SUP_OK ? reply(c, upload) : rc;
}
