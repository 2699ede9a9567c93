/* Domain plugins: found, checked, their rulebooks compiled; opened for good by each
 * worker.
 * Owns: dlopen and what is believed of a plugin before its struct is trusted.
 * Must not know: what rulebooks mean. */
#include <dlfcn.h>
#include "ngx_http_supervision_plugin.h"
#include "ngx_http_supervision_file.h"

#define PLUGIN_PATH        "/usr/lib/nginx/supervision"
#define RULEBOOK_MAX       (1024 * 1024)
#define RULEBOOK_ARENA_MAX (64 * 1024 * 1024)

/* The struct as far as every plugin of this ABI has it. */
#define PLUGIN_SIZE_MIN offsetof(sup_plugin, classify)

/* Opens the file and checks it, in this order, before anything else is read: symbol,
 * magic, ABI, size. On failure *why says what, and nothing is open. */
static const sup_plugin *
open_plugin(const char *path, void **handle, const char **why)
{
    const sup_plugin *plugin;

    *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (*handle == NULL) {
        *why = dlerror();
        return NULL;
    }
    plugin = dlsym(*handle, SUP_PLUGIN_SYMBOL);
    if (plugin == NULL) {
        *why = "it does not export " SUP_PLUGIN_SYMBOL;
    } else if (plugin->magic != SUP_PLUGIN_MAGIC) {
        *why = "its magic number is not that of a supervision plugin";
    } else if (plugin->abi != SUP_PLUGIN_ABI) {
        *why = "it was built for another plugin ABI than this module's";
    } else if (plugin->struct_size < PLUGIN_SIZE_MIN ||
               plugin->struct_size > 64 * sizeof(sup_plugin)) {
        *why = "the size of its struct is impossible";
    } else if (plugin->domain == NULL || plugin->version == NULL ||
               plugin->rulebook == NULL) {
        *why = "its domain, version or rulebook is NULL";
    } else if (strnlen(plugin->rulebook, RULEBOOK_MAX + 1) != plugin->rulebook_len) {
        *why = "its rulebook is too long, or does not end where rulebook_len says";
    } else {
        return plugin;
    }
    dlclose(*handle);
    *handle = NULL;
    return NULL;
}

static void
cleanup_plugin(void *data)
{
    ngx_http_supervision_plugin_t *p = data;

    if (p->rulebook != NULL) {
        sup_rulebook_release(p->rulebook); /* PCRE2's codes are outside the pool */
        p->rulebook = NULL;
    }
    if (p->handle != NULL) {
        dlclose(p->handle);
        p->handle = NULL;
    }
}

/* NAME -> plugin_path/NAME.so; a path stays one. */
static char *
resolve(ngx_conf_t *cf, ngx_http_supervision_plugins_t *plugins, ngx_str_t *name,
        ngx_str_t *path)
{
    u_char *slash;

    slash = ngx_strlchr(name->data, name->data + name->len, '/');
    if (slash != NULL) {
        *path = *name;
        return ngx_conf_full_name(cf->cycle, path, 0) == NGX_OK ? NGX_CONF_OK
                                                                : NGX_CONF_ERROR;
    }
    if (plugins->folder.data == NULL) {
        ngx_str_set(&plugins->folder, PLUGIN_PATH);
    }
    path->data = ngx_pnalloc(cf->pool, plugins->folder.len + name->len + sizeof("/.so"));
    if (path->data == NULL) {
        return NGX_CONF_ERROR;
    }
    path->len =
        ngx_sprintf(path->data, "%V/%V.so%Z", &plugins->folder, name) - path->data - 1;
    return NGX_CONF_OK;
}

static char *
compile(ngx_conf_t *cf, ngx_http_supervision_plugin_t *p, const sup_plugin *plugin,
        ngx_str_t *file)
{
    ngx_http_supervision_arena_t *arena;
    sup_wire_error error = {"", "", 0};
    ngx_str_t text;
    sup_str own;
    sup_rc rc;

    arena = ngx_palloc(cf->pool, sizeof(ngx_http_supervision_arena_t));
    if (arena == NULL) {
        return NGX_CONF_ERROR;
    }
    ngx_http_supervision_arena(arena, cf->pool, RULEBOOK_ARENA_MAX);
    if (file->len != 0) {
        if (ngx_http_supervision_read(cf, file, RULEBOOK_MAX, &text) != NGX_CONF_OK) {
            return NGX_CONF_ERROR;
        }
    } else {
        /* Copied: the plugin is closed again before the workers start. */
        own =
            (sup_str){plugin->rulebook, ngx_min(plugin->rulebook_len, RULEBOOK_MAX + 1)};
        text.data = (u_char *)sup_strdup(&arena->arena, own);
        text.len = own.len;
        if (text.data == NULL) {
            return NGX_CONF_ERROR;
        }
    }
    rc = sup_rulebook_compile(&arena->arena, ngx_http_supervision_str(&text),
                              ngx_http_supervision_str(&p->domain), &p->rulebook, &error);
    if (rc != SUP_OK) {
        p->rulebook = NULL;
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "rulebook %V:%ui: %s%s%s",
                           file->len != 0 ? file : &p->path, (ngx_uint_t)error.line,
                           error.field, error.field[0] ? " " : "", error.detail);
        return NGX_CONF_ERROR;
    }
    return NGX_CONF_OK;
}

