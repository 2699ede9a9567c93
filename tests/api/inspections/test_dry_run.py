"""Dry run over HTTP: submitted inspections scored by a candidate of the shipped rulebook.

Owns: that nginx, the stored reports and the rulebook in force stay as they are.
Must not know: which differences are told in which words (tests/unit/inspections/test_dry_run.c).
"""
import os

import pytest

from checklists import Checklist, inspect
from harness import (ADMIN, CATERING, INSPECTOR, LEADER, OFFICE, STUDENT, TOP, Actor, ok,
                     problem)
from raw_http import dump

DAILY = Checklist("catering", "daily")
SAMPLES = Checklist("catering", "special_samples")
COLD = "fs_keep_cold"


@pytest.fixture(scope="module")
def rulebook():
    with open(os.path.join(TOP, "plugins/catering/rulebook.txtpb"), encoding="utf-8") as file:
        return file.read()


def item_of(text, code):
    """Where the item's text begins and ends in the rulebook."""
    begin = text.index(f'code: "{code}"')
    return begin, text.index("\n  }", begin)


def changed(text, code, old, new):
    begin, end = item_of(text, code)
    assert old in text[begin:end], (code, text[begin:end])
    return text[:begin] + text[begin:end].replace(old, new) + text[end:]


def dry_run(campus, text, actor=OFFICE, domain="catering", **fields):
    return campus.post(f"domains/{domain}/dry-run", {"rulebook": text, **fields}, actor)


def test_the_rulebook_in_force_changes_no_score(campus, rulebook):
    inspect(campus, DAILY)
    first = inspect(campus, SAMPLES, fail=[COLD])
    again = inspect(campus, SAMPLES, fail=[COLD])  # repeated: it weighs more
    assert again["score"]["percent"] < first["score"]["percent"]
    out = ok(dry_run(campus, rulebook))
    assert out["scored"] == 3 and "changed" not in out and "changes" not in out
    assert out["digest"] == DAILY.digest and out["version"] == DAILY.book.version
    out = ok(dry_run(campus, rulebook.replace('version: "', 'version: "x', 1)))
    assert out["scored"] == 3 and "changes" not in out
    assert out["digest"] != DAILY.digest and out["version"] == "x" + DAILY.book.version


def test_every_difference_of_a_candidate_is_told_and_nothing_is_stored(campus, rulebook):
    report = inspect(campus, SAMPLES)
    other = inspect(campus, DAILY)
    client = campus.stack.client()
    before = dump(client)
    candidate = changed(rulebook, "fs_keep_weight", "at_least { value: 125 }",
                        "at_least { value: 150 }")
    out = ok(dry_run(campus, candidate, ADMIN))
    assert dump(client) == before
    assert out["scored"] == 2
    one = next(c for c in out["changes"] if c["inspection"] == report["id"])
    assert one["number"] == report["number"] and one["unit_name"] == report["unit_name"]
    assert one["percent_then"] == 100 and one["percent"] < 100
    assert one["grade_then"] == report["score"]["grade_name"]
    assert one["version_then"] == report["score"]["rulebook_version"]
    line, = one["lines"]
    assert line["item"] == "fs_keep_weight"
    assert line["points_then"] == 100 and line.get("points", 0) == 0
    assert "125 g（应不低于 150 g）" in line["why"] and "at least 150 g" in line["why_en"]
    touched = "fs_keep_weight" in [item.code for item in DAILY.items]
    assert touched == any(c["inspection"] == other["id"] for c in out["changes"])
    # and what was issued stays as it was issued
    assert ok(campus.get(f"inspections/{report['id']}", OFFICE))["score"] == report["score"]


def test_a_checklist_that_the_candidate_has_not_is_skipped_with_why(campus, rulebook):
    report = inspect(campus, SAMPLES)
    inspect(campus, DAILY)
    out = ok(dry_run(campus, rulebook.replace('code: "special_samples"',
                                              'code: "special_other"')))
    assert out["scored"] == 1 and "changes" not in out
    skipped, = out["skipped"]
    assert skipped.startswith(report["id"]) and "没有这张检查表" in skipped


def test_pages_go_on_from_the_newest_to_the_oldest(campus, rulebook):
    reports = [inspect(campus, DAILY)["id"] for _ in range(5)]
    candidate = changed(rulebook, DAILY.items[0].code, "weight: ", "weight: 1")
    seen, cursor = [], ""
    for _ in range(4):
        out = ok(dry_run(campus, candidate, limit=2, cursor=cursor))
        seen += [change["inspection"] for change in out["changes"]]
        cursor = out.get("next_cursor", "")
        if not cursor:
            break
    assert seen == reports[::-1]
    first = ok(dry_run(campus, candidate, limit=2))
    problem(dry_run(campus, rulebook, limit=2, cursor=first["next_cursor"]), 400, "cursor",
            "cursor")
    problem(dry_run(campus, rulebook, limit=51), 422, "value", "limit")


def test_a_mistake_of_the_candidate_is_told_with_its_line(campus, rulebook):
    at = rulebook[:item_of(rulebook, "fs_core")[0]].count("\n") + 1
    broken = changed(rulebook, "fs_core", "weight: ", "weigth: ")
    told = problem(dry_run(campus, broken), 422, "value", "rulebook")
    assert f"第 {at} 行" in told["detail"] and "weigth" in told["detail"]
    assert f"line {at}:" in told["detail_en"]
    problem(dry_run(campus, ""), 422, "required", "rulebook")
    told = problem(dry_run(campus, rulebook, domain="energy"), 422, "value", "rulebook")
    assert "energy" in told["detail_en"]


def test_patterns_are_not_compiled_for_it(campus, rulebook):
    """PCRE2 takes its time: only `nginx -t` asks it."""
    broken = rulebook.replace('regex: "', 'regex: "(', 1)
    assert "scored" not in ok(dry_run(campus, broken))


def test_it_is_for_the_office_and_its_domains(campus, rulebook):
    problem(campus.post("domains/catering/dry-run", {"rulebook": rulebook}), 403, "sign_in")
    for actor in (STUDENT, CATERING, INSPECTOR, LEADER):
        problem(dry_run(campus, rulebook, actor), 403, "forbidden")
    problem(dry_run(campus, rulebook, Actor("o", "office", "", "energy")), 403, "domain")
    problem(dry_run(campus, rulebook, domain="library"), 404, "not_found")


def test_a_rulebook_may_be_large_but_not_too_large(campus, rulebook):
    def padded(size):
        return rulebook + "\n#" + "x" * (size - len(rulebook.encode()) - 2)
    ok(dry_run(campus, padded(256 * 1024)))
    problem(dry_run(campus, padded(256 * 1024 + 1)), 413, "too_large", "rulebook")
    assert dry_run(campus, padded(1024 * 1024)).status_code == 413
