/* A struct that ends before the rulebook. */
#include "bad.inc"

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    .magic = SUP_PLUGIN_MAGIC,
    .abi = SUP_PLUGIN_ABI,
    .struct_size = 24,
    .domain = "bad",
    .version = "1",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
};
