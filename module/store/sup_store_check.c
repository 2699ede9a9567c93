/* What both stores demand of a verb's arguments, in one place so that they cannot
 * differ.
 * Owns: the bounds of keys, members, counters and expiry.
 * Must not know: how anything is stored. */
#include "sup_store_check.h"

static int
campus_valid(sup_str campus)
{
    size_t i;

    if (campus.len == 0 || campus.len > 32 || campus.data[0] == '-') {
        return 0;
    }
    for (i = 0; i < campus.len; i++) {
        char c = campus.data[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
            return 0;
        }
    }
    return 1;
}

/* Braces would move a key to another slot of a cluster; "seq" is the store's own. */
static int
key_valid(sup_str key)
{
    size_t i;

    if (key.len == 0 || key.len > SUP_KEY_MAX || sup_str_eq(key, SUP_STR("seq"))) {
        return 0;
    }
    for (i = 0; i < key.len; i++) {
        char c = key.data[i];

        if (c <= 0x20 || c >= 0x7f || c == '{' || c == '}') {
            return 0;
        }
    }
    return 1;
}

static int
member_valid(sup_str member)
{
    return member.len > 0 && member.len <= SUP_MEMBER_MAX;
}

static int
read_valid(const sup_read *read)
{
    if (!key_valid(read->key) || read->from.len > SUP_MEMBER_MAX ||
        read->to.len > SUP_MEMBER_MAX) {
        return 0;
    }
    switch (read->kind) {
    case SUP_READ_RANGE:
    case SUP_READ_EVENTS:
        return read->limit >= 1 && read->limit <= 1000;
    case SUP_READ_RECORD:
    case SUP_READ_COUNT:
    case SUP_READ_COUNTERS:
        return 1;
    }
    return 0;
}

static int
op_valid(const sup_op *op)
{
    if (!key_valid(op->key)) {
        return 0;
    }
    switch (op->kind) {
    case SUP_OP_CHECK:
    case SUP_OP_DELETE:
        return 1;
    case SUP_OP_PUT:
        return op->bytes.len <= SUP_BYTES_MAX && op->ttl_ms >= 0 &&
               op->ttl_ms <= SUP_TTL_MS_MAX;
    case SUP_OP_INDEX_ADD:
    case SUP_OP_INDEX_REMOVE:
        return member_valid(op->member);
    case SUP_OP_COUNTER_ADD:
        return member_valid(op->member) && op->delta <= SUP_DELTA_MAX &&
               op->delta >= -SUP_DELTA_MAX;
    case SUP_OP_EVENT_APPEND:
        return op->bytes.len <= SUP_BYTES_MAX;
    }
    return 0;
}

sup_rc
sup_store_check_reads(sup_str campus, const sup_read *reads, size_t n)
{
    size_t i;

    if (!campus_valid(campus) || n == 0 || n > SUP_READS_MAX) {
        return SUP_STORE_REFUSED;
    }
    for (i = 0; i < n; i++) {
        if (!read_valid(&reads[i])) {
            return SUP_STORE_REFUSED;
        }
    }
    return SUP_OK;
}

sup_rc
sup_store_check_ops(sup_str campus, const sup_op *ops, size_t n)
{
    size_t i;

    if (!campus_valid(campus) || n == 0 || n > SUP_OPS_MAX) {
        return SUP_STORE_REFUSED;
    }
    for (i = 0; i < n; i++) {
        if (!op_valid(&ops[i])) {
            return SUP_STORE_REFUSED;
        }
    }
    return SUP_OK;
}

void
sup_store_reset_reads(sup_read *reads, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        sup_read *read = &reads[i];

        read->rc = SUP_OK;
        read->found = 0;
        read->version = 0;
        read->bytes = SUP_STR_NULL;
        read->n = 0;
        read->members = NULL;
        read->counters = NULL;
    }
}
