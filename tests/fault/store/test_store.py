"""Redis that dies, is full, takes no writes, promises too little, is slow, or holds what is not ours.

Owns: what the API says and does of it, and that nothing is lost, doubled or half-written.
Must not know: the worker's connection itself (test_connection.py).
"""
import contextlib
import itertools
import os
import pathlib
import resource
import signal
import sys
import threading
import time

import pytest
import requests

import harness
import recount
from harness import ADMIN, CATERING, OFFICE, Campus, ok, problem, servers
from raw_http import dump

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "build" / "py"))

from supervision.v1 import campus_pb2, cases_pb2, engine_pb2  # noqa: E402

TEXT = "中午在二楼窗口打的饭里吃出一根头发。"
BODY = {"kind": "complaint", "domain": "catering", "text": TEXT, "place": "canteen-1"}
NOTICE = {"facts": "属实。", "requirement": "立即整改。", "signer": "王处长"}
# Short, for a Redis that is slow; and longer than a busy machine makes it.
PATIENCE = "unix:{socket} command_timeout=2s connect_timeout=2s"


def key_of(name, campus="c0"):
    return f"sup:{{{campus}}}:{name}".encode()


def submit(campus, key, **fields):
    return campus.post("cases", {**BODY, **fields}, headers={"Idempotency-Key": key})


def unavailable(response, code):
    body = problem(response, 503, code)
    assert int(response.headers["Retry-After"]) >= 1 and body["retry_after_s"] >= 1
    assert response.headers["Cache-Control"] == "no-store"
    return body


@contextlib.contextmanager
def config(client, **settings):
    before = {name: client.config_get(name)[name] for name in
              (name.replace("_", "-") for name in settings)}
    try:
        for name, value in settings.items():
            client.config_set(name.replace("_", "-"), value)
        yield
    finally:
        for name, value in before.items():
            client.config_set(name, value)


# --- kill -9 under load -------------------------------------------------------------------

class Intake(threading.Thread):
    """Hands in case after case, each under a key of its own, and tries again with the same
    key until it is told where the case is; every second one is then dispatched."""

    def __init__(self, stack, number, stop):
        super().__init__()
        self.campus, self.number, self.stop = Campus(stack), number, stop
        self.cases, self.receipts, self.dispatched = {}, {}, []
        self.answers, self.wrong = {}, []

    def ask(self, path, body, actor=None, **headers):
        try:
            response = self.campus.post(path, body, actor, headers=headers)
        except requests.RequestException as error:
            self.wrong.append(repr(error))  # nginx itself never went away
            return None
        code = response.json().get("code", "")
        self.answers[code] = self.answers.get(code, 0) + 1
        if response.status_code not in (200, 201, 503) and code != "state":
            self.wrong.append(response.text)
        if response.status_code == 503:
            assert int(response.headers["Retry-After"]) >= 1
        return response

    def until_known(self, path, body, actor=None, **headers):
        end = time.monotonic() + 40
        while time.monotonic() < end and not self.wrong:
            response = self.ask(path, body, actor, **headers)
            if response is not None and response.status_code != 503:
                return response
            time.sleep(0.03)
        self.wrong.append(f"{path}: no answer in time")
        return None

    def run(self):
        for n in itertools.count():
            if self.stop.is_set() or self.wrong:
                return
            key = f"intake-key-{self.number}-{n:06}"
            made = self.until_known("cases", {**BODY, "text": f"{TEXT}{key}"},
                                    **{"Idempotency-Key": key})
            if made is None or made.status_code != 201:
                return
            case_id = made.json()["case"]["id"]
            self.cases[key], self.receipts[case_id] = case_id, made.json()["receipt"]
            if n % 2:
                # "not in this state": the first try had been done, its answer was lost
                self.until_known(f"cases/{case_id}/dispatch", NOTICE, OFFICE)
                self.dispatched.append(case_id)


def said(threads, *codes):
    """How often they were answered so."""
    return sum(thread.answers.get(code, 0) for thread in threads for code in codes)


