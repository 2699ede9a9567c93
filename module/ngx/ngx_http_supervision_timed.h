/* Timed work: one timer a worker, one run at a time of each campus.
 * Owns: when runs begin, their pools, what the log says of them.
 * Must not know: what a run does, which worker has the lease. */
#ifndef NGX_HTTP_SUPERVISION_TIMED_H
#define NGX_HTTP_SUPERVISION_TIMED_H

#include "ngx_http_supervision_conf.h"

char *ngx_http_supervision_timed_work(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
ngx_int_t ngx_http_supervision_timed_init(ngx_cycle_t *cycle,
                                          ngx_http_supervision_main_conf_t *smcf);
void ngx_http_supervision_timed_exit(ngx_http_supervision_main_conf_t *smcf);
/* timed: NULL when it is off. */
void ngx_http_supervision_timed_state(ngx_http_supervision_timed_t *timed, sup_str campus,
                                      sup_site_status *status);

#endif
