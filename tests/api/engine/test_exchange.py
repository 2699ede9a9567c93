"""The same messages as JSON and as protobuf, forms, caches' headers, and cross-site posts.

Owns: what goes over HTTP around a message.
Must not know: what the messages mean (the other files of this suite).
"""
import concurrent.futures
import html
import json
import pathlib
import re
import sys
import urllib.parse

import pytest

import harness
import servers
from harness import (ADMIN, CATERING, INSPECTOR, NOBODY, OFFICE, STUDENT, Campus, ok, problem)
from raw_http import dump

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "build" / "py"))

from google.protobuf import json_format  # noqa: E402
from supervision.v1 import (app_pb2, campus_pb2, cases_pb2, engine_pb2,  # noqa: E402
                           rules_pb2, standing_pb2)

JSON, PROTOBUF = "application/json", "application/x-protobuf"
FORM = "application/x-www-form-urlencoded"
TEXT = "中午在二楼窗口打的饭里吃出一根头发。"


def parsed(response, message):
    """The reply as a message, from whichever form it came in. Nothing may be unknown."""
    if response.headers["Content-Type"] == JSON:
        return json_format.Parse(response.content, message())
    assert response.headers["Content-Type"].startswith(PROTOBUF)
    made = message.FromString(response.content)
    assert made.SerializeToString(deterministic=True) == response.content
    return made


def both(campus, path, message, actor=None, **options):
    """A GET in both forms, which must say the same; the message."""
    as_json = campus.get(path, actor, headers={"Accept": JSON}, **options)
    as_bytes = campus.get(path, actor, headers={"Accept": PROTOBUF}, **options)
    assert as_json.status_code == as_bytes.status_code == 200, as_json.text
    assert as_json.headers["Content-Type"] == JSON
    assert as_bytes.headers["Content-Type"] == PROTOBUF
    one, other = parsed(as_json, message), parsed(as_bytes, message)
    for volatile in ("generated_at",):
        if volatile in message.DESCRIPTOR.fields_by_name:
            one.ClearField(volatile)
            other.ClearField(volatile)
    assert one == other
    assert json.loads(as_json.content) == json_format.MessageToDict(
        parsed(as_json, message), preserving_proto_field_name=True), "proto's own names"
    return one


def send(campus, method, path, message, actor=None, type=PROTOBUF, accept=PROTOBUF,
         receipt=None, key=None):
    body = message.SerializeToString() if type == PROTOBUF else json_format.MessageToJson(
        message, preserving_proto_field_name=True).encode()
    headers = {"Content-Type": type, "Accept": accept}
    if key:
        headers["Idempotency-Key"] = key
    return campus.request(method, path, actor, receipt, headers, data=body)


# --- the same content both ways -----------------------------------------------------------

GETS = [("domains", rules_pb2.DomainList, None), ("domains/energy", rules_pb2.Domain, None),
        ("cases", cases_pb2.CaseList, OFFICE), ("cases?limit=1", cases_pb2.CaseList, INSPECTOR),
        ("cases/similar?domain=catering&category=foreign_matter&place=canteen-1",
         cases_pb2.CaseList, None),
        ("cases/{}", cases_pb2.Case, None), ("cases/{}", cases_pb2.Case, OFFICE),
        ("cases/{}", cases_pb2.Case, CATERING),
        ("cases/{}/history", cases_pb2.History, OFFICE),
        ("cases/{}/history", cases_pb2.History, None),
        ("cases/{}/notice", cases_pb2.NoticeReply, OFFICE),
        ("board", standing_pb2.Board, None), ("units", campus_pb2.UnitList, None),
        ("units/catering-centre", campus_pb2.Unit, ADMIN), ("places", campus_pb2.PlaceList, None),
        ("places/canteen-1", campus_pb2.Place, None), ("me", app_pb2.Me, CATERING),
        ("me", app_pb2.Me, None), ("health", app_pb2.Health, ADMIN),
        ("ready", app_pb2.Health, None)]


