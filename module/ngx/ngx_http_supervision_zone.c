/* What workers share: the bytes of kept replies, and counters. All of it can be rebuilt.
 * Owns: supervision_zone, the shared memory and its lock, the variables over the counters.
 * Must not know: what a kept reply is made of, which replies are kept. */
#include "ngx_http_supervision_zone.h"

#define BUCKETS       64
#define EVICT_AT_ONCE 8

typedef struct {
    ngx_queue_t bucket;
    ngx_queue_t lru;
    ngx_http_supervision_kept_t kept;
    u_char bytes[1];
} shared_t;

typedef struct {
    ngx_atomic_t counters[NGX_HTTP_SUPERVISION_COUNTERS];
    /* Set while the zone is being changed. Found set by somebody who holds the lock, its
     * holder has died half-way: then everything is thrown away. */
    ngx_uint_t changing;
    ngx_queue_t lru;
    ngx_queue_t buckets[BUCKETS];
} zone_t;

/* What a variable shows. */
typedef struct {
    ngx_shm_zone_t **zone;
    ngx_uint_t counter;
} variable_t;

static ngx_slab_pool_t *
slab_of(ngx_shm_zone_t *shm_zone)
{
    return (ngx_slab_pool_t *)shm_zone->shm.addr;
}

/* --- kept replies: everything below the lock ---------------------------------------- */

static zone_t *
setup_zone(ngx_slab_pool_t *slab)
{
    zone_t *zone;
    ngx_uint_t i;

    zone = ngx_slab_calloc_locked(slab, sizeof(zone_t));
    if (zone == NULL) {
        return NULL;
    }
    ngx_queue_init(&zone->lru);
    for (i = 0; i < BUCKETS; i++) {
        ngx_queue_init(&zone->buckets[i]);
    }
    slab->data = zone;
    slab->log_nomem = 0; /* full is normal: the oldest goes */
    return zone;
}

/* The lock's last holder died inside: begin anew. The first allocation of a fresh slab is
 * always the same place, so the counters that others touch without the lock stay there.
 */
static zone_t *
lock_zone(ngx_slab_pool_t *slab)
{
    ngx_atomic_uint_t counters[NGX_HTTP_SUPERVISION_COUNTERS];
    zone_t *zone;

    ngx_shmtx_lock(&slab->mutex);
    zone = slab->data;
    if (!zone->changing) {
        return zone;
    }
    ngx_log_error(
        NGX_LOG_WARN, ngx_cycle->log, 0,
        "supervision zone was left half-written by a worker that died: emptied");
    ngx_memcpy(counters, (void *)zone->counters, sizeof(counters));
    ngx_slab_init(slab);
    slab->log_ctx = &slab->zero;
    zone = setup_zone(slab); /* it had room before */
    ngx_memcpy((void *)zone->counters, counters, sizeof(counters));
    return zone;
}

static shared_t *
find_shared(zone_t *zone, const ngx_http_supervision_key_t *key)
{
    ngx_queue_t *bucket = &zone->buckets[key->hash % BUCKETS], *q;
    shared_t *shared;

    for (q = ngx_queue_head(bucket); q != ngx_queue_sentinel(bucket);
         q = ngx_queue_next(q)) {
        shared = ngx_queue_data(q, shared_t, bucket);
        if (ngx_http_supervision_kept_is(&shared->kept, shared->bytes, key)) {
            return shared;
        }
    }
    return NULL;
}

static void
remove_shared(ngx_slab_pool_t *slab, shared_t *shared)
{
    ngx_queue_remove(&shared->bucket);
    ngx_queue_remove(&shared->lru);
    ngx_slab_free_locked(slab, shared);
}

static shared_t *
alloc_shared(ngx_slab_pool_t *slab, zone_t *zone, size_t size)
{
    shared_t *shared;
    ngx_uint_t i;

    for (i = 0;; i++) {
        shared = ngx_slab_alloc_locked(slab, size);
        if (shared != NULL || i == EVICT_AT_ONCE || ngx_queue_empty(&zone->lru)) {
            return shared;
        }
        remove_shared(slab, ngx_queue_data(ngx_queue_last(&zone->lru), shared_t, lru));
    }
}

void
ngx_http_supervision_zone_share(ngx_shm_zone_t *shm_zone,
                                const ngx_http_supervision_key_t *key,
                                const ngx_http_supervision_kept_t *kept,
                                const u_char *bytes)
{
    ngx_slab_pool_t *slab = slab_of(shm_zone);
    zone_t *zone = lock_zone(slab);
    size_t len = ngx_http_supervision_kept_size(kept);
    shared_t *shared;

    zone->changing = 1;
    ngx_memory_barrier();
    shared = find_shared(zone, key);
    if (shared != NULL) {
        remove_shared(slab, shared);
    }
    shared = alloc_shared(slab, zone, sizeof(shared_t) + len);
    if (shared != NULL) {
        shared->kept = *kept;
        ngx_memcpy(shared->bytes, bytes, len);
        ngx_queue_insert_head(&zone->buckets[key->hash % BUCKETS], &shared->bucket);
        ngx_queue_insert_head(&zone->lru, &shared->lru);
    }
    ngx_memory_barrier();
    zone->changing = 0;
    ngx_shmtx_unlock(&slab->mutex);
}

