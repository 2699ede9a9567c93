"""Stores that earlier versions wrote, as they lie in tests/stores: read, changed, recounted.

Owns: that this version answers from each as the version that wrote it did, goes on as that
    went on, and leaves every index, counter and chain right.
Must not know: what a right answer is (the kept ones say it), how a store is kept.
"""
import datetime
import json
import os
import pathlib
import re
import shutil
import sys

import pytest

TOP = next(str(p) for p in pathlib.Path(__file__).resolve().parents if (p / "proto").is_dir())
STORES = os.path.join(TOP, "tests", "stores")
sys.path[:0] = [STORES, os.path.join(TOP, "tests", "lib"), os.path.join(TOP, "build", "py")]

import after  # noqa: E402
import ask  # noqa: E402
import harness  # noqa: E402
import keep  # noqa: E402
import recount  # noqa: E402
import recount_inspections  # noqa: E402
import world  # noqa: E402
from supervision.v1 import calendar_pb2, cases_pb2  # noqa: E402

Case = cases_pb2.Case

# Of the life cycle, and what makes a case.
ACTIONS = {"submit", "dispatch", "answer", "sign", "progress", "rectify", "verify", "return",
           "request_extension", "grant_extension", "refuse_extension", "confirm", "reopen",
           "close", "reassign", "urge", "merge", "merged_in", "reject", "withdraw"}
NAMES = {"board", "by", "case", "directives", "due", "events", "evidence", "failures", "figures",
         "inspection", "inspections", "near", "occurrence", "occurrences", "once", "open",
         "periods", "place", "places", "schedules", "sequence", "support", "tally", "timed",
         "unit", "units"}
KEPT = sorted(name for name in os.listdir(STORES)
              if os.path.exists(os.path.join(STORES, name, "written.json")))


