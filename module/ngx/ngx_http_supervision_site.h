/* A location that is switched on, made into the application's sup_site.
 * Owns: the checks that need the rest of the configuration.
 * Must not know: how requests are answered. */
#ifndef NGX_HTTP_SUPERVISION_SITE_H
#define NGX_HTTP_SUPERVISION_SITE_H

#include "ngx_http_supervision_conf.h"

char *ngx_http_supervision_site(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
                                ngx_http_core_loc_conf_t *clcf);
/* An exact location inside one that is switched on: one address of the same API, with
 * limits of its own. */
char *ngx_http_supervision_inner(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
                                 ngx_http_supervision_loc_conf_t *outer,
                                 ngx_http_core_loc_conf_t *clcf);

#endif
