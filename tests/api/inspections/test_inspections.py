"""Inspections over HTTP: submitted once, scored, reported, raised, acknowledged, seen.

Owns: what an inspection's endpoints take, refuse, answer and change.
Must not know: what an answer is worth (tests/unit/scoring/test_scoring.c, the plugins' tests).
"""
import datetime
import re
import uuid

import pytest

import recount
from checklists import Checklist, inspect, post_inspection
from harness import (ADMIN, CATERING, INSPECTOR, LEADER, OFFICE, STUDENT, TRANSPORT, Actor, ok,
                     problem, time_in, wait_for)

DAILY = Checklist("catering", "daily")
SAMPLES = Checklist("catering", "special_samples")
AGAIN = Checklist("catering", "reinspection")
VISIT = Checklist("catering", "unannounced")
COLD = "fs_keep_cold"  # a failure needs its reading alone, no photo
HOT = "qu_hot"


def counters(campus, name):
    client = campus.stack.client()
    found = client.hgetall(f"sup:{{c{campus.n}}}:{name}")
    return {key.decode(): int(value) for key, value in found.items()}


def failing(**fields):
    return SAMPLES.request(fail=[COLD], **fields)


# --- one report -----------------------------------------------------------------------------

def test_a_perfect_check_scores_a_hundred_and_explains_every_item(campus):
    report = inspect(campus, SAMPLES)
    score = report["score"]
    assert score["percent"] == 100 and score["grade"] == "a" and "cap" not in score
    assert [line["item"] for line in score["lines"]] == [i.code for i in SAMPLES.items]
    for line in score["lines"]:
        assert line["outcome"] == "full" and line["answer"] and line["answer_en"], line
        assert line["basis"] and line["text"] and line["text_en"]
    assert score["rulebook_digest"] == SAMPLES.digest
    assert score["rulebook_version"] == SAMPLES.book.version
    assert report["unit_name"] and report["template_name"] and report["domain_name"]


def test_reports_are_numbered_without_a_gap_and_found_where_location_says(campus):
    year = time_in()[:4]
    for n in (1, 2, 3):
        response = post_inspection(campus, DAILY.request())
        report = ok(response, 201)
        assert report["number"] == f"后勤检查〔{year}〕{n}号" and report["sequence"] == n
        assert response.headers["Location"] == f"/t0/inspections/{report['id']}"
        same = ok(campus.get(f"inspections/{report['id']}", INSPECTOR))
        assert same == report


def test_a_refused_check_takes_no_number(campus):
    problem(post_inspection(campus, DAILY.request(unit="nowhere")), 422, "reference", "unit")
    assert inspect(campus, DAILY)["sequence"] == 1


def test_a_retry_with_the_same_key_is_answered_by_the_same_report(campus):
    key = str(uuid.uuid4())
    body = DAILY.request(started_at=time_in(days=-1))
    first = ok(post_inspection(campus, body, key=key), 201)
    again = ok(post_inspection(campus, body, key=key), 201)
    assert again["id"] == first["id"] and again["number"] == first["number"]
    assert len(ok(campus.get("inspections", INSPECTOR))["inspections"]) == 1
    problem(post_inspection(campus, {**body, "summary": "别的"}, key=key), 422,
            "idempotency_key_reused")


def test_an_inspection_without_a_key_is_refused(campus):
    problem(campus.post("inspections", DAILY.request(), INSPECTOR), 400, "idempotency_key")


def test_a_report_is_never_changed_by_what_happens_later(campus):
    report = ok(post_inspection(campus, failing()), 201)
    ok(campus.post(f"inspections/{report['id']}/raise",
                   {"raise": {"item": COLD}, "signature": "王处长"}, OFFICE))
    ok(campus.post(f"inspections/{report['id']}/acknowledge", {"receiver": "李主任"}, CATERING))
    after = ok(campus.get(f"inspections/{report['id']}", INSPECTOR))
    assert after["digest"] == report["digest"]
    derived = {"acknowledgement", "raised_later", "proposed", "may_raise", "may_acknowledge"}
    assert {k: v for k, v in after.items() if k not in derived} == \
        {k: v for k, v in report.items() if k not in derived}


