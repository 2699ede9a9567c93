"""What happens on a campus in seven weeks, through HTTP: every kind of record comes about.

Owns: the register, the plan, cases by their ways, a day after the other.
Must not know: how it is kept, what is asked of it later, inspections (visits.py).
"""
import uuid

from harness import ADMIN, INSPECTOR, LEADER, OFFICE, STUDENT, UNITS, ok
from visits import Visits
from world import DOMAINS, FIRM_OF, KEEPER_OF, UNIT_OF

PLACES = (("canteen-1", "第一食堂", "canteen"), ("dorm-3", "3号宿舍楼", "dormitory"),
          ("bus-01", "校车01号", "bus"), ("lab-2", "2号实训楼", "building"))
PLACE_OF = {"catering": "canteen-1", "dormitory": "dorm-3", "transport": "bus-01"}
TEXTS = {
    "catering": "中午在二楼窗口打的饭里吃出一根头发，和师傅反映没有人管。",
    "dormitory": "宿舍公共卫生间三天没有打扫，地面积水，气味很大。",
    "property": "教学楼三楼西侧走廊的垃圾桶满了一整天没有清运。",
    "energy": "宿舍楼从昨天晚上开始热水不热，只有凉水。",
    "transport": "早上七点半的校车晚点二十多分钟，上课迟到了。",
    "procurement": "新到的学生用床垫规格比合同薄两厘米，气味刺鼻。",
    "repair": "B105教室的门锁坏了，修过一次第二天又坏。",
    "decision": "校长办公会议定的停车改造至今没有开始，也没有人说明。",
}
# What an officer chooses where no pattern speaks.
CATEGORIES = {"catering": "foreign_matter", "dormitory": "public_hygiene",
              "property": "grounds", "energy": "power_outage", "transport": "brakes",
              "procurement": "late_delivery", "repair": "door_window", "decision": "late"}
PERIODS = (
    ("term-start", {"name": "开学季", "name_en": "Start of term", "kind": "term_start",
                    "times": 2, "domains": ["catering"]}, 3, 6),
    ("sports-meeting", {"name": "运动会", "kind": "event", "times": 2,
                        "deadline_percent": 50}, 42, 60),
    ("works", {"name": "停业检修", "kind": "vacation", "paused": True,
               "domains": ["property"]}, 12, 20),
    ("given-up", {"name": "取消的活动", "kind": "event", "times": 3, "retired": True}, 1, 90),
)
SCHEDULES = (
    ("night", {"name": "夜间巡查", "domain": "dormitory", "template": "daily", "by": "self",
               "every": "week", "last_day": 7, "from_min": 1200, "to_min": 1380,
               "late_min": 600}),
    ("canteen-visits", {"name": "食堂每周抽查", "name_en": "Weekly visit", "domain": "catering",
                        "template": "special_samples", "by": "office", "every": "week",
                        "last_day": 5, "from_min": 0, "to_min": 1080, "late_min": 1440,
                        "place": "canteen-1"}),
    ("bus-unseen", {"name": "校车暗访", "domain": "transport", "template": "unannounced",
                    "by": "office", "every": "month", "last_day": 20, "from_min": 0,
                    "to_min": 1080, "late_min": 1440, "covert": True}),
    ("one-firm", {"name": "合作企业抽查", "domain": "catering", "template": "special_prices",
                  "by": "office", "every": "month", "last_day": 12, "from_min": 0,
                  "to_min": 1080, "unit": "firm-catering", "basis": "合同第七条"}),
)

