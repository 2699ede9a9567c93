/* The register of the campus: units, contractors and places, by id.
 * Owns: their keys, indexes and rules; the look-ups that other endpoints need.
 * Must not know: cases. */
#ifndef SUP_REGISTER_H
#define SUP_REGISTER_H

#include "engine/sup_ctx.h"
#include "supervision/v1/campus.pb-c.h"

/* *out is NULL when there is none, also when the id is not well-formed; else as stored,
 * with its version, and not to be changed. SUP_AGAIN as with sup_ctx_record(). */
sup_rc sup_register_unit(sup_ctx *c, const char *id, const Sup__Unit **out);
sup_rc sup_register_place(sup_ctx *c, const char *id, const Sup__Place **out);

/* Ids of one page of the units, in their order, retired ones among them. */
typedef struct {
    const sup_str *ids;
    size_t n;
    char *next_cursor; /* empty: no more */
} sup_register_page;
sup_rc sup_register_units_page(sup_ctx *c, const char *cursor, uint32_t limit,
                               sup_register_page *out);

/* A unit that names no domains serves all of them. */
int sup_register_serves(const Sup__Unit *unit, const char *domain);

#endif
