/* A Redis of the test's own, and a blocking driver of the store over a unix socket.
 * Owns: the redis-server process (ended by its pid), its folder, one connection.
 * Must not know: what is tested. */
#include "sup_test_redis.h"

#include <errno.h>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 10000

static void
die(const char *what)
{
    fprintf(stderr, "sup_test_redis: %s (errno %d)\n", what, errno);
    abort();
}

static int64_t
clock_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* --- the server ------------------------------------------------------------------------
 */

static int
connect_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void
launch(sup_test_server *server, const char *const *args)
{
    const char *words[48] = {"redis-server",
                             "--port",
                             "0",
                             "--unixsocket",
                             server->socket,
                             "--dir",
                             server->dir,
                             "--save",
                             "",
                             "--appendonly",
                             "yes",
                             "--appendfsync",
                             "always",
                             "--logfile",
                             "redis.log",
                             "--daemonize",
                             "no"};
    int64_t end = clock_ms() + PATIENCE_MS;
    size_t n = 17;
    int fd;

    while (args != NULL && *args != NULL && n < 47) {
        words[n++] = *args++;
    }
    server->pid = fork();
    if (server->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves no server behind */
        execvp(words[0], (char *const *)words);
        _exit(127);
    }
    while ((fd = connect_socket(server->socket)) < 0) {
        if (clock_ms() > end || waitpid(server->pid, NULL, WNOHANG) != 0) {
            die("redis-server does not start");
        }
        usleep(5000);
    }
    close(fd);
}

sup_test_server *
sup_test_server_start(const char *const *args)
{
    sup_test_server *server = calloc(1, sizeof(*server));

    if (server == NULL) {
        die("memory");
    }
    snprintf(server->dir, sizeof(server->dir), "/tmp/sup-test-redis-XXXXXX");
    if (mkdtemp(server->dir) == NULL) {
        die("mkdtemp");
    }
    snprintf(server->socket, sizeof(server->socket), "%s/redis.sock", server->dir);
    launch(server, args);
    return server;
}

static void
end(sup_test_server *server)
{
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
    unlink(server->socket);
}

void
sup_test_server_stop(sup_test_server *server)
{
    char command[128];

    end(server);
    snprintf(command, sizeof(command), "rm -rf '%s'", server->dir);
    if (system(command) != 0) {
        die("rm");
    }
    free(server);
}

void
sup_test_server_restart(sup_test_server *server)
{
    end(server);
    launch(server, NULL);
}

static size_t
render(char *out, size_t size, const redisReply *reply)
{
    size_t i, n = 0;

    out[0] = '\0';
    if (reply->type == REDIS_REPLY_INTEGER) {
        return (size_t)snprintf(out, size, "%lld", reply->integer);
    }
    if (reply->type == REDIS_REPLY_ARRAY) {
        for (i = 0; i < reply->elements && n + 2 < size; i++) {
            n += render(out + n, size - n - 1, reply->element[i]);
            out[n++] = '\n';
            out[n] = '\0';
        }
        return n;
    }
    if (reply->str != NULL) {
        n = (size_t)reply->len < size - 1 ? (size_t)reply->len : size - 1;
        memcpy(out, reply->str, n);
        out[n] = '\0';
    }
    return n;
}

const char *
sup_test_command(sup_test_server *server, const char *format, ...)
{
    static char text[16384];
    redisContext *context = redisConnectUnix(server->socket);
    redisReply *reply;
    va_list args;

    if (context == NULL || context->err) {
        die("cannot connect for a command");
    }
    va_start(args, format);
    reply = redisvCommand(context, format, args);
    va_end(args);
    if (reply == NULL) {
        die("no reply to a command");
    }
    render(text, sizeof(text), reply);
    freeReplyObject(reply);
    redisFree(context);
    return text;
}

/* --- the driver ------------------------------------------------------------------------
 */

static void
on_want_write(void *owner)
{
    (void)owner; /* every wait sends what there is */
}

static void
on_log(void *owner, int level, const char *line)
{
    sup_test_link *link = owner;
    size_t n = strlen(link->log);

    snprintf(link->log + n, sizeof(link->log) - n, "[%d] %s\n", level, line);
}

static void
on_ready(void *owner, sup_rc rc)
{
    ((sup_test_link *)owner)->ready_rc = rc;
}

static int64_t
on_now(void *owner)
{
    return clock_ms() + ((sup_test_link *)owner)->skew_ms;
}

static void
drop(sup_test_link *link)
{
    if (link->fd >= 0) {
        close(link->fd);
        link->fd = -1;
    }
    sup_redis_disconnected(link->redis);
}

static void
send_some(sup_test_link *link)
{
    sup_str out = sup_redis_output(link->redis);
    ssize_t n = send(link->fd, out.data, out.len, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n > 0) {
        sup_redis_consume(link->redis, (size_t)n);
    } else if (errno != EAGAIN && errno != EINTR) {
        drop(link);
    }
}

static void
receive_some(sup_test_link *link)
{
    static char bytes[65536];
    size_t most = link->chunk > 0 ? link->chunk : sizeof(bytes);
    ssize_t n = recv(link->fd, bytes, most, MSG_DONTWAIT);

    if (n > 0) {
        if (sup_redis_input(link->redis, bytes, (size_t)n) != SUP_OK) {
            drop(link);
        }
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        drop(link);
    }
}

static void
turn(sup_test_link *link)
{
    struct pollfd p = {link->fd, POLLIN, 0};

    if (sup_redis_output(link->redis).len > 0) {
        p.events |= POLLOUT;
    }
    if (poll(&p, 1, 100) <= 0) {
        return;
    }
    if (p.revents & POLLOUT) {
        send_some(link);
    }
    if (link->fd >= 0 && p.revents & (POLLIN | POLLHUP | POLLERR)) {
        receive_some(link);
    }
}

void
sup_test_link_wait(sup_test_link *link, const int *done)
{
    int64_t end = clock_ms() + PATIENCE_MS;

    while (!*done) {
        if (link->fd < 0 || clock_ms() > end) {
            fprintf(stderr, "%s", link->log);
            die("no answer");
        }
        turn(link);
    }
}

void
sup_test_link_reopen(sup_test_link *link, sup_test_server *server)
{
    int64_t end = clock_ms() + PATIENCE_MS;

    drop(link);
    link->fd = connect_socket(server->socket);
    if (link->fd < 0) {
        die("cannot connect");
    }
    link->ready_rc = 1;
    sup_redis_connected(link->redis);
    while (link->ready_rc == 1 && link->fd >= 0 && clock_ms() < end) {
        turn(link);
    }
    if (link->ready_rc == 1) {
        fprintf(stderr, "%s", link->log);
        die("the handshake does not end");
    }
}

sup_test_link *
sup_test_link_open(sup_test_server *server, const sup_redis_options *options)
{
    static const sup_redis_owner owner = {on_want_write, on_log, on_ready, on_now};
    sup_test_link *link = calloc(1, sizeof(*link));

    if (link == NULL || (link->redis = sup_redis_create(options, &owner, link)) == NULL) {
        die("memory");
    }
    link->fd = -1;
    sup_test_link_reopen(link, server);
    return link;
}

void
sup_test_link_close(sup_test_link *link)
{
    drop(link);
    sup_redis_destroy(link->redis);
    free(link);
}
