"""Bad requests: each kind has its own clear problem document and leaves nothing behind.

Owns: methods, content types, sizes, queries, ids, headers.
Must not know: what good input leads to (the other files of this suite), the store's layout.
"""
import json
import socket
import urllib.parse

import pytest

import harness
from bad_world import (BASE, BODY_MAX, FORM, JSON, NO_CASE, PROTOBUF, SHA, TAKERS, change,
                       made_world, world)  # noqa: F401
from harness import ADMIN, OFFICE
from raw_http import check_problem, dump, send

# --- methods ------------------------------------------------------------------------------

PATHS = {
    "domains": "GET", "domains/catering": "GET", "classify": "POST", "cases": "GET POST",
    "cases/similar": "GET", "receipt": "GET", "cases/{id}": "GET", "directives": "GET",
    "cases/{id}/history": "GET", "cases/{id}/notice": "GET", "cases/{id}/notice.html": "GET",
    "cases/{id}/support": "POST", "board": "GET", "units": "GET",
    "units/catering-centre": "GET PUT", "places": "GET", "places/canteen-1": "GET PUT",
    "me": "GET", "health": "GET", "ready": "GET", "openapi.json": "GET",
    **{f"cases/{{id}}/{action}": "POST" for action in (
        "dispatch", "answer", "sign", "rectify", "verify", "return", "request_extension",
        "grant_extension", "refuse_extension", "confirm", "reopen", "close", "reassign",
        "urge", "progress", "merge", "reject", "withdraw")},
}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "BREW")


@pytest.mark.parametrize("path", PATHS)
def test_a_method_that_a_path_does_not_have_is_405_with_allow(world, path):
    has = set(PATHS[path].split()) | ({"HEAD"} if "GET" in PATHS[path] else set())
    before = dump(world.client)
    for method in METHODS:
        if method in has:
            continue
        for body in (b"", b'{"text":"x"}'):
            answer = world.send(method, path, body, JSON if body else None, ADMIN)
            assert answer.status == 405, answer
            assert set(answer.headers["Allow"].split(", ")) == has, answer
            if method == "HEAD":
                assert answer.body == b""
            else:
                check_problem(answer, 405, "method_not_allowed", "")
    assert dump(world.client) == before


@pytest.mark.parametrize("path", [
    "", "nothing", "boards", "board/", "Cases", "cases/", "cases/{id}/",
    "cases/{id}/fly", "cases/{id}/Sign", "cases/{id}/sign/", "cases/{id}/history/x",
    "units/", "domains/catering/x", "openapi", "health/x", "me.json"])
@pytest.mark.parametrize("method, body", [("GET", b""), ("POST", b"{}"), ("PUT", b"{}")])
def test_a_path_that_is_none_is_404(world, method, path, body):
    world.refused(404, "not_found", "", method=method, path=path, body=body,
                  type=JSON if body else None, actor=ADMIN)


# --- content types ------------------------------------------------------------------------

@pytest.mark.parametrize("path", TAKERS)
@pytest.mark.parametrize("type", [
    None, "", "text/plain", "text/json", "application/jsonx", "application/json5",
    "application", "json", "*/*", "application/xml", "multipart/form-data; boundary=x",
    "application/octet-stream", "application/problem+json", "application/json,text/plain"])
def test_a_content_type_that_is_not_taken_is_415(world, path, type):
    method, body, actor = TAKERS[path]
    world.refused(415, "media_type", "", method=method, path=path,
                  body=json.dumps(body), type=type, actor=actor)


@pytest.mark.parametrize("path", [path for path in TAKERS if path != "cases"])
def test_only_a_case_is_submitted_by_an_html_form(world, path):
    method, body, actor = TAKERS[path]
    world.refused(415, "media_type", "", method=method, path=path,
                  body=urllib.parse.urlencode(body), type=FORM, actor=actor)


# --- sizes --------------------------------------------------------------------------------

def padded(size, value):
    text = json.dumps(value).encode()
    return text + b" " * (size - len(text))


@pytest.mark.parametrize("chunked", [0, 1000, 70000])
def test_a_body_at_the_bound_passes_and_one_byte_more_does_not(world, chunked):
    good = world.send("POST", "classify", padded(BODY_MAX, {"text": "饭里有头发"}), JSON,
                      chunked=chunked)
    assert good.status == 200, good
    for size in (BODY_MAX + 1, 4 * BODY_MAX):
        for path, (method, body, actor) in TAKERS.items():
            world.refused(413, "too_large", "", method=method, path=path, type=JSON,
                          body=padded(size, body), actor=actor, chunked=chunked)


