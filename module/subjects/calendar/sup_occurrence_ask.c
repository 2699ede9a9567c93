/* What a list of occurrences is asked for.
 * Owns: which index answers which filter, the days meant, the cursor.
 * Must not know: what is found. */
#include "sup_occurrence_ask.h"

#include "engine/sup_index.h"
#include "engine/sup_subject.h"
#include "rules/sup_rules.h"
#include "sup_plan_private.h"
#include "supervision/v1/calendar.pb-c.h"

#define LIMIT_DEFAULT 50

/* One day alone stands for both. */
static sup_rc
read_days(sup_ctx *c, sup_occurrence_list *l)
{
    const char *from = l->in->from, *to = l->in->to;
    const sup_calendar *calendar = c->site->calendar;
    char time[SUP_INDEX_TIME_LEN + 1];
    int32_t first = sup_day_of(calendar, c->now_ms), last = first;
    sup_rc rc = SUP_OK;
    l->today = from[0] == '\0' && to[0] == '\0';
    if (!l->today) {
        rc = from[0] == '\0' ? SUP_OK : sup_plan_check_day(c, "from", from, &first);
        last = first;
        if (rc == SUP_OK && to[0] != '\0') {
            rc = sup_plan_check_day(c, "to", to, &last);
            first = from[0] == '\0' ? last : first;
        }
        if (rc == SUP_OK && last < first) {
            rc = sup_fail(c, SUP_API_VALUE, "to", "结束日期早于开始日期。",
                          "It ends before it begins.");
        }
    }
    sup_index_time(time, sup_day_begin(calendar, first));
    l->from = sup_strdup(c->arena, sup_str_c(time));
    sup_index_time(time, sup_day_begin(calendar, last + 1));
    l->to = sup_strdup(c->arena, sup_str_c(time));
    return rc == SUP_OK && (l->from == NULL || l->to == NULL) ? SUP_NOMEM : rc;
}

static sup_rc
read_cursor(sup_ctx *c, sup_occurrence_list *l)
{
    const size_t id_at = SUP_INDEX_TIME_LEN + 1;
    sup_rc rc = sup_cursor_read(c, &l->cursor, l->in->cursor, &l->after);
    if (rc != SUP_OK || l->after == NULL) {
        return rc;
    }
    sup_str last = sup_str_c(l->after);
    return last.len > id_at &&
                   strspn(last.data, "0123456789abcdef") == SUP_INDEX_TIME_LEN &&
                   last.data[id_at - 1] == ':' &&
                   sup_occurrence_id_ok((sup_str){last.data + id_at, last.len - id_at})
               ? SUP_OK
               : sup_cursor_refuse(c);
}

static sup_rc
read_unit(sup_ctx *c, sup_occurrence_list *l)
{
    sup_rc rc = sup_actor_own_unit(c, l->in->unit, &l->unit);
    if (rc != SUP_OK) {
        return rc;
    }
    l->cursor.index = l->unit[0] == '\0'
                          ? SUP_OCCURRENCES
                          : sup_sprintf(c->arena, SUP_OCCURRENCES ":unit:%s", l->unit);
    return l->cursor.index == NULL ? SUP_NOMEM : SUP_OK;
}

sup_rc
sup_occurrence_ask(sup_ctx *c, sup_occurrence_list *l)
{
    Sup__ListOccurrencesRequest bare = *l->in;
    sup_rc rc = read_unit(c, l);
    if (rc != SUP_OK) {
        return rc;
    }
    if (l->in->domain[0] != '\0' && sup_site_rulebook(c->site, l->in->domain) == NULL) {
        return sup_fail(c, SUP_API_REFERENCE, "domain", NULL, NULL);
    }
    if (l->in->limit > SUP_OCCURRENCES_LIMIT) {
        return sup_fail(c, SUP_API_VALUE, "limit", "每页为 1 至 100 条。",
                        "A page has 1 to 100 checks.");
    }
    l->limit = l->in->limit == 0 ? LIMIT_DEFAULT : l->in->limit;
    bare.cursor = "";
    bare.limit = 0;
    rc = sup_cursor_filter(c, &bare.base, &l->cursor);
    if (rc == SUP_OK) {
        rc = read_days(c, l);
    }
    return rc == SUP_OK ? read_cursor(c, l) : rc;
}
