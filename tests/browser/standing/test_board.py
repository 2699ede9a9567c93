"""The public board: the figures of the API, each with numerator and denominator."""
import recount_checks
from harness import ok

BOARD = "/pages/board.html"


def test_the_board_shows_the_figures_of_the_api(campus, desktop):
    campus.walk("closed")
    campus.walk("verified", domain="energy")
    campus.submit(domain="energy")
    board = ok(campus.get("board"))
    desktop.open(BOARD)
    total = desktop.see("section.total", "全部服务")
    assert f"{board['total']['received']} 件 受理" in total
    answered = board["total"]["answered"]
    assert f"{answered['numerator']}/{answered['denominator']}" in total
    energy = desktop.text("section[data-domain=energy]")
    assert "2 件 受理" in energy


def test_silence_is_told_apart_from_satisfaction(campus, desktop):
    campus.walk("closed")
    desktop.open(BOARD)
    total = desktop.see("section.total", "全部服务")
    assert "满意 1" in total and "未表态 0" in total
    assert "不算满意" in desktop.page_text()


def test_a_month_without_cases_says_so_and_the_months_can_be_turned(campus, phone):
    campus.submit()
    phone.open(BOARD)
    phone.see("section.total", "1 件 受理")
    phone.click("#previous")
    phone.see("supervision-board", "这个月没有受理")
    phone.click("#next")
    phone.see("section.total", "1 件 受理")
    assert not phone.one("#next").is_enabled()
    assert phone.overflow() == 0


def test_the_board_says_how_many_of_the_checks_due_were_done(campus, desktop):
    """Of a month without any case too."""
    for n, state in enumerate(("done", "late", "missed", "excused"), 1):
        recount_checks.put(campus.stack.client(), "c0", n=n, state=state)
    desktop.open(BOARD)
    assert "检查完成 占应检 2/3 67%" in desktop.see("section[data-domain=catering]", "检查完成")
    assert "检查完成" not in desktop.text("section[data-domain=transport]")
