/* Timed work: since when each schedule has stood as it stands now.
 * Owns: what makes a schedule another one.
 * Must not know: days, windows, which checks come of them.
 *
 * A plan may change while timed work stands still: a rulebook is upgraded together with
 * the server, a period is set while the lease is held by a machine that hangs. When it
 * goes on, the days since are made up for; but a schedule that was not in the plan before,
 * or was another one, or whose unit could not be checked, is held against nobody. So each
 * has a print of what its windows follow from, and the moment when this was first met. */
#include "sup_timed_known.h"

#include "campus/sup_campus.h"
#include "engine/sup_page.h"
#include "kit/sup_crypto.h"
#include "rules/sup_rules.h"
#include "supervision/v1/calendar.pb-c.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* A call reads so much and no more. Of the schedules of more units than this it is not
 * noticed when their unit comes back: they go on with the windows to come. */
#define UNITS_MAX 80

typedef Sup__MakingRecord__Known known;

/* --- prints --- */

static sup_rc
print_seasons(sup_ctx *c, const sup_seasons *seasons, unsigned char out[SUP_HASH_LEN])
{
    Sup__PeriodsRecord all = SUP__PERIODS_RECORD__INIT;
    sup_str bytes;
    all.periods = (Sup__Period **)(uintptr_t)seasons->periods;
    all.n_periods = seasons->n;
    if (sup_pb_print(c->arena, &all.base, &bytes) != SUP_OK) {
        return SUP_NOMEM;
    }
    return sup_sha256(out, bytes) == SUP_OK ? SUP_OK : SUP_CRYPTO_FAILED;
}

/* Of a schedule, the periods of its domain, and whether its unit can be checked. */
static sup_rc
print_schedule(sup_ctx *c, const Sup__Schedule *s,
               const unsigned char seasons[SUP_HASH_LEN], int has_unit, uint64_t *out)
{
    unsigned char parts[2 * SUP_HASH_LEN + 1], hash[SUP_HASH_LEN];
    sup_str bytes;
    if (sup_pb_print(c->arena, &s->base, &bytes) != SUP_OK) {
        return SUP_NOMEM;
    }
    memcpy(parts, seasons, SUP_HASH_LEN);
    parts[2 * SUP_HASH_LEN] = has_unit != 0;
    if (sup_sha256(parts + SUP_HASH_LEN, bytes) != SUP_OK ||
        sup_sha256(hash, (sup_str){(const char *)parts, sizeof(parts)}) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    memcpy(out, hash, sizeof(*out));
    return SUP_OK;
}

/* --- units --- */

/* An earlier schedule of the same unit has asked for it. */
static int
is_asked(const sup_plan *plan, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (strcmp(plan->schedules[j]->unit, plan->schedules[i]->unit) == 0) {
            return 1;
        }
    }
    return 0;
}

/* has[i]: nothing is due for a unit that the campus does not have, or no longer; one that
 * cannot be read is none for now. */
static sup_rc
read_units(sup_timed *t, const sup_plan *plan, unsigned char *has)
{
    sup_rc worst = SUP_OK;
    size_t asked = 0;
    for (size_t i = 0; i < plan->n && worst >= SUP_OK; i++) {
        const Sup__Schedule *s = plan->schedules[i];
        const Sup__Unit *unit = NULL;
        has[i] = 1;
        asked += !is_asked(plan, i);
        if (s->retired || asked > UNITS_MAX) {
            continue;
        }
        sup_rc rc = sup_register_unit(t->c, s->unit, &unit);
        if (sup_page_leaves_out(rc)) {
            sup_timed_left_out(t, rc);
            unit = NULL;
        } else {
            worst = sup_worst(worst, rc);
        }
        has[i] = (unsigned char)sup_plan_has_unit(s, unit);
    }
    return worst;
}

/* --- what was met before --- */

/* A clock that was ahead, and has been put right, was wrong about `since` too. */
static int
is_as_known(const sup_ctx *c, const known *k, uint64_t print)
{
    return k != NULL && k->print == print && sup_timestamp_ms(k->since) <= c->now_ms;
}

/* Both lists are in the order of ids. */
static const known *
find(const Sup__MakingRecord *r, size_t *from, const char *id)
{
    while (*from < r->n_known && strcmp(r->known[*from]->schedule, id) < 0) {
        (*from)++;
    }
    return *from < r->n_known && strcmp(r->known[*from]->schedule, id) == 0
               ? r->known[*from]
               : NULL;
}

static sup_rc
meet(sup_ctx *c, const Sup__Schedule *s, uint64_t print, known **out)
{
    known *k = SUP_NEW(c->arena, known, sup__making_record__known__descriptor);
    *out = k;
    if (k == NULL) {
        return SUP_NOMEM;
    }
    k->schedule = s->id;
    k->print = print;
    k->since = sup_timestamp(c->arena, c->now_ms);
    return k->since == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
print_of(sup_ctx *c, const Sup__Schedule *s, unsigned char (*seasons)[SUP_HASH_LEN],
         int has_unit, uint64_t *out)
{
    size_t domain = 0;
    while (strcmp(c->site->rulebooks[domain]->book->domain, s->domain) != 0) {
        domain++; /* the plan holds schedules of enabled domains alone */
    }
    return print_schedule(c, s, seasons[domain], has_unit, out);
}

sup_rc
sup_timed_know(sup_timed *t, const sup_plan *plan, const sup_seasons *seasons,
               int64_t **since_ms, unsigned *changed)
{
    sup_ctx *c = t->c;
    Sup__MakingRecord *record = (Sup__MakingRecord *)t->record;
    unsigned char(*prints)[SUP_HASH_LEN] =
        sup_alloc(c->arena, (c->site->n_rulebooks + 1) * sizeof(*prints));
    unsigned char *has = sup_alloc(c->arena, plan->n + 1);
    known **list = sup_alloc(c->arena, (plan->n + 1) * sizeof(*list));
    int64_t *since = sup_alloc(c->arena, (plan->n + 1) * sizeof(*since));
    size_t at = 0;
    if (prints == NULL || has == NULL || list == NULL || since == NULL) {
        return SUP_NOMEM;
    }
    *changed = 0;
    *since_ms = since;
    sup_rc rc = read_units(t, plan, has);
    for (size_t i = 0; i < c->site->n_rulebooks && rc == SUP_OK; i++) {
        rc = print_seasons(c, &seasons[i], prints[i]);
    }
    for (size_t i = 0; i < plan->n && rc == SUP_OK; i++) {
        const Sup__Schedule *s = plan->schedules[i];
        const known *before = find(record, &at, s->id);
        uint64_t print;
        rc = print_of(c, s, prints, has[i], &print);
        list[i] = (known *)(uintptr_t)before;
        if (rc == SUP_OK && !is_as_known(c, before, print)) {
            *changed = 1;
            rc = meet(c, s, print, &list[i]);
        }
        since[i] = rc == SUP_OK ? sup_timestamp_ms(list[i]->since) : 0;
    }
    if (rc == SUP_OK && (*changed || plan->n != record->n_known)) {
        record->known = list;
        record->n_known = plan->n;
        t->touched = 1;
    }
    return rc;
}
