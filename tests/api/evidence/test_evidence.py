"""Photos over HTTP: taken in whatever their format, without what a phone writes into them, and
shown to those who see what they belong to.

Who sees which photo is written from the table of fields (test_privacy.py) and the plan, not from
the code.
"""
import concurrent.futures
import hashlib
import os
import re
import time

import pytest

import harness
import photos
from harness import (ADMIN, CATERING, CONTRACTOR, ENERGY, INSPECTOR, LEADER, OFFICE, STUDENT,
                     Actor, ok, problem)

NO_ID = "0123456789abcdef" * 4


def stored(campus):
    """Names of all files below the folder, without those of a thumbnail."""
    found = [os.path.relpath(os.path.join(folder, name), campus.stack.evidence)
             for folder, _, names in os.walk(campus.stack.evidence) for name in names]
    return sorted(name for name in found if not name.endswith(".t.jpg")), len(found)


def photographed(campus, number=0, actor=None, **fields):
    """A case with one photo, and the photo's id."""
    photo = campus.photo(number, actor)
    return campus.submit(actor, attachments=[photo], **fields), photo


def see(campus, case, photo, actor=None, receipt=None, query="", **options):
    case_id = case if isinstance(case, str) else case.id
    return campus.get(f"cases/{case_id}/evidence/{photo}{query}", actor, receipt=receipt, **options)


# --- taken in -----------------------------------------------------------------------------

