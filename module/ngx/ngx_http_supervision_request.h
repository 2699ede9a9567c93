/* The content handler: an nginx request in, a call of the application, its reply out.
 * Owns: the life of a call; it may outlive its client, never the other way round.
 * Must not know: routes, records, rules. */
#ifndef NGX_HTTP_SUPERVISION_REQUEST_H
#define NGX_HTTP_SUPERVISION_REQUEST_H

#include "ngx_http_supervision_base.h"

/* Of a location that is switched on. */
ngx_int_t ngx_http_supervision_handler(ngx_http_request_t *r);

#endif
