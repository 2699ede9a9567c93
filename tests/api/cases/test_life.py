"""The life cycle over HTTP: every state x action x actor, allowed and refused; guards by name.

The table here is written from the office's plan, not from module/core/sup_life.c: where the two
differ, one of them is wrong. After each test Redis is recounted (tests/lib/recount.py).
"""
import concurrent.futures
import datetime
import itertools

import pytest
import recount
from google.protobuf import text_format
from harness import (ADMIN, CATERING, CONTRACTOR, ENERGY, INSPECTOR, LEADER, OFFICE, STUDENT, TOP,
                     Actor, Campus, later, ok, problem, time_in, wait_for)
from supervision.v1 import campus_pb2, rules_pb2

CONTACT = {"name": "张三", "phone": "13800001111"}
STATES = ("submitted", "dispatched", "rectifying", "rectified", "verified", "closed",
          "rejected", "withdrawn", "merged")

# Who may ask, by name: (actor, by receipt?). None: nobody is signed in.
ACTORS = {
    "public": (None, False),
    "receipt": (None, True),
    "reporter": (STUDENT, False),
    "other_reporter": (Actor("another-student", "reporter"), False),
    "unit": (CATERING, False),
    "other_unit": (ENERGY, False),
    "inspector": (INSPECTOR, False),
    "office": (OFFICE, False),
    "leader": (LEADER, False),
    "admin": (ADMIN, False),
}
OFFICERS = {"office", "admin"}
REPORTER = {"receipt", "reporter"}
UNIT = {"unit"}
OPEN_WORK = {"dispatched", "rectifying"}

# action: (from, by whom, to; None: stays as it is)
TABLE = {
    "dispatch": ({"submitted"}, OFFICERS, "dispatched"),
    "reject": ({"submitted"}, OFFICERS, "rejected"),
    "merge": ({"submitted"} | OPEN_WORK, OFFICERS, "merged"),
    "withdraw": ({"submitted", "dispatched"}, REPORTER, "withdrawn"),
    "answer": ({"submitted"} | OPEN_WORK, OFFICERS, "verified"),
    "sign": ({"dispatched"}, UNIT, "rectifying"),
    "reassign": (OPEN_WORK, OFFICERS, "dispatched"),
    "request_extension": (OPEN_WORK, UNIT, None),
    "grant_extension": (OPEN_WORK, OFFICERS, None),
    "refuse_extension": (OPEN_WORK, OFFICERS, None),
    "rectify": ({"rectifying"}, UNIT, "rectified"),
    "return": ({"rectified"}, OFFICERS | {"inspector"}, "rectifying"),
    "verify": ({"rectified"}, OFFICERS | {"inspector"}, "verified"),
    "confirm": ({"verified"}, REPORTER, "closed"),
    "reopen": ({"verified", "closed"}, REPORTER, "submitted"),
    "close": ({"verified"}, OFFICERS, "closed"),
    "urge": (OPEN_WORK | {"rectified"}, OFFICERS | {"leader"}, None),
}
# What an action needs of a case beyond its state; what is said of a plain complaint without.
LACKS = {"answer": "kind", "grant_extension": "no_extension",
         "refuse_extension": "no_extension", "close": "too_early"}


def expected_refusal(action, state, who):
    """(status, code) of a complaint in the state; None when the table allows it."""
    states, actors, _ = TABLE[action]
    roles = actors | ({"other_unit"} if "unit" in actors else set()) \
        | ({"inspector"} if action == "dispatch" else set())
    if state == "merged":
        return 409, "merged"
    if who not in roles:
        return 403, "role"
    if state not in states:
        return 409, "state"
    if who == "other_unit":
        return 403, "other_unit"
    if who == "inspector" and action == "dispatch":
        return 409, "kind"  # only what an inspection found
    return (409, LACKS[action]) if action in LACKS else None


ALLOWED = [(action, state, who) for action, (states, actors, _) in TABLE.items()
           for state in STATES if state in states for who in sorted(actors)]


def body_of(action, campus, case):
    """Fields that the action takes, and that are right for the case."""
    return {
        "dispatch": lambda: {"facts": "属实。", "requirement": "立即整改。", "signer": "王处长"},
        "reject": lambda: {"reason": "不属于受理范围。"},
        "merge": lambda: {"parent": campus.submit().id},
        "withdraw": dict,
        "answer": lambda: {"reply": "感谢建议，已采纳。"},
        "sign": lambda: {"receiver": "李主任"},
        "reassign": lambda: {"unit": "contractor-food", "reason": "由承包单位负责。"},
        "request_extension": lambda: {"until": later(case.last, days=1), "reason": "配件未到。"},
        "grant_extension": dict,
        "refuse_extension": lambda: {"reason": "理由不充分。"},
        "rectify": lambda: {"measures": "已整改。"},
        "return": lambda: {"finding": "仍有问题。"},
        "verify": lambda: {"finding": "已整改到位。"},
        "confirm": lambda: {"rating": 4},
        "reopen": lambda: {"reason": "没有解决。"},
        "close": dict,
        "urge": lambda: {"reason": "请尽快办理。"},
    }[action]()


def act(campus, case, action, who, body):
    actor, by_receipt = ACTORS[who]
    return campus.act(case, action, actor, case.receipt if by_receipt else None, **body)


def reported(campus, state, **fields):
    """A complaint of the signed-in student, in the state."""
    case = campus.walk(state, actor=STUDENT, contact=CONTACT, **fields)
    case.last = campus.case(case)
    return case


