"""真实浏览器: the system's own Chromium, driven as a reader would use it.

A page fails its test when it logs an error, breaks the content policy or asks another host for anything.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
APPLICATIONS = (Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = (1280, 900)
LOOPBACK = {"127.0.0.1", "localhost"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser, so that it can be left out while working."""
    for item in items:
        if {"browser", "browser_page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """浏览器: one process for all tests."""
    # The driver runs an event loop in this thread; the framework would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """一页: empty, 1280 by 900 unless the test is parametrised with another size, indirectly."""
    width, height = getattr(request, "param", WIDE)
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("console", lambda message: troubles.extend(_complaint(message)))
    page.on("request", lambda asked: troubles.extend(_outside(asked)))
    yield page
    context.close()
    assert not troubles, troubles


def fits(page: Page) -> bool:
    """横向放得下: nothing of the page stands beyond its right edge.

    The root is waited for: a page that is just being replaced by the next one has none for an instant.
    """
    page.wait_for_load_state()
    return bool(page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth"))


def find_chromium() -> str:
    """找浏览器: the system's Chromium or Chrome."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((str(path) for path in APPLICATIONS if path.exists()), None)
    return found or pytest.fail("没有找到 Chromium；请运行 make setup-dev，或安装 chromium 后再试")


def _complaint(message: ConsoleMessage) -> list[str]:
    """An error of the console; a refused page that the test asked for is no error of the page."""
    if message.type != "error" or "the server responded with a status of" in message.text:
        return []
    return [f"console: {message.text}"]


def _outside(asked: Request) -> list[str]:
    parts = urlsplit(asked.url)
    inside = parts.scheme in {"data", "blob", "about"} or parts.hostname in LOOPBACK
    return [] if inside else [f"asked another host: {asked.url}"]
