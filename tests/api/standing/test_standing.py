"""Standings over HTTP: a unit's months by what became of its cases, who sees them, what they refuse.

The percents are worked out here from the weights of plugins/*/rulebook.txtpb, not by the module.
"""
import contextlib
import datetime
import os

import pytest
import recount
import recount_checks
from checklists import Checklist, inspect
from google.protobuf import json_format, text_format
from harness import (ADMIN, CATERING, CONTRACTOR, ENERGY, INSPECTOR, LEADER, OFFICE, STUDENT, TOP,
                     Actor, Campus, ok, problem)
from supervision.v1 import rules_pb2, standing_pb2

PARTS = ("inspections", "on_time", "not_reopened", "satisfaction", "checks_done")


@pytest.fixture(autouse=True)
def consistent(campus):
    yield
    recount.check(campus.stack.client(), "c0")


def weights_of(domain):
    with open(os.path.join(TOP, f"plugins/{domain}/rulebook.txtpb"), encoding="utf-8") as file:
        standing = text_format.Parse(file.read(), rules_pb2.Rulebook()).scoring.standing
    return {part: getattr(standing, part) for part in PARTS}


def month(back=0):
    now = datetime.datetime.now(recount.ZONE)
    year, index = divmod(now.year * 12 + now.month - 1 - back, 12)
    return f"{year:04}-{index + 1:02}"


def standing(campus, unit="catering-centre", actor=OFFICE, **query):
    return ok(campus.get(f"units/{unit}/standing", actor, params=query))


def domain_of(reply, domain="catering"):
    return next(d for d in reply.get("domains", ()) if d["domain"] == domain)


def parts_of(reply, domain="catering"):
    """{part: (percent, numerator, denominator)} of those that apply."""
    return {p["name"]: (p.get("percent", 0), p.get("numerator", 0), p["denominator"])
            for p in domain_of(reply, domain)["parts"] if p.get("applies")}


@contextlib.contextmanager
def counted(campus, unit, period, **figures):
    """As if inspections and checks had left these counters (module/subjects/figures/sup_figures.h)."""
    client, key = campus.stack.client(), f"sup:{{c0}}:figures:{unit}:{period}"
    for name, value in figures.items():
        client.hincrby(key, f"catering.{name}", value)
    yield
    for name, value in figures.items():
        client.hincrby(key, f"catering.{name}", -value)


def helps_out(campus):
    """A case of catering that the energy centre has, which does not serve it any more."""
    unit = ok(campus.get("units/energy-centre", ADMIN))
    ok(campus.put("units/energy-centre", {**unit, "domains": ["energy", "catering"]}))
    campus.dispatch(campus.submit(), unit="energy-centre")
    unit.pop("version")
    ok(campus.put("units/energy-centre", unit))


# --- what becomes of cases -------------------------------------------------------------------

def test_a_unit_without_anything_has_its_domain_and_nothing_applies(campus):
    reply = standing(campus)
    assert reply["unit"] == "catering-centre" and reply["unit_name"] == "餐饮服务中心"
    assert reply["from"] == reply["to"] == month()
    assert not reply.get("applies") and "percent" not in reply
    assert [d["domain"] for d in reply["domains"]] == ["catering"]
    domain = domain_of(reply)
    assert not domain.get("applies") and domain["rulebook_version"] and domain["name"] == "餐饮管理"
    assert {p["name"]: p["weight"] for p in domain["parts"]} == weights_of("catering")
    assert not any(p.get("applies") for p in domain["parts"])
    assert all(p["label"] and p["label_en"] for p in domain["parts"])
    assert [m["period"] for m in reply["months"]] == [month()]


def test_each_part_is_made_of_the_cases_and_the_others_share_the_weight_of_what_is_missing(campus):
    campus.walk("closed")
    dissatisfied = campus.walk("verified")
    campus.confirm(dissatisfied, rating=1)
    campus.reopen(campus.walk("verified"))
    campus.walk("rejected")
    campus.walk("rectifying")
    reply = standing(campus)
    # solvable: all but the rejected one; rectified: two, for the reopened one is at work again
    assert parts_of(reply) == {"on_time": (100, 2, 2), "not_reopened": (75, 3, 4),
                               "satisfaction": (50, 1, 2)}
    weight = weights_of("catering")
    weight = {part: weight[part] for part in ("on_time", "not_reopened", "satisfaction")}
    percent = sum(weight[part] * parts_of(reply)[part][0] for part in weight)
    percent = round(percent / sum(weight.values()) + 1e-9, 2)
    assert domain_of(reply)["percent"] == reply["percent"] == percent
    assert reply["applies"] and domain_of(reply)["applies"]
    assert reply["months"][0]["percent"] == percent


