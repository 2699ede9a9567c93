/* A plugin's hooks of scoring asked, and their verdicts judged before they are followed.
 * Owns: what makes points and a grade good.
 * Must not know: answers that tables score, texts of the score. */
#include "sup_scoring_hook.h"

#include "rules/sup_rules.h"
#include "sup_scoring_refuse.h"
#include "supervision/v1/rules.pb-c.h"

static sup_text
text_of(const char *text)
{
    return (sup_text){text, strlen(text)};
}

static const char *
keep(sup_arena *arena, sup_text text)
{
    return sup_strdup(arena, (sup_str){text.data, text.len});
}

static int
points_are_good(const sup_plugin_points *p)
{
    return p->points <= 1 && (p->points >= 0 || p->points < 0) &&
           sup_hook_text_is_good(p->explanation) &&
           sup_hook_text_is_good(p->explanation_en);
}

/* What the inspector wrote cannot be scored: the item says what is asked for. */
static sup_rc
refuse_values(const sup_scoring *s, size_t i)
{
    sup_arena *arena = s->c->arena;
    const Sup__Item *item = s->scored[i].item;

    return sup_scoring_refuse(
        s->c, SUP_API_VALUE, s->scored[i].place, "values",
        sup_sprintf(arena, "这些数值无法评定，请核对个数和顺序。%s", item->how),
        sup_sprintf(arena,
                    "These numbers cannot be scored: check how many they are and their "
                    "order. %s",
                    item->how_en));
}

/* Nobody can put right live figures that do not fit together, nor what was answered long
 * ago: it says nothing then. */
static int
cannot_be_put_right(const sup_scoring *s, size_t i)
{
    return s->facts->purpose == SUP_SCORING_STORED ||
           s->scored[i].item->figures != SUP__ITEM__FIGURES__figures_unspecified;
}

static sup_rc
skip(sup_scoring *s, size_t i)
{
    s->answers[i].applies = 0;
    s->scored[i].explanation = "现有数据无法评定此项";
    s->scored[i].explanation_en = "The figures do not tell of this item";
    return SUP_OK;
}

static sup_rc
take_points(sup_scoring *s, size_t i, const sup_plugin_points *p)
{
    sup_scored *scored = &s->scored[i];

    scored->explanation = keep(s->c->arena, p->explanation);
    scored->explanation_en = keep(s->c->arena, p->explanation_en);
    if (scored->explanation == NULL || scored->explanation_en == NULL) {
        return SUP_NOMEM;
    }
    if (p->points < 0) {
        s->answers[i].applies = 0;
        return SUP_OK;
    }
    s->answers[i].points = p->points;
    s->answers[i].critical = p->critical != 0;
    return SUP_OK;
}

sup_rc
sup_scoring_ask_points(sup_scoring *s, size_t i)
{
    const sup_scored *scored = &s->scored[i];
    const sup_plugin *plugin = s->rulebook->plugin;
    const sup_plugin_answer answer = {
        .item = text_of(scored->item->code),
        .text = text_of(scored->answer == NULL ? "" : scored->answer->note),
        .values = scored->values,
        .n_values = scored->n_values};
    sup_plugin_points points = {.struct_size = sizeof(points)};
    sup_hook_host host;

    sup_hook_host_init(&host, s->c->arena);
    if (SUP_HOOK_IS_THERE(plugin, score) &&
        plugin->score(&host.head, &answer, &points) == 1 && points_are_good(&points)) {
        return take_points(s, i, &points);
    }
    if (host.nomem) {
        return SUP_NOMEM;
    }
    return cannot_be_put_right(s, i) ? skip(s, i) : refuse_values(s, i);
}

/* --- the grade --- */

static sup_plugin_line *
lines_of(const sup_scoring *s)
{
    sup_plugin_line *lines = sup_calloc(s->c->arena, (s->n + 1) * sizeof(*lines));
    size_t i;

    for (i = 0; lines != NULL && i < s->n; i++) {
        lines[i] = (sup_plugin_line){.item = text_of(s->scored[i].item->code),
                                     .points = s->lines[i].points,
                                     .weight = s->scored[i].item->weight,
                                     .applies = (int)s->answers[i].applies,
                                     .failed = (int)s->lines[i].failed,
                                     .critical = (int)s->lines[i].critical};
    }
    return lines;
}

/* SUP_GRADE_BY_PERCENT for a code that the rulebook does not have. */
static size_t
grade_of(const sup_score_scheme *scheme, const Sup__Rulebook *book, sup_text code)
{
    size_t place = sup_rulebook_grade_place(book, (sup_str){code.data, code.len});

    return code.len == 0              ? SUP_GRADE_NONE
           : place < scheme->n_grades ? place
                                      : SUP_GRADE_BY_PERCENT;
}

static sup_rc
take_grade(sup_scoring *s, const sup_plugin_grade *grade, size_t *out)
{
    *out = grade_of(&s->scheme, s->rulebook->book, grade->grade);
    if (*out == SUP_GRADE_BY_PERCENT) {
        return SUP_OK;
    }
    s->grade_explanation = keep(s->c->arena, grade->explanation);
    s->grade_explanation_en = keep(s->c->arena, grade->explanation_en);
    return s->grade_explanation == NULL || s->grade_explanation_en == NULL ? SUP_NOMEM
                                                                           : SUP_OK;
}

sup_rc
sup_scoring_ask_grade(sup_scoring *s, size_t *out)
{
    const sup_plugin *plugin = s->rulebook->plugin;
    sup_plugin_grade grade = {.struct_size = sizeof(grade)};
    sup_plugin_check check = {.struct_size = sizeof(check),
                              .check = (int32_t)s->list->template->check,
                              .percent = s->total.arithmetic,
                              .n_lines = s->n};
    sup_hook_host host;

    *out = SUP_GRADE_BY_PERCENT;
    if (!SUP_HOOK_IS_THERE(plugin, grade) || !s->total.applies) {
        return SUP_OK;
    }
    check.lines = lines_of(s);
    if (check.lines == NULL) {
        return SUP_NOMEM;
    }
    sup_hook_host_init(&host, s->c->arena);
    if (plugin->grade(&host.head, &check, &grade) == 1 &&
        sup_hook_text_is_good(grade.grade) && sup_hook_text_is_good(grade.explanation) &&
        sup_hook_text_is_good(grade.explanation_en)) {
        return take_grade(s, &grade, out);
    }
    return host.nomem ? SUP_NOMEM : SUP_OK;
}
