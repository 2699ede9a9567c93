"""Who sees what of a case, and what nobody sees: contact, phone numbers in texts, receipts, keys.

The table of fields is written from the office's plan and the contract of cases.proto, not from
module/subjects/cases/sup_view.c. Secrets are looked for in whatever a server lets out: replies of every
endpoint in JSON and protobuf, problems, logs (also at debug level), Redis and its file on disk.
"""
import base64
import glob
import html
import itertools
import json
import os
import re
import secrets
import uuid

import pytest
import recount
from harness import (ADMIN, CATERING, CONTRACTOR, ENERGY, INSPECTOR, LEADER, OFFICE, Actor, Campus,
                     ok, problem, time_in)
from supervision.v1 import cases_pb2

STUDENT = Actor("student-20264711", "reporter")
CONTACT = {"name": "欧阳晓明", "phone": "13800001111", "email": "ouyang@example.edu.cn"}
# A number in each free text that the reporter writes.
IN_TEXT, IN_PLACE, IN_REASON, IN_COMMENT = ("13912345671", "13912345672", "13912345673",
                                            "13912345674")
REPORT = {"kind": "complaint", "domain": "catering",
          "text": f"饭里吃出头发，请回电{IN_TEXT}。", "category": "foreign_matter",
          "place": "canteen-1", "place_detail": f"二楼3号窗口（{IN_PLACE}）", "contact": CONTACT,
          "occurred_at": time_in(days=-3)}


VIEWERS = {
    "public": (None, False), "receipt": (None, True), "named": (STUDENT, False),
    "other_reporter": (Actor("another", "reporter"), False), "own_unit": (CATERING, False),
    "other_unit": (ENERGY, False), "contractor": (CONTRACTOR, False),
    "inspector": (INSPECTOR, False), "leader": (LEADER, False), "office": (OFFICE, False),
    "admin": (ADMIN, False),
    "inspector_elsewhere": (Actor("far", "inspector", "", "energy"), False),
    "office_elsewhere": (Actor("far", "office", "", "energy"), False),
}
OUTSIDE = {"public", "other_reporter", "other_unit", "contractor", "inspector_elsewhere",
           "office_elsewhere"}
REPORTER = {"receipt", "named"}
UNIT = {"own_unit"}
STAFF = {"inspector", "leader"}
OFFICERS = {"office", "admin"}
ALL = set(VIEWERS)
INSIDE = ALL - OUTSIDE

# field: who finds it in a case that has it.
SEEN_BY = {
    **dict.fromkeys((
        "id kind domain category text place place_name unit unit_name severity state "
        "submitted_at updated_at dispatched_at signed_at rectified_at verified_at closed_at "
        "answered_at deadlines counters satisfaction domain_name category_name"
    ).split(), ALL),
    **dict.fromkeys("place_detail attachments occurred_at rectification finding reasons "
                    "reason rulebook version".split(), INSIDE),
    **dict.fromkeys(("notice", "extension"), UNIT | STAFF | OFFICERS),
    "source": INSIDE - UNIT,
    "contact": REPORTER | OFFICERS,
}
# Fields of which the reporter's number may stay in the text for those who call him back.
CALL_BACK = REPORTER | STAFF | OFFICERS


def photographed(campus):
    """REPORT has a photo, which each campus takes in itself."""
    REPORT["attachments"] = [campus.photo()]
    return campus


@pytest.fixture
def campus(campus):
    yield photographed(campus)
    recount.check(campus.stack.client(), "c0")


def lived(campus):
    """A case with a long life, so that nearly every field of it is set."""
    case = campus.submit(STUDENT, **REPORT)
    for again in (False, True):
        campus.sign(campus.dispatch(case, unit="catering-centre"), CATERING)
        if again:
            until = cases_pb2.Case().submitted_at
            until.FromJsonString(case.last["deadlines"]["rectify_by"])
            until.FromSeconds(until.ToSeconds() + 3600)
            campus.do(case, "request_extension", CATERING, until=until.ToJsonString(),
                      reason="配件未到。")
            campus.do(case, "grant_extension", OFFICE)
        campus.verify(campus.send_back(campus.rectify(case, CATERING)) and campus.rectify(
            case, CATERING))
        campus.confirm(case, 4, comment=f"还行，电话{IN_COMMENT}。")
        if not again:
            campus.do(case, "reopen", receipt=case.receipt, reason=f"又有了，打{IN_REASON}。")
    return case


