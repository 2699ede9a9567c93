/* A subject: all that the engine knows of a room of the application.
 * Owns: the form of a subject and of the rows of its tables, and the declaration of their
 *   list.
 * Must not know: which subjects there are; the list is the application's, as nginx's is of
 *   its modules.
 *
 * Every table ends with an empty row; a table that a subject does not have is NULL. */
#ifndef SUP_SUBJECT_H
#define SUP_SUBJECT_H

#include "sup_ctx.h"

/* --- routes ---------------------------------------------------------------------------- */

enum {
    SUP_ROUTE_FORM = 1,   /* also takes an HTML form post, and then answers with a page */
    SUP_ROUTE_SHARED = 2, /* a shared cache may answer */
    SUP_ROUTE_FILE = 4    /* it replies with a file of type image/jpeg */
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

/* Does it take the field? *required (may be NULL): it must be given. */
unsigned sup_variant_takes(const sup_variant *variant, const char *field,
                           unsigned *required);

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
    const sup_wire_limits *limits; /* of its body; NULL: those of any request */
    unsigned takes;                /* SUP_TAKES_* */
    unsigned replies;              /* SUP_REPLIES_* */
    const char *page; /* the media type of a reply that is no message; or NULL */
    const sup_variant *(*variant)(size_t i); /* NULL past the last one; or no function */
    const char *variant_suffix; /* of their operationIds: Case, in signCase */
    const sup_intake *intake;   /* or NULL */
    sup_rc (*decide)(sup_ctx *c);
    const char *summary; /* Chinese */
    const char *summary_en;
};

/* --- problems --------------------------------------------------------------------------- */

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

/* --- timed work ------------------------------------------------------------------------- */

/* A job's part of one run. */
typedef struct {
    sup_ctx *c;
    const struct sup_timed_job_s *job;
    ProtobufCMessage *record; /* of job->record's type: how far it has come; or NULL */
    unsigned touched;         /* the record has changed */
    unsigned more;            /* something is left for the next run */
} sup_timed;

/* A row of a subject's table. Bounded in what it reads and writes: all jobs together make
 * one commit, of SUP_OPS_MAX ops at most. One that fails leaves nothing behind, and does
 * not keep the others from their work. */
typedef struct sup_timed_job_s {
    const char *name;                         /* NULL: the end */
    const ProtobufCMessageDescriptor *record; /* kept at timed:<name>; or NULL */
    sup_rc (*decide)(sup_timed *t);
} sup_timed_job;

/* --- topics ----------------------------------------------------------------------------- */

/* A row of a subject's table. hear() is as pure as decide(): it may return SUP_AGAIN. */
typedef struct {
    unsigned topic; /* a number of subjects/topics; 0: the end of the table */
    size_t ops_max; /* the most ops that one telling adds: more is a failure of its own */
    const char *name; /* of what is added, for people */
    sup_rc (*hear)(sup_ctx *c, const void *told);
} sup_hearer;

/* --- the whole -------------------------------------------------------------------------- */

/* A kind of key in the store that is this subject's alone: everything between angle
 * brackets stands for a text without colons. */
typedef struct {
    const char *pattern; /* case:<id>; NULL: the end */
    const char *what;
} sup_key_row;

/* The kinds that are the engine's own; an empty row at the end. */
extern const sup_key_row sup_engine_keys[];

typedef struct {
    const char *name;
    const sup_route *routes;
    const sup_problem_row *problems;
    const sup_timed_job *jobs;
    const sup_key_row *keys;
    const sup_hearer *hears;
} sup_subject;

/* NULL at the end. */
extern const sup_subject *const sup_subjects[];

#endif
