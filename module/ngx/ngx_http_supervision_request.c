/* The content handler: an nginx request in, a call of the application, its reply out.
 * Owns: the life of a call; it may outlive its client, never the other way round.
 * Must not know: routes, records, rules. */
#include "ngx_http_supervision_request.h"
#include "ngx_http_supervision_conf.h"
#include "ngx_http_supervision_redis.h"
#include "ngx_http_supervision_reply.h"
#include "ngx_http_supervision_zone.h"

#include "evidence/sup_evidence.h"

#define CALL_POOL_SIZE (16 * 1024)
#define CALL_BYTES_MAX (32 * 1024 * 1024)

/* What the application says of a request before anything of its body is read. */
typedef struct {
    int64_t shared_ms;        /* others may have a 200 for so long; 0: nobody else */
    unsigned takes_photo;     /* the body is one, and becomes an upload */
    const sup_reply *refusal; /* ... and is not to come in, for this reason; or NULL */
    size_t body_max;          /* bytes */
} terms_t;

/* One call. It lies in a pool of its own: when the client goes away while Redis still
 * owes an answer, the request is freed and the call stays, detached, until the answer is
 * there. */
typedef struct {
    ngx_http_supervision_arena_t arena;
    ngx_http_request_t *r; /* NULL: detached */
    const ngx_http_supervision_loc_conf_t *slcf;
    sup_request request;
    terms_t terms;
    const sup_reply *reply;
    ngx_http_supervision_waiter_t waiter;
    ngx_http_supervision_intake_t *intake; /* its photo, while a thread has it */
    unsigned waiting : 1;                  /* for Redis to greet this worker */
    unsigned starting : 1;                 /* inside sup_api_start */
    unsigned running : 1;                  /* started, done not yet called */
} ngx_http_supervision_call_t;

static ngx_int_t send_problem(ngx_http_supervision_call_t *call, sup_rc rc);

/* --- the call ----------------------------------------------------------------------- */

/* Of a photo that no record names, nothing is left. */
static void
drop_upload(ngx_http_supervision_call_t *call)
{
    if (call->request.taken != NULL) {
        ngx_http_supervision_intake_drop(&call->slcf->photos, call->request.taken);
        call->request.taken = NULL;
    }
}

static void
detach(void *data)
{
    ngx_http_supervision_call_t *call = data;

    call->r = NULL;
    if (call->waiting) {
        ngx_queue_remove(&call->waiter.queue);
    }
    if (call->intake != NULL) {
        ngx_http_supervision_intake_forget(call->intake, call->arena.pool);
        return;
    }
    if (!call->running) {
        drop_upload(call);
        ngx_destroy_pool(call->arena.pool);
    }
}

static ngx_http_supervision_call_t *
create_call(ngx_http_request_t *r, const ngx_http_supervision_loc_conf_t *slcf)
{
    ngx_http_supervision_call_t *call;
    ngx_http_cleanup_t *cln;
    ngx_pool_t *pool;

    cln = ngx_http_cleanup_add(r, 0);
    if (cln == NULL) {
        return NULL;
    }
    /* The cycle's log: the connection's is gone when the client is. */
    pool = ngx_create_pool(CALL_POOL_SIZE, ngx_cycle->log);
    if (pool == NULL) {
        return NULL;
    }
    call = ngx_pcalloc(pool, ngx_align(sizeof(ngx_http_supervision_call_t), 16));
    if (call == NULL) {
        ngx_destroy_pool(pool);
        return NULL;
    }
    ngx_http_supervision_arena(&call->arena, pool, CALL_BYTES_MAX);
    call->r = r;
    call->slcf = slcf;
    cln->handler = detach;
    cln->data = call;
    ngx_http_set_ctx(r, call, ngx_http_supervision_module);
    return call;
}

/* --- replies ------------------------------------------------------------------------ */

static void
count_reply(ngx_shm_zone_t *zone, unsigned status)
{
    if (status >= 200 && status < 600) {
        ngx_http_supervision_zone_count(zone,
                                        NGX_HTTP_SUPERVISION_2XX + (status / 100 - 2));
    }
    if (status == NGX_HTTP_SERVICE_UNAVAILABLE) {
        ngx_http_supervision_zone_count(zone, NGX_HTTP_SUPERVISION_503);
    }
}

static ngx_int_t
send_reply(ngx_http_supervision_call_t *call)
{
    const ngx_http_supervision_loc_conf_t *slcf = call->slcf;
    ngx_http_supervision_cache_t *cache = &slcf->main->cache;
    ngx_http_request_t *r = call->r;
    ngx_int_t rc;

    if (call->reply->status == NGX_HTTP_OK && call->reply->cache_ms > 0 &&
        call->terms.shared_ms > 0) {
        ngx_http_supervision_cache_keep(r, cache, slcf->digest, call->reply,
                                        call->terms.shared_ms);
    }
    /* The application has judged If-Match and If-None-Match; nginx must not do it again
     * with the ETag of what has just been written. */
    r->disable_not_modified = 1;
    rc = ngx_http_supervision_send(r, call->reply, &slcf->photos.folder);
    if (rc == NGX_DECLINED) {
        return send_problem(call, SUP_EVIDENCE_LOST);
    }
    count_reply(cache->zone, call->reply->status);
    return rc;
}

