/* Timed work: one timer a worker, one run at a time of each campus.
 * Owns: supervision_timed_work, when runs begin, what is known of how they went.
 * Must not know: what a run does, which worker has the lease. */
#ifndef NGX_HTTP_SUPERVISION_TIMED_H
#define NGX_HTTP_SUPERVISION_TIMED_H

#include "ngx_http_supervision_conf.h"

/* Directive; the offset of the command is that of an ngx_msec_t: the time between two
 * runs, 0 for off, NGX_CONF_UNSET_MSEC before it. */
char *ngx_http_supervision_timed_work(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);

/* In a worker: sets smcf->timed, and the timer, unless it is off. It lives as long as the
 * cycle. NGX_ERROR: no memory. */
ngx_int_t ngx_http_supervision_timed_init(ngx_cycle_t *cycle,
                                          ngx_http_supervision_main_conf_t *smcf);
/* No run begins any more; one under way ends when the connection to Redis does.
 * timed, here and below: NULL when it is off. */
void ngx_http_supervision_timed_exit(ngx_http_supervision_timed_t *timed);
/* Fills in what it knows of the campus of that name. */
void ngx_http_supervision_timed_state(const ngx_http_supervision_timed_t *timed,
                                      sup_str campus, sup_site_status *status);

#endif
