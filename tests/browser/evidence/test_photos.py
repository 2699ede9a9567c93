"""Photos in the pages: a student sends one, the office sees it, the unit answers with one.

Owns: the browser's side of photos: choosing, sending, what the network loses, who is shown what.
Must not know: what the server makes of a photo (tests/api/evidence/test_evidence.py).
"""
import pytest

import photos
from harness import CATERING, OFFICE, TEXTS, ok

REPORT = "/pages/report.html"
LOADED = "return arguments[0].complete && arguments[0].naturalWidth > 0"


@pytest.fixture
def pictures(tmp_path):
    """Files as a phone has them: a large one with a place in it, a PNG, and what is no photo."""
    made = {"phone.jpg": photos.with_exif(1, (3000, 2000), orientation=6),
            "screen.png": photos.encoded(2, (400, 300), "PNG"),
            "other.png": photos.encoded(3, (400, 300), "PNG"),
            "notes.jpg": b"not a photo at all"}
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return lambda *names: "\n".join(str(tmp_path / name) for name in names)


def choose(page, files, which="#choose"):
    page.one(f"sv-photos >>> {which}").send_keys(files)


def states(page):
    return page.values("sv-photos >>> li", "data-state")


def wait_states(page, *wanted):
    page.wait(lambda: states(page) == list(wanted), f"not {wanted}: {states(page)}")


def shown(page, selector, n=1):
    """n images that the browser has really loaded; they come one after the other."""
    def loaded():
        images = page.all(selector)
        return len(images) >= n and all(page.run(LOADED, image) for image in images) and images
    return page.wait(loaded, f"no {n} loaded {selector}")


def test_a_student_reports_with_a_photo_and_the_unit_answers_with_one(campus, phone, pictures):
    phone.open(REPORT)
    phone.type("#text", TEXTS["catering"])
    choose(phone, pictures("phone.jpg", "screen.png"))
    wait_states(phone, "done", "done")
    assert len(shown(phone, "sv-photos >>> img", 2)) == 2
    assert phone.overflow() == 0
    phone.click("#submit")
    receipt = phone.text("#receipt")
    case = ok(campus.get("receipt", receipt=receipt))
    assert len(case["attachments"]) == 2
    sent = campus.get(f"cases/{case['id']}/evidence/{case['attachments'][0]}", OFFICE).content
    image = photos.opened(sent)
    # made smaller on the phone, and upright: it was turned a quarter clockwise
    assert image.size == (1365, 2048) and photos.brightness(image, .75, .25) < 90

    # the reporter sees it by his receipt
    phone.click("#follow")
    assert len(shown(phone, "sv-gallery >>> img", 2)) == 2

    # the office sees it on the desk, and issues the notice
    phone.sign_in("/desk/api/me", "office")
    phone.open(f"/desk/#case={case['id']}")
    assert len(shown(phone, "sv-gallery#photos >>> img", 2)) == 2
    ok(campus.act(case["id"], "dispatch", OFFICE, facts="属实。", requirement="整改。",
                  signer="王处长"))
    ok(campus.act(case["id"], "sign", CATERING, receiver="李主任"))

    # the unit rectifies, with a photo
    phone.begin(campus.stack.url(""), (390, 844))
    phone.sign_in("/desk/api/me", "catering")
    phone.open(f"/desk/#case={case['id']}")
    assert len(shown(phone, "sv-gallery#photos >>> img", 2)) == 2
    phone.click("[data-action=rectify]")
    phone.type("#f-measures", "已更换餐具。")
    choose(phone, pictures("other.png"))
    wait_states(phone, "done")
    phone.click("#send")
    phone.see("sv-case", "已更换餐具。")
    assert len(ok(campus.get(f"cases/{case['id']}", OFFICE))["rectification"]["evidence"]) == 1
    assert len(shown(phone, "sv-history >>> sv-gallery >>> img", 1)) == 1

    # and the reporter sees that too
    phone.open(f"/pages/follow.html#{receipt}")
    phone.see("supervision-follow", "已更换餐具。")
    assert len(shown(phone, "supervision-follow >>> sv-gallery >>> img", 3)) >= 3


