/* What the files of the register share.
 * Owns: the table of its two kinds, the look-up by kind.
 * Must not know: cases. */
#ifndef SUP_REGISTER_PRIVATE_H
#define SUP_REGISTER_PRIVATE_H

#include "engine/sup_problem.h"
#include "engine/sup_route.h"
#include "sup_campus.h"

/* What one kind is made of. Offsets are of the message, of its record and of its list. */
typedef struct {
    const char *prefix; /* of the key, and with it the path of the collection */
    const char *index;
    const ProtobufCMessageDescriptor *type;
    const ProtobufCMessageDescriptor *record;
    const ProtobufCMessageDescriptor *list;
    size_t in_record;
    size_t id;
    size_t retired;
    size_t version;
    size_t items;
    size_t n_items;
    size_t next_cursor;
    sup_rc (*check)(sup_ctx *c, const ProtobufCMessage *message);
    void (*mask)(ProtobufCMessage *message); /* what the public does not see */
} sup_register_kind;

extern const sup_register_kind sup_register_units;
extern const sup_register_kind sup_register_places;

/* The field of a message at an offset of its struct. */
static inline void *
sup_register_at(const ProtobufCMessage *message, size_t offset)
{
    return (char *)(uintptr_t)message + offset;
}

static inline uint64_t *
sup_register_version(const sup_register_kind *kind, const ProtobufCMessage *message)
{
    return sup_register_at(message, kind->version);
}

static inline char **
sup_register_id(const sup_register_kind *kind, const ProtobufCMessage *message)
{
    return sup_register_at(message, kind->id);
}

/* *out: a message of the caller's own, or NULL. */
sup_rc sup_register_look_up(sup_ctx *c, const sup_register_kind *kind, sup_str id,
                            ProtobufCMessage **out);
/* What clients see of a record's version; 0 when there is none, or no memory. */
uint64_t sup_register_shown(const sup_ctx *c, const sup_register_kind *kind,
                            const ProtobufCMessage *message);

/* sup_register_put.c */
sup_rc sup_register_check_unit(sup_ctx *c, const ProtobufCMessage *message);
sup_rc sup_register_check_place(sup_ctx *c, const ProtobufCMessage *message);

#endif
