/* An older plugin of this ABI: its struct ends before the hooks. Must be taken. */
#include <stddef.h>
#include "bad.inc"

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    .magic = SUP_PLUGIN_MAGIC,
    .abi = SUP_PLUGIN_ABI,
    .struct_size = offsetof(sup_plugin, classify),
    .domain = "bad",
    .version = "1",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
};