def test_after_kill_9_under_load_every_acknowledged_case_is_there_and_none_twice(own_stack):
    stack = own_stack(workers=2)
    stack.expect_log(r"connect\(\) to unix:.* failed")
    stack.wait_ready()
    campus = Campus(stack).prepare()
    stop = threading.Event()
    threads = [Intake(stack, number, stop) for number in range(6)]
    for thread in threads:
        thread.start()
    try:
        for pause in (0.7, 0.4, 0.5):
            time.sleep(pause)
            known = said(threads, "store_away", "outcome_unknown")
            assert stack.redis.kill()
            assert servers.wait_until(
                lambda: said(threads, "store_away", "outcome_unknown") > known, 40)
            stack.redis.start()
            stack.wait_ready()
        assert servers.wait_until(lambda: sum(len(t.cases) for t in threads) > 30, 60)
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert not [thread.wrong for thread in threads if thread.wrong]

    keys = {key: case_id for thread in threads for key, case_id in thread.cases.items()}
    assert len(keys) > 30 and len(set(keys.values())) == len(keys)
    client = stack.client()
    stored = {key.rsplit(b":", 1)[1].decode()
              for key in client.scan_iter(key_of("case:*"), count=1000)}
    assert stored == set(keys.values()), "not one lost, not one too many"
    assert client.zcard(key_of("by:all")) == len(keys)

    dispatched = {case_id for thread in threads for case_id in thread.dispatched}
    sequences = []
    for thread in threads:
        for key, case_id in thread.cases.items():
            seen = ok(campus.get("receipt", receipt=thread.receipts[case_id]))
            assert seen["id"] == case_id and seen["text"] == TEXT + key
            history = ok(campus.get(f"cases/{case_id}/history", OFFICE))
            wanted = ["submit", "dispatch"] if case_id in dispatched else ["submit"]
            assert history["intact"] is True
            assert [event["action"] for event in history["events"]] == wanted
            if case_id in dispatched:
                sequences.append(campus.case(case_id)["notice"]["sequence"])
            again = ok(submit(campus, key, text=TEXT + key), 201)
            assert again["case"]["id"] == case_id
            assert again["receipt"] == thread.receipts[case_id]
    assert sorted(sequences) == list(range(1, len(dispatched) + 1)), "numbers have no gap"
    assert ok(campus.get("board"))["total"]["received"] == len(keys)
    recount.check(client, "c0")


# --- full, read-only, not durable ---------------------------------------------------------

def refused_while(campus, code, key):
    """No write of any kind gets through, and none leaves a trace; reading goes on."""
    case = ok(campus.get("cases", OFFICE))["cases"][0]["id"]
    before = dump(campus.stack.client())
    for response in (submit(campus, key),
                     campus.act(case, "dispatch", OFFICE, **NOTICE),
                     campus.put("units/new-unit", {"name": "新单位", "kind": "centre"}),
                     campus.request("POST", f"cases/{case}/support",
                                    headers={"Idempotency-Key": "support-key-000001"})):
        unavailable(response, code)
    assert dump(campus.stack.client()) == before
    for path, actor in ((f"cases/{case}", OFFICE), ("cases", OFFICE), ("board", None),
                        (f"cases/{case}/history", None), ("units", None), ("domains", None)):
        assert campus.get(path, actor).status_code == 200, path


def taken_after(campus, key):
    made = ok(submit(campus, key), 201)
    assert ok(submit(campus, key), 201) == made
    assert len(ok(campus.get("cases", OFFICE))["cases"]) == 2
    campus.dispatch(harness.Case(made["case"], made["receipt"]))


def test_a_full_redis_is_503_store_full_until_there_is_room(campus):
    campus.submit(place="canteen-1")
    with config(campus.stack.client(), maxmemory="1"):
        refused_while(campus, "store_full", "full-case-key-0001")
    taken_after(campus, "full-case-key-0001")


