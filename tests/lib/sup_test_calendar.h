/* The small site of sup_test_site.h with checklists, schedules and units.
 * Owns: a rulebook of "water" with a daily self-check, a weekly check and a covert visit;
 *   a clock that the store's expiry follows too.
 * Must not know: what is tested. */
#ifndef SUP_TEST_CALENDAR_H
#define SUP_TEST_CALENDAR_H

#include "sup_test_site.h"

#define SUP_TEST_MINUTE_MS INT64_C(60000)
#define SUP_TEST_HOUR_MS   INT64_C(3600000)
#define SUP_TEST_DAY_MS    INT64_C(86400000)

/* Templates and schedules of the water's rulebook. */
static const char sup_test_calendar_book[] =
    "sections { code: \"hygiene\" name: \"卫生\" name_en: \"Hygiene\" weight: 100\n"
    "  items { code: \"clean\" text: \"台面干净\" text_en: \"Clean\" how: \"看\" "
    "how_en: \"Look\" answer: pass_fail weight: 5 basis: \"plan\" category: "
    "\"general\" }\n"
    "}\n"
    "templates { code: \"daily\" name: \"每日自查\" name_en: \"Daily\" check: daily "
    "items: \"clean\" }\n"
    "templates { code: \"visit\" name: \"暗访\" name_en: \"Visit\" check: unannounced "
    "items: \"clean\" }\n"
    "templates { code: \"again\" name: \"复查\" name_en: \"Again\" check: reinspection "
    "items: \"clean\" }\n"
    "schedules { id: \"water-daily\" name: \"饮水每日自查\" name_en: \"Daily water\" "
    "template: \"daily\" by: self every: day from_min: 420 to_min: 1260 late_min: 720 "
    "basis: \"plan\" }\n"
    "schedules { id: \"water-visit\" name: \"饮水暗访\" name_en: \"Covert visit\" "
    "template: \"visit\" by: office every: month last_day: 31 from_min: 0 to_min: 1440 "
    "covert: true basis: \"plan\" }\n"
    "schedules { id: \"water-weekly\" name: \"饮水每周检查\" name_en: \"Weekly water\" "
    "template: \"daily\" unit: \"pump-house\" by: office every: week last_day: 5 "
    "from_min: 480 to_min: 1080 basis: \"plan\" }\n";

static int64_t sup_test_calendar_clock;

static inline int64_t
sup_test_calendar_now(void)
{
    return sup_test_calendar_clock;
}

/* Requests, timed work and expiry follow this one clock. */
static inline void
sup_test_calendar_set(sup_test_site *t, int64_t now_ms)
{
    t->now_ms = now_ms;
    sup_test_calendar_clock = now_ms;
}

static inline void
sup_test_calendar_unit(sup_test_site *t, const char *id)
{
    char target[64];

    snprintf(target, sizeof(target), "units/%s", id);
    if (sup_test_site_ask(t, SUP_METHOD_PUT, "admin", target,
                          "{\"name\":\"某中心\",\"kind\":\"centre\"}") != 201) {
        abort();
    }
}

/* Without units: nothing is due for a unit that the campus does not have. */
static inline sup_test_site *
sup_test_calendar_create(void)
{
    sup_test_site *t = sup_test_site_create();

    sup_rulebook_release(t->books[0]);
    t->books[0] = sup_test_site_book_with(t, "water", "饮水", sup_test_calendar_book);
    sup_store_memory_destroy(t->memory);
    t->memory = sup_store_memory_create(sup_test_calendar_now);
    t->engine.store = sup_store_memory_store(t->memory);
    sup_test_calendar_set(t, SUP_TEST_NOW_MS);
    return t;
}

static inline void
sup_test_calendar_units(sup_test_site *t)
{
    sup_test_calendar_unit(t, "water-unit");
    sup_test_calendar_unit(t, "pump-house");
}

#endif
