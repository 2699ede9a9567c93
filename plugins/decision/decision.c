/* The decision plugin: its rulebook. Owns: nothing beside it; lateness of milestones is
 * worked out by a hook once the host asks for points. Must not know: anything but
 * sup_plugin.h. */
#include "sup_plugin.h"

static const char rulebook[] =
#include "rulebook.h"
    ;

SUP_PLUGIN_EXPORT const sup_plugin sup_plugin_v1 = {
    SUP_PLUGIN_HEAD,
    .domain = "decision",
    .version = "1.0",
    .rulebook = rulebook,
    .rulebook_len = sizeof(rulebook) - 1,
};