def test_a_retry_is_recognised_when_its_deadlines_have_passed_meanwhile(campus):
    by = time_in(seconds=5)
    key, body = str(uuid.uuid4()), failing(**{"raise": [{"item": COLD, "rectify_by": by}]})
    first = ok(post_inspection(campus, body, key=key), 201)
    wait_for(by)
    assert ok(post_inspection(campus, body, key=key), 201)["id"] == first["id"]
    problem(post_inspection(campus, body), 422, "value", "raise[0].rectify_by")


# --- who ------------------------------------------------------------------------------------

@pytest.mark.parametrize("actor", [None, STUDENT, LEADER])
def test_who_does_not_check_cannot_submit(campus, actor):
    problem(post_inspection(campus, DAILY.request(), actor), 403)


def test_a_unit_checks_itself_alone(campus):
    report = inspect(campus, DAILY, CATERING)
    assert "self_check" in report["tags"] and "internal" in report["tags"]
    other = Actor("other", "unit", "contractor-food")
    problem(post_inspection(campus, DAILY.request(), other), 403, "other_unit", "unit")
    problem(post_inspection(campus, VISIT.request(), CATERING), 403, "forbidden", "template")
    problem(post_inspection(campus, DAILY.request(tags=["covert_visit"]), CATERING), 422,
            "value", "tags")


def test_the_office_checks_itself_no_otherwise_than_any_unit_does(campus):
    office = Actor("office", "office", "logistics-office")
    report = ok(post_inspection(campus, DAILY.request(unit="logistics-office"), office), 201)
    assert "self_check" in report["tags"] and "may_acknowledge" not in report
    problem(post_inspection(campus, VISIT.request(unit="logistics-office"), office), 403,
            "forbidden", "template")
    # somebody else's report on it is acknowledged by whoever is of that unit
    body = DAILY.request(unit="logistics-office")
    report = ok(post_inspection(campus, body, INSPECTOR), 201)
    path = f"inspections/{report['id']}/acknowledge"
    problem(campus.post(path, {"receiver": "王"}, OFFICE), 403, "forbidden")
    assert ok(campus.post(path, {"receiver": "王处长"}, office))["acknowledgement"]


def test_an_inspector_of_another_domain_neither_submits_nor_sees(campus):
    report = inspect(campus, DAILY)
    foreign = Actor("bus", "inspector", domains="transport")
    problem(post_inspection(campus, DAILY.request(), foreign), 403, "domain", "domain")
    problem(campus.get(f"inspections/{report['id']}", foreign), 404, "not_found")
    assert ok(campus.get("inspections", foreign)) == {}


def test_only_the_unit_that_was_inspected_and_the_office_see_a_report(campus):
    report = inspect(campus, VISIT)
    for actor in (INSPECTOR, OFFICE, LEADER, ADMIN, CATERING):
        assert ok(campus.get(f"inspections/{report['id']}", actor))["id"] == report["id"]
        assert "covert_visit" in report["tags"]
    problem(campus.get(f"inspections/{report['id']}", TRANSPORT), 404, "not_found")
    for actor in (None, STUDENT):
        problem(campus.get(f"inspections/{report['id']}", actor), 403)
        problem(campus.get("inspections", actor), 403)


# --- what is refused ------------------------------------------------------------------------

@pytest.mark.parametrize("change, status, code, field", [
    ({"domain": "nothing"}, 422, "reference", "domain"),
    ({"template": "nothing"}, 422, "reference", "template"),
    ({"rulebook": "0" * 64}, 409, "rulebook_changed", "rulebook"),
    ({"rulebook": "abc"}, 422, "text_length", "rulebook"),
    ({"unit": ""}, 422, "required", "unit"),
    ({"unit": "transport-centre"}, 422, "reference", "unit"),
    ({"place": "nowhere"}, 422, "reference", "place"),
    ({"signature": ""}, 422, "required", "signature"),
    ({"started_at": "2020-01-01T00:00:00Z"}, 422, "value", "started_at"),
    ({"started_at": "2096-01-01T00:00:00Z"}, 422, "value", "started_at"),
    ({"tags": ["comprehensive", "partial"]}, 422, "value", "tags"),
    ({"tags": ["self_check"]}, 422, "value", "tags"),
    ({"participants": [{"name": "王同学"}]}, 422, "required", "participants[0].kind"),
    ({"participants": [{"kind": "students"}]}, 422, "required", "participants[0].name"),
    ({"case": "261123-7KQ4M2X"}, 422, "field_not_taken", "case"),
    ({"occurrence": "catering-daily.20260101.0"}, 422, "reference", "occurrence"),
    ({"answers": []}, 422, "required", "answers"),
    ({"raise": [{"item": "fs_core"}, {"item": "fs_core"}]}, 422, "value", "raise[1].item"),
    ({"raise": [{"item": "fs_core"}]}, 422, "value", "raise[0].item"),
    ({"raise": [{"item": "none_such"}]}, 422, "reference", "raise[0].item"),
    ({"raise": [{"item": "fs_core", "rectify_by": "2020-01-01T00:00:00Z"}]}, 422, "value",
     "raise[0].rectify_by"),
])
def test_a_wrong_field_is_named_and_nothing_is_stored(campus, change, status, code, field):
    before = sorted(campus.stack.client().keys())
    problem(post_inspection(campus, {**DAILY.request(), **change}), status, code, field)
    assert sorted(campus.stack.client().keys()) == before