def see(campus, path, who, case=None, **options):
    actor, by_receipt = VIEWERS[who]
    return campus.get(path, actor, receipt=case.receipt if by_receipt and case else None,
                      **options)


# --- the table -------------------------------------------------------------------------------

def test_everybody_sees_of_a_case_exactly_his_fields(campus):
    case = lived(campus)
    everything = set()
    for who in VIEWERS:
        seen = ok(see(campus, f"cases/{case.id}", who, case))
        everything |= set(seen)
        assert set(seen) - {"allowed_actions"} == {f for f in SEEN_BY if who in SEEN_BY[f]}, who
    assert everything - {"allowed_actions"} == set(SEEN_BY), "the case has every field"


def test_the_public_does_not_learn_whether_the_reporter_gave_his_name(campus):
    named, nameless = campus.submit(**REPORT), campus.submit(**{**REPORT, "contact": None})
    for who in VIEWERS:
        views = [ok(see(campus, f"cases/{case.id}", who, case)) for case in (named, nameless)]
        told = views[1].get("anonymous", False)
        assert told == (who in (INSIDE - UNIT - {"named"})), who
        if not told:
            views = [{k: v for k, v in view.items() if k not in (
                "id", "submitted_at", "updated_at", "deadlines", "version", "contact")}
                for view in views]
            assert views[0] == views[1], who


def test_tags_are_for_those_who_work_on_it(campus):
    case = campus.submit(OFFICE, tags=["covert_visit"], source="walk_in")
    for who in VIEWERS:
        if who != "named":
            seen = ok(see(campus, f"cases/{case.id}", who, case))
            assert ("tags" in seen) == (who in STAFF | OFFICERS), who
    campus.dispatch(case, unit="catering-centre")
    for who in VIEWERS:
        if who != "named":
            seen = ok(see(campus, f"cases/{case.id}", who, case))
            assert ("tags" in seen) == (who in UNIT | STAFF | OFFICERS), who


@pytest.mark.parametrize("kind", ["inspection", "directive"])
def test_the_offices_own_findings_are_not_the_publics(campus, kind):
    case = campus.submit(OFFICE, kind=kind, text="后厨生熟不分，案板未消毒。")
    for who in VIEWERS:
        if who not in REPORTER:
            seen = ok(see(campus, f"cases/{case.id}", who, case))
            assert ("text" in seen) == (who in INSIDE - UNIT), who
    campus.dispatch(case, unit="catering-centre")
    for who in VIEWERS:
        if who not in REPORTER:
            seen = ok(see(campus, f"cases/{case.id}", who, case))
            assert ("text" in seen) == (who in INSIDE), who


@pytest.mark.parametrize("kind,readers", [("inquiry", INSIDE - UNIT), ("suggestion", INSIDE)])
def test_an_answer_is_the_reporters_own(campus, kind, readers):
    case = campus.submit(STUDENT, kind=kind, contact=CONTACT)
    if kind == "suggestion":
        campus.dispatch(case, unit="catering-centre")
    campus.do(case, "answer", OFFICE, reply="您申请的补助已发放。")
    for who in VIEWERS:
        seen = ok(see(campus, f"cases/{case.id}", who, case))
        assert ("reply" in seen) == (who in readers), who
        notes = [e.get("note") for e in ok(see(campus, f"cases/{case.id}/history", who, case))[
            "events"]]
        assert ("您申请的补助已发放。" in notes) == (who in readers), who


def test_the_reporter_does_not_learn_who_of_them_worked_on_it(campus):
    case = lived(campus)
    for who in INSIDE:
        seen = ok(see(campus, f"cases/{case.id}", who, case))
        told = ok(see(campus, f"cases/{case.id}/history", who, case))["events"]
        named = who not in REPORTER
        assert (seen["rectification"].get("by") == "catering") == named, who
        assert (seen["finding"].get("by") == "inspector") == named, who
        users = {e["user"] for e in told if "user" in e}
        assert users == ({"office", "inspector", "catering"} if named else set()), who