def ready_for(campus, action, state):
    """A case to which nothing is lacking for the action."""
    if action == "answer":  # an inquiry gets no notice
        return reported(campus, state, kind="inquiry" if state == "submitted" else "suggestion")
    case = reported(campus, state)
    if action in ("grant_extension", "refuse_extension"):
        campus.do(case, "request_extension", CATERING, until=later(case.last, days=1),
                  reason="配件未到。")
    if action == "close":
        recount.age(campus.stack.client(), f"c{campus.n}", case.id, hours=72)
    case.last = campus.case(case)
    return case


def is_told_the_version(who, case):
    """Who sees more of the case than the public; a unit does from its notice on."""
    return who not in ("public", "other_reporter", "other_unit") and (
        who != "unit" or "notice" in case.last)


def stored(campus, case):
    """Everything that Redis holds of the campus; equal before and after a refusal."""
    read = recount.Campus(campus.stack.client(), f"c{campus.n}")
    return read.strings, read.sets, read.hashes, read.lists


@pytest.fixture(autouse=True)
def consistent(campus):
    yield
    recount.check(campus.stack.client(), f"c{campus.n}")


# --- the whole table -------------------------------------------------------------------------

@pytest.mark.parametrize("state", STATES)
def test_whatever_the_table_does_not_allow_is_refused_and_changes_nothing(campus, state):
    case = reported(campus, state)
    bodies = {action: body_of(action, campus, case) for action in TABLE}
    before, refused = stored(campus, case), 0
    for action, who in itertools.product(TABLE, ACTORS):
        expected = expected_refusal(action, state, who)
        if expected is None:
            continue
        reply = problem(act(campus, case, action, who, bodies[action]), *expected)
        assert reply["current_state"] == state, (action, who, reply)
        version = case.last["version"] if is_told_the_version(who, case) else None
        assert reply.get("current_version") == version, (action, who, reply)
        refused += 1
    assert refused > 120
    assert stored(campus, case) == before


@pytest.mark.parametrize("action,state,who", ALLOWED)
def test_what_the_table_allows_is_done_and_told(campus, action, state, who):
    case = ready_for(campus, action, state)
    before, history = case.last, campus.history(case)["events"]
    body = body_of(action, campus, case)
    after = ok(act(campus, case, action, who, body))
    goal = TABLE[action][2] or state
    assert after["state"] == goal
    assert after["version"] != before["version"]
    assert campus.case(case)["version"] == after["version"]

    told = campus.history(case)
    assert told["intact"] is True
    assert told["events"][:-1] == history
    event, (actor, _) = told["events"][-1], ACTORS[who]
    assert (event["action"], event["from"], event["to"]) == (action, state, goal)
    assert event["sequence"] == len(history) + 1
    assert event["previous_hash"] == history[-1]["hash"]
    assert event["role"] == ("reporter" if who in REPORTER else actor.role)
    assert event.get("user", "") == ("" if who in REPORTER else actor.user)
    assert event.get("unit", "") == ("" if who in REPORTER else actor.unit)
    note = (body.get("reason") or body.get("finding") or body.get("measures")
            or body.get("requirement") or body.get("reply") or "")
    assert event.get("note", "") == note


@pytest.mark.parametrize("state", STATES)
def test_the_desk_offers_exactly_what_is_allowed_now(campus, state):
    case = reported(campus, state)
    for who, (actor, by_receipt) in ACTORS.items():
        seen = ok(campus.get(f"cases/{case.id}", actor,
                             receipt=case.receipt if by_receipt else None))
        offered = {a["action"] for a in seen.get("allowed_actions", [])}
        assert offered == {a for a in TABLE if expected_refusal(a, state, who) is None}, who


def test_an_offered_action_names_its_fields(campus):
    case = reported(campus, "rectified")
    offers = {a["action"]: a for a in campus.case(case, INSPECTOR)["allowed_actions"]}
    assert {f["name"]: f.get("required", False) for f in offers["verify"]["fields"]} == {
        "finding": True, "evidence": False}
    assert offers["verify"]["name"] == "复查通过" and offers["verify"]["name_en"]


def test_a_role_that_does_not_exist_is_the_servers_mistake(campus):
    case = reported(campus, "dispatched")
    for role in ("system", "public", "root"):
        problem(campus.act(case, "urge", Actor("x", role), reason="催办"), 500, "unknown_role")
    assert campus.case(case)["version"] == case.last["version"]


def test_an_action_that_does_not_exist_is_not_found(campus):
    case = reported(campus, "submitted")
    for action in ("submit", "merged_in", "delete", "Dispatch"):
        problem(campus.act(case, action, OFFICE), 404, "not_found")
    problem(campus.act("261123-0000000", "urge", OFFICE, reason="催办"), 404, "not_found")
    problem(campus.put(f"cases/{case.id}", {"state": "closed"}), 405, "method_not_allowed")
    problem(campus.post(f"cases/{case.id}/support", {"n": 2}, STUDENT), 400, "unknown_field")


# --- dispatch, and the notice ----------------------------------------------------------------

def test_an_inspector_issues_the_notice_for_what_he_found_himself(campus):
    case = campus.submit(INSPECTOR, kind="inspection")
    campus.dispatch(case, INSPECTOR)
    assert case.state == "dispatched" and case.last["notice"]["number"].endswith("〕1号")


def test_a_notice_says_what_the_office_said(campus):
    case = campus.dispatch(reported(campus, "submitted"), unit="contractor-food",
                           severity="serious", basis=["合同第八条"])
    notice = case.last["notice"]
    assert case.last["unit"] == "contractor-food" == notice["unit"]
    assert case.last["unit_name"] == "合作餐饮企业" and case.last["severity"] == "serious"
    assert (notice["facts"], notice["requirement"], notice["signer"], notice["basis"]) == (
        "经核实，反映情况属实。", "立即整改并举一反三。", "王处长", ["合同第八条"])
    assert notice["rectify_by"] == case.last["deadlines"]["rectify_by"]
    assert notice["issued_at"] == case.last["dispatched_at"] == case.last["answered_at"]
    campus.sign(case, CONTRACTOR)
    assert case.last["notice"]["receiver"] == "李主任"
    assert case.last["notice"]["received_at"] == case.last["signed_at"]