def test_a_failure_without_its_evidence_is_refused(campus):
    body = DAILY.request(fail=["pr_marked"])  # asks for a photo
    at = [a["item"] for a in body["answers"]].index("pr_marked")
    problem(post_inspection(campus, body), 422, "required", f"answers[{at}].evidence")
    body["answers"][at]["evidence"] = ["ab" * 32]
    refused = problem(post_inspection(campus, body), 422, "reference")
    assert refused["field"].startswith(f"answers[{at}].evidence")


# --- cases and notices ----------------------------------------------------------------------

def test_a_failed_item_becomes_a_case_with_its_notice_in_one_go(campus):
    report = ok(post_inspection(campus, failing(**{"raise": [{"item": COLD}]},
                                                place="canteen-1", place_detail="后厨")), 201)
    assert "proposed" not in report
    [one] = report["raised"]
    case = campus.case(one["case"])
    assert case["state"] == "dispatched" and case["kind"] == "inspection"
    assert case["notice"]["number"] == one["notice_number"]
    assert case["found_by"] == report["id"] and case["item"] == COLD
    assert case["source"] == "check" and case["tags"] == report["tags"]
    assert case["unit"] == "catering-centre" and case["place"] == "canteen-1"
    assert case["category"] == SAMPLES.item(COLD).category
    assert case["notice"]["signer"] == "张检查" and case["notice"]["basis"]
    assert SAMPLES.item(COLD).text in case["notice"]["facts"]
    history = ok(campus.get(f"cases/{one['case']}/history", OFFICE))
    assert [e["action"] for e in history["events"]] == ["submit", "dispatch"]
    assert {e["related_inspection"] for e in history["events"]} == {report["id"]}
    assert history["intact"]


def test_notices_of_one_report_are_numbered_one_after_the_other(campus):
    campus.dispatch(campus.submit())
    report = ok(post_inspection(campus, SAMPLES.request(
        fail=[COLD, HOT], **{"raise": [{"item": COLD}, {"item": HOT}]})), 201)
    numbers = [re.search(r"(\d+)号", r["notice_number"])[1] for r in report["raised"]]
    assert numbers == ["2", "3"]
    case = campus.dispatch(campus.submit())
    assert case.last["notice"]["sequence"] == 4


def test_words_severity_and_deadline_of_a_raised_case_may_be_given(campus):
    by = time_in(days=3)
    report = ok(post_inspection(campus, failing(**{"raise": [{
        "item": COLD, "facts": "留样柜 15℃，门封老化。", "requirement": "更换门封。",
        "severity": "serious", "rectify_by": by}]})), 201)
    case = campus.case(report["raised"][0]["case"])
    assert case["severity"] == "serious" and case["deadlines"]["rectify_by"] == by
    assert case["notice"]["facts"] == "留样柜 15℃，门封老化。"
    assert case["notice"]["requirement"] == "更换门封。"


def test_an_items_own_time_to_fix_is_the_deadline(campus):
    report = ok(post_inspection(campus, failing(**{"raise": [{"item": COLD}]})), 201)
    case = campus.case(report["raised"][0]["case"])
    assert time_to_rectify(case) == datetime.timedelta(minutes=SAMPLES.item(COLD).fix_min)


def time_to_rectify(case):
    issued, by = (datetime.datetime.fromisoformat(case["notice"][name].replace("Z", "+00:00"))
                  for name in ("issued_at", "rectify_by"))
    return by - issued