def test_every_reply_says_the_same_as_json_and_as_protobuf(campus):
    case = campus.walk("verified", place="canteen-1",
                       contact={"name": "张三", "phone": "13800000000"})
    campus.submit(place="canteen-1")
    for path, message, actor in GETS:
        made = both(campus, path.format(case.id), message, actor)
        assert made.ByteSize() > 0 or path == "me", path
    assert both(campus, "receipt", cases_pb2.Case, receipt=case.receipt).contact.name == "张三"


def test_a_whole_life_in_protobuf_is_the_one_in_json(campus):
    """Two cases, one spoken of in each form; what is stored of them is the same."""
    steps = [("dispatch", OFFICE, {"facts": "属实。", "requirement": "整改。",
                                   "signer": "王处长", "basis": ["《合同》第三条", "计划"],
                                   "rectify_by": harness.time_in(days=2)}),
             ("sign", CATERING, {"receiver": "李主任"}),
             ("rectify", CATERING, {"measures": "已换人。", "evidence": [campus.photo(1)]}),
             ("verify", INSPECTOR, {"finding": "到位。"}),
             ("confirm", None, {"rating": 4, "comment": "可以。"})]
    submission = {"kind": "complaint", "domain": "catering", "text": TEXT,
                  "place": "canteen-1", "contact": {"phone": "13800000000"},
                  "occurred_at": harness.time_in(hours=-3), "attachments": [campus.photo(2)]}
    lives = []
    for type in (JSON, PROTOBUF):
        reply = send(campus, "POST", "cases", json_format.ParseDict(
            submission, cases_pb2.SubmitRequest()), type=type, accept=type)
        assert reply.status_code == 201, reply.text
        made = parsed(reply, cases_pb2.SubmitReply)
        case_id, receipt = getattr(made, "case").id, made.receipt
        seen = []
        for action, actor, fields in steps:
            reply = send(campus, "POST", f"cases/{case_id}/{action}",
                         json_format.ParseDict(fields, cases_pb2.ActionRequest()), actor, type,
                         type, receipt if actor is None else None)
            assert reply.status_code == 200, reply.text
            seen.append(parsed(reply, cases_pb2.Case).state)
        assert seen == [2, 3, 4, 5, 6]
        last = campus.case(case_id)
        for name in [n for n in last if n.endswith("_at")] + ["id", "version", "notice",
                                                             "deadlines"]:
            last.pop(name, None)
        for part in ("rectification", "finding", "satisfaction"):
            last[part].pop("at")
        lives.append(last)
    assert lives[0] == lives[1]


def test_the_register_is_written_in_protobuf_too(campus):
    unit = campus_pb2.Unit(name="维修中心", name_en="Repairs", kind=campus_pb2.Unit.centre,
                           domains=["energy"], head="赵主任")
    place = campus_pb2.Place(name="五号楼", kind="building")
    place.responsible.add(domain="energy", unit="energy-centre")
    for path, message in (("units/repairs", unit), ("places/building-5", place)):
        reply = send(campus, "PUT", path, message, ADMIN)
        assert reply.status_code == 201, reply.content
        made = parsed(reply, type(message))
        again = send(campus, "PUT", path, message, ADMIN, JSON, JSON)
        assert again.status_code == 200, again.text
        assert parsed(again, type(message)) == made
        assert both(campus, path, type(message), ADMIN) == made


def test_one_key_and_one_content_make_one_case_in_whatever_form(campus):
    submission = cases_pb2.SubmitRequest(kind=cases_pb2.Case.complaint, domain="catering",
                                       text=TEXT)
    replies = [send(campus, "POST", "cases", submission, None, type, accept, key="same-key-000000001")
               for type in (JSON, PROTOBUF) for accept in (JSON, PROTOBUF)]
    form = campus.request("POST", "cases", data=urllib.parse.urlencode(
        {"kind": "complaint", "domain": "catering", "text": TEXT}),
        headers={"Content-Type": FORM, "Idempotency-Key": "same-key-000000001"})
    made = [parsed(reply, cases_pb2.SubmitReply) for reply in (*replies, form)]
    assert {reply.status_code for reply in (*replies, form)} == {201}
    assert len({getattr(reply, "case").id for reply in made}) == 1
    assert len({reply.receipt for reply in made}) == 1
    assert len(ok(campus.get("cases", OFFICE))["cases"]) == 1


