/* Photos: their records, and who may see one.
 * Owns: the key of a photo, its life from upload to use or collection.
 * Must not know: image formats, files. */
#ifndef SUP_EVIDENCE_H
#define SUP_EVIDENCE_H

#include "engine/sup_ctx.h"
#include "kit/sup_html.h"
#include "supervision/v1/evidence.pb-c.h"

/* That each id names a photo that was taken in; the failure names field[i] otherwise.
 * Ops: what was not used before is marked as used, in the same commit as whatever refers
 * to it. All are asked for in one round trip. A repeated id is fine. */
sup_rc sup_evidence_use(sup_ctx *c, const char *field, char *const *ids, size_t n);

/* Its record; NULL when there is none. */
sup_rc sup_evidence_load(sup_ctx *c, const char *id, Sup__EvidenceRecord **out,
                         uint64_t *version);
/* Ops: the record goes, if it is still this version. */
sup_rc sup_evidence_forget(sup_ctx *c, const char *id, uint64_t version);
/* The id in a name that a photo's file may have, NULL in any other. */
char *sup_evidence_id_of_file(sup_ctx *c, sup_str file);

/* For endpoints that show the photos of something: the id in the path as text, or NULL
 * when it cannot be one; whether a list has it; the reply, once the actor was found to be
 * one who sees it. */
char *sup_evidence_id(sup_ctx *c, sup_str typed);
int sup_evidence_listed(char *const *ids, size_t n, const char *id);
sup_rc sup_evidence_show(sup_ctx *c, const char *id);

/* On a page that is printed: thumbnails that lead to the whole. of: cases/<id> or
 * inspections/<id>. Nothing when there are none. */
void sup_evidence_print(sup_html *html, sup_str base, const char *of, char *const *ids,
                        size_t n);

#endif
