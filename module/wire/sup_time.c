/* RFC 3339 from and to seconds since 1970, by the proleptic Gregorian calendar.
 * Owns: the text form of google.protobuf.Timestamp.
 * Must not know: how days are counted, the clock, time zones by name, leap seconds. */
#include "core/sup_date.h"
#include "sup_message.h"

#define DAY_SECONDS 86400

/* A Timestamp made by code may be anything; its text is always a time. */
static void
normalise(int64_t *seconds, int64_t *nanos)
{
    int64_t carry = sup_floor_div(*nanos, 1000000000);

    *nanos -= carry * 1000000000;
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

/* As many digits as are needed, by threes. */
static char *
print_nanos(char *out, int32_t nanos)
{
    if (nanos % 1000000 == 0) {
        return sup_digits_print(out, nanos / 1000000, 3);
    }
    return nanos % 1000 == 0 ? sup_digits_print(out, nanos / 1000, 6)
                             : sup_digits_print(out, nanos, 9);
}

size_t
sup_timestamp_print(char *out, int64_t seconds, int32_t nanos32)
{
    int64_t days, nanos = nanos32;
    int of_day;
    char *p = out;

    normalise(&seconds, &nanos);
    days = sup_floor_div(seconds, DAY_SECONDS);
    of_day = (int)(seconds - days * DAY_SECONDS);

    sup_date_text((int32_t)days, p);
    p += 10;
    *p++ = 'T';
    p = sup_digits_print(p, of_day / 3600, 2);
    *p++ = ':';
    p = sup_digits_print(p, of_day / 60 % 60, 2);
    *p++ = ':';
    p = sup_digits_print(p, of_day % 60, 2);
    if (nanos != 0) {
        *p++ = '.';
        p = print_nanos(p, (int32_t)nanos);
    }
    *p++ = 'Z';
    *p = '\0';
    return (size_t)(p - out);
}

/* Exactly width digits; -1 when they are not there. */
static int
number(sup_str *rest, int width)
{
    int value = rest->len < (size_t)width ? -1 : sup_digits_read(rest->data, width);

    if (value >= 0) {
        rest->data += width;
        rest->len -= (size_t)width;
    }
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
        part[2] > sup_month_days(part[0], part[1]) || part[3] > 23 || part[4] > 59 ||
        part[5] > 59) {
        return SUP_WIRE_RANGE;
    }
    total = (int64_t)sup_date_of(part[0], part[1], part[2]) * DAY_SECONDS +
            part[3] * 3600 + part[4] * 60 + part[5] - offset;
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
    int32_t ms = (int32_t)((utc_ms % 1000 + 1000) % 1000);

    sup_timestamp_print(out, sup_floor_div(utc_ms, 1000), ms * 1000000);
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
