"""Checklists of the eight shipped rulebooks over HTTP, and answers scored without a report.

Owns: each template answered perfectly and completely wrong; every mistake with its field.
Must not know: the arithmetic (tests/unit/core/test_score.c), single rules of a domain.
"""
import copy

import pytest
from google.protobuf import json_format

import answers
import checklists  # noqa: F401  (finds the generated schema)
import harness
from harness import CATERING, CONTRACTOR, INSPECTOR, LEADER, OFFICE, STUDENT, ok, problem
from harness_fixtures import watched
from supervision.v1 import scoring_pb2

DOMAINS = ("catering", "dormitory", "property", "energy", "transport", "procurement", "repair",
           "decision")


@pytest.fixture(scope="module")
def eight():
    """Servers with all eight domains, and a campus that these tests only read."""
    stack = harness.Stack(plugins="".join(f"    supervision_plugin {name};\n"
                                          for name in DOMAINS))
    try:
        stack.wait_ready()
        yield harness.Campus(stack).prepare()
    finally:
        stack.close()


@pytest.fixture
def campus(eight):
    for _ in watched(eight.stack):
        yield eight


def checklist(campus, domain="catering", template=None):
    if template is None:
        template = next(one["template"] for one in lists(campus, domain)
                        if one["check"] == "comprehensive")
    return ok(campus.get(f"checklists/{domain}/{template}", INSPECTOR))


def lists(campus, domain=None):
    return ok(campus.get("checklists" + (f"?domain={domain}" if domain else ""),
                         INSPECTOR))["checklists"]


def score(campus, domain, body, actor=INSPECTOR):
    return campus.post(f"checklists/{domain}/score", body, actor)


# --- lists and checklists -------------------------------------------------------------------

def test_every_domain_has_checklists_and_they_can_be_asked_for_alone(campus):
    every = lists(campus)
    assert {one["domain"] for one in every} == set(DOMAINS)
    for domain in DOMAINS:
        own = lists(campus, domain)
        assert own == [one for one in every if one["domain"] == domain]
        assert {"comprehensive", "reinspection"} <= {one["check"] for one in own}, domain
    problem(campus.get("checklists?domain=library", OFFICE), 422, "reference", "domain")


def test_a_checklist_brings_all_that_its_items_refer_to(campus):
    for entry in lists(campus):
        one = checklist(campus, entry["domain"], entry["template"])
        found = list(answers.items(one))
        assert len(found) == entry["items"] > 0
        assert one["template"]["code"] == entry["template"]
        assert one["scoring"]["grades"] and one["version"] and len(one["digest"]) == 64
        bases = {basis["code"] for basis in one["bases"]}
        categories = {category["code"] for category in one["categories"]}
        wanted = {basis for item in found for basis in item["basis"]}
        assert wanted <= bases and {item["category"] for item in found} == categories
        assert bases <= wanted | {one["scoring"].get("basis")}
        assert "patterns" not in one


