"""席位: seats of the leading group are posts; persons hold them from one day to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from luoqiao.core.kernel.tables import Row, read_tables
from luoqiao.core.rules.citations import Citation, read_citations


class SeatRole(StrEnum):
    """组长 · 副组长 · 成员."""

    LEADER = "leader"
    DEPUTY = "deputy_leader"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Holder:
    """任职人: half-open period; `until_on` is the first day on which the person no longer holds the post."""

    name: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """席位: the post that sits, `also` what it holds besides, `printed_post` where the print differs."""

    id: str
    role: SeatRole
    post: str
    printed_post: str
    unit: str
    also: str
    readings: tuple[str, ...]
    holders: tuple[Holder, ...]
    citations: tuple[Citation, ...]

    def holder_on(self, on: date) -> Holder | None:
        """Who holds the post on that day; None when nobody is recorded."""
        for holder in self.holders:
            if holder.from_on <= on and (holder.until_on is None or on < holder.until_on):
                return holder
        return None


def parse_seats(data: Mapping[str, object], file: str = "seats.toml") -> tuple[Seat, ...]:
    """The seats of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        return tuple(_seat(row) for row in tables.rows("seats"))


def _seat(row: Row) -> Seat:
    post = row.text("post")
    seat = Seat(
        id=row.pattern("id", r"[a-z][a-z0-9_]*", "小写英文标识"),
        role=row.choice("role", SeatRole),
        post=post,
        printed_post=row.text("printed_post", post),
        unit=row.text("unit"),
        also=row.text("also", ""),
        readings=row.texts("readings"),
        holders=tuple(
            Holder(inner.text("name"), inner.day("from_on"), inner.day_or_none("until_on"))
            for inner in row.rows("holders")
        ),
        citations=read_citations(row),
    )
    periods = sorted((h.from_on, h.until_on or date.max) for h in seat.holders)
    if any(start >= end for start, end in periods):
        row.fault("任职的止日要晚于起日")
    if any(one[1] > two[0] for one, two in pairwise(periods)):
        row.fault("两人的任职日期重叠")
    return seat
