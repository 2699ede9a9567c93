"""The contenders of the bench: stock nginx with the module, plain, and with Lua; one Redis.

Owns: their configuration, the data they serve, what the Lua peers must know of the rules.
Must not know: how load is made, what is compared with what.
"""
import base64
import codecs
import json
import os
import re
import secrets
import shutil
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(TOP, "tests", "lib"), os.path.join(TOP, "conf", "dev"),
                os.path.join(TOP, "build", "py")]

import checklists  # noqa: E402
import demo  # noqa: E402
import harness  # noqa: E402
import servers  # noqa: E402

BASE = "/c0/"
SERIAL = "########"
LUA_MODULES = "/usr/lib/nginx/modules"
SEVERITIES = ("", "minor", "major", "serious", "critical")

# The same for every contender.
COMMON = """\
    default_type application/octet-stream;
    access_log off;
    keepalive_requests 100000000;
    keepalive_timeout 300s;
    client_body_buffer_size 64k;
    tcp_nodelay on;
    client_body_temp_path {folder}/tmp/body;
    proxy_temp_path {folder}/tmp/proxy;
    fastcgi_temp_path {folder}/tmp/fastcgi;
    uwsgi_temp_path {folder}/tmp/uwsgi;
    scgi_temp_path {folder}/tmp/scgi;
"""
HEAD = """\
{user}
daemon on;
pid {folder}/nginx.pid;
worker_processes 1;
error_log {folder}/error.log warn;
{main}
events {{ worker_connections 1024; }}
http {{
"""
MODULE_CONF = HEAD + COMMON + """\
    supervision_zone supervision 4m;
    supervision_plugin_path {plugin_dir};
{plugins}
    supervision_secrets {folder}/secrets;
    supervision_calendar {top}/conf/calendar.txtpb;
    supervision_redis {redis};
    supervision_timed_work {timed_work};
{maps}
    server {{
        listen 127.0.0.1:{port};
{locations}
    }}
}}
"""
PLAIN_SERVER = """\
    server {{
        listen 127.0.0.1:{port};
{locations}
    }}
}}
"""
PLAIN_LOCATION = """\
        location = {path} {{
            default_type {type};
{headers}
            return 200 '{body}';
        }}
"""
LUA_MAIN = """\
load_module {modules}/ndk_http_module.so;
load_module {modules}/ngx_http_lua_module.so;
env BENCH_SETTINGS={folder}/settings.json;"""
LUA_SERVER = """\
    lua_package_path '{here}/lua/?.lua;;';
    lua_shared_dict kept 1m;
    init_by_lua_block {{
        require "resty.core"
        read, intake = require "read", require "intake"
    }}
    server {{
        listen 127.0.0.1:{port};
        location = /c0/board {{ content_by_lua_block {{ read.board() }} }}
        location = /c0/cases {{ content_by_lua_block {{ intake.submit() }} }}
        location /c0/cases/ {{ content_by_lua_block {{ read.case() }} }}
    }}
}}
"""


