"""The component sheet in a real browser: no overflow, nothing refused by the content policy, keyboard and scripts at work."""

from collections.abc import Iterator
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.interfaces.portal.component_urls"),
]  # fmt: skip


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and leave no connection to the database behind with the thread."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name is the library's
        """Say nothing."""


@pytest.fixture
def sheet() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=_Server, handler_class=_Silent)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/_components"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, sheet: str, complaints: list[str]) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("requestfailed", lambda request: complaints.append(f"failed {request.url}"))
    opened.goto(sheet, wait_until="load")
    yield opened
    opened.close()


def test_nothing_is_refused_or_missing(page: Page, complaints: list[str]) -> None:
    page.wait_for_selector("path[data-tie]", state="attached")
    assert complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_never_scrolls_sideways(page: Page, sheet: str, theme: str) -> None:
    page.goto(f"{sheet}?theme={theme}")
    for width in (1280, 1024, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_first_stop_of_the_keyboard_leads_to_the_text(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_has_a_ring_two_pixels_away(page: Page) -> None:
    page.locator("a.button").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate(
        "(s => [s.outlineStyle, s.outlineWidth, s.outlineOffset])(getComputedStyle(document.activeElement))"
    )
    assert ring == ["solid", "2px", "2px"]


def test_an_amount_shows_its_exact_yuan_on_focus(page: Page) -> None:
    amount = page.locator("data.money[tabindex]").first
    exact = amount.locator(".exact")
    assert not exact.is_visible()
    amount.focus()
    assert exact.is_visible()
    assert exact.inner_text() == "1,728,000.00 元"


def test_a_table_sorts_by_fen_and_leaves_none_last(page: Page) -> None:
    table = page.get_by_role("table", name="企业与金额")
    head = table.get_by_role("columnheader", name="省（万元）")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert [cell.split()[0] for cell in table.locator("tbody td:nth-child(3)").all_inner_texts()] == [
        "60.00",
        "—",
        "—",
    ]
    totals = table.get_by_role("columnheader", name="合计（万元）")
    totals.get_by_role("button").click()
    totals.get_by_role("button").click()
    assert totals.get_attribute("aria-sort") == "ascending"
    assert table.locator("[aria-sort]").count() == 1
    assert [float(value or 0) for value in _values(table.locator("tbody td:nth-child(6) data").all())] == [
        86400,
        100000,
        1728000,
    ]


def _values(amounts: list[object]) -> list[str]:
    return [amount.get_attribute("value") for amount in amounts]  # type: ignore[attr-defined]


def test_quote_and_rule_light_up_together(page: Page) -> None:
    page.wait_for_selector("path[data-tie='4']", state="attached")
    page.hover("#rule-4")
    assert page.locator(".is-on[data-quote]").all_inner_texts() == ["4\u2009按照市级年度补助资金的 20%"]
    assert page.locator("path.is-on").get_attribute("data-tie") == "4"
    page.locator("#quote-2 a").focus()
    assert page.locator(".rule-line.is-on").get_attribute("id") == "rule-2"


def test_connector_lines_do_not_cross(page: Page) -> None:
    page.wait_for_selector("path[data-tie='5']", state="attached")
    drawn = page.evaluate(
        "[...document.querySelectorAll('path[data-tie]')].map(p => p.getAttribute('d').match(/-?[\\d.]+/g).map(Number))"
    )
    assert len(drawn) == 5
    for at, (_, top, lane, bottom, _) in enumerate(drawn):
        for _, other_top, other_lane, other_bottom, _ in drawn[at + 1 :]:
            low, high = sorted((top, bottom))
            assert not (low < other_top < high and other_lane > lane)
            other_low, other_high = sorted((other_top, other_bottom))
            assert not (other_low < top < other_high and lane > other_lane)


def test_narrow_pages_draw_no_lines_and_the_numbers_remain(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_function("!document.querySelector('path[data-tie]')")
    assert page.locator("#quote-3 a").get_attribute("href") == "#rule-3"


def test_without_scripts_everything_is_there_except_what_needs_them(browser: Browser, sheet: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(sheet)
    assert page.locator("[data-print]").first.is_hidden()
    assert page.get_by_role("radio", name="还不清楚").first.is_enabled()
    assert page.locator(".rule-line").count() == 6
    page.close()


def test_paper_shows_no_controls_and_keeps_the_tiers(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("nav.mainnav").is_hidden()
    assert page.locator(".clause-row .button").first.is_hidden()
    assert page.locator(".clause-list .head").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
