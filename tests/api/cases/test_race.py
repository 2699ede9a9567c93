"""Many at once: actors who race on one case, retried submits, a flood of supporters.

After each test Redis is recounted (tests/lib/recount.py).
"""
import concurrent.futures
import threading
import uuid

import pytest
import harness
import recount
import requests
from checklists import Checklist
from harness import (ADMIN, CATERING, INSPECTOR, LEADER, OFFICE, STUDENT, TEXTS, Actor, ok,
                     problem)

BODY = {"kind": "complaint", "domain": "catering", "text": TEXTS["catering"]}
NOTICE = {"facts": "属实。", "requirement": "立即整改。", "signer": "王处长"}


@pytest.fixture(autouse=True)
def consistent(campus):
    yield
    recount.check(campus.stack.client(), "c0")


def at_once(calls):
    """Runs the calls at the same moment; their results in order."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        barrier.wait()
        return call()
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def post_at_once(campus, posts):
    """(path, headers, JSON or None) of each, on warm connections: nearly in one instant."""
    sessions = []
    for path, headers, body in posts:
        session = requests.Session()
        session.trust_env = False
        session.get(campus.stack.url(f"/t{campus.n}/me"), timeout=60)
        sessions.append((session, campus.stack.url(f"/t{campus.n}/{path}"), headers, body))
    try:
        return at_once([lambda s=s, u=u, h=h, b=b: s.post(u, headers=h, json=b, timeout=60)
                        for s, u, h, b in sessions])
    finally:
        for session, *_ in sessions:
            session.close()


# --- two actors, one case --------------------------------------------------------------------

def by(actor, action, **fields):
    return action, actor, fields


RACES = {
    "both issue the notice": ("submitted", by(OFFICE, "dispatch", **NOTICE),
                              by(ADMIN, "dispatch", **NOTICE), "state"),
    "one issues the notice, one rejects": (
        "submitted", by(OFFICE, "dispatch", **NOTICE), by(ADMIN, "reject", reason="不受理。"),
        "state"),
    "the unit signs, the reporter withdraws": (
        "dispatched", by(CATERING, "sign", receiver="李主任"), by("receipt", "withdraw"),
        "state"),
    "two heads sign": ("dispatched", by(CATERING, "sign", receiver="李主任"),
                       by(Actor("deputy", "unit", "catering-centre"), "sign", receiver="赵"),
                       "state"),
    "one verifies, one returns": (
        "rectified", by(INSPECTOR, "verify", finding="合格。"),
        by(Actor("second", "inspector"), "return", finding="不合格。"), "state"),
    "one grants, one refuses": ("extension", by(OFFICE, "grant_extension"),
                                by(ADMIN, "refuse_extension", reason="不同意。"), "no_extension"),
    "the reporter confirms twice": ("verified", by("receipt", "confirm", rating=5),
                                    by("receipt", "confirm", rating=1), "state"),
}


def start_of(campus, state):
    if state != "extension":
        return campus.walk(state)
    case = campus.walk("rectifying")
    until = recount.cases_pb2.Case().deadlines.rectify_by
    until.FromJsonString(case.last["deadlines"]["rectify_by"])
    until.FromSeconds(until.ToSeconds() + 86400)
    return campus.do(case, "request_extension", CATERING, until=until.ToJsonString(),
                     reason="配件未到。")


@pytest.mark.parametrize("race", RACES)
def test_one_of_two_wins_and_the_other_learns_what_the_case_is_now(campus, race):
    state, one, two, code = RACES[race]
    for _ in range(6):
        case = start_of(campus, state)
        events = len(campus.history(case)["events"])
        posts = []
        for action, actor, fields in (one, two):
            headers = ({"Supervision-Receipt": case.receipt} if actor == "receipt"
                       else actor.headers())
            posts.append((f"cases/{case.id}/{action}", headers, fields))
        replies = sorted(post_at_once(campus, posts), key=lambda r: r.status_code)
        won, lost = ok(replies[0]), problem(replies[1], 409, code)
        assert lost["current_state"] == won["state"]
        assert lost["current_version"] == won["version"]
        seen = campus.case(case)
        assert (seen["state"], seen["version"]) == (won["state"], won["version"])
        assert len(campus.history(case)["events"]) == events + 1


def test_of_ten_who_saw_the_same_version_one_acts(campus):
    case = campus.walk("dispatched")
    headers = {**LEADER.headers()}
    body = {"reason": "请尽快办理。", "version": case.last["version"]}
    replies = post_at_once(campus, [(f"cases/{case.id}/urge", headers, body)] * 10)
    assert sorted(r.status_code for r in replies) == [200] + [409] * 9
    now = campus.case(case)["version"]
    for reply in replies:
        if reply.status_code == 409:
            lost = problem(reply, 409, "version")
            assert (lost["current_state"], lost["current_version"]) == ("dispatched", now)


def test_of_ten_who_named_no_version_all_act(campus):
    case = campus.walk("dispatched")
    replies = post_at_once(campus, [(f"cases/{case.id}/urge", LEADER.headers(),
                                     {"reason": f"催办{n}。"}) for n in range(10)])
    assert [r.status_code for r in replies] == [200] * 10
    notes = {e.get("note") for e in campus.history(case)["events"] if e["action"] == "urge"}
    assert notes == {f"催办{n}。" for n in range(10)}


def test_eighty_who_submit_reports_at_once_all_get_a_number_of_their_own(campus):
    check = Checklist("catering", "daily").request()
    replies = post_at_once(campus, [
        ("inspections", {**CATERING.headers(), "Idempotency-Key": str(uuid.uuid4())}, check)
        for _ in range(80)])
    assert sorted(ok(reply, 201)["sequence"] for reply in replies) == list(range(1, 81))


def test_a_version_that_is_past_or_never_was_is_refused(campus):
    case = campus.walk("dispatched")
    old = case.last["version"]
    campus.do(case, "urge", LEADER, reason="催办。", version=old)
    new = int(case.last["version"])
    for version in (old, str(new + 1), str(new - 1), "1", "18446744073709551615"):
        lost = problem(campus.act(case, "urge", LEADER, reason="催办。", version=version), 409,
                       "version")
        assert lost["current_version"] == case.last["version"]
    problem(campus.act(case, "urge", LEADER, reason="催办。", version=-1), 400, "range")


def test_if_match_takes_the_entity_tag_of_the_case(campus):
    case = campus.walk("dispatched")
    tag = campus.get(f"cases/{case.id}", LEADER).headers["ETag"]

    def urge(if_match):
        return campus.post(f"cases/{case.id}/urge", {"reason": "催办。"}, LEADER,
                           headers={"If-Match": if_match})

    def fresh(actor=LEADER, **options):
        return campus.get(f"cases/{case.id}", actor, **options).headers["ETag"]
    ok(urge(tag))
    now = fresh()
    office, as_protobuf = fresh(OFFICE), fresh(headers={"Accept": "application/x-protobuf"})
    assert len({tag, now, office, as_protobuf}) == 4, "each view of each state has its own"
    for stale in (tag, '"0"', '"nonsense"', tag.strip('"'), "W/" + tag, f'"x", {tag}, W/"y"',
                  now.strip('"'), now[:-1], "W/", ",", office, as_protobuf):
        lost = problem(urge(stale), 409, "version")
        assert lost["current_version"] == campus.case(case)["version"]
    ok(urge("*"))
    for form in ("{}", "W/{}", '"x", {}', '{},"y"', f'{tag} ,W/{{}},\t"y"', "{}  "):
        ok(urge(form.format(fresh())))


# --- a submit that is retried ----------------------------------------------------------------

def all_cases(campus):
    return recount.Campus(campus.stack.client(), "c0").records


@pytest.mark.parametrize("actor", [None, STUDENT, OFFICE])
def test_forty_identical_submits_with_one_key_make_one_case_and_one_receipt(campus, actor):
    headers = {**(actor.headers() if actor else {}), "Idempotency-Key": str(uuid.uuid4())}
    body = {**BODY, "contact": {"phone": "13800001111"}}
    replies = [ok(r, 201) for r in post_at_once(campus, [("cases", headers, body)] * 40)]
    assert len({r["receipt"] for r in replies}) == 1
    assert {r["case"]["id"] for r in replies} == set(all_cases(campus))
    assert len(all_cases(campus)) == 1
    opened = ok(campus.get("receipt", receipt=replies[0]["receipt"]))
    assert opened["id"] == replies[0]["case"]["id"]


def test_of_forty_different_submits_with_one_key_one_is_taken(campus):
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    replies = post_at_once(campus, [("cases", headers, {**BODY, "text": f"饭里有虫子，第{n}次。"})
                                    for n in range(40)])
    assert sorted(r.status_code for r in replies) == [201] + [422] * 39
    for reply in replies:
        if reply.status_code == 422:
            problem(reply, 422, "idempotency_key_reused")
    assert len(all_cases(campus)) == 1


@pytest.mark.parametrize("change", [{"text": TEXTS["catering"] + "！"}, {"kind": "repair"},
                                    {"place": "canteen-1"}, {"contact": {"phone": "1380000"}}])
def test_the_same_key_with_another_body_is_refused(campus, change):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    ok(campus.post("cases", BODY, headers=key), 201)
    problem(campus.post("cases", {**BODY, **change}, headers=key), 422,
            "idempotency_key_reused")
    assert len(all_cases(campus)) == 1


def test_a_retry_in_another_form_of_the_same_message_is_the_same_submit(campus):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = ok(campus.post("cases", BODY, headers=key), 201)
    again = ok(campus.request("POST", "cases", data=BODY, headers=key), 201)
    assert again["receipt"] == first["receipt"]


def test_a_retry_when_the_case_has_gone_on_shows_it_as_it_is_now(campus):
    key = str(uuid.uuid4())
    case = campus.submit(key=key)
    campus.dispatch(case)
    again = ok(campus.post("cases", BODY, headers={"Idempotency-Key": key}), 201)
    assert (again["case"]["id"], again["case"]["state"], again["receipt"]) == (
        case.id, "dispatched", case.receipt)
    assert again["case"]["version"] == case.last["version"]
    assert "notice" not in again["case"], "as the reporter sees it"


def test_one_key_of_two_people_makes_two_cases(campus):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    receipts = {ok(campus.post("cases", BODY, actor, headers=key), 201)["receipt"]
                for actor in (None, STUDENT, Actor("another", "reporter"))}
    assert len(receipts) == len(all_cases(campus)) == 3


def test_without_a_key_every_submit_is_a_case(campus):
    assert len({ok(campus.post("cases", BODY), 201)["receipt"] for _ in range(2)}) == 2


@pytest.mark.parametrize("key", ["1234567", "x" * 129, "with space", "中文中文中文".encode(),
                                 "tab\tin it"])
def test_a_bad_key_is_refused_and_leaves_nothing(campus, key):
    problem(campus.post("cases", BODY, headers={"Idempotency-Key": key}), 400,
            "idempotency_key")
    assert not all_cases(campus)


def test_a_refused_submit_does_not_use_up_its_key(campus):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    problem(campus.post("cases", {**BODY, "place": "nowhere"}, headers=key), 422, "reference")
    ok(campus.post("cases", BODY, headers=key), 201)


# --- me too ----------------------------------------------------------------------------------

def supports(case, tokens=(), users=()):
    path = f"cases/{case.id}/support"
    return ([(path, {"Idempotency-Key": token}, None) for token in tokens]
            + [(path, Actor(user, "reporter").headers(), None) for user in users])


def test_a_flood_of_sixty_supporters_counts_each_exactly_once(campus):
    case = campus.submit()
    crowd = supports(case, [f"device-of-one-{n:04d}" for n in range(30)],
                     [f"student{n}" for n in range(30)])
    replies = [ok(r) for r in post_at_once(campus, crowd + crowd)]
    assert sum(r.get("counted", False) for r in replies) == 60
    assert max(r["supporters"] for r in replies) == 60
    assert campus.case(case)["counters"]["supporters"] == 60
    again = [ok(r) for r in post_at_once(campus, crowd)]
    assert not any(r.get("counted") for r in again)
    assert {r["supporters"] for r in again} == {60}


def test_a_flood_of_supporters_stops_no_action(campus):
    case = campus.submit()
    posts = supports(case, [f"device-of-one-{n:04d}" for n in range(40)])
    posts.insert(20, (f"cases/{case.id}/dispatch", OFFICE.headers(), NOTICE))
    replies = post_at_once(campus, posts)
    assert [r.status_code for r in replies] == [200] * 41
    assert campus.case(case)["counters"]["supporters"] == 40


def test_no_supporter_is_lost_or_doubled_when_the_case_is_merged_meanwhile(campus):
    for _ in range(5):
        case, parent = campus.submit(), campus.submit()
        posts = supports(case, [f"device-of-one-{n:04d}" for n in range(30)])
        posts.insert(15, (f"cases/{case.id}/merge", OFFICE.headers(), {"parent": parent.id}))
        replies = post_at_once(campus, posts)
        assert [r.status_code for r in replies] == [200] * 31, [
            r.text for r in replies if r.status_code != 200]
        assert campus.case(parent)["counters"]["supporters"] == 31


def test_who_supported_a_case_before_it_was_merged_is_not_counted_again(campus):
    case, parent = campus.submit(), campus.submit()
    ok(campus.request("POST", f"cases/{case.id}/support", STUDENT))
    campus.do(case, "merge", OFFICE, parent=parent.id)
    again = ok(campus.request("POST", f"cases/{case.id}/support", STUDENT))
    assert again == {"case": parent.id, "supporters": 2}
    more = ok(campus.request("POST", f"cases/{case.id}/support", Actor("more", "reporter")))
    assert more == {"case": parent.id, "supporters": 3, "counted": True}


def read_before_either_writes(campus, first, second):
    """The first one's commit is before the second one's, which has read what was before both:
    while writes wait, reads do not. (Not when one worker has both: then they wait in line.)"""
    client, replies = campus.stack.client(), []
    client.client_pause(60000, all=False)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        try:
            for call in (first, second):
                replies.append(pool.submit(call))
                campus.stack.wait_held_back(len(replies))
        finally:
            client.client_unpause()
        return [reply.result() for reply in replies]


@pytest.fixture
def spread(own_stack):
    """A campus whose connections come to either worker, as chance will have it."""
    conf, listen = harness.NGINX_CONF, "listen 127.0.0.1:{port}"
    assert listen in conf
    stack = own_stack(conf=conf.replace(listen, listen + " reuseport"),
                      redis="unix:{socket} command_timeout=60s")
    stack.wait_ready()
    campus = harness.Campus(stack).prepare()
    yield campus
    recount.check(stack.client(), "c0")


def test_nothing_is_withdrawn_that_somebody_joins_at_the_same_time(spread):
    campus = spread
    for n in range(20):
        case = campus.submit()
        calls = [lambda c=case: campus.request("POST", f"cases/{c.id}/support", STUDENT),
                 lambda c=case: campus.act(c, "withdraw", receipt=c.receipt)]
        if n % 4:
            joined, withdrawn = read_before_either_writes(campus, *calls)
            problem(withdrawn, 409, "supported")
            assert ok(joined)["counted"] is True
        else:
            withdrawn, joined = read_before_either_writes(campus, *calls[::-1])
            assert ok(withdrawn)["state"] == "withdrawn"
            problem(joined, 409, "state")
        seen = campus.case(case)
        assert (seen["state"], seen["counters"].get("supporters")) == (
            ("submitted", 1) if n % 4 else ("withdrawn", None))


def test_nothing_is_withdrawn_into_which_another_is_merged_at_the_same_time(spread):
    campus = spread
    for n in range(10):
        case, child = campus.submit(), campus.submit()
        calls = [lambda p=case, k=child: campus.act(k, "merge", OFFICE, parent=p.id),
                 lambda c=case: campus.act(c, "withdraw", receipt=c.receipt)]
        if n % 2:
            merged, withdrawn = read_before_either_writes(campus, *calls)
            problem(withdrawn, 409, "supported")
            assert ok(merged)["state"] == "merged"
        else:
            withdrawn, merged = read_before_either_writes(campus, *calls[::-1])
            assert ok(withdrawn)["state"] == "withdrawn"
            problem(merged, 422, "parent", "parent")
        assert campus.case(case)["state"] == ("submitted" if n % 2 else "withdrawn")


def test_who_joined_is_remembered_for_400_days_and_counts_for_ever(campus):
    case, client = campus.submit(), campus.stack.client()
    for reply in post_at_once(campus, supports(case, ["device-of-one-0001"], ["student"])):
        ok(reply)
    day, records = 86400000, list(client.scan_iter("sup:[{]c0}:support:*"))
    assert len(records) == 2
    assert all(399 * day < client.pttl(key) <= 400 * day for key in records)
    for name in ("tally", "supported", "case"):
        assert client.pttl(f"sup:{{c0}}:{name}:{case.id}") == -1, name


@pytest.mark.parametrize("state", ["closed", "rejected", "withdrawn"])
def test_nobody_joins_what_is_over(campus, state):
    case = campus.walk(state)
    refused = problem(campus.request("POST", f"cases/{case.id}/support", STUDENT), 409, "state")
    assert refused["current_state"] == state and "current_version" not in refused


def test_a_supporter_without_a_name_or_token_is_refused(campus):
    case = campus.submit()
    problem(campus.request("POST", f"cases/{case.id}/support"), 400, "idempotency_key")
    problem(campus.request("POST", "cases/261123-0000000/support", STUDENT), 404, "not_found")
