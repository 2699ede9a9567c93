/* A unit's standing as a message.
 * Owns: which domains are in it, the names of its parts.
 * Must not know: the arithmetic (core/sup_standing.c), who asks. */
#ifndef SUP_STANDING_SHOW_H
#define SUP_STANDING_SHOW_H

#include "figures/sup_figures.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/rules.pb-c.h"
#include "supervision/v1/standing.pb-c.h"

#define SUP_STANDING_MONTHS_MAX 24

/* What is asked for, and what of it the actor sees. */
typedef struct {
    sup_ctx *c;
    char periods[SUP_STANDING_MONTHS_MAX][8]; /* yyyy-mm, one after the other */
    size_t n;                                 /* at least 1 */
    const Sup__Rulebook **books;              /* that have weights */
    size_t n_books;
} sup_standing_question;

/* A unit with what was read of it. */
typedef struct {
    const Sup__Unit *unit;
    sup_figures_month months[SUP_STANDING_MONTHS_MAX];
} sup_standing_unit;

typedef enum {
    SUP_STANDING_TREND, /* of a month: without parts and names */
    SUP_STANDING_BRIEF, /* without parts and months */
    SUP_STANDING_WHOLE
} sup_standing_detail;

/* A brief one stays NULL when the unit neither serves nor has figures of what is asked
 * for. */
sup_rc sup_standing_show(const sup_standing_question *q, const sup_standing_unit *s,
                         sup_standing_detail detail, Sup__UnitStanding **out);

#endif
