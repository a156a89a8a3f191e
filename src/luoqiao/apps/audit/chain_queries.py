"""查审计链: how far each year's chain is, its seals, its export, and whether the tables still agree with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from luoqiao.apps.audit.chaining import find_head, list_linked_years
from luoqiao.apps.audit.kept_entry import ENTRY_COLUMNS, entry_of
from luoqiao.apps.audit.models import Seal
from luoqiao.core.audit.chain import ChainEntry, Heads, Sealed, canonical, export_lines, follow, genesis
from luoqiao.core.kernel.errors import DomainError

FETCH = 2_000
_LINKED = f"""
SELECT l.seq, l.sha256, l.sm3, l.entry, {ENTRY_COLUMNS} FROM audit_link l
LEFT JOIN audit_entry e ON e.id = l.entry WHERE l.year = %s ORDER BY l.seq
"""  # noqa: S608 the columns are our own
_WAITING = """
SELECT extract(year FROM e.at AT TIME ZONE %s)::int, count(*) FROM audit_waiting w JOIN audit_entry e ON e.id = w.entry GROUP BY 1
"""
_OUTSIDE = f"""
SELECT {ENTRY_COLUMNS} FROM audit_entry e WHERE e.at >= %s AND e.at < %s
AND NOT EXISTS (SELECT FROM audit_link l WHERE l.entry = e.id) AND NOT EXISTS (SELECT FROM audit_waiting w WHERE w.entry = e.id)
ORDER BY e.id LIMIT 1
"""  # noqa: S608 the columns are our own


class NoSuchYear(DomainError):
    """这一年没有审计链."""

    code = "LQ-6010"

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年没有审计记录入链；请核对年度")


@dataclass(frozen=True, slots=True)
class YearChain:
    """一年的链: how many entries are linked and wait, the head, the last seal."""

    year: int
    links: int
    waiting: int
    heads: Heads
    sealed: Sealed | None


@dataclass(frozen=True, slots=True)
class Fault:
    """第一处不对: which kind, at which place, and the entry as it stands now, if it is there."""

    kind: str
    seq: int
    words: str
    entry: ChainEntry | None = None
    number: int = 0
    """The entry's number, also when the entry itself is gone."""


@dataclass(frozen=True, slots=True)
class Checked:
    """核对结果: `fault` is None when the tables agree with the chain."""

    year: int
    links: int
    waiting: int
    seals: int
    heads: Heads
    fault: Fault | None = None


def list_year_chains() -> tuple[YearChain, ...]:
    """Every year that has entries linked or waiting, the newest first."""
    waiting = _count_waiting()
    last = {seal.year: seal for seal in list_seals()}
    years = sorted({*list_linked_years(), *waiting}, reverse=True)
    found = ((year, *find_head(year)) for year in years)
    return tuple(YearChain(year, seq, waiting.get(year, 0), heads, last.get(year)) for year, seq, heads in found)


def get_year_chain(year: int) -> YearChain:
    """One of them. Raises NoSuchYear."""
    for chain in list_year_chains():
        if chain.year == year:
            return chain
    raise NoSuchYear(year)


def list_seals(year: int | None = None) -> tuple[Sealed, ...]:
    """Every seal, or those of one year, in order."""
    seals = Seal.objects.order_by("year", "day")
    rows = seals.filter(year=year) if year is not None else seals
    return tuple(
        Sealed(row.year, row.day, row.seq, Heads(bytes(row.sha256), bytes(row.sm3)), row.made_at) for row in rows
    )


def export_year(year: int) -> Iterator[bytes]:
    """导出: the lines of the file, read as they are written out; what is in the tables, right or wrong. Raises NoSuchYear."""
    if year not in list_linked_years():
        raise NoSuchYear(year)
    seals = list_seals(year)
    return export_lines(year, ((seq, canonical(entry), heads) for seq, heads, _, entry in _links(year) if entry), seals)


def check_year(year: int) -> Checked:
    """核对: every entry of the year is linked or waits, none is missing or altered, the seals agree. Raises NoSuchYear."""
    waiting = _count_waiting().get(year, 0)
    if year not in list_linked_years() and not waiting:
        raise NoSuchYear(year)
    seals = list_seals(year)
    links, heads, fault = _walk(year, seals)
    fault = fault or _find_outside(year)
    return Checked(year, links, waiting, len(seals), heads, fault)


def _walk(year: int, seals: Sequence[Sealed]) -> tuple[int, Heads, Fault | None]:
    """Along the chain to its end or to the first fault."""
    before, last = genesis(year), 0
    sealed = {seal.seq: seal for seal in seals}
    for seq, heads, number, entry in _links(year):
        fault = _fault_at(last + 1, seq, before, heads, number, entry)
        seal = sealed.pop(seq, None)
        if fault is None and seal is not None and seal.heads != heads:
            words = f"与 {seal.day} 的封条不符：链或封条被改过"
            fault = Fault("seal", seq, words, entry, number)
        if fault is not None:
            return last, before, fault
        before, last = heads, seq
    if sealed:
        seal = sealed[min(sealed)]
        return last, before, Fault("removed", last + 1, f"末尾的记录不见了：{seal.day} 的封条封到第 {seal.seq} 条")
    return last, before, None


def _fault_at(
    expected: int, seq: int, before: Heads, heads: Heads, number: int, entry: ChainEntry | None
) -> Fault | None:  # fmt: skip
    if seq != expected:
        return Fault("removed", expected, f"第 {expected} 条从链上不见了：后面直接是第 {seq} 条")
    if entry is None:
        return Fault("removed", seq, "审计记录被删掉了，链上还留着它的摘要", None, number)
    if follow(before, canonical(entry)) != heads:
        return Fault("altered", seq, "被改过：内容与入链时的摘要不符", entry, number)
    return None


def _find_outside(year: int) -> Fault | None:
    """An entry that came in behind the back of the database's own rules."""
    zone = timezone.get_default_timezone()
    bounds = [datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)]
    with connection.cursor() as cursor:
        cursor.execute(_OUTSIDE, bounds)
        row = cursor.fetchone()
    if row is None:
        return None
    entry = entry_of(row)
    return Fault("inserted", 0, "不在链上，也不在等入链：是绕过数据库的规矩写进来的", entry, entry.id)


def _links(year: int) -> Iterator[tuple[int, Heads, int, ChainEntry | None]]:
    """Every link with its entry, in order, a few thousand in memory at a time."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_LINKED, [year])
        while rows := cursor.fetchmany(FETCH):
            for row in rows:
                yield row[0], Heads(bytes(row[1]), bytes(row[2])), row[3], _entry(row[4:])


def _entry(row: Sequence[Any]) -> ChainEntry | None:
    return None if row[0] is None else entry_of(row)


def _count_waiting() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [timezone.get_default_timezone_name()])
        return dict(cursor.fetchall())
