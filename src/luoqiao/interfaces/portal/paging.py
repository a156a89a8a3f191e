"""分页: which page of how many, and the addresses of the ones beside it; filters stay in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Pager:
    """分页的值: for `components/pager.html`; an empty address is a page that is not there."""

    page: int
    pages: int
    count: int
    before: str
    after: str


def pager_of(*, page: int, pages: int, count: int, asked: Mapping[str, str]) -> Pager:
    """The pager of a list whose filters are `asked`; empty filters are left out of the address."""
    return Pager(
        page,
        pages,
        count,
        address(asked, page=page - 1) if page > 1 else "",
        address(asked, page=page + 1) if page < pages else "",
    )


def address(asked: Mapping[str, str], **changed: str | int) -> str:
    """The query of an address with some fields changed; the first page has no number."""
    told = {**asked, **{key: str(value) for key, value in changed.items()}}
    if told.get("page") == "1":
        del told["page"]
    return "?" + urlencode({key: value for key, value in told.items() if value})
