/* The reference store: everything in this process, for tests and as the definition of
 * what the verbs mean. Plain sorted arrays: it is to be read, not to be fast. Owns: its
 * own memory (malloc). Must not know: Redis. */
#include "sup_store_memory.h"

#include <stdlib.h>

#include "sup_store_check.h"

/* --- bytes and lists of them
 * ------------------------------------------------------------- */

typedef struct {
    sup_str *items;
    size_t n;
    size_t size;
} list;

static sup_str
copy(const void *data, size_t len)
{
    char *to = malloc(len + 1);

    if (to == NULL) {
        abort();
    }
    if (len > 0) {
        memcpy(to, data, len);
    }
    to[len] = '\0';
    return (sup_str){to, len};
}

static int
compare(sup_str a, sup_str b)
{
    size_t least = a.len < b.len ? a.len : b.len;
    int order = least == 0 ? 0 : memcmp(a.data, b.data, least);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static void
list_insert(list *l, size_t at, sup_str item)
{
    if (l->n == l->size) {
        l->size = l->size == 0 ? 8 : 2 * l->size;
        l->items = realloc(l->items, l->size * sizeof(sup_str));
        if (l->items == NULL) {
            abort();
        }
    }
    memmove(l->items + at + 1, l->items + at, (l->n - at) * sizeof(sup_str));
    l->items[at] = item;
    l->n++;
}

/* The first place whose item is not less than the text. */
static size_t
list_find(const list *l, sup_str text)
{
    size_t low = 0, high = l->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(l->items[middle], text) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int
list_has(const list *l, size_t at, sup_str text)
{
    return at < l->n && compare(l->items[at], text) == 0;
}

static void
list_free(list *l)
{
    size_t i;

    for (i = 0; i < l->n; i++) {
        free((char *)l->items[i].data);
    }
    free(l->items);
    *l = (list){NULL, 0, 0};
}

/* --- entries
 * ------------------------------------------------------------------------------ */

typedef enum { NOTHING, RECORD, INDEX, COUNTERS, EVENTS } type;

typedef struct {
    type type;
    uint64_t version;   /* RECORD */
    int64_t expires_ms; /* RECORD; 0: never */
    list members;       /* RECORD: its bytes; INDEX, EVENTS: members; COUNTERS: names */
    int64_t *values;    /* COUNTERS, beside members */
} entry;

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
    int64_t (*now_ms)(void);
    list keys; /* "campus/key", sorted, beside entries */
    entry *entries;
    uint64_t version; /* one sequence for all campuses: it never repeats either way */
    call *first;
    call *last;
};

static sup_str
full_key(sup_str campus, sup_str key)
{
    char *to = malloc(campus.len + key.len + 2);

    if (to == NULL) {
        abort();
    }
    memcpy(to, campus.data, campus.len);
    to[campus.len] = '/';
    memcpy(to + campus.len + 1, key.data, key.len);
    return (sup_str){to, campus.len + 1 + key.len};
}

static void
entry_drop(sup_store_memory *memory, size_t at)
{
    entry *e = &memory->entries[at];

    free((char *)memory->keys.items[at].data);
    list_free(&e->members);
    free(e->values);
    memory->keys.n--;
    memmove(memory->keys.items + at, memory->keys.items + at + 1,
            (memory->keys.n - at) * sizeof(sup_str));
    memmove(e, e + 1, (memory->keys.n - at) * sizeof(entry));
}

/* NULL when absent or expired, unless a type to make it with is given. */
static entry *
entry_find(sup_store_memory *memory, sup_str campus, sup_str key, type make)
{
    sup_str full = full_key(campus, key);
    size_t at = list_find(&memory->keys, full);
    entry *e;

    if (list_has(&memory->keys, at, full)) {
        e = &memory->entries[at];
        if (e->expires_ms == 0 || e->expires_ms > memory->now_ms()) {
            free((char *)full.data);
            return e;
        }
        entry_drop(memory, at);
    }
    if (make == NOTHING) {
        free((char *)full.data);
        return NULL;
    }
    list_insert(&memory->keys, at, full);
    memory->entries = realloc(memory->entries, memory->keys.size * sizeof(entry));
    if (memory->entries == NULL) {
        abort();
    }
    e = &memory->entries[at];
    memmove(e + 1, e, (memory->keys.n - 1 - at) * sizeof(entry));
    *e = (entry){.type = make};
    return e;
}

/* --- reading
 * ------------------------------------------------------------------------------ */

static sup_rc
copy_members(sup_arena *arena, sup_read *read, const list *l, size_t from, size_t n)
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
read_index(sup_arena *arena, sup_read *read, const list *l)
{
    size_t from = list_find(l, read->from);
    size_t to = read->to.len == 0 ? l->n : list_find(l, read->to);
    size_t n;

    if (read->kind == SUP_READ_COUNT) {
        read->n = to > from ? to - from : 0;
        return SUP_OK;
    }
    if (read->from.len > 0 && list_has(l, from, read->from)) {
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
read_counters(sup_arena *arena, sup_read *read, const entry *e)
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
read_record(sup_arena *arena, sup_read *read, const entry *e)
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
    static const type wanted[] = {
        [SUP_READ_RECORD] = RECORD, [SUP_READ_RANGE] = INDEX,
        [SUP_READ_COUNT] = INDEX,   [SUP_READ_COUNTERS] = COUNTERS,
        [SUP_READ_EVENTS] = EVENTS,
    };
    const entry *e = entry_find(memory, c->campus, read->key, NOTHING);
    size_t n;

    if (e == NULL) {
        return SUP_OK;
    }
    if (e->type != wanted[read->kind]) {
        read->rc = SUP_STORE_TYPE;
        return SUP_OK;
    }
    switch (e->type) {
    case RECORD:
        return read_record(c->arena, read, e);
    case INDEX:
        return read_index(c->arena, read, &e->members);
    case COUNTERS:
        return read_counters(c->arena, read, e);
    case EVENTS:
        n = e->members.n < read->limit ? e->members.n : read->limit;
        return copy_members(c->arena, read, &e->members, e->members.n - n, n);
    case NOTHING:
        break;
    }
    return SUP_OK;
}

/* --- writing
 * ------------------------------------------------------------------------------ */

static type
op_type(const sup_op *op)
{
    static const type types[] = {
        [SUP_OP_CHECK] = RECORD,        [SUP_OP_PUT] = RECORD,
        [SUP_OP_DELETE] = NOTHING,      [SUP_OP_INDEX_ADD] = INDEX,
        [SUP_OP_INDEX_REMOVE] = INDEX,  [SUP_OP_COUNTER_ADD] = COUNTERS,
        [SUP_OP_EVENT_APPEND] = EVENTS,
    };

    return types[op->kind];
}

static int64_t
counter_value(const entry *e, sup_str name)
{
    size_t at = list_find(&e->members, name);

    return list_has(&e->members, at, name) ? e->values[at] : 0;
}

/* All checks see the state before the commit; a key keeps one type throughout it, even
 * over a deletion. */
static sup_rc
check_op(sup_store_memory *memory, const call *c, size_t at)
{
    const sup_op *op = &c->ops[at];
    const entry *e = entry_find(memory, c->campus, op->key, NOTHING);
    type wants = op_type(op);
    size_t i;

    if (wants == NOTHING) {
        return SUP_OK;
    }
    for (i = 0; i < at; i++) {
        if (sup_str_eq(c->ops[i].key, op->key) && op_type(&c->ops[i]) != NOTHING &&
            op_type(&c->ops[i]) != wants) {
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
        llabs(counter_value(e, op->member)) > SUP_COUNTER_MAX) {
        return SUP_STORE_TYPE;
    }
    return SUP_OK;
}

static void
put(entry *e, const sup_op *op, uint64_t version, int64_t now)
{
    list_free(&e->members);
    list_insert(&e->members, 0, copy(op->bytes.data, op->bytes.len));
    e->version = version;
    e->expires_ms = op->ttl_ms == 0 ? 0 : now + op->ttl_ms;
}

static void
count(entry *e, const sup_op *op)
{
    size_t at = list_find(&e->members, op->member);

    if (!list_has(&e->members, at, op->member)) {
        list_insert(&e->members, at, copy(op->member.data, op->member.len));
        e->values = realloc(e->values, e->members.size * sizeof(int64_t));
        if (e->values == NULL) {
            abort();
        }
        memmove(e->values + at + 1, e->values + at,
                (e->members.n - 1 - at) * sizeof(int64_t));
        e->values[at] = 0;
    }
    e->values[at] += op->delta;
}

static void
drop_op(sup_store_memory *memory, const call *c, const sup_op *op)
{
    entry *e = entry_find(memory, c->campus, op->key, NOTHING);
    size_t at;

    if (e == NULL) {
        return;
    }
    if (op->kind == SUP_OP_INDEX_REMOVE) {
        at = list_find(&e->members, op->member);
        if (!list_has(&e->members, at, op->member)) {
            return;
        }
        free((char *)e->members.items[at].data);
        e->members.n--;
        memmove(e->members.items + at, e->members.items + at + 1,
                (e->members.n - at) * sizeof(sup_str));
        if (e->members.n > 0) {
            return; /* an index without members is absent */
        }
    }
    entry_drop(memory, (size_t)(e - memory->entries));
}

static void
write_op(sup_store_memory *memory, const call *c, const sup_op *op)
{
    entry *e;
    size_t at;

    if (op->kind == SUP_OP_CHECK) {
        return;
    }
    if (op->kind == SUP_OP_DELETE || op->kind == SUP_OP_INDEX_REMOVE) {
        drop_op(memory, c, op);
        return;
    }
    e = entry_find(memory, c->campus, op->key, op_type(op));
    if (op->kind == SUP_OP_PUT) {
        put(e, op, memory->version, memory->now_ms());
    } else if (op->kind == SUP_OP_COUNTER_ADD) {
        count(e, op);
    } else if (op->kind == SUP_OP_EVENT_APPEND) {
        list_insert(&e->members, e->members.n, copy(op->bytes.data, op->bytes.len));
    } else {
        at = list_find(&e->members, op->member);
        if (!list_has(&e->members, at, op->member)) {
            list_insert(&e->members, at, copy(op->member.data, op->member.len));
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

/* --- the store
 * ---------------------------------------------------------------------------- */

static sup_rc
enqueue(sup_store_memory *memory, call c)
{
    call *own = malloc(sizeof(*own));

    if (own == NULL) {
        return SUP_NOMEM;
    }
    *own = c;
    own->campus = copy(c.campus.data, c.campus.len);
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
        memory->now_ms = now_ms;
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
    while (memory->keys.n > 0) {
        entry_drop(memory, memory->keys.n - 1);
    }
    free(memory->keys.items);
    free(memory->entries);
    free(memory);
}

sup_store *
sup_store_memory_store(sup_store_memory *memory)
{
    return &memory->store;
}
