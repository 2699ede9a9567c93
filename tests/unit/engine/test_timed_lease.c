/* Timed work by one at a time, as the calendar shows it.
 * Owns: the lease, two schedulers at once, one that is killed at every step.
 * Must not know: nginx, Redis, timers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "sup_test_timed_kept.h"

#define MINUTE SUP_TEST_MINUTE_MS
#define DAY    SUP_TEST_DAY_MS

static void
test_timed__the_one_with_the_lease_works_and_the_other_does_not(void **state)
{
    sup_test_site *t = *state;
    sup_tick_result result;

    assert_true(sup_test_tick(t, "a").holds);
    sup_test_go(t, DAY);
    sup_test_tick(t, "a");
    result = sup_test_tick(t, "b");
    assert_int_equal(result.rc, SUP_OK);
    assert_false(result.holds);
    assert_false(result.more);
}

static void
test_timed__a_lease_that_is_not_renewed_goes_to_the_next_one(void **state)
{
    sup_test_site *t = *state;

    sup_test_tick(t, "a");
    sup_test_go(t, SUP_TEST_LEASE_MS - 1);
    assert_false(sup_test_tick(t, "b").holds);
    sup_test_tick(t, "a");
    sup_test_go(t, SUP_TEST_LEASE_MS - 1);
    assert_false(sup_test_tick(t, "b").holds);
    sup_test_go(t, 1);
    assert_true(sup_test_tick(t, "b").holds);
    assert_false(sup_test_tick(t, "a").holds);
}

/* Two start together; the store answers both in turn, so each round of one lies between
 * two of the other. */
static void
test_timed__two_schedulers_at_once_make_each_check_once(void **state)
{
    sup_test_site *t = *state;
    sup_store *store = sup_store_memory_store(t->memory);
    const char *alone;
    sup_test_run a, b;
    sup_test_site *other = sup_test_calendar_create();

    sup_test_calendar_units(other);
    sup_test_ticks(other, "a");
    alone = sup_test_calendar_picture(other);

    sup_test_run_start(t, store, "a", &a);
    sup_test_run_start(t, store, "b", &b);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(a.done + b.done, 2);
    assert_int_equal(a.result.rc, SUP_OK);
    assert_int_equal(b.result.rc, SUP_OK);
    assert_int_equal(a.result.holds + b.result.holds, 1);
    assert_string_equal(sup_test_calendar_picture(t), alone);
    sup_test_site_destroy(other);
}

/* At every distance between their steps, with a lease that is a's, b's or nobody's. */
static void
test_timed__two_schedulers_at_any_distance_make_each_check_once(void **state)
{
    static const char *const holders[] = {"", "a", "b"};
    const char *alone = NULL;
    size_t h;
    int distance;

    (void)state;
    for (h = 0; h < 3; h++) {
        for (distance = 0; distance < 8; distance++) {
            sup_test_site *t = sup_test_calendar_create();
            sup_test_run a, b;
            int i;

            sup_test_calendar_units(t);
            if (holders[h][0] != '\0') {
                sup_test_tick(t, holders[h]);
                sup_test_go(t, DAY);
                sup_test_put_lease(t, holders[h]);
            }
            sup_test_run_start(t, sup_store_memory_store(t->memory), "a", &a);
            for (i = 0; i < distance; i++) {
                sup_store_memory_run(t->memory);
            }
            sup_test_run_start(t, sup_store_memory_store(t->memory), "b", &b);
            while (sup_store_memory_run(t->memory) != 0) {
            }
            assert_int_equal(a.done, 1);
            assert_int_equal(b.done, 1);
            assert_int_equal(a.result.holds + b.result.holds, 1);
            if (alone == NULL) {
                alone = strdup(sup_test_calendar_picture(t));
            } else if (h == 0) {
                assert_string_equal(sup_test_calendar_picture(t), alone);
            }
            assert_int_equal(sup_test_found(t, "water-daily"), h == 0 ? 2 : 3);
            sup_test_site_destroy(t);
        }
    }
    free((char *)alone);
}

/* It decided, was stopped, and its commit reaches the store when the lease is another's. */
static void
test_timed__who_sleeps_over_his_lease_writes_nothing(void **state)
{
    sup_test_site *t = *state;
    sup_test_proxy proxy;
    sup_test_run sleeper;

    sup_test_proxy_init(&proxy, t);
    proxy.holds = 1;
    sup_test_run_start(t, &proxy.store, "sleeper", &sleeper);
    while (proxy.commits == 0) {
        assert_true(sup_store_memory_run(t->memory) != 0);
    }
    sup_test_put_lease(t, "b");
    sup_test_proxy_let_go(&proxy);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(sleeper.done, 1);
    assert_int_equal(sleeper.result.rc, SUP_OK);
    assert_false(sleeper.result.holds);
    assert_int_equal(sup_test_found(t, "water"), 0);
    sup_test_ticks(t, "b");
    assert_int_equal(sup_test_found(t, "water-daily"), 2);
}

