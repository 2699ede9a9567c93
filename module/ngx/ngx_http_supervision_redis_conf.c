/* The directive supervision_redis: an address and its options.
 * Owns: what may be said of a Redis, and that each address is one connection a worker.
 * Must not know: how the connection is driven. */
#include "ngx_http_supervision_redis_conf.h"
#include "ngx_http_supervision_file.h"

#define PENDING_MAX 16384

typedef char *(*option_pt)(ngx_conf_t *cf, ngx_http_supervision_redis_t *peer,
                           ngx_str_t *value);

static char *
set_db(ngx_conf_t *cf, ngx_http_supervision_redis_t *peer, ngx_str_t *value)
{
    ngx_int_t n = ngx_atoi(value->data, value->len);

    if (n == NGX_ERROR || n > 65535) {
        return NGX_CONF_ERROR;
    }
    peer->options.database = (unsigned)n;
    return NGX_CONF_OK;
}

static char *
set_user(ngx_conf_t *cf, ngx_http_supervision_redis_t *peer, ngx_str_t *value)
{
    peer->options.user = ngx_http_supervision_str(value);
    return value->len != 0 ? NGX_CONF_OK : NGX_CONF_ERROR;
}

static void
wipe_text(void *data)
{
    ngx_str_t *text = data;

    ngx_explicit_memzero(text->data, text->len);
}

static char *
set_password_file(ngx_conf_t *cf, ngx_http_supervision_redis_t *peer, ngx_str_t *value)
{
    ngx_pool_cleanup_t *cln;
    ngx_str_t *text;

    cln = ngx_pool_cleanup_add(cf->pool, sizeof(ngx_str_t));
    if (cln == NULL) {
        return NGX_CONF_ERROR;
    }
    text = cln->data;
    if (ngx_http_supervision_read_secret(cf, value, text) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    cln->handler = wipe_text;
    while (text->len != 0 &&
           (text->data[text->len - 1] == LF || text->data[text->len - 1] == CR)) {
        text->len--;
    }
    peer->options.password = ngx_http_supervision_str(text);
    return text->len != 0 ? NGX_CONF_OK : NGX_CONF_ERROR;
}

static char *
set_time(ngx_msec_t *field, ngx_str_t *value)
{
    ngx_int_t ms = ngx_parse_time(value, 0);

    if (ms == NGX_ERROR || ms < 1 || ms > 600 * 1000) {
        return NGX_CONF_ERROR;
    }
    *field = (ngx_msec_t)ms;
    return NGX_CONF_OK;
}

static char *
set_connect_timeout(ngx_conf_t *cf, ngx_http_supervision_redis_t *peer, ngx_str_t *value)
{
    return set_time(&peer->connect_timeout, value);
}

static char *
set_command_timeout(ngx_conf_t *cf, ngx_http_supervision_redis_t *peer, ngx_str_t *value)
{
    return set_time(&peer->command_timeout, value);
}

static char *
set_durability(ngx_conf_t *cf, ngx_http_supervision_redis_t *peer, ngx_str_t *value)
{
    ngx_int_t n;

    if (value->len == 6 && ngx_strncmp(value->data, "always", 6) == 0) {
        peer->options.durability = SUP_DURABLE_ALWAYS;
    } else if (value->len == 8 && ngx_strncmp(value->data, "everysec", 8) == 0) {
        peer->options.durability = SUP_DURABLE_EVERYSEC;
    } else if (value->len == 3 && ngx_strncmp(value->data, "any", 3) == 0) {
        peer->options.durability = SUP_DURABLE_ANY;
    } else if (value->len > 9 && ngx_strncmp(value->data, "replicas:", 9) == 0) {
        n = ngx_atoi(value->data + 9, value->len - 9);
        if (n < 1 || n > 100) {
            return NGX_CONF_ERROR;
        }
        peer->options.durability = SUP_DURABLE_REPLICAS;
        peer->options.replicas_min = (unsigned)n;
    } else {
        return NGX_CONF_ERROR;
    }
    return NGX_CONF_OK;
}

static const struct {
    ngx_str_t name; /* with its = */
    option_pt set;
    const char *form;
} options[] = {
    {ngx_string("db="), set_db, "a number from 0 to 65535"},
    {ngx_string("user="), set_user, "the name of an ACL user"},
    {ngx_string("password_file="), set_password_file, "a file that holds the password"},
    {ngx_string("connect_timeout="), set_connect_timeout, "a time from 1ms to 10m"},
    {ngx_string("command_timeout="), set_command_timeout, "a time from 1ms to 10m"},
    {ngx_string("durability="), set_durability, "always, everysec, any or replicas:N"},
};

static char *
parse_option(ngx_conf_t *cf, ngx_http_supervision_redis_t *peer, ngx_str_t *arg)
{
    ngx_str_t value;
    ngx_uint_t i;

    for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        if (arg->len < options[i].name.len ||
            ngx_strncmp(arg->data, options[i].name.data, options[i].name.len) != 0) {
            continue;
        }
        value.data = arg->data + options[i].name.len;
        value.len = arg->len - options[i].name.len;
        if (options[i].set(cf, peer, &value) != NGX_CONF_OK) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"%V\": it must be %s", arg,
                               options[i].form);
            return NGX_CONF_ERROR;
        }
        return NGX_CONF_OK;
    }
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "supervision_redis does not know \"%V\"",
                       arg);
    return NGX_CONF_ERROR;
}

