/* One call under way: what decide functions see and fill.
 * Owns: the context, reads by name, ops, failures; the engine behind them is
 * sup_engine.c. Must not know: nginx, which store it is.
 *
 * A decide function is pure and is run again from its beginning whenever something that
 * it asked for has come in: it asks by sup_ctx_record() and its like, which return
 * SUP_AGAIN until the answer is there. What a first run asks for is the plan; rounds are
 * bounded. When a commit meets a conflict, all answers are forgotten and decide runs
 * anew. So a decide function must change nothing but the context and what lies in the
 * arena. */
#ifndef SUP_CTX_H
#define SUP_CTX_H

#include "google/protobuf/timestamp.pb-c.h"
#include "wire/sup_wire.h"
#include "sup_api.h"
#include "sup_codes.h"

/* Who asks, resolved once. */
typedef struct {
    unsigned roles; /* bits of sup_role; PUBLIC always */
    sup_str user;
    sup_str unit;
    sup_str domains;
    unsigned signed_in; /* nginx named a user or a role */
} sup_actor;

typedef struct sup_ctx_s {
    const sup_site *site;
    sup_arena *arena;
    const sup_request *request;
    const sup_route *route;
    const sup_str *params;               /* of the route's pattern */
    const struct sup_variant_s *variant; /* of the route, or NULL */
    sup_actor actor;
    const ProtobufCMessage *input; /* of route->input's type, or NULL */
    int64_t now_ms;
    unsigned protobuf;    /* the reply is asked for as protobuf */
    const sup_tick *tick; /* of timed work; NULL: a request */

    /* What decide fills. */
    unsigned status;                /* 200 unless said otherwise */
    const ProtobufCMessage *output; /* of route->output's type */
    sup_str text;                   /* instead of output: a body of its own ... */
    sup_str text_type;              /* ... and its type */
    sup_str location;
    sup_str etag;
    sup_str file;          /* instead of output: a file, of text_type */
    int64_t private_ms;    /* the asker may keep the reply so long; 0: not at all */
    unsigned taken_unused; /* what was taken in was here already */
    uint64_t *version_out; /* where the commit's version goes before output is encoded */
    const char *version_key; /* of the record that it is the version of */
    sup_failure failure;
    sup_op *ops; /* grows in the arena, to SUP_OPS_MAX */
    size_t n_ops;
    size_t ops_room;
    sup_tick_result ticked; /* instead of a reply, of timed work */
    void *memo; /* for its own next run: what follows from the request alone */

    /* The engine's. */
    sup_read *reads[SUP_READS_MAX];
    size_t n_reads;
    size_t n_answered;
    struct sup_draw_s *draws; /* in the order in which they were asked for */
    struct sup_draw_s **next_draw;
} sup_ctx;

/* Before each run of decide: nothing is filled, and what was drawn is drawn again the same. */
void sup_ctx_rewind(sup_ctx *c);
/* After a commit that lost: what was read is forgotten, and what was drawn. */
void sup_ctx_forget(sup_ctx *c);

/* Random bytes, the same at each run until a commit loses: so a key that is named by them
 * is read under the name that it is written under. NULL: no memory, or no randomness. */
const unsigned char *sup_draw(sup_ctx *c, size_t len);
/* A new id of a case or an inspection, of today: drawn. NULL when the arena is used up. */
char *sup_draw_id(sup_ctx *c);

/* Sets the failure and returns its rc: `return sup_fail(c, RC, "field", zh, en);` */
sup_rc sup_fail(sup_ctx *c, sup_rc rc, const char *field, const char *detail,
                const char *detail_en);

/* Ask for something. SUP_OK: *out is the answer (its own rc was SUP_OK). SUP_AGAIN: not
 * there yet. Negative: the store's error. Keys and bounds are copied. To ask for several
 * things in one round trip, ask for all before returning SUP_AGAIN. */
