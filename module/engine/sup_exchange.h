/* Between bytes and messages: which media type comes in, which goes out.
 * Owns: content negotiation, the parsing of inputs, the encoding of replies and
 *   problems.
 * Must not know: what an endpoint decides. */
#ifndef SUP_EXCHANGE_H
#define SUP_EXCHANGE_H

#include "sup_ctx.h"
#include "sup_route.h"

typedef enum {
    SUP_MEDIA_JSON,
    SUP_MEDIA_PROTOBUF,
    SUP_MEDIA_FORM,
    SUP_MEDIA_OTHER
} sup_media;

/* JSON, or protobuf when Accept prefers it: by q, then by who is named first. */
sup_media sup_media_accepted(sup_str accept);

/* A form that a browser posted: it is answered with pages. */
int sup_exchange_wants_page(const sup_request *request);

/* c->input from query or body by the route. The failure is set on an error. */
sup_rc sup_exchange_input(sup_ctx *c);
/* The reply of a decided call; falls back to a problem when memory ends. */
const sup_reply *sup_exchange_reply(sup_ctx *c);
/* The reply of a failed one. Never NULL. */
const sup_reply *sup_exchange_problem(sup_arena *arena, const sup_request *request,
                                      const sup_failure *failure);

#endif
