/* What workers share: the bytes of kept replies, and counters. All of it can be rebuilt.
 * Owns: supervision_zone, the shared memory and its lock, the variables over the counters.
 * Must not know: what a kept reply is made of, which replies are kept. */
#ifndef NGX_HTTP_SUPERVISION_ZONE_H
#define NGX_HTTP_SUPERVISION_ZONE_H

#include "ngx_http_supervision_base.h"

typedef enum {
    NGX_HTTP_SUPERVISION_REQUESTS,
    NGX_HTTP_SUPERVISION_2XX,
    NGX_HTTP_SUPERVISION_3XX,
    NGX_HTTP_SUPERVISION_4XX,
    NGX_HTTP_SUPERVISION_5XX,
    NGX_HTTP_SUPERVISION_503,
    NGX_HTTP_SUPERVISION_SHARED, /* answered from the cache */
    NGX_HTTP_SUPERVISION_COUNTERS
} ngx_http_supervision_counter_e;

/* What a reply is kept under. */
#define NGX_HTTP_SUPERVISION_KEY_MAX 1024
typedef struct {
    size_t len;
    uint32_t hash; /* of data */
    u_char data[NGX_HTTP_SUPERVISION_KEY_MAX];
} ngx_http_supervision_key_t;

/* A kept reply, whose bytes follow it: key, content type, ETag, body, one after the other. */
typedef struct {
    ngx_msec_t made; /* ngx_current_msec, which is one clock for all workers */
    ngx_msec_t ms;   /* so long it is fresh */
    uint32_t hash;
    uint32_t key_len;
    uint32_t type_len;
    uint32_t etag_len;
    uint32_t body_len;
} ngx_http_supervision_kept_t;

/* Room for the bytes of a kept reply; NULL: no memory. Called below the zone's lock: it
 * does not come back into this file. */
typedef u_char *(*ngx_http_supervision_room_pt)(void *data,
                                                const ngx_http_supervision_kept_t *kept);

/* Directive; the offset of the command is that of an ngx_shm_zone_t *. */
char *ngx_http_supervision_zone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
/* Before directives are read: zone is where the pointer will be when a variable is asked
 * for. */
ngx_int_t ngx_http_supervision_zone_variables(ngx_conf_t *cf, ngx_shm_zone_t **zone);

/* zone: NULL where none is configured, and then nothing is counted. */
void ngx_http_supervision_zone_count(ngx_shm_zone_t *zone,
                                     ngx_http_supervision_counter_e counter);

/* Puts it in the place of what was kept under the key; without room it is left out. */
void ngx_http_supervision_zone_share(ngx_shm_zone_t *zone,
                                     const ngx_http_supervision_key_t *key,
                                     const ngx_http_supervision_kept_t *kept,
                                     const u_char *bytes);
/* Copies what another worker has made into the room that is given, if it is fresh. */
void ngx_http_supervision_zone_fetch(ngx_shm_zone_t *zone,
                                     const ngx_http_supervision_key_t *key,
                                     ngx_http_supervision_room_pt room, void *data);

static ngx_inline ngx_uint_t
ngx_http_supervision_kept_is(const ngx_http_supervision_kept_t *kept, const u_char *bytes,
                             const ngx_http_supervision_key_t *key)
{
    return kept->hash == key->hash && kept->key_len == key->len &&
           ngx_memcmp(bytes, key->data, key->len) == 0;
}

static ngx_inline size_t
ngx_http_supervision_kept_size(const ngx_http_supervision_kept_t *kept)
{
    return (size_t)kept->key_len + kept->type_len + kept->etag_len + kept->body_len;
}

/* Signed, so that it stays right when the clock's counter wraps. */
static ngx_inline ngx_uint_t
ngx_http_supervision_is_over(ngx_msec_t moment)
{
    return (ngx_msec_int_t)(ngx_current_msec - moment) >= 0;
}

#endif
