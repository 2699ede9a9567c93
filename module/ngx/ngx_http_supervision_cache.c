/* Replies of public routes that are kept for others who ask the same.
 * Owns: what a reply is kept under, and each worker's own copies of what is shared.
 * Must not know: which routes are public, how the zone is laid out. */
#include "ngx_http_supervision_cache.h"
#include "ngx_http_supervision_zone.h"
#include "engine/sup_exchange.h"

#define SLOTS    256 /* of a worker: direct-mapped, a newcomer takes the slot */
#define BODY_MAX (256 * 1024)
#define REFRESH_MAX                                                                      \
    500 /* ms that one request may take to refresh while others get the old */

/* A worker's copy. Counted, because a slow client may still be sent what has been
 * replaced. */
typedef struct {
    ngx_uint_t refs;
    ngx_msec_t refreshing; /* until then somebody is on the way to get a newer one */
    sup_reply reply;
    ngx_http_supervision_kept_t kept;
    u_char bytes[1];
} copy_t;

struct ngx_http_supervision_copies_s {
    copy_t *slots[SLOTS];
};

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
make_key(ngx_http_supervision_key_t *key, ngx_http_request_t *r, const u_char *digest)
{
    ngx_table_elt_t *accept = r->headers_in.accept;
    sup_str wanted = SUP_STR_NULL;
    u_char *p = key->data;

    if (accept != NULL) {
        wanted = ngx_http_supervision_str(&accept->value);
    }
    if (NGX_HTTP_SUPERVISION_DIGEST_LEN + r->uri.len + r->args.len + 3 >
        NGX_HTTP_SUPERVISION_KEY_MAX) {
        return NGX_DECLINED;
    }
    p = ngx_cpymem(p, digest, NGX_HTTP_SUPERVISION_DIGEST_LEN);
    p = append(p, r->uri.data, r->uri.len);
    *p++ = '\0';
    p = append(p, r->args.data, r->args.len);
    *p++ = '\0';
    *p++ = (u_char)('0' + sup_media_accepted(wanted));
    key->len = (size_t)(p - key->data);
    key->hash = ngx_murmur_hash2(key->data, key->len);
    return NGX_OK;
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
create_copy(const ngx_http_supervision_kept_t *kept)
{
    copy_t *copy =
        ngx_alloc(sizeof(copy_t) + ngx_http_supervision_kept_size(kept), ngx_cycle->log);

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
place_copy(ngx_http_supervision_cache_t *cache, copy_t *copy)
{
    copy_t **slot = &cache->copies->slots[copy->kept.hash % SLOTS];

    view_copy(copy);
    if (*slot != NULL) {
        release_copy(*slot);
    }
    *slot = copy;
}

static void
free_copies(void *data)
{
    ngx_http_supervision_copies_t *copies = data;
    ngx_uint_t i;

    for (i = 0; i < SLOTS; i++) {
        if (copies->slots[i] != NULL) {
            release_copy(copies->slots[i]);
        }
    }
}

static ngx_int_t
ready_copies(ngx_http_supervision_cache_t *cache)
{
    ngx_pool_cleanup_t *cln;

    if (cache->copies != NULL) {
        return NGX_OK;
    }
    cln = ngx_pool_cleanup_add(ngx_cycle->pool, sizeof(ngx_http_supervision_copies_t));
    if (cln == NULL) {
        return NGX_ERROR;
    }
    cache->copies = cln->data;
    ngx_memzero(cache->copies, sizeof(ngx_http_supervision_copies_t));
    cln->handler = free_copies;
    return NGX_OK;
}

/* --- finding and keeping ------------------------------------------------------------ */

static const sup_reply *
hand_out(ngx_http_request_t *r, ngx_http_supervision_cache_t *cache, copy_t *copy)
{
    ngx_pool_cleanup_t *cln = ngx_pool_cleanup_add(r->pool, 0);

    if (cln == NULL) {
        return NULL;
    }
    copy->refs++;
    cln->handler = release_copy;
    cln->data = copy;
    ngx_http_supervision_zone_count(cache->zone, NGX_HTTP_SUPERVISION_SHARED);
    ngx_http_supervision_zone_count(cache->zone, NGX_HTTP_SUPERVISION_2XX);
    return &copy->reply;
}

static u_char *
make_room(void *data, const ngx_http_supervision_kept_t *kept)
{
    copy_t **copy = data;

    *copy = create_copy(kept);
    return *copy != NULL ? (*copy)->bytes : NULL;
}

const sup_reply *
ngx_http_supervision_cache_find(ngx_http_request_t *r,
                                ngx_http_supervision_cache_t *cache, const u_char *digest)
{
    ngx_http_supervision_key_t key;
    copy_t *copy, *newer = NULL;

    /* nginx would take If-Match for its own; the application answers it. */
    if (r->headers_in.if_match != NULL || make_key(&key, r, digest) != NGX_OK ||
        ready_copies(cache) != NGX_OK) {
        return NULL;
    }
    copy = cache->copies->slots[key.hash % SLOTS];
    if (copy == NULL || !ngx_http_supervision_kept_is(&copy->kept, copy->bytes, &key)) {
        copy = NULL;
    } else if (!ngx_http_supervision_is_over(copy->kept.made + copy->kept.ms)) {
        return hand_out(r, cache, copy);
    } else if (!ngx_http_supervision_is_over(copy->refreshing)) {
        /* One goes for a newer one, the others need not queue behind it. */
        return hand_out(r, cache, copy);
    }
    if (cache->zone != NULL) {
        ngx_http_supervision_zone_fetch(cache->zone, &key, make_room, &newer);
    }
    if (newer != NULL) {
        place_copy(cache, newer);
        return hand_out(r, cache, newer);
    }
    if (copy != NULL &&
        !ngx_http_supervision_is_over(copy->kept.made + 2 * copy->kept.ms)) {
        copy->refreshing = ngx_current_msec + ngx_min(copy->kept.ms, REFRESH_MAX);
    }
    return NULL;
}

void
ngx_http_supervision_cache_keep(ngx_http_request_t *r,
                                ngx_http_supervision_cache_t *cache, const u_char *digest,
                                const sup_reply *reply, int64_t ms)
{
    ngx_http_supervision_key_t key;
    ngx_http_supervision_kept_t kept;
    copy_t *copy;
    u_char *p;

    if (reply->body.len > BODY_MAX || make_key(&key, r, digest) != NGX_OK ||
        ready_copies(cache) != NGX_OK) {
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
    if (cache->zone != NULL) {
        ngx_http_supervision_zone_share(cache->zone, &key, &copy->kept, copy->bytes);
    }
    place_copy(cache, copy);
}