def test_without_a_basis_the_notice_names_the_rulebooks(campus):
    case = campus.dispatch(campus.submit(category="foreign_matter"))
    assert any("食品安全法" in basis for basis in case.last["notice"]["basis"])


@pytest.mark.parametrize("kind", ["praise", "inquiry"])
def test_praise_and_an_inquiry_get_no_notice(campus, kind):
    case = campus.submit(kind=kind)
    before = stored(campus, case)
    for actor in (OFFICE, ADMIN):
        problem(campus.act(case, "dispatch", actor, **body_of("dispatch", campus, case)), 409,
                "kind")
        assert "dispatch" not in {a["action"] for a in campus.case(case, actor)[
            "allowed_actions"]}
    assert stored(campus, case) == before


@pytest.mark.parametrize("kind", ["suggestion", "complaint", "repair", "inspection",
                                  "directive"])
def test_what_can_be_rectified_gets_a_notice(campus, kind):
    assert campus.dispatch(campus.submit(OFFICE, kind=kind)).last["notice"]["sequence"] == 1


def test_a_notice_goes_to_a_unit_of_the_domain_only(campus):
    case = campus.submit()
    before = stored(campus, case)
    body = body_of("dispatch", campus, case)
    problem(campus.act(case, "dispatch", OFFICE, unit="transport-centre", **body), 422,
            "reference", "unit")
    problem(campus.act(case, "dispatch", OFFICE, unit="catering-centre", domain="transport",
                       category="late", **body), 422, "reference", "unit")
    assert stored(campus, case) == before
    campus.dispatch(case)
    before = stored(campus, case)
    problem(campus.act(case, "reassign", OFFICE, unit="energy-centre", reason="转。"), 422,
            "reference", "unit")
    assert stored(campus, case) == before
    # a unit that names no domains serves all
    campus.do(case, "reassign", OFFICE, unit="logistics-office", reason="由机关办理。")


def test_a_case_is_not_dispatched_into_a_domain_that_is_not_the_officers(campus):
    case = campus.submit(text="早上校车晚点。", domain="catering", category="queue")
    before = stored(campus, case)
    category = ok(campus.get("domains/transport"))["categories"][0]["code"]
    for role in ("office", "admin"):
        refused = campus.act(case, "dispatch", Actor("x", role, "", "catering"),
                             domain="transport", category=category, unit="transport-centre",
                             **body_of("dispatch", campus, case))
        problem(refused, 403, "domain", "domain")
    assert stored(campus, case) == before
    campus.dispatch(case, Actor("x", "office", "", "catering,transport"), domain="transport",
                    category=category, unit="transport-centre")


@pytest.mark.parametrize("role", ["office", "admin", "inspector"])
def test_who_has_no_domains_acts_in_none(campus, role):
    nobody = Actor("x", role, "", "")
    case = campus.submit(INSPECTOR, kind="inspection")
    problem(campus.act(case, "dispatch", nobody, **body_of("dispatch", campus, case)), 403,
            "domain")
    assert ok(campus.get("cases", nobody)).get("cases", []) == []
    assert "text" not in campus.case(case, nobody)


def test_the_facts_of_a_notice_do_not_tell_who_reported(campus):
    case = campus.submit(text="饭里有头发，我是13812345678。", contact={"phone": "13812345678"})
    campus.dispatch(case, facts="反映人（13812345678）称饭里有头发。")
    for unit, actor in (("catering-centre", CATERING), ("contractor-food", CONTRACTOR)):
        if unit != case.last["unit"]:
            campus.do(case, "reassign", OFFICE, unit=unit, reason="转承包单位。")
        for path in (f"cases/{case.id}", f"cases/{case.id}/notice",
                     f"cases/{case.id}/notice.html", f"cases/{case.id}/history"):
            assert "13812345678" not in campus.get(path, actor).text, path
        assert campus.case(case, actor)["notice"]["facts"] == "反映人（＊＊＊）称饭里有头发。"
    read = recount.Campus(campus.stack.client(), "c0")
    assert read.records[case.id].case.notice.facts == "反映人（＊＊＊）称饭里有头发。"


def test_a_misrouted_case_is_dispatched_into_the_right_domain(campus):
    case = campus.submit(text="早上校车晚点。", domain="catering", category="queue")
    refused = campus.act(case, "dispatch", OFFICE, domain="transport", facts="属实。",
                         requirement="整改。", signer="王处长")
    problem(refused, 422, "required", "category")
    categories = ok(campus.get("domains/transport"))["categories"]
    there = {"domain": "transport", "category": categories[0]["code"]}
    refused = campus.act(case, "dispatch", OFFICE, **there, facts="属实。",
                         requirement="整改。", signer="王处长")
    problem(refused, 422, "required", "unit")  # never the unit of the wrong domain
    campus.dispatch(case, unit="transport-centre", **there)
    assert (case.last["domain"], case.last["unit"]) == ("transport", "transport-centre")
    assert ok(campus.get("board"))["total"]["received"] == 1


