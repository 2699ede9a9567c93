/* The transport plugin: its rulebook, and arithmetic: people against seats, speed
 * against a limit, a driver's log against his hours.
 * Owns: from what excess overloading and speeding are critical.
 * Must not know: anything but sup_plugin.h. */
#include "sup_plugin.h"
#include "hours.inc"
#include "text.inc"

static const char rulebook[] =
#include "rulebook.h"
    ;

#define GAP_BYTES 18 /* between a word and its number: six characters */

/* Article 92 of the Road Traffic Safety Law doubles the penalty from a fifth above;
 * article 99 lets a licence be taken from a half above the limit. */
#define OVERLOAD_CRITICAL_PERCENT 20
#define SPEED_CRITICAL_PERCENT    50

static const char *const approved[] = {"核载", "核定", "限载",   "额定",
                                       "限乘", "定员", "载客量", NULL};
static const char *const seats[] = {"座", "seat", "-seat", NULL};
static const char *const carried[] = {
    "坐了",   "挤了", "上了", "载了",    "塞了",     "塞进",   "装了", "实载", "拉了",
    "实际坐", "实际", "站了", "carried", "carrying", "packed", "took", "with", NULL};
static const char *const limits[] = {"限速", "limit", "最高时速", NULL};
static const char *const speeds[] = {"开到", "开了", "跑到",  "跑了",  "时速",     "车速",
                                     "飙到", "飙了", "doing", "going", "drove at", NULL};
static const char *const people[] = {"人",       "个",         "名", "位",
                                     "学生",     "同学",       "多", "people",
                                     "students", "passengers", NULL};
static const char *const units[] = {"码", "迈", "公里", "km", "千米", "KM", "mph", NULL};

/* How far the second exceeds the first, in percent; -1 when it does not, or one is
 * unknown. */
static long
excess(long allowed, long actual)
{
    if (allowed <= 0 || actual <= allowed) {
        return -1;
    }
    return (actual - allowed) * 100 / allowed;
}

/* 坐了70 and the clause ends: the unit goes without saying. -1: there is more, or less.
 */
static long
bare_number(sup_text rest)
{
    static const char *const ends[] = {"，", "。", "！", "？", "；", ",", ".", "!", NULL};
    size_t next = 0, w;
    long n = text_number(rest, 0, &next);

    for (w = 0; n >= 0 && ends[w] != NULL; w++) {
        if (text_is(rest, next, ends[w])) {
            return n;
        }
    }
    return n >= 0 && next == rest.len ? n : -1;
}

/* The largest number that stands behind one of the words and before one of the units. */
static long
measured(sup_text text, const char *const *words, const char *const *behind)
{
    long best = -1;
    size_t from = 0, len = 0, at;

    while ((at = text_find(text, from, words, &len)) != TEXT_NONE) {
        sup_text rest = {text.data + at + len, text.len - at - len};
        long n, bare = bare_number(rest);

        rest.len = rest.len > GAP_BYTES * 2 ? GAP_BYTES * 2 : rest.len;
        n = text_number_before(rest, behind);
        n = bare > n ? bare : n;
        best = n > best ? n : best;
        from = at + len;
    }
    return best;
}

static int
overloaded(sup_text text, sup_plugin_verdict *verdict)
{
    size_t at;
    long allowed = text_number_behind(text, approved, GAP_BYTES, &at);
    long over;

    if (allowed <= 0) {
        allowed = text_number_before(text, seats);
    }
    over = excess(allowed, measured(text, carried, people));
    if (over < 0) {
        return 0;
    }
    verdict->category = TEXT_LIT("overloading");
    if (over >= OVERLOAD_CRITICAL_PERCENT) {
        verdict->severity = SUP_SEVERITY_CRITICAL;
        verdict->reason = TEXT_LIT("载客人数超过核定人数百分之二十以上");
        verdict->reason_en = TEXT_LIT("At least a fifth more people than approved");
        verdict->basis = TEXT_LIT("rtsl_92");
    } else {
        verdict->severity = SUP_SEVERITY_SERIOUS;
        verdict->reason = TEXT_LIT("载客人数超过核定人数");
        verdict->reason_en = TEXT_LIT("More people than approved");
        verdict->basis = TEXT_LIT("rtsl_49");
    }
    return 1;
}

static int
too_fast(sup_text text, sup_plugin_verdict *verdict)
{
    size_t at = 0;
    long limit = text_number_behind(text, limits, GAP_BYTES, &at);
    long over = excess(limit, measured(text, speeds, units));

    if (over < 0) {
        return 0;
    }
    verdict->category = TEXT_LIT("speeding");
    if (over > SPEED_CRITICAL_PERCENT) {
        verdict->severity = SUP_SEVERITY_CRITICAL;
        verdict->reason = TEXT_LIT("车速超过限速百分之五十");
        verdict->reason_en = TEXT_LIT("More than half above the speed limit");
        verdict->basis = TEXT_LIT("rtsl_99");
    } else {
        verdict->severity = SUP_SEVERITY_SERIOUS;
        verdict->reason = TEXT_LIT("车速超过限速");
        verdict->reason_en = TEXT_LIT("Above the speed limit");
        verdict->basis = TEXT_LIT("rtsl_42");
    }
    return 1;
}

static int
transport_classify(const sup_plugin_host *host, const sup_plugin_report *report,
                   sup_plugin_verdict *verdict)
{
    sup_plugin_verdict speed = {.struct_size = sizeof(speed)};
    int crowded = overloaded(report->text, verdict);

    (void)host;
    if (too_fast(report->text, &speed) &&
        (!crowded || speed.severity > verdict->severity)) {
        *verdict = speed;
        return 1;
    }
    return crowded;
}

static int
transport_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
                sup_plugin_points *points)
{
    static const figures_item items[] = {
        {"dr_week_log", 2, (size_t)2 * SEGMENTS_MAX, 0, hours_kept},
        {NULL, 0, 0, 0, NULL}};

    return figures_score(items, host, answer, points);
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "transport",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .classify = transport_classify,
    .score = transport_score,
};
