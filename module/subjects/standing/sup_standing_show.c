/* A unit's standing as a message: its figures by domain and month, weighed and explained.
 * Owns: which domains are in it, the names of its parts.
 * Must not know: the arithmetic (core/sup_standing.c), who asks. */
#include "sup_standing_show.h"

#include "core/sup_standing.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/standing.pb-c.h"

/* Sums over months; whether any of them is not 0. */
static int
add_up(const sup_figures_month *months, size_t n, const char *domain,
       sup_standing_figures *out)
{
    int64_t sum[SUP_FIGURES] = {0}, one[SUP_FIGURES];
    int some = 0;
    size_t i;
    int f;

    for (i = 0; i < n; i++) {
        sup_figures_all(&months[i], domain, one);
        for (f = 0; f < SUP_FIGURES; f++) {
            sum[f] += one[f];
            some |= one[f] != 0;
        }
    }
    *out = (sup_standing_figures){
        .inspections = sum[SUP_FIGURE_INSPECTIONS],
        .percent_sum = sum[SUP_FIGURE_PERCENT_SUM],
        .rectified = sum[SUP_FIGURE_RECTIFIED],
        .on_time = sum[SUP_FIGURE_ON_TIME],
        .solvable = sum[SUP_FIGURE_SOLVABLE],
        .reopened = sum[SUP_FIGURE_REOPENED],
        .satisfied = sum[SUP_FIGURE_SATISFIED],
        .dissatisfied = sum[SUP_FIGURE_DISSATISFIED],
        .checks_done = sum[SUP_FIGURE_SELF_DONE],
        .checks_late = sum[SUP_FIGURE_SELF_LATE],
        .checks_missed = sum[SUP_FIGURE_SELF_MISSED],
    };
    return some;
}

static const struct {
    const char *name;
    const char *label;
    const char *label_en;
    size_t weight; /* offset in Standing */
} part_rows[SUP_PARTS] = {
#define WEIGHT(field) offsetof(Sup__Standing, field)
    [SUP_PART_INSPECTIONS] = {"inspections", "检查得分", "Inspection scores",
                              WEIGHT(inspections)},
    [SUP_PART_ON_TIME] = {"on_time", "按期整改", "Rectified on time", WEIGHT(on_time)},
    [SUP_PART_NOT_REOPENED] = {"not_reopened", "一次办结（未重办）", "Not reopened",
                               WEIGHT(not_reopened)},
    [SUP_PART_SATISFACTION] = {"satisfaction", "反映人满意", "Reporters satisfied",
                               WEIGHT(satisfaction)},
    [SUP_PART_CHECKS_DONE] = {"checks_done", "应查尽查", "Checks done when due",
                              WEIGHT(checks_done)},
};

static uint32_t
weight_of(const Sup__Standing *standing, int part)
{
    return *(const uint32_t *)((const char *)standing + part_rows[part].weight);
}

/* What is shown of a percent. */
static double
shown(sup_percent percent)
{
    return percent.hundredths / 100.0;
}

static sup_percent
mean_of(const Sup__Standing *standing, const sup_standing_part parts[SUP_PARTS])
{
    sup_percent values[SUP_PARTS];
    uint32_t weights[SUP_PARTS];
    int i;

    for (i = 0; i < SUP_PARTS; i++) {
        values[i] = parts[i].percent;
        weights[i] = weight_of(standing, i);
    }
    return sup_standing_mean(values, weights, SUP_PARTS);
}

static sup_rc
show_parts(sup_ctx *c, const Sup__Standing *standing,
           const sup_standing_part parts[SUP_PARTS], Sup__UnitStanding__Domain *out)
{
    int i;

    out->parts = sup_alloc(c->arena, SUP_PARTS * sizeof(*out->parts));
    if (out->parts == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < SUP_PARTS; i++) {
        Sup__UnitStanding__Part *p = SUP_NEW(c->arena, Sup__UnitStanding__Part,
                                             sup__unit_standing__part__descriptor);

        if (p == NULL) {
            return SUP_NOMEM;
        }
        p->name = (char *)part_rows[i].name;
        p->label = (char *)part_rows[i].label;
        p->label_en = (char *)part_rows[i].label_en;
        p->weight = weight_of(standing, i);
        p->percent = shown(parts[i].percent);
        p->applies = parts[i].percent.applies != 0;
        p->numerator = (double)parts[i].numerator / 100;
        p->denominator = parts[i].denominator;
        if (p->weight != 0) {
            out->parts[out->n_parts++] = p;
        }
    }
    return SUP_OK;
}

/* --- what is shown --- */

static int
serves(const Sup__Unit *unit, const Sup__Rulebook *book)
{
    size_t i;

    for (i = 0; i < unit->n_domains; i++) {
        if (strcmp(unit->domains[i], book->domain) == 0) {
            return 1;
        }
    }
    return strcmp(unit->id, book->unit) == 0;
}

/* The books that the standing is made of: of domains that the unit serves, or that have
 * figures of it. */
static size_t
books_of(const sup_standing_question *q, const sup_standing_unit *s,
         const Sup__Rulebook **out)
{
    sup_standing_figures figures;
    size_t i, n = 0;

    for (i = 0; i < q->n_books; i++) {
        if (serves(s->unit, q->books[i]) ||
            add_up(s->months, q->n, q->books[i]->domain, &figures)) {
            out[n++] = q->books[i];
        }
    }
    return n;
}

