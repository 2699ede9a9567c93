/* Photos collected: the folder is read bit by bit, judged by runs of timed work, cleared.
 * Owns: how much of the folder is looked at at once, and where it goes on.
 * Must not know: which photo may go, who has the lease. */
#ifndef NGX_HTTP_SUPERVISION_SWEEP_H
#define NGX_HTTP_SUPERVISION_SWEEP_H

#include "ngx_http_supervision_conf.h"

typedef struct ngx_http_supervision_sweep_s ngx_http_supervision_sweep_t;

ngx_http_supervision_sweep_t *ngx_http_supervision_sweep_create(
    ngx_pool_t *pool, ngx_http_supervision_loc_conf_t *slcf);
/* What the next run is to judge, or NULL; and what it judged. */
const sup_files *ngx_http_supervision_sweep_found(ngx_http_supervision_sweep_t *sweep);
void ngx_http_supervision_sweep_judged(ngx_http_supervision_sweep_t *sweep,
                                       const sup_tick_result *result);
/* Reads on, unless it is at something already. */
void ngx_http_supervision_sweep_go(ngx_http_supervision_sweep_t *sweep);

#endif
