"""The ledger of directives: registered, reported on, urged, listed.

Owns: what a directive must say, progress by milestone, supervision states over HTTP, who sees it.
Must not know: how a case is stored.
"""
import pytest

import recount
from harness import (ADMIN, CATERING, ENERGY, INSPECTOR, LEADER, OFFICE, STUDENT, day, ledger, ok,
                     problem)


def directive(campus, actor=OFFICE, dispatched=True, **changes):
    case = campus.submit(actor, kind="directive", text="", category="raw_materials",
                         ledger=ledger(**changes))
    return campus.dispatch(case, unit="catering-centre") if dispatched else case


def rows(campus, actor=OFFICE, **params):
    return ok(campus.get("directives", actor, params=params)).get("rows", [])


def milestones(*days):
    return [{"name": f"节点{n}", "due": day(d)} for n, d in enumerate(days, 1)]


# --- registered --------------------------------------------------------------------------------

def test_a_directive_says_who_decided_what_when_and_who_answers_for_it(campus):
    case = directive(campus, dispatched=False)
    seen = campus.case(case)
    assert seen["kind"] == "directive" and seen["text"] == ledger()["decided"]
    entry = seen["ledger"]
    assert {k: entry[k] for k in ("source", "meeting", "met_on", "decided", "owner")} == {
        k: v for k, v in ledger().items() if k != "milestones"}
    assert entry["milestones"] == [
        {"name": "完成招标", "due": day(-3), "days_late": 3}, {"name": "完成检修", "due": day(30)}]
    assert (entry["supervision"], entry["milestones_late"], entry["days_late"]) == ("late", 1, 3)
    recount.check(campus.stack.client(), "c0")


@pytest.mark.parametrize("actor", [OFFICE, INSPECTOR, LEADER, ADMIN])
def test_whoever_oversees_registers_one(campus, actor):
    assert directive(campus, actor, dispatched=False).state == "submitted"


@pytest.mark.parametrize("actor", [None, STUDENT, CATERING])
def test_nobody_else_registers_one(campus, actor):
    problem(campus.post("cases", {"kind": "directive", "domain": "catering",
                                  "ledger": ledger()}, actor), 403, "forbidden", "kind")


@pytest.mark.parametrize("changes, code, field", [
    ({"source": None}, "required", "source"),
    ({"meeting": ""}, "required", "meeting"), ({"meeting": "会" * 101}, "text_length", "meeting"),
    ({"met_on": ""}, "required", "met_on"), ({"met_on": "2026-02-30"}, "value", "met_on"),
    ({"met_on": "昨天"}, "value", "met_on"), ({"met_on": "DAY+1"}, "value", "met_on"),
    ({"met_on": "DAY-3700"}, "value", "met_on"),
    ({"decided": " "}, "required", "decided"),
    ({"decided": "定" * 2001}, "text_length", "decided"),
    ({"owner": ""}, "required", "owner"), ({"owner": "张" * 41}, "text_length", "owner"),
    ({"owner": "张\u0007"}, "text_content", "owner"),
    ({"milestones": []}, "required", "milestones"),
    ({"milestones": [{"name": "完成", "due": "DAY+1"}] * 21}, "value", "milestones"),
    ({"milestones": [{"name": "", "due": "DAY+1"}]}, "required", "milestones[0].name"),
    ({"milestones": [{"name": "完", "due": "DAY+1"}, {"name": "成"}]}, "required",
     "milestones[1].due"),
    ({"milestones": [{"name": "完" * 101, "due": "DAY+1"}]}, "text_length",
     "milestones[0].name"),
    ({"milestones": [{"name": "完成", "due": "2026-13-01"}]}, "value", "milestones[0].due"),
    ({"milestones": [{"name": "完成", "due": "2027-02-29"}]}, "value", "milestones[0].due"),
    ({"milestones": [{"name": "完成", "due": "DAY-21"}]}, "value", "milestones[0].due"),
    ({"milestones": [{"name": "二", "due": "DAY+9"}, {"name": "一", "due": "DAY+8"}]}, "value",
     "milestones[1].due"),
    ({"milestones": [{"name": "完成", "due": "DAY+3700"}]}, "value", "milestones[0].due")])