def test_what_is_rectified_late_is_not_on_time(campus):
    case = campus.walk("rectifying")
    recount.age(campus.stack.client(), "c0", case.id, days=40)
    ok(campus.act(case, "rectify", CATERING, measures="已整改。"))
    reply = standing(campus, **{"from": month(2), "to": month()})
    assert parts_of(reply)["on_time"] == (0, 0, 1)


def test_cases_count_in_the_month_in_which_they_were_submitted(campus):
    old = campus.walk("verified")
    recount.age(campus.stack.client(), "c0", old.id, days=62)
    at = datetime.datetime.now(recount.ZONE) - datetime.timedelta(days=62)
    campus.walk("submitted")
    assert not standing(campus)["domains"][0].get("percent", 0) == 0
    reply = standing(campus, **{"from": month(3), "to": month()})
    assert [m["period"] for m in reply["months"]] == [month(n) for n in (3, 2, 1, 0)]
    assert {m["period"] for m in reply["months"] if m.get("applies")} == {
        f"{at:%Y-%m}", month()}
    assert parts_of(reply)["not_reopened"] == (100, 2, 2)
    assert {name for m in reply["months"] for d in m["domains"] for name in d} <= {
        "domain", "percent", "applies", "inspections"}
    # the old case becomes dissatisfied now: that is its own month's matter
    campus.confirm(old, rating=1)
    assert "satisfaction" not in parts_of(standing(campus))
    assert parts_of(standing(campus, **{"from": f"{at:%Y-%m}"}))["satisfaction"] == (0, 0, 1)


def test_reassigning_takes_everything_to_the_new_unit(campus):
    case = campus.walk("rectifying")
    assert parts_of(standing(campus)) == {"not_reopened": (100, 1, 1)}
    campus.do(case, "reassign", OFFICE, unit="contractor-food", reason="由承包企业负责。")
    assert parts_of(standing(campus)) == {}
    assert parts_of(standing(campus, "contractor-food")) == {"not_reopened": (100, 1, 1)}
    campus.sign(case, CONTRACTOR)
    campus.rectify(case, CONTRACTOR)
    assert parts_of(standing(campus, "contractor-food"))["on_time"] == (100, 1, 1)
    assert parts_of(standing(campus)) == {}


def test_dispatching_to_another_domain_takes_everything_there(campus):
    case = campus.submit()
    campus.dispatch(case, domain="energy", category="water_outage", unit="energy-centre")
    assert parts_of(standing(campus)) == {}
    assert parts_of(standing(campus, "energy-centre"), "energy") == {
        "not_reopened": (100, 1, 1)}


def test_a_unit_with_cases_of_a_domain_that_it_does_not_serve_shows_it_too(campus):
    helps_out(campus)
    reply = standing(campus, "energy-centre")
    assert [d["domain"] for d in reply["domains"]] == ["catering", "energy"]
    assert reply["percent"] == domain_of(reply)["percent"] == 100
    assert not domain_of(reply, "energy").get("applies")


def test_the_percent_of_a_unit_is_the_mean_of_its_domains_that_apply(campus):
    helps_out(campus)
    campus.confirm(campus.walk("verified", "energy"), rating=1)
    reply = standing(campus, "energy-centre")
    energy = domain_of(reply, "energy")["percent"]
    assert 0 < energy < 100
    assert reply["percent"] == round((100 + energy) / 2 + 1e-9, 2)
    assert standing(campus, "energy-centre", domain="energy")["percent"] == energy


def test_praise_and_what_was_set_aside_are_no_units_burden(campus):
    for state in ("rejected", "withdrawn", "merged"):
        campus.walk(state)
    campus.submit(kind="praise", text="二楼窗口的师傅服务很好，很热情。")
    # but for the case that the merged one came into
    assert parts_of(standing(campus)) == {"not_reopened": (100, 1, 1)}


