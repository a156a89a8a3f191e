"""Home, catalogue and readings: how a reader who has never been here finds the clause and the sum."""

import pytest
from django.http import QueryDict
from playwright.sync_api import Page, expect

from luoqiao.interfaces.portal.catalogue_search import find_clauses
from luoqiao.interfaces.portal.home_start import read_start
from luoqiao.policies.pack import Pack


@pytest.mark.browser
def test_from_the_first_page_to_the_sum_in_one_form(live_site: str, browser_page: Page) -> None:
    browser_page.goto(live_site)
    browser_page.get_by_label("金额").fill("3000")
    browser_page.get_by_label("花在哪里").select_option(label="生产设备投资额（技术改造投资补助）")
    browser_page.get_by_role("button", name="看能得多少").click()
    expect(browser_page.locator("h1")).to_contain_text("技术改造投资补助")
    city = browser_page.locator("table.tiers tr", has=browser_page.get_by_role("rowheader", name="市级"))
    expect(city).to_contain_text("2,000,000.00")


@pytest.mark.browser
def test_what_was_typed_stays_when_something_is_missing(live_site: str, browser_page: Page) -> None:
    browser_page.goto(live_site)
    browser_page.get_by_label("金额").fill("四十")
    browser_page.get_by_role("button", name="看能得多少").click()
    expect(browser_page.get_by_label("金额")).to_have_value("四十")
    expect(browser_page.locator("main")).to_contain_text("请选这笔钱花在哪里")


@pytest.mark.browser
def test_the_catalogue_narrows_by_links_and_keeps_the_words(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/policies/?q=一次性")
    browser_page.locator(".filters a", has_text="贴息").click()
    expect(browser_page.get_by_label("搜条款、原文、要填的项目、凭证")).to_have_value("一次性")
    browser_page.goto(f"{live_site}/policies/?kind=贴息")
    expect(browser_page.locator(".clause-row")).to_have_count(1)
    expect(browser_page.locator(".clause-row .sum")).to_contain_text("不封顶")


@pytest.mark.browser
def test_a_reading_shows_what_each_option_brings(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/readings/?money=1")
    browser_page.get_by_role("link", name="区级 20% 的基数是什么").click()
    row = browser_page.locator("tr", has_text="省级基数 3600万元")
    expect(row.locator("td.number")).to_have_text(["4,560,000.00", "4,560,000.00", "4,200,000.00"])


@pytest.mark.parametrize(
    ("words", "first", "whole"),
    [
        ("服务费", "cloud_adoption", True),
        ("首台 套", "first_set_national", True),
        ("５Ｇ", "five_g_demo", True),
        ("5g 投资", "five_g_demo", True),
        ("云服务费", "cloud_adoption", False),
        ("小巨人复核", "little_giant", False),
    ],
)
def test_search_finds_what_is_meant(pack: Pack, words: str, first: str, whole: bool) -> None:
    found = find_clauses(pack.clauses.values(), words)
    assert found[0].clause.identifier == first
    assert found[0].whole is whole


def test_search_finds_nothing_rather_than_anything(pack: Pack) -> None:
    assert find_clauses(pack.clauses.values(), "购房落户") == ()


@pytest.mark.parametrize(
    ("amount", "unit", "yuan"),
    [("40", "wan", "400000.00"), ("40", "yuan", "40.00"), ("40万元", "yuan", "400000.00"), ("３,０００", "wan", "30000000.00")],
)
def test_a_typed_unit_goes_before_the_chosen_one(pack: Pack, amount: str, unit: str, yuan: str) -> None:
    query = QueryDict(mutable=True)
    query.update({"amount": amount, "unit": unit, "purpose": "cloud_adoption"})
    assert read_start(pack.clauses.values(), query).target.endswith(f"annual_service_fee={yuan}#trial")


@pytest.mark.browser
def test_every_link_of_these_pages_leads_somewhere(live_site: str, browser_page: Page) -> None:
    asked: set[str] = set()
    for path in ("/", "/policies/", "/policies/technology_upgrade/", "/readings/X-03/"):
        browser_page.goto(live_site + path)
        hrefs = browser_page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href.split('#')[0])")
        asked |= {href for href in hrefs if "?" not in href or path == "/"}
    broken = [href for href in sorted(asked) if browser_page.request.get(href).status >= 400]
    assert broken == []
