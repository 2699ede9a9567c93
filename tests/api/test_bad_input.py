"""Bad input: each kind has its own clear problem document and leaves nothing behind.

Owns: what every route refuses, written from the API's words and not from its code.
Must not know: what good input leads to (the other files of this suite), the store's layout.
"""
import datetime
import json
import random
import urllib.parse

import pytest

import harness
from harness import (CATERING, CONTRACTOR, ENERGY, INSPECTOR, LEADER, NOBODY, OFFICE, STUDENT,
                     TRANSPORT, ADMIN, Campus, time_in)
from harness_fixtures import watched
from raw_http import check_problem, dump, send

JSON = "application/json"
PROTOBUF = "application/x-protobuf"
FORM = "application/x-www-form-urlencoded"
BODY_MAX = 65536
BASE = {"kind": "complaint", "domain": "catering", "text": "饭里有一根头发。"}
SHA = "0123456789abcdef" * 4
NO_CASE = "261123-0000000"


class World:
    """A campus with a case in each state that these tests speak of. They change nothing of
    it, so they share it; what is good after all goes to another campus."""

    def __init__(self, stack):
        self.stack = stack
        stack.client().flushall()
        self.campus = Campus(stack).prepare()
        self.other = Campus(stack, 1).prepare()
        self.case = self.campus.walk("submitted", place="canteen-1")
        self.client = stack.client()

    def send(self, method, path, body=b"", type=None, actor=None, headers=(), **options):
        """At the public's location, or as the actor."""
        if isinstance(body, str):
            body = body.encode()
        elif isinstance(body, (dict, list)):
            body, type = json.dumps(body, ensure_ascii=False).encode(), type or JSON
        lines = list(actor.headers().items() if actor else ()) + list(headers)
        if type is not None:
            lines.append(("Content-Type", type))
        path = path.format(id=self.case.id)
        return send(self.stack, method, ("/c0/" if actor is None else "/t0/") + path, body,
                    lines, **options)

    def refused(self, status, code, field=None, **request):
        before = dump(self.client)
        answer = self.send(**request)
        body = check_problem(answer, status, code, field)
        assert dump(self.client) == before, f"{answer} left something behind"
        return answer, body


@pytest.fixture(scope="module")
def made_world(shared_stack):
    return World(shared_stack)


@pytest.fixture
def world(made_world):
    for _ in watched(made_world.stack):
        yield made_world


def named(rows):
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


# --- methods ------------------------------------------------------------------------------

