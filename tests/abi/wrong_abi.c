/* A plugin of another ABI. */
#include "bad.inc"

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    .magic = SUP_PLUGIN_MAGIC,
    .abi = SUP_PLUGIN_ABI + 1,
    .struct_size = sizeof(sup_plugin),
    .domain = "bad",
    .version = "1",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
};
