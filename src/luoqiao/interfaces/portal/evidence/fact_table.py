"""事实表的行: sources side by side, the adopted one last; a band under what does not agree. For any page that shows a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone

from luoqiao.core.evidence.fact import Fact, SheetRow
from luoqiao.core.evidence.fact_key import FactKey
from luoqiao.core.evidence.fact_sheet import FactSheet
from luoqiao.core.evidence.fact_value import show_value
from luoqiao.core.evidence.source import RANKING, Source
from luoqiao.interfaces.portal.parts import Link

NOTE = "，".join(f"{one.label}优先于{other.label}" for one, other in pairwise(RANKING)) + "；不同来源并列保留"
"""The ranking in words, as it stands under the heading of the table."""
Actions = Callable[[SheetRow], Iterable[Link]]


@dataclass(frozen=True, slots=True)
class Said:
    """一个来源说的: the value, then who and when, then from what."""

    value: str
    below: str = ""
    origin: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class FactTableRow:
    """一项事实."""

    key: str
    label: str
    period: str
    declared: tuple[Said, ...]
    document: tuple[Said, ...]
    held: tuple[Said, ...]
    adopted: Said
    conflict: str = ""
    why: str = ""
    settled: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class FactGroup:
    """一组事实: 企业情况, or the inputs of one clause."""

    title: str
    rows: tuple[FactTableRow, ...]


@dataclass(frozen=True, slots=True)
class FactTable:
    """整张表: groups, how many facts and how many conflicts."""

    groups: tuple[FactGroup, ...]
    note: str = NOTE

    @property
    def count(self) -> int:
        """Facts in all groups."""
        return sum(len(group.rows) for group in self.groups)

    @property
    def conflicts(self) -> int:
        """Those about which sources differ and nobody has decided."""
        return sum(bool(row.conflict) and not row.settled for group in self.groups for row in group.rows)


def fact_table(sheet: FactSheet, *, today: date, actions: Actions | None = None) -> FactTable:
    """A sheet as groups of rows; `actions` gives what the reader may do about a row."""
    groups: dict[str, list[FactTableRow]] = {}
    for row in sheet.rows:
        groups.setdefault(row.key.group, []).append(table_row(row, today=today, actions=actions))
    return FactTable(tuple(FactGroup(title, tuple(rows)) for title, rows in groups.items()))


def table_row(row: SheetRow, *, today: date, actions: Actions | None = None) -> FactTableRow:
    """One fact."""
    conflict = row.conflict
    return FactTableRow(
        row.key.id, row.key.label, _period(row), tuple(_of(row, today, Source.DECLARED)),
        tuple(_of(row, today, Source.DOCUMENT)), tuple(_of(row, today, Source.MEASURED, Source.REGISTER)),
        Said(row.shown, row.adopted.source.label), conflict.words if conflict else "", _why(row),
        bool(conflict and conflict.settled), tuple(actions(row)) if actions else (),
    )  # fmt: skip


def _period(row: SheetRow) -> str:
    """The days that the adopted fact is about."""
    return row.adopted.period.words


def _of(row: SheetRow, today: date, *sources: Source) -> Iterator[Said]:
    for source in sources:
        if (fact := row.facts.get(source)) is not None:
            named = len(sources) > 1
            yield _said(row.key, fact, today, f"{source.label} " if named else "")


def _said(key: FactKey, fact: Fact, today: date, before: str) -> Said:
    return Said(show_value(key, fact.value), f"{before}{fact.who} {short_day(fact, today)}", fact.origin)


def _why(row: SheetRow) -> str:
    conflict = row.conflict
    if conflict is None:
        return f"{row.adopted.who}认定：{row.adopted.note}" if row.adopted.source is Source.DECIDED else ""
    if conflict.settled:
        return conflict.why
    kept = "、".join(dict.fromkeys(one.source.label for one in conflict.others))
    return f"{conflict.why}，按{conflict.adopted.source.label}采用；{kept}的值保留"


def short_day(fact: Fact, today: date) -> str:
    """06-12, with its year when that is another."""
    day = timezone.localdate(fact.recorded_at)
    return f"{day:%m-%d}" if day.year == today.year else f"{day}"
