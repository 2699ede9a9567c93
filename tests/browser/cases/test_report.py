"""A student on a phone: from the first word to following the case."""
import re

from browser import SECONDS
from harness import OFFICE, TEXTS, ok
import servers

REPORT = "/pages/report.html"
RECEIPT = re.compile(r"^\d{6}-[0-9A-Z]{7}(-[0-9A-Z]{5}){4}-[0-9A-Z]{6}$")


def write_and_submit(phone, text=TEXTS["catering"]):
    phone.open(REPORT)
    phone.type("#text", text)
    phone.click("#submit")
    return phone.text("#receipt")


def post_form(phone, text):
    """Sends the form of a browser without scripts; what the answer says."""
    find = phone.driver.find_element
    find("css selector", "textarea").send_keys(text)
    find("css selector", "form button").click()

    def said():  # read once: the page may be on its way to the next
        text = find("css selector", "body").text
        return text if "查询码" in text else None
    return phone.wait(said, "no answer")


def choose_place(phone, words, name):
    phone.type("#place[role=combobox]", words)
    phone.see("[role=option]", name)
    phone.click("[role=option]")


def test_while_the_student_writes_the_page_says_what_it_will_be_taken_for(campus, phone):
    found = ok(campus.post("classify", {"text": TEXTS["catering"]}))
    phone.open(REPORT)
    phone.type("#text", TEXTS["catering"])
    shown = phone.see("sv-preview", found["category_name"])
    assert found["domain_name"] in shown
    assert found["reasons"][0]["text"] in shown


def test_the_student_may_choose_another_service_than_the_one_found(campus, phone):
    phone.open(REPORT)
    phone.type("#text", TEXTS["catering"])
    phone.see("sv-preview", "餐饮")
    phone.click("#change")
    phone.choose("#domain", "energy")
    phone.see("sv-preview", "请在下面选一项")
    phone.choose("#category", "hot_water")
    phone.see("sv-preview", "您已指定类别")
    phone.click("#submit")
    receipt = phone.text("#receipt")
    assert ok(campus.get("receipt", receipt=receipt))["domain"] == "energy"


def test_a_similar_case_is_shown_and_joined_in_place_of_a_second_one(campus, phone):
    case = campus.submit(domain="", place="canteen-1")
    phone.open(REPORT)
    phone.type("#text", TEXTS["catering"])
    choose_place(phone, "第一", "第一食堂")
    phone.see("sv-similar", "近期有人反映过类似的事")
    phone.click("button.support")
    phone.see("sv-similar", "已附议，共 1 人。")
    assert campus.case(case)["counters"]["supporters"] == 1


def test_a_report_gets_a_receipt_that_opens_its_case(campus, phone):
    receipt = write_and_submit(phone)
    assert RECEIPT.match(receipt)
    case = ok(campus.get("receipt", receipt=receipt))
    assert (case["text"], case["state"]) == (TEXTS["catering"], "submitted")
    assert phone.overflow() == 0


def test_place_time_and_contact_arrive_with_the_report(campus, phone):
    phone.open(REPORT)
    phone.type("#text", TEXTS["energy"])
    choose_place(phone, "3号", "3号宿舍楼")
    phone.type("#place_detail", "502室")
    phone.click("details.contact summary")
    phone.type("#name", "张同学")
    phone.type("#phone", "13800000000")
    phone.click("#submit")
    receipt = phone.text("#receipt")
    case = campus.case(receipt[:14], OFFICE)
    assert (case["place"], case["place_detail"]) == ("dorm-3", "502室")
    assert case["contact"] == {"name": "张同学", "phone": "13800000000"}


def test_the_receipt_leads_to_the_case_and_is_in_no_address_and_no_log(stack, phone):
    receipt = write_and_submit(phone)
    phone.click("#follow")
    phone.see("li[aria-current=step]", "已登记")
    assert phone.address.endswith("/pages/follow.html")
    assert receipt[15:] not in stack.log("access.log") + stack.log("error.log")


def test_a_typed_receipt_opens_the_case_and_a_wrong_one_says_so(campus, phone):
    case = campus.walk("rectified")
    phone.open("/pages/follow.html")
    last = "X" if case.receipt[-1] != "X" else "Y"
    phone.type("#receipt", case.receipt[:-1] + last)
    phone.click("#open")
    phone.one("[role=alert]")
    assert any("receipt" in line for line in phone.log())  # the refusal, and nothing else
    phone.type("#receipt", case.receipt.lower())
    phone.click("#open")
    phone.see("li[aria-current=step]", "待复查")
    assert "已整改，并对员工进行培训。" in phone.page_text()


