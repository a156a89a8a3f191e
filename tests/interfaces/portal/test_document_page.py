"""The document page in a real browser: sentence to panel, list to sentence, with and without scripts, on a phone."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import fits

pytestmark = pytest.mark.browser


@pytest.fixture
def scriptless_page(browser: Browser) -> Iterator[Page]:
    """A page of a reader whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_a_sentence_opens_its_panel_without_reload_and_back_returns(
    live_site: str, browser_page: Page
) -> None:
    browser_page.goto(f"{live_site}/document/")
    browser_page.evaluate("window.kept = true")
    browser_page.locator(".sentence[data-sentence='45.3']").click()
    panel = browser_page.locator("#panel")
    expect(panel).to_contain_text("条款 技术改造投资补助")
    expect(panel).to_contain_text("市级 = 市级测算，单家最高 200万元")
    expect(panel).to_contain_text("未裁定，按默认")
    expect(browser_page).to_have_url(re.compile(r"at=45\.3"))
    expect(browser_page.locator(".sentence[aria-current]")).to_have_count(1)
    panel.get_by_role("link", name="下一句").click()
    expect(panel).to_contain_text("三（一）2 · 第 45 行")
    expect(browser_page.locator(".sentence[aria-current]")).to_have_attribute("data-sentence", "45.4")
    browser_page.go_back()
    expect(browser_page.locator(".sentence[aria-current]")).to_have_attribute("data-sentence", "45.3")
    assert browser_page.evaluate("window.kept") is True
    browser_page.keyboard.press("Escape")
    expect(browser_page.locator(".sentence[aria-current]")).to_have_count(0)


