/* A case saved as the difference to what was.
 * Owns: which indexes and events a case has, what of it is counted.
 * Must not know: who may see or do what, who counts it (topics/sup_topics.h). */
#include "topics/sup_topics.h"
#include "sup_case.h"
#include "supervision/v1/cases.pb-c.h"

/* --- what is derived from a case in the store --- */

#define ENTRIES_MAX  11
#define WORD_WAIT_MS (7LL * 86400000)

typedef struct {
    char *index;
    char *member;
} entry;

typedef struct {
    entry list[ENTRIES_MAX];
    size_t n;
} entries;

static void
entry_add(sup_arena *arena, entries *set, char *index, int64_t time_ms,
          const Sup__Case *k)
{
    char time[SUP_INDEX_TIME_LEN + 1];
    sup_index_time(time, time_ms);
    /* What lists filter by stands in the member, so that they read only what they show.
     */
    char *member = sup_sprintf(arena, "%s:%s:%d%d%d%d:%s", time, k->id, k->kind, k->state,
                               k->severity, k->source, k->domain);
    sup_assert(set->n < ENTRIES_MAX);
    set->list[set->n++] = (entry){index, member};
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
entries_of(sup_arena *a, const Sup__Case *k, int64_t urgency, entries *set)
{
    const char *what;
    int64_t submitted = sup_timestamp_ms(k->submitted_at);
    int64_t due = sup_case_due(k, &what);
    set->n = 0;
    entry_add(a, set, "by:all", submitted, k);
    entry_add(a, set, sup_sprintf(a, "by:domain:%s", k->domain), submitted, k);
    entry_add(a, set, sup_sprintf(a, "by:unit:%s", k->unit), submitted, k);
    entry_add(a, set, sup_sprintf(a, "by:state:%d", k->state), submitted, k);
    if (k->kind == SUP__CASE__KIND__directive) {
        entry_add(a, set, "directives", submitted, k);
        entry_add(a, set, sup_sprintf(a, "directives:unit:%s", k->unit), submitted, k);
    }
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

Sup__CaseRecord *
sup_case_remember(sup_ctx *c, const Sup__CaseRecord *record)
{
    ProtobufCMessage *copy = NULL;
    sup_str bytes;
    if (sup_pb_print(c->arena, &record->base, &bytes) != SUP_OK ||
        sup_record_parse(c->arena, record->base.descriptor, bytes, &copy) != SUP_OK) {
        return NULL;
    }
    return (Sup__CaseRecord *)copy;
}

/* --- saving: the difference --- */

static int
has_entry(const entries *set, const entry *e)
{
    for (size_t i = 0; i < set->n; i++) {
        if (strcmp(set->list[i].index, e->index) == 0 &&
            strcmp(set->list[i].member, e->member) == 0) {
            return 1;
        }
    }
    return 0;
}

static int
is_complete(const entries *set)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->list[i].index == NULL || set->list[i].member == NULL) {
            return 0;
        }
    }
    return 1;
}

static sup_rc
save_entries(sup_ctx *c, const Sup__CaseRecord *was, const Sup__CaseRecord *is)
{
    entries before = {.n = 0}, after = {.n = 0};
    sup_rc rc = SUP_OK;
    if (was != NULL) {
        entries_of(c->arena, was->case_, sup_timestamp_ms(was->urgent_at), &before);
    }
    entries_of(c->arena, is->case_, sup_timestamp_ms(is->urgent_at), &after);
    if (!is_complete(&before) || !is_complete(&after)) {
        return SUP_NOMEM;
    }
    for (size_t i = 0; rc == SUP_OK && i < before.n; i++) {
        const entry *e = &before.list[i];
        if (!has_entry(&after, e)) {
            rc = sup_op_index_remove(c, e->index, e->member);
        }
    }
    for (size_t i = 0; rc == SUP_OK && i < after.n; i++) {
        const entry *e = &after.list[i];
        if (!has_entry(&before, e)) {
            rc = sup_op_index_add(c, e->index, e->member);
        }
    }
    return rc;
}

static sup_rc
derive(sup_ctx *c, Sup__CaseRecord *record)
{
    Sup__Case *k = record->case_;
    record->schema = SUP_SCHEMA;
    record->facts = facts_of(k);
    record->unit_facts = k->unit[0] == '\0' ? 0 : sup_facts_of_unit(record->facts);
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
              const Sup__CaseRecord *before, Sup__Event *event)
{
    const sup_case_change change = {.before = before, .after = record, .event = event};
    sup_assert((before == NULL) == (version == 0) && before != record);
    char *key = sup_case_key(c->arena, record->case_->id);
    event->to = record->case_->state;
    sup_rc rc = derive(c, record);
    if (rc == SUP_OK) {
        rc = sup_op_check(c, key, version);
    }
    if (rc == SUP_OK) {
        rc = sup_case_event(c, record, event);
    }
    if (rc == SUP_OK) {
        rc = sup_op_put(c, key, &record->base, 0);
    }
    if (rc == SUP_OK) {
        rc = save_entries(c, before, record);
    }
    return rc == SUP_OK ? sup_tell_case_changed(c, &change) : rc;
}
