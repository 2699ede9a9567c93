"""Lists of cases: every filter and order against the stored records, cursors under writes, who
sees which list; similar cases before a submit, and joining them.

After each test Redis is recounted (tests/lib/recount.py).
"""
import base64
import concurrent.futures
import itertools
import json
import threading
import time
import urllib.parse

import pytest
import recount
import requests
from harness import (ADMIN, CATERING, CONTRACTOR, ENERGY, INSPECTOR, LEADER, OFFICE, STUDENT,
                     TEXTS, TRANSPORT, Actor, later, ok, problem)
from supervision.v1 import engine_pb2

Case = recount.Case
STATES = ("submitted", "dispatched", "rectifying", "rectified", "verified", "closed",
          "rejected", "withdrawn", "merged")


@pytest.fixture(autouse=True)
def consistent(campus):
    yield
    recount.check(campus.stack.client(), "c0")


def populate(campus):
    """Some fifty cases of every domain, kind, state, severity and source; some of long ago,
    some overdue."""
    client = campus.stack.client()
    for domain, state in itertools.product(TEXTS, STATES):
        campus.walk(state, domain=domain)
    for number, kind in enumerate(("repair", "suggestion", "praise", "inquiry")):
        campus.submit(kind=kind, domain=list(TEXTS)[number % 3], place="canteen-1")
    for source, severity in zip(("phone", "walk_in", "hotline", "superior", "check"),
                                ("minor", "major", "serious", "critical", "major")):
        campus.submit(OFFICE, source=source, severity=severity, domain="energy")
    campus.submit(INSPECTOR, kind="inspection")
    campus.submit(OFFICE, kind="directive", domain="transport")
    campus.dispatch(campus.submit(), unit="contractor-food")
    campus.dispatch(campus.submit(kind="suggestion"), unit="catering-centre")
    campus.reopen(campus.walk("closed"))
    waits = campus.walk("rectifying")
    campus.do(waits, "request_extension", CATERING, until=later(waits.last, days=1),
              reason="配件未到。")
    recount.age(client, "c0", campus.walk("verified").id, days=3)
    # working time stands still over the longest holidays
    for days, state in ((20, "submitted"), (20, "dispatched"), (40, "rectifying"),
                        (40, "rectified"), (50, "closed")):
        for domain in ("catering", "transport"):
            recount.age(client, "c0", campus.walk(state, domain=domain).id, days=days)


def records(campus):
    return [r.case for r in recount.Campus(campus.stack.client(), "c0").records.values()]


def page(campus, actor=OFFICE, **query):
    reply = ok(campus.get("cases?" + urllib.parse.urlencode(query), actor))
    return reply.get("cases", []), reply.get("next_cursor", "")


def pages(campus, actor=OFFICE, between=None, **query):
    """All pages, one after another; between is called before each but the first."""
    found, cursor = [], ""
    for _ in range(200):
        cases, cursor = page(campus, actor, **query, **({"cursor": cursor} if cursor else {}))
        assert len(cases) <= query.get("limit", 20)
        found += cases
        if not cursor:
            return found
        if between:
            between(found)
    raise AssertionError("the list has no end")


def ids(cases):
    return [case.id if isinstance(case, Case) else case["id"] for case in cases]


def now_ms():
    return int(time.time() * 1000)


def is_overdue(case):
    due = recount.due_of(case)
    return due is not None and due <= now_ms()


def submitted(case):
    return recount.ms(case, "submitted_at")


def newest(cases):
    return ids(sorted(cases, key=lambda k: (submitted(k), k.id), reverse=True))


def most_urgent(cases):
    """The nearest deadline first; what has none running at its place by recount."""
    still_open = [case for case in cases if recount.state_of(case) not in recount.OVER]
    return ids(sorted(still_open, key=lambda k: (recount.entries_of(k)["open"], k.id)))


def rfc3339(ms):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ms // 1000)) + f".{ms % 1000:03}Z"


# --- filters and orders ----------------------------------------------------------------------

