/* How long one comprehensive catering inspection takes to score: in core alone, and whole,
 * from the answers to the message that explains itself. Prints two numbers, in
 * microseconds: the median of many runs. The plugin is the first argument.
 * Owns: the answers, the clock.
 * Must not know: servers. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "scoring/sup_scoring.h"
#include "sup_test_arena.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#define ITEMS_MAX 200
#define RUNS      301
#define CORE_LOOP 200 /* of core, one run is too short for the clock */

typedef struct {
    sup_test_arena *arena;
    sup_rulebook *book;
    sup_checklist list;
    Sup__Answer *answers[ITEMS_MAX];
    size_t n;
    /* the same for core */
    sup_score_scheme scheme;
    sup_score_item items[ITEMS_MAX];
    sup_score_answer given[ITEMS_MAX];
    uint32_t weights[ITEMS_MAX];
    size_t n_sections;
} inspection;

static void
die(const char *what)
{
    fprintf(stderr, "score: %s\n", what);
    exit(1);
}

static double
now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* --- the inspection: every seventh item has failed, every eleventh does not apply --- */

static double
value_of(const Sup__Item *item, int failed)
{
    switch (item->answer) {
    case SUP__ITEM__ANSWER__graded:
        return failed ? 0 : item->grades;
    case SUP__ITEM__ANSWER__count:
        return failed ? item->zero_at : 0;
    default:
        if (item->at_most != NULL) {
            return item->at_most->value + failed;
        }
        return item->at_least == NULL ? 0 : item->at_least->value - failed;
    }
}

static void
answer(inspection *s, size_t i)
{
    const Sup__Item *item = s->list.items[i];
    sup_arena *arena = &s->arena->arena;
    Sup__Answer *a = SUP_NEW(arena, Sup__Answer, sup__answer__descriptor);
    int failed = i % 7 == 3;

    a->item = item->code;
    a->note = failed ? "现场核实，不符合要求。" : "";
    if (i % 11 == 5) {
        a->result = SUP__ANSWER__RESULT__not_applicable;
    } else if (item->by_code) {
        a->values = sup_alloc(arena, 2 * sizeof(double));
        a->n_values = 2;
        a->values[0] = a->values[1] = 8;
    } else if (item->answer == SUP__ITEM__ANSWER__pass_fail) {
        a->result = failed ? SUP__ANSWER__RESULT__fail : SUP__ANSWER__RESULT__pass;
    } else {
        a->values = sup_alloc(arena, sizeof(double));
        a->n_values = 1;
        a->values[0] = value_of(item, failed);
    }
    s->answers[s->n++] = a;
}

static void
for_core(inspection *s, size_t i)
{
    const Sup__Item *item = s->list.items[i];
    const Sup__Answer *a = s->answers[i];

    if (i == 0 || s->list.sections[i] != s->list.sections[i - 1]) {
        s->weights[s->n_sections++] = s->list.sections[i]->weight;
    }
    s->items[i] = (sup_score_item){.kind = (sup_answer_kind)item->answer,
                                   .section = s->n_sections - 1,
                                   .weight = item->weight,
                                   .critical = item->critical != 0,
                                   .veto = item->veto != 0,
                                   .by_code = item->by_code != 0,
                                   .grades = item->grades,
                                   .zero_at = item->zero_at,
                                   .has_least = item->at_least != NULL,
                                   .has_most = item->at_most != NULL};
    s->items[i].at_least = item->at_least == NULL ? 0 : item->at_least->value;
    s->items[i].at_most = item->at_most == NULL ? 0 : item->at_most->value;
    s->given[i] =
        (sup_score_answer){.applies = a->result != SUP__ANSWER__RESULT__not_applicable,
                           .passed = a->result == SUP__ANSWER__RESULT__pass,
                           .value = a->n_values == 0 ? 0 : a->values[0],
                           .points = 1};
}

static void
load(inspection *s, const char *path)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const sup_plugin *plugin = handle == NULL ? NULL : dlsym(handle, SUP_PLUGIN_SYMBOL);
    const Sup__Template *template = NULL;
    sup_wire_error error;
    size_t i;

    s->arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    if (plugin == NULL ||
        sup_rulebook_parse(&s->arena->arena,
                           (sup_str){plugin->rulebook, plugin->rulebook_len}, SUP_STR(""),
                           &s->book, &error) != SUP_OK) {
        die("no such plugin");
    }
    s->book->plugin = plugin;
    for (i = 0; i < s->book->book->n_templates; i++) {
        if (s->book->book->templates[i]->check == SUP__TEMPLATE__CHECK__comprehensive) {
            template = s->book->book->templates[i];
        }
    }
    if (template == NULL ||
        sup_checklist_of(&s->arena->arena, s->book, template, &s->list) != SUP_OK ||
        s->list.n > ITEMS_MAX) {
        die("no comprehensive checklist");
    }
    sup_scheme_of(s->book->book, &s->scheme);
    for (i = 0; i < s->list.n; i++) {
        answer(s, i);
        for_core(s, i);
    }
}

/* --- the clock --- */

static double
core_us(const inspection *s)
{
    static sup_score_line lines[ITEMS_MAX];
    static sup_score_section sections[ITEMS_MAX];
    sup_score_total total = {.percent = 0};
    double began = now_us();
    size_t i, k;

    for (k = 0; k < CORE_LOOP; k++) {
        for (i = 0; i < s->n; i++) {
            if (!sup_score_answer_ok(&s->items[i], &s->given[i])) {
                die("an answer that cannot be");
            }
            sup_score_item_line(&s->scheme, &s->items[i], &s->given[i], &lines[i]);
        }
        sup_score_sum(&s->scheme, s->items, s->given, lines, s->n, s->weights, sections,
                      s->n_sections, &total);
    }
    if (!total.applies || total.failed == 0 || total.arithmetic >= 100) {
        die("core gives another score");
    }
    return (now_us() - began) / CORE_LOOP;
}

static double
whole_us(const inspection *s)
{
    sup_test_arena *arena = sup_test_arena_create(SUP_TEST_UNBOUNDED);
    sup_ctx c = {.arena = &arena->arena};
    const sup_scoring_facts facts = {.purpose = SUP_SCORING_PREVIEW};
    Sup__Score *score = NULL;
    double began = now_us(), took;

    if (sup_score_answers(&c, s->book, &s->list, s->answers, s->n, &facts, &score) !=
            SUP_OK ||
        score->n_lines != s->n || score->failures == 0) {
        die(c.failure.detail_en == NULL ? "not scored" : c.failure.detail_en);
    }
    took = now_us() - began;
    sup_test_arena_destroy(arena);
    return took;
}

static int
ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static double
median(const inspection *s, double (*run)(const inspection *))
{
    static double took[RUNS];
    size_t i;

    for (i = 0; i < RUNS; i++) {
        took[i] = run(s);
    }
    qsort(took, RUNS, sizeof(took[0]), ascending);
    return took[RUNS / 2];
}

int
main(int argc, char **argv)
{
    static inspection s;

    load(&s, argc > 1 ? argv[1] : "build/plugins/catering.so");
    printf("%zu %.2f %.1f\n", s.n, median(&s, core_us), median(&s, whole_us));
    return 0;
}