@pytest.mark.parametrize("field,value,code", [
    ("unit", "no-such-unit", "reference"), ("domain", "property", "reference"),
    ("category", "no_such", "reference"), ("basis", ["x"] * 10, "value"),
    ("rectify_by", "2020-01-01T00:00:00Z", "value"),
    ("rectify_by", time_in(days=400), "value"),
    ("facts", "字" * 2001, "text_length"), ("signer", "王" * 41, "text_length"),
    ("reason", "不收", "field_not_taken"), ("parent", "261123-0000000", "field_not_taken"),
    ("rating", 5, "field_not_taken"),
])
def test_a_bad_field_of_an_action_is_named_and_changes_nothing(campus, field, value, code):
    case = reported(campus, "submitted")
    before = stored(campus, case)
    body = {**body_of("dispatch", campus, case), field: value}
    refused = problem(campus.act(case, "dispatch", OFFICE, **body), 422, code)
    assert refused["field"].split("[")[0] == field
    assert stored(campus, case) == before


def test_a_retired_unit_gets_no_notice(campus):
    unit = ok(campus.get("units/contractor-food", OFFICE))
    unit.pop("version")
    ok(campus.put("units/contractor-food", {**unit, "retired": True}))
    case = reported(campus, "submitted")
    problem(campus.act(case, "dispatch", OFFICE, unit="contractor-food",
                       **body_of("dispatch", campus, case)), 422, "reference", "unit")


def test_thirty_concurrent_dispatches_are_numbered_without_a_gap(campus):
    cases = [campus.submit() for _ in range(30)]
    with concurrent.futures.ThreadPoolExecutor(30) as pool:
        replies = list(pool.map(lambda case: campus.act(
            case, "dispatch", OFFICE, **body_of("dispatch", campus, case)), cases))
    numbers = [ok(reply)["notice"]["sequence"] for reply in replies]
    assert sorted(numbers) == list(range(1, 31))


def test_a_refused_dispatch_takes_no_number(campus):
    case = reported(campus, "submitted")
    problem(campus.act(case, "dispatch", OFFICE, unit="nobody",
                       **body_of("dispatch", campus, case)), 422)
    assert campus.dispatch(case).last["notice"]["sequence"] == 1


def test_numbers_of_two_campuses_have_nothing_to_do_with_each_other(stack, campus):
    other = type(campus)(stack, 1).prepare()
    assert campus.walk("dispatched").last["notice"]["sequence"] == 1
    assert other.walk("dispatched").last["notice"]["sequence"] == 1
    assert campus.walk("dispatched").last["notice"]["sequence"] == 2
    recount.check(stack.client(), "c1")


# --- deadlines -------------------------------------------------------------------------------

def read_text(path, message):
    with open(f"{TOP}/{path}", encoding="utf-8") as text:
        return text_format.Parse(text.read(), message)


def add_working(start, minutes):
    """Working minutes by the campus calendar, day by day and span by span."""
    calendar = read_text("conf/calendar.txtpb", campus_pb2.Calendar())
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    left = datetime.timedelta(minutes=minutes)
    while True:
        name = day.strftime("%Y-%m-%d")
        free = any(getattr(h, "from") <= name <= h.to for h in calendar.holidays)
        if name in calendar.workdays or (day.weekday() < 5 and not free):
            for span in calendar.hours:
                opens = max(day + datetime.timedelta(minutes=span.from_min), start)
                closes = day + datetime.timedelta(minutes=span.to_min)
                if opens < closes:
                    if left <= closes - opens:
                        return opens + left
                    left -= closes - opens
        day += datetime.timedelta(days=1)


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(
        recount.ZONE)


@pytest.mark.parametrize("severity", ["critical", "serious", "major", "minor"])
def test_deadlines_are_the_rulebooks_for_the_severity(campus, severity):
    book = read_text("plugins/catering/rulebook.txtpb", rules_pb2.Rulebook())
    rule = next(r for r in book.deadlines if recount.Case.Severity.Name(r.severity) == severity)
    working = rule.Clock.Name(rule.clock) == "working"
    case = campus.submit(OFFICE, severity=severity, source="phone")
    from_times = [("submitted_at", case.last)]
    from_times.append(("dispatched_at", campus.dispatch(case).last))
    for field, seen in from_times:
        start = moment(seen[field])
        for name, minutes in (("sign_by", rule.sign_min), ("rectify_by", rule.rectify_min)):
            by = (add_working(start, minutes) if working
                  else start + datetime.timedelta(minutes=minutes))
            assert moment(seen["deadlines"][name]) == by, (severity, field, name)
        assert seen["deadlines"]["basis"] == rule.basis


def test_the_office_may_set_the_deadline_and_signing_is_never_due_after_it(campus):
    case = campus.dispatch(reported(campus, "submitted"), rectify_by=time_in(minutes=5))
    deadlines = case.last["deadlines"]
    assert deadlines["sign_by"] == deadlines["rectify_by"] == case.last["notice"]["rectify_by"]


def test_overdue_is_a_matter_of_the_clock_and_ends_with_the_work(campus):
    case = campus.dispatch(reported(campus, "submitted"), rectify_by=time_in(seconds=5))
    assert not case.last.get("overdue")
    wait_for(case.last["deadlines"]["rectify_by"])
    seen = campus.case(case)
    assert (seen["overdue"], seen["overdue_for"]) == (True, "sign")
    assert campus.sign(case, CATERING).last["overdue_for"] == "rectify"
    assert ok(campus.get("board"))["total"]["overdue"] == {"numerator": 1, "denominator": 1}
    assert not campus.rectify(case, CATERING).last.get("overdue")
    board = ok(campus.get("board"))["total"]
    assert board["overdue"].get("numerator", 0) == 0
    assert board["on_time"] == {"denominator": 1} or board["on_time"]["numerator"] == 0


# --- extension -------------------------------------------------------------------------------

