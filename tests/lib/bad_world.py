"""A campus that bad input must leave as it is, and good input to spoil.

Owns: World and its fixtures, the API's words for what each action takes.
Must not know: what is bad.
"""
import json

import pytest

from harness import ADMIN, OFFICE, Campus, time_in
from harness_fixtures import watched
from raw_http import check_problem, dump, send

JSON = "application/json"
PROTOBUF = "application/x-protobuf"
FORM = "application/x-www-form-urlencoded"
BODY_MAX = 65536
BASE = {"kind": "complaint", "domain": "catering", "text": "饭里有一根头发。"}
SHA = "0123456789abcdef" * 4
NO_CASE = "261123-0000000"
UNIT = {"name": "新单位", "kind": "centre"}
PLACE = {"name": "新地点", "kind": "canteen"}
GOOD = json.dumps(BASE, ensure_ascii=False)


class World:
    """A campus with a case in each state that these tests speak of. They change nothing of
    it, so they share it; what is good after all goes to another campus."""

    def __init__(self, stack):
        self.stack = stack
        stack.client().flushall()
        self.campus = Campus(stack).prepare()
        self.other = Campus(stack, 1).prepare()
        self.case = self.campus.walk("submitted", place="canteen-1")
        self.client = stack.client()

    def send(self, method, path, body=b"", type=None, actor=None, headers=(), **options):
        """At the public's location, or as the actor."""
        if isinstance(body, str):
            body = body.encode()
        elif isinstance(body, (dict, list)):
            body, type = json.dumps(body, ensure_ascii=False).encode(), type or JSON
        lines = list(actor.headers().items() if actor else ()) + list(headers)
        if type is not None:
            lines.append(("Content-Type", type))
        path = path.format(id=self.case.id)
        return send(self.stack, method, ("/c0/" if actor is None else "/t0/") + path, body,
                    lines, **options)

    def refused(self, status, code, field=None, **request):
        before = dump(self.client)
        answer = self.send(**request)
        body = check_problem(answer, status, code, field)
        assert dump(self.client) == before, f"{answer} left something behind"
        return answer, body


@pytest.fixture(scope="module")
def made_world(shared_stack):
    return World(shared_stack)


@pytest.fixture
def world(made_world):
    for _ in watched(made_world.stack):
        yield made_world


def named(rows):
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


def raw(**fields):
    """BASE with fields whose JSON is written out."""
    rest = {name: json.dumps(value, ensure_ascii=False) for name, value in BASE.items()}
    rest.update(fields)
    return "{" + ",".join(f'"{name}":{value}' for name, value in rest.items()) + "}"


def change(**fields):
    return {name: value for name, value in {**BASE, **fields}.items() if value is not None}


# What takes a body, a good one, and who may send it.
TAKERS = {"classify": ("POST", {"text": "饭里有头发"}, None),
          "cases": ("POST", BASE, None),
          "cases/{id}/reject": ("POST", {"reason": "不属于受理范围。"}, OFFICE),
          "units/new-unit": ("PUT", {"name": "新单位", "kind": "centre"}, ADMIN),
          "places/new-place": ("PUT", {"name": "新地点", "kind": "canteen"}, ADMIN)}

# What each action must be told and may be told. Written from the API's description, not
# from the program: where the two differ, one of them is wrong.
ACTIONS = {
    "dispatch": ("facts requirement signer",
                 "unit domain category severity basis rectify_by"),
    "answer": ("reply", ""),
    "sign": ("receiver", ""),
    "rectify": ("measures", "evidence"),
    "verify": ("finding", "evidence"),
    "return": ("finding", "evidence rectify_by"),
    "request_extension": ("until reason", ""),
    "grant_extension": ("", "reason"),
    "refuse_extension": ("reason", ""),
    "confirm": ("rating", "comment"),
    "reopen": ("reason", ""),
    "close": ("", "reason"),
    "reassign": ("unit reason", "rectify_by signer"),
    "urge": ("reason", ""),
    "progress": ("milestone reached note", "evidence"),
    "merge": ("parent", "reason"),
    "reject": ("reason", ""),
    "withdraw": ("", "reason"),
}
VALUES = {
    "unit": "catering-centre", "domain": "catering", "category": "foreign_matter",
    "severity": "major", "facts": "经核实属实。", "requirement": "立即整改。",
    "basis": ["《食品安全法》"], "rectify_by": time_in(days=3), "signer": "王处长",
    "receiver": "李主任", "reason": "情况说明。", "parent": NO_CASE, "reply": "感谢反映。",
    "until": time_in(days=5), "measures": "已整改。", "evidence": [SHA],
    "finding": "已整改到位。", "rating": 5, "comment": "满意。", "milestone": 1,
    "reached": "2026-11-01", "note": "已完成招标。"}
LENGTHS = {"unit": 48, "domain": 32, "category": 48, "facts": 2000, "requirement": 2000,
           "signer": 40, "receiver": 40, "reason": 500, "parent": 32, "reply": 2000,
           "measures": 2000, "finding": 2000, "comment": 500, "reached": 10, "note": 500}


def told(action, /, **changes):
    required = ACTIONS[action][0].split()
    fields = {name: VALUES[name] for name in required}
    fields.update(changes)
    return {name: value for name, value in fields.items() if value is not None}
