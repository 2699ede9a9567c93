/* A failed item made a case, with the rectification notice 《问题整改通知单》 issued at once.
 * Owns: what such a case is made of.
 * Must not know: how the inspection is stored. */
#ifndef SUP_RAISE_H
#define SUP_RAISE_H

#include "campus/sup_campus.h"
#include "engine/sup_sequence.h"
#include "sup_inspection.h"
#include "supervision/v1/campus.pb-c.h"
#include "supervision/v1/inspections.pb-c.h"

typedef struct {
    const Sup__Inspection *report; /* with id, unit, place, tags and score */
    const sup_rulebook *rulebook;
    const Sup__Unit *unit;
    const char *signature;
    sup_sequence *numbers;     /* of notices; NULL: the case waits for the office */
    uint32_t deadline_percent; /* of the usual time to rectify */
} sup_raise;

/* Texts, severity and time of a request; the failure names <field>.facts and so on. */
sup_rc sup_raise_check(sup_ctx *c, const char *field, const Sup__RaiseRequest *request);
/* Ops of the case, its events and its notice. The numbers are saved by the caller. */
sup_rc sup_raise_case(sup_ctx *c, const sup_raise *raise, const char *field,
                      const Sup__RaiseRequest *request, Sup__Raised **out);

#endif
