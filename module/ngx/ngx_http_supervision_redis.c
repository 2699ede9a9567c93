/* One pipelined connection to Redis for each worker and each distinct address.
 * Owns: the socket, its events and timers; it drives the codec of sup_store_redis.h.
 * Must not know: commands and replies. */
#include "ngx_http_supervision_redis.h"
#include "ngx_http_supervision_redis_conf.h"

#define READ_SIZE    (16 * 1024)
#define READS_A_TURN 64
#define BACKOFF_MIN  50
#define BACKOFF_MAX  2000
#define HEARTBEAT    10000

static void connect_redis(ngx_http_supervision_redis_t *peer);
static void close_redis(ngx_http_supervision_redis_t *peer, const char *why);
static void watch_pending(ngx_http_supervision_redis_t *peer);
static void connected(ngx_http_supervision_redis_t *peer);
static void read_handler(ngx_event_t *rev);
static void write_handler(ngx_event_t *wev);
static void flush_handler(ngx_event_t *ev);
static void expire_handler(ngx_event_t *ev);
static void retry_handler(ngx_event_t *ev);
static void heartbeat_handler(ngx_event_t *ev);
static void wake_handler(ngx_event_t *ev);

/* Posted, so that they never start inside the codec. */
static void
wake_waiters(ngx_http_supervision_redis_t *peer)
{
    if (!ngx_queue_empty(&peer->waiters)) {
        ngx_post_event(&peer->wake, &ngx_posted_events);
    }
}

/* --- what the codec asks of its owner ----------------------------------------------- */

/* One write(2) a turn of the event loop: however many commands a turn makes, they leave
 * together. */
static void
owner_want_write(void *owner)
{
    ngx_http_supervision_redis_t *peer = owner;

    ngx_post_event(&peer->flush, &ngx_posted_events);
}

static void
owner_log(void *owner, int level, const char *line)
{
    ngx_http_supervision_redis_t *peer = owner;
    uint32_t crc = ngx_crc32_short((u_char *)line, ngx_strlen(line));
    ngx_uint_t nginx_level;

    /* Every attempt of one outage would say the same. */
    if (peer->outage_logged && crc == peer->last_line) {
        return;
    }
    peer->last_line = crc;
    /* nginx's levels are syslog's, counted from 1 */
    nginx_level = (ngx_uint_t)level + 1;
    ngx_log_error(nginx_level, peer->log, 0, "supervision: redis %V: %s", &peer->name,
                  line);
}

static void
owner_ready(void *owner, sup_rc rc)
{
    ngx_http_supervision_redis_t *peer = owner;
    const sup_redis_state *state = sup_redis_status(peer->codec);
    ngx_connection_t *c = peer->pc.connection;

    if (rc != SUP_OK) {
        peer->refused = 1; /* closed when the codec has returned */
        return;
    }
    if (c != NULL && c->read->timer_set) {
        ngx_del_timer(c->read);
    }
    peer->backoff = BACKOFF_MIN;
    if (peer->outage_logged) {
        ngx_log_error(NGX_LOG_NOTICE, peer->log, 0,
                      "supervision: redis %V is back: version %s, %s", &peer->name,
                      state->version, state->durability);
    }
    peer->outage_logged = 0;
    ngx_add_timer(&peer->heartbeat, HEARTBEAT);
    wake_waiters(peer);
}

static int64_t
owner_now_ms(void *owner)
{
    /* A steady clock: time-outs must not follow a clock that is being set. */
    return (int64_t)ngx_current_msec;
}

static const sup_redis_owner owner_vtable = {owner_want_write, owner_log, owner_ready,
                                             owner_now_ms};

/* --- life of the connection --------------------------------------------------------- */

static void
init_event(ngx_http_supervision_redis_t *peer, ngx_event_t *ev,
           ngx_event_handler_pt handler)
{
    ngx_memzero(ev, sizeof(ngx_event_t));
    ngx_http_supervision_event(ev, &peer->dummy, peer->log, handler, peer);
    ev->cancelable = 1;
}

