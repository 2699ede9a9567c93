"""Inspections of seven weeks: checks of the calendar done, late, excused or left alone; visits
with cases raised at once and later, re-inspections, acknowledgements.

Owns: which of them there are.
Must not know: how answers are scored, what becomes of the cases.
"""
import uuid

import answers
from harness import INSPECTOR, OFFICE, ok
from world import KEEPER_OF, UNIT_OF

# Of the visits below, each on a day so often.
EVERY = 16
# domain, template, how many items fail, how many of them become cases at once and later
VISITS = (
    ("catering", "special_samples", 2, 1, 1),
    ("transport", "special_tyres", 1, 1, 0),
    ("energy", "special_electric", 1, 0, 1),
    ("dormitory", "special_water", 0, 0, 0),
    ("property", "special_lift", 1, 1, 0),
    ("procurement", "special_sampling", 1, 0, 0),
    ("repair", "special_site", 1, 1, 0),
    ("decision", "special_follow", 1, 0, 1),
    ("catering", "unannounced", 1, 0, 0),
)


class Visits:
    def __init__(self, campus, photo):
        self.campus, self.photo = campus, photo
        self.lists, self.reports = {}, []
        self.last = None  # the last one submitted: key, actor, body

    def checklist(self, domain, template):
        if (domain, template) not in self.lists:
            self.lists[domain, template] = self.campus.checklist(domain, template)
        return self.lists[domain, template]

    def answer(self, item, well):
        made = answers.answer(item, well)
        if "evidence" in made:
            made["evidence"] = [self.photo(7)]
        return made

    def body(self, domain, template, fail=0, **fields):
        checklist = self.checklist(domain, template)
        items = [i for i in answers.items(checklist) if not answers.is_live(i)]
        made = [self.answer(item, n >= fail) for n, item in enumerate(items)]
        if len(made) > 3:  # one thing does not apply
            made[-1] = {"item": made[-1]["item"], "result": "not_applicable"}
        body = {"domain": domain, "template": template, "rulebook": checklist["digest"],
                "unit": UNIT_OF[domain], "answers": made, "signature": "陈检查",
                "started_at": self.campus.clock.moment(minutes=-20), **fields}
        return body, [item["code"] for item in items[:fail]]

    def post(self, body, actor):
        self.last = (str(uuid.uuid4()), actor, body)
        report = ok(self.campus.post("inspections", body, actor,
                                     headers={"Idempotency-Key": self.last[0]}), 201)
        self.reports.append(report)
        return report

    # --- the calendar -------------------------------------------------------------------

    def open(self, now):
        day = self.campus.clock.day()
        reply = ok(self.campus.get("occurrences", OFFICE,
                                   params={"from": day, "to": day, "limit": 100}))
        return [o for o in reply.get("occurrences", [])
                if o["state"] == "due" and o["from"] <= now]

    def keep(self, day):
        """Who does which checks: some in time, some not at all, one excused."""
        for n, o in enumerate(sorted(self.open(self.campus.clock.moment()),
                                     key=lambda o: o["id"])):
            turn = (day + 2 * n) % 11
            if turn == 0:
                ok(self.campus.post(f"occurrences/{o['id']}/excuse", {"reason": "设备检修"},
                                    OFFICE))
            elif turn == 3:
                self.do(o, fail=day % 2)

    def do(self, o, fail=0):
        actor = KEEPER_OF[o["domain"]] if o["by"] == "self" else INSPECTOR
        body, _ = self.body(o["domain"], o["template"], fail, unit=o["unit"],
                            occurrence=o["id"])
        if o.get("place"):
            body["place"] = o["place"]
        self.post(body, actor)

    def late(self):
        """In the evening: what is past its window, and not yet missed."""
        now = self.campus.clock.moment()
        for o in self.open(now):
            if o["to"] < now <= o["until"]:
                self.do(o)
                return

    # --- visits -------------------------------------------------------------------------

    def visit(self, row, number):
        domain, template, fail, at_once, later = row
        body, failed = self.body(
            domain, template, fail, place="lab-2", place_detail="现场", summary="总体较好。",
            participants=[{"kind": "students", "name": "王同学", "organisation": "学生会"}],
            **({"tags": ["joint", "irregular"]} if number % 2 else {}))
        if at_once:
            body["raise"] = [{"item": code} for code in failed[:at_once]]
        report = self.post(body, INSPECTOR)
        for code in failed[at_once:at_once + later]:
            ok(self.campus.post(f"inspections/{report['id']}/raise",
                                {"raise": {"item": code}, "signature": "王处长"}, OFFICE))
        if number % 3 == 0:
            ok(self.campus.post(f"inspections/{report['id']}/acknowledge",
                                {"receiver": "李主任", "comment": "已传达。"},
                                KEEPER_OF[domain]))
        for raised in report.get("raised", []):
            if number % 2 == 0:
                self.reinspect(report, raised["case"], raised["item"], number % 4 == 0)

    def reinspect(self, report, case, code, passed):
        keeper = KEEPER_OF[report["domain"]]
        ok(self.campus.act(case, "sign", keeper, receiver="李主任"))
        ok(self.campus.act(case, "rectify", keeper, measures="已整改。"))
        checklist = self.checklist(report["domain"], "reinspection")
        item = next(i for i in answers.items(checklist) if i["code"] == code)
        self.post({"domain": report["domain"], "template": "reinspection", "case": case,
                   "rulebook": checklist["digest"], "signature": "陈检查",
                   "answers": [self.answer(item, passed)]}, INSPECTOR)

    def live(self, day):
        self.keep(day)
        for n, row in enumerate(VISITS):
            if day % EVERY == n:
                self.visit(row, day // EVERY + n)