def test_what_is_no_photo_is_said_and_does_not_go_with_the_report(campus, phone, pictures):
    phone.open(REPORT)
    phone.type("#text", TEXTS["catering"])
    choose(phone, pictures("notes.jpg", "screen.png"))
    wait_states(phone, "refused", "done")
    assert "只接受 JPEG、PNG 或 WebP" in phone.text("sv-photos")
    phone.log()  # the browser tells of the 415 itself
    phone.click("#submit")
    case = ok(campus.get("receipt", receipt=phone.text("#receipt")))
    assert len(case["attachments"]) == 1


def test_a_photo_can_be_taken_away_again(campus, phone, pictures):
    phone.open(REPORT)
    phone.type("#text", TEXTS["catering"])
    choose(phone, pictures("screen.png", "other.png"))
    wait_states(phone, "done", "done")
    phone.click("sv-photos >>> li:first-of-type .remove")
    wait_states(phone, "done")
    choose(phone, pictures("other.png"))  # the same one again is one
    wait_states(phone, "done")
    phone.click("#submit")
    case = ok(campus.get("receipt", receipt=phone.text("#receipt")))
    assert len(case["attachments"]) == 1


def test_no_more_than_nine_go_with_a_report(campus, phone, tmp_path):
    phone.open(REPORT)
    for n in range(11):
        (tmp_path / f"{n}.png").write_bytes(photos.encoded(20 + n, (120, 90), "PNG"))
    choose(phone, "\n".join(str(tmp_path / f"{n}.png") for n in range(11)))
    wait_states(phone, *["done"] * 9)
    assert "最多 9 张照片，多出的没有添加。" in phone.text("sv-photos")
    assert phone.run("return arguments[0].disabled", phone.one("sv-photos >>> #choose"))


def test_what_the_network_loses_waits_and_goes_up_when_it_is_back(campus, phone, pictures):
    phone.open(REPORT)
    phone.type("#text", TEXTS["catering"])
    phone.one("sv-photos >>> #choose")
    network = phone.driver.execute_cdp_cmd
    network("Network.enable", {})
    conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    network("Network.emulateNetworkConditions", {"offline": True, **conditions})
    choose(phone, pictures("screen.png"))
    wait_states(phone, "waiting")
    assert "等待网络" in phone.text("sv-photos")
    phone.click("#submit")
    phone.see("sv-photos", "有照片尚未上传")
    network("Network.emulateNetworkConditions", {"offline": False, **conditions})
    wait_states(phone, "done")  # by itself
    phone.log()  # the browser tells of what it could not send
    phone.click("#submit")
    case = ok(campus.get("receipt", receipt=phone.text("#receipt")))
    assert len(case["attachments"]) == 1


def test_a_page_of_the_notice_shows_its_photos(campus, desktop):
    case = campus.walk("rectifying")
    campus.rectify(case, CATERING, evidence=[campus.photo(1), campus.photo(2)])
    desktop.sign_in("/desk/api/me", "office")
    desktop.open(f"/desk/api/cases/{case.id}/notice.html")
    assert len(shown(desktop, ".photos img", 2)) == 2


def test_photos_can_be_chosen_with_the_keyboard_and_have_names(campus, phone, pictures):
    phone.speak("en")
    phone.open(REPORT)
    choose(phone, pictures("screen.png"))
    wait_states(phone, "done")
    names = phone.values("sv-photos >>> button.remove", "aria-label")
    assert names == ["Remove photo 1"]
    assert phone.values("sv-photos >>> img", "alt") == ["Photo 1"]
    for which in ("#take", "#choose"):
        box = phone.run("const b = arguments[0].getBoundingClientRect(); return [b.width, b.height]",
                        phone.one(f"sv-photos >>> {which}"))
        assert min(box) >= 42
