"""原文页的网址: what the reader looks at, kept whole in the address so that it can be shared and needs no script.

`?at=41.6` or `?at=三（一）1` a place · `?select=clause:cloud_adoption` everything that one thing quotes ·
`?show=readings` only what concerns it · `?corrections=1` slips corrected beside the print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args
from urllib.parse import quote

Show = Literal["", "clause", "target", "task", "record", "uncoded", "money", "readings", "corrections"]

SHOWN: Mapping[Show, str] = {
    "clause": "条款",
    "target": "目标",
    "task": "任务与机制",
    "record": "单位与名录",
    "uncoded": "未编入的语句",
    "money": "金额",
    "readings": "读法未定处",
    "corrections": "更正",
}
MOST = 80
"""Longest name of a place or a thing that is looked up; more is cut before it is shown back."""


@dataclass(frozen=True, slots=True)
class Address:
    """网址里的状态: the path of the page, a place or a thing chosen, the filter, the correction layer."""

    path: str
    at: str = ""
    select: str = ""
    show: Show = ""
    corrections: bool = False

    def with_place(self, at: str) -> str:
        """The same page with this place chosen."""
        return replace(self, at=at, select="").href

    def with_thing(self, select: str) -> str:
        """The same page with all words chosen that the thing quotes; the filter would hide some of them."""
        return replace(self, at="", select=select, show="").href

    def with_show(self, show: Show) -> str:
        """The same page under this filter, nothing chosen."""
        return replace(self, at="", select="", show=show).href

    @property
    def turned(self) -> str:
        """The same page with the correction layer turned on or off."""
        return replace(self, corrections=not self.corrections).href

    @property
    def unchosen(self) -> str:
        """The same page with nothing chosen."""
        return replace(self, at="", select="").href

    @property
    def href(self) -> str:
        """The address: path and query, in a fixed order."""
        pairs = (("at", self.at), ("select", self.select), ("show", self.show))
        said = [f"{name}={quote(value, safe=':（）·、')}" for name, value in pairs if value]
        said += ["corrections=1"] if self.corrections else []
        return f"{self.path}?{'&'.join(said)}" if said else self.path


def read_address(path: str, query: Mapping[str, str]) -> Address:
    """Read the query; a filter that does not exist is left out."""
    show = query.get("show", "")
    return Address(
        path,
        at=query.get("at", "").strip()[:MOST],
        select=query.get("select", "").strip()[:MOST],
        show=cast("Show", show) if show in get_args(Show) else "",
        corrections=query.get("corrections", "") == "1",
    )