def test_in_a_period_that_says_so_there_is_less_time_to_rectify(campus):
    """Of notices that a dispatch issues, and of those that an inspection does; not of a
    deadline that somebody set himself."""
    urgent = {"severity": "critical"}  # its deadline runs by the clock, not by working hours
    usual = time_to_rectify(campus.dispatch(campus.submit(), **urgent).last)
    today = time_in(hours=8)[:10]
    ok(campus.put("periods/open-week", {
        "name": "校园开放周", "kind": "event", "from": today, "to": today, "times": 1,
        "domains": ["catering"], "deadline_percent": 50}))
    assert time_to_rectify(campus.dispatch(campus.submit(), **urgent).last) == usual / 2
    by = time_in(days=9)
    told = campus.dispatch(campus.submit(), rectify_by=by).last
    assert told["notice"]["rectify_by"] == by
    report = ok(post_inspection(campus, failing(**{"raise": [{"item": COLD}]})), 201)
    case = campus.case(report["raised"][0]["case"])
    assert time_to_rectify(case) == datetime.timedelta(minutes=SAMPLES.item(COLD).fix_min / 2)
    report = ok(post_inspection(campus, failing()), 201)
    ok(campus.post(f"inspections/{report['id']}/raise",
                   {"raise": {"item": COLD}, "signature": "王处长"}, OFFICE))
    later = ok(campus.get(f"inspections/{report['id']}", OFFICE))["raised_later"][0]["case"]
    assert time_to_rectify(campus.case(later)) == time_to_rectify(case)


def test_a_self_check_raises_cases_that_wait_for_the_office(campus):
    report = ok(post_inspection(campus, failing(**{"raise": [{"item": COLD}]}), CATERING), 201)
    assert "notice_number" not in report["raised"][0]
    case = campus.case(report["raised"][0]["case"], CATERING)
    assert case["state"] == "submitted" and "self_check" in case["tags"]
    assert ok(campus.act(case["id"], "dispatch", OFFICE, facts="属实。", requirement="整改。",
                         signer="王处长"))["state"] == "dispatched"


def test_what_was_not_raised_is_proposed_and_can_be_raised_once(campus):
    report = ok(post_inspection(campus, failing()), 201)
    assert report["proposed"] == [COLD] and report["may_raise"]
    path = f"inspections/{report['id']}/raise"
    body = {"raise": {"item": COLD}, "signature": "王处长"}
    problem(campus.post(path, body, CATERING), 403)
    problem(campus.post(path, {"signature": "王处长"}, OFFICE), 422, "required", "raise")
    problem(campus.post(path, {"raise": {"item": HOT}, "signature": "王"}, OFFICE), 409,
            "raised", "raise.item")
    after = ok(campus.post(path, body, OFFICE))
    assert "proposed" not in after and after["raised_later"][0]["item"] == COLD
    case = campus.case(after["raised_later"][0]["case"])
    assert case["state"] == "dispatched" and case["notice"]["signer"] == "王处长"
    problem(campus.post(path, body, OFFICE), 409, "raised")


def test_the_public_sees_nothing_of_a_raised_case(campus):
    report = ok(post_inspection(campus, failing(**{"raise": [{"item": COLD}]})), 201)
    case = ok(campus.get(f"cases/{report['raised'][0]['case']}"))
    assert not {"found_by", "item", "text", "notice", "attachments", "tags"} & set(case)
    history = ok(campus.get(f"cases/{case['id']}/history"))
    assert all("related_inspection" not in event for event in history["events"])


def test_what_inspections_found_is_no_similar_case_of_the_publics(campus):
    report = ok(post_inspection(campus, failing(
        **{"raise": [{"item": COLD}]}, place="canteen-1")), 201)
    category = campus.case(report["raised"][0]["case"])["category"]
    query = f"cases/similar?domain=catering&place=canteen-1&category={category}"
    assert ok(campus.get(query)) == {}
    mine = campus.submit(place="canteen-1", category=category)
    assert [case["id"] for case in ok(campus.get(query))["cases"]] == [mine.id]


# --- re-inspection --------------------------------------------------------------------------

def fixed(campus):
    report = ok(post_inspection(campus, failing(**{"raise": [{"item": COLD}]})), 201)
    case = report["raised"][0]["case"]
    ok(campus.act(case, "sign", CATERING, receiver="李主任"))
    ok(campus.act(case, "rectify", CATERING, measures="已维修留样柜。"))
    return case


def again(case, answer, **fields):
    return {"domain": "catering", "template": "reinspection", "rulebook": AGAIN.digest,
            "case": case, "signature": "张检查", "answers": [answer], **fields}