# --- negotiation --------------------------------------------------------------------------

@pytest.mark.parametrize("accept, form", [
    (None, JSON), ("", JSON), ("*/*", JSON), ("text/html", JSON), ("image/png", JSON),
    ("application/json", JSON), ("application/x-protobuf", PROTOBUF),
    ("application/protobuf", PROTOBUF), ("Application/X-Protobuf", PROTOBUF),
    ("text/html, application/x-protobuf", PROTOBUF),
    ("application/json, application/x-protobuf", JSON),
    ("application/x-protobuf, application/json", PROTOBUF),
    ("application/x-protobuf;q=0.5, application/json", JSON),
    ("application/json;q=0.5, application/x-protobuf;q=0.9", PROTOBUF),
    ("application/json; q=0.1,application/x-protobuf", PROTOBUF),
    ("application/x-protobuf;q=0", JSON), ("application/x-protobuf;q=0.000, */*", JSON),
    ("application/x-protobuf;charset=utf-8;q=0.2, application/json;q=0.11", PROTOBUF),
    (",,;;,application/x-protobuf", PROTOBUF), (";q=1", JSON)])
def test_accept_chooses_the_form(campus, accept, form):
    reply = campus.get("me", headers={"Accept": accept})
    assert reply.status_code == 200 and reply.headers["Content-Type"] == form


@pytest.mark.parametrize("type", [
    "application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8",
    "application/json ;x=y"])
def test_content_type_is_read_without_its_parameters(campus, type):
    reply = campus.request("POST", "classify", data=json.dumps({"text": TEXT}),
                           headers={"Content-Type": type})
    assert ok(reply)["category"] == "foreign_matter"


@pytest.mark.parametrize("method, path, status, code", [
    ("GET", "nothing", 404, "not_found"), ("PUT", "cases", 405, "method_not_allowed"),
    ("GET", "cases?limit=x", 400, "type"), ("GET", "cases/261123-0000000", 404, "not_found"),
    ("POST", "cases", 415, "media_type"), ("POST", "cases/x/sign", 415, "media_type")])
def test_problems_come_as_protobuf_when_that_is_asked_for(campus, method, path, status, code):
    replies = [campus.request(method, path, OFFICE, headers={"Accept": accept})
               for accept in (PROTOBUF, JSON)]
    as_bytes = replies[0]
    assert as_bytes.status_code == status
    assert as_bytes.headers["Content-Type"] == \
        "application/x-protobuf; messageType=supervision.v1.Problem"
    made = engine_pb2.Problem.FromString(as_bytes.content)
    assert (made.status, made.code) == (status, code)
    assert made.title and made.title_en and made.detail and made.detail_en
    problem(replies[1], status, code)
    assert json_format.Parse(replies[1].content, engine_pb2.Problem()) == made
    assert as_bytes.headers.get("Allow") == replies[1].headers.get("Allow")


def test_a_conflict_in_protobuf_tells_the_state_too(campus):
    case = campus.walk("dispatched")
    reply = send(campus, "POST", f"cases/{case.id}/verify",
                 cases_pb2.ActionRequest(finding="到位。"), INSPECTOR)
    assert reply.status_code == 409
    made = engine_pb2.Problem.FromString(reply.content)
    assert made.current_state == cases_pb2.Case.dispatched and made.current_version > 0


# --- HEAD, ETag, caches -------------------------------------------------------------------

@pytest.mark.parametrize("accept", [JSON, PROTOBUF])
def test_head_is_get_without_the_body(own_stack, accept):
    stack = own_stack(board_cache="1m")  # or each board says its own moment, longer or shorter
    stack.wait_ready()
    campus = Campus(stack).prepare()
    case = campus.walk("dispatched", place="canteen-1")
    paths = [(path.format(case.id), actor) for path, _, actor in GETS]
    paths += [(f"cases/{case.id}/notice.html", OFFICE), ("openapi.json", None),
              ("nothing", None), ("cases/x", OFFICE), ("receipt", None)]
    for path, actor in paths:
        get, head = (campus.request(method, path, actor, headers={"Accept": accept})
                     for method in ("GET", "HEAD"))
        assert head.content == b"" and head.status_code == get.status_code, path
        for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control", "Allow",
                     "Location", "X-Content-Type-Options"):
            assert head.headers.get(name) == get.headers.get(name), (path, name)
        assert int(get.headers["Content-Length"]) == len(get.content) > 0 or path == "me"