def test_a_replica_is_503_store_read_only_until_it_is_a_master(campus):
    campus.submit(place="canteen-1")
    client = campus.stack.client()
    client.execute_command("REPLICAOF", "127.0.0.1", "1")
    try:
        refused_while(campus, "store_read_only", "replica-case-key-0001")
    finally:
        client.execute_command("REPLICAOF", "NO", "ONE")
    taken_after(campus, "replica-case-key-0001")


def test_a_redis_that_misses_its_replicas_is_503_store_read_only(campus):
    campus.submit(place="canteen-1")
    with config(campus.stack.client(), min_replicas_to_write="1"):
        refused_while(campus, "store_read_only", "replicas-case-key-0001")
    taken_after(campus, "replicas-case-key-0001")


def test_a_redis_whose_rights_were_taken_away_is_503_store_refused(campus):
    campus.submit(place="canteen-1")
    client = campus.stack.client()
    client.execute_command("ACL", "SETUSER", "default", "-fcall")
    try:
        refused_while(campus, "store_refused", "rights-case-key-0001")
    finally:
        client.execute_command("ACL", "SETUSER", "default", "+fcall")
    taken_after(campus, "rights-case-key-0001")


def test_a_disk_that_is_full_acknowledges_nothing_and_the_retry_makes_one_case(own_stack):
    """Its file may not grow: Redis with `appendfsync always` ends at the first write that
    fails, in the middle of a command; the half of it is cut off at the next start."""
    stack = own_stack(workers=1)
    stack.expect_log(r"connect\(\) to unix:.* failed")
    stack.wait_ready()
    campus = Campus(stack).prepare()
    kept = ok(submit(campus, "disk-case-key-0001"), 201)
    pid = stack.redis.pid()
    size = sum(path.stat().st_size for path in pathlib.Path(stack.redis.data).rglob("*.incr.aof"))
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size + 1000, size + 1000))
    unavailable(submit(campus, "disk-case-key-0002"), "outcome_unknown")
    assert servers.wait_until(lambda: not stack.redis.pid(), 30), "it has ended itself"
    unavailable(submit(campus, "disk-case-key-0002"), "store_away")
    stack.redis.start()
    stack.wait_ready()
    made = ok(submit(campus, "disk-case-key-0002"), 201)
    assert ok(submit(campus, "disk-case-key-0001"), 201)["receipt"] == kept["receipt"]
    assert count_cases(campus) == 2
    for case in (kept, made):
        history = ok(campus.get(f"cases/{case['case']['id']}/history", OFFICE))
        assert history["intact"] is True and len(history["events"]) == 1
    recount.check(stack.client(), "c0")


def reconnect(stack):
    """Redis ends the workers' connections, so that they look at its configuration anew."""
    before = stack.log().count(" is back: version")
    stack.client().execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    workers = len(stack.worker_pids())
    assert servers.wait_until(
        lambda: stack.log().count(" is back: version") >= before + workers, 30)


def not_durable(campus, key):
    refused_while(campus, "store_not_durable", key)
    ready = campus.get("ready")
    assert ready.status_code == 503 and ready.headers["Cache-Control"] == "no-store"
    for response, status in ((ready, "unavailable"), (campus.get("health"), "degraded")):
        body = response.json()
        assert body["status"] == status
        checks = {check["name"]: check for check in body["checks"]}
        assert checks["store"]["status"] == "ok"
        assert checks["durability"]["status"] == "degraded"
        assert checks["durability"]["detail"] and checks["durability"]["detail_en"]
    assert campus.get("health").status_code == 200
    assert "less durable than configured" in campus.stack.log_of_test()


@pytest.mark.parametrize("settings", [{"appendfsync": "everysec"}, {"appendfsync": "no"},
                                      {"appendonly": "no"},
                                      {"maxmemory_policy": "allkeys-lru",
                                       "maxmemory": "1gb"}], ids=str)