void
ngx_http_supervision_zone_fetch(ngx_shm_zone_t *shm_zone,
                                const ngx_http_supervision_key_t *key,
                                ngx_http_supervision_room_pt room, void *data)
{
    ngx_slab_pool_t *slab = slab_of(shm_zone);
    zone_t *zone = lock_zone(slab);
    shared_t *shared = find_shared(zone, key);
    u_char *bytes;

    if (shared != NULL &&
        !ngx_http_supervision_is_over(shared->kept.made + shared->kept.ms)) {
        bytes = room(data, &shared->kept);
        if (bytes != NULL) {
            ngx_memcpy(bytes, shared->bytes,
                       ngx_http_supervision_kept_size(&shared->kept));
        }
    }
    ngx_shmtx_unlock(&slab->mutex);
}

/* --- counters and their variables --------------------------------------------------- */

void
ngx_http_supervision_zone_count(ngx_shm_zone_t *shm_zone,
                                ngx_http_supervision_counter_e counter)
{
    zone_t *zone;

    if (shm_zone != NULL) {
        zone = slab_of(shm_zone)->data;
        (void)ngx_atomic_fetch_add(&zone->counters[counter], 1);
    }
}

static ngx_int_t
get_counter(ngx_http_request_t *r, ngx_http_variable_value_t *v, uintptr_t data)
{
    const variable_t *variable = (const variable_t *)data;
    zone_t *zone;
    u_char *p;

    if (*variable->zone == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }
    p = ngx_pnalloc(r->pool, NGX_ATOMIC_T_LEN);
    if (p == NULL) {
        return NGX_ERROR;
    }
    zone = slab_of(*variable->zone)->data;
    v->data = p;
    v->len = (unsigned)(ngx_sprintf(p, "%uA", zone->counters[variable->counter]) - p);
    v->valid = 1;
    v->no_cacheable = 0;
    v->not_found = 0;
    return NGX_OK;
}

static ngx_str_t variables[NGX_HTTP_SUPERVISION_COUNTERS] = {
    ngx_string("supervision_requests"),      ngx_string("supervision_replies_2xx"),
    ngx_string("supervision_replies_3xx"),   ngx_string("supervision_replies_4xx"),
    ngx_string("supervision_replies_5xx"),   ngx_string("supervision_unavailable"),
    ngx_string("supervision_replies_shared")};

ngx_int_t
ngx_http_supervision_zone_variables(ngx_conf_t *cf, ngx_shm_zone_t **zone)
{
    ngx_http_variable_t *var;
    variable_t *variable;
    ngx_uint_t i;

    variable = ngx_palloc(cf->pool, NGX_HTTP_SUPERVISION_COUNTERS * sizeof(variable_t));
    if (variable == NULL) {
        return NGX_ERROR;
    }
    for (i = 0; i < NGX_HTTP_SUPERVISION_COUNTERS; i++) {
        var = ngx_http_add_variable(cf, &variables[i], NGX_HTTP_VAR_NOCACHEABLE);
        if (var == NULL) {
            return NGX_ERROR;
        }
        variable[i] = (variable_t){zone, i};
        var->get_handler = get_counter;
        var->data = (uintptr_t)&variable[i];
    }
    return NGX_OK;
}

/* --- the directive ------------------------------------------------------------------ */

/* data: the old zone's, when a reload goes on with the same memory. */
static ngx_int_t
init_zone(ngx_shm_zone_t *shm_zone, void *data)
{
    ngx_slab_pool_t *slab = slab_of(shm_zone);

    if (data != NULL || shm_zone->shm.exists) {
        return NGX_OK;
    }
    slab->log_ctx = &slab->zero;
    return setup_zone(slab) != NULL ? NGX_OK : NGX_ERROR;
}

char *
ngx_http_supervision_zone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_shm_zone_t **zone = ngx_http_supervision_slot(cmd, conf);
    ngx_str_t *value = cf->args->elts;
    ssize_t size;

    if (*zone != NULL) {
        return "is duplicate";
    }
    size = ngx_parse_size(&value[2]);
    if (size == NGX_ERROR || size < (ssize_t)(16 * ngx_pagesize)) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "zone size \"%V\" is not a size of at least %uz bytes",
                           &value[2], (size_t)(16 * ngx_pagesize));
        return NGX_CONF_ERROR;
    }
    *zone =
        ngx_shared_memory_add(cf, &value[1], (size_t)size, &ngx_http_supervision_module);
    if (*zone == NULL) {
        return NGX_CONF_ERROR;
    }
    (*zone)->init = init_zone;
    (*zone)->data = zone; /* what is not NULL makes it the old one at a reload */
    return NGX_CONF_OK;
}