/* A socket's path is relative to the prefix, like every file that nginx uses at run time.
 */
static ngx_int_t
absolute_socket(ngx_conf_t *cf, ngx_str_t *address, ngx_str_t *url)
{
    ngx_str_t path = {address->len - 5, address->data + 5};

    if (ngx_conf_full_name(cf->cycle, &path, 0) != NGX_OK) {
        return NGX_ERROR;
    }
    url->data = ngx_pnalloc(cf->pool, 5 + path.len + 1);
    if (url->data == NULL) {
        return NGX_ERROR;
    }
    url->len = (size_t)(ngx_sprintf(url->data, "unix:%V%Z", &path) - url->data) - 1;
    return NGX_OK;
}

static char *
parse_address(ngx_conf_t *cf, ngx_http_supervision_redis_t *peer, ngx_str_t *address)
{
    ngx_url_t u;

    ngx_memzero(&u, sizeof(ngx_url_t));
    u.url = *address;
    if (address->len > 5 && ngx_strncmp(address->data, "unix:", 5) == 0 &&
        absolute_socket(cf, address, &u.url) != NGX_OK) {
        return NGX_CONF_ERROR;
    }
    u.default_port = 6379;
    /* The one place where a name may be looked up: the master reads the configuration. */
    if (ngx_parse_url(cf->pool, &u) != NGX_OK || u.naddrs == 0 || u.uri.len != 0) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "%s in the address of Redis \"%V\"",
                           u.err ? u.err : "something is wrong", address);
        return NGX_CONF_ERROR;
    }
    peer->sockaddr = u.addrs[0].sockaddr;
    peer->socklen = u.addrs[0].socklen;
    peer->name = u.addrs[0].name;
    return NGX_CONF_OK;
}

static ngx_uint_t
same_redis(const ngx_http_supervision_redis_t *a, const ngx_http_supervision_redis_t *b)
{
    return ngx_cmp_sockaddr(a->sockaddr, a->socklen, b->sockaddr, b->socklen, 1) ==
               NGX_OK &&
           a->options.database == b->options.database &&
           sup_str_eq(a->options.user, b->options.user);
}

static ngx_uint_t
same_options(const ngx_http_supervision_redis_t *a, const ngx_http_supervision_redis_t *b)
{
    return sup_str_eq(a->options.password, b->options.password) &&
           a->options.durability == b->options.durability &&
           a->options.replicas_min == b->options.replicas_min &&
           a->connect_timeout == b->connect_timeout &&
           a->command_timeout == b->command_timeout;
}

char *
ngx_http_supervision_redis_conf(ngx_conf_t *cf, ngx_array_t *all,
                                ngx_http_supervision_redis_t **out)
{
    ngx_http_supervision_redis_t *peer, **known, **slot;
    ngx_str_t *value = cf->args->elts;
    ngx_uint_t i;

    peer = ngx_pcalloc(cf->pool, sizeof(ngx_http_supervision_redis_t));
    if (peer == NULL) {
        return NGX_CONF_ERROR;
    }
    peer->connect_timeout = 1000;
    peer->command_timeout = 2000;
    peer->options.durability = SUP_DURABLE_ALWAYS;
    peer->options.pending_max = PENDING_MAX;
    if (parse_address(cf, peer, &value[1]) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    for (i = 2; i < cf->args->nelts; i++) {
        if (parse_option(cf, peer, &value[i]) != NGX_CONF_OK) {
            return NGX_CONF_ERROR;
        }
    }
    known = all->elts;
    for (i = 0; i < all->nelts; i++) {
        if (same_redis(known[i], peer)) {
            if (!same_options(known[i], peer)) {
                return "names a Redis that is already there with other options";
            }
            *out = known[i];
            return NGX_CONF_OK;
        }
    }
    slot = ngx_array_push(all);
    if (slot == NULL) {
        return NGX_CONF_ERROR;
    }
    *out = *slot = peer;
    return NGX_CONF_OK;
}
