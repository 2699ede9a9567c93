"""A portal has the pages with one script tag and one element, under a strict policy."""
from desk import open_case, open_desk
from harness import TEXTS, ok

POLICY_WORDS = "Content Security Policy"


def test_a_portal_embeds_the_report_with_one_script_and_one_element(campus, desktop):
    desktop.open("/portal/index.html")
    assert len(desktop.all("script")) == 1
    desktop.type("#text", TEXTS["transport"])
    desktop.see("sv-preview", "将这样办理")
    desktop.click("#submit")
    receipt = desktop.text("#receipt")
    assert ok(campus.get("receipt", receipt=receipt))["domain"] == "transport"
    assert "/pages/follow.html#" in desktop.one("#follow").get_attribute("href")


def test_a_portal_embeds_the_board_and_the_follow_up(campus, desktop):
    case = campus.submit()
    desktop.open("/portal/board.html")
    desktop.see("supervision-board", "全部服务")
    desktop.open(f"/portal/follow.html#{case.receipt}")
    desktop.see("li[aria-current=step]", "已登记")


def test_no_page_breaks_the_policy_and_the_policy_is_in_force(desktop):
    for name in ("index", "report", "follow", "board"):
        desktop.open(f"/pages/{name}.html")
        desktop.one("h1")
    assert not [line for line in desktop.log() if POLICY_WORDS in line]
    # The check can fail: what the policy forbids is refused and logged.
    desktop.run("const s = document.createElement('script'); s.textContent = 'window.bad = 1';"
                "document.head.append(s)")
    assert desktop.run("return window.bad") is None
    assert [line for line in desktop.log() if POLICY_WORDS in line]


def test_every_field_has_a_label_and_every_button_a_name(desktop):
    script = """
    const bad = [];
    const walk = (root) => { for (const e of root.querySelectorAll('*')) {
      if (e.shadowRoot) walk(e.shadowRoot);
      const named = e.labels?.length || e.getAttribute('aria-label') || e.ariaLabelledByElements;
      if (e.matches('input, textarea, select') && !named) bad.push(e.outerHTML);
      if (e.matches('button') && !named && !e.textContent.trim()) bad.push(e.outerHTML);
    } };
    walk(document);
    return bad;
    """
    for name in ("report", "follow", "board"):
        desktop.open(f"/pages/{name}.html")
        desktop.one("h1")
        assert desktop.run(script) == []
    open_desk(desktop, "office")
    desktop.one("#unit")
    desktop.click("#register")
    desktop.one("#source")
    assert desktop.run(script) == []


def test_the_pages_fit_the_narrowest_phone(campus, phone):
    phone.resize(360, 740)
    for name in ("report", "follow", "board"):
        phone.open(f"/pages/{name}.html")
        phone.one("h1")
        assert phone.overflow() == 0, name
    case = campus.submit()
    open_desk(phone, "office")
    phone.click("sv-filters >>> summary")
    phone.one(f'[data-id="{case.id}"]')
    assert phone.overflow() == 0, "the list"
    open_case(phone, case)
    phone.click("[data-action=dispatch]")
    phone.one("#plan-unit")
    assert phone.overflow() == 0, "the dispatch"
    phone.open("/desk/#register")
    phone.one("#source")
    assert phone.overflow() == 0, "the registering"