def test_an_extension_is_asked_for_before_the_deadline_only(campus):
    case = campus.dispatch(reported(campus, "submitted"), rectify_by=time_in(seconds=5))
    campus.sign(case, CATERING)
    until = later(case.last, hours=1)
    wait_for(case.last["deadlines"]["rectify_by"])
    problem(campus.act(case, "request_extension", CATERING, until=until, reason="配件未到。"),
            409, "deadline_passed")
    assert "extension" not in campus.case(case)


def test_the_office_grants_an_extension_and_the_first_deadline_is_remembered(campus):
    case = reported(campus, "rectifying")
    first, until = case.last["deadlines"]["rectify_by"], later(case.last, days=2)
    campus.do(case, "request_extension", CATERING, until=until, reason="配件未到。")
    assert case.last["deadlines"]["rectify_by"] == first
    assert case.last["extension"]["state"] == "requested"
    problem(campus.act(case, "request_extension", CATERING, until=until, reason="再申请。"),
            409, "extension_pending")
    campus.do(case, "grant_extension", OFFICE, reason="同意。")
    assert case.last["deadlines"]["rectify_by"] == until
    assert case.last["deadlines"]["original_rectify_by"] == first
    assert case.last["extension"]["state"] == "granted"
    assert case.last["counters"]["extended"] == 1
    problem(campus.act(case, "grant_extension", OFFICE), 409, "no_extension")
    problem(campus.act(case, "request_extension", CATERING, until=later(case.last, days=1),
                       reason="再申请。"), 409, "extensions_used")


def test_a_refused_extension_leaves_the_deadline_and_does_not_count(campus):
    case = reported(campus, "dispatched")
    first = case.last["deadlines"]
    campus.do(case, "request_extension", CATERING, until=later(case.last, days=2),
              reason="配件未到。")
    campus.do(case, "refuse_extension", OFFICE, reason="理由不充分。")
    assert case.last["deadlines"] == first and not case.last["counters"].get("extended")
    assert case.last["extension"]["decision"] == "理由不充分。"
    campus.do(case, "request_extension", CATERING, until=later(case.last, days=1),
              reason="确有困难。")


@pytest.mark.parametrize("delta", [{"seconds": 0}, {"seconds": -1}, {"days": -1},
                                   {"minutes": 7200, "seconds": 1}, {"days": 365000}])
def test_an_extension_is_later_than_the_deadline_and_no_longer_than_the_rulebook_allows(
        campus, delta):
    case = reported(campus, "rectifying")
    problem(campus.act(case, "request_extension", CATERING, until=later(case.last, **delta),
                       reason="配件未到。"), 422, "extension_length")


def test_the_longest_extension_of_the_rulebook_may_be_asked_for(campus):
    case = reported(campus, "rectifying")
    campus.do(case, "request_extension", CATERING, until=later(case.last, minutes=7199),
              reason="配件未到。")


def extend(campus, case, actor):
    """Asks for a day more and gets it."""
    campus.do(case, "request_extension", actor, until=later(case.last, days=1),
              reason="配件未到。")
    return campus.do(case, "grant_extension", OFFICE)


def test_a_new_notice_gives_its_unit_extensions_of_its_own(campus):
    case = extend(campus, reported(campus, "dispatched"), CATERING)
    problem(campus.act(case, "request_extension", CATERING, until=later(case.last, days=1),
                       reason="再申请。"), 409, "extensions_used")
    campus.do(case, "reassign", OFFICE, unit="contractor-food", reason="由承包单位负责。")
    extend(campus, case, CONTRACTOR)
    assert case.last["counters"]["extended"] == 2 and case.last["deadlines"]["extended"] == 1
    problem(campus.act(case, "request_extension", CONTRACTOR, until=later(case.last, days=1),
                       reason="再申请。"), 409, "extensions_used")


def test_of_two_extensions_of_a_notice_none_counts_for_the_next(own_stack):
    stack = own_stack(start=False)
    with open(f"{TOP}/plugins/catering/rulebook.txtpb", encoding="utf-8") as file:
        book = file.read()
    assert book.count("extensions_max: 1") == 1
    path = stack._write("twice", book.replace("extensions_max: 1", "extensions_max: 2"))
    stack.knobs["plugins"] = stack.knobs["plugins"].replace(
        "supervision_plugin catering", f"supervision_plugin catering rulebook={path}")
    stack.redis.start()
    stack.start_nginx()
    stack.wait_ready()
    campus = Campus(stack).prepare()
    case = campus.walk("dispatched")
    for unit, actor in ((None, CATERING), ("contractor-food", CONTRACTOR)):
        if unit:
            campus.do(case, "reassign", OFFICE, unit=unit, reason="由承包单位负责。")
        extend(campus, extend(campus, case, actor), actor)
        problem(campus.act(case, "request_extension", actor, until=later(case.last, days=1),
                           reason="再申请。"), 409, "extensions_used")
    assert case.last["counters"]["extended"] == 4
    recount.check(stack.client(), "c0")


def test_a_request_for_an_extension_ends_with_the_work(campus):
    """Granted after a return with a later deadline, it would have shortened the time."""
    case = reported(campus, "rectifying")
    campus.do(case, "request_extension", CATERING, until=later(case.last, hours=1),
              reason="配件未到。")
    campus.rectify(case, CATERING)
    campus.do(case, "return", INSPECTOR, finding="未到位。", rectify_by=time_in(days=60))
    problem(campus.act(case, "grant_extension", OFFICE), 409, "no_extension")


# --- re-inspection ---------------------------------------------------------------------------

@pytest.mark.parametrize("action", ["verify", "return"])
def test_no_verdict_without_a_written_finding(campus, action):
    case = reported(campus, "rectified")
    before = stored(campus, case)
    for finding in ({}, {"finding": ""}, {"finding": " \n\t "}):
        problem(campus.act(case, action, INSPECTOR, **finding), 422, "required", "finding")
    assert stored(campus, case) == before


