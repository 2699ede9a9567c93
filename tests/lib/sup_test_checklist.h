/* What every checklist must keep, and the score and grade hooks of a plugin asked.
 * Owns: the checks that the golden tests of the plugins share.
 * Must not know: which domain is tested. */
#ifndef SUP_TEST_CHECKLIST_H
#define SUP_TEST_CHECKLIST_H

#include <math.h>
#include "rules/sup_rules.h"
#include "supervision/v1/rules.pb-c.h"

#define SUP_TEST_HOOK_TEXT_MAX 600

typedef struct {
    double points;
    int critical;
    char explanation[SUP_TEST_HOOK_TEXT_MAX];
    char explanation_en[SUP_TEST_HOOK_TEXT_MAX];
} sup_test_points;

static inline const Sup__Item *
sup_test_item(const sup_rulebook *book, const char *code)
{
    size_t i, j;

    for (i = 0; i < book->book->n_sections; i++) {
        for (j = 0; j < book->book->sections[i]->n_items; j++) {
            if (strcmp(book->book->sections[i]->items[j]->code, code) == 0) {
                return book->book->sections[i]->items[j];
            }
        }
    }
    fail_msg("no item %s", code);
    return NULL;
}

static inline void sup_test_columns(const sup_rulebook *book, const Sup__Item *item);

/* The sections are exactly these, in order; every item says how it is checked, what
 * evidence a failure needs and how long there is to fix it; whatever a hook takes has its
 * columns. */
static inline void
sup_test_checklist(const sup_rulebook *book, const char *const *sections,
                   size_t items_min)
{
    size_t i, j, items = 0;

    for (i = 0; i < book->book->n_sections; i++) {
        const Sup__Section *s = book->book->sections[i];

        assert_non_null(sections[i]);
        assert_string_equal(s->name, sections[i]);
        items += s->n_items;
        for (j = 0; j < s->n_items; j++) {
            if (s->items[j]->how[0] == '\0' || s->items[j]->how_en[0] == '\0' ||
                s->items[j]->n_evidence == 0 || s->items[j]->fix_min == 0) {
                fail_msg("%s lacks how, how_en, evidence or fix_min", s->items[j]->code);
            }
            sup_test_columns(book, s->items[j]);
        }
    }
    assert_null(sections[i]);
    assert_true(items >= items_min);
    assert_non_null(book->book->scoring);
    assert_non_null(book->book->scoring->standing);
}

static inline const Sup__Template *
sup_test_template(const sup_rulebook *book, Sup__Template__Check check)
{
    size_t i;

    for (i = 0; i < book->book->n_templates; i++) {
        if (book->book->templates[i]->check == check) {
            return book->book->templates[i];
        }
    }
    return NULL;
}

/* A daily self-check that takes two minutes: a few items that are looked at. */
static inline void
sup_test_daily(const sup_rulebook *book, size_t items_max)
{
    const Sup__Template *t = sup_test_template(book, SUP__TEMPLATE__CHECK__daily);
    size_t i;

    assert_non_null(t);
    assert_true(t->n_items >= 1 && t->n_items <= items_max && t->n_sections == 0);
    for (i = 0; i < t->n_items; i++) {
        assert_false(sup_test_item(book, t->items[i])->by_code);
    }
}

static inline void *
sup_test_hook_alloc(const sup_plugin_host *host, size_t size)
{
    static char memory[16 * 1024];
    static size_t used;

    (void)host;
    used = used + size > sizeof(memory) ? 0 : used;
    used += size;
    return memory + used - size;
}

/* Asks the plugin's score hook; its result. Checks that points are 0 to 1 or negative. */
static inline int
sup_test_score(const sup_rulebook *book, const char *item, const double *values, size_t n,
               sup_test_points *out)
{
    const sup_plugin_host host = {sizeof(host), sup_test_hook_alloc};
    const sup_plugin_answer answer = {{item, strlen(item)}, {"", 0}, values, n};
    sup_plugin_points points = {.struct_size = sizeof(points)};
    int rc = book->plugin->score(&host, &answer, &points);

    memset(out, 0, sizeof(*out));
    if (rc == 1) {
        assert_true(!isnan(points.points) && points.points <= 1);
        assert_true(points.explanation.len > 0 && points.explanation_en.len > 0);
        assert_true(points.explanation.len < SUP_TEST_HOOK_TEXT_MAX &&
                    points.explanation_en.len < SUP_TEST_HOOK_TEXT_MAX);
        out->points = points.points;
        out->critical = points.critical;
        memcpy(out->explanation, points.explanation.data, points.explanation.len);
        memcpy(out->explanation_en, points.explanation_en.data,
               points.explanation_en.len);
    }
    return rc;
}

typedef struct {
    char grade[48];
    char explanation[SUP_TEST_HOOK_TEXT_MAX];
    char explanation_en[SUP_TEST_HOOK_TEXT_MAX];
} sup_test_grade;

/* Asks the plugin's grade hook; its result. */
static inline int
sup_test_grade_of(const sup_rulebook *book, Sup__Template__Check check, double percent,
                  const sup_plugin_line *lines, size_t n, sup_test_grade *out)
{
    const sup_plugin_host host = {sizeof(host), sup_test_hook_alloc};
    const sup_plugin_check asked = {sizeof(asked), (int32_t)check, percent, lines, n};
    sup_plugin_grade grade = {.struct_size = sizeof(grade)};
    int rc = book->plugin->grade(&host, &asked, &grade);

    memset(out, 0, sizeof(*out));
    if (rc == 1) {
        assert_true(grade.grade.len < sizeof(out->grade));
        assert_true(grade.explanation.len > 0 && grade.explanation_en.len > 0);
        assert_true(grade.explanation.len < SUP_TEST_HOOK_TEXT_MAX &&
                    grade.explanation_en.len < SUP_TEST_HOOK_TEXT_MAX);
        memcpy(out->grade, grade.grade.data, grade.grade.len);
        memcpy(out->explanation, grade.explanation.data, grade.explanation.len);
        memcpy(out->explanation_en, grade.explanation_en.data, grade.explanation_en.len);
    }
    return rc;
}

/* The hook takes what the columns ask for, no number less and none more. */
static inline void
sup_test_columns(const sup_rulebook *book, const Sup__Item *item)
{
    static const double numbers[6 * 100 + 1];
    size_t most = item->n_columns * (item->rows == 0 ? 1 : item->rows);
    sup_test_points p;

    if (!item->by_code || item->figures != SUP__ITEM__FIGURES__figures_unspecified) {
        return;
    }
    if (most == 0 ||
        sup_test_score(book, item->code, numbers, item->n_columns - 1, &p) != -1 ||
        sup_test_score(book, item->code, numbers, most + 1, &p) != -1) {
        fail_msg("%s has other columns than its hook takes numbers", item->code);
    }
}

#endif