@pytest.mark.parametrize("chunked", [0, 100000])
def test_a_body_beyond_nginxs_own_bound_is_413_too(world, chunked):
    """client_max_body_size is judged before any module sees the request."""
    before = dump(world.client)
    answer = world.send("POST", "cases", padded(2 << 20, BASE), JSON, chunked=chunked)
    assert answer.status == 413, answer
    assert dump(world.client) == before


def test_chunks_that_are_none_are_refused(world):
    before = dump(world.client)
    for chunk in (b"zz\r\nabc\r\n0\r\n\r\n", b"-1\r\nabc\r\n", b"ffffffffffffffffff\r\nabc\r\n"):
        answer = world.stack.raw(b"POST /c0/cases HTTP/1.1\r\nHost: x\r\nContent-Type: "
                                 b"application/json\r\nTransfer-Encoding: chunked\r\n"
                                 b"Connection: close\r\n\r\n" + chunk)
        assert answer.startswith(b"HTTP/1.1 4"), answer[:200]
    assert dump(world.client) == before


def test_a_body_that_ends_early_leaves_nothing(world):
    before = dump(world.client)
    body = json.dumps(BASE).encode()
    head = (b"POST /c0/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n" % (len(body) + 1))
    with socket.create_connection(("127.0.0.1", world.stack.port), 5) as client:
        client.sendall(head + body)
        client.shutdown(socket.SHUT_WR)
        assert not client.recv(100).startswith(b"HTTP/1.1 2")
    assert dump(world.client) == before


def test_more_values_than_any_message_needs_are_too_many(world):
    world.refused(413, "too_many", method="POST", path="cases",
                  body={**BASE, "attachments": [SHA] * 600})
    world.refused(413, "too_many", method="POST", path="cases", type=FORM,
                  body="text=x&" + "&" * 3 + "attachments=&" * 600)
    world.refused(413, "too_many", method="GET", path="cases?" + "unit=&" * 600, actor=OFFICE)


# --- queries ------------------------------------------------------------------------------

NO_QUERY = [("GET", path, None) for path in (
    "domains", "domains/catering", "receipt", "cases/{id}", "cases/{id}/history",
    "cases/{id}/notice", "cases/{id}/notice.html", "units/catering-centre",
    "places/canteen-1", "domains/catering/rulebook", "checklists/catering/daily", "me",
    "health", "ready", "openapi.json")] + [
    ("POST", "cases/{id}/support", None),
    *((method, path, body) for path, (method, body, _) in TAKERS.items())]


@pytest.mark.parametrize("method, path, body", NO_QUERY)
@pytest.mark.parametrize("query", ["x=1", "text=x", "%"])
def test_a_query_where_none_is_taken_is_refused(world, method, path, body, query):
    world.refused(400, "query", "", method=method, path=f"{path}?{query}",
                  body=body or b"", actor=ADMIN)


