/* The campus calendar from its file: text, message, checked data.
 * Owns: validation of the calendar's data.
 * Must not know: nginx, files, the clock. */
#include "sup_campus.h"
#include "supervision/v1/campus.pb-c.h"

#define DAY_MIN 1440

/* UTC-12 to UTC+14, in use today. */
#define OFFSET_FIRST (-720)
#define OFFSET_LAST  840

typedef struct {
    sup_arena *arena;
    sup_wire_error *error;
    const Sup__Calendar *data;
    int32_t first;
    int32_t last;
} loader;

/* rc, with its reason. list: name of a repeated field, whose element i it is about. */
static sup_rc
refuse(loader *l, sup_rc rc, const char *list, size_t i, const char *field,
       const char *detail)
{
    const char *path = field;

    if (list != NULL) {
        path = sup_sprintf(l->arena, "%s[%zu]%s", list, i, field);
    }
    l->error->field = path == NULL ? list : path;
    l->error->detail = detail;
    l->error->line = 0;
    return rc;
}

static sup_rc
date_load(loader *l, const char *text, const char *list, size_t i, const char *field,
          int32_t *day)
{
    if (sup_date_parse(sup_str_c(text), day) != SUP_OK) {
        return refuse(l, SUP_CALENDAR_DATE, list, i, field,
                      "This is not a date of the form yyyy-mm-dd.");
    }
    if (list != NULL && (*day < l->first || *day > l->last)) {
        return refuse(l, SUP_CALENDAR_DATA, list, i, field,
                      "The day lies outside first_day to last_day.");
    }
    return SUP_OK;
}

static sup_rc
coverage_load(loader *l, sup_calendar *calendar)
{
    sup_rc rc = date_load(l, l->data->first_day, NULL, 0, "first_day", &l->first);

    if (rc == SUP_OK) {
        rc = date_load(l, l->data->last_day, NULL, 0, "last_day", &l->last);
    }
    if (rc == SUP_OK && l->last < l->first) {
        rc = refuse(l, SUP_CALENDAR_DATA, NULL, 0, "last_day",
                    "The last day comes before the first.");
    }
    calendar->last_day = l->last;
    return rc;
}

static sup_rc
holidays_load(loader *l, sup_calendar *calendar)
{
    size_t i, n = l->data->n_holidays;
    sup_day_span *spans = sup_alloc(l->arena, n * sizeof(*spans));
    sup_rc rc;

    if (spans == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < n; i++) {
        const Sup__Calendar__Span *span = l->data->holidays[i];

        rc = date_load(l, span->from, "holidays", i, ".from", &spans[i].from);
        if (rc == SUP_OK) {
            rc = date_load(l, span->to, "holidays", i, ".to", &spans[i].to);
        }
        if (rc != SUP_OK) {
            return rc;
        }
        if (spans[i].to < spans[i].from) {
            return refuse(l, SUP_CALENDAR_DATA, "holidays", i, ".to",
                          "The holiday ends before it begins.");
        }
        if (i != 0 && spans[i].from <= spans[i - 1].to) {
            return refuse(l, SUP_CALENDAR_DATA, "holidays", i, ".from",
                          "Holidays are to be in order and apart from each other.");
        }
    }
    calendar->holidays = spans;
    calendar->n_holidays = n;
    return SUP_OK;
}

/* To be called while the calendar has holidays but no make-up days yet. */
static sup_rc
workdays_load(loader *l, sup_calendar *calendar)
{
    size_t i, h = 0, n = l->data->n_workdays;
    int32_t *days = sup_alloc(l->arena, n * sizeof(*days));
    sup_rc rc;

    if (days == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < n; i++) {
        rc = date_load(l, l->data->workdays[i], "workdays", i, "", &days[i]);
        if (rc != SUP_OK) {
            return rc;
        }
        if (i != 0 && days[i] <= days[i - 1]) {
            return refuse(l, SUP_CALENDAR_DATA, "workdays", i, "",
                          "Make-up days are to be in order, each of them once.");
        }
        while (h < calendar->n_holidays && calendar->holidays[h].to < days[i]) {
            h++;
        }
        if (h < calendar->n_holidays && calendar->holidays[h].from <= days[i]) {
            return refuse(l, SUP_CALENDAR_DATA, "workdays", i, "",
                          "The make-up day lies within a holiday.");
        }
        /* Almost certainly a mistyped date: nothing is made up for on a working day. */
        if (sup_calendar_is_workday(calendar, days[i])) {
            return refuse(l, SUP_CALENDAR_DATA, "workdays", i, "",
                          "The make-up day is a working day anyway.");
        }
    }
    calendar->workdays = days;
    calendar->n_workdays = n;
    return SUP_OK;
}

static sup_rc
hours_load(loader *l, sup_calendar *calendar)
{
    size_t i, n = l->data->n_hours;
    sup_hours *hours = sup_alloc(l->arena, n * sizeof(*hours));

    if (hours == NULL) {
        return SUP_NOMEM;
    }
    if (n == 0) {
        return refuse(l, SUP_CALENDAR_DATA, NULL, 0, "hours",
                      "A working day needs working hours.");
    }
    for (i = 0; i < n; i++) {
        const Sup__Calendar__Hours *span = l->data->hours[i];

        if (span->to_min > DAY_MIN || span->from_min >= span->to_min) {
            return refuse(l, SUP_CALENDAR_DATA, "hours", i, "",
                          "Hours end after they begin, by minute 1440 at the latest.");
        }
        if (i != 0 && span->from_min < hours[i - 1].to_min) {
            return refuse(l, SUP_CALENDAR_DATA, "hours", i, "",
                          "Hours are to be in order and apart from each other.");
        }
        hours[i].from_min = (uint16_t)span->from_min;
        hours[i].to_min = (uint16_t)span->to_min;
    }
    calendar->hours = hours;
    calendar->n_hours = n;
    return SUP_OK;
}

sup_rc
sup_calendar_load(sup_arena *arena, sup_str text, int32_t offset_min, sup_calendar **out,
                  sup_wire_error *error)
{
    static sup_rc (*const parts[])(loader *, sup_calendar *) = {
        coverage_load, holidays_load, workdays_load, hours_load};
    loader l = {arena, error, NULL, 0, 0};
    ProtobufCMessage *message;
    sup_calendar *calendar;
    sup_rc rc;
    size_t i;

    *error = (sup_wire_error){"", "The server's memory is used up.", 0};
    if (offset_min < OFFSET_FIRST || offset_min > OFFSET_LAST) {
        return refuse(&l, SUP_CALENDAR_DATA, NULL, 0, "",
                      "The time zone lies between UTC-12:00 and UTC+14:00.");
    }
    rc = sup_text_parse(arena, &sup__calendar__descriptor, text,
                        &sup_wire_rulebook_limits, &message, error);
    if (rc != SUP_OK) {
        return rc;
    }
    calendar = sup_calloc(arena, sizeof(*calendar));
    if (calendar == NULL) {
        return SUP_NOMEM;
    }
    l.data = (const Sup__Calendar *)message;
    calendar->offset_min = offset_min;
    for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        rc = parts[i](&l, calendar);
        if (rc != SUP_OK) {
            return rc;
        }
    }
    *out = calendar;
    return SUP_OK;
}
