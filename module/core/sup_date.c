/* Dates of the Gregorian calendar, also before there was one, and days since 1970-01-01.
 * Owns: the only arithmetic of years, months and days, and their digits.
 * Must not know: moments, time zones, what a day is to the campus. */
#include "sup_date.h"

#define ERA_YEARS 400 /* after so many the calendar begins anew */
#define ERA_DAYS  146097
#define ERA_FIRST 719468 /* days from 0000-03-01 to 1970-01-01 */

/* Years begin in March here, so that the leap day is a year's last and months need no
 * table: those of 31 and 30 days repeat every five, 153 days. */
int32_t
sup_date_of(int32_t year, int32_t month, int32_t day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = (int32_t)sup_floor_div(y, ERA_YEARS);
    int32_t of_era = y - era * ERA_YEARS;
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           ERA_FIRST;
}

void
sup_date_split(int32_t days, int32_t *year, int32_t *month, int32_t *day)
{
    int32_t z = days + ERA_FIRST;
    int32_t era = (int32_t)sup_floor_div(z, ERA_DAYS);
    int32_t doe = z - era * ERA_DAYS;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;

    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * ERA_YEARS + (*month <= 2);
}

int32_t
sup_month_days(int32_t year, int32_t month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

int32_t
sup_digits_read(const char *p, int n)
{
    int32_t value = 0;

    while (n-- > 0) {
        if (*p < '0' || *p > '9') {
            return -1;
        }
        value = value * 10 + (*p++ - '0');
    }
    return value;
}

char *
sup_digits_print(char *out, int32_t value, int n)
{
    char *end = out + n;

    while (n-- > 0) {
        out[n] = (char)('0' + value % 10);
        value /= 10;
    }
    return end;
}

sup_rc
sup_month_parse(sup_str text, int32_t *year, int32_t *month)
{
    if (text.len != 7 || text.data[4] != '-') {
        return SUP_CALENDAR_DATE;
    }
    *year = sup_digits_read(text.data, 4);
    *month = sup_digits_read(text.data + 5, 2);
    return *year < 1 || *month < 1 || *month > 12 ? SUP_CALENDAR_DATE : SUP_OK;
}

sup_rc
sup_date_parse(sup_str text, int32_t *day)
{
    int32_t y, m, d;

    if (text.len != 10 || text.data[7] != '-' ||
        sup_month_parse((sup_str){text.data, 7}, &y, &m) != SUP_OK) {
        return SUP_CALENDAR_DATE;
    }
    d = sup_digits_read(text.data + 8, 2);
    if (d < 1 || d > sup_month_days(y, m)) {
        return SUP_CALENDAR_DATE;
    }
    *day = sup_date_of(y, m, d);
    return SUP_OK;
}

void
sup_date_text(int32_t day, char out[11])
{
    int32_t y, m, d;

    sup_date_split(day, &y, &m, &d);
    out = sup_digits_print(out, y, 4);
    *out++ = '-';
    out = sup_digits_print(out, m, 2);
    *out++ = '-';
    out = sup_digits_print(out, d, 2);
    *out = '\0';
}
