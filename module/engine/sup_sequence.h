/* Gapless numbers of a campus and year: of notices, of reports.
 * Owns: the sequence's record, the form of a number: 后勤整改〔2026〕12号.
 * Must not know: what is numbered. */
#ifndef SUP_SEQUENCE_H
#define SUP_SEQUENCE_H

#include "sup_ctx.h"
#include "supervision/v1/engine.pb-c.h"

typedef struct {
    char *key;
    Sup__SequenceRecord *record;
    uint64_t version;
    uint32_t year; /* on the campus, now */
    uint32_t first;
} sup_sequence;

/* name: "notice", "report". SUP_AGAIN as with sup_ctx_record(). */
sup_rc sup_sequence_load(sup_ctx *c, const char *name, sup_sequence *out);
/* Takes the next one. NULL when the arena is used up. */
char *sup_sequence_next(sup_ctx *c, sup_sequence *sequence, sup_str prefix,
                        uint32_t *number);
/* The ops, when any was taken: in the commit of what is numbered, so no gap can be. */
sup_rc sup_sequence_save(sup_ctx *c, const sup_sequence *sequence);

#endif