TAGGED = [("cases/{}", None), ("cases/{}", OFFICE), ("units/catering-centre", None),
          ("places/canteen-1", None), ("openapi.json", None)]


@pytest.mark.parametrize("path, actor", TAGGED)
def test_what_has_not_changed_is_304(campus, path, actor):
    path = path.format(campus.submit().id)
    get = campus.get(path, actor)
    tag = get.headers["ETag"]
    assert re.fullmatch(r'"[\x21\x23-\x7e]+"', tag)
    for match in (tag, f"W/{tag}", f'"x", {tag}', f'{tag},"y"', "*", f'{tag}  '):
        for method in ("GET", "HEAD"):
            reply = campus.request(method, path, actor, headers={"If-None-Match": match})
            assert reply.status_code == 304, match
            assert reply.content == b"" and reply.headers["ETag"] == tag
            assert reply.headers["Cache-Control"] == get.headers["Cache-Control"]
    for match in ('"x"', tag[:-1], tag.strip('"'), tag.upper() + "x", "", ",", '""'):
        reply = campus.get(path, actor, headers={"If-None-Match": match})
        assert reply.status_code == 200 and reply.content == get.content, match


def test_a_change_changes_the_tag(campus):
    case = campus.submit()
    path = f"cases/{case.id}"
    tags = []

    def note():
        tags.extend(campus.get(path, actor).headers["ETag"] for actor in (None, OFFICE))

    note()
    ok(campus.request("POST", f"{path}/support", headers={"Idempotency-Key": "support-key-000001"}))
    note()
    campus.dispatch(case)
    note()
    campus.sign(case, CATERING)
    note()
    assert len(set(tags)) == len(tags), "each view of each state has its own"


def test_replies_about_a_case_are_never_kept(campus):
    case = campus.walk("dispatched")
    for path, actor in (("cases", OFFICE), (f"cases/{case.id}", None), ("me", STUDENT),
                        (f"cases/{case.id}/history", None), ("receipt", None), ("health", None),
                        (f"cases/{case.id}/notice.html", OFFICE), ("nothing", None)):
        reply = campus.get(path, actor)
        assert reply.headers["Cache-Control"] == "no-store", path
        assert reply.headers["X-Content-Type-Options"] == "nosniff", path
    assert campus.post("cases", {"kind": "complaint", "domain": "catering", "text": TEXT}
                       ).headers["Cache-Control"] == "no-store"


def test_a_worker_that_has_kept_nothing_yet_shows_what_another_has(own_stack):
    stack = own_stack(board_cache="1m")
    stack.wait_ready()
    campus = Campus(stack).prepare()
    shown = {campus.get("board").content}
    campus.submit()
    asked = set()

    def ask(_):
        reply = campus.get("board")
        return reply.headers["X-Worker"], reply.content

    def all_asked():
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for worker, board in pool.map(ask, range(8)):
                asked.add(worker)
                shown.add(board)
        return len(asked) == 2
    assert servers.wait_until(all_asked, 30), asked
    assert len(shown) == 1


