"""Chinese first; English by a switch that is remembered, or by the lang attribute."""
REPORT = "/pages/report.html"


def test_a_page_begins_in_chinese(phone):
    phone.open(REPORT)
    phone.see("h1", "我要反映")
    assert phone.run("return document.documentElement.lang") == "zh-CN"


def test_the_switch_turns_every_part_to_english_and_is_remembered(phone):
    phone.open(REPORT)
    phone.see("h1", "我要反映")
    phone.click("button[lang=en]")
    phone.see("h1", "Report something")
    phone.see("sv-preview", "How it will be handled")
    phone.open("/pages/board.html")
    phone.see("h1", "Public figures")
    assert phone.run("return document.documentElement.lang") == "en"
    phone.click("button[lang=zh-CN]")
    phone.see("h1", "服务监督公示")


def test_a_lang_attribute_decides_for_its_element_and_a_portal_may_change_it(phone):
    phone.open("/portal/english.html")
    phone.see("supervision-report", "Report something")
    phone.see("sv-preview", "How it will be handled")
    phone.run("document.querySelector('supervision-report').lang = 'zh'")
    phone.see("supervision-report", "我要反映")


def test_a_refusal_is_said_in_the_reader_s_language(phone):
    phone.open("/portal/english.html")
    phone.type("#text", "hm")
    phone.click("#submit")
    assert phone.text("[role=alert]").isascii()
    assert any("cases" in line for line in phone.log())  # the refusal, and nothing else
