/* The report 检查报告 as a page to be printed, filed and signed.
 * Owns: the official layout: its order and its words.
 * Must not know: styles (module/pages/static/notice.css): none may stand inline. */
#include "sup_inspection_tables.h"
#include "sup_inspection_view.h"
#include "sup_inspections_subject.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"
#include "supervision/v1/scoring.pb-c.h"

typedef sup_inspection_paper page;

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
static const char *
name_in(const char *const *names, size_t n, unsigned i)
{
    return i < n && names[i] != NULL ? names[i] : "";
}
#define NAME(table, i) name_in(table, sizeof(table) / sizeof((table)[0]), (unsigned)(i))

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
    sup_inspection_print_number(p, "%.2f", s->percent);
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
    const sup_html_form form = {.base = p->site->base,
                                .issuer = {p->site->campus_name, p->site->office_name},
                                .title = "检查报告",
                                .heading = "服务质量检查报告",
                                .number = p->r->number,
                                .stylesheet = "pages/notice.css",
                                .body_class = "notice report",
                                .table_class = "form"};
    sup_html_form_open(p->html, &form);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sup_html_row_open(p->html, rows[i].label, rows[i].cell);
        rows[i].print(p);
        sup_html_row_close(p->html);
    }
    sup_html_table_close(p->html);
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
    sup_inspection_print_tables(&p);
    print_acknowledgement(&p);
    print_foot(&p);
    c->text_type = SUP_HTML_TYPE;
    sup_html_close(p.html);
    return sup_html_done(p.html, &c->text);
}
