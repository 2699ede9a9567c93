"""Versions and entity tags: each change makes another one, and they tell nothing else.

Owns: that neither the store's own versions nor an order or a number of changes gets out.
Must not know: how a version is made.
"""
import itertools
import math

import pytest

import recount
from harness import (ADMIN, CATERING, INSPECTOR, LEADER, NOBODY, OFFICE, STUDENT, Actor, ok,
                     problem)

JSON, PROTOBUF = "application/json", "application/x-protobuf"


@pytest.fixture(autouse=True)
def consistent(campus):
    yield
    recount.check(campus.stack.client(), "c0")


def raw_versions(client):
    """What the store itself calls the records' versions."""
    return {int.from_bytes(client.get(key)[:8], "big")
            for kind in ("case", "unit", "place", "sequence")
            for key in client.scan_iter(f"sup:[{{]c0}}:{kind}:*")}


def tells_nothing(versions):
    """Of successive versions: all different, as often falling as rising, far apart by nothing
    that could be a count."""
    steps = [b - a for a, b in itertools.pairwise(versions)]
    assert len(set(versions)) == len(versions) and all(v > 0 for v in versions)
    assert len(steps) / 4 < sum(step > 0 for step in steps) < len(steps) * 3 / 4, steps
    assert min(abs(step) for step in steps) > 1 << 32
    assert max(versions) < 1 << 63 and max(versions) - min(versions) > 1 << 61
    assert math.gcd(*steps) < 1 << 16


def test_versions_of_successive_commits_reveal_neither_an_order_nor_a_number(campus):
    case = campus.walk("dispatched")
    versions = [int(case.last["version"])]
    for n in range(60):
        versions.append(int(campus.do(case, "urge", LEADER, reason=f"催办{n}。").last["version"]))
    tells_nothing(versions)


def test_versions_of_cases_made_one_after_another_reveal_nothing(campus):
    tells_nothing([int(campus.submit().last["version"]) for _ in range(60)])


def test_versions_of_the_register_reveal_nothing(campus):
    for path, body in (("units/catering-centre", {"kind": "centre"}),
                       ("places/canteen-1", {"kind": "canteen"})):
        tells_nothing([int(ok(campus.put(path, {**body, "name": f"名{n}"}))["version"])
                       for n in range(60)])


def test_two_records_of_one_commit_have_nothing_in_common(campus):
    parent, child = campus.submit(), campus.submit()
    campus.do(child, "merge", OFFICE, parent=parent.id)
    client = campus.stack.client()
    raw = {client.get(f"sup:{{c0}}:case:{case.id}")[:8] for case in (parent, child)}
    assert len(raw) == 1, "written at once"
    seen = [int(campus.case(case)["version"]) for case in (parent, child)]
    assert abs(seen[0] - seen[1]) > 1 << 32


def test_a_version_is_the_same_for_all_who_are_told_it(campus):
    case = campus.walk("dispatched", actor=STUDENT, contact={"phone": "13800001111"})
    told = {campus.case(case, actor)["version"]
            for actor in (STUDENT, CATERING, INSPECTOR, OFFICE, LEADER, ADMIN)}
    told.add(ok(campus.get("receipt", receipt=case.receipt))["version"])
    told.add(ok(campus.get("cases", LEADER))["cases"][0]["version"])
    assert told == {case.last["version"]}
    campus.do(case, "urge", LEADER, reason="催办。", version=told.pop())


def test_the_public_is_told_no_version(campus):
    case = campus.walk("dispatched", category="foreign_matter", place="canteen-1")
    for actor in (None, STUDENT, Actor("x", "unit", "energy-centre"),
                  Actor("x", "office", "", "energy"), NOBODY):
        assert "version" not in campus.case(case, actor), actor
        refused = problem(campus.act(case, "reopen", actor, reason="没有解决。"), 403)
        assert "current_version" not in refused and refused["current_state"] == "dispatched"
    similar = ok(campus.get("cases/similar?domain=catering&category=foreign_matter"
                            "&place=canteen-1", OFFICE))["cases"]
    assert similar and "version" not in similar[0]
    child = campus.submit()
    campus.do(child, "merge", OFFICE, parent=case.id)
    follows = ok(campus.get(f"cases/{child.id}", receipt=child.receipt))["follows"]
    assert follows["id"] == case.id and "version" not in follows
    refused = problem(campus.act(case, "withdraw", receipt=case.receipt), 409)
    assert refused["current_version"] == campus.case(case)["version"], "the reporter is"