PATHS = {
    "domains": "GET", "domains/catering": "GET", "classify": "POST", "cases": "GET POST",
    "cases/similar": "GET", "receipt": "GET", "cases/{id}": "GET",
    "cases/{id}/history": "GET", "cases/{id}/notice": "GET", "cases/{id}/notice.html": "GET",
    "cases/{id}/support": "POST", "board": "GET", "units": "GET",
    "units/catering-centre": "GET PUT", "places": "GET", "places/canteen-1": "GET PUT",
    "me": "GET", "health": "GET", "ready": "GET", "openapi.json": "GET",
    **{f"cases/{{id}}/{action}": "POST" for action in (
        "dispatch", "answer", "sign", "rectify", "verify", "return", "request_extension",
        "grant_extension", "refuse_extension", "confirm", "reopen", "close", "reassign",
        "urge", "merge", "reject", "withdraw")},
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

TAKERS = {"classify": ("POST", {"text": "饭里有头发"}, None),
          "cases": ("POST", BASE, None),
          "cases/{id}/reject": ("POST", {"reason": "不属于受理范围。"}, OFFICE),
          "units/new-unit": ("PUT", {"name": "新单位", "kind": "centre"}, ADMIN),
          "places/new-place": ("PUT", {"name": "新地点", "kind": "canteen"}, ADMIN)}


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
    import socket
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


# --- a body as a whole --------------------------------------------------------------------

GOOD = json.dumps(BASE, ensure_ascii=False)


def with_text(raw):
    """A submission whose text is these bytes of a JSON string."""
    return b'{"kind":"complaint","domain":"catering","text":"' + raw + b'"}'


def nested(depth):
    return '{"contact":' * depth + "{}" + "}" * depth


WHOLE = [
    ("empty", b"", "syntax", ""),
    ("blank", " \n\t ", "syntax", ""),
    ("null", "null", "syntax", ""),
    ("number", "5", "syntax", ""),
    ("string", '"complaint"', "syntax", ""),
    ("true", "true", "syntax", ""),
    ("list", "[]", "syntax", ""),
    ("list of objects", f"[{GOOD}]", "syntax", ""),
    ("truncated after {", "{", "syntax", ""),
    ("truncated in a name", '{"kin', "syntax", None),
    ("truncated after :", '{"kind":', "syntax", "kind"),
    ("truncated in a text", GOOD[:-3], "syntax", "text"),
    ("without the last brace", GOOD[:-1], "syntax", None),
    ("garbage behind", GOOD + "x", "syntax", None),
    ("a brace too many", GOOD + "}", "syntax", None),
    ("two objects", GOOD + GOOD, "syntax", None),
    ("U+0000 behind", GOOD + "\0", None, None),
    ("comma at the end", GOOD[:-1] + ",}", "syntax", None),
    ("single quotes", GOOD.replace('"', "'"), "syntax", None),
    ("names without quotes", '{kind:"complaint"}', "syntax", None),
    ("a comment", "/* x */" + GOOD, "syntax", None),
    ("a byte order mark", "\ufeff" + GOOD, None, None),
    ("NaN", '{"kind":NaN}', "syntax", "kind"),
    ("Infinity", '{"kind":-Infinity}', "syntax", "kind"),
    ("a plus", '{"kind":+1}', "syntax", "kind"),
    ("a leading zero", '{"kind":01}', "syntax", "kind"),
    ("hexadecimal", '{"kind":0x1}', "syntax", "kind"),
    ("a raw line feed in a text", with_text(b"a\nb"), "syntax", "text"),
    ("a bad escape", with_text(rb"a\xb"), "syntax", "text"),
    ("UTF-16", GOOD.encode("utf-16"), None, None),
    ("GBK", GOOD.encode("gbk"), "utf8", "text"),
    ("a lone byte", with_text(b"\xff"), "utf8", "text"),
    ("a cut character", with_text("饭".encode()[:2]), "utf8", "text"),
    ("an overlong slash", with_text(b"\xc0\xaf"), "utf8", "text"),
    ("a surrogate in UTF-8", with_text(b"\xed\xa0\x80"), "utf8", "text"),
    ("above U+10FFFF", with_text(b"\xf4\x90\x80\x80"), "utf8", "text"),
    ("half of a pair", with_text(rb"\ud83c"), "utf8", "text"),
    ("the other half", with_text(rb"\udf5a"), "utf8", "text"),
    ("halves in the wrong order", with_text(rb"\udf5a\ud83c"), "utf8", "text"),
    ("U+0000 as an escape", with_text(rb"a\u0000b"), "utf8", "text"),
    ("U+0000 as a byte", with_text(b"a\0b"), None, None),
    ("U+0000 in a name", rb'{"ki\u0000nd":"complaint"}', "utf8", None),
    ("bad UTF-8 in a name", b'{"\xff":1}', "utf8", None),
    ("nested objects", nested(9), "too_deep", None),
    ("very deep lists", "[" * 30000, "too_deep", None),
    ("very deep objects", '{"a":' * 10000, "too_deep", None),
    ("deep lists in a field", '{"tags":' + "[" * 9 + "]" * 9 + "}", "too_deep", None),
]


@pytest.mark.parametrize("body, code, field", named(WHOLE))
def test_a_body_that_is_no_json_object(world, body, code, field):
    _, problem = world.refused(400, code, field, method="POST", path="cases", body=body,
                               type=JSON)
    assert problem["code"] in ("syntax", "utf8", "too_deep")


# --- fields as the schema has them --------------------------------------------------------

def raw(**fields):
    """BASE with fields whose JSON is written out."""
    rest = {name: json.dumps(value, ensure_ascii=False) for name, value in BASE.items()}
    rest.update(fields)
    return "{" + ",".join(f'"{name}":{value}' for name, value in rest.items()) + "}"


FIELDS = [
    ("an unknown field", raw(colour='"red"'), "unknown_field", "colour"),
    ("a field of a reply", raw(id='"261123-0000000"'), "unknown_field", "id"),
    ("a state", raw(state='"closed"'), "unknown_field", "state"),
    ("a unit", raw(unit='"catering-centre"'), "unknown_field", "unit"),
    ("another case of letters", raw(Text='"x"'), "unknown_field", "Text"),
    ("an empty name", '{"":1}', "unknown_field", None),
    ("an unknown field deep", raw(contact='{"phone":"1","qq":"2"}'), "unknown_field",
     "contact.qq"),
    ("a prototype", raw(__proto__='{"x":1}'), "unknown_field", None),
    ("a long name", raw(**{"x" * 5000: "1"}), "unknown_field", None),
    ("a key twice", GOOD[:-1] + ',"text":"另一段文字"}', "duplicate_field", "text"),
    ("a key twice, the same", GOOD[:-1] + ',"kind":"complaint"}', "duplicate_field", "kind"),
    ("a key twice, escaped", GOOD[:-1] + r',"te\u0078t":"x"}', "duplicate_field", None),
    ("a key twice deep", raw(contact='{"phone":"1","phone":"1"}'), "duplicate_field",
     "contact.phone"),
    ("both spellings", raw(place_detail='"a"', placeDetail='"b"'), "duplicate_field", None),
    ("both spellings of a list", raw(tags="[]", occurred_at='"2026-01-01T00:00:00Z"',
                                     occurredAt='"2026-01-01T00:00:00Z"'), "duplicate_field",
     None),
    ("a kind that is none", raw(kind='"question"'), "enum", "kind"),
    ("a kind in capitals", raw(kind='"COMPLAINT"'), "enum", "kind"),
    ("an empty kind", raw(kind='""'), "enum", "kind"),
    ("a number that is no kind", raw(kind="99"), "enum", "kind"),
    ("a negative kind", raw(kind="-1"), "enum", "kind"),
    ("a Chinese kind", raw(kind='"投诉"'), "enum", "kind"),
    ("half a kind", raw(kind="1.5"), None, "kind"),
    ("a kind of 1e400", raw(kind="1e400"), "range", "kind"),
    ("a kind of 20 digits", raw(kind="99999999999999999999"), "range", "kind"),
    ("a kind of 2^32+1", raw(kind="4294967297"), None, "kind"),
    ("a kind of 2^63", raw(kind="9223372036854775808"), "range", "kind"),
    ("a kind of 300 digits", raw(kind="9" * 300), "range", "kind"),
    ("a tag that is none", raw(tags='["internal","secret"]'), "enum", "tags[1]"),
    ("a severity that is none", raw(severity='"deadly"'), "enum", "severity"),
    ("a boolean kind", raw(kind="true"), "type", "kind"),
    ("a list for a kind", raw(kind='["complaint"]'), "type", "kind"),
    ("an object for a kind", raw(kind="{}"), "type", "kind"),
    ("a number for a text", raw(text="5"), "type", "text"),
    ("a boolean for a text", raw(text="true"), "type", "text"),
    ("a list for a text", raw(text='["x"]'), "type", "text"),
    ("an object for a text", raw(text='{"a":1}'), "type", "text"),
    ("a text for a list", raw(tags='"internal"'), "type", "tags"),
    ("an object for a list", raw(attachments="{}"), "type", "attachments"),
    ("a number in a list of texts", raw(attachments="[5]"), "type", "attachments[0]"),
    ("a null in a list", raw(attachments="[null]"), "type", "attachments[0]"),
    ("a list in a list", raw(attachments="[[]]"), "type", "attachments[0]"),
    ("a text for an object", raw(contact='"13800000000"'), "type", "contact"),
    ("a list for an object", raw(contact="[]"), "type", "contact"),
    ("a number in an object", raw(contact='{"phone":13800000000}'), "type", "contact.phone"),
    ("a number for a time", raw(occurred_at="1700000000"), "type", "occurred_at"),
    ("an object for a time", raw(occurred_at='{"seconds":5}'), "type", "occurred_at"),
    ("a word for a time", raw(occurred_at='"yesterday"'), None, "occurred_at"),
    ("an empty time", raw(occurred_at='""'), None, "occurred_at"),
    ("a day for a time", raw(occurred_at='"2026-11-01"'), None, "occurred_at"),
    ("a time without zone", raw(occurred_at='"2026-11-01T10:00:00"'), None, "occurred_at"),
    ("the 13th month", raw(occurred_at='"2026-13-01T10:00:00Z"'), None, "occurred_at"),
    ("the 30th of February", raw(occurred_at='"2026-02-30T10:00:00Z"'), None,
     "occurred_at"),
    ("hour 24", raw(occurred_at='"2026-02-03T24:00:00Z"'), None, "occurred_at"),
    ("year 0", raw(occurred_at='"0000-01-01T00:00:00Z"'), None, "occurred_at"),
    ("year 10000", raw(occurred_at='"10000-01-01T00:00:00Z"'), None, "occurred_at"),
    ("before year 1 by its zone", raw(occurred_at='"0001-01-01T00:00:00+10:00"'), "range",
     "occurred_at"),
]


@pytest.mark.parametrize("body, code, field", named(FIELDS))
def test_a_field_that_the_schema_does_not_have_so(world, body, code, field):
    _, problem = world.refused(400, code, field, method="POST", path="cases", body=body,
                               type=JSON)
    assert problem["code"] in ("unknown_field", "duplicate_field", "enum", "type", "range",
                               "syntax"), problem


NUMBERS = [("-0", "required"), ("0", "required"), ("0.0", "required"), ("-1", "range"),
           ("4294967296", "range"), ("1e400", "range"), ("-1e400", "range"),
           ("1e10", "range"), ("9" * 200, "range"), ("18446744073709551616", "range"),
           ("1.5", None), ('"1.5"', None), ('"five"', "type"), ('" 5"', "type"),
           ('"5 "', "type"), ('""', "type"), ('"0x5"', "type"), ("true", "type"),
           ("[5]", "type"), ("{}", "type"), ("6", "value"), ('"6"', "value"),
           ("4294967295", "value"), ("6e0", "value")]


@pytest.mark.parametrize("number, code", NUMBERS)
def test_numbers_that_are_no_rating(world, number, code):
    status = 422 if code in ("required", "value") else 400
    _, problem = world.refused(status, code, "rating", method="POST",
                               path="cases/{id}/confirm", body=f'{{"rating":{number}}}',
                               type=JSON)
    assert problem["code"] in ("required", "value", "range", "type")


@pytest.mark.parametrize("version", ["-1", "18446744073709551616", '"x"', "1.5", "1e30"])
def test_numbers_that_are_no_version(world, version):
    world.refused(400, None, "version", method="POST", path="cases/{id}/reject",
                  body=f'{{"reason":"不属于受理范围。","version":{version}}}', type=JSON,
                  actor=OFFICE)


PB = [
    ("an unknown field number", b"\xf8\x07\x01", "unknown_field", "127"),
    ("an unknown field deep", b"\x42\x03\x20\x01\x01", "unknown_field", "contact.4"),
    ("a field twice", b"\x08\x01\x08\x02", "duplicate_field", "kind"),
    ("another wire type", b"\x20\x01", "type", "text"),
    ("an enum that is none", b"\x08\x63", "enum", "kind"),
    ("bad UTF-8", b"\x22\x01\xff", "utf8", "text"),
    ("U+0000", b"\x22\x03a\0b", "utf8", "text"),
    ("a time beyond all", b"\x3a\x0a\x08\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "range",
     "occurred_at.seconds"),
    ("a length that lies", b"\x22\xff\xff\xff\xff\x0f", "syntax", None),
    ("a varint without end", b"\x08" + b"\xff" * 20, "syntax", None),
    ("a group", b"\x0b", "syntax", None),
    ("field number 0", b"\x00\x01", "syntax", None),
    ("JSON", GOOD.encode(), None, None),
]


@pytest.mark.parametrize("body, code, field", named(PB))
def test_protobuf_that_is_no_submission(world, body, code, field):
    _, problem = world.refused(400, code, field, method="POST", path="cases", body=body,
                               type=PROTOBUF)
    assert problem["code"] in ("unknown_field", "duplicate_field", "type", "enum", "utf8",
                               "range", "syntax")


FORMS = [
    ("an unknown name", "kind=complaint&text=x&colour=red", 400, "unknown_field", "colour"),
    ("an unknown name without value", "kind=complaint&text=x&colour", 400, "unknown_field",
     "colour"),
    ("a name twice", "kind=complaint&text=x&text=y", 400, "duplicate_field", "text"),
    ("a field of a text", "kind=complaint&text.x=y", 400, "type", "text"),
    ("deep names", "contact." * 20 + "phone=1", 400, None, None),
    ("a cut escape", "kind=complaint&text=%", 400, "syntax", "text"),
    ("a bad escape", "kind=complaint&text=%zz", 400, "syntax", "text"),
    ("an escaped U+0000", "kind=complaint&text=a%00b", 400, "utf8", "text"),
    ("escaped bad UTF-8", "kind=complaint&text=%ff", 400, "utf8", "text"),
    ("raw bad UTF-8", b"kind=complaint&text=\xff", 400, "utf8", "text"),
    ("a kind that is none", "kind=flight&text=x", 400, "enum", "kind"),
    ("an empty form", "", 422, "required", "kind"),
    ("nothing filled in", "kind=&text=", 422, "required", "kind"),
    ("JSON", GOOD, 400, "unknown_field", None),
]


@pytest.mark.parametrize("body, status, code, field", named(FORMS))
def test_an_html_form_that_is_no_submission(world, body, status, code, field):
    world.refused(status, code, field, method="POST", path="cases", body=body, type=FORM)


# --- fields as a submission needs them ----------------------------------------------------

def change(**fields):
    return {name: value for name, value in {**BASE, **fields}.items() if value is not None}


SUBMISSIONS = [
    ("no kind", change(kind=None), "required", "kind"),
    ("kind unspecified", change(kind="kind_unspecified"), "required", "kind"),
    ("kind 0", change(kind=0), "required", "kind"),
    ("kind -0", raw(kind="-0"), "required", "kind"),
    ("no text", change(text=None), "required", "text"),
    ("a null text", raw(text="null"), "required", "text"),
    ("an empty text", change(text=""), "required", "text"),
    ("a blank text", change(text=" \n\t "), "required", "text"),
    ("2001 Chinese characters", change(text="饭" * 2001), "text_length", "text"),
    ("2001 emoji", change(text="🍚" * 2001), "text_length", "text"),
    ("1001 combined characters", change(text="e\u0301" * 1001), "text_length", "text"),
    ("a bell", change(text="饭里\u0007有头发"), "text_content", "text"),
    ("an escape sequence", change(text="\u001b[31m红"), "text_content", "text"),
    ("DEL", change(text="饭\u007f"), "text_content", "text"),
    ("a backspace", change(text="饭\b"), "text_content", "text"),
    ("101 characters of place", change(place_detail="楼" * 101), "text_length",
     "place_detail"),
    ("a control in the place", change(place_detail="二楼\u0001"), "text_content",
     "place_detail"),
    ("no such domain", change(domain="library"), "reference", "domain"),
    ("a domain by its name", change(domain="餐饮"), "reference", "domain"),
    ("no such category", change(category="no_such"), "reference", "category"),
    ("a category alone", change(domain=None, category="foreign_matter"), "required",
     "domain"),
    ("another domain's category", change(domain="energy", category="foreign_matter"),
     "reference", "category"),
    ("no such place", change(place="canteen-99"), "reference", "place"),
    ("a place by its name", change(place="第一食堂"), "reference", "place"),
    ("a place like a path", change(place="../unit/x"), "reference", "place"),
    ("a place with braces", change(place="{c1}:x"), "reference", "place"),
    ("a place of 5000 letters", change(place="a" * 5000), "reference", "place"),
    ("a text that says nothing", change(domain=None, text="啊啊啊啊啊啊"), "unclassified",
     "domain"),
    ("an attachment that is no id", change(attachments=["photo.jpg"]), "value",
     "attachments[0]"),
    ("an empty attachment", change(attachments=[""]), "value", "attachments[0]"),
    ("an attachment in capitals", change(attachments=[SHA, SHA.upper()]), "value",
     "attachments[1]"),
    ("an attachment too short", change(attachments=[SHA[:-1]]), "value", "attachments[0]"),
    ("an attachment too long", change(attachments=[SHA + "0"]), "value", "attachments[0]"),
    ("an attachment like a path", change(attachments=["../" * 21 + "x"]), "value",
     "attachments[0]"),
    ("10 attachments", change(attachments=[SHA] * 10), "value", "attachments"),
    ("an empty contact", change(contact={}), "required", "contact.phone"),
    ("a name alone", change(contact={"name": "张三"}), "required", "contact.phone"),
    ("letters in a phone number", change(contact={"phone": "1380000CALL"}), "value",
     "contact.phone"),
    ("full-width digits", change(contact={"phone": "１３８００００００００"}), "value",
     "contact.phone"),
    ("a phone number of 21", change(contact={"phone": "1" * 21}), "text_length",
     "contact.phone"),
    ("an address without @", change(contact={"email": "zhangsan"}), "value",
     "contact.email"),
    ("an address of 81", change(contact={"email": "a@" + "b" * 79}), "text_length",
     "contact.email"),
    ("a name of 41", change(contact={"name": "张" * 41, "phone": "1"}), "text_length",
     "contact.name"),
    ("a control in a name", change(contact={"name": "张\u0002", "phone": "1"}),
     "text_content", "contact.name"),
    ("11 minutes from now", lambda: change(occurred_at=time_in(minutes=11)), "value",
     "occurred_at"),
    ("367 days ago", lambda: change(occurred_at=time_in(days=-367)), "value",
     "occurred_at"),
    ("the year 1", change(occurred_at="0001-01-01T00:00:00Z"), "value", "occurred_at"),
    ("the year 9999", change(occurred_at="9999-12-31T23:59:59Z"), "value", "occurred_at"),
    ("1970", change(occurred_at="1970-01-01T00:00:00Z"), "value", "occurred_at"),
]


@pytest.mark.parametrize("body, code, field", named(SUBMISSIONS))
def test_a_submission_that_lacks_or_has_too_much(world, body, code, field):
    body = body() if callable(body) else body
    world.refused(422, code, field, method="POST", path="cases", body=body, type=JSON,
                  headers=[("Idempotency-Key", "bad-input-0001")])


@pytest.mark.parametrize("fields", [
    {"text": "饭" * 2000}, {"text": "🍚" * 2000}, {"text": "e\u0301" * 1000},
    {"text": "饭" * 1998 + "\r\n"}, {"place_detail": "楼" * 100},
    {"contact": {"name": "张" * 40, "phone": "+86 (513) 8105-0000"}},
    {"contact": {"email": "a@" + "b" * 78}}, {"attachments": [SHA] * 9},
    {"occurred_at": "MINUTES+9"}, {"occurred_at": "DAYS-365"}, {"category": None},
    {"text": "制表\t换行\n都可以"}, {"place_detail": None, "contact": None, "tags": []}],
    ids=lambda fields: next(iter(fields)))
def test_what_lies_just_within_the_bounds_is_taken(world, fields):
    if "occurred_at" in fields:
        moment = {"MINUTES+9": time_in(minutes=9), "DAYS-365": time_in(days=-365)}
        fields = {"occurred_at": moment[fields["occurred_at"]]}
    reply = world.other.post("cases", {**BASE, **fields})
    assert reply.status_code == 201, reply.text
    text = fields.get("text", BASE["text"])
    assert reply.json()["case"]["text"] == text


STAFF_ONLY = [("source", "phone"), ("source", "hotline"), ("tags", ["internal"]),
              ("severity", "critical"), ("severity", "minor"), ("kind", "inspection"),
              ("kind", "directive")]


@pytest.mark.parametrize("actor", [None, NOBODY, STUDENT, CATERING, CONTRACTOR],
                         ids=["public", "nobody", "student", "unit", "contractor"])
@pytest.mark.parametrize("field, value", STAFF_ONLY)
def test_what_only_the_office_may_say_is_forbidden_to_others(world, actor, field, value):
    world.refused(403, "forbidden", field, method="POST", path="cases", actor=actor,
                  body=change(**{field: value}))


def test_the_office_has_at_most_8_tags(world):
    tags = ["internal", "comprehensive", "partial", "regular", "irregular", "open_visit",
            "covert_visit", "tracking", "joint"]
    world.refused(422, "value", "tags", method="POST", path="cases", actor=OFFICE,
                  body=change(tags=tags))


# --- actions ------------------------------------------------------------------------------

# What each action must be told and may be told. Written from the API's description, not
# from the program: where the two differ, one of them is wrong.
ACTIONS = {
    "dispatch": ("facts requirement signer",
                 "unit domain category severity basis rectify_by"),
    "answer": ("reply", ""),
    "sign": ("receiver", ""),
    "rectify": ("measures", "evidence"),
    "verify": ("finding", "evidence"),
    "return": ("finding", "evidence rectify_by"),
    "request_extension": ("until reason", ""),
    "grant_extension": ("", "reason"),
    "refuse_extension": ("reason", ""),
    "confirm": ("rating", "comment"),
    "reopen": ("reason", ""),
    "close": ("", "reason"),
    "reassign": ("unit reason", "rectify_by signer"),
    "urge": ("reason", ""),
    "merge": ("parent", "reason"),
    "reject": ("reason", ""),
    "withdraw": ("", "reason"),
}
VALUES = {
    "unit": "catering-centre", "domain": "catering", "category": "foreign_matter",
    "severity": "major", "facts": "经核实属实。", "requirement": "立即整改。",
    "basis": ["《食品安全法》"], "rectify_by": time_in(days=3), "signer": "王处长",
    "receiver": "李主任", "reason": "情况说明。", "parent": NO_CASE, "reply": "感谢反映。",
    "until": time_in(days=5), "measures": "已整改。", "evidence": [SHA],
    "finding": "已整改到位。", "rating": 5, "comment": "满意。"}
LENGTHS = {"unit": 48, "domain": 32, "category": 48, "facts": 2000, "requirement": 2000,
           "signer": 40, "receiver": 40, "reason": 500, "parent": 32, "reply": 2000,
           "measures": 2000, "finding": 2000, "comment": 500}


def told(action, /, **changes):
    required = ACTIONS[action][0].split()
    fields = {name: VALUES[name] for name in required}
    fields.update(changes)
    return {name: value for name, value in fields.items() if value is not None}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_needs_its_fields(world, action):
    required, optional = (names.split() for names in ACTIONS[action])
    path = f"cases/{{id}}/{action}"
    for name in required:
        world.refused(422, "required", name, method="POST", path=path, actor=OFFICE,
                      body=told(action, **{name: None}))
        if isinstance(VALUES[name], str) and name != "until":
            for blank in ("", " ", "\n\t "):
                world.refused(422, "required", name, method="POST", path=path, actor=OFFICE,
                              body=told(action, **{name: blank}))


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_takes_no_field_of_another(world, action):
    required, optional = (names.split() for names in ACTIONS[action])
    for name, value in VALUES.items():
        if name not in required + optional:
            world.refused(422, "field_not_taken", name, method="POST",
                          path=f"cases/{{id}}/{action}", actor=OFFICE,
                          body=told(action, **{name: value}))


@pytest.mark.parametrize("action", ACTIONS)
def test_the_fields_of_an_action_have_bounds(world, action):
    required, optional = (names.split() for names in ACTIONS[action])
    path = f"cases/{{id}}/{action}"
    rows = []
    for name in required + optional:
        if name in LENGTHS:
            rows.append((name, "字" * (LENGTHS[name] + 1), "text_length", name))
            rows.append((name, "字\u0008", "text_content", name))
    if "evidence" in optional:
        rows += [("evidence", ["x"], "value", "evidence[0]"),
                 ("evidence", [SHA, SHA.upper()], "value", "evidence[1]"),
                 ("evidence", [SHA] * 10, "value", "evidence")]
    if "basis" in optional:
        rows += [("basis", [""], "required", "basis[0]"),
                 ("basis", ["文" * 201], "text_length", "basis[0]"),
                 ("basis", ["文", "文\u0003"], "text_content", "basis[1]"),
                 ("basis", ["文"] * 10, "value", "basis")]
    if "rectify_by" in optional:
        rows += [("rectify_by", time_in(minutes=-1), "value", "rectify_by"),
                 ("rectify_by", time_in(days=367), "value", "rectify_by"),
                 ("rectify_by", "9999-12-31T23:59:59Z", "value", "rectify_by")]
    for name, value, code, field in rows:
        world.refused(422, code, field, method="POST", path=path, actor=OFFICE,
                      body=told(action, **{name: value}))


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_with_an_unknown_field_or_no_object_is_refused(world, action):
    path = f"cases/{{id}}/{action}"
    world.refused(400, "unknown_field", "action", method="POST", path=path, actor=OFFICE,
                  body=told(action, action=action))
    world.refused(400, "syntax", "", method="POST", path=path, actor=OFFICE, body=[])
    world.refused(400, "syntax", "", method="POST", path=path, actor=OFFICE, body="",
                  type=JSON)


@pytest.mark.parametrize("fields, code, field", [
    ({"unit": "no-such-unit"}, "reference", "unit"),
    ({"unit": "餐饮中心"}, "reference", "unit"),
    ({"unit": "../place/x"}, "reference", "unit"),
    ({"domain": "library", "category": "x"}, "reference", "domain"),
    ({"domain": "catering"}, "required", "category"),
    ({"category": "no_such"}, "reference", "category"),
    ({"domain": "energy", "category": "no_hot_water"}, "required", "unit"),
    ({"domain": "energy", "category": "foreign_matter", "unit": "energy-centre"},
     "reference", "category")])
def test_a_notice_names_what_there_is(world, fields, code, field):
    world.refused(422, code, field, method="POST", path="cases/{id}/dispatch", actor=OFFICE,
                  body=told("dispatch", **fields))


@pytest.mark.parametrize("parent", [NO_CASE, "x", "第一件", "../x", "{id}"])
def test_a_case_is_merged_into_another_case_only(world, parent):
    world.refused(422, "parent", "parent", method="POST", path="cases/{id}/merge",
                  actor=OFFICE,
                  body=told("merge", parent=parent.replace("{id}", world.case.id)))


# --- the register -------------------------------------------------------------------------

UNIT = {"name": "新单位", "kind": "centre"}
PLACE = {"name": "新地点", "kind": "canteen"}


@pytest.mark.parametrize("path, body, code, field", [
    ("units/new-unit", {**UNIT, "name": ""}, "required", "name"),
    ("units/new-unit", {**UNIT, "name": "字" * 61}, "text_length", "name"),
    ("units/new-unit", {**UNIT, "name": "a\u0001"}, "text_content", "name"),
    ("units/new-unit", {"name": "x"}, "required", "kind"),
    ("units/new-unit", {**UNIT, "head": "字" * 41}, "text_length", "head"),
    ("units/new-unit", {**UNIT, "domains": ["library"]}, "reference", "domains[0]"),
    ("units/new-unit", {**UNIT, "domains": ["energy", "energy"]}, "value", "domains[1]"),
    ("units/new-unit", {**UNIT, "parent": "no-such-unit"}, "reference", "parent"),
    ("units/new-unit", {**UNIT, "parent": "new-unit"}, "value", "parent"),
    ("units/new-unit", {**UNIT, "id": "another"}, "value", "id"),
    ("units/N", UNIT, "value", "id"),
    ("units/-x", UNIT, "value", "id"),
    ("units/new_unit", UNIT, "value", "id"),
    ("units/" + "x" * 49, UNIT, "value", "id"),
    ("units/%E9%A4%90%E9%A5%AE", UNIT, "value", "id"),
    ("units/a%20b", UNIT, "value", "id"),
    ("units/a%7Bb", UNIT, "value", "id"),
    ("places/new-place", {"kind": "canteen"}, "required", "name"),
    ("places/new-place", {"name": "x"}, "required", "kind"),
    ("places/new-place", {**PLACE, "responsible": [{"domain": "x", "unit": "y"}]},
     "reference", "responsible[0].domain"),
    ("places/new-place", {**PLACE, "responsible": [{"domain": "energy", "unit": "y-y"}]},
     "reference", "responsible[0].unit"),
    ("places/X", PLACE, "value", "id")])
def test_what_the_register_does_not_take(world, path, body, code, field):
    world.refused(422, code, field, method="PUT", path=path, body=body, actor=ADMIN)


@pytest.mark.parametrize("actor", [None, NOBODY, STUDENT, CATERING, INSPECTOR, OFFICE, LEADER],
                         ids=["public", "nobody", "student", "unit", "inspector", "office",
                              "leader"])
@pytest.mark.parametrize("path, body", [("units/new-unit", UNIT), ("places/new-place", PLACE)])
def test_only_the_administrator_writes_the_register(world, actor, path, body):
    code = "sign_in" if actor in (None, NOBODY) else "forbidden"
    world.refused(403, code, "", method="PUT", path=path, body=body, actor=actor)


# --- queries ------------------------------------------------------------------------------

NO_QUERY = [("GET", path, None) for path in (
    "domains", "domains/catering", "receipt", "cases/{id}", "cases/{id}/history",
    "cases/{id}/notice", "cases/{id}/notice.html", "units/catering-centre",
    "places/canteen-1", "me", "health", "ready", "openapi.json")] + [
    ("POST", "cases/{id}/support", None),
    *((method, path, body) for path, (method, body, _) in TAKERS.items())]


@pytest.mark.parametrize("method, path, body", NO_QUERY)
@pytest.mark.parametrize("query", ["x=1", "text=x", "%"])
def test_a_query_where_none_is_taken_is_refused(world, method, path, body, query):
    world.refused(400, "query", "", method=method, path=f"{path}?{query}",
                  body=body or b"", actor=ADMIN)


QUERIES = [
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
                  type=type, headers=[("Idempotency-Key", "support-0001")], chunked=chunked)


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
                      headers=[("Idempotency-Key", "bad-ids-0001")])


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
    ("Idempotency-Key", "one-key-0001"), ("Supervision-Receipt", "x"),
    ("Content-Type", JSON), ("Origin", "http://x"), ("Sec-Fetch-Site", "none")])
