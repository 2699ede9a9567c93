/* Replies of public routes that are kept for others who ask the same.
 * Owns: what a reply is kept under, and each worker's own copies of what is shared.
 * Must not know: which routes are public, how the zone is laid out. */
#ifndef NGX_HTTP_SUPERVISION_CACHE_H
#define NGX_HTTP_SUPERVISION_CACHE_H

#include "ngx_http_supervision_base.h"

#include "engine/sup_api.h"

typedef struct ngx_http_supervision_copies_s ngx_http_supervision_copies_t;

typedef struct {
    ngx_shm_zone_t *zone;                  /* NULL: each worker keeps its replies alone */
    ngx_http_supervision_copies_t *copies; /* of this worker; NULL before the first */
} ngx_http_supervision_cache_t;

/* Of all that a kept reply depends on beside path, query and Accept. */
#define NGX_HTTP_SUPERVISION_DIGEST_LEN 16

/* A reply kept for this location, path, query and Accept, or NULL. It is counted, and lives
 * as long as the request. */
const sup_reply *ngx_http_supervision_cache_find(ngx_http_request_t *r,
                                                 ngx_http_supervision_cache_t *cache,
                                                 const u_char *digest);
/* Keeps a copy for so many milliseconds. Never fails: what cannot be kept is not. */
void ngx_http_supervision_cache_keep(ngx_http_request_t *r,
                                     ngx_http_supervision_cache_t *cache,
                                     const u_char *digest, const sup_reply *reply,
                                     int64_t ms);

#endif