def test_a_ledger_that_cannot_be_is_refused_and_nothing_stored(campus, changes, code, field):
    def dated(value):
        if isinstance(value, list):
            return [dated(v) for v in value]
        if isinstance(value, dict):
            return {k: dated(v) for k, v in value.items()}
        return day(int(value[3:])) if isinstance(value, str) and value[:3] == "DAY" else value
    body = {k: dated(v) for k, v in {**ledger(), **changes}.items() if v is not None}
    problem(campus.post("cases", {"kind": "directive", "domain": "catering", "ledger": body},
                        OFFICE), 422, code, f"ledger.{field}")
    assert not recount.check(campus.stack.client(), "c0").records


def test_only_a_directive_has_a_ledger_and_it_must_have_one(campus):
    problem(campus.post("cases", {"kind": "directive", "domain": "catering", "text": "整改"},
                        OFFICE), 422, "required", "ledger")
    problem(campus.post("cases", {"kind": "inspection", "domain": "catering", "text": "整改",
                                  "ledger": ledger()}, OFFICE), 422, "field_not_taken", "ledger")
    problem(campus.post("cases", {"kind": "complaint", "domain": "catering", "text": "",
                                  "ledger": ledger()}), 422, "field_not_taken", "ledger")


def test_nobody_writes_into_the_ledger_what_the_server_keeps(campus):
    for field, value in (("urges", 3), ("supervision", "done"), ("days_late", 1)):
        problem(campus.post("cases", {"kind": "directive", "domain": "catering",
                                      "ledger": {**ledger(), field: value}}, OFFICE), 400,
                "unknown_field", f"ledger.{field}")
    problem(campus.post("cases", {"kind": "directive", "domain": "catering", "ledger": ledger(
        milestones=[{"name": "完成", "due": day(), "reached": day()}])}, OFFICE), 400,
            "unknown_field")


def test_twenty_milestones_of_one_day_are_taken(campus):
    case = directive(campus, milestones=milestones(*[5] * 20))
    assert len(case.last["ledger"]["milestones"]) == 20


# --- its deadline ------------------------------------------------------------------------------

def test_it_is_to_be_carried_out_by_the_end_of_its_last_milestones_day(campus):
    case = directive(campus)
    ends = f"{day(30)}T15:59:59Z"  # 23:59:59 on the campus
    assert case.last["deadlines"]["rectify_by"] == case.last["notice"]["rectify_by"] == ends
    case = directive(campus, milestones=milestones(0))
    assert case.last["deadlines"]["rectify_by"] == f"{day()}T15:59:59Z"
    assert case.last["deadlines"]["sign_by"] <= case.last["deadlines"]["rectify_by"]


def test_the_office_or_the_rulebook_says_when_that_day_is_past(campus):
    late = directive(campus, milestones=milestones(-1))
    assert late.last["deadlines"]["rectify_by"] > f"{day()}T"
    case = campus.submit(OFFICE, kind="directive")
    campus.dispatch(case, rectify_by=f"{day(9)}T04:00:00Z")
    assert case.last["deadlines"]["rectify_by"] == f"{day(9)}T04:00:00Z"


# --- progress ----------------------------------------------------------------------------------

def test_the_unit_reports_a_milestone_reached(campus):
    case = directive(campus)
    campus.progress(case, CATERING, 1, reached=day(-1), note="招标已完成。")
    assert case.state == "dispatched"
    entry = case.last["ledger"]
    first = entry["milestones"][0]
    assert (first["reached"], first["note"], first["by"], first["days_late"]) == (
        day(-1), "招标已完成。", "catering", 2)
    assert (entry["milestones_reached"], entry["milestones_late"], entry["days_late"]) == (1, 1, 2)
    assert entry["supervision"] == "on_track"
    event = campus.history(case)["events"][-1]
    assert (event["action"], event["action_name"], event["milestone"], event["reached"],
            event["note"]) == ("progress", "报告进展", 1, day(-1), "招标已完成。")
    recount.check(campus.stack.client(), "c0")


