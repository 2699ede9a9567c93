/* The module: its directives, what follows from them, workers' start and end.
 * Owns: ngx_http_supervision_module. It stands above all files here, and no file above it.
 * Must not know: how requests are answered or Redis is spoken to. */
#include "ngx_http_supervision_conf.h"
#include "ngx_http_supervision_redis.h"
#include "ngx_http_supervision_redis_conf.h"
#include "ngx_http_supervision_request.h"
#include "ngx_http_supervision_site.h"
#include "ngx_http_supervision_timed.h"
#include "ngx_http_supervision_zone.h"
#include "ngx_http_supervision_problem.h"

static ngx_int_t add_variables(ngx_conf_t *cf);
static char *init_main_conf(ngx_conf_t *cf, void *conf);
static char *merge_loc_conf(ngx_conf_t *cf, void *parent, void *child);
static ngx_int_t init_process(ngx_cycle_t *cycle);
static void exit_process(ngx_cycle_t *cycle);
static char *conf_redis(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);

#define ANYWHERE (NGX_HTTP_MAIN_CONF | NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF)
#define IN_MAIN(field)                                                                   \
    NGX_HTTP_MAIN_CONF_OFFSET, offsetof(ngx_http_supervision_main_conf_t, field)
#define IN_LOC(field)                                                                    \
    NGX_HTTP_LOC_CONF_OFFSET, offsetof(ngx_http_supervision_loc_conf_t, field)