def single_filters():
    for domain in TEXTS:
        yield {"domain": domain}, lambda k, d=domain: k.domain == d
    for state in STATES:
        yield {"state": state}, lambda k, s=state: recount.state_of(k) == s
    for kind in [n for n in Case.Kind.keys() if n != "kind_unspecified"]:
        yield {"kind": kind}, lambda k, n=kind: recount.kind_of(k) == n
    for severity in ("minor", "major", "serious", "critical"):
        yield {"severity": severity}, lambda k, n=severity: Case.Severity.Name(
            k.severity) == n
    for source in [n for n in Case.Source.keys() if n != "source_unspecified"]:
        yield {"source": source}, lambda k, n=source: Case.Source.Name(k.source) == n
    for unit in ("catering-centre", "contractor-food", "no-such-unit"):
        yield {"unit": unit}, lambda k, n=unit: k.unit == n
    yield {"overdue": "true"}, is_overdue
    for days in (1, 10, 30, 45):
        edge = now_ms() - days * 86400000
        yield {"from": rfc3339(edge)}, lambda k, e=edge: submitted(k) >= e
        yield {"to": rfc3339(edge)}, lambda k, e=edge: submitted(k) < e


FILTERS = [query for query, _ in single_filters()]


def test_each_filter_finds_exactly_its_cases_in_both_orders(campus):
    populate(campus)
    everything = records(campus)
    assert pages(campus) and ids(pages(campus)) == newest(everything)
    found_some = 0
    for query, fits in single_filters():
        wanted = [case for case in everything if fits(case)]
        found_some += bool(wanted)
        for limit in (3, 100):
            if "overdue" not in query:
                assert ids(pages(campus, limit=limit, **query)) == newest(wanted), query
            assert ids(pages(campus, limit=limit, order="urgent", **query)) == most_urgent(
                wanted), query
    assert found_some > len(FILTERS) - 8, "the campus has something for nearly each filter"


def test_filters_together_find_what_fits_all_of_them(campus):
    populate(campus)
    everything, some = records(campus), 0
    for (one, fits_one), (two, fits_two) in itertools.combinations(single_filters(), 2):
        if set(one) & set(two):
            continue
        wanted = [case for case in everything if fits_one(case) and fits_two(case)]
        some += bool(wanted)
        query = {**one, **two}
        expected = most_urgent(wanted) if "overdue" in query else newest(wanted)
        assert ids(page(campus, limit=100, **query)[0]) == expected, query
    assert some > 100


def test_times_are_from_inclusive_to_exclusive(campus):
    cases = [campus.submit() for _ in range(3)]
    at = cases[1].last["submitted_at"]
    others = {c.id for c in cases if c.last["submitted_at"] == at}
    from_there = set(ids(page(campus, **{"from": at})[0]))
    before = set(ids(page(campus, to=at)[0]))
    assert others <= from_there and not others & before
    assert from_there | before == {c.id for c in cases}


def test_a_case_in_a_list_is_as_it_is_alone(campus):
    case = campus.walk("rectifying")
    listed = page(campus)[0]
    assert listed == [campus.case(case)]


def test_overdue_is_said_in_the_list_and_told_apart(campus):
    populate(campus)
    cases = pages(campus, overdue="true")
    assert cases and all(case["overdue"] and case["overdue_for"] for case in cases)
    assert {case["overdue_for"] for case in cases} == {"dispatch", "sign", "rectify"}
    late = set(ids(cases))
    assert all(not case.get("overdue") for case in pages(campus) if case["id"] not in late)


# --- what is mine ----------------------------------------------------------------------------

