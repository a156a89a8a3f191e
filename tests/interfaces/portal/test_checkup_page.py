"""政策体检 in a real browser: what a reader with a mouse, with keys, on a phone, without scripts relies on."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

CLOUD = "cloud_adoption.annual_service_fee"
EQUIPMENT = "technology_upgrade.production_equipment_investment"


def row(page: Page, clause: str) -> Locator:
    return page.locator(f'[data-clause="{clause}"]')


def field(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]')


def answer(page: Page, name: str, text: str) -> None:
    """Type an amount and go on with the pointer, as one does."""
    field(page, name).fill(text)
    with page.expect_response("**/checkup/"):
        page.locator(".section-head h2").last.click()
    page.wait_for_load_state("networkidle")


def choose(page: Page, name: str, value: str) -> None:
    with page.expect_response("**/checkup/"):
        page.locator("label", has=page.locator(f'[name="{name}"][value="{value}"]')).click()
    page.wait_for_load_state("networkidle")


@pytest.fixture
def checkup(live_site: str, browser_page: Page) -> Page:
    browser_page.goto(f"{live_site}/checkup/")
    return browser_page


@pytest.mark.browser
def test_each_answer_recalculates_and_moves_its_clause(checkup: Page) -> None:
    answer(checkup, CLOUD, "40")
    expect(row(checkup, "cloud_adoption")).to_have_attribute("data-part", "had")
    expect(checkup.locator(".total .figure")).to_contain_text("12.00")
    expect(checkup.locator(".total .exactly")).to_have_text("120,000.00 元")
    choose(checkup, "champion_national.newly_recognised", "no")
    refused = row(checkup, "champion_national")
    expect(refused).to_have_attribute("data-part", "refused")
    expect(refused).to_contain_text("对新认定的国家制造业单项冠军")
    refused.get_by_text("修改").click()
    choose(checkup, "champion_national.newly_recognised", "yes")
    expect(checkup.locator(".total .figure")).to_contain_text("142.00")


@pytest.mark.browser
def test_a_bad_amount_is_told_beside_its_field_and_kept(checkup: Page) -> None:
    answer(checkup, CLOUD, "四十")
    expect(field(checkup, CLOUD)).to_have_value("四十")
    expect(field(checkup, CLOUD)).to_have_attribute("aria-invalid", "true")
    expect(checkup.locator(f"#{CLOUD.replace('.', '-')}-error")).to_contain_text("读不成金额")
    expect(checkup.locator(".kept .wrong")).to_contain_text("1 处填写")


@pytest.mark.browser
def test_one_press_sets_a_clause_aside_and_another_takes_it_up(checkup: Page) -> None:
    answer(checkup, CLOUD, "40")
    checkup.locator("#none-srdi").click()
    expect(row(checkup, "srdi")).to_have_attribute("data-part", "aside")
    checkup.locator("#rest").click()
    expect(checkup.locator("#running")).to_contain_text("还差 0 问")
    expect(row(checkup, "cloud_adoption")).to_have_attribute("data-part", "had")
    checkup.locator("#back-srdi").click()
    expect(row(checkup, "srdi")).to_have_attribute("data-part", "open")


@pytest.mark.browser
def test_keys_alone_answer_and_keep_their_place(checkup: Page) -> None:
    field(checkup, CLOUD).focus()
    checkup.keyboard.type("400000")
    checkup.keyboard.press("Tab")
    expect(checkup.locator("#cloud_adoption-annual_service_fee-unit")).to_be_focused()
    checkup.keyboard.press("ArrowDown")
    expect(row(checkup, "cloud_adoption")).to_have_attribute("data-part", "open")
    with checkup.expect_response("**/checkup/"):
        checkup.keyboard.press("Tab")
    expect(row(checkup, "cloud_adoption")).to_have_attribute("data-part", "had")
    expect(checkup.locator("#running")).to_contain_text("12.00")
    expect(checkup.locator("[data-part=open] :focus")).to_have_count(1)


@pytest.mark.browser
def test_the_sum_follows_an_amount_while_it_is_typed(checkup: Page) -> None:
    field(checkup, CLOUD).focus()
    checkup.keyboard.type("40")
    expect(checkup.locator(".total .figure")).to_contain_text("12.00")
    expect(field(checkup, CLOUD)).to_be_focused()
    expect(row(checkup, "cloud_adoption")).to_have_attribute("data-part", "open")
    checkup.keyboard.press("Backspace")
    expect(checkup.locator(".total .exactly")).to_have_text("0.00 元")
    expect(field(checkup, CLOUD)).to_have_value("4")


@pytest.mark.browser
def test_enter_after_an_amount_leads_on_to_the_next_question(checkup: Page) -> None:
    field(checkup, CLOUD).fill("40")
    checkup.keyboard.press("Enter")
    expect(row(checkup, "cloud_adoption")).to_have_attribute("data-part", "had")
    checkup.wait_for_load_state("networkidle")
    expect(checkup.locator("[data-part=open] :focus")).to_have_count(1)
    field(checkup, EQUIPMENT).fill("3000")
    checkup.keyboard.press("Enter")
    expect(checkup.locator(".total")).to_contain_text("已确定至少")
    checkup.wait_for_load_state("networkidle")
    expect(field(checkup, EQUIPMENT)).to_be_focused()


@pytest.mark.browser
def test_a_field_touched_by_another_script_breaks_no_content_policy(checkup: Page) -> None:
    checkup.evaluate(
        """document.querySelectorAll('#checkup input').forEach(
           part => { part.style.color = 'red'; part.style.removeProperty('color'); })"""
    )
    answer(checkup, CLOUD, "40")
    expect(checkup.locator(".total .figure")).to_contain_text("12.00")


@pytest.mark.browser
@pytest.mark.parametrize("browser_page", [(320, 640), (390, 800)], indirect=True)
def test_the_bar_at_the_foot_is_one_line_and_covers_no_field_in_use(checkup: Page) -> None:
    answer(checkup, CLOUD, "40")
    answer(checkup, EQUIPMENT, "3000")
    assert checkup.locator(".running").evaluate("bar => bar.getBoundingClientRect().height") < 60
    for name in (EQUIPMENT, "supply_chain_platform.annual_transaction"):
        field(checkup, name).focus()
        below = field(checkup, name).evaluate(
            """field => document.querySelector('.running').getBoundingClientRect().top
                        - field.getBoundingClientRect().bottom"""
        )
        assert below > 0
    none = checkup.locator("#none-srdi").bounding_box()
    name = row(checkup, "srdi").locator("h3").bounding_box()
    assert none is not None
    assert name is not None
    assert abs(none["y"] - name["y"]) < 20


@pytest.mark.browser
def test_what_is_typed_while_an_answer_is_on_its_way_stays(checkup: Page) -> None:
    checkup.route("**/checkup/", lambda route: (checkup.wait_for_timeout(300), route.continue_()))
    field(checkup, CLOUD).fill("40")
    field(checkup, EQUIPMENT).click()
    checkup.keyboard.type("30")
    expect(row(checkup, "cloud_adoption")).to_have_attribute("data-part", "had")
    checkup.keyboard.type("00")
    expect(field(checkup, EQUIPMENT)).to_have_value("3000")
    checkup.unroute_all(behavior="ignoreErrors")
    expect(field(checkup, EQUIPMENT)).to_be_focused()


@pytest.mark.browser
def test_a_reload_brings_the_answers_back_and_clearing_forgets_them(checkup: Page) -> None:
    answer(checkup, CLOUD, "40")
    checkup.reload()
    expect(checkup.locator("#running")).to_contain_text("12.00")
    checkup.get_by_role("link", name="清空重来").click()
    expect(checkup.locator("h1")).to_have_text("政策体检")
    expect(checkup.locator("#running")).to_contain_text("答一题就开始算")
    checkup.reload()
    checkup.wait_for_load_state("networkidle")
    expect(field(checkup, CLOUD)).to_have_value("")


@pytest.mark.browser
def test_the_workbook_holds_what_the_page_shows(checkup: Page, tmp_path: Path) -> None:
    answer(checkup, CLOUD, "40")
    with checkup.expect_download() as waiting:
        checkup.get_by_role("button", name="导出表格").click()
    assert waiting.value.suggested_filename == "政策体检_2023-12-31.xlsx"
    waiting.value.save_as(tmp_path / "checkup.xlsx")
    book = load_workbook(BytesIO((tmp_path / "checkup.xlsx").read_bytes()))
    assert 120000 in [cell.value for line in book["可享"].iter_rows() for cell in line]


@pytest.mark.browser
def test_everything_works_without_scripts(live_site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_site}/checkup/")
    field(page, CLOUD).fill("40")
    page.locator("#firm-details summary").click()
    field(page, "firm.name").fill("示例机械有限公司")
    page.get_by_role("button", name="更新结果").last.click()
    expect(page.locator("h1")).to_have_text("示例机械有限公司")
    expect(row(page, "cloud_adoption")).to_have_attribute("data-part", "had")
    field(page, "industrial_app.apps[1].last_year_service_expenditure").fill("20")
    page.get_by_role("button", name="再加一个").click()
    expect(field(page, "industrial_app.apps[2].last_year_service_expenditure")).to_be_visible()
    page.get_by_role("button", name="删去这个").last.click()
    expect(row(page, "industrial_app")).to_have_attribute("data-part", "had")
    page.locator("#none-srdi").click()
    expect(page.locator("#running")).to_contain_text("18.00")
    expect(page.locator("h1")).to_have_text("示例机械有限公司")
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("browser_page", [(320, 640)], indirect=True)
def test_nothing_is_cut_off_at_320_pixels(checkup: Page) -> None:
    answer(checkup, CLOUD, "40")
    answer(checkup, "supply_chain_platform.annual_transaction", "1")
    assert checkup.evaluate("document.documentElement.scrollWidth") <= 320
    low = checkup.evaluate(
        """[...document.querySelectorAll('#checkup button, #checkup select, #checkup input:not([type=hidden])')]
           .filter(part => part.checkVisibility() && !part.matches('.unseen, [type=radio], .tick'))
           .map(part => part.getBoundingClientRect().height).filter(height => height < 40)"""
    )
    assert low == []


@pytest.mark.browser
def test_the_sheet_on_paper_shows_results_not_controls(checkup: Page) -> None:
    answer(checkup, CLOUD, "40")
    answer(checkup, EQUIPMENT, "3000")
    checkup.emulate_media(media="print")
    sheet = checkup.locator(".on-paper-table")
    expect(sheet).to_be_visible()
    row_of_equipment = sheet.locator("tbody", has_text="技术改造投资补助")
    expect(row_of_equipment.locator("td.number")).to_have_text(
        ["0.00–1,000.00", "200.00", "40.00–240.00", "240.00", "1,440.00"]
    )
    expect(row_of_equipment).to_contain_text("不高于 7%")
    expect(row_of_equipment.locator("li")).to_have_count(2)
    expect(sheet).not_to_contain_text("另有")
    expect(checkup.locator(".masthead .on-paper")).to_have_text(
        re.compile(r"\d{4}年\d{1,2}月\d{1,2}日 \d{2}:\d{2} 打印")
    )
    visible = checkup.locator("#checkup button:visible, #checkup input:visible, #checkup select:visible")
    assert [text for text in visible.all_inner_texts() if text.strip()] == []
    expect(checkup.locator(".colophon")).to_contain_text(
        re.compile(r"核验码 [0-9A-F]{4} [0-9A-F]{4} [0-9A-F]{4}")
    )
    expect(checkup.locator(".colophon")).to_contain_text("核验码由规则版本、测算日")


@pytest.mark.browser
def test_every_field_has_a_name_and_headings_go_down_one_by_one(checkup: Page) -> None:
    checkup.locator("#every").check()
    checkup.wait_for_load_state("networkidle")
    expect(checkup.locator("#first_set_national-market_unit_price")).to_be_visible()
    nameless = checkup.evaluate(
        """[...document.querySelectorAll('#checkup input:not([type=hidden]), #checkup select')]
           .filter(part => !part.labels?.length && !part.getAttribute('aria-label')).map(part => part.name)"""
    )
    assert nameless == []
    twice = checkup.evaluate(
        """(ids => ids.filter((id, at) => ids.indexOf(id) !== at))([...document.querySelectorAll('[id]')].map(part => part.id))"""
    )
    assert twice == []
    levels = checkup.evaluate(
        "[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map(part => +part.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
