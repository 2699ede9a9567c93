/* Photos collected: the folder is read bit by bit, judged by runs of timed work, cleared.
 * Owns: how much of the folder is looked at at once, and where it goes on.
 * Must not know: which photo may go, who has the lease. */
#ifndef NGX_HTTP_SUPERVISION_SWEEP_H
#define NGX_HTTP_SUPERVISION_SWEEP_H

#include "ngx_http_supervision_base.h"

#include "evidence/sup_evidence.h"

typedef struct ngx_http_supervision_sweep_s ngx_http_supervision_sweep_t;

/* It lives in the pool, and so long folder and threads must. NULL: no memory. */
ngx_http_supervision_sweep_t *ngx_http_supervision_sweep_create(
    ngx_pool_t *pool, const char *folder, ngx_thread_pool_t *threads);
/* What the next run is to judge, or NULL; it stays as it is until it is told ... */
const sup_files *ngx_http_supervision_sweep_found(ngx_http_supervision_sweep_t *sweep);
/* ... what was judged, NULL when the run failed or was not this worker's. After any other run it does nothing. */
void ngx_http_supervision_sweep_judged(ngx_http_supervision_sweep_t *sweep,
                                       const sup_files_judged *judged);
/* Reads on, unless it is at something already. */
void ngx_http_supervision_sweep_go(ngx_http_supervision_sweep_t *sweep);

#endif
