"""案卷的一节: what is printed and which files belong to it; plain values, so that every part of the house can add one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

Heads = tuple[str, ...]
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """表: heads and rows as text; `numbers` are the columns that stand to the right, `codes` those in fixed width."""

    heads: Heads
    rows: Rows
    numbers: frozenset[int] = frozenset()
    codes: frozenset[int] = frozenset()

    @property
    def cells(self) -> list[list[tuple[str, str, str]]]:
        """Each row as (head, text, class)."""
        return [
            [(self.heads[at], text, "number" if at in self.numbers else "code" if at in self.codes else "")
             for at, text in enumerate(row)]
            for row in self.rows
        ]  # fmt: skip

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Each head with its class."""
        return [(head, "number" if at in self.numbers else "") for at, head in enumerate(self.heads)]


@dataclass(frozen=True, slots=True)
class Section:
    """一节: title, sentences, a table, a text printed as it is (`said`: words of the document), and its files."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    said: tuple[str, ...] = ()
    text: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


def as_json(value: object) -> bytes:
    """JSON in one form: keys in order, times in UTC, readable as it is."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, default=_plain) + "\n").encode()


def moment(at: datetime | None) -> str:
    """2023-06-19 16:48, in the time of the place."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "—"


def rows_of(rows: Sequence[Sequence[object]]) -> Rows:
    """Every value as text; nothing is a dash."""
    return tuple(tuple("—" if value in (None, "") else str(value) for value in row) for row in rows)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(timezone.get_fixed_timezone(0)).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
