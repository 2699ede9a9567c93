/* Members of indexes: times that sort as text, members taken apart.
 * Owns: their layout.
 * Must not know: what the digits of an index mean, which indexes there are. */
#include "sup_index.h"

#include "core/sup_id.h"

void
sup_index_time(char out[SUP_INDEX_TIME_LEN + 1], int64_t utc_ms)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t v = utc_ms < 0 ? 0 : (uint64_t)utc_ms;
    for (int i = SUP_INDEX_TIME_LEN - 1; i >= 0; i--) {
        out[i] = digits[v & 15];
        v >>= 4;
    }
    out[SUP_INDEX_TIME_LEN] = '\0';
}

int
sup_index_member_parse(sup_str text, size_t n_digits, sup_index_member *out)
{
    const size_t id_at = SUP_INDEX_TIME_LEN + 1;
    const size_t digits_at = id_at + SUP_CASE_ID_LEN + 1;
    const size_t domain_at = digits_at + n_digits + 1;
    if (text.len <= domain_at || text.data[id_at - 1] != ':' ||
        text.data[digits_at - 1] != ':' || text.data[domain_at - 1] != ':') {
        return 0;
    }
    out->time = (sup_str){text.data, SUP_INDEX_TIME_LEN};
    out->id = (sup_str){text.data + id_at, SUP_CASE_ID_LEN};
    out->digits = (sup_str){text.data + digits_at, n_digits};
    out->domain = (sup_str){text.data + domain_at, text.len - domain_at};
    return 1;
}
