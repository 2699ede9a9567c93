/* What workers share: kept replies of public routes, and counters.
 * Owns: the shared memory zone and each worker's own copies of what is in it.
 * Must not know: which routes are public. */
#ifndef NGX_HTTP_SUPERVISION_ZONE_H
#define NGX_HTTP_SUPERVISION_ZONE_H

#include "ngx_http_supervision_conf.h"

typedef enum {
    NGX_HTTP_SUPERVISION_REQUESTS,
    NGX_HTTP_SUPERVISION_2XX,
    NGX_HTTP_SUPERVISION_3XX,
    NGX_HTTP_SUPERVISION_4XX,
    NGX_HTTP_SUPERVISION_5XX,
    NGX_HTTP_SUPERVISION_503,
    NGX_HTTP_SUPERVISION_SHARED, /* answered from the cache */
    NGX_HTTP_SUPERVISION_COUNTERS
} ngx_http_supervision_counter_e;

char *ngx_http_supervision_zone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
ngx_int_t ngx_http_supervision_zone_variables(ngx_conf_t *cf);
void ngx_http_supervision_zone_count(ngx_http_supervision_main_conf_t *smcf,
                                     ngx_http_supervision_counter_e counter);
/* A reply kept for this location, path, query and Accept, or NULL. It lives as long as
 * the request. */
const sup_reply *ngx_http_supervision_zone_find(ngx_http_request_t *r,
                                                ngx_http_supervision_main_conf_t *smcf,
                                                ngx_http_supervision_loc_conf_t *slcf);
void ngx_http_supervision_zone_keep(ngx_http_request_t *r,
                                    ngx_http_supervision_main_conf_t *smcf,
                                    ngx_http_supervision_loc_conf_t *slcf,
                                    const sup_reply *reply, int64_t ms);

#endif
