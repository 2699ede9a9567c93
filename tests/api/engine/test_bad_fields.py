"""Well-formed bodies that say what cannot be: a clear problem, and nothing left behind.

Owns: the rules of fields, written from the API's words and not from its code.
Must not know: what good input leads to (the other files of this suite), the store's layout.
"""
import pytest

from bad_world import (ACTIONS, BASE, JSON, LENGTHS, NO_CASE, PLACE, SHA, UNIT, VALUES, change,
                       named, raw, told, made_world, world)  # noqa: F401
from harness import (ADMIN, CATERING, CONTRACTOR, INSPECTOR, LEADER, NOBODY, OFFICE, STUDENT,
                     time_in)

# White space, zero width, directions, fillers, variation selectors, tags: nothing to read.
UNSEEN = (0x20, 0x85, 0xA0, 0xAD, 0x34F, 0x61C, 0x115F, 0x1680, 0x17B4, 0x180E, 0x2000, 0x200A,
          0x200B, 0x200D, 0x200E, 0x202F, 0x2028, 0x202E, 0x205F, 0x2060, 0x2066, 0x2069, 0x206F,
          0x2800, 0x3000, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0x1D173, 0xE0020, 0xE0100)

# --- fields as a submission needs them ----------------------------------------------------

SUBMISSIONS = [
    ("no kind", change(kind=None), "required", "kind"),
    ("kind unspecified", change(kind="kind_unspecified"), "required", "kind"),
    ("kind 0", change(kind=0), "required", "kind"),
    ("kind -0", raw(kind="-0"), "required", "kind"),
    ("no text", change(text=None), "required", "text"),
    ("a null text", raw(text="null"), "required", "text"),
    ("an empty text", change(text=""), "required", "text"),
    ("a blank text", change(text=" \n\t "), "required", "text"),
    *((f"a text of U+{code:04X} alone", change(text=chr(code) * 3), "required", "text")
      for code in UNSEEN),
    ("a text of all that nobody sees", change(text="".join(map(chr, UNSEEN))), "required",
     "text"),
    ("a place detail that nobody sees", change(place_detail="\u200b\u3000"), "required",
     "place_detail"),
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
                  headers=[("Idempotency-Key", "bad-input-key-0001")])


@pytest.mark.parametrize("fields", [
    {"text": "饭" * 2000}, {"text": "🍚" * 2000}, {"text": "e\u0301" * 1000},
    {"text": "饭" * 1998 + "\r\n"}, {"place_detail": "楼" * 100},
    {"contact": {"name": "张" * 40, "phone": "+86 (513) 8105-0000"}},
    {"contact": {"email": "a@" + "b" * 78}}, {"attachments": 9},
    {"occurred_at": "MINUTES+9"}, {"occurred_at": "DAYS-365"}, {"category": None},
    {"text": "制表\t换行\n都可以"}, {"place_detail": None, "contact": None, "tags": []}],
    ids=lambda fields: next(iter(fields)))
def test_what_lies_just_within_the_bounds_is_taken(world, fields):
    if "occurred_at" in fields:
        moment = {"MINUTES+9": time_in(minutes=9), "DAYS-365": time_in(days=-365)}
        fields = {"occurred_at": moment[fields["occurred_at"]]}
    if "attachments" in fields:
        fields = {"attachments": [world.other.photo(n) for n in range(9)]}
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

@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_needs_its_fields(world, action):
    required, optional = (names.split() for names in ACTIONS[action])
    path = f"cases/{{id}}/{action}"
    for name in required:
        world.refused(422, "required", name, method="POST", path=path, actor=OFFICE,
                      body=told(action, **{name: None}))
        if isinstance(VALUES[name], str) and name != "until":
            for blank in ("", " ", "\n\t ", "\u200b", "\u3000\ufeff", "\u3164\u2800"):
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
