/* The module: directives, configuration made, merged and checked whole, workers' start
 * and end.
 * Owns: ngx_http_supervision_module and its configuration structures.
 * Must not know: how requests are answered or Redis is spoken to. */
#include "ngx_http_supervision_calendar.h"
#include "ngx_http_supervision_conf.h"
#include "ngx_http_supervision_evidence.h"
#include "ngx_http_supervision_file.h"
#include "ngx_http_supervision_plugin.h"
#include "ngx_http_supervision_redis.h"
#include "ngx_http_supervision_redis_conf.h"
#include "ngx_http_supervision_request.h"
#include "ngx_http_supervision_site.h"
#include "ngx_http_supervision_timed.h"
#include "ngx_http_supervision_zone.h"

static void *create_main_conf(ngx_conf_t *cf);
static char *init_main_conf(ngx_conf_t *cf, void *conf);
static void *create_loc_conf(ngx_conf_t *cf);
static char *merge_loc_conf(ngx_conf_t *cf, void *parent, void *child);
static ngx_int_t init_process(ngx_cycle_t *cycle);
static void exit_process(ngx_cycle_t *cycle);

static char *conf_enable(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static char *conf_campus(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static char *conf_domains(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static char *conf_plugin_path(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static char *conf_secrets(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static char *check_time(ngx_conf_t *cf, void *post, void *data);
static char *check_text(ngx_conf_t *cf, void *post, void *data);

#define ANYWHERE (NGX_HTTP_MAIN_CONF | NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF)
#define IN_LOC(field)                                                                    \
    NGX_HTTP_LOC_CONF_OFFSET, offsetof(ngx_http_supervision_loc_conf_t, field)

/* For names that are printed on notices: characters, not bytes. */
#define NAME_CHARS_MAX 64

typedef struct {
    ngx_conf_post_handler_pt handler; /* first: nginx knows no more of it */
    ngx_msec_t low;
    ngx_msec_t high;
    const char *range;
} time_range_t;

/* Longer, and the board would be no news; 0: never cached. */
static time_range_t board_cache_range = {check_time, 0, 60 * 1000, "0 to 1m"};
/* Below a minute a retry on a bad line makes a second case, and Redis would take 0 for
 * "for ever". Every submit leaves a key for as long as this. */
static time_range_t idempotency_range = {check_time, 60 * 1000,
                                         (ngx_msec_t)30 * 86400 * 1000, "1m to 30d"};
static ngx_conf_post_t name_text = {check_text};

static ngx_command_t commands[] = {
    {ngx_string("supervision_redis"), ANYWHERE | NGX_CONF_1MORE,
     ngx_http_supervision_redis, NGX_HTTP_LOC_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_zone"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE2,
     ngx_http_supervision_zone, NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_plugin_path"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     conf_plugin_path, NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_plugin"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE12,
     ngx_http_supervision_plugin, NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_secrets"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1, conf_secrets,
     NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_calendar"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     ngx_http_supervision_calendar, NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_timezone"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     ngx_http_supervision_timezone, NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_timed_work"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     ngx_http_supervision_timed_work, NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL},

    {ngx_string("supervision"), NGX_HTTP_LOC_CONF | NGX_CONF_FLAG, conf_enable,
     IN_LOC(enable), NULL},
    {ngx_string("supervision_campus"), ANYWHERE | NGX_CONF_TAKE12, conf_campus,
     NGX_HTTP_LOC_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_office"), ANYWHERE | NGX_CONF_TAKE1, ngx_conf_set_str_slot,
     IN_LOC(office_name), &name_text},
    {ngx_string("supervision_notice_prefix"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_conf_set_str_slot, IN_LOC(notice_prefix), &name_text},
    {ngx_string("supervision_report_prefix"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_conf_set_str_slot, IN_LOC(report_prefix), &name_text},
    {ngx_string("supervision_domains"), ANYWHERE | NGX_CONF_1MORE, conf_domains,
     NGX_HTTP_LOC_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_user"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, IN_LOC(user), NULL},
    {ngx_string("supervision_role"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, IN_LOC(role), NULL},
    {ngx_string("supervision_unit"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, IN_LOC(unit), NULL},
    {ngx_string("supervision_actor_domains"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, IN_LOC(actor_domains), NULL},
    {ngx_string("supervision_board_cache"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_conf_set_msec_slot, IN_LOC(board_cache), &board_cache_range},
    {ngx_string("supervision_idempotency"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_conf_set_msec_slot, IN_LOC(idempotency), &idempotency_range},
    {ngx_string("supervision_evidence"), ANYWHERE | NGX_CONF_TAKE123,
     ngx_http_supervision_evidence, NGX_HTTP_LOC_CONF_OFFSET, 0, NULL},
    ngx_null_command};

static ngx_http_module_t module_context = {
    ngx_http_supervision_zone_variables, /* preconfiguration */
    NULL,                                /* postconfiguration */
    create_main_conf,
    init_main_conf,
    NULL, /* create server configuration */
    NULL, /* merge server configuration */
    create_loc_conf,
    merge_loc_conf};

ngx_module_t ngx_http_supervision_module = {NGX_MODULE_V1,
                                            &module_context,
                                            commands,
                                            NGX_HTTP_MODULE,
                                            NULL, /* init master */
                                            NULL, /* init module */
                                            init_process,
                                            NULL, /* init thread */
                                            NULL, /* exit thread */
                                            exit_process,
                                            NULL, /* exit master */
                                            NGX_MODULE_V1_PADDING};

/* --- directives --------------------------------------------------------------------- */

static char *
conf_enable(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_loc_conf_t *slcf = conf;

    ngx_http_supervision_here(cf, &slcf->place);
    return ngx_conf_set_flag_slot(cf, cmd, conf);
}

static char *
conf_campus(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_loc_conf_t *slcf = conf;
    ngx_str_t *value = cf->args->elts;
    ngx_uint_t i;
    u_char c;

    if (slcf->campus.data != NULL) {
        return "is duplicate";
    }
    for (i = 0; i < value[1].len; i++) {
        c = value[1].data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i != 0))) {
            break;
        }
    }
    if (i != value[1].len || i == 0 || i > 32) {
        ngx_conf_log_error(
            NGX_LOG_EMERG, cf, 0,
            "campus \"%V\" must be 1 to 32 of a-z, 0-9 and -, and not begin "
            "with -",
            &value[1]);
        return NGX_CONF_ERROR;
    }
    slcf->campus = value[1];
    if (cf->args->nelts == 3) {
        slcf->campus_name = value[2];
        if (check_text(cf, NULL, &slcf->campus_name) != NGX_CONF_OK) {
            return NGX_CONF_ERROR;
        }
    } else {
        ngx_str_set(&slcf->campus_name, "");
    }
    ngx_http_supervision_here(cf, &slcf->campus_place);
    return NGX_CONF_OK;
}

static char *
conf_domains(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_loc_conf_t *slcf = conf;
    ngx_str_t *value = cf->args->elts, *name;
    ngx_uint_t i, j;
    ngx_uint_t all;

    if (slcf->domains != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }
    slcf->domains = ngx_array_create(cf->pool, cf->args->nelts, sizeof(ngx_str_t));
    if (slcf->domains == NULL) {
        return NGX_CONF_ERROR;
    }
    ngx_http_supervision_here(cf, &slcf->domains_place);

    all = value[1].len == 3 && ngx_strncmp(value[1].data, "all", 3) == 0;
    if (all) {
        return cf->args->nelts == 2 ? NGX_CONF_OK : "takes nothing after \"all\"";
    }
    for (i = 1; i < cf->args->nelts; i++) {
        for (j = 1; j < i; j++) {
            if (value[i].len == value[j].len &&
                ngx_memcmp(value[i].data, value[j].data, value[i].len) == 0) {
                ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "domain \"%V\" is named twice",
                                   &value[i]);
                return NGX_CONF_ERROR;
            }
        }
        name = ngx_array_push(slcf->domains);
        *name = value[i];
    }
    return NGX_CONF_OK;
}

static char *
conf_plugin_path(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_main_conf_t *smcf = conf;
    ngx_str_t *value = cf->args->elts;

    if (smcf->plugin_path.data != NULL) {
        return "is duplicate";
    }
    if (smcf->plugins.nelts != 0) {
        return "must come before the first \"supervision_plugin\"";
    }
    smcf->plugin_path = value[1];
    return ngx_conf_full_name(cf->cycle, &smcf->plugin_path, 0) == NGX_OK
               ? NGX_CONF_OK
               : NGX_CONF_ERROR;
}

static void
wipe_keyring(void *data)
{
    sup_keyring_wipe(data);
}

static char *
conf_secrets(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_main_conf_t *smcf = conf;
    ngx_str_t *value = cf->args->elts, text;
    ngx_pool_cleanup_t *cln;
    unsigned line = 0;
    sup_rc rc;

    if (smcf->keyring != NULL) {
        return "is duplicate";
    }
    if (ngx_http_supervision_read_secret(cf, &value[1], &text) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    cln = ngx_pool_cleanup_add(cf->pool, sizeof(sup_keyring));
    if (cln == NULL) {
        return NGX_CONF_ERROR;
    }
    ngx_memzero(cln->data, sizeof(sup_keyring));
    cln->handler = wipe_keyring;
    smcf->keyring = cln->data;

    rc = sup_keyring_parse(smcf->keyring, ngx_http_supervision_str(&text), &line);
    ngx_explicit_memzero(text.data, text.len);
    if (rc != SUP_OK) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "%V:%ui: not a key: lines are \"<id> <base64 of 32 random "
                           "bytes>\", 1 to %d of them, each id once",
                           &value[1], (ngx_uint_t)line, SUP_KEYS_MAX);
        return NGX_CONF_ERROR;
    }
    return NGX_CONF_OK;
}

static char *
check_time(ngx_conf_t *cf, void *post, void *data)
{
    const time_range_t *range = post;
    const ngx_msec_t *time = data;

    if (*time < range->low || *time > range->high) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "the time must be from %s",
                           range->range);
        return NGX_CONF_ERROR;
    }
    return NGX_CONF_OK;
}

/* These texts stand in replies and on notices: a configuration saved in GBK must not show
 * only there. */
static char *
check_text(ngx_conf_t *cf, void *post, void *data)
{
    long n = sup_utf8_length(ngx_http_supervision_str(data));

    if (n < 1 || n > NAME_CHARS_MAX) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "the text must be UTF-8 of 1 to %d characters",
                           NAME_CHARS_MAX);
        return NGX_CONF_ERROR;
    }
    return NGX_CONF_OK;
}

/* --- main configuration ------------------------------------------------------------- */

static void *
create_main_conf(ngx_conf_t *cf)
{
    ngx_http_supervision_main_conf_t *smcf;

    smcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_supervision_main_conf_t));
    if (smcf == NULL) {
        return NULL;
    }
    smcf->timezone_min = NGX_CONF_UNSET;
    smcf->timed_work = NGX_CONF_UNSET_MSEC;
    if (ngx_array_init(&smcf->plugins, cf->pool, 8, sizeof(void *)) != NGX_OK ||
        ngx_array_init(&smcf->redis, cf->pool, 2, sizeof(void *)) != NGX_OK ||
        ngx_array_init(&smcf->locations, cf->pool, 4, sizeof(void *)) != NGX_OK) {
        return NULL;
    }
    /* Compiled once for the process: the second time, at a reload, it does nothing. */
    if (sup_rules_init() != SUP_OK) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0, "supervision: sup_rules_init() failed");
        return NULL;
    }
    return smcf;
}

static char *
init_main_conf(ngx_conf_t *cf, void *conf)
{
    ngx_http_supervision_main_conf_t *smcf = conf;

    ngx_conf_init_msec_value(smcf->timed_work, 10 * 1000);
    return ngx_http_supervision_calendar_load(cf, smcf);
}

/* --- locations ---------------------------------------------------------------------- */

static void *
create_loc_conf(ngx_conf_t *cf)
{
    ngx_http_supervision_loc_conf_t *slcf;

    slcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_supervision_loc_conf_t));
    if (slcf == NULL) {
        return NULL;
    }
    slcf->enable = NGX_CONF_UNSET;
    slcf->redis = NGX_CONF_UNSET_PTR;
    slcf->domains = NGX_CONF_UNSET_PTR;
    slcf->user = NGX_CONF_UNSET_PTR;
    slcf->role = NGX_CONF_UNSET_PTR;
    slcf->unit = NGX_CONF_UNSET_PTR;
    slcf->actor_domains = NGX_CONF_UNSET_PTR;
    slcf->board_cache = NGX_CONF_UNSET_MSEC;
    slcf->idempotency = NGX_CONF_UNSET_MSEC;
    slcf->evidence = NGX_CONF_UNSET_PTR;
    return slcf;
}

