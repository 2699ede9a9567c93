/* The engine: everything of a call that is asynchronous, once for all endpoints.
 * Owns: the order of steps (route, actor, input, decide, fetch, commit, encode), rounds
 *   and retries, and the one way in which a call ends.
 * Must not know: what an endpoint decides, nginx, which store it is. */
#include <strings.h>

#include "sup_ctx.h"
#include "sup_exchange.h"
#include "sup_roles.h"
#include "sup_route.h"
#include "sup_timed.h"
#include "sup_turns.h"

#define ROUNDS_MAX 12 /* of reading, between two commits */
/* Of committing against conflicts: with calls that have not lost yet, and with the one of
 * each other worker whose turn it is. */
#define TRIES_MAX 64

static void step(sup_call *call);

/* --- the one end of every call --- */

static void
tell(sup_call *call, sup_rc rc, const sup_reply *reply)
{
    if (call->ticked == NULL) {
        call->done(call->data, reply);
        return;
    }
    sup_tick_result result = call->ctx.ticked;
    if (rc != SUP_OK) {
        result = (sup_tick_result){.rc = rc};
    }
    call->ticked(call->data, &result);
}

/* reply: of a request. */
static void
finish(sup_call *call, sup_rc rc, const sup_reply *reply)
{
    sup_engine *engine = call->engine;
    unsigned queued = call->queued;
    if (queued) {
        sup_turns_leave(call);
    }
    tell(call, rc, reply); /* the call is gone */
    if (queued) {
        sup_turns_pass(engine);
    }
}

static void
finish_well(sup_call *call)
{
    finish(call, SUP_OK, call->ticked == NULL ? sup_exchange_reply(&call->ctx) : NULL);
}

static void
finish_failed(sup_call *call, sup_rc rc)
{
    sup_ctx *c = &call->ctx;
    if (c->failure.rc != rc) {
        c->failure = (sup_failure){.rc = rc};
    }
    finish(call, rc,
           call->ticked == NULL ? sup_exchange_problem(c->arena, c->request, &c->failure)
                                : NULL);
}

/* --- fetch -----------------------------------------------------------------------------
 */

static void
fetched(void *data, sup_rc rc)
{
    sup_call *call = data;
    sup_ctx *c = &call->ctx;
    if (rc != SUP_OK) {
        finish_failed(call, rc);
        return;
    }
    for (size_t i = c->n_answered; i < c->n_reads; i++) {
        *c->reads[i] = call->batch[i - c->n_answered];
    }
    c->n_answered = c->n_reads;
    step(call);
}

static void
fetch(sup_call *call)
{
    sup_ctx *c = &call->ctx;
    size_t n = c->n_reads - c->n_answered;
    if (n == 0 || ++call->rounds > ROUNDS_MAX) {
        finish_failed(call, SUP_API_INTERNAL);
        return;
    }
    call->batch = sup_alloc(c->arena, n * sizeof(sup_read));
    if (call->batch == NULL) {
        finish_failed(call, SUP_NOMEM);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        call->batch[i] = *c->reads[c->n_answered + i];
    }
    sup_rc rc = call->engine->store->read(call->engine->store, c->arena, c->site->campus,
                                          call->batch, n, fetched, call);
    if (rc != SUP_OK) {
        finish_failed(call, rc);
    }
}

/* --- commit ----------------------------------------------------------------------------
 */

static void
committed(void *data, sup_rc rc, uint64_t version, size_t at)
{
    sup_call *call = data;
    sup_ctx *c = &call->ctx;
    if (rc == SUP_OK) {
        if (c->version_out != NULL) {
            *c->version_out = sup_version_shown(c, c->version_key, version);
        }
        finish_well(call);
        return;
    }
    if (rc == SUP_STORE_CONFLICT) {
        if (++call->tries == TRIES_MAX) {
            finish_failed(call, SUP_API_CONFLICT);
            return;
        }
        call->raced_for = at < c->n_ops ? c->ops[at].key : SUP_STR_NULL;
        call->rounds = 0;
        sup_ctx_forget(c);
        if (call->queued) {
            step(call);
        } else {
            sup_turns_take(call);
        }
        return;
    }
    finish_failed(call, rc == SUP_STORE_TIMEOUT ? SUP_STORE_UNKNOWN : rc);
}

/* --- decide ----------------------------------------------------------------------------
 */

static void
step(sup_call *call)
{
    sup_ctx *c = &call->ctx;
    sup_ctx_rewind(c);
    sup_rc rc = c->route->decide(c);
    if (rc == SUP_AGAIN) {
        fetch(call);
        return;
    }
    if (rc != SUP_OK) {
        finish_failed(call, rc);
        return;
    }
    if (c->n_ops == 0) {
        finish_well(call);
        return;
    }
    if (sup_turns_races(call)) {
        call->rounds = 0;
        sup_ctx_forget(c);
        sup_turns_take(call);
        return;
    }
    rc = call->engine->store->commit(call->engine->store, c->arena, c->site->campus,
                                     c->ops, c->n_ops, committed, call);
    if (rc != SUP_OK) {
        finish_failed(call, rc);
    }
}

/* --- before the first decision --- */

/* https://host:port without its scheme. */
static sup_str
authority_of(sup_str origin)
{
    for (size_t i = 0; i + 2 < origin.len; i++) {
        if (memcmp(origin.data + i, "://", 3) == 0) {
            return (sup_str){origin.data + i + 3, origin.len - i - 3};
        }
    }
    return origin;
}

