"""The clause page in a real browser: what a finance manager and an officer rely on."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def scriptless_page(browser: Browser) -> Iterator[Page]:
    """A page of a reader whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_a_cloud_fee_of_400000_shows_tier_amount_and_sentence(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/policies/cloud_adoption/?annual_service_fee=400000")
    result = browser_page.locator("#result")
    expect(result.locator(".figure")).to_contain_text("12.00")
    city = result.locator("table.tiers tr", has=browser_page.get_by_role("rowheader", name="市级"))
    expect(city).to_contain_text("100,000.00")
    expect(city).to_contain_text("按照服务费的 30% 给予上云企业补助")
    district = result.locator("table.tiers tr", has=browser_page.get_by_role("rowheader", name="区级"))
    expect(district).to_contain_text("20,000.00")


def test_typing_recalculates_without_reload_and_keeps_the_address_current(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/policies/cloud_adoption/")
    expect(browser_page.locator("#result")).to_contain_text("按文件最多能得")
    field = browser_page.get_by_label("这一年一共付了多少上云上平台服务费？")
    field.fill("18.64万")
    expect(browser_page.locator("#result .exactly")).to_have_text("67,104.00 元")
    expect(field).to_be_focused()
    expect(browser_page).to_have_url(re.compile("annual_service_fee=18.64"))
    field.fill("五万")
    expect(browser_page.locator("#result")).to_contain_text("没有读懂")
    expect(field).to_have_value("五万")


def test_another_reading_changes_rule_and_money_at_once(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/policies/cloud_adoption/?annual_service_fee=80000")
    expect(browser_page.locator("#X-12 .stake")).to_contain_text("少 15,000.00 元")
    browser_page.locator("#X-12 input[value=B]").check()
    expect(browser_page.locator("#result .exactly")).to_have_text("10,800.00 元")
    expect(browser_page.locator("#tied")).to_contain_text("读法 X-12 B")
    expect(browser_page.locator("#X-12 .stake")).to_contain_text("多 15,000.00 元")


def test_everything_works_without_scripts(live_site: str, scriptless_page: Page) -> None:
    scriptless_page.goto(f"{live_site}/policies/technology_upgrade/")
    scriptless_page.get_by_label("这个项目买生产设备一共花了多少钱（不含税）？").fill("3000万")
    scriptless_page.get_by_role("button", name="计算").click()
    expect(scriptless_page).to_have_url(re.compile("#trial$"))
    expect(scriptless_page.locator("#result .figure")).to_contain_text("240.00")
    expect(scriptless_page.locator("#result .still li")).to_have_count(2)


def test_a_list_grows_one_row_at_a_time_without_scripts(live_site: str, scriptless_page: Page) -> None:
    scriptless_page.goto(f"{live_site}/policies/industrial_app/")
    rows = scriptless_page.locator(".items input")
    rows.nth(0).fill("20万")
    scriptless_page.get_by_role("button", name="再加一项").click()
    expect(rows).to_have_count(2)
    rows.nth(1).fill("8万")
    scriptless_page.get_by_role("button", name="计算").click()
    expect(scriptless_page.locator("#result .exactly")).to_have_text("84,000.00 元")


def test_a_wrong_field_says_what_is_expected_beside_it(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/policies/cloud_adoption/?annual_service_fee=abc")
    field = browser_page.get_by_label("这一年一共付了多少上云上平台服务费？")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby") or ""
    message = browser_page.locator(f"#{described.split()[-1]}")
    expect(message).to_contain_text("读不成金额")
    expect(browser_page.locator("#result")).to_contain_text("LQ-2011")


def test_each_number_of_the_rule_leads_to_its_words(live_site: str, browser_page: Page) -> None:
    for clause in ("cloud_adoption", "technology_upgrade", "five_g_demo", "supply_chain_platform", "first_set_national"):
        browser_page.goto(f"{live_site}/policies/{clause}/")
        lost = browser_page.evaluate(
            "[...document.querySelectorAll('.rule-line .numbers a')]"
            ".filter(a => !document.querySelector(a.getAttribute('href'))).map(a => a.textContent)"
        )
        doubled = browser_page.evaluate(
            "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at)"
        )
        assert (lost, doubled) == ([], []), clause


@pytest.mark.parametrize("browser_page", [(320, 700)], indirect=True)
def test_no_page_is_wider_than_a_small_phone(live_site: str, browser_page: Page) -> None:
    for path in ("/", "/policies/", "/policies/technology_upgrade/?production_equipment_investment=30000000",
                 "/policies/cloud_adoption/print/?annual_service_fee=400000", "/readings/", "/readings/X-03/"):  # fmt: skip
        browser_page.goto(live_site + path)
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_headings_stand_in_order_and_every_field_has_a_label(live_site: str, browser_page: Page) -> None:
    for path in ("/", "/policies/", "/policies/industrial_app/", "/readings/", "/readings/X-03/"):
        browser_page.goto(live_site + path)
        levels = browser_page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
        assert levels.count(1) == 1, path
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), (path, levels)
        unnamed = browser_page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]),select,textarea')]"
            ".filter(e => !e.labels.length && !e.ariaLabel).map(e => e.name)"
        )
        assert unnamed == [], path


def test_the_usual_case_of_the_page_can_be_tried_with_one_press(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/policies/technology_upgrade/")
    browser_page.locator(".trials a").first.click()
    expect(browser_page.locator("#result .exactly")).to_have_text("2,400,000.00 元")


def test_an_unknown_clause_names_the_nearest(live_site: str, browser_page: Page) -> None:
    answer = browser_page.goto(f"{live_site}/policies/cloud_adoptoin/")
    assert answer is not None
    assert answer.status == 404
    expect(browser_page.locator("main")).to_contain_text("是不是“上云上平台补助”？")


def test_the_chart_follows_the_field_and_says_in_words_what_it_shows(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/policies/cloud_adoption/")
    browser_page.get_by_label("这一年一共付了多少上云上平台服务费？").fill("186400")
    picture = browser_page.locator("#result .chart img")
    expect(picture).to_have_attribute("alt", re.compile("得 67,104.00 元"))
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