ngx_int_t
ngx_http_supervision_redis_init(ngx_cycle_t *cycle, ngx_http_supervision_redis_t *peer)
{
    peer->log = cycle->log;
    peer->quiet_log = *cycle->log;
    peer->quiet_log.log_level = NGX_LOG_EMERG;
    peer->backoff = BACKOFF_MIN;

    init_event(peer, &peer->flush, flush_handler);
    init_event(peer, &peer->wake, wake_handler);
    ngx_queue_init(&peer->waiters);
    init_event(peer, &peer->expire, expire_handler);
    init_event(peer, &peer->retry, retry_handler);
    init_event(peer, &peer->heartbeat, heartbeat_handler);

    peer->codec = sup_redis_create(&peer->options, &owner_vtable, peer);
    if (peer->codec == NULL) {
        return NGX_ERROR;
    }
    peer->engine.store = sup_redis_store(peer->codec);
    /* The clock of the event loop stands still until its first turn: what it took to read
     * the configuration and to open the plugins is no time in which Redis did not greet. */
    ngx_time_update();
    connect_redis(peer);
    return NGX_OK;
}

void
ngx_http_supervision_redis_exit(ngx_http_supervision_redis_t *peer)
{
    if (peer->codec == NULL) {
        return;
    }
    peer->exiting = 1;
    close_redis(peer, NULL);
    if (peer->expire.timer_set) {
        ngx_del_timer(&peer->expire);
    }
    if (peer->retry.timer_set) {
        ngx_del_timer(&peer->retry);
    }
    if (peer->flush.posted) {
        ngx_delete_posted_event(&peer->flush);
    }
    if (peer->wake.posted) {
        ngx_delete_posted_event(&peer->wake);
    }
    wake_handler(&peer->wake);
    if (sup_redis_pending(peer->codec) == 0) {
        sup_redis_destroy(peer->codec);
        peer->codec = NULL;
    }
}

sup_engine *
ngx_http_supervision_redis_engine(ngx_http_supervision_redis_t *peer)
{
    return &peer->engine;
}

void
ngx_http_supervision_redis_state(ngx_http_supervision_redis_t *peer,
                                 sup_site_status *status)
{
    const sup_redis_state *state = sup_redis_status(peer->codec);

    status->redis_ready = state->ready;
    status->durable_enough = state->durable_enough;
    status->redis_version = state->version;
    status->durability = state->durability;
    status->pending = (unsigned)sup_redis_pending(peer->codec);
}

/* A worker that has just started accepts requests some moments before its Redis has
 * greeted: they wait for that first attempt. In an outage nobody waits. */
ngx_int_t
ngx_http_supervision_redis_wait(ngx_http_supervision_redis_t *peer,
                                ngx_http_supervision_waiter_t *waiter)
{
    if (peer->pc.connection == NULL || peer->outage_logged || peer->exiting ||
        sup_redis_status(peer->codec)->ready) {
        return NGX_OK;
    }
    ngx_queue_insert_tail(&peer->waiters, &waiter->queue);
    return NGX_AGAIN;
}

static void
connect_redis(ngx_http_supervision_redis_t *peer)
{
    ngx_peer_connection_t *pc = &peer->pc;
    ngx_connection_t *c;
    ngx_int_t rc;

    ngx_memzero(pc, sizeof(ngx_peer_connection_t));
    pc->sockaddr = peer->sockaddr;
    pc->socklen = peer->socklen;
    pc->name = &peer->name;
    pc->get = ngx_event_get_peer;
    pc->log = peer->outage_logged ? &peer->quiet_log : peer->log;
    pc->log_error = NGX_ERROR_ERR;
    peer->refused = 0;

    rc = ngx_event_connect_peer(pc);
    c = pc->connection;
    if (rc != NGX_OK && rc != NGX_AGAIN) {
        /* DECLINED and ERROR from connect() have closed it; a failed ngx_add_conn has
         * not. */
        close_redis(peer, "cannot be connected to");
        return;
    }
    c->data = peer;
    c->pool = NULL;
    c->log = peer->log;
    c->read->log = peer->log;
    c->write->log = peer->log;
    c->sendfile = 0;
    c->read->handler = read_handler;
    c->write->handler = write_handler;
    peer->connecting = rc == NGX_AGAIN;
    /* One time-out for connecting and handshake: TCP that stands is of no use without. */
    ngx_add_timer(c->read, peer->connect_timeout);
    if (!peer->connecting) {
        connected(peer);
    }
}

