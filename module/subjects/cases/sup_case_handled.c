/* How a unit handles its cases, for items that are judged by live figures.
 * Owns: which months and which open cases they are of.
 * Must not know: what an item makes of them. */
#include "core/sup_id.h"
#include "engine/sup_index.h"
#include "figures/sup_figures.h"
#include "sup_case.h"

#define OVERDUE_MAX 1000 /* the live figure goes no further */

static void
handled(const sup_figures_month months[2], const char *domain, int kind, double out[4])
{
    static const sup_figure figures[] = {SUP_FIGURE_RECTIFIED, SUP_FIGURE_ON_TIME,
                                         SUP_FIGURE_REOPENED};
    for (size_t f = 0; f < 3; f++) {
        for (size_t m = 0; m < 2; m++) {
            out[f] += (double)sup_figures_value(&months[m], domain, kind, figures[f]);
        }
        /* one that is being worked on once more is reopened, and not done yet */
        out[f] = out[f] > out[0] ? out[0] : out[f];
    }
}

/* The unit's own clocks: until it is dispatched, a case waits for the office. */
static void
count_overdue(const sup_read *open, const char *domain, sup_case_handled *out)
{
    for (size_t i = 0; i < open->n; i++) {
        sup_index_member m;
        if (!sup_index_member_parse(open->members[i], SUP_INDEX_CASE_DIGITS, &m) ||
            !sup_str_eq(m.domain, sup_str_c(domain))) {
            continue;
        }
        int kind = m.digits.data[SUP_INDEX_CASE_KIND] - '0';
        int state = m.digits.data[SUP_INDEX_CASE_STATE] - '0';
        if (state != SUP_STATE_DISPATCHED && state != SUP_STATE_RECTIFYING) {
            continue;
        }
        out->complaints[3] += kind == SUP_KIND_COMPLAINT;
        out->repairs[3] += kind == SUP_KIND_REPAIR;
    }
}

static sup_rc
months_read(sup_ctx *c, const char *unit, sup_figures_month out[2])
{
    char now[8], last[8];
    int64_t from_ms, to_ms;
    const sup_calendar *calendar = c->site->calendar;
    sup_period_text(calendar, c->now_ms, now);
    sup_rc rc = sup_period_bounds(calendar, sup_str_c(now), &from_ms, &to_ms);
    if (rc != SUP_OK) {
        return rc;
    }
    sup_period_text(calendar, from_ms - 1, last);
    rc = sup_figures_read(c, unit, now, &out[0]);
    return rc < 0 ? rc : sup_worst(rc, sup_figures_read(c, unit, last, &out[1]));
}

sup_rc
sup_case_handled_read(sup_ctx *c, const char *unit, const char *domain,
                      sup_case_handled *out)
{
    char now[SUP_INDEX_TIME_LEN + 1];
    sup_figures_month months[2] = {{NULL}, {NULL}};
    const sup_read *open = NULL;
    memset(out, 0, sizeof(*out));
    if (!sup_name_ok(sup_str_c(unit))) {
        return SUP_OK; /* makes no key, has no figures */
    }
    sup_rc rc = months_read(c, unit, months);
    if (rc < 0) {
        return rc;
    }
    sup_index_time(now, c->now_ms);
    rc = sup_worst(rc, sup_ctx_range(c, sup_sprintf(c->arena, "open:unit:%s", unit), NULL,
                                     now, 0, OVERDUE_MAX, &open));
    if (rc != SUP_OK) {
        return rc;
    }
    handled(months, domain, SUP_KIND_COMPLAINT, out->complaints);
    handled(months, domain, SUP_KIND_REPAIR, out->repairs);
    count_overdue(open, domain, out);
    return SUP_OK;
}
