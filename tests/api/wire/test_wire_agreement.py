"""module/wire against Google's own implementation: json_format and text_format.

Owns: hand-made and seeded random messages, and the list of what we refuse on purpose.
Must not know: HTTP; the parsers are reached through tests/unit/wire/wire_agree.c.
"""
import importlib
import json
import os
import pathlib
import pkgutil
import random
import subprocess
import sys
import urllib.parse

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "build" / "py"))

from google.protobuf import json_format, text_format  # noqa: E402
from google.protobuf.message import DecodeError  # noqa: E402
import supervision.v1  # noqa: E402

SYNTAX, UTF8, DEPTH, SIZE, UNKNOWN = -100, -101, -102, -103, -104
DUPLICATE, TYPE, RANGE, ENUM = -105, -106, -107, -108
ROUNDS = 400
SECONDS_MIN, SECONDS_MAX = -62135596800, 253402300799

MODULES = [importlib.import_module(f"supervision.v1.{found.name}")
           for found in pkgutil.iter_modules(supervision.v1.__path__)
           if found.name.endswith("_pb2")]
TYPES = {name: getattr(module, name) for module in MODULES
         for name in module.DESCRIPTOR.message_types_by_name}


class Wire:
    def __init__(self, path):
        self.process = subprocess.Popen(
            [path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __call__(self, type_name, source, target, text):
        data = text.encode() if isinstance(text, str) else text
        head = f"{type_name} {source} {target} {len(data)}\n".encode()
        self.process.stdin.write(head + data)
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"wire_agree ended at {type_name} {source} {data!r}"
        rc, length = map(int, line.split())
        return rc, self.process.stdout.read(length)

    def message(self, type_name, source, text):
        """The message that we make of a text, or None, over both printers."""
        rc, reply = self(type_name, source, "pb", text)
        if rc != 0:
            field, line, detail = reply.decode().split("\n")
            assert detail.endswith(".") and int(line) >= 0, (type_name, text, reply)
            return None
        message = TYPES[type_name].FromString(reply)
        rc, printed = self(type_name, source, "json", text)
        assert rc == 0
        as_google = json_format.MessageToDict(message, preserving_proto_field_name=True)
        assert json.loads(printed) == as_google
        return message


@pytest.fixture(scope="module")
def wire():
    path = os.environ.get("SUP_WIRE_AGREE", str(ROOT / "build" / "tests" / "wire_agree"))
    w = Wire(path)
    yield w
    w.process.stdin.close()
    assert w.process.wait(10) == 0


TEXTS = [
    "饭里吃出异物", "a", " ", "\\d+", "\"quoted\"", "'", "</script>", "\n\r\t\b\f\x01\x1f\x7f",
    "𝄞 emoji 🍚", "\u2028", "null", "0", "[x]", "é", "ü" * 70, "#", "{", "a;b,c",
]
INTS = {
    "int32": [1, -1, 2**31 - 1, -(2**31), 42],
    "uint32": [1, 2**32 - 1, 2**31, 100],
    "uint64": [1, 2**64 - 1, 2**63, 2**53 + 1],
    "int64": [1, -1, 2**63 - 1, -(2**63)],
}
REALS = [1.0, -1.5, 0.1, 1e300, 5e-324, 1 / 3, 2.0**53 + 1, 60, 1e22, 123456789.125,
         float("inf"), float("-inf")]
NANOS = [0, 1, 999999999, 120000000, 120, 123456000, 5000, 10]


def scalar(rng, field):
    kind = field.type
    if kind == field.TYPE_STRING:
        return "".join(rng.choice(TEXTS) for _ in range(rng.randint(1, 3)))
    if kind == field.TYPE_BYTES:
        return bytes(rng.randrange(256) for _ in range(rng.randint(1, 40)))
    if kind == field.TYPE_BOOL:
        return True
    if kind == field.TYPE_ENUM:
        return rng.choice(list(field.enum_type.values)).number
    if kind == field.TYPE_DOUBLE:
        return rng.choice(REALS + [rng.uniform(-1e6, 1e6), rng.random()])
    names = {field.TYPE_INT32: "int32", field.TYPE_UINT32: "uint32",
             field.TYPE_UINT64: "uint64", field.TYPE_INT64: "int64"}
    return rng.choice(INTS[names[kind]])


def fill(rng, message, depth=1):
    if message.DESCRIPTOR.full_name == "google.protobuf.Timestamp":
        message.seconds = rng.choice(
            [0, -1, SECONDS_MIN, SECONDS_MAX, 1788000000, 951782400,
             rng.randint(SECONDS_MIN, SECONDS_MAX)])
        message.nanos = rng.choice(NANOS)
        return message
    fields = list(message.DESCRIPTOR.fields)
    for field in rng.sample(fields, rng.randint(0, min(len(fields), 9))):
        repeated = field.label == field.LABEL_REPEATED
        count = rng.randint(1, 9 if depth == 1 else 2) if repeated else 1
        for _ in range(count):
            if field.message_type is not None:
                if depth < 4:
                    child = getattr(message, field.name)
                    child = child.add() if repeated else child
                    child.SetInParent()
                    fill(rng, child, depth + 1)
            elif repeated:
                getattr(message, field.name).append(scalar(rng, field))
            else:
                setattr(message, field.name, scalar(rng, field))
    return message


def random_messages(seed):
    rng = random.Random(seed)
    for _ in range(ROUNDS):
        name = rng.choice(sorted(TYPES))
        yield name, fill(rng, TYPES[name]())


def to_json(message, **options):
    options.setdefault("preserving_proto_field_name", True)
    return json_format.MessageToJson(message, **options)


def google_json(name, text):
    try:
        return json_format.Parse(text, TYPES[name]())
    except (json_format.ParseError, UnicodeDecodeError, ValueError, AttributeError,
            TypeError, OverflowError, RecursionError):
        return None


def google_text(name, text):
    try:
        return text_format.Parse(text, TYPES[name]())
    except (text_format.ParseError, UnicodeDecodeError, ValueError, RecursionError):
        return None


# --- what Google prints, we read; what we print, Google reads ---------------------------

def test_json_printed_by_google_is_read_as_the_same_message(wire):
    for name, message in random_messages("json"):
        for text in (to_json(message), to_json(message, indent=None),
                     to_json(message, preserving_proto_field_name=False),
                     to_json(message, use_integers_for_enums=True),
                     to_json(message, including_default_value_fields=True),
                     json.dumps(json.loads(to_json(message)), ensure_ascii=False)):
            assert wire.message(name, "json", text) == message, text


def test_bytes_printed_by_google_are_read_as_the_same_message(wire):
    for name, message in random_messages("pb"):
        data = message.SerializeToString()
        assert wire.message(name, "pb", data) == message
        assert wire.message(name, "record", data) == message


def test_json_printed_by_us_is_read_by_google_as_the_same_message(wire):
    for name, message in random_messages("print"):
        rc, printed = wire(name, "pb", "json", message.SerializeToString())
        assert rc == 0
        assert json_format.Parse(printed, TYPES[name]()) == message


def test_text_printed_by_google_is_read_as_the_same_message(wire):
    for name, message in random_messages("text"):
        for options in ({}, {"as_utf8": True}, {"as_one_line": True},
                        {"use_short_repeated_primitives": True},
                        {"pointy_brackets": True}):
            text = text_format.MessageToString(message, **options)
            assert wire.message(name, "text", text) == message, text


def form_pairs(message, prefix=""):
    for field, value in message.ListFields():
        name = prefix + field.name
        values = value if field.label == field.LABEL_REPEATED else [value]
        for one in values:
            if field.type == field.TYPE_MESSAGE:
                if field.message_type.name == "Timestamp":
                    yield name, one.ToJsonString()
                else:
                    yield from form_pairs(one, name + ".")
            elif field.type == field.TYPE_ENUM:
                yield name, field.enum_type.values_by_number[one].name
            elif field.type == field.TYPE_BOOL:
                yield name, "true"
            else:
                yield name, str(one)


def test_a_form_of_a_message_is_read_as_that_message(wire):
    rng = random.Random("form")
    for _ in range(ROUNDS):
        name = rng.choice(["SubmitRequest", "ActionRequest", "ListCasesRequest"])
        message = fill(rng, TYPES[name]())
        if name == "SubmitRequest" and not message.contact.ByteSize():
            message.ClearField("contact")  # a form cannot say "there, but empty"
        if name == "SubmitRequest":
            message.ClearField("ledger")  # nor which milestone a field is of
        pairs = list(form_pairs(message))
        assert wire.message(name, "form", urllib.parse.urlencode(pairs)) == message
        rng.shuffle(pairs)
        singular = [p for p in pairs if p[0] not in ("basis", "evidence", "tags",
                                                     "attachments")]
        text = urllib.parse.urlencode(singular, quote_via=urllib.parse.quote)
        assert wire.message(name, "form", text) is not None


# --- the same acceptance, text by text ---------------------------------------------------

SAME_JSON = [
    ("SubmitRequest", text) for text in [
        '{}', ' {"text":"x"}\n', '{"text":null}', '{"contact":null}', '{"tags":null}',
        '{"tags":[]}', '{"tags":["joint",3]}', '{"tags":[null]}', '{"tags":"joint"}',
        '{"tags":[["joint"]]}', '{"tags":{}}', '{"kind":"complaint"}', '{"kind":1}',
        '{"kind":"1"}', '{"kind":1.0}', '{"kind":"nonsense"}', '{"kind":"Complaint"}',
        '{"kind":""}', '{"kind":[]}', '{"text":1}', '{"text":true}', '{"text":{}}',
        '{"text":["a"]}', '{"text":"\\u996d\\ud83c\\udf5a"}', '{"text":"\\ud83c"}',
        '{"placeDetail":"x"}', '{"place_detail":"x"}', '{"PlaceDetail":"x"}',
        '{"placedetail":"x"}', '{"place_Detail":"x"}', '{"nope":1}', '{"":1}',
        '{"contact":{}}', '{"contact":"x"}', '{"contact":{"nope":1}}',
        '{"contact":{"phone":"1"},"contact":{"phone":"2"}}', '{"text":"a","text":"a"}',
        '{"text":"a",}', "{'text':'a'}", '{"text":"a"} x', '{"text":"a"', '', 'nul',
        '{"text":"\t"}', '{"text":"\\x"}', '\ufeff{}', '// c\n{}', '{"text":NaN}',
        '{"occurred_at":"2026-09-01T00:00:00Z"}', '{"occurredAt":"2026-09-01T08:00:00+08:00"}',
        '{"occurred_at":"2026-09-01T00:00:00.123456789-00:30"}',
        '{"occurred_at":"2026-09-01T00:00:00.1234567891Z"}',
        '{"occurred_at":"2026-09-01T00:00:00"}', '{"occurred_at":"2026-09-01"}',
        '{"occurred_at":"2026-13-01T00:00:00Z"}', '{"occurred_at":"2026-02-29T00:00:00Z"}',
        '{"occurred_at":"2024-02-29T23:59:59.9Z"}', '{"occurred_at":"1900-02-29T00:00:00Z"}',
        '{"occurred_at":"2026-09-01T24:00:00Z"}', '{"occurred_at":"2026-09-01t00:00:00Z"}',
        '{"occurred_at":"2026-09-01T00:00:00z"}', '{"occurred_at":"2026-09-01 00:00:00Z"}',
        '{"occurred_at":"0001-01-01T00:00:00Z"}', '{"occurred_at":"0000-01-01T00:00:00Z"}',
        '{"occurred_at":"9999-12-31T23:59:59.999999999Z"}',
        '{"occurred_at":"10000-01-01T00:00:00Z"}', '{"occurred_at":""}',
        '{"occurred_at":1788000000}', '{"occurred_at":{"seconds":1}}', '{"occurred_at":{}}',
        '{"occurred_at":"2026-09-01T00:00:60Z"}', '{"occurred_at":"2026-09-01T00:00:00ZZ"}',
        '{"occurred_at":"x"}', '{"occurred_at":"2026-09-01T00:00:00+0800"}',
    ]
] + [
    ("ActionRequest", text) for text in [
        '{"rating":5}', '{"rating":5.0}', '{"rating":5e0}', '{"rating":50e-1}',
        '{"rating":5.5}', '{"rating":"5"}', '{"rating":"05"}', '{"rating":"5.5"}',
        '{"rating":" 5"}', '{"rating":""}', '{"rating":"x"}', '{"rating":-1}',
        '{"rating":-0}', '{"rating":-0.0}', '{"rating":4294967295}',
        '{"rating":4294967296}', '{"rating":"4294967296"}', '{"rating":1e400}',
        '{"rating":1e30}', '{"rating":true}', '{"rating":[5]}', '{"rating":05}',
        '{"rating":+5}', '{"rating":.5}', '{"rating":5.}', '{"rating":0x5}',
        '{"version":"18446744073709551615"}', '{"version":"18446744073709551616"}',
        '{"version":9223372036854775807}', '{"version":18446744073709551616}',
        '{"version":"-1"}', '{"version":1e3}', '{"version":18446744073709549568.0}',
        '{"version":1.8446744073709552e19}', '{"version":"99999999999999999999999"}',
    ]
] + [
    ("Reason", text) for text in [
        '{"weight":-2147483648}', '{"weight":-2147483649}', '{"weight":2147483648}',
        '{"weight":-2147483648.0}', '{"weight":"-7"}', '{"weight":"--7"}',
        '{"weight":-1e-1}',
    ]
] + [
    ("Bound", text) for text in [
        '{"value":1}', '{"value":"1.5"}', '{"value":"1e3"}', '{"value":"NaN"}',
        '{"value":"Infinity"}', '{"value":"-Infinity"}', '{"value":Infinity}',
        '{"value":"nan"}', '{"value":""}', '{"value":"x"}', '{"value":1e308}',
        '{"value":1e309}', '{"value":0.1}', '{"value":4.9e-324}',
        '{"value":"1.5x"}', '{"value":123456789012345678}', '{"value":"0x10"}',
    ]
] + [
    ("Finding", text) for text in [
        '{"passed":true}', '{"passed":false}', '{"passed":"true"}', '{"passed":1}',
        '{"passed":0}', '{"passed":null}',
    ]
] + [
    ("Event", text) for text in [
        '{"hash":"AQID"}', '{"hash":"AQI="}', '{"hash":"AQI"}', '{"hash":"AQ=="}',
        '{"hash":"AQ"}', '{"hash":"-_-_"}', '{"hash":"+/+/"}', '{"hash":""}',
        '{"hash":"A"}', '{"hash":1}',
    ]
]


@pytest.mark.parametrize("name,text", SAME_JSON)
def test_json_is_accepted_exactly_when_google_accepts_it(wire, name, text):
    expected, ours = google_json(name, text), wire.message(name, "json", text)
    if expected is not None and text.find("NaN") >= 0:
        assert str(ours) == str(expected)
    else:
        assert ours == expected


# Python's json_format takes these by accident of Python, or because protobuf says so of
# stores; a request that holds one is refused.
STRICTER_JSON = [
    ("SubmitRequest", '[]', SYNTAX),
    ("SubmitRequest", '{"contact":[]}', TYPE),
    ("Bound", '{"value":true}', TYPE),
    ("SubmitRequest", '{"kind":99}', ENUM),
    ("SubmitRequest", '{"kind":true}', TYPE),
    ("SubmitRequest", '{"kind":1.5}', TYPE),
    ("SubmitRequest", '{"text":"a\\u0000b"}', UTF8),
    ("SubmitRequest", '{"place_detail":"a","placeDetail":"b"}', DUPLICATE),
    ("SubmitRequest", '{"occurred_at":"2026-9-1T0:0:0Z"}', TYPE),
    ("SubmitRequest", '{"occurred_at":"2026-09-01T00:00:00.Z"}', TYPE),
    ("SubmitRequest", '{"occurred_at":"0001-01-01T00:00:00+01:00"}', RANGE),
    ("SubmitRequest", '{"occurred_at":"9999-12-31T23:59:59-01:00"}', RANGE),
    ("SubmitRequest", '{"occurred_at":"2026-09-01T00:00:00+24:00"}', RANGE),
    ("ActionRequest", '{"version":18446744073709551615}', RANGE),
    ("ActionRequest", '{"rating":"+5"}', TYPE),
    ("ActionRequest", '{"rating":"1_0"}', TYPE),
    ("ActionRequest", '{"rating":"\\uff15"}', TYPE),
    ("Bound", '{"value":"1e309"}', RANGE),
    ("Bound", '{"value":" 1"}', TYPE),
    ("Bound", '{"value":"inf"}', TYPE),
    ("Event", '{"hash":"A!Q="}', TYPE),
    ("Event", '{"hash":"AR=="}', TYPE),
]


@pytest.mark.parametrize("name,text,rc", STRICTER_JSON)
def test_json_that_only_google_accepts_is_refused_on_purpose(wire, name, text, rc):
    assert google_json(name, text) is not None
    assert wire(name, "json", "json", text)[0] == rc


SAME_TEXT = [
    ("Rulebook", text) for text in [
        '', '# only a comment', 'domain: "catering"', "domain: 'catering'",
        'domain: "cat" \'er\'\n  "ing" # three', 'domain:"a"name:"b"', 'domain "a"',
        'domain: "a";', 'domain: "a",name: "b"', 'domain: "a",,', ';', 'domain: a',
        'domain: 1', 'nope: 1', 'Domain: "a"', 'domain: "a" domain: "b"',
        'domain: "a', 'domain: "a\n"', 'domain: "\\n\\t\\"\\\'\\\\\\x41\\101"',
        'domain: "\\xe9\\xa5\\xad"', 'domain: "\\xff"', 'domain: "饭"', 'domain: "a#b"',
        'terms { reopen_min: 5 }', 'terms: { reopen_min: 5 }', 'terms < reopen_min: 5 >',
        'terms { reopen_min: 5 >', 'terms { reopen_min: 5', 'terms }', 'terms: 5',
        'terms {} terms {}', 'terms { reopen_min: 0x1F }', 'terms { reopen_min: 017 }',
        'terms { reopen_min: 08 }', 'terms { reopen_min: -1 }', 'terms { reopen_min: 1.0 }',
        'terms { reopen_min: 4294967295 }', 'terms { reopen_min: 4294967296 }',
        'terms { reopen_min: "1" }', 'terms { reopen_min: 1e3 }', 'terms { reopen_min: - 1 }',
        'bases { code: "a" kind: plan } bases { kind: 1 }', 'bases [{code: "a"}, {}]',
        'bases: [{code: "a"}, {}]', 'bases: []', 'bases [{} {}]', 'bases: [{},]',
        'bases { kind: nope }', 'bases { kind: "plan" }', 'categories { basis: ["a", "b"] }',
        'categories { basis: "a" basis: "b" basis: ["c"] }', 'categories { basis: [] }',
        'categories { basis: ["a" "b"] }', 'categories { basis ["a"] }',
        'patterns { regex: "\\\\d+(元|块)" weight: -5 }', 'patterns { weight: -2147483649 }',
        'scoring { repeat_factor: 1.5 }', 'scoring { repeat_factor: 1 }',
        'scoring { repeat_factor: .5 }', 'scoring { repeat_factor: 5. }',
        'scoring { repeat_factor: 1.5f }', 'scoring { repeat_factor: 1e-3 }',
        'scoring { repeat_factor: inf }', 'scoring { repeat_factor: -Infinity }',
        'scoring { repeat_factor: 010 }', 'scoring { repeat_factor: 0x10 }',
        'scoring { repeat_factor: "1" }', 'scoring { repeat_factor: 1e }',
        'sections { items { critical: true veto: t } items { critical: 1 veto: false } }',
        'sections { items { critical: yes } }', 'sections { items { critical: "true" } }',
        'sections { items { evidence: [photo, 2] evidence: note } }', '[ext]: 1', '1: "a"',
        '{', '}', ':', '"a"', 'domain: [ "a" ]', 'domain: {}', 'domain: "a" @',
    ]
]


@pytest.mark.parametrize("name,text", SAME_TEXT)
def test_text_is_accepted_exactly_when_google_accepts_it(wire, name, text):
    assert wire.message(name, "text", text) == google_text(name, text)


STRICTER_TEXT = [
    ("Rulebook", 'domain: "" domain: "b"', DUPLICATE),
    ("Rulebook", 'domain: "\\d"', SYNTAX),
    ("Rulebook", 'domain: "\\000"', UTF8),
    ("Rulebook", 'bases { kind: 77 }', ENUM),
    ("Rulebook", 'terms { reopen_min: +5 }', SYNTAX),
    ("Rulebook", 'terms { reopen_min: 1_0 }', TYPE),
    ("Rulebook", 'scoring { repeat_factor: 1e309 }', RANGE),
]


@pytest.mark.parametrize("name,text,rc", STRICTER_TEXT)
def test_text_that_only_google_accepts_is_refused_on_purpose(wire, name, text, rc):
    assert google_text(name, text) is not None
    assert wire(name, "text", "json", text)[0] == rc


# --- damaged input: never accepted when Google refuses it, never another message ---------

def damage(rng, data):
    data = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(data)) if data else 0
        choice = rng.randrange(4)
        if choice == 0 and data:
            data[at] = rng.choice(b'{}[]":,\\0159.-eE#;\x00\x80\xff\x08\x12 \n')
        elif choice == 1 and data:
            del data[at:at + rng.randint(1, 4)]
        elif choice == 2 and data:
            data[at:at] = data[at:at + rng.randint(1, 8)]
        elif data:
            data[at] ^= 1 << rng.randrange(8)
    return bytes(data)


def as_text(data):
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize("source,google", [("json", google_json), ("text", google_text)])
def test_a_damaged_text_is_refused_or_read_as_google_reads_it(wire, source, google):
    rng, accepted = random.Random("damaged " + source), 0
    for name, message in random_messages("damage"):
        text = (to_json(message) if source == "json"
                else text_format.MessageToString(message, as_utf8=True))
        for _ in range(4):
            damaged = damage(rng, text.encode())
            ours = wire.message(name, source, damaged)
            if ours is not None:
                accepted += 1
                assert as_text(damaged) is not None
                assert str(ours) == str(google(name, damaged.decode())), damaged
    assert accepted > 50  # else it would show nothing


def test_damaged_bytes_are_refused_or_read_as_google_reads_them(wire):
    rng, accepted = random.Random("damaged pb"), 0
    for name, message in random_messages("damage"):
        for _ in range(4):
            damaged = damage(rng, message.SerializeToString())
            rc, _ = wire(name, "record", "pb", damaged)
            assert rc <= 0
            ours = wire.message(name, "pb", damaged)
            if ours is not None:
                accepted += 1
                try:
                    expected = TYPES[name].FromString(damaged)
                except DecodeError:
                    pytest.fail(f"accepted {name} {damaged!r}")
                assert str(ours) == str(expected), damaged
    assert accepted > 50


# --- errors name the field ---------------------------------------------------------------

@pytest.mark.parametrize("source,name,text,field,rc", [
    ("json", "SubmitRequest", '{"contact":{"phone":1}}', "contact.phone", TYPE),
    ("json", "SubmitRequest", '{"tags":["joint","nope"]}', "tags[1]", ENUM),
    ("json", "SubmitRequest", '{"contact":{"x":1}}', "contact.x", UNKNOWN),
    ("json", "SubmitRequest", '{"tags":[1],"contact":{"name":"","name":""}}',
     "contact.name", DUPLICATE),
    ("form", "SubmitRequest", "contact.phone=1&contact.phone=2", "contact.phone",
     DUPLICATE),
    ("form", "SubmitRequest", "tags=joint&tags=x", "tags[1]", ENUM),
    ("form", "SubmitRequest", "kind=%zz", "kind", SYNTAX),
    ("form", "SubmitRequest", "text=%ff", "text", UTF8),
    ("text", "Rulebook", 'bases {}\nbases { kind: x }', "bases[1].kind", ENUM),
    ("text", "Rulebook", 'sections { items { weight: x } }', "sections[0].items[0].weight",
     TYPE),
    ("pb", "SubmitRequest", b"\x42\x03\x12\x01\xff", "contact.phone", UTF8),
    ("pb", "SubmitRequest", b"\x5a\x02\x01\x63", "tags[1]", ENUM),
    ("pb", "SubmitRequest", b"\xf8\x07\x01", "127", UNKNOWN),
])
def test_an_error_names_the_path_of_the_field(wire, source, name, text, field, rc):
    got, reply = wire(name, source, "pb", text)
    assert (got, reply.decode().split("\n")[0]) == (rc, field)
