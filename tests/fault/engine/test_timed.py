"""Timed work in real workers: one of them at a time, whoever is killed, stopped or reloaded.

Owns: that every check exists once and counts once, that another worker takes over, and that no
    worker stays for timed work.
Must not know: which checks are due when (tests/unit/calendar/test_timed.c).
"""
import contextlib
import datetime
import os
import pathlib
import random
import signal
import sys
import time

import recount
import recount_checks
from harness import ADMIN, OFFICE, Campus, ok, servers

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "build" / "py"))

from supervision.v1 import calendar_pb2, engine_pb2  # noqa: E402

FAST = "200ms"      # between two runs: a lease lasts three times as long
LEASE_S = 0.6
SCHEDULE = {"name": "夜查", "domain": "catering", "template": "daily", "unit": "catering-centre",
            "by": "self", "every": "day", "from_min": 1, "to_min": 1440}


def holder(client, campus="c0"):
    """(machine and process, pid) of the lease; None when nobody has it."""
    raw = client.get(f"sup:{{{campus}}}:lease:timed")
    if raw is None:
        return None
    name = engine_pb2.LeaseRecord.FromString(raw[8:]).holder
    return name, int(name.split(":")[1])


def wait_holder(client, but=()):
    found = []

    def other():
        found[:] = [holder(client)]
        return found[0] is not None and found[0][0] not in but
    assert servers.wait_until(other, 15, 0.01), holder(client)
    return found[0]


def making_record(client, campus="c0"):
    """How far the calendar is made."""
    raw = client.get(f"sup:{{{campus}}}:timed:occurrences")
    return calendar_pb2.MakingRecord.FromString(raw[8:] if raw else b"")


def occurrences(client, campus="c0"):
    return recount.Campus(client, campus).occurrences


def wait_occurrences(client, count, seconds=20):
    assert servers.wait_until(lambda: len(occurrences(client)) >= count, seconds, 0.05), \
        sorted(occurrences(client))


def put_schedules(campus, count, **fields):
    for i in range(count):
        ok(campus.put(f"schedules/s{i:02}", {**SCHEDULE, **fields}, ADMIN))


def planned(client, campus="c0"):
    """Ids of the campus's own schedules: one that is new is held against nobody before."""
    value = client.get(f"sup:{{{campus}}}:schedules") or bytes(8)
    return {s.id for s in calendar_pb2.SchedulesRecord.FromString(value[8:]).schedules}


def set_back(client, days, campus="c0"):
    """As if timed work had stopped so many days ago, and its leap had been waited out."""
    key = f"sup:{{{campus}}}:timed:occurrences"
    assert servers.wait_until(lambda: planned(client, campus) <= {
        known.schedule for known in making_record(client).known}, 30)
    record = making_record(client)
    day = datetime.datetime.now(recount_checks.ZONE) - datetime.timedelta(days=days)
    record.made_until, record.made_to = f"{day:%Y-%m-%d}", ""
    for known in record.known:
        known.since.FromDatetime(datetime.datetime(2020, 1, 1))
    version = client.incr(f"sup:{{{campus}}}:seq")
    client.set(key, version.to_bytes(8, "big") + record.SerializeToString())


def days_back(count):
    today = datetime.datetime.now(recount_checks.ZONE).date()
    return [f"{today - datetime.timedelta(days=n):%Y%m%d}" for n in range(-1, count + 1)]


def caught_up(client):
    """All days up to tomorrow are made."""
    return making_record(client).made_until.replace("-", "") > days_back(0)[0]


def start(own_stack, **knobs):
    stack = own_stack(**{"workers": 2, "timed_work": FAST, **knobs})
    stack.wait_ready()
    return stack, Campus(stack).prepare()


# --- one at a time ---------------------------------------------------------------------------

def test_checks_of_today_and_tomorrow_come_about_by_themselves(own_stack):
    stack, campus = start(own_stack)
    put_schedules(campus, 2)
    # the rulebooks' daily ones too; of today in the evening they are over and nobody's failing
    today, tomorrow = days_back(0)[1], days_back(0)[0]
    wanted = {f"{name}.{day}.1" for name in ("s00", "s01") for day in (today, tomorrow)}
    wanted |= {f"{name}.{tomorrow}.1" for name in ("catering-daily", "energy-daily")}
    client = stack.client()
    assert servers.wait_until(lambda: wanted <= set(occurrences(client)), 20, 0.05), \
        wanted - set(occurrences(client))
    made = ok(campus.get("occurrences", OFFICE))["occurrences"]
    assert {o["name"] for o in made if o["schedule"] == "s00"} == {"夜查"}
    assert all(o["state"] == "due" and o["unit_name"] for o in made)
    recount.check(stack.client(), "c0")