def test_mine_is_what_waits_for_an_action_of_the_actor(campus):
    populate(campus)

    def state_in(*states):
        return lambda k: recount.state_of(k) in states

    def kind_in(*kinds):
        return lambda k: recount.kind_of(k) in kinds

    def heard_out(k):
        return state_in("verified")(k) and (
            kind_in("inspection", "directive")(k)
            or now_ms() - recount.ms(k, "verified_at") >= 4320 * 60000)

    def of_the_office(k):
        in_work = state_in("dispatched", "rectifying")(k) and (
            kind_in("suggestion", "praise", "inquiry")(k)
            or k.extension.state == k.extension.requested)
        return state_in("submitted", "rectified")(k) or in_work or heard_out(k)
    expected = {
        CATERING: lambda k: k.unit == "catering-centre" and state_in(
            "dispatched", "rectifying")(k),
        CONTRACTOR: lambda k: k.unit == "contractor-food" and state_in(
            "dispatched", "rectifying")(k),
        INSPECTOR: lambda k: state_in("rectified")(k) or (kind_in("inspection")(k)
                                                          and state_in("submitted")(k)),
        LEADER: lambda k: False,
        OFFICE: of_the_office,
        ADMIN: of_the_office,
    }
    everything = records(campus)
    assert {(recount.state_of(k), recount.kind_of(k)) for k in everything if of_the_office(k)} > {
        ("submitted", "praise"), ("dispatched", "suggestion"), ("rectifying", "complaint"),
        ("verified", "complaint")}
    for actor, fits in expected.items():
        found = pages(campus, actor, limit=100, mine="true")
        assert ids(found) == most_urgent([k for k in everything if fits(k)]), actor


def test_what_an_actor_may_do_but_is_not_waited_for_is_not_his(campus):
    """Urging, reassigning, merging, asking for time: they can be done, nobody waits for them."""
    dispatched, verified = campus.walk("dispatched"), campus.walk("verified")
    for actor in (OFFICE, ADMIN, LEADER, INSPECTOR):
        assert page(campus, actor, mine="true") == ([], ""), actor
    assert {a["action"] for a in campus.case(dispatched, LEADER)["allowed_actions"]} == {"urge"}
    assert {a["action"] for a in campus.case(dispatched, OFFICE)["allowed_actions"]} >= {
        "urge", "reassign", "merge"}
    assert ids(page(campus, CATERING, mine="true")[0]) == [dispatched.id]
    recount.age(campus.stack.client(), "c0", verified.id, minutes=4320)
    assert ids(page(campus, OFFICE, mine="true")[0]) == [verified.id]


# --- who sees which list ---------------------------------------------------------------------

def test_a_unit_sees_its_own_cases_only(campus):
    populate(campus)
    for actor in (CATERING, TRANSPORT, ENERGY, CONTRACTOR):
        own = [case for case in records(campus)
               if case.unit == actor.unit and case.HasField("notice")]
        assert own and ids(pages(campus, actor)) == newest(own)
        assert ids(pages(campus, actor, unit=actor.unit)) == newest(own)
        assert ids(pages(campus, actor, order="urgent")) == most_urgent(own)
        for query in ("domain=transport", "state=submitted", "overdue=true"):
            found = ok(campus.get("cases?" + query, actor)).get("cases", [])
            assert {case["unit"] for case in found} <= {actor.unit}
    reopened = [case for case in records(campus) if case.unit == "catering-centre"
                and recount.state_of(case) == "submitted" and case.HasField("notice")]
    assert reopened, "what it had once, it goes on to see"
    problem(campus.get("cases?unit=energy-centre", CATERING), 403, "other_unit", "unit")
    problem(campus.get("cases", Actor("nobody", "unit")), 403, "other_unit")


def test_a_unit_sees_a_case_from_its_notice_on(campus):
    case = campus.submit(place_detail="二楼3号窗口")
    for actor in (CATERING, CONTRACTOR):
        assert page(campus, actor) == page(campus, actor, order="urgent") == ([], "")
        assert campus.case(case, actor) == campus.case(case, None)
    campus.dispatch(case, unit="catering-centre")
    for query in ({}, {"order": "urgent"}, {"state": "dispatched"}):
        assert ids(page(campus, CATERING, **query)[0]) == [case.id]
        assert page(campus, CONTRACTOR, **query) == ([], "")
    assert campus.case(case, CATERING)["place_detail"] == "二楼3号窗口"
    assert campus.case(case, CONTRACTOR) == campus.case(case, None)
    campus.do(case, "reassign", OFFICE, unit="contractor-food", reason="转承包单位。")
    assert page(campus, CATERING) == ([], "") and ids(page(campus, CONTRACTOR)[0]) == [case.id]
    assert campus.case(case, CATERING) == campus.case(case, None)


