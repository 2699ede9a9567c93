"""The OpenAPI document: whole, valid, and saying what the server does.

Every route and action of the tables is in it, every reference resolves, every operation
answers, and real replies of the server validate against its schemas.
"""
import glob
import os
import re

import jsonschema
import pytest

import answers
import recount_checks
from checklists import Checklist, post_inspection
from harness import ADMIN, CATERING, ENERGY, INSPECTOR, OFFICE, TOP, ok

PERIOD = {"name": "开学季", "kind": "term_start", "from": "2026-08-31", "to": "2026-09-13"}
SCHEDULE = {"name": "夜查", "domain": "catering", "template": "daily", "unit": "catering-centre",
            "by": "self", "every": "day", "from_min": 1200, "to_min": 1380}
METHODS = ("get", "post", "put", "delete")


@pytest.fixture
def document(campus):
    reply = campus.get("openapi.json")
    assert reply.headers["Content-Type"].startswith("application/json")
    return ok(reply)


def sources(pattern):
    """All files below module/ that are named so, as one text."""
    text = ""
    for path in sorted(glob.glob(os.path.join(TOP, "module/**", pattern), recursive=True)):
        with open(path, encoding="utf-8") as file:
            text += file.read()
    return text


def operations(document):
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def schema_of(document, operation, status="200"):
    content = operation["responses"][status]["content"]["application/json"]["schema"]
    return {**content, "components": document["components"]}


def operation(document, name):
    return next(o for _, _, o in operations(document) if o["operationId"] == name)


def headers(document, name):
    return {p["name"] for p in operation(document, name)["parameters"] if p["in"] == "header"}


def valid(document, name, reply, status="200"):
    assert str(reply.status_code) == status, reply.text
    jsonschema.Draft202012Validator(
        schema_of(document, operation(document, name), status),
        format_checker=jsonschema.draft202012_format_checker).validate(reply.json())


def test_every_route_and_action_of_the_tables_is_in_it(document):
    rows = re.findall(r'\{\.name = "(\w+)",\s*\.method = SUP_METHOD_(\w+),\s*\.pattern = "([^"]+)"',
                      sources("sup_*_subject.c"))
    actions = re.findall(r'\.variant = \{"(\w+)"', sources("sup_action*.c"))
    assert len(rows) > 40 and len(actions) > 15
    wanted = {(method.lower(), "/" + pattern) for _, method, pattern in rows
              if "{action}" not in pattern}
    wanted |= {("post", f"/cases/{{id}}/{action}") for action in actions}
    assert {(method, path) for path, method, _ in operations(document)} == wanted


def test_it_is_a_document_of_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] and document["info"]["version"]
    assert document["servers"] == [{"url": "/c0"}]
    names = [o["operationId"] for _, _, o in operations(document)]
    assert len(names) == len(set(names))
    for path, _, one in operations(document):
        assert one["summary"] and one["description"], path
        placeholders = set(re.findall(r"\{(\w+)\}", path))
        assert {p["name"] for p in one["parameters"] if p["in"] == "path"} == placeholders
        named = [(p["in"], p["name"]) for p in one["parameters"]]
        assert len(named) == len(set(named))
        assert one["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
        assert len(one["responses"]) >= 2


def test_every_reference_resolves_and_every_schema_is_used(document):
    found = set(re.findall(r'"\$ref": ?"([^"]+)"', str(document).replace("'", '"')))
    for reference in found:
        node = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
    used = {r.rsplit("/", 1)[1] for r in found if "/schemas/" in r}
    assert used == set(document["components"]["schemas"])


def test_every_schema_is_a_schema(document):
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for _, _, one in operations(document):
        for body in one.get("requestBody", {}).get("content", {}).values():
            jsonschema.Draft202012Validator.check_schema(body["schema"])
        for parameter in one["parameters"]:
            jsonschema.Draft202012Validator.check_schema(parameter["schema"])


def test_an_action_names_its_own_fields_and_no_others(document):
    def body(name):
        return operation(document, name)["requestBody"]["content"]["application/json"][
            "schema"]
    dispatch = body("dispatchCase")
    assert {"facts", "requirement"} <= set(dispatch["required"])
    assert "rating" not in dispatch["properties"] and "version" in dispatch["properties"]
    assert dispatch["additionalProperties"] is False
    assert body("requestExtensionCase")["properties"]["until"]["format"] == "date-time"


def test_every_operation_is_there_on_the_server(campus, document):
    for path, method, one in operations(document):
        address = path.lstrip("/").replace("{id}", "261123-7KQ4M2X").replace(
            "{domain}", "catering")
        reply = campus.request(method.upper(), address, ADMIN,
                               json={} if "requestBody" in one else None)
        assert reply.status_code != 405, (method, path)
        if reply.status_code == 404:
            assert reply.json()["code"] == "not_found", (method, path)
            assert "{id}" in path or "{template}" in path, (method, path)


def test_every_problem_of_the_table_is_one_of_the_codes(document):
    codes = set(re.findall(r'\bSUP_[A-Z_0-9]+,(?: \d+,)?\s*"([a-z_0-9]+)",',
                           sources("sup_*problem.c") + sources("sup_*_subject.c")))
    assert len(codes) > 40
    assert set(document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]) \
        == codes


