"""评审从请人到出均分：the whole round in a real browser, at a desk and on a phone, without a script of its own."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.cases.queries.expert_rounds import get_scoring
from luoqiao.core.parties.actor import SYSTEM
from tests.apps.cases.scoring_stories import SHEET
from tests.chromium import fits
from tests.interfaces.portal.cases.expert_office import a_workshop, experts_of_the_district
from tests.interfaces.portal.cases.office import Office, Person

pytestmark = pytest.mark.django_db(transaction=True)
LABELS = {"equipment": "装备数控化与联网", "data": "数据采集与应用", "control": "生产过程管控", "effect": "实施成效"}


class Reader:
    """One browser, used by one person after another."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site

    def be(self, person: Person, address: str) -> Page:
        """This person opens a page, and nothing sticks out of it."""
        session = person.client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.site}])
        self.page.goto(f"{self.site}{address}")
        self.fits()
        return self.page

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        self.fits()

    def fits(self) -> None:
        assert fits(self.page)


def ask(reader: Reader, officer: Person, number: str, *names: str) -> None:
    page = reader.be(officer, f"/cases/{number}/")
    page.get_by_role("link", name="请专家、结束评审").click()
    for name in names:
        page.get_by_label(name).check()
    reader.press("请勾选的专家")
    expect(page.get_by_role("status")).to_contain_text(f"已请 {len(names)} 位专家")


def give(reader: Reader, expert: Person, total: int) -> None:
    page = reader.be(expert, "/experts/")
    page.get_by_role("link", name="声明", exact=True).click()
    reader.press("没有利害关系，看材料")
    expect(page.get_by_text("数据采集、生产管控、设备联网都已做到")).to_be_visible()
    for item, label in LABELS.items():
        page.get_by_label(label).fill(SHEET[item])
    page.get_by_label("装备数控化与联网").fill("99")
    page.get_by_label("评审意见").fill(f"总评 {total}")
    reader.press("交分")
    expect(page.get_by_role("alert")).to_contain_text("0 到 30 的整数")
    expect(page.get_by_label("评审意见")).to_have_value(f"总评 {total}")
    page.get_by_label("装备数控化与联网").fill(str(total - 55))
    reader.press("交分")
    expect(page.get_by_text(f"合计 {total} 分")).to_be_visible()


@pytest.mark.parametrize("browser_page", [(1280, 900), (390, 844)], indirect=True)
def test_a_round_from_asking_to_the_average(browser_page: Page, live_server: LiveServer, office: Office) -> None:
    number, (li, huang, lin, zhou) = a_workshop(office), experts_of_the_district()
    reader = Reader(browser_page, live_server.url)

    # 部门请三位；一位回避，另请一位
    ask(reader, office.officer, number, "李思齐", "黄明远", "林予安")
    page = reader.be(lin, f"/cases/{number}/score/")
    page.get_by_label("是什么关系").fill("师生")
    reader.press("有利害关系，回避")
    expect(page.get_by_text("不参加这件案件的评审")).to_be_visible()
    ask(reader, office.officer, number, "周文澜")

    # 三位各自打分，谁也看不到别人的
    for expert, total in ((li, 80), (huang, 75), (zhou, 60)):
        give(reader, expert, total)
    page = reader.be(office.officer, f"/cases/{number}/experts/")
    for mark in ("总评", "80", "75"):
        expect(page.locator("main")).not_to_contain_text(mark)

    # 结束，进入部门审定，均分可见；审计重放一致
    reader.press("结束评审，算出均分")
    expect(page.get_by_role("status")).to_contain_text("均分 71.67，达到入围线")
    expect(page.locator("table")).to_contain_text("周文澜")
    page = reader.be(office.officer, f"/cases/{number}/")
    expect(page.get_by_text("评审均分 71.67，达到入围线（60 分）")).to_be_visible()
    expect(reader.be(office.auditor, f"/cases/{number}/replay/").get_by_text("与库内一致")).to_be_visible()
    expect(reader.be(huang, "/experts/").locator("main")).to_contain_text("均分 71.67，达到入围线")
    (closed,) = get_scoring(number, SYSTEM).closed
    assert closed.recomputed.value == closed.event.average == 7167
