/* Photos taken in: the way of a body through a thread, and its bounds.
 * Owns: which uploads are under way in this worker; what becomes of files that nothing
 * names.
 * Must not know: image formats and files (sup_image, _photo.c), records, routes. */
#ifndef NGX_HTTP_SUPERVISION_INTAKE_H
#define NGX_HTTP_SUPERVISION_INTAKE_H

#include "ngx_http_supervision_evidence.h"

#include "evidence/sup_evidence.h"

/* Of one worker; zeroed before intake_init. */
typedef struct {
    ngx_queue_t waiting; /* uploads that wait for a thread */
    ngx_uint_t running;
    ngx_uint_t under_way; /* with those that wait */
    ngx_uint_t ended;     /* this worker has no threads any more */
} ngx_http_supervision_intakes_t;

/* Where the photos of one location go. It lives as long as the cycle. */
typedef struct {
    ngx_http_supervision_evidence_t *evidence; /* NULL: off */
    ngx_str_t folder; /* of the campus, with a NUL behind it; empty where it is off */
    ngx_http_supervision_intakes_t *intakes; /* the worker's */
} ngx_http_supervision_photos_t;

typedef struct ngx_http_supervision_intake_s ngx_http_supervision_intake_t;
typedef void (*ngx_http_supervision_intake_handler_pt)(void *data);

void ngx_http_supervision_intake_init(ngx_http_supervision_intakes_t *intakes);

/* Are there as many uploads under way as this worker takes? */
ngx_uint_t ngx_http_supervision_intake_busy(
    const ngx_http_supervision_intakes_t *intakes);

/* The body of r goes to a thread, and r stays until it is done, whoever leaves; handler is
 * called once, later, unless it is forgotten. The intake lies in the pool.
 * NGX_DECLINED: the body is too large. NGX_BUSY: there are too many. NGX_ERROR: no memory. */
ngx_int_t ngx_http_supervision_intake_take(ngx_http_request_t *r, ngx_pool_t *pool,
                                           const ngx_http_supervision_photos_t *photos,
                                           ngx_http_supervision_intake_handler_pt handler,
                                           void *data,
                                           ngx_http_supervision_intake_t **out);
/* What came of it: SUP_OK or SUP_EVIDENCE_*; the upload lives as long as the pool. */
sup_rc ngx_http_supervision_intake_taken(ngx_http_supervision_intake_t *intake,
                                         const sup_upload **upload);
/* The client has gone before the handler was called: it will not be called, nothing is
 * left of the photo, and the pool is destroyed when the thread no longer needs it. */
void ngx_http_supervision_intake_forget(ngx_http_supervision_intake_t *intake,
                                        ngx_pool_t *pool);
/* Removes the files of an upload that nothing names, in a thread while there are any.
 * Never fails: what is left is collected. The upload is not kept. */
void ngx_http_supervision_intake_drop(const ngx_http_supervision_photos_t *photos,
                                      const sup_upload *upload);

#endif
