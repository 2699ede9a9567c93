"""What comes next on a campus whose store was kept: done by the version that wrote it, and by
each later one, which has to answer likewise.

Owns: the steps, what of an answer is chance.
Must not know: what a right answer is.

    for name, answer in after.steps(campus, second, facts): ...
"""
import datetime
import json
import os
import re
import uuid

import answers
import ask
import photos
from harness import ADMIN, INSPECTOR, OFFICE, STUDENT, servers
from world import DOMAINS, KEEPER_OF, UNIT_OF, WHO, at_rest

# What is not compared, and why.
LEFT_OUT = {
    **ask.LEFT_OUT,
    "version": "each run of timed work takes versions: how many there were is chance",
    "receipt": "made of chance",
    "hash": "of bytes that may name ids of new records; the recount follows each chain",
    "previous_hash": "as hash",
    "digest": "of a report's bytes, which hold its id; the recount checks it",
}
# Made of the time and chance. Where they are new they are numbered in the order of their coming.
NEW = re.compile(r"\b(?:\d{6}-[0-9A-Z]{7}|[0-9a-f]{64})\b")


class Names:
    """Ids that the kept store does not know, by the order in which they come."""

    def __init__(self, known):
        self.known, self.given = known, {}

    def name(self, match):
        text = match[0]
        if text in self.known:
            return text
        return self.given.setdefault(text, f"new {len(self.given) + 1}")

    def plain(self, value):
        if isinstance(value, dict):
            return {k: self.plain(v) for k, v in value.items() if k not in LEFT_OUT}
        if isinstance(value, list):
            return [self.plain(v) for v in value]
        return NEW.sub(self.name, value) if isinstance(value, str) else value