class Contest:
    """All servers. module, plain and lua are base addresses; redis a client."""

    def __init__(self):
        self.stack = harness.Stack(start=False, workers=1, conf=MODULE_CONF,
                                   main=f"load_module {harness.MODULE};", redis_options=(
                                       "--auto-aof-rewrite-percentage", "0"))
        self.others = []
        self.folder = self.stack.folder
        self.campus = harness.Campus(self.stack)

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for nginx in self.others:
            nginx.stop()
        self.stack.close()
        for nginx in self.others:
            shutil.rmtree(nginx.folder, ignore_errors=True)

    def _start(self):
        self.stack.redis.start()
        self.stack.start_nginx()
        self.stack.wait_ready()
        self.redis = self.stack.client()
        self.module = f"http://127.0.0.1:{self.stack.port}"
        self.campus.prepare()
        self._populate()
        self.posts = posts()
        self.commit = self._watch_commit()
        self._lua_records()
        self._start_lua()
        self._start_plain()
        # What the store holds before any round: every round of intake begins with it.
        self.snapshot = {key: self.redis.dump(key) for key in self.redis.keys()}

    # --- data ------------------------------------------------------------------------------

    def _populate(self):
        """A campus with figures in every column, and the case that is read."""
        for domain in harness.DOMAINS:
            for state in ("submitted", "rectifying", "rectified", "verified", "closed",
                          "rejected"):
                self.campus.walk(state, domain)
        self.case = self.campus.walk(
            "dispatched", "catering", place="canteen-1", place_detail="二楼3号窗口",
            text="中午十二点在二楼3号窗口打的青菜里吃出一根长头发，和师傅反映，只给换了一份菜，"
                 "没有登记。这已经是这个月第二次了，希望管理处到后厨看一看。我的电话是"
                 "13812345678，可以随时联系。",
            occurred_at=moment(1))
        for n in range(3):
            harness.ok(self.campus.request("POST", f"cases/{self.case.id}/support", headers={
                "Idempotency-Key": f"supporter-{n:08}"}))

    def _lua_records(self):
        """The same case, units and places as a Lua site would keep them: as JSON."""
        seen = self.campus.case(self.case)
        stored = {name: value for name, value in seen.items() if name not in (
            "allowed_actions", "domain_name", "category_name", "version", "overdue",
            "overdue_for", "contact")}
        stored["counters"].pop("supporters")
        self.redis.set(f"lua:{self.case.id}", compact(
            {"schema": 1, "version": seen["version"], "case": stored}))
        for kind in ("unit", "place"):
            for row in harness.ok(self.campus.get(kind + "s"))[kind + "s"]:
                self.redis.set(f"lua:{kind}:{row['id']}", compact(row))

    def _watch_commit(self):
        """One real commit of the module, as Redis saw it."""
        self.monitor = self.redis.monitor().__enter__()
        body = {"kind": "complaint", "domain": "catering", "place": "canteen-1",
                "text": TYPICAL, "place_detail": "一楼5号窗口", "occurred_at": moment(1)}
        status, reply = self.post(self.module, body)
        assert status == 201, reply
        commit = self.commits(1)[0]
        commit.case_id = reply["case"]["id"].encode()
        commit.record_extra = commit.record_bytes - len(TYPICAL.encode())
        return commit

    def commits(self, n):
        """The next n commits that the monitor shows."""
        seen = []
        while len(seen) < n:
            # not listen(): it decodes the line, and these are bytes
            line = self.monitor.connection.read_response(disable_decoding=True)
            if b'"FCALL"' in line.upper():
                seen.append(Commit([codecs.escape_decode(word)[0] for word in
                                    re.findall(rb'"((?:[^"\\]|\\.)*)"', line)]))
        return seen

    def post(self, base, body):
        text = compact(body).replace(SERIAL, "00000000").encode()
        status, _, reply = fetch(base + BASE + "cases", text, {
            "Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())})
        return status, json.loads(reply)

    @staticmethod
    def request(body, path=f"{BASE}cases", headers=""):
        """The bytes of a post: before, between and after its two serial numbers."""
        before, after = compact(body).split(SERIAL)
        size = len((before + after).encode()) + len(SERIAL)
        return (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}"
                f"Content-Type: application/json\r\nContent-Length: {size}\r\n"
                "Idempotency-Key: "), f"\r\n\r\n{before}", after

    def report(self):
        """The same of a comprehensive inspection of catering: every item answered, some
        badly."""
        check = checklists.Checklist("catering", "comprehensive")
        bad = [item.code for item in check.items if not item.by_code
               and checklists.ITEM.photo not in item.evidence][::5]
        body = check.request(fail=bad, place="canteen-1", started_at=moment(0.01),
                             summary=f"总体良好，个别环节需要改进，单号{SERIAL}。")
        harness.ok(checklists.post_inspection(self.campus, body), 201)
        headers = "".join(f"{name}: {value}\r\n"
                          for name, value in harness.INSPECTOR.headers().items())
        return self.request(body, "/t0/inspections", headers)

    def check_logs(self):
        for folder in (self.folder, *(nginx.folder for nginx in self.others)):
            with open(os.path.join(folder, "error.log"), encoding="utf-8") as log:
                said = [line for line in log if harness.BAD_LOG.search(line)
                        or "[error]" in line]
            assert not said, "".join(said[:20])

    def stop_watching(self):
        self.monitor.__exit__(None, None, None)

    def restore(self):
        """Everybody starts from the same small store and a short append-only file."""
        self.redis.flushall()
        for key, value in self.snapshot.items():
            # a post that was under way when the load ended may just have come in
            self.redis.restore(key, 0, value, replace=True)
        self.redis.bgrewriteaof()
        done = servers.wait_until(
            lambda: not self.redis.info("persistence")["aof_rewrite_in_progress"], 30)
        if not done:
            raise servers.ServerError("Redis does not finish its append-only file")

    def settled(self, count=None):
        """received(), or another count, when nothing is under way any more."""
        count, last = count or self.received, -1
        while last != (now := count()):
            last = now
            time.sleep(0.1)
        return now

    def reports(self):
        return self.redis.zcard("sup:{c0}:inspections")

    def received(self):
        """Cases that the board counts."""
        return sum(int(value) for key in self.redis.keys("sup:{c0}:board:*")
                   for name, value in self.redis.hgetall(key).items()
                   if name.endswith(b".received"))

    # --- peers -----------------------------------------------------------------------------

    def _nginx(self, name, main, server, **words):
        folder = tempfile.mkdtemp(prefix=f"supervision-bench-{name}-")
        os.chmod(folder, 0o755)
        os.mkdir(os.path.join(folder, "tmp"))
        nginx = servers.Nginx(folder)
        self.others.append(nginx)
        account = self.stack.account
        port = free_port()
        words = {"folder": folder, "port": port, "here": HERE, "modules": LUA_MODULES,
                 **words}
        user = f"user {' '.join(account)};" if account else ""
        with open(nginx.conf, "w", encoding="utf-8") as file:
            file.write(HEAD.format(user=user, folder=folder, main=main.format(**words)))
            file.write(COMMON.format(folder=folder) + server.format(**words))
        return nginx, f"http://127.0.0.1:{port}"

    def _start_plain(self):
        """`return 200` of what the module answers, byte for byte but the date."""
        places = ""
        for path in (f"{BASE}board", f"{BASE}cases/{self.case.id}"):
            reply = self.stack.request("GET", path)
            own = {name: value for name, value in reply.headers.items() if name not in (
                "Server", "Date", "Content-Type", "Content-Length", "Connection")}
            places += PLAIN_LOCATION.format(
                path=path, type=reply.headers["Content-Type"],
                headers="".join(f"            add_header {name} '{value}';\n"
                                for name, value in own.items()),
                body=reply.text.replace("\\", "\\\\").replace("'", "\\'"))
        nginx, self.plain = self._nginx("plain", "", PLAIN_SERVER.replace(
            "{locations}", places.replace("{", "{{").replace("}", "}}")))
        nginx.start()

    def _start_lua(self):
        nginx, self.lua = self._nginx("lua", LUA_MAIN, LUA_SERVER)
        with open(os.path.join(nginx.folder, "settings.json"), "w", encoding="utf-8") as file:
            json.dump({
                "socket": self.stack.redis.socket, "base": BASE, "campus": "c0",
                "secret": base64.b64encode(secrets.token_bytes(32)).decode(),
                "domains": harness.DOMAINS, "books": self._books(),
                "commit": self.commit.function, "record_bytes": self.commit.record_extra,
                "event_bytes": self.commit.event_bytes, "once_bytes": self.commit.once_bytes,
                "withdraw": [{"action": "withdraw", "name": "撤回", "name_en": "Withdraw",
                              "fields": [{"name": "reason"}]}]}, file, ensure_ascii=False)
        nginx.start()

    def _books(self):
        """The rulebooks as tables for Lua."""
        from google.protobuf import text_format
        from supervision.v1 import rules_pb2
        books = {}
        for domain in harness.DOMAINS:
            with open(os.path.join(TOP, "plugins", domain, "rulebook.txtpb"),
                      encoding="utf-8") as file:
                book = text_format.Parse(file.read(), rules_pb2.Rulebook())
            books[domain] = {
                "domain": domain, "name": book.name, "name_en": book.name_en,
                "version": f"{book.version} 0123456789ab", "unit": book.unit,
                "categories": [c.code for c in book.categories],
                "names": {c.code: c.name for c in book.categories},
                "units": {c.code: c.unit or book.unit for c in book.categories},
                "severity": {c.code: c.severity for c in book.categories},
                "deadlines": [deadline(book, severity) for severity in range(1, 5)],
                "patterns": [pattern(domain, p) for p in book.patterns]}
        return books


class Commit:
    """FCALL name n keys... letters arguments..., of one case."""

    def __init__(self, words):
        self.words = words
        self.function = words[1].decode()
        n = int(words[2])
        self.keys, self.letters = words[3:3 + n], words[3 + n]
        once, _, event, record = words[4 + n:8 + n]
        self.once_bytes, self.event_bytes = len(once), len(event)
        self.record_bytes = len(record)

    def shape(self):
        """What a commit must have in common with this one to be the same work."""
        return self.letters, len(self.keys), len(self.words)

    def bytes(self):
        return sum(map(len, self.words))

    def for_redis_benchmark(self):
        """Every call another case: serial numbers take the place of ids and hashes; bytes
        of records that no argument of a program can hold become others."""
        once = self.keys[1].rsplit(b":", 1)[1]
        number = b"__rand_int__"
        filled = number + once[len(number):]
        words = []
        for word in self.words:
            if word in (b"FCALL", self.function.encode()):
                words.append(word)
                continue
            word = word.replace(once, filled).replace(self.case_id, number + b"-0")
            words.append(word.replace(b"\0", b"\1"))
        return words


TYPICAL = ("小炒窗口的师傅态度很差，问一句就不耐烦，还骂人。今天中午又在菜里吃到了头发，"
           "已经不是第一次了，希望管理处尽快处理。")


def moment(days_ago):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - days_ago * 86400))


