"""The calendar over HTTP: plans, checks that are due, done, missed and excused, coverage.

Owns: who sees and changes what, lists with their pages, the figures that follow.
Must not know: how checks come about (tests/fault/engine/test_timed.py, tests/unit/calendar/test_timed.c).
"""
import concurrent.futures
import datetime

import pytest

import recount
import recount_checks
from checklists import Checklist, inspect, post_inspection
from harness import (ADMIN, CATERING, CONTRACTOR, ENERGY, INSPECTOR, LEADER, OFFICE, STUDENT,
                     Actor, day, ok, problem, time_in)

DAILY = Checklist("catering", "daily")
VISIT = Checklist("catering", "unannounced")
CATERING_ONLY = Actor("li", "inspector", domains="catering")
PERIOD = {"name": "开学季", "kind": "term_start", "from": "2026-08-31", "to": "2026-09-13",
          "times": 2}
SCHEDULE = {"name": "夜查", "domain": "catering", "template": "daily", "unit": "catering-centre",
            "by": "self", "every": "day", "from_min": 1200, "to_min": 1380}


@pytest.fixture
def put(campus):
    """An occurrence in the store, as timed work makes them; recounted after the test."""
    made = []

    def one(**fields):
        n = len(made)
        made.append(fields)
        return recount_checks.put(campus.stack.client(), "c0", day=f"{20260101 + n // 9}",
                                  n=n % 9 + 1, **fields).id
    yield one
    recount.check(campus.stack.client(), "c0")


def at_noon(days=0):
    """Hours from now: a window from 11 to 12 so many days from today, grace until 13."""
    now = datetime.datetime.now(recount_checks.ZONE)
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    hours = ((noon - now) + datetime.timedelta(days=days)).total_seconds() / 3600
    return hours - 1, hours, hours + 1


def listed(campus, actor=OFFICE, **params):
    reply = ok(campus.get("occurrences", actor, params=params))
    return [o["id"] for o in reply.get("occurrences", [])]


# --- plans -----------------------------------------------------------------------------------

def test_the_plans_checks_stand_in_the_calendar_from_the_start(campus):
    found = {s["id"]: s for s in ok(campus.get("schedules", OFFICE))["schedules"]}
    assert set(found) == {"catering-daily", "catering-weekly", "energy-daily",
                          "transport-weekly"}
    assert all(s["built_in"] and s["by"] == "self" and s["name_en"] for s in found.values())
    assert found["catering-daily"]["unit"] == "catering-centre"
    assert found["energy-daily"]["domain"] == "energy"
    assert found["transport-weekly"]["every"] == "week"


def test_a_schedule_is_added_changed_and_retired(campus):
    reply = campus.put("schedules/night", SCHEDULE, OFFICE)
    assert reply.status_code == 201 and reply.headers["Location"] == "/t0/schedules/night"
    assert ok(campus.put("schedules/night", {**SCHEDULE, "late_min": 60}, OFFICE))["late_min"]
    gone = ok(campus.put("schedules/night", {**SCHEDULE, "retired": True}, OFFICE))
    assert gone["retired"] and ok(campus.get("schedules/night", INSPECTOR)) == gone


def test_a_rulebooks_schedule_is_replaced_under_its_own_id(campus):
    body = {**SCHEDULE, "name": "餐饮每日自查（寒假）", "retired": True}
    problem(campus.put("schedules/catering-daily", {**body, "domain": "energy"}, OFFICE), 422,
            "value", "domain")
    assert campus.put("schedules/catering-daily", body, OFFICE).status_code == 200
    found = {s["id"]: s for s in ok(campus.get("schedules", OFFICE))["schedules"]}
    assert found["catering-daily"]["retired"] and "built_in" not in found["catering-daily"]


def test_two_who_change_the_calendar_at_once_do_not_overwrite_each_other(campus):
    ok(campus.put("periods/autumn", PERIOD, OFFICE))
    tag = campus.get("periods/autumn", OFFICE).headers["ETag"]
    ok(campus.put("periods/autumn", {**PERIOD, "times": 3}, ADMIN))
    problem(campus.put("periods/autumn", {**PERIOD, "times": 4}, OFFICE,
                       headers={"If-Match": tag}), 409, "version")
    problem(campus.put("periods/autumn", PERIOD, OFFICE, headers={"If-None-Match": "*"}), 409,
            "version")
    tag = campus.get("periods/autumn", OFFICE).headers["ETag"]
    ok(campus.put("periods/autumn", {**PERIOD, "times": 4}, OFFICE, headers={"If-Match": tag}))


