"""原文页的页首和目录: how much of the document is accounted for, whole and by section."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from luoqiao.core.rules.coverage import Coverage, SectionCoverage, Status
from luoqiao.core.rules.money_mentions import money_mentions
from luoqiao.interfaces.portal.document_address import SHOWN, Address, Show
from luoqiao.interfaces.portal.document_paper import STATUSES
from luoqiao.interfaces.portal.document_runs import doubts
from luoqiao.interfaces.portal.document_wording import COUNTED, accounted_for
from luoqiao.interfaces.portal.parts import Action, CoveragePart, MarkKind, OutlineEntry
from luoqiao.policies.pack import Pack

Shade = Literal["w1", "w2", "w3", "w4", "hatched", "late"]

SHADES: Mapping[Status, Shade] = {
    Status.CLAUSE: "w1",
    Status.TARGET: "w2",
    Status.TASK: "w3",
    Status.RECORD: "w4",
    Status.UNCODED: "hatched",
    Status.OPEN: "late",
}
MARKS: Mapping[Status, MarkKind] = {
    Status.CLAUSE: "clause",
    Status.TARGET: "target",
    Status.TASK: "task",
    Status.RECORD: "unit",
}
_SHOWS: Mapping[Status, Show] = {status: show for show, status in STATUSES.items()}


@dataclass(frozen=True, slots=True)
class Head:
    """页首: sentences with a use of all, in words, their parts, readings, what to do, what the filter shows."""

    used: int
    whole: int
    said: str
    parts: tuple[CoveragePart, ...]
    readings: str
    readings_href: str
    outline: tuple[OutlineEntry, ...]
    actions: tuple[Action, ...]
    shown: str = ""


def head(
    pack: Pack, coverage: Coverage, on: date, address: Address, current: str, shown: Container[str]
) -> Head:
    """The head of the page; `current` is the section of what is chosen, `shown` those that the filter leaves.

    The outline leads into the whole document where the filter leaves nothing of a section.
    """
    whole_paper = address.with_show("") if address.show else ""
    counts = coverage.counts
    idle = counts.get(Status.UNCODED, 0) + counts.get(Status.OPEN, 0)
    whole = len(coverage.sentences)
    undecided = len(doubts(pack, on).undecided)
    every = len(pack.readings.questions)
    return Head(
        whole - idle,
        whole,
        accounted_for(counts),
        _parts(counts, address),
        f"{every} 处，已裁定 {every - undecided}，未裁定按默认 {undecided}",
        address.with_show("readings"),
        tuple(_entry("" if part.name in shown else whole_paper, part, current) for part in coverage.sections),
        _actions(address, len(money_mentions(pack.document))),
        SHOWN.get(address.show, ""),
    )


def _parts(counts: Mapping[Status, int], address: Address | None) -> tuple[CoveragePart, ...]:
    def href(status: Status) -> str:
        return address.with_show(_SHOWS[status]) if address and status in _SHOWS else ""

    return tuple(
        CoveragePart(name, counts.get(status, 0), MARKS.get(status, "plain"), SHADES[status], href(status))
        for status, name in COUNTED.items()
        if counts.get(status, 0)
    )


def _entry(page: str, part: SectionCoverage, current: str) -> OutlineEntry:
    return OutlineEntry(
        part.title, f"{page}#{part.name}", _parts(part.counts, None), current=part.name == current
    )


def _actions(address: Address, money: int) -> tuple[Action, ...]:
    def toggle(show: Show, label: str) -> Action:
        on = address.show == show
        return Action("看全文" if on else label, address.with_show("" if on else show))

    return (
        toggle("money", f"只看金额 {money} 句"),
        toggle("readings", "只看读法"),
        toggle("uncoded", "只看未编入"),
        Action("收起更正" if address.corrections else "显示更正", address.turned),
        Action("打印对照本", prints=True),
    )