class Next:
    def __init__(self, campus, second, facts):
        self.campus, self.second, self.facts = campus, second, facts
        self.clock, self.client = campus.clock, campus.stack.client()
        self.seen, self.parent = {}, ""

    # --- asking -------------------------------------------------------------------------

    @staticmethod
    def answer(reply):
        return list(ask.answer_of(reply))

    def post(self, path, body, actor=None, key=None, **options):
        headers = {"Idempotency-Key": key} if key else {}
        return self.campus.post(path, body, actor, headers=headers, **options)

    def everything(self, campus, path, rows, actor=OFFICE):
        found, cursor = [], ""
        while True:
            reply = campus.get(path, actor, params={"cursor": cursor, "limit": 100}).json()
            found += reply.get(rows, [])
            cursor = reply.get("next_cursor")
            if not cursor:
                return found

    def calendar(self):
        """All checks of both campuses, none twice: [those of before that are no longer there,
        all that have come or changed since last asked]."""
        found = {}
        for campus in (self.campus, self.second):
            day = datetime.date(2026, 9, 28)
            last = datetime.date.fromisoformat(self.clock.day(3))
            while day <= last:
                to = day + datetime.timedelta(days=9)
                path = f"occurrences?from={day}&to={to}"
                for o in self.everything(campus, path, "occurrences"):
                    name = f"c{campus.n} {o['id']}"
                    assert name not in found, name
                    found[name] = " ".join(o.get(k, "-") for k in (
                        "state", "from", "to", "until", "period", "inspection", "reason"))
                day = to + datetime.timedelta(days=1)
        before, self.seen = self.seen, found
        return [sorted(before.keys() - found.keys()),
                {k: v for k, v in sorted(found.items()) if before.get(k) != v}]

    def states(self):
        return [[c["id"], c["state"]]
                for c in self.everything(self.campus, "cases?order=newest", "cases")]

    # --- what a client sends again --------------------------------------------------------

    def again(self):
        sent, inspected = self.facts["sent"], self.facts["inspected"]
        reply = self.post("cases", sent["body"], STUDENT, sent["key"])
        assert reply.json()["receipt"] == sent["receipt"], reply.text
        yield "a case sent again", self.answer(reply)
        yield "an inspection sent again", self.answer(self.post(
            "inspections", inspected["body"], WHO[inspected["as"]], inspected["key"]))

    # --- every case goes on -----------------------------------------------------------------

    def body(self, case, action):
        by = case.get("deadlines", {}).get("rectify_by", self.clock.moment())
        later = datetime.datetime.fromisoformat(by.replace("Z", "+00:00")) + \
            datetime.timedelta(hours=5)
        milestones = case.get("ledger", {}).get("milestones", [])
        open_ones = [n for n, m in enumerate(milestones, 1) if "reached" not in m]
        values = {"facts": "经核实，情况属实。", "requirement": "立即整改。", "signer": "王处长",
                  "receiver": "李主任", "milestone": (open_ones or [1])[0],
                  "reached": self.clock.day(), "note": "已完成。", "measures": "已整改。",
                  "finding": "现场复查。", "reason": "情况说明。", "reply": "感谢来信。",
                  "until": later.strftime("%Y-%m-%dT%H:%M:%SZ"), "rating": 4,
                  "unit": "firm-catering" if case["domain"] == "catering" else
                  UNIT_OF[case["domain"]], "parent": self.parent}
        if action["action"] == "dispatch" and "category" not in case:
            values["category"] = "foreign_matter"
        wanted = [f["name"] for f in action.get("fields", [])
                  if f.get("required") or f["name"] in ("unit", "category")]
        return {name: values[name] for name in wanted if name in values}

    def allowed(self, case):
        """[(who, action)] of all who may do something now, in an order of its own."""
        who = {"office": OFFICE, "inspector": INSPECTOR, "leader": WHO["leader"],
               "unit": WHO.get(case.get("unit"))}
        found = []
        for name, actor in who.items():
            if actor is not None:
                seen = self.campus.get(f"cases/{case['id']}", actor).json()
                found += [(name, actor, None, a) for a in seen.get("allowed_actions", [])]
        receipt = self.facts["receipts"].get(case["id"])
        if receipt:
            seen = self.campus.get("receipt", receipt=receipt).json()
            found += [("reporter", None, receipt, a) for a in seen.get("allowed_actions", [])]
        return found

    def actions(self):
        """Each case takes another of the actions that it allows, so that every state takes many:
        at a time of day when timed work has nothing to do, or who is first would be chance."""
        self.clock.forward(hours=5)
        at_rest(self.client)
        cases = sorted(self.everything(self.campus, "cases", "cases"), key=lambda c: c["id"])
        self.parent = next(c["id"] for c in cases if c["state"] == "dispatched")
        turns = {}
        for case in cases:
            allowed = self.allowed(case)
            if case.get("counters", {}).get("supporters"):  # others hang on it
                allowed = [a for a in allowed if a[3]["action"] != "reject"]
            if not allowed or case["id"] == self.parent:
                continue
            turn = turns[case["state"]] = turns.get(case["state"], -1) + 1
            who, actor, receipt, action = allowed[turn % len(allowed)]
            reply = self.campus.post(f"cases/{case['id']}/{action['action']}",
                                     self.body(case, action), actor, receipt=receipt)
            yield (f"{case['state']} case {case['id']}: {action['action']} by {who}",
                   self.answer(reply))

    # --- what is new ------------------------------------------------------------------------

    def new_case(self):
        photo = self.campus.upload(photos.encoded(30, size=(64, 48)), STUDENT)
        yield "a photo", [photo.status_code]
        reply = self.post("cases", {
            "kind": "complaint", "domain": "catering", "text": "二楼窗口的菜里有头发。",
            "place": "canteen-1", "contact": {"name": "王同学", "phone": "13700000000"},
            "attachments": [photo.json()["id"]]}, STUDENT, str(uuid.uuid4()))
        yield "a new case", self.answer(reply)
        case, receipt = reply.json()["case"]["id"], reply.json()["receipt"]
        yield "supported", self.answer(self.post(f"cases/{case}/support", {}, None,
                                                 "0190d2a4-7d4e-7c52-9e0b-6d1c7a9b3f11"))
        yield "dispatched", self.answer(self.post(f"cases/{case}/dispatch", {
            "facts": "属实。", "requirement": "整改。", "signer": "王处长",
            "unit": "catering-centre"}, OFFICE))
        yield "opened", self.answer(self.campus.get("receipt", receipt=receipt))
        for name in ("office", "catering-centre", "public"):
            yield f"read by {name}", self.answer(self.campus.get(f"cases/{case}", WHO[name]))
        yield "its notice", self.answer(self.campus.get(f"cases/{case}/notice", OFFICE))

    def inspect(self, domain, template, fail, actor=INSPECTOR, **fields):
        checklist = self.campus.checklist(domain, template)
        items = [i for i in answers.items(checklist) if not answers.is_live(i)]
        made = [answers.answer(item, n >= fail) for n, item in enumerate(items)]
        for one in made:
            if "evidence" in one:
                one["evidence"] = [self.facts["photo"]]
        body = {"domain": domain, "template": template, "rulebook": checklist["digest"],
                "unit": UNIT_OF[domain], "answers": made, "signature": "陈检查", **fields}
        if fields.get("raise"):
            body["raise"] = [{"item": items[0]["code"]}]
        return self.post("inspections", body, actor, str(uuid.uuid4()))

    def new_inspections(self):
        for domain, template in (("catering", "special_samples"), ("transport", "special_tyres")):
            reply = self.inspect(domain, template, 2, **{"raise": True})
            yield f"a visit with a case at once: {domain}", self.answer(reply)
            report = reply.json()
            yield "another case of it later", self.answer(self.post(
                f"inspections/{report['id']}/raise", {
                    "raise": {"item": report["proposed"][0]}, "signature": "王处长"}, OFFICE))
            yield "acknowledged", self.answer(self.post(
                f"inspections/{report['id']}/acknowledge", {"receiver": "李主任"},
                KEEPER_OF[domain]))
        for one in self.everything(self.campus, "inspections", "inspections"):
            seen = self.campus.get(f"inspections/{one['id']}", OFFICE).json()
            if seen.get("may_raise") and seen.get("proposed"):
                yield f"a case of {one['id']}, which is from before", self.answer(self.post(
                    f"inspections/{one['id']}/raise", {
                        "raise": {"item": seen["proposed"][0]}, "signature": "王处长"}, OFFICE))
                break

    def checks(self):
        """Two that are due now: one done, one excused."""
        now = self.clock.moment()
        due = sorted((o for o in self.everything(self.campus, "occurrences", "occurrences")
                      if o["state"] == "due" and o["from"] <= now <= o["to"]
                      and o["by"] == "self"), key=lambda o: o["id"])
        yield "a check done", self.answer(self.inspect(
            due[0]["domain"], due[0]["template"], 1, KEEPER_OF[due[0]["domain"]],
            occurrence=due[0]["id"], unit=due[0]["unit"]))
        yield "a check excused", self.answer(self.post(
            f"occurrences/{due[1]['id']}/excuse", {"reason": "停电"}, OFFICE))

    def plan(self):
        for path in ("units/catering-centre", "places/bus-01", "periods/sports-meeting",
                     "schedules/night"):
            actor = ADMIN if path[0] in "u" or path.startswith("places") else OFFICE
            seen = self.campus.get(path, actor).json()
            body = {k: v for k, v in seen.items() if k not in ("version", "built_in")}
            yield f"{path} renamed", self.answer(self.campus.put(
                path, {**body, "name": f"{body['name']}（新）"}, actor))

    # --- time -------------------------------------------------------------------------------

    def time(self):
        at_rest(self.client)
        yield "checks: now", self.calendar()
        for name, delta in (("in the evening", {"hours": 12}), ("a day later", {"hours": 24}),
                            ("and another", {"hours": 24})):
            self.clock.forward(**delta)
            at_rest(self.client)
            yield f"checks: {name}", self.calendar()
            yield f"cases: {name}", self.states()
        self.clock.forward(days=50)
        at_rest(self.client)  # a leap of the clock is waited out: nothing happens yet
        yield "checks: not yet believed", self.calendar()
        self.clock.forward(minutes=11)
        at_rest(self.client)
        yield "checks: after an outage", self.calendar()
        yield "cases: after an outage", self.states()
        reply = self.post("cases", {"kind": "repair", "domain": "repair", "text": "门锁坏了。"},
                          OFFICE, str(uuid.uuid4()))
        yield "a notice of another year", self.answer(self.post(
            f"cases/{reply.json()['case']['id']}/dispatch", {
                "facts": "属实。", "requirement": "整改。", "signer": "王处长",
                "unit": "repair-centre"}, OFFICE))
        unused = f"sup:{{c0}}:evidence:{self.facts['unused']}"
        assert servers.wait_until(lambda: not self.client.exists(unused), 20)

    def board(self):
        for month in ask.MONTHS:
            yield f"board {month}", self.answer(self.campus.get(f"board?period={month}"))
            for domain in DOMAINS:
                yield f"standing {month} {domain}", self.answer(self.campus.get(
                    f"units/{UNIT_OF[domain]}/standing?from={month}", OFFICE))


def known(folder):
    """All ids that stand in the kept store."""
    with open(os.path.join(folder, "store.jsonl"), encoding="utf-8") as file:
        keys = [json.loads(line)["key"] for line in file]
    return {match for key in keys for match in NEW.findall(key)}


def steps(campus, second, facts, folder):
    """(part, [(what, answer)]), part by part; the store is to be recounted after each."""
    now = Next(campus, second, facts)
    names = Names(known(folder))
    for part in ("again", "actions", "new_case", "new_inspections", "checks", "plan", "board",
                 "time"):
        yield part, [[what, names.plain(answer)] for what, answer in getattr(now, part)()]
