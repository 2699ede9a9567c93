/* HTML pages: append, escape, done.
 * Owns: escaping, dates as people read them, the frame of a page.
 * Must not know: what a page says. */
#include <stdio.h>
#include "sup_html.h"

sup_html *
sup_html_new(sup_arena *arena)
{
    sup_html *html = sup_alloc(arena, sizeof(*html));

    if (html != NULL) {
        sup_buf_init(&html->buf, arena);
    }
    return html;
}

void
sup_html_raw(sup_html *html, const char *markup)
{
    sup_buf_text(&html->buf, markup);
}

static const char *
entity_of(char ch)
{
    switch (ch) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* line_break: what stands for \n, or NULL: itself. */
static void
escape(sup_html *html, sup_str text, const char *line_break)
{
    size_t from = 0;
    size_t i;

    for (i = 0; i < text.len; i++) {
        char ch = text.data[i];
        const char *entity = ch == '\n' ? line_break : entity_of(ch);

        if (entity != NULL) {
            sup_buf_add(&html->buf, text.data + from, i - from);
            sup_buf_text(&html->buf, entity);
            from = i + 1;
        }
    }
    if (text.len > from) {
        sup_buf_add(&html->buf, text.data + from, text.len - from);
    }
}

void
sup_html_text(sup_html *html, sup_str text)
{
    escape(html, text, NULL);
}

void
sup_html_c(sup_html *html, const char *text)
{
    escape(html, sup_str_c(text), NULL);
}

void
sup_html_lines(sup_html *html, const char *text)
{
    escape(html, sup_str_c(text), "<br>\n");
}

void
sup_html_date(sup_html *html, const sup_calendar *calendar, int64_t utc_ms)
{
    char text[64];
    sup_local local;

    if (utc_ms == 0) {
        return;
    }
    sup_local_of(calendar, utc_ms, &local);
    snprintf(text, sizeof(text), "%d年%d月%d日", (int)local.year, (int)local.month,
             (int)local.day);
    sup_buf_text(&html->buf, text);
}

void
sup_html_moment(sup_html *html, const sup_calendar *calendar, int64_t utc_ms)
{
    char text[32];
    sup_local local;

    if (utc_ms == 0) {
        return;
    }
    sup_html_date(html, calendar, utc_ms);
    sup_local_of(calendar, utc_ms, &local);
    snprintf(text, sizeof(text), " %02d:%02d", (int)(local.minute / 60),
             (int)(local.minute % 60));
    sup_buf_text(&html->buf, text);
}

void
sup_html_open(sup_html *html, sup_str base, const char *title, const char *stylesheet,
              const char *body_class)
{
    sup_html_raw(html,
                 "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n"
                 "<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    sup_html_c(html, title);
    sup_html_raw(html, "</title>\n");
    if (stylesheet != NULL) {
        sup_html_raw(html, "<link rel=\"stylesheet\" href=\"");
        sup_html_text(html, base);
        sup_html_c(html, stylesheet);
        sup_html_raw(html, "\">\n");
    }
    sup_html_raw(html, "</head>\n<body class=\"");
    sup_html_c(html, body_class);
    sup_html_raw(html, "\">\n");
}

void
sup_html_form_open(sup_html *html, const sup_html_form *form)
{
    sup_html_open(html, form->base, form->title, form->stylesheet, form->body_class);
    sup_html_raw(html, "<main>\n<header>\n<p class=\"issuer\">");
    sup_html_text(html, form->issuer[0]);
    sup_html_text(html, form->issuer[1]);
    sup_html_raw(html, "</p>\n</header>\n<h1>");
    sup_html_c(html, form->heading);
    sup_html_raw(html, "</h1>\n<p class=\"number\">");
    sup_html_c(html, form->number);
    sup_html_raw(html, "</p>\n<table");
    if (form->table_class != NULL) {
        sup_html_raw(html, " class=\"");
        sup_html_c(html, form->table_class);
        sup_html_raw(html, "\"");
    }
    sup_html_raw(html, ">\n<tbody>\n");
}

void
sup_html_row_open(sup_html *html, const char *label, const char *cell_class)
{
    sup_html_raw(html, "<tr><th scope=\"row\">");
    sup_html_raw(html, label);
    sup_html_raw(html, "</th><td class=\"");
    sup_html_raw(html, cell_class);
    sup_html_raw(html, "\">");
}

void
sup_html_row_close(sup_html *html)
{
    sup_html_raw(html, "</td></tr>\n");
}

void
sup_html_table_close(sup_html *html)
{
    sup_html_raw(html, "</tbody>\n</table>\n");
}

void
sup_html_close(sup_html *html)
{
    sup_html_raw(html, "</body>\n</html>\n");
}

sup_rc
sup_html_done(sup_html *html, sup_str *out)
{
    return sup_buf_done(&html->buf, out);
}
