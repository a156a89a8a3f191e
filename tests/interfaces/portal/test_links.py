"""Every link of the portal leads somewhere: the page answers, and the place on it that a link names exists."""

from __future__ import annotations

from collections import deque
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest


class Page(NamedTuple):
    """一页: its ids and where its links lead."""

    ids: frozenset[str]
    links: tuple[str, ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if named.get("id"):
            self.ids.add(str(named["id"]))
        if tag == "a" and named.get("href"):
            self.links.append(str(named["href"]))


def read(address: str) -> Page:
    """The page at an address."""
    with urlopen(address, timeout=30) as answer:
        reader = _Reader()
        if answer.headers.get_content_type() == "text/html":
            reader.feed(answer.read().decode())
    return Page(frozenset(reader.ids), tuple(reader.links))


def crawl(site: str) -> dict[str, Page]:
    """Every page reached without a query, and the first filled in page and printed sheet of each clause."""
    pages: dict[str, Page] = {}
    waiting = deque([f"{site}/"])
    filled: set[str] = set()
    while waiting:
        address = waiting.popleft()
        if address in pages:
            continue
        pages[address] = read(address)
        for link in pages[address].links:
            target = urldefrag(urljoin(address, link)).url
            parts = urlsplit(target)
            if not target.startswith(site) or parts.path.startswith("/api/v1"):
                continue
            if parts.query and (parts.path in filled or not parts.path.startswith("/policies/")):
                continue
            if parts.query:
                filled.add(parts.path)
            waiting.append(target)
    return pages


def test_every_link_to_a_place_on_a_page_finds_it(live_site: str) -> None:
    pages = crawl(live_site)
    assert len(pages) > 60
    asked = {
        (address, urljoin(address, link))
        for address, page in pages.items()
        for link in page.links
        if "#" in link and urljoin(address, link).startswith(live_site)
    }
    lost = set()
    for address, target in asked:
        page, fragment = urldefrag(target)
        if page not in pages and urlsplit(page).path.startswith(("/policies/", "/readings/")):
            pages[page] = pages.get(page.partition("?")[0]) or read(page)
        if page in pages and fragment and unquote(fragment) not in pages[page].ids:
            lost.add(f"{address.removeprefix(live_site)} → {target.removeprefix(live_site)}")
    assert not lost, "\n".join(sorted(lost))


def test_an_unknown_clause_names_the_clauses_in_chinese(live_site: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{live_site}/policies/nope/", timeout=30)
    page = refused.value.read().decode()
    assert refused.value.code == 404
    assert "上云上平台补助" in page
    assert "现有 cloud_adoption" not in page


def test_the_readings_are_reached_from_every_page_and_mark_the_menu(live_site: str) -> None:
    for path in ("/", "/policies/", "/checkup/"):
        assert f"{live_site}/readings/" in {urljoin(live_site, link) for link in read(live_site + path).links}
    with urlopen(f"{live_site}/readings/", timeout=30) as answer:
        page = answer.read().decode()
    assert '<a href="/document/" aria-current="true">原文</a>' in page
