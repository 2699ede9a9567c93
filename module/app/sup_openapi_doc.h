/* The OpenAPI document's own parts.
 * Owns: what its three files share.
 * Must not know: nginx. */
#ifndef SUP_OPENAPI_H
#define SUP_OPENAPI_H

#include "engine/sup_route.h"
#include "wire/sup_jsonw.h"

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

/* "get": { operation } of a route; variant: one of its variants, or NULL. */
void sup_openapi_operation(sup_openapi *d, const sup_route *route,
                           const sup_variant *variant);
/* Entries of a `content`. */
void sup_openapi_media(sup_openapi *d, const char *name,
                       const ProtobufCMessageDescriptor *type);
void sup_openapi_binary_media(sup_openapi *d, const ProtobufCMessageDescriptor *type);

/* A type and all that it refers to. */
void sup_openapi_take(sup_openapi_types *types, const ProtobufCMessageDescriptor *type);

/* Without the package: Case, Board.Figures. */
const char *sup_openapi_name(const ProtobufCMessageDescriptor *type);

/* {"$ref": ...} as the value of a key. */
void sup_openapi_ref(sup_jsonw *w, const ProtobufCMessageDescriptor *type);
/* The schema of one field as the value of a key. */
void sup_openapi_field(sup_jsonw *w, const ProtobufCFieldDescriptor *field);
/* "Name": { schema }. */
void sup_openapi_message(sup_jsonw *w, const ProtobufCMessageDescriptor *type);

/* Is the word one of a list separated by spaces? */
int sup_openapi_listed(const char *list, const char *word);

#endif