def test_a_header_given_twice_is_refused(world, name, value):
    headers = [(name, value), (name.lower(), value)]
    world.refused(400, "duplicate_field", None, method="POST", path="cases",
                  body=json.dumps(BASE), headers=headers,
                  type=None if name == "Content-Type" else JSON)


BAD_KEYS = ["x", "1234567", "x" * 129, "two words", "tab\tinside", "饭" * 4, "\xff" * 8,
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
    key = [("Idempotency-Key", "used-key-0001")]
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


# --- random garbage -----------------------------------------------------------------------

GARBAGE_ROUTES = [("POST", "classify", {"text": "饭里有头发", "domain": "catering"}),
                  ("POST", "cases", {**BASE, "contact": {"phone": "1"}, "attachments": [SHA],
                                     "occurred_at": "2026-11-01T10:00:00Z"}),
                  ("POST", "cases/{id}/support", {}),
                  ("PUT", "units/garbage", {**UNIT, "domains": ["energy"]}),
                  ("PUT", "places/garbage", {**PLACE, "responsible": [
                      {"domain": "energy", "unit": "energy-centre"}]}),
                  *(("POST", f"cases/{{id}}/{action}", VALUES) for action in ACTIONS)]
PIECES = [b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\u0000", b"\\ud800", b"\0", b"\xff",
          b"null", b"1e400", b"-0", b"%", b"%zz", b"&", b"=", "饭".encode(), b"true", b"9" * 30, b"\x08\xff", b"contact.phone=",
          b"text=", b'"text":', b'"kind":"complaint"', b"[" * 40]


def mutate(rng, body):
    body = bytearray(body)
    for _ in range(rng.randint(1, 6)):
        at = rng.randint(0, len(body))
        way = rng.randrange(5)
        if way == 0:
            body[at:at] = rng.choice(PIECES)
        elif way == 1:
            del body[at:at + rng.randint(1, 12)]
        elif way == 2 and body:
            body[at % len(body)] = rng.randrange(256)
        elif way == 3:
            body[at:at] = body[rng.randint(0, len(body)):][:20]
        else:
            body[at:at] = rng.randbytes(rng.randint(1, 8))
    return bytes(body)


def flat(fields):
    return {f"{name}.{inner}" if isinstance(value, dict) else name: value
            for name, value in fields.items()
            for inner in (value if isinstance(value, dict) else [None])}


@pytest.mark.parametrize("method, path, fields", GARBAGE_ROUTES,
                         ids=[row[1] for row in GARBAGE_ROUTES])
def test_garbage_never_makes_a_server_error(shared_stack, method, path, fields):
    """A campus of its own: now and then garbage is a case."""
    for _ in watched(shared_stack):
        campus = Campus(shared_stack, 2)
        case = campus.submit()
        rng = random.Random(f"{method} {path}")
        actors = (OFFICE, ADMIN, CATERING, INSPECTOR, NOBODY)
        bodies = {JSON: json.dumps(fields, ensure_ascii=False).encode(),
                  PROTOBUF: b"\x08\x01\x12\x08catering\x22\x06\xe9\xa5\xad\xe9\x87\x8c"
                            b"\x42\x03\x12\x011",
                  FORM: urllib.parse.urlencode(flat(fields), doseq=True).encode()}
        for type, good in bodies.items():
            for _ in range(12):
                actor = ADMIN if method == "PUT" else rng.choice(actors)
                body = mutate(rng, good) if rng.random() < 0.85 else rng.randbytes(
                    rng.randint(0, 200))
                answer = send(shared_stack, method, "/t2/" + path.format(id=case.id), body,
                              [*actor.headers().items(), ("Content-Type", type),
                               ("Idempotency-Key", f"garbage-{rng.random()}")])
                assert answer.status < 500, (type, body, str(answer))
                if answer.status >= 400:
                    check_problem(answer, answer.status)