static ngx_command_t commands[] = {
    {ngx_string("supervision_redis"), ANYWHERE | NGX_CONF_1MORE, conf_redis,
     IN_LOC(redis), NULL},
    {ngx_string("supervision_zone"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE2,
     ngx_http_supervision_zone, IN_MAIN(cache.zone), NULL},
    {ngx_string("supervision_plugin_path"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     ngx_http_supervision_plugin_path, IN_MAIN(plugins), NULL},
    {ngx_string("supervision_plugin"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE12,
     ngx_http_supervision_plugin, IN_MAIN(plugins), NULL},
    {ngx_string("supervision_secrets"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     ngx_http_supervision_conf_secrets, NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_calendar"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     ngx_http_supervision_calendar, IN_MAIN(calendar), NULL},
    {ngx_string("supervision_timezone"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     ngx_http_supervision_timezone, IN_MAIN(calendar), NULL},
    {ngx_string("supervision_timed_work"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1,
     ngx_http_supervision_timed_work, IN_MAIN(timed_work), NULL},

    {ngx_string("supervision"), NGX_HTTP_LOC_CONF | NGX_CONF_FLAG,
     ngx_http_supervision_conf_enable, IN_LOC(enable), NULL},
    {ngx_string("supervision_campus"), ANYWHERE | NGX_CONF_TAKE12,
     ngx_http_supervision_conf_campus, NGX_HTTP_LOC_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_office"), ANYWHERE | NGX_CONF_TAKE1, ngx_conf_set_str_slot,
     IN_LOC(office_name), &ngx_http_supervision_conf_name},
    {ngx_string("supervision_notice_prefix"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_conf_set_str_slot, IN_LOC(notice_prefix), &ngx_http_supervision_conf_name},
    {ngx_string("supervision_report_prefix"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_conf_set_str_slot, IN_LOC(report_prefix), &ngx_http_supervision_conf_name},
    {ngx_string("supervision_domains"), ANYWHERE | NGX_CONF_1MORE,
     ngx_http_supervision_conf_domains, NGX_HTTP_LOC_CONF_OFFSET, 0, NULL},
    {ngx_string("supervision_user"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, IN_LOC(actor.user), NULL},
    {ngx_string("supervision_role"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, IN_LOC(actor.role), NULL},
    {ngx_string("supervision_unit"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, IN_LOC(actor.unit), NULL},
    {ngx_string("supervision_actor_domains"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, IN_LOC(actor.domains), NULL},
    {ngx_string("supervision_board_cache"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_conf_set_msec_slot, IN_LOC(board_cache), &ngx_http_supervision_conf_board_cache},
    {ngx_string("supervision_idempotency"), ANYWHERE | NGX_CONF_TAKE1,
     ngx_conf_set_msec_slot, IN_LOC(idempotency), &ngx_http_supervision_conf_idempotency},
    {ngx_string("supervision_evidence"), ANYWHERE | NGX_CONF_TAKE123,
     ngx_http_supervision_evidence, IN_LOC(photos.evidence), NULL},
    ngx_null_command};

static ngx_http_module_t module_context = {add_variables, /* preconfiguration */
                                           NULL,          /* postconfiguration */
                                           ngx_http_supervision_conf_create_main,
                                           init_main_conf,
                                           NULL, /* create server configuration */
                                           NULL, /* merge server configuration */
                                           ngx_http_supervision_conf_create_loc,
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

/* --- the configuration -------------------------------------------------------------- */

static ngx_int_t
add_variables(ngx_conf_t *cf)
{
    ngx_http_supervision_main_conf_t *smcf;

    smcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_supervision_module);
    return ngx_http_supervision_problem_variables(cf) == NGX_OK
               ? ngx_http_supervision_zone_variables(cf, &smcf->cache.zone)
               : NGX_ERROR;
}

/* Said of a location, kept by the main configuration: each address is one connection. */
static char *
conf_redis(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_redis_t **slot = ngx_http_supervision_slot(cmd, conf);
    ngx_http_supervision_main_conf_t *smcf;

    if (*slot != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }
    smcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_supervision_module);
    return ngx_http_supervision_redis_conf(cf, &smcf->redis, slot);
}

static char *
init_main_conf(ngx_conf_t *cf, void *conf)
{
    ngx_http_supervision_main_conf_t *smcf = conf;

    ngx_conf_init_msec_value(smcf->timed_work, 10 * 1000);
    return ngx_http_supervision_calendar_load(cf, &smcf->calendar);
}

static char *
merge_loc_conf(ngx_conf_t *cf, void *parent, void *child)
{
    ngx_http_supervision_loc_conf_t *prev = parent, *conf = child;
    ngx_http_core_loc_conf_t *clcf;
    char *rv = NGX_CONF_OK;

    ngx_http_supervision_conf_merge_loc(cf, prev, conf);
    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    if (conf->enable == NGX_CONF_UNSET && (clcf->noname || clcf->lmt_excpt)) {
        /* `if` and `limit_except` are still the same location; a nested location is
         * another one, with another base, and says "on" itself. */
        ngx_http_supervision_site_same(conf, prev);
    } else if (conf->enable == 1 && clcf->exact_match && prev->site != NULL) {
        rv = ngx_http_supervision_site_inner(cf, conf, prev, clcf);
    } else if (conf->enable == 1) {
        rv = ngx_http_supervision_site(cf, conf, clcf);
    }
    if (rv == NGX_CONF_OK && conf->site != NULL) {
        clcf->handler = ngx_http_supervision_handler;
    }
    return rv;
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
init_evidence(ngx_cycle_t *cycle, ngx_http_supervision_main_conf_t *smcf)
{
    ngx_http_supervision_loc_conf_t **locations = smcf->locations.elts;
    ngx_http_supervision_evidence_t *evidence, *last = NULL;
    ngx_uint_t i;

    for (i = 0; i < smcf->locations.nelts; i++) {
        evidence = locations[i]->photos.evidence;
        if (evidence == NULL || evidence == last) {
            continue;
        }
        if (last == NULL && ngx_http_supervision_evidence_init(cycle) != NGX_OK) {
            return NGX_ERROR;
        }
        ngx_http_supervision_evidence_check(cycle, evidence);
        last = evidence;
    }
    return NGX_OK;
}

static ngx_int_t
init_process(ngx_cycle_t *cycle)
{
    ngx_http_supervision_main_conf_t *smcf = main_conf_of(cycle);
    ngx_http_supervision_redis_t **redis;
    ngx_uint_t i;

    if (smcf == NULL || smcf->locations.nelts == 0) {
        return NGX_OK;
    }
    ngx_http_supervision_plugin_open(cycle, &smcf->plugins);
    redis = smcf->redis.elts;
    for (i = 0; i < smcf->redis.nelts; i++) {
        if (ngx_http_supervision_redis_init(cycle, redis[i]) != NGX_OK) {
            return NGX_ERROR;
        }
    }
    ngx_http_supervision_intake_init(&smcf->intakes);
    if (init_evidence(cycle, smcf) != NGX_OK) {
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
    smcf->intakes.ended = 1;
    ngx_http_supervision_timed_exit(smcf->timed);
    redis = smcf->redis.elts;
    for (i = 0; i < smcf->redis.nelts; i++) {
        ngx_http_supervision_redis_exit(redis[i]);
    }
}