static ngx_int_t
send_problem(ngx_http_supervision_call_t *call, sup_rc rc)
{
    call->reply = sup_api_problem(&call->arena.arena, &call->request, rc);
    return send_reply(call);
}

static void
done(void *data, const sup_reply *reply)
{
    ngx_http_supervision_call_t *call = data;
    ngx_http_request_t *r = call->r;
    ngx_connection_t *c;

    call->running = 0;
    call->reply = reply;
    if (reply->taken_unused) {
        drop_upload(call);
    }
    call->request.taken = NULL;
    if (call->starting) {
        return; /* start() goes on */
    }
    if (r == NULL) {
        ngx_destroy_pool(call->arena.pool);
        return;
    }
    c = r->connection;
    ngx_http_set_log_request(c->log, r);
    ngx_http_finalize_request(r, send_reply(call));
    ngx_http_run_posted_requests(c);
}

/* --- its run -------------------------------------------------------------------------- */

static void
watch_client(ngx_http_request_t *r)
{
    if (r == r->main) {
        r->read_event_handler = ngx_http_test_reading; /* sees it go away */
    }
}

static void
run(ngx_http_supervision_call_t *call)
{
    ngx_http_request_t *r = call->r;

    call->starting = 1;
    call->running = 1;
    sup_api_start(call->slcf->site, ngx_http_supervision_redis_engine(call->slcf->redis),
                  &call->arena.arena, &call->request, done, call);
    call->starting = 0;
    if (!call->running) {
        ngx_http_finalize_request(r, send_reply(call));
        return;
    }
    watch_client(r);
}

static void
go_on(ngx_http_supervision_waiter_t *waiter)
{
    ngx_http_supervision_call_t *call;
    ngx_connection_t *c;

    call = (ngx_http_supervision_call_t *)((u_char *)waiter -
                                           offsetof(ngx_http_supervision_call_t, waiter));
    call->waiting = 0;
    c = call->r->connection;
    ngx_http_set_log_request(c->log, call->r);
    run(call);
    ngx_http_run_posted_requests(c);
}

static void
start(ngx_http_supervision_call_t *call)
{
    ngx_http_request_t *r = call->r;
    ngx_time_t *tp = ngx_timeofday();

    call->request.now_ms = (int64_t)tp->sec * 1000 + (int64_t)tp->msec;
    if (ngx_http_supervision_input_own(&call->arena.arena, &call->request) != NGX_OK) {
        ngx_http_finalize_request(r, send_problem(call, SUP_API_INTERNAL));
        return;
    }
    call->waiter.handler = go_on;
    if (ngx_http_supervision_redis_wait(call->slcf->redis, &call->waiter) == NGX_AGAIN) {
        call->waiting = 1;
        watch_client(r);
        return;
    }
    run(call);
}

/* --- its body ----------------------------------------------------------------------- */

static void
taken(void *data)
{
    ngx_http_supervision_call_t *call = data;
    ngx_http_supervision_intake_t *intake = call->intake;
    ngx_connection_t *c = call->r->connection;
    const sup_upload *upload;
    sup_rc rc;

    call->intake = NULL;
    ngx_http_set_log_request(c->log, call->r);
    rc = ngx_http_supervision_intake_taken(intake, &upload);
    if (rc == SUP_OK) {
        call->request.taken = upload;
        start(call);
    } else {
        ngx_http_finalize_request(call->r, send_problem(call, rc));
    }
    ngx_http_run_posted_requests(c);
}

static void
photo_handler(ngx_http_request_t *r)
{
    ngx_http_supervision_call_t *call;
    ngx_int_t rc;

    call = ngx_http_get_module_ctx(r, ngx_http_supervision_module);
    rc = ngx_http_supervision_intake_take(r, call->arena.pool, &call->slcf->photos, taken,
                                          call, &call->intake);
    if (rc == NGX_OK) {
        watch_client(r);
        /* One who left while the last of it came is not told of again. The call may be
         * over behind this. */
        r->read_event_handler(r);
        return;
    }
    ngx_http_finalize_request(r, send_problem(call, rc == NGX_DECLINED ? SUP_API_TOO_LARGE
                                                    : rc == NGX_BUSY   ? SUP_EVIDENCE_BUSY
                                                                     : SUP_API_INTERNAL));
}

