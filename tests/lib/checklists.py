"""Checklists of the shipped rulebooks, answered.

Owns: Checklist: a template's items, good and bad answers to each of them, and the request that
    submits them.
Must not know: what an answer is worth.

    check = Checklist("catering", "daily")
    inspect(campus, check, INSPECTOR, fail=["fs_core"])       the report of a submitted one
"""
import hashlib
import os
import sys
import uuid

from google.protobuf import text_format

from answers import BY_CODE
from harness import INSPECTOR, TOP, UNIT_OF, ok, time_in

sys.path.insert(0, os.path.join(TOP, "build/py"))
from supervision.v1 import rules_pb2  # noqa: E402

ITEM = rules_pb2.Item


class Checklist:
    def __init__(self, domain, template):
        path = os.path.join(TOP, "plugins", domain, "rulebook.txtpb")
        with open(path, "rb") as file:
            text = file.read()
        self.digest = hashlib.sha256(text).hexdigest()
        self.book = text_format.Parse(text.decode(), rules_pb2.Rulebook())
        self.domain = domain
        self.template = next(t for t in self.book.templates if t.code == template)
        self.items = [item for section in self.book.sections for item in section.items
                      if section.code in self.template.sections
                      or item.code in self.template.items]

    def item(self, code):
        return next(item for item in self.items if item.code == code)

    @staticmethod
    def good(item):
        answer = {"item": item.code}
        if item.by_code:
            answer["values"] = BY_CODE[item.code][0]
        elif item.answer == ITEM.pass_fail:
            answer["result"] = "pass"
        elif item.answer == ITEM.graded:
            answer["values"] = [item.grades]
        elif item.answer == ITEM.measured:
            answer["values"] = [item.at_least.value if item.HasField("at_least")
                                else item.at_most.value]
        else:
            answer["values"] = [item.at_most.value]
        return answer

    @staticmethod
    def bad(item, photos=()):
        """The worst answer, with the evidence that it needs."""
        answer = {"item": item.code, "note": "现场核实，不符合要求。",
                  "evidence": list(photos) if ITEM.photo in item.evidence else []}
        if item.by_code:
            answer["values"] = BY_CODE[item.code][1]
        elif item.answer == ITEM.pass_fail:
            answer["result"] = "fail"
        elif item.answer == ITEM.graded:
            answer["values"] = [0]
        elif item.answer == ITEM.measured:
            answer["values"] = [item.at_least.value - 100 if item.HasField("at_least")
                                else item.at_most.value + 1000]
        else:
            answer["values"] = [max(item.zero_at, item.at_most.value + 1)]
        # ProtoJSON as the module prints it has no empty lists
        return {name: value for name, value in answer.items() if value != []}

    def answers(self, fail=(), skip=(), photos=()):
        made = []
        for item in self.items:
            if item.figures:
                continue
            if item.code in skip:
                made.append({"item": item.code, "result": "not_applicable"})
            else:
                made.append(self.bad(item, photos) if item.code in fail else self.good(item))
        return made

    def request(self, fail=(), skip=(), photos=(), **fields):
        body = {"domain": self.domain, "template": self.template.code, "rulebook": self.digest,
                "unit": UNIT_OF[self.domain].unit if self.domain in UNIT_OF else "",
                "signature": "张检查", "started_at": time_in(minutes=-5),
                "answers": self.answers(fail, skip, photos), **fields}
        return {name: value for name, value in body.items() if value not in ("", [], None)}


def post_inspection(campus, body, actor=INSPECTOR, key=None):
    """The response of a submit, whatever it is."""
    return campus.post("inspections", body, actor,
                       headers={"Idempotency-Key": key or str(uuid.uuid4())})


def inspect(campus, check, actor=INSPECTOR, key=None, **request):
    return ok(post_inspection(campus, check.request(**request), actor, key), 201)
