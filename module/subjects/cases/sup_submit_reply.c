/* What a submit answers: the case as its reporter sees it, and the receipt.
 * Owns: the reply, and the page of a browser without script.
 * Must not know: what the receipt is made of. */
#include "engine/sup_exchange.h"
#include "kit/sup_html.h"
#include "sup_submit.h"
#include "supervision/v1/cases.pb-c.h"

/* For a browser without script: the receipt stands in the page, never in an address. */
static sup_rc
reply_page(sup_ctx *c, const Sup__Case *view, const char *receipt)
{
    sup_html *h = sup_html_new(c->arena);
    if (h == NULL) {
        return SUP_NOMEM;
    }
    sup_html_open(h, c->site->base, "已登记", "pages/notice.css", "notice");
    sup_html_raw(h,
                 "<main><h1>已登记 <small lang=\"en\">Received</small></h1><p>编号 <b>");
    sup_html_c(h, view->id);
    sup_html_raw(h, "</b></p><p>查询码（请抄录或截图，只显示这一次） "
                    "<small lang=\"en\">Receipt: keep it, it is shown once</small></p>"
                    "<p><code>");
    sup_html_c(h, receipt);
    sup_html_raw(h, "</code></p>");
    if (view->severity == SUP__CASE__SEVERITY__critical) {
        sup_html_raw(
            h, "<p><strong>如有人受伤、不适或仍有危险，请先拨打 120、119 或校园报警电话。"
               "</strong> <span lang=\"en\">If anybody is hurt, unwell or still in "
               "danger, call 120 (ambulance), 119 (fire) or campus security first."
               "</span></p>");
    }
    sup_html_raw(h, "</main>");
    sup_html_close(h);
    c->text_type = SUP_HTML_TYPE;
    return sup_html_done(h, &c->text);
}

sup_rc
sup_submit_reply(sup_ctx *c, const sup_case *k, char *receipt)
{
    Sup__SubmitReply *out =
        SUP_NEW(c->arena, Sup__SubmitReply, sup__submit_reply__descriptor);
    Sup__Case *view = sup_case_view(c, k, SUP_SEES_REPORTER);
    if (out == NULL || view == NULL) {
        return SUP_NOMEM;
    }
    out->case_ = view;
    out->receipt = receipt;
    c->status = 201;
    c->output = &out->base;
    c->version_out = &view->version;
    c->version_key = sup_case_key(c->arena, view->id);
    c->location = sup_str_c(sup_sprintf(c->arena, "%.*scases/%s", (int)c->site->base.len,
                                        c->site->base.data, view->id));
    if (sup_exchange_wants_page(c->request)) {
        return reply_page(c, view, receipt);
    }
    return SUP_OK;
}
