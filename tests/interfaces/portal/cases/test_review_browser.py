"""案件页在浏览器里：at a desk and on a phone, by keyboard, without scripts, clicked twice, with two officers at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.cases.models import CaseEvent
from tests.apps.cases.stories import approved
from tests.chromium import fits
from tests.interfaces.portal.cases.office import Office, Person

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((1280, 900), (390, 844))


def sign_in(context: BrowserContext, person: Person, site: str) -> None:
    context.add_cookies([{"name": "sessionid", "value": person.client.cookies["sessionid"].value, "url": site}])


def tab_to(page: Page, what: str, most: int = 120) -> None:
    """Press Tab until the element in focus says this."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate("document.activeElement.innerText || document.activeElement.name || ''")
        if what in said:
            return
    pytest.fail(f"Tab never reached {what}")


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_the_officer_decides_by_keyboard(browser_page: Page, live_server: LiveServer, office: Office) -> None:
    number = office.reviewed()
    page = browser_page
    sign_in(page.context, office.officer, live_server.url)
    page.goto(f"{live_server.url}/today/")
    assert fits(page)
    tab_to(page, "泉州示例机械有限公司")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/cases/{number}/")
    expect(page.locator("h1")).to_have_text("泉州示例机械有限公司")
    assert fits(page)
    tab_to(page, "为什么是这一天")
    page.keyboard.press("Enter")
    expect(page.locator(".why-day li").first).to_contain_text("次日起算 10 个工作日")
    page.locator("#credit-found-none").focus()
    page.keyboard.press("Space")
    tab_to(page, "credit_source")
    page.keyboard.type("信用中国")
    tab_to(page, "拟同意，送部门复核")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_contain_text("已同意；现在是“部门复核”")
    assert fits(page)


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
@pytest.mark.parametrize("path", ["", "return/", "replay/"])
def test_pages_of_a_case_fit_a_desk_and_a_phone(
    browser_page: Page, live_server: LiveServer, office: Office, path: str
) -> None:
    number = office.reviewed()
    sign_in(browser_page.context, office.officer, live_server.url)
    browser_page.goto(f"{live_server.url}/cases/{number}/{path}")
    assert fits(browser_page)
    for address in ("/cases/", f"/today/batch/?n={number}"):
        browser_page.goto(f"{live_server.url}{address}")
        assert fits(browser_page)


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_the_enterprise_takes_back_its_application_on_a_phone(
    browser_page: Page, live_server: LiveServer, office: Office
) -> None:
    number = office.claim()
    sign_in(browser_page.context, office.agent, live_server.url)
    browser_page.goto(f"{live_server.url}/cases/{number}/")
    assert fits(browser_page)
    browser_page.get_by_text("撤回申报").click()
    browser_page.get_by_label("撤回的原因").fill("改到下一年度")
    browser_page.get_by_role("button", name="撤回，放开占用的发票").click()
    expect(browser_page.locator(".told")).to_contain_text("已撤回")


def test_a_double_click_decides_once(browser_page: Page, live_server: LiveServer, office: Office) -> None:
    number = office.claim()
    sign_in(browser_page.context, office.officer, live_server.url)
    browser_page.goto(f"{live_server.url}/cases/{number}/")
    browser_page.get_by_role("button", name="同意，送镇街初审").dblclick()
    expect(browser_page.locator(".told li")).to_have_count(1)
    expect(browser_page.locator(".turn")).to_contain_text("双阳街道")
    assert CaseEvent.objects.filter(case__number=number, kind="approved").count() == 1


def test_two_officers_at_once_keep_what_they_wrote(browser: Browser, live_server: LiveServer, office: Office) -> None:
    number = office.claim()
    pages = []
    for person in (office.officer, office.second):
        context = browser.new_context(locale="zh-CN")
        sign_in(context, person, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/cases/{number}/")
        page.get_by_label("审查意见").fill(f"{person.actor.name}看过，材料齐全")
        pages.append(page)
    for page in pages:
        page.get_by_role("button", name="同意，送镇街初审").click()
    expect(pages[0].locator(".told")).to_contain_text("已同意")
    expect(pages[1].locator(".trouble")).to_contain_text("陈知行刚才已经办理")
    assert CaseEvent.objects.filter(case__number=number, kind="approved").count() == 1
    for page in pages:
        page.context.close()


def test_without_scripts_everything_is_told_and_returned(browser: Browser, live_server: LiveServer, office: Office) -> None:
    number = approved(office.claim(), office.officer.actor)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    sign_in(context, office.clerk, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/cases/{number}/return/")
    page.get_by_role("button", name="告知企业补正，停止计时").click()
    expect(page.locator(".trouble")).to_contain_text("LQ-5508")
    page.get_by_label("合同：常用理由").select_option(index=1)
    page.get_by_role("button", name="告知企业补正，停止计时").click()
    expect(page.locator(".told")).to_contain_text("已告知企业补正 1 项")
    expect(page.locator(".turn")).to_contain_text("等企业补正")
    context.close()
