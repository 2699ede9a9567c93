/* libFuzzer: any text against the three rulebooks with their hooks, and masked. Plugins
 * come from SUP_PLUGIN_DIR. The first two bytes are the hour and the month. */
#include <stdint.h>
#include "sup_test_needles.h"
#include "sup_test_plugins.h"
#include "supervision/v1/rules.pb-c.h"

#define BUDGET (16u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sup_test_plugins *plugins;
    sup_test_arena *arena = sup_test_arena_create(BUDGET);
    Sup__Classification *c = NULL;
    unsigned limited = 0;
    char *text;
    int i;

    if (plugins == NULL) {
        plugins = sup_test_plugins_open();
    }
    if (size >= 2) {
        sup_rules_question question = {
            .text = {(const char *)data + 2, size - 2},
            .domain = "",
            .category = "",
            .local_minute = data[0] % 24 * 60,
            .local_month = data[1] % 12 + 1,
        };

        if (sup_rules_classify(&arena->arena, plugins->books, SUP_TEST_PLUGINS, &question,
                               &c, &limited) == SUP_OK &&
            (c->severity < 0 || c->severity > 4 || c->n_candidates > 5)) {
            __builtin_trap();
        }
        for (i = 0; i < SUP_TEST_PLUGINS; i++) {
            sup_test_needles(&arena->arena, plugins->books[i], question.text);
        }
        text = sup_strdup(&arena->arena, question.text);
        text = sup_rules_mask(&arena->arena, text);
        if (sup_utf8_length(question.text) >= 0 && sup_utf8_length(sup_str_c(text)) < 0) {
            __builtin_trap(); /* masking never breaks a character */
        }
    }
    sup_test_arena_destroy(arena);
    return 0;
}
