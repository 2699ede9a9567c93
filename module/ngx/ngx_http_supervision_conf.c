/* The configuration: what is said once, and what is said of a location.
 * Owns: the two structs that nginx keeps for the module, and the directives that do no more
 * than fill a field of theirs.
 * Must not know: what is made of a location (_site.c), how anything is done. */
#include "ngx_http_supervision_conf.h"
#include "ngx_http_supervision_file.h"

/* For names that are printed on notices: characters, not bytes. */
#define NAME_CHARS_MAX 64

static char *check_time(ngx_conf_t *cf, void *post, void *data);
static char *check_text(ngx_conf_t *cf, void *post, void *data);

/* Longer, and the board would be no news; 0: never cached. */
ngx_http_supervision_conf_range_t ngx_http_supervision_conf_board_cache = {
    check_time, 0, 60 * 1000, "0 to 1m"};
/* Below a minute a retry on a bad line makes a second case, and Redis would take 0 for
 * "for ever". Every submit leaves a key for as long as this. */
ngx_http_supervision_conf_range_t ngx_http_supervision_conf_idempotency = {
    check_time, 60 * 1000, (ngx_msec_t)30 * 86400 * 1000, "1m to 30d"};
ngx_conf_post_t ngx_http_supervision_conf_name = {check_text};

/* --- made and merged ---------------------------------------------------------------- */

void *
ngx_http_supervision_conf_create_main(ngx_conf_t *cf)
{
    ngx_http_supervision_main_conf_t *smcf;

    smcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_supervision_main_conf_t));
    if (smcf == NULL) {
        return NULL;
    }
    smcf->calendar.timezone_min = NGX_CONF_UNSET;
    smcf->timed_work = NGX_CONF_UNSET_MSEC;
    if (ngx_array_init(&smcf->plugins.all, cf->pool, 8, sizeof(void *)) != NGX_OK ||
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

void *
ngx_http_supervision_conf_create_loc(ngx_conf_t *cf)
{
    ngx_http_supervision_loc_conf_t *slcf;

    slcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_supervision_loc_conf_t));
    if (slcf == NULL) {
        return NULL;
    }
    slcf->enable = NGX_CONF_UNSET;
    slcf->redis = NGX_CONF_UNSET_PTR;
    slcf->domains = NGX_CONF_UNSET_PTR;
    slcf->actor.user = NGX_CONF_UNSET_PTR;
    slcf->actor.role = NGX_CONF_UNSET_PTR;
    slcf->actor.unit = NGX_CONF_UNSET_PTR;
    slcf->actor.domains = NGX_CONF_UNSET_PTR;
    slcf->board_cache = NGX_CONF_UNSET_MSEC;
    slcf->idempotency = NGX_CONF_UNSET_MSEC;
    slcf->photos.evidence = NGX_CONF_UNSET_PTR;
    return slcf;
}

void
ngx_http_supervision_conf_merge_loc(ngx_conf_t *cf,
                                    const ngx_http_supervision_loc_conf_t *prev,
                                    ngx_http_supervision_loc_conf_t *conf)
{
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
    ngx_conf_merge_ptr_value(conf->actor.user, prev->actor.user, NULL);
    ngx_conf_merge_ptr_value(conf->actor.role, prev->actor.role, NULL);
    ngx_conf_merge_ptr_value(conf->actor.unit, prev->actor.unit, NULL);
    ngx_conf_merge_ptr_value(conf->actor.domains, prev->actor.domains, NULL);
    ngx_conf_merge_msec_value(conf->board_cache, prev->board_cache, 1000);
    ngx_conf_merge_msec_value(conf->idempotency, prev->idempotency, 24 * 3600 * 1000);
    ngx_conf_merge_ptr_value(conf->photos.evidence, prev->photos.evidence, NULL);
    conf->main = ngx_http_conf_get_module_main_conf(cf, ngx_http_supervision_module);
    conf->photos.intakes = &conf->main->intakes;
}

/* --- directives --------------------------------------------------------------------- */

char *
ngx_http_supervision_conf_enable(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_loc_conf_t *slcf = conf;

    ngx_http_supervision_here(cf, &slcf->place);
    return ngx_conf_set_flag_slot(cf, cmd, conf);
}

char *
ngx_http_supervision_conf_campus(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
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

char *
ngx_http_supervision_conf_domains(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
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
            if (ngx_http_supervision_same(&value[i], &value[j])) {
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

static void
wipe_keyring(void *data)
{
    sup_keyring_wipe(data);
}

char *
ngx_http_supervision_conf_secrets(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
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

/* --- what a text or a time must be like --------------------------------------------- */

static char *
check_time(ngx_conf_t *cf, void *post, void *data)
{
    const ngx_http_supervision_conf_range_t *range = post;
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