def test_a_checklist_is_not_sent_again_while_the_rulebook_is_the_same(campus):
    path = "checklists/catering/" + lists(campus, "catering")[0]["template"]
    first = campus.get(path, INSPECTOR)
    again = campus.get(path, INSPECTOR, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    other = "checklists/catering/" + lists(campus, "catering")[1]["template"]
    assert campus.get(other, INSPECTOR).headers["ETag"] != first.headers["ETag"]


def test_checklists_are_for_staff(campus):
    for path in ("checklists", "checklists/catering/daily", "domains/catering/rulebook"):
        problem(campus.get(path), 403, "sign_in")
        problem(campus.get(path, STUDENT), 403, "forbidden")
    for actor in (INSPECTOR, OFFICE, LEADER, CATERING):
        ok(campus.get("checklists", actor))


def test_what_is_not_there_is_not_found(campus):
    problem(campus.get("checklists/catering/no_such", OFFICE), 404, "not_found")
    problem(campus.get("checklists/library/daily", OFFICE), 404, "not_found")
    problem(campus.get("domains/library/rulebook", OFFICE), 404, "not_found")
    problem(score(campus, "library", {}), 404, "not_found")


def test_the_whole_rulebook_is_shown_but_for_its_patterns(campus):
    for domain in DOMAINS:
        book = ok(campus.get(f"domains/{domain}/rulebook", LEADER))
        public = ok(campus.get(f"domains/{domain}"))
        assert book["version"] == public["version"]
        assert book["categories"] == public["categories"]
        assert book["sections"] and book["templates"] and book["bases"]
        assert "patterns" not in book


# --- scores ---------------------------------------------------------------------------------

def test_every_template_answered_perfectly_scores_100_with_the_best_grade(campus):
    for entry in lists(campus):
        one = checklist(campus, entry["domain"], entry["template"])
        live = sum(answers.is_live(item) for item in answers.items(one))
        got = ok(score(campus, entry["domain"], answers.request(one)))
        label = (entry["domain"], entry["template"], got["explanation"])
        assert got["percent"] == 100 and got["arithmetic"] == 100, label
        assert got["grade"] == one["scoring"]["grades"][0]["code"], label
        assert len(got["lines"]) == entry["items"], label
        assert got.get("failures", 0) == 0, label
        assert got.get("not_applicable", 0) == live, label
        assert got["rulebook_digest"] == one["digest"], label
        assert got["rulebook_version"] == one["version"], label


def test_every_template_answered_all_wrong_has_no_points_and_no_grade_to_show(campus):
    for entry in lists(campus):
        one = checklist(campus, entry["domain"], entry["template"])
        got = ok(score(campus, entry["domain"], answers.request(one, well=False)))
        label = (entry["domain"], entry["template"], got["explanation"])
        assert got.get("percent", 0) == 0 and got.get("arithmetic", 0) == 0, label
        # none, or the worst where the rulebook has one from 0 on
        worst = one["scoring"]["grades"][-1]
        assert got.get("grade", "") in ("", worst["code"]), label
        assert not got.get("grade") or worst.get("at_least", 0) == 0, label
        for line in got["lines"]:
            assert line["outcome"] in ("failed", "skipped"), (label, line)
            assert line["outcome"] == "skipped" or line["lost"] == line["weight"], line


def test_every_line_says_what_was_answered_why_it_counts_and_on_what_ground(campus):
    for domain in DOMAINS:
        one = checklist(campus, domain)
        for well in (True, False):
            got = ok(score(campus, domain, answers.request(one, well)))
            assert got["explanation"] and got["explanation_en"]
            for line in got["lines"]:
                assert line["answer"] and line["answer_en"] and line["text"], line
                assert line["text_en"] and line["category"] and line["weight"], line
                assert all(basis.startswith("《") for basis in line["basis"]), line
                assert line["basis"], line


def test_limits_are_printed_with_units_as_people_read_them(campus):
    got = ok(score(campus, "catering", answers.request(checklist(campus))))
    said = {line["item"]: (line["answer"], line["answer_en"]) for line in got["lines"]}
    assert said["fs_core"] == ("70 ℃（应不低于 70 ℃）", "70 °C (at least 70 °C)")
    assert said["fs_keep_weight"] == ("125 g（应不低于 125 g）", "125 g (at least 125 g)")
    assert said["fs_keep_hours"] == ("48 小时（应不低于 48 小时）", "48 h (at least 48 h)")
    assert said["fs_keep_cold"] == ("0 ℃（应为 0～8 ℃）", "0 °C (should be 0 to 8 °C)")
    assert said["pr_basket"][0] == "约定价 3.5、现价 3.5；约定价 8、现价 7.5"
    energy = ok(score(campus, "energy", answers.request(checklist(campus, "energy"))))
    said = {line["item"]: line["answer"] for line in energy["lines"]}
    assert said["su_turbidity"] == "1 NTU（应不超过 1 NTU）"
    assert said["su_ph"] == "6.5（应为 6.5～8.5）"
    assert said["su_voltage"] == "198 V（应为 198～235.4 V）"


def test_the_order_of_answers_says_nothing(campus):
    one = checklist(campus)
    body = answers.request(one)
    first = score(campus, "catering", body)
    body["answers"].reverse()
    assert score(campus, "catering", body).content == first.content


def by_hand(got):
    """The arithmetic worked out again from the lines, as a reader with a calculator would."""
    total = weights = 0
    for section in got["sections"]:
        lines = [line for line in got["lines"]
                 if line["section"] == section["code"] and line["outcome"] != "skipped"]
        if lines:
            full = sum(line["weight"] for line in lines)
            left = max(0, full - sum(line.get("lost", 0) for line in lines))
            total += section["weight"] * left / full
            weights += section["weight"]
    return total / weights * 100 if weights else 0


def test_the_score_is_what_its_own_lines_come_to(campus):
    for domain in DOMAINS:
        one = checklist(campus, domain)
        well, badly = answers.answers(one), answers.answers(one, well=False)
        for step in (2, 3, 5):
            mixed = [badly[i] if i % step == 0 else well[i] for i in range(len(well))]
            got = ok(score(campus, domain, {**answers.request(one), "answers": mixed}))
            assert abs(got["arithmetic"] - by_hand(got)) <= 0.0051, (domain, step)
            assert got["failures"] == -(-len(well) // step), (domain, step)


def test_what_does_not_apply_neither_helps_nor_hurts(campus):
    one = checklist(campus, "transport")
    body = answers.request(one)
    body["answers"][0] = answers.answer(next(answers.items(one)), well=False)
    for at, item in list(enumerate(answers.items(one)))[1:8]:
        changed = copy.deepcopy(body)
        changed["answers"][at] = {"item": item["code"], "result": "not_applicable"}
        got = ok(score(campus, "transport", changed))
        line = next(line for line in got["lines"] if line["item"] == item["code"])
        assert line["outcome"] == "skipped" and line["answer"] == "不适用"
        assert abs(got["arithmetic"] - by_hand(got)) <= 0.0051
    everything = {**body, "answers": [{"item": item["code"], "result": "not_applicable"}
                                      for item in answers.items(one)]}
    got = ok(score(campus, "transport", everything))
    assert "grade" not in got and got["explanation"] == "没有适用的项目，不评分。"


def test_a_preview_asks_for_no_evidence_and_stores_nothing(campus):
    one = checklist(campus)
    before = campus.stack.client().dbsize()
    body = answers.request(one)
    body["answers"] = answers.answers(one, well=False, evidence=False)
    ok(score(campus, "catering", body))
    assert campus.stack.client().dbsize() == before


def test_two_key_failures_leave_a_kitchen_without_a_grade(campus):
    one = checklist(campus)
    body = answers.request(one)
    keys = [(at, item) for at, item in enumerate(answers.items(one)) if item.get("critical")]
    (first, item), (second, other) = keys[:2]
    body["answers"][first] = answers.answer(item, well=False)
    got = ok(score(campus, "catering", body))
    assert got["critical_failures"] == 1 and got["cap"] == "critical"
    assert got["grade"] == one["scoring"]["critical_cap"]
    assert "1 项关键项不合格，等级不高于" in got["explanation"]
    body["answers"][second] = answers.answer(other, well=False)
    got = ok(score(campus, "catering", body))
    assert got["cap"] == "criticals" and "grade" not in got
    assert "2 项关键项不合格，不评等级" in got["explanation"]


# --- the unit's past ------------------------------------------------------------------------

def test_a_unit_may_score_itself_and_no_other(campus):
    body = answers.request(checklist(campus), unit="catering-centre")
    ok(score(campus, "catering", body, CATERING))
    ok(score(campus, "catering", body, LEADER))
    problem(score(campus, "catering", body, CONTRACTOR), 403, "other_unit", "unit")
    problem(score(campus, "catering", {**body, "unit": "no-such-unit"}), 422, "reference",
            "unit")
    problem(score(campus, "catering", {**body, "unit": "{c0}:x"}), 422, "reference", "unit")


def test_earlier_failures_within_the_window_weigh_more(campus):
    one = checklist(campus)
    days = one["scoring"]["repeat_window_days"]
    item = next(answers.items(one))
    now = int(harness.datetime.datetime.now().timestamp() * 1000)
    at = [now - 86400000 * ago for ago in (1, days - 1, days + 1)]
    key = "sup:{c0}:failures:contractor-food:catering"
    store = campus.stack.client()
    for moment in at:
        store.zadd(key, {f"{item['code']}:{moment:012x}:261126-0000000": 0})
    store.zadd(key, {f"{item['code']}_x:{at[0]:012x}:261126-0000000": 0})
    try:
        body = answers.request(one, unit="contractor-food")
        body["answers"][0] = answers.answer(item, well=False)
        got = ok(score(campus, "catering", body))
        line = next(line for line in got["lines"] if line["item"] == item["code"])
        assert line["repeats"] == 2
        assert line["factor"] == one["scoring"]["repeat_factor"]
        assert line["lost"] == line["weight"] * line["factor"]
        assert f"近 {days} 天内此前已有 2 次不合格" in line["explanation"]
        alone = ok(score(campus, "catering", {**body, "unit": ""}))
        assert alone["percent"] > got["percent"]
    finally:
        store.delete(key)


# --- mistakes -------------------------------------------------------------------------------

def test_answers_of_another_edition_are_told_so(campus):
    body = answers.request(checklist(campus))
    told = problem(score(campus, "catering", {**body, "rulebook": "0" * 64}), 409,
                   "rulebook_changed", "rulebook")
    assert told["detail"] and told["detail_en"]
    problem(score(campus, "catering", {**body, "rulebook": ""}), 422, "required", "rulebook")


def test_request_and_address_speak_of_one_checklist(campus):
    body = answers.request(checklist(campus))
    ok(score(campus, "catering", {**body, "domain": "catering"}))
    problem(score(campus, "catering", {**body, "domain": "energy"}), 422, "value", "domain")
    problem(score(campus, "catering", {**body, "template": ""}), 422, "required", "template")
    problem(score(campus, "catering", {**body, "template": "no_such"}), 422, "reference",
            "template")


def find(checklist_, **fields):
    return next((at, item) for at, item in enumerate(
        item for item in answers.items(checklist_) if not answers.is_live(item))
        if all(item.get(name) == value for name, value in fields.items()))


def test_each_wrong_answer_is_named_by_its_place_and_field(campus):
    one = checklist(campus)
    passed, _ = find(one, answer="pass_fail")
    measured, _ = find(one, answer="measured")
    counted, _ = find(one, answer="count")
    coded, coded_item = find(one, by_code=True)
    n = len(answers.answers(one))
    rows = [
        (passed, {"result": "result_unspecified"}, "required", f"answers[{passed}].result"),
        (passed, {"values": [1]}, "value", f"answers[{passed}].values"),
        (measured, {"values": []}, "required", f"answers[{measured}].values"),
        (measured, {"values": [1, 2]}, "value", f"answers[{measured}].values"),
        (measured, {"values": ["NaN"]}, "value", f"answers[{measured}].values[0]"),
        (measured, {"values": ["Infinity"]}, "value", f"answers[{measured}].values[0]"),
        (measured, {"result": "pass"}, "value", f"answers[{measured}].result"),
        (measured, {"result": "not_applicable"}, "value", f"answers[{measured}].values"),
        (counted, {"values": [-1]}, "value", f"answers[{counted}].values[0]"),
        (counted, {"values": [0.5]}, "value", f"answers[{counted}].values[0]"),
        (coded, {"values": [1, 2, 3]}, "value", f"answers[{coded}].values"),
        (coded, {"values": [0, 1]}, "value", f"answers[{coded}].values"),
        (coded, {"values": []}, "required", f"answers[{coded}].values"),
        (coded, {"values": [1.0] * 201}, "value", f"answers[{coded}].values"),
        (passed, {"note": "脏" * 501}, "text_length", f"answers[{passed}].note"),
        (passed, {"note": "脏\u0007"}, "text_content", f"answers[{passed}].note"),
        (passed, {"evidence": ["photo.jpg"]}, "value", f"answers[{passed}].evidence[0]"),
        (passed, {"evidence": [answers.PHOTO] * 10}, "value", f"answers[{passed}].evidence"),
        (passed, {"item": "no_such"}, "reference", f"answers[{passed}].item"),
        (passed, {"item": ""}, "required", f"answers[{passed}].item"),
        (n - 1, {"item": next(answers.items(one))["code"]}, "value", f"answers[{n - 1}].item"),
    ]
    for at, change, code, field in rows:
        body = answers.request(one)
        body["answers"][at].update(change)
        told = problem(score(campus, "catering", body), 422, code, field)
        assert told["detail"] and told["detail_en"], told
    body = answers.request(one)
    body["answers"][coded]["values"] = [1]
    told = problem(score(campus, "catering", body), 422, "value")
    assert coded_item["how"] in told["detail"] and coded_item["how_en"] in told["detail_en"]


def test_what_is_not_answered_is_named(campus):
    one = checklist(campus)
    body = answers.request(one)
    left_out = [body["answers"].pop() for _ in range(5)][::-1]
    told = problem(score(campus, "catering", body), 422, "required", "answers")
    texts = {item["code"]: item for item in answers.items(one)}
    assert "5 项" in told["detail"]
    assert texts[left_out[0]["item"]]["text"] in told["detail"]
    assert texts[left_out[0]["item"]]["text_en"] in told["detail_en"]
    problem(score(campus, "catering", {**body, "answers": []}), 422, "required", "answers")


def test_a_re_inspection_answers_what_it_looks_at(campus):
    one = checklist(campus)
    body = answers.request(one, case="261126-0000000")
    body["answers"] = body["answers"][3:4]
    got = ok(score(campus, "catering", body))
    assert len(got["lines"]) == 1 and got["percent"] == 100
    body["answers"] = []
    problem(score(campus, "catering", body), 422, "required", "answers")


def test_nobody_writes_the_figures_that_the_system_has(campus):
    one = checklist(campus, "property")
    item = next(item for item in answers.items(one) if answers.is_live(item))
    body = answers.request(one)
    body["answers"].append({"item": item["code"], "values": [10, 10, 0, 0]})
    at = len(body["answers"]) - 1
    problem(score(campus, "property", body), 422, "value", f"answers[{at}].values")


def test_scores_are_for_staff(campus):
    body = answers.request(checklist(campus))
    problem(campus.post("checklists/catering/score", body), 403, "sign_in")
    problem(score(campus, "catering", body, STUDENT), 403, "forbidden")


def test_a_report_may_be_large_but_not_too_large(campus):
    text = answers.json_of(answers.request(checklist(campus)))
    headers = {"Content-Type": "application/json", **INSPECTOR.headers()}

    def sent(size):
        return campus.stack.request("POST", "/t0/checklists/catering/score", headers=headers,
                                    data=text + b" " * (size - len(text)))
    ok(sent(256 * 1024))
    problem(sent(256 * 1024 + 1), 413, "too_large")


def test_what_is_no_report_is_refused_as_everywhere(campus):
    body = answers.request(checklist(campus))
    problem(score(campus, "catering", {**body, "colour": "red"}), 400, "unknown_field", "colour")
    problem(score(campus, "catering", {**body, "answers": [{"values": ["x"]}]}), 400)
    problem(score(campus, "catering", {**body, "answers": [{"result": "maybe"}]}), 400, "enum",
            "answers[0].result")
    problem(campus.post("checklists/catering/score?x=1", body, INSPECTOR), 400, "query")
    problem(campus.request("POST", "checklists/catering/score", INSPECTOR, data="template=daily",
                           headers={"Content-Type": "application/x-www-form-urlencoded"}),
            415, "media_type")
    problem(campus.request("PUT", "checklists/catering/score", INSPECTOR, json=body), 405)


def test_it_speaks_protobuf_too(campus):
    path = "checklists/catering/" + lists(campus, "catering")[0]["template"]
    reply = campus.get(path, INSPECTOR, headers={"Accept": "application/x-protobuf"})
    assert reply.headers["Content-Type"] == "application/x-protobuf"
    message = scoring_pb2.Checklist.FromString(reply.content)
    as_json = json_format.MessageToDict(message, preserving_proto_field_name=True)
    assert as_json == ok(campus.get(path, INSPECTOR))
