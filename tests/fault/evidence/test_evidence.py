"""Photos under clients that leave, workers that are killed, disks that are full, Redis that is
away; and their collection.

Owns: that nothing is left of a photo that was not acknowledged, and that nothing acknowledged
    and used is ever lost.
Must not know: what a photo is (tests/unit/media/test_image.c), who sees it (tests/api).
"""
import concurrent.futures
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import sys
import time

import pytest

import photos
import preload
from harness import OFFICE, Campus, ok, problem, servers

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "build" / "py"))

from supervision.v1 import evidence_pb2  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = 86400
FAST = "100ms"


def large(number=0):
    """Takes a while to decode, and little to send."""
    return photos.encoded(number, (3000, 2400), "PNG")


def files(stack, campus="c0"):
    """Everything below the campus's folder but its mark."""
    top = os.path.join(stack.evidence, campus)
    return sorted(os.path.relpath(os.path.join(folder, name), top)
                  for folder, _, names in os.walk(top) for name in names
                  if not name.startswith(".supervision"))


def wait_files(stack, count, seconds=30):
    assert servers.wait_until(lambda: len(files(stack)) == count, seconds, 0.02), files(stack)


def begin_upload(stack, data, path="/c0/evidence"):
    """A connection that has sent a whole photo and reads nothing."""
    connection = socket.create_connection(("127.0.0.1", stack.port), 10)
    connection.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n\r\n"
                       .encode() + data)
    return connection


class Held:
    """Photos that stay in their threads, however fast the machine is and whoever else is at
    work: while held() they do not get on. Preload library."""

    def __init__(self, folder):
        self.flag = folder / "held"
        self.begun = folder / "held.begun"
        self.library = preload.library(folder, f"{HERE}/held_photo.c", self.flag)

    @contextlib.contextmanager
    def held(self):
        self.begun.unlink(missing_ok=True)
        self.flag.touch()
        try:
            yield
        finally:
            self.flag.unlink()

    def wait(self):
        """Until a thread is at a photo."""
        assert servers.wait_until(self.begun.exists, 20, 0.005), "no thread took a photo"


@pytest.fixture
def hold(tmp_path):
    return Held(tmp_path)


def ready(own_stack, **knobs):
    stack = own_stack(**{"workers": 1, **knobs})
    stack.wait_ready()
    return stack, Campus(stack).prepare()


def evidence_keys(stack):
    return {key for key in stack.client().keys("sup:*:evidence:*")
            if not key.endswith(b":folder")}


# --- clients that leave -------------------------------------------------------------------

def test_of_a_client_that_leaves_while_its_photo_is_decoded_nothing_is_left(own_stack, hold):
    stack, campus = ready(own_stack, preload=hold.library)
    for number in range(6):
        with hold.held():
            connection = begin_upload(stack, large(number))
            hold.wait()
            connection.close()
            assert campus.get("board").status_code == 200  # it has seen who left, too
    campus.photo(1)  # behind those that left: they are through
    wait_files(stack, 2)
    assert len(evidence_keys(stack)) == 1


def test_clients_that_leave_at_any_moment_leave_no_file_without_a_record(own_stack):
    stack, campus = ready(own_stack)
    for number in range(40):
        connection = begin_upload(stack, photos.encoded(number, (400, 300)))
        time.sleep(.0015 * number)
        connection.close()
    campus.photo(99)

    def settled():
        return len(files(stack)) == 2 * len(evidence_keys(stack))
    assert servers.wait_until(settled, 30, 0.05), (files(stack), evidence_keys(stack))


def test_a_client_that_leaves_while_redis_is_slow_costs_no_more_than_its_photo(own_stack):
    stack, campus = ready(own_stack)
    stack.client().execute_command("CLIENT", "PAUSE", "1500", "ALL")
    connections = [begin_upload(stack, photos.encoded(n, (200, 100))) for n in range(4)]
    time.sleep(.6)
    for connection in connections:
        connection.close()
    time.sleep(1.2)
    stack.wait_ready()

    def settled():
        return len(files(stack)) == 2 * len(evidence_keys(stack))
    assert servers.wait_until(settled, 30, 0.05), (files(stack), evidence_keys(stack))
    campus.photo(50)


