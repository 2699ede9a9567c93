"""Bodies that are none, or not of the schema: a clear problem, and nothing left behind.

Owns: JSON, protobuf and forms as texts; fields, types, enums, numbers.
Must not know: what good input leads to (the other files of this suite), the store's layout.
"""
import pytest

from bad_world import FORM, GOOD, JSON, PROTOBUF, named, raw, made_world, world  # noqa: F401
from harness import OFFICE

# --- a body as a whole --------------------------------------------------------------------

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
