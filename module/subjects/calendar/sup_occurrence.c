/* An occurrence as it is kept: reading, and saving as the difference to what was.
 * Owns: its key, its indexes and their members.
 * Must not know: who may see or do it (sup_checks.c), how occurrences come about
 *   (sup_timed_make.c). */
#include "sup_occurrence.h"

#include "core/sup_id.h"
#include "engine/sup_index.h"
#include "topics/sup_topics.h"
#include "supervision/v1/calendar.pb-c.h"

typedef Sup__Occurrence__State state;
#define STATE(name) SUP__OCCURRENCE__STATE__##name

/* --- reading --- */

/* The schedule's id, the day in eight digits, and one digit. */
int
sup_occurrence_id_ok(sup_str id)
{
    const size_t tail = 1 + 8 + 1 + 1;
    if (id.len <= tail || !sup_name_ok((sup_str){id.data, id.len - tail})) {
        return 0;
    }
    const char *p = id.data + id.len - tail;
    for (size_t i = 0; i < tail; i++) {
        int dot = i == 0 || i == 9;
        if (dot ? p[i] != '.' : p[i] < '0' || p[i] > '9') {
            return 0;
        }
    }
    return 1;
}

static char *
key_of(sup_ctx *c, sup_str id)
{
    return sup_sprintf(c->arena, "occurrence:%.*s", (int)id.len, id.data);
}

sup_rc
sup_occurrence_read(sup_ctx *c, sup_str id, sup_occurrence *out)
{
    ProtobufCMessage *message = NULL;
    *out = (sup_occurrence){0};
    if (!sup_occurrence_id_ok(id)) {
        return SUP_OK; /* makes no key */
    }
    sup_rc rc = sup_ctx_message(c, key_of(c, id), &sup__occurrence_record__descriptor,
                                &message, &out->version);
    if (rc != SUP_OK || message == NULL) {
        return rc;
    }
    out->record = (Sup__OccurrenceRecord *)message;
    out->o = out->record->occurrence;
    if (out->o == NULL || out->o->from == NULL || out->o->to == NULL ||
        out->o->until == NULL || !sup_str_eq(sup_str_c(out->o->id), id) ||
        out->record->counted_in[0] == '\0') {
        return sup_fail(c, SUP_STORE_CORRUPT, NULL, NULL, NULL);
    }
    return SUP_OK;
}

/* --- saving: indexes --- */

static sup_rc
save_member(sup_ctx *c, sup_rc (*op)(sup_ctx *, const char *, const char *),
            const Sup__Occurrence *o, state s)
{
    char time[SUP_INDEX_TIME_LEN + 1];
    sup_index_time(time, sup_timestamp_ms(o->from));
    char *member = sup_sprintf(c->arena, "%s:%s:%d:%d%d:%s", time, o->id, s, o->by,
                               o->covert ? 1 : 0, o->domain);
    sup_rc rc = member == NULL ? SUP_NOMEM : op(c, SUP_OCCURRENCES, member);
    if (rc == SUP_OK) {
        rc = op(c, sup_sprintf(c->arena, SUP_OCCURRENCES ":unit:%s", o->unit), member);
    }
    return rc;
}

static sup_rc
save_open(sup_ctx *c, sup_rc (*op)(sup_ctx *, const char *, const char *),
          const Sup__Occurrence *o)
{
    char until[SUP_INDEX_TIME_LEN + 1], from[SUP_INDEX_TIME_LEN + 1];
    sup_index_time(until, sup_timestamp_ms(o->until));
    sup_index_time(from, sup_timestamp_ms(o->from));
    char *member = sup_sprintf(c->arena, "%s:%s:%s:%d%d:%s:%s", until, o->id, from, o->by,
                               o->covert ? 1 : 0, o->domain, o->unit);
    return member == NULL ? SUP_NOMEM : op(c, SUP_OCCURRENCES_OPEN, member);
}

