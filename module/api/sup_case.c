/* A case as it is kept: loading, and saving as the difference to what was.
 * Owns: which keys, indexes, counters and events a case has.
 * Must not know: who may see or do what. */
#include "sup_case.h"

#include "sup_problem.h"

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
sup_case_deadlines(sup_ctx *c, const sup_rulebook *rulebook, Sup__Case__Severity severity)
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
    d->sign_by =
        sup_timestamp(c->arena, sup_deadline(calendar, clock, c->now_ms, rule->sign_min));
    d->rectify_by = sup_timestamp(
        c->arena, sup_deadline(calendar, clock, c->now_ms, rule->rectify_min));
    d->basis = rule->basis;
    return d;
}

char *
sup_case_id_new(sup_ctx *c)
{
    char day[8];
    unsigned char random[5];
    char *id = sup_alloc(c->arena, SUP_CASE_ID_LEN + 1);
    sup_day_text(c->site->calendar, c->now_ms, day);
    if (id == NULL || sup_random(random, sizeof(random)) != SUP_OK) {
        return NULL;
    }
    sup_case_id_make(id, day, random);
    return id;
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

sup_rc
sup_case_load(sup_ctx *c, sup_str typed, sup_case *out)
{
    char id[SUP_CASE_ID_LEN + 1];
    if (sup_case_id_parse(typed, id) != SUP_OK) {
        return sup_fail(c, SUP_API_NOT_FOUND, NULL, NULL, NULL);
    }
    ProtobufCMessage *message = NULL;
    uint64_t version = 0;
    const sup_read *tally = NULL;
    sup_rc rc = sup_ctx_message(c, sup_case_key(c->arena, id),
                                &sup__case_record__descriptor, &message, &version);
    sup_rc tally_rc = sup_ctx_counters(c, sup_case_tally_key(c->arena, id), &tally);
    if (rc != SUP_OK || tally_rc != SUP_OK) {
        return rc != SUP_OK ? rc : tally_rc;
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
    if (c->request->receipt.len != 0) {
        char receipt_id[SUP_CASE_ID_LEN + 1], secret[SUP_RECEIPT_SECRET_LEN + 1];
        sup_str hash = {(const char *)record->receipt_hash.data,
                        record->receipt_hash.len};
        if (sup_receipt_parse(c->request->receipt, receipt_id, secret) != SUP_OK ||
            strcmp(receipt_id, id) != 0 ||
            !sup_keyed_hash_matches(c->site->keyring, "receipt", sup_str_c(secret),
                                    hash)) {
            return sup_fail(c, SUP_API_RECEIPT, NULL, NULL, NULL);
        }
        out->is_reporter = 1;
    } else if (c->actor.user.len != 0 && record->reporter.len == SUP_HASH_LEN) {
        sup_str hash = {(const char *)record->reporter.data, record->reporter.len};
        out->is_reporter = sup_keyed_hash_matches(c->site->keyring, "reporter",
                                                  c->actor.user, hash) != 0;
    }
    return SUP_OK;
}

sup_rc
sup_case_load_other(sup_ctx *c, sup_str id, sup_case *out)
{
    const sup_request *request = c->request;
    sup_request plain = *request;
    plain.receipt = SUP_STR_NULL;
    c->request = &plain;
    sup_rc rc = sup_case_load(c, id, out);
    c->request = request;
    return rc;
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

/* --- what is derived from a case in the store --- */

#define ENTRIES_MAX  9
#define WORD_WAIT_MS (7LL * 86400000)

typedef struct {
    char *index;
    char *member;
} entry;

struct sup_case_before_s {
    entry entries[ENTRIES_MAX];
    size_t n;
    unsigned facts;
    const char *domain; /* that the facts were counted for */
};

static void
entry_add(sup_arena *arena, struct sup_case_before_s *set, char *index, int64_t time_ms,
          const Sup__Case *k)
{
    char time[SUP_INDEX_TIME_LEN + 1];
    sup_index_time(time, time_ms);
    /* What lists filter by stands in the member, so that they read only what they show.
     */
    char *member = sup_sprintf(arena, "%s:%s:%d%d%d%d:%s", time, k->id, k->kind, k->state,
                               k->severity, k->source, k->domain);
    set->entries[set->n++] = (entry){index, member};
}

/* Where an open case stands among the urgent ones: by its clock; when none runs, a
 * re-inspection is due by the deadline of the rectification, and the reporter's word
 * within a week. Taken from the record alone: what was added must be found again whatever
 * a rulebook has become. */
static int64_t
urgency_of(const Sup__Case *k)
{
    const char *what;
    int64_t due = sup_case_due(k, &what);
    if (due != 0) {
        return due;
    }
    if (k->state == SUP__CASE__STATE__verified && k->verified_at != NULL) {
        return sup_timestamp_ms(k->verified_at) + WORD_WAIT_MS;
    }
    if (k->deadlines != NULL && k->deadlines->rectify_by != NULL) {
        return sup_timestamp_ms(k->deadlines->rectify_by);
    }
    return sup_timestamp_ms(k->submitted_at);
}

static void
entries_of(sup_arena *a, const Sup__Case *k, int64_t urgency,
           struct sup_case_before_s *set)
{
    const char *what;
    int64_t submitted = sup_timestamp_ms(k->submitted_at);
    int64_t due = sup_case_due(k, &what);
    set->n = 0;
    entry_add(a, set, "by:all", submitted, k);
    entry_add(a, set, sup_sprintf(a, "by:domain:%s", k->domain), submitted, k);
    entry_add(a, set, sup_sprintf(a, "by:unit:%s", k->unit), submitted, k);
    entry_add(a, set, sup_sprintf(a, "by:state:%d", k->state), submitted, k);
    if (sup_life_is_over((sup_state)k->state)) {
        return;
    }
    entry_add(a, set, "open", urgency, k);
    entry_add(a, set, sup_sprintf(a, "open:unit:%s", k->unit), urgency, k);
    if (k->place[0] != '\0' && k->category[0] != '\0') {
        entry_add(a, set,
                  sup_sprintf(a, "near:%s:%s:%s", k->domain, k->category, k->place),
                  submitted, k);
    }
    if (due != 0) {
        entry_add(a, set, sup_sprintf(a, "due:%s", k->domain), due, k);
    }
}

static unsigned
facts_of(const Sup__Case *k)
{
    static const int words[] = {SUP_WORD_NONE, SUP_WORD_SATISFIED, SUP_WORD_DISSATISFIED,
                                SUP_WORD_SILENT};
    sup_facts_case f = {
        .state = (sup_state)k->state,
        .kind = (sup_kind)k->kind,
        .answered = k->answered_at != NULL,
        .reopened = k->counters == NULL ? 0 : k->counters->reopened,
        .rectified_at_ms = sup_timestamp_ms(k->rectified_at),
        .rectify_by_ms =
            k->deadlines == NULL ? 0 : sup_timestamp_ms(k->deadlines->rectify_by),
    };
    if (k->satisfaction != NULL && (unsigned)k->satisfaction->word < 4) {
        f.word = words[k->satisfaction->word];
    }
    return sup_facts_of(&f);
}

sup_case_before *
sup_case_remember(sup_ctx *c, const Sup__CaseRecord *record)
{
    sup_case_before *before = sup_calloc(c->arena, sizeof(*before));
    if (before != NULL) {
        entries_of(c->arena, record->case_, sup_timestamp_ms(record->urgent_at), before);
        before->facts = record->facts;
        before->domain = record->case_->domain;
    }
    return before;
}

/* --- saving: the difference --- */

static int
has_entry(const struct sup_case_before_s *set, const entry *e)
{
    for (size_t i = 0; i < set->n; i++) {
        if (strcmp(set->entries[i].index, e->index) == 0 &&
            strcmp(set->entries[i].member, e->member) == 0) {
            return 1;
        }
    }
    return 0;
}

static int
is_complete(const struct sup_case_before_s *set)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->entries[i].index == NULL || set->entries[i].member == NULL) {
            return 0;
        }
    }
    return 1;
}

