"""Redis, workers and clients that go away at the wrong moment, against real servers.

Owns: the connection of a worker to Redis, and what requests see of its life.
Must not know: what cases are, beyond that one can be handed in and read.
"""
import concurrent.futures
import contextlib
import os
import re
import signal
import socket
import threading
import time

import pytest

import harness
import preload
from harness import Campus, OFFICE, problem, servers

OUTAGE = re.compile(r"\[error\].*requests that need it get 503 until it is back")
BACK = re.compile(r"\[notice\].* is back: version")
FAST = "unix:{socket} command_timeout=500ms connect_timeout=300ms"
# Where something must not wait for a time-out: so long that a busy machine is not taken for it.
SLOW = "unix:{socket} command_timeout=60s connect_timeout=60s"
AT_ONCE_S = 20


def unavailable(response):
    body = problem(response, 503)
    assert int(response.headers["Retry-After"]) >= 1
    return body


def timed(call, *args, **options):
    began = time.monotonic()
    response = call(*args, **options)
    return response, time.monotonic() - began


def count(pattern, stack):
    return len(pattern.findall(stack.log()))


def test_without_redis_at_start_requests_get_503_at_once_and_service_comes_by_itself(own_stack):
    stack = own_stack(start=False, workers=1, redis=SLOW)
    stack.expect_log(r"connect\(\) to unix:.* failed")
    stack.start_nginx()
    campus = Campus(stack)
    assert servers.wait_until(lambda: campus.get("cases", OFFICE).status_code == 503, 30)
    for _ in range(20):
        response, seconds = timed(campus.get, "cases", OFFICE)
        unavailable(response)
        assert seconds < AT_ONCE_S
    assert campus.get("ready").status_code == 503
    time.sleep(1.0)  # several attempts
    assert count(OUTAGE, stack) == 1, "once for each outage, not for each request"
    stack.redis.start()
    stack.wait_ready()
    campus.prepare().submit()
    assert count(OUTAGE, stack) == 1 and count(BACK, stack) == 1