def test_a_redis_less_durable_than_configured_takes_nothing_and_ready_says_so(campus, settings):
    stack = campus.stack
    stack.expect_log(r"recv\(\) failed")
    campus.submit(place="canteen-1")
    with config(stack.client(), **settings):
        reconnect(stack)
        not_durable(campus, "weak-case-key-0001")
    reconnect(stack)
    stack.wait_ready()
    taken_after(campus, "weak-case-key-0001")


def test_a_redis_that_evicts_only_what_expires_anyway_is_durable(campus):
    campus.stack.expect_log(r"recv\(\) failed")
    with config(campus.stack.client(), maxmemory_policy="volatile-lru", maxmemory="1gb"):
        reconnect(campus.stack)
        campus.submit()
    reconnect(campus.stack)


def test_a_redis_made_less_durable_is_found_out_by_the_heartbeat(campus):
    stack = campus.stack
    stack.expect_log(r"recv\(\) failed")
    campus.submit(place="canteen-1")
    with config(stack.client(), appendfsync="everysec"):
        assert servers.wait_until(
            lambda: all(campus.get("ready").status_code == 503 for _ in range(8)), 25, 0.2)
        not_durable(campus, "beat-case-key-0001")
    reconnect(stack)  # the next beat would do as well, later
    stack.wait_ready()
    taken_after(campus, "beat-case-key-0001")


def test_a_redis_that_is_weak_from_the_start_serves_where_that_is_configured(own_stack):
    stack = own_stack(workers=1, redis="unix:{socket} durability=everysec",
                      redis_options=("--appendfsync", "everysec"))
    stack.wait_ready()
    Campus(stack).prepare().submit()


# --- what is not ours ---------------------------------------------------------------------

class Lived:
    """A campus with every kind of key; plant() puts something else in a key's place."""

    def __init__(self, campus):
        self.campus, self.client = campus, campus.stack.client()
        self.case = campus.submit(place="canteen-1", key="lived-case-key-0001")
        self.second = campus.submit(place="canteen-1", key="lived-case-key-0002")
        self.third = campus.submit(place="canteen-1", key="lived-case-key-0003")
        campus.dispatch(self.third)
        self.support()

    def support(self, key="lived-support-0001"):
        return self.campus.request("POST", f"cases/{self.case.id}/support",
                                   headers={"Idempotency-Key": key})

    def support_anew(self):
        return self.support("another-supporter")

    def submit(self, key="lived-new-key-0001"):
        return submit(self.campus, key)

    def dispatch(self):
        return self.campus.act(self.case, "dispatch", OFFICE, **NOTICE)

    def merge(self):
        return self.campus.act(self.case, "merge", OFFICE, parent=self.second.id)

    def get(self, path, actor=OFFICE):
        return self.campus.get(path.format(id=self.case.id, second=self.second.id), actor)

    def put(self, path, body):
        return self.campus.put(path, body)

    def one(self, pattern):
        """The key of a kind that has several."""
        pattern = pattern.format(id=self.case.id)
        keys = sorted(self.client.scan_iter(key_of(pattern), count=1000))
        assert keys, pattern
        return keys[0]

    def again(self):
        """The three submits once more, with their keys: the one that is not answered 201."""
        for key in ("lived-case-key-0001", "lived-case-key-0002", "lived-case-key-0003"):
            response = submit(self.campus, key, text=harness.TEXTS["catering"])
            if response.status_code != 201:
                break
        return response

    @contextlib.contextmanager
    def planted(self, key, plant):
        """As it was afterwards, so that one test may plant many."""
        kept, ttl = self.client.dump(key), self.client.pttl(key)
        self.client.delete(key)
        plant(key)
        try:
            yield
        finally:
            self.client.delete(key)
            self.client.restore(key, max(ttl, 0), kept)

    def refused(self, call, code, status=500):
        before = dump(self.client)
        response = call(self)
        body = problem(response, status, code)
        assert dump(self.client) == before, f"{response.request.url} changed something"
        return body


@pytest.fixture
def lived(campus):
    return Lived(campus)