QUERIES = [
    ("standings", "colour=red", 400, "unknown_field", "colour"),
    ("standings", "from=2026-11&from=2026-12", 400, "duplicate_field", "from"),
    ("units/catering-centre/standing", "from=2026-00", 422, "value", "from"),
    ("units/catering-centre/standing", "domain=library", 422, "reference", "domain"),
    ("checklists", "colour=red", 400, "unknown_field", "colour"),
    ("checklists", "domain=library", 422, "reference", "domain"),
    ("cases", "colour=red", 400, "unknown_field", "colour"),
    ("cases", "colour", 400, "unknown_field", "colour"),
    ("cases", "=1", 400, "unknown_field", None),
    ("cases", "limit=1&limit=2", 400, "duplicate_field", "limit"),
    ("cases", "limit=1&limit=1", 400, "duplicate_field", "limit"),
    ("cases", "limit=-1", 400, "range", "limit"),
    ("cases", "limit=4294967296", 400, "range", "limit"),
    ("cases", "limit=1e400", 400, None, "limit"),
    ("cases", "limit=ten", 400, "type", "limit"),
    ("cases", "limit=%20", 400, "type", "limit"),
    ("cases", "limit=101", 422, "value", "limit"),
    ("cases", "state=flying", 400, "enum", "state"),
    ("cases", "state=99", 400, "enum", "state"),
    ("cases", "order=oldest", 400, "enum", "order"),
    ("cases", "overdue=maybe", 400, "type", "overdue"),
    ("cases", "overdue=2", 400, "type", "overdue"),
    ("cases", "from=yesterday", 400, None, "from"),
    ("cases", "from=2026-13-01T00:00:00Z", 400, None, "from"),
    ("cases", "from.seconds=1", 400, "type", "from"),
    ("cases", "domain=%", 400, "syntax", "domain"),
    ("cases", "domain=%zz", 400, "syntax", "domain"),
    ("cases", "domain=%00", 400, "utf8", "domain"),
    ("cases", "domain=%ff", 400, "utf8", "domain"),
    ("cases", "%ff=1", 400, "utf8", None),
    ("cases", "domain=library", 422, "reference", "domain"),
    ("cases", "unit=%7Bx%7D", 422, "reference", "unit"),
    ("cases", "unit=a%20b", 422, "reference", "unit"),
    ("cases", "unit=" + "a" * 3000, 422, "reference", "unit"),
    ("cases", "unit=" + urllib.parse.quote("餐饮"), 422, "reference", "unit"),
    ("cases", "order=urgent&unit=%7Bx", 422, "reference", "unit"),
    ("cases", "cursor=x", 400, "cursor", "cursor"),
    ("cases", "cursor=%21%21", 400, "cursor", "cursor"),
    ("cases", "cursor=AAAA", 400, "cursor", "cursor"),
    ("cases", "cursor=" + "A" * 4000, 400, "cursor", "cursor"),
    ("cases", "cursor=" + urllib.parse.quote("游标"), 400, "cursor", "cursor"),
    ("cases/similar", "", 422, "required", "domain"),
    ("cases/similar", "domain=catering", 422, "required", "category"),
    ("cases/similar", "domain=catering&category=foreign_matter", 422, "required", "place"),
    ("cases/similar", "domain=x&category=y&place=z", 422, "reference", "domain"),
    ("cases/similar", "domain=catering&category=y&place=z", 422, "reference", "category"),
    ("cases/similar", "domain=catering&category=foreign_matter&place=%7Bz%7D", 422,
     "reference", "place"),
    ("cases/similar", "domain=catering&category=foreign_matter&place=a%20b", 422, "reference",
     "place"),
    ("cases/similar", "domain=catering&category=foreign_matter&place=" +
     urllib.parse.quote("食堂"), 422, "reference", "place"),
    ("board", "period=2026-13", 422, "value", "period"),
    ("board", "period=2026", 422, "value", "period"),
    ("board", "period=1999-12", 422, "value", "period"),
    ("board", "period=%7B%7D", 422, "value", "period"),
    ("board", "month=2026-11", 400, "unknown_field", "month"),
    ("board", "period=2026-11&period=2026-11", 400, "duplicate_field", "period"),
    ("units", "limit=201", 422, "value", "limit"),
    ("units", "cursor=x", 400, "cursor", "cursor"),
    ("places", "page=2", 400, "unknown_field", "page"),
]


@pytest.mark.parametrize("path, query, status, code, field", QUERIES)
def test_a_query_that_is_none_of_the_path(world, path, query, status, code, field):
    world.refused(status, code, field, method="GET", path=f"{path}?{query}", actor=OFFICE)


def test_a_cursor_belongs_to_its_filter(world):
    for _ in range(3):
        world.other.submit()
    query = "cases?domain=catering&limit=1"
    cursor = harness.ok(world.other.get(query, OFFICE))["next_cursor"]
    assert world.other.get(f"{query}&cursor={cursor}", OFFICE).status_code == 200
    for other in ("cases?limit=1", "cases?domain=energy&limit=1", "units?limit=1",
                  "cases?domain=catering&limit=1&order=urgent"):
        reply = world.other.get(f"{other}&cursor={cursor}", OFFICE)
        harness.problem(reply, 400, "cursor", "cursor")


def test_a_body_on_a_get_changes_nothing(world):
    for path in ("health", "board", "cases/{id}/history", "me"):
        for body in (b"{}", b"x" * 70000):
            answer = world.send("GET", path, body, JSON, OFFICE)
            assert answer.status == 200, answer


@pytest.mark.parametrize("chunked", [0, 10])
@pytest.mark.parametrize("type, body, status, code, field", [
    (JSON, b"x", 400, "syntax", ""), (JSON, b"[]", 400, "syntax", ""),
    (JSON, b'{"x":1}', 400, "unknown_field", "x"), (PROTOBUF, b"\x08\x01", 400, None, None),
    ("text/plain", b"{}", 415, "media_type", ""), (None, b"{}", 415, "media_type", ""),
    (FORM, b"x=1", 415, "media_type", "")])
def test_me_too_takes_nothing_but_an_empty_object(world, type, body, status, code, field,
                                                  chunked):
    world.refused(status, code, field, method="POST", path="cases/{id}/support", body=body,
                  type=type, headers=[("Idempotency-Key", "support-key-000001")], chunked=chunked)


# --- ids ----------------------------------------------------------------------------------

IDS = ["x", "0", "261123", NO_CASE, "261123-000000", "261123-00000000", "261123-000000U",
       "261399-0000000", "000000-0000000", "null", "undefined", "-", "--------------",
       "*", "case:x", "%7Bc1%7D", "%25", "%2500", "%E8%AF%89%E6%B1%82", "%ff%fe",
       "a%20b", "%0a%0d", "%0d%0aSET%20x%201", "'%20or%201=1", "x;y", "x%3Fy", "x" * 300,
       "2" * 4000, "%EF%BC%92%EF%BC%96", "%2e", "%252e%252e%252f"]