@pytest.mark.parametrize("path, body", [("periods/p1", PERIOD), ("schedules/s1", SCHEDULE)])
def test_who_may_change_the_calendar_and_who_may_read_it(campus, path, body):
    for actor in (None, STUDENT, CATERING, INSPECTOR, LEADER):
        assert campus.put(path, body, actor).status_code == 403
    ok(campus.put(path, body, OFFICE))
    for actor in (CATERING, INSPECTOR, LEADER, ADMIN):
        ok(campus.get(path, actor))
    for actor in (None, STUDENT):
        assert campus.get(path, actor).status_code == 403


def test_an_officer_of_one_domain_changes_that_ones_calendar_alone(campus):
    officer = Actor("wang", "office", domains="catering")
    ok(campus.put("schedules/s1", SCHEDULE, officer))
    problem(campus.put("schedules/s2", {**SCHEDULE, "domain": "energy"}, officer), 403, "domain",
            "domain")
    ok(campus.put("periods/p1", {**PERIOD, "domains": ["catering"]}, officer))
    problem(campus.put("periods/p2", {**PERIOD, "domains": ["catering", "energy"]}, officer),
            403, "domain", "domains[1]")
    problem(campus.put("periods/p3", PERIOD, officer), 403, "domain", "domains")


def test_an_officer_replaces_nothing_that_is_of_another_domain_too(campus):
    officer = Actor("wang", "office", domains="energy")
    own = {**SCHEDULE, "domain": "energy", "unit": "energy-centre"}
    stored = {"schedules/s1": SCHEDULE, "periods/p1": PERIOD,
              "periods/p2": {**PERIOD, "domains": ["energy", "catering"]}}
    for path, body in stored.items():
        ok(campus.put(path, body, OFFICE))
        mine = own if path.startswith("schedules") else {**PERIOD, "domains": ["energy"]}
        before = ok(campus.get(path, OFFICE))
        for body in (mine, {**mine, "retired": True}):
            problem(campus.put(path, body, officer), 403, "domain", "id")
        assert ok(campus.get(path, OFFICE)) == before
    ok(campus.put("schedules/s2", own, officer))
    ok(campus.put("schedules/s2", {**own, "retired": True}, officer))


def test_what_nobody_could_do_is_not_planned(campus):
    for fields, field in (({"template": "unannounced"}, "template"),
                          ({"template": "reinspection", "by": "office"}, "template"),
                          ({"unit": "energy-centre"}, "unit")):
        problem(campus.put("schedules/s1", {**SCHEDULE, **fields}, OFFICE), 422, field=field)
    assert campus.get("schedules/s1", OFFICE).status_code == 404


def test_json_and_protobuf_of_a_schedule_have_tags_of_their_own(campus):
    protobuf = {"Accept": "application/x-protobuf"}
    for path in ("schedules/catering-daily", "domains/catering/rulebook",
                 "checklists/catering/daily", "units/catering-centre"):
        tag = campus.get(path, OFFICE).headers["ETag"]
        assert campus.get(path, OFFICE, headers={"If-None-Match": tag}).status_code == 304
        reply = campus.get(path, OFFICE, headers={"If-None-Match": tag, **protobuf})
        assert reply.status_code == 200 and reply.headers["ETag"] != tag, path


# --- lists -----------------------------------------------------------------------------------

def test_today_is_what_begins_today_and_what_is_still_open(campus, put):
    yesterday_open = put(hours=(-49, 5, 6))
    yesterday_done = put(hours=(-50, -40, -39), state="done", inspection="261123-7KQ4M2X")
    put(hours=at_noon(1))
    today = put(hours=at_noon())
    today_missed = put(hours=at_noon(), state="missed")
    assert listed(campus) == [yesterday_open, today, today_missed]
    assert yesterday_done in listed(campus, **{"from": day(-3), "to": day()})


def test_days_that_are_named_list_what_begins_on_them(campus, put):
    ids = [put(hours=at_noon(n)) for n in range(-3, 3)]
    assert listed(campus, **{"from": day(-3), "to": day(2)}) == ids
    assert listed(campus, **{"from": day(-1)}) == ids[2:3]
    assert listed(campus, to=day(1)) == ids[4:5]
    assert listed(campus, **{"from": day(5), "to": day(9)}) == []
    problem(campus.get("occurrences", OFFICE, params={"from": "gestern"}), 422, "value", "from")
    problem(campus.get("occurrences", OFFICE, params={"to": "2026-02-30"}), 422, "value", "to")
    problem(campus.get("occurrences", OFFICE, params={"from": day(1), "to": day()}), 422,
            "value", "to")


