/* The OpenAPI document under way.
 * Owns: what its files share.
 * Must not know: what is written into it. */
#ifndef SUP_OPENAPI_DOC_H
#define SUP_OPENAPI_DOC_H

#include "wire/sup_jsonw.h"
#include "wire/sup_wire.h"

#define SUP_OPENAPI_TYPES                                                                \
    96 /* messages of the schema that the API can show; a test counts */

/* The messages that components.schemas must hold, each once. */
typedef struct {
    const ProtobufCMessageDescriptor *types[SUP_OPENAPI_TYPES];
    size_t n;
} sup_openapi_types;

typedef struct {
    sup_jsonw w;
    sup_arena *arena;
    sup_openapi_types types;
} sup_openapi;

/* A text from the arena: "" when there was no room, and then the document fails as a
 * whole. */
static inline const char *
sup_openapi_text(sup_openapi *d, const char *text)
{
    d->w.buf.nomem |= text == NULL;
    return text == NULL ? "" : text;
}

#endif