def test_nobody_learns_from_the_history_who_reported_it(campus):
    case = lived(campus)
    for who in VIEWERS:
        for event in ok(see(campus, f"cases/{case.id}/history", who, case))["events"]:
            if event["action"] in ("submit", "confirm", "reopen"):
                assert event["role"] == "reporter"
                assert "user" not in event and "unit" not in event, who


def test_the_public_reads_no_note_of_the_history(campus):
    case = lived(campus)
    for who in OUTSIDE:
        told = ok(see(campus, f"cases/{case.id}/history", who, case))
        assert told["intact"] and len(told["events"]) > 10
        for event in told["events"]:
            assert not {"note", "user", "evidence", "rating", "related_case",
                        "notice_number"} & set(event), who


def test_a_unit_that_reports_another_is_not_named_to_it(campus):
    """Its head is signed in as a unit; he is a reporter all the same."""
    case = campus.submit(CONTRACTOR, text="中心拖欠货款。", category="raw_materials")
    campus.verify(campus.rectify(campus.sign(campus.dispatch(case, unit="catering-centre"),
                                             CATERING), CATERING))
    campus.do(case, "confirm", CONTRACTOR, receipt=case.receipt, rating=5)
    own = campus.submit(CATERING, text="中心主任拖欠工资。", category="raw_materials")
    campus.do(own, "withdraw", CATERING, receipt=own.receipt)
    for who, one in itertools.product(VIEWERS, (case, own)):
        if who == "named":
            continue
        events = ok(see(campus, f"cases/{one.id}/history", who, one))["events"]
        for event in (events[0], events[-1]):
            assert (event["role"], event.get("user"), event.get("unit")) == (
                "reporter", None, None), who


@pytest.mark.parametrize("kind", ["complaint", "repair", "suggestion", "praise", "inquiry"])
def test_who_of_the_staff_reports_for_himself_is_not_named(campus, kind):
    for actor in (CATERING, INSPECTOR, OFFICE, LEADER, ADMIN):
        case = campus.submit(actor, kind=kind, category="foreign_matter")
        event = campus.history(case, ADMIN)["events"][0]
        assert (event["role"], event.get("user"), event.get("unit")) == (
            "reporter", None, None), actor
        raw = recount.Campus(campus.stack.client(), "c0").lists[f"events:{case.id}"][0]
        stored = cases_pb2.Event.FromString(raw)
        assert (stored.role, stored.user, stored.unit) == ("reporter", "", ""), actor


@pytest.mark.parametrize("fields", [{"source": "phone"}, {"source": "walk_in"},
                                    {"kind": "inspection"}, {"kind": "directive"}])
def test_what_the_office_records_is_signed(campus, fields):
    case = campus.submit(OFFICE, **fields)
    event = campus.history(case)["events"][0]
    assert (event["role"], event["user"]) == ("office", "office")


# --- numbers and names, in whatever the server says ------------------------------------------

def everything_told(campus, who, case):
    """(what, text) of all that the viewer gets about the case, in both formats."""
    paths = [f"cases/{case.id}", f"cases/{case.id}/history", f"cases/{case.id}/notice",
             f"cases/{case.id}/notice.html", "cases?limit=100", "cases?order=urgent",
             "cases/similar?domain=catering&category=foreign_matter&place=canteen-1",
             "board", "receipt", "units", "places", "me", "health", "domains/catering"]
    for path in paths:
        for accept in ("application/json", "application/x-protobuf"):
            reply = see(campus, path, who, case, headers={"Accept": accept})
            yield path, reply.status_code, html.unescape(
                reply.content.decode("utf-8", "replace")) + str(reply.headers)
    actor, by_receipt = VIEWERS[who]
    for action, body in (("sign", {"receiver": "x"}), ("urge", {}), ("nothing", {}),
                         ("verify", {"finding": "x", "version": 1}), ("support", {})):
        reply = campus.act(case, action, actor, case.receipt if by_receipt else None, **body)
        yield action, reply.status_code, reply.text


