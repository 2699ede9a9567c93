/* Gapless numbers of a campus and year.
 * Owns: the sequence's record, the form of a number.
 * Must not know: what is numbered. */
#include "sup_sequence.h"

#include "supervision/v1/engine.pb-c.h"

sup_rc
sup_sequence_load(sup_ctx *c, const char *name, sup_sequence *out)
{
    sup_local local;
    ProtobufCMessage *message = NULL;
    sup_local_of(c->site->calendar, c->now_ms, &local);
    *out = (sup_sequence){.year = (uint32_t)local.year};
    out->key = sup_sprintf(c->arena, "sequence:%s:%u", name, out->year);
    sup_rc rc = sup_ctx_message(c, out->key, &sup__sequence_record__descriptor, &message,
                                &out->version);
    if (rc != SUP_OK) {
        return rc;
    }
    out->record = (Sup__SequenceRecord *)message;
    if (out->record == NULL) {
        out->record =
            SUP_NEW(c->arena, Sup__SequenceRecord, sup__sequence_record__descriptor);
        if (out->record == NULL) {
            return SUP_NOMEM;
        }
        out->record->schema = SUP_SCHEMA;
    }
    out->first = out->record->last;
    return SUP_OK;
}

char *
sup_sequence_next(sup_ctx *c, sup_sequence *sequence, sup_str prefix, uint32_t *number)
{
    *number = ++sequence->record->last;
    return sup_sprintf(c->arena, "%.*s〔%u〕%u号", (int)prefix.len, prefix.data,
                       sequence->year, *number);
}

sup_rc
sup_sequence_save(sup_ctx *c, const sup_sequence *sequence)
{
    if (sequence->record == NULL || sequence->record->last == sequence->first) {
        return SUP_OK;
    }
    sup_rc rc = sup_op_check(c, sequence->key, sequence->version);
    return rc != SUP_OK ? rc : sup_op_put(c, sequence->key, &sequence->record->base, 0);
}
