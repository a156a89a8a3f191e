"""名单的页: a file is read, doubts are decided, a second person confirms, and the cases stand beside the rows."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.accounts.models import User
from luoqiao.apps.cases.models import Case, RecognitionList
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.cases.stories import MINE
from tests.chromium import fits

LEAD = "industry_information"
ROWS = (
    "企业名称,统一社会信用代码,认定事项\n"
    f"泉州示例机械有限公司,{MINE},新认定\n泉州另例机械（集团）有限公司,91350504MA20000277,新认定\n晋江某厂,,新认定\n"
)
HEAD = {
    "what": "recognition:little_giant", "document_number": "工信部企业函〔2023〕90号", "issued_on": "2023-06-01",
    "source_unit": "工业和信息化部", "event": "new", "year": "", "key": "",
}  # fmt: skip


@pytest.fixture
def officer(on_the_day: None) -> Client:
    return signed_in(a_person("chen", (Role.OFFICER, LEAD), name="陈知行"))


@pytest.fixture
def head(on_the_day: None) -> Client:
    return signed_in(a_person("du", (Role.UNIT_HEAD, LEAD), name="杜局长"))


def sent(client: Client, text: str = ROWS, **changed: str):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile("小巨人.csv", text.encode("gb18030"))
    return client.post("/lists/new/", {**HEAD, **changed, "file": file})


def test_a_file_becomes_cases_in_two_persons_hands(officer: Client, head: Client) -> None:
    address = sent(officer)["Location"]
    page = officer.get(address).text
    assert "名称不止一家" in page
    assert "还有 1 行要定" in page
    assert officer.post(address, {"do": "resolve", "place": "3"}).status_code == 409
    officer.post(address, {"do": "resolve", "place": "3", "uscc": "91350504MA20000277"})
    officer.post(address, {"do": "check"})
    assert "请换一位同事" in officer.get(address).text
    assert officer.post(address, {"do": "confirm"}).status_code == 409
    assert not Case.objects.exists()
    head.post(address, {"do": "confirm"})
    page = head.get(address).text
    assert "LQ-2023-0001" in page
    assert "LQ-2023-0002" in page
    assert Case.objects.filter(clause="little_giant").count() == 2
    assert "国家专精特新“小巨人”企业奖励" in head.get("/lists/").text


def test_what_is_wrong_is_said_and_what_was_typed_stays(officer: Client) -> None:
    refused = sent(officer, document_number="", issued_on="2023-06")
    assert refused.status_code == 422
    assert "没有写到日" in refused.text
    assert "工业和信息化部" in refused.text
    no_header = sent(officer, "甲,乙\n1,2\n")
    assert no_header.status_code == 422
    assert "没有找到表头" in no_header.text
    assert not RecognitionList.objects.exists()


def test_the_same_file_again_leads_to_the_list_that_is_there(officer: Client) -> None:
    sent(officer)
    again = sent(officer)
    assert again.status_code == 409
    assert "MD-2023-0001" in again.text
    assert RecognitionList.objects.count() == 1


def test_the_template_has_the_columns_of_the_clause(officer: Client) -> None:
    book = load_workbook(BytesIO(officer.get("/lists/template/grants/cloud_adoption/").content))
    assert [cell.value for cell in book.worksheets[0][1]] == [
        "企业名称", "统一社会信用代码", "项目或产品", "年度", "市级实拨（元）",
    ]  # fmt: skip
    assert officer.get("/lists/template/recognition/cloud_adoption/").status_code == 409


def test_a_template_sent_back_as_it_is_is_read(officer: Client) -> None:
    template = officer.get("/lists/template/recognition/little_giant/").content
    file = SimpleUploadedFile("模板.xlsx", template)
    address = officer.post("/lists/new/", {**HEAD, "file": file})["Location"]
    assert "泉州示例机械有限公司" in officer.get(address).text


def test_clerks_and_firms_have_no_lists(clerk: Client, agent: Client) -> None:
    for stranger in (clerk, agent):
        assert stranger.get("/lists/").status_code == 403
        assert "名单" not in stranger.get("/policies/").text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("browser_page", [(1280, 900), (390, 844)], indirect=True)
def test_in_a_browser(browser_page: Page, live_server: LiveServer, on_the_day: None, tmp_path: Path) -> None:
    for name, role in (("chen", Role.OFFICER), ("du", Role.UNIT_HEAD)):
        a_person(name, (role, LEAD), name=name)
    file = tmp_path / "小巨人.csv"
    file.write_text(ROWS.replace("（集团）", ""), "utf-8")
    _enter(browser_page, live_server, "chen")
    browser_page.goto(f"{live_server.url}/lists/")
    browser_page.get_by_role("link", name="导入名单").click()
    browser_page.get_by_label("这是什么名单").select_option("recognition:little_giant")
    browser_page.get_by_label("文号").fill("工信部企业函〔2023〕90号")
    browser_page.get_by_label("发文日期").fill("2023-06-01")
    browser_page.get_by_label("发文单位").fill("工业和信息化部")
    browser_page.get_by_label("文件（xlsx").set_input_files(file)
    assert fits(browser_page)
    browser_page.get_by_role("button", name="上传并核对").click()
    browser_page.get_by_role("button", name="核对完毕，交另一人确认").click()
    expect(browser_page.get_by_role("status")).to_contain_text("等另一位同事确认")
    assert fits(browser_page)
    address = browser_page.url
    _enter(browser_page, live_server, "du")
    browser_page.goto(address)
    browser_page.get_by_role("button", name="确认名单").click()
    expect(browser_page.get_by_role("link", name="LQ-2023-0001")).to_be_visible()
    assert fits(browser_page)


def _enter(page: Page, live_server: LiveServer, username: str) -> None:
    session = signed_in(User.objects.get(username=username)).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item] # a cookie as the driver takes it