@pytest.mark.parametrize("source", ["web", "phone", "hotline", "superior"])
def test_a_unit_cannot_ask_where_a_case_came_from(campus, source):
    campus.dispatch(campus.submit(OFFICE, source=source))
    for query in ({}, {"order": "urgent"}, {"mine": "true"}):
        path = "cases?" + urllib.parse.urlencode({"source": source, **query})
        problem(campus.get(path, CATERING), 403, "forbidden", "source")
    assert len(page(campus, OFFICE, source=source)[0]) == 1


@pytest.mark.parametrize("role", ["inspector", "office", "admin"])
@pytest.mark.parametrize("domains", ["transport", "energy,catering", "energy catering", "*"])
def test_an_officer_with_domains_sees_only_those(campus, role, domains):
    populate(campus)
    actor = Actor("somebody", role, "", domains)
    seen = set(TEXTS) if domains == "*" else set(domains.replace(",", " ").split())
    own = [case for case in records(campus) if case.domain in seen]
    assert ids(pages(campus, actor, limit=7)) == newest(own)
    for domain in TEXTS:
        expected = newest([case for case in own if case.domain == domain])
        assert ids(pages(campus, actor, domain=domain)) == expected


def test_the_public_and_reporters_have_no_list(campus):
    campus.submit(STUDENT, contact={"phone": "13800001111"})
    problem(campus.get("cases"), 403, "sign_in")
    problem(campus.get("cases", STUDENT), 403, "forbidden")
    problem(campus.get("cases", Actor("", "reporter")), 403, "forbidden")


# --- cursors ---------------------------------------------------------------------------------

@pytest.mark.parametrize("limit", [1, 4, 19])
def test_newest_pages_hold_each_case_once_while_cases_are_written_and_change(campus, limit):
    cases = [campus.submit(domain=domain) for domain in list(TEXTS) * 7]
    waiting = list(cases)

    def between(found):
        """Some that were shown and some that were not move on; new ones come."""
        for _ in range(2):
            if waiting:
                case = waiting.pop(0 if len(waiting) % 2 else -1)
                campus.dispatch(case)
                if len(waiting) % 3 == 0:
                    campus.do(case, "withdraw", receipt=case.receipt)
        campus.submit()
    found = ids(pages(campus, between=between, limit=limit))
    assert sorted(found) == sorted(case.id for case in cases)
    assert len(waiting) < len(cases)


@pytest.mark.parametrize("query", [{"state": "submitted"}, {"order": "urgent"},
                                   {"order": "urgent", "domain": "catering"},
                                   {"unit": "catering-centre"}])
def test_pages_lose_and_repeat_no_case_that_stays_as_it_is(campus, query):
    cases = [campus.submit() for _ in range(24)]
    touched, waiting = set(), list(cases)

    def between(found):
        case = waiting.pop(0 if len(waiting) % 2 else -1)
        touched.add(case.id)
        campus.dispatch(case)
        campus.submit()
    found = ids(pages(campus, between=between, limit=3, **query))
    for case in cases:
        if case.id not in touched:
            assert found.count(case.id) == 1
    assert 5 < len(touched) < 24


def test_pages_hold_each_case_once_while_others_write_all_the_time(campus):
    cases = {campus.submit(domain=domain).id for domain in list(TEXTS) * 10}
    stop = threading.Event()

    def write():
        while not stop.is_set():
            campus.dispatch(campus.submit())
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(write) for _ in range(3)]
        try:
            for _ in range(5):
                found = [i for i in ids(pages(campus, limit=4)) if i in cases]
                assert sorted(found) == sorted(cases)
        finally:
            stop.set()
        for writer in writers:
            writer.result()