@pytest.mark.parametrize("who", VIEWERS)
def test_no_reply_tells_more_than_the_viewer_may_know(campus, who):
    case = lived(campus)
    fresh = campus.submit(STUDENT, **REPORT)
    if who in REPORTER:  # he must see his own, only
        seen = see(campus, f"cases/{case.id}", who, case).text
        assert all(number in seen for number in (IN_TEXT, IN_PLACE, IN_COMMENT))
        return
    hidden = {STUDENT.user, case.receipt, case.receipt[15:], fresh.receipt}
    if who not in OFFICERS:
        hidden |= set(CONTACT.values())
    if who not in CALL_BACK:
        hidden |= {IN_TEXT, IN_PLACE, IN_REASON, IN_COMMENT}
    told = 0
    for one in (case, fresh):
        for what, status, text in everything_told(campus, who, one):
            told += status == 200
            for secret in hidden:
                assert secret not in text, (what, status, secret, text[:3000])
    assert told > 20


def test_those_who_call_back_do_see_the_number(campus):
    case = lived(campus)
    for who in CALL_BACK:
        assert IN_TEXT in see(campus, f"cases/{case.id}", who, case).text
    for who in OFFICERS | REPORTER:
        assert ok(see(campus, f"cases/{case.id}", who, case))["contact"] == CONTACT
    for who in UNIT:
        seen = ok(see(campus, f"cases/{case.id}", who, case))
        assert seen["text"] == "饭里吃出头发，请回电＊＊＊。"
        assert seen["place_detail"] == "二楼3号窗口（＊＊＊）"
        assert seen["satisfaction"]["comment"] == "还行，电话＊＊＊。"
        assert seen["reason"] == "又有了，打＊＊＊。"


def test_only_his_own_case_opens_its_contact_to_a_named_reporter(campus):
    mine, other = campus.submit(STUDENT, **REPORT), campus.submit(Actor("b", "reporter"),
                                                                  **REPORT)
    anonymous = campus.submit(STUDENT, **{**REPORT, "contact": None})
    assert "contact" in ok(campus.get(f"cases/{mine.id}", STUDENT))
    assert "contact" not in ok(campus.get(f"cases/{other.id}", STUDENT))
    assert "place_detail" not in ok(campus.get(f"cases/{anonymous.id}", STUDENT)), (
        "an anonymous case is nobody's, whoever was signed in")
    problem(campus.act(anonymous, "withdraw", STUDENT), 403, "role")


def test_a_merged_case_shows_its_reporter_no_more_of_the_parent_than_the_public_sees(campus):
    parent, child = campus.submit(STUDENT, **REPORT), campus.submit()
    campus.do(child, "merge", OFFICE, parent=parent.id)
    reply = campus.get(f"cases/{child.id}", receipt=child.receipt)
    assert ok(reply)["follows"]["text"] == "饭里吃出头发，请回电＊＊＊。"
    for secret in (*CONTACT.values(), IN_TEXT, IN_PLACE, STUDENT.user):
        assert secret not in reply.text


@pytest.mark.parametrize("fields", [
    {"contact": {"phone": "电话13800001111"}}, {"contact": {"email": "13800001111"}},
    {"contact": {"phone": "13800001111" * 3}}, {"text": "电话13800001111\x00"},
    {"text": "13800001111" * 300}, {"occurred_at": "13800001111"},
    {"place": "13800001111"}, {"attachments": ["13800001111"]},
    {"domain": "13800001111"}, {"severity": "critical", "text": "13800001111"}])
def test_a_problem_does_not_repeat_what_was_sent(campus, fields):
    reply = campus.post("cases", {**REPORT, **fields})
    assert 400 <= reply.status_code < 500
    body = {k: v for k, v in reply.json().items() if k not in ("field", "detail_en")}
    assert "13800001111" not in json.dumps(body)
    assert "13800001111" not in reply.json()["detail_en"]