def test_a_record_from_before_units_were_counted_comes_right_at_its_next_change(campus):
    case = campus.walk("rectifying")
    client, key = campus.stack.client(), f"sup:{{c0}}:case:{case.id}"
    record = recount.Campus(client, "c0").records[case.id]
    record.unit_facts = 0
    client.set(key, client.get(key)[:8] + record.SerializeToString(deterministic=True))
    client.delete(f"sup:{{c0}}:figures:catering-centre:{month()}")
    assert parts_of(standing(campus)) == {}
    campus.rectify(case, CATERING)
    assert parts_of(standing(campus)) == {"on_time": (100, 1, 1), "not_reopened": (100, 1, 1)}


# --- what inspections and checks leave --------------------------------------------------------

def test_inspections_and_checks_weigh_in_and_the_sum_is_that_of_the_parts(campus):
    campus.walk("closed")
    with counted(campus, "catering-centre", month(), inspections=2, percent_sum=8750 + 9325,
                 checks_due=9, checks_done=5, checks_late=1, checks_missed=3,
                 checks_excused=3, self_done=2, self_late=1, self_missed=1):
        reply = standing(campus)
    assert parts_of(reply) == {
        "inspections": (90.38, 180.75, 2), "on_time": (100, 1, 1), "not_reopened": (100, 1, 1),
        "satisfaction": (100, 1, 1), "checks_done": (62.5, 2.5, 4)}
    assert domain_of(reply)["inspections"] == 2
    weight = weights_of("catering")
    assert sum(weight.values()) == 100
    assert reply["percent"] == round(sum(
        weight[part] * parts_of(reply)[part][0] for part in weight) / 100 + 1e-9, 2)


def test_an_inspection_counts_and_a_self_check_or_one_of_nothing_does_not(campus):
    check = Checklist("catering", "special_samples")
    good, bad = inspect(campus, check), inspect(campus, check, fail=["fs_keep_cold"])
    assert good["score"]["percent"] == 100 > bad["score"]["percent"] > 0
    inspect(campus, Checklist("catering", "daily"), CATERING)
    inspect(campus, check, skip=[item.code for item in check.items])
    percents = [good["score"]["percent"], bad["score"]["percent"]]
    reply = standing(campus)
    assert parts_of(reply) == {
        "inspections": (round(sum(percents) / 2 + 1e-9, 2), round(sum(percents), 2), 2)}
    assert domain_of(reply)["inspections"] == 2
    assert domain_of(reply)["percent"] == parts_of(reply)["inspections"][0]


def test_a_case_that_an_inspection_raised_is_the_units_and_no_reporter_is_asked(campus):
    check = Checklist("catering", "special_samples")
    report = inspect(campus, check, fail=["fs_keep_cold"])
    raised = ok(campus.post(f"inspections/{report['id']}/raise", {
        "raise": {"item": "fs_keep_cold"}, "signature": "王处长"}, OFFICE))
    case = raised["raised_later"][0]["case"]
    assert parts_of(standing(campus))["not_reopened"] == (100, 1, 1)
    ok(campus.act(case, "sign", CATERING, receiver="李主任"))
    ok(campus.act(case, "rectify", CATERING, measures="已调整冷柜温度。"))
    inspect(campus, Checklist("catering", "reinspection"), case=case)
    ok(campus.act(case, "close", OFFICE))
    parts = parts_of(standing(campus))
    assert parts["on_time"] == (100, 1, 1) and "satisfaction" not in parts
    assert parts["inspections"][2] == 1, "a re-inspection is no measure"


def test_a_check_of_the_calendar_that_was_carried_out_counts_as_done(campus):
    due = recount_checks.put(campus.stack.client(), "c0", hours=(-1, 1, 2))
    months = {"from": month(1), "to": month()}
    assert parts_of(standing(campus, **months)) == {}, "it is still to come"
    inspect(campus, Checklist("catering", "daily"), CATERING, occurrence=due.id)
    assert parts_of(standing(campus, **months)) == {"checks_done": (100, 1, 1)}


def test_a_late_self_check_is_half_a_one_and_what_is_excused_to_come_or_the_offices_is_none(
        campus):
    client = campus.stack.client()
    for n, (state, fields) in enumerate((
            ("done", {"inspection": "261126-0000001"}), ("late", {"inspection": "261126-0000002"}),
            ("missed", {}), ("due", {}), ("excused", {"reason": "停业装修。"}),
            ("due", {"covert": True}), ("missed", {"by": "office"})), 1):
        recount_checks.put(client, "c0", n=n, state=state, **fields)
    # what a covert visit will be, the unit's figures do not tell
    reply = standing(campus, **{"from": month(1), "to": month()})
    assert parts_of(reply) == {"checks_done": (50, 1.5, 3)}


