/* The built plugins as the host sees them: opened, their rulebooks compiled, asked.
 * Owns: the opened handles for the life of the test program.
 * Must not know: which domain is tested. */
#ifndef SUP_TEST_PLUGINS_H
#define SUP_TEST_PLUGINS_H

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include "rules/sup_rules.h"
#include "sup_test_arena.h"
#include "sup_test_needles.h"
#include "supervision/v1/rules.pb-c.h"

#define SUP_TEST_PLUGINS     3 /* of sup_test_plugins_open() */
#define SUP_TEST_PLUGINS_MAX 8

typedef struct {
    sup_test_arena *arena;
    sup_rulebook *books[SUP_TEST_PLUGINS_MAX];
    void *handles[SUP_TEST_PLUGINS_MAX];
    size_t n;
} sup_test_plugins;

/* One report, what it must become; hour < 0: noon. "" : nothing is recognised. */
typedef struct {
    const char *text;
    const char *category;
    int severity;
    int hour;
    int month;
} sup_test_report;

static inline sup_rulebook *
sup_test_plugin_open(sup_test_arena *arena, const char *domain, void **handle)
{
    const char *dir = getenv("SUP_PLUGIN_DIR");
    char path[512];
    const sup_plugin *plugin;
    sup_rulebook *book = NULL;
    sup_wire_error error = {"", "", 0};

    (void)snprintf(path, sizeof(path), "%s/%s.so", dir == NULL ? "build/plugins" : dir,
                   domain);
    *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (*handle == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        abort();
    }
    plugin = dlsym(*handle, SUP_PLUGIN_SYMBOL);
    if (plugin == NULL || plugin->magic != SUP_PLUGIN_MAGIC ||
        plugin->abi != SUP_PLUGIN_ABI || strcmp(plugin->domain, domain) != 0 ||
        plugin->rulebook[plugin->rulebook_len] != '\0') {
        fprintf(stderr, "%s: not a plugin of %s\n", path, domain);
        abort();
    }
    if (sup_rulebook_compile(&arena->arena,
                             (sup_str){plugin->rulebook, plugin->rulebook_len},
                             sup_str_c(domain), &book, &error) != SUP_OK) {
        fprintf(stderr, "%s:%u: %s %s\n", domain, error.line, error.field, error.detail);
        abort();
    }
    book->plugin = plugin;
    return book;
}

/* Opens these domains, a NULL-ended list, in their order. */
static inline sup_test_plugins *
sup_test_plugins_open_of(const char *const *domains)
{
    sup_test_plugins *p = calloc(1, sizeof(*p));

    p->arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    for (; domains[p->n] != NULL; p->n++) {
        if (p->n == SUP_TEST_PLUGINS_MAX) {
            abort();
        }
        p->books[p->n] = sup_test_plugin_open(p->arena, domains[p->n], &p->handles[p->n]);
    }
    return p;
}

static inline sup_test_plugins *
sup_test_plugins_open(void)
{
    static const char *const domains[SUP_TEST_PLUGINS + 1] = {"catering", "transport",
                                                              "energy", NULL};

    return sup_test_plugins_open_of(domains);
}

/* All eight of the plan, as a campus has them. */
static inline sup_test_plugins *
sup_test_plugins_open_all(void)
{
    static const char *const domains[] = {"catering",    "transport", "energy",
                                          "dormitory",   "property",  "repair",
                                          "procurement", "decision",  NULL};

    return sup_test_plugins_open_of(domains);
}

static inline const sup_rulebook *
sup_test_plugins_book(const sup_test_plugins *p, const char *domain)
{
    size_t i;

    for (i = 0; i < p->n; i++) {
        if (strcmp(p->books[i]->book->domain, domain) == 0) {
            return p->books[i];
        }
    }
    abort();
}

static inline void
sup_test_plugins_close(sup_test_plugins *p)
{
    size_t i;

    for (i = 0; i < p->n; i++) {
        sup_rulebook_release(p->books[i]);
        dlclose(p->handles[i]);
    }
    sup_test_arena_destroy(p->arena);
    free(p);
}

static inline Sup__Classification *
sup_test_classify(sup_test_plugins *p, sup_test_arena *arena, const char *text, int hour,
                  int month)
{
    sup_rules_question question = {.text = sup_str_c(text),
                                   .domain = "",
                                   .category = "",
                                   .now_ms = 1763870400000,
                                   .local_minute = (hour < 0 ? 12 : hour) * 60,
                                   .local_month = month == 0 ? 5 : month};
    Sup__Classification *c = NULL;
    unsigned limited = 0;

    if (sup_rules_classify(&arena->arena, p->books, p->n, &question, &c, &limited) !=
            SUP_OK ||
        limited != 0) {
        fprintf(stderr, "%s: not classified, %u patterns limited\n", text, limited);
        return NULL;
    }
    return c;
}

/* How many of the reports did not become what they must; each is told. */
static inline int
sup_test_reports(sup_test_plugins *p, const char *domain, const sup_test_report *reports)
{
    size_t i;
    int wrong = 0;

    for (; reports->text != NULL; reports++) {
        sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
        Sup__Classification *c =
            sup_test_classify(p, arena, reports->text, reports->hour, reports->month);
        const char *wanted = reports->category[0] == '\0' ? "" : domain;

        for (i = 0; i < p->n; i++) {
            sup_test_needles(&arena->arena, p->books[i], sup_str_c(reports->text));
        }
        if (c == NULL || strcmp(c->domain, wanted) != 0 ||
            strcmp(c->category, reports->category) != 0 ||
            (int)c->severity != reports->severity) {
            fprintf(stderr, "  %s\n    wanted %s/%s %d, got %s/%s %d\n", reports->text,
                    wanted, reports->category, reports->severity,
                    c == NULL ? "?" : c->domain, c == NULL ? "?" : c->category,
                    c == NULL ? -1 : (int)c->severity);
            wrong++;
        }
        sup_test_arena_destroy(arena);
    }
    return wrong;
}

#endif
