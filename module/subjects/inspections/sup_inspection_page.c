/* The report 检查报告 as a page to be printed, filed and signed.
 * Owns: the official layout: its order and its words.
 * Must not know: styles (module/pages/static/notice.css): none may stand inline. */
#include <stdio.h>

#include "engine/sup_route.h"
#include "evidence/sup_evidence.h"
#include "scoring/sup_scoring.h"
#include "sup_inspection_view.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

typedef struct {
    sup_html *html;
    const sup_site *site;
    const Sup__Inspection *r;
    const char *of; /* its address below the base */
} page;

static const char *const tag_names[] = {
    [SUP__CASE__TAG__internal] = "内部检查",
    [SUP__CASE__TAG__from_complaint] = "接受投诉",
    [SUP__CASE__TAG__comprehensive] = "全面检查",
    [SUP__CASE__TAG__partial] = "局部检查",
    [SUP__CASE__TAG__from_above] = "上级督促",
    [SUP__CASE__TAG__self_check] = "处室自查",
    [SUP__CASE__TAG__regular] = "定期检查",
    [SUP__CASE__TAG__irregular] = "不定期检查",
    [SUP__CASE__TAG__open_visit] = "明察",
    [SUP__CASE__TAG__covert_visit] = "暗访",
    [SUP__CASE__TAG__tracking] = "质量全程追踪",
    [SUP__CASE__TAG__joint] = "邀请参与",
};
static const char *const participant_names[] = {
    "", "政府有关部门", "行业组织", "学校相关处室", "学生代表", "教职工代表"};
static const char *const outcome_names[] = {"", "合格", "部分得分", "不合格", "不适用"};
static const char *const severity_names[] = {"", "一般", "较重", "严重", "紧急"};

static const char *
name_in(const char *const *names, size_t n, unsigned i)
{
    return i < n && names[i] != NULL ? names[i] : "";
}
#define NAME(table, i) name_in(table, sizeof(table) / sizeof((table)[0]), (unsigned)(i))

static void
print_number(page *p, const char *format, double value)
{
    char text[32];
    int n = snprintf(text, sizeof(text), format, value);
    if (n > 0 && (size_t)n < sizeof(text)) {
        sup_html_c(p->html, text);
    }
}

/* --- the head of the form: one row each --- */

static void
print_unit(page *p)
{
    sup_html_c(p->html, p->r->unit_name);
    if (p->r->place_name[0] != '\0' || p->r->place_detail[0] != '\0') {
        sup_html_raw(p->html, "　");
        sup_html_c(p->html, p->r->place_name);
        sup_html_raw(p->html, " ");
        sup_html_c(p->html, p->r->place_detail);
    }
}

static void
print_kind(page *p)
{
    sup_html_c(p->html, p->r->domain_name);
    sup_html_raw(p->html, " · ");
    sup_html_c(p->html, p->r->template_name);
    for (size_t i = 0; i < p->r->n_tags; i++) {
        sup_html_raw(p->html, i == 0 ? "<br>\n" : "、");
        sup_html_c(p->html, NAME(tag_names, p->r->tags[i]));
    }
}

static void
print_time(page *p)
{
    sup_html_moment(p->html, p->site->calendar, sup_timestamp_ms(p->r->started_at));
    sup_html_raw(p->html, " 开始，");
    sup_html_moment(p->html, p->site->calendar, sup_timestamp_ms(p->r->submitted_at));
    sup_html_raw(p->html, " 提交备案");
}

static void
print_people(page *p)
{
    sup_html_raw(p->html, "检查人：");
    sup_html_c(p->html, p->r->signature);
    for (size_t i = 0; i < p->r->n_participants; i++) {
        const Sup__Participant *who = p->r->participants[i];
        sup_html_raw(p->html, "<br>\n");
        sup_html_c(p->html, NAME(participant_names, who->kind));
        sup_html_raw(p->html, "：");
        sup_html_c(p->html, who->name);
        sup_html_raw(p->html, " ");
        sup_html_c(p->html, who->organisation);
    }
}

