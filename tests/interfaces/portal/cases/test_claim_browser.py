"""申报表在浏览器里：a claim with two invoices at a desk and on a phone, by keyboard, without a script; one press is one case."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.cases.models import Case, CaseDocument, Draft
from tests.adapters.document_preview.documents import a_pdf
from tests.apps.cases.stories import an_invoice
from tests.chromium import fits
from tests.interfaces.portal.cases.claim_builder import begun

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30_000
SIZES = ((1280, 900), (390, 844))
FEE = "这一年一共付了多少"


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, str]:
    """A contract and a payment slip, each a real PDF."""
    found = {}
    for at, name in enumerate(("合同", "付款凭证"), 1):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(a_pdf(*[(595, 842)] * at))
        found[name] = str(file)
    return found


def sign_in(page: Page, person: Client, site: LiveServer) -> None:
    """The browser is this person from now on."""
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": person.cookies[name].value, "url": site.url}])


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_a_claim_with_two_invoices_is_typed_proved_and_handed_in_by_a_hasty_hand(
    browser_page: Page, live_server: LiveServer, agent: Client, papers: dict[str, str]
) -> None:
    first, second = an_invoice(10_000_000), an_invoice(8_640_000, "23352000000011740326")
    number = begun(agent)
    page = browser_page
    sign_in(page, agent, live_server)
    page.goto(f"{live_server.url}/cases/{number}/form/")
    assert fits(page)
    page.get_by_label(FEE).fill("20万")
    page.get_by_label(FEE).press("Tab")
    expect(page.locator("#panel")).to_contain_text("72,000.00 元")
    page.locator(f"#line-{first}").check()
    expect(page.locator("#sums")).to_contain_text("100,000.00")
    page.locator(f"#line-{second}").check()
    expect(page.locator("#sums")).to_contain_text("发票比填的少 13,600.00 元；按发票算")
    expect(page.locator("#panel")).to_contain_text("67,104.00 元")
    for name, path in papers.items():
        page.locator(f'input[name="file:{name}"]').set_input_files(path)
        expect(page.locator(".requirement", has_text=name).first).to_contain_text("已附 1 份", timeout=PATIENCE)
    assert fits(page)
    page.get_by_role("button", name="提交").dblclick()
    expect(page).to_have_url(f"{live_server.url}/cases/{number}/", timeout=PATIENCE)
    assert (Case.objects.get().round, Case.objects.get().amount) == (1, 6_710_400)
    assert CaseDocument.objects.count() == 2


def test_files_chosen_while_something_is_still_on_its_way_arrive_all(
    browser_page: Page, live_server: LiveServer, agent: Client, papers: dict[str, str]
) -> None:
    line, number = an_invoice(18_640_000), begun(agent)
    page = browser_page
    sign_in(page, agent, live_server)
    page.goto(f"{live_server.url}/cases/{number}/form/")
    page.get_by_label(FEE).fill("186400")
    page.locator(f"#line-{line}").check()
    for name, path in papers.items():
        page.locator(f'input[name="file:{name}"]').set_input_files(path)
    for name in papers:
        expect(page.locator(".requirement", has_text=name).first).to_contain_text("已附 1 份", timeout=PATIENCE)
        expect(page.locator(f'input[name="file:{name}"]')).to_have_value("")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("已保存")).to_be_visible()
    assert CaseDocument.objects.filter(dropped_at=None).count() == 2


def test_what_is_missing_is_reached_by_its_link_and_everything_typed_stays(
    browser_page: Page, live_server: LiveServer, agent: Client
) -> None:
    number = begun(agent)
    page = browser_page
    sign_in(page, agent, live_server)
    page.goto(f"{live_server.url}/cases/{number}/form/")
    page.get_by_label(FEE).fill("很多钱")
    page.get_by_role("button", name="提交").focus()
    page.keyboard.press("Enter")
    trouble = page.locator("#trouble")
    expect(trouble).to_be_focused()
    expect(trouble).to_contain_text("您填的都已保存")
    expect(page.get_by_label(FEE)).to_have_value("很多钱")
    trouble.get_by_role("link", name="还缺合同").click()
    expect(page.locator(".requirement", has_text="合同").first).to_be_in_viewport()
    page.reload()
    assert Draft.objects.get().form["annual_service_fee"] == "很多钱"


def test_without_a_script_the_same_claim_is_handed_in(
    browser: Browser, live_server: LiveServer, agent: Client, papers: dict[str, str]
) -> None:
    line = an_invoice(18_640_000)
    number = begun(agent)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, agent, live_server)
    page.goto(f"{live_server.url}/cases/{number}/form/")
    page.get_by_label(FEE).fill("186400")
    page.locator(f"#line-{line}").check()
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator("#panel")).to_contain_text("67,104.00 元")
    for name, path in papers.items():
        page.locator(f'input[name="file:{name}"]').set_input_files(path)
    page.get_by_role("button", name="提交").click()
    assert page.url == f"{live_server.url}/cases/{number}/"
    assert Case.objects.get().stage == "running"
    context.close()


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_my_policies_lead_from_a_question_to_a_claim_in_two_presses(
    browser_page: Page, live_server: LiveServer, agent: Client
) -> None:
    page = browser_page
    sign_in(page, agent, live_server)
    page.goto(f"{live_server.url}/my/")
    assert fits(page)
    page.locator('input[name="cloud_adoption.annual_service_fee"]').fill("18.64")
    page.get_by_role("button", name="记下并重算").click()
    expect(page.locator(".total .figure")).to_contain_text("6.71")
    assert fits(page)
    page.get_by_role("button", name="申报上云上平台补助").click()
    page.wait_for_url("**/form/")
    expect(page.get_by_label(FEE)).to_have_value("186400.00")
    expect(page.locator(".beside").first).to_contain_text("来自申报：企业在“我的政策”里填，2023 年度")
    for path in ("/my/cases/", "/my/claims/new/"):
        page.goto(f"{live_server.url}{path}")
        assert fits(page)


@pytest.mark.parametrize("browser_page", [(390, 844)], indirect=True)
def test_a_clerk_fills_in_on_a_phone(browser_page: Page, live_server: LiveServer, clerk: Client) -> None:
    page = browser_page
    sign_in(page, clerk, live_server)
    page.goto(f"{live_server.url}/my/claims/new/")
    page.get_by_label("企业名称或信用代码").fill("示例")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="泉州示例机械有限公司").click()
    assert fits(page)
    page.get_by_role("button", name="开始填报上云上平台补助").click()
    page.wait_for_url("**/form/")
    assert fits(page)
    page.get_by_label("泉州示例机械有限公司已同意代填").check()
    page.get_by_label("企业哪一位同意").fill("王某")
    page.get_by_role("radio", name="电话").check()
    page.get_by_label(FEE).fill("186400")
    page.get_by_label(FEE).press("Tab")
    expect(page.locator("#bar-sum")).to_contain_text("6.71")
    form = Draft.objects.get().form
    assert (form["consent_agreed"], form["consent_who"], form["consent_how"]) == ("yes", "王某", "电话")