static sup_rc
save_entries(sup_ctx *c, const struct sup_case_before_s *before,
             const struct sup_case_before_s *after)
{
    if (!is_complete(before) || !is_complete(after)) {
        return SUP_NOMEM;
    }
    sup_rc rc = SUP_OK;
    for (size_t i = 0; rc == SUP_OK && i < before->n; i++) {
        const entry *e = &before->entries[i];
        if (!has_entry(after, e)) {
            rc = sup_op_index_remove(c, e->index, e->member);
        }
    }
    for (size_t i = 0; rc == SUP_OK && i < after->n; i++) {
        const entry *e = &after->entries[i];
        if (!has_entry(before, e)) {
            rc = sup_op_index_add(c, e->index, e->member);
        }
    }
    return rc;
}

static sup_rc
count_facts(sup_ctx *c, const char *period, const char *domain, unsigned before,
            unsigned after)
{
    char *key = sup_sprintf(c->arena, "board:%s", period);
    sup_rc rc = SUP_OK;
    for (unsigned f = 0; rc == SUP_OK && f < SUP_FACTS; f++) {
        int delta = (int)(after >> f & 1) - (int)(before >> f & 1);
        if (delta != 0) {
            char *name = sup_sprintf(c->arena, "%s.%s", domain, sup_fact_name(f));
            rc = sup_op_counter(c, key, name, delta);
        }
    }
    return rc;
}