/* Its domains over some months, and their mean. */
typedef struct {
    Sup__UnitStanding__Domain **domains;
    size_t n;
    sup_percent mean;
} overview;

static sup_rc
show_domain(sup_ctx *c, const Sup__Rulebook *book, const sup_figures_month *months,
            size_t n, sup_standing_detail detail, Sup__UnitStanding__Domain **out,
            sup_percent *percent)
{
    Sup__UnitStanding__Domain *d = SUP_NEW(c->arena, Sup__UnitStanding__Domain,
                                           sup__unit_standing__domain__descriptor);
    sup_standing_figures figures;
    sup_standing_part parts[SUP_PARTS];

    if (d == NULL) {
        return SUP_NOMEM;
    }
    add_up(months, n, book->domain, &figures);
    sup_standing_parts(&figures, parts);
    *percent = mean_of(book->scoring->standing, parts);
    d->domain = book->domain;
    d->percent = shown(*percent);
    d->applies = percent->applies != 0;
    d->inspections = parts[SUP_PART_INSPECTIONS].denominator;
    *out = d;
    if (detail != SUP_STANDING_TREND) {
        d->name = book->name;
        d->name_en = book->name_en;
        d->rulebook_version = book->version;
    }
    return detail == SUP_STANDING_WHOLE ? show_parts(c, book->scoring->standing, parts, d)
                                        : SUP_OK;
}

static sup_rc
show_domains(sup_ctx *c, const Sup__Rulebook *const *books, size_t n_books,
             const sup_figures_month *months, size_t n, sup_standing_detail detail,
             overview *out)
{
    sup_percent *percents = sup_alloc(c->arena, (n_books + 1) * sizeof(*percents));
    sup_rc rc = SUP_OK;

    out->domains = sup_alloc(c->arena, (n_books + 1) * sizeof(*out->domains));
    if (percents == NULL || out->domains == NULL) {
        return SUP_NOMEM;
    }
    for (out->n = 0; rc == SUP_OK && out->n < n_books; out->n++) {
        rc = show_domain(c, books[out->n], months, n, detail, &out->domains[out->n],
                         &percents[out->n]);
    }
    out->mean = sup_standing_mean(percents, NULL, n_books);
    return rc;
}

static sup_rc
show_months(const sup_standing_question *q, const sup_standing_unit *s,
            const Sup__Rulebook *const *books, size_t n_books, Sup__UnitStanding *out)
{
    size_t i;

    out->months = sup_alloc(q->c->arena, q->n * sizeof(*out->months));
    if (out->months == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < q->n; i++) {
        Sup__UnitStanding__Month *m = SUP_NEW(q->c->arena, Sup__UnitStanding__Month,
                                              sup__unit_standing__month__descriptor);
        overview o;
        sup_rc rc = m == NULL ? SUP_NOMEM
                              : show_domains(q->c, books, n_books, &s->months[i], 1,
                                             SUP_STANDING_TREND, &o);

        if (rc != SUP_OK) {
            return rc;
        }
        m->period = sup_strdup(q->c->arena, sup_str_c(q->periods[i]));
        if (m->period == NULL) {
            return SUP_NOMEM;
        }
        m->percent = shown(o.mean);
        m->applies = o.mean.applies != 0;
        m->domains = o.domains;
        m->n_domains = o.n;
        out->months[out->n_months++] = m;
    }
    return SUP_OK;
}

sup_rc
sup_standing_show(const sup_standing_question *q, const sup_standing_unit *s,
                  sup_standing_detail detail, Sup__UnitStanding **out)
{
    sup_ctx *c = q->c;
    const Sup__Rulebook **books =
        sup_alloc(c->arena, (q->n_books + 1) * sizeof(const Sup__Rulebook *));
    Sup__UnitStanding *u =
        SUP_NEW(c->arena, Sup__UnitStanding, sup__unit_standing__descriptor);
    overview o;
    sup_rc rc;

    if (books == NULL || u == NULL) {
        return SUP_NOMEM;
    }
    sup_assert(q->n >= 1 && q->n <= SUP_STANDING_MONTHS_MAX && s->unit != NULL);
    size_t n = books_of(q, s, books);
    if (n == 0 && detail == SUP_STANDING_BRIEF) {
        return SUP_OK;
    }
    rc = show_domains(c, books, n, s->months, q->n, detail, &o);
    if (rc == SUP_OK && detail == SUP_STANDING_WHOLE) {
        rc = show_months(q, s, books, n, u);
    }
    u->unit = s->unit->id;
    u->unit_name = s->unit->name;
    u->from = sup_strdup(c->arena, sup_str_c(q->periods[0]));
    u->to = sup_strdup(c->arena, sup_str_c(q->periods[q->n - 1]));
    if (rc != SUP_OK || u->from == NULL || u->to == NULL) {
        return rc != SUP_OK ? rc : SUP_NOMEM;
    }
    u->percent = shown(o.mean);
    u->applies = o.mean.applies != 0;
    u->domains = o.domains;
    u->n_domains = o.n;
    *out = u;
    return SUP_OK;
}
