"""Everything that can be read of a campus, by everybody who may ask: what a version answers.

Owns: the questions, and the form in which answers are kept.
Must not know: what a right answer is.

A line of a kept file is {"get": path, "as": [who, ...], "status": n, "body": ...}; the body of
further actors is what differs from the first's ("but").
"""
import collections
import hashlib
import json
import urllib.parse

from harness import OFFICE, ok
from world import DOMAINS, UNIT_OF, WHO

DESK = [name for name in WHO if name not in ("student", "public")]
KEYS_OF_LISTS = {"cases": "cases", "directives": "rows", "inspections": "inspections",
                 "units": "units", "places": "places", "standings": "standings",
                 "coverage": "rows", "occurrences": "occurrences"}
MONTHS = ("2026-09", "2026-10", "2026-11")
REPORTER = "reporter"  # whoever has the receipt

# Rows of these lists are kept by id and digest: each of them is kept whole by itself.
SHORT = ("cases", "inspections")
# What is not compared, and why.
LEFT_OUT = {
    "next_cursor": "a page's mark is the server's own; it is followed, and what comes counts",
}
# What counts of a refusal: its words may be bettered.
REFUSAL = ("status", "code", "field", "current_state")


def answer_of(reply):
    """(status, body)."""
    body = reply.json()
    if reply.status_code >= 400:
        body = {k: body[k] for k in REFUSAL if k in body}
    return reply.status_code, comparable(body)


def comparable(value):
    if isinstance(value, dict):
        return {k: comparable(v) for k, v in value.items() if k not in LEFT_OUT}
    return [comparable(v) for v in value] if isinstance(value, list) else value


