/* Figures of a unit and month: their counters written and read.
 * Owns: the names of these counters.
 * Must not know: what a standing makes of them, when a case counts (core/sup_facts.c).
 *
 * Figures of cases are counted by kind alone, so that a change costs one counter; all
 * kinds together are their sum. */
#include "sup_figures.h"

#include "core/sup_life.h"

static const char *const names[SUP_FIGURES] = {
    [SUP_FIGURE_INSPECTIONS] = "inspections",
    [SUP_FIGURE_PERCENT_SUM] = "percent_sum",
    [SUP_FIGURE_CHECKS_DUE] = "checks_due",
    [SUP_FIGURE_CHECKS_DONE] = "checks_done",
    [SUP_FIGURE_CHECKS_LATE] = "checks_late",
    [SUP_FIGURE_CHECKS_MISSED] = "checks_missed",
    [SUP_FIGURE_CHECKS_EXCUSED] = "checks_excused",
    [SUP_FIGURE_SELF_DONE] = "self_done",
    [SUP_FIGURE_SELF_LATE] = "self_late",
    [SUP_FIGURE_SELF_MISSED] = "self_missed",
    [SUP_FIGURE_SOLVABLE] = "solvable",
    [SUP_FIGURE_RECTIFIED] = "rectified",
    [SUP_FIGURE_ON_TIME] = "on_time",
    [SUP_FIGURE_REOPENED] = "reopened",
    [SUP_FIGURE_SATISFIED] = "satisfied",
    [SUP_FIGURE_DISSATISFIED] = "dissatisfied",
};

static int
is_of_cases(sup_figure figure)
{
    return figure >= SUP_FIGURE_SOLVABLE;
}

static char *
key_of(sup_ctx *c, const char *unit, const char *period)
{
    return sup_sprintf(c->arena, "figures:%s:%s", unit, period);
}

sup_rc
sup_figure_count(sup_ctx *c, const char *unit, const char *period, const char *domain,
                 int kind, sup_figure figure, int64_t delta)
{
    if ((unsigned)figure >= SUP_FIGURES || kind < 0 || kind >= SUP_KINDS ||
        (kind != SUP_KIND_NONE) != is_of_cases(figure)) {
        return sup_fail(c, SUP_API_INTERNAL, NULL, NULL, NULL);
    }
    if (unit[0] == '\0' || delta == 0) {
        return SUP_OK; /* what is nobody's counts nowhere */
    }
    char *name = kind == SUP_KIND_NONE
                     ? sup_sprintf(c->arena, "%s.%s", domain, names[figure])
                     : sup_sprintf(c->arena, "%s.%d.%s", domain, kind, names[figure]);
    return sup_op_counter(c, key_of(c, unit, period), name, delta);
}

sup_rc
sup_figures_read(sup_ctx *c, const char *unit, const char *period, sup_figures_month *out)
{
    sup_assert(unit[0] != '\0'); /* a key ends with no colon */
    return sup_ctx_counters(c, key_of(c, unit, period), &out->counters);
}

/* What a counter of the domain is of; SUP_FIGURES: of another domain, or of nothing that
 * we know. *kind is 0 where it is no case's. */
static sup_figure
figure_of(sup_str name, sup_str domain, int *kind)
{
    size_t at = domain.len + 1;
    *kind = SUP_KIND_NONE;
    if (name.len < at + 3 || memcmp(name.data, domain.data, domain.len) != 0 ||
        name.data[domain.len] != '.') {
        return SUP_FIGURES;
    }
    if (name.data[at + 1] == '.' && name.data[at] > '0' &&
        name.data[at] < '0' + SUP_KINDS) {
        *kind = name.data[at] - '0';
        at += 2;
    }
    sup_str fact = {name.data + at, name.len - at};
    for (int f = 0; f < SUP_FIGURES; f++) {
        if (is_of_cases((sup_figure)f) == (*kind != SUP_KIND_NONE) &&
            sup_str_eq(fact, sup_str_c(names[f]))) {
            return (sup_figure)f;
        }
    }
    return SUP_FIGURES;
}

/* kind 0: all. */
static void
sums(const sup_read *read, sup_str domain, int kind, int64_t out[SUP_FIGURES])
{
    memset(out, 0, SUP_FIGURES * sizeof(*out));
    for (size_t i = 0; read != NULL && i < read->n; i++) {
        int of_kind;
        sup_figure f = figure_of(read->counters[i].name, domain, &of_kind);
        if (f < SUP_FIGURES && (kind == SUP_KIND_NONE || kind == of_kind)) {
            out[f] += read->counters[i].value;
        }
    }
}

void
sup_figures_all(const sup_figures_month *month, const char *domain,
                int64_t out[SUP_FIGURES])
{
    sums(month->counters, sup_str_c(domain), SUP_KIND_NONE, out);
}

int64_t
sup_figures_value(const sup_figures_month *month, const char *domain, int kind,
                  sup_figure figure)
{
    int64_t all[SUP_FIGURES];
    sup_assert((unsigned)figure < SUP_FIGURES);
    sums(month->counters, sup_str_c(domain), is_of_cases(figure) ? kind : SUP_KIND_NONE,
         all);
    return all[figure] < 0 ? 0 : all[figure];
}
