/* The tables of a printed report.
 * Owns: the paper that is written on, the tables between its head and its foot.
 * Must not know: the head and the foot of the form. */
#ifndef SUP_INSPECTION_TABLES_H
#define SUP_INSPECTION_TABLES_H

#include "engine/sup_ctx.h"
#include "kit/sup_html.h"
#include "supervision/v1/inspections.pb-c.h"

typedef struct {
    sup_html *html;
    const sup_site *site;
    const Sup__Inspection *r;
    const char *of; /* its address below the base */
} sup_inspection_paper;

/* format: of one double, a literal. */
void sup_inspection_print_number(const sup_inspection_paper *p, const char *format,
                                 double value);
/* Sections, what was found, what was raised, and the other items. */
void sup_inspection_print_tables(const sup_inspection_paper *p);

#endif