def test_health_says_that_timed_work_goes_on(own_stack):
    stack, campus = start(own_stack)
    wait_holder(stack.client())
    for path in ("health", "ready"):
        assert {c["name"]: c["status"] for c in ok(campus.get(path))["checks"]}["timed"] == "ok"


def test_every_campus_has_its_own(own_stack):
    stack, campus = start(own_stack)
    for n in (1, 2):
        Campus(stack, n).prepare()
    client = stack.client()
    for n in range(3):
        assert servers.wait_until(lambda n=n: occurrences(client, f"c{n}"), 30)
        recount.check(client, f"c{n}")
    assert servers.wait_until(lambda: len({holder(client, f"c{n}")[0] for n in range(3)
                                           if holder(client, f"c{n}")}) >= 1, 30)


def test_two_machines_make_each_check_once(own_stack):
    first, campus = start(own_stack)
    second = own_stack(workers=2, timed_work=FAST, redis=f"unix:{first.redis.socket}")
    put_schedules(campus, 20)
    client = first.client()
    wait_holder(client)
    set_back(client, 9)
    wait_occurrences(client, 20 * 11)
    assert servers.wait_until(lambda: caught_up(client), 30)
    found = occurrences(client)
    for day in days_back(9):
        assert sum(name.split(".")[1] == day and name.startswith("s") for name in found) == 20
    recount.check(client, "c0")
    assert second.nginx.pid()


# --- killed ----------------------------------------------------------------------------------

def test_when_the_holder_is_killed_another_one_takes_over_within_the_lease(own_stack):
    stack, campus = start(own_stack, workers=3)
    stack.expect_log(r"\[alert\].*exited on signal 9")
    client = stack.client()
    seen = []
    for n in range(3):
        name, pid = wait_holder(client, seen)
        seen.append(name)
        assert pid in stack.worker_pids()
        os.kill(pid, signal.SIGKILL)
        # it stands in nobody's way for longer, and the next one comes by itself
        assert client.pttl("sup:{c0}:lease:timed") <= LEASE_S * 1000
        wait_holder(client, seen)
        put_schedules(campus, n + 1)
        assert servers.wait_until(
            lambda n=n: any(name.startswith(f"s{n:02}.") for name in occurrences(client)), 30)
    recount.check(client, "c0")


def test_a_machine_that_dies_is_followed_by_another(own_stack):
    first, campus = start(own_stack)
    client = first.client()
    name, _ = wait_holder(client)
    second = own_stack(workers=2, timed_work=FAST, redis=f"unix:{first.redis.socket}")
    put_schedules(campus, 1)
    wait_occurrences(client, 2)
    first.expect_log(r"\[alert\]")
    for pid in [first.nginx.pid(), *first.nginx.workers()]:
        os.kill(pid, signal.SIGKILL)
    _, pid = wait_holder(client, [name])
    assert servers.wait_until(lambda: holder(client)[1] in second.worker_pids(), 30)
    recount.check(client, "c0")
    assert pid


def test_killed_again_and_again_while_it_catches_up_nothing_is_lost_or_doubled(own_stack):
    stack, campus = start(own_stack, workers=2)
    stack.expect_log(r"\[alert\].*exited on signal 9")
    put_schedules(campus, 25)
    client = stack.client()
    wait_occurrences(client, 50)
    set_back(client, 34)
    end = time.monotonic() + 120
    kills = 0
    while time.monotonic() < end:
        lease = holder(client)
        if lease and lease[1] in stack.worker_pids() and kills < 8:
            time.sleep(random.uniform(0, 0.03))
            with contextlib.suppress(ProcessLookupError):  # the last kill's, not yet reaped
                os.kill(lease[1], signal.SIGKILL)
                kills += 1
        if caught_up(client) and len(occurrences(client)) >= 25 * 36:
            break
        time.sleep(0.05)
    found = occurrences(client)
    for day in days_back(34):
        assert sum(name.split(".")[1] == day and name.startswith("s") for name in found) == 25
    recount.check(client, "c0")
    assert kills >= 2


