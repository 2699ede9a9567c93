/* A score as a message that explains itself.
 * Owns: the sentences of lines and of the whole, Chinese and English.
 * Must not know: how points and percents are worked out. */
#include "sup_scoring_say.h"

#include "sup_scoring_answer.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

/* Points and losses are shown with four decimals: thirds would fill the page. */
static double
shown(double points)
{
    return (double)(int64_t)(points * 10000 + 0.5) / 10000;
}

static char *
text_or_empty(const char *text)
{
    return (char *)(uintptr_t)(text == NULL ? "" : text);
}

/* --- lines --- */

static Sup__Score__Outcome
outcome_of(const sup_scoring *s, size_t i)
{
    if (!s->answers[i].applies) {
        return SUP__SCORE__OUTCOME__skipped;
    }
    if (s->lines[i].failed) {
        return SUP__SCORE__OUTCOME__failed;
    }
    return s->lines[i].points < 1 ? SUP__SCORE__OUTCOME__partial
                                  : SUP__SCORE__OUTCOME__full;
}

static sup_rc
say_repetition(const sup_scoring *s, size_t i, const char **zh, const char **en)
{
    sup_arena *arena = s->c->arena;
    uint32_t times = s->answers[i].repeats;
    double factor = s->lines[i].factor;
    unsigned days = s->rulebook->book->scoring == NULL
                        ? 0
                        : s->rulebook->book->scoring->repeat_window_days;

    *zh = *en = "";
    if (times == 0 || !s->lines[i].failed) {
        return SUP_OK;
    }
    if (factor > 1) {
        *zh = sup_sprintf(arena, "近 %u 天内此前已有 %u 次不合格，失分按 %.10g 倍计",
                          days, times, factor);
        *en = sup_sprintf(arena,
                          "Failed before within %u days (times: %u): its loss counts "
                          "%.10g times",
                          days, times, factor);
    } else {
        *zh = sup_sprintf(arena, "近 %u 天内此前已有 %u 次不合格", days, times);
        *en = sup_sprintf(arena, "Failed before within %u days (times: %u)", days, times);
    }
    return *zh == NULL || *en == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
say_explanation(const sup_scoring *s, size_t i, Sup__Score__Line *line)
{
    const char *zh, *en, *hook = text_or_empty(s->scored[i].explanation),
                         *hook_en = text_or_empty(s->scored[i].explanation_en);
    sup_rc rc = say_repetition(s, i, &zh, &en);

    if (rc != SUP_OK) {
        return rc;
    }
    line->explanation = sup_sprintf(s->c->arena, "%s%s%s", hook,
                                    hook[0] == '\0' || zh[0] == '\0' ? "" : "；", zh);
    line->explanation_en =
        sup_sprintf(s->c->arena, "%s%s%s", hook_en,
                    hook_en[0] == '\0' || en[0] == '\0' ? "" : "; ", en);
    return line->explanation == NULL || line->explanation_en == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
say_values(const sup_scoring *s, size_t i, Sup__Score__Line *line)
{
    size_t n = s->scored[i].n_values;

    if (n == 0) {
        return SUP_OK;
    }
    line->values = sup_alloc(s->c->arena, n * sizeof(*line->values));
    if (line->values == NULL) {
        return SUP_NOMEM;
    }
    memcpy(line->values, s->scored[i].values, n * sizeof(*line->values));
    line->n_values = n;
    return SUP_OK;
}

static sup_rc
say_line(const sup_scoring *s, size_t i, Sup__Score__Line *line)
{
    const Sup__Item *item = s->scored[i].item;
    const sup_score_line *core = &s->lines[i];
    sup_rc rc;

    line->item = item->code;
    line->section = s->scored[i].section->code;
    line->text = item->text;
    line->text_en = item->text_en;
    line->outcome = outcome_of(s, i);
    line->weight = item->weight;
    line->points = shown(core->points * item->weight);
    line->lost = shown(core->lost);
    line->critical = (protobuf_c_boolean)core->critical;
    line->veto = (protobuf_c_boolean)(core->failed && item->veto);
    line->repeats = s->answers[i].repeats;
    line->factor = core->factor;
    line->category = item->category;
    line->n_basis = item->n_basis;
    rc = sup_rulebook_print_bases(s->c->arena, s->rulebook, item->basis, item->n_basis,
                                  &line->basis);
    if (rc == SUP_OK) {
        rc = sup_scoring_print_answer(s->c->arena, &s->scored[i], &line->answer,
                                      &line->answer_en);
    }
    if (rc == SUP_OK) {
        rc = say_explanation(s, i, line);
    }
    return rc == SUP_OK ? say_values(s, i, line) : rc;
}

static sup_rc
say_lines(const sup_scoring *s, Sup__Score *score)
{
    sup_rc rc = SUP_OK;

    score->lines = sup_calloc(s->c->arena, (s->n + 1) * sizeof(*score->lines));
    if (score->lines == NULL) {
        return SUP_NOMEM;
    }
    for (; score->n_lines < s->n && rc == SUP_OK; score->n_lines++) {
        Sup__Score__Line *line =
            SUP_NEW(s->c->arena, Sup__Score__Line, sup__score__line__descriptor);

        if (line == NULL) {
            return SUP_NOMEM;
        }
        score->lines[score->n_lines] = line;
        rc = say_line(s, score->n_lines, line);
    }
    return rc;
}

/* --- sections --- */

static sup_rc
say_sections(const sup_scoring *s, Sup__Score *score)
{
    size_t i;

    score->sections =
        sup_calloc(s->c->arena, (s->n_sections + 1) * sizeof(*score->sections));
    if (score->sections == NULL) {
        return SUP_NOMEM;
    }
    for (i = 0; i < s->n_sections; i++) {
        Sup__Score__Section *section =
            SUP_NEW(s->c->arena, Sup__Score__Section, sup__score__section__descriptor);

        if (section == NULL) {
            return SUP_NOMEM;
        }
        section->code = s->sections[i]->code;
        section->name = s->sections[i]->name;
        section->name_en = s->sections[i]->name_en;
        section->weight = s->sections[i]->weight;
        section->percent = s->section_scores[i].percent;
        section->applies = (protobuf_c_boolean)s->section_scores[i].applies;
        section->failed = s->section_scores[i].failed;
        score->sections[score->n_sections++] = section;
    }
    return SUP_OK;
}

/* --- the whole --- */

static const Sup__Scoring__Grade *
grade_of(const sup_scoring *s, size_t grade)
{
    return grade < s->scheme.n_grades ? s->rulebook->book->scoring->grades[grade] : NULL;
}

/* How the grade came about, after the percent. */
static sup_rc
say_grade(const sup_scoring *s, const char **zh, const char **en)
{
    sup_arena *arena = s->c->arena;
    const sup_score_total *t = &s->total;
    const Sup__Scoring__Grade *grade = grade_of(s, t->grade);

    switch (t->cap) {
    case SUP_CAP_VETO:
        *zh =
            sup_sprintf(arena, "；%u 项一票否决项不合格，总分计 0，不评等级", t->vetoed);
        *en = sup_sprintf(
            arena, "; failed vetoes: %u, so there are no points and no grade", t->vetoed);
        break;
    case SUP_CAP_CRITICALS:
        *zh = sup_sprintf(arena, "；%u 项关键项不合格，不评等级", t->critical);
        *en = sup_sprintf(arena, "; failed key items: %u, so there is no grade",
                          t->critical);
        break;
    case SUP_CAP_CRITICAL:
        *zh = sup_sprintf(arena, "；%u 项关键项不合格，等级不高于%s", t->critical,
                          grade->name);
        *en = sup_sprintf(arena, "; failed key items: %u, so the grade is %s at best",
                          t->critical, grade->name_en);
        break;
    case SUP_CAP_NONE:
        *zh = grade != NULL ? sup_sprintf(arena, "，等级：%s", grade->name)
              : s->scheme.n_grades == 0 ? ""
                                        : "，未达到任何等级";
        *en = grade != NULL ? sup_sprintf(arena, ", grade: %s", grade->name_en)
              : s->scheme.n_grades == 0 ? ""
                                        : ", below all grades";
        break;
    }
    return *zh == NULL || *en == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
say_whole(const sup_scoring *s, Sup__Score *score)
{
    sup_arena *arena = s->c->arena;
    const sup_score_total *t = &s->total;
    const char *zh = "", *en = "", *hook = text_or_empty(s->grade_explanation),
               *hook_en = text_or_empty(s->grade_explanation_en);
    sup_rc rc;

    if (!t->applies) {
        score->explanation = "没有适用的项目，不评分。";
        score->explanation_en = "Nothing applied: there is no score.";
        return SUP_OK;
    }
    rc = say_grade(s, &zh, &en);
    if (rc != SUP_OK) {
        return rc;
    }
    score->explanation = sup_sprintf(
        arena, "适用 %zu 项，不合格 %u 项，得分 %.2f%%%s%s%s。", s->n - t->skipped,
        t->failed, t->arithmetic, zh, hook[0] == '\0' ? "" : "；", hook);
    score->explanation_en = sup_sprintf(
        arena, "%zu items applied, %u of them failed: %.2f%%%s%s%s.", s->n - t->skipped,
        t->failed, t->arithmetic, en, hook_en[0] == '\0' ? "" : "; ", hook_en);
    return score->explanation == NULL || score->explanation_en == NULL ? SUP_NOMEM
                                                                       : SUP_OK;
}

sup_rc
sup_scoring_say(const sup_scoring *s, Sup__Score **out)
{
    Sup__Score *score = SUP_NEW(s->c->arena, Sup__Score, sup__score__descriptor);
    const Sup__Scoring__Grade *grade = grade_of(s, s->total.grade);
    sup_rc rc;

    if (score == NULL) {
        return SUP_NOMEM;
    }
    score->percent = s->total.percent;
    score->arithmetic = s->total.arithmetic;
    if (grade != NULL) {
        score->grade = grade->code;
        score->grade_name = grade->name;
        score->grade_name_en = grade->name_en;
    }
    score->cap = (Sup__Score__Cap)s->total.cap;
    score->failures = s->total.failed;
    score->critical_failures = s->total.critical;
    score->not_applicable = s->total.skipped;
    score->rulebook_version = s->rulebook->book->version;
    score->rulebook_digest = (char *)(uintptr_t)s->rulebook->digest;
    rc = say_sections(s, score);
    if (rc == SUP_OK) {
        rc = say_lines(s, score);
    }
    if (rc == SUP_OK) {
        rc = say_whole(s, score);
    }
    *out = score;
    return rc;
}
