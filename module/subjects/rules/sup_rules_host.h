/* The host that a plugin's hook sees while it runs, and which of its texts may be used.
 * Owns: the bounds of a hook's memory and words.
 * Must not know: which hook it is, PCRE2, nginx, Redis, HTTP. */
#ifndef SUP_RULES_HOST_H
#define SUP_RULES_HOST_H

#include <stddef.h>
#include "core/sup_base.h"
#include "sup_plugin.h"

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

#endif
