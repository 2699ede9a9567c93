/* RFC 3339 from and to seconds since 1970, by the proleptic Gregorian calendar.
 * Owns: the text form of google.protobuf.Timestamp.
 * Must not know: the clock, time zones by name, leap seconds. */
#include "sup_message.h"

#define DAY_SECONDS 86400

/* Days since 1970-01-01. Years begin in March here, so that the leap day is a year's last
 * and months need no table: months of 31 and 30 days repeat every five, 153 days. */
static int64_t
days_from_date(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400; /* y >= 0 for every year from 1 on */
    int64_t of_era = y % 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void
date_from_days(int64_t days, int *year, int *month, int *day)
{
    int64_t z = days + 719468; /* since 0000-03-01; never negative from year 1 on */
    int64_t era = z / 146097;
    int64_t of_era = z % 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * of_year + 2) / 153;

    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + era * 400 + (*month <= 2));
}

static int
month_length(int year, int month)
{
    static const unsigned char lengths[] = {31, 28, 31, 30, 31, 30,
                                            31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return lengths[month - 1] + (month == 2 && leap);
}

static char *
digits(char *out, int64_t value, int width)
{
    int i;

    for (i = width - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + width;
}

/* A Timestamp made by code may be anything; its text is always a time. */
static void
normalise(int64_t *seconds, int64_t *nanos)
{
    int64_t carry = *nanos / 1000000000;

    *nanos %= 1000000000;
    if (*nanos < 0) {
        *nanos += 1000000000;
        carry--;
    }
    if (*seconds < SUP_SECONDS_MIN - carry) {
        *seconds = SUP_SECONDS_MIN;
        *nanos = 0;
    } else if (*seconds > SUP_SECONDS_MAX - carry) {
        *seconds = SUP_SECONDS_MAX;
        *nanos = 999999999;
    } else {
        *seconds += carry;
    }
}

size_t
sup_timestamp_print(char *out, int64_t seconds, int32_t nanos32)
{
    int64_t days, nanos = nanos32;
    int year, month, day, of_day;
    char *p = out;

    normalise(&seconds, &nanos);
    days = (seconds - SUP_SECONDS_MIN) / DAY_SECONDS + SUP_SECONDS_MIN / DAY_SECONDS;
    of_day = (int)((seconds - SUP_SECONDS_MIN) % DAY_SECONDS);
    date_from_days(days, &year, &month, &day);

    p = digits(p, year, 4);
    *p++ = '-';
    p = digits(p, month, 2);
    *p++ = '-';
    p = digits(p, day, 2);
    *p++ = 'T';
    p = digits(p, of_day / 3600, 2);
    *p++ = ':';
    p = digits(p, of_day / 60 % 60, 2);
    *p++ = ':';
    p = digits(p, of_day % 60, 2);
    if (nanos != 0) {
        *p++ = '.';
        if (nanos % 1000000 == 0) {
            p = digits(p, nanos / 1000000, 3);
        } else if (nanos % 1000 == 0) {
            p = digits(p, nanos / 1000, 6);
        } else {
            p = digits(p, nanos, 9);
        }
    }
    *p++ = 'Z';
    *p = '\0';
    return (size_t)(p - out);
}

/* Exactly width digits; -1 when they are not there. */
static int
number(sup_str *rest, int width)
{
    int i, value = 0;

    if (rest->len < (size_t)width) {
        return -1;
    }
    for (i = 0; i < width; i++) {
        unsigned char c = (unsigned char)rest->data[i];

        if (c < '0' || c > '9') {
            return -1;
        }
        value = value * 10 + (c - '0');
    }
    rest->data += width;
    rest->len -= (size_t)width;
    return value;
}

static int
character(sup_str *rest, char c)
{
    if (rest->len == 0 || rest->data[0] != c) {
        return 0;
    }
    rest->data++;
    rest->len--;
    return 1;
}

static sup_rc
parse_fraction(sup_str *rest, int32_t *nanos)
{
    int n = 0;

    *nanos = 0;
    if (!character(rest, '.')) {
        return SUP_OK;
    }
    while (rest->len != 0 && rest->data[0] >= '0' && rest->data[0] <= '9') {
        if (++n > 9) {
            return SUP_WIRE_RANGE;
        }
        *nanos = *nanos * 10 + (rest->data[0] - '0');
        rest->data++;
        rest->len--;
    }
    if (n == 0) {
        return SUP_WIRE_TYPE;
    }
    for (; n < 9; n++) {
        *nanos *= 10;
    }
    return SUP_OK;
}

/* "Z", "+08:00": seconds east of UTC. */
static sup_rc
parse_offset(sup_str *rest, int *offset)
{
    int sign, hours, minutes;

    *offset = 0;
    if (character(rest, 'Z')) {
        return SUP_OK;
    }
    sign = character(rest, '+') ? 1 : character(rest, '-') ? -1 : 0;
    if (sign == 0) {
        return SUP_WIRE_TYPE;
    }
    hours = number(rest, 2);
    if (hours < 0 || !character(rest, ':')) {
        return SUP_WIRE_TYPE;
    }
    minutes = number(rest, 2);
    if (minutes < 0) {
        return SUP_WIRE_TYPE;
    }
    if (hours > 23 || minutes > 59) {
        return SUP_WIRE_RANGE;
    }
    *offset = sign * (hours * 3600 + minutes * 60);
    return SUP_OK;
}

sup_rc
sup_timestamp_parse(sup_str text, int64_t *seconds, int32_t *nanos)
{
    static const char after[] = "--T::"; /* what stands after each part but the last */
    int part[6], i, offset;
    int64_t total;
    int32_t fraction;
    sup_rc rc;

    for (i = 0; i < 6; i++) {
        part[i] = number(&text, i == 0 ? 4 : 2);
        if (part[i] < 0 || (i < 5 && !character(&text, after[i]))) {
            return SUP_WIRE_TYPE;
        }
    }
    rc = parse_fraction(&text, &fraction);
    if (rc == SUP_OK) {
        rc = parse_offset(&text, &offset);
    }
    if (rc != SUP_OK) {
        return rc;
    }
    if (text.len != 0) {
        return SUP_WIRE_TYPE;
    }
    if (part[0] < 1 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
        part[2] > month_length(part[0], part[1]) || part[3] > 23 || part[4] > 59 ||
        part[5] > 59) {
        return SUP_WIRE_RANGE;
    }
    total = days_from_date(part[0], part[1], part[2]) * DAY_SECONDS + part[3] * 3600 +
            part[4] * 60 + part[5] - offset;
    if (total < SUP_SECONDS_MIN || total > SUP_SECONDS_MAX) {
        return SUP_WIRE_RANGE;
    }
    *seconds = total;
    *nanos = fraction;
    return SUP_OK;
}

void
sup_time_print(char *out, int64_t utc_ms)
{
    int64_t seconds = utc_ms / 1000;
    int32_t ms = (int32_t)(utc_ms % 1000);

    if (ms < 0) {
        ms += 1000;
        seconds--;
    }
    sup_timestamp_print(out, seconds, ms * 1000000);
}

sup_rc
sup_time_parse(sup_str text, int64_t *utc_ms)
{
    int64_t seconds;
    int32_t nanos;
    sup_rc rc = sup_timestamp_parse(text, &seconds, &nanos);

    if (rc == SUP_OK) {
        *utc_ms = seconds * 1000 + nanos / 1000000;
    }
    return rc;
}
