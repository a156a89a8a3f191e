"""公示的页在浏览器里: the public list and the objection at a desk and on a phone, by keyboard and without scripts."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.apps.cases.notice_stories import NAME, PHONE, REASON, posted, two_waiting
from tests.apps.cases.stories import AT
from tests.chromium import fits

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((1280, 900), (390, 844))


@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_a_neighbour_reads_the_list_and_objects(browser_page: Page, live_server: LiveServer) -> None:
    cache.clear()
    number = posted(*two_waiting(), at=AT)
    browser_page.goto(f"{live_server.url}/notices/")
    assert fits(browser_page)
    browser_page.get_by_role("link", name="2023 年上云上平台补助拟支持名单公示").click()
    expect(browser_page.locator("tbody tr")).to_have_count(2)
    expect(browser_page.locator(".deadline li.last")).to_contain_text("19")
    assert fits(browser_page)
    browser_page.get_by_role("link", name="提出异议").first.click()
    assert fits(browser_page)
    browser_page.get_by_role("button", name="提交异议").focus()
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator(".field.is-wrong")).to_have_count(4)
    assert fits(browser_page)
    browser_page.get_by_label("对哪一家有异议").select_option(index=1)
    browser_page.get_by_label("您的真实姓名").fill(NAME)
    browser_page.get_by_label("联系电话或邮箱").fill(PHONE)
    browser_page.get_by_label("事实和理由").fill(REASON)
    browser_page.get_by_role("button", name="提交异议").click()
    expect(browser_page.locator("h1")).to_contain_text("YY-2023-0001")
    assert fits(browser_page)
    browser_page.goto(f"{live_server.url}/notices/{number}/")
    assert NAME not in browser_page.content()
