/* One connection of this worker to a Redis, as the files that use it see it.
 * Owns: what may be asked of the connection.
 * Must not know: commands and replies. */
#ifndef NGX_HTTP_SUPERVISION_REDIS_H
#define NGX_HTTP_SUPERVISION_REDIS_H

#include "ngx_http_supervision_base.h"

#include "engine/sup_api.h"

typedef struct ngx_http_supervision_redis_s ngx_http_supervision_redis_t;

/* Starts to connect; the log is the cycle's. NGX_ERROR: no memory. */
ngx_int_t ngx_http_supervision_redis_init(ngx_cycle_t *cycle,
                                          ngx_http_supervision_redis_t *peer);
/* Ends the connection; what still waits is answered before it returns. */
void ngx_http_supervision_redis_exit(ngx_http_supervision_redis_t *peer);

/* In what waits, which is its owner's. */
typedef struct ngx_http_supervision_waiter_s {
    ngx_queue_t queue;
    void (*handler)(struct ngx_http_supervision_waiter_s *waiter);
} ngx_http_supervision_waiter_t;

/* NGX_OK: go on. NGX_AGAIN: handler will be called; take the waiter out of its queue to
 * give up. */
ngx_int_t ngx_http_supervision_redis_wait(ngx_http_supervision_redis_t *peer,
                                          ngx_http_supervision_waiter_t *waiter);
/* Lives until redis_exit. */
sup_engine *ngx_http_supervision_redis_engine(ngx_http_supervision_redis_t *peer);
/* Fills in what it knows; the texts live until the next event. */
void ngx_http_supervision_redis_state(ngx_http_supervision_redis_t *peer,
                                      sup_site_status *status);

#endif
