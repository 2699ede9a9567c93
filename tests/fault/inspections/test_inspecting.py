"""Inspections when Redis dies, is slow, or many submit at once: one report for each key.

Owns: that a report, its cases, its notices and its number are there together or not at all.
Must not know: the worker's connection itself (test_connection.py).
"""
import concurrent.futures
import threading
import time
import uuid

import pytest

import recount
from checklists import Checklist, post_inspection
from harness import OFFICE, Campus, ok, problem, servers

SAMPLES = Checklist("catering", "special_samples")
COLD, HOT = "fs_keep_cold", "qu_hot"  # failures that need their reading alone
# Short, for a Redis that is slow; and longer than a busy machine makes it.
PATIENCE = "unix:{socket} command_timeout=2s connect_timeout=2s"


def body():
    return SAMPLES.request(fail=[COLD, HOT], **{"raise": [{"item": COLD}, {"item": HOT}]})


@pytest.fixture
def slow(own_stack):
    """Servers with short patience, for a Redis that is slow."""
    stack = own_stack(workers=2, redis=PATIENCE)
    stack.wait_ready()
    return Campus(stack).prepare()


def test_a_submit_of_unknown_outcome_is_done_once_by_its_retry(slow):
    key, request = str(uuid.uuid4()), body()
    slow.stack.client().client_pause(60000, all=False)
    problem(post_inspection(slow, request, key=key), 503, "outcome_unknown")
    slow.stack.client().client_unpause()
    slow.stack.wait_ready()
    report = ok(post_inspection(slow, request, key=key), 201)
    assert ok(post_inspection(slow, request, key=key), 201) == report
    read = recount.check(slow.stack.client(), "c0")
    assert list(read.inspections) == [report["id"]] and len(read.records) == 2


def test_a_crowd_that_waits_for_its_numbers_learns_at_once_that_redis_is_stalled(slow):
    keys, request = [str(uuid.uuid4()) for _ in range(80)], body()
    client = slow.stack.client()

    def post_all():
        with concurrent.futures.ThreadPoolExecutor(len(keys)) as pool:
            return list(pool.map(lambda key: post_inspection(slow, request, key=key), keys))
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        replies = pool.submit(post_all)
        while client.zcard("sup:{c0}:inspections") < 3:
            time.sleep(0.001)
        client.client_pause(60000, all=False)
        began = time.monotonic()
        replies = replies.result()
        assert time.monotonic() - began < 20, "not one time-out after the other"
    assert {r.status_code for r in replies} == {201, 503}
    client.client_unpause()
    slow.stack.wait_ready()
    reports = [ok(reply, 201) for reply in post_all()]
    assert sorted(report["sequence"] for report in reports) == list(range(1, 81))
    recount.check(client, "c0")


class Phone(threading.Thread):
    """Submits one check after the other; each is sent until it is answered."""

    def __init__(self, campus, stop):
        super().__init__(daemon=True)
        self.campus, self.stop, self.reports, self.wrong = campus, stop, {}, []

    def run(self):
        while not self.stop.is_set():
            key, request = str(uuid.uuid4()), body()
            while True:
                try:
                    response = post_inspection(self.campus, request, key=key)
                except OSError:
                    continue
                if response.status_code == 201:
                    self.reports[key] = response.json()["id"]
                    break
                if response.status_code not in (409, 503):
                    self.wrong.append(response.text)
                    return
                time.sleep(0.05)


def test_after_kill_9_under_load_every_report_is_there_once_and_numbered_without_a_gap(own_stack):
    stack = own_stack(workers=2)
    stack.expect_log(r"connect\(\) to unix:.* failed")
    stack.wait_ready()
    campus = Campus(stack).prepare()
    stop = threading.Event()
    phones = [Phone(campus, stop) for _ in range(4)]
    for phone in phones:
        phone.start()
    for pause in (0.6, 0.4):
        time.sleep(pause)
        assert stack.redis.kill()
        stack.redis.start()
        stack.wait_ready()
    assert servers.wait_until(lambda: sum(len(phone.reports) for phone in phones) >= 8, 60)
    stop.set()
    for phone in phones:
        phone.join(60)
        assert not phone.is_alive()
    assert not [phone.wrong for phone in phones if phone.wrong]
    made = {key: report for phone in phones for key, report in phone.reports.items()}
    assert len(made) >= 8 and len(set(made.values())) == len(made)
    read = recount.check(stack.client(), "c0")
    assert set(read.inspections) == set(made.values()), "none lost, none too many"
    assert len(read.records) == 2 * len(made)
    listed, cursor = [], ""
    while cursor is not None:
        page = ok(campus.get(f"inspections?limit=100&cursor={cursor}", OFFICE))
        listed += [one["id"] for one in page["inspections"]]
        cursor = page.get("next_cursor")
    assert sorted(listed) == sorted(made.values())