def test_a_thing_of_the_index_leads_to_the_words_that_it_quotes(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/document/")
    browser_page.get_by_role("link", name="上云上平台补助", exact=True).click()
    expect(browser_page).to_have_url(re.compile("select=clause:cloud_adoption"))
    lit = browser_page.locator(".mark.is-on").first
    expect(lit).to_be_in_viewport()
    browser_page.locator("#panel .anchor", has_text="附件4 上云上平台·区级").first.click()
    expect(browser_page.locator("#panel")).to_contain_text("所选语句 · 附件4 上云上平台·区级")
    expect(browser_page.locator(".mark.is-on")).to_have_count(0)


def test_a_fragment_opens_the_sentence_it_names(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/document/#41.6")
    expect(browser_page.locator("#panel")).to_contain_text("T-07")
    expect(browser_page.locator("[id='41.6']")).to_be_in_viewport()


def test_everything_is_reached_without_scripts(live_site: str, scriptless_page: Page) -> None:
    scriptless_page.goto(f"{live_site}/document/?at=三（一）1")
    expect(scriptless_page.locator("#panel")).to_contain_text("三（一）1 · 6 句")
    scriptless_page.locator(".sentence[data-sentence='41.5']").click()
    expect(scriptless_page.locator("#panel")).to_contain_text("条款 上云上平台补助")
    expect(scriptless_page.locator("[id='41.5']")).to_be_in_viewport()
    scriptless_page.get_by_role("link", name="只看读法").click()
    expect(scriptless_page.locator(".filter-note")).to_contain_text("只看读法未定处：")
    scriptless_page.get_by_role("link", name="显示更正").click()
    expect(scriptless_page.locator(".corrected").first).to_contain_text("应为“标准化解决方案”")


def test_an_unknown_place_says_so_above_the_whole_document(live_site: str, browser_page: Page) -> None:
    answer = browser_page.goto(f"{live_site}/document/?at=<b>三（九）")
    assert answer is not None
    assert answer.status == 404
    expect(browser_page.get_by_role("alert")).to_contain_text("原文没有“<b>三（九）”这一处")
    expect(browser_page.locator(".sentence")).not_to_have_count(0)


@pytest.mark.parametrize("browser_page", [(390, 844), (320, 640)], indirect=True)
@pytest.mark.parametrize("path", ["/document/?at=178.2", "/document/?show=uncoded", "/targets/", "/tasks/"])
def test_no_page_scrolls_sideways_on_a_phone(live_site: str, browser_page: Page, path: str) -> None:
    browser_page.goto(f"{live_site}{path}")
    assert fits(browser_page)


@pytest.mark.parametrize("browser_page", [(390, 844)], indirect=True)
def test_on_a_phone_the_panel_lies_below_the_sentence(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/document/?at=45.3")
    panel, sentence = browser_page.locator("#panel"), browser_page.locator("[id='45.3']")
    expect(sentence).to_be_in_viewport()
    expect(panel).to_be_in_viewport()
    box = panel.bounding_box()
    assert box is not None
    assert box["y"] > 844 * 0.4
    browser_page.get_by_role("link", name="收起").click()
    expect(panel).to_contain_text("索引")


def test_marks_are_told_apart_without_colour_and_ids_are_unique(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/document/")
    styles = {
        kind: browser_page.locator(f".paragraph .mark.{kind}:not(.unclear)").first.evaluate(
            "one => getComputedStyle(one).textDecorationStyle"
        )
        for kind in ("clause", "target", "task")
    }
    assert styles == {"clause": "solid", "target": "double", "task": "dotted"}
    wave = browser_page.locator(".paragraph .mark.clause.unclear").first
    assert wave.evaluate("one => getComputedStyle(one).textDecorationStyle") == "wavy"
    identifiers = browser_page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert [name for name, times in Counter(identifiers).items() if times > 1] == []
    assert browser_page.locator("a a").count() == 0
    levels = browser_page.locator("main :is(h1,h2,h3,h4)").evaluate_all(
        "all => all.map(one => +one.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_targets_and_tasks_lead_to_their_sentence(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/targets/#T-07")
    row = browser_page.locator("[id='T-07']")
    expect(row).to_contain_text("38 家 以上")
    row.get_by_role("link", name="三（一）1").click()
    expect(browser_page.locator("#panel")).to_contain_text("目标 T-07")
    browser_page.locator("#panel").get_by_role("link", name="目标表").first.click()
    expect(browser_page.locator("[id='T-07']")).to_be_in_viewport()
    browser_page.goto(f"{live_site}/tasks/")
    browser_page.get_by_role("link", name="K-01", exact=True).click()
    expect(browser_page.locator(".mark.is-on").first).to_be_in_viewport()


def test_a_note_stands_beside_its_line_or_with_those_above(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/document/")
    slid = browser_page.evaluate(
        """() => [...document.querySelectorAll('.paper .paragraph .side-note')].filter(
            note => !note.previousElementSibling?.classList.contains('side-note')).map(note => {
              let mark = note;
              while (!mark.classList.contains('mark')) mark = mark.nextElementSibling;
              return Math.abs(note.getBoundingClientRect().top - mark.getClientRects()[0].top);
            })"""
    )
    assert len(slid) > 60
    assert max(slid) < 56
    spilt = browser_page.evaluate(
        """() => [...document.querySelectorAll('.paper .paragraph .side-note')].filter(note =>
            note.getBoundingClientRect().bottom > note.closest('.paragraph').getBoundingClientRect().bottom + 1
          ).length"""
    )
    assert spilt == 0


def test_columns_of_the_catalogue_are_wide_enough_to_read(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/document/")
    tables = browser_page.locator(".columns-6")
    assert tables.count() == 3
    for at in range(tables.count()):
        rows = tables.nth(at).locator("tbody tr")
        assert max(rows.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")) < 620


def test_money_alone_shows_fifty_sentences_and_what_becomes_of_each_number(
    live_site: str, scriptless_page: Page
) -> None:
    scriptless_page.goto(f"{live_site}/document/")
    scriptless_page.get_by_role("link", name="只看金额 50 句").click()
    note = scriptless_page.locator(".filter-note")
    expect(note).to_contain_text("只看金额：50 句")
    expect(note).to_contain_text("共 93 个数")
    expect(note).to_contain_text("0 个没有着落")


@pytest.mark.parametrize("browser_page", [(390, 844)], indirect=True)
def test_on_a_phone_targets_are_lists_by_industry(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/targets/")
    expect(browser_page.locator(".target-matrix")).to_be_hidden()
    lists = browser_page.locator(".target-lists")
    expect(lists.get_by_role("heading", name=re.compile("机械装备"))).to_be_visible()
    lists.get_by_role("link", name="＞78%").first.click()
    expect(browser_page.locator("[id='T-04'],[id='T-03']").first).to_be_attached()
    assert browser_page.url.split("#")[1].startswith("T-")
    expect(browser_page.locator(":target")).to_be_in_viewport()


def test_every_fragment_of_these_pages_leads_somewhere(live_site: str, browser_page: Page) -> None:
    known: dict[str, set[str]] = {}

    def read(address: str) -> tuple[set[str], list[str]]:
        browser_page.goto(address)
        names = browser_page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
        return set(names), browser_page.locator("a[href*='#']").evaluate_all(
            "all => all.map(one => one.href)"
        )

    wanted: set[tuple[str, str]] = set()
    for path in (
        "/document/",
        "/document/?at=41.6",
        "/document/?show=money",
        "/targets/",
        "/tasks/",
        "/api/",
    ):
        names, links = read(f"{live_site}{path}")
        known[f"{live_site}{path}"] = names
        wanted |= {(page, unquote(name)) for page, _, name in (link.partition("#") for link in links)}
    for page in {page for page, _ in wanted} - known.keys():
        known[page] = read(page)[0]
    assert [(page, name) for page, name in sorted(wanted) if name and name not in known[page]] == []
