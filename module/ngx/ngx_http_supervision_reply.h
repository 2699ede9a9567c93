/* A sup_reply onto the wire: status, headers, body.
 * Owns: which HTTP headers a reply has.
 * Must not know: why the reply is what it is. */
#ifndef NGX_HTTP_SUPERVISION_REPLY_H
#define NGX_HTTP_SUPERVISION_REPLY_H

#include "ngx_http_supervision_base.h"

#include "engine/sup_api.h"

/* The reply lives as long as the request; folder is that of the campus's photos.
 * NGX_DECLINED: the reply's file is not there, and nothing has been sent. Else what a
 * content handler returns. */
ngx_int_t ngx_http_supervision_send(ngx_http_request_t *r, const sup_reply *reply,
                                    const ngx_str_t *folder);

#endif