@pytest.mark.parametrize("action", ["verify", "return"])
@pytest.mark.parametrize("actor", [
    Actor("somebody", "inspector", "catering-centre"),
    Actor("somebody", "office", "catering-centre"),
    Actor("somebody", "admin", "catering-centre"),
    Actor("catering", "inspector"), Actor("catering", "office", "logistics-office")])
def test_the_unit_that_fixed_it_cannot_verify_it(campus, action, actor):
    case = reported(campus, "rectified")
    problem(campus.act(case, action, actor, finding="自查合格。"), 403, "fixer_verifies")
    offered = {a["action"] for a in campus.case(case, actor).get("allowed_actions", [])}
    assert not offered & {"verify", "return"}


def test_who_fixed_it_before_it_was_reassigned_is_no_longer_the_fixer(campus):
    case = reported(campus, "rectified")
    campus.send_back(case)
    campus.do(case, "reassign", OFFICE, unit="contractor-food", reason="由承包单位负责。")
    assert "rectification" not in case.last
    campus.sign(case, CONTRACTOR)
    campus.rectify(case, CONTRACTOR)
    problem(campus.act(case, "verify", Actor("somebody", "inspector", "contractor-food"),
                       finding="合格。"), 403, "fixer_verifies")
    campus.verify(case, Actor("somebody", "inspector", "catering-centre"))


def test_a_returned_case_is_worked_on_again_and_counted(campus):
    case = reported(campus, "rectified")
    by = time_in(days=3)
    campus.do(case, "return", INSPECTOR, finding="仍有头发。", rectify_by=by)
    assert case.last["counters"]["returned"] == 1
    assert "rectified_at" not in case.last
    assert moment(case.last["deadlines"]["rectify_by"]) == moment(by)
    assert not case.last["finding"].get("passed") and case.last["finding"]["text"] == "仍有头发。"
    campus.verify(campus.rectify(case, CATERING))
    assert case.last["finding"]["passed"] is True
    assert case.last["finding"]["by"] == "inspector"


# --- the reporter's word ---------------------------------------------------------------------

@pytest.mark.parametrize("rating,word", [(1, "dissatisfied"), (2, "dissatisfied"),
                                         (3, "satisfied"), (5, "satisfied")])
def test_the_reporters_rating_closes_the_case(campus, rating, word):
    case = reported(campus, "verified")
    campus.confirm(case, rating, comment="谢谢。")
    assert case.last["satisfaction"]["word"] == word
    assert case.last["satisfaction"]["rating"] == rating
    assert case.last["closed_at"] == case.last["satisfaction"]["at"]


@pytest.mark.parametrize("rating,status,code", [(0, 422, "required"), (6, 422, "value"),
                                                (-1, 400, "range"), ("好", 400, "type")])
def test_a_rating_is_one_to_five(campus, rating, status, code):
    case = reported(campus, "verified")
    problem(campus.act(case, "confirm", receipt=case.receipt, rating=rating), status, code,
            "rating")


def own_report(campus, state):
    """Of the head of the unit that has it; he reported it with his name."""
    case = campus.submit(CATERING, contact=CONTACT)
    for name, step in (("dispatched", lambda: campus.dispatch(case, unit="catering-centre")),
                       ("rectifying", lambda: campus.sign(case, CATERING)),
                       ("rectified", lambda: campus.rectify(case, CATERING)),
                       ("verified", lambda: campus.verify(case))):
        step()
        if name == state:
            return case


@pytest.mark.parametrize("actor", [CATERING, Actor("deputy", "unit", "catering-centre")])
def test_who_fixed_it_does_not_confirm_it_with_his_own_receipt(campus, actor):
    case = own_report(campus, "verified")
    before = stored(campus, case)
    problem(campus.act(case, "confirm", actor, case.receipt, rating=5), 403, "fixer_verifies")
    seen = ok(campus.get(f"cases/{case.id}", actor, receipt=case.receipt))
    assert "confirm" not in {a["action"] for a in seen.get("allowed_actions", [])}
    assert stored(campus, case) == before
    campus.do(case, "reopen", actor, case.receipt, reason="没有解决。")


def test_who_reported_another_unit_confirms_though_he_is_a_unit(campus):
    case = campus.submit(CONTRACTOR, text="中心拖欠货款。", category="raw_materials")
    campus.verify(campus.rectify(campus.sign(campus.dispatch(case, unit="catering-centre"),
                                             CATERING), CATERING))
    assert campus.do(case, "confirm", CONTRACTOR, case.receipt, rating=5).state == "closed"


@pytest.mark.parametrize("state", ["submitted", "dispatched"])
def test_what_others_support_is_not_withdrawn(campus, state):
    case = reported(campus, state)
    ok(campus.request("POST", f"cases/{case.id}/support", Actor("another", "reporter")))
    before = stored(campus, case)
    for who in sorted(REPORTER):
        problem(act(campus, case, "withdraw", who, {}), 409, "supported")
    assert stored(campus, case) == before
    seen = ok(campus.get(f"cases/{case.id}", receipt=case.receipt))
    assert "withdraw" not in {a["action"] for a in seen.get("allowed_actions", [])}


@pytest.mark.parametrize("state", ["submitted", "dispatched"])
def test_into_what_others_were_merged_is_not_withdrawn(campus, state):
    case, child = reported(campus, state), campus.submit()
    campus.do(child, "merge", OFFICE, parent=case.id)
    before = stored(campus, case)
    problem(act(campus, case, "withdraw", "receipt", {}), 409, "supported")
    assert stored(campus, case) == before


