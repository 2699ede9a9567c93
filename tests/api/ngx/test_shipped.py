"""conf/ as it is shipped, running: the commands in its header, nginx's own answers, its logs.

Owns: a tree like a built one, and the servers that conf/nginx.conf's header starts in it.
Must not know: what the API answers by itself; mistakes in configuration (test_configuration).
"""
import concurrent.futures
import json
import os
import re
import shutil
import signal
import subprocess

import pytest

import harness
from harness import ok, problem, servers

PASSWORD = "office"
REPORT = {"kind": "complaint", "domain": "catering", "text": harness.TEXTS["catering"]}
# Root has both ways to start it; anybody else has his own.
STARTED_BY = ("root", "nobody") if os.geteuid() == 0 else ("me",)


def header(conf):
    """The commands of the file's header, in paragraphs."""
    text = conf[:conf.index("\nload_module")]
    lines = re.sub(r"\\\n#\s*", "", text).splitlines()
    groups = [[]]
    for line in lines:
        if line.startswith("#     "):
            groups[-1].append(line[6:])
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


class Shipped(harness.Stack):
    """conf/ in a folder of its own, started by the commands in the header of nginx.conf."""

    def __init__(self, by):
        super().__init__(start=False)
        self.by = by
        self.nginx.pidfile = os.path.join(self.folder, "build/nginx/nginx.pid")
        self.redis.socket = os.path.join(self.folder, "build/nginx/redis.sock")
        try:
            self.follow_header()
        except BaseException:
            self.close()
            raise

    def follow_header(self):
        self.plant()
        first, = (g for g in header(self.text("nginx.conf")) if "make build" in g[0])
        folder, *rest = first
        self.say(folder.replace("make build && ", ""))
        if self.by == "root":
            (once,), = (g for g in header(self.text("nginx.conf")) if "www-data" in g[0])
            self.say(once)
            self.change("nginx.conf", "#user www-data;", "user www-data;")
        self.change("nginx.conf", "127.0.0.1:8080", f"127.0.0.1:{self.port}")
        for line in rest:
            # openssl asks a person for the password
            self.say(line.replace("openssl passwd -apr1", f"openssl passwd -apr1 {PASSWORD}"))
        assert servers.wait_until(self.nginx.pid, 30), "nginx does not run"

    def plant(self):
        """What `make build` leaves; copied, so that whoever starts it can read it."""
        shutil.copytree(f"{harness.TOP}/conf", f"{self.folder}/conf",
                        ignore=shutil.ignore_patterns("dev"))
        os.makedirs(f"{self.folder}/build/module")
        shutil.copy(harness.MODULE, f"{self.folder}/build/module/")
        shutil.copytree(harness.PLUGIN_DIR, f"{self.folder}/build/plugins",
                        ignore=shutil.ignore_patterns("*.d"))
        shutil.copytree(harness.PAGES, f"{self.folder}/build/pages")
        if self.by == "nobody":
            for folder, _, names in os.walk(self.folder):
                for path in [folder, *(os.path.join(folder, name) for name in names)]:
                    shutil.chown(path, "nobody", "nogroup")

    def text(self, name):
        with open(f"{self.folder}/conf/{name}", encoding="utf-8") as file:
            return file.read()

    def change(self, name, old, new):
        text = self.text(name)
        assert old in text, f"conf/{name} no longer says {old}"
        self._write(f"conf/{name}", text.replace(old, new))

    def say(self, command):
        options = {}
        env = {"PATH": "/usr/bin:/bin", "HOME": self.folder}
        if self.by == "nobody":
            options = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        if "nginx -p" in command:
            env = {**self.nginx.env, **env}
        done = subprocess.run(["bash", "-ec", command], cwd=self.folder, env=env, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=60,
                              stderr=subprocess.STDOUT, check=False, **options)
        assert done.returncode == 0, f"{command}\n{done.stdout}"

    def errors(self):
        """Lines of the error log that are more than a notice."""
        return [line for line in self.log("build/nginx/error.log").splitlines()
                if re.search(r"\[(?:warn|error|crit|alert|emerg)\]", line)
                and "calendar.txtpb: its last_day" not in line]

    def ready(self):
        def answers():
            try:
                return self.request("GET", "/supervision/ready").status_code == 200
            except harness.requests.RequestException:
                return False
        return servers.wait_until(answers, 30, 0.05)

    def close(self):
        self.nginx.stop()
        try:
            pid = self.client().info("server")["process_id"]
            servers.end(pid, self.folder, "redis-server", [(signal.SIGTERM, 10),
                                                           (signal.SIGKILL, 5)])
        except harness.redis_client.ConnectionError:
            pass
        super().close()


@pytest.fixture(scope="module", params=STARTED_BY)
def any_shipped(request):
    stack = Shipped(request.param)
    try:
        yield stack
    finally:
        stack.close()


@pytest.fixture(scope="module")
def shipped_servers():
    stack = Shipped(STARTED_BY[0])
    try:
        assert stack.ready(), stack.log("build/nginx/error.log")
        yield stack
    finally:
        stack.close()


@pytest.fixture
def shipped(shipped_servers):
    return shipped_servers


def post(stack, path, body, **options):
    return stack.request("POST", f"/supervision/{path}", json=body, **options)


def own(status, response, code):
    """nginx's own answer says what the module's would: nothing missing, nothing twice."""
    body = problem(response, status, code)
    wanted = {"type", "title", "status", "detail", "code", "title_en", "detail_en"}
    assert wanted <= set(body) <= wanted | {"retry_after_s"}
    assert body["type"] == f"urn:supervision:problem:{code}"
    assert response.headers["Cache-Control"] == "no-store"
    once(response)
    return body