def flood(campus, n, **fields):
    """n cases, fast: on a few warm connections."""
    local, made = threading.local(), []

    def submit(number):
        if not hasattr(local, "session"):
            local.session = requests.Session()
            local.session.trust_env = False
        made.append(ok(local.session.post(
            campus.stack.url("/c0/cases"), timeout=60,
            json={"kind": "complaint", "domain": "energy", "text": TEXTS["energy"], **fields}),
            201)["case"]["id"])
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(submit, range(n)))
    return made


def test_cases_of_the_same_moment_come_once_each_on_pages_of_one(campus):
    made = flood(campus, 40)
    assert sorted(ids(pages(campus, limit=1))) == sorted(made)
    assert sorted(ids(pages(campus, limit=1, order="urgent"))) == sorted(made)


def test_a_rare_case_behind_a_thousand_others_is_found_over_short_pages(campus):
    rare = campus.submit(domain="transport")
    flood(campus, 1700)
    cases, cursor = page(campus, kind="complaint", state="submitted", domain="transport")
    walked = 0
    while cursor and not cases:  # a page may be short, even empty, and have a next one
        cases, cursor = page(campus, kind="complaint", state="submitted", domain="transport",
                             cursor=cursor)
        walked += 1
    assert ids(cases) == [rare.id]
    assert 1 <= walked <= 2, "one page looks at a bounded number of cases"


def cursor_of(campus, actor=OFFICE, **query):
    return page(campus, actor, limit=2, **query)[1]


def test_a_cursor_belongs_to_its_list_alone(campus):
    for domain in list(TEXTS) * 3:
        campus.submit(domain=domain)
    cursor = cursor_of(campus)
    assert cursor
    foreign = [("domain=catering", OFFICE), ("order=urgent", OFFICE), ("state=submitted", OFFICE),
               ("overdue=true", OFFICE), ("mine=true", OFFICE), ("", CATERING),
               ("from=2026-01-01T00:00:00Z", OFFICE), ("unit=catering-centre", OFFICE)]
    for query, actor in foreign:
        problem(campus.get(f"cases?{query}&cursor={cursor}".replace("?&", "?"), actor), 400,
                "cursor", "cursor")
    for path in ("units", "places"):
        problem(campus.get(f"{path}?cursor={cursor}", OFFICE), 400, "cursor")
    units = ok(campus.get("units?limit=2", OFFICE))["next_cursor"]
    problem(campus.get(f"cases?cursor={units}", OFFICE), 400, "cursor", "cursor")
    assert ok(campus.get(f"cases?cursor={cursor}&limit=1", OFFICE))["cases"], "limit may change"


def test_a_cursor_gives_nobody_more_than_his_list(campus):
    for domain in list(TEXTS) * 3:
        campus.submit(domain=domain)
    cursor = cursor_of(campus)
    found, _ = page(campus, Actor("x", "inspector", "", "energy"), cursor=cursor)
    assert {case["domain"] for case in found} == {"energy"}
    problem(campus.get(f"cases?cursor={cursor}"), 403, "sign_in")


def test_a_bad_cursor_is_refused(campus):
    for _ in range(3):
        campus.submit()
    good = cursor_of(campus)
    raw = base64.urlsafe_b64decode(good + "=" * (-len(good) % 4))
    token = engine_pb2.CursorToken.FromString(raw)

    def forged(**fields):
        other = engine_pb2.CursorToken()
        other.CopyFrom(token)
        for name, value in fields.items():
            setattr(other, name, value)
        return base64.urlsafe_b64encode(other.SerializeToString()).decode().rstrip("=")
    assert page(campus, cursor=forged())[0], "an honest copy is as good"
    bad = ["x", "!!!!", "....", good[:-3], good + "AAAA", good * 20, "a" * 511, "%00", "中文",
           forged(index="open"), forged(index="by:domain:catering"), forged(index=""),
           forged(last=""), forged(last=token.last + "0"), forged(last="(" + token.last[1:]),
           forged(filter=b""), forged(filter=b"\0" * 8), forged(filter=token.filter * 2)]
    for cursor in bad:
        path = "cases?" + urllib.parse.urlencode({"cursor": cursor})
        if cursor == "%00":
            path = "cases?cursor=%00"
        reply = campus.get(path, OFFICE)
        body = problem(reply, 400)
        assert body["code"] in ("cursor", "utf8"), (cursor, body)


