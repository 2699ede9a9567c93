"""A checklist answered: as well as can be, and as badly.

Owns: what is a perfect and what a failing answer to each item of the eight rulebooks.
Must not know: how answers are scored.
"""
import json

# Items that a plugin's hook scores: full points, none.
BY_CODE = {
    "pr_basket": ([3.5, 3.5, 8, 7.5], [3.5, 4, 8, 9.5]),
    "de_late": ([20261101, 20261101, 20261130, 20261120], [20260901, 20261101]),
    "price_charged": ([2, 2], [2.5, 2]),
    "sa_head": ([900, 100, 1000, 100], [1500, 100, 1000, 100]),
    "re_restore": ([45, 60], [500, 60]),
    "pq_lot_look": ([1000, 1, 0], [1000, 1, 40]),
    "pq_lot_size": ([1000, 1, 0], [1000, 1, 40]),
    "pq_lot_safe": ([1000, 1, 0], [1000, 1, 40]),
    "daily_first_fix": ([20, 20], [20, 0]),
    "daily_turnaround": ([2, 5, 23], [30, 48]),
    "dispatch_first_fix": ([20, 20], [20, 0]),
    "dispatch_turnaround": ([2, 50, 70], [80, 100]),
    "dispatch_price": ([1000, 1000], [1200, 1000]),
    "works_schedule": ([20, 30], [60, 30]),
    # Monday 8:00 to 11:00; and 60 hours without a pause
    "dr_week_log": ([8, 11], [8, 68]),
}
# What live figures come to without any case: they are not asked for.
PHOTO = "0123456789abcdef" * 4


def items(checklist):
    for section in checklist["sections"]:
        yield from section["items"]


def is_live(item):
    return "figures" in item


def _number(item, well):
    if item["answer"] == "graded":
        return item["grades"] if well else 0
    if item["answer"] == "count":
        return 0 if well else item["zero_at"]
    least = item.get("at_least", {}).get("value", 0) if "at_least" in item else None
    most = item.get("at_most", {}).get("value", 0) if "at_most" in item else None
    if well:
        return least if least is not None else most
    return most + 1 if most is not None else least - 1


def answer(item, well, evidence=True):
    made = {"item": item["code"]}
    if item.get("by_code"):
        made["values"] = BY_CODE[item["code"]][0 if well else 1]
    elif item["answer"] == "pass_fail":
        made["result"] = "pass" if well else "fail"
    else:
        made["values"] = [_number(item, well)]
    if not well and evidence:
        made["note"] = "现场核实。"
        made["evidence"] = [PHOTO]
    return made


def answers(checklist, well=True, evidence=True):
    """Of all items but those with live figures."""
    return [answer(item, well, evidence) for item in items(checklist) if not is_live(item)]


def request(checklist, well=True, **fields):
    """An InspectionRequest as far as it belongs to the checklist."""
    return {"template": checklist["template"]["code"], "rulebook": checklist["digest"],
            "answers": answers(checklist, well), **fields}


def json_of(body):
    return json.dumps(body, ensure_ascii=False).encode()