def test_a_milestone_is_not_reached_twice(campus):
    case = directive(campus)
    campus.progress(case, CATERING, 1)
    before = campus.case(case)
    problem(campus.act(case, "progress", CATERING, milestone=1, reached=day(), note="又一次"),
            409, "milestone_reached", "milestone")
    assert campus.case(case) == before
    campus.progress(case, CATERING, 2)
    problem(campus.act(case, "progress", CATERING, milestone=2, reached=day(), note="又一次"),
            409, "milestone_reached")


@pytest.mark.parametrize("fields, code, field", [
    ({"milestone": 3}, "reference", "milestone"), ({"milestone": 0}, "required", "milestone"),
    ({"reached": "DAY+1"}, "value", "reached"), ({"reached": "DAY-21"}, "value", "reached"),
    ({"reached": "2026-02-29"}, "value", "reached"), ({"reached": "前天"}, "value", "reached"),
    ({"reached": ""}, "required", "reached"), ({"note": ""}, "required", "note"),
    ({"note": "好" * 501}, "text_length", "note"),
    ({"evidence": ["x"]}, "value", "evidence[0]")])
def test_progress_that_cannot_be_is_refused(campus, fields, code, field):
    case = directive(campus)
    before = campus.case(case)
    fields = {k: day(int(v[3:])) if isinstance(v, str) and v[:3] == "DAY" else v
              for k, v in fields.items()}
    problem(campus.act(case, "progress", CATERING, **{
        "milestone": 1, "reached": day(), "note": "完成", **fields}), 422, code, field)
    assert campus.case(case) == before


def test_progress_was_possible_on_the_day_of_the_meeting_and_out_of_order(campus):
    case = directive(campus)
    campus.progress(case, CATERING, 2, reached=day(-20))
    assert [m.get("reached") for m in case.last["ledger"]["milestones"]] == [None, day(-20)]


def test_only_the_unit_that_has_it_reports_progress(campus):
    case = directive(campus)
    for actor, code in ((ENERGY, "other_unit"), (OFFICE, "role"), (LEADER, "role"),
                        (INSPECTOR, "role"), (None, "role")):
        problem(campus.act(case, "progress", actor, milestone=1, reached=day(), note="完成"),
                403, code)
    waiting = directive(campus, dispatched=False)
    problem(campus.act(waiting, "progress", CATERING, milestone=1, reached=day(), note="完成"),
            409, "state")


def test_other_cases_have_no_progress(campus):
    case = campus.walk("rectifying")
    problem(campus.act(case, "progress", CATERING, milestone=1, reached=day(), note="完成"),
            409, "kind")
    assert "progress" not in {a["action"] for a in campus.case(case, CATERING)[
        "allowed_actions"]}


def test_it_is_not_carried_out_before_its_milestones_are_reached(campus):
    case = campus.sign(directive(campus), CATERING)

    def offered():
        return {a["action"] for a in campus.case(case, CATERING)["allowed_actions"]}
    assert "progress" in offered() and "rectify" not in offered()
    refused = problem(campus.act(case, "rectify", CATERING, measures="已落实"), 409,
                      "milestones_open")
    assert refused["current_state"] == "rectifying"
    campus.progress(case, CATERING, 1)
    problem(campus.act(case, "rectify", CATERING, measures="已落实"), 409, "milestones_open")
    campus.progress(case, CATERING, 2)
    assert "progress" not in offered() and "rectify" in offered()
    campus.rectify(case, CATERING)
    assert case.last["ledger"]["supervision"] == "on_track"
    campus.verify(case)
    assert case.last["ledger"]["supervision"] == "done"
    campus.do(case, "close", OFFICE)
    assert case.last["ledger"]["supervision"] == "done"
    recount.check(campus.stack.client(), "c0")


