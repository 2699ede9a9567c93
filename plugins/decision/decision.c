/* The decision plugin: its rulebook, and how late milestones are.
 * Owns: what lateness costs.
 * Must not know: anything but sup_plugin.h, the clock. */
#include "sup_plugin.h"
#include "figures.inc"

static const char rulebook[] =
#include "rulebook.h"
    ;

#define MILESTONES_MAX 50
#define LATE_ZERO_DAYS 30 /* no points for a milestone so late, evenly between */

/* Days since 1 March of year 0 of 20261130; -1: no such day. */
static long
day_number(double date)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    long n = (long)date, year = n / 10000, month = n / 100 % 100, day = n % 100;
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    if ((double)n != date || year < 2000 || year > 2999 || month < 1 || month > 12 ||
        day < 1 || day > lengths[month - 1] + (month == 2 && leap)) {
        return -1;
    }
    year -= month <= 2;
    month = (month + 9) % 12;
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
}

/* Pairs: the planned day of a milestone, the day it was reached, or today. */
static int
milestones_late(const sup_plugin_host *host, const double *v, size_t n, double limit,
                sup_plugin_points *points)
{
    double sum = 0;
    long longest = 0;
    size_t i, late = 0;

    if (n % 2 != 0) {
        return -1;
    }
    for (i = 0; i < n; i += 2) {
        long planned = day_number(v[i]), reached = day_number(v[i + 1]);
        long days = reached > planned ? reached - planned : 0;

        if (planned < 0 || reached < 0) {
            return -1;
        }
        late += days > 0;
        longest = days > longest ? days : longest;
        sum += figures_clamp(1 - (double)days / limit);
    }
    points->points = sum / (double)(n / 2);
    return figures_say(host, &points->explanation, "节点%zu个，逾期%zu个，最长逾期%ld天",
                       n / 2, late, longest) &&
                   figures_say(host, &points->explanation_en,
                               "%zu milestones, %zu late, the longest by %ld days", n / 2,
                               late, longest)
               ? 1
               : -1;
}

static const figures_item items[] = {
    {"de_late", 2, (size_t)2 * MILESTONES_MAX, LATE_ZERO_DAYS, milestones_late},
    {NULL, 0, 0, 0, NULL}};

static int
decision_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
               sup_plugin_points *points)
{
    return figures_score(items, host, answer, points);
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "decision",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .score = decision_score,
};
