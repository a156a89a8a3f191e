"""名录在浏览器里: by keyboard, at 1280 and 390 px, with and without the scripts; nothing runs over the edge of a phone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.parties.models import Enterprise
from luoqiao.apps.parties.queries import list_holdings
from luoqiao.apps.parties.services import (
    ContactFields,
    ProposedAccount,
    keep_contact,
    propose_account,
    record_standings,
    record_titles,
)
from luoqiao.core.parties.holding import HoldingKind
from luoqiao.core.parties.standing import HeldStanding, StandingKind
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.parties.people import AGENT, AT, OFFICER, ON, USCC
from tests.interfaces.portal.parties.conftest import NAME, POSTS

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((1280, 900), (390, 844))
PICTURES = os.environ.get("PICTURES", "")
"""A folder for pictures of the pages, when somebody wants to look at them."""

Enter = Callable[[str], None]


@pytest.fixture
def enter(browser_page: Page, live_server: LiveServer) -> Enter:
    """登录: the session of the person with that post in the browser."""

    def come_in(who: str) -> None:
        session = signed_in(a_person(who, POSTS[who], name="王小镇")).cookies[settings.SESSION_COOKIE_NAME].value
        address = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        browser_page.context.add_cookies([address])  # type: ignore[list-item] # a cookie as the driver takes it

    return come_in


@pytest.fixture
def full_firm() -> None:
    """一家登记得满的企业."""
    keep_contact(USCC, ContactFields("陈会计", "13800001234", "财务"), actor=AGENT, at=AT)
    account = ProposedAccount("建设银行", NAME, "3505016612345678", "洛江支行")
    propose_account(USCC, account, key=uuid4(), actor=AGENT, at=AT)
    above = HeldStanding(StandingKind.ABOVE_DESIGNATED_SIZE, ON, None, "区统计局 2023 年 1 月名录")
    record_standings([(USCC, above)], actor=OFFICER, at=AT)
    title = HeldTitle(TitleKind.LITTLE_GIANT, TitleLevel.NATIONAL, ON, number="A-1", source="工信部第四批名单")
    record_titles([(USCC, title)], actor=OFFICER, at=AT)


def no_overflow(page: Page) -> None:
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1], page.url


def picture(page: Page, name: str) -> None:
    if PICTURES:
        size = page.viewport_size or {"width": 0}
        page.screenshot(path=Path(PICTURES) / f"{name}-{size['width']}.png", full_page=True)


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
@pytest.mark.usefixtures("full_firm")
def test_every_page_fits_and_has_one_heading(browser_page: Page, live_server: LiveServer, enter: Enter) -> None:
    enter("officer")
    pages = {
        "register": reverse("parties:register"), "enterprise": reverse("parties:enterprise", args=(USCC,)),
        "correct": reverse("parties:correct", args=(USCC,)), "import": reverse("parties:import"),
        "units": reverse("parties:units"), "named": reverse("parties:named"), "accounts": reverse("parties:accounts"),
        "equipment": reverse("parties:holding_new", args=(USCC, "equipment")),
        "contact": reverse("parties:contact_new", args=(USCC,)), "new": reverse("parties:new"),
    }  # fmt: skip
    for name, address in pages.items():
        browser_page.goto(live_server.url + address)
        expect(browser_page.locator("h1")).to_have_count(1)
        no_overflow(browser_page)
        picture(browser_page, name)
    browser_page.goto(live_server.url + pages["accounts"])
    browser_page.get_by_role("link", name="办理").click()
    expect(browser_page.get_by_role("button", name="确认这个账户")).to_be_visible()
    no_overflow(browser_page)
    picture(browser_page, "account")


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_a_list_is_imported_by_hand(browser_page: Page, live_server: LiveServer, enter: Enter, tmp_path: Path) -> None:
    enter("officer")
    file = tmp_path / "企业名录.csv"
    rows = f"{USCC},{NAME},纺织鞋服\n91350504MA00001700,{NAME},\n91350504MA00004020,泉州新厂有限公司,\n123,错码厂,\n"
    file.write_text(f"统一社会信用代码,企业名称,方案产业,备注\n{rows}", "utf-8")
    browser_page.goto(live_server.url + reverse("parties:import"))
    browser_page.get_by_label("文件（xlsx").set_input_files(file)
    browser_page.get_by_role("button", name="上传并预览").click()
    expect(browser_page.get_by_text("待您确认")).to_be_visible()
    expect(browser_page.get_by_text("没有用到的列：备注")).to_be_visible()
    no_overflow(browser_page)
    picture(browser_page, "import_one")
    browser_page.get_by_role("group", name="第 3 行").get_by_label("不导入这一行").check()
    browser_page.get_by_role("button", name="只导入无误的行").press("Enter")
    expect(browser_page.get_by_role("status").first).to_contain_text("已导入：新增 1，变更 1")
    assert Enterprise.objects.count() == 3


@pytest.mark.parametrize("browser_page", [(390, 844)], indirect=True)
def test_a_clerk_fills_in_on_a_phone(browser_page: Page, live_server: LiveServer, enter: Enter) -> None:
    enter("clerk")
    browser_page.goto(live_server.url + reverse("parties:register"))
    browser_page.get_by_label("企业名称或代码").fill("示例机")
    browser_page.keyboard.press("Enter")
    browser_page.get_by_role("link", name=NAME).click()
    browser_page.get_by_role("link", name="添加关键设备").click()
    browser_page.get_by_label("名称", exact=True).fill("五轴加工中心")
    browser_page.get_by_label("出厂编号").fill("SN-1")
    browser_page.get_by_role("group", name="是否联网").get_by_label("是", exact=True).check()
    browser_page.get_by_role("button", name="保存").click()
    expect(browser_page.get_by_text("代填要写明企业谁同意的")).to_be_visible()
    expect(browser_page.get_by_label("名称", exact=True)).to_have_value("五轴加工中心")
    no_overflow(browser_page)
    browser_page.get_by_label("企业谁同意代填").fill("陈厂长")
    browser_page.get_by_role("button", name="保存").click()
    expect(browser_page.get_by_text("代填，陈厂长同意")).to_be_visible()
    assert list_holdings(USCC, HoldingKind.EQUIPMENT)[0].fields["networked"] == "是"