def test_a_holder_that_was_stopped_for_longer_than_its_lease_does_no_harm(own_stack):
    stack, campus = start(own_stack)
    client = stack.client()
    name, pid = wait_holder(client)
    os.kill(pid, signal.SIGSTOP)
    try:
        put_other, _ = wait_holder(client, [name])
    finally:
        os.kill(pid, signal.SIGCONT)
    put_schedules(campus, 5)
    wait_occurrences(client, 10)
    time.sleep(1)
    assert put_other != name
    recount.check(client, "c0")


def test_a_redis_that_dies_and_comes_back_loses_no_check(own_stack):
    stack, campus = start(own_stack)
    stack.expect_log(r"connect\(\) to unix:.* failed")
    put_schedules(campus, 10)
    wait_occurrences(stack.client(), 20)
    set_back(stack.client(), 20)
    time.sleep(0.1)
    stack.redis.kill()
    time.sleep(1)
    stack.redis.start()
    stack.wait_ready()
    wait_occurrences(stack.client(), 10 * 22)
    recount.check(stack.client(), "c0")
    log = stack.log_of_test()
    assert log.count("timed work of campus \"c0\" failed: store_away") <= 4, log


# --- nobody waits for it ---------------------------------------------------------------------

def test_reload_and_quit_are_not_held_up(own_stack):
    stack, campus = start(own_stack, workers=2, shutdown_timeout="60s")
    put_schedules(campus, 25)
    wait_occurrences(stack.client(), 50)
    set_back(stack.client(), 30)
    for _ in range(3):
        before = set(stack.nginx.workers())
        stack.nginx.signal(signal.SIGHUP)
        assert servers.wait_until(lambda: not before & set(stack.nginx.workers()), 20)
    wait_occurrences(stack.client(), 25 * 32)
    stack.nginx.signal(signal.SIGQUIT)
    assert servers.wait_until(lambda: not stack.nginx.pid(), 20)
    recount.check(stack.client(), "c0")


def test_a_redis_that_hangs_holds_a_leaving_worker_no_longer_than_a_command(own_stack):
    stack, _ = start(own_stack, redis="unix:{socket} command_timeout=2s",
                     shutdown_timeout="60s")
    stack.expect_log("does not answer|timed out")
    wait_holder(stack.client())
    pid = stack.redis.pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(0.3)
        stack.nginx.signal(signal.SIGQUIT)
        assert servers.wait_until(lambda: not stack.nginx.pid(), 20)
    finally:
        os.kill(pid, signal.SIGCONT)


# --- what happens by itself ------------------------------------------------------------------

def test_what_nobody_did_is_missed(own_stack):
    stack, campus = start(own_stack)
    client = stack.client()
    wait_holder(client)
    late = recount_checks.put(client, "c0", day=days_back(9)[-1], hours=(-3, -2, -1))
    due = recount_checks.put(client, "c0", day=days_back(8)[-1], hours=(-3, -2, 1))
    unasked = recount_checks.put(client, "c0", schedule="gone", hours=(-3, -2, -1))

    def states():  # one after the other, not all in one run
        return [ok(campus.get(f"occurrences/{one.id}", OFFICE))["state"]
                for one in (late, due, unasked)]
    assert servers.wait_until(lambda: states() == ["missed", "due", "excused"], 30), states()
    recount.check(client, "c0")


def test_a_silent_case_is_closed_and_its_history_says_by_whom(own_stack):
    stack, campus = start(own_stack, timed_work="off")
    case = campus.walk("verified", domain="catering")
    recount.age(stack.client(), "c0", case.id, days=30)
    other = campus.walk("verified", domain="catering")
    stack.write_conf(timed_work=FAST)
    stack.reload()
    assert servers.wait_until(lambda: campus.case(case)["state"] == "closed", 30)
    last = campus.history(case)["events"][-1]
    assert (last["action"], last["role"]) == ("close", "system")
    assert "user" not in last and "unit" not in last
    time.sleep(1)
    assert campus.case(other)["state"] == "verified"
    recount.check(stack.client(), "c0")


def test_switched_off_nothing_happens(own_stack):
    stack, campus = start(own_stack, timed_work="off")
    put_schedules(campus, 1)
    time.sleep(1.5)
    assert holder(stack.client()) is None and not occurrences(stack.client())