# kind, source, by whom, way. A number waits so many days.
WAYS = (
    ("complaint", "web", None, ""),
    ("complaint", "web", STUDENT, "photo"),
    ("repair", "phone", OFFICE, "dispatch"),
    ("complaint", "web", None, "support=3 dispatch sign"),
    ("repair", "web", STUDENT, "dispatch 1 sign rectify"),
    ("complaint", "walk_in", OFFICE, "dispatch sign 1 rectify verify"),
    ("complaint", "web", STUDENT, "photo dispatch sign rectify=photo verify=photo confirm=5"),
    ("repair", "hotline", OFFICE, "dispatch 1 sign 9 rectify verify confirm=1"),
    ("complaint", "web", None, "dispatch sign rectify verify 6"),
    ("complaint", "web", None, "dispatch sign rectify return rectify verify confirm=4"),
    ("repair", "web", STUDENT, "dispatch sign rectify 1 verify 1 confirm=3 2 reopen"),
    ("complaint", "web", None,
     "dispatch sign rectify verify reopen 1 dispatch sign rectify verify confirm=2"),
    ("complaint", "phone", OFFICE, "dispatch sign extend"),
    ("repair", "web", None, "dispatch extend sign grant"),
    ("complaint", "web", STUDENT, "dispatch sign extend refuse"),
    ("complaint", "superior", OFFICE, "dispatch urge sign urge"),
    ("complaint", "web", None, "reject"),
    ("repair", "web", STUDENT, "dispatch withdraw"),
    ("complaint", "web", None, "support=2 merge"),
    ("complaint", "web", STUDENT, "dispatch reassign sign 1 rectify"),
    ("suggestion", "web", STUDENT, "answer"),
    ("praise", "web", None, "answer confirm=5"),
    ("inquiry", "web", None, "answer 5"),
    ("suggestion", "web", None, "dispatch sign"),
    ("inquiry", "hotline", OFFICE, ""),
    ("praise", "web", STUDENT, ""),
    ("inspection", "check", INSPECTOR, "dispatch-spot sign rectify verify close"),
    ("inspection", "check", INSPECTOR, "dispatch-spot 1 sign"),
    ("directive", "superior", OFFICE, ""),
    ("directive", "superior", LEADER, "dispatch progress=1 sign urge urge"),
    ("directive", "superior", OFFICE, "dispatch sign progress=1 progress=2 rectify verify close"),
    ("directive", "superior", ADMIN, "dispatch sign 2 urge progress=2"),
)
# Each wave goes through all ways: on these days, and with other domains each time.
WAVES = ((2, 0), (44, 3))


class Walk:
    """One case on its way."""

    def __init__(self, life, n, row, domain):
        self.life, self.campus, self.n, self.domain = life, life.campus, n, domain
        self.kind, self.source, self.by, self.way = row
        self.case, self.keeper = None, KEEPER_OF[domain]

    def days(self):
        """Yields when the rest is for another day."""
        self.case = self.submit()
        self.life.cases.append(self.case)
        for step in self.way.split():
            if step.isdigit():
                for _ in range(int(step)):
                    yield
                continue
            name, _, value = step.partition("=")
            if name != "photo":
                getattr(self, name.replace("-", "_"))(value)

    def submit(self):
        campus, n = self.campus, self.n
        fields = {"kind": self.kind, "domain": self.domain, "text": TEXTS[self.domain],
                  "place": PLACE_OF.get(self.domain, "lab-2"), "place_detail": f"{n}号窗口",
                  "occurred_at": campus.clock.moment(hours=-n - 1)}
        if n % 3 == 0 and self.by is None:
            fields["contact"] = {"name": "张同学", "phone": f"138000000{n:02}",
                                 "email": "zhang@example.edu.cn"}
        if self.by not in (None, STUDENT):
            fields["source"] = self.source
            fields["tags"] = ["internal", "irregular"] if self.kind == "inspection" else []
            if n % 4 in (2, 3):
                fields["severity"] = "serious" if n % 4 == 3 else "critical"
        if "photo" in self.way.split():
            fields["attachments"] = [self.life.photo(n % 4), self.life.photo(4)]
        if self.kind == "directive":
            day = campus.clock.day
            fields.update(text="", ledger={
                "source": "president_meeting", "meeting": f"2026年第{n}次校长办公会议",
                "met_on": day(-9), "decided": "入冬前完成实训楼供热管线检修，逐项销号。",
                "owner": "张处长", "milestones": [{"name": "完成招标", "due": day(-2)},
                                                {"name": "完成检修", "due": day(9)}]})
        return campus.submit(self.by, **{k: v for k, v in fields.items() if v != []})

    def dispatch(self, _, actor=OFFICE):
        more = {} if "category" in self.case.last else {"category": CATEGORIES[self.domain]}
        self.campus.dispatch(self.case, actor, unit=UNIT_OF[self.domain], **more)

    def dispatch_spot(self, _):
        self.dispatch(_, INSPECTOR)

    def sign(self, _):
        self.campus.sign(self.case, self.keeper)

    def rectify(self, photo):
        more = {"evidence": [self.life.photo(5)]} if photo else {}
        self.campus.do(self.case, "rectify", self.keeper, measures="已整改，并培训员工。", **more)

    def verify(self, photo):
        more = {"evidence": [self.life.photo(6)]} if photo else {}
        self.campus.do(self.case, "verify", INSPECTOR, finding="现场复查，已整改到位。", **more)

    def progress(self, number):
        self.campus.progress(self.case, self.keeper, int(number),
                             reached=self.campus.clock.day(-1),
                             evidence=[self.life.photo(5)])

    def confirm(self, rating):
        self.campus.confirm(self.case, int(rating), comment="处理及时。")

    def extend(self, _):
        until = self.life.after(self.case.last["deadlines"]["rectify_by"], hours=20)
        self.campus.do(self.case, "request_extension", self.keeper, until=until,
                       reason="配件在途。")

    def grant(self, _):
        self.campus.do(self.case, "grant_extension", OFFICE, reason="同意。")

    def refuse(self, _):
        self.campus.do(self.case, "refuse_extension", OFFICE, reason="须按期完成。")

    def reassign(self, _):
        self.keeper = FIRM_OF.get(self.domain) or KEEPER_OF["decision"]
        self.campus.do(self.case, "reassign", OFFICE, unit=self.keeper.unit,
                       reason="属合作企业责任。", signer="王处长")

    def urge(self, _):
        self.campus.do(self.case, "urge", LEADER, reason="请尽快办理。")

    def support(self, count):
        for n in range(int(count)):
            actor = STUDENT if n == 0 else None
            ok(self.campus.request("POST", f"cases/{self.case.id}/support", actor,
                                   headers={"Idempotency-Key": str(uuid.uuid4())}))

    def merge(self, _):
        parent = self.campus.submit(kind="complaint", domain=self.domain, text=TEXTS[self.domain])
        self.life.cases.append(parent)
        self.campus.do(self.case, "merge", OFFICE, parent=parent.id, reason="同一问题。")

    def reject(self, _):
        self.campus.do(self.case, "reject", OFFICE, reason="不属于受理范围。")

    def withdraw(self, _):
        self.campus.do(self.case, "withdraw", receipt=self.case.receipt, reason="已自行解决。")

    def answer(self, _):
        self.campus.do(self.case, "answer", OFFICE, reply="感谢您的来信，已转有关中心研究。")

    def send_back(self, _):
        self.campus.send_back(self.case)

    def reopen(self, _):
        self.campus.reopen(self.case)

    def close(self, _):
        self.campus.do(self.case, "close", OFFICE, reason="已核实。")


