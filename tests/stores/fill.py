#!/usr/bin/python3
"""Makes a store as a version of the server writes it: tests/stores/fill.py --name 0.1.0-1

Owns: the command, the days that pass, the files of a kept store.
Must not know: what happens on a day (life.py), what is asked (ask.py, after.py).

Runs a module and plugins (of this tree's build, or of --build of another one), lets seven
weeks pass on two campuses, and keeps the store, the photos, the secrets, the rulebooks, what
the version answered then, and what it did and answered later on.
"""
import argparse
import base64
import contextlib
import datetime
import json
import os
import random
import shutil
import signal
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
HERE = os.path.join(TOP, "tests", "stores")
FIRST = datetime.datetime.fromisoformat("2026-09-28T08:30:00+08:00")
DAYS = 50
SECOND, BREAK = 30, 33  # the second campus begins, and is served by nobody until it is kept


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--name", required=True, help="the version and a number: 0.1.0-1")
    parser.add_argument("--build", default=os.path.join(TOP, "build"),
                        help="the folder with module/ and plugins/ of the version")
    parser.add_argument("--commit", default="", help="what that was built from; default: HEAD")
    given = parser.parse_args()
    os.environ["SUP_MODULE"] = os.path.join(given.build, "module",
                                            "ngx_http_supervision_module.so")
    os.environ["SUP_PLUGIN_DIR"] = os.path.join(given.build, "plugins")
    given.commit = given.commit or subprocess.check_output(
        ["git", "-C", TOP, "rev-parse", "HEAD"], text=True).strip()
    return given


GIVEN = arguments()
sys.path[:0] = [HERE, os.path.join(TOP, "tests", "lib")]

import after     # noqa: E402
import after     # noqa: E402
import ask       # noqa: E402
import harness   # noqa: E402
import keep      # noqa: E402
import photos    # noqa: E402
import world     # noqa: E402
from harness import OFFICE, STUDENT, ok  # noqa: E402
from life import Life  # noqa: E402


