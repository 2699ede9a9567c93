/* A Redis of the test's own, and a blocking driver of the store over a unix socket.
 * Owns: the redis-server process (ended by its pid), its folder, one connection.
 * Must not know: what is tested. */
#ifndef SUP_TEST_REDIS_H
#define SUP_TEST_REDIS_H

#include <sys/types.h>

#include "store/sup_store_redis.h"

/* --- the server ------------------------------------------------------------------------
 */

typedef struct {
    char dir[64];
    char socket[96];
    pid_t pid;
} sup_test_server;

/* Started with appendonly yes and appendfsync always, no snapshot, no TCP port; args:
 * more words for its command line, ended by NULL, or NULL. Aborts the test when it won't
 * run. */
sup_test_server *sup_test_server_start(const char *const *args);
void sup_test_server_stop(sup_test_server *server);
/* kill -9 and a start over the same files. */
void sup_test_server_restart(sup_test_server *server);
/* One command of a client aside, given as printf-like hiredis format; the reply as text
 * (arrays: one line an element, nil: ""), good until the next call. */
const char *sup_test_command(sup_test_server *server, const char *format, ...);

/* --- the driver ------------------------------------------------------------------------
 */

typedef struct {
    sup_redis *redis;
    int fd;          /* -1: not connected */
    sup_rc ready_rc; /* of the handshake; 1 while it goes on */
    int64_t skew_ms; /* added to the clock that the store sees */
    size_t chunk;    /* read at most so many bytes at once; 0: as they come */
    char log[8192];  /* every line so far */
} sup_test_link;

#define SUP_TEST_OPTIONS                                                                 \
    {                                                                                    \
        .durability = SUP_DURABLE_ALWAYS, .pending_max = 4096                            \
    }

/* Connects and runs the handshake to its end; ready_rc says how it went. */
sup_test_link *sup_test_link_open(sup_test_server *server,
                                  const sup_redis_options *options);
void sup_test_link_close(sup_test_link *link);
/* Drops the connection and makes it again. */
void sup_test_link_reopen(sup_test_link *link, sup_test_server *server);
/* Sends and receives until *done is not 0; aborts after ten seconds. */
void sup_test_link_wait(sup_test_link *link, const int *done);

#endif