sup_rc sup_ctx_record(sup_ctx *c, const char *key, const sup_read **out);
sup_rc sup_ctx_counters(sup_ctx *c, const char *key, const sup_read **out);
sup_rc sup_ctx_events(sup_ctx *c, const char *key, uint32_t limit, const sup_read **out);
sup_rc sup_ctx_count(sup_ctx *c, const char *index, const char *from, const char *to,
                     const sup_read **out);
sup_rc sup_ctx_range(sup_ctx *c, const char *index, const char *from, const char *to,
                     unsigned reverse, uint32_t limit, const sup_read **out);

/* A stored message with a schema number in its field 1: parsed, or the failure set when
 * it is from a newer schema or corrupt. *out is NULL when the key is absent. */
sup_rc sup_ctx_message(sup_ctx *c, const char *key,
                       const ProtobufCMessageDescriptor *type, ProtobufCMessage **out,
                       uint64_t *version);
#define SUP_SCHEMA 1

/* What clients see of a record's version: another number after every change, and nothing
 * more. The store's own counts all commits of the campus, and would tell how many there
 * are. */
uint64_t sup_version_shown(const sup_ctx *c, const char *key, uint64_t version);
/* Does If-Match or If-None-Match list the tag? Weak prefixes (gzip adds them) are
 * ignored. */
int sup_etag_listed(sup_str list, sup_str etag);
/* The tag of the reply that the actor gets: what, quoted; JSON and protobuf of one thing
 * have two. Its data is NULL when memory has run out. */
sup_str sup_etag_of(const sup_ctx *c, const char *what);
/* Does If-Match or If-None-Match list a tag of this thing, in either form? */
int sup_etag_names(sup_str list, const char *what);

/* Add an op; SUP_API_OPS when there are too many. Strings are copied but for bytes. */
sup_rc sup_op_check(sup_ctx *c, const char *key, uint64_t version);
sup_rc sup_op_put(sup_ctx *c, const char *key, const ProtobufCMessage *message,
                  int64_t ttl_ms);
sup_rc sup_op_delete(sup_ctx *c, const char *key);
sup_rc sup_op_index_add(sup_ctx *c, const char *index, const char *member);
sup_rc sup_op_index_remove(sup_ctx *c, const char *index, const char *member);
sup_rc sup_op_counter(sup_ctx *c, const char *key, const char *name, int64_t delta);
sup_rc sup_op_event(sup_ctx *c, const char *key, sup_str bytes);

/* A copy of a message whose parts are still the original's. NULL: no memory. */
void *sup_message_copy(sup_arena *arena, const ProtobufCMessage *message);

/* Times of messages. */
Google__Protobuf__Timestamp *sup_timestamp(sup_arena *arena,
                                           int64_t utc_ms);             /* 0: NULL */
int64_t sup_timestamp_ms(const Google__Protobuf__Timestamp *timestamp); /* NULL: 0 */

/* Is the domain one of the actor's? */
int sup_actor_in_domain(const sup_actor *actor, const char *domain);
/* May he look at this domain from outside? Leaders at all of them, whatever theirs are. */
int sup_actor_oversees(const sup_actor *actor, const char *domain);
/* Whose it is that a list or figures are asked for: a unit asks for itself alone, who
 * looks from outside for any, or for all: *unit is empty then. The failure has the field
 * "unit". */
sup_rc sup_actor_own_unit(sup_ctx *c, const char *asked, const char **unit);
sup_rc sup_actor_resolve(sup_actor *actor, const sup_credentials *credentials);

/* A text of the input: well within [min, max] characters, no control characters but tab
 * and newline, and not blank unless empty; else the failure is set, with the field's
 * name. */
sup_rc sup_check_text(sup_ctx *c, const char *field, const char *text, long min,
                      long max);
/* Idempotency-Key: 8 to 128 visible ASCII characters. */
sup_rc sup_check_idempotency_key(sup_ctx *c);

/* Ids of attachments, at most so many: the SHA-256 of what is stored, in hex. */
#define SUP_ATTACHMENTS_MAX 9
sup_rc sup_check_attachments(sup_ctx *c, const char *field, char *const *ids, size_t n);

#endif
