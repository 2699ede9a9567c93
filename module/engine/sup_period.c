/* A month as it is asked for: yyyy-mm, or this one.
 * Owns: which months can be asked for.
 * Must not know: what is counted in it. */
#include "sup_period.h"

enum { FIRST_YEAR = 2000 };

sup_rc
sup_period_read(sup_ctx *c, const char *field, const char *text, char out[8])
{
    const sup_calendar *calendar = c->site->calendar;
    int64_t from_ms, to_ms;
    sup_local local;
    if (text[0] == '\0') {
        sup_period_text(calendar, c->now_ms, out);
        return SUP_OK;
    }
    if (sup_period_bounds(calendar, sup_str_c(text), &from_ms, &to_ms) == SUP_OK) {
        sup_local_of(calendar, from_ms, &local);
        if (local.year >= FIRST_YEAR) {
            sup_period_text(calendar, from_ms, out);
            return SUP_OK;
        }
    }
    return sup_fail(c, SUP_API_VALUE, field, "月份须写作 2026-11，不早于 2000-01。",
                    "A period is written 2026-11, from 2000-01 on.");
}