class Years:
    """The servers, their clock, and what the campus lived through."""

    def __init__(self, folder):
        self.folder, self.photo_ids = folder, {}
        ring = "".join(f"{name} {base64.b64encode(random.randbytes(32)).decode()}\n"
                       for name in ("k2", "k1"))
        self.secrets = {"old": ring.splitlines(True)[1], "new": ring}
        self.clock = world.Clock(FIRST)
        self.stack = world.stack(self.clock, os.path.join(folder, "rulebooks"),
                                 self.secrets["old"])
        self.campus = world.Campus(self.stack, self.clock)
        self.second = world.Campus(self.stack, self.clock, 1)
        self.life = Life(self.campus, self.photo, self.later)

    def photo(self, number):
        """Taken in anew each time, as a page does; the same picture has the same id."""
        data = photos.encoded(number, size=(64, 48))
        made = ok(self.campus.upload(data), 201)["id"]
        self.photo_ids[number] = made
        self.files_of_now()
        return made

    def files_of_now(self):
        """Files are as old as the clock says, not as the disk's own does."""
        at = self.clock.now.timestamp()
        for path, _, files in os.walk(self.stack.evidence):
            for name in files:
                file = os.path.join(path, name)
                with contextlib.suppress(FileNotFoundError):  # collected meanwhile
                    if os.stat(file).st_mtime > at:
                        os.utime(file, (at, at))

    def later(self, text, **delta):
        at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        return (at + datetime.timedelta(**delta)).astimezone(
            datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def serve(self, campuses):
        """A campus that no location names is nobody's: its timed work stands still."""
        harness.CAMPUSES = len(campuses)
        self.served = campuses
        if self.stack.nginx.pid():
            self.stack.write_conf()
            self.stack.reload()
        else:
            self.stack.start_nginx()
        self.stack.wait_ready()

    def to(self, day, hour, minute=0):
        at = FIRST.replace(hour=hour, minute=minute) + datetime.timedelta(days=day)
        keep.pass_time(self.stack.client(), at - self.clock.now)
        self.clock.put(at)
        world.at_rest(self.stack.client(), self.served)

    def pass_days(self):
        self.serve(world.CAMPUSES)
        self.life.register()
        for day in range(DAYS):
            if day == SECOND:
                register_second(self.second)
            if day == BREAK:
                self.serve(world.CAMPUSES[:1])
            if day == 25:  # a new key is put before the old one
                self.stack._write("secrets", self.secrets["new"], 0o600)
                self.stack.reload()
                self.stack.wait_ready()
            self.to(day, 9)
            self.life.live(day)
            if day == DAYS - 3:
                self.photo(20)  # never used: collected after a day
            if day % 4 == 1:
                self.to(day, 21)
                self.life.visits.late()
            print(".", end="", flush=True)
        self.to(DAYS, 9)
        self.serve(world.CAMPUSES)  # the second one waits now: its clock has leapt
        world.at_rest(self.stack.client())
        self.serve(world.CAMPUSES[:1])
        self.to(DAYS, 9, 11)

    def die_halfway(self):
        """Killed while the second campus makes up for its days: this is what is kept."""
        client, made = self.stack.client(), "sup:{c1}:occurrences"
        before = client.zcard(made)
        harness.CAMPUSES = 2
        self.stack.write_conf()
        self.stack.nginx.stop()
        self.stack.nginx.start()
        while client.zcard(made) == before:
            pass
        pids = [self.stack.nginx.pid(), *self.stack.nginx.workers()]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        harness.servers.wait_until(lambda: not self.stack.nginx.pid(), 5)
        self.served = world.CAMPUSES
        last = max(o.split(b":")[1] for o in client.zrange(made, 0, -1)
                   if o.split(b":")[1].startswith(b"s0."))
        assert last.decode().split(".")[1] < self.clock.day().replace("-", ""), "too late"

    def close(self):
        self.stack.close()
        self.clock.close()


def register_second(campus):
    """A small one, whose checks are to be made up for when it comes back."""
    unit = {"id": "catering-centre", "name": "餐饮中心", "kind": "centre",
            "domains": ["catering"]}
    ok(campus.put(f"units/{unit['id']}", unit))
    for n in range(5):
        ok(campus.put(f"schedules/s{n}", {
            "name": f"巡查{n}", "domain": "catering", "template": "daily", "unit": unit["id"],
            "by": "self", "every": "day", "from_min": 60 * n, "to_min": 1200}, OFFICE))
    campus.dispatch(campus.submit(kind="complaint", domain="catering", text="米饭夹生。"),
                    unit=unit["id"])


def once(years):
    """What was sent just before, as a client may send it again after an upgrade."""
    body = {"kind": "complaint", "domain": "energy", "text": "停电一整天，没有人回应。",
            "contact": {"name": "李同学", "phone": "13900000000"}}
    key = "0190d2a4-7d4e-7c52-9e0b-6d1c7a9b3f10"
    reply = ok(years.campus.post("cases", body, STUDENT, headers={"Idempotency-Key": key}), 201)
    years.life.cases.append(harness.Case(reply["case"], reply["receipt"]))
    return {"key": key, "body": body, "case": reply["case"]["id"], "receipt": reply["receipt"]}


def written(years, sent):
    inspection = years.life.visits.last
    return {
        "version": ok(years.campus.get("health"))["version"], "commit": GIVEN.commit,
        "written_at": years.clock.now.isoformat(),
        "receipts": {case.id: case.receipt for case in years.life.cases if case.receipt},
        "sent": sent, "photo": years.photo_ids[7], "unused": years.photo(21), "inspected": {
            "key": inspection[0], "body": inspection[2],
            "as": next(name for name, actor in world.WHO.items() if actor == inspection[1]),
            "inspection": years.life.visits.reports[-1]["id"]}}


def save(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.write("\n")


def go_on(years, folder, facts):
    years.stack.start_nginx()
    years.stack.wait_ready()
    with open(os.path.join(folder, "after.jsonl"), "w", encoding="utf-8") as file:
        for part, answers in after.steps(years.campus, years.second, facts, folder):
            for what, answer in answers:
                file.write(json.dumps([part, what, answer], ensure_ascii=False) + "\n")


def make(folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "rulebooks"))
    for domain in world.DOMAINS:
        shutil.copy(os.path.join(TOP, "plugins", domain, "rulebook.txtpb"),
                    os.path.join(folder, "rulebooks", f"{domain}.txtpb"))
    years = Years(folder)
    try:
        years.pass_days()
        facts = written(years, once(years))
        world.at_rest(years.stack.client(), years.served)
        ask.save(os.path.join(folder, "answers.jsonl"), ask.answers(years.campus, facts))
        years.die_halfway()
        keep.dump(years.stack.client(), os.path.join(folder, "store.jsonl"))
        facts["written_at"] = years.clock.now.isoformat()
        save(folder, "written.json", facts)
        with open(os.path.join(folder, "secrets"), "w", encoding="ascii") as file:
            file.write(years.secrets["new"])
        shutil.copytree(years.stack.evidence, os.path.join(folder, "evidence"))
        go_on(years, folder, facts)
    finally:
        years.close()


if __name__ == "__main__":
    make(os.path.join(HERE, GIVEN.name))