def test_what_waits_for_progress_is_the_units_duty(campus):
    case = campus.sign(directive(campus), CATERING)
    mine = ok(campus.get("cases", CATERING, params={"mine": "true"}))["cases"]
    assert [k["id"] for k in mine] == [case.id]


# --- urging ------------------------------------------------------------------------------------

def test_urged_means_urged_since_the_last_progress(campus):
    case = directive(campus)
    for times in (1, 2):
        campus.do(case, "urge", LEADER, reason="请加快进度。")
        assert (case.last["ledger"]["urges"], case.last["ledger"]["supervision"]) == (
            times, "urged")
    campus.progress(case, CATERING, 1)
    assert "urges" not in case.last["ledger"]
    assert case.last["ledger"]["supervision"] == "on_track"
    campus.do(campus.sign(case, CATERING), "urge", OFFICE, reason="请加快进度。")
    assert case.last["ledger"]["supervision"] == "urged"
    campus.rectify(case, CATERING)
    assert case.last["ledger"]["supervision"] == "on_track"
    recount.check(campus.stack.client(), "c0")


def test_another_unit_that_takes_over_was_not_urged(campus):
    case = directive(campus)
    campus.do(case, "urge", LEADER, reason="请加快进度。")
    campus.do(case, "reassign", OFFICE, unit="contractor-food", reason="改由合作企业办理。")
    assert "urges" not in case.last["ledger"]
    assert [r["unit"] for r in rows(campus)] == ["contractor-food"]
    assert rows(campus, CATERING) == []
    recount.check(campus.stack.client(), "c0")


def test_urging_leaves_other_cases_as_they_are(campus):
    case = campus.do(campus.walk("rectifying"), "urge", LEADER, reason="请加快进度。")
    assert "ledger" not in case.last


# --- the ledger --------------------------------------------------------------------------------

def test_the_ledger_lists_directives_alone_the_newest_first(campus):
    campus.walk("dispatched")
    first, second = directive(campus, owner="李处长"), directive(campus, dispatched=False)
    campus.do(first, "urge", LEADER, reason="请加快进度。")
    campus.progress(first, CATERING, 2, reached=day(), note="提前完成。")
    campus.do(first, "urge", LEADER, reason="招标呢？")
    seen = rows(campus, LEADER)
    assert [r["case"] for r in seen] == [second.id, first.id]
    row = seen[1]
    assert (row["unit"], row["unit_name"], row["domain"], row["state"]) == (
        "catering-centre", first.last["unit_name"], "catering", "dispatched")
    assert row["rectify_by"] == first.last["deadlines"]["rectify_by"]
    entry = row["ledger"]
    assert (entry["owner"], entry["supervision"], entry["urges"], entry["milestones_reached"],
            entry["milestones_late"], entry["days_late"], len(entry["milestones"])) == (
        "李处长", "urged", 1, 1, 1, 3, 2)
    assert "note" not in entry["milestones"][1]


def test_the_ledger_is_filtered_by_where_a_directive_stands(campus):
    late = directive(campus)
    fresh = directive(campus, milestones=milestones(5))
    begun = campus.sign(directive(campus, milestones=milestones(5)), CATERING)
    urged = campus.do(directive(campus), "urge", LEADER, reason="请加快进度。")
    done = campus.verify(campus.rectify(campus.sign(directive(campus), CATERING), CATERING))
    dropped = campus.do(directive(campus, dispatched=False), "reject", OFFICE, reason="重复登记。")
    for state, case in (("late", late), ("not_started", fresh), ("on_track", begun),
                        ("urged", urged), ("done", done)):
        assert [r["case"] for r in rows(campus, supervision=state)] == [case.id], state
    seen = {r["case"]: r for r in rows(campus)}
    assert len(seen) == 6 and "supervision" not in seen[dropped.id]["ledger"]