def test_a_passed_reinspection_verifies_its_case(campus):
    case = fixed(campus)
    report = ok(post_inspection(campus, again(case, {"item": COLD, "values": [5]})), 201)
    assert report["passed"] and report["unit"] == "catering-centre"
    after = campus.case(case)
    assert after["state"] == "verified" and report["number"] in after["finding"]["text"]
    last = ok(campus.get(f"cases/{case}/history", OFFICE))["events"][-1]
    assert last["action"] == "verify" and last["related_inspection"] == report["id"]


def test_a_failed_reinspection_returns_its_case_and_raises_no_other(campus):
    case = fixed(campus)
    body = again(case, {"item": COLD, "values": [15], "note": "仍为 15℃。"})
    problem(post_inspection(campus, {**body, "raise": [{"item": COLD}]}), 422,
            "field_not_taken", "raise")
    report = ok(post_inspection(campus, body), 201)
    assert "passed" not in report and "proposed" not in report
    assert campus.case(case)["state"] == "rectifying"
    # the same item failed again: it weighs more the next time
    report = ok(post_inspection(campus, failing()), 201)
    line = next(l for l in report["score"]["lines"] if l["item"] == COLD)
    assert line["repeats"] == 2 and line["factor"] == SAMPLES.book.scoring.repeat_factor


def test_what_a_unit_finds_of_itself_weighs_no_more_the_next_time(campus):
    ok(post_inspection(campus, failing(), CATERING), 201)
    report = ok(post_inspection(campus, failing()), 201)
    line = next(l for l in report["score"]["lines"] if l["item"] == COLD)
    assert "repeats" not in line and line["factor"] == 1


def test_a_reinspection_answers_the_item_that_failed(campus):
    case = fixed(campus)
    problem(post_inspection(campus, again(case, {"item": HOT, "values": [65]})), 422, "required",
            "answers")
    problem(post_inspection(campus, again(case, {"item": COLD, "result": "not_applicable"})), 422,
            "required", "answers")
    assert campus.case(case)["state"] == "rectified"


def test_a_reinspection_obeys_the_life_cycle(campus):
    report = ok(post_inspection(campus, failing(**{"raise": [{"item": COLD}]})), 201)
    case = report["raised"][0]["case"]
    problem(post_inspection(campus, again(case, {"item": COLD, "values": [5]})), 409, "state",
            "case")
    fixer = Actor("catering", "inspector", "catering-centre")  # whoever fixed it
    ok(campus.act(case, "sign", CATERING, receiver="李主任"))
    ok(campus.act(case, "rectify", CATERING, measures="已维修。"))
    problem(post_inspection(campus, again(case, {"item": COLD, "values": [5]}), fixer), 403,
            "fixer_verifies", "case")
    problem(post_inspection(campus, again("261123-7KQ4M2X", {"item": COLD, "values": [5]})), 422,
            "reference", "case")


# --- acknowledging --------------------------------------------------------------------------

def test_the_unit_acknowledges_its_report_once(campus):
    report = inspect(campus, DAILY)
    path = f"inspections/{report['id']}/acknowledge"
    assert ok(campus.get(f"inspections/{report['id']}", CATERING))["may_acknowledge"]
    problem(campus.post(path, {"receiver": "李"}, INSPECTOR), 403)
    problem(campus.post(path, {"receiver": "李"}, TRANSPORT), 404)
    problem(campus.post(path, {}, CATERING), 422, "required", "receiver")
    after = ok(campus.post(path, {"receiver": "李主任", "comment": "已传达。"}, CATERING))
    assert after["acknowledgement"]["receiver"] == "李主任"
    problem(campus.post(path, {"receiver": "李主任"}, CATERING), 409, "acknowledged")


def test_a_unit_does_not_acknowledge_its_own_check(campus):
    report = inspect(campus, DAILY, CATERING)
    problem(campus.post(f"inspections/{report['id']}/acknowledge", {"receiver": "李"}, CATERING),
            403, "forbidden")


# --- lists ----------------------------------------------------------------------------------

def ids(campus, query="", actor=INSPECTOR):
    return [i["id"] for i in
            ok(campus.get(f"inspections{query}", actor)).get("inspections", [])]


