/* Dates of the Gregorian calendar, also before there was one, and days since 1970-01-01.
 * Owns: the only arithmetic of years, months and days, and their digits.
 * Must not know: moments, time zones, what a day is to the campus. */
#ifndef SUP_DATE_H
#define SUP_DATE_H

#include "sup_base.h"

/* Division that rounds down also below 0. */
static inline int64_t
sup_floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days since 1970-01-01, and back; any year that a text can have. */
int32_t sup_date_of(int32_t year, int32_t month, int32_t day);
void sup_date_split(int32_t days, int32_t *year, int32_t *month, int32_t *day);
int32_t sup_month_days(int32_t year, int32_t month);

/* yyyy-mm-dd -> days since 1970, or SUP_CALENDAR_DATE; yyyy-mm. Years 1 to 9999. */
enum { SUP_CALENDAR_DATE = -320 };
sup_rc sup_date_parse(sup_str text, int32_t *day);
sup_rc sup_month_parse(sup_str text, int32_t *year, int32_t *month);
/* yyyy-mm-dd of a day within the years 1 to 9999; out has room for 11. */
void sup_date_text(int32_t day, char out[11]);

/* Exactly n decimal digits: their value, or -1; their end, after which nothing is written. */
int32_t sup_digits_read(const char *p, int n);
char *sup_digits_print(char *out, int32_t value, int n);

#endif
