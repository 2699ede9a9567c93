/* An older plugin of this ABI: its struct ends before `grade`, and what lies behind it is
 * anything. Must be taken, and its checks graded by the table. */
#define CHECKLIST TWO_ITEMS
#include "bad.inc"

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    .magic = SUP_PLUGIN_MAGIC,
    .abi = SUP_PLUGIN_ABI,
    .struct_size = offsetof(sup_plugin, grade),
    .domain = "bad",
    .version = "1",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
    .score = score_tenths,
    .grade = (int (*)(const sup_plugin_host *, const sup_plugin_check *,
                      sup_plugin_grade *))(uintptr_t)1,
};