SUBMIT, DISPATCH = Lived.submit, Lived.dispatch


def reading(path, actor=OFFICE):
    return lambda lived: lived.get(path, actor)


def putting(path, body):
    return lambda lived: lived.put(path, body)


UNIT = {"name": "餐饮中心（新名）", "kind": "centre", "domains": ["catering"]}
PLACE = {"name": "第一食堂（新名）", "kind": "canteen"}

# Each kind of key, what reads it, what writes it.
KEYS = {
    "case:{id}": [reading("cases/{id}"), reading("cases/{id}/history"), DISPATCH, Lived.support],
    "events:{id}": [reading("cases/{id}/history"), DISPATCH],
    "tally:{id}": [reading("cases/{id}"), DISPATCH, Lived.support],
    "once:*": [Lived.again],
    "support:*": [Lived.support],
    "supported:{id}": [Lived.support_anew, Lived.merge],
    "by:all": [reading("cases"), SUBMIT],
    "by:state:1": [reading("cases?state=submitted"), SUBMIT, DISPATCH],
    "by:domain:catering": [reading("cases?domain=catering"), SUBMIT],
    "by:unit:catering-centre": [reading("cases?unit=catering-centre"), SUBMIT],
    "open": [reading("cases?order=urgent"), reading("cases?overdue=true"), SUBMIT],
    "open:unit:catering-centre": [reading("cases?unit=catering-centre&order=urgent"), SUBMIT],
    "due:catering": [reading("board"), SUBMIT],
    "near:catering:foreign_matter:canteen-1": [
        reading("cases/similar?domain=catering&category=foreign_matter&place=canteen-1"),
        SUBMIT],
    "board:*": [reading("board"), SUBMIT],
    "figures:*": [reading("units/catering-centre/standing"), reading("standings"), SUBMIT],
    "seq": [SUBMIT, DISPATCH, putting("units/catering-centre", UNIT)],
    "sequence:notice:*": [DISPATCH],
    "unit:catering-centre": [reading("units/catering-centre"), reading("units"), SUBMIT,
                             DISPATCH, putting("units/catering-centre", UNIT)],
    "units": [reading("units"), putting("units/new-unit", UNIT)],
    "place:canteen-1": [reading("places/canteen-1"), reading("places"), SUBMIT,
                        putting("places/canteen-1", PLACE)],
    "places": [reading("places"), putting("places/new-place", PLACE)],
}


def kind_of(key):
    return key.decode().split("}:", 1)[1].split(":")[0]


def test_the_table_knows_every_kind_of_key(lived):
    kinds = {kind_of(key) for key in lived.client.scan_iter(count=1000)}
    assert kinds == {name.split(":")[0] for name in KEYS}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_of_another_type_is_500_store_type_and_changes_nothing(lived, name):
    key = lived.one(name)
    own = lived.client.type(key)
    plants = {b"string": lambda key: lived.client.set(key, b"\0" * 8 + b"planted"),
              b"list": lambda key: lived.client.rpush(key, "planted"),
              b"hash": lambda key: lived.client.hset(key, "planted", "1"),
              b"zset": lambda key: lived.client.zadd(key, {"planted": 0}),
              b"set": lambda key: lived.client.sadd(key, "planted"),
              b"stream": lambda key: lived.client.xadd(key, {"planted": "1"})}
    del plants[own]
    for plant in plants.values():
        with lived.planted(key, plant):
            for call in KEYS[name]:
                lived.refused(call, "store_type")
    for call in KEYS[name]:
        assert call(lived).status_code in (200, 201, 409), "all is well again"


# What judges a record's content; who only writes it anew does not look.
RECORD_CALLS = {**KEYS, "supported:{id}": [Lived.merge]}
RECORDS = {"case:{id}": cases_pb2.CaseRecord, "unit:catering-centre": campus_pb2.UnitRecord,
           "place:canteen-1": campus_pb2.PlaceRecord, "once:*": engine_pb2.IdempotencyRecord,
           "support:*": cases_pb2.SupportRecord,
           "supported:{id}": cases_pb2.SupportRecord, "sequence:notice:*": engine_pb2.SequenceRecord}


