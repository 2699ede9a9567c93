/* The reference store: everything in this process, for tests and as the definition of
 * what the verbs mean. It is to be read, not to be fast.
 * Owns: the verbs, the calls that wait.
 * Must not know: Redis. */
#include "sup_store_memory.h"

#include "sup_memory_table.h"
#include "sup_store_check.h"

#include <stdlib.h>

typedef struct call_s call;
struct call_s {
    call *next;
    sup_arena *arena;
    sup_str campus;
    sup_read *reads;
    const sup_op *ops;
    size_t n;
    sup_read_done read_done;
    sup_commit_done commit_done;
    void *data;
};

struct sup_store_memory_s {
    sup_store store; /* first: a store is cast back to its memory */
    sup_memory_table table;
    uint64_t version; /* one sequence for all campuses: it never repeats either way */
    call *first;
    call *last;
};

/* --- reading ---------------------------------------------------------------------- */

static sup_rc
copy_members(sup_arena *arena, sup_read *read, const sup_memory_list *l, size_t from,
             size_t n)
{
    size_t i;

    if (n == 0) {
        return SUP_OK;
    }
    read->members = arena->alloc(arena, n * sizeof(sup_str));
    for (i = 0; read->members != NULL && i < n; i++) {
        sup_str item =
            l->items[read->reverse && read->kind == SUP_READ_RANGE ? from + n - 1 - i
                                                                   : from + i];
        char *to = arena->alloc(arena, item.len + 1);

        if (to == NULL) {
            return SUP_NOMEM;
        }
        memcpy(to, item.data, item.len + 1);
        read->members[i] = (sup_str){to, item.len};
    }
    read->n = n;
    return read->members == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
read_index(sup_arena *arena, sup_read *read, const sup_memory_list *l)
{
    size_t from = sup_memory_list_find(l, read->from);
    size_t to = read->to.len == 0 ? l->n : sup_memory_list_find(l, read->to);
    size_t n;

    if (read->kind == SUP_READ_COUNT) {
        read->n = to > from ? to - from : 0;
        return SUP_OK;
    }
    if (read->from.len > 0 && sup_memory_list_has(l, from, read->from)) {
        from++;
    }
    n = to > from ? to - from : 0;
    if (n > read->limit) {
        from = read->reverse ? to - read->limit : from;
        n = read->limit;
    }
    return copy_members(arena, read, l, from, n);
}

static sup_rc
read_counters(sup_arena *arena, sup_read *read, const sup_memory_entry *e)
{
    size_t i;
    sup_rc rc = copy_members(arena, read, &e->members, 0, e->members.n);

    if (rc != SUP_OK) {
        return rc;
    }
    read->counters = arena->alloc(arena, read->n * sizeof(sup_counter));
    for (i = 0; read->counters != NULL && i < read->n; i++) {
        read->counters[i] = (sup_counter){read->members[i], e->values[i]};
    }
    read->members = NULL;
    return read->counters == NULL ? SUP_NOMEM : SUP_OK;
}

static sup_rc
read_record(sup_arena *arena, sup_read *read, const sup_memory_entry *e)
{
    sup_rc rc = copy_members(arena, read, &e->members, 0, 1);

    if (rc == SUP_OK) {
        read->bytes = read->members[0];
        read->version = e->version;
        read->found = 1;
        read->members = NULL;
        read->n = 0;
    }
    return rc;
}

static sup_rc
run_read(sup_store_memory *memory, call *c, sup_read *read)
{
    static const sup_memory_type wanted[] = {
        [SUP_READ_RECORD] = SUP_MEMORY_RECORD, [SUP_READ_RANGE] = SUP_MEMORY_INDEX,
        [SUP_READ_COUNT] = SUP_MEMORY_INDEX,   [SUP_READ_COUNTERS] = SUP_MEMORY_COUNTERS,
        [SUP_READ_EVENTS] = SUP_MEMORY_EVENTS,
    };
    const sup_memory_entry *e =
        sup_memory_find(&memory->table, c->campus, read->key, SUP_MEMORY_NOTHING);
    size_t n;

    if (e == NULL) {
        return SUP_OK;
    }
    if (e->type != wanted[read->kind]) {
        read->rc = SUP_STORE_TYPE;
        return SUP_OK;
    }
    switch (e->type) {
    case SUP_MEMORY_RECORD:
        return read_record(c->arena, read, e);
    case SUP_MEMORY_INDEX:
        return read_index(c->arena, read, &e->members);
    case SUP_MEMORY_COUNTERS:
        return read_counters(c->arena, read, e);
    case SUP_MEMORY_EVENTS:
        n = e->members.n < read->limit ? e->members.n : read->limit;
        return copy_members(c->arena, read, &e->members, e->members.n - n, n);
    case SUP_MEMORY_NOTHING:
        break;
    }
    return SUP_OK;
}

/* --- writing ---------------------------------------------------------------------- */

static sup_memory_type
op_type(const sup_op *op)
{
    static const sup_memory_type types[] = {
        [SUP_OP_CHECK] = SUP_MEMORY_RECORD,
        [SUP_OP_PUT] = SUP_MEMORY_RECORD,
        [SUP_OP_DELETE] = SUP_MEMORY_NOTHING,
        [SUP_OP_INDEX_ADD] = SUP_MEMORY_INDEX,
        [SUP_OP_INDEX_REMOVE] = SUP_MEMORY_INDEX,
        [SUP_OP_COUNTER_ADD] = SUP_MEMORY_COUNTERS,
        [SUP_OP_EVENT_APPEND] = SUP_MEMORY_EVENTS,
    };

    return types[op->kind];
}

/* All checks see the state before the commit; a key keeps one type throughout it, even
 * over a deletion. */
static sup_rc
check_op(sup_store_memory *memory, const call *c, size_t at)
{
    const sup_op *op = &c->ops[at];
    const sup_memory_entry *e =
        sup_memory_find(&memory->table, c->campus, op->key, SUP_MEMORY_NOTHING);
    sup_memory_type wants = op_type(op);
    size_t i;

    if (wants == SUP_MEMORY_NOTHING) {
        return SUP_OK;
    }
    for (i = 0; i < at; i++) {
        if (sup_str_eq(c->ops[i].key, op->key) &&
            op_type(&c->ops[i]) != SUP_MEMORY_NOTHING && op_type(&c->ops[i]) != wants) {
            return SUP_STORE_TYPE;
        }
    }
    if (e != NULL && e->type != wants) {
        return SUP_STORE_TYPE;
    }
    if (op->kind == SUP_OP_CHECK && (e == NULL ? 0 : e->version) != op->version) {
        return SUP_STORE_CONFLICT;
    }
    if (op->kind == SUP_OP_COUNTER_ADD && e != NULL &&
        llabs(sup_memory_counter(e, op->member)) > SUP_COUNTER_MAX) {
        return SUP_STORE_TYPE;
    }
    return SUP_OK;
}

static void
put(sup_memory_entry *e, const sup_op *op, uint64_t version, int64_t now)
{
    sup_memory_list_free(&e->members);
    sup_memory_list_insert(&e->members, 0, sup_memory_copy(op->bytes));
    e->version = version;
    e->expires_ms = op->ttl_ms == 0 ? 0 : now + op->ttl_ms;
}

static void
drop_op(sup_store_memory *memory, const call *c, const sup_op *op)
{
    sup_memory_entry *e =
        sup_memory_find(&memory->table, c->campus, op->key, SUP_MEMORY_NOTHING);
    size_t at;

    if (e == NULL) {
        return;
    }
    if (op->kind == SUP_OP_INDEX_REMOVE) {
        at = sup_memory_list_find(&e->members, op->member);
        if (!sup_memory_list_has(&e->members, at, op->member)) {
            return;
        }
        sup_memory_list_remove(&e->members, at);
        if (e->members.n > 0) {
            return; /* an index without members is absent */
        }
    }
    sup_memory_drop(&memory->table, e);
}

static void
write_op(sup_store_memory *memory, const call *c, const sup_op *op)
{
    sup_memory_entry *e;
    size_t at;

    if (op->kind == SUP_OP_CHECK) {
        return;
    }
    if (op->kind == SUP_OP_DELETE || op->kind == SUP_OP_INDEX_REMOVE) {
        drop_op(memory, c, op);
        return;
    }
    e = sup_memory_find(&memory->table, c->campus, op->key, op_type(op));
    if (op->kind == SUP_OP_PUT) {
        put(e, op, memory->version, memory->table.now_ms());
    } else if (op->kind == SUP_OP_COUNTER_ADD) {
        sup_memory_count(e, op->member, op->delta);
    } else if (op->kind == SUP_OP_EVENT_APPEND) {
        sup_memory_list_insert(&e->members, e->members.n, sup_memory_copy(op->bytes));
    } else {
        at = sup_memory_list_find(&e->members, op->member);
        if (!sup_memory_list_has(&e->members, at, op->member)) {
            sup_memory_list_insert(&e->members, at, sup_memory_copy(op->member));
        }
    }
}

static sup_rc
run_commit(sup_store_memory *memory, call *c, uint64_t *version, size_t *at)
{
    size_t i;
    int puts = 0;

    *version = 0;
    *at = 0;
    for (i = 0; i < c->n; i++) {
        sup_rc rc = check_op(memory, c, i);

        if (rc != SUP_OK) {
            *at = i;
            return rc;
        }
        puts |= c->ops[i].kind == SUP_OP_PUT;
    }
    if (puts) {
        *version = ++memory->version;
    }
    for (i = 0; i < c->n; i++) {
        write_op(memory, c, &c->ops[i]);
    }
    return SUP_OK;
}

/* --- the store -------------------------------------------------------------------- */

static sup_rc
enqueue(sup_store_memory *memory, call c)
{
    call *own = malloc(sizeof(*own));

    if (own == NULL) {
        return SUP_NOMEM;
    }
    *own = c;
    own->campus = sup_memory_copy(c.campus);
    if (memory->last == NULL) {
        memory->first = own;
    } else {
        memory->last->next = own;
    }
    memory->last = own;
    return SUP_OK;
}

static sup_rc
store_read(sup_store *store, sup_arena *arena, sup_str campus, sup_read *reads, size_t n,
           sup_read_done done, void *data)
{
    sup_rc rc = sup_store_check_reads(campus, reads, n);

    if (rc != SUP_OK) {
        return rc;
    }
    sup_store_reset_reads(reads, n);
    return enqueue((sup_store_memory *)store, (call){.arena = arena,
                                                     .campus = campus,
                                                     .reads = reads,
                                                     .n = n,
                                                     .read_done = done,
                                                     .data = data});
}

static sup_rc
store_commit(sup_store *store, sup_arena *arena, sup_str campus, const sup_op *ops,
             size_t n, sup_commit_done done, void *data)
{
    sup_rc rc = sup_store_check_ops(campus, ops, n);

    if (rc != SUP_OK) {
        return rc;
    }
    return enqueue((sup_store_memory *)store, (call){.arena = arena,
                                                     .campus = campus,
                                                     .ops = ops,
                                                     .n = n,
                                                     .commit_done = done,
                                                     .data = data});
}

static void
call_run(sup_store_memory *memory, call *c)
{
    uint64_t version;
    size_t i, at;
    sup_rc rc = SUP_OK;

    if (c->ops != NULL) {
        rc = run_commit(memory, c, &version, &at);
        c->commit_done(c->data, rc, version, at);
        return;
    }
    for (i = 0; i < c->n && rc == SUP_OK; i++) {
        rc = run_read(memory, c, &c->reads[i]);
    }
    c->read_done(c->data, rc);
}

static void
call_free(call *c)
{
    free((char *)c->campus.data);
    free(c);
}

/* What the callbacks ask for waits for the next run. */
size_t
sup_store_memory_run(sup_store_memory *memory)
{
    call *c = memory->first, *next;
    size_t n = 0;

    memory->first = memory->last = NULL;
    for (; c != NULL; c = next, n++) {
        next = c->next;
        call_run(memory, c);
        call_free(c);
    }
    return n;
}

sup_store_memory *
sup_store_memory_create(int64_t (*now_ms)(void))
{
    sup_store_memory *memory = calloc(1, sizeof(*memory));

    if (memory != NULL) {
        memory->store.read = store_read;
        memory->store.commit = store_commit;
        memory->table.now_ms = now_ms;
    }
    return memory;
}

void
sup_store_memory_destroy(sup_store_memory *memory)
{
    call *c, *next;

    for (c = memory->first; c != NULL; c = next) {
        next = c->next;
        call_free(c);
    }
    sup_memory_clear(&memory->table);
    free(memory);
}

sup_store *
sup_store_memory_store(sup_store_memory *memory)
{
    return &memory->store;
}
