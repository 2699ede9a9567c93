"""axe-core finds nothing serious on any page, narrow or wide, in either language."""
import axe
from desk import DESK, open_case, open_desk
from harness import TEXTS

ZH = "return document.documentElement.lang === 'zh-CN'"


def test_the_report_form_is_accessible(campus, phone):
    campus.submit(domain="catering")

    def show():
        phone.open("/pages/report.html")
        phone.type("#text", TEXTS["catering"])
        phone.see("sv-preview", "食品异物" if phone.run(ZH) else "Foreign matter")
        phone.click("details.contact summary")
    axe.everywhere(phone, show)


def test_the_receipt_is_accessible(campus, phone):
    def show():
        phone.open("/pages/icon.svg")
        phone.run("sessionStorage.clear()")
        phone.open("/pages/report.html")
        phone.type("#text", TEXTS["catering"])
        phone.click("#submit")
        phone.one("#receipt")
    axe.everywhere(phone, show)


def test_following_a_case_is_accessible(campus, phone):
    case = campus.walk("verified")

    def show():
        phone.open("/pages/icon.svg")
        phone.run("sessionStorage.clear()")
        phone.open("/pages/follow.html")
        phone.one("#receipt")
        axe.check(phone)
        phone.open(f"/pages/follow.html#{case.receipt}")
        phone.driver.refresh()
        phone.one("sv-feedback >>> #confirm")
        phone.one("sv-history >>> #intact")
    axe.everywhere(phone, show)


def test_the_board_is_accessible(campus, phone):
    campus.walk("closed")

    def show():
        phone.open("/pages/board.html")
        phone.one("section.total")
    axe.everywhere(phone, show)


def test_the_desk_is_accessible(campus, desktop):
    case = campus.submit(domain="catering")
    campus.walk("rectified")
    open_desk(desktop, "office")

    def show():
        desktop.open("/pages/icon.svg")
        desktop.open(DESK)
        desktop.one(f'[data-id="{case.id}"]')
        axe.check(desktop)
        open_case(desktop, case)
        desktop.one("sv-history >>> #intact")
        desktop.click("[data-action=dispatch]")
        desktop.one("#f-signer")
    axe.everywhere(desktop, show)


def test_registering_at_the_desk_is_accessible(campus, desktop):
    open_desk(desktop, "office")

    def show():
        desktop.open("/pages/icon.svg")
        desktop.open(f"{DESK}#register")
        desktop.one("sv-staff-fields >>> #severity")
    axe.everywhere(desktop, show)


def test_axe_finds_what_is_wrong_within_a_shadow_root(campus, phone):
    phone.open("/pages/board.html")
    phone.run("const input = document.createElement('input');"
              "arguments[0].shadowRoot.append(input)", phone.one("supervision-board"))
    assert any("label" in found and "supervision-board" in found for found in axe.findings(phone))
