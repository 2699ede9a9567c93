/* The table of the reference store: keys and what they hold, in sorted arrays.
 * Owns: every byte it keeps (malloc; without memory it aborts, being for tests).
 * Must not know: verbs, callbacks. */
#ifndef SUP_MEMORY_TABLE_H
#define SUP_MEMORY_TABLE_H

#include "sup_store.h"

typedef struct {
    sup_str *items;
    size_t n;
    size_t size;
} sup_memory_list;

/* NOTHING, as the type to make an entry with: make none. */
typedef enum {
    SUP_MEMORY_NOTHING,
    SUP_MEMORY_RECORD,
    SUP_MEMORY_INDEX,
    SUP_MEMORY_COUNTERS,
    SUP_MEMORY_EVENTS
} sup_memory_type;

typedef struct {
    sup_memory_type type;
    uint64_t version;        /* RECORD */
    int64_t expires_ms;      /* RECORD; 0: never */
    sup_memory_list members; /* RECORD: its bytes; INDEX, EVENTS; COUNTERS: the names */
    int64_t *values;         /* COUNTERS, beside members */
} sup_memory_entry;

typedef struct {
    int64_t (*now_ms)(void);
    sup_memory_list keys; /* "campus/key", sorted, beside entries */
    sup_memory_entry *entries;
} sup_memory_table;

/* A copy by malloc, with a NUL behind it. */
sup_str sup_memory_copy(sup_str text);

/* The item becomes the list's. */
void sup_memory_list_insert(sup_memory_list *list, size_t at, sup_str item);
void sup_memory_list_remove(sup_memory_list *list, size_t at);
/* The first place whose item is not less than the text. */
size_t sup_memory_list_find(const sup_memory_list *list, sup_str text);
int sup_memory_list_has(const sup_memory_list *list, size_t at, sup_str text);
void sup_memory_list_free(sup_memory_list *list);

/* NULL when absent or expired, unless there is a type to make it with. Good until the
 * next call. */
sup_memory_entry *sup_memory_find(sup_memory_table *table, sup_str campus, sup_str key,
                                  sup_memory_type make);
void sup_memory_drop(sup_memory_table *table, sup_memory_entry *entry);
void sup_memory_count(sup_memory_entry *entry, sup_str name, int64_t delta);
int64_t sup_memory_counter(const sup_memory_entry *entry, sup_str name);
void sup_memory_clear(sup_memory_table *table);

#endif
