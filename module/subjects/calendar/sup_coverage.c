/* Coverage 检查覆盖: checks due and done, by unit and domain.
 * Owns: which figures make a row.
 * Must not know: when an occurrence counts (sup_occurrence.c). */
#include "campus/sup_campus.h"
#include "engine/sup_page.h"
#include "engine/sup_period.h"
#include "engine/sup_roles.h"
#include "engine/sup_subject.h"
#include "figures/sup_figures.h"
#include "rules/sup_rules.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* A page. Each is two reads of one call; a campus has some tens. */
#define UNITS_MAX 100

typedef struct {
    const char *id;
    const Sup__Unit *unit;
    sup_figures_month month;
} one;

/* Those asked for: the named unit, or a page of all. An unknown one has no figures. */
static sup_rc
list_units(sup_ctx *c, const char *unit, one *units, size_t *n, Sup__Coverage *out)
{
    const Sup__CoverageRequest *in = (const Sup__CoverageRequest *)c->input;
    sup_register_page page;
    *n = 0;
    if (unit[0] != '\0') {
        units[(*n)++].id = unit;
        return in->cursor[0] == '\0' ? SUP_OK
                                     : sup_fail(c, SUP_API_CURSOR, "cursor", NULL, NULL);
    }
    sup_rc rc = sup_register_units_page(c, in->cursor, UNITS_MAX, &page);
    for (size_t i = 0; rc == SUP_OK && i < page.n; i++) {
        units[i].id = sup_strdup(c->arena, page.ids[i]);
        rc = units[i].id == NULL ? SUP_NOMEM : SUP_OK;
        *n += rc == SUP_OK;
    }
    out->next_cursor = rc == SUP_OK ? page.next_cursor : out->next_cursor;
    return rc;
}

static sup_rc
read_units(sup_ctx *c, const char *period, one *units, size_t n)
{
    sup_rc rc = SUP_OK;
    for (size_t i = 0; i < n && rc >= SUP_OK; i++) {
        sup_rc unit = sup_register_unit(c, units[i].id, &units[i].unit);
        if (sup_page_leaves_out(unit)) {
            unit = SUP_OK; /* its figures count all the same, under its id */
            units[i].unit = NULL;
        }
        rc = sup_worst(rc, unit);
        if (rc >= SUP_OK) {
            rc = sup_worst(rc, sup_figures_read(c, units[i].id, period, &units[i].month));
        }
    }
    return rc;
}

static uint32_t
figure(const one *u, const char *domain, sup_figure f)
{
    int64_t value = sup_figures_value(&u->month, domain, 0, f);
    return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static void
add_up(Sup__Coverage__Row *total, const Sup__Coverage__Row *row)
{
    total->due += row->due;
    total->done += row->done;
    total->late += row->late;
    total->missed += row->missed;
    total->excused += row->excused;
}

/* A row of a unit and domain that have any checks. */
static sup_rc
add_row(sup_ctx *c, const one *u, const Sup__Rulebook *book, Sup__Coverage *out)
{
    Sup__Coverage__Row *row =
        SUP_NEW(c->arena, Sup__Coverage__Row, sup__coverage__row__descriptor);
    if (row == NULL) {
        return SUP_NOMEM;
    }
    row->due = figure(u, book->domain, SUP_FIGURE_CHECKS_DUE);
    row->done = figure(u, book->domain, SUP_FIGURE_CHECKS_DONE);
    row->late = figure(u, book->domain, SUP_FIGURE_CHECKS_LATE);
    row->missed = figure(u, book->domain, SUP_FIGURE_CHECKS_MISSED);
    row->excused = figure(u, book->domain, SUP_FIGURE_CHECKS_EXCUSED);
    if (row->due + row->excused == 0) {
        return SUP_OK;
    }
    row->unit = (char *)u->id;
    row->unit_name = u->unit == NULL ? (char *)u->id : u->unit->name;
    row->domain = book->domain;
    row->domain_name = book->name;
    add_up(out->total, row);
    out->rows[out->n_rows++] = row;
    return SUP_OK;
}

static sup_rc
fill(sup_ctx *c, const one *units, size_t n, Sup__Coverage *out)
{
    const sup_site *site = c->site;
    int oversight = (c->actor.roles & SUP_ROLES_OVERSIGHT) != 0;
    sup_rc rc = SUP_OK;
    out->total = SUP_NEW(c->arena, Sup__Coverage__Row, sup__coverage__row__descriptor);
    out->rows = sup_alloc(c->arena, (n * site->n_rulebooks + 1) * sizeof(void *));
    if (out->total == NULL || out->rows == NULL) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < site->n_rulebooks && rc == SUP_OK; j++) {
            const Sup__Rulebook *book = site->rulebooks[j]->book;
            if (!oversight || sup_actor_oversees(&c->actor, book->domain)) {
                rc = add_row(c, &units[i], book, out);
            }
        }
    }
    return rc;
}

sup_rc
sup_decide_coverage(sup_ctx *c)
{
    const Sup__CoverageRequest *in = (const Sup__CoverageRequest *)c->input;
    Sup__Coverage *out = SUP_NEW(c->arena, Sup__Coverage, sup__coverage__descriptor);
    one *units = sup_calloc(c->arena, UNITS_MAX * sizeof(*units));
    const char *unit;
    char period[8];
    size_t n = 0;
    if (out == NULL || units == NULL) {
        return SUP_NOMEM;
    }
    sup_rc rc = sup_actor_own_unit(c, in->unit, &unit);
    if (rc == SUP_OK) {
        rc = sup_period_read(c, "period", in->period, period);
    }
    if (rc == SUP_OK) {
        rc = list_units(c, unit, units, &n, out);
    }
    if (rc == SUP_OK) {
        rc = read_units(c, period, units, n);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    out->period = sup_strdup(c->arena, sup_str_c(period));
    c->output = &out->base;
    return out->period == NULL ? SUP_NOMEM : fill(c, units, n, out);
}