def test_what_one_person_may_see_is_kept_by_no_cache(campus):
    case = lived(campus)
    for path in (f"cases/{case.id}", f"cases/{case.id}/history", "receipt", "cases", "me",
                 f"cases/{case.id}/notice.html"):
        for who in ("receipt", "office", "public"):
            reply = see(campus, path, who, case)
            assert reply.headers["Cache-Control"] == "no-store", (path, who)
    assert campus.post("cases", {**REPORT}).headers["Cache-Control"] == "no-store"


# --- receipts --------------------------------------------------------------------------------

def opens(campus, receipt):
    reply = campus.get("receipt", receipt=receipt)
    return reply.status_code == 200


def test_a_receipt_has_128_bits_and_is_stored_as_a_keyed_hash_only(campus):
    case = campus.submit()
    secret = case.receipt[len(case.id):].replace("-", "")
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", secret), "26 x 5 bits"
    assert len({campus.submit().receipt[-26:] for _ in range(10)}) == 10
    record = recount.Campus(campus.stack.client(), "c0").records[case.id]
    assert len(record.receipt_hash) == 32


def test_a_receipt_is_read_however_it_was_typed(campus):
    case = campus.submit()
    for _ in range(200):  # until its code has both of the digits that look like letters
        if "0" in case.receipt[14:] and "1" in case.receipt[14:]:
            break
        case = campus.submit()
    typed = case.receipt
    for form in (typed.lower(), typed.replace("0", "O"), typed.lower().replace("0", "o"),
                 typed.replace("1", "I"), typed.replace("1", "l"), typed.replace("-", ""),
                 typed.replace("-", " "), typed.replace("-", "—"),
                 "".join(chr(ord(c) + 0xFEE0) if c != "-" else c for c in typed)):
        assert opens(campus, form.encode()), form


def test_a_receipt_that_is_not_quite_right_opens_nothing(campus):
    case, other = campus.submit(), campus.submit()
    good = case.receipt
    flipped = [good[:i] + ("2" if good[i] != "2" else "3") + good[i + 1:]
               for i in range(len(good)) if good[i] != "-"]
    wrong = flipped + [good[:-1], good[:-6], good[:14], case.id, good + "0", good + good, "x",
                       other.id + good[14:], good[:14] + other.receipt[14:], "0" * 300]
    for receipt in wrong:
        problem(campus.get("receipt", receipt=receipt), 403, "receipt")
        problem(campus.get(f"cases/{case.id}", receipt=receipt), 403, "receipt")
        problem(campus.get(f"cases/{case.id}/history", receipt=receipt), 403, "receipt")
        problem(campus.act(case, "withdraw", receipt=receipt), 403, "receipt")
    problem(campus.get(f"cases/{other.id}", receipt=good), 403, "receipt")
    problem(campus.get("receipt"), 403, "receipt")
    assert opens(campus, good) and campus.case(case)["state"] == "submitted"


def test_a_wrong_receipt_does_not_tell_whether_its_case_exists(campus):
    case = campus.submit()
    there = campus.get("receipt", receipt=case.id + "-00000-00000-00000-00000-000000")
    not_there = campus.get("receipt", receipt="261101-0000000-00000-00000-00000-00000-000000")
    assert (there.status_code, there.text) == (not_there.status_code, not_there.text)


def test_a_receipt_of_another_campus_opens_nothing(stack, campus):
    other = Campus(stack, 1).prepare().submit()
    problem(campus.get("receipt", receipt=other.receipt), 403, "receipt")


def test_two_receipts_at_once_are_refused(campus):
    case = campus.submit()
    raw = campus.stack.raw((f"GET /c0/receipt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            f"Supervision-Receipt: {case.receipt}\r\n"
                            f"Supervision-Receipt: {case.receipt}\r\n\r\n").encode())
    assert raw.startswith(b"HTTP/1.1 400 ")


def test_no_address_holds_a_receipt(campus):
    reply = campus.post("cases", REPORT)
    receipt = ok(reply, 201)["receipt"]
    assert receipt not in str(reply.headers) and receipt[14:] not in str(reply.headers)
    problem(campus.get(f"receipt?receipt={receipt}"), 400)
    problem(campus.get(f"cases/{receipt}"), 404, "not_found")


