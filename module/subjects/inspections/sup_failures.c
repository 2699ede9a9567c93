/* Failures that a unit has had, counted by item.
 * Owns: the index failures:<unit>:<domain>, members <item>:<time12>:<inspection>.
 * Must not know: what a repetition costs. */
#include "sup_failures.h"

#include "engine/sup_index.h"
#include "topics/sup_topics.h"
#include "sup_inspections_subject.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define DAY_MS 86400000LL

static char *
key_of(sup_ctx *c, const char *unit, const char *domain)
{
    return sup_sprintf(c->arena, "failures:%s:%s", unit, domain);
}

static sup_rc
count_item(sup_ctx *c, const char *key, const char *item, const char *since,
           uint32_t *out)
{
    const char *from = sup_sprintf(c->arena, "%s:%s", item, since);
    const char *to = sup_sprintf(c->arena, "%s;", item); /* past every ':' */
    const sup_read *read = NULL;
    sup_rc rc;

    *out = 0;
    if (from == NULL || to == NULL) {
        return SUP_NOMEM;
    }
    rc = sup_ctx_count(c, key, from, to, &read);
    if (rc == SUP_OK) {
        *out = read->n > UINT32_MAX ? UINT32_MAX : (uint32_t)read->n;
    }
    return rc;
}

sup_rc
sup_failures_count(sup_ctx *c, const char *unit, const char *domain,
                   const sup_rulebook *rulebook, const sup_checklist *list, int64_t at_ms,
                   uint32_t *out)
{
    const Sup__Scoring *scoring = rulebook->book->scoring;
    int64_t days = scoring == NULL ? 0 : scoring->repeat_window_days;
    char since[SUP_INDEX_TIME_LEN + 1];
    const char *key = key_of(c, unit, domain);
    sup_rc rc = SUP_OK;
    size_t i;

    memset(out, 0, list->n * sizeof(*out));
    if (days == 0) {
        return SUP_OK;
    }
    if (key == NULL) {
        return SUP_NOMEM;
    }
    sup_index_time(since, at_ms - days * DAY_MS);
    for (i = 0; i < list->n && rc >= 0; i++) {
        rc = sup_worst(rc, count_item(c, key, list->items[i]->code, since, &out[i]));
    }
    return rc;
}

/* What a unit finds of itself weighs no more the next time: hiding it must not pay. */
sup_rc
sup_failures_hear(sup_ctx *c, const void *told)
{
    const sup_inspection_filing *filing = told;
    const Sup__Inspection *r = filing->report;
    const char *key = key_of(c, r->unit, r->domain);
    char at[SUP_INDEX_TIME_LEN + 1];
    sup_rc rc = SUP_OK;
    size_t i;

    sup_index_time(at, c->now_ms);
    for (i = 0; rc == SUP_OK && !filing->self_check && i < r->score->n_lines; i++) {
        const Sup__Score__Line *line = r->score->lines[i];

        if (line->outcome == SUP__SCORE__OUTCOME__failed) {
            rc = sup_op_index_add(
                c, key, sup_sprintf(c->arena, "%s:%s:%s", line->item, at, r->id));
        }
    }
    return rc;
}
