/* What a collection holds is put by id: created, or replaced under preconditions.
 * Owns: the steps of every such PUT: id, check, same, precondition, reply, ops.
 * Must not know: what is put, what it may be, how it is kept.
 *
 * The same content again writes nothing, whatever version it was meant for: a retried PUT
 * is answered as the first one was (RFC 9110, 13.1.1). */
#ifndef SUP_PUT_H
#define SUP_PUT_H

#include "sup_ctx.h"

/* What stands under the id now, and the record that it lies in. */
typedef struct {
    ProtobufCMessage *message; /* NULL: nothing does */
    const char *key;           /* of the record */
    uint64_t version;          /* of the record; 0: there is none */
    void *place;               /* find()'s, for record() */
} sup_put_found;

/* Offsets are of the message. All functions are as pure as decide(). */
typedef struct sup_put_kind_s {
    const char *collection; /* its path: units */
    const ProtobufCMessageDescriptor *type;
    size_t id;
    size_t version; /* of the field that shows it; 0: there is none */
    sup_rc (*find)(sup_ctx *c, const struct sup_put_kind_s *kind, sup_str id,
                   sup_put_found *out);
    /* What may be put; it fills in what is left empty. Asked together with find(). */
    sup_rc (*check)(sup_ctx *c, ProtobufCMessage *message);
    /* May the actor replace what stands there? NULL: whoever may put may. */
    sup_rc (*may_replace)(sup_ctx *c, const ProtobufCMessage *stored);
    /* Does something hold under the id although no record has it? NULL: never. */
    int (*is_built_in)(const sup_ctx *c, const char *id);
    /* The record with the message in its place; its schema is set by who asks. */
    sup_rc (*record)(sup_ctx *c, const struct sup_put_kind_s *kind,
                     const sup_put_found *found, ProtobufCMessage *message,
                     ProtobufCMessage **out);
    const char *index; /* that lists the ids; NULL: none does */
} sup_put_kind;

/* What a route's decide function calls: the input is of kind->type, the path's first
 * placeholder its id. */
sup_rc sup_decide_put(sup_ctx *c, const sup_put_kind *kind);

#endif
