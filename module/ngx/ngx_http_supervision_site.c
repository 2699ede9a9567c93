/* A location that is switched on: checked whole, then made into the application's
 * sup_site.
 * Owns: the checks that need the rest of the configuration.
 * Must not know: how requests are answered. */
#include <ngx_md5.h>
#include "ngx_http_supervision_site.h"
#include "ngx_http_supervision_redis.h"
#include "ngx_http_supervision_timed.h"

#define NGX_HTTP_SUPERVISION_VERSION "0.1.0"

static char *
check_location(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
               const ngx_http_core_loc_conf_t *clcf)
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
    if (slcf->actor.role == NULL || slcf->actor.role->lengths != NULL) {
        return NGX_CONF_OK;
    }
    for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        if (slcf->actor.role->value.len == ngx_strlen(roles[i]) &&
            ngx_memcmp(slcf->actor.role->value.data, roles[i],
                       slcf->actor.role->value.len) == 0) {
            return NGX_CONF_OK;
        }
    }
    return ngx_http_supervision_error(
        cf, &slcf->place,
        "role \"%V\" is none of reporter, unit, inspector, office, leader, admin",
        &slcf->actor.role->value);
}

/* What must be said once, wherever a location is switched on. */
static char *
check_main(ngx_conf_t *cf, const ngx_http_supervision_loc_conf_t *slcf)
{
    const ngx_http_supervision_main_conf_t *smcf = slcf->main;

    if (smcf->keyring == NULL) {
        return ngx_http_supervision_error(
            cf, &slcf->place, "\"supervision on\" without \"supervision_secrets\"");
    }
    if (smcf->plugins.all.nelts == 0) {
        return ngx_http_supervision_error(
            cf, &slcf->place, "\"supervision on\" without any \"supervision_plugin\"");
    }
    if (smcf->calendar.file.data == NULL && smcf->locations.nelts == 0) {
        ngx_log_error(NGX_LOG_WARN, cf->log, 0,
                      "no \"supervision_calendar\": working days follow weekends alone, "
                      "without public holidays and make-up days, in %V:%ui",
                      &slcf->place.file, slcf->place.line);
    }
    return NGX_CONF_OK;
}

/* Is the plugin's domain among the names? */
static ngx_uint_t
is_named(const ngx_http_supervision_plugin_t *plugin, const ngx_array_t *domains)
{
    const ngx_str_t *names = domains->elts;
    ngx_uint_t i;

    for (i = 0; i < domains->nelts; i++) {
        if (ngx_http_supervision_same(&plugin->domain, &names[i])) {
            return 1;
        }
    }
    return 0;
}

static char *
check_domains(ngx_conf_t *cf, const ngx_http_supervision_loc_conf_t *slcf)
{
    const ngx_http_supervision_plugins_t *plugins = &slcf->main->plugins;
    ngx_http_supervision_plugin_t **all = plugins->all.elts;
    const ngx_str_t *names = slcf->domains->elts;
    ngx_uint_t i, j;

    for (j = 0; j < slcf->domains->nelts; j++) {
        for (i = 0; i < plugins->all.nelts; i++) {
            if (ngx_http_supervision_same(&all[i]->domain, &names[j])) {
                break;
            }
        }
        if (i == plugins->all.nelts) {
            return ngx_http_supervision_error(
                cf, &slcf->domains_place,
                "no \"supervision_plugin\" brings the domain \"%V\"", &names[j]);
        }
    }
    return NGX_CONF_OK;
}

/* The rulebooks of the location, in the order in which the plugins were loaded. */
static char *
choose_rulebooks(ngx_conf_t *cf, const ngx_http_supervision_loc_conf_t *slcf,
                 sup_site *site)
{
    const ngx_http_supervision_plugins_t *plugins = &slcf->main->plugins;
    ngx_http_supervision_plugin_t **all = plugins->all.elts;
    sup_rulebook **books;
    ngx_uint_t i;

    books = ngx_pcalloc(cf->pool, (plugins->all.nelts + 1) * sizeof(sup_rulebook *));
    if (books == NULL) {
        return NGX_CONF_ERROR;
    }
    for (i = 0; i < plugins->all.nelts; i++) {
        if (slcf->domains->nelts == 0 || is_named(all[i], slcf->domains)) {
            books[site->n_rulebooks++] = all[i]->rulebook;
        }
    }
    site->rulebooks = books;
    return NGX_CONF_OK;
}

