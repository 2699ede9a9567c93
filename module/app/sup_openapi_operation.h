/* One operation of the OpenAPI document.
 * Owns: its head and its parameters.
 * Must not know: which routes there are, how a message looks. */
#ifndef SUP_OPENAPI_OPERATION_H
#define SUP_OPENAPI_OPERATION_H

#include "engine/sup_subject.h"
#include "sup_openapi_doc.h"

/* "get": { operation } of a route; variant: one of its variants, or NULL. */
void sup_openapi_operation(sup_openapi *d, const sup_route *route,
                           const sup_variant *variant);

#endif
