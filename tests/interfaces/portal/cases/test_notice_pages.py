"""公示的页: from the waiting cases to the public list and the objection; nothing personal leaves the house."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client
from openpyxl import load_workbook

from luoqiao.apps.cases.models import Objection, PublicNotice
from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.apps.parties.models import Contact, Enterprise
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.cases.notice_stories import NAME, PHONE, REASON, objected, posted, two_waiting, waiting_claim
from tests.apps.cases.stories import AT, MINE

LEAD = "industry_information"
CONTACT, CONTACT_PHONE = "洪联系", "13959991111"


@pytest.fixture
def officer(on_the_day: None) -> Client:
    return signed_in(a_person("chen", (Role.OFFICER, LEAD), name="陈知行"))


@pytest.fixture
def second(on_the_day: None) -> Client:
    return signed_in(a_person("zheng", (Role.OFFICER, LEAD), name="郑立群"))


@pytest.fixture
def stranger(on_the_day: None) -> Client:
    cache.clear()
    return Client()


def hidden(name: str, page: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_one_prepares_another_posts_and_everybody_sees_it(officer: Client, second: Client, stranger: Client) -> None:
    cases = two_waiting()
    page = officer.get("/notices/new/").text
    assert all(case in page for case in cases)
    preview = officer.post("/notices/new/", {"do": "preview", "case": cases}).text
    assert "2023 年上云上平台补助拟支持名单公示" in preview
    assert "2023-06-13（周二）至 2023-06-19（周一）" in preview
    saved = officer.post(
        "/notices/new/", {"do": "save", "case": cases, "title": "2023 年上云补助公示", "key": hidden("key", preview)}
    )
    address = saved["Location"]
    assert stranger.get(address).status_code == 404
    assert "拟稿人不能发布" in officer.get(address).text
    refused = officer.post(f"{address}post/", {"key": str(uuid4())})
    assert refused.status_code == 409
    assert "不能既经办又复核" in refused.text
    draft = second.get(address).text
    assert second.post(f"{address}post/", {"key": hidden("key", draft)}).status_code == 302
    page = stranger.get(address).text
    assert "泉州示例机械有限公司" in page
    assert MINE in page
    assert "36,000.00" in page
    assert "公示中" in stranger.get("/notices/").text


def test_nothing_but_name_code_policy_and_amount_is_published(officer: Client, stranger: Client) -> None:
    firm = Enterprise.objects.get(uscc=MINE)
    Contact.objects.create(enterprise=firm, name=CONTACT, phone=CONTACT_PHONE)
    number = posted(waiting_claim())
    objected(number)
    html = stranger.get(f"/notices/{number}/").text + stranger.get("/notices/").text
    docx = ZipFile(BytesIO(stranger.get(f"/notices/{number}/docx/").content)).read("word/document.xml").decode()
    book = load_workbook(BytesIO(stranger.get(f"/notices/{number}/xlsx/").content))
    cells = " ".join(str(cell.value) for row in book.active.iter_rows() for cell in row)  # type: ignore[union-attr] # has a sheet
    for published in (html, docx, cells):
        assert "泉州示例机械有限公司" in published
        assert "36,000.00" in published or "36000" in published
        for personal in (NAME, PHONE, REASON, CONTACT, CONTACT_PHONE, "林若澄", "陈知行", "LQ-2023-0001"):
            assert personal not in published, personal


def test_the_public_page_may_be_kept_for_a_minute_and_the_one_of_officers_not(officer: Client, stranger: Client) -> None:
    set_demonstration_clock(AT + timedelta(days=1))
    number = posted(waiting_claim())
    kept = stranger.get(f"/notices/{number}/")
    assert "Cookie" in kept["Vary"]
    assert "private" in officer.get(f"/notices/{number}/")["Cache-Control"]


def test_an_objection_is_filed_by_anybody_and_answered_by_two(officer: Client, second: Client, stranger: Client) -> None:
    number = posted(waiting_claim(), at=AT)
    address = f"/notices/{number}/objection/"
    page = stranger.get(f"{address}?row=1").text
    typed = {"key": hidden("key", page), "row": "1", "name": "匿名", "contact": PHONE, "reason": REASON}
    refused = stranger.post(address, typed)
    assert refused.status_code == 422
    assert "匿名的异议不予受理" in refused.text
    assert REASON in refused.text
    done = stranger.post(address, typed | {"name": NAME})
    assert stranger.post(address, typed | {"name": NAME})["Location"] == done["Location"]
    receipt = stranger.get(done["Location"]).text
    assert "YY-2023-0001" in receipt
    assert NAME not in receipt
    desk = officer.get("/objections/YY-2023-0001/").text
    assert "蔡**" in desk
    assert NAME not in desk
    assert PHONE not in desk
    officer.post("/objections/YY-2023-0001/", {"do": "dismiss", "text": "经核，全部是服务费"})
    assert "请换一位同事" in officer.get("/objections/YY-2023-0001/").text
    second.post("/objections/YY-2023-0001/", {"do": "confirm"})
    assert "经核，全部是服务费" in stranger.get(done["Location"]).text


def test_the_objector_is_shown_once_for_a_reason(officer: Client) -> None:
    receipt = objected(posted(waiting_claim(), at=AT), at=AT).number
    refused = officer.post(f"/objections/{receipt}/", {"do": "reveal", "reveal_reason": ""})
    assert NAME not in refused.text
    shown = officer.post(f"/objections/{receipt}/", {"do": "reveal", "reveal_reason": "打电话核实情况"}).text
    assert NAME in shown
    assert PHONE in shown
    assert NAME not in officer.get(f"/objections/{receipt}/").text


def test_others_see_no_objection(on_the_day: None, officer: Client, clerk: Client) -> None:
    number = posted(waiting_claim(), at=AT)
    receipt = objected(number, at=AT).number
    commerce = signed_in(a_person("wang", (Role.OFFICER, "commerce")))
    assert clerk.get(f"/objections/{receipt}/").status_code == 403
    assert commerce.get(f"/objections/{receipt}/").status_code == 404
    assert receipt not in commerce.get(f"/notices/{number}/objections/").text
    assert "撤下" not in commerce.get(f"/notices/{number}/").text


def test_a_row_is_taken_off_with_a_reason(officer: Client, stranger: Client) -> None:
    case, other = two_waiting()
    number = posted(case, other, at=AT)
    assert "退回重审" in officer.get(f"/notices/{number}/rows/{case}/").text
    assert officer.post(f"/notices/{number}/rows/{case}/", {"reason": ""}).status_code == 409
    officer.post(f"/notices/{number}/rows/{case}/", {"reason": "企业名称有误", "back": "0"})
    page = stranger.get(f"/notices/{number}/").text
    assert "已撤下" in page
    assert "企业名称有误" not in page
    assert case in officer.get("/notices/new/").text


def test_a_whole_list_is_withdrawn(officer: Client, stranger: Client) -> None:
    number = posted(waiting_claim(), at=AT)
    officer.post(f"/notices/{number}/withdraw/", {"reason": "标题写错"})
    assert PublicNotice.objects.get(number=number).state == "withdrawn"
    assert "已撤销" in stranger.get(f"/notices/{number}/").text


def test_too_many_objections_from_one_address_are_slowed_down(officer: Client, stranger: Client) -> None:
    number = posted(waiting_claim(), at=AT)
    typed = {"row": "1", "name": NAME, "contact": PHONE, "reason": REASON}
    codes = [stranger.post(f"/notices/{number}/objection/", typed).status_code for _ in range(22)]
    assert codes[:20] == [302] * 20
    assert codes[20:] == [422, 422]
    assert Objection.objects.count() == 20


def test_the_list_is_searched_by_firm_and_code(officer: Client, stranger: Client) -> None:
    number = posted(waiting_claim(), at=AT)
    for text in ("示例机械", MINE[:10], number, "上云"):
        assert number in stranger.get("/notices/", {"q": text}).text
    assert "没有找到" in stranger.get("/notices/", {"q": "没有这家"}).text
    assert number not in stranger.get("/notices/", {"state": "ended"}).text