def test_replies_validate_against_their_schemas(campus, document):
    case = campus.walk("closed", domain="catering", place="canteen-1")
    other = campus.walk("dispatched", domain="energy", place="dorm-3")
    path = f"cases/{case.id}"
    campus.submit(OFFICE, kind="directive")
    check = recount_checks.put(campus.stack.client(), "c0").id
    ok(campus.put("periods/p1", PERIOD))
    ok(campus.put("schedules/s1", SCHEDULE))
    daily = ok(campus.get("checklists?domain=catering", OFFICE))["checklists"][0]["template"]
    checklist = campus.get(f"checklists/catering/{daily}", OFFICE)
    submitted = post_inspection(campus, Checklist("catering", "special_samples").request(
        fail=["fs_keep_cold"]))
    valid(document, "submitInspection", submitted, "201")
    report = ok(submitted, 201)
    seen = {"submitInspection"}
    with open(os.path.join(TOP, "plugins/catering/rulebook.txtpb"), encoding="utf-8") as file:
        catering = file.read()
    for name, reply in {
        "listDomains": campus.get("domains"),
        "getDomain": campus.get("domains/catering"),
        "classify": campus.post("classify", {"text": "饭里吃出头发"}),
        "getRulebook": campus.get("domains/catering/rulebook", OFFICE),
        "dryRun": campus.post("domains/catering/dry-run", {"rulebook": catering}, OFFICE),
        "listChecklists": campus.get("checklists", OFFICE),
        "getChecklist": checklist,
        "scoreChecklist": campus.post("checklists/catering/score",
                                      answers.request(ok(checklist)), OFFICE),
        "listCases": campus.get("cases", OFFICE),
        "listDirectives": campus.get("directives", OFFICE),
        "similarCases": campus.get("cases/similar", params={
            "domain": "energy", "category": other.last["category"],
            "place": "dorm-3"}),
        "getReceipt": campus.get("receipt", receipt=case.receipt),
        "getCase": campus.get(path, INSPECTOR),
        "getHistory": campus.get(path + "/history", OFFICE),
        "getNotice": campus.get(path + "/notice", OFFICE),
        "supportCase": campus.request("POST", f"cases/{other.id}/support",
                                      headers={"Idempotency-Key": "a-phone-of-its-own"}),
        "getBoard": campus.get("board"),
        "listUnits": campus.get("units", OFFICE),
        "getUnit": campus.get("units/catering-centre"),
        "putUnit": campus.put("units/catering-centre", {"name": "x", "kind": "centre"}),
        "getStanding": campus.get("units/catering-centre/standing", OFFICE),
        "listStandings": campus.get("standings", OFFICE),
        "listPlaces": campus.get("places"),
        "getPlace": campus.get("places/canteen-1"),
        "listPeriods": campus.get("periods", OFFICE),
        "getPeriod": campus.get("periods/p1", OFFICE),
        "putPeriod": campus.put("periods/p1", PERIOD),
        "listSchedules": campus.get("schedules", OFFICE),
        "getSchedule": campus.get("schedules/s1", OFFICE),
        "putSchedule": campus.put("schedules/s1", SCHEDULE),
        "listOccurrences": campus.get("occurrences", OFFICE),
        "getOccurrence": campus.get(f"occurrences/{check}", OFFICE),
        "getCoverage": campus.get("coverage", OFFICE),
        "excuseOccurrence": campus.post(f"occurrences/{check}/excuse", {"reason": "停电"},
                                        OFFICE),
        "listInspections": campus.get("inspections", OFFICE),
        "getInspection": campus.get(f"inspections/{report['id']}", OFFICE),
        "raiseCase": campus.post(f"inspections/{report['id']}/raise", {
            "raise": {"item": "fs_keep_cold"}, "signature": "王处长"}, OFFICE),
        "acknowledgeInspection": campus.post(f"inspections/{report['id']}/acknowledge",
                                             {"receiver": "李主任"}, CATERING),
        "getMe": campus.get("me", OFFICE),
        "getHealth": campus.get("health"),
        "getReady": campus.get("ready"),
        "signCase": campus.act(other, "sign", ENERGY, receiver="李主任"),
    }.items():
        seen.add(name)
        valid(document, name, reply)
        if reply.request.method == "GET":
            assert ("ETag" in reply.headers) == ("If-None-Match" in headers(document, name)), name
    valid(document, "submitCase", campus.post("cases", {
        "kind": "complaint", "text": "饭里吃出头发", "domain": "catering",
        "contact": {"name": "张三", "phone": "13800000000"}}), "201")
    valid(document, "putPlace", campus.put("places/p1", {"name": "x", "kind": "y"}), "201")
    assert ok(campus.get("cases/similar", params={
        "domain": "energy", "category": other.last["category"], "place": "dorm-3"}))["cases"]
    # Whatever is not an action and gives a message has been seen above.
    rest = {o["operationId"] for path, _, o in operations(document)
            if "application/x-protobuf" in o["responses"].get("200", {}).get("content", {})
            and not re.fullmatch(r"/cases/\{id\}/(?!history|notice|support)\w+", path)}
    assert rest - {"putPlace"} <= seen


