/* The property plugin: its rulebook, and the scores that a table cannot say: how online
 * repair requests and complaints were handled, from the live figures of the period.
 * Owns: which of its items are scored so.
 * Must not know: anything but sup_plugin.h. */
#include "sup_plugin.h"
#include "figures.inc"

static const char rulebook[] =
#include "rulebook.h"
    ;

static const figures_item items[] = {{"online_handling", 4, 4, 0, figures_handled},
                                     {"complaint_handling", 4, 4, 0, figures_handled},
                                     {NULL, 0, 0, 0, NULL}};

static int
property_score(const sup_plugin_host *host, const sup_plugin_answer *answer,
               sup_plugin_points *points)
{
    return figures_score(items, host, answer, points);
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "property",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .score = property_score,
};