setattr(Walk, "return", Walk.send_back)


class Life:
    """What happens on a campus, day by day."""

    def __init__(self, campus, photo, after):
        self.campus, self.photo, self.after = campus, photo, after
        self.cases, self.walks = [], []
        self.visits = Visits(campus, photo)

    def register(self):
        campus = self.campus
        office = next(u for u in UNITS if u["id"] == "logistics-office")
        units = [{**office, "domains": ["decision"], "head": "王处长"}]
        units += [{"id": unit, "name": f"{domain}服务中心", "name_en": f"Centre of {domain}",
                   "kind": "centre", "domains": [domain]}
                  for domain, unit in UNIT_OF.items() if unit != office["id"]]
        units += [{"id": actor.unit, "name": f"合作企业（{domain}）", "kind": "contractor",
                   "domains": [domain], "parent": UNIT_OF[domain], "contract": "HT-2026-07"}
                  for domain, actor in FIRM_OF.items()]
        units.append({"id": "old-centre", "name": "原服务中心", "kind": "centre",
                      "domains": ["property"], "retired": True})
        for unit in units:
            ok(campus.put(f"units/{unit['id']}", unit))
        for place, name, kind in PLACES:
            responsible = [{"domain": d, "unit": UNIT_OF[d]} for d in DOMAINS
                           if PLACE_OF.get(d) == place]
            ok(campus.put(f"places/{place}", {"id": place, "name": name, "kind": kind,
                                              "responsible": responsible}))
        for name, body, first, last in PERIODS:
            ok(campus.put(f"periods/{name}", {**body, "from": campus.clock.day(first),
                                              "to": campus.clock.day(last)}, OFFICE))
        for name, body in SCHEDULES:
            ok(campus.put(f"schedules/{name}", {"unit": UNIT_OF[body["domain"]], **body},
                          OFFICE))

    def change_plan(self, day):
        """Of checks that are made already, some are not asked for any more."""
        if day == 35:
            ok(self.campus.put("periods/blackout", {
                "name": "停电检修", "kind": "vacation", "paused": True, "domains": ["energy"],
                "from": self.campus.clock.day(), "to": self.campus.clock.day(2)}, OFFICE))
        if day == 40:
            seen = ok(self.campus.get("schedules/one-firm", OFFICE))
            ok(self.campus.put("schedules/one-firm", {**seen, "retired": True}, OFFICE))

    def live(self, day):
        self.change_plan(day)
        for first, shift in WAVES:
            for n, row in enumerate(WAYS):
                if day == first + n // 8:
                    domain = DOMAINS[(n + shift) % len(DOMAINS)]
                    if row[3].count("reassign") and domain not in FIRM_OF:
                        domain = "catering"
                    self.walks.append(Walk(self, n, row, domain).days())
        self.walks = [walk for walk in self.walks if next(walk, self) is not self]
        self.visits.live(day)