def test_an_officer_with_the_receipt_of_one_case_merges_it_into_another(campus):
    case, parent = reported(campus, "submitted"), campus.submit()
    campus.do(case, "merge", OFFICE, receipt=case.receipt, parent=parent.id)
    assert ok(campus.get("cases", OFFICE, receipt=case.receipt))["cases"]


def test_the_receipt_of_another_case_opens_no_action(campus):
    case, other = reported(campus, "verified"), campus.submit()
    problem(campus.act(case, "reopen", receipt=other.receipt, reason="没有解决。"), 403, "receipt")
    problem(campus.act(case, "reopen", OFFICE, receipt=other.receipt, reason="没有解决。"),
            403, "receipt")


def test_a_reopened_case_starts_anew_with_a_new_notice(campus):
    case = reported(campus, "closed")
    campus.reopen(case)
    assert case.state == "submitted" and case.last["counters"]["reopened"] == 1
    assert "satisfaction" not in case.last and "closed_at" not in case.last
    campus.dispatch(case)
    assert case.last["notice"]["sequence"] == 2
    assert ok(campus.get("board"))["total"]["reopened"] == 1


def test_the_reporter_reopens_within_the_rulebooks_time_only(campus):
    client = campus.stack.client()
    late, soon = reported(campus, "closed"), reported(campus, "closed")
    recount.age(client, "c0", late.id, minutes=10080, seconds=1)
    recount.age(client, "c0", soon.id, minutes=10079)
    problem(campus.act(late, "reopen", receipt=late.receipt, reason="没有解决。"),
            409, "reopen_window")
    campus.reopen(soon)


def test_silence_closes_after_the_rulebooks_time_and_is_no_satisfaction(campus):
    case = reported(campus, "verified")
    recount.age(campus.stack.client(), "c0", case.id, minutes=4319)
    problem(campus.act(case, "close", OFFICE), 409, "too_early")
    recount.age(campus.stack.client(), "c0", case.id, minutes=1)
    campus.do(case, "close", OFFICE)
    assert case.last["satisfaction"] == {"word": "silent", "at": case.last["closed_at"]}
    month = moment(case.last["submitted_at"]).strftime("%Y-%m")
    board = ok(campus.get(f"board?period={month}"))["total"]
    assert board["silent"] == 1 and board.get("dissatisfied", 0) == 0
    assert board["satisfied"].get("numerator", 0) == 0


@pytest.mark.parametrize("kind", ["inspection", "directive"])
def test_nobody_is_waited_for_where_nobody_reported(campus, kind):
    case = campus.submit(OFFICE, kind=kind)
    campus.verify(campus.rectify(campus.sign(campus.dispatch(case), CATERING), CATERING))
    campus.do(case, "close", OFFICE)
    board = ok(campus.get("board"))["total"]
    assert case.state == "closed" and board.get("silent", 0) == 0
    assert board["solved"] == {"numerator": 1, "denominator": 1}


@pytest.mark.parametrize("kind", ["suggestion", "praise", "inquiry"])
def test_what_asks_for_an_answer_is_answered_and_closed(campus, kind):
    case = campus.submit(kind=kind, contact=CONTACT)
    campus.do(case, "answer", OFFICE, reply="感谢，已转告。")
    assert case.state == "verified" and case.last["answered_at"]
    assert ok(campus.get("receipt", receipt=case.receipt))["reply"] == "感谢，已转告。"
    assert campus.confirm(case).state == "closed"


@pytest.mark.parametrize("kind", ["complaint", "repair", "inspection", "directive"])
def test_a_complaint_is_not_answered_away(campus, kind):
    case = campus.submit(OFFICE, kind=kind)
    problem(campus.act(case, "answer", OFFICE, reply="知道了。"), 409, "kind")


# --- merging ---------------------------------------------------------------------------------

def test_a_merged_case_follows_its_parent(campus):
    parent, child = reported(campus, "dispatched"), campus.submit()
    ok(campus.request("POST", f"cases/{child.id}/support", STUDENT))
    campus.do(child, "merge", OFFICE, parent=parent.id, reason="同一事件。")
    assert child.state == "merged" and child.last["parent"] == parent.id
    refused = problem(campus.act(child, "confirm", receipt=child.receipt, rating=5), 409,
                      "merged")
    assert parent.id in refused["detail"] and parent.id in refused["detail_en"]
    seen = ok(campus.get(f"cases/{child.id}", receipt=child.receipt))
    assert seen["follows"]["id"] == parent.id and seen["follows"]["state"] == "dispatched"
    campus.sign(parent, CATERING)
    seen = ok(campus.get(f"cases/{child.id}", receipt=child.receipt))
    assert seen["follows"]["state"] == "rectifying"
    assert campus.case(parent)["counters"]["supporters"] == 2
    told = campus.history(parent)
    assert told["intact"] and told["events"][-2]["action"] == "merged_in"
    assert told["events"][-2]["related_case"] == child.id
    assert told["events"][-2]["action_name"] == "他件并入"
    assert campus.history(child)["events"][-1]["related_case"] == parent.id


def test_a_case_merged_into_a_merged_case_follows_the_last_of_them(campus):
    first, second, last = (campus.submit() for _ in range(3))
    campus.do(first, "merge", OFFICE, parent=second.id)
    campus.do(second, "merge", OFFICE, parent=last.id)
    campus.dispatch(last)
    seen = ok(campus.get(f"cases/{first.id}", receipt=first.receipt))
    assert (seen["follows"]["id"], seen["follows"]["state"]) == (last.id, "dispatched")
    reply = ok(campus.request("POST", f"cases/{first.id}/support", STUDENT))
    assert reply == {"case": last.id, "supporters": 3, "counted": True}


