"""试算政策 in a real browser: the slider answers, the address is the scenario, files open again, saving happens once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.chromium import fits

pytestmark = pytest.mark.browser

CLOUD = "what-if/cloud_adoption/"
ANSWER = re.compile(r"区级比例从 20% 提到 30%：区级一年多付 \d+\.\d\d 万元（按默认读法），\d+ 家受益。")


@pytest.fixture
def scriptless_page(browser: Browser) -> Iterator[Page]:
    """A page of a reader whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_turning_the_slider_answers_the_budget_officer(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/{CLOUD}")
    expect(browser_page.locator("#said")).to_contain_text("按现行规定")
    slider = browser_page.get_by_label("区级：市级实拨的比例，滑杆")
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    expect(browser_page.get_by_label("区级：市级实拨的比例", exact=True)).to_have_value("30")
    expect(browser_page.locator("#said .answer-line")).to_have_text(ANSWER)
    expect(browser_page.locator("#said")).to_contain_text("合成总体（示例，第 1 组，参数可改）：不是真实企业")
    expect(slider).to_be_focused()
    table = browser_page.get_by_role("table", name="按不同读法的费用")
    expect(table.get_by_role("row")).to_have_count(5)
    expect(browser_page.get_by_role("table", name="按产业看谁受益")).to_contain_text("机械装备")
    expect(browser_page).to_have_url(re.compile(r"/cloud_adoption/\?district\.rate=30$"))
    browser_page.reload()
    expect(browser_page.locator("#said .answer-line")).to_have_text(ANSWER)


def test_charts_are_drawn_for_the_scenario(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/{CLOUD}?district.rate=30")
    for name in ("curve.svg", "gains.svg"):
        picture = browser_page.locator(f"#answer img[src*='{name}']")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("one => one.naturalWidth") > 200
        assert "设想" in (picture.get_attribute("alt") or "") or "万元" in (picture.get_attribute("alt") or "")


def test_it_works_without_scripts_and_clears_the_address(live_site: str, scriptless_page: Page) -> None:
    scriptless_page.goto(f"{live_site}/{CLOUD}")
    expect(scriptless_page.get_by_label("区级：市级实拨的比例，滑杆")).to_be_hidden()
    scriptless_page.get_by_label("区级：市级实拨的比例", exact=True).fill("30")
    scriptless_page.get_by_role("button", name="计算").click()
    expect(scriptless_page.locator("#said .answer-line")).to_have_text(ANSWER)
    assert parse_qs(urlsplit(scriptless_page.url).query) == {"district.rate": ["30"]}


def test_a_slip_of_the_pen_is_said_beside_the_field_and_goes_again(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/{CLOUD}")
    field = browser_page.get_by_label("区级：市级实拨的比例", exact=True)
    field.fill("三成")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = (field.get_attribute("aria-describedby") or "").split()[-1]
    expect(browser_page.locator(f"#{described}")).to_contain_text("读不成")
    expect(field).to_have_value("三成")
    field.fill("25")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(browser_page.locator("#said")).to_contain_text("提到 25%")


def test_a_scenario_is_saved_once_listed_compared_and_deleted_after_asking(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/{CLOUD}?district.rate=30")
    form = browser_page.locator(".whatif-save")
    browser_page.get_by_label("方案名称").fill("区级三成")
    fields = {name: form.locator(f"[name={name}]").input_value() for name in ("csrfmiddlewaretoken", "key", "query", "name")}
    browser_page.get_by_role("button", name="存为方案").click()
    expect(browser_page.locator(".whatif-saved")).to_contain_text("区级三成")
    first = browser_page.url
    again = browser_page.request.post(
        f"{live_site}/{CLOUD}save/", form=fields, max_redirects=0, headers={"Referer": f"{live_site}/"}
    )
    assert again.status == 302
    assert first.endswith(again.headers["location"])
    browser_page.goto(f"{live_site}/{CLOUD}?district.rate=25")
    browser_page.get_by_label("方案名称").fill("区级二成五")
    browser_page.get_by_role("button", name="存为方案").click()
    browser_page.goto(f"{live_site}/what-if/")
    expect(browser_page.locator(".whatif-list li")).to_have_count(2)
    for box in browser_page.get_by_label("比较").all():
        box.check()
    browser_page.get_by_role("button", name="并排比较").click()
    compared = browser_page.get_by_role("table", name="并排比较方案")
    expect(compared.get_by_role("columnheader", name="区级三成")).to_be_visible()
    expect(compared.get_by_role("row", name=re.compile("改了什么"))).to_contain_text("从 20% 提到 25%")
    browser_page.goto(first)
    browser_page.get_by_role("link", name="删除").click()
    expect(browser_page.locator("main")).to_contain_text("不能恢复")
    browser_page.get_by_role("button", name="删除").click()
    expect(browser_page.get_by_role("status")).to_contain_text("已删除")
    expect(browser_page.locator(".whatif-list li")).to_have_count(1)


def test_others_open_a_scenario_but_cannot_delete_it(live_site: str, browser: Browser) -> None:
    mine, other = browser.new_context(locale="zh-CN"), browser.new_context(locale="zh-CN")
    page, guest = mine.new_page(), other.new_page()
    page.goto(f"{live_site}/{CLOUD}?district.rate=40")
    page.get_by_label("方案名称").fill("给你看看")
    page.get_by_role("button", name="存为方案").click()
    guest.goto(page.url)
    expect(guest.locator(".whatif-saved")).to_contain_text("给你看看")
    expect(guest.get_by_role("link", name="删除")).to_have_count(0)
    refused = guest.goto(f"{page.url}delete/")
    assert refused is not None
    assert refused.status == 403
    expect(guest.locator("main")).to_contain_text("LQ-4504")
    guest.goto(f"{live_site}/what-if/")
    expect(guest.locator(".whatif-list li")).to_have_count(0)
    mine.close()
    other.close()


def test_saving_without_the_token_of_the_form_is_refused(live_site: str, browser: Browser) -> None:
    context = browser.new_context()
    sent = context.request.post(f"{live_site}/{CLOUD}save/", form={"name": "x", "key": "y", "query": ""})
    assert sent.status == 403
    context.close()


def test_a_name_that_cannot_be_used_is_said_and_nothing_is_lost(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/{CLOUD}?district.rate=30")
    browser_page.get_by_role("button", name="存为方案").click()
    expect(browser_page.locator("#scenario-name-error")).to_contain_text("请给方案起个名称")
    expect(browser_page.locator("#said .answer-line")).to_have_text(ANSWER)


def test_the_workbook_and_the_note_open_again(live_site: str, browser_page: Page, tmp_path: Path) -> None:
    browser_page.goto(f"{live_site}/{CLOUD}?district.rate=30&X-12=B")
    said = browser_page.locator("#said .answer-line").inner_text()
    with browser_page.expect_download() as got:
        browser_page.get_by_role("link", name="下载表格").click()
    kept = tmp_path / "a.xlsx"
    got.value.save_as(kept)
    assert got.value.suggested_filename == "试算_上云上平台补助_2023-12-31.xlsx"
    book = load_workbook(kept)
    assert book.sheetnames == ["摘要", "读法", "谁受益", "企业", "曲线", "总体参数"]
    cells = {str(row[0].value): row[1].value for row in book["摘要"].iter_rows() if row[0].value}
    assert cells["结论"] == said
    assert cells["区级，变化（元）"] == pytest.approx(float(cells["区级，设想（元）"]) - float(cells["区级，现行（元）"]))
    with browser_page.expect_download() as got:
        browser_page.get_by_role("link", name="下载说明").click()
    note = tmp_path / "a.docx"
    got.value.save_as(note)
    document = Document(BytesIO(note.read_bytes()))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert said in words
    assert "「区级财政再按照市级年度补助资金的 20%」" in words
    assert "合成总体（示例，第 1 组，参数可改）" in words
    assert "{{" not in words
    assert [table.rows[0].cells[0].text for table in document.tables] == ["级", "读法"]
    assert len(document.tables[1].rows) == 5


@pytest.mark.parametrize("browser_page", [(320, 700), (390, 844), (1280, 900)], indirect=True)
def test_nothing_is_wider_than_the_screen(live_site: str, browser_page: Page) -> None:
    for path in (f"{CLOUD}?district.rate=30&pop.seed=2", "what-if/", "what-if/technology_upgrade/?X-03=B"):
        browser_page.goto(f"{live_site}/{path}")
        assert fits(browser_page), path


def test_every_field_has_a_name_and_headings_are_in_order(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/{CLOUD}?district.rate=30&pop.seed=2")
    unnamed = browser_page.evaluate(
        "[...document.querySelectorAll('main input:not([type=hidden]):not([aria-hidden]), main select')]"
        ".filter(one => !one.labels?.length && !one.getAttribute('aria-label')).map(one => one.outerHTML)"
    )
    assert unnamed == []
    twice = browser_page.evaluate(
        "(ids => ids.filter((id, at) => ids.indexOf(id) !== at))([...document.querySelectorAll('[id]')].map(one => one.id))"
    )
    assert twice == []
    levels = browser_page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(one => Number(one.tagName[1]))")
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_clause_page_leads_here(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/policies/cloud_adoption/")
    browser_page.get_by_role("link", name="政策试算").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("上云上平台补助")
    expect(browser_page.get_by_role("navigation", name="主导航").get_by_role("link", name="试算")).to_have_attribute(
        "aria-current", "page"
    )


def test_a_name_half_typed_outlives_the_next_turn_of_the_slider(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/{CLOUD}")
    browser_page.get_by_label("方案名称").fill("写了一半")
    browser_page.get_by_label("区级：市级实拨的比例", exact=True).fill("30")
    expect(browser_page.locator("#said .answer-line")).to_have_text(ANSWER)
    expect(browser_page.get_by_label("方案名称")).to_have_value("写了一半")
    browser_page.get_by_role("button", name="存为方案").click()
    expect(browser_page.get_by_text("已存的方案：写了一半")).to_be_visible()
    expect(browser_page.locator("#said .answer-line")).to_have_text(ANSWER)
