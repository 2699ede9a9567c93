/* Scoring of one check: answers to points, points to sections, sections to a grade.
 * Owns: what an answer is worth, what repetition costs, which caps apply.
 * Must not know: rulebooks, plugins, texts, how an answer was given.
 *
 * Percents are rounded to two decimals, half away from zero; grades go by what is shown.
 *
 * An item loses weight x (1 - points) x factor; factor is the scheme's repeat_factor when
 * the item failed and had failed before, else 1. A section's percent is what is left of
 * the weights that applied, never below 0; the total is the mean of the sections that
 * applied, by their weights. What does not apply is in no sum, so it neither helps nor
 * hurts; a worse answer never scores higher; the order of answers says nothing. */
#ifndef SUP_SCORE_H
#define SUP_SCORE_H

#include "sup_base.h"

/* Values equal those of Item.Answer in rules.proto (module/subjects asserts it). */
typedef enum {
    SUP_ANSWER_NONE,
    SUP_ANSWER_PASS_FAIL,
    SUP_ANSWER_GRADED,
    SUP_ANSWER_MEASURED,
    SUP_ANSWER_COUNT,
    SUP_ANSWER_PRICE,      /* always by code */
    SUP_ANSWER_SAMPLED_LOT /* always by code */
} sup_answer_kind;

typedef struct {
    sup_answer_kind kind;
    size_t section; /* index */
    uint32_t weight;
    unsigned critical;
    unsigned veto;
    unsigned by_code;
    unsigned has_least, has_most;
    double at_least, at_most;
    uint32_t grades;  /* graded: the best grade; the worst is 0 */
    uint32_t zero_at; /* count: no points from here on, full ones up to at_most */
} sup_score_item;

typedef struct {
    unsigned applies;
    unsigned passed;   /* pass_fail */
    double value;      /* graded, measured, count */
    double points;     /* by_code: what the hook said, 0 to 1 */
    unsigned critical; /* by_code: the hook calls it a critical failure */
    uint32_t repeats;  /* failures before, within the window */
} sup_score_answer;

typedef enum { SUP_CAP_NONE, SUP_CAP_CRITICAL, SUP_CAP_CRITICALS, SUP_CAP_VETO } sup_cap;

#define SUP_GRADES_MAX 10
#define SUP_GRADE_NONE SUP_GRADES_MAX /* worse than the last grade: no grade */

typedef struct {
    double at_least[SUP_GRADES_MAX]; /* percent, best grade first */
    size_t n_grades;
    size_t critical_cap;    /* best grade left after a critical failure; 0: no cap */
    uint32_t critical_none; /* so many critical failures: no grade; 0: no such rule */
    double repeat_factor;   /* at least 1 */
    double failed_below;    /* of the points: graded items and those by code */
} sup_score_scheme;

typedef struct {
    double points; /* 0 to 1 */
    double factor;
    double lost;     /* weight x (1 - points) x factor */
    unsigned failed; /* a violated limit, a failed pass_fail, points below failed_below */
    unsigned critical; /* failed, and critical (of the item or by its hook) or a veto */
} sup_score_line;

typedef struct {
    double percent;
    unsigned applies;
    uint32_t failed;
} sup_score_section;

typedef struct {
    double percent;    /* 0 to 100; 0 after a veto */
    double arithmetic; /* before a veto */
    unsigned applies;  /* 0: nothing applied, there is no score */
    size_t grade;      /* index, or SUP_GRADE_NONE */
    sup_cap cap; /* that decides the grade; SUP_CAP_CRITICAL only where it lowers it */
    uint32_t failed, critical, vetoed, skipped;
} sup_score_total;

/* May the item be answered so? A grade out of range, a count below 0 or broken, a value
 * that is no number may not. */
int sup_score_answer_ok(const sup_score_item *item, const sup_score_answer *answer);

/* One item; points are what the answer is worth. */
void sup_score_item_line(const sup_score_scheme *scheme, const sup_score_item *item,
                         const sup_score_answer *answer, sup_score_line *line);

/* Sections and total from lines; section_weights has one for each section. A line of an
 * item that does not apply is not looked at. */
void sup_score_sum(const sup_score_scheme *scheme, const sup_score_item *items,
                   const sup_score_answer *answers, const sup_score_line *lines, size_t n,
                   const uint32_t *section_weights, sup_score_section *sections,
                   size_t n_sections, sup_score_total *total);

/* Grade by percent alone, then the caps: by what total says of failures. base: the grade
 * that a hook gave, or SUP_GRADES_MAX + 1 for the table's. Sets grade, cap, percent. */
#define SUP_GRADE_BY_PERCENT (SUP_GRADES_MAX + 1)
void sup_score_grade(const sup_score_scheme *scheme, size_t base, sup_score_total *total);

#endif
