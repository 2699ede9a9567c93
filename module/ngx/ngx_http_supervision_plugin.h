/* Domain plugins: found, checked, their rulebooks compiled, opened by each worker.
 * Owns: dlopen and what is believed of a plugin before its struct is trusted.
 * Must not know: what rulebooks mean. */
#ifndef NGX_HTTP_SUPERVISION_PLUGIN_H
#define NGX_HTTP_SUPERVISION_PLUGIN_H

#include "ngx_http_supervision_base.h"

#include "sup_rules.h"

typedef struct {
    ngx_http_supervision_place_t place;
    ngx_str_t path; /* of the shared object */
    ngx_str_t domain;
    sup_rulebook *rulebook;
    void *handle;      /* of this worker */
    sup_plugin plugin; /* the hooks, once handle is open */
} ngx_http_supervision_plugin_t;

char *ngx_http_supervision_plugin(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
void ngx_http_supervision_plugin_open(ngx_cycle_t *cycle,
                                      ngx_http_supervision_plugin_t *p);

#endif
