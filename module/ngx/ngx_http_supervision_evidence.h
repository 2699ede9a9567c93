/* Photos taken in: the directive, the way of a body through a thread, its bounds.
 * Owns: which uploads are under way in this worker; tasks of the thread pool.
 * Must not know: image formats and files, records, routes. */
#ifndef NGX_HTTP_SUPERVISION_EVIDENCE_H
#define NGX_HTTP_SUPERVISION_EVIDENCE_H

#include "ngx_http_supervision_conf.h"

typedef struct ngx_http_supervision_intake_s ngx_http_supervision_intake_t;
typedef void (*ngx_http_supervision_intake_handler_pt)(void *data);

char *ngx_http_supervision_evidence(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
ngx_int_t ngx_http_supervision_evidence_init(ngx_cycle_t *cycle,
                                             ngx_http_supervision_main_conf_t *smcf);
/* Are there as many uploads under way as this worker takes? */
ngx_int_t ngx_http_supervision_evidence_busy(ngx_http_supervision_main_conf_t *smcf);
/* The body of r goes to a thread; handler is called once, later, unless it is forgotten.
 * NGX_DECLINED: it is too large. NGX_BUSY: there are too many. */
ngx_int_t ngx_http_supervision_evidence_take(
    ngx_http_request_t *r, ngx_pool_t *pool,
    ngx_http_supervision_intake_handler_pt handler, void *data,
    ngx_http_supervision_intake_t **out);
/* What came of it; the upload lives as long as the pool. */
sup_rc ngx_http_supervision_evidence_taken(ngx_http_supervision_intake_t *intake,
                                           const sup_upload **upload);
/* The client has gone before the handler was called: it will not be called, nothing is
 * left of the photo, and the pool is destroyed when the thread no longer needs it. */
void ngx_http_supervision_evidence_forget(ngx_http_supervision_intake_t *intake,
                                          ngx_pool_t *pool);
/* Removes the files of an upload that nothing names. */
void ngx_http_supervision_evidence_drop(ngx_http_supervision_loc_conf_t *slcf,
                                        const sup_upload *upload);

#endif