static void
connected(ngx_http_supervision_redis_t *peer)
{
    ngx_connection_t *c = peer->pc.connection;
    int one = 1;

    peer->connecting = 0;
    peer->heard = ngx_current_msec;
    if (peer->sockaddr->sa_family != AF_UNIX) {
        (void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(int));
    }
    sup_redis_connected(peer->codec);
    if (peer->refused) {
        close_redis(peer, "is of no use");
    }
}

/* Ends the connection, answers all that waits, and tries again later. why: NULL at exit.
 */
static void
close_redis(ngx_http_supervision_redis_t *peer, const char *why)
{
    ngx_connection_t *c = peer->pc.connection;
    ngx_msec_t delay;

    if (why != NULL && !peer->outage_logged) {
        ngx_log_error(
            NGX_LOG_ERR, peer->log, 0,
            "supervision: redis %V %s: requests that need it get 503 until it is "
            "back",
            &peer->name, why);
        peer->outage_logged = 1;
    }
    peer->pc.connection = NULL;
    peer->connecting = 0;
    if (c != NULL) {
        ngx_close_connection(c);
    }
    if (peer->heartbeat.timer_set) {
        ngx_del_timer(&peer->heartbeat);
    }
    sup_redis_disconnected(peer->codec);
    watch_pending(peer);
    wake_waiters(peer);
    if (peer->exiting || ngx_exiting || ngx_terminate || peer->retry.timer_set) {
        return;
    }
    delay = peer->backoff * 3 / 4 + (ngx_msec_t)ngx_random() % (peer->backoff / 2 + 1);
    peer->backoff = ngx_min(peer->backoff * 2, BACKOFF_MAX);
    ngx_add_timer(&peer->retry, delay);
}

/* A worker may leave when only cancelable timers are left, so this one is cancelable
 * exactly while nobody waits for an answer. */
static void
watch_pending(ngx_http_supervision_redis_t *peer)
{
    ngx_uint_t waiting = sup_redis_pending(peer->codec) != 0;

    if (waiting && !peer->asked) {
        peer->heard = ngx_current_msec; /* silence counts from the first question on */
    }
    peer->asked = waiting;
    peer->expire.cancelable = !waiting;
    if (waiting && !peer->expire.timer_set) {
        ngx_add_timer(&peer->expire, peer->command_timeout);
    }
}

/* --- events ------------------------------------------------------------------------- */

static void
read_handler(ngx_event_t *rev)
{
    ngx_connection_t *c = rev->data;
    ngx_http_supervision_redis_t *peer = c->data;
    u_char buffer[READ_SIZE];
    ngx_uint_t i;
    ssize_t n;

    if (rev->timedout) {
        rev->timedout = 0;
        close_redis(peer, peer->connecting ? "does not accept in time"
                                           : "does not greet in time");
        return;
    }
    if (peer->connecting) {
        write_handler(c->write);
        return;
    }
    for (i = 0; i < READS_A_TURN; i++) {
        n = c->recv(c, buffer, READ_SIZE);
        if (n == NGX_AGAIN) {
            break;
        }
        if (n == 0 || n == NGX_ERROR) {
            close_redis(peer, "has closed the connection");
            return;
        }
        peer->heard = ngx_current_msec;
        if (sup_redis_input(peer->codec, buffer, (size_t)n) != SUP_OK) {
            close_redis(peer, "does not speak the protocol");
            return;
        }
        if (peer->refused) {
            close_redis(peer, "is of no use");
            return;
        }
    }
    if (i == READS_A_TURN) {
        ngx_post_event(rev, &ngx_posted_next_events); /* the others' turn */
    } else if (ngx_handle_read_event(rev, 0) != NGX_OK) {
        close_redis(peer, "cannot be read");
        return;
    }
    watch_pending(peer);
}