static void
print_result(page *p)
{
    const Sup__Score *s = p->r->score;
    if (p->r->case_[0] != '\0') {
        sup_html_raw(p->html, "<strong>");
        sup_html_raw(p->html, p->r->passed ? "复查通过" : "复查未通过，退回整改");
        sup_html_raw(p->html, "</strong>（受理编号 ");
        sup_html_c(p->html, p->r->case_);
        sup_html_raw(p->html, "）<br>\n");
    }
    sup_html_raw(p->html, "得分 <strong>");
    print_number(p, "%.2f", s->percent);
    sup_html_raw(p->html, "</strong>　等级 <strong>");
    sup_html_c(p->html, s->grade[0] == '\0' ? "不定级" : s->grade_name);
    sup_html_raw(p->html, "</strong><br>\n");
    sup_html_c(p->html, s->explanation);
}

static void
print_summary(page *p)
{
    sup_html_lines(p->html, p->r->summary);
}

static const struct {
    const char *label;
    void (*print)(page *p);
    const char *cell;
} rows[] = {
    {"被检单位", print_unit, "unit"},    {"检查类别", print_kind, "about"},
    {"检查时间", print_time, "about"},   {"检查人员", print_people, "about"},
    {"检查结果", print_result, "about"}, {"总体评价", print_summary, "facts"},
};

/* --- tables --- */

static void
table_open(page *p, const char *title, const char *class, const char *const *heads,
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
table_close(page *p)
{
    sup_html_raw(p->html, "</tbody>\n</table>\n");
}

static void
cell(page *p, const char *text)
{
    sup_html_raw(p->html, "<td>");
    sup_html_c(p->html, text);
    sup_html_raw(p->html, "</td>");
}

static void
print_sections(page *p)
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
        print_number(p, "%.0f", s->weight);
        sup_html_raw(p->html, "</td><td>");
        print_number(p, "%.2f", s->percent);
        sup_html_raw(p->html, "</td><td>");
        print_number(p, "%.0f", s->failed);
        sup_html_raw(p->html, "</td></tr>\n");
    }
    table_close(p);
}

static void
print_bases(page *p, const Sup__Score__Line *line)
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
print_photos(page *p, const char *item)
{
    const Sup__Answer *a = sup_answer_find(p->r->answers, p->r->n_answers, item);
    if (a != NULL) {
        sup_evidence_print(p->html, p->site->base, p->of, a->evidence, a->n_evidence);
    }
}

static void
print_notes(page *p, const Sup__Score__Line *line)
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
print_line(page *p, const Sup__Score__Line *line)
{
    sup_html_raw(p->html, "<tr><td>");
    sup_html_c(p->html, line->text);
    print_bases(p, line);
    sup_html_raw(p->html, "</td><td>");
    sup_html_c(p->html, line->answer);
    print_notes(p, line);
    print_photos(p, line->item);
    sup_html_raw(p->html, "</td><td>");
    sup_html_raw(p->html, NAME(outcome_names, line->outcome));
    sup_html_raw(p->html, line->veto       ? "<br>一票否决"
                          : line->critical ? "<br>关键项"
                                           : "");
    sup_html_raw(p->html, "</td><td>");
    if (line->outcome != SUP__SCORE__OUTCOME__skipped) {
        print_number(p, "%g", line->weight - line->lost);
        sup_html_raw(p->html, "/");
        print_number(p, "%g", line->weight);
    }
    sup_html_raw(p->html, "</td></tr>\n");
}

static int
kept_points(const Sup__Score__Line *line)
{
    return !sup_score_lost(line);
}

static void
print_lines(page *p, const char *title, int (*wanted)(const Sup__Score__Line *line))
{
    TABLE_OPEN(p, title, "lines", "检查项", "结果", "判定", "得分");
    for (size_t i = 0; i < p->r->score->n_lines; i++) {
        if (wanted(p->r->score->lines[i])) {
            print_line(p, p->r->score->lines[i]);
        }
    }
    table_close(p);
}

static void
print_raised_rows(page *p, Sup__Raised *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const Sup__Score__Line *line = sup_score_find(p->r->score, list[i]->item);
        sup_html_raw(p->html, "<tr>");
        cell(p, line == NULL ? list[i]->item : line->text);
        cell(p, list[i]->case_);
        cell(p, list[i]->notice_number[0] == '\0' ? "待派单" : list[i]->notice_number);
        cell(p, NAME(severity_names, list[i]->severity));
        sup_html_raw(p->html, "<td>");
        sup_html_moment(p->html, p->site->calendar,
                        sup_timestamp_ms(list[i]->rectify_by));
        sup_html_raw(p->html, "</td></tr>\n");
    }
}

