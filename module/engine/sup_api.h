/* The door of the application: a transport-free request in, one reply out.
 * Owns: what ngx (or a test) must bring and what it gets back.
 * Must not know: nginx, sockets, Redis. */
#ifndef SUP_API_H
#define SUP_API_H

#include "core/sup_base.h"
#include "core/sup_calendar.h"
#include "kit/sup_crypto.h"
#include "store/sup_store.h"

typedef enum {
    SUP_METHOD_GET = 1 << 0,
    SUP_METHOD_HEAD = 1 << 1,
    SUP_METHOD_POST = 1 << 2,
    SUP_METHOD_PUT = 1 << 3,
    SUP_METHOD_DELETE = 1 << 4,
    SUP_METHOD_OTHER = 1 << 5
} sup_method;

/* Of this worker, for /health and /ready. */
typedef struct {
    int redis_ready;
    int durable_enough;
    const char *redis_version;
    const char *durability;
    unsigned pending; /* commands waiting */
    int timed_work;   /* this server does timed work, ... */
    int timed_late;   /* ... and knows of none that went well for five minutes */
} sup_site_status;

/* What one location is configured to serve. Made at configuration time, read-only then.
 */
typedef struct {
    sup_str campus;        /* key space: [a-z0-9][a-z0-9-]{0,31} */
    sup_str campus_name;   /* 某某大学, for the notice; may be empty */
    sup_str office_name;   /* 后勤管理处, the issuer of notices */
    sup_str notice_prefix; /* 后勤整改 */
    sup_str report_prefix; /* 后勤检查 */
    sup_str base; /* the location's prefix with its closing slash: /supervision/ */
    struct sup_rulebook_s *const *rulebooks; /* the enabled domains (subjects/rules) */
    size_t n_rulebooks;
    const sup_keyring *keyring;
    const sup_calendar *calendar;
    int64_t board_cache_ms;
    int64_t idempotency_ms; /* how long a retried submit is recognised */
    size_t
        evidence_max; /* bytes of one photo (subjects/evidence); 0: none are taken in */
    const char *version; /* of the module */
    /* What cannot be had from the store; for /health and /ready. May be NULL in tests. */
    void (*status)(void *data, sup_site_status *status);
    void *status_data;
} sup_site;

/* Who asks, as nginx says. Empty role: the public. */
typedef struct {
    sup_str user;
    sup_str role; /* reporter, unit, inspector, office, leader, admin, or empty */
    sup_str unit;
    sup_str domains; /* separated by commas or spaces; *: all; empty: none */
} sup_credentials;

/* What of a path belongs to which placeholder, and which route it is. */
#define SUP_PARAMS_MAX 2
typedef struct sup_route_s sup_route;
typedef struct sup_intake_s sup_intake;
typedef struct {
    const sup_route *route; /* NULL: no such path, or not with this method */
    const struct sup_variant_s
        *variant;                   /* of a route that does several things, or NULL */
    sup_str params[SUP_PARAMS_MAX]; /* of the route's pattern */
    unsigned allowed;               /* the methods that the path has */
} sup_match;

typedef struct {
    sup_method method;
    sup_str path;  /* below site->base, decoded, without query: cases/261123-7KQ4M2X */
    sup_str query; /* raw, without ? */
    sup_str body;
    sup_str content_type;
    sup_str accept;
    sup_str host;            /* Host header, for the check of Origin */
    sup_str origin;          /* Origin header */
    sup_str fetch_site;      /* Sec-Fetch-Site header */
    sup_str idempotency_key; /* Idempotency-Key header */
    sup_str receipt;         /* Supervision-Receipt header */
    sup_str if_match;        /* If-Match header */
    sup_str if_none_match;
    sup_match match;   /* filled by sup_api_match() */
    const void *taken; /* what the body became, of routes with an intake */
    sup_credentials credentials;
    int64_t now_ms;
} sup_request;

