"""The demo campus's inspections: periods, what inspectors found, self-checks of the units.

Owns: what the demo's inspections say, submitted through the public HTTP API.
Must not know: cases (demo.py), how the servers run.
"""
import datetime
import uuid

PERIODS = (
    ("event-week", {"name": "校园开放周", "name_en": "Open week", "kind": "event", "times": 2,
                    "deadline_percent": 50}, 20, 26),
    ("winter-vacation", {"name": "寒假", "name_en": "Winter vacation", "kind": "vacation",
                         "paused": True, "domains": ["dormitory", "property"]}, 60, 90),
)

# The plan's self-checks stand in the rulebooks; these are the office's own.
SCHEDULES = (
    ("office-canteens", {"name": "食堂每周抽查", "name_en": "Weekly visit to a canteen",
                         "domain": "catering", "check": "special", "unit": "catering-centre"}),
    ("office-buses", {"name": "校车每周抽查", "name_en": "Weekly check of buses",
                      "domain": "transport", "check": "weekly", "unit": "transport-centre"}),
)
WEEKLY = {"by": "office", "every": "week", "from_min": 0, "to_min": 1440, "last_day": 7,
          "late_min": 1440, "basis": "后勤管理处检查安排"}

# name, user, domain, kind of check, place, failing items, raised ones, more fields. None of the
# failing items asks for a photo; grades and counts fail by their worst answer.
CHECKS = (
    ("k01", "inspector", "catering", "comprehensive", "canteen-1",
     ("fs_keep_cold", "qu_hot", "qu_taste", "or_queue"), ("fs_keep_cold", "qu_hot"),
     {"signature": "陈检查", "summary": "总体较好，留样与热菜温度须立即整改。",
      "participants": [{"kind": "students", "name": "王同学", "organisation": "学生会权益部"},
                       {"kind": "other_office", "name": "李老师", "organisation": "学生处"}]}),
    ("k02", "inspector", "catering", "unannounced", "canteen-2", ("or_manner",), (),
     {"signature": "陈检查", "summary": "暗访：窗口服务态度有待改进。"}),
    ("k03", "inspector", "transport", "comprehensive", "bus-05", (), (),
     {"signature": "陈检查", "summary": "车况与日常管理良好。"}),
    ("k04", "inspector", "energy", "comprehensive", "dorm-7", (), (),
     {"signature": "陈检查", "tags": ["tracking"]}),
    ("k05", "inspector", "dormitory", "comprehensive", "dorm-3", (), (),
     {"signature": "陈检查"}),
    ("k06", "inspector", "property", "comprehensive", "library", (), (),
     {"signature": "陈检查"}),
    ("k07", "catering", "catering", "daily", "canteen-1", (), (), {"signature": "赵经理"}),
    ("k08", "dormitory", "dormitory", "daily", "dorm-1", (), (), {"signature": "孙管理员"}),
)
ACKNOWLEDGED = {"k03": ("transport", "李队长", "已传达到每位驾驶员。")}
UNIT = "{domain}-centre"


def load(api, state):
    """Submits what is not submitted yet; how many were."""
    kept = state.data.setdefault("checks", {})
    if "periods" not in state.data:
        for name, body, first, last in PERIODS:
            api.call("PUT", f"periods/{name}", {**body, "from": day(first), "to": day(last)},
                     "admin")
        for name, body in SCHEDULES:
            fields = {**body, **WEEKLY, "template": template_of(api, body["domain"],
                                                               body["check"], "office")}
            del fields["check"]
            api.call("PUT", f"schedules/{name}", fields, "admin")
        state.data["periods"] = True
        state.save()
    return sum(submit(api, state, kept, row) for row in CHECKS)


def template_of(api, domain, kind, user):
    return next(entry["template"] for entry in api.call(
        "GET", f"checklists?domain={domain}", user=user)["checklists"]
        if entry["check"] == kind)


def day(after):
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return f"{datetime.datetime.now(zone) + datetime.timedelta(days=after):%Y-%m-%d}"


def submit(api, state, kept, row):
    name, user, domain, kind, place, failing, raised, fields = row
    check = kept.setdefault(name, {"id": "", "key": str(uuid.uuid4())})
    if check["id"]:
        return 0
    state.save()  # the key first: a submit that is repeated makes no second report
    template = template_of(api, domain, kind, user)
    checklist = api.call("GET", f"checklists/{domain}/{template}", user=user)
    body = {"domain": domain, "template": template, "rulebook": checklist["digest"],
            "unit": UNIT.format(domain=domain), "place": place,
            "answers": answers(checklist, failing),
            "raise": [{"item": item} for item in raised], **fields}
    report = api.call("POST", "inspections", {k: v for k, v in body.items() if v}, user,
                      Idempotency_Key=check["key"])
    if name in ACKNOWLEDGED:
        reader, receiver, comment = ACKNOWLEDGED[name]
        api.call("POST", f"inspections/{report['id']}/acknowledge",
                 {"receiver": receiver, "comment": comment}, reader)
    check["id"] = report["id"]
    state.save()
    return 1


def answers(checklist, failing):
    return [answer(item, item["code"] not in failing)
            for section in checklist["sections"] for item in section["items"]
            if "figures" not in item]


def answer(item, well):
    """What only a plugin can score is left out of the demo."""
    made = {"item": item["code"]}
    if item.get("by_code"):
        made["result"] = "not_applicable"
    elif item["answer"] == "pass_fail":
        made["result"] = "pass" if well else "fail"
    else:
        made["values"] = [value(item, well)]
    if not well:
        made["note"] = "现场核实，不符合要求。"
    return made


def value(item, well):
    if item["answer"] == "graded":
        return item["grades"] if well else 0
    if item["answer"] == "count":
        return 0 if well else item["zero_at"]
    least, most = (item.get(bound, {}).get("value", 0) if bound in item else None
                   for bound in ("at_least", "at_most"))
    if well:
        return least if least is not None else most
    return most + 7 if most is not None else least - 8
