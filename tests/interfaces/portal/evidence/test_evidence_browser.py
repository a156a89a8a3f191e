"""证据的页在浏览器里: at a desk, on a phone, by keyboard and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as site
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.accounts.models import User
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.evidence.models import Document, Invoice
from luoqiao.apps.evidence.queries import list_invoices
from luoqiao.apps.evidence.services import allocate, enter_invoice, record_fact
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import year_period
from luoqiao.core.parties.actor import SYSTEM, Role
from tests.adapters.document_preview.documents import a_pdf, a_picture
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.evidence.builders import MINE, stated
from tests.chromium import fits

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((1280, 900), (390, 844))
YEAR = timezone.localdate().year

Enter = Callable[[User], None]


@pytest.fixture
def enter(browser_page: Page, live_server: LiveServer) -> Enter:
    """登录: the session of this person in the browser."""

    def come_in(user: User) -> None:
        session = signed_in(user).cookies[site.SESSION_COOKIE_NAME].value
        address = {"name": site.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        browser_page.context.add_cookies([address])  # type: ignore[list-item] # a cookie as the driver takes it

    return come_in


@pytest.fixture
def agent() -> User:
    return a_person("lin", (Role.ENTERPRISE_AGENT, MINE), name="林若澄")


def note(value: object, source: Source, key: str, origin: str = "") -> None:
    fact = NewFact(enterprise_subject(MINE), key, value, year_period(YEAR), source, origin)
    record_fact(fact=fact, actor=SYSTEM, at=timezone.now())


def some_facts() -> None:
    note(33, Source.DECLARED, "staff")
    note(30, Source.REGISTER, "staff", "社保登记库")
    note("186400", Source.DECLARED, "cloud_adoption.annual_service_fee")
    note("172000", Source.DOCUMENT, "cloud_adoption.annual_service_fee", "发票 4 张，合计")
    note(41, Source.MEASURED, "networked_equipment", "平台接口")


def files(folder: Path) -> list[Path]:
    made = {"云主机合同.pdf": a_pdf(), "现场照片.png": a_picture("PNG"), "旧合同.doc": b"\xd0\xcf\x11\xe0"}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_files_are_uploaded_looked_at_and_downloaded(
    browser_page: Page, live_server: LiveServer, enter: Enter, agent: User, tmp_path: Path
) -> None:
    enter(agent)
    browser_page.goto(f"{live_server.url}/evidence/documents/")
    browser_page.get_by_label("文件", exact=True).set_input_files(files(tmp_path))
    browser_page.get_by_role("button", name="上传").click()
    expect(browser_page.locator(".arrived li")).to_have_count(3)
    expect(browser_page.locator(".arrived .is-wrong")).to_contain_text("旧合同.doc")
    assert fits(browser_page)
    browser_page.get_by_role("link", name="云主机合同.pdf").first.click()
    picture = browser_page.locator(".pictures img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") == 1000
    assert fits(browser_page)
    with browser_page.expect_download() as waiting:
        browser_page.get_by_role("link", name="下载原件").click()
    assert waiting.value.suggested_filename == "云主机合同.pdf"
    assert Document.objects.count() == 2


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_facts_stand_side_by_side_and_one_says_what_is_wrong(
    browser_page: Page, live_server: LiveServer, enter: Enter, agent: User
) -> None:
    some_facts()
    enter(agent)
    browser_page.goto(f"{live_server.url}/evidence/facts/")
    band = browser_page.locator(".is-conflict").first
    expect(band).to_contain_text("不一致，差 3 人")
    expect(browser_page.locator(".fact-table")).to_contain_text("不一致，差 14,400.00 元")
    assert fits(browser_page)
    browser_page.get_by_role("link", name="从业人员：不对？").click()
    browser_page.get_by_label("正确的值").fill("32")
    browser_page.get_by_label("说明").fill("社保清单 32 人")
    assert fits(browser_page)
    browser_page.get_by_role("button", name="提交更正").click()
    expect(browser_page.get_by_role("status")).to_contain_text("更正已提交")
    expect(browser_page.locator(".reports")).to_contain_text("所在镇街正在核实")
    browser_page.get_by_role("link", name="从业人员：来历").click()
    expect(browser_page.locator("tbody tr")).to_have_count(3)
    assert fits(browser_page)


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_an_invoice_is_entered_by_keyboard_and_its_use_is_shown(
    browser_page: Page, live_server: LiveServer, enter: Enter, agent: User
) -> None:
    enter(agent)
    browser_page.goto(f"{live_server.url}/evidence/invoices/new/")
    browser_page.get_by_label("发票号码").focus()
    browser_page.keyboard.type("2335 2000 0000 3188 047")
    browser_page.get_by_label("开票日期").fill("2023-05-06")
    browser_page.get_by_label("销方名称").fill("福建织网工业互联科技有限公司")
    browser_page.get_by_label("销方代码").fill("91350504MA00004020")
    browser_page.get_by_label("不含税金额", exact=True).fill("1.44万元")
    browser_page.get_by_label("税额").fill("864")
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator(".field.is-wrong")).to_contain_text("应为 20 位数字，现为 19 位")
    assert fits(browser_page)
    browser_page.get_by_label("发票号码").fill("2335 2000 0000 3188 0472")
    browser_page.get_by_role("button", name="登记发票").click()
    expect(browser_page.get_by_role("status")).to_contain_text("已登记")
    assert Invoice.objects.count() == 1
    actor = get_actor(agent.pk, timezone.localdate())
    [invoice] = list_invoices(MINE, actor)
    allocate(
        line=invoice.lines[0].line, case_number="LQ-2023-0388", clause="industrial_app", year=2023, amount=1_440_000,
        claimant=MINE, actor=actor, at=timezone.now(),
    )  # fmt: skip
    browser_page.goto(f"{live_server.url}/evidence/invoices/")
    expect(browser_page.locator(".invoice-table")).to_contain_text("LQ-2023-0388")
    assert fits(browser_page)


def test_without_scripts_everything_still_works(
    browser_page: Page, live_server: LiveServer, enter: Enter, agent: User, tmp_path: Path
) -> None:
    enter(agent)
    context = browser_page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr] # it has one
    context.add_cookies(browser_page.context.cookies())  # type: ignore[arg-type] # cookies as the driver gave them
    page = context.new_page()
    page.goto(f"{live_server.url}/evidence/documents/")
    page.get_by_label("文件", exact=True).set_input_files(files(tmp_path)[:1])
    page.get_by_role("button", name="上传").click()
    expect(page.locator(".arrived")).to_contain_text("已保存")
    page.goto(f"{live_server.url}/evidence/invoices/new/")
    page.get_by_role("button", name="再加几行").click()
    expect(page.locator(".line-fields")).to_have_count(8)
    context.close()


def test_an_officer_sees_the_same_of_an_enterprise_in_scope(browser_page: Page, live_server: LiveServer, enter: Enter) -> None:
    some_facts()
    enter_invoice(stated=stated(), enterprise=MINE, actor=SYSTEM, at=timezone.now())
    enter(a_person("chen", (Role.OFFICER, "industry_information"), name="陈知行"))
    browser_page.goto(f"{live_server.url}/evidence/facts/")
    browser_page.get_by_label("企业名称或统一社会信用代码").fill("澄源")
    browser_page.keyboard.press("Enter")
    browser_page.get_by_role("link", name="泉州澄源精密机械有限公司").click()
    expect(browser_page.locator(".eyebrow")).to_contain_text("泉州澄源精密机械有限公司")
    browser_page.get_by_role("link", name="从业人员：认定").click()
    browser_page.get_by_label("作为").select_option("decided")
    browser_page.get_by_label("说明").fill("见社保清单")
    browser_page.get_by_role("button", name="保存").click()
    expect(browser_page.locator(".fact-table")).to_contain_text("陈知行 认定：见社保清单")
    browser_page.get_by_role("link", name="发票", exact=True).click()
    expect(browser_page.locator(".invoice-table")).to_contain_text("可用")
    assert fits(browser_page)
