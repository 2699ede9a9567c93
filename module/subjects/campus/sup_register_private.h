/* What the files of the register share.
 * Owns: the table of its two kinds, the look-up by kind.
 * Must not know: cases. */
#ifndef SUP_REGISTER_PRIVATE_H
#define SUP_REGISTER_PRIVATE_H

#include "engine/sup_subject.h"
#include "sup_campus.h"

/* What one kind is made of. Offsets are of the message, of its record and of its list. */
typedef struct {
    const char *prefix; /* of the key */
    const char *index;  /* of the ids, and the path of the collection */
    const ProtobufCMessageDescriptor *record;
    const ProtobufCMessageDescriptor *list;
    size_t in_record;
    size_t retired;
    size_t version; /* as it is shown */
    size_t items;
    size_t n_items;
    size_t next_cursor;
    void (*mask)(ProtobufCMessage *message); /* what the public does not see */
} sup_register_kind;

/* What is stored under an id: message is NULL when there is nothing; the version is its
 * record's, and never the message's own field, which is for showing. */
typedef struct {
    ProtobufCMessage *message;
    const char *key; /* NULL: the id makes none */
    uint64_t version;
} sup_register_entry;

extern const sup_register_kind sup_register_units;
extern const sup_register_kind sup_register_places;

/* The field of a message at an offset of its struct. */
static inline void *
sup_register_at(const ProtobufCMessage *message, size_t offset)
{
    return (char *)(uintptr_t)message + offset;
}

/* out->message is the caller's own. */
sup_rc sup_register_look_up(sup_ctx *c, const sup_register_kind *kind, sup_str id,
                            sup_register_entry *out);

#endif
