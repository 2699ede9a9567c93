/* An older plugin of this ABI: its struct ends before `grade`, and what lies behind it is
 * anything. Must be taken, and its checks graded by the table. */
#include <stddef.h>
#include "bad.inc"

static int
score(const sup_plugin_host *host, const sup_plugin_answer *answer,
      sup_plugin_points *points)
{
    (void)host;
    points->points = answer->n_values == 1 ? answer->values[0] / 10 : -1;
    points->explanation = (sup_text){"十分之几", 12};
    points->explanation_en = (sup_text){"Tenths", 6};
    return 1;
}

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    .magic = SUP_PLUGIN_MAGIC,
    .abi = SUP_PLUGIN_ABI,
    .struct_size = offsetof(sup_plugin, grade),
    .domain = "bad",
    .version = "1",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .score = score,
    .grade = (int (*)(const sup_plugin_host *, const sup_plugin_check *,
                      sup_plugin_grade *))(uintptr_t)1,
};