static sup_rc
save_entries(sup_ctx *c, const Sup__Occurrence *o, state before)
{
    sup_rc rc = SUP_OK;
    if (before != STATE(state_unspecified)) {
        rc = save_member(c, sup_op_index_remove, o, before);
    }
    if (rc == SUP_OK) {
        rc = save_member(c, sup_op_index_add, o, o->state);
    }
    if (rc == SUP_OK && o->state == STATE(due)) {
        rc = save_open(c, sup_op_index_add, o);
    }
    if (rc == SUP_OK && before == STATE(due)) {
        rc = save_open(c, sup_op_index_remove, o);
    }
    return rc;
}

/* --- saving --- */

static sup_rc
save(sup_ctx *c, Sup__OccurrenceRecord *record, uint64_t version, state before)
{
    Sup__Occurrence *o = record->occurrence;
    sup_assert(o->state != before && o->state != STATE(state_unspecified));
    char *key = key_of(c, sup_str_c(o->id));
    record->schema = SUP_SCHEMA;
    sup_rc rc = key == NULL ? SUP_NOMEM : sup_op_check(c, key, version);
    if (rc == SUP_OK) {
        rc = sup_op_put(c, key, &record->base, 0);
    }
    if (rc == SUP_OK) {
        rc = save_entries(c, o, before);
    }
    const sup_check_change change = {.after = record, .before = before};
    return rc == SUP_OK ? sup_tell_check_changed(c, &change) : rc;
}

sup_rc
sup_occurrence_make(sup_ctx *c, Sup__Occurrence *o)
{
    Sup__OccurrenceRecord *record =
        SUP_NEW(c->arena, Sup__OccurrenceRecord, sup__occurrence_record__descriptor);
    char month[8];
    if (record == NULL) {
        return SUP_NOMEM;
    }
    sup_period_text(c->site->calendar, sup_timestamp_ms(o->from), month);
    record->occurrence = o;
    record->counted_in = sup_strdup(c->arena, sup_str_c(month));
    return record->counted_in == NULL ? SUP_NOMEM
                                      : save(c, record, 0, STATE(state_unspecified));
}

sup_rc
sup_occurrence_turn(sup_ctx *c, sup_occurrence *occurrence, state to)
{
    state before = occurrence->o->state;
    occurrence->o->state = to;
    return save(c, occurrence->record, occurrence->version, before);
}

/* --- members --- */

/* Cuts the text at its colons; how many parts there are, at most max. */
static size_t
split(sup_str text, sup_str *parts, size_t max)
{
    size_t n = 0, start = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.data[i] != ':') {
            continue;
        }
        if (n == max) {
            return 0;
        }
        parts[n++] = (sup_str){text.data + start, i - start};
        start = i + 1;
    }
    return n;
}

int
sup_occurrence_member_parse(sup_str text, sup_occurrence_member *out)
{
    sup_str p[5];
    if (split(text, p, 5) != 5 || p[0].len != SUP_INDEX_TIME_LEN ||
        !sup_occurrence_id_ok(p[1]) || p[2].len != 1 || p[3].len != 2 || p[4].len == 0) {
        return 0;
    }
    *out = (sup_occurrence_member){.time = p[0],
                                   .id = p[1],
                                   .state = (state)(p[2].data[0] - '0'),
                                   .covert = p[3].data[1] == '1',
                                   .domain = p[4]};
    return 1;
}

int
sup_occurrence_open_parse(sup_str text, sup_occurrence_member *out)
{
    sup_str p[6];
    if (split(text, p, 6) != 6 || p[0].len != SUP_INDEX_TIME_LEN ||
        !sup_occurrence_id_ok(p[1]) || p[2].len != SUP_INDEX_TIME_LEN || p[3].len != 2 ||
        p[4].len == 0) {
        return 0;
    }
    *out = (sup_occurrence_member){.time = p[0],
                                   .id = p[1],
                                   .from = p[2],
                                   .state = STATE(due),
                                   .covert = p[3].data[1] == '1',
                                   .domain = p[4],
                                   .unit = p[5]};
    return 1;
}
