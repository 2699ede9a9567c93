/* A location that is switched on, made into the application's sup_site.
 * Owns: the checks that need the rest of the configuration.
 * Must not know: how requests are answered. */
#ifndef NGX_HTTP_SUPERVISION_SITE_H
#define NGX_HTTP_SUPERVISION_SITE_H

#include "ngx_http_supervision_conf.h"

/* After the merge: fills site, digest and the folder of photos, and adds the location to
 * those of the main configuration. NGX_CONF_ERROR: the log says what is wrong, and where. */
char *ngx_http_supervision_site(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
                                const ngx_http_core_loc_conf_t *clcf);
/* An exact location inside one that is switched on: one address of the same API, with
 * limits of its own. */
char *ngx_http_supervision_site_inner(ngx_conf_t *cf,
                                      ngx_http_supervision_loc_conf_t *slcf,
                                      const ngx_http_supervision_loc_conf_t *outer,
                                      const ngx_http_core_loc_conf_t *clcf);
/* The same site as that of the location around it, which may be none. */
void ngx_http_supervision_site_same(ngx_http_supervision_loc_conf_t *slcf,
                                    const ngx_http_supervision_loc_conf_t *outer);

#endif