/* A post that a foreign page could make a signed-in browser send. Sec-Fetch-Site decides
 * where the browser sends it, Origin otherwise; clients that send neither are no
 * browsers. */
static int
is_cross_site(const sup_request *request)
{
    sup_str site = request->fetch_site;
    if (site.len != 0) {
        return !sup_str_eq(site, SUP_STR("same-origin")) &&
               !sup_str_eq(site, SUP_STR("none"));
    }
    if (request->origin.len == 0) {
        return 0;
    }
    sup_str authority = authority_of(request->origin);
    return authority.len != request->host.len ||
           strncasecmp(authority.data, request->host.data, authority.len) != 0;
}

static void
take_match(sup_ctx *c, const sup_match *match)
{
    c->route = match->route;
    c->params = match->params;
    c->variant = match->variant;
}

static sup_rc
admit(sup_ctx *c)
{
    const sup_request *request = c->request;
    sup_rc rc = sup_actor_resolve(&c->actor, &request->credentials);
    if (rc != SUP_OK) {
        return rc;
    }
    if (!(request->method & (SUP_METHOD_GET | SUP_METHOD_HEAD)) && c->actor.signed_in &&
        is_cross_site(request)) {
        return SUP_API_CROSS_SITE;
    }
    if (!(c->route->roles & c->actor.roles)) {
        return c->actor.signed_in ? SUP_API_FORBIDDEN : SUP_API_SIGN_IN;
    }
    return sup_exchange_input(c);
}

static void
finish_not_routed(sup_call *call, unsigned allowed)
{
    static const struct {
        unsigned bit;
        const char *name;
    } methods[] = {{SUP_METHOD_GET, "GET, HEAD"},
                   {SUP_METHOD_POST, "POST"},
                   {SUP_METHOD_PUT, "PUT"}};
    sup_ctx *c = &call->ctx;
    if (allowed == 0) {
        finish_failed(call, SUP_API_NOT_FOUND);
        return;
    }
    sup_failure failure = {.rc = SUP_API_METHOD};
    sup_reply *reply = sup_calloc(c->arena, sizeof(*reply));
    if (reply == NULL) {
        finish_failed(call, SUP_NOMEM);
        return;
    }
    *reply = *sup_exchange_problem(c->arena, c->request, &failure);
    char *allow = "";
    for (size_t i = 0; allow != NULL && i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (allowed & methods[i].bit) {
            allow = sup_sprintf(c->arena, "%s%s%s", allow, allow[0] == '\0' ? "" : ", ",
                                methods[i].name);
        }
    }
    reply->allow = sup_str_c(allow);
    finish(call, SUP_API_METHOD, reply);
}

void
sup_api_start(const sup_site *site, sup_engine *engine, sup_arena *arena,
              const sup_request *request, sup_api_done done, void *data)
{
    sup_call *call = sup_calloc(arena, sizeof(*call));
    if (call == NULL) {
        done(data, sup_api_problem(arena, request, SUP_NOMEM));
        return;
    }
    call->engine = engine;
    call->step = step;
    call->done = done;
    call->data = data;
    sup_ctx *c = &call->ctx;
    c->site = site;
    c->arena = arena;
    c->request = request;
    c->now_ms = request->now_ms;
    c->protobuf = sup_media_accepted(request->accept) == SUP_MEDIA_PROTOBUF;

    if (request->match.route == NULL) {
        finish_not_routed(call, request->match.allowed);
        return;
    }
    take_match(c, &request->match);
    sup_rc rc = admit(c);
    if (rc != SUP_OK) {
        finish_failed(call, rc);
        return;
    }
    step(call);
}

/* Timed work comes in by the same door: its actor is the system. */
void
sup_api_tick(const sup_site *site, sup_engine *engine, sup_arena *arena,
             const sup_tick *tick, sup_api_ticked done, void *data)
{
    static const sup_route route = {.name = "timed", .decide = sup_decide_timed};
    sup_call *call = sup_calloc(arena, sizeof(*call));
    sup_request *request = sup_calloc(arena, sizeof(*request));
    if (call == NULL || request == NULL) {
        done(data, &(sup_tick_result){.rc = SUP_NOMEM});
        return;
    }
    request->credentials.role = SUP_STR("system"); /* as events name it */
    request->now_ms = tick->now_ms;
    call->engine = engine;
    call->step = step;
    call->ticked = done;
    call->data = data;
    sup_ctx *c = &call->ctx;
    c->site = site;
    c->arena = arena;
    c->request = request;
    c->now_ms = tick->now_ms;
    c->actor.roles = SUP_ROLE_SYSTEM;
    c->actor.domains = SUP_STR("*");
    c->tick = tick;
    c->route = &route;
    step(call);
}

const sup_reply *
sup_api_refusal(const sup_site *site, sup_arena *arena, const sup_request *request)
{
    sup_ctx c = {.site = site, .arena = arena, .request = request};
    if (request->match.route == NULL) {
        return sup_api_problem(arena, request, SUP_API_NOT_FOUND);
    }
    take_match(&c, &request->match);
    sup_rc rc = admit(&c);
    if (rc == SUP_OK && c.route->intake != NULL) {
        rc = c.route->intake->refuse(site);
    }
    if (rc == SUP_OK) {
        return NULL;
    }
    if (c.failure.rc != rc) {
        c.failure = (sup_failure){.rc = rc};
    }
    return sup_exchange_problem(arena, request, &c.failure);
}
