/* Not a plugin: another magic. */
#include "bad.inc"

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    .magic = 0x12345678u,
    .abi = SUP_PLUGIN_ABI,
    .struct_size = sizeof(sup_plugin),
    .domain = "bad",
    .version = "1",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
};
