/* The energy plugin: its rulebook, what makes an outage serious (how long, how many,
 * when), and figures against what was agreed or used before.
 * Owns: the thresholds of duration, night and winter.
 * Must not know: anything but sup_plugin.h. */
#include "sup_plugin.h"
#include "figures.inc"
#include "text.inc"

static const char rulebook[] =
#include "rulebook.h"
    ;

#define NIGHT_FROM_MINUTE (22 * 60)
#define NIGHT_TO_MINUTE   (6 * 60)
#define WINTER_FROM_MONTH 12
#define WINTER_TO_MONTH   2
#define LONG_HOURS        6

/* No points from here on: twice the agreed time to restore, a tenth more use a head. */
#define RESTORE_OVER_MAX 1.0
#define USE_MORE_MAX     0.1

static const char *const outages[] = {
    "停电",     "断电",           "没电",     "没有电",    "跳闸",
    "停水",     "断水",           "没水",     "没有水",    "无水",
    "不出水",   "停了电",         "停了水",   "power cut", "power outage",
    "no power", "no electricity", "no water", "blackout",  "power is out",
    NULL};
static const char *const no_heating[] = {
    "没有暖气", "没暖气", "暖气不热", "暖气坏",     "暖气停",         "不供暖", "停暖",
    "没供暖",   "不制热", "没有供暖", "no heating", "heating is off", NULL};
static const char *const dwellings[] = {"宿舍", "寝室", "公寓", "号楼",
                                        "栋",   "dorm", NULL};
static const char *const whole[] = {"整栋",
                                    "整幢",
                                    "全楼",
                                    "整个楼",
                                    "整层",
                                    "全栋",
                                    "整座楼",
                                    "整个宿舍楼",
                                    "全校",
                                    "整个校",
                                    "宿舍区都",
                                    "一整层",
                                    "楼都",
                                    "几栋",
                                    "好几栋",
                                    "whole building",
                                    "entire building",
                                    "whole dorm",
                                    "whole campus",
                                    NULL};
static const char *const hours[] = {"小时", "个小时", "钟头", "hour", "h ", NULL};
static const char *const days[] = {"天", "日没", "晚上都没", "day", NULL};
static const char *const long_times[] = {"一整天",  "整天",      "整晚",   "一晚上",
                                         "一夜",    "通宵",      "好几天", "几天",
                                         "all day", "all night", NULL};

/* A day of the month (3日, 12月) is no duration: days needs 天. */
static int
lasts_long(sup_text text)
{
    return text_has(text, long_times) || text_number_before(text, hours) >= LONG_HOURS ||
           text_number_before(text, days) >= 1;
}

static int
is_night(const sup_plugin_report *report)
{
    return report->local_minute >= NIGHT_FROM_MINUTE ||
           (report->local_minute >= 0 && report->local_minute < NIGHT_TO_MINUTE);
}

static int
is_winter(const sup_plugin_report *report)
{
    return report->local_month >= WINTER_FROM_MONTH ||
           (report->local_month >= 1 && report->local_month <= WINTER_TO_MONTH);
}

static int
say(sup_plugin_verdict *verdict, sup_text reason, sup_text reason_en)
{
    verdict->severity = SUP_SEVERITY_SERIOUS;
    verdict->reason = reason;
    verdict->reason_en = reason_en;
    verdict->basis = TEXT_LIT("plan_focus");
    return 1;
}

static int
energy_classify(const sup_plugin_host *host, const sup_plugin_report *report,
                sup_plugin_verdict *verdict)
{
    sup_text text = report->text;

    (void)host;
    if (text_claim(text, 0, no_heating) != TEXT_NONE && is_winter(report)) {
        return say(verdict, TEXT_LIT("冬季无供暖"), TEXT_LIT("No heating in winter"));
    }
    if (text_claim(text, 0, outages) == TEXT_NONE) {
        return 0;
    }
    if (text_has(text, whole)) {
        return say(verdict, TEXT_LIT("整栋楼或者更大范围停水停电"),
                   TEXT_LIT("A whole building or more is without supply"));
    }
    if (lasts_long(text)) {
        return say(verdict, TEXT_LIT("停水停电持续时间长"),
                   TEXT_LIT("The outage lasts long"));
    }
    if (is_night(report) && text_has(text, dwellings)) {
        return say(verdict, TEXT_LIT("夜间宿舍停水停电"),
                   TEXT_LIT("Outage in a dormitory at night"));
    }
    return 0;
}

/* Use and heads of this period, use and heads of the same period last year. */
static int
use_per_head(const sup_plugin_host *host, const double *v, size_t n, double limit,
             sup_plugin_points *points)
{
    double now, before, more;

    (void)n;
    if (v[1] == 0 || v[2] == 0 || v[3] == 0) {
        return -1;
    }
    now = v[0] / v[1];
    before = v[2] / v[3];
    more = now / before - 1;
    points->points = more <= 0 ? 1 : figures_clamp(1 - more / limit);
    return figures_say(host, &points->explanation, "人均%.2f，上年同期%.2f，变化%+.1f%%",
                       now, before, more * 100) &&
                   figures_say(host, &points->explanation_en,
                               "%.2f a head, last year %.2f, change %+.1f%%", now, before,
                               more * 100)
               ? 1
               : -1;
}

static int
energy_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
             sup_plugin_points *points)
{
    static const figures_item items[] = {
        {"re_restore", 2, 2, RESTORE_OVER_MAX, figures_agreed},
        {"sa_head", 4, 4, USE_MORE_MAX, use_per_head},
        {NULL, 0, 0, 0, NULL}};

    return figures_score(items, host, answer, points);
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "energy",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .classify = energy_classify,
    .score = energy_score,
};
