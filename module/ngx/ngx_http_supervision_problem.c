/* What nginx refuses by itself, in the application's words: variables for its error pages.
 * Owns: $supervision_problem, $supervision_retry_after.
 * Must not know: what a status means, how it is said. */
#include "ngx_http_supervision_problem.h"

#include "engine/sup_api.h"

#define PROBLEM_BYTES_MAX (16 * 1024)

enum { PROBLEM, RETRY_AFTER, VARIABLES };

static ngx_int_t
get(ngx_http_request_t *r, ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_http_supervision_arena_t arena;
    const sup_reply *reply;
    u_char *p;

    ngx_http_supervision_arena(&arena, r->pool, PROBLEM_BYTES_MAX);
    reply = sup_api_refused(
        &arena.arena,
        (unsigned)(r->err_status != 0 ? r->err_status : r->headers_out.status));
    v->valid = 1;
    v->no_cacheable = 1;
    v->not_found = 0;
    if (data == PROBLEM) {
        v->data = (u_char *)reply->body.data;
        v->len = (unsigned)reply->body.len;
        return NGX_OK;
    }
    p = ngx_pnalloc(r->pool, NGX_INT_T_LEN);
    if (p == NULL) {
        return NGX_ERROR;
    }
    v->data = p;
    v->len =
        reply->retry_after_s == 0
            ? 0
            : (unsigned)(ngx_sprintf(p, "%ui", (ngx_uint_t)reply->retry_after_s) - p);
    return NGX_OK;
}

static ngx_str_t names[VARIABLES] = {ngx_string("supervision_problem"),
                                     ngx_string("supervision_retry_after")};

ngx_int_t
ngx_http_supervision_problem_variables(ngx_conf_t *cf)
{
    ngx_http_variable_t *var;
    ngx_uint_t i;

    for (i = 0; i < VARIABLES; i++) {
        /* A configuration of before has maps of these names: they stand. */
        var = ngx_http_add_variable(cf, &names[i],
                                    NGX_HTTP_VAR_NOCACHEABLE | NGX_HTTP_VAR_CHANGEABLE);
        if (var == NULL) {
            return NGX_ERROR;
        }
        var->get_handler = get;
        var->data = i;
    }
    return NGX_OK;
}
