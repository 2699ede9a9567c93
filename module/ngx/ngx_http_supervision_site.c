/* A location that is switched on: checked whole, then made into the application's
 * sup_site.
 * Owns: the checks that need the rest of the configuration.
 * Must not know: how requests are answered. */
#include <ngx_md5.h>
#include "ngx_http_supervision_site.h"
#include "ngx_http_supervision_redis.h"
#include "ngx_http_supervision_timed.h"
#include "ngx_http_supervision_plugin.h"
#include "ngx_http_supervision_request.h"

#define NGX_HTTP_SUPERVISION_VERSION "0.1.0"

static char *
check_location(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
               ngx_http_core_loc_conf_t *clcf)
{
    ngx_uint_t fixed = !clcf->exact_match && !clcf->named;

#if (NGX_PCRE)
    fixed = fixed && clcf->regex == NULL;
#endif
    if (!fixed || clcf->name.len == 0 || clcf->name.data[clcf->name.len - 1] != '/') {
        return ngx_http_supervision_error(
            cf, &slcf->place,
            "\"supervision on\" needs a location given by a prefix that ends with \"/\", "
            "like \"location /supervision/\", not \"%V\"",
            &clcf->name);
    }
    if (slcf->redis == NULL) {
        return ngx_http_supervision_error(
            cf, &slcf->place, "\"supervision on\" without \"supervision_redis\"");
    }
    if (slcf->campus.len == 0) {
        return ngx_http_supervision_error(
            cf, &slcf->place, "\"supervision on\" without \"supervision_campus\"");
    }
    return NGX_CONF_OK;
}

static char *
check_role(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf)
{
    static const char *const roles[] = {"",       "reporter", "unit", "inspector",
                                        "office", "leader",   "admin"};
    ngx_uint_t i;

    /* A value with variables is known only when a request comes. */
    if (slcf->role == NULL || slcf->role->lengths != NULL) {
        return NGX_CONF_OK;
    }
    for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        if (slcf->role->value.len == ngx_strlen(roles[i]) &&
            ngx_memcmp(slcf->role->value.data, roles[i], slcf->role->value.len) == 0) {
            return NGX_CONF_OK;
        }
    }
    return ngx_http_supervision_error(
        cf, &slcf->place,
        "role \"%V\" is none of reporter, unit, inspector, office, leader, admin",
        &slcf->role->value);
}

/* The rulebooks of the location, in the order in which the plugins were loaded. */
static char *
choose_rulebooks(ngx_conf_t *cf, ngx_http_supervision_main_conf_t *smcf,
                 ngx_http_supervision_loc_conf_t *slcf, sup_site *site)
{
    ngx_http_supervision_plugin_t **plugins = smcf->plugins.elts;
    ngx_str_t *names = slcf->domains->elts;
    ngx_uint_t i, j, all = slcf->domains->nelts == 0, found;
    sup_rulebook **books;

    books = ngx_pcalloc(cf->pool, (smcf->plugins.nelts + 1) * sizeof(sup_rulebook *));
    if (books == NULL) {
        return NGX_CONF_ERROR;
    }
    for (j = 0; j < slcf->domains->nelts; j++) {
        found = 0;
        for (i = 0; i < smcf->plugins.nelts; i++) {
            found |=
                plugins[i]->domain.len == names[j].len &&
                ngx_memcmp(plugins[i]->domain.data, names[j].data, names[j].len) == 0;
        }
        if (!found) {
            return ngx_http_supervision_error(
                cf, &slcf->domains_place,
                "no \"supervision_plugin\" brings the domain \"%V\"", &names[j]);
        }
    }
    for (i = 0; i < smcf->plugins.nelts; i++) {
        found = all;
        for (j = 0; j < slcf->domains->nelts; j++) {
            found |=
                plugins[i]->domain.len == names[j].len &&
                ngx_memcmp(plugins[i]->domain.data, names[j].data, names[j].len) == 0;
        }
        if (found) {
            books[site->n_rulebooks++] = plugins[i]->rulebook;
        }
    }
    site->rulebooks = books;
    return NGX_CONF_OK;
}

static ngx_int_t
same_text(const ngx_str_t *a, const ngx_str_t *b)
{
    return a->len == b->len && ngx_memcmp(a->data, b->data, a->len) == 0;
}

/* Two locations of one campus share its cases, so they must know the same domains. */
static char *
check_same_campus(ngx_conf_t *cf, ngx_http_supervision_main_conf_t *smcf,
                  ngx_http_supervision_loc_conf_t *slcf)
{
    ngx_http_supervision_loc_conf_t **others = smcf->locations.elts;
    const sup_site *a = slcf->site, *b;
    ngx_uint_t i;

    for (i = 0; i < smcf->locations.nelts; i++) {
        b = others[i]->site;
        if (!sup_str_eq(a->campus, b->campus)) {
            continue;
        }
        if (a->n_rulebooks != b->n_rulebooks ||
            ngx_memcmp(a->rulebooks, b->rulebooks, a->n_rulebooks * sizeof(void *)) !=
                0) {
            return ngx_http_supervision_error(cf, &slcf->place,
                                              "campus \"%V\" is served with other "
                                              "domains in %V:%ui: its locations must "
                                              "have the same \"supervision_domains\"",
                                              &slcf->campus, &others[i]->place.file,
                                              others[i]->place.line);
        }
        if (slcf->redis != others[i]->redis) {
            return ngx_http_supervision_error(
                cf, &slcf->place,
                "campus \"%V\" is kept in another Redis in %V:%ui: a campus has one",
                &slcf->campus, &others[i]->place.file, others[i]->place.line);
        }
        if (slcf->evidence != NULL && others[i]->evidence != NULL &&
            !same_text(&slcf->evidence->path, &others[i]->evidence->path)) {
            return ngx_http_supervision_error(
                cf, &slcf->place,
                "the photos of campus \"%V\" are in another folder in %V:%ui: a campus "
                "has one",
                &slcf->campus, &others[i]->place.file, others[i]->place.line);
        }
    }
    return NGX_CONF_OK;
}

