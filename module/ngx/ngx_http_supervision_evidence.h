/* supervision_evidence: where photos are kept, how large one may be, whose threads work.
 * Owns: the directive, and what a worker says at its start when it cannot keep photos.
 * Must not know: how a photo is taken in or what is done with it. */
#ifndef NGX_HTTP_SUPERVISION_EVIDENCE_H
#define NGX_HTTP_SUPERVISION_EVIDENCE_H

#include "ngx_http_supervision_base.h"

/* What one directive says; it lives as long as the cycle. */
typedef struct {
    ngx_str_t path;  /* a folder that is there, whole, without a closing slash */
    size_t max_size; /* bytes of one photo as it comes in */
    ngx_thread_pool_t *threads;
} ngx_http_supervision_evidence_t;

/* Directive; the offset of the command is that of a pointer to the struct, which is
 * NGX_CONF_UNSET_PTR before it and NULL when it says "off". */
char *ngx_http_supervision_evidence(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);

/* Once in a worker that takes photos. NGX_ERROR: libvips does not start. */
ngx_int_t ngx_http_supervision_evidence_init(ngx_cycle_t *cycle);
/* Says in the log when this worker may not write to the folder. */
void ngx_http_supervision_evidence_check(ngx_cycle_t *cycle,
                                         const ngx_http_supervision_evidence_t *evidence);

#endif
