/* Timed work: a case whose reporter stayed silent long enough after the re-inspection is
 * closed 办结.
 * Owns: which verified cases are looked at, and how many at once.
 * Must not know: what closing does to a case (sup_doing_word.c), who else may close it.
 *
 * Verified cases lie by their submission; when each was verified and how long its domain
 * waits stands in record and rulebook. So they are looked at a few at a time, round and
 * round, from a place that the record of the job keeps. */
#include "engine/sup_page.h"
#include "engine/sup_timed.h"
#include "sup_case.h"
#include "sup_cases_subject.h"
#include "supervision/v1/cases.pb-c.h"

#define LOOK_MAX  10
#define CLOSE_MAX 3
#define MINUTE_MS INT64_C(60000)

static int64_t
silence_of(const sup_rulebook *rulebook)
{
    return (int64_t)rulebook->book->terms->silence_min * MINUTE_MS;
}

/* What was submitted later than this cannot have been verified for long enough. */
static int64_t
latest(const sup_ctx *c)
{
    int64_t shortest = INT64_MAX;
    for (size_t i = 0; i < c->site->n_rulebooks; i++) {
        int64_t silence = silence_of(c->site->rulebooks[i]);
        shortest = silence < shortest ? silence : shortest;
    }
    return c->site->n_rulebooks == 0 ? 0 : c->now_ms - shortest;
}

/* Also where nobody reported it, and closing were allowed at once: the office is to have
 * the time to look at it. */
static int
is_silent(const sup_ctx *c, const sup_case *k)
{
    int64_t verified = sup_timestamp_ms(k->c->verified_at);
    return k->c->state == SUP__CASE__STATE__verified && verified != 0 &&
           c->now_ms - verified >= silence_of(k->rulebook) && k->c->counters != NULL &&
           k->c->deadlines != NULL;
}

static sup_rc
look_at(sup_timed *t, sup_str member, unsigned *closed, unsigned *again)
{
    static const Sup__ActionRequest nothing = SUP__ACTION_REQUEST__INIT;
    sup_ctx *c = t->c;
    sup_index_member m;
    sup_case k;
    if (!sup_index_member_parse(member, SUP_INDEX_CASE_DIGITS, &m)) {
        return SUP_OK;
    }
    sup_rc rc = sup_case_load(c, m.id, &k);
    if (rc == SUP_AGAIN) {
        *again = 1;
        return SUP_OK;
    }
    if (rc != SUP_OK) {
        return sup_page_leaves_out(rc) ? SUP_OK : rc;
    }
    if (*again || !is_silent(c, &k)) {
        return SUP_OK;
    }
    size_t n_ops = c->n_ops;
    (*closed)++;
    rc = sup_case_act(c, &k, SUP_ACTION_CLOSE, &nothing, "");
    if (sup_page_leaves_out(rc)) { /* something of it cannot be read */
        c->n_ops = n_ops;
        sup_timed_left_out(t, rc);
        return SUP_OK;
    }
    return rc;
}

sup_rc
sup_timed_close(sup_timed *t)
{
    sup_ctx *c = t->c;
    const sup_read *range = NULL;
    char to[SUP_INDEX_TIME_LEN + 1];
    char **place = &((Sup__ClosingRecord *)t->record)->closing;
    unsigned closed = 0, again = 0;
    size_t i = 0;
    sup_index_time(to, latest(c));
    sup_rc rc = sup_ctx_range(c, sup_sprintf(c->arena, "by:state:%d", SUP_STATE_VERIFIED),
                              *place, to, 0, LOOK_MAX, &range);
    for (; rc == SUP_OK && i < range->n && closed < CLOSE_MAX; i++) {
        rc = look_at(t, range->members[i], &closed, &again);
    }
    if (rc != SUP_OK || again) {
        return rc != SUP_OK ? rc : SUP_AGAIN;
    }
    t->more |= closed == CLOSE_MAX;
    unsigned around = i == range->n && range->n < LOOK_MAX;
    return sup_timed_keep(t, place, around ? SUP_STR("") : range->members[i - 1]);
}