/* Two locations of one campus share its cases, so they must know the same domains. */
static char *
check_same_campus(ngx_conf_t *cf, const ngx_http_supervision_loc_conf_t *slcf)
{
    const ngx_array_t *locations = &slcf->main->locations;
    ngx_http_supervision_loc_conf_t **others = locations->elts;
    const sup_site *a = slcf->site, *b;
    ngx_uint_t i;

    for (i = 0; i < locations->nelts; i++) {
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
        if (slcf->photos.evidence != NULL && others[i]->photos.evidence != NULL &&
            !ngx_http_supervision_same(&slcf->photos.evidence->path,
                                       &others[i]->photos.evidence->path)) {
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
    const ngx_http_supervision_evidence_t *evidence = slcf->photos.evidence;
    ngx_str_t *folder = &slcf->photos.folder;
    size_t len;

    if (evidence == NULL) {
        return NGX_CONF_OK;
    }
    /* Campuses never share a folder: what one does not know of is collected. */
    len = evidence->path.len + 1 + slcf->campus.len;
    folder->data = ngx_pnalloc(cf->pool, len + 1);
    if (folder->data == NULL) {
        return NGX_CONF_ERROR;
    }
    folder->len = len;
    ngx_sprintf(folder->data, "%V/%V%Z", &evidence->path, &slcf->campus);
    site->evidence_max = evidence->max_size;
    return NGX_CONF_OK;
}

static void
site_status(void *data, sup_site_status *status)
{
    ngx_http_supervision_loc_conf_t *slcf = data;

    ngx_http_supervision_redis_state(slcf->redis, status);
    ngx_http_supervision_timed_state(slcf->main->timed, slcf->site->campus, status);
}

static void
fill_site(const ngx_http_supervision_loc_conf_t *slcf,
          const ngx_http_core_loc_conf_t *clcf, sup_site *site)
{
    site->campus = ngx_http_supervision_str(&slcf->campus);
    site->campus_name = ngx_http_supervision_str(&slcf->campus_name);
    site->office_name = ngx_http_supervision_str(&slcf->office_name);
    site->notice_prefix = ngx_http_supervision_str(&slcf->notice_prefix);
    site->report_prefix = ngx_http_supervision_str(&slcf->report_prefix);
    site->base = ngx_http_supervision_str(&clcf->name);
    site->keyring = slcf->main->keyring;
    site->calendar = slcf->main->calendar.calendar;
    site->board_cache_ms = (int64_t)slcf->board_cache;
    site->idempotency_ms = (int64_t)slcf->idempotency;
    site->version = NGX_HTTP_SUPERVISION_VERSION;
    site->status = site_status;
    site->status_data = (void *)slcf;
}

char *
ngx_http_supervision_site(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
                          const ngx_http_core_loc_conf_t *clcf)
{
    ngx_http_supervision_main_conf_t *smcf = slcf->main;
    ngx_http_supervision_loc_conf_t **slot;
    sup_site *site;

    if (check_location(cf, slcf, clcf) != NGX_CONF_OK ||
        check_role(cf, slcf) != NGX_CONF_OK || check_main(cf, slcf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    site = ngx_pcalloc(cf->pool, sizeof(sup_site));
    if (site == NULL) {
        return NGX_CONF_ERROR;
    }
    fill_site(slcf, clcf, site);
    if (check_domains(cf, slcf) != NGX_CONF_OK ||
        choose_rulebooks(cf, slcf, site) != NGX_CONF_OK ||
        place_photos(cf, slcf, site) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    slcf->site = site;
    /* not in the list before it has been checked against it */
    if (check_same_campus(cf, slcf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }
    slot = ngx_array_push(&smcf->locations);
    if (slot == NULL) {
        return NGX_CONF_ERROR;
    }
    *slot = slcf;
    digest_site(slcf);
    return NGX_CONF_OK;
}

void
ngx_http_supervision_site_same(ngx_http_supervision_loc_conf_t *slcf,
                               const ngx_http_supervision_loc_conf_t *outer)
{
    slcf->site = outer->site;
    slcf->photos.folder = outer->photos.folder;
    ngx_memcpy(slcf->digest, outer->digest, sizeof(slcf->digest));
}

char *
ngx_http_supervision_site_inner(ngx_conf_t *cf, ngx_http_supervision_loc_conf_t *slcf,
                                const ngx_http_supervision_loc_conf_t *outer,
                                const ngx_http_core_loc_conf_t *clcf)
{
    if (slcf->campus.data != outer->campus.data || slcf->redis != outer->redis ||
        slcf->domains != outer->domains ||
        slcf->photos.evidence != outer->photos.evidence) {
        return ngx_http_supervision_error(
            cf, &slcf->place,
            "\"location = %V\" is an address of the location around it, and has the "
            "same campus, domains, Redis and photos",
            &clcf->name);
    }
    ngx_http_supervision_site_same(slcf, outer);
    return NGX_CONF_OK;
}
