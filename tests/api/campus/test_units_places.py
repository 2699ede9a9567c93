"""Units and places through nginx and Redis: who puts them, what the public sees, paging."""
import concurrent.futures

import pytest

from harness import ADMIN, CATERING, INSPECTOR, LEADER, OFFICE, STUDENT, ok, problem

UNIT = {"name": "餐饮服务中心", "name_en": "Catering centre", "kind": "centre",
        "domains": ["catering"], "head": "李主任", "contract": "HT-2026-01"}
PLACE = {"name": "第二食堂", "kind": "canteen",
         "responsible": [{"domain": "catering", "unit": "contractor-food"}]}


@pytest.mark.parametrize("path,body", [("units/new-unit", UNIT), ("places/canteen-2", PLACE)])
def test_a_put_creates_then_replaces_then_changes_nothing(campus, path, body):
    made = campus.put(path, body)
    assert made.status_code == 201
    assert made.headers["Location"].endswith("/" + path)
    first = ok(campus.get(path, OFFICE))
    assert first == ok(made)

    again = campus.put(path, body)
    assert again.status_code == 200
    assert ok(again)["version"] == first["version"]

    changed = campus.put(path, {**body, "name": "新名"})
    assert changed.status_code == 200 and "Location" not in changed.headers
    assert ok(changed)["version"] not in ("0", first["version"])
    assert ok(campus.get(path, OFFICE)) == ok(changed)
    assert ok(changed)["name"] == "新名"

    restored = ok(campus.put(path, body))
    assert restored["version"] not in (first["version"], ok(changed)["version"])


@pytest.mark.parametrize("path,body", [("units/new-unit", UNIT), ("places/canteen-2", PLACE)])
def test_the_public_is_told_no_version_of_the_register(campus, path, body):
    version = ok(campus.put(path, body))["version"]
    kind = path.split("/")[0]
    for actor in (None, STUDENT):
        assert "version" not in ok(campus.get(path, actor))
        assert not any("version" in item for item in ok(campus.get(kind, actor))[kind])
    for actor in (CATERING, INSPECTOR, OFFICE, LEADER, ADMIN):
        assert ok(campus.get(path, actor))["version"] == version
        assert version in {item["version"] for item in ok(campus.get(kind, actor))[kind]}


@pytest.mark.parametrize("actor", [None, STUDENT, CATERING, INSPECTOR, OFFICE, LEADER])
def test_only_the_administrator_registers(campus, actor):
    reply = campus.put("units/new-unit", UNIT, actor)
    problem(reply, 403, "sign_in" if actor is None else "forbidden")
    problem(campus.get("units/new-unit", ADMIN), 404, "not_found")


def test_the_public_sees_names_but_neither_head_nor_contract(campus):
    ok(campus.put("units/new-unit", UNIT))
    listed = ok(campus.get("units"))["units"]
    assert "餐饮服务中心" in [unit["name"] for unit in listed]
    assert not any("head" in unit or "contract" in unit for unit in listed)
    assert "head" not in ok(campus.get("units/new-unit"))
    assert "head" not in ok(campus.get("units/new-unit", STUDENT))
    assert ok(campus.get("units/new-unit", CATERING))["head"] == "李主任"


def test_what_is_retired_is_listed_for_staff_only(campus):
    ok(campus.put("places/old-hall", {"name": "旧楼", "kind": "building", "retired": True}))
    assert "old-hall" not in [p["id"] for p in ok(campus.get("places"))["places"]]
    assert "old-hall" in [p["id"] for p in ok(campus.get("places", OFFICE))["places"]]
    assert ok(campus.get("places/old-hall"))["name"] == "旧楼"


def test_pages_hold_everything_once_while_others_register(campus):
    for i in range(12):
        ok(campus.put(f"places/p-{i:02}", {"name": f"地点{i}", "kind": "hall"}))
    seen, cursor = [], ""
    while True:
        page = ok(campus.get("places", params={"limit": 4, "cursor": cursor}))
        seen += [place["id"] for place in page.get("places", [])]
        cursor = page.get("next_cursor", "")
        if not cursor:
            break
        ok(campus.put(f"places/a-{len(seen):02}", {"name": "插入", "kind": "hall"}))
    assert [s for s in seen if s.startswith("p-")] == [f"p-{i:02}" for i in range(12)]
    assert len(seen) == len(set(seen)) and seen == sorted(seen)