static void
body_handler(ngx_http_request_t *r)
{
    ngx_http_supervision_call_t *call;
    ngx_int_t rc;

    call = ngx_http_get_module_ctx(r, ngx_http_supervision_module);
    rc = ngx_http_supervision_input_body(r, &call->arena.arena, call->terms.body_max,
                                         &call->request.body);
    if (rc == NGX_OK) {
        start(call);
        return;
    }
    ngx_http_finalize_request(
        r, send_problem(call, rc == NGX_DECLINED ? SUP_API_TOO_LARGE : SUP_API_INTERNAL));
}

/* --- the handler -------------------------------------------------------------------- */

/* Answers before the body has been read; what still comes of it is thrown away. */
static ngx_int_t
refuse_with(ngx_http_supervision_call_t *call, const sup_reply *reply)
{
    ngx_int_t rc;

    call->r->keepalive = 0;
    call->reply = reply;
    rc = ngx_http_discard_request_body(call->r);
    return rc == NGX_OK ? send_reply(call) : rc;
}

static ngx_int_t
refuse(ngx_http_supervision_call_t *call, sup_rc problem)
{
    return refuse_with(call,
                       sup_api_problem(&call->arena.arena, &call->request, problem));
}

/* Asked once, in this order, and nowhere else. */
static void
ask_terms(ngx_http_supervision_call_t *call)
{
    const sup_site *site = call->slcf->site;
    sup_request *request = &call->request;
    terms_t *terms = &call->terms;

    sup_api_match(request);
    if (request->method == SUP_METHOD_GET) {
        terms->shared_ms = sup_api_shared_ms(site, request);
    }
    if (!(request->method & (SUP_METHOD_POST | SUP_METHOD_PUT))) {
        return; /* what comes as a body is thrown away */
    }
    terms->takes_photo = sup_api_intake(request) == &sup_photo_intake;
    if (terms->takes_photo) {
        terms->refusal = sup_api_refusal(site, &call->arena.arena, request);
    }
    terms->body_max = sup_api_body_max(site, request);
}

/* What can be refused is refused before it is read. */
static ngx_int_t
read_body(ngx_http_supervision_call_t *call)
{
    ngx_http_client_body_handler_pt handler = body_handler;
    const terms_t *terms = &call->terms;
    ngx_http_request_t *r = call->r;
    ngx_int_t rc;

    if (terms->refusal != NULL) {
        return refuse_with(call, terms->refusal);
    }
    if (terms->takes_photo) {
        if (ngx_http_supervision_intake_busy(&call->slcf->main->intakes)) {
            return refuse(call, SUP_EVIDENCE_BUSY);
        }
        handler = photo_handler;
        r->request_body_file_log_level = NGX_LOG_INFO; /* large ones are no surprise */
    }
    if (r->headers_in.content_length_n > (off_t)terms->body_max) {
        return refuse(call, SUP_API_TOO_LARGE);
    }
    rc = ngx_http_read_client_request_body(r, handler);
    return rc >= NGX_HTTP_SPECIAL_RESPONSE ? rc : NGX_DONE;
}

/* Without a call: what a worker has kept is sent as it is. NGX_DECLINED: there is none. */
static ngx_int_t
send_kept(ngx_http_request_t *r, const ngx_http_supervision_loc_conf_t *slcf)
{
    const sup_reply *kept;
    ngx_int_t rc;

    if (slcf->board_cache == 0 || !(r->method & (NGX_HTTP_GET | NGX_HTTP_HEAD))) {
        return NGX_DECLINED;
    }
    kept = ngx_http_supervision_cache_find(r, &slcf->main->cache, slcf->digest);
    if (kept == NULL) {
        return NGX_DECLINED;
    }
    rc = ngx_http_discard_request_body(r);
    return rc == NGX_OK ? ngx_http_supervision_send(r, kept, &slcf->photos.folder) : rc;
}

ngx_int_t
ngx_http_supervision_handler(ngx_http_request_t *r)
{
    const ngx_http_supervision_loc_conf_t *slcf;
    ngx_http_supervision_call_t *call;
    sup_rc problem = SUP_OK;
    ngx_int_t rc;

    slcf = ngx_http_get_module_loc_conf(r, ngx_http_supervision_module);
    ngx_http_supervision_zone_count(slcf->main->cache.zone,
                                    NGX_HTTP_SUPERVISION_REQUESTS);
    rc = send_kept(r, slcf);
    if (rc != NGX_DECLINED) {
        return rc;
    }
    call = create_call(r, slcf);
    if (call == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
    rc = ngx_http_supervision_input_take(r, &slcf->actor, slcf->site->base,
                                         &call->request, &problem);
    if (rc != NGX_OK) {
        return rc;
    }
    if (problem != SUP_OK) {
        return refuse(call, problem);
    }
    ask_terms(call);
    if (r->method & (NGX_HTTP_POST | NGX_HTTP_PUT)) {
        return read_body(call);
    }
    rc = ngx_http_discard_request_body(r);
    if (rc != NGX_OK) {
        return rc;
    }
    r->main->count++;
    start(call);
    return NGX_DONE;
}
