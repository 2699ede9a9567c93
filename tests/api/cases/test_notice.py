"""The rectification notice 《问题整改通知单》: as data, as a printable page, and for whom."""
import html.parser
import re

import pytest

from harness import (ADMIN, CATERING, ENERGY, INSPECTOR, LEADER, OFFICE, STUDENT, ok, problem)

HOSTILE = '</td><script>alert(1)</script>&amp;"\' onload=x <!-- ]]> 〔2026〕'


class Page(html.parser.HTMLParser):
    """The page as a browser's parser sees it: its tags, the text of each row by its head."""
    VOID = {"meta", "link", "br"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.rows, self.attributes = [], [], {}, []
        self._head = None
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "tr":
            self._head = None

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}>"

    def handle_data(self, data):
        self.text += data
        if "th" in self.open:
            self._head = data
            self.rows[data] = ""
        elif "td" in self.open and self._head:
            self.rows[self._head] += data


def page(campus, case, actor=OFFICE):
    reply = campus.get(f"cases/{case.id}/notice.html", actor)
    assert reply.status_code == 200, reply.text
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    parsed = Page(reply.content.decode("utf-8"))
    assert parsed.open == []
    return parsed


def test_there_is_none_before_dispatch(campus):
    case = campus.submit()
    problem(campus.get(f"cases/{case.id}/notice", OFFICE), 404, "no_notice")
    problem(campus.get(f"cases/{case.id}/notice.html", OFFICE), 404, "no_notice")
    problem(campus.get("cases/261123-7KQ4M2X/notice", OFFICE), 404, "not_found")


def test_the_data_hold_numbers_names_and_limits(campus):
    case = campus.submit(domain="catering", place="canteen-1", place_detail="二楼3号窗口")
    campus.dispatch(case, unit="catering-centre", facts="饭菜有异物", requirement="立即整改")
    reply = ok(campus.get(f"cases/{case.id}/notice", OFFICE))
    notice = reply["notice"]
    assert re.fullmatch(r"后勤整改〔\d{4}〕1号", notice["number"])
    assert (notice["facts"], notice["requirement"]) == ("饭菜有异物", "立即整改")
    assert notice["unit"] == "catering-centre" and notice["rectify_by"] and notice["sign_by"]
    assert reply["case"] == case.id
    assert (reply["unit_name"], reply["place_name"], reply["place_detail"]) == (
        "餐饮服务中心", "第一食堂", "二楼3号窗口")
    assert reply["domain_name"] and reply["category_name"] and reply["severity"]
    assert "rectification" not in reply and "finding" not in reply


def test_the_unit_and_the_office_read_it_and_nobody_else(campus):
    case = campus.walk("dispatched", domain="catering")
    for form in ("notice", "notice.html"):
        path = f"cases/{case.id}/{form}"
        for actor in (CATERING, INSPECTOR, OFFICE, LEADER, ADMIN):
            assert campus.get(path, actor).status_code == 200, actor
        problem(campus.get(path, ENERGY), 403, "forbidden")
        problem(campus.get(path, STUDENT), 403, "forbidden")
        problem(campus.get(path), 403, "sign_in")
        problem(campus.get(path, receipt=case.receipt), 403, "sign_in")


def test_the_page_has_the_rows_of_the_form_in_their_order(campus):
    case = campus.walk("dispatched", domain="catering")
    parsed = page(campus, case)
    assert list(parsed.rows) == ["责任单位", "事项", "存在问题", "整改要求", "依据", "整改期限",
                                 "签发人", "签收人", "整改情况", "复查意见"]
    assert "测试大学" in parsed.text and "问题整改通知单" in parsed.text
    assert re.search(r"后勤整改〔\d{4}〕1号", parsed.text)
    assert parsed.rows["责任单位"] == "餐饮服务中心"
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d", parsed.rows["整改期限"])
    assert re.search(r"签发日期：\d{4}年\d{1,2}月\d{1,2}日", parsed.rows["签发人"])
    assert parsed.rows["签收人"] == "签收日期：" and parsed.rows["整改情况"] == ""


def test_the_page_grows_with_the_case(campus):
    case = campus.walk("verified", domain="catering")
    parsed = page(campus, case, CATERING)
    assert "李主任" in parsed.rows["签收人"]
    assert re.search(r"\d{4}年", parsed.rows["签收人"])
    assert "已整改" in parsed.rows["整改情况"]
    assert parsed.rows["复查意见"].startswith("复查通过。")

    returned = campus.walk("rectified", domain="catering")
    campus.send_back(returned)
    assert page(campus, returned).rows["复查意见"].startswith("复查未通过。")


def test_a_basis_of_the_rulebook_is_printed_by_title_and_clause(campus):
    basis = ok(campus.get("domains/catering"))["bases"][0]
    case = campus.submit(domain="catering")
    campus.dispatch(case, unit="catering-centre", basis=[basis["code"], "合同第5条"])
    text = page(campus, case).rows["依据"]
    assert basis["title"] in text and basis.get("clause", "") in text and "合同第5条" in text


@pytest.mark.parametrize("hostile", [HOSTILE, "<img src=x onerror=alert(1)>", "a\nb<br>"])
def test_hostile_text_stays_text(campus, hostile):
    plain = page(campus, campus.walk("verified", domain="catering"))
    case = campus.submit(domain="catering", place_detail=hostile[:40])
    campus.dispatch(case, unit="catering-centre", facts=hostile, requirement=hostile,
                    signer=hostile[:20], basis=[hostile])
    campus.do(case, "sign", CATERING, receiver=hostile[:20])
    campus.do(case, "rectify", CATERING, measures=hostile)
    campus.do(case, "verify", INSPECTOR, finding=hostile)
    parsed = page(campus, case)
    ignored = {"br", "li"}
    assert [t for t in parsed.tags if t not in ignored] == \
        [t for t in plain.tags if t not in ignored]
    assert not [name for name, _ in parsed.attributes if name.startswith("on")]
    assert parsed.rows["存在问题"].replace("\n", "") == hostile.replace("\n", "")
    assert hostile.replace("\n", "") in parsed.rows["复查意见"].replace("\n", "")


def test_the_page_needs_nothing_inline_and_links_its_stylesheet(campus):
    parsed = page(campus, campus.walk("dispatched"))
    assert "script" not in parsed.tags and "style" not in parsed.tags
    assert not [name for name, _ in parsed.attributes if name == "style"]
    assert ("href", "/t0/pages/notice.css") in parsed.attributes
    assert ("lang", "zh-CN") in parsed.attributes


def test_the_reporter_never_stands_in_it(campus):
    case = campus.submit(domain="catering", contact={"name": "赵钱孙", "phone": "13912345678"})
    campus.dispatch(case, unit="catering-centre")
    for form in ("notice", "notice.html"):
        text = campus.get(f"cases/{case.id}/{form}", CATERING).text
        assert "赵钱孙" not in text and "13912345678" not in text