def test_killed_redis_costs_an_outage_and_no_acknowledged_case(own_stack):
    stack = own_stack(workers=2)
    stack.expect_log(r"connect\(\) to unix:.* failed")
    stack.wait_ready()
    campus = Campus(stack).prepare()
    kept, stop = [], threading.Event()

    def submit():
        mine = Campus(stack)
        while not stop.is_set():
            response = mine.post("cases", {"kind": "complaint", "domain": "catering",
                                           "text": harness.TEXTS["catering"]},
                                 headers={"Idempotency-Key": os.urandom(16).hex()})
            if response.status_code == 201:
                kept.append(response.json()["case"]["id"])
            else:
                assert response.status_code in (503, 504), response.text

    threads = [threading.Thread(target=submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    assert stack.redis.kill()
    time.sleep(0.3)
    unavailable(campus.get("cases", OFFICE))
    stack.redis.start()
    stack.wait_ready()
    before = len(kept)
    assert servers.wait_until(lambda: len(kept) > before + 10, 60)
    stop.set()
    for thread in threads:
        thread.join(20)
    assert len(kept) > 10 and len(set(kept)) == len(kept)
    for case in kept:
        assert campus.get(f"cases/{case}", OFFICE).status_code == 200
    assert count(BACK, stack) == 2  # two workers, one outage each


def test_a_stopped_redis_times_out_once_and_then_answers_are_immediate(own_stack):
    stack = own_stack(workers=1, redis="unix:{socket} command_timeout=3s connect_timeout=3s")
    stack.wait_ready()
    campus = Campus(stack).prepare()
    pid = stack.redis.pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        response, seconds = timed(campus.get, "cases", OFFICE)
        unavailable(response)
        assert seconds > 2.5
        time.sleep(0.5)
        response, seconds = timed(lambda: [campus.get("cases", OFFICE) for _ in range(10)])
        for one in response:
            unavailable(one)
        assert seconds < AT_ONCE_S, "ten that wait would be thirty"
    finally:
        os.kill(pid, signal.SIGCONT)
    stack.wait_ready()
    assert campus.get("cases", OFFICE).status_code == 200
    assert count(OUTAGE, stack) == 1 and count(BACK, stack) == 1


def test_a_paused_redis_delays_and_loses_nothing(stack, campus):
    def pause_and_ask():
        stack.client().client_pause(400)
        return campus.get("cases", OFFICE)
    response, seconds = timed(pause_and_ask)
    assert response.status_code == 200 and seconds >= 0.4


def test_a_connection_that_redis_ends_is_made_anew(stack, campus):
    stack.expect_log(r"recv\(\) failed")
    before = stack.log().count(" is back: version")
    stack.client().execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    assert servers.wait_until(lambda: stack.log().count(" is back: version") > before, 20)
    stack.wait_ready()
    assert campus.get("cases", OFFICE).status_code == 200


def slow_then_gone(stack, count_of):
    """Clients that ask and leave before the answer can come."""
    for _ in range(count_of):
        with socket.create_connection(("127.0.0.1", stack.port), 5) as client:
            client.sendall(b"GET /t0/cases HTTP/1.1\r\nHost: x\r\nX-Test-Role: office\r\n"
                           b"X-Test-User: office\r\n\r\n")
            time.sleep(0.005)


def test_clients_that_leave_while_redis_stalls_hurt_nobody(stack, campus):
    workers = stack.worker_pids()
    for _ in range(3):
        stack.client().client_pause(500)
        slow_then_gone(stack, 30)
        time.sleep(0.7)
        assert campus.get("cases", OFFICE).status_code == 200
    assert stack.worker_pids() == workers


def test_clients_that_leave_before_a_killed_redis_hurt_nobody(own_stack):
    stack = own_stack(workers=1, redis=FAST)
    stack.expect_log(r"connect\(\) to unix:.* failed")
    stack.wait_ready()
    workers = stack.worker_pids()
    pid = stack.redis.pid()
    os.kill(pid, signal.SIGSTOP)
    slow_then_gone(stack, 20)
    stack.redis.kill()
    stack.redis.start()
    stack.wait_ready()
    assert stack.worker_pids() == workers


class Load:
    """Requests without pause from a few threads; every answer is noted."""

    def __init__(self, stack, threads=4):
        self.codes, self.odd, self.stop = [], [], threading.Event()
        self.campus = Campus(stack)
        self.threads = [threading.Thread(target=self.run) for _ in range(threads)]

    def run(self):
        while not self.stop.is_set():
            try:
                response = self.campus.get("cases", OFFICE)
                self.codes.append(response.status_code)
                if response.status_code != 200:
                    self.odd.append(response.text)
            except Exception as error:  # noqa: BLE001: whatever it is, a client saw it
                self.codes.append(repr(error))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


def test_reload_under_load_loses_no_request(own_stack):
    stack = own_stack(workers=2, redis="unix:{socket}")
    stack.wait_ready()
    Campus(stack).prepare()
    with Load(stack) as load:
        for _ in range(4):
            stack.reload()
            time.sleep(0.1)
        assert servers.wait_until(lambda: len(load.codes) > 100, 60)
    assert set(load.codes) == {200}, load.odd[:3]


def test_what_a_start_takes_is_not_held_against_redis(own_stack, tmp_path):
    """Three plugins of half a second each are opened before Redis is asked anything."""
    library = preload.library(tmp_path, os.path.join(os.path.dirname(__file__), "slow_start.c"))
    stack = own_stack(workers=2, preload=library, redis="unix:{socket}")
    stack.wait_ready()
    Campus(stack).prepare()
    with Load(stack) as load:
        stack.reload()
        stack.wait_ready()
    assert set(load.codes) == {200}, load.odd[:3]
    assert count(OUTAGE, stack) == 0


@pytest.mark.parametrize("size", ["2m", "1m"])
def test_reload_with_a_zone_of_another_size_goes_on(own_stack, size):
    stack = own_stack(workers=2, board_cache="1s")
    stack.wait_ready()
    campus = Campus(stack).prepare()
    for _ in range(2):
        assert campus.get("board").status_code == 200
    conf = stack.conf().replace("supervision_zone supervision 1m;",
                                f"supervision_zone supervision {size};")
    stack._write("nginx.conf", conf)
    stack.reload()
    for _ in range(8):
        assert campus.get("board").status_code == 200


def test_old_workers_leave_soon_after_a_reload(own_stack):
    stack = own_stack(workers=2, shutdown_timeout="60s")
    stack.wait_ready()
    old = set(stack.worker_pids())
    stack.reload()
    assert servers.wait_until(lambda: not old & set(stack.nginx.workers()), AT_ONCE_S)


@contextlib.contextmanager
def request_that_waits(stack):
    """The future answer to a case whose commit Redis holds back until the block is left."""
    client, campus = stack.client(), Campus(stack)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        client.client_pause(60000, all=False)
        answer = pool.submit(campus.post, "cases", {
            "kind": "complaint", "domain": "catering", "text": harness.TEXTS["catering"]})
        try:
            stack.wait_held_back()
            yield answer
        finally:
            client.client_unpause()


def test_a_request_that_waits_is_answered_though_its_worker_is_told_to_quit(own_stack):
    stack = own_stack(workers=1, redis=SLOW, shutdown_timeout="60s")
    stack.wait_ready()
    Campus(stack).prepare()
    worker = stack.worker_pids()[0]
    with request_that_waits(stack) as answer:
        stack.nginx.signal(signal.SIGQUIT)
        assert servers.wait_until(
            lambda: "shutting down" in stack.nginx.workers().get(worker, ""), AT_ONCE_S)
        assert not answer.done()
    assert answer.result().status_code == 201
    assert servers.wait_until(lambda: not stack.nginx.pid(), AT_ONCE_S)


def test_a_request_that_waits_does_not_keep_a_worker_from_a_fast_exit(own_stack):
    stack = own_stack(workers=1, redis=SLOW)
    stack.wait_ready()
    Campus(stack).prepare()
    with request_that_waits(stack) as answer:
        stack.nginx.signal(signal.SIGTERM)
        assert servers.wait_until(lambda: not stack.nginx.pid(), AT_ONCE_S)
        with contextlib.suppress(Exception):  # a fast exit may cut it off
            answer.result()


def test_a_killed_worker_is_replaced_and_the_others_go_on(own_stack):
    stack = own_stack(workers=2, board_cache="1s")
    stack.expect_log(r"\[alert\].*exited on signal 9")
    stack.wait_ready()
    campus = Campus(stack).prepare()
    case = campus.submit()
    for _ in range(3):
        campus.get("board")
        before = stack.worker_pids()
        os.kill(before[0], signal.SIGKILL)
        assert servers.wait_until(
            lambda: len(stack.worker_pids()) == 2 and stack.worker_pids() != before, 30)
        stack.wait_ready()
        for _ in range(6):
            assert campus.get("board").status_code == 200
        assert campus.get(f"cases/{case.id}", OFFICE).status_code == 200


def test_failed_connects_leak_no_descriptor(own_stack):
    stack = own_stack(workers=1, redis=FAST)
    stack.expect_log(r"connect\(\) to unix:.* failed")
    stack.wait_ready()
    worker = stack.worker_pids()[0]
    stack.redis.kill()
    time.sleep(1)
    before = len(os.listdir(f"/proc/{worker}/fd"))
    time.sleep(2.5)
    assert len(os.listdir(f"/proc/{worker}/fd")) <= before
    stack.redis.start()
    stack.wait_ready()