def read_json(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


class Kept:
    """A kept store in servers of its own, whose clock stands where it stood then."""

    def __init__(self, folder):
        self.folder = folder
        self.facts = read_json(os.path.join(folder, "written.json"))
        self.clock = world.Clock(datetime.datetime.fromisoformat(self.facts["written_at"]))
        self.stack = world.stack(self.clock, os.path.join(folder, "rulebooks"), self.secrets())
        self.client = self.stack.client()
        self.campus = world.Campus(self.stack, self.clock)
        self.second = world.Campus(self.stack, self.clock, 1)
        keep.load(self.client, os.path.join(folder, "store.jsonl"))
        self.put_photos()

    def secrets(self):
        with open(os.path.join(self.folder, "secrets"), encoding="ascii") as file:
            return file.read()

    def put_photos(self):
        """Days old, as those in use are: no photo is spared because its file is young."""
        shutil.copytree(os.path.join(self.folder, "evidence"), self.stack.evidence,
                        dirs_exist_ok=True)
        at = self.clock.now.timestamp() - 9 * 86400
        for path, _, files in os.walk(self.stack.evidence):
            for name in files:
                os.utime(os.path.join(path, name), (at, at))
        world.own(self.stack, self.stack.evidence)

    def start(self, **knobs):
        self.stack.knobs.update(knobs)
        self.stack.start_nginx()
        self.stack.wait_ready()

    def recount(self):
        for campus in world.CAMPUSES:
            recount.check(self.client, campus)

    def close(self):
        self.stack.close()
        self.clock.close()


@pytest.fixture(params=KEPT)
def kept(request, monkeypatch):
    monkeypatch.setattr(harness, "CAMPUSES", len(world.CAMPUSES))
    store = Kept(os.path.join(STORES, request.param))
    try:
        yield store
        bad = store.stack.bad_log_lines()
        assert not bad, "in the logs:\n" + "\n".join(bad[:40])
    finally:
        store.close()


def test_there_are_stores_of_versions_before():
    assert KEPT


def values(enum, *but):
    return {v.number for v in enum.DESCRIPTOR.values if v.number} - {
        enum.Value(name) for name in but}


def test_the_kept_store_holds_every_kind_of_thing(kept):
    campus = recount.Campus(kept.client, "c0")
    cases = [record.case for record in campus.records.values()]
    events = [event for case in cases for event in campus.events(case.id)]
    checks = [record.occurrence for record in campus.occurrences.values()]
    reports = [recount_inspections.report_of(r) for r in campus.inspections.values()]
    assert {c.kind for c in cases} == values(Case.Kind)
    assert {c.state for c in cases} == values(Case.State)
    assert {c.source for c in cases} == values(Case.Source)
    assert {c.severity for c in cases} == values(Case.Severity)
    assert {c.domain for c in cases} == {r.domain for r in reports} == set(world.DOMAINS)
    assert {c.extension.state for c in cases} == {0} | values(cases_pb2.Extension.State)
    assert {c.satisfaction.word for c in cases} == {0} | values(cases_pb2.Satisfaction.Word)
    assert {e.action for e in events} == ACTIONS
    assert {e.role for e in events} >= {"reporter", "office", "inspector", "leader", "unit",
                                        "admin", "system"}
    assert {o.state for o in checks} == values(calendar_pb2.Occurrence.State)
    assert {(o.by, o.covert) for o in checks} == {(1, False), (2, False), (2, True)}
    assert any(o.period for o in checks) and any(o.place for o in checks)
    assert {o.excused_by for o in checks if o.reason} == {"", "office"}
    assert {r.check for r in reports} >= {1, 2, 5, 6, 7}  # daily, weekly, special, unseen, again
    assert {r.passed for r in reports if r.case} == {True, False}
    assert {bool(r.raised) for r in reports} == {True, False}
    assert {bool(r.raised_later) for r in campus.inspections.values()} == {True, False}
    assert any(r.HasField("acknowledgement") for r in campus.inspections.values())
    assert len({record.period for record in campus.records.values()}) == 3
    assert any(r.sealed_contact for r in campus.records.values())
    assert any(case.ledger.urges for case in cases)
    assert any(m.evidence for case in cases for m in case.ledger.milestones)
    names = {re.split(":", key)[0] for key in (*campus.strings, *campus.sets, *campus.hashes,
                                               *campus.lists)}
    assert names >= NAMES
    assert f"evidence:{kept.facts['unused']}" in campus.strings


def test_the_other_campus_was_left_in_the_middle_of_its_timed_work(kept):
    days = [name.split(".")[1] for name in recount.Campus(kept.client, "c1").occurrences]
    assert max(days) < kept.clock.day().replace("-", "")


def told(differ):
    """The first ones: what this version has put in the place of what was."""
    rows = [f"{name}: {json.dumps(by, ensure_ascii=False)[:600]}" for name, by in
            differ.items()]
    return f"{len(rows)} differ\n" + "\n".join(rows[:6])


def test_everybody_reads_what_the_version_before_showed(kept):
    kept.recount()
    kept.start(timed_work="off")
    expected = ask.load(os.path.join(kept.folder, "answers.jsonl"))
    found = ask.answers(kept.campus, kept.facts)
    assert found.keys() == expected.keys()
    differ = {question: ask.delta(list(expected[question]), list(found[question]))
              for question in expected if expected[question] != found[question]}
    assert not differ, told(differ)
    kept.recount()


def test_what_comes_next_comes_as_it_did_with_the_version_before(kept):
    kept.start()
    with open(os.path.join(kept.folder, "after.jsonl"), encoding="utf-8") as file:
        expected = [json.loads(line) for line in file]
    found = []
    for part, answers in after.steps(kept.campus, kept.second, kept.facts, kept.folder):
        answers = [[part, what, answer] for what, answer in answers]
        wanted = expected[len(found):len(found) + len(answers)]
        differ = {f"{part}, {one[1]}": ask.delta(one, other)
                  for one, other in zip(wanted, answers) if one != other}
        assert not differ, told(differ)
        found += answers
        kept.recount()
    assert len(found) == len(expected)