def test_over_several_months_sums_are_weighed_not_months(campus):
    with counted(campus, "catering-centre", month(1), inspections=3, percent_sum=30000), \
            counted(campus, "catering-centre", month(), inspections=1, percent_sum=6000):
        reply = standing(campus, **{"from": month(1), "to": month()})
    assert reply["percent"] == 90
    assert [m["percent"] for m in reply["months"]] == [100, 60]
    assert domain_of(reply)["inspections"] == 4


# --- who sees it ------------------------------------------------------------------------------

def test_a_unit_sees_its_own_alone(campus):
    campus.walk("closed")
    assert standing(campus, actor=CATERING)["percent"] == 100
    problem(campus.get("units/energy-centre/standing", CATERING), 403, "other_unit")
    problem(campus.get("units/no-such-unit/standing", CATERING), 403, "other_unit")
    problem(campus.get("units/catering-centre/standing", Actor("x", "unit")), 403, "other_unit")
    problem(campus.get("standings", CATERING), 403)


@pytest.mark.parametrize("actor", (None, STUDENT), ids=("the public", "a student"))
def test_others_see_no_standing(campus, actor):
    for path in ("units/catering-centre/standing", "standings"):
        assert campus.get(path, actor).status_code in (401, 403)


@pytest.mark.parametrize("actor", (OFFICE, INSPECTOR, LEADER, ADMIN), ids=lambda a: a.role)
def test_oversight_sees_all(campus, actor):
    campus.walk("closed")
    assert standing(campus, actor=actor)["percent"] == 100
    units = [s["unit"] for s in ok(campus.get("standings", actor))["standings"]]
    assert units == ["catering-centre", "contractor-food", "energy-centre", "transport-centre"]


def test_an_inspector_sees_his_own_domains_only(campus):
    campus.walk("closed")
    campus.walk("closed", "energy")
    helps_out(campus)
    inspector = Actor("inspector", "inspector", domains="energy")
    reply = standing(campus, "energy-centre", inspector)
    assert [d["domain"] for d in reply["domains"]] == ["energy"]
    assert not standing(campus, actor=inspector).get("domains")
    listed = ok(campus.get("standings", inspector))["standings"]
    assert [(s["unit"], [d["domain"] for d in s["domains"]]) for s in listed] == [
        ("energy-centre", ["energy"])]
    for path in ("units/energy-centre/standing", "standings"):
        problem(campus.get(path, inspector, params={"domain": "catering"}), 403, "domain",
                "domain")
    # the domains of a unit's own account limit nothing: all of it is its own
    unit = Actor("energy", "unit", "energy-centre", domains="")
    assert len(standing(campus, "energy-centre", unit)["domains"]) == 2


# --- the list ---------------------------------------------------------------------------------

def test_the_list_says_of_each_unit_what_its_own_page_says(campus):
    campus.walk("closed")
    campus.confirm(campus.walk("verified"), rating=1)
    with counted(campus, "contractor-food", month(), inspections=1, percent_sum=7777):
        reply = ok(campus.get("standings", OFFICE))
        pages = [standing(campus, one["unit"]) for one in reply["standings"]]
    assert "next_cursor" not in reply
    for one, page in zip(reply["standings"], pages):
        assert "months" not in one and all("parts" not in d for d in one["domains"])
        del page["months"]
        for domain in page["domains"]:
            del domain["parts"]
        assert one == page
    assert {s["unit"]: s.get("percent") for s in reply["standings"]}["contractor-food"] == 77.77


def test_the_list_is_of_units_that_serve_or_have_figures_and_are_not_retired(campus):
    ok(campus.put("units/old-centre", {"name": "旧中心", "kind": "centre", "retired": True,
                                       "domains": ["catering"]}))
    def units(**query):
        return [s["unit"] for s in ok(campus.get("standings", OFFICE, params=query))["standings"]]
    assert "old-centre" not in units() and "logistics-office" not in units()
    assert units(domain="energy") == ["energy-centre"]
    campus.dispatch(campus.submit(domain="energy"), unit="logistics-office")
    assert units(domain="energy") == ["energy-centre", "logistics-office"]
    # its own page stays: the past is not retired
    assert standing(campus, "old-centre")["unit_name"] == "旧中心"