def posts():
    """Reports as students write them: the demo campus's, with what happened since."""
    place_of = {"catering": "canteen-1", "transport": "bus-01", "energy": "dorm-3"}
    made = []
    for name, kind, domain, place, detail, days, text, _ in demo.CASES:
        if kind in ("inspection", "directive") or domain not in place_of:
            continue
        for more in ("", "希望尽快处理，并告诉我们结果，谢谢。",
                     "已经向值班的老师反映过两次，一直没有人来管，同宿舍的同学也都遇到了同样的情况。"):
            body = {"kind": kind, "text": text + more,
                    "place_detail": f"{detail or '现场'}，单号{SERIAL}",
                    "occurred_at": moment(days + 0.5)}
            if place:
                body["place"] = place_of[domain]
            if name in demo.CHOSEN:
                body.update(domain=domain, category=demo.CHOSEN[name])
            made.append(body)
    return made


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def deadline(book, severity):
    for rule in book.deadlines:
        if rule.severity == severity:
            return {"sign": rule.sign_min * 60, "rectify": rule.rectify_min * 60,
                    "basis": rule.basis}
    return {"sign": 0, "rectify": 0, "basis": ""}


def pattern(domain, p):
    reason = {"rule": p.code, "domain": domain, "category": p.category, "weight": p.weight,
              "text": p.reason, "text_en": p.reason_en, "basis": p.basis}
    if p.severity:
        reason["severity"] = SEVERITIES[p.severity]
    return {"regex": p.regex, "category": p.category, "weight": p.weight,
            "severity": p.severity, "reason": reason}


def fetch(url, body=None, headers=None):
    """(status, headers, text) of one request, past any proxy of the environment."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, body, headers or {}), timeout=20) as r:
            return r.status, r.headers, r.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