def once(response):
    """No header line twice, neither with the same value nor with another."""
    names = [name.lower() for name, _ in response.raw.headers.items()]
    assert len(names) == len(set(names)), names
    assert response.headers["X-Content-Type-Options"] == "nosniff"


# --- the commands in the header -------------------------------------------------------------


def test_the_commands_in_its_header_make_a_server_that_takes_cases(any_shipped):
    stack = any_shipped
    assert stack.ready(), stack.log("build/nginx/error.log")
    case = ok(post(stack, "cases", REPORT), 201)["case"]
    assert stack.request("GET", "/pages/").status_code == 200
    assert stack.request("GET", "/desk/").status_code == 401
    desk = stack.request("GET", f"/desk/api/cases/{case['id']}", auth=("office", PASSWORD))
    assert ok(desk)["id"] == case["id"]
    assert stack.errors() == []


# --- what nginx answers by itself -----------------------------------------------------------


def test_too_large_is_the_same_document_from_nginx_and_from_the_module(shipped):
    module = post(shipped, "cases", {**REPORT, "text": "好" * 40_000})
    nginx = post(shipped, "cases", {**REPORT, "text": "好" * 400_000})
    assert own(413, nginx, "too_large") == problem(module, 413, "too_large")


def chunked(stack, path, chunks):
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" \
           "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    answer = stack.raw(head.encode() + chunks).decode()
    top, _, body = answer.partition("\r\n\r\n")
    assert "application/problem+json" in top, answer
    return int(top.split()[1]), json.loads(body)


def test_a_body_that_cannot_be_read_is_a_problem_document(shipped):
    status, body = chunked(shipped, "/supervision/cases", b"nonsense\r\n")
    assert (status, body["status"], body["code"]) == (400, 400, "syntax")


@pytest.mark.parametrize("method, path", [("GET", "me"), ("POST", "cases"), ("GET", "cases")])
@pytest.mark.parametrize("auth", [None, ("office", "wrong"), ("nobody", "x")])
def test_who_does_not_sign_in_gets_a_problem_document_and_is_asked_to(shipped, method, path,
                                                                     auth):
    body = REPORT if method == "POST" else None
    reply = shipped.request(method, f"/desk/api/{path}", auth=auth, json=body)
    own(401, reply, "sign_in")
    assert reply.headers["WWW-Authenticate"].startswith("Basic realm=")


def flood(stack, path, body, n):
    """n posts from one address as fast as four clients can; their responses."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda _: post(stack, path, body), range(n)))


def test_previews_of_a_whole_campus_never_keep_a_report_out(shipped):
    replies = flood(shipped, "classify", {"text": harness.TEXTS["catering"]}, 300)
    refused = [reply for reply in replies if reply.status_code == 429]
    assert refused and {reply.status_code for reply in replies} == {200, 429}
    body = own(429, refused[0], "too_many_requests")
    assert refused[0].headers["Retry-After"] == "1" and body["retry_after_s"] == 1
    for _ in range(20):
        ok(post(shipped, "cases", REPORT), 201)
    assert not [line for line in shipped.errors() if "limiting requests" in line]


# --- headers and logs -----------------------------------------------------------------------


@pytest.mark.parametrize("path", [
    "/supervision/domains", "/supervision/cases", "/supervision/nothing", "/desk/api/me",
    "/desk/api/cases", "/desk/api/nothing", "/pages/", "/desk/", "/pages/supervision.js",
    "/supervision/pages/notice.css", "/desk/api/pages/notice.css"])
def test_no_header_stands_twice(shipped, path):
    once(shipped.request("GET", path, auth=("office", PASSWORD)))


def test_an_ordinary_day_leaves_no_error_in_the_log(shipped):
    before = shipped.errors()
    for path in ("/", "/favicon.ico", "/pages/", "/pages/icon.svg", "/supervision/board",
                 "/supervision/health", "/supervision/ready", "/supervision/openapi.json",
                 "/supervision/nothing", "/supervision/cases", "/desk/", "/desk/api/me"):
        assert shipped.request("GET", path).status_code < 500
    icon = shipped.request("GET", "/favicon.ico", allow_redirects=True)
    assert icon.headers["Content-Type"] == "image/svg+xml"
    reply = ok(post(shipped, "cases", REPORT), 201)
    found = shipped.request("GET", "/supervision/receipt",
                            headers={"Supervision-Receipt": reply["receipt"]})
    assert ok(found)["id"] == reply["case"]["id"]
    for body in ({}, {**REPORT, "text": ""}, {"kind": 7}, [], {**REPORT, "text": "好" * 40_000}):
        assert 400 <= post(shipped, "cases", body).status_code < 500
    desk = {"auth": ("office", PASSWORD)}
    ok(shipped.request("GET", "/desk/api/cases?order=urgent", **desk))
    assert shipped.request("POST", f"/desk/api/cases/{reply['case']['id']}/sign", json={},
                           **desk).status_code in (403, 409, 422)
    assert shipped.errors() == before


# --- last, as it uses up what an address may post


def test_posts_have_a_limit_too_and_reading_has_none(shipped):
    replies = flood(shipped, "cases/000000-0000000/support", {}, 500)
    refused = [reply for reply in replies if reply.status_code == 429]
    assert refused
    own(429, refused[0], "too_many_requests")
    for _ in range(300):
        ok(shipped.request("GET", "/supervision/domains"))
