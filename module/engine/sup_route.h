/* The finding of a route among all subjects'.
 * Owns: how a path fits a pattern, which of two that fit is meant.
 * Must not know: which routes there are, what an endpoint decides. */
#ifndef SUP_ROUTE_H
#define SUP_ROUTE_H

#include "sup_subject.h"

/* The i-th of all subjects' routes, NULL past the last one. */
const sup_route *sup_route_at(size_t i);

/* The route of method and path; out->route NULL with out->allowed = the methods that the
 * path has (0: no such path). HEAD finds GET's. Of two patterns that fit, the one is meant
 * whose first segment that differs is literal, so the order of tables does not matter. */
void sup_route_find(sup_method method, sup_str path, sup_match *out);

/* What its body may hold; of NULL, what any may. */
const sup_wire_limits *sup_route_limits(const sup_route *route);

#endif