@pytest.mark.parametrize("query,status,code,field", [
    ("limit=101", 422, "value", "limit"), ("limit=4294967295", 422, "value", "limit"),
    ("limit=4294967296", 400, "range", "limit"), ("limit=-1", 400, "range", "limit"),
    ("limit=x", 400, "type", "limit"), ("limit=1.5", 400, "type", "limit"),
    ("state=nope", 400, "enum", "state"), ("kind=nope", 400, "enum", "kind"),
    ("domain=nope", 422, "reference", "domain"), ("order=oldest", 400, "enum", "order"),
    ("overdue=maybe", 400, "type", "overdue"), ("from=yesterday", 400, None, "from"),
    ("state=submitted&state=closed", 400, "duplicate_field", "state"),
    ("colour=red", 400, "unknown_field", "colour"),
])
def test_a_bad_filter_is_named(campus, query, status, code, field):
    problem(campus.get(f"cases?{query}", OFFICE), status, code, field)


def test_a_page_has_twenty_cases_unless_it_is_said_otherwise(campus):
    flood(campus, 105)
    for limit, n in ((None, 20), (0, 20), (1, 1), (100, 100)):
        query = {} if limit is None else {"limit": limit}
        cases, cursor = page(campus, **query)
        assert len(cases) == n and cursor


def test_the_last_page_has_no_next(campus):
    for _ in range(4):
        campus.submit()
    cases, cursor = page(campus, limit=4)
    assert len(cases) == 4 and not cursor
    cases, cursor = page(campus, limit=2)
    cases, cursor = page(campus, limit=2, cursor=cursor)
    assert len(cases) == 2 and not cursor
    assert page(campus, Actor("x", "inspector", "", "energy")) == ([], "")


def full_length(campus):
    """As much in every field as it takes, in characters of four bytes, at the end of a long way;
    its id."""
    def words(n):
        return "🍚" * n

    def post(path, actor, receipt=None, **fields):  # escaped, it would not fit into a body
        return ok(campus.request(
            "POST", path, actor, receipt=receipt, headers={"Content-Type": "application/json"},
            data=json.dumps(fields, ensure_ascii=False).encode()))
    many = [campus.photo(n) for n in range(9)]
    made = post("cases", OFFICE, kind="complaint", source="phone", domain="catering",
                category="foreign_matter", text=words(2000), place="canteen-1",
                place_detail=words(100), attachments=many,
                contact={"name": words(40), "phone": "13800001111"})
    case, receipt = made["case"]["id"], made["receipt"]
    path = f"cases/{case}/"
    noticed = post(path + "dispatch", OFFICE, facts=words(2000), requirement=words(2000),
                   signer=words(40), basis=[words(200)] * 9, unit="catering-centre")
    post(path + "sign", CATERING, receiver=words(40))
    post(path + "request_extension", CATERING, until=later(noticed, days=1), reason=words(500))
    post(path + "grant_extension", OFFICE, reason=words(500))
    post(path + "rectify", CATERING, measures=words(2000), evidence=many)
    post(path + "verify", INSPECTOR, finding=words(2000), evidence=many)
    post(path + "reopen", None, receipt, reason=words(500))
    return case


def test_a_page_is_cut_after_a_mebibyte_and_goes_on(campus):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: full_length(campus), range(100)))
    stored = recount.Campus(campus.stack.client(), "c0").records
    sizes = {i: record.case.ByteSize() for i, record in stored.items()}
    assert min(sizes.values()) > 50000
    for query in ({}, {"order": "urgent"}, {"domain": "catering"}, {"mine": "true"}):
        found, cursor = [], ""
        for _ in range(40):
            for accept in ("application/x-protobuf", "application/json"):
                reply = campus.get("cases?" + urllib.parse.urlencode(
                    {"limit": 100, **query, **({"cursor": cursor} if cursor else {})}), OFFICE,
                    headers={"Accept": accept})
                assert reply.status_code == 200, reply.text[:500]
            cases, cursor = ok(reply)["cases"], ok(reply).get("next_cursor", "")
            found += ids(cases)
            # it stops with the one that is over
            before_last = sum(sizes[i] for i in ids(cases)[:-1])
            assert before_last <= 1 << 20
            if not cursor:
                break
            assert before_last + sizes[ids(cases)[-1]] > 1 << 20, "not cut without need"
        assert not cursor and len(found) == 100 and set(found) == set(made)


