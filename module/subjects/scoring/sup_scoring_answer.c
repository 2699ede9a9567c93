/* An answer as people read it, beside the limit that it is held against.
 * Owns: units, numbers and limits in words, Chinese and English.
 * Must not know: what the answer is worth. */
#include "sup_scoring_answer.h"

#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define VALUES_SHOWN 12 /* of many numbers */

/* UCUM, as the rulebooks write it, and as it is read. A space stands before a unit but
 * for those that begin without one. */
static const struct {
    const char *ucum, *zh, *en;
} units[] = {
    {"Cel", " ℃", " °C"},
    {"%", "%", "%"},
    {"s", " 秒", " s"},
    {"min", " 分钟", " min"},
    {"h", " 小时", " h"},
    {"d", " 天", " days"},
    {"wk", " 周", " weeks"},
    {"mo", " 个月", " months"},
    {"a", " 年", " years"},
    {"g", " g", " g"},
    {"kg", " kg", " kg"},
    {"mm", " mm", " mm"},
    {"cm", " cm", " cm"},
    {"m", " m", " m"},
    {"km", " km", " km"},
    {"km/h", " km/h", " km/h"},
    {"m2", " m²", " m²"},
    {"m3", " m³", " m³"},
    {"L", " L", " L"},
    {"mL", " mL", " mL"},
    {"mg/L", " mg/L", " mg/L"},
    {"mg/(100.mL)", " mg/100 mL", " mg/100 mL"},
    {"mg/m3", " mg/m³", " mg/m³"},
    {"V", " V", " V"},
    {"A", " A", " A"},
    {"Hz", " Hz", " Hz"},
    {"kW.h", " kW·h", " kWh"},
    {"kPa", " kPa", " kPa"},
    {"MPa", " MPa", " MPa"},
    {"lx", " lx", " lx"},
    {"dB(A)", " dB(A)", " dB(A)"},
    {"[pH]", "", ""}, /* the item says that it is a pH */
    {"{NTU}", " NTU", " NTU"},
    {"[NTU]", " NTU", " NTU"},
    {"{count}", "", ""},
    {"1", "", ""},
    {"", "", ""},
};

typedef struct {
    const char *zh, *en;
} words;

/* A unit that is not in the table is printed as it is written, without its brackets. */
static words
unit_of(sup_arena *arena, const char *ucum)
{
    size_t i, n = strlen(ucum);
    char *own;

    for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(units[i].ucum, ucum) == 0) {
            return (words){units[i].zh, units[i].en};
        }
    }
    if (n > 2 && strchr("{[", ucum[0]) != NULL && strchr("}]", ucum[n - 1]) != NULL) {
        own = sup_sprintf(arena, " %.*s", (int)n - 2, ucum + 1);
    } else {
        own = sup_sprintf(arena, " %s", ucum);
    }
    return (words){own, own};
}

/* No more digits than a person wrote; never -0. */
static char *
number(sup_arena *arena, double value)
{
    return sup_sprintf(arena, "%.10g", value == 0 ? 0.0 : value);
}

/* --- limits --- */

static words
limit_both(sup_arena *arena, double least, double most, words unit)
{
    const char *a = number(arena, least), *b = number(arena, most);

    if (a == NULL || b == NULL) {
        return (words){NULL, NULL};
    }
    if (least == most) {
        return (words){sup_sprintf(arena, "（应为 %s%s）", a, unit.zh),
                       sup_sprintf(arena, " (should be %s%s)", a, unit.en)};
    }
    return (words){sup_sprintf(arena, "（应为 %s～%s%s）", a, b, unit.zh),
                   sup_sprintf(arena, " (should be %s to %s%s)", a, b, unit.en)};
}

static words
limit_one(sup_arena *arena, const char *zh, const char *en, double limit, words unit)
{
    const char *a = number(arena, limit);

    if (a == NULL) {
        return (words){NULL, NULL};
    }
    return (words){sup_sprintf(arena, "（%s %s%s）", zh, a, unit.zh),
                   sup_sprintf(arena, " (%s %s%s)", en, a, unit.en)};
}

static words
limit_of(sup_arena *arena, const Sup__Item *item, words unit)
{
    if (item->answer == SUP__ITEM__ANSWER__count) {
        double most = item->at_most == NULL ? 0 : item->at_most->value;

        return most == 0 ? limit_both(arena, 0, 0, unit)
                         : limit_one(arena, "应不超过", "at most", most, unit);
    }
    if (item->at_least != NULL && item->at_most != NULL) {
        return limit_both(arena, item->at_least->value, item->at_most->value, unit);
    }
    if (item->at_least != NULL) {
        return limit_one(arena, "应不低于", "at least", item->at_least->value, unit);
    }
    if (item->at_most != NULL) {
        return limit_one(arena, "应不超过", "at most", item->at_most->value, unit);
    }
    return (words){"", ""};
}

static words
value_and_limit(sup_arena *arena, const Sup__Item *item, double value)
{
    words unit = unit_of(arena, item->measure), limit = limit_of(arena, item, unit);
    const char *text = number(arena, value);

    if (text == NULL || unit.zh == NULL || limit.zh == NULL || limit.en == NULL) {
        return (words){NULL, NULL};
    }
    return (words){sup_sprintf(arena, "%s%s%s", text, unit.zh, limit.zh),
                   sup_sprintf(arena, "%s%s%s", text, unit.en, limit.en)};
}

/* --- answers --- */

static words
graded(sup_arena *arena, const sup_scored *scored)
{
    char *text = number(arena, scored->values[0]);
    char *both =
        text == NULL ? NULL : sup_sprintf(arena, "%s/%u", text, scored->item->grades);

    return (words){both, both};
}

