/* supervision_evidence: where photos are kept, how large one may be, whose threads work.
 * Owns: the directive, and what a worker says at its start when it cannot keep photos.
 * Must not know: how a photo is taken in or what is done with it. */
#include "ngx_http_supervision_evidence.h"
#include "media/sup_image.h"

#define SIZE_DEFAULT (8 * 1024 * 1024)
#define SIZE_MIN     (64 * 1024)
#define SIZE_MAX_    (64 * 1024 * 1024)

static char *
check_folder(ngx_conf_t *cf, ngx_str_t *path)
{
    ngx_file_info_t info;

    if (ngx_conf_full_name(cf->cycle, path, 0) != NGX_OK) {
        return NGX_CONF_ERROR;
    }
    while (path->len > 1 && path->data[path->len - 1] == '/') {
        path->data[--path->len] = '\0';
    }
    if (ngx_file_info(path->data, &info) == NGX_FILE_ERROR) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno,
                           "the folder of photos \"%V\" cannot be used", path);
        return NGX_CONF_ERROR;
    }
    if (!ngx_is_dir(&info)) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"%V\" is no folder", path);
        return NGX_CONF_ERROR;
    }
    return NGX_CONF_OK;
}

static char *
take_option(ngx_conf_t *cf, ngx_http_supervision_evidence_t *evidence, ngx_str_t *value,
            ngx_str_t *pool)
{
    ngx_str_t text;
    ssize_t size;

    if (ngx_strncmp(value->data, "max_size=", 9) == 0) {
        text = (ngx_str_t){value->len - 9, value->data + 9};
        size = ngx_parse_size(&text);
        if (size < SIZE_MIN || size > SIZE_MAX_) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "\"max_size\" must be from 64k to 64m");
            return NGX_CONF_ERROR;
        }
        evidence->max_size = (size_t)size;
        return NGX_CONF_OK;
    }
    if (ngx_strncmp(value->data, "thread_pool=", 12) == 0 && value->len > 12) {
        *pool = (ngx_str_t){value->len - 12, value->data + 12};
        return NGX_CONF_OK;
    }
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "invalid parameter \"%V\"", value);
    return NGX_CONF_ERROR;
}

/* supervision_evidence PATH [max_size=SIZE] [thread_pool=NAME] | off */
char *
ngx_http_supervision_evidence(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_evidence_t *evidence, **slot;
    ngx_str_t *value = cf->args->elts, pool = ngx_string("default");
    ngx_uint_t i;

    slot = ngx_http_supervision_slot(cmd, conf);
    if (*slot != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }
    if (value[1].len == 3 && ngx_strncmp(value[1].data, "off", 3) == 0) {
        *slot = NULL;
        return cf->args->nelts == 2 ? NGX_CONF_OK : "takes nothing after \"off\"";
    }
    evidence = ngx_pcalloc(cf->pool, sizeof(ngx_http_supervision_evidence_t));
    if (evidence == NULL) {
        return NGX_CONF_ERROR;
    }
    evidence->max_size = SIZE_DEFAULT;
    for (i = 2; i < cf->args->nelts; i++) {
        if (take_option(cf, evidence, &value[i], &pool) != NGX_CONF_OK) {
            return NGX_CONF_ERROR;
        }
    }
    evidence->path = value[1];
    if (check_folder(cf, &evidence->path) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    /* a pool that no "thread_pool" brings is found by nginx, with this line */
    evidence->threads = ngx_thread_pool_add(cf, &pool);
    *slot = evidence;
    return evidence->threads == NULL ? NGX_CONF_ERROR : NGX_CONF_OK;
}

ngx_int_t
ngx_http_supervision_evidence_init(ngx_cycle_t *cycle)
{
    if (sup_image_init() != SUP_OK) {
        ngx_log_error(NGX_LOG_EMERG, cycle->log, 0,
                      "supervision: libvips does not start");
        return NGX_ERROR;
    }
    return NGX_OK;
}

void
ngx_http_supervision_evidence_check(ngx_cycle_t *cycle,
                                    const ngx_http_supervision_evidence_t *evidence)
{
    if (access((char *)evidence->path.data, W_OK | X_OK) == -1) {
        ngx_log_error(NGX_LOG_ERR, cycle->log, ngx_errno,
                      "supervision: photos cannot be stored: this worker may not "
                      "write to \"%V\"",
                      &evidence->path);
    }
}