def test_a_problem_validates_too(campus, document):
    schema = document["components"]["responses"]["Problem"]["content"][
        "application/problem+json"]["schema"]
    validator = jsonschema.Draft202012Validator(
        {**schema, "components": document["components"]})
    for reply in (campus.get("nothing"), campus.get("board", params={"period": "x"}),
                  campus.post("cases", {"kind": "complaint", "text": ""})):
        assert reply.status_code >= 400
        validator.validate(reply.json())


def test_schemas_agree_with_the_generated_python_messages(document):
    from supervision.v1 import cases_pb2, engine_pb2, standing_pb2
    for message in (cases_pb2.Case, standing_pb2.Board, cases_pb2.SubmitRequest, engine_pb2.Problem):
        schema = document["components"]["schemas"][message.DESCRIPTOR.name]
        assert set(schema["properties"]) == {f.name for f in message.DESCRIPTOR.fields}
    kinds = document["components"]["schemas"]["Case"]["properties"]["kind"]["enum"]
    assert kinds == [v.name for v in cases_pb2.Case.Kind.DESCRIPTOR.values]


def test_it_is_not_sent_again_to_who_has_it(campus):
    etag = campus.get("openapi.json").headers["ETag"]
    reply = campus.get("openapi.json", headers={"If-None-Match": etag})
    assert reply.status_code == 304 and not reply.content


def test_headers_and_other_statuses_stand_where_they_belong(document):
    assert headers(document, "submitCase") == {"Idempotency-Key"}
    assert headers(document, "getReceipt") == {"Supervision-Receipt", "If-None-Match"}
    assert headers(document, "signCase") == {"Supervision-Receipt", "If-Match"}
    for put in ("putUnit", "putPlace", "putPeriod", "putSchedule"):
        assert headers(document, put) == {"If-Match", "If-None-Match"}
    assert headers(document, "getBoard") == set()
    for name, statuses in {"submitCase": {"201"}, "putPlace": {"200", "201"},
                           "putPeriod": {"200", "201"},
                           "getReady": {"200", "503"}, "getCase": {"200"}}.items():
        assert set(operation(document, name)["responses"]) == statuses | {"default"}
    form = operation(document, "submitCase")["requestBody"]["content"]
    assert set(form) == {"application/json", "application/x-protobuf",
                         "application/x-www-form-urlencoded"}
    assert operation(document, "putUnit")["x-roles"] == ["admin"]
    assert "x-roles" not in operation(document, "getBoard")