def test_the_entity_tag_of_a_case_differs_by_who_asks_and_for_what(campus):
    case = campus.walk("dispatched")
    tags = []
    for actor, receipt in ((None, None), (None, case.receipt), (CATERING, None), (LEADER, None),
                           (INSPECTOR, None), (OFFICE, None), (ADMIN, None),
                           (LEADER, case.receipt), (OFFICE, case.receipt),
                           (Actor("x", "office", "", "energy"), None)):
        for accept in (JSON, PROTOBUF):
            tags.append(campus.get(f"cases/{case.id}", actor, receipt=receipt,
                                   headers={"Accept": accept}).headers["ETag"])
    assert len(set(tags)) == len(tags) == 20
    public = campus.get("units/catering-centre").headers["ETag"]
    assert public != campus.get("units/catering-centre", OFFICE).headers["ETag"]


def test_the_stores_own_versions_are_in_no_reply(campus):
    client = campus.stack.client()
    client.set("sup:{c0}:seq", 4_815_162_342_000)
    campus.prepare()  # as it is: no new version
    replies = [campus.put("units/new-unit", {"name": "新单位", "kind": "centre"}),
               campus.put("units/catering-centre", {
                   "name": "餐饮中心", "kind": "centre", "domains": ["catering"]}),
               campus.put("places/canteen-1", {"name": "一食堂", "kind": "canteen"})]
    case, child = campus.walk("verified", place="canteen-1", category="foreign_matter"), None
    child = campus.submit(category="foreign_matter", place="canteen-1")
    replies += [campus.request("POST", f"cases/{case.id}/support", STUDENT),
                campus.act(child, "merge", OFFICE, parent=case.id),
                campus.act(child, "withdraw", receipt=child.receipt),
                campus.act(case, "sign", CATERING, receiver="李主任"),
                campus.act(case, "urge", LEADER, reason="催办。", version=1),
                campus.put("units/new-unit", {"name": "另名", "kind": "centre", "version": "1"}),
                campus.post("cases", {"kind": "complaint", "domain": "catering", "text": "有虫。"},
                            headers={"Idempotency-Key": "one-key-0000000001"}),
                campus.post("cases", {"kind": "complaint", "domain": "catering", "text": "有虫。"},
                            headers={"Idempotency-Key": "one-key-0000000001"})]
    for path in (f"cases/{case.id}", f"cases/{child.id}", f"cases/{case.id}/history",
                 f"cases/{case.id}/notice", f"cases/{case.id}/notice.html", "cases",
                 "cases?limit=1", "cases?order=urgent", "units", "units?limit=1", "places",
                 "units/catering-centre", "places/canteen-1", "board", "me", "health",
                 "cases/similar?domain=catering&category=foreign_matter&place=canteen-1"):
        for actor, accept in itertools.product((None, CATERING, LEADER, OFFICE, ADMIN),
                                               (JSON, PROTOBUF)):
            replies.append(campus.get(path, actor, headers={"Accept": accept}))
    raw = {v for v in raw_versions(client) if v >= 4_815_162_342_000}
    assert len(raw) >= 6 and sum(r.status_code < 300 for r in replies) > 100
    for version in raw:
        for form in (str(version).encode(), b"%x" % version, varint(version),
                     version.to_bytes(8, "big"), version.to_bytes(8, "little")):
            for reply in replies:
                said = reply.content + str(reply.headers).encode()
                assert form not in said, (version, form, reply.request.url)


def varint(number):
    """As protobuf writes it."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))
