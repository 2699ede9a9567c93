/* Timed work: photos that were taken in and never used are collected.
 * Owns: which of the files found in the folder may go.
 * Must not know: the lease, how a folder is read or a file removed.
 *
 * A file goes when no record names it, or when its record is a day old and unused: then
 * the record goes in the commit of the run, and the file after it. An upload or a use at
 * the same moment changes the record's version, and the run decides anew. */
#include "engine/sup_page.h"
#include "engine/sup_timed.h"
#include "sup_evidence_private.h"
#include "sup_evidence_subject.h"
#include "supervision/v1/evidence.pb-c.h"

#define FOLDER    "evidence:folder"
#define UNUSED_MS INT64_C(86400000)
#define MARK_LEN  16

/* --- is it this store's folder? --- */

static sup_rc
new_mark(sup_ctx *c, char **mark)
{
    const unsigned char *random = sup_draw(c, MARK_LEN);
    Sup__EvidenceFolderRecord record = SUP__EVIDENCE_FOLDER_RECORD__INIT;
    *mark = sup_alloc(c->arena, 2 * MARK_LEN + 1);
    if (*mark == NULL || random == NULL) {
        return SUP_NOMEM;
    }
    sup_hex(*mark, random, MARK_LEN);
    record.schema = SUP_SCHEMA;
    record.mark = *mark;
    sup_rc rc = sup_op_check(c, FOLDER, 0);
    return rc == SUP_OK ? sup_op_put(c, FOLDER, &record.base, 0) : rc;
}

/* *mark is to be written into a folder that has none yet. A folder that has one, and a
 * store that knows of none, do not belong together: a Redis that was set up anew, or not
 * restored yet, would have every photo collected. */
static sup_rc
check_folder(sup_ctx *c, const sup_files *files, char **mark)
{
    ProtobufCMessage *message = NULL;
    uint64_t version = 0;
    *mark = NULL;
    sup_rc rc = sup_ctx_message(c, FOLDER, &sup__evidence_folder_record__descriptor,
                                &message, &version);
    if (rc != SUP_OK) {
        return rc;
    }
    const Sup__EvidenceFolderRecord *record = (const Sup__EvidenceFolderRecord *)message;
    if (files->mark.len == 0) {
        if (record == NULL) {
            return new_mark(c, mark);
        }
        *mark = record->mark;
        return SUP_OK;
    }
    return record != NULL && sup_str_eq(files->mark, sup_str_c(record->mark))
               ? SUP_OK
               : sup_fail(c, SUP_EVIDENCE_FOLDER, NULL, NULL, NULL);
}

/* --- the files --- */

static sup_rc
judge(sup_ctx *c, sup_str file, unsigned *gone)
{
    Sup__EvidenceRecord *record = NULL;
    uint64_t version = 0;
    char *id = sup_evidence_id_of_file(c, file);
    *gone = 0;
    if (id == NULL) {
        return SUP_OK; /* none of ours */
    }
    sup_rc rc = sup_evidence_load(c, id, &record, &version);
    if (sup_page_leaves_out(rc)) {
        return SUP_OK; /* nobody knows what it says: it stays */
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (record == NULL || !sup_str_eq(file, sup_str_c(record->file))) {
        *gone = 1;
        return SUP_OK;
    }
    if (record->used || c->now_ms - sup_timestamp_ms(record->taken_in_at) < UNUSED_MS) {
        return SUP_OK;
    }
    *gone = 1;
    return sup_evidence_forget(c, id, version);
}

sup_rc
sup_timed_collect(sup_timed *t)
{
    sup_ctx *c = t->c;
    const sup_tick_brought *brought = sup_timed_brought(t);
    char *mark = NULL;
    uint32_t gone = 0;
    if (brought == NULL || brought->what == NULL) {
        return SUP_OK;
    }
    const sup_files *files = brought->what;
    sup_files_judged *judged = brought->result;
    sup_assert(brought->result != NULL && files->n <= SUP_FILES_MAX);
    sup_rc rc = check_folder(c, files, &mark);
    if (rc == SUP_OK && mark != NULL) {
        judged->mark = mark; /* first of all the folder is marked */
        return SUP_OK;
    }
    for (size_t i = 0; rc >= SUP_OK && i < files->n; i++) {
        unsigned one;
        rc = sup_worst(rc, judge(c, files->names[i], &one));
        gone |= (uint32_t)one << i;
    }
    if (rc == SUP_OK) {
        judged->gone = gone;
    }
    return rc;
}
