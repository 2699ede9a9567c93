/* The tables of a printed report: sections, what was found, what was raised, the rest.
 * Owns: their columns and words.
 * Must not know: the head and the foot of the form, styles. */
#include "sup_inspection_tables.h"

#include "evidence/sup_evidence.h"
#include "rules/sup_rules.h"
#include "scoring/sup_scoring.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

#include <stdio.h>

typedef sup_inspection_paper page;

void
sup_inspection_print_number(const page *p, const char *format, double value)
{
    char text[32];
    int n = snprintf(text, sizeof(text), format, value);
    if (n > 0 && (size_t)n < sizeof(text)) {
        sup_html_c(p->html, text);
    }
}

static const char *
outcome_name(Sup__Score__Outcome outcome)
{
    static const char *const names[] = {"", "合格", "部分得分", "不合格", "不适用"};

    return (size_t)outcome < sizeof(names) / sizeof(names[0]) ? names[outcome] : "";
}

static void
table_open(const page *p, const char *title, const char *class, const char *const *heads,
           size_t n)
{
    sup_html_raw(p->html, "<h2>");
    sup_html_raw(p->html, title);
    sup_html_raw(p->html, "</h2>\n<table class=\"");
    sup_html_raw(p->html, class);
    sup_html_raw(p->html, "\">\n<thead><tr>");
    for (size_t i = 0; i < n; i++) {
        sup_html_raw(p->html, "<th scope=\"col\">");
        sup_html_raw(p->html, heads[i]);
        sup_html_raw(p->html, "</th>");
    }
    sup_html_raw(p->html, "</tr></thead>\n<tbody>\n");
}
#define TABLE_OPEN(p, title, class, ...)                                                 \
    table_open(p, title, class, (const char *const[]){__VA_ARGS__},                      \
               sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void
cell(const page *p, const char *text)
{
    sup_html_raw(p->html, "<td>");
    sup_html_c(p->html, text);
    sup_html_raw(p->html, "</td>");
}

static void
print_sections(const page *p)
{
    TABLE_OPEN(p, "分项得分", "sections", "检查内容", "权重", "得分", "不合格项");
    for (size_t i = 0; i < p->r->score->n_sections; i++) {
        const Sup__Score__Section *s = p->r->score->sections[i];
        if (!s->applies) {
            continue;
        }
        sup_html_raw(p->html, "<tr>");
        cell(p, s->name);
        sup_html_raw(p->html, "<td>");
        sup_inspection_print_number(p, "%.0f", s->weight);
        sup_html_raw(p->html, "</td><td>");
        sup_inspection_print_number(p, "%.2f", s->percent);
        sup_html_raw(p->html, "</td><td>");
        sup_inspection_print_number(p, "%.0f", s->failed);
        sup_html_raw(p->html, "</td></tr>\n");
    }
    sup_html_table_close(p->html);
}

static void
print_bases(const page *p, const Sup__Score__Line *line)
{
    for (size_t i = 0; i < line->n_basis; i++) {
        sup_html_raw(p->html, i == 0 ? "<br>\n<small>依据：" : "；");
        sup_html_c(p->html, line->basis[i]);
    }
    if (line->n_basis != 0) {
        sup_html_raw(p->html, "</small>");
    }
}

static void
print_photos(const page *p, const char *item)
{
    const Sup__Answer *a = sup_answer_find(p->r->answers, p->r->n_answers, item);
    if (a != NULL) {
        sup_evidence_print(p->html, p->site->base, p->of, a->evidence, a->n_evidence);
    }
}

static void
print_notes(const page *p, const Sup__Score__Line *line)
{
    const Sup__Answer *a = sup_answer_find(p->r->answers, p->r->n_answers, line->item);
    if (line->explanation[0] != '\0') {
        sup_html_raw(p->html, "<br>\n");
        sup_html_c(p->html, line->explanation);
    }
    if (a != NULL && a->note[0] != '\0') {
        sup_html_raw(p->html, "<br>\n备注：");
        sup_html_lines(p->html, a->note);
    }
}

static void
print_line(const page *p, const Sup__Score__Line *line)
{
    sup_html_raw(p->html, "<tr><td>");
    sup_html_c(p->html, line->text);
    print_bases(p, line);
    sup_html_raw(p->html, "</td><td>");
    sup_html_c(p->html, line->answer);
    print_notes(p, line);
    print_photos(p, line->item);
    sup_html_raw(p->html, "</td><td>");
    sup_html_raw(p->html, outcome_name(line->outcome));
    sup_html_raw(p->html, line->veto       ? "<br>一票否决"
                          : line->critical ? "<br>关键项"
                                           : "");
    sup_html_raw(p->html, "</td><td>");
    if (line->outcome != SUP__SCORE__OUTCOME__skipped) {
        sup_inspection_print_number(p, "%g", line->weight - line->lost);
        sup_html_raw(p->html, "/");
        sup_inspection_print_number(p, "%g", line->weight);
    }
    sup_html_raw(p->html, "</td></tr>\n");
}

static int
kept_points(const Sup__Score__Line *line)
{
    return !sup_score_lost(line);
}

static void
print_lines(const page *p, const char *title, int (*wanted)(const Sup__Score__Line *line))
{
    TABLE_OPEN(p, title, "lines", "检查项", "结果", "判定", "得分");
    for (size_t i = 0; i < p->r->score->n_lines; i++) {
        if (wanted(p->r->score->lines[i])) {
            print_line(p, p->r->score->lines[i]);
        }
    }
    sup_html_table_close(p->html);
}

static void
print_raised_rows(const page *p, Sup__Raised *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const Sup__Score__Line *line = sup_score_find(p->r->score, list[i]->item);
        sup_html_raw(p->html, "<tr>");
        cell(p, line == NULL ? list[i]->item : line->text);
        cell(p, list[i]->case_);
        cell(p, list[i]->notice_number[0] == '\0' ? "待派单" : list[i]->notice_number);
        cell(p, sup_severity_name(list[i]->severity));
        sup_html_raw(p->html, "<td>");
        sup_html_moment(p->html, p->site->calendar,
                        sup_timestamp_ms(list[i]->rectify_by));
        sup_html_raw(p->html, "</td></tr>\n");
    }
}

static void
print_raised(const page *p)
{
    if (p->r->n_raised + p->r->n_raised_later == 0) {
        return;
    }
    TABLE_OPEN(p, "立案整改", "raised", "问题", "受理编号", "整改通知单", "程度",
               "整改期限");
    print_raised_rows(p, p->r->raised, p->r->n_raised);
    print_raised_rows(p, p->r->raised_later, p->r->n_raised_later);
    sup_html_table_close(p->html);
}

void
sup_inspection_print_tables(const sup_inspection_paper *p)
{
    print_sections(p);
    print_lines(p, "发现的问题", sup_score_lost);
    print_raised(p);
    print_lines(p, "其他检查项", kept_points);
}