def test_many_units_come_page_by_page_each_once(campus):
    for n in range(40):
        ok(campus.put(f"units/stall-{n:02}", {"name": f"{n}号档口", "kind": "contractor",
                                              "domains": ["catering"]}))
    query, seen, pages = {"from": month(23), "to": month()}, [], 0
    while True:
        reply = ok(campus.get("standings", OFFICE, params=query))
        seen += [s["unit"] for s in reply.get("standings", ())]
        pages += 1
        if "next_cursor" not in reply:
            break
        query["cursor"] = reply["next_cursor"]
    assert len(seen) == 44 == len(set(seen)) and seen == sorted(seen) and pages > 2
    assert [s["unit"] for s in ok(campus.get("standings", OFFICE))["standings"]] == seen


def test_it_speaks_protobuf_too(campus):
    campus.walk("closed")
    reply = campus.get("units/catering-centre/standing", OFFICE,
                       headers={"Accept": "application/x-protobuf"})
    assert reply.headers["Content-Type"] == "application/x-protobuf"
    message = standing_pb2.UnitStanding.FromString(reply.content)
    assert json_format.MessageToDict(message, preserving_proto_field_name=True) == standing(campus)


def test_units_of_another_campus_are_not_there(campus):
    other = Campus(campus.stack, 1).prepare()
    other.walk("closed")
    assert not standing(campus).get("applies")
    assert standing(other)["percent"] == 100


# --- what is refused ----------------------------------------------------------------------------

@pytest.mark.parametrize("query, field", [
    ({"from": "2026-13"}, "from"), ({"from": "2026"}, "from"), ({"from": "1999-12"}, "from"),
    ({"from": "2026-1"}, "from"), ({"from": "二〇二六"}, "from"), ({"from": "2026-01-01"}, "from"),
    ({"from": "2026-03", "to": "2026-02"}, "to"), ({"from": "2024-01", "to": "2026-01"}, "to"),
    ({"from": "2026-03", "to": "soon"}, "to"), ({"to": "1999-01"}, "to"),
    ({"domain": "astronomy"}, "domain")], ids=str)
@pytest.mark.parametrize("path", ("units/catering-centre/standing", "standings"))
def test_months_and_domains_that_cannot_be_are_refused_by_field(campus, path, query, field):
    problem(campus.get(path, OFFICE, params=query), 422, field=field)


def test_24_months_are_shown_and_not_one_more(campus):
    reply = standing(campus, **{"from": "2024-01", "to": "2025-12"})
    assert len(reply["months"]) == 24
    assert (reply["months"][0]["period"], reply["months"][-1]["period"]) == ("2024-01", "2025-12")
    problem(campus.get("units/catering-centre/standing", OFFICE,
                       params={"from": "2024-01", "to": "2026-01"}), 422, "value", "to")


@pytest.mark.parametrize("unit", ("no-such-unit", "A", "a:b", "%7Bc0%7D", "x" * 200))
def test_there_is_no_standing_of_a_unit_that_is_not_there(campus, unit):
    problem(campus.get(f"units/{unit}/standing", OFFICE), 404, "not_found")


def test_cursors_that_are_none_are_refused(campus):
    for path, cursor in (("standings", "x"), ("units/catering-centre/standing", "x")):
        problem(campus.get(path, OFFICE, params={"cursor": cursor}), 400, "cursor", "cursor")


def test_figures_that_cannot_be_do_no_harm(campus):
    with counted(campus, "catering-centre", month(), inspections=-4, percent_sum=99999999,
                 self_missed=-1, self_done=10**12, sung=7):
        reply = standing(campus)
    assert parts_of(reply) == {"checks_done": (100, 10**9, 10**9)}
    assert reply["percent"] == 100


def test_a_unit_that_serves_nothing_has_an_empty_standing(campus):
    reply = standing(campus, "logistics-office")
    assert "domains" not in reply and not reply.get("applies")
    assert len(reply["months"]) == 1


def test_energy_and_catering_each_weigh_by_their_own_rulebook(campus):
    for domain, unit in (("catering", CATERING), ("energy", ENERGY)):
        campus.walk("closed", domain)
        assert {p["name"]: p["weight"] for p in domain_of(
            standing(campus, unit.unit, unit), domain)["parts"]} == weights_of(domain)