@pytest.mark.parametrize("format, options", [
    ("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {}),
    ("WEBP", {"lossless": True})], ids=str)
def test_a_photo_of_every_format_becomes_a_jpeg(campus, format, options):
    data = photos.encoded(7, (640, 400), format, **options)
    made = ok(campus.upload(data, headers={"Content-Type": "application/x-anything"}), 201)
    assert re.fullmatch("[0-9a-f]{64}", made["id"])
    assert (made["width"], made["height"]) == (640, 400)
    case = campus.submit(attachments=[made["id"]])
    reply = see(campus, case, made["id"], OFFICE)
    assert reply.status_code == 200 and reply.headers["Content-Type"] == "image/jpeg"
    assert len(reply.content) == made["bytes"]
    assert hashlib.sha256(reply.content).hexdigest() == made["id"]
    image = photos.opened(reply.content)
    assert image.format == "JPEG" and image.size == (640, 400)
    assert photos.brightness(image, .25, .25) < 90 < photos.brightness(image, .75, .25)


def test_what_a_phone_writes_into_it_is_gone_and_it_stands_upright(campus):
    data = photos.with_exif(3, (640, 400), orientation=6)
    assert photos.MAKER.encode() in data and b"Li Hua" in data
    made = ok(campus.upload(data), 201)
    assert (made["width"], made["height"]) == (400, 640)
    case = campus.submit(attachments=[made["id"]])
    for query in ("", "?size=thumbnail"):
        body = see(campus, case, made["id"], OFFICE, query=query).content
        for word in (photos.MAKER, photos.MODEL, "Exif", "Li Hua", "JFIF", "ICC", "http"):
            assert word.encode() not in body, word
        assert set(photos.markers(body)) <= {0xDB, 0xC0, 0xC4}
        image = photos.opened(body)
        assert not image.getexif() and image.width < image.height
        # turned a quarter clockwise, the dark corner is at the top right
        assert photos.brightness(image, .75, .25) < 90 < photos.brightness(image, .25, .25)


def test_a_large_photo_is_kept_smaller_and_has_a_thumbnail(campus):
    made = ok(campus.upload(photos.encoded(1, (4000, 3000))), 201)
    assert (made["width"], made["height"]) == (2048, 1536)
    case = campus.submit(attachments=[made["id"]])
    small = photos.opened(see(campus, case, made["id"], OFFICE, query="?size=thumbnail").content)
    whole = photos.opened(see(campus, case, made["id"], OFFICE, query="?size=whole").content)
    assert small.size == (320, 240) and whole.size == (2048, 1536)


def test_the_same_photo_twice_is_one_id_and_one_file(campus):
    _, before = stored(campus)
    first = ok(campus.upload(photos.encoded(11)), 201)
    again = campus.upload(photos.encoded(11), OFFICE)
    assert ok(again, 201) == first  # and nobody learns that it was here
    assert harness.servers.wait_until(lambda: stored(campus)[1] == before + 2, 30)
    kept = stored(campus)
    case = campus.submit(attachments=[first["id"]])
    assert ok(campus.upload(photos.encoded(11)), 201) == first
    assert see(campus, case, first["id"], OFFICE).status_code == 200
    assert harness.servers.wait_until(lambda: stored(campus) == kept, 30)


def test_files_are_the_workers_alone(campus):
    photo = campus.photo(12)
    folder = os.path.join(campus.stack.evidence, "c0", photo[:2])
    for name in os.listdir(folder):
        assert os.stat(os.path.join(folder, name)).st_mode & 0o777 == 0o640
        assert re.fullmatch(r"[0-9a-f]{64}-[0-9a-f]{16}(\.t)?\.jpg", name)
    assert os.stat(folder).st_mode & 0o777 == 0o750
    assert not [name for name in stored(campus)[0] if not name.endswith(".jpg")]


def test_two_campuses_share_no_photo(campus):
    photo = campus.photo(13)
    other = harness.Campus(campus.stack, 1).prepare()
    problem(other.post("cases", {"kind": "complaint", "domain": "catering", "attachments": [photo],
                                 "text": harness.TEXTS["catering"]}), 422, "reference",
            "attachments[0]")
    assert os.path.isdir(os.path.join(campus.stack.evidence, "c0", photo[:2]))


# --- refused ------------------------------------------------------------------------------

HOSTILE = {
    "empty": b"", "text": "中午的饭里有头发".encode(), "html": b"<html><script>1</script></html>",
    "gif": b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "bmp": photos.encoded(0, (9, 9), "BMP"), "tiff": photos.encoded(0, (9, 9), "TIFF"),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "pdf": b"%PDF-1.7\n",
    "zip": b"PK\3\4" + b"\0" * 60, "json": b"{}",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("type", ["image/jpeg", "image/png", "application/octet-stream"])
def test_what_is_no_photo_is_refused_whatever_it_is_called(campus, name, type):
    before = stored(campus)
    problem(campus.upload(HOSTILE[name], headers={"Content-Type": type}), 415, "evidence_type")
    assert stored(campus) == before


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_is_cut_off_is_refused(campus, format):
    data, before = photos.encoded(2, (300, 200), format), stored(campus)
    for part in (.1, .5, .9):
        problem(campus.upload(data[:int(len(data) * part)]), 422, "evidence_broken")
    assert stored(campus) == before


def test_a_photo_that_would_burst_is_refused(campus):
    bomb = bytearray(photos.encoded(0, (16, 16), "PNG"))
    bomb[16:24] = (30000).to_bytes(4, "big") * 2
    problem(campus.upload(bytes(bomb)), 422, "evidence_pixels")


def test_a_photo_larger_than_the_limit_is_refused_before_it_is_read(own_stack):
    stack = own_stack(evidence="supervision_evidence {folder} max_size=64k;", workers=1)
    stack.wait_ready()
    campus = harness.Campus(stack).prepare()
    large = photos.encoded(0, (2000, 1500), "PNG")
    large += b"\0" * max(0, 65537 - len(large))
    problem(campus.upload(large), 413, "too_large")
    chunked = campus.upload(iter([large[:40000], large[40000:]]))
    problem(chunked, 413, "too_large")
    assert stored(campus) == ([], 0)
    campus.photo()


def test_a_location_without_photos_shows_none_and_looks_for_no_file(own_stack):
    stack = own_stack(workers=1)
    stack.wait_ready()
    campus = harness.Campus(stack).prepare()
    case, photo = photographed(campus)
    assert see(campus, case, photo, OFFICE).status_code == 200
    stack.write_conf(evidence="")
    stack.reload()
    stack.wait_ready()
    problem(see(campus, case, photo, OFFICE), 404, "evidence_off")


def test_a_body_that_came_in_pieces_is_taken(campus):
    data = photos.encoded(21, (900, 700), "PNG")
    pieces = [data[i:i + 1000] for i in range(0, len(data), 1000)]
    assert ok(campus.upload(iter(pieces)), 201)["id"] == ok(campus.upload(data), 201)["id"]


def test_other_routes_still_take_no_more_than_64_kib(campus):
    problem(campus.request("POST", "cases", data=b"x" * 70000,
                           headers={"Content-Type": "application/json"}), 413, "too_large")
    problem(campus.request("POST", "classify", data=iter([b"x" * 40000] * 2),
                           headers={"Content-Type": "application/json"}), 413, "too_large")


def test_an_upload_takes_no_query_and_no_other_method(campus):
    problem(campus.request("POST", "evidence?x=1", data=photos.encoded()), 400, "query")
    for method in ("GET", "PUT", "DELETE"):
        reply = problem(campus.request(method, "evidence"), 405, "method_not_allowed")
        assert reply["code"]


def test_a_signed_in_upload_from_a_foreign_page_is_refused(campus):
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        problem(campus.upload(photos.encoded(), OFFICE, headers=headers), 403, "cross_site")


def test_without_a_folder_there_are_no_photos(own_stack):
    stack = own_stack(evidence="", workers=1)
    stack.wait_ready()
    campus = harness.Campus(stack).prepare()
    problem(campus.upload(photos.encoded()), 404, "evidence_off")
    problem(campus.upload(photos.encoded(0, (2000, 1500), "PNG")), 404, "evidence_off")
    body = {"kind": "complaint", "domain": "catering", "text": harness.TEXTS["catering"]}
    problem(campus.post("cases", {**body, "attachments": [NO_ID]}), 422, "reference",
            "attachments")
    ok(campus.post("cases", body), 201)


# --- used ---------------------------------------------------------------------------------

@pytest.mark.parametrize("ids, at", [([NO_ID], 0), (["mine", NO_ID], 1),
                                     (["mine", "mine", NO_ID, "mine"], 2)])
def test_a_case_refers_to_photos_that_are_there(campus, ids, at):
    mine = campus.photo(30)
    ids = [mine if one == "mine" else one for one in ids]
    problem(campus.post("cases", {"kind": "complaint", "domain": "catering", "attachments": ids,
                                  "text": harness.TEXTS["catering"]}), 422, "reference",
            f"attachments[{at}]")


def test_an_action_refers_to_photos_that_are_there(campus):
    case = campus.walk("rectifying")
    problem(campus.act(case, "rectify", CATERING, measures="已整改。", evidence=[NO_ID]), 422,
            "reference", "evidence[0]")
    photo = campus.photo(31)
    campus.rectify(case, CATERING, evidence=[photo])
    assert case.last["rectification"]["evidence"] == [photo]


def test_who_may_not_act_learns_nothing_of_a_photo(campus):
    case = campus.walk("rectifying")
    for evidence in ([NO_ID], [campus.photo(32)]):
        problem(campus.act(case, "rectify", ENERGY, measures="已整改。", evidence=evidence), 403)


def test_one_photo_may_stand_in_many_places(campus):
    photo = campus.photo(33)
    one, two = campus.submit(attachments=[photo, photo]), campus.submit(attachments=[photo])
    for case in (one, two):
        assert see(campus, case, photo, OFFICE).status_code == 200


# --- who sees it --------------------------------------------------------------------------

VIEWERS = {
    "public": None, "other_reporter": Actor("another", "reporter"), "student": STUDENT,
    "own_unit": CATERING, "other_unit": ENERGY, "contractor": CONTRACTOR, "inspector": INSPECTOR,
    "leader": LEADER, "office": OFFICE, "admin": ADMIN,
    "inspector_elsewhere": Actor("far", "inspector", "", "energy"),
    "office_elsewhere": Actor("far", "office", "", "energy"),
}
STAFF = {"inspector", "leader", "office", "admin"}


def viewers_of(campus, case, photo):
    found = set()
    for name, actor in VIEWERS.items():
        reply = see(campus, case, photo, actor)
        assert reply.status_code in (200, 404), (name, reply.text)
        if reply.status_code == 200:
            assert reply.content[:2] == b"\xff\xd8"
            found.add(name)
        else:
            problem(reply, 404, "not_found")
    return found


def test_an_attachment_is_seen_by_those_who_see_the_case_from_inside(campus):
    case, photo = photographed(campus, 40)
    assert viewers_of(campus, case, photo) == STAFF
    assert see(campus, case, photo, receipt=case.receipt).status_code == 200
    campus.dispatch(case, unit="catering-centre")
    assert viewers_of(campus, case, photo) == STAFF | {"own_unit"}
    campus.do(case, "reassign", OFFICE, unit="contractor-food", reason="由其经营。")
    assert viewers_of(campus, case, photo) == STAFF | {"contractor"}


def test_a_named_reporter_sees_his_own_photo_signed_in(campus):
    photo = campus.photo(41)
    case = campus.submit(STUDENT, attachments=[photo], contact={"phone": "13800000000"})
    assert viewers_of(campus, case, photo) == STAFF | {"student"}


def test_photos_of_what_was_done_are_seen_by_all_inside_also_after_the_next_step(campus):
    case = campus.walk("rectifying")
    mended, found, better = campus.photo(42), campus.photo(43), campus.photo(44)
    campus.rectify(case, CATERING, evidence=[mended])
    campus.do(case, "return", INSPECTOR, finding="仍有同样的问题。", evidence=[found])
    campus.rectify(case, CATERING, evidence=[better])
    campus.verify(case)
    for photo in (mended, found, better):  # the first two stand in the history alone
        assert viewers_of(campus, case, photo) == STAFF | {"own_unit"}
        assert see(campus, case, photo, receipt=case.receipt).status_code == 200


def test_a_photo_is_shown_by_its_own_case_alone(campus):
    case, photo = photographed(campus, 45)
    other = campus.submit()
    for where in (other.id, "261126-7KQ4M2X", "nonsense"):
        problem(see(campus, where, photo, OFFICE), 404, "not_found")
    for which in (NO_ID, photo[:-1], photo.upper(), photo + "0", "..%2f..%2fsecrets", "x" * 64):
        problem(see(campus, case, which, OFFICE), 404, "not_found")
    problem(see(campus, other, photo, receipt=other.receipt), 404, "not_found")
    problem(see(campus, case, photo, receipt=other.receipt), 403, "receipt")


def test_a_reply_with_a_photo_says_how_it_is_to_be_treated(campus):
    case, photo = photographed(campus, 46)
    whole, small = see(campus, case, photo, OFFICE), see(campus, case, photo, OFFICE,
                                                         query="?size=thumbnail")
    for reply in (whole, small):
        assert reply.headers["Cache-Control"] == "private, immutable, max-age=86400"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Content-Security-Policy"] == "default-src 'none'"
        assert reply.headers["Content-Disposition"].startswith("inline")
        tag = reply.headers["ETag"]
        query = "?size=thumbnail" if reply is small else ""
        same = see(campus, case, photo, OFFICE, query=query, headers={"If-None-Match": tag})
        assert same.status_code == 304 and not same.content and same.headers["ETag"] == tag
        assert same.headers["Cache-Control"] == reply.headers["Cache-Control"]
        head = campus.request("HEAD", f"cases/{case.id}/evidence/{photo}{query}", OFFICE)
        assert head.status_code == 200 and not head.content
        assert head.headers["Content-Length"] == str(len(reply.content))
    assert whole.headers["ETag"] != small.headers["ETag"]
    part = see(campus, case, photo, OFFICE, headers={"Range": "bytes=10-19"})
    assert part.status_code == 206 and part.content == whole.content[10:20]


def test_what_a_receipt_opens_is_kept_by_no_browser(campus):
    case, photo = photographed(campus, 47)
    reply = see(campus, case, photo, receipt=case.receipt)
    assert reply.status_code == 200 and reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["?size=huge", "?size=thumbnail&size=whole", "?width=10"])
def test_a_size_that_there_is_not_is_refused(campus, query):
    case, photo = photographed(campus, 48)
    problem(see(campus, case, photo, OFFICE, query=query), 400)


def test_a_photo_that_is_gone_from_the_disk_is_said_to_be(campus):
    case, photo = photographed(campus, 49)
    folder = os.path.join(campus.stack.evidence, "c0", photo[:2])
    for name in os.listdir(folder):
        if name.startswith(photo):
            os.unlink(os.path.join(folder, name))
    campus.stack.expect_log("cannot be opened")
    problem(see(campus, case, photo, OFFICE), 500, "evidence_lost")


def test_the_notice_shows_the_photos_of_rectification_and_finding(campus):
    case = campus.walk("rectifying")
    mended, found = campus.photo(50), campus.photo(51)
    campus.rectify(case, CATERING, evidence=[mended])
    campus.do(case, "verify", INSPECTOR, finding="到位。", evidence=[found])
    page = campus.get(f"cases/{case.id}/notice.html", OFFICE).text
    for photo in (mended, found):
        whole = f"/t0/cases/{case.id}/evidence/{photo}"
        assert f'<a href="{whole}">' in page and f'<img src="{whole}?size=thumbnail"' in page
        assert campus.stack.request("GET", f"{whole}?size=thumbnail",
                                    headers=OFFICE.headers()).status_code == 200


# --- at the same time ---------------------------------------------------------------------

def test_many_at_once_are_all_answered(campus):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda n: campus.upload(photos.encoded(n, (800, 600))),
                                range(60, 84)))
    assert {r.status_code for r in replies} <= {201, 503}
    assert sum(r.status_code == 201 for r in replies) >= 16
    assert len({r.json()["id"] for r in replies if r.status_code == 201}) == sum(
        r.status_code == 201 for r in replies)


def test_the_event_loop_is_free_while_photos_are_taken_in(own_stack):
    """One worker: whoever asks for something else does not wait for a photo to be decoded. Told
    by what is answered meanwhile, not by the clock: others may be at work on this machine."""
    stack = own_stack(workers=1)
    stack.wait_ready()
    campus = harness.Campus(stack).prepare()
    large = [photos.encoded(90 + n, (4000, 3000), "PNG") for n in range(6)]
    answered = 0

    def upload(data):
        return campus.upload(data).status_code
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        running = [pool.submit(upload, data) for data in large]
        while not all(one.done() for one in running):
            assert campus.get("board").status_code == 200
            answered += 1
    assert [one.result() for one in running] == [201] * 6
    # a loop that decoded them itself would come to the others once between two photos
    assert answered > 10 * len(large), answered
