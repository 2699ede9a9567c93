/* What both stores demand of a verb's arguments, in one place so that they cannot
 * differ.
 * Owns: the bounds of keys, members, counters and expiry.
 * Must not know: how anything is stored. */
#ifndef SUP_STORE_CHECK_H
#define SUP_STORE_CHECK_H

#include "sup_store.h"

#define SUP_KEY_MAX    512
#define SUP_MEMBER_MAX 1024
#define SUP_BYTES_MAX  (64u << 20)              /* of one record or event */
#define SUP_TTL_MS_MAX (INT64_C(3155760000000)) /* a hundred years */
#define SUP_DELTA_MAX                                                                    \
    (INT64_C(1) << 43)                     /* so that 512 of them stay below 2^53 - 2^52 \
                                            */
#define SUP_COUNTER_MAX (INT64_C(1) << 52) /* a counter beyond is refused as TYPE */

/* SUP_OK, or SUP_STORE_REFUSED: the caller is wrong, and nothing begins. */
sup_rc sup_store_check_reads(sup_str campus, const sup_read *reads, size_t n);
sup_rc sup_store_check_ops(sup_str campus, const sup_op *ops, size_t n);
/* Empties the answers of all reads, so that none is left over from an earlier round. */
void sup_store_reset_reads(sup_read *reads, size_t n);

#endif
