/* What requests and replies hold, in which media types.
 * Owns: requestBody, responses, and the entries of a `content`.
 * Must not know: parameters, which routes there are. */
#ifndef SUP_OPENAPI_BODY_H
#define SUP_OPENAPI_BODY_H

#include "engine/sup_subject.h"
#include "sup_openapi_doc.h"

/* Entries of a `content`: a message as JSON, by whatever name, and in binary. */
void sup_openapi_media(sup_openapi *d, const char *name,
                       const ProtobufCMessageDescriptor *type);
void sup_openapi_binary_media(sup_openapi *d, const ProtobufCMessageDescriptor *type);

/* "requestBody": {...} where the route takes one. variant: one of its variants, or NULL. */
void sup_openapi_request(sup_openapi *d, const sup_route *route,
                         const sup_variant *variant);
/* "responses": {...}. */
void sup_openapi_responses(sup_openapi *d, const sup_route *route);

#endif