/* Everything of a plugin that must be right before workers start. The handle is closed
 * again by the caller: a worker of this configuration may meet a newer file, and old
 * workers keep the one that they have opened. */
static char *
check_plugin(ngx_conf_t *cf, const ngx_http_supervision_plugins_t *plugins,
             ngx_http_supervision_plugin_t *p, const sup_plugin *plugin,
             ngx_str_t *rulebook)
{
    ngx_http_supervision_plugin_t **others = plugins->all.elts;
    ngx_uint_t i;

    p->domain.len = ngx_strnlen((u_char *)plugin->domain, 64);
    p->domain.data = ngx_pnalloc(cf->pool, p->domain.len + 1);
    if (p->domain.data == NULL) {
        return NGX_CONF_ERROR;
    }
    ngx_cpystrn(p->domain.data, (u_char *)plugin->domain, p->domain.len + 1);

    for (i = 0; i + 1 < plugins->all.nelts; i++) {
        if (ngx_http_supervision_same(&others[i]->domain, &p->domain)) {
            ngx_conf_log_error(
                NGX_LOG_EMERG, cf, 0,
                "plugin \"%V\": the domain \"%V\" already comes from \"%V\" "
                "in %V:%ui",
                &p->path, &p->domain, &others[i]->path, &others[i]->place.file,
                others[i]->place.line);
            return NGX_CONF_ERROR;
        }
    }
    return compile(cf, p, plugin, rulebook);
}

char *
ngx_http_supervision_plugin_path(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_plugins_t *plugins = ngx_http_supervision_slot(cmd, conf);
    ngx_str_t *value = cf->args->elts;

    if (plugins->folder.data != NULL) {
        return "is duplicate";
    }
    if (plugins->all.nelts != 0) {
        return "must come before the first \"supervision_plugin\"";
    }
    plugins->folder = value[1];
    return ngx_conf_full_name(cf->cycle, &plugins->folder, 0) == NGX_OK ? NGX_CONF_OK
                                                                        : NGX_CONF_ERROR;
}

char *
ngx_http_supervision_plugin(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_supervision_plugins_t *plugins = ngx_http_supervision_slot(cmd, conf);
    ngx_http_supervision_plugin_t *p, **slot;
    ngx_str_t *value = cf->args->elts, rulebook = ngx_null_string;
    const sup_plugin *plugin;
    ngx_pool_cleanup_t *cln;
    const char *why;
    void *handle;
    char *rv;

    if (cf->args->nelts == 3) {
        if (ngx_strncmp(value[2].data, "rulebook=", 9) != 0 || value[2].len == 9) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "\"%V\" is not understood: \"rulebook=FILE\" may follow",
                               &value[2]);
            return NGX_CONF_ERROR;
        }
        rulebook.data = value[2].data + 9;
        rulebook.len = value[2].len - 9;
    }
    slot = ngx_array_push(&plugins->all);
    cln = ngx_pool_cleanup_add(cf->pool, sizeof(ngx_http_supervision_plugin_t));
    if (slot == NULL || cln == NULL) {
        return NGX_CONF_ERROR;
    }
    p = *slot = cln->data;
    ngx_memzero(p, sizeof(ngx_http_supervision_plugin_t));
    cln->handler = cleanup_plugin;
    ngx_http_supervision_here(cf, &p->place);
    if (resolve(cf, plugins, &value[1], &p->path) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    plugin = open_plugin((char *)p->path.data, &handle, &why);
    if (plugin == NULL) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "plugin \"%V\": %s", &p->path, why);
        return NGX_CONF_ERROR;
    }
    rv = check_plugin(cf, plugins, p, plugin, &rulebook);
    dlclose(handle);
    return rv;
}

/* The file may have been replaced since nginx -t, so it is checked again; without its
 * hooks the rulebook still works, which beats a worker that does not start. */
static void
open_in_worker(ngx_cycle_t *cycle, ngx_http_supervision_plugin_t *p)
{
    const sup_plugin *plugin;
    const char *why;

    plugin = open_plugin((char *)p->path.data, &p->handle, &why);
    if (plugin == NULL) {
        ngx_log_error(NGX_LOG_ALERT, cycle->log, 0,
                      "plugin \"%V\": %s; its domain goes on without hooks", &p->path,
                      why);
        return;
    }
    if (ngx_strcmp(plugin->domain, p->domain.data) != 0) {
        ngx_log_error(NGX_LOG_ALERT, cycle->log, 0,
                      "plugin \"%V\" has become that of another domain since the "
                      "configuration was read; \"%V\" goes on without hooks",
                      &p->path, &p->domain);
        dlclose(p->handle);
        p->handle = NULL;
        return;
    }
    /* A plugin built against an older, shorter struct lacks the newest hooks: NULL. */
    ngx_memzero(&p->plugin, sizeof(sup_plugin));
    ngx_memcpy(&p->plugin, plugin, ngx_min(plugin->struct_size, sizeof(sup_plugin)));
    p->plugin.struct_size = sizeof(sup_plugin);
    p->rulebook->plugin = &p->plugin;
}

void
ngx_http_supervision_plugin_open(ngx_cycle_t *cycle,
                                 const ngx_http_supervision_plugins_t *plugins)
{
    ngx_http_supervision_plugin_t **all = plugins->all.elts;
    ngx_uint_t i;

    for (i = 0; i < plugins->all.nelts; i++) {
        open_in_worker(cycle, all[i]);
    }
}