static void
write_handler(ngx_event_t *wev)
{
    ngx_connection_t *c = wev->data;
    ngx_http_supervision_redis_t *peer = c->data;
    socklen_t len = sizeof(int);
    int err = 0;

    if (peer->connecting) {
        if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, (void *)&err, &len) == -1) {
            err = ngx_socket_errno;
        }
        if (err != 0) {
            if (!peer->outage_logged) {
                ngx_log_error(NGX_LOG_ERR, peer->log, err, "connect() to %V failed",
                              &peer->name);
            }
            close_redis(peer, "cannot be connected to");
            return;
        }
        connected(peer);
        if (peer->pc.connection == NULL) {
            return;
        }
    }
    flush_handler(&peer->flush);
}

static void
flush_handler(ngx_event_t *ev)
{
    ngx_http_supervision_redis_t *peer = ngx_http_supervision_event_data(ev);
    ngx_connection_t *c;
    sup_str out;
    ssize_t n;

    c = peer->pc.connection;
    if (c == NULL || peer->connecting) {
        return;
    }
    for (;;) {
        out = sup_redis_output(peer->codec);
        if (out.len == 0) {
            break;
        }
        n = c->send(c, (u_char *)out.data, out.len);
        if (n == NGX_AGAIN) {
            break; /* the write event comes back */
        }
        if (n <= 0) {
            close_redis(peer, "cannot be written to");
            return;
        }
        sup_redis_consume(peer->codec, (size_t)n);
    }
    if (ngx_handle_write_event(c->write, 0) != NGX_OK) {
        close_redis(peer, "cannot be written to");
        return;
    }
    watch_pending(peer);
}

static void
expire_handler(ngx_event_t *ev)
{
    ngx_http_supervision_redis_t *peer = ngx_http_supervision_event_data(ev);
    int64_t next;

    next = sup_redis_expire(peer->codec, (int64_t)peer->command_timeout);
    if (peer->pc.connection == NULL || sup_redis_pending(peer->codec) == 0) {
        watch_pending(peer);
        return;
    }
    if (peer->refused) {
        close_redis(peer, "does not greet in time");
        return;
    }
    /* Replies are due and nothing at all was heard for so long: Redis hangs. A new
     * connection does not stand before it answers again; until then 503 is immediate. */
    if (ngx_current_msec - peer->heard >= peer->command_timeout) {
        close_redis(peer, "does not answer");
        return;
    }
    /* next 0: what is due has been answered with a time-out, nobody waits for it. */
    ev->cancelable = next == 0;
    ngx_add_timer(ev, next > 0 ? (ngx_msec_t)next : peer->command_timeout);
}

static void
retry_handler(ngx_event_t *ev)
{
    ngx_http_supervision_redis_t *peer = ngx_http_supervision_event_data(ev);

    if (!ngx_exiting && !ngx_terminate && peer->pc.connection == NULL) {
        connect_redis(peer);
    }
}

/* Finds a dead connection before a request does, and checks durability anew. */
static void
heartbeat_handler(ngx_event_t *ev)
{
    ngx_http_supervision_redis_t *peer = ngx_http_supervision_event_data(ev);

    if (ngx_exiting || ngx_terminate || peer->pc.connection == NULL) {
        return;
    }
    sup_redis_ping(peer->codec);
    ngx_add_timer(&peer->heartbeat, HEARTBEAT);
}

static void
wake_handler(ngx_event_t *ev)
{
    ngx_http_supervision_redis_t *peer = ngx_http_supervision_event_data(ev);
    ngx_http_supervision_waiter_t *waiter;
    ngx_queue_t *q;

    while (!ngx_queue_empty(&peer->waiters)) {
        q = ngx_queue_head(&peer->waiters);
        ngx_queue_remove(q);
        waiter = ngx_queue_data(q, ngx_http_supervision_waiter_t, queue);
        waiter->handler(waiter);
    }
}