@pytest.mark.parametrize("cursor", ["x", "%", "AAAA", "水", "A" * 300])
def test_a_bad_cursor_is_refused(campus, cursor):
    problem(campus.get("units", params={"cursor": cursor}), 400, "cursor", "cursor")


def test_a_cursor_of_places_does_not_open_units(campus):
    cursor = ok(campus.get("places", params={"limit": 1}))["next_cursor"]
    problem(campus.get("units", params={"cursor": cursor}), 400, "cursor", "cursor")


@pytest.mark.parametrize("limit,status", [("201", 422), ("-1", 400), ("x", 400),
                                          ("99999999999", 400), ("200", 200), ("1", 200)])
def test_a_limit_has_bounds(campus, limit, status):
    assert campus.get("units", params={"limit": limit}).status_code == status


@pytest.mark.parametrize("change,code,field", [
    ({"name": ""}, "required", "name"),
    ({"name": "名" * 61}, "text_length", "name"),
    ({"name": "a\u0007b"}, "text_content", "name"),
    ({"name_en": "x" * 81}, "text_length", "name_en"),
    ({"head": "x" * 41}, "text_length", "head"),
    ({"contract": "x" * 61}, "text_length", "contract"),
    ({"kind": "kind_unspecified"}, "required", "kind"),
    ({"domains": ["gas"]}, "reference", "domains[0]"),
    ({"domains": ["catering", "catering"]}, "value", "domains[1]"),
    ({"parent": "nobody"}, "reference", "parent"),
    ({"parent": "new-unit"}, "value", "parent"),
    ({"id": "other"}, "value", "id"),
])
def test_a_unit_that_cannot_be_is_refused_whole(campus, change, code, field):
    problem(campus.put("units/new-unit", {**UNIT, **change}), 422, code, field)
    problem(campus.get("units/new-unit", ADMIN), 404)


@pytest.mark.parametrize("change,code,field", [
    ({"kind": ""}, "required", "kind"),
    ({"kind": "x" * 33}, "text_length", "kind"),
    ({"responsible": [{"domain": "catering", "unit": "nobody"}]}, "reference",
     "responsible[0].unit"),
    ({"responsible": [{"domain": "gas", "unit": "catering-centre"}]}, "reference",
     "responsible[0].domain"),
    ({"responsible": [{"domain": "catering", "unit": "catering-centre"}] * 2}, "value",
     "responsible[1].domain"),
])
def test_a_place_that_cannot_be_is_refused_whole(campus, change, code, field):
    problem(campus.put("places/canteen-2", {**PLACE, **change}), 422, code, field)
    problem(campus.get("places/canteen-2"), 404)


@pytest.mark.parametrize("name", ["x", "X1", "-x", "x_y", "a" * 49, "%E6%B0%B4", "x%7By"])
def test_an_id_has_a_form(campus, name):
    problem(campus.put(f"units/{name}", UNIT), 422, "value", "id")
    problem(campus.get(f"units/{name}"), 404, "not_found")


def test_if_match_keeps_one_administrator_from_overwriting_another(campus):
    ok(campus.put("units/new-unit", UNIT))
    etag = campus.get("units/new-unit", ADMIN).headers["ETag"]
    assert campus.get("units/new-unit", ADMIN,
                      headers={"If-None-Match": etag}).status_code == 304
    ok(campus.put("units/new-unit", {**UNIT, "name": "甲"}, headers={"If-Match": etag}))
    problem(campus.put("units/new-unit", {**UNIT, "name": "乙"}, headers={"If-Match": etag}),
            409, "version")
    problem(campus.put("units/other-unit", UNIT, headers={"If-Match": "*"}), 409, "version")
    assert ok(campus.get("units/new-unit", ADMIN))["name"] == "甲"


def test_of_many_at_once_with_one_etag_exactly_one_wins(campus):
    ok(campus.put("units/new-unit", UNIT))
    etag = campus.get("units/new-unit", ADMIN).headers["ETag"]

    def put(i):
        return campus.put("units/new-unit", {**UNIT, "name": f"名{i}"},
                          headers={"If-Match": etag}).status_code
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(put, range(8)))
    assert statuses == [200] + [409] * 7


def test_what_was_read_can_be_put_back(campus):
    ok(campus.put("units/new-unit", UNIT))
    unit = ok(campus.get("units/new-unit", ADMIN))
    reply = campus.put("units/new-unit", unit)
    assert reply.status_code == 200 and ok(reply) == unit
    ok(campus.put("units/new-unit", {**unit, "head": "张主任"}))
    problem(campus.put("units/new-unit", {**unit, "head": "王主任"}), 409, "version")
