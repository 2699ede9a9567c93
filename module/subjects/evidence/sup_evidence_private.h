/* What the files of this room share: the record of a photo.
 * Owns: its reading and writing, the names that its files may have.
 * Must not know: who may see one. */
#ifndef SUP_EVIDENCE_PRIVATE_H
#define SUP_EVIDENCE_PRIVATE_H

#include "sup_evidence.h"
#include "supervision/v1/evidence.pb-c.h"

/* *out is NULL when there is none. */
sup_rc sup_evidence_load(sup_ctx *c, const char *id, Sup__EvidenceRecord **out,
                         uint64_t *version);
/* Ops, with a check of the version that was read: a photo that is collected at this moment
 * is found missing by the next try. */
sup_rc sup_evidence_save(sup_ctx *c, const char *id, const Sup__EvidenceRecord *record,
                         uint64_t version);
/* Ops: the record goes, if it is still this version. */
sup_rc sup_evidence_forget(sup_ctx *c, const char *id, uint64_t version);
/* The id in a name that a photo's file may have, NULL in any other. */
char *sup_evidence_id_of_file(sup_ctx *c, sup_str file);

#endif