def test_lists_are_newest_first_and_filter_by_what_members_tell(campus):
    bus = Checklist("transport", "comprehensive")
    made = [inspect(campus, DAILY)["id"], inspect(campus, VISIT)["id"],
            inspect(campus, bus)["id"]]
    assert ids(campus) == made[::-1]
    assert ids(campus, "?domain=catering") == made[1::-1]
    assert ids(campus, "?check=unannounced") == [made[1]]
    assert ids(campus, "?unit=transport-centre") == [made[2]]
    assert ids(campus, actor=CATERING) == made[1::-1]
    assert ids(campus, f"?from={time_in(hours=1)}") == []
    assert ids(campus, f"?from={time_in(hours=-1)}&to={time_in(hours=1)}") == made[::-1]
    problem(campus.get("inspections?unit=transport-centre", CATERING), 403, "other_unit", "unit")
    problem(campus.get("inspections?domain=nothing", INSPECTOR), 422, "reference", "domain")
    problem(campus.get("inspections?limit=101", INSPECTOR), 422, "value", "limit")


def test_a_page_reads_a_bounded_number_of_reports_and_goes_on(campus):
    made = [inspect(campus, DAILY)["id"] for _ in range(27)]
    first = ok(campus.get("inspections?limit=100", INSPECTOR))
    assert len(first["inspections"]) == 25
    second = ok(campus.get(f"inspections?limit=100&cursor={first['next_cursor']}", INSPECTOR))
    assert [i["id"] for i in first["inspections"] + second["inspections"]] == made[::-1]


def test_a_list_goes_on_where_its_cursor_says(campus):
    made = [inspect(campus, DAILY)["id"] for _ in range(5)]
    first = ok(campus.get("inspections?limit=2", INSPECTOR))
    assert "lines" not in first["inspections"][0]["score"]
    assert "answers" not in first["inspections"][0]
    second = ok(campus.get(f"inspections?limit=2&cursor={first['next_cursor']}", INSPECTOR))
    third = ok(campus.get(f"inspections?limit=2&cursor={second['next_cursor']}", INSPECTOR))
    seen = [i["id"] for page in (first, second, third) for i in page["inspections"]]
    assert seen == made[::-1] and "next_cursor" not in third
    problem(campus.get(f"inspections?limit=2&domain=catering&cursor={first['next_cursor']}",
                       INSPECTOR), 400, "cursor", "cursor")


# --- figures --------------------------------------------------------------------------------

def test_inspections_of_the_office_count_for_the_standing_and_self_checks_do_not(campus):
    inspect(campus, DAILY)
    inspect(campus, DAILY, CATERING)
    inspect(campus, DAILY, skip=[item.code for item in DAILY.items])  # nothing applied
    figures = counters(campus, f"figures:catering-centre:{time_in(hours=8)[:7]}")
    assert figures["catering.inspections"] == 1
    assert figures["catering.percent_sum"] == 10000
    recount.check(campus.stack.client(), "c0")


def test_every_index_counter_number_and_case_follows_from_the_reports(campus):
    for actor in (INSPECTOR, CATERING):
        report = ok(post_inspection(campus, SAMPLES.request(
            fail=[COLD, HOT], **{"raise": [{"item": COLD}]}), actor), 201)
        ok(campus.post(f"inspections/{report['id']}/raise",
                       {"raise": {"item": HOT}, "signature": "王处长"}, OFFICE))
    case = fixed(campus)
    ok(post_inspection(campus, again(case, {"item": COLD, "values": [15], "note": "x"})), 201)
    read = recount.check(campus.stack.client(), "c0")
    assert len(read.inspections) == 4 and len(read.records) == 5


# --- the page -------------------------------------------------------------------------------

def test_the_printed_report_says_all_that_was_found(campus):
    report = ok(post_inspection(campus, failing(
        **{"raise": [{"item": COLD}]}, summary="总体较好 <b>&",
        participants=[{"kind": "students", "name": "王同学", "organisation": "学生会"}])), 201)
    response = campus.get(f"inspections/{report['id']}/report.html", CATERING)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    page = response.text
    for text in (report["number"], "检查报告", "张检查", "王同学", "学生会", "学生代表",
                 report["raised"][0]["notice_number"], report["digest"],
                 SAMPLES.item(COLD).text, "总体较好 &lt;b&gt;&amp;", report["unit_name"],
                 "邀请参与", SAMPLES.digest):
        assert text in page, text
    assert "style=" not in page and "<script" not in page
    problem(campus.get(f"inspections/{report['id']}/report.html", TRANSPORT), 404)