def short(value):
    """A row of a list that is kept whole elsewhere."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    return f"{value.get('id', '')} {hashlib.sha256(text).hexdigest()[:16]}"


def lists(facts):
    """(path with its query, who asks)."""
    day = facts["written_at"][:10]
    yield from ((path, DESK) for path in (
        "cases?limit=100", "cases?order=urgent&limit=100", "cases?mine=true&limit=100",
        "cases?overdue=true&limit=100", "directives?limit=100", "inspections?limit=100",
        "periods", "schedules"))
    few = ["office", "one-domain", "catering-centre"]
    for n in range(1, 10):
        yield f"cases?state={n}&limit=7", few
    for query in ("kind=repair", "source=phone", "severity=serious", "unit=firm-catering",
                  "domain=energy"):
        yield f"cases?{query}&limit=100", few
    for state in ("late", "urged", "done"):
        yield f"directives?supervision={state}", few
    for domain in DOMAINS:
        yield f"inspections?domain={domain}", few
        yield f"cases/similar?domain={domain}", ["public"]
        yield f"units/{UNIT_OF[domain]}/standing?from=2026-09&to=2026-11", [
            "office", UNIT_OF[domain]]
    for first, last in (("2026-09-28", "2026-10-16"), ("2026-10-17", "2026-11-05"),
                        ("2026-11-06", day)):
        yield f"occurrences?from={first}&to={last}&limit=100", few + ["transport-centre"]
    yield "occurrences", DESK
    for month in MONTHS:
        yield f"board?period={month}", ["public"]
        yield f"coverage?period={month}", ["office", "catering-centre"]
    for name in ("units", "places"):
        yield f"{name}?limit=5", ["public", "office"]
    yield "standings?from=2026-09&to=2026-11", ["office", "leader", "catering-centre"]
    yield from ((f"me#{name}", [name]) for name in WHO)


def of_cases(campus, cases, facts):
    photos = collections.OrderedDict()
    for case in cases:
        path, found = f"cases/{case['id']}", case["unit"] if case.get("unit") else "office"
        who = list(dict.fromkeys(["office", "inspector", "leader", "one-domain", found,
                                  "energy-centre", "student", "public"]))
        if case["id"] in facts["receipts"]:
            who.append(REPORTER)
        yield path, who
        yield path + "/history", [w for w in who if w not in ("inspector", "one-domain")]
        yield path + "/notice", ["office", found, "energy-centre", "public"]
        yield path + "/notice.html", ["office"]
        history = ok(campus.get(path + "/history", OFFICE))
        for photo in (*case.get("attachments", []),
                      *(p for e in history["events"] for p in e.get("evidence", []))):
            photos[f"{path}/evidence/{photo}"] = who
    for path, who in photos.items():
        yield path, who
        yield path + "?size=thumbnail", who[:1]


def of_inspections(inspections):
    for one in inspections:
        path = f"inspections/{one['id']}"
        yield path, ["office", "leader", "one-domain", one["unit"], "energy-centre", "student"]
        yield path + "/report.html", ["office"]


def ask(campus, path, name, facts):
    """(status, body): JSON, or of a photo or a page what stands for it."""
    path = path.split("#")[0]
    receipt = facts["receipts"].get(path.split("/")[1]) if name == REPORTER else None
    reply = campus.get(path, None if name == REPORTER else WHO[name], receipt=receipt)
    kind = reply.headers.get("Content-Type", "")
    if "json" in kind:
        return answer_of(reply)
    digest = hashlib.sha256(reply.content).hexdigest()
    if kind.startswith("image/"):
        return reply.status_code, {"sha256": digest}
    return reply.status_code, {"type": kind, "sha256": digest}


def pages(campus, path, name, facts):
    """All pages of a list, as one."""
    status, body = ask(campus, path, name, facts)
    route = path.split("?")[0].split("/")[-1]
    rows = KEYS_OF_LISTS.get("cases" if route == "similar" else route)
    if status != 200 or rows is None:
        return status, body
    actor = None if name == "public" else WHO[name]
    cursor = campus.get(path, actor).json().get("next_cursor")
    while cursor:
        mark = urllib.parse.quote(cursor)
        reply = ok(campus.get(f"{path}{'&' if '?' in path else '?'}cursor={mark}", actor))
        body.setdefault(rows, []).extend(comparable(reply.get(rows, [])))
        cursor = reply.get("next_cursor")
    if rows in SHORT and rows in body:
        body[rows] = [short(row) for row in body[rows]]
    return status, body


def answers(campus, facts):
    """{(path, who): (status, body)} of all questions."""
    found = {}
    for path, who in lists(facts):
        for name in who:
            found[path, name] = pages(campus, path, name, facts)
    cases, inspections = ([ok(campus.get(f"{name}/{row.split()[0]}", OFFICE)) for row in found[
        f"{name}?limit=100", "office"][1][name]] for name in SHORT)
    for path, who in (*of_cases(campus, cases, facts), *of_inspections(inspections)):
        for name in who:
            found[path, name] = ask(campus, path, name, facts)
    for case in facts["receipts"]:
        reply = campus.get("receipt", receipt=facts["receipts"][case])
        found[f"receipt#{case}", REPORTER] = reply.status_code, short(comparable(reply.json()))
    return found


# --- kept ------------------------------------------------------------------------------------

def delta(base, other):
    """What is to be changed in base; None: nothing."""
    if base == other:
        return None
    if isinstance(base, dict) and isinstance(other, dict):
        changed = {k: delta(base.get(k), v) for k, v in other.items() if base.get(k) != v}
        return {"set": changed, "drop": sorted(base.keys() - other.keys())}
    if isinstance(base, list) and isinstance(other, list) and len(base) == len(other):
        return {"at": {str(i): delta(a, b) for i, (a, b) in enumerate(zip(base, other))
                       if a != b}}
    return {"be": other}


def changed(base, by):
    if by is None:
        return base
    if "be" in by:
        return by["be"]
    if "at" in by:
        return [changed(v, by["at"].get(str(i))) for i, v in enumerate(base)]
    kept = {k: v for k, v in base.items() if k not in by["drop"]}
    return {**kept, **{k: changed(base.get(k), v) for k, v in by["set"].items()}}


def save(path, found):
    rows = collections.OrderedDict()
    for (question, name), answer in found.items():
        same = rows.setdefault(question, [])
        for names, other in same:
            if other == answer:
                names.append(name)
                break
        else:
            same.append(([name], answer))
    with open(path, "w", encoding="utf-8") as file:
        for question, groups in rows.items():
            for n, (names, (status, body)) in enumerate(groups):
                first = groups[0][1][1]
                text = {"body": body} if n == 0 else {"but": delta(first, body)}
                file.write(json.dumps({"get": question, "as": names, "status": status, **text},
                                      ensure_ascii=False) + "\n")


def load(path):
    found, first = {}, None
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            first = row["body"] if "body" in row else first
            body = changed(first, row.get("but"))
            for name in row["as"]:
                found[row["get"], name] = (row["status"], body)
    return found