def test_an_empty_report_is_refused_at_its_field(phone):
    phone.open(REPORT)
    phone.click("#submit")
    phone.see("#text-error", "请先写下发生了什么")
    assert phone.focused() == "text"


def test_a_fault_that_the_server_finds_stands_at_its_field(phone):
    phone.open(REPORT)
    phone.type("#text", TEXTS["catering"])
    phone.click("details.contact summary")
    phone.type("#phone", "一三八")
    phone.click("#submit")
    phone.see("#phone-error", "电话")
    phone.wait(lambda: phone.focused() == "phone", "the focus is not at the fault")
    assert any("cases" in line for line in phone.log())  # the refusal, and nothing else


def test_a_draft_survives_a_reload(phone):
    phone.open(REPORT)
    phone.type("#text", "写到一半")
    phone.open(REPORT)
    assert phone.one("#text").get_property("value") == "写到一半"


def test_with_the_store_away_the_draft_stays_and_the_retry_makes_one_case(own_pages):
    stack, phone = own_pages
    phone.open(REPORT)
    phone.type("#text", TEXTS["catering"])
    phone.see("sv-preview", "餐饮")
    stack.redis.stop()
    phone.click("#submit")
    phone.see("#failure", "草稿已留在本机")
    stack.redis.start()
    stack.wait_ready(SECONDS)
    assert servers.wait_until(lambda: phone.text("#submit") == "提交", SECONDS)
    phone.click("#submit")
    assert RECEIPT.match(phone.text("#receipt"))
    listed = ok(stack.request("GET", "/t0/cases", headers=OFFICE.headers()))
    assert len(listed["cases"]) == 1


def test_too_many_requests_are_said_in_words_and_the_wait_is_kept(phone):
    phone.open("/portal/busy.html")
    phone.type("#text", TEXTS["catering"])
    phone.click("#submit")
    phone.see("#failure", "操作太频繁，请稍候。约 30 秒后可重试。")
    phone.see("#submit", "秒后重试")
    assert phone.one("#submit").get_attribute("aria-disabled") == "true"
    before = sum("/busy/cases" in line for line in phone.log())
    phone.click("#submit")
    phone.see("#submit", "秒后重试")
    assert (before, sum("/busy/cases" in line for line in phone.log())) == (1, 0)


def test_a_draft_that_the_tab_cannot_keep_is_not_said_to_be_kept(phone):
    for refused in (False, True):
        phone.open("/portal/busy.html")
        if refused:
            phone.run("Storage.prototype.setItem = () => { throw new DOMException(''); };")
        phone.type("#text", TEXTS["catering"])
        phone.click("#submit")
        phone.see("#failure", "再次提交不会重复立案")
        assert ("草稿已留在本机" in phone.text("#failure")) is not refused
    phone.log()  # the refusals


def test_who_reports_danger_is_told_whom_to_call_also_on_the_receipt(phone):
    write_and_submit(phone, "中午吃完凉菜后宿舍三个人上吐下泻，疑似食物中毒。")
    phone.see("#critical", "120")
    phone.click("#another")
    phone.type("#text", TEXTS["catering"])
    phone.click("#submit")
    phone.one("#receipt")
    assert not phone.all("#critical")


def test_the_receipt_and_the_number_have_one_name_each(campus, phone):
    case = campus.submit()
    write_and_submit(phone)
    pages = [phone.page_text()]
    phone.open("/pages/follow.html")
    phone.one("#receipt")
    pages.append(phone.page_text())
    phone.open(f"/pages/follow.html#{case.receipt}")
    phone.see("sv-history", "登记")
    pages.append(phone.page_text())
    assert "查询码" in pages[0] and "查询码" in pages[1]
    assert not [page for page in pages if "凭证" in page or "案件编号" in page]


def test_without_javascript_the_service_may_be_chosen(campus, phone):
    phone.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        phone.open(REPORT)
        find = phone.driver.find_element
        find("css selector", "select[name=kind] option[value=suggestion]").click()
        find("css selector", "select[name=domain] option[value=energy]").click()
        post_form(phone, "希望尽快处理一下，谢谢。")
    finally:
        phone.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    (case,) = ok(campus.get("cases", OFFICE))["cases"]
    assert (case["kind"], case["domain"]) == ("suggestion", "energy")


def test_without_javascript_an_ordinary_form_reports(campus, phone):
    phone.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        phone.open(REPORT)
        said = post_form(phone, TEXTS["catering"])
    finally:
        phone.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    listed = ok(campus.get("cases", OFFICE))["cases"]
    assert [case["text"] for case in listed] == [TEXTS["catering"]]
    assert listed[0]["id"] in said