def test_the_board_may_be_kept_as_long_as_configured_and_in_each_form(own_stack):
    stack = own_stack(board_cache="1m")
    stack.wait_ready()
    campus = Campus(stack).prepare()
    for path in ("board", "domains", "domains/catering"):
        for _ in range(4):  # the second time from the shared zone
            for accept, form in ((JSON, JSON), (PROTOBUF, PROTOBUF), ("*/*", JSON)):
                reply = campus.get(path, headers={"Accept": accept})
                assert reply.status_code == 200
                assert reply.headers["Content-Type"] == form
                assert reply.headers["Cache-Control"] == "max-age=60"
                assert reply.headers["Vary"] == "Accept"
    first = campus.get("board", headers={"Accept": JSON}).content
    campus.submit()
    assert campus.get("board", headers={"Accept": JSON}).content == first
    for path, status in (("board?period=x", 422), ("domains/none", 404), ("board?x=1", 400)):
        for _ in range(2):
            reply = campus.get(path)
            problem(reply, status)
            assert reply.headers["Cache-Control"] == "no-store"
    assert campus.request("HEAD", "board").headers["Cache-Control"] == "max-age=60"
    assert campus.request("POST", "board").status_code == 405


# --- HTML forms ---------------------------------------------------------------------------

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def form_post(campus, fields, **headers):
    return campus.request("POST", "cases", data=urllib.parse.urlencode(fields, doseq=True),
                          headers={"Content-Type": FORM, **headers})


def test_a_form_of_a_browser_is_answered_with_a_page_that_alone_has_the_receipt(campus):
    fields = {"kind": "complaint", "domain": "catering", "text": TEXT + "\r\n第二行 & <b>",
              "place": "canteen-1", "place_detail": "", "contact.name": "张三",
              "contact.phone": "13800000000", "attachments": [campus.photo(1), campus.photo(2)],
              "occurred_at": ""}
    reply = form_post(campus, fields, Accept=BROWSER)
    assert reply.status_code == 201
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.headers["Cache-Control"] == "no-store"
    page = reply.content.decode()
    assert page.startswith("<!") and "<script" not in page and "<b>张" not in page
    case_id = reply.headers["Location"].rsplit("/", 1)[1]
    found = re.search(rf"<code>({case_id}[^<]+)</code>", page)
    receipt = html.unescape(found.group(1))
    for name, value in reply.headers.items():
        assert receipt not in value and receipt[len(case_id):].strip("-") not in value, name
    seen = ok(campus.get("receipt", receipt=receipt))
    assert seen["id"] == case_id and seen["text"] == fields["text"]
    assert seen["contact"] == {"name": "张三", "phone": "13800000000"}
    assert seen["attachments"] == fields["attachments"]
    for log in ("access.log", "error.log"):
        assert receipt[len(case_id):] not in campus.stack.log(log)


def test_a_form_of_a_program_is_answered_with_json(campus):
    fields = {"kind": "complaint", "domain": "catering", "text": TEXT}
    for accept in (JSON, "*/*", "text/htmlx", None):
        reply = form_post(campus, fields, Accept=accept)
        assert reply.headers["Content-Type"] == JSON
        assert ok(reply, 201)["case"]["text"] == TEXT


def test_a_form_that_is_refused_leaves_nothing(campus):
    before = dump(campus.stack.client())
    form = {"kind": "complaint", "text": ""}
    page = form_post(campus, form, Accept=BROWSER)
    assert page.status_code == 422
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "此项必填" in page.text and "This field is required" in page.text
    problem(form_post(campus, form), 422, "required", "text")
    assert dump(campus.stack.client()) == before


# --- other sites --------------------------------------------------------------------------

REASON = {"reason": "不属于受理范围。"}


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
    {"Sec-Fetch-Site": "none of these"}, {"Origin": "https://evil.example"},
    {"Origin": "null"}, {"Origin": "http://127.0.0.1"}, {"Origin": "http://127.0.0.1:1"},
    {"Origin": "https://evil.example/?{host}"}, {"Origin": "http://x{host}"},
    {"Origin": "http://{host}.evil.example"}])
