"""分页: links to the pages of a list: the first, the last, those near the current one; gaps are left out."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from luoqiao.interfaces.portal.parts import Link

NEAR = 2


def page_links(page: int, pages: int, query: Mapping[str, str]) -> tuple[Link, ...]:
    """The links in order; an empty address stands for the current page, “…” for a gap; nothing for a single page."""
    if pages < 2:
        return ()
    shown = sorted({1, pages, *range(max(1, page - NEAR), min(pages, page + NEAR) + 1)})
    links: list[Link] = []
    before = 0
    for at in shown:
        if at - before > 1:
            links.append(Link("…", ""))
        links.append(Link(str(at), "" if at == page else f"?{urlencode({**query, 'page': str(at)})}"))
        before = at
    return tuple(links)