def test_the_ledger_is_filtered_by_domain_and_unit(campus):
    one = directive(campus)
    two = campus.submit(OFFICE, kind="directive", domain="energy")
    assert [r["case"] for r in rows(campus, domain="energy")] == [two.id]
    assert [r["case"] for r in rows(campus, unit="catering-centre")] == [one.id]
    assert rows(campus, unit="energy-centre", domain="catering") == []
    problem(campus.get("directives", OFFICE, params={"domain": "library"}), 422, "reference",
            "domain")
    problem(campus.get("directives", OFFICE, params={"unit": "../x"}), 422, "reference", "unit")
    problem(campus.get("directives", OFFICE, params={"supervision": "lost"}), 400, "enum",
            "supervision")
    problem(campus.get("directives", OFFICE, params={"limit": "101"}), 422, "value", "limit")


def test_the_ledger_is_read_page_by_page(campus):
    made = [directive(campus, dispatched=False).id for _ in range(7)]
    for params in ({}, {"supervision": "late"}):
        seen, cursor = [], ""
        while True:
            page = ok(campus.get("directives", OFFICE,
                                 params={"limit": 3, "cursor": cursor, **params}))
            seen += [r["case"] for r in page.get("rows", [])]
            cursor = page.get("next_cursor", "")
            if not cursor:
                break
            assert len(page["rows"]) == 3
        assert seen == made[::-1]
    cursor = ok(campus.get("directives", OFFICE, params={"limit": 3}))["next_cursor"]
    problem(campus.get("directives", OFFICE, params={"cursor": cursor, "domain": "catering"}),
            400, "cursor")
    problem(campus.get("cases", OFFICE, params={"cursor": cursor}), 400, "cursor")


def test_a_unit_sees_its_own_directives_once_they_are_dispatched(campus):
    case = directive(campus, dispatched=False)
    assert rows(campus, CATERING) == []
    campus.dispatch(case)
    assert [r["case"] for r in rows(campus, CATERING)] == [case.id]
    assert rows(campus, ENERGY) == []
    problem(campus.get("directives", CATERING, params={"unit": "energy-centre"}), 403,
            "other_unit", "unit")


@pytest.mark.parametrize("actor", [None, STUDENT])
def test_the_public_sees_nothing_of_the_ledger(campus, actor):
    case = campus.progress(directive(campus), CATERING, 1)
    assert campus.get("directives", actor).status_code == 403
    seen = ok(campus.get(f"cases/{case.id}", actor))
    assert "ledger" not in seen and "text" not in seen
    for event in ok(campus.get(f"cases/{case.id}/history", actor))["events"]:
        assert not {"milestone", "reached", "note", "user"} & set(event)


def test_who_reported_a_milestone_is_not_told_by_the_receipt(campus):
    case = campus.progress(directive(campus), CATERING, 1)
    seen = ok(campus.get("receipt", receipt=case.receipt))["ledger"]
    assert seen["milestones"][0]["reached"] == day() and "by" not in seen["milestones"][0]


def test_a_reply_kept_since_yesterday_is_not_the_one_of_today(campus):
    """Lateness goes by the day: it stands in the entity tag."""
    one = campus.get(f"cases/{directive(campus).id}", OFFICE)
    tag = one.headers["ETag"]
    again = campus.get(f"cases/{one.json()['id']}", OFFICE, headers={"If-None-Match": tag})
    assert again.status_code == 304
    other = campus.get(f"cases/{campus.submit().id}", OFFICE).headers["ETag"]
    assert tag.split("-")[4] != "0\"" and other.split("-")[4] == "0\""


def test_a_form_cannot_say_which_milestone_a_field_is_of(campus):
    reply = campus.request("POST", "cases", OFFICE, data={
        "kind": "directive", "domain": "catering", "ledger.source": "superior",
        "ledger.milestones.name": "完成", "ledger.milestones.due": day(3)})
    assert reply.status_code in (400, 422), reply.text
    assert not recount.check(campus.stack.client(), "c0").records