def test_another_site_cannot_post_in_the_name_of_a_signed_in_user(campus, headers):
    case = campus.submit()
    host = f"127.0.0.1:{campus.stack.port}"
    headers = {name: value.replace("{host}", host) for name, value in headers.items()}
    before = dump(campus.stack.client())
    for actor in (OFFICE, STUDENT, harness.Actor(role="office"), harness.Actor(user="x")):
        problem(campus.post(f"cases/{case.id}/reject", REASON, actor, headers=headers), 403,
                "cross_site")
        problem(form_post_as(campus, actor, headers), 403, "cross_site")
    problem(campus.put("units/x-unit", {"name": "x", "kind": "centre"}, headers=headers), 403,
            "cross_site")
    reply = campus.stack.request("POST", f"/d0/cases/{case.id}/reject", json=REASON,
                                 auth=("office", "office"), headers=headers)
    problem(reply, 403, "cross_site")
    assert dump(campus.stack.client()) == before
    assert campus.get(f"cases/{case.id}", OFFICE, headers=headers).status_code == 200


def form_post_as(campus, actor, headers):
    return campus.request("POST", "cases", actor, data=urllib.parse.urlencode(
        {"kind": "complaint", "domain": "catering", "text": TEXT}),
        headers={"Content-Type": FORM, **headers})


@pytest.mark.parametrize("headers", [
    {}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"},
    {"Origin": "http://{host}"}, {"Origin": "HTTP://{host}"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://{host}"}])
def test_this_site_and_programs_post_for_signed_in_users(campus, headers):
    host = f"127.0.0.1:{campus.stack.port}"
    headers = {name: value.replace("{host}", host) for name, value in headers.items()}
    case = campus.submit()
    ok(campus.post(f"cases/{case.id}/reject", REASON, OFFICE, headers=headers))


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://portal.example"},
    {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}, {"Origin": "https://portal.example"}])
def test_who_is_nobody_may_post_from_any_site(campus, headers):
    """There is nothing ambient to abuse; a receipt is never sent by itself."""
    body = {"kind": "complaint", "domain": "catering", "text": TEXT}
    for actor in (None, NOBODY):
        made = ok(campus.post("cases", body, actor, headers=headers), 201)
        ok(campus.post(f"cases/{made['case']['id']}/withdraw", {}, actor,
                       receipt=made["receipt"], headers=headers))


# --- classify -----------------------------------------------------------------------------

def classify(campus, text, **fields):
    return ok(campus.post("classify", {"text": text, **fields}))


@pytest.mark.parametrize("text, domain, category", [
    ("饭里吃出一只苍蝇", "catering", "foreign_matter"),
    ("校车司机一边开车一边打电话", "transport", None),
    ("宿舍热水不热，洗澡全是凉水", "energy", None)])
def test_a_text_tells_its_category_with_reasons(campus, text, domain, category):
    before = dump(campus.stack.client())
    made = classify(campus, text)
    assert made["domain"] == domain and made["domain_name"] and made["category_name"]
    assert category is None or made["category"] == category
    assert made["reasons"] and all(reason["text"] for reason in made["reasons"])
    weights = [candidate["weight"] for candidate in made["candidates"]]
    assert weights == sorted(weights, reverse=True) and 1 <= len(weights) <= 5
    assert made["candidates"][0]["category"] == made["category"]
    assert classify(campus, text, domain=domain)["category"] == made["category"]
    assert dump(campus.stack.client()) == before, "nothing is kept of a text"


@pytest.mark.parametrize("text", ["中午食堂吃完好几个同学上吐下泻，怀疑食物中毒",
                                  "校车刹车失灵，差点出事", "配电房起火了"])
def test_what_endangers_life_is_critical(campus, text):
    made = classify(campus, text)
    assert made["severity"] == "critical"
    assert any(reason.get("severity") == "critical" for reason in made["reasons"])
    case = campus.submit(domain="", text=text)
    assert case.last["domain"] == made["domain"]
    assert campus.case(case)["severity"] == "critical"


def test_a_text_that_tells_nothing_is_no_error(campus):
    made = classify(campus, "啊啊啊啊")
    assert not made.get("domain") and not made.get("category")


def test_classify_knows_the_enabled_domains_only(campus):
    problem(campus.post("classify", {"text": TEXT, "domain": "library"}), 422, "reference",
            "domain")
    problem(campus.post("classify", {"text": ""}), 422, "required", "text")
    problem(campus.post("classify", {"text": "饭" * 2001}), 422, "text_length", "text")
    ok(campus.post("classify", {"text": "饭" * 2000}))
