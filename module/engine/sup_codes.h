/* Why something cannot be: the engine's own codes, and a failure.
 * Owns: the codes of what is no subject's; each has a row in sup_problem.c.
 * Must not know: status and texts of a code. */
#ifndef SUP_CODES_H
#define SUP_CODES_H

#include "core/sup_base.h"

/* Errors of the engine itself; wire, store, core and crypto have their own ranges. */
enum {
    SUP_API_NOT_FOUND = -410,
    SUP_API_METHOD = -411,
    SUP_API_MEDIA_TYPE = -412,
    SUP_API_CROSS_SITE = -413,
    SUP_API_SIGN_IN = -414, /* nobody is named, and the route needs somebody */
    SUP_API_FORBIDDEN = -415,
    SUP_API_REQUIRED = -416, /* a field is missing */
    SUP_API_TEXT_LENGTH = -417,
    SUP_API_TEXT_CONTENT = -418, /* control characters */
    SUP_API_VALUE = -419,        /* a value that cannot be: see the field */
    SUP_API_FIELD = -420,        /* a field that this action does not take */
    SUP_API_CURSOR = -421,
    SUP_API_IDEMPOTENCY_KEY = -422,    /* malformed, or missing where it is needed */
    SUP_API_IDEMPOTENCY_REUSED = -423, /* same key, other request */
    SUP_API_REFERENCE = -425, /* names a unit, place, case, ... that does not exist */
    SUP_API_VERSION = -426,   /* If-Match or `version`: the case has changed */
    SUP_API_CONFLICT = -427,  /* changed meanwhile, again and again */
    SUP_API_SCHEMA = -428,    /* a record written by a newer version */
    SUP_API_ROLE = -431,      /* nginx named a role that does not exist */
    SUP_API_ACTOR = -434,     /* nginx gave a name that is not text */
    SUP_API_QUERY = -433,     /* a query where none is taken */
    SUP_API_TOO_MANY = -438,  /* nginx limits how many come from one address */
    SUP_API_OPS = -437        /* more changes than one commit takes */
};

/* Why it cannot be. rc picks status, code and texts in sup_problem.c; the rest adds to
 * them. */
typedef struct {
    sup_rc rc;
    const char *field;     /* or NULL */
    const char *detail;    /* Chinese, or NULL: the table's */
    const char *detail_en; /* English, or NULL: the table's */
    int state; /* with a conflict: what it is in now, as Problem.current_state */
    uint64_t version;
} sup_failure;

#endif
