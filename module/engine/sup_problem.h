/* Problems: rows from error codes to HTTP status and texts (RFC 9457).
 * Owns: the form of a row (stable code, titles and default details in Chinese and English),
 *   the codes of the engine itself.
 * Must not know: nginx. */
#ifndef SUP_PROBLEM_H
#define SUP_PROBLEM_H

#include "sup_ctx.h"
#include "supervision/v1/engine.pb-c.h"

/* Errors of this layer; wire, store, core and crypto have their own ranges. */
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
    SUP_API_OPS = -437        /* more changes than one commit takes */
};

typedef struct {
    sup_rc rc;
    unsigned status;
    const char *code;
    const char *title;
    const char *title_en;
    const char *detail;
    const char *detail_en;
    unsigned retry_after_s;
} sup_problem_row;

/* A row of a subject's table: with a status of its own, or 503 to be tried again soon. */
#define SUP_PROBLEM(rc, status, code, zh, en, detail_zh, detail_en)                      \
    {                                                                                    \
        rc, status, code, zh, en, detail_zh, detail_en, 0                                \
    }
#define SUP_PROBLEM_RETRY(rc, code, zh, en, detail_zh, detail_en)                        \
    {                                                                                    \
        rc, 503, code, zh, en, detail_zh, detail_en, 2                                   \
    }

/* Of the engine's and all subjects' rows; the internal error's when unknown. */
const sup_problem_row *sup_problem_find(sup_rc rc);
/* The i-th of all, NULL past the last one. */
const sup_problem_row *sup_problem_at(size_t i);

Sup__Problem *sup_problem_message(sup_arena *arena, const sup_failure *failure);

#endif
