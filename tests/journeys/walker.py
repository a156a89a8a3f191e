"""走一遍的人: somebody of the demonstration in a browser: enters by a button, fills in, presses, looks."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

PATIENCE = 30_000


class Walker:
    """One browser page, used by one person after another."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)

    def go(self, path: str) -> Walker:
        self.page.goto(f"{self.site}{path}")
        return self

    def enter(self, name: str) -> Walker:
        """Be this person from now on."""
        self.go("/demo/")
        return self.click(self.page.get_by_role("button", name=f"以{name}").first)

    def click(self, what: Locator) -> Walker:
        """Press something that leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            what.click()
        return self

    def press(self, name: str) -> Walker:
        return self.click(self.page.get_by_role("button", name=name, exact=True).first)

    def fill(self, label: str, text: str) -> Walker:
        self.page.get_by_label(label).first.fill(text)
        return self

    def sees(self, *texts: str) -> Walker:
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def next_days(self) -> Walker:
        """The demonstration's clock goes five working days on."""
        return self.press("往后五个工作日")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def keep(self, folder: Path, name: str) -> Walker:
        """A picture of the page as it is now."""
        self.page.screenshot(path=str(folder / f"{name}.png"), full_page=True)
        return self
