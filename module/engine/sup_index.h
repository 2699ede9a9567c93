/* Members of indexes: how they sort, and what they tell without a record being read.
 * Owns: their layout, <time12>:<id>:<digits>:<domain>.
 * Must not know: what the digits of an index mean, which indexes there are. */
#ifndef SUP_INDEX_H
#define SUP_INDEX_H

#include "core/sup_base.h"

#define SUP_INDEX_TIME_LEN 12
void sup_index_time(char out[SUP_INDEX_TIME_LEN + 1], int64_t utc_ms); /* sorts as text */

/* All slices are of the text. Of cases the digits are kind, state, severity, source. */
typedef struct {
    sup_str time;
    sup_str id; /* as long as a case's */
    sup_str digits;
    sup_str domain; /* never empty */
} sup_index_member;

/* 0: the text is no member with that many digits. */
int sup_index_member_parse(sup_str text, size_t n_digits, sup_index_member *out);

enum {
    SUP_INDEX_CASE_KIND,
    SUP_INDEX_CASE_STATE,
    SUP_INDEX_CASE_SEVERITY,
    SUP_INDEX_CASE_SOURCE,
    SUP_INDEX_CASE_DIGITS
};

#endif
