"""追回在手机上和桌面上：the list, the form with its mistakes, and the decision fit both."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.apps.funds.funds_stories import a_line
from tests.apps.funds.test_clawback import paid
from tests.chromium import fits
from tests.interfaces.portal.cases.office import Person
from tests.interfaces.portal.funds.treasury import Treasury

pytestmark = pytest.mark.django_db(transaction=True)


def come_in(page: Page, live_server: LiveServer, person: Person) -> None:
    session = person.client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


@pytest.mark.parametrize("browser_page", [(1280, 900), (390, 844)], indirect=True)
def test_money_is_clawed_back_by_two_persons(browser_page: Page, live_server: LiveServer, treasury: Treasury) -> None:
    a_line(100_000)
    paid(fen=100_000)
    come_in(browser_page, live_server, treasury.officer)
    browser_page.goto(f"{live_server.url}/funds/clawbacks/")
    assert fits(browser_page)
    browser_page.get_by_role("link", name="拟办追回").click()
    assert fits(browser_page)
    browser_page.get_by_role("link", name="拟办追回").click()
    browser_page.get_by_label("事由").select_option(label="项目终止或未按要求完成")
    browser_page.get_by_label("决定文号").fill("洛工信〔2023〕9号")
    browser_page.get_by_label("事实和依据").fill("项目终止，没有按任务书完成")
    browser_page.get_by_role("button", name="拟办，交另一人决定").click()
    expect(browser_page.get_by_role("alert")).to_contain_text("至少一期")
    assert fits(browser_page)
    browser_page.get_by_label("到期日").first.fill("2023-09-30")
    browser_page.get_by_role("button", name="拟办，交另一人决定").click()
    expect(browser_page.get_by_role("status")).to_contain_text("要另一人决定")
    expect(browser_page.get_by_role("button", name="拟办人不能决定，请换一人")).to_be_disabled()
    assert fits(browser_page)
    come_in(browser_page, live_server, treasury.unit_head)
    browser_page.reload()
    browser_page.get_by_role("button", name="决定追回").click()
    expect(browser_page.get_by_role("status")).to_contain_text("企业已收到通知")
    come_in(browser_page, live_server, treasury.one)
    browser_page.reload()
    browser_page.get_by_label("金额").fill("1000")
    browser_page.get_by_label("到账日期").fill("2023-06-13")
    browser_page.get_by_label("凭证号").fill("PZ-2023-77")
    browser_page.get_by_role("button", name="登记来款").click()
    expect(browser_page.get_by_role("status")).to_contain_text("来款已登记")
    expect(browser_page.locator(".page-head")).to_contain_text("已追回")
    assert fits(browser_page)
