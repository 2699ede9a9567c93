/* The register of the campus: units, contractors and places, by id.
 * Owns: their keys, indexes and rules; the look-ups that other endpoints need.
 * Must not know: cases. */
#ifndef SUP_REGISTER_H
#define SUP_REGISTER_H

#include "sup_ctx.h"

/* *out is NULL when there is none, also when the id is not well-formed; else as stored,
 * with its version, and not to be changed. SUP_AGAIN as with sup_ctx_record(). */
sup_rc sup_register_unit(sup_ctx *c, const char *id, const Sup__Unit **out);
sup_rc sup_register_place(sup_ctx *c, const char *id, const Sup__Place **out);

/* [a-z0-9][a-z0-9-]{1,47} */
int sup_register_id_ok(sup_str id);

#endif