def test_a_check_is_shown_with_its_names(campus, put):
    put(place="canteen-1")
    check = ok(campus.get("occurrences", OFFICE))["occurrences"][0]
    assert check["name"] == "餐饮每日自查" and check["name_en"]
    assert (check["unit_name"], check["domain_name"]) == ("餐饮服务中心", "餐饮管理")
    assert (check["state"], check["by"], check["place"]) == ("due", "self", "canteen-1")
    assert check == ok(campus.get(f"occurrences/{check['id']}", OFFICE))


def test_a_check_of_a_schedule_that_is_gone_is_named_by_its_checklist(campus, put):
    check = put(schedule="old-plan")
    assert ok(campus.get(f"occurrences/{check}", OFFICE))["name"]


def test_lists_filter_by_unit_domain_and_state(campus, put):
    a = put(hours=at_noon())
    b = put(hours=at_noon(), unit="contractor-food")
    c = put(hours=at_noon(), unit="energy-centre", domain="energy", schedule="energy-daily")
    d = put(hours=at_noon(), state="excused", reason="停电")
    assert sorted(listed(campus)) == sorted([a, b, c, d])
    assert listed(campus, unit="contractor-food") == [b]
    assert listed(campus, domain="energy") == [c]
    assert listed(campus, state="excused") == [d]
    assert listed(campus, state="due", unit="catering-centre") == [a]
    problem(campus.get("occurrences", OFFICE, params={"domain": "gas"}), 422, "reference",
            "domain")
    problem(campus.get("occurrences", OFFICE, params={"unit": "a b"}), 422, "reference", "unit")
    problem(campus.get("occurrences", OFFICE, params={"state": "lost"}), 400, "enum", "state")


def test_pages_follow_each_other_without_a_gap_or_a_double(campus, put):
    ids = [put(hours=(-60 + n, 5, 6)) for n in range(9)]
    ids += [put(hours=at_noon()) for _ in range(12)]
    found, cursor, pages = [], "", 0
    while True:
        reply = ok(campus.get("occurrences", OFFICE, params={"limit": 4, "cursor": cursor}))
        found += [o["id"] for o in reply.get("occurrences", [])]
        pages += 1
        cursor = reply.get("next_cursor")
        if not cursor:
            break
    assert sorted(found) == sorted(ids) and found[:9] == ids[:9] and pages >= 6


def test_a_page_skips_what_changes_while_it_is_turned(campus, put):
    ids = [put(hours=(-60 + n, 5, 6)) for n in range(6)]
    first = ok(campus.get("occurrences", OFFICE, params={"limit": 3}))
    ok(campus.post(f"occurrences/{ids[2]}/excuse", {"reason": "停电"}, OFFICE))
    rest = ok(campus.get("occurrences", OFFICE,
                         params={"limit": 3, "cursor": first["next_cursor"]}))
    assert [o["id"] for o in rest["occurrences"]] == ids[3:]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "a" * 600, "CgR1bml0"])
def test_a_cursor_that_is_none_is_refused(campus, cursor):
    problem(campus.get("occurrences", OFFICE, params={"cursor": cursor}), 400, "cursor",
            "cursor")


def test_a_cursor_belongs_to_its_filter(campus, put):
    for _ in range(3):
        put(hours=at_noon())
    cursor = ok(campus.get("occurrences", OFFICE, params={"limit": 1}))["next_cursor"]
    problem(campus.get("occurrences", OFFICE, params={"cursor": cursor, "state": "due"}), 400,
            "cursor", "cursor")
    problem(campus.get("occurrences", CATERING, params={"cursor": cursor}), 400, "cursor")
    problem(campus.get("occurrences", OFFICE, params={"limit": 101}), 422, "value", "limit")


def test_a_record_that_cannot_be_read_does_not_take_the_list_away(campus, put):
    a, b = put(hours=at_noon()), put(hours=at_noon())
    key = f"sup:{{c0}}:occurrence:{a}"
    whole = campus.stack.client().get(key)
    campus.stack.client().set(key, whole[:8] + b"\xff\xff")
    assert listed(campus) == [b]
    problem(campus.get(f"occurrences/{a}", OFFICE), 500, "store_corrupt")
    campus.stack.client().set(key, whole)


