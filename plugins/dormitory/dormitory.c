/* The dormitory plugin: its rulebook, and two scores that a table cannot say: how
 * repairs were handled, what was charged against what was agreed.
 * Owns: which of its items are scored so.
 * Must not know: anything but sup_plugin.h. */
#include "sup_plugin.h"
#include "figures.inc"

static const char rulebook[] =
#include "rulebook.h"
    ;

#define PRICE_OVER_MAX 0.1 /* a tenth over the agreed price: no points */

static const figures_item items[] = {
    {"repair_handling", 4, 4, 0, figures_handled},
    {"price_charged", 2, 2, PRICE_OVER_MAX, figures_agreed},
    {NULL, 0, 0, 0, NULL}};

static int
dormitory_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
                sup_plugin_points *points)
{
    return figures_score(items, host, answer, points);
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "dormitory",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .score = dormitory_score,
};
