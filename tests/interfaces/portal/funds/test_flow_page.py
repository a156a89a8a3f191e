"""资金流向的页：the drawing and the table say what the shares say, bands open their rows, and a phone gets the table."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.funds.queries.shares import sum_by_tier_clause_state
from luoqiao.apps.funds.services.following import Standing
from luoqiao.apps.policy.queries import get_pack
from luoqiao.interfaces.portal.funds.flow_page import ENDS, drawing_of
from tests.apps.funds.funds_stories import a_line, bring
from tests.chromium import fits
from tests.interfaces.portal.funds.treasury import Treasury

pytestmark = pytest.mark.django_db(transaction=True)


def money() -> None:
    a_line(9000)
    bring(Standing.DECIDED, "LQ-2023-0001", district=1000, city=5000)
    bring(Standing.GRANTED, "LQ-2023-0002", minutes=1, district=3000)
    bring(Standing.DECIDED, "LQ-2023-0003", minutes=2, district=70_000)


def test_the_drawing_holds_every_fen(treasury: Treasury) -> None:
    money()
    pack = get_pack()
    drawing = drawing_of(sum_by_tier_clause_state(pack=pack.meta.name, year=2023), pack)
    for column in (0, 1, 2):
        assert sum(box.fen for box in drawing.boxes if box.column == column) == 79_000
    ends = {box.key: box.fen for box in drawing.boxes if box.column == 2}
    assert ends == {"待拨付": 3000, "已占用": 1000, "等预算": 75_000}
    assert set(ends) <= set(ENDS)


def test_a_band_opens_its_rows(treasury: Treasury) -> None:
    money()
    page = treasury.one.opens("/funds/flow/?year=2023").content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'<a href="(/funds/shares/[^"]+)"><path', page)]
    assert len(links) == 5
    assert "LQ-2023-0002" in treasury.one.opens(next(link for link in links if "payable" in link)).content.decode()
    assert "790.00 元" in page
    assert "还没有审定的资金" in treasury.one.opens("/funds/flow/?year=2022").content.decode()
    assert treasury.agent.opens("/funds/flow/").status_code == 403


@pytest.mark.parametrize("browser_page", [(1280, 900), (390, 844)], indirect=True)
def test_it_fits_a_desk_and_a_phone(browser_page: Page, live_server: LiveServer, treasury: Treasury) -> None:
    money()
    session = treasury.one.client.cookies[settings.SESSION_COOKIE_NAME].value
    browser_page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    for address in ("/funds/flow/?year=2023", "/funds/?year=2023", "/paid/", "/funds/batches/", "/funds/shares/"):
        browser_page.goto(f"{live_server.url}{address}")
        assert fits(browser_page), address
    browser_page.goto(f"{live_server.url}/funds/flow/?year=2023")
    wide = (browser_page.viewport_size or {"width": 0})["width"] > 800
    expect(browser_page.locator(".flow svg")).to_be_visible(visible=wide)
    expect(browser_page.locator("table")).to_contain_text("上云上平台补助")