@pytest.mark.parametrize("name", RECORDS)
def test_a_corrupt_record_is_500_store_corrupt_and_changes_nothing(lived, name):
    key = lived.one(name)
    good = lived.client.get(key)
    head, body = good[:8], good[8:]
    for bad in (b"", b"x", good[:7], head, head + b"\xff" * 40, head + body[:-1],
                head + body + b"\x0f", head + body[2:], head + b"{}",
                head + b"\x08\x00" + body[2:]):
        with lived.planted(key, lambda key, bad=bad: lived.client.set(key, bad)):
            for call in RECORD_CALLS[name]:
                lived.refused(call, "store_corrupt")
    for call in RECORD_CALLS[name]:
        assert call(lived).status_code in (200, 201, 409), "all is well again"


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_of_a_newer_schema_is_500_store_newer_and_changes_nothing(lived, name):
    key = lived.one(name)
    good = lived.client.get(key)
    record = RECORDS[name].FromString(good[8:])
    assert record.schema == 1
    record.schema = 2
    newer = record.SerializeToString() + b"\xf8\x07\x01"  # and a field that we do not know
    with lived.planted(key, lambda key: lived.client.set(key, good[:8] + newer)):
        for call in RECORD_CALLS[name]:
            lived.refused(call, "store_newer")
        assert lived.client.get(key) == good[:8] + newer


def unreadable_records(good):
    """(what, plant) for a case's key."""
    newer = cases_pb2.CaseRecord.FromString(good[8:])
    newer.schema = 2
    damaged = {"nothing": b"", "too short": good[:7], "no record": good[:8],
               "no message": good[:8] + b"\xff" * 40, "cut": good[:-1],
               "newer": good[:8] + newer.SerializeToString()}
    for what, value in damaged.items():
        yield what, lambda client, key, value=value: client.set(key, value)
    yield "a list", lambda client, key: client.rpush(key, "planted")
    yield "a hash", lambda client, key: client.hset(key, "planted", "1")


LISTS = ["cases", "cases?order=urgent", "cases?limit=1", "cases?limit=2", "cases?domain=catering",
         "cases?unit=catering-centre", "cases?state=submitted", "cases?mine=true"]


def walk_pages(lived, path):
    """All cases of a list over its pages, and how many could not be read."""
    found, unreadable, cursor = [], 0, ""
    for _ in range(10):
        reply = ok(lived.get(path + (f"{'&' if '?' in path else '?'}cursor={cursor}"
                                     if cursor else "")))
        found += [case["id"] for case in reply.get("cases", [])]
        unreadable += reply.get("unreadable", 0)
        cursor = reply.get("next_cursor", "")
        if not cursor:
            return sorted(found), unreadable
    raise AssertionError("the list has no end")


def test_a_list_leaves_out_what_it_cannot_read_and_counts_it(lived):
    key = lived.one("case:{id}")
    whole = {path: walk_pages(lived, path) for path in LISTS}
    for what, plant in unreadable_records(lived.client.get(key)):
        with lived.planted(key, lambda key, plant=plant: plant(lived.client, key)):
            before = dump(lived.client)
            for path in LISTS:
                rest = [i for i in whole[path][0] if i != lived.case.id]
                assert len(rest) == len(whole[path][0]) - 1 and whole[path][1] == 0
                assert walk_pages(lived, path) == (rest, 1), (what, path)
            assert dump(lived.client) == before
    with lived.planted(key, lambda key: None):  # one that is gone is no record at all
        assert walk_pages(lived, "cases") == (
            [i for i in whole["cases"][0] if i != lived.case.id], 0)
    assert {path: walk_pages(lived, path) for path in LISTS} == whole