typedef struct {
    unsigned status;
    sup_str content_type; /* with charset; empty: no body */
    sup_str body;
    sup_str location;       /* or empty */
    sup_str etag;           /* quoted, or empty */
    sup_str allow;          /* with 405 */
    unsigned retry_after_s; /* 0: none */
    int64_t cache_ms;       /* may be shared and kept so long; 0: no-store ... */
    int64_t private_ms;     /* ... but by the asker alone, it never changes; 0: not so */
    sup_str file;           /* instead of body: a file below the server's folder */
    unsigned taken_unused;  /* nothing names what was taken in: it may go. Else it stays,
                            * and what is left over is collected later */
} sup_reply;

/* Finds the route, once for each request: all that follows goes by request->match. */
void sup_api_match(sup_request *request);

/* Routes that a shared cache may answer before anything else is done: the reply depends
 * on path, query and accept alone. ms to keep, 0: not such a route. */
int64_t sup_api_shared_ms(const sup_site *site, const sup_request *request);

/* The largest body that the route takes; checked before the body is read. */
size_t sup_api_body_max(const sup_site *site, const sup_request *request);

/* How the route's body is taken in, when it is no message: then the caller makes something
 * of it, request->taken, and the body itself is never handed over. NULL: it is a message,
 * or nothing. */
const sup_intake *sup_api_intake(const sup_request *request);
/* All that can be refused before such a body is read: NULL when it may come in. */
const sup_reply *sup_api_refusal(const sup_site *site, sup_arena *arena,
                                 const sup_request *request);

/* Where calls run: a store, and the calls that wait for their turn there. Its user's, one
 * for each store of a worker; zero but for the store at first. */
typedef struct {
    sup_store *store;
    struct {
        struct sup_call_s *first, *last;
        unsigned passing;
    } turns; /* the engine's own */
} sup_engine;

/* Called exactly once for each sup_api_start, possibly before it returns. The reply and
 * all it points to live in the arena. */
typedef void (*sup_api_done)(void *data, const sup_reply *reply);

/* Answers a request. Everything that request points to and the arena live until done is
 * called. Never blocks; never fails other than by a problem reply. */
void sup_api_start(const sup_site *site, sup_engine *engine, sup_arena *arena,
                   const sup_request *request, sup_api_done done, void *data);

/* One run of timed work of a campus: checks that fall due, and what else happens by
 * itself. Any number of workers and machines may run it at any time: a lease in the store
 * lets one of them work, and each run is one commit that checks the lease. */

/* What the server brings for one job, and takes back from it: both are of types that the
 * job's subject declares. result is cleared before each run, and when its job fails; it
 * counts when the run was committed (holds), whatever became of other jobs. */
typedef struct {
    const char *job;
    const void *what;
    void *result;
    size_t result_size;
} sup_tick_brought;

typedef struct {
    sup_str holder;   /* who runs it: one worker of one machine, at one time */
    int64_t lease_ms; /* so long it stays his without another run */
    int64_t now_ms;
    const sup_tick_brought *brought;
    size_t n_brought;
} sup_tick;

typedef struct {
    sup_rc rc;       /* SUP_OK: also when somebody else has the lease */
    sup_rc left_out; /* why something was passed over while the rest was done */
    const char
        *job; /* whose part failed or left something out, not the others'; or NULL */
    unsigned holds; /* the lease was his, and the run is committed */
    unsigned more;  /* more is to be done, at once */
} sup_tick_result;

/* Called exactly once, possibly before sup_api_tick returns. */
typedef void (*sup_api_ticked)(void *data, const sup_tick_result *result);

/* tick and the arena live until done is called. */
void sup_api_tick(const sup_site *site, sup_engine *engine, sup_arena *arena,
                  const sup_tick *tick, sup_api_ticked done, void *data);

/* What nginx itself refuses with this status before the application is asked (429 of a
 * limit, 401 of a password file, 413 of a body), in the application's words: JSON. Never
 * NULL. */
const sup_reply *sup_api_refused(sup_arena *arena, unsigned status);

/* A problem reply for what never reaches a route: body too large (413), internal
 * failures. Falls back to a static reply when the arena is used up: never NULL. */
const sup_reply *sup_api_problem(sup_arena *arena, const sup_request *request, sup_rc rc);
enum {
    SUP_API_TOO_LARGE = -400,
    SUP_API_INTERNAL = -401,
    SUP_API_AWAY = SUP_STORE_AWAY /* the store cannot be reached: 503 with Retry-After */
};

#endif