# --- logs, Redis, disk -----------------------------------------------------------------------

def whole_life(campus):
    """Everything that touches secrets, also what goes wrong; what must not be found later."""
    key, token = f"key-{uuid.uuid4()}", f"device-{uuid.uuid4()}"
    case = campus.submit(STUDENT, key=key, **REPORT)
    ok(campus.post("cases", REPORT, STUDENT, headers={"Idempotency-Key": key}), 201)
    ok(campus.get("receipt", receipt=case.receipt))
    ok(campus.get(f"cases/{case.id}", STUDENT))
    ok(campus.get(f"cases/{case.id}", OFFICE))
    joined = campus.submit(STUDENT, **REPORT)
    ok(campus.request("POST", f"cases/{joined.id}/support", headers={"Idempotency-Key": token}))
    campus.get(f"cases/{case.id}", receipt=case.receipt[:-1])
    campus.post("cases", {**REPORT, "kind": "nope"})
    campus.post("cases", {**REPORT, "text": "x" * 3000})
    campus.request("POST", "cases", data=json.dumps(REPORT)[:-3],
                   headers={"Content-Type": "application/json"})
    campus.request("POST", "cases", data=json.dumps(REPORT), headers={
        "Content-Type": "text/plain"})
    form = ok(campus.request("POST", "cases", data={
        "kind": "complaint", "domain": "catering", "text": REPORT["text"],
        "contact.phone": CONTACT["phone"], "contact.name": CONTACT["name"]}), 201)
    campus.do(case, "withdraw", receipt=case.receipt)
    return [CONTACT["phone"], CONTACT["name"], CONTACT["email"], case.receipt,
            case.receipt[14:], case.receipt[14:].replace("-", ""), form["receipt"][14:],
            key, token], [IN_TEXT]


def key_of(stack):
    return [line.split()[1] for line in stack.log("secrets").splitlines()]


def test_no_log_holds_a_secret(own_stack):
    stack = own_stack()
    stack.wait_ready()
    hidden, in_text = whole_life(photographed(Campus(stack).prepare()))
    logs = stack.log("access.log") + stack.log("error.log") + stack.log("stderr.log")
    assert "/c0/receipt" in logs
    for secret in hidden + in_text + key_of(stack) + [STUDENT.user]:
        assert secret not in logs, secret


def test_at_debug_level_only_nginx_itself_writes_down_a_header(own_stack):
    """nginx's core logs each request header before any module sees it; nothing else is let
    through: no body, no contact, no key, and no word of the module."""
    stack = own_stack(log_level="debug")
    stack.wait_ready()
    hidden, in_text = whole_life(photographed(Campus(stack).prepare()))
    lines = stack.log("error.log").splitlines()
    assert any("[debug]" in line and "http header" in line for line in lines)
    headers = re.compile(r' http header: "(Supervision-Receipt|Idempotency-Key|X-Test-User): ')
    kept = "\n".join(line for line in lines if not headers.search(line))
    # nor by a variable: $http_x_test_user is this test's own way of signing in
    kept = re.sub(r'http script var: "student-20264711"', "", kept)
    for secret in hidden + in_text + key_of(stack) + [STUDENT.user]:
        assert secret not in kept, [x for x in kept.splitlines() if secret in x][:3]
    assert not any(s in stack.log("access.log") for s in hidden)


def test_redis_and_its_file_hold_no_secret_in_clear(own_stack):
    """The report's text is the case itself and stands there as it was written; the contact, the
    codes and the names of those who reported or joined do not."""
    stack = own_stack()
    stack.wait_ready()
    hidden, _ = whole_life(photographed(Campus(stack).prepare()))
    held = b""
    client = stack.client()
    for key in client.scan_iter():
        held += key + b"\n" + client.dump(key) + b"\n"
    read = recount.Campus(client, "c0")
    for kept in (read.strings, read.hashes, read.lists, read.sets):
        held += repr(kept).encode() + b"".join(
            v if isinstance(v, bytes) else b"".join(map(bytes, v)) for v in kept.values())
    disk = b"".join(open(path, "rb").read() for path in glob.glob(
        os.path.join(stack.redis.data, "**"), recursive=True) if os.path.isfile(path))
    assert len(disk) > 5000 and len(held) > 5000
    keys = [base64.b64decode(key) for key in key_of(stack)]
    for secret in [s.encode() for s in hidden + key_of(stack) + [STUDENT.user]] + keys:
        assert secret not in held and secret not in disk, secret
    for record in read.records.values():
        assert record.sealed_contact and CONTACT["phone"].encode() not in record.sealed_contact


