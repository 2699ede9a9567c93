"""Health, readiness, and whom the server takes one for."""
import pytest

from harness import (ADMIN, CATERING, INSPECTOR, LEADER, NOBODY, OFFICE, STUDENT, Actor, ok,
                     problem, servers)


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
