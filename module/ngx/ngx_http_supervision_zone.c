/* What workers share: kept replies of public routes, and counters. All of it can be
 * rebuilt.
 * Owns: the shared memory zone and each worker's own copies of what is in it.
 * Must not know: which routes are public. */
#include "ngx_http_supervision_zone.h"
#include "ngx_http_supervision_conf.h"
#include "sup_exchange.h"

#define BUCKETS  64  /* of the zone */
#define SLOTS    256 /* of a worker: direct-mapped, a newcomer takes the slot */
#define KEY_MAX  1024
#define BODY_MAX (256 * 1024)
#define REFRESH_MAX                                                                      \
    500 /* ms that one request may take to refresh while others get the old */
#define EVICT_AT_ONCE 8

/* The bytes of a kept reply: key, content type, ETag, body, one after the other. */
typedef struct {
    ngx_msec_t made;
    ngx_msec_t ms;
    uint32_t hash;
    uint32_t key_len;
    uint32_t type_len;
    uint32_t etag_len;
    uint32_t body_len;
} kept_t;

typedef struct {
    ngx_queue_t bucket;
    ngx_queue_t lru;
    kept_t kept;
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

/* A worker's copy. Counted, because a slow client may still be sent what has been
 * replaced. */
typedef struct {
    ngx_uint_t refs;
    ngx_msec_t refreshing; /* until then somebody is on the way to get a newer one */
    sup_reply reply;
    kept_t kept;
    u_char bytes[1];
} copy_t;

struct ngx_http_supervision_worker_cache_s {
    copy_t *slots[SLOTS];
};

typedef struct {
    size_t len;
    uint32_t hash;
    u_char data[KEY_MAX];
} reply_key_t;

/* --- the key ------------------------------------------------------------------------ */

/* Nothing may come as NULL with length 0, which memcpy() does not take. */
static u_char *
append(u_char *p, const void *data, size_t len)
{
    return len != 0 ? ngx_cpymem(p, data, len) : p;
}

/* Digest of the site, path, query, and the form that Accept asks for: what a client
 * writes in Accept beyond that must not make one more entry. NUL is in none of them but
 * the digest. */
static ngx_int_t
make_key(reply_key_t *key, ngx_http_request_t *r, ngx_http_supervision_loc_conf_t *slcf)
{
    ngx_table_elt_t *accept = r->headers_in.accept;
    sup_str wanted = SUP_STR_NULL;
    u_char *p = key->data;

    if (accept != NULL) {
        wanted = ngx_http_supervision_str(&accept->value);
    }
    if (sizeof(slcf->digest) + r->uri.len + r->args.len + 3 > KEY_MAX) {
        return NGX_DECLINED;
    }
    p = ngx_cpymem(p, slcf->digest, sizeof(slcf->digest));
    p = append(p, r->uri.data, r->uri.len);
    *p++ = '\0';
    p = append(p, r->args.data, r->args.len);
    *p++ = '\0';
    *p++ = (u_char)('0' + sup_media_accepted(wanted));
    key->len = (size_t)(p - key->data);
    key->hash = ngx_murmur_hash2(key->data, key->len);
    return NGX_OK;
}

static ngx_uint_t
key_is(const kept_t *kept, const u_char *bytes, const reply_key_t *key)
{
    return kept->hash == key->hash && kept->key_len == key->len &&
           ngx_memcmp(bytes, key->data, key->len) == 0;
}

static size_t
bytes_of(const kept_t *kept)
{
    return (size_t)kept->key_len + kept->type_len + kept->etag_len + kept->body_len;
}

/* Signed, so that it stays right when the clock's counter wraps. */
static ngx_uint_t
is_over(ngx_msec_t moment)
{
    return (ngx_msec_int_t)(ngx_current_msec - moment) >= 0;
}

/* --- a worker's copies -------------------------------------------------------------- */

static void
release_copy(void *data)
{
    copy_t *copy = data;

    if (--copy->refs == 0) {
        ngx_free(copy);
    }
}

/* Room for a copy, with one reference: the slot's. */
static copy_t *
create_copy(const kept_t *kept)
{
    copy_t *copy = ngx_alloc(sizeof(copy_t) + bytes_of(kept), ngx_cycle->log);

    if (copy != NULL) {
        ngx_memzero(copy, sizeof(copy_t));
        copy->refs = 1;
        copy->kept = *kept;
    }
    return copy;
}

static void
view_copy(copy_t *copy)
{
    const char *p = (const char *)copy->bytes + copy->kept.key_len;

    copy->reply.status = NGX_HTTP_OK;
    copy->reply.cache_ms = (int64_t)copy->kept.ms;
    copy->reply.content_type = (sup_str){p, copy->kept.type_len};
    p += copy->kept.type_len;
    copy->reply.etag = (sup_str){p, copy->kept.etag_len};
    p += copy->kept.etag_len;
    copy->reply.body = (sup_str){p, copy->kept.body_len};
}

static void
place_copy(ngx_http_supervision_main_conf_t *smcf, copy_t *copy)
{
    copy_t **slot = &smcf->cache->slots[copy->kept.hash % SLOTS];

    view_copy(copy);
    if (*slot != NULL) {
        release_copy(*slot);
    }
    *slot = copy;
}

static void
free_cache(void *data)
{
    ngx_http_supervision_worker_cache_t *cache = data;
    ngx_uint_t i;

    for (i = 0; i < SLOTS; i++) {
        if (cache->slots[i] != NULL) {
            release_copy(cache->slots[i]);
        }
    }
}

static ngx_int_t
ready_cache(ngx_http_supervision_main_conf_t *smcf)
{
    ngx_pool_cleanup_t *cln;

    if (smcf->cache != NULL) {
        return NGX_OK;
    }
    cln = ngx_pool_cleanup_add(ngx_cycle->pool,
                               sizeof(ngx_http_supervision_worker_cache_t));
    if (cln == NULL) {
        return NGX_ERROR;
    }
    smcf->cache = cln->data;
    ngx_memzero(smcf->cache, sizeof(ngx_http_supervision_worker_cache_t));
    cln->handler = free_cache;
    return NGX_OK;
}

/* --- the zone: everything below the lock -------------------------------------------- */

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
find_shared(zone_t *zone, const reply_key_t *key)
{
    ngx_queue_t *bucket = &zone->buckets[key->hash % BUCKETS], *q;
    shared_t *shared;

    for (q = ngx_queue_head(bucket); q != ngx_queue_sentinel(bucket);
         q = ngx_queue_next(q)) {
        shared = ngx_queue_data(q, shared_t, bucket);
        if (key_is(&shared->kept, shared->bytes, key)) {
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

static void
share_copy(ngx_slab_pool_t *slab, const copy_t *copy, const reply_key_t *key)
{
    zone_t *zone = lock_zone(slab);
    shared_t *shared;
    size_t len = bytes_of(&copy->kept);

    zone->changing = 1;
    ngx_memory_barrier();
    shared = find_shared(zone, key);
    if (shared != NULL) {
        remove_shared(slab, shared);
    }
    shared = alloc_shared(slab, zone, sizeof(shared_t) + len);
    if (shared != NULL) {
        shared->kept = copy->kept;
        ngx_memcpy(shared->bytes, copy->bytes, len);
        ngx_queue_insert_head(&zone->buckets[key->hash % BUCKETS], &shared->bucket);
        ngx_queue_insert_head(&zone->lru, &shared->lru);
    }
    ngx_memory_barrier();
    zone->changing = 0;
    ngx_shmtx_unlock(&slab->mutex);
}

/* What another worker has made, if it is fresh. */
static copy_t *
fetch_shared(ngx_slab_pool_t *slab, const reply_key_t *key)
{
    zone_t *zone = lock_zone(slab);
    shared_t *shared = find_shared(zone, key);
    copy_t *copy = NULL;

    if (shared != NULL && !is_over(shared->kept.made + shared->kept.ms)) {
        copy = create_copy(&shared->kept);
        if (copy != NULL) {
            ngx_memcpy(copy->bytes, shared->bytes, bytes_of(&shared->kept));
        }
    }
    ngx_shmtx_unlock(&slab->mutex);
    return copy;
}

/* --- finding and keeping ------------------------------------------------------------ */

static const sup_reply *
hand_out(ngx_http_request_t *r, ngx_http_supervision_main_conf_t *smcf, copy_t *copy)
{
    ngx_pool_cleanup_t *cln = ngx_pool_cleanup_add(r->pool, 0);

    if (cln == NULL) {
        return NULL;
    }
    copy->refs++;
    cln->handler = release_copy;
    cln->data = copy;
    ngx_http_supervision_zone_count(smcf, NGX_HTTP_SUPERVISION_SHARED);
    ngx_http_supervision_zone_count(smcf, NGX_HTTP_SUPERVISION_2XX);
    return &copy->reply;
}

static ngx_slab_pool_t *
slab_of(ngx_http_supervision_main_conf_t *smcf)
{
    return smcf->zone != NULL ? (ngx_slab_pool_t *)smcf->zone->shm.addr : NULL;
}

const sup_reply *
ngx_http_supervision_zone_find(ngx_http_request_t *r,
                               ngx_http_supervision_main_conf_t *smcf,
                               ngx_http_supervision_loc_conf_t *slcf)
{
    reply_key_t key;
    copy_t *copy, *newer;

    /* nginx would take If-Match for its own; the application answers it. */
    if (smcf->cache == NULL || r->headers_in.if_match != NULL ||
        make_key(&key, r, slcf) != NGX_OK) {
        return NULL;
    }
    copy = smcf->cache->slots[key.hash % SLOTS];
    if (copy == NULL || !key_is(&copy->kept, copy->bytes, &key)) {
        copy = NULL;
    } else if (!is_over(copy->kept.made + copy->kept.ms)) {
        return hand_out(r, smcf, copy);
    } else if (!is_over(copy->refreshing)) {
        /* One goes for a newer one, the others need not queue behind it. */
        return hand_out(r, smcf, copy);
    }
    newer = slab_of(smcf) != NULL ? fetch_shared(slab_of(smcf), &key) : NULL;
    if (newer != NULL) {
        place_copy(smcf, newer);
        return hand_out(r, smcf, newer);
    }
    if (copy != NULL && !is_over(copy->kept.made + 2 * copy->kept.ms)) {
        copy->refreshing = ngx_current_msec + ngx_min(copy->kept.ms, REFRESH_MAX);
    }
    return NULL;
}

void
ngx_http_supervision_zone_keep(ngx_http_request_t *r,
                               ngx_http_supervision_main_conf_t *smcf,
                               ngx_http_supervision_loc_conf_t *slcf,
                               const sup_reply *reply, int64_t ms)
{
    reply_key_t key;
    kept_t kept;
    copy_t *copy;
    u_char *p;

    if (reply->body.len > BODY_MAX || make_key(&key, r, slcf) != NGX_OK ||
        ready_cache(smcf) != NGX_OK) {
        return;
    }
    kept.made = ngx_current_msec;
    kept.ms = (ngx_msec_t)ms;
    kept.hash = key.hash;
    kept.key_len = (uint32_t)key.len;
    kept.type_len = (uint32_t)reply->content_type.len;
    kept.etag_len = (uint32_t)reply->etag.len;
    kept.body_len = (uint32_t)reply->body.len;
    copy = create_copy(&kept);
    if (copy == NULL) {
        return;
    }
    p = ngx_cpymem(copy->bytes, key.data, key.len);
    p = append(p, reply->content_type.data, reply->content_type.len);
    p = append(p, reply->etag.data, reply->etag.len);
    append(p, reply->body.data, reply->body.len);
    if (slab_of(smcf) != NULL) {
        share_copy(slab_of(smcf), copy, &key);
    }
    place_copy(smcf, copy);
}

/* --- counters and their variables --------------------------------------------------- */

void
ngx_http_supervision_zone_count(ngx_http_supervision_main_conf_t *smcf,
                                ngx_http_supervision_counter_e counter)
{
    zone_t *zone;

    if (smcf->zone != NULL) {
        zone = ((ngx_slab_pool_t *)smcf->zone->shm.addr)->data;
        (void)ngx_atomic_fetch_add(&zone->counters[counter], 1);
    }
}

static ngx_int_t
get_counter(ngx_http_request_t *r, ngx_http_variable_value_t *v, uintptr_t counter)
{
    ngx_http_supervision_main_conf_t *smcf;
    zone_t *zone;
    u_char *p;

    smcf = ngx_http_get_module_main_conf(r, ngx_http_supervision_module);
    if (smcf->zone == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }
    p = ngx_pnalloc(r->pool, NGX_ATOMIC_T_LEN);
    if (p == NULL) {
        return NGX_ERROR;
    }
    zone = ((ngx_slab_pool_t *)smcf->zone->shm.addr)->data;
    v->data = p;
    v->len = (unsigned)(ngx_sprintf(p, "%uA", zone->counters[counter]) - p);
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
ngx_http_supervision_zone_variables(ngx_conf_t *cf)
{
    ngx_http_variable_t *var;
    ngx_uint_t i;

    for (i = 0; i < NGX_HTTP_SUPERVISION_COUNTERS; i++) {
        var = ngx_http_add_variable(cf, &variables[i], NGX_HTTP_VAR_NOCACHEABLE);
        if (var == NULL) {
            return NGX_ERROR;
        }
        var->get_handler = get_counter;
        var->data = i;
    }
    return NGX_OK;
}

/* --- the directive ------------------------------------------------------------------ */

/* data: the old zone's, when a reload goes on with the same memory. */
static ngx_int_t
init_zone(ngx_shm_zone_t *shm_zone, void *data)
{
    ngx_slab_pool_t *slab = (ngx_slab_pool_t *)shm_zone->shm.addr;

    if (data != NULL || shm_zone->shm.exists) {
        return NGX_OK;
    }
    slab->log_ctx = &slab->zero;
    return setup_zone(slab) != NULL ? NGX_OK : NGX_ERROR;
}

char *
ngx_http_supervision_zone(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_main_conf_t *smcf = conf;
    ngx_str_t *value = cf->args->elts;
    ssize_t size;

    if (smcf->zone != NULL) {
        return "is duplicate";
    }
    size = ngx_parse_size(&value[2]);
    if (size == NGX_ERROR || size < (ssize_t)(16 * ngx_pagesize)) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "zone size \"%V\" is not a size of at least %uz bytes",
                           &value[2], (size_t)(16 * ngx_pagesize));
        return NGX_CONF_ERROR;
    }
    smcf->zone =
        ngx_shared_memory_add(cf, &value[1], (size_t)size, &ngx_http_supervision_module);
    if (smcf->zone == NULL) {
        return NGX_CONF_ERROR;
    }
    smcf->zone->init = init_zone;
    smcf->zone->data = smcf;
    return NGX_CONF_OK;
}
