/* Routes: what a row of a subject's table says, and the finding of a row.
 * Owns: the form of a row, how a path fits a pattern, which of two that fit is meant.
 * Must not know: which routes there are, what an endpoint decides. */
#ifndef SUP_ROUTE_H
#define SUP_ROUTE_H

#include "sup_ctx.h"

enum {
    SUP_ROUTE_FORM = 1,   /* also takes an HTML form post, and then answers with a page */
    SUP_ROUTE_SHARED = 2, /* a shared cache may answer */
    SUP_ROUTE_PAGE = 4,   /* the reply is not a message: text_type says what */
    SUP_ROUTE_REPORT = 8, /* its body may be as large as a report with all its answers */
    SUP_ROUTE_RULEBOOK = 16, /* or as a rulebook */
    SUP_ROUTE_FILE = 32      /* it replies with a file of type image/jpeg */
};

/* Headers that mean something to it: for those who write clients. */
enum {
    SUP_TAKES_KEY = 1, /* Idempotency-Key */
    SUP_TAKES_RECEIPT = 2,
    SUP_TAKES_IF_MATCH = 4,
    SUP_TAKES_IF_NONE_MATCH = 8
};

/* Statuses of its replies that are no problems; 0: 200 alone. */
enum { SUP_REPLIES_200 = 1, SUP_REPLIES_201 = 2, SUP_REPLIES_503 = 4 };

/* One of several things that a route does, told apart by its last segment: the pattern's
 * last placeholder stands for their words alone. */
typedef struct sup_variant_s {
    const char *path; /* the segment */
    const char *name; /* Chinese */
    const char *name_en;
    const char *required; /* fields of the route's input, separated by spaces */
    const char *optional; /* `version` is always optional */
} sup_variant;

/* A body that is no message: whoever has the request takes it in, refused by nobody but
 * refuse(), and hands over what became of it as request->taken. */
struct sup_intake_s {
    const char *const *types;               /* media types, for people; NULL at the end */
    size_t (*max)(const sup_site *site);    /* bytes of it */
    sup_rc (*refuse)(const sup_site *site); /* SUP_OK: it may come in */
};

struct sup_route_s {
    const char *name; /* operationId; NULL: the end of a table */
    sup_method method;
    const char *pattern; /* cases/{id}/history */
    unsigned roles;      /* SUP_ROLE_PUBLIC: anybody */
    const ProtobufCMessageDescriptor
        *input; /* body of POST and PUT, query of GET; or NULL */
    const ProtobufCMessageDescriptor *output;
    unsigned flags;
    unsigned takes;                          /* SUP_TAKES_* */
    unsigned replies;                        /* SUP_REPLIES_* */
    const sup_variant *(*variant)(size_t i); /* NULL past the last one; or no function */
    const sup_intake *intake;                /* or NULL */
    sup_rc (*decide)(sup_ctx *c);
    const char *summary; /* Chinese */
    const char *summary_en;
};

/* The i-th of all subjects' routes, NULL past the last one. */
const sup_route *sup_route_at(size_t i);

/* The route of method and path; out->route NULL with out->allowed = the methods that the
 * path has (0: no such path). HEAD finds GET's. Of two patterns that fit, the one is meant
 * whose first segment that differs is literal, so the order of tables does not matter. */
void sup_route_find(sup_method method, sup_str path, sup_match *out);

/* What its body may hold; of NULL, what any may. */
const sup_wire_limits *sup_route_limits(const sup_route *route);

#endif
