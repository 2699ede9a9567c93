/* What of an nginx request the application gets.
 * Owns: which headers and variables become fields of a sup_request, and their copies.
 * Must not know: routes, what is answered. */
#ifndef NGX_HTTP_SUPERVISION_INPUT_H
#define NGX_HTTP_SUPERVISION_INPUT_H

#include "ngx_http_supervision_base.h"

#include "engine/sup_api.h"

/* Who asks, as the configuration says it; NULL: not configured, NGX_CONF_UNSET_PTR before
 * the merge. They live as long as the cycle. */
typedef struct {
    ngx_http_complex_value_t *user;
    ngx_http_complex_value_t *role;
    ngx_http_complex_value_t *unit;
    ngx_http_complex_value_t *domains;
} ngx_http_supervision_actor_t;

/* All but the body; the texts are the request's own still. NGX_OK, or the HTTP status to
 * end with; *problem: NGX_OK, but this is to be answered. */
ngx_int_t ngx_http_supervision_input_take(ngx_http_request_t *r,
                                          const ngx_http_supervision_actor_t *actor,
                                          sup_str base, sup_request *request,
                                          sup_rc *problem);
/* Everything that the request points to must outlive the client: copied into the arena.
 * NGX_ERROR: no memory. */
ngx_int_t ngx_http_supervision_input_own(sup_arena *arena, sup_request *request);
/* The body, from memory and temporary file, wherever nginx has put it, into the arena.
 * NGX_DECLINED: it is longer than max bytes. NGX_ERROR: no memory, or it is not readable. */
ngx_int_t ngx_http_supervision_input_body(ngx_http_request_t *r, sup_arena *arena,
                                          size_t max, sup_str *body);

#endif
