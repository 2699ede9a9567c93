/* A plugin's hooks: what one sees while it runs, which of its texts may be used; and the
 * hook that classifies.
 * Owns: the host that is handed to a hook, what makes a verdict good.
 * Must not know: patterns, nginx, Redis, HTTP. */
#ifndef SUP_RULES_HOOK_H
#define SUP_RULES_HOOK_H

#include "sup_rulebook.h"

typedef struct {
    sup_plugin_host head; /* first: alloc() casts back; it is what the hook gets */
    sup_arena *arena;
    size_t left;
    unsigned nomem; /* the arena had no more, whatever the hook says then */
} sup_hook_host;

void sup_hook_host_init(sup_hook_host *host, sup_arena *arena);

/* UTF-8 without NUL, at most 600 bytes; empty is good. */
int sup_hook_text_is_good(sup_text text);

/* A plugin built against an older header is shorter, and has no such hook. */
#define SUP_HOOK_IS_THERE(plugin, hook)                                                  \
    ((plugin) != NULL &&                                                                 \
     (plugin)->struct_size >= offsetof(sup_plugin, hook) + sizeof((plugin)->hook) &&     \
     (plugin)->hook != NULL)

/* Asks the classify hook: 1 when the plugin has one and its verdict is good. */
int sup_rules_hook_ask(sup_arena *arena, const sup_rulebook *rulebook,
                       const sup_plugin_report *report, sup_plugin_verdict *verdict);

#endif