def test_a_contact_sealed_for_one_case_does_not_open_in_another(campus):
    one, two = campus.submit(**REPORT), campus.submit(**{**REPORT, "contact": {"phone": "1"}})
    client = campus.stack.client()
    read = recount.Campus(client, "c0")
    moved = read.records[two.id]
    moved.sealed_contact = read.records[one.id].sealed_contact
    client.set(f"{read.prefix}case:{two.id}",
               read.strings[f"case:{two.id}"][:8] + moved.SerializeToString())
    assert "contact" not in ok(campus.get(f"cases/{two.id}", OFFICE))
    assert ok(campus.get(f"cases/{one.id}", OFFICE))["contact"] == CONTACT


# --- a new key -------------------------------------------------------------------------------

def add_key(stack, name, keep=99):
    """A new key on top of the file; of the old ones the newest `keep` stay."""
    old = stack.log("secrets").splitlines()[:keep]
    new = f"{name} {base64.b64encode(secrets.token_bytes(32)).decode()}"
    stack._write("secrets", "\n".join([new, *old]) + "\n", 0o600)
    stack.reload()
    stack.wait_ready()


def test_a_second_key_on_top_leaves_everything_open(own_stack):
    stack = own_stack()
    stack.wait_ready()
    campus, key = photographed(Campus(stack).prepare()), str(uuid.uuid4())
    case, alone = campus.submit(STUDENT, key=key, **REPORT), campus.submit(STUDENT, **REPORT)
    ok(campus.request("POST", f"cases/{case.id}/support", CONTRACTOR))
    device = {"Idempotency-Key": "device-key-000001"}
    ok(campus.request("POST", f"cases/{case.id}/support", headers=device))

    add_key(stack, "k2")
    assert ok(campus.get("receipt", receipt=case.receipt))["contact"] == CONTACT
    assert ok(campus.get(f"cases/{case.id}", OFFICE))["contact"] == CONTACT
    assert ok(campus.get(f"cases/{case.id}", STUDENT))["contact"] == CONTACT
    again = ok(campus.post("cases", REPORT, STUDENT, headers={"Idempotency-Key": key}), 201)
    assert (again["case"]["id"], again["receipt"]) == (case.id, case.receipt)
    for reply in (campus.request("POST", f"cases/{case.id}/support", CONTRACTOR),
                  campus.request("POST", f"cases/{case.id}/support", headers=device)):
        assert ok(reply) == {"case": case.id, "supporters": 2}
    problem(campus.act(case, "withdraw", receipt=case.receipt), 409, "supported")
    campus.do(alone, "withdraw", receipt=alone.receipt)

    new = campus.submit(STUDENT, **REPORT)
    records = recount.check(stack.client(), "c0").records
    assert records[case.id].sealed_contact[2:4] == b"k1"
    assert records[new.id].sealed_contact[2:4] == b"k2"
    assert ok(campus.get("receipt", receipt=new.receipt))["contact"] == CONTACT


def test_with_the_old_key_gone_its_cases_are_read_without_contact_and_receipt(own_stack):
    stack = own_stack()
    stack.wait_ready()
    campus, key = photographed(Campus(stack).prepare()), str(uuid.uuid4())
    case = campus.submit(STUDENT, key=key, **REPORT)
    add_key(stack, "k2", keep=0)
    assert "contact" not in ok(campus.get(f"cases/{case.id}", OFFICE))
    problem(campus.get("receipt", receipt=case.receipt), 403, "receipt")
    campus.dispatch(case)
    new = campus.submit(STUDENT, **REPORT)
    assert ok(campus.get("receipt", receipt=new.receipt))["contact"] == CONTACT