# --- who sees what ---------------------------------------------------------------------------

def test_a_unit_sees_its_own_checks_alone(campus, put):
    own, other = put(hours=at_noon()), put(hours=at_noon(), unit="contractor-food")
    assert listed(campus, CATERING) == [own]
    assert listed(campus, CONTRACTOR) == [other]
    assert listed(campus, ENERGY) == []
    ok(campus.get(f"occurrences/{own}", CATERING))
    problem(campus.get(f"occurrences/{other}", CATERING), 404, "not_found")
    problem(campus.get("occurrences", CATERING, params={"unit": "contractor-food"}), 403,
            "other_unit", "unit")
    for actor in (None, STUDENT):
        problem(campus.get("occurrences", actor), 403)
        problem(campus.get(f"occurrences/{own}", actor), 403)
    problem(campus.get("occurrences", Actor("x", "unit")), 403, "other_unit", "unit")


def test_an_inspector_of_one_domain_sees_that_ones_checks(campus, put):
    a = put(hours=at_noon())
    b = put(hours=at_noon(), unit="energy-centre", domain="energy", schedule="energy-daily")
    assert listed(campus, CATERING_ONLY) == [a]
    problem(campus.get(f"occurrences/{b}", CATERING_ONLY), 404, "not_found")
    assert sorted(listed(campus, INSPECTOR)) == sorted([a, b])


def test_a_leader_sees_all_domains_whatever_his_are(campus, put):
    leader = Actor("chen", "leader", domains="catering")
    a = put(hours=at_noon())
    b = put(hours=at_noon(), unit="energy-centre", domain="energy", schedule="energy-daily")
    assert sorted(listed(campus, leader)) == sorted([a, b])
    ok(campus.get(f"occurrences/{b}", leader))
    assert {r["domain"] for r in ok(campus.get("coverage", leader))["rows"]} == {"catering",
                                                                                 "energy"}


def test_a_covert_visit_is_unknown_to_the_unit_until_it_is_made(campus, put):
    """Neither the lists nor the numbers tell of it."""
    visit = put(hours=at_noon(), covert=True, by="office")
    missed = put(hours=at_noon(), covert=True, by="office", state="missed")
    assert listed(campus, CATERING) == []
    for check in (visit, missed):
        problem(campus.get(f"occurrences/{check}", CATERING), 404, "not_found")
    assert sorted(listed(campus, INSPECTOR)) == sorted([visit, missed])
    assert listed(campus, INSPECTOR, state="missed") == [missed]
    excused = put(hours=at_noon(), covert=True, by="office", state="excused", reason="停电")
    problem(campus.get(f"occurrences/{excused}", CATERING), 404, "not_found")
    for actor in (CATERING, OFFICE):
        assert ok(campus.get("coverage", actor))["total"] == {}
    done = put(hours=at_noon(), covert=True, by="office", state="done",
               inspection="261123-7KQ4M2X")
    assert listed(campus, CATERING) == [done]
    assert ok(campus.get("coverage", CATERING))["total"] == {"due": 1, "done": 1}
    board = {f["domain"]: f for f in ok(campus.get("board"))["domains"]}
    assert board["catering"]["checks"] == {"numerator": 1, "denominator": 1}


@pytest.mark.parametrize("name", ["x", "catering-daily", "catering-daily.20261123",
                                  "catering-daily.20261123.1", "a:b.20261123.1",
                                  "%20.20261123.1", "..20261123.1"])
def test_an_id_that_is_none_is_not_found(campus, name):
    problem(campus.get(f"occurrences/{name}", OFFICE), 404, "not_found")
    problem(campus.post(f"occurrences/{name}/excuse", {"reason": "停电"}, OFFICE), 404,
            "not_found")


# --- done ------------------------------------------------------------------------------------

def test_an_inspection_does_the_check_that_it_names(campus, put):
    check = put(hours=(-1, 1, 2))
    report = inspect(campus, DAILY, CATERING, occurrence=check)
    done = ok(campus.get(f"occurrences/{check}", CATERING))
    assert (done["state"], done["inspection"]) == ("done", report["id"])
    assert done["done_at"] == report["started_at"] and report["occurrence"] == check


def test_started_after_its_window_it_is_late(campus, put):
    check = put(hours=(-4, -1, 2))
    inspect(campus, DAILY, CATERING, occurrence=check)
    assert ok(campus.get(f"occurrences/{check}", OFFICE))["state"] == "late"


