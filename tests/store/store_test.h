/* Shorthands of the store's tests: verbs that wait for their answer, ops in one line.
 * Owns: "here", the store under test and its campus.
 * Must not know: which store it is. */
#ifndef STORE_TEST_H
#define STORE_TEST_H

#include "store/sup_store.h"
#include "sup_test_arena.h"

extern struct store_test {
    sup_store *store;
    void (*wait)(const int *done);
    char name[32];
    sup_str campus;
    sup_test_arena *arena;
    int slow; /* replies come byte by byte */
} here;

struct store_outcome {
    int done; /* how often it was answered */
    sup_rc rc;
    uint64_t version;
    size_t at;
};

sup_rc store_begin_commit(const sup_op *ops, size_t n, struct store_outcome *out);
struct store_outcome store_commit(const sup_op *ops, size_t n);
sup_rc store_read(sup_read *reads, size_t n);
uint64_t store_put(const char *key, sup_str bytes);
sup_read store_get(const char *key);
size_t store_count(const char *key, const char *from, const char *to);
void store_fill_index(const char *key, const char *words);
void assert_str(sup_str have, sup_str want);
void assert_range(const char *key, const char *from, const char *to, unsigned reverse,
                  uint32_t limit, const char *words);

sup_op put_op(const char *key, const char *bytes);
sup_op check_op(const char *key, uint64_t version);
sup_op add_op(const char *key, const char *member);
sup_op remove_op(const char *key, const char *member);
sup_op count_op(const char *key, const char *name, int64_t delta);
sup_op event_op(const char *key, const char *bytes);

/* The cases that only a real Redis can get into; how many failed. */
int redis_faults_run(void);

#endif
