/* A case as it is kept: its keys, its clocks, loading it.
 * Owns: the names of its keys, which deadline runs.
 * Must not know: who may see or do what, what is derived from it (sup_case_save.c). */
#include "sup_case.h"

#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

_Static_assert((int)SUP__CASE__STATE__merged == (int)SUP_STATE_MERGED, "states agree");
_Static_assert((int)SUP__CASE__STATE__rectifying == (int)SUP_STATE_RECTIFYING,
               "states agree");
_Static_assert((int)SUP__CASE__KIND__directive == (int)SUP_KIND_DIRECTIVE, "kinds agree");
_Static_assert((int)SUP__CASE__SEVERITY__critical == (int)SUP_SEVERITY_CRITICAL, "agree");

/* --- names -----------------------------------------------------------------------------
 */

char *
sup_case_key(sup_arena *arena, const char *id)
{
    return sup_sprintf(arena, "case:%s", id);
}

char *
sup_case_events_key(sup_arena *arena, const char *id)
{
    return sup_sprintf(arena, "events:%s", id);
}

char *
sup_case_tally_key(sup_arena *arena, const char *id)
{
    return sup_sprintf(arena, "tally:%s", id);
}

char *
sup_case_mark_key(sup_arena *arena, const char *id)
{
    return sup_sprintf(arena, "supported:%s", id);
}

int64_t
sup_case_due(const Sup__Case *k, const char **what)
{
    static const struct {
        Sup__Case__State state;
        const char *what;
    } clocks[] = {
        {SUP__CASE__STATE__submitted, "dispatch"},
        {SUP__CASE__STATE__dispatched, "sign"},
        {SUP__CASE__STATE__rectifying, "rectify"},
    };
    *what = "";
    if (k->deadlines == NULL) {
        return 0;
    }
    for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
        if (clocks[i].state == k->state) {
            *what = clocks[i].what;
            return sup_timestamp_ms(k->state == SUP__CASE__STATE__rectifying
                                        ? k->deadlines->rectify_by
                                        : k->deadlines->sign_by);
        }
    }
    return 0;
}

Sup__Deadlines *
sup_case_deadlines(sup_ctx *c, const sup_rulebook *rulebook, Sup__Case__Severity severity,
                   uint32_t percent)
{
    const Sup__DeadlineRule *rule = sup_rulebook_deadline(rulebook, severity);
    Sup__Deadlines *d = SUP_NEW(c->arena, Sup__Deadlines, sup__deadlines__descriptor);
    if (rule == NULL || d == NULL) {
        return d;
    }
    sup_clock clock = rule->clock == SUP__DEADLINE_RULE__CLOCK__working
                          ? SUP_CLOCK_WORKING
                          : SUP_CLOCK_ELAPSED;
    const sup_calendar *calendar = c->site->calendar;
    uint32_t rectify_min = (uint32_t)((uint64_t)rule->rectify_min * percent / 100);
    uint32_t sign_min = rule->sign_min < rectify_min ? rule->sign_min : rectify_min;
    d->sign_by =
        sup_timestamp(c->arena, sup_deadline(calendar, clock, c->now_ms, sign_min));
    d->rectify_by =
        sup_timestamp(c->arena, sup_deadline(calendar, clock, c->now_ms, rectify_min));
    d->basis = rule->basis;
    return d;
}

/* --- loading ---------------------------------------------------------------------------
 */

static uint32_t
supporters_of(const sup_read *tally)
{
    for (size_t i = 0; i < tally->n; i++) {
        if (sup_str_eq(tally->counters[i].name, SUP_STR(SUP_TALLY_SUPPORTERS)) &&
            tally->counters[i].value > 0) {
            return (uint32_t)tally->counters[i].value;
        }
    }
    return 0;
}

/* Is the actor the reporter? A receipt that is shown must open this very case. */
static sup_rc
recognise(sup_ctx *c, sup_str receipt, sup_case *k)
{
    const Sup__CaseRecord *record = k->record;
    char id[SUP_CASE_ID_LEN + 1], secret[SUP_RECEIPT_SECRET_LEN + 1];
    if (receipt.len != 0) {
        sup_str hash = {(const char *)record->receipt_hash.data,
                        record->receipt_hash.len};
        if (sup_receipt_parse(receipt, id, secret) != SUP_OK ||
            strcmp(id, k->c->id) != 0 ||
            !sup_keyed_hash_matches(c->site->keyring, "receipt", sup_str_c(secret),
                                    hash)) {
            return sup_fail(c, SUP_CASE_RECEIPT, NULL, NULL, NULL);
        }
        k->is_reporter = 1;
    } else if (c->actor.user.len != 0 && record->reporter.len == SUP_HASH_LEN) {
        sup_str hash = {(const char *)record->reporter.data, record->reporter.len};
        k->is_reporter = sup_keyed_hash_matches(c->site->keyring, "reporter",
                                                c->actor.user, hash) != 0;
    }
    return SUP_OK;
}

static sup_rc
load(sup_ctx *c, sup_str typed, sup_str receipt, sup_case *out)
{
    char id[SUP_CASE_ID_LEN + 1];
    ProtobufCMessage *message = NULL;
    uint64_t version = 0;
    const sup_read *tally = NULL;
    if (sup_case_id_parse(typed, id) != SUP_OK) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    sup_rc rc = sup_ctx_message(c, sup_case_key(c->arena, id),
                                &sup__case_record__descriptor, &message, &version);
    rc = sup_worst(rc, sup_ctx_counters(c, sup_case_tally_key(c->arena, id), &tally));
    if (rc != SUP_OK) {
        return rc;
    }
    Sup__CaseRecord *record = (Sup__CaseRecord *)message;
    if (record == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    if (record->case_ == NULL) {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    *out = (sup_case){.record = record, .c = record->case_, .version = version};
    out->supporters = supporters_of(tally);
    out->rulebook = sup_site_rulebook(c->site, record->case_->domain);
    if (out->rulebook == NULL) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    return recognise(c, receipt, out);
}

sup_rc
sup_case_load(sup_ctx *c, sup_str typed, sup_case *out)
{
    return load(c, typed, c->request->receipt, out);
}

sup_rc
sup_case_load_other(sup_ctx *c, sup_str id, sup_case *out)
{
    return load(c, id, SUP_STR_NULL, out);
}

sup_rc
sup_case_load_member(sup_ctx *c, sup_str id, void *out)
{
    return sup_case_load_other(c, id, out);
}

/* Each parent is one more round of reading, so their number is bounded. */
#define PARENTS_MAX 8

sup_rc
sup_case_load_last(sup_ctx *c, const sup_case *k, sup_case *out)
{
    sup_rc rc = SUP_OK;
    *out = *k;
    for (int i = 0; rc == SUP_OK && i < PARENTS_MAX && out->c->parent[0] != '\0' &&
                    out->c->state == SUP__CASE__STATE__merged;
         i++) {
        rc = sup_case_load_other(c, sup_str_c(out->c->parent), out);
    }
    return rc;
}
