/* Photos: their records, and who may see one.
 * Owns: the key of a photo, its life from upload to use or collection.
 * Must not know: image formats, files. */
#ifndef SUP_EVIDENCE_H
#define SUP_EVIDENCE_H

#include "sup_ctx.h"

/* That each id names a photo that was taken in; the failure names field[i] otherwise.
 * Ops: what was not used before is marked as used, in the same commit as whatever refers
 * to it. All are asked for in one round trip. A repeated id is fine. */
sup_rc sup_evidence_use(sup_ctx *c, const char *field, char *const *ids, size_t n);

#endif
