"""The harness of the API, fault and browser suites: real nginx, real Redis, one folder.

Owns: Stack (the servers of a test), Actor (who asks), Campus (requests and the way of a case).
Must not know: what a single test is about.

    stack.redis, stack.nginx     conf/dev/servers.py's; stack.client() is python3-redis
    campus.get("board")          the public;  campus.get("cases", OFFICE)  anybody else
    case = campus.walk("rectified")     a case brought to a state by those who may do it

Three locations for each campus cN: /cN/ the public, /tN/ where the actor comes from headers
(so that a test can be anybody), /dN/ by auth_basic and maps as in conf/.
"""
import base64
import concurrent.futures
import dataclasses
import datetime
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid

import redis as redis_client
import requests

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(TOP, "conf", "dev"), os.path.join(TOP, "tests", "lib")]

import photos   # noqa: E402
import servers  # noqa: E402

MODULE = os.environ.get("SUP_MODULE") or os.path.join(
    TOP, "build/module/ngx_http_supervision_module.so")
PLUGIN_DIR = os.environ.get("SUP_PLUGIN_DIR") or os.path.join(TOP, "build/plugins")
PRELOAD = os.environ.get("SUP_PRELOAD", "")
PAGES = os.path.join(TOP, "build/pages")
CAMPUSES = 3
# Time-outs that a busy machine does not miss; a test of time-outs has its own.
PATIENT = "unix:{socket} command_timeout=30s connect_timeout=30s"
DOMAINS = ("catering", "transport", "energy")

# What must never stand in the error log, nor on stderr, unless the test expects it.
BAD_LOG = re.compile(r"\[(?:alert|emerg|crit)\]|AddressSanitizer|LeakSanitizer|"
                     r"runtime error:|UndefinedBehavior")


@dataclasses.dataclass(frozen=True)
class Actor:
    user: str = ""
    role: str = ""
    unit: str = ""
    domains: str = "*"

    def headers(self):
        named = {"X-Test-User": self.user, "X-Test-Role": self.role,
                 "X-Test-Unit": self.unit, "X-Test-Domains": self.domains}
        return {name: value for name, value in named.items() if value}


NOBODY = Actor()
OFFICE = Actor("office", "office")
INSPECTOR = Actor("inspector", "inspector")
LEADER = Actor("leader", "leader")
ADMIN = Actor("admin", "admin")
STUDENT = Actor("student", "reporter")
CATERING = Actor("catering", "unit", "catering-centre")
TRANSPORT = Actor("transport", "unit", "transport-centre")
ENERGY = Actor("energy", "unit", "energy-centre")
CONTRACTOR = Actor("contractor", "unit", "contractor-food")
UNIT_OF = {"catering": CATERING, "transport": TRANSPORT, "energy": ENERGY}
# The sign-ins of /dN/; the password is the user's name.
SIGN_INS = (OFFICE, INSPECTOR, LEADER, ADMIN, STUDENT, CATERING, TRANSPORT, ENERGY, CONTRACTOR)

UNITS = (
    {"id": "logistics-office", "name": "后勤管理处", "kind": "office"},
    {"id": "catering-centre", "name": "餐饮服务中心", "kind": "centre", "domains": ["catering"]},
    {"id": "transport-centre", "name": "车辆运输中心", "kind": "centre",
     "domains": ["transport"]},
    {"id": "energy-centre", "name": "能源管理中心", "kind": "centre", "domains": ["energy"]},
    {"id": "contractor-food", "name": "合作餐饮企业", "kind": "contractor",
     "domains": ["catering"], "parent": "catering-centre"},
)
PLACES = (
    {"id": "canteen-1", "name": "第一食堂", "kind": "canteen"},
    {"id": "dorm-3", "name": "3号宿舍楼", "kind": "dormitory"},
    {"id": "bus-01", "name": "校车01号", "kind": "bus"},
)
TEXTS = {
    "catering": "中午在二楼窗口打的饭里吃出一根头发，和师傅反映没有人管。",
    "transport": "早上七点半的校车晚点二十多分钟，上课迟到了。",
    "energy": "宿舍楼从昨天晚上开始热水不热，只有凉水。",
}