def test_answers_that_come_in_late_count_from_when_they_were_given(campus, put):
    check = put(hours=(-8, -3, 2))
    inspect(campus, DAILY, CATERING, occurrence=check, started_at=time_in(hours=-4))
    assert ok(campus.get(f"occurrences/{check}", OFFICE))["state"] == "done"


def test_what_was_missed_while_there_was_no_reception_is_late_for_three_days(campus, put):
    check = put(hours=(-76, -74, -71), state="missed")
    inspect(campus, DAILY, CATERING, occurrence=check, started_at=time_in(hours=-75))
    assert ok(campus.get(f"occurrences/{check}", OFFICE))["state"] == "late"
    over = put(hours=(-76, -74, -73), state="missed")
    problem(post_inspection(campus, DAILY.request(occurrence=over, started_at=time_in(hours=-75)),
                            CATERING), 422, "value", "occurrence")
    assert ok(campus.get(f"occurrences/{over}", OFFICE))["state"] == "missed"


def test_a_covert_visit_is_the_inspectors(campus, put):
    check = put(hours=(-1, 1, 2), template="unannounced", by="office", covert=True)
    problem(post_inspection(campus, DAILY.request(occurrence=check), CATERING), 422, "reference",
            "occurrence")
    inspect(campus, VISIT, occurrence=check)
    assert ok(campus.get(f"occurrences/{check}", CATERING))["state"] == "done"


@pytest.mark.parametrize("fields, actor", [
    ({"hours": (1, 2, 3)}, CATERING),
    ({"hours": (-4, -3, -2)}, CATERING),
    ({"hours": (-1, 1, 2), "template": "unannounced"}, CATERING),
    ({"hours": (-1, 1, 2), "place": "canteen-1"}, CATERING),
    ({"hours": (-90, -88, -87), "state": "missed"}, CATERING),
    ({"hours": (-1, 1, 2), "state": "excused", "reason": "停电"}, CATERING),
    ({"hours": (-1, 1, 2), "state": "done", "inspection": "261123-7KQ4M2X"}, CATERING),
    ({"hours": (-1, 1, 2)}, INSPECTOR),
    ({"hours": (-1, 1, 2), "by": "office"}, CATERING),
    ({"hours": (-1, 1, 2), "unit": "contractor-food"}, INSPECTOR)])
def test_an_inspection_that_is_not_the_one_asked_for_is_refused_whole(campus, put, fields, actor):
    check = put(**fields)
    before = ok(campus.get(f"occurrences/{check}", OFFICE))
    problem(post_inspection(campus, DAILY.request(occurrence=check), actor), 422, "value",
            "occurrence")
    assert ok(campus.get(f"occurrences/{check}", OFFICE)) == before
    assert ok(campus.get("inspections", OFFICE)) == {}


def test_of_two_inspections_at_once_one_does_the_check(campus, put):
    check = put(hours=(-1, 1, 2))
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(lambda _: post_inspection(
            campus, DAILY.request(occurrence=check), CATERING), range(6)))
    assert sorted(r.status_code for r in replies) == [201] + [422] * 5
    done = ok(campus.get(f"occurrences/{check}", OFFICE))
    assert done["inspection"] == next(r.json()["id"] for r in replies if r.status_code == 201)


def test_a_retry_of_a_done_check_is_answered_as_before(campus, put):
    check = put(hours=(-1, 1, 2))
    body = DAILY.request(occurrence=check)
    first = ok(post_inspection(campus, body, CATERING, key="a-phone-in-the-kitchen"))
    again = ok(post_inspection(campus, body, CATERING, key="a-phone-in-the-kitchen"))
    assert again["id"] == first["id"]


# --- excuses ---------------------------------------------------------------------------------

def test_a_check_is_excused_with_a_reason_and_counts_no_more(campus, put):
    check = put()
    assert ok(campus.get("coverage", OFFICE))["total"] == {"due": 1}
    shown = ok(campus.post(f"occurrences/{check}/excuse", {"reason": "整栋楼停电"}, OFFICE))
    assert (shown["state"], shown["reason"], shown["excused_by"]) == ("excused", "整栋楼停电",
                                                                      "office")
    assert shown["unit_name"] == "餐饮服务中心"
    assert shown == ok(campus.get(f"occurrences/{check}", CATERING))
    assert ok(campus.get("coverage", OFFICE))["total"] == {"excused": 1}