/* Of everything that a shared reply depends on beside path, query and Accept, so that
 * after a reload with other rulebooks nothing old is served. */
static void
digest_site(ngx_http_supervision_loc_conf_t *slcf)
{
    const sup_site *site = slcf->site;
    const sup_str *texts[] = {&site->campus,        &site->campus_name,
                              &site->office_name,   &site->notice_prefix,
                              &site->report_prefix, &site->base};
    ngx_md5_t md5;
    size_t i;

    ngx_md5_init(&md5);
    ngx_md5_update(&md5, site->version, ngx_strlen(site->version) + 1);
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        ngx_md5_update(&md5, &texts[i]->len, sizeof(size_t));
        ngx_md5_update(&md5, texts[i]->data, texts[i]->len);
    }
    for (i = 0; i < site->n_rulebooks; i++) {
        ngx_md5_update(&md5, site->rulebooks[i]->digest,
                       sizeof(site->rulebooks[i]->digest));
    }
    ngx_md5_final(slcf->digest, &md5);
}

static char *
place_photos(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf, sup_site *site)
{
    ngx_str_t *folder = &slcf->evidence_folder;
    size_t len;

    if (slcf->evidence == NULL) {
        return NGX_CONF_OK;
    }
    /* Campuses never share a folder: what one does not know of is collected. */
    len = slcf->evidence->path.len + 1 + slcf->campus.len;
    folder->data = ngx_pnalloc(cf->pool, len + 1);
    if (folder->data == NULL) {
        return NGX_CONF_ERROR;
    }
    folder->len = len;
    ngx_sprintf(folder->data, "%V/%V%Z", &slcf->evidence->path, &slcf->campus);
    site->evidence_max = slcf->evidence->max_size;
    return NGX_CONF_OK;
}

static void
site_status(void *data, sup_site_status *status)
{
    ngx_http_supervision_loc_conf_t *slcf = data;

    ngx_http_supervision_redis_state(slcf->redis, status);
    ngx_http_supervision_timed_state(slcf->main->timed, slcf->site->campus, status);
}

char *
ngx_http_supervision_site(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
                          ngx_http_core_loc_conf_t *clcf)
{
    ngx_http_supervision_main_conf_t *smcf;
    ngx_http_supervision_loc_conf_t **slot;
    sup_site *site;

    smcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_supervision_module);
    if (check_location(cf, slcf, clcf) != NGX_CONF_OK ||
        check_role(cf, slcf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    if (smcf->keyring == NULL) {
        return ngx_http_supervision_error(
            cf, &slcf->place, "\"supervision on\" without \"supervision_secrets\"");
    }
    if (smcf->plugins.nelts == 0) {
        return ngx_http_supervision_error(
            cf, &slcf->place, "\"supervision on\" without any \"supervision_plugin\"");
    }
    if (smcf->calendar_file.data == NULL && smcf->locations.nelts == 0) {
        ngx_log_error(NGX_LOG_WARN, cf->log, 0,
                      "no \"supervision_calendar\": working days follow weekends alone, "
                      "without public holidays and make-up days, in %V:%ui",
                      &slcf->place.file, slcf->place.line);
    }
    slot = ngx_array_push(&smcf->locations);
    site = ngx_pcalloc(cf->pool, sizeof(sup_site));
    if (slot == NULL || site == NULL) {
        return NGX_CONF_ERROR;
    }
    smcf->locations.nelts--; /* not in the list before it has been checked against it */

    site->campus = ngx_http_supervision_str(&slcf->campus);
    site->campus_name = ngx_http_supervision_str(&slcf->campus_name);
    site->office_name = ngx_http_supervision_str(&slcf->office_name);
    site->notice_prefix = ngx_http_supervision_str(&slcf->notice_prefix);
    site->report_prefix = ngx_http_supervision_str(&slcf->report_prefix);
    site->base = ngx_http_supervision_str(&clcf->name);
    site->keyring = smcf->keyring;
    site->calendar = smcf->calendar;
    site->board_cache_ms = (int64_t)slcf->board_cache;
    site->idempotency_ms = (int64_t)slcf->idempotency;
    site->version = NGX_HTTP_SUPERVISION_VERSION;
    site->status = site_status;
    site->status_data = slcf;
    slcf->main = smcf;
    if (choose_rulebooks(cf, smcf, slcf, site) != NGX_CONF_OK ||
        place_photos(cf, slcf, site) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    slcf->site = site;
    if (check_same_campus(cf, smcf, slcf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    *slot = slcf;
    smcf->locations.nelts++;
    digest_site(slcf);
    clcf->handler = ngx_http_supervision_handler;
    return NGX_CONF_OK;
}

char *
ngx_http_supervision_inner(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
                           ngx_http_supervision_loc_conf_t *outer,
                           ngx_http_core_loc_conf_t *clcf)
{
    if (slcf->campus.data != outer->campus.data || slcf->redis != outer->redis ||
        slcf->domains != outer->domains || slcf->evidence != outer->evidence) {
        return ngx_http_supervision_error(
            cf, &slcf->place,
            "\"location = %V\" is an address of the location around it, and has the "
            "same campus, domains, Redis and photos",
            &clcf->name);
    }
    slcf->site = outer->site;
    slcf->evidence_folder = outer->evidence_folder;
    ngx_memcpy(slcf->digest, outer->digest, sizeof(slcf->digest));
    clcf->handler = ngx_http_supervision_handler;
    return NGX_CONF_OK;
}
