/* The notice 《问题整改通知单》 as a page to be printed and signed.
 * Owns: the official layout (红头): its order and its words.
 * Must not know: styles (module/pages/static/notice.css): none may stand inline. */
#include <stdio.h>

#include "evidence/sup_evidence.h"
#include "kit/sup_html.h"
#include "sup_cases_subject.h"
#include "sup_notice.h"
#include "supervision/v1/cases.pb-c.h"
#include "supervision/v1/rules.pb-c.h"

/* What the page is made from. */
typedef struct {
    sup_html *html;
    const sup_site *site;
    const sup_rulebook *rulebook;
    const Sup__NoticeReply *reply;
} page;

/* 签发人 and the like stay open when they are empty: they are signed by hand. */
typedef struct {
    const char *label;
    void (*print)(page *p);
    const char *cell; /* class of the cell */
} row;

static void
print_unit(page *p)
{
    sup_html_c(p->html, p->reply->unit_name);
}

static void
print_about(page *p)
{
    static const char gap[] = "　";

    sup_html_c(p->html, p->reply->domain_name);
    sup_html_raw(p->html, " · ");
    sup_html_c(p->html, p->reply->category_name);
    sup_html_raw(p->html, gap);
    sup_html_raw(p->html, sup_severity_name(p->reply->severity));
    sup_html_raw(p->html, "<br>\n");
    sup_html_c(p->html, p->reply->place_name);
    sup_html_raw(p->html, gap);
    sup_html_c(p->html, p->reply->place_detail);
}

static void
print_facts(page *p)
{
    sup_html_lines(p->html, p->reply->notice->facts);
}

static void
print_requirement(page *p)
{
    sup_html_lines(p->html, p->reply->notice->requirement);
}

/* A code of the rulebook is printed as title and clause, anything else as it was written.
 */
static void
print_basis(page *p)
{
    const Sup__Notice *notice = p->reply->notice;
    size_t i;

    sup_html_raw(p->html, "<ol>\n");
    for (i = 0; i < notice->n_basis; i++) {
        const Sup__Basis *basis = sup_rulebook_basis(p->rulebook, notice->basis[i]);

        sup_html_raw(p->html, "<li>");
        if (basis == NULL) {
            sup_html_c(p->html, notice->basis[i]);
        } else {
            sup_html_c(p->html, basis->title);
            sup_html_raw(p->html, " ");
            sup_html_c(p->html, basis->clause);
        }
        sup_html_raw(p->html, "</li>\n");
    }
    sup_html_raw(p->html, "</ol>");
}

static void
print_moment(page *p, const Google__Protobuf__Timestamp *at)
{
    sup_html_moment(p->html, p->site->calendar, sup_timestamp_ms(at));
}

static void
print_limits(page *p)
{
    const Sup__Notice *notice = p->reply->notice;

    if (notice->sign_by != NULL) {
        sup_html_raw(p->html, "请于 ");
        print_moment(p, notice->sign_by);
        sup_html_raw(p->html, " 前签收，");
    }
    sup_html_raw(p->html, "于 <strong>");
    print_moment(p, notice->rectify_by);
    sup_html_raw(p->html, "</strong> 前完成整改。");
}

static void
print_signature(page *p, const char *who, const char *name, const char *label,
                const Google__Protobuf__Timestamp *at)
{
    sup_html_raw(p->html, "<span class=\"name\">");
    sup_html_raw(p->html, who);
    sup_html_c(p->html, name);
    sup_html_raw(p->html, "</span><span class=\"date\">");
    sup_html_raw(p->html, label);
    sup_html_raw(p->html, "：");
    sup_html_date(p->html, p->site->calendar, sup_timestamp_ms(at));
    sup_html_raw(p->html, "</span>");
}

static void
print_signer(page *p)
{
    print_signature(p, "", p->reply->notice->signer, "签发日期",
                    p->reply->notice->issued_at);
}

static void
print_receiver(page *p)
{
    print_signature(p, "", p->reply->notice->receiver, "签收日期",
                    p->reply->notice->received_at);
}

static void
print_evidence(page *p, char *const *evidence, size_t n)
{
    char of[sizeof("cases/") + SUP_CASE_ID_LEN];

    snprintf(of, sizeof(of), "cases/%s", p->reply->case_);
    sup_evidence_print(p->html, p->site->base, of, evidence, n);
}

static void
print_rectification(page *p)
{
    const Sup__Rectification *done = p->reply->rectification;

    if (done == NULL) {
        return;
    }
    sup_html_lines(p->html, done->measures);
    print_evidence(p, done->evidence, done->n_evidence);
    print_signature(p, "报告人：", done->by, "日期", done->at);
}

static void
print_finding(page *p)
{
    const Sup__Finding *finding = p->reply->finding;

    if (finding == NULL) {
        return;
    }
    sup_html_raw(p->html, finding->passed ? "复查通过。" : "复查未通过。");
    sup_html_lines(p->html, finding->text);
    print_evidence(p, finding->evidence, finding->n_evidence);
    print_signature(p, "复查人：", finding->by, "日期", finding->at);
}

/* The order of the form. */
static const row rows[] = {
    {"责任单位", print_unit, "unit"},
    {"事项", print_about, "about"},
    {"存在问题", print_facts, "facts"},
    {"整改要求", print_requirement, "requirement"},
    {"依据", print_basis, "basis"},
    {"整改期限", print_limits, "limits"},
    {"签发人", print_signer, "signature"},
    {"签收人", print_receiver, "signature"},
    {"整改情况", print_rectification, "space"},
    {"复查意见", print_finding, "space"},
};

static void
print_head(page *p)
{
    const sup_html_form form = {
        .base = p->site->base,
        .issuer = {p->site->campus_name, p->site->office_name},
        .title = "问题整改通知单",
        .heading = "问题整改通知单",
        .number = p->reply->notice->number,
        .stylesheet = "pages/notice.css",
        .body_class = "notice",
    };

    sup_html_form_open(p->html, &form);
}

static void
print_foot(page *p)
{
    sup_html_table_close(p->html);
    sup_html_raw(p->html, "<footer>\n<p>受理编号：");
    sup_html_c(p->html, p->reply->case_);
    sup_html_raw(p->html, "</p>\n</footer>\n</main>\n");
}

sup_rc
sup_decide_notice_page(sup_ctx *c)
{
    Sup__NoticeReply *reply = NULL;
    page p = {.site = c->site};
    sup_case k;
    size_t i;
    sup_rc rc = sup_notice_load(c, &k, &reply);

    if (rc != SUP_OK) {
        return rc;
    }
    p.reply = reply;
    p.rulebook = k.rulebook;
    p.html = sup_html_new(c->arena);
    if (p.html == NULL) {
        return SUP_NOMEM;
    }
    print_head(&p);
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sup_html_row_open(p.html, rows[i].label, rows[i].cell);
        rows[i].print(&p);
        sup_html_row_close(p.html);
    }
    print_foot(&p);
    c->text_type = SUP_HTML_TYPE;
    sup_html_close(p.html);
    return sup_html_done(p.html, &c->text);
}