static void
print_raised(page *p)
{
    if (p->r->n_raised + p->r->n_raised_later == 0) {
        return;
    }
    TABLE_OPEN(p, "立案整改", "raised", "问题", "受理编号", "整改通知单", "程度",
               "整改期限");
    print_raised_rows(p, p->r->raised, p->r->n_raised);
    print_raised_rows(p, p->r->raised_later, p->r->n_raised_later);
    table_close(p);
}

/* --- the foot --- */

static void
print_acknowledgement(page *p)
{
    const Sup__Acknowledgement *a = p->r->acknowledgement;
    sup_html_raw(p->html, "<h2>反馈签收</h2>\n<p>");
    if (a == NULL) {
        sup_html_raw(p->html, "签收人：　　　　　　　　日期：　　　　　　　　</p>\n");
        return;
    }
    sup_html_raw(p->html, "签收人：");
    sup_html_c(p->html, a->receiver);
    sup_html_raw(p->html, "　日期：");
    sup_html_date(p->html, p->site->calendar, sup_timestamp_ms(a->at));
    sup_html_raw(p->html, "</p>\n<p>");
    sup_html_lines(p->html, a->comment);
    sup_html_raw(p->html, "</p>\n");
}

static void
print_foot(page *p)
{
    sup_html_raw(p->html, "<footer>\n<p>检查编号：");
    sup_html_c(p->html, p->r->id);
    sup_html_raw(p->html, "　检查标准：");
    sup_html_c(p->html, p->r->score->rulebook_version);
    sup_html_raw(p->html, "（");
    sup_html_c(p->html, p->r->score->rulebook_digest);
    sup_html_raw(p->html, "）</p>\n<p>备案校验（SHA-256）：");
    sup_html_c(p->html, p->r->digest);
    sup_html_raw(p->html, "</p>\n</footer>\n</main>\n");
}

static void
print_head(page *p)
{
    sup_html_open(p->html, p->site->base, "检查报告", "pages/notice.css",
                  "notice report");
    sup_html_raw(p->html, "<main>\n<header>\n<p class=\"issuer\">");
    sup_html_text(p->html, p->site->campus_name);
    sup_html_text(p->html, p->site->office_name);
    sup_html_raw(p->html,
                 "</p>\n</header>\n<h1>服务质量检查报告</h1>\n<p class=\"number\">");
    sup_html_c(p->html, p->r->number);
    sup_html_raw(p->html, "</p>\n<table class=\"form\">\n<tbody>\n");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sup_html_raw(p->html, "<tr><th scope=\"row\">");
        sup_html_raw(p->html, rows[i].label);
        sup_html_raw(p->html, "</th><td class=\"");
        sup_html_raw(p->html, rows[i].cell);
        sup_html_raw(p->html, "\">");
        rows[i].print(p);
        sup_html_raw(p->html, "</td></tr>\n");
    }
    table_close(p);
}

sup_rc
sup_decide_inspection_page(sup_ctx *c)
{
    sup_inspection found;
    sup_rc rc = sup_inspection_load(c, c->params[0], &found);
    if (rc != SUP_OK) {
        return rc;
    }
    page p = {.html = sup_html_new(c->arena),
              .site = c->site,
              .r = sup_inspection_view(c, &found),
              .of = sup_sprintf(c->arena, "inspections/%s", found.report->id)};
    if (p.html == NULL || p.r == NULL || p.of == NULL) {
        return SUP_NOMEM;
    }
    print_head(&p);
    print_sections(&p);
    print_lines(&p, "发现的问题", sup_score_lost);
    print_raised(&p);
    print_lines(&p, "其他检查项", kept_points);
    print_acknowledgement(&p);
    print_foot(&p);
    c->text_type = SUP_HTML_TYPE;
    sup_html_close(p.html);
    return sup_html_done(p.html, &c->text);
}
