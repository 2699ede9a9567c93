/* The table of the reference store: keys and what they hold, in sorted arrays.
 * Owns: every byte it keeps (malloc; without memory it aborts, being for tests).
 * Must not know: verbs, callbacks. */
#include "sup_memory_table.h"

#include <stdlib.h>

/* --- lists ------------------------------------------------------------------------ */

static void *
grow(void *old, size_t size)
{
    void *data = realloc(old, size);

    if (data == NULL) {
        abort();
    }
    return data;
}

sup_str
sup_memory_copy(sup_str text)
{
    char *to = grow(NULL, text.len + 1);

    if (text.len > 0) {
        memcpy(to, text.data, text.len);
    }
    to[text.len] = '\0';
    return (sup_str){to, text.len};
}

static int
compare(sup_str a, sup_str b)
{
    size_t least = a.len < b.len ? a.len : b.len;
    int order = least == 0 ? 0 : memcmp(a.data, b.data, least);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

void
sup_memory_list_insert(sup_memory_list *list, size_t at, sup_str item)
{
    if (list->n == list->size) {
        list->size = list->size == 0 ? 8 : 2 * list->size;
        list->items = grow(list->items, list->size * sizeof(sup_str));
    }
    memmove(list->items + at + 1, list->items + at, (list->n - at) * sizeof(sup_str));
    list->items[at] = item;
    list->n++;
}

void
sup_memory_list_remove(sup_memory_list *list, size_t at)
{
    free((char *)list->items[at].data);
    list->n--;
    memmove(list->items + at, list->items + at + 1, (list->n - at) * sizeof(sup_str));
}

size_t
sup_memory_list_find(const sup_memory_list *list, sup_str text)
{
    size_t low = 0, high = list->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(list->items[middle], text) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

int
sup_memory_list_has(const sup_memory_list *list, size_t at, sup_str text)
{
    return at < list->n && sup_str_eq(list->items[at], text);
}

void
sup_memory_list_free(sup_memory_list *list)
{
    while (list->n > 0) {
        sup_memory_list_remove(list, list->n - 1);
    }
    free(list->items);
    *list = (sup_memory_list){NULL, 0, 0};
}

/* --- entries ---------------------------------------------------------------------- */

static sup_str
full_key(sup_str campus, sup_str key)
{
    char *to = grow(NULL, campus.len + key.len + 2);

    memcpy(to, campus.data, campus.len);
    to[campus.len] = '/';
    memcpy(to + campus.len + 1, key.data, key.len);
    return (sup_str){to, campus.len + 1 + key.len};
}

void
sup_memory_drop(sup_memory_table *table, sup_memory_entry *entry)
{
    size_t at = (size_t)(entry - table->entries);

    sup_memory_list_free(&entry->members);
    free(entry->values);
    sup_memory_list_remove(&table->keys, at);
    memmove(entry, entry + 1, (table->keys.n - at) * sizeof(*entry));
}

static sup_memory_entry *
make_at(sup_memory_table *table, size_t at, sup_str full, sup_memory_type type)
{
    sup_memory_entry *entry;

    sup_memory_list_insert(&table->keys, at, full);
    table->entries = grow(table->entries, table->keys.size * sizeof(sup_memory_entry));
    entry = &table->entries[at];
    memmove(entry + 1, entry, (table->keys.n - 1 - at) * sizeof(*entry));
    *entry = (sup_memory_entry){.type = type};
    return entry;
}

sup_memory_entry *
sup_memory_find(sup_memory_table *table, sup_str campus, sup_str key,
                sup_memory_type make)
{
    sup_str full = full_key(campus, key);
    size_t at = sup_memory_list_find(&table->keys, full);
    sup_memory_entry *entry = NULL;

    if (sup_memory_list_has(&table->keys, at, full)) {
        entry = &table->entries[at];
        if (entry->expires_ms != 0 && entry->expires_ms <= table->now_ms()) {
            sup_memory_drop(table, entry);
            entry = NULL;
        }
    }
    if (entry == NULL && make != SUP_MEMORY_NOTHING) {
        return make_at(table, at, full, make);
    }
    free((char *)full.data);
    return entry;
}

void
sup_memory_count(sup_memory_entry *entry, sup_str name, int64_t delta)
{
    sup_memory_list *names = &entry->members;
    size_t at = sup_memory_list_find(names, name);

    if (!sup_memory_list_has(names, at, name)) {
        sup_memory_list_insert(names, at, sup_memory_copy(name));
        entry->values = grow(entry->values, names->size * sizeof(int64_t));
        memmove(entry->values + at + 1, entry->values + at,
                (names->n - 1 - at) * sizeof(int64_t));
        entry->values[at] = 0;
    }
    entry->values[at] += delta;
}

int64_t
sup_memory_counter(const sup_memory_entry *entry, sup_str name)
{
    size_t at = sup_memory_list_find(&entry->members, name);

    return sup_memory_list_has(&entry->members, at, name) ? entry->values[at] : 0;
}

void
sup_memory_clear(sup_memory_table *table)
{
    while (table->keys.n > 0) {
        sup_memory_drop(table, &table->entries[table->keys.n - 1]);
    }
    sup_memory_list_free(&table->keys);
    free(table->entries);
    table->entries = NULL;
}
