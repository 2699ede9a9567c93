/* A plugin's hooks: the host that they see, and the verdict of the one that classifies.
 * Owns: the bounds of a hook, what makes a verdict good.
 * Must not know: patterns, nginx, Redis, HTTP. */
#include "sup_rules_hook.h"

#include "supervision/v1/rules.pb-c.h"

#define HOOK_BYTES_MAX (16 * 1024)
#define HOOK_TEXT_MAX  600

static void *
hook_alloc(const sup_plugin_host *host, size_t size)
{
    sup_hook_host *h = (sup_hook_host *)(uintptr_t)host;
    void *block;

    if (size > h->left) {
        return NULL;
    }
    h->left -= size;
    block = sup_alloc(h->arena, size);
    h->nomem |= block == NULL;
    return block;
}

void
sup_hook_host_init(sup_hook_host *host, sup_arena *arena)
{
    *host = (sup_hook_host){.head = {sizeof(sup_plugin_host), hook_alloc},
                            .arena = arena,
                            .left = HOOK_BYTES_MAX};
}

int
sup_hook_text_is_good(sup_text text)
{
    sup_str slice = {text.data, text.len};

    if (text.len == 0) {
        return 1;
    }
    return text.data != NULL && text.len <= HOOK_TEXT_MAX &&
           memchr(text.data, '\0', text.len) == NULL && sup_utf8_length(slice) >= 0;
}

static sup_str
str_of(sup_text text)
{
    return (sup_str){text.data, text.len};
}

/* Whether the verdict may be followed at all; a plugin's slip never reaches the case. */
static int
verdict_is_good(const Sup__Rulebook *book, const sup_plugin_verdict *v)
{
    if (!sup_hook_text_is_good(v->category) || !sup_hook_text_is_good(v->reason) ||
        !sup_hook_text_is_good(v->reason_en) || !sup_hook_text_is_good(v->basis)) {
        return 0;
    }
    if ((int)v->severity < SUP_SEVERITY_NONE || v->severity > SUP_SEVERITY_CRITICAL ||
        v->reason.len == 0) {
        return 0;
    }
    return (v->basis.len == 0 ||
            sup_rulebook_basis_place(book, str_of(v->basis)) < book->n_bases) &&
           (v->category.len == 0 ||
            sup_rulebook_category_place(book, str_of(v->category)) < book->n_categories);
}

int
sup_rules_hook_ask(sup_arena *arena, const sup_rulebook *rulebook,
                   const sup_plugin_report *report, sup_plugin_verdict *verdict)
{
    sup_hook_host host;

    if (!SUP_HOOK_IS_THERE(rulebook->plugin, classify)) {
        return 0;
    }
    sup_hook_host_init(&host, arena);
    *verdict = (sup_plugin_verdict){.struct_size = sizeof(*verdict)};
    return rulebook->plugin->classify(&host.head, report, verdict) == 1 &&
           verdict_is_good(rulebook->book, verdict);
}
