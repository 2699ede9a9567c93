/* Messages as JSON Schema, by protobuf-c's descriptors: how ProtoJSON writes each type.
 * Owns: the entries of components.schemas, and what refers to them.
 * Must not know: routes. */
#ifndef SUP_OPENAPI_SCHEMA_H
#define SUP_OPENAPI_SCHEMA_H

#include "sup_openapi_doc.h"

/* A type and all that it refers to. */
void sup_openapi_take(sup_openapi_types *types, const ProtobufCMessageDescriptor *type);

/* {"$ref": ...} as the value of a key. */
void sup_openapi_ref(sup_jsonw *w, const ProtobufCMessageDescriptor *type);
/* The schema of one field as the value of a key. */
void sup_openapi_field(sup_jsonw *w, const ProtobufCFieldDescriptor *field);
/* "Name": { schema }. */
void sup_openapi_message(sup_jsonw *w, const ProtobufCMessageDescriptor *type);

#endif