static char *
merge_loc_conf(ngx_conf_t *cf, void *parent, void *child)
{
    ngx_http_supervision_loc_conf_t *prev = parent, *conf = child;
    ngx_http_core_loc_conf_t *clcf;
    static ngx_array_t all_domains;

    if (conf->campus.data == NULL) {
        conf->campus = prev->campus;
        conf->campus_name = prev->campus_name;
        conf->campus_place = prev->campus_place;
    }
    if (conf->domains == NGX_CONF_UNSET_PTR) {
        conf->domains_place = prev->domains_place;
    }
    ngx_conf_merge_ptr_value(conf->domains, prev->domains, &all_domains);
    ngx_conf_merge_ptr_value(conf->redis, prev->redis, NULL);
    ngx_conf_merge_str_value(conf->office_name, prev->office_name, "后勤管理处");
    ngx_conf_merge_str_value(conf->notice_prefix, prev->notice_prefix, "后勤整改");
    ngx_conf_merge_str_value(conf->report_prefix, prev->report_prefix, "后勤检查");
    ngx_conf_merge_ptr_value(conf->user, prev->user, NULL);
    ngx_conf_merge_ptr_value(conf->role, prev->role, NULL);
    ngx_conf_merge_ptr_value(conf->unit, prev->unit, NULL);
    ngx_conf_merge_ptr_value(conf->actor_domains, prev->actor_domains, NULL);
    ngx_conf_merge_msec_value(conf->board_cache, prev->board_cache, 1000);
    ngx_conf_merge_msec_value(conf->idempotency, prev->idempotency, 24 * 3600 * 1000);
    ngx_conf_merge_ptr_value(conf->evidence, prev->evidence, NULL);

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    if (conf->enable == NGX_CONF_UNSET && (clcf->noname || clcf->lmt_excpt)) {
        /* `if` and `limit_except` are still the same location; a nested location is
         * another one, with another base, and says "on" itself. */
        conf->site = prev->site;
        conf->evidence_folder = prev->evidence_folder;
        ngx_memcpy(conf->digest, prev->digest, sizeof(conf->digest));
        if (conf->site != NULL) {
            clcf->handler = ngx_http_supervision_handler;
        }
        return NGX_CONF_OK;
    }
    if (conf->enable == 1 && clcf->exact_match && prev->site != NULL) {
        return ngx_http_supervision_inner(cf, conf, prev, clcf);
    }
    return conf->enable == 1 ? ngx_http_supervision_site(cf, conf, clcf) : NGX_CONF_OK;
}