def test_similar_cases_leave_out_what_cannot_be_read(lived):
    key = lived.one("case:{id}")
    path = "cases/similar?domain=catering&category=foreign_matter&place=canteen-1"
    others = [i for i in walk_pages(lived, path)[0] if i != lived.case.id]
    assert len(others) == 2
    for what, plant in unreadable_records(lived.client.get(key)):
        with lived.planted(key, lambda key, plant=plant: plant(lived.client, key)):
            assert walk_pages(lived, path)[0] == others, what


def test_fields_of_a_newer_minor_version_do_not_disturb(lived):
    """The schema's number alone says whether a record can be understood."""
    key = lived.one("unit:catering-centre")
    good = lived.client.get(key)
    with lived.planted(key, lambda key: lived.client.set(key, good + b"\xf8\x07\x01")):
        assert ok(lived.get("units/catering-centre"))["name"] == "餐饮服务中心"
        assert SUBMIT(lived).status_code == 201


def test_a_corrupt_event_is_told_and_a_changed_one_breaks_the_chain(lived):
    lived.campus.dispatch(lived.case)
    key = lived.one("events:{id}")
    events = lived.client.lrange(key, 0, -1)
    assert ok(lived.get("cases/{id}/history"))["intact"] is True
    lived.client.lset(key, 0, b"\xff\xff\xff")
    lived.refused(reading("cases/{id}/history"), "store_corrupt")
    for index, event in enumerate(events):
        changed = cases_pb2.Event.FromString(event)
        changed.note = "另一句话"
        lived.client.lset(key, index, changed.SerializeToString())
        seen = ok(lived.get("cases/{id}/history"))
        assert not seen.get("intact"), "a changed event"
        lived.client.lset(key, index, event)
    assert ok(lived.get("cases/{id}/history"))["intact"] is True
    lived.client.rpop(key)
    assert not ok(lived.get("cases/{id}/history")).get("intact"), "a lost event"
    lived.client.rpush(key, events[1], events[1])
    assert not ok(lived.get("cases/{id}/history")).get("intact"), "an event too many"
    lived.client.delete(key)
    assert not ok(lived.get("cases/{id}/history")).get("intact"), "no event at all"


# --- slow ---------------------------------------------------------------------------------

@pytest.fixture
def slow(own_stack):
    """Servers with short patience, for a Redis that is slow."""
    stack = own_stack(workers=2, redis=PATIENCE)
    stack.wait_ready()
    return Campus(stack).prepare()


def count_cases(campus):
    return len(list(campus.stack.client().scan_iter(key_of("case:*"), count=1000)))


def test_a_commit_that_is_not_answered_in_time_has_an_unknown_outcome_and_is_retried(slow):
    slow.stack.client().client_pause(60000, all=False)
    unavailable(submit(slow, "slow-case-key-0001"), "outcome_unknown")
    slow.stack.client().client_unpause()
    slow.stack.wait_ready()
    made = ok(submit(slow, "slow-case-key-0001"), 201)
    assert ok(submit(slow, "slow-case-key-0001"), 201) == made
    assert count_cases(slow) == 1
    history = ok(slow.get(f"cases/{made['case']['id']}/history", OFFICE))
    assert history["intact"] is True and len(history["events"]) == 1
    assert ok(slow.get("board"))["total"]["received"] == 1


def test_an_action_of_unknown_outcome_is_done_once_at_most(slow):
    case = slow.submit()
    slow.stack.client().client_pause(60000, all=False)
    unavailable(slow.act(case, "dispatch", OFFICE, **NOTICE), "outcome_unknown")
    slow.stack.client().client_unpause()
    slow.stack.wait_ready()
    again = slow.act(case, "dispatch", OFFICE, **NOTICE)
    assert again.status_code == 200 or again.json()["code"] == "state", again.text
    assert slow.case(case)["notice"]["sequence"] == 1
    assert [event["action"] for event in slow.history(case)["events"]] == ["submit", "dispatch"]