ID_ROUTES = [("GET", "cases/{}", None), ("GET", "cases/{}/history", None),
             ("GET", "cases/{}/notice", OFFICE), ("GET", "cases/{}/notice.html", OFFICE),
             ("POST", "cases/{}/support", None), ("POST", "cases/{}/sign", OFFICE)]


@pytest.mark.parametrize("method, route, actor", ID_ROUTES)
def test_an_id_that_no_case_has_is_404(world, method, route, actor):
    for case_id in IDS:
        if case_id == "%2e":
            continue  # nginx makes it the folder above
        body = {"receiver": "李主任"} if route.endswith("sign") else b""
        world.refused(404, "not_found", "", method=method, path=route.format(case_id),
                      body=body, actor=actor,
                      headers=[("Idempotency-Key", "bad-ids-key-000001")])


@pytest.mark.parametrize("path", [f"{kind}/{name}" for kind in ("units", "places", "domains")
                                  for name in IDS if name != "%2e"])
def test_an_id_that_no_unit_place_or_domain_has_is_404(world, path):
    world.refused(404, "not_found", "", method="GET", path=path)


@pytest.mark.parametrize("path", [
    "cases/..%2f..%2f..%2fetc%2fpasswd", "cases/../../etc/passwd", "cases/%2e%2e/%2e%2e/x",
    "cases/%00", "cases/x%00y", "cases/%zz", "cases/%", "/cases//..//..//",
    "cases/" + "x" * 20000])
def test_paths_that_nginx_itself_judges_are_refused_too(world, path):
    before = dump(world.client)
    answer = send(world.stack, "GET", "/c0/" + path)
    assert 400 <= answer.status < 500, answer
    assert b"root:" not in answer.body
    assert dump(world.client) == before


@pytest.mark.parametrize("receipt", [
    "x", NO_CASE, NO_CASE + "-" + "A" * 26, "A" * 300, "A" * 3000, "{}", "%00", "\xff\xfe",
    "261123-0000000-!!!!"])
@pytest.mark.parametrize("path", ["receipt", "cases/{id}"])
def test_a_receipt_that_opens_nothing(world, path, receipt):
    _, problem = world.refused(403, "receipt", "", method="GET", path=path,
                               headers=[("Supervision-Receipt", receipt)])
    assert receipt not in json.dumps(problem)


# --- headers ------------------------------------------------------------------------------

@pytest.mark.parametrize("name, value", [
    ("Idempotency-Key", "one-key-0000000001"), ("Supervision-Receipt", "x"),
    ("Content-Type", JSON), ("Origin", "http://x"), ("Sec-Fetch-Site", "none")])
def test_a_header_given_twice_is_refused(world, name, value):
    headers = [(name, value), (name.lower(), value)]
    world.refused(400, "duplicate_field", None, method="POST", path="cases",
                  body=json.dumps(BASE), headers=headers,
                  type=None if name == "Content-Type" else JSON)


BAD_KEYS = ["x", "fifteen-letters", "x" * 129, "two words in a key", "a tab\tinside a key", "饭" * 8, "\xff" * 16,
            "x" * 4000]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_malformed_idempotency_key(world, key):
    value = key.encode() if key.isascii() or key[0] == "饭" else key.encode("latin-1")
    for path, body in (("cases", BASE), ("cases/{id}/support", b"")):
        world.refused(400, "idempotency_key", "", method="POST", path=path, body=body,
                      headers=[("Idempotency-Key", value)])


def test_me_too_of_nobody_needs_a_key(world):
    world.refused(400, "idempotency_key", "", method="POST", path="cases/{id}/support")


def test_a_key_comes_with_one_request_only(world):
    key = [("Idempotency-Key", "used-key-000000001")]
    first = world.send("POST", "cases", BASE, headers=key)
    assert first.status == 201
    world.refused(422, "idempotency_key_reused", "", method="POST", path="cases",
                  body=change(text="另一件事：饭里有虫。"), headers=key)


@pytest.mark.parametrize("match", ['"0"', '"x"', "x", '"99999999999999999999"', '"1-', "\xff"])
def test_a_case_has_changed_when_another_version_is_expected(world, match):
    world.refused(409, "version", "", method="POST", path="cases/{id}/reject", actor=OFFICE,
                  body={"reason": "不属于受理范围。"}, headers=[("If-Match", match)])


def test_a_role_that_does_not_exist_is_the_servers_mistake(world):
    for role in ("king", "OFFICE", "office,admin", "\xff"):
        world.refused(500, "unknown_role", "", method="GET", path="me",
                      actor=harness.Actor("x", role))