/* --- numbers that a hook takes: named as the form asked for them --- */

static const char *const weekdays[] = {"周一", "周二", "周三", "周四",
                                       "周五", "周六", "周日"};
static const char *const weekdays_en[] = {"Mon", "Tue", "Wed", "Thu",
                                          "Fri", "Sat", "Sun"};

static words
day(sup_arena *arena, double value)
{
    unsigned n = (unsigned)value;
    char *text = sup_sprintf(arena, "%04u-%02u-%02u", n / 10000, n / 100 % 100, n % 100);

    return (words){text, text};
}

/* Hours since Monday midnight; a log may reach into the next week. */
static words
week_hours(sup_arena *arena, double value)
{
    unsigned minutes = (unsigned)(value * 60 + 0.5), weekday = minutes / 1440 % 7;
    unsigned hour = minutes / 60 % 24, minute = minutes % 60;
    const char *next = minutes >= 7 * 1440 ? "下" : "", *next_en = next[0] ? "next " : "";

    return (words){
        sup_sprintf(arena, "%s%s %02u:%02u", next, weekdays[weekday], hour, minute),
        sup_sprintf(arena, "%s%s %02u:%02u", next_en, weekdays_en[weekday], hour,
                    minute)};
}

static words
column_value(sup_arena *arena, const Sup__Item__Column *column, double value)
{
    char *text;

    if (column != NULL && column->kind == SUP__ITEM__COLUMN__KIND__day && value >= 0 &&
        value < 1e8) {
        return day(arena, value);
    }
    if (column != NULL && column->kind == SUP__ITEM__COLUMN__KIND__week_hours &&
        value >= 0 && value < 336) {
        return week_hours(arena, value);
    }
    text = number(arena, value);
    return (words){text, text};
}

static words
column_named(sup_arena *arena, const Sup__Item__Column *column, double value)
{
    words w = column_value(arena, column, value);

    if (column == NULL || w.zh == NULL || w.en == NULL) {
        return w;
    }
    return (words){sup_sprintf(arena, "%s %s", column->name, w.zh),
                   sup_sprintf(arena, "%s %s", column->name_en, w.en)};
}

/* What stands before number i: between the numbers of one row, and between rows. */
static words
separator(const Sup__Item *item, size_t i)
{
    if (i == 0) {
        return (words){"", ""};
    }
    return item->n_columns != 0 && i % item->n_columns == 0 ? (words){"；", "; "}
                                                            : (words){"、", ", "};
}

/* The numbers as they were written; what they come to is said by the hook. */
static words
several(sup_arena *arena, const sup_scored *scored)
{
    const Sup__Item *item = scored->item;
    const char *zh = "", *en = "";
    size_t i, shown = scored->n_values > VALUES_SHOWN ? VALUES_SHOWN : scored->n_values;

    for (i = 0; i < shown; i++) {
        const Sup__Item__Column *column =
            item->n_columns == 0 ? NULL : item->columns[i % item->n_columns];
        words w = column_named(arena, column, scored->values[i]);
        words before = separator(item, i);

        if (w.zh == NULL || w.en == NULL || zh == NULL || en == NULL) {
            return (words){NULL, NULL};
        }
        zh = sup_sprintf(arena, "%s%s%s", zh, before.zh, w.zh);
        en = sup_sprintf(arena, "%s%s%s", en, before.en, w.en);
    }
    if (shown < scored->n_values && zh != NULL && en != NULL) {
        zh = sup_sprintf(arena, "%s 等 %zu 个数", zh, scored->n_values);
        en = sup_sprintf(arena, "%s and more, %zu numbers", en, scored->n_values);
    }
    return (words){zh, en};
}

static words
figures(sup_arena *arena, const sup_scored *scored)
{
    const double *v = scored->values;

    if (scored->n_values != 4) {
        return (words){"无系统数据", "No figures of the system"};
    }
    return (words){sup_sprintf(arena,
                               "系统数据：办结 %.0f 件，其中按时 %.0f 件、重开 %.0f "
                               "件；现超时未办结 %.0f 件",
                               v[0], v[1], v[2], v[3]),
                   sup_sprintf(arena,
                               "The system's figures: %.0f done, of them %.0f on time, "
                               "%.0f reopened; %.0f overdue now",
                               v[0], v[1], v[2], v[3])};
}

static words
answer_of(sup_arena *arena, const sup_scored *scored)
{
    const Sup__Item *item = scored->item;

    if (scored->answer != NULL && sup_answer_is_skipped(scored->answer)) {
        return (words){"不适用", "Not applicable"};
    }
    if (item->figures != SUP__ITEM__FIGURES__figures_unspecified) {
        return figures(arena, scored);
    }
    if (item->by_code) {
        return several(arena, scored);
    }
    switch (item->answer) {
    case SUP__ITEM__ANSWER__pass_fail:
        return scored->answer->result == SUP__ANSWER__RESULT__pass
                   ? (words){"合格", "Passed"}
                   : (words){"不合格", "Failed"};
    case SUP__ITEM__ANSWER__graded:
        return graded(arena, scored);
    case SUP__ITEM__ANSWER__measured:
    case SUP__ITEM__ANSWER__count:
        return value_and_limit(arena, item, scored->values[0]);
    default:
        return several(arena, scored);
    }
}

sup_rc
sup_scoring_print_answer(sup_arena *arena, const sup_scored *scored, char **zh, char **en)
{
    words w = answer_of(arena, scored);

    *zh = (char *)(uintptr_t)w.zh;
    *en = (char *)(uintptr_t)w.en;
    return w.zh == NULL || w.en == NULL ? SUP_NOMEM : SUP_OK;
}
