/* supervision_redis: one Redis as configured, and this worker's connection to it.
 * Owns: the struct that redis_conf.c fills and redis.c drives; nobody else looks into it.
 * Must not know: commands and replies. */
#ifndef NGX_HTTP_SUPERVISION_REDIS_CONF_H
#define NGX_HTTP_SUPERVISION_REDIS_CONF_H

#include "ngx_http_supervision_base.h"

#include <ngx_event_connect.h>

#include "engine/sup_api.h"
#include "store/sup_store_redis.h"

typedef struct ngx_http_supervision_redis_s ngx_http_supervision_redis_t;

struct ngx_http_supervision_redis_s {
    /* configuration */
    ngx_str_t name;
    struct sockaddr *sockaddr;
    socklen_t socklen;
    sup_redis_options options;
    ngx_msec_t connect_timeout;
    ngx_msec_t command_timeout;

    /* of this worker */
    sup_redis *codec;
    sup_engine engine; /* over the codec's store */
    ngx_peer_connection_t pc;
    ngx_connection_t dummy;
    ngx_queue_t waiters; /* for the first greeting */
    ngx_event_t wake;    /* posted: the waiters go on */
    ngx_event_t flush;   /* posted: the one write of this turn */
    ngx_event_t expire;  /* command time-outs */
    ngx_event_t retry;   /* the next attempt to connect */
    ngx_event_t heartbeat;
    ngx_msec_t backoff;
    ngx_msec_t heard; /* when Redis last said anything */
    ngx_log_t *log;
    ngx_log_t quiet_log; /* for the attempts of an outage that has been logged */
    uint32_t last_line;  /* CRC of the codec's last line in the log */
    unsigned connecting : 1;
    unsigned refused : 1; /* the handshake failed */
    unsigned asked : 1;   /* replies are due */
    unsigned exiting : 1;
    unsigned outage_logged : 1;
};

/* The arguments of the directive: *out is the Redis that they name, one of `all` (of
 * ngx_http_supervision_redis_t *) or added to it. It lives as long as the cycle. */
char *ngx_http_supervision_redis_conf(ngx_conf_t *cf, ngx_array_t *all,
                                      ngx_http_supervision_redis_t **out);

#endif
