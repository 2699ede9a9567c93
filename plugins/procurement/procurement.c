/* The procurement plugin: its rulebook. Owns: nothing beside it; lots are sampled and
 * prices compared by hooks once the host asks for points. Must not know: anything but
 * sup_plugin.h. */
#include "sup_plugin.h"

static const char rulebook[] =
#include "rulebook.h"
    ;

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "procurement",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
};