static sup_rc
save_facts(sup_ctx *c, const Sup__CaseRecord *record,
           const struct sup_case_before_s *before)
{
    const char *domain = record->case_->domain;
    if (before->domain == NULL || strcmp(before->domain, domain) == 0) {
        return count_facts(c, record->period, domain, before->facts, record->facts);
    }
    sup_rc rc = count_facts(c, record->period, before->domain, before->facts, 0);
    return rc == SUP_OK ? count_facts(c, record->period, domain, 0, record->facts) : rc;
}

static sup_rc
derive(sup_ctx *c, Sup__CaseRecord *record)
{
    Sup__Case *k = record->case_;
    record->schema = SUP_SCHEMA;
    record->facts = facts_of(k);
    record->urgent_at = sup_timestamp(c->arena, urgency_of(k));
    k->updated_at = sup_timestamp(c->arena, c->now_ms);
    if (record->period[0] == '\0') {
        char period[8];
        sup_period_text(c->site->calendar, sup_timestamp_ms(k->submitted_at), period);
        record->period = sup_strdup(c->arena, sup_str_c(period));
    }
    return record->urgent_at == NULL || k->updated_at == NULL || record->period == NULL
               ? SUP_NOMEM
               : SUP_OK;
}

static const char *
role_name(const sup_ctx *c, const Sup__Event *event)
{
    return event->role[0] != '\0' ? event->role
           : c->request->credentials.role.len
               ? sup_strdup(c->arena, c->request->credentials.role)
               : "public";
}

sup_rc
sup_case_event(sup_ctx *c, Sup__CaseRecord *record, Sup__Event *event)
{
    event->sequence = ++record->event_count;
    event->at = sup_timestamp(c->arena, c->now_ms);
    event->role = (char *)role_name(c, event);
    if (strcmp(event->role, "reporter") != 0 && strcmp(event->role, "public") != 0) {
        event->user = sup_strdup(c->arena, c->actor.user);
        event->unit = sup_strdup(c->arena, c->actor.unit);
    }
    event->previous_hash = record->last_event_hash;
    sup_str bytes;
    if (event->at == NULL || event->role == NULL || event->user == NULL ||
        event->unit == NULL || sup_pb_print(c->arena, &event->base, &bytes) != SUP_OK) {
        return SUP_NOMEM;
    }
    unsigned char *hash = sup_alloc(c->arena, SUP_HASH_LEN);
    if (hash == NULL) {
        return SUP_NOMEM;
    }
    if (sup_sha256(hash, bytes) != SUP_OK) {
        return SUP_CRYPTO_FAILED;
    }
    record->last_event_hash = (ProtobufCBinaryData){SUP_HASH_LEN, hash};
    return sup_op_event(c, sup_case_events_key(c->arena, record->case_->id), bytes);
}

sup_rc
sup_case_save(sup_ctx *c, Sup__CaseRecord *record, uint64_t version,
              const sup_case_before *before, Sup__Event *event)
{
    static const struct sup_case_before_s nothing;
    struct sup_case_before_s after;
    Sup__Case *k = record->case_;
    if (before == NULL) {
        before = &nothing;
    }
    event->to = k->state;
    char *key = sup_case_key(c->arena, k->id);
    sup_rc rc = derive(c, record);
    if (rc == SUP_OK) {
        entries_of(c->arena, k, sup_timestamp_ms(record->urgent_at), &after);
        rc = sup_op_check(c, key, version);
    }
    if (rc == SUP_OK) {
        rc = sup_case_event(c, record, event);
    }
    if (rc == SUP_OK) {
        rc = sup_op_put(c, key, &record->base, 0);
    }
    if (rc == SUP_OK) {
        rc = save_entries(c, before, &after);
    }
    if (rc == SUP_OK) {
        rc = save_facts(c, record, before);
    }
    return rc;
}