def test_a_case_is_merged_into_an_open_or_closed_case_only(campus):
    case = reported(campus, "submitted")
    before = stored(campus, case)
    for parent in (case.id, "261123-0000000", "x"):
        problem(campus.act(case, "merge", OFFICE, parent=parent), 422, "parent", "parent")
    assert stored(campus, case) == before
    for state in ("merged", "rejected", "withdrawn"):
        parent = campus.walk(state).id
        problem(campus.act(case, "merge", OFFICE, parent=parent), 422, "parent", "parent")
    for state in ("submitted", "dispatched", "rectifying", "rectified", "verified", "closed"):
        campus.do(campus.submit(), "merge", OFFICE, parent=campus.walk(state).id)


def test_an_officer_merges_into_cases_of_his_domains_only(campus):
    case, parent = campus.submit(), campus.submit(domain="transport")
    before = stored(campus, case)
    problem(campus.act(case, "merge", Actor("x", "office", "", "catering"), parent=parent.id),
            403, "domain", "parent")
    assert stored(campus, case) == before
    campus.do(case, "merge", OFFICE, parent=parent.id)


def test_two_cases_cannot_be_merged_into_each_other(campus):
    one, two = campus.submit(), campus.submit()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda pair: campus.act(pair[0], "merge", OFFICE,
                                                        parent=pair[1].id),
                                [(one, two), (two, one)]))
    assert sorted(reply.status_code for reply in replies) in ([200, 409], [200, 422])
    assert sorted([campus.case(one)["state"], campus.case(two)["state"]]) == [
        "merged", "submitted"]


# --- whose case it is ------------------------------------------------------------------------

def test_a_unit_acts_on_its_own_cases_only(campus):
    case = campus.walk("dispatched")
    for actor in (CONTRACTOR, ENERGY, Actor("nobody", "unit"), Actor("x", "unit", "catering")):
        problem(campus.act(case, "sign", actor, receiver="李主任"), 403, "other_unit")
    campus.do(case, "reassign", OFFICE, unit="contractor-food", reason="转承包单位。")
    problem(campus.act(case, "sign", CATERING, receiver="李主任"), 403, "other_unit")
    assert campus.sign(case, CONTRACTOR).state == "rectifying"


def test_reassigning_needs_another_unit_and_issues_a_new_notice(campus):
    case = campus.walk("rectifying")
    problem(campus.act(case, "reassign", OFFICE, unit="catering-centre", reason="不变。"),
            422, "same_unit")
    problem(campus.act(case, "reassign", OFFICE, unit="nobody", reason="转。"),
            422, "reference", "unit")
    problem(campus.act(case, "reassign", OFFICE, reason="转。"), 422, "required", "unit")
    campus.do(case, "reassign", OFFICE, unit="contractor-food", reason="转承包单位。")
    assert case.last["notice"]["sequence"] == 2 and case.last["notice"]["unit"] == (
        "contractor-food")
    assert case.last["notice"]["facts"] == "经核实，反映情况属实。"
    assert case.last["counters"]["reassigned"] == 1 and "signed_at" not in case.last
    assert "receiver" not in case.last["notice"]
    event = campus.history(case)["events"][-1]
    assert (event["action"], event["note"]) == ("reassign", "转承包单位。")


def test_reassigning_does_not_take_the_place_of_the_reporters_reason(campus):
    case = campus.walk("closed")
    campus.reopen(case)
    reason = case.last["reason"]
    campus.dispatch(case)
    campus.do(case, "reassign", OFFICE, unit="contractor-food", reason="转承包单位。")
    assert case.last["reason"] == reason == "问题没有真正解决。"
    fresh = campus.do(campus.walk("dispatched"), "reassign", OFFICE, unit="contractor-food",
                      reason="转承包单位。")
    assert "reason" not in fresh.last


@pytest.mark.parametrize("action,state,role", [
    (action, sorted(states)[0], role) for action, (states, actors, _) in TABLE.items()
    for role in ("office", "admin", "inspector", "leader") if role in actors])
def test_an_officer_acts_in_his_domains_only(campus, action, state, role):
    case = ready_for(campus, action, state)
    body = body_of(action, campus, case)
    for domains in ("transport", "transport,energy", "cater", "catering2"):
        problem(campus.act(case, action, Actor("of-others", role, "", domains), **body),
                403, "domain")
    ok(campus.act(case, action, Actor("of-ours", role, "", "energy, catering"), **body))


def test_urging_changes_nothing_but_the_history(campus):
    case = reported(campus, "rectifying")
    before = campus.case(case)
    campus.do(case, "urge", LEADER, reason="领导小组督办。")
    after = campus.case(case)
    for seen in (before, after):
        seen.pop("version"), seen.pop("updated_at")
    assert after == before
    assert campus.history(case)["events"][-1]["note"] == "领导小组督办。"


def test_an_officer_who_reported_it_himself_has_both_ways(campus):
    case = campus.submit(contact=CONTACT)
    campus.do(case, "withdraw", OFFICE, receipt=case.receipt, reason="误报。")
    event = campus.history(case)["events"][-1]
    assert (event["role"], event["user"]) == ("office", "office"), "on record as the officer"


def test_a_damaged_history_is_told(campus):
    case = reported(campus, "dispatched")
    client = campus.stack.client()
    key = f"sup:{{c0}}:events:{case.id}"
    good = client.lindex(key, 0)
    client.lset(key, 0, good.replace(b"submit", b"submiT"))
    told = campus.history(case)
    assert not told.get("intact")
    client.lset(key, 0, good)
    assert campus.history(case)["intact"] is True
    last = client.rpop(key)
    assert not campus.history(case).get("intact")
    client.rpush(key, last)
