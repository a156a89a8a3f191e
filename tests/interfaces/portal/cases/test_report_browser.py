"""报进度在手机上：the month is reported at 390 px without a script, and the overview fits a desk."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.cases.models import ProgressReport
from tests.chromium import fits
from tests.interfaces.portal.cases.office import Office, Person
from tests.interfaces.portal.cases.test_report_pages import listed, on

pytestmark = pytest.mark.django_db(transaction=True)


def come_in(page: Page, live_server: LiveServer, person: Person) -> None:
    session = person.client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


@pytest.mark.parametrize("browser_page", [(390, 844)], indirect=True)
def test_a_month_is_reported_on_a_phone(browser_page: Page, live_server: LiveServer, office: Office) -> None:
    listed(office)
    on(7, 3)
    come_in(browser_page, live_server, office.agent)
    browser_page.goto(f"{live_server.url}/my/reports/")
    assert fits(browser_page)
    browser_page.get_by_role("link", name="报2023年6月进度").click()
    assert fits(browser_page)
    browser_page.get_by_label("本月完成投资").fill("120万元")
    browser_page.get_by_role("button", name="报送6月进度").click()
    expect(browser_page.get_by_role("alert")).to_contain_text("没有报成")
    assert fits(browser_page)
    expect(browser_page.get_by_label("本月完成投资")).to_have_value("120万元")
    browser_page.get_by_label("累计完成投资（含本月）").fill("320万元")
    browser_page.get_by_label("设备安装", exact=True).check()
    browser_page.get_by_label("困难和需要协调的事").fill("变压器未到货")
    browser_page.get_by_role("button", name="报送6月进度").press("Enter")
    expect(browser_page.get_by_role("status")).to_contain_text("2023年6月的进度已报送")
    expect(browser_page.locator("table")).to_contain_text("变压器未到货")
    assert fits(browser_page)
    assert ProgressReport.objects.get().month_amount == 120_000_000


@pytest.mark.parametrize("browser_page", [(1280, 900), (390, 844)], indirect=True)
def test_the_overview_fits(browser_page: Page, live_server: LiveServer, office: Office) -> None:
    number = listed(office)
    on(7, 3)
    come_in(browser_page, live_server, office.officer)
    browser_page.goto(f"{live_server.url}/key-projects/")
    assert fits(browser_page)
    browser_page.get_by_role("link", name="年产 25 万双鞋技改").click()
    expect(browser_page).to_have_url(f"{live_server.url}/cases/{number}/report/")
    assert fits(browser_page)
