"""Servers whose clock stands where it is put, and a campus that is asked on them.

Owns: the clock, the configuration that a kept store is served by, who asks, when timed work
    has come to rest.
Must not know: what happens on the campus, what is kept of it.
"""
import datetime
import os
import re
import shutil
import struct
import subprocess
import tempfile
import uuid

import requests

import harness
from harness import ADMIN, INSPECTOR, LEADER, OFFICE, STUDENT, Actor, servers

HERE = os.path.dirname(os.path.realpath(__file__))
ZONE = datetime.timezone(datetime.timedelta(hours=8))  # 中国标准时间
DOMAINS = ("catering", "dormitory", "property", "energy", "transport", "procurement", "repair",
           "decision")
UNIT_OF = {d: f"{d}-centre" for d in DOMAINS} | {"decision": "logistics-office"}
KEEPER_OF = {d: Actor(f"keeper-{d}", "unit", unit) for d, unit in UNIT_OF.items()}
FIRM_OF = {d: Actor(f"firm-{d}", "unit", f"firm-{d}") for d in ("catering", "transport")}
ONE_DOMAIN = Actor("li", "inspector", domains="catering")
WHO = {"office": OFFICE, "inspector": INSPECTOR, "leader": LEADER, "admin": ADMIN,
       "student": STUDENT, "one-domain": ONE_DOMAIN, "public": None,
       **{actor.unit: actor for actor in (*KEEPER_OF.values(), *FIRM_OF.values())}}
TIMED = "100ms"  # the shortest
CAMPUSES = ("c0", "c1")


class Clock:
    """Stands still until it is moved. Written as one piece of 8 bytes."""

    def __init__(self, at):
        self.folder = tempfile.mkdtemp(prefix="supervision-clock-")
        os.chmod(self.folder, 0o755)
        self.file = os.path.join(self.folder, "now")
        self.library = os.path.join(self.folder, "clock.so")
        self.now = None
        self.put(at)
        with open(os.path.join(HERE, "clock.c"), encoding="ascii") as text:
            source = text.read().replace("@FILE@", self.file)
        subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", self.library, "-xc", "-"],
                       input=source, text=True, check=True)

    def put(self, at):
        self.now = at
        with open(self.file, "r+b" if os.path.exists(self.file) else "wb", 0) as file:
            file.write(struct.pack("=q", round(at.timestamp() * 1000000)))

    def forward(self, **delta):
        self.put(self.now + datetime.timedelta(**delta))

    def moment(self, **delta):
        """RFC 3339 of so much from now."""
        at = (self.now + datetime.timedelta(**delta)).astimezone(datetime.timezone.utc)
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def day(self, days=0):
        return f"{self.now.astimezone(ZONE) + datetime.timedelta(days=days):%Y-%m-%d}"

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def stack(clock, rulebooks, secrets, **knobs):
    """Servers of all domains, by rulebooks of a folder and with secrets that are given: both
    are the campus's and stay when the server is another version. Redis runs, nginx not."""
    made = harness.Stack(start=False, **{
        "preload": clock.library, "timed_work": TIMED, "workers": 1,
        "plugins": "".join(f"    supervision_plugin {d} rulebook={rulebooks}/{d}.txtpb;\n"
                           for d in DOMAINS), **knobs})
    made._write("secrets", secrets, 0o600)
    made.redis.start()
    return made


def own(stack_, folder):
    """What lies in the folder of photos belongs to the workers."""
    if stack_.account:
        for path, folders, files in os.walk(folder):
            for name in [".", *folders, *files]:
                shutil.chown(os.path.join(path, name), *stack_.account)


def at_rest(client, campuses=CAMPUSES, seconds=60):
    """Waits until timed work finds nothing more to do: run after run (each renews its lease,
    and that takes a version) the stores stay as they are, but for the places that jobs keep."""
    seen = {"store": None, "since": 0}

    def still():
        store, versions = [], []
        for campus in campuses:
            prefix = f"sup:{{{campus}}}:"
            keys = sorted(client.scan_iter(match=f"sup:[{{]{campus}}}:*", count=2000))
            keys = [k for k in keys if not re.fullmatch(
                r"(lease:)?timed.*|seq", k.decode()[len(prefix):])]
            pipe = client.pipeline(transaction=False)
            for key in keys:
                pipe.dump(key)
            store.append((keys, pipe.execute()))
            versions.append(int(client.get(prefix + "seq") or 0))
        if store != seen["store"]:
            seen.update(store=store, since=versions)
        return all(now - then >= 6 for now, then in zip(versions, seen["since"]))
    assert servers.wait_until(still, seconds, 0.05), "timed work does not come to rest"


class Campus(harness.Campus):
    """One whose clock goes on with everything that is done."""

    def __init__(self, stack_, clock, n=0, pace=37):
        super().__init__(stack_, n)
        self.clock, self.pace = clock, pace
        self.session = requests.Session()
        self.session.trust_env = False

    def request(self, method, path, actor=None, receipt=None, headers=None, **options):
        if method != "GET":
            self.clock.forward(seconds=self.pace)
        headers = {**(actor.headers() if actor else {}), **(headers or {})}
        if receipt:
            headers["Supervision-Receipt"] = receipt
        base = f"/c{self.n}/" if actor is None else f"/t{self.n}/"
        return self.session.request(method, self.stack.url(base + path), headers=headers,
                                    timeout=30, allow_redirects=False, **options)

    def submit(self, actor=None, key=None, **fields):
        reply = harness.ok(self.post("cases", fields, actor, headers={
            "Idempotency-Key": key or str(uuid.uuid4())}), 201)
        return harness.Case(reply["case"], reply["receipt"])

    def checklist(self, domain, template):
        return harness.ok(self.get(f"checklists/{domain}/{template}", OFFICE))
