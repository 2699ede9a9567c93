/* Domain plugins: found, checked, their rulebooks compiled; opened for good by each worker.
 * Owns: supervision_plugin_path, supervision_plugin, and what they bring.
 * Must not know: what rulebooks mean. */
#ifndef NGX_HTTP_SUPERVISION_PLUGIN_H
#define NGX_HTTP_SUPERVISION_PLUGIN_H

#include "ngx_http_supervision_base.h"

#include "rules/sup_rules.h"

/* One plugin. It lives as long as the cycle, whose pool closes it. */
typedef struct {
    ngx_http_supervision_place_t place;
    ngx_str_t path;   /* of the shared object, whole */
    ngx_str_t domain; /* a copy, with a NUL behind it */
    sup_rulebook *rulebook;
    void *handle;      /* of this worker; NULL: it goes on without hooks */
    sup_plugin plugin; /* the hooks, once handle is open */
} ngx_http_supervision_plugin_t;

typedef struct {
    ngx_str_t folder; /* where NAME is NAME.so; data NULL: not said yet */
    ngx_array_t all; /* of ngx_http_supervision_plugin_t *, as loaded, each domain once */
} ngx_http_supervision_plugins_t;

/* Directives; the offset of the command is that of the struct above. */
char *ngx_http_supervision_plugin_path(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_http_supervision_plugin(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);

/* In a worker. Never fails: a plugin that has become another one since the configuration
 * was read is told of in the log, and its domain goes on without hooks. */
void ngx_http_supervision_plugin_open(ngx_cycle_t *cycle,
                                      const ngx_http_supervision_plugins_t *plugins);

#endif