/* --- workers ------------------------------------------------------------------------ */

static ngx_http_supervision_main_conf_t *
main_conf_of(ngx_cycle_t *cycle)
{
    if (ngx_process != NGX_PROCESS_WORKER && ngx_process != NGX_PROCESS_SINGLE) {
        return NULL; /* cache manager and loader answer nothing */
    }
    if (ngx_get_conf(cycle->conf_ctx, ngx_http_module) == NULL) {
        return NULL;
    }
    return ngx_http_cycle_get_module_main_conf(cycle, ngx_http_supervision_module);
}

static ngx_int_t
init_process(ngx_cycle_t *cycle)
{
    ngx_http_supervision_main_conf_t *smcf = main_conf_of(cycle);
    ngx_http_supervision_plugin_t **plugins;
    ngx_http_supervision_redis_t **redis;
    ngx_uint_t i;

    if (smcf == NULL || smcf->locations.nelts == 0) {
        return NGX_OK;
    }
    plugins = smcf->plugins.elts;
    for (i = 0; i < smcf->plugins.nelts; i++) {
        ngx_http_supervision_plugin_open(cycle, plugins[i]);
    }
    redis = smcf->redis.elts;
    for (i = 0; i < smcf->redis.nelts; i++) {
        if (ngx_http_supervision_redis_init(cycle, redis[i]) != NGX_OK) {
            return NGX_ERROR;
        }
    }
    if (ngx_http_supervision_evidence_init(cycle, smcf) != NGX_OK) {
        return NGX_ERROR;
    }
    return ngx_http_supervision_timed_init(cycle, smcf);
}

static void
exit_process(ngx_cycle_t *cycle)
{
    ngx_http_supervision_main_conf_t *smcf = main_conf_of(cycle);
    ngx_http_supervision_redis_t **redis;
    ngx_uint_t i;

    if (smcf == NULL || smcf->locations.nelts == 0) {
        return;
    }
    smcf->ended = 1;
    ngx_http_supervision_timed_exit(smcf);
    redis = smcf->redis.elts;
    for (i = 0; i < smcf->redis.nelts; i++) {
        ngx_http_supervision_redis_exit(redis[i]);
    }
}