def test_the_same_excuse_again_is_a_retry_and_another_one_is_not(campus, put):
    check = put(state="missed", hours=(-3, -2, -1))
    first = ok(campus.post(f"occurrences/{check}/excuse", {"reason": "停电"}, OFFICE))
    assert ok(campus.post(f"occurrences/{check}/excuse", {"reason": "停电"}, OFFICE)) == first
    problem(campus.post(f"occurrences/{check}/excuse", {"reason": "停水"}, OFFICE), 409,
            "check_over")
    problem(campus.post(f"occurrences/{check}/excuse", {"reason": "停电"}, ADMIN), 409,
            "check_over")


def test_what_was_done_cannot_be_excused(campus, put):
    for state in ("done", "late"):
        check = put(state=state, inspection="261123-7KQ4M2X")
        problem(campus.post(f"occurrences/{check}/excuse", {"reason": "停电"}, OFFICE), 409,
                "check_over")


def test_only_the_office_excuses(campus, put):
    check = put()
    for actor in (None, STUDENT, CATERING, INSPECTOR, LEADER):
        assert campus.post(f"occurrences/{check}/excuse", {"reason": "停电"},
                           actor).status_code == 403
    energy = Actor("wang", "office", domains="energy")
    problem(campus.post(f"occurrences/{check}/excuse", {"reason": "停电"}, energy), 404)
    for reason in ("", "　", "长" * 201):
        problem(campus.post(f"occurrences/{check}/excuse", {"reason": reason}, OFFICE), 422,
                field="reason")
    assert ok(campus.get(f"occurrences/{check}", OFFICE))["state"] == "due"


# --- figures ---------------------------------------------------------------------------------

def test_coverage_counts_by_unit_and_domain(campus, put):
    put()
    put(state="done", inspection="261123-7KQ4M2X")
    put(state="late", inspection="261123-7KQ4M2X")
    put(state="missed")
    put(state="excused", reason="停电")
    put(unit="contractor-food", state="done", inspection="261123-7KQ4M2X")
    put(unit="energy-centre", domain="energy", schedule="energy-daily", state="missed")
    reply = ok(campus.get("coverage", LEADER))
    rows = {(row["unit"], row["domain"]): row for row in reply["rows"]}
    assert len(rows) == len(reply["rows"]) == 3 and reply["period"] == day()[:7]
    row = rows["catering-centre", "catering"]
    assert (row["unit_name"], row["domain_name"]) == ("餐饮服务中心", "餐饮管理")
    assert [row[k] for k in ("due", "done", "late", "missed", "excused")] == [4, 1, 1, 1, 1]
    assert reply["total"] == {"due": 6, "done": 2, "late": 1, "missed": 2, "excused": 1}


def test_coverage_is_of_a_month_and_of_whom_one_may_ask(campus, put):
    put()
    put(unit="contractor-food")
    put(unit="energy-centre", domain="energy", schedule="energy-daily")
    assert [r["unit"] for r in ok(campus.get("coverage", CATERING))["rows"]] == [
        "catering-centre"]
    problem(campus.get("coverage", CATERING, params={"unit": "contractor-food"}), 403,
            "other_unit", "unit")
    assert {r["unit"] for r in ok(campus.get("coverage", CATERING_ONLY))["rows"]} == {
        "catering-centre", "contractor-food"}
    one = ok(campus.get("coverage", OFFICE, params={"unit": "contractor-food"}))
    assert [r["unit"] for r in one["rows"]] == ["contractor-food"]
    assert "rows" not in ok(campus.get("coverage", OFFICE, params={"period": "2020-02"}))
    for period in ("2020", "2020-13", "1999-12", "now"):
        problem(campus.get("coverage", OFFICE, params={"period": period}), 422, "value",
                "period")
    for actor in (None, STUDENT):
        problem(campus.get("coverage", actor), 403)


def test_the_public_board_shows_checks_done_of_those_that_are_over(campus, put):
    put()
    put(state="done", inspection="261123-7KQ4M2X")
    put(state="late", inspection="261123-7KQ4M2X")
    put(state="excused", reason="停电")
    put(unit="energy-centre", domain="energy", schedule="energy-daily", state="missed")
    board = ok(campus.get("board"))
    domains = {f["domain"]: f for f in board["domains"]}
    assert domains["catering"]["checks"] == {"numerator": 2, "denominator": 2}
    assert domains["energy"]["checks"] == {"denominator": 1}
    assert domains["transport"]["checks"] == {}
    assert board["total"]["checks"] == {"numerator": 2, "denominator": 3}
