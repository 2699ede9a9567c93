/* The repair plugin: its rulebook, and the scores that a table cannot say: first-time
 * fix and turnaround by kind of work, the time of works, what was billed.
 * Owns: which items are scored so, and their limits.
 * Must not know: anything but sup_plugin.h. */
#include "sup_plugin.h"
#include "figures.inc"

static const char rulebook[] =
#include "rulebook.h"
    ;

#define DAILY_HOURS       24
#define DISPATCHED_HOURS  72
#define JOBS_MAX          50  /* a sample, not the register */
#define PRICE_OVER_MAX    0.1 /* a tenth over the contract: no points */
#define SCHEDULE_OVER_MAX 0.5 /* half over the time of the contract: no points */

static const figures_item items[] = {
    {"daily_first_fix", 2, 2, 0, figures_first_fix},
    {"daily_turnaround", 1, JOBS_MAX, DAILY_HOURS, figures_turnaround},
    {"dispatch_first_fix", 2, 2, 0, figures_first_fix},
    {"dispatch_turnaround", 1, JOBS_MAX, DISPATCHED_HOURS, figures_turnaround},
    {"dispatch_price", 2, 2, PRICE_OVER_MAX, figures_agreed},
    {"works_schedule", 2, 2, SCHEDULE_OVER_MAX, figures_agreed},
    {NULL, 0, 0, 0, NULL}};

static int
repair_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
             sup_plugin_points *points)
{
    return figures_score(items, host, answer, points);
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "repair",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .score = repair_score,
};