def test_a_read_that_is_not_answered_in_time_is_503_and_wrote_nothing(slow):
    pid = slow.stack.redis.pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        response = submit(slow, "read-case-key-0001")
    finally:
        os.kill(pid, signal.SIGCONT)
    assert problem(response, 503)["code"] in ("store_timeout", "store_away"), response.text
    assert int(response.headers["Retry-After"]) >= 1
    slow.stack.wait_ready()
    assert count_cases(slow) == 0
    ok(submit(slow, "read-case-key-0001"), 201)
    assert count_cases(slow) == 1


def test_a_redis_stopped_under_load_loses_and_doubles_nothing(slow):
    stack = slow.stack
    stack.expect_log(r"connect\(\) to unix:.* failed")
    stop = threading.Event()
    threads = [Intake(stack, number, stop) for number in range(4)]
    for thread in threads:
        thread.start()
    pid = stack.redis.pid()
    try:
        for _ in range(2):
            time.sleep(0.4)
            known = said(threads, "outcome_unknown", "store_timeout")
            os.kill(pid, signal.SIGSTOP)
            assert servers.wait_until(
                lambda: said(threads, "outcome_unknown", "store_timeout") > known, 40)
            os.kill(pid, signal.SIGCONT)
            stack.wait_ready()
        assert servers.wait_until(lambda: sum(len(t.cases) for t in threads) > 10, 60)
    finally:
        os.kill(pid, signal.SIGCONT)
        stop.set()
        for thread in threads:
            thread.join(60)
    assert not [thread.wrong for thread in threads if thread.wrong]
    cases = [case_id for thread in threads for case_id in thread.cases.values()]
    assert len(cases) > 10 and len(set(cases)) == len(cases) == count_cases(slow)
    for case_id in cases:
        history = ok(slow.get(f"cases/{case_id}/history", OFFICE))
        assert history["intact"] is True
        actions = [event["action"] for event in history["events"]]
        assert actions in (["submit"], ["submit", "dispatch"])


# --- emptied ------------------------------------------------------------------------------

def test_a_function_library_that_is_gone_is_loaded_again(campus):
    client = campus.stack.client()
    for command in (("FUNCTION", "FLUSH"), ("FUNCTION", "FLUSH", "ASYNC"), ("SCRIPT", "FLUSH")):
        for _ in range(3):  # each worker in turn
            client.execute_command(*command)
            campus.walk("rectifying")
    assert client.execute_command("FUNCTION", "LIST")


def test_a_function_library_that_goes_under_load_costs_no_case(own_stack):
    stack = own_stack(workers=2)
    stack.wait_ready()
    campus = Campus(stack).prepare()
    stop = threading.Event()
    threads = [Intake(stack, number, stop) for number in range(4)]
    for thread in threads:
        thread.start()
    client = stack.client()
    for _ in range(15):
        client.execute_command("FUNCTION", "FLUSH")
        time.sleep(0.05)
    stop.set()
    for thread in threads:
        thread.join(60)
    assert not [thread.wrong for thread in threads if thread.wrong]
    assert {code for thread in threads for code in thread.answers} == {""}, "no error at all"
    cases = [case_id for thread in threads for case_id in thread.cases.values()]
    assert len(set(cases)) == len(cases) == count_cases(campus) > 10


def test_an_emptied_redis_starts_anew_while_the_workers_run(campus):
    case = campus.walk("rectifying")
    campus.stack.client().flushall()
    problem(campus.get(f"cases/{case.id}", OFFICE), 404, "not_found")
    problem(campus.get("receipt", receipt=case.receipt), 403, "receipt")
    problem(campus.act(case, "rectify", CATERING, measures="已整改。"), 404, "not_found")
    assert not ok(campus.get("cases", OFFICE)).get("cases")
    assert not ok(campus.get("units", ADMIN)).get("units")
    assert not ok(campus.get("board"))["total"].get("received")
    campus.prepare()
    again = campus.walk("closed")
    assert campus.case(again)["notice"]["sequence"] == 1
    assert ok(campus.get("board"))["total"]["received"] == 1
    assert campus.history(again)["intact"] is True
