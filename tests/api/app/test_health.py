"""Health, readiness, and whom the server takes one for."""
import pytest

from harness import (ADMIN, CATERING, INSPECTOR, LEADER, NOBODY, OFFICE, STUDENT, Actor, ok,
                     problem, servers)
from raw_http import check_problem, dump, send


def test_health_names_the_loaded_domains_with_their_digests(campus):
    health = ok(campus.get("health"))
    assert health["status"] == "ok" and health["version"]
    assert [d["domain"] for d in health["domains"]] == ["catering", "transport", "energy"]
    assert all(len(d["digest"]) == 64 and d["version"] for d in health["domains"])
    assert {c["name"]: c["status"] for c in health["checks"]} == {
        "store": "ok", "durability": "ok"}
    assert ok(campus.get("ready"))["status"] == "ok"


def test_only_the_administrator_reads_versions_of_the_store(campus, stack):
    version = stack.client().info()["redis_version"]
    assert version not in campus.get("health").text
    assert version not in campus.get("health", OFFICE).text
    assert version in campus.get("health", ADMIN).text


def test_without_redis_it_lives_but_is_not_ready(own_stack):
    stack = own_stack()
    stack.wait_ready()
    stack.redis.stop()
    assert servers.wait_until(
        lambda: stack.request("GET", "/c0/ready").status_code == 503, 10)
    reply = stack.request("GET", "/c0/ready")
    assert reply.json()["status"] == "unavailable"
    assert reply.headers["Content-Type"].startswith("application/json")
    health = ok(stack.request("GET", "/c0/health"))
    assert health["status"] == "degraded"
    assert ok(stack.request("GET", "/c0/domains"))["domains"]
    stack.redis.start()
    stack.wait_ready(15)
    stack.expect_log(r"\[(crit|alert)\].*(connect|redis)")


@pytest.mark.parametrize("actor,role,name", [
    (NOBODY, None, "公众"), (STUDENT, "reporter", "反映人"), (CATERING, "unit", "责任单位"),
    (INSPECTOR, "inspector", "监督检查员"), (OFFICE, "office", "后勤管理处"),
    (LEADER, "leader", "领导小组"), (ADMIN, "admin", "系统管理员")])
def test_me_is_who_nginx_says(campus, actor, role, name):
    me = ok(campus.get("me", actor))
    assert (me.get("role"), me["role_name"], me["campus"]) == (role, name, "c0")
    assert me.get("user", "") == actor.user and me.get("unit", "") == actor.unit
    wanted = ["catering", "transport", "energy"] if role not in (None, "reporter") else []
    assert me.get("domains", []) == wanted


def test_me_lists_only_the_domains_that_are_his(campus):
    me = ok(campus.get("me", Actor("x", "inspector", "", "energy,catering unknown")))
    assert me["domains"] == ["catering", "energy"]


# What nginx may come to say when the sign-in before it is not UTF-8, or not careful.
NO_TEXT = ["王老师".encode("gbk"), b"\xff", b"\xc0\x80", b"\xed\xa0\x80", "王".encode()[:2],
           b"a\tb", b"a\x7fb", b"a\x01b", b"x" * 513, "王".encode() * 171]


@pytest.mark.parametrize("word", NO_TEXT, ids=lambda word: repr(word[:8]))
@pytest.mark.parametrize("header", ["X-Test-User", "X-Test-Unit", "X-Test-Domains"])
def test_an_actor_that_is_no_text_is_the_servers_mistake_and_does_nothing(campus, header, word):
    case = campus.walk("rectifying")
    client = campus.stack.client()
    before = dump(client)
    headers = [(name, value) for name, value in CATERING.headers().items() if name != header]
    headers += [(header, word), ("Content-Type", "application/json")]
    for method, path, body in (("GET", "me", b""), ("GET", f"cases/{case.id}", b""),
                               ("POST", f"cases/{case.id}/rectify", b'{"measures":"x"}'),
                               ("POST", f"cases/{case.id}/support", b""),
                               ("POST", "cases", b'{"kind":"complaint","domain":"catering",'
                                                 b'"text":"x"}')):
        answer = send(campus.stack, method, f"/t0/{path}", body, headers)
        check_problem(answer, 500, "actor")
    assert dump(client) == before


def test_a_user_of_any_script_is_who_he_is(campus):
    for name in ("王老师", "Пётр", "x" * 512, "王" * 170, "a b@c"):
        answer = send(campus.stack, "GET", "/t0/me", headers=[
            ("X-Test-User", name.encode()), ("X-Test-Role", "office")])
        assert answer.status == 200 and answer.json()["user"] == name


def test_a_role_that_does_not_exist_is_a_mistake_of_configuration(campus):
    problem(campus.get("me", Actor("x", "emperor")), 500, "unknown_role")


def test_health_takes_no_query(campus):
    problem(campus.get("health", params={"x": "1"}), 400, "query")


def test_a_domain_shows_its_standards_bases_and_deadlines(campus):
    domain = ok(campus.get("domains/catering"))
    assert all(c["standard"] and c["standard_en"] for c in domain["categories"])
    bases = {b["code"] for b in domain["bases"]}
    assert all(set(c.get("basis", [])) <= bases for c in domain["categories"])
    assert [d["severity"] for d in domain["deadlines"]]
    assert len(domain["digest"]) == 64 and domain["terms"]
    problem(campus.get("domains/gas"), 404, "not_found")


@pytest.mark.parametrize("body,status,code,field", [
    ({}, 422, "required", "text"), ({"text": "x" * 2001}, 422, "text_length", "text"),
    ({"text": "x", "domain": "gas"}, 422, "reference", "domain"),
    ({"text": "a\u0001"}, 422, "text_content", "text"), ({"texts": "x"}, 400, None, "texts")])
def test_a_text_that_cannot_be_classified_is_refused(campus, body, status, code, field):
    problem(campus.post("classify", body), status, code, field)


def test_a_text_is_classified_with_its_reasons(campus):
    found = ok(campus.post("classify", {"text": "饭里吃出头发"}))
    assert found["domain"] == "catering" and found["domain_name"] and found["category_name"]
    assert found["reasons"] and found["candidates"][0]["category"] == found["category"]
    assert ok(campus.post("classify", {"text": "好" * 2000})).get("domain", "") == ""
