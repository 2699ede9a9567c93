/* A plugin's classify hook asked, and its verdict judged before it is followed.
 * Owns: the host that a hook sees, what makes a verdict good.
 * Must not know: patterns, nginx, Redis, HTTP. */
#include <stddef.h>
#include "sup_rules_private.h"

#define HOOK_BYTES_MAX (16 * 1024)
#define HOOK_TEXT_MAX  600

typedef struct {
    sup_plugin_host head; /* first: alloc() casts back */
    sup_arena *arena;
    size_t left;
} hook_host;

static void *
hook_alloc(const sup_plugin_host *host, size_t size)
{
    hook_host *h = (hook_host *)(uintptr_t)host;

    if (size > h->left) {
        return NULL;
    }
    h->left -= size;
    return sup_alloc(h->arena, size);
}

static int
hook_is_there(const sup_plugin *plugin)
{
    return plugin != NULL &&
           plugin->struct_size >=
               offsetof(sup_plugin, classify) + sizeof(plugin->classify) &&
           plugin->classify != NULL;
}

static int
hook_text_is_good(sup_text text)
{
    sup_str slice = {text.data, text.len};

    if (text.len == 0) {
        return 1;
    }
    return text.data != NULL && text.len <= HOOK_TEXT_MAX &&
           memchr(text.data, '\0', text.len) == NULL && sup_utf8_length(slice) >= 0;
}

static int
hook_basis_is_good(const Sup__Rulebook *book, sup_text basis)
{
    size_t i;

    for (i = 0; i < book->n_bases && basis.len != 0; i++) {
        if (sup_str_eq(sup_str_c(book->bases[i]->code),
                       (sup_str){basis.data, basis.len})) {
            return 1;
        }
    }
    return basis.len == 0;
}

/* Whether the verdict may be followed at all; a plugin's slip never reaches the case. */
static int
verdict_is_good(const Sup__Rulebook *book, const sup_plugin_verdict *v)
{
    if (!hook_text_is_good(v->category) || !hook_text_is_good(v->reason) ||
        !hook_text_is_good(v->reason_en) || !hook_text_is_good(v->basis)) {
        return 0;
    }
    if ((int)v->severity < SUP_SEVERITY_NONE || v->severity > SUP_SEVERITY_CRITICAL ||
        v->reason.len == 0 || !hook_basis_is_good(book, v->basis)) {
        return 0;
    }
    return v->category.len == 0 ||
           sup_rules_category(book, (sup_str){v->category.data, v->category.len}) <
               book->n_categories;
}

int
sup_rules_hook_ask(sup_arena *arena, const sup_rulebook *rulebook,
                   const sup_plugin_report *report, sup_plugin_verdict *verdict)
{
    hook_host host = {{sizeof(sup_plugin_host), hook_alloc}, arena, HOOK_BYTES_MAX};

    if (!hook_is_there(rulebook->plugin)) {
        return 0;
    }
    *verdict = (sup_plugin_verdict){.struct_size = sizeof(*verdict)};
    return rulebook->plugin->classify(&host.head, report, verdict) == 1 &&
           verdict_is_good(rulebook->book, verdict);
}