NGINX_CONF = """\
{user}
daemon on;
pid {folder}/nginx.pid;
worker_processes {workers};
worker_shutdown_timeout {shutdown_timeout};
error_log {folder}/error.log {log_level};
load_module {module};
{main}
events {{ worker_connections 512; }}

http {{
    default_type application/octet-stream;
    include /etc/nginx/mime.types;
    access_log {folder}/access.log;
    add_header X-Worker $pid always;
    client_body_temp_path {folder}/tmp/body;
    proxy_temp_path {folder}/tmp/proxy;
    fastcgi_temp_path {folder}/tmp/fastcgi;
    uwsgi_temp_path {folder}/tmp/uwsgi;
    scgi_temp_path {folder}/tmp/scgi;

    supervision_zone supervision 1m;
    supervision_plugin_path {plugin_dir};
{plugins}
    supervision_secrets {folder}/secrets;
    supervision_calendar {top}/conf/calendar.txtpb;
    supervision_redis {redis};
    supervision_timed_work {timed_work};
    supervision_board_cache {board_cache};
    {evidence}
{maps}
{http}
    server {{
        listen 127.0.0.1:{port};
{locations}
{server}
    }}
}}
"""

LOCATION = """\
        location /c{n}/ {{
            supervision on;
            supervision_campus c{n} 测试大学;
            location = /c{n}/evidence {{
                supervision on;
                client_max_body_size 20m;
            }}
        }}
        location /t{n}/ {{
            supervision on;
            location = /t{n}/evidence {{
                supervision on;
                client_max_body_size 20m;
            }}
            supervision_campus c{n} 测试大学;
            supervision_user $http_x_test_user;
            supervision_role $http_x_test_role;
            supervision_unit $http_x_test_unit;
            supervision_actor_domains $http_x_test_domains;
        }}
        location /d{n}/ {{
            auth_basic desk;
            auth_basic_user_file {folder}/htpasswd;
            supervision on;
            supervision_campus c{n} 测试大学;
            supervision_user $remote_user;
            supervision_role $test_role;
            supervision_unit $test_unit;
        }}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stack:
    """One Redis and one nginx. Knobs (all with defaults): workers, redis (arguments of
    supervision_redis), redis_options (of redis-server), plugins (lines), board_cache,
    timed_work (off: nothing happens by itself, unless a test asks for it),
    shutdown_timeout, log_level, preload (a library), evidence (the line of photos), and text
    for main, http and server; conf: a whole configuration in place of the template's, with
    the same {words} in it."""

    def __init__(self, start=True, **knobs):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="supervision-"))
        self.knobs = {
            "workers": 2, "shutdown_timeout": "10s", "log_level": "info",
            "board_cache": "0", "timed_work": "off", "redis": PATIENT,
            "redis_options": (),
            "plugins": "".join(f"    supervision_plugin {name};\n" for name in DOMAINS),
            "main": "", "http": "", "server": "", "preload": "",
            "evidence": "supervision_evidence {folder};", "conf": NGINX_CONF, **knobs}
        self.account = servers.worker_account(TOP, os.path.dirname(self.folder))
        if self.account:
            os.chmod(self.folder, 0o755)
        os.mkdir(os.path.join(self.folder, "tmp"))
        self.evidence = os.path.join(self.folder, "evidence")
        os.mkdir(self.evidence, 0o750)
        if self.account:
            shutil.chown(self.evidence, *self.account)
        env = {}
        if PRELOAD:
            env = {"LD_PRELOAD": PRELOAD,
                   "ASAN_OPTIONS": "detect_leaks=0:detect_stack_use_after_return=1",
                   "UBSAN_OPTIONS": "print_stacktrace=1"}
        if self.knobs["preload"]:
            env["LD_PRELOAD"] = ":".join(filter(None, (PRELOAD, self.knobs["preload"])))
        self.redis = servers.Redis(self.folder, self.account, self.knobs["redis_options"])
        self.nginx = servers.Nginx(self.folder, env)
        self.port = free_port()
        self._log_mark = {}
        self._expected = []
        self._write("secrets", f"k1 {base64.b64encode(secrets.token_bytes(32)).decode()}\n",
                    0o600)
        self._write("htpasswd", "".join(f"{a.user}:{{PLAIN}}{a.user}\n" for a in SIGN_INS))
        if start:
            try:
                self.redis.start()
                self.start_nginx()
            except BaseException:
                self.close()
                raise

    # --- servers ---------------------------------------------------------------------

    def start_nginx(self):
        """On a free port of loopback; another one when somebody was faster."""
        for attempt in range(5):
            self.write_conf()
            try:
                self.nginx.start()
                break
            except servers.ServerError as error:
                if "Address already in use" not in str(error) or attempt == 4:
                    raise
                self.port = free_port()
        self.wait_listening()
        if PRELOAD:
            self.check_sanitized()

    def check_sanitized(self):
        """That the sanitizers are really there: else a clean log would mean nothing."""
        assert servers.wait_until(self.worker_pids, 30), "no worker"
        with open(f"/proc/{self.worker_pids()[0]}/maps", encoding="utf-8") as maps:
            text = maps.read()
        for name in ("libasan", "libubsan", MODULE):
            assert name in text, f"{name} is not loaded"
        symbols = subprocess.check_output(["nm", "-D", "--undefined-only", MODULE], text=True)
        assert "__asan_report_load" in symbols and "__ubsan_handle" in symbols, \
            f"{MODULE} was built without sanitizers"

    def wait_listening(self):
        def listens():
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return True
            except OSError:
                return False
        assert servers.wait_until(listens, 30), "nginx does not listen"

    def wait_ready(self, seconds=20):
        """Every worker has its Redis: each of them has said so itself. Many ask at once, or an
        idle worker would take all of it."""
        workers, ready = int(self.knobs["workers"]), set()

        def ask(_):
            return self.request("GET", "/c0/ready")

        def all_ready():
            with concurrent.futures.ThreadPoolExecutor(4 * workers) as pool:
                replies = list(pool.map(ask, range(4 * workers)))
            yes = {reply.headers.get("X-Worker") for reply in replies if reply.ok}
            no = {reply.headers.get("X-Worker") for reply in replies if not reply.ok}
            ready.update(yes)
            ready.difference_update(no)
            running = {str(pid) for pid in self.worker_pids()}
            return not no and len(running) == workers and (running <= ready or workers == 1)
        assert servers.wait_until(all_ready, seconds, 0.02), self.request("GET", "/c0/ready").text

    def held_back(self):
        """How many commits wait in a Redis that was told to hold writes back (CLIENT PAUSE with
        WRITE); one more for what waits behind one on the same connection."""
        return sum(1 + (int(client["qbuf"]) > 0) for client in self.client().client_list()
                   if "b" in client["flags"])

    def wait_held_back(self, count=1):
        assert servers.wait_until(lambda: self.held_back() >= count, 20, 0.002), \
            "no commit came to Redis"

    def conf(self):
        words = {
            **self.knobs, "folder": self.folder, "top": TOP, "port": self.port,
            "module": MODULE, "plugin_dir": PLUGIN_DIR, "pages": PAGES,
            "user": f"user {' '.join(self.account)};" if self.account else "",
            "redis": self.knobs["redis"].format(socket=self.redis.socket),
            "evidence": self.knobs["evidence"].format(folder=self.evidence),
            "maps": self._map("test_role", "role") + self._map("test_unit", "unit"),
            "locations": "".join(LOCATION.format(n=n, folder=self.folder)
                                 for n in range(CAMPUSES))}
        return self.knobs["conf"].format(**words)

    @staticmethod
    def _map(variable, field):
        rows = "".join(f"        {a.user} {getattr(a, field)!r};\n" for a in SIGN_INS)
        return f"    map $remote_user ${variable} {{\n        default '';\n{rows}    }}\n"

    def write_conf(self, **knobs):
        self.knobs.update(knobs)
        self._write("nginx.conf", self.conf())

    def _write(self, name, text, mode=0o644):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def reload(self, wait=True):
        """HUP; waits until all workers of before are gone or shutting down."""
        before = set(self.nginx.workers())
        self.nginx.signal(signal.SIGHUP)

        def done():
            now = {pid for pid, name in self.nginx.workers().items()
                   if "shutting down" not in name}
            return now and not now & before
        if wait:
            assert servers.wait_until(done, 15), "no new workers after a reload"

    def worker_pids(self):
        return sorted(pid for pid, name in self.nginx.workers().items()
                      if name.startswith("nginx: worker process")
                      and "shutting down" not in name)

    def client(self):
        return redis_client.Redis(unix_socket_path=self.redis.socket)

    def close(self):
        self.nginx.stop()
        pid = self.redis.pid()
        if pid:
            os.kill(pid, signal.SIGCONT)
            self.redis.stop()
        if os.environ.get("SUP_KEEP"):
            print(f"kept: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- logs ------------------------------------------------------------------------

    def log(self, name="error.log", since=0):
        try:
            with open(os.path.join(self.folder, name), "rb") as text:
                text.seek(since)
                return text.read().decode("utf-8", "replace")
        except FileNotFoundError:
            return ""

    def begin_test(self):
        self._expected = []
        for name in ("error.log", "stderr.log"):
            path = os.path.join(self.folder, name)
            self._log_mark[name] = os.path.getsize(path) if os.path.exists(path) else 0

    def log_of_test(self, name="error.log"):
        return self.log(name, self._log_mark.get(name, 0))

    def expect_log(self, pattern):
        """Lines that match are meant by this test."""
        self._expected.append(re.compile(pattern))

    def bad_log_lines(self):
        return [line for name in ("error.log", "stderr.log")
                for line in self.log_of_test(name).splitlines()
                if BAD_LOG.search(line)
                and not any(pattern.search(line) for pattern in self._expected)]

    # --- requests --------------------------------------------------------------------

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"

    def request(self, method, path, **options):
        """One request on a connection of its own, past any proxy of the environment."""
        with requests.Session() as session:
            session.trust_env = False
            options.setdefault("timeout", 60)
            options.setdefault("allow_redirects", False)
            headers = {"Connection": "close", **(options.pop("headers", None) or {})}
            return session.request(method, self.url(path), headers=headers, **options)

    def raw(self, data, seconds=10):
        """Bytes as they are; everything that came back until the server closed."""
        with socket.create_connection(("127.0.0.1", self.port), seconds) as connection:
            connection.sendall(data)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
            return answer


class Case:
    """A case that a test made: its id, its receipt, and what the last reply said."""

    def __init__(self, case, receipt):
        self.id, self.receipt, self.last = case["id"], receipt, case

    @property
    def state(self):
        return self.last["state"]


class Campus:
    def __init__(self, stack, n=0):
        self.stack, self.n = stack, n

    # --- plain requests: the response ------------------------------------------------

    def request(self, method, path, actor=None, receipt=None, headers=None, **options):
        """actor None: at the public's location. options are requests'."""
        base = f"/c{self.n}/" if actor is None else f"/t{self.n}/"
        headers = {**(actor.headers() if actor else {}), **(headers or {})}
        if receipt:
            headers["Supervision-Receipt"] = receipt
        return self.stack.request(method, base + path, headers=headers, **options)

    def get(self, path, actor=None, **options):
        return self.request("GET", path, actor, **options)

    def post(self, path, body=None, actor=None, **options):
        return self.request("POST", path, actor, json={} if body is None else body, **options)

    def put(self, path, body, actor=ADMIN, **options):
        return self.request("PUT", path, actor, json=body, **options)

    def upload(self, data, actor=None, **options):
        """The response to a photo, whatever it is."""
        options.setdefault("headers", {"Content-Type": "image/jpeg"})
        return self.request("POST", "evidence", actor, data=data, **options)

    def photo(self, number=0, actor=None):
        """A photo that was taken in: its id. Another number is another photo."""
        return ok(self.upload(photos.encoded(number), actor), 201)["id"]

    # --- the way of a case: refused means the test fails -----------------------------

    def prepare(self):
        """Units and places that the other helpers name."""
        for unit in UNITS:
            ok(self.put(f"units/{unit['id']}", unit))
        for place in PLACES:
            ok(self.put(f"places/{place['id']}", place))
        return self

    def submit(self, actor=None, key=None, **fields):
        body = {"kind": "complaint", "domain": "catering", **fields}
        body.setdefault("text", TEXTS[body["domain"] or "catering"])
        if body["kind"] == "directive":
            body.setdefault("ledger", ledger())
        reply = ok(self.post("cases", body, actor,
                             headers={"Idempotency-Key": key or str(uuid.uuid4())}), 201)
        return Case(reply["case"], reply["receipt"])

    def act(self, case, action, actor=None, receipt=None, **fields):
        """The response of an action, whatever it is."""
        case_id = case if isinstance(case, str) else case.id
        return self.post(f"cases/{case_id}/{action}", fields, actor, receipt=receipt)

    def do(self, case, action, actor=None, receipt=None, **fields):
        case.last = ok(self.act(case, action, actor, receipt, **fields))
        return case

    def dispatch(self, case, actor=OFFICE, **fields):
        return self.do(case, "dispatch", actor, **{
            "facts": "经核实，反映情况属实。", "requirement": "立即整改并举一反三。",
            "signer": "王处长", **fields})

    def sign(self, case, actor):
        return self.do(case, "sign", actor, receiver="李主任")

    def progress(self, case, actor, milestone=1, **fields):
        return self.do(case, "progress", actor, milestone=milestone, **{
            "reached": day(), "note": "已按要求完成。", **fields})

    def rectify(self, case, actor, **fields):
        """With the milestones of a directive reported before."""
        milestones = case.last.get("ledger", {}).get("milestones", [])
        for number, milestone in enumerate(milestones, 1):
            if "reached" not in milestone:
                self.progress(case, actor, number)
        return self.do(case, "rectify", actor, **{"measures": "已整改，并对员工进行培训。",
                                                 **fields})

    def verify(self, case, actor=INSPECTOR):
        return self.do(case, "verify", actor, finding="现场复查，问题已整改到位。")

    def send_back(self, case, actor=INSPECTOR):
        return self.do(case, "return", actor, finding="现场复查，仍有同样的问题。")

    def confirm(self, case, rating=5, **fields):
        return self.do(case, "confirm", receipt=case.receipt, rating=rating, **fields)

    def reopen(self, case):
        return self.do(case, "reopen", receipt=case.receipt, reason="问题没有真正解决。")

    def walk(self, state, domain="catering", **fields):
        """A new complaint, brought to the state by those who may."""
        unit = UNIT_OF[domain]
        case = self.submit(domain=domain, **fields)
        ways = {"rejected": lambda: self.do(case, "reject", OFFICE, reason="不属于受理范围。"),
                "withdrawn": lambda: self.do(case, "withdraw", receipt=case.receipt),
                "merged": lambda: self.do(case, "merge", OFFICE,
                                          parent=self.submit(domain=domain).id)}
        if state in ways:
            ways[state]()
        else:
            steps = [("submitted", lambda: None),
                     ("dispatched", lambda: self.dispatch(case, unit=unit.unit)),
                     ("rectifying", lambda: self.sign(case, unit)),
                     ("rectified", lambda: self.rectify(case, unit)),
                     ("verified", lambda: self.verify(case)),
                     ("closed", lambda: self.confirm(case))]
            for name, step in steps:
                step()
                if name == state:
                    break
            else:
                raise ValueError(f"no way to {state}")
        assert case.state == state, case.last
        return case

    def case(self, case, actor=OFFICE):
        return ok(self.get(f"cases/{case if isinstance(case, str) else case.id}", actor))

    def history(self, case, actor=OFFICE):
        return ok(self.get(f"cases/{case.id}/history", actor))


def ok(response, *statuses):
    """The JSON of a reply that must have gone well (200 or 201 unless said otherwise)."""
    assert response.status_code in (statuses or (200, 201)), \
        f"{response.request.method} {response.request.url}: {response.status_code} " \
        f"{response.text[:2000]}"
    return response.json()


def problem(response, status, code=None, field=None):
    """The problem document of a reply that must have been refused so."""
    text = f"{response.request.method} {response.request.url}: {response.status_code} " \
           f"{response.text[:2000]}"
    assert response.status_code == status, text
    assert response.headers["Content-Type"].startswith("application/problem+json"), text
    body = response.json()
    assert body["status"] == status and body["title"] and body["title_en"], text
    assert code is None or body["code"] == code, text
    assert field is None or body.get("field") == field, text
    return body


def later(case, **delta):
    """RFC 3339 of so much after the deadline of the case, as a reply told it."""
    by = datetime.datetime.fromisoformat(
        case["deadlines"]["rectify_by"].replace("Z", "+00:00"))
    return (by + datetime.timedelta(**delta)).astimezone(datetime.timezone.utc).strftime(
        "%Y-%m-%dT%H:%M:%SZ")


def day(days=0):
    """yyyy-mm-dd of the campus, so many days from today."""
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return (datetime.datetime.now(zone) + datetime.timedelta(days=days)).strftime("%Y-%m-%d")


def ledger(**changes):
    """What the office registers of a directive."""
    return {"source": "president_meeting", "meeting": "2026年第18次校长办公会议",
            "met_on": day(-20), "decided": "入冬前完成实训楼供热管线检修，逐项销号。",
            "owner": "张处长", "milestones": [{"name": "完成招标", "due": day(-3)},
                                             {"name": "完成检修", "due": day(30)}], **changes}


def time_in(**delta):
    """RFC 3339 of a moment from now: time_in(days=2), time_in(hours=-1)."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**delta)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def wait_for(moment):
    """Until that moment (RFC 3339, as the server told it or time_in() did) is over."""
    at = datetime.datetime.fromisoformat(moment.replace("Z", "+00:00"))
    time.sleep(max(0, (at - datetime.datetime.now(datetime.timezone.utc)).total_seconds()) + .1)