# --- similar cases ---------------------------------------------------------------------------

HAIR = {"domain": "catering", "category": "foreign_matter", "place": "canteen-1"}


def similar(campus, actor=None, **query):
    return ok(campus.get("cases/similar?" + urllib.parse.urlencode({**HAIR, **query}),
                         actor)).get("cases", [])


def test_similar_cases_are_the_open_ones_of_place_and_category(campus):
    one, two = campus.submit(**HAIR), campus.submit(**HAIR)
    campus.submit(domain="catering", category="foreign_matter")
    campus.submit(domain="catering", category="queue", place="canteen-1")
    campus.submit(domain="catering", category="foreign_matter", place="dorm-3")
    assert ids(similar(campus)) == [two.id, one.id]
    for actor in (STUDENT, CATERING, OFFICE):
        assert ids(similar(campus, actor)) == [two.id, one.id]
    campus.walk("closed", **{k: v for k, v in HAIR.items() if k != "domain"})
    campus.dispatch(one)
    assert ids(similar(campus)) == [two.id, one.id]
    campus.do(two, "withdraw", receipt=two.receipt)
    assert ids(similar(campus)) == [one.id]
    assert similar(campus, place="dorm-3", category="queue") == []


def test_a_merged_case_is_similar_no_more_but_its_parent_is(campus):
    parent, child = campus.submit(**HAIR), campus.submit(**HAIR)
    campus.do(child, "merge", OFFICE, parent=parent.id)
    assert ids(similar(campus)) == [parent.id]
    joined = ok(campus.request("POST", f"cases/{child.id}/support",
                               headers={"Idempotency-Key": "device-key-000001"}))
    assert joined == {"case": parent.id, "supporters": 2, "counted": True}
    assert similar(campus)[0]["counters"]["supporters"] == 2


def test_at_most_five_similar_cases_are_shown_the_newest(campus):
    made = [campus.submit(**HAIR).id for _ in range(7)]
    found = ids(similar(campus))
    assert len(found) == 5 and set(found) < set(made) and made[-1] == found[0]


def test_similar_cases_are_recent_by_the_rulebook(campus):
    old, recent = campus.submit(**HAIR), campus.submit(**HAIR)
    recount.age(campus.stack.client(), "c0", old.id, minutes=10081)
    recount.age(campus.stack.client(), "c0", recent.id, minutes=10070)
    assert ids(similar(campus)) == [recent.id]


def test_a_reopened_case_is_similar_again(campus):
    case = campus.walk("closed", category="foreign_matter", place="canteen-1")
    assert similar(campus) == []
    campus.reopen(case)
    assert ids(similar(campus)) == [case.id]


@pytest.mark.parametrize("query,code,field", [
    ("category=queue&place=canteen-1", "required", "domain"),
    ("domain=catering&place=canteen-1", "required", "category"),
    ("domain=catering&category=queue", "required", "place"),
    ("domain=nope&category=queue&place=canteen-1", "reference", "domain"),
    ("domain=catering&category=nope&place=canteen-1", "reference", "category"),
])
def test_similar_cases_need_domain_category_and_place(campus, query, code, field):
    problem(campus.get("cases/similar?" + query), 422, code, field)


def test_similar_cases_show_what_the_public_may_see_to_everybody(campus):
    campus.submit(**HAIR, text="饭里有头发，我的电话13812345678。", place_detail="二楼3号窗口",
                  contact={"phone": "13812345678"})
    for actor in (None, STUDENT, CATERING, LEADER, OFFICE, ADMIN):
        case = similar(campus, actor)[0]
        assert "13812345678" not in str(case) and "place_detail" not in case
        assert "contact" not in case