def test_a_client_that_sends_half_a_photo_leaves_nothing(own_stack):
    stack, campus = ready(own_stack)
    data = large()
    for part in (10, len(data) // 2, len(data) - 1):
        connection = socket.create_connection(("127.0.0.1", stack.port), 10)
        connection.sendall(f"POST /c0/evidence HTTP/1.1\r\nHost: x\r\nContent-Length: "
                           f"{len(data)}\r\n\r\n".encode() + data[:part])
        time.sleep(.05)
        connection.close()
    assert campus.get("board").status_code == 200
    assert files(stack) == [] and not evidence_keys(stack)


# --- too much at once ---------------------------------------------------------------------

def test_more_than_a_worker_takes_are_told_to_come_again(own_stack, hold):
    stack, campus = ready(own_stack, preload=hold.library)
    data = [photos.encoded(n, (400, 300)) for n in range(3)]
    with concurrent.futures.ThreadPoolExecutor(48) as pool:
        with hold.held():
            uploads = [pool.submit(campus.upload, data[n % 3]) for n in range(48)]
            assert servers.wait_until(lambda: any(one.done() for one in uploads), 20)
        replies = [one.result() for one in uploads]
    busy = [r for r in replies if r.status_code == 503]
    assert busy and len(busy) < 48
    for reply in busy:
        assert problem(reply, 503, "evidence_busy") and reply.headers["Retry-After"]
    assert all(r.status_code in (201, 503) for r in replies)
    campus.photo()
    wait_files(stack, 2 * len(evidence_keys(stack)))


# --- reload, killed workers ---------------------------------------------------------------

def test_a_reload_loses_no_photo_under_way(own_stack, hold):
    stack, campus = ready(own_stack, workers=2, preload=hold.library)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        with hold.held():
            replies = [pool.submit(campus.upload, large(n)) for n in range(8)]
            hold.wait()
            stack.reload()
        made = [ok(reply.result(), 201)["id"] for reply in replies]
    assert len(set(made)) == 8
    wait_files(stack, 16)
    case = campus.submit(attachments=made)
    for photo in made:
        reply = campus.get(f"cases/{case.id}/evidence/{photo}", OFFICE)
        assert reply.status_code == 200


def test_a_worker_told_to_end_ends_its_photos_first(own_stack, hold):
    stack, campus = ready(own_stack, preload=hold.library)
    worker = stack.worker_pids()[0]
    with hold.held():
        connections = [begin_upload(stack, large(n)) for n in range(3)]
        hold.wait()
        assert campus.get("board").status_code == 200  # it has accepted them all
        stack.nginx.signal(signal.SIGQUIT)
        assert servers.wait_until(
            lambda: "shutting down" in stack.nginx.workers().get(worker, ""), 30)
    for connection in connections:
        connection.settimeout(20)
        assert connection.recv(4096).startswith(b"HTTP/1.1 201 ")
        connection.close()
    assert servers.wait_until(lambda: not stack.nginx.pid(), 15)


def test_a_worker_that_is_ended_at_once_leaves_nothing_that_no_record_names(own_stack):
    stack, campus = ready(own_stack)
    campus.photo(1)
    for number in range(2, 5):
        stack.client().execute_command("CLIENT", "PAUSE", "2000", "ALL")
        connections = [begin_upload(stack, photos.encoded(10 * number + n, (300, 200)))
                       for n in range(4)]
        time.sleep(.4)  # they wait for Redis
        stack.nginx.signal(signal.SIGTERM)
        assert servers.wait_until(lambda: not stack.nginx.pid(), 15)
        for connection in connections:
            connection.close()
        time.sleep(1.8)
        stack.start_nginx()
        stack.wait_ready()
    wait_files(stack, 2 * len(evidence_keys(stack)))


def test_a_killed_worker_leaves_nothing_that_is_not_collected(own_stack):
    stack, campus = ready(own_stack, timed_work=FAST)
    stack.expect_log(r"exited on signal 9")
    for number in range(5):
        connections = [begin_upload(stack, photos.encoded(10 * number + n, (900, 700)))
                       for n in range(4)]
        time.sleep(.02 * number)
        os.kill(stack.worker_pids()[0], signal.SIGKILL)
        for connection in connections:
            connection.close()
        assert servers.wait_until(stack.worker_pids, 30)
        stack.wait_ready()
    mine = campus.photo(99)
    case = campus.submit(attachments=[mine])
    grow_old(stack)
    wait_files(stack, 2, 60)
    assert campus.get(f"cases/{case.id}/evidence/{mine}", OFFICE).status_code == 200


# --- disks and folders --------------------------------------------------------------------

@pytest.fixture
def full_disk(tmp_path):
    """(library to preload, file that makes the disk full)"""
    flag = tmp_path / "full"
    return preload.library(tmp_path, f"{HERE}/full_disk.c", flag), flag


def test_a_full_disk_is_said_and_nothing_is_left(own_stack, full_disk):
    library, flag = full_disk
    stack, campus = ready(own_stack, preload=library)
    kept = campus.photo(1)
    flag.touch()
    stack.expect_log("No space left on device")
    for number in (2, 3, 1):
        problem(campus.upload(photos.encoded(number)), 507, "evidence_full")
    assert len(files(stack)) == 2
    assert len(evidence_keys(stack)) == 1
    flag.unlink()
    campus.photo(2)
    case = campus.submit(attachments=[kept])
    assert campus.get(f"cases/{case.id}/evidence/{kept}", OFFICE).status_code == 200


def test_a_folder_that_cannot_be_written_is_said(own_stack):
    stack, campus = ready(own_stack)
    with open(os.path.join(stack.evidence, "c0"), "w", encoding="ascii"):
        pass  # where the campus's folder should be
    problem(campus.upload(photos.encoded()), 500, "evidence_failed")
    assert "photo could not be stored" in stack.log()
    os.unlink(os.path.join(stack.evidence, "c0"))
    campus.photo()
    if stack.account and stack.account[0] != "root":  # whom modes bind
        os.chmod(os.path.join(stack.evidence, "c0"), 0o550)
        try:
            replies = {campus.upload(photos.encoded(n)).status_code for n in range(1, 9)}
        finally:
            os.chmod(os.path.join(stack.evidence, "c0"), 0o750)
        assert replies <= {201, 500} and 500 in replies  # some go to a folder that is there
    wait_files(stack, 2 * len(evidence_keys(stack)))


def test_a_worker_says_at_its_start_that_it_may_not_write(own_stack):
    stack = own_stack(start=False)
    if not stack.account or stack.account[0] == "root":
        os.chmod(stack.evidence, 0o750)  # nothing is forbidden to root
        return
    os.chown(stack.evidence, 0, 0)
    stack.redis.start()
    stack.start_nginx()
    assert servers.wait_until(lambda: "may not write to" in stack.log(), 30)


# --- redis --------------------------------------------------------------------------------

def test_without_redis_a_photo_is_refused_and_gone(own_stack):
    stack, campus = ready(own_stack)
    campus.photo(1)
    stack.redis.stop()
    stack.expect_log("Redis")
    for number in range(2, 5):
        problem(campus.upload(photos.encoded(number)), 503)
    wait_files(stack, 2)
    stack.redis.start()
    stack.wait_ready()
    campus.photo(2)


def test_a_photo_whose_outcome_is_unknown_stays_where_a_record_may_name_it(own_stack):
    stack, campus = ready(own_stack, redis="unix:{socket} command_timeout=2s")
    stack.client().client_pause(60000, all=False)
    stack.expect_log("Redis")
    problem(campus.upload(photos.encoded(1)), 503)
    stack.client().client_unpause()
    stack.wait_ready()
    for key in evidence_keys(stack):
        record = evidence_pb2.EvidenceRecord.FromString(stack.client().get(key)[8:])
        assert record.file in files(stack)


# --- collection ---------------------------------------------------------------------------

def grow_old(stack, but=(), age=DAY + 60):
    """As if all photos had been taken in so long ago, but those."""
    client, then = stack.client(), time.time() - age
    for name in files(stack):
        if not any(photo in name for photo in but):
            os.utime(os.path.join(stack.evidence, "c0", name), (then, then))
    for key in evidence_keys(stack):
        if any(photo.encode() in key for photo in but):
            continue
        record = evidence_pb2.EvidenceRecord.FromString(client.get(key)[8:])
        record.taken_in_at.FromSeconds(int(then))
        version = client.incr("sup:{c0}:seq")
        client.set(key, version.to_bytes(8, "big") + record.SerializeToString())


def plant(stack, name, age):
    path = os.path.join(stack.evidence, "c0", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(b"left over")
    info = os.stat(stack.evidence)
    for one in (path, os.path.dirname(path)):
        os.chown(one, info.st_uid, info.st_gid)
    os.utime(path, (time.time() - age,) * 2)
    return name


def test_what_nobody_used_for_a_day_is_collected_and_nothing_else(own_stack):
    stack, campus = ready(own_stack, workers=2, timed_work=FAST)
    used, unused, young = campus.photo(1), campus.photo(2), campus.photo(3)
    case = campus.submit(attachments=[used])
    many = [campus.photo(n) for n in range(10, 50)]  # more than a run looks at
    grow_old(stack, but=(young,))
    name = "ab" * 32
    planted = [plant(stack, f"ab/{name}-0123456789abcdef.jpg", 2 * DAY),
               plant(stack, f"ab/{name}-0123456789abcdef.jpg.new", 7200),
               plant(stack, f"ac/{'ac' * 32}-0123456789abcdef.t.jpg", 2 * DAY),
               plant(stack, f"{used[:2]}/{used}-0123456789abcdef.jpg", 2 * DAY)]
    kept = [plant(stack, "ab/notes.txt", 9 * DAY), plant(stack, "ab/holiday.jpg", 9 * DAY),
            plant(stack, f"ab/{name}-fedcba9876543210.jpg", 3600),
            plant(stack, f"ab/{name}-0123456789abcdee.jpg.new", 60)]
    wanted = {*kept, *(n for n in files(stack) if used in n or young in n)} - set(planted)
    assert servers.wait_until(lambda: set(files(stack)) == wanted, 60, 0.1), \
        set(files(stack)) ^ wanted
    keys = b" ".join(evidence_keys(stack)).decode()
    assert used in keys and young in keys
    assert not any(photo in keys for photo in (unused, *many))
    assert campus.get(f"cases/{case.id}/evidence/{used}", OFFICE).status_code == 200
    campus.submit(attachments=[young])
    problem(campus.post("cases", {"kind": "complaint", "domain": "catering", "text": "饭里有头发",
                                  "attachments": [unused]}), 422, "reference", "attachments[0]")
    assert campus.photo(2) == unused  # and may come in again
    campus.submit(attachments=[unused])


def test_another_redis_collects_nothing_of_a_folder(own_stack):
    stack, campus = ready(own_stack, timed_work=FAST)
    photo = campus.photo(1)
    campus.submit(attachments=[photo])
    mark = os.path.join(stack.evidence, "c0", ".supervision-photos")
    assert servers.wait_until(lambda: os.path.exists(mark), 20)
    grow_old(stack)
    stack.client().flushall()  # set up anew, or not restored yet
    assert servers.wait_until(lambda: "job photos failed: evidence_folder" in stack.log(), 20)
    time.sleep(1)
    assert len(files(stack)) == 2


def test_a_mark_that_was_being_written_when_the_worker_died_is_in_nobodys_way(own_stack):
    stack, campus = ready(own_stack)
    folder = os.path.join(stack.evidence, "c0")
    campus.photo(1)
    left_over = os.path.join(folder, ".supervision-photos.new")
    with open(left_over, "w", encoding="ascii"):
        pass
    shutil.chown(left_over, os.stat(folder).st_uid, os.stat(folder).st_gid)
    stack.write_conf(timed_work=FAST)
    stack.reload()
    assert servers.wait_until(
        lambda: os.path.exists(os.path.join(folder, ".supervision-photos")), 20)
    assert not os.path.exists(left_over)


def test_photos_that_come_in_while_others_are_collected_are_safe(own_stack):
    """Used at once, though their twins are being collected."""
    stack, campus = ready(own_stack, workers=2, timed_work=FAST)
    for number in range(30):
        campus.photo(number)
    mark = os.path.join(stack.evidence, "c0", ".supervision-photos")
    assert servers.wait_until(lambda: os.path.exists(mark), 20)
    grow_old(stack)
    cases = {}
    end = time.monotonic() + 60
    while len(evidence_keys(stack)) > len(cases) or not cases:
        number = len(cases) % 30
        photo = campus.photo(number)
        cases[photo] = campus.submit(attachments=[photo])
        if len(cases) == 30 or time.monotonic() > end:
            break
    for photo, case in cases.items():
        assert campus.get(f"cases/{case.id}/evidence/{photo}", OFFICE).status_code == 200