/* Also where the lease is still his: a store that was put back to an older copy. */
static void
test_timed__how_far_it_has_come_is_checked_as_well_as_the_lease(void **state)
{
    sup_test_site *t = *state;
    sup_test_proxy proxy;
    sup_test_run run;

    sup_test_ticks(t, "a");
    sup_test_go(t, DAY);
    sup_test_proxy_init(&proxy, t);
    proxy.holds = 1;
    sup_test_run_start(t, &proxy.store, "a", &run);
    while (proxy.commits == 0) {
        assert_true(sup_store_memory_run(t->memory) != 0);
    }
    sup_test_put_bytes(t, "timed:occurrences",
                       SUP_STR("\010\002")); /* a newer version has come this far */
    sup_test_proxy_let_go(&proxy);
    while (sup_store_memory_run(t->memory) != 0) {
    }
    assert_int_equal(run.result.rc, SUP_API_SCHEMA);
    assert_int_equal(sup_test_found(t, "water-daily"), 2);
}

/* Killed after its n-th word to the store, heard or unheard, while ten days are made up
 * for; another takes over. Nothing is missing and nothing is there twice. */
static void
test_timed__a_scheduler_killed_at_any_step_loses_nothing_and_doubles_nothing(void **state)
{
    const char *alone = NULL;
    unsigned deaf;
    long step;

    (void)state;
    for (deaf = 0; deaf < 2; deaf++) {
        for (step = 0; step < 20; step++) {
            sup_test_site *t = sup_test_calendar_create();
            sup_test_proxy proxy;
            sup_test_run run;

            sup_test_calendar_units(t);
            sup_test_put_schedule(t, "noon", 660, 780);
            sup_test_put_schedule(t, "night", 1200, 1380);
            sup_test_ticks(t, "a");
            sup_test_go(t, 10 * DAY);
            sup_test_tick(t, "a");
            sup_test_go(t, 10 * MINUTE);
            sup_test_proxy_init(&proxy, t);
            proxy.left = step;
            proxy.deaf = deaf;
            do {
                sup_test_run_start(t, &proxy.store, "a", &run);
                while (sup_store_memory_run(t->memory) != 0) {
                }
            } while (run.done == 1 && run.result.more);
            sup_test_go(t, SUP_TEST_LEASE_MS);
            sup_test_ticks(t, "b");
            if (alone == NULL) {
                alone = strdup(sup_test_calendar_picture(t));
                assert_int_equal(sup_test_found(t, "noon"), 12);
            }
            assert_string_equal(sup_test_calendar_picture(t), alone);
            sup_test_site_destroy(t);
        }
    }
    free((char *)alone);
}

static void
test_timed__memory_that_runs_out_ends_a_run_and_leaves_all_or_nothing(void **state)
{
    sup_test_site *t = *state;
    size_t budget = 0;
    sup_test_run run;

    do {
        sup_test_arena *arena = sup_test_arena_create(budget);

        run = (sup_test_run){.tick = {.holder = SUP_STR("a"),
                                      .lease_ms = SUP_TEST_LEASE_MS,
                                      .now_ms = t->now_ms},
                             .engine = {.store = sup_store_memory_store(t->memory)}};
        sup_api_tick(&t->site, &run.engine, &arena->arena, &run.tick, sup_test_run_done,
                     &run);
        while (sup_store_memory_run(t->memory) != 0) {
        }
        assert_int_equal(run.done, 1);
        if (run.result.rc != SUP_OK) {
            assert_int_equal(run.result.rc, SUP_NOMEM);
            assert_int_equal(sup_test_found(t, "water"), 0);
        }
        sup_test_arena_destroy(arena);
        budget += 200;
    } while (run.result.rc != SUP_OK);
    assert_int_equal(sup_test_found(t, "water-daily"), 2);
}

#define TEST(name)                                                                       \
    cmocka_unit_test_setup_teardown(name, sup_test_timed_begin, sup_test_site_end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_timed__the_one_with_the_lease_works_and_the_other_does_not),
        TEST(test_timed__a_lease_that_is_not_renewed_goes_to_the_next_one),
        TEST(test_timed__two_schedulers_at_once_make_each_check_once),
        TEST(test_timed__two_schedulers_at_any_distance_make_each_check_once),
        TEST(test_timed__who_sleeps_over_his_lease_writes_nothing),
        TEST(test_timed__how_far_it_has_come_is_checked_as_well_as_the_lease),
        TEST(
            test_timed__a_scheduler_killed_at_any_step_loses_nothing_and_doubles_nothing),
        TEST(test_timed__memory_that_runs_out_ends_a_run_and_leaves_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
