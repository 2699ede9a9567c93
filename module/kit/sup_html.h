/* HTML pages: append, escape, done.
 * Owns: escaping; whatever is not a literal of our own goes through sup_html_c().
 * Must not know: what a page says. */
#ifndef SUP_HTML_H
#define SUP_HTML_H

#include "core/sup_calendar.h"
#include "sup_buf.h"

typedef struct {
    sup_buf buf;
} sup_html;

/* NULL when the arena is used up. */
sup_html *sup_html_new(sup_arena *arena);
/* A literal of the program. */
void sup_html_raw(sup_html *html, const char *markup);
/* Anything else: & < > " ' become entities, so it may stand between tags and inside
 * quoted attributes; a line break becomes <br> only in sup_html_lines(). NULL is empty.
 */
void sup_html_c(sup_html *html, const char *text);
void sup_html_text(sup_html *html, sup_str text);
void sup_html_lines(sup_html *html, const char *text);
/* 2026年11月23日, in campus time; the moment: 2026年11月23日 08:05. 0 ms: nothing. */
void sup_html_date(sup_html *html, const sup_calendar *calendar, int64_t utc_ms);
void sup_html_moment(sup_html *html, const sup_calendar *calendar, int64_t utc_ms);

/* <!DOCTYPE> to <body class="name">. stylesheet: its path under site->base, or NULL.
 * Inline styles and scripts are of no use: the Content-Security-Policy forbids them. */
void sup_html_open(sup_html *html, sup_str base, const char *title,
                   const char *stylesheet, const char *body_class);
/* An official form, to be printed and signed: who issues it, what it is, its number; then a
 * table of rows with labels. Everything is given; classes are the stylesheet's. */
typedef struct {
    sup_str base;
    sup_str issuer[2]; /* 某某大学, 后勤管理处 */
    const char *title; /* of the window */
    const char *heading;
    const char *number;
    const char *stylesheet;
    const char *body_class;
    const char *table_class; /* NULL: none */
} sup_html_form;

/* From <!DOCTYPE> to the form's first row, within <main>. */
void sup_html_form_open(sup_html *html, const sup_html_form *form);
/* One row of it; the cell's content stands between. Label and class are literals. */
void sup_html_row_open(sup_html *html, const char *label, const char *cell_class);
void sup_html_row_close(sup_html *html);
/* The end of a table, of this form or another. */
void sup_html_table_close(sup_html *html);

/* Closes what sup_html_open() opened. */
void sup_html_close(sup_html *html);
/* SUP_NOMEM when anything was lost. */
sup_rc sup_html_done(sup_html *html, sup_str *out);

#define SUP_HTML_TYPE SUP_STR("text/html; charset=utf-8")

#endif
