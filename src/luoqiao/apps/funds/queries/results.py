"""银行回执的查询: files that came, what each of their rows does or did, and the rows that wait for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from luoqiao.apps.funds.bank_rows import NoSuchBankFile, RowSettled, as_result, find_sent, sent_lines
from luoqiao.apps.funds.models import BankFile, BankRow, PaymentLine
from luoqiao.core.funds.batch import LineState
from luoqiao.core.funds.reconcile import Outcome, match


@dataclass(frozen=True, slots=True)
class FileSummary:
    """一份回执."""

    id: int
    name: str
    rows: int
    waiting: int
    sha256: str
    sm3: str
    received_name: str
    received_at: datetime
    applied_name: str
    applied_at: datetime | None
    persons: frozenset[int]


@dataclass(frozen=True, slots=True)
class RowSeen:
    """回执的一行: what it does (before) or did (after), and how a person settled it."""

    id: int
    number: int
    reference: str
    amount: int
    paid: bool
    on: date | None
    voucher: str
    reason: str
    outcome: Outcome
    said: str
    waits: bool
    settled: str
    line: str


@dataclass(frozen=True, slots=True)
class ResultsFile:
    """一份回执和它的行: counts and sums by outcome are of all rows; of the rows those to look at first."""

    summary: FileSummary
    counts: Mapping[Outcome, tuple[int, int]]
    rows: tuple[RowSeen, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """可能对上的一笔."""

    reference: str
    name: str
    amount: int
    state: LineState


def list_files(*, most: int = 100) -> tuple[FileSummary, ...]:
    """Files, the newest first; dropped ones are left out."""
    rows = BankFile.objects.filter(dropped_at=None).defer("content")
    rows = rows.annotate(waiting=Count("rows", filter=Q(rows__waits=True)))
    return tuple(_summary(one, one.waiting) for one in rows[:most])


def get_results(file: int, *, most: int = 500) -> ResultsFile:
    """One file: before it is applied with what would happen, afterwards with what did (NoSuchBankFile)."""
    row = BankFile.objects.filter(pk=file, dropped_at=None).defer("content").first()
    if row is None:
        raise NoSuchBankFile(file)
    rows = list(row.rows.select_related("line"))
    seen = [_row(one) for one in rows] if row.applied_at else _previewed(rows)
    counts: dict[Outcome, tuple[int, int]] = {}
    for one in seen:
        many, fen = counts.get(one.outcome, (0, 0))
        counts[one.outcome] = many + 1, fen + one.amount
    shown = sorted(seen, key=lambda one: (not (one.waits or one.outcome.open), one.number))[:most]
    return ResultsFile(_summary(row, sum(one.waits for one in seen)), counts, tuple(shown))


def list_waiting_rows(*, most: int = 200) -> tuple[RowSeen, ...]:
    """对不上的行, the oldest first."""
    return tuple(_row(one) for one in BankRow.objects.filter(waits=True).select_related("line").order_by("pk")[:most])


def get_waiting_row(row: int) -> tuple[RowSeen, FileSummary, tuple[Candidate, ...]]:
    """One of them, its file, and the payments of the same sum that the bank has not answered (RowSettled)."""
    kept = BankRow.objects.filter(pk=row, waits=True).select_related("file", "line").first()
    if kept is None:
        raise RowSettled(row)
    states = (LineState.SENT.value,) if kept.paid else (LineState.SENT.value, LineState.PAID.value)
    lines = PaymentLine.objects.filter(amount=kept.amount, state__in=states).order_by("pk")[:50]
    found = tuple(Candidate(one.reference, one.name, one.amount, LineState(one.state)) for one in lines)
    return _row(kept), _summary(kept.file, 0), found


def _previewed(rows: list[BankRow]) -> list[RowSeen]:
    found = match([as_result(row) for row in rows], sent_lines(find_sent({row.reference for row in rows})))
    return [
        RowSeen(row.pk, row.number, row.reference, row.amount, row.paid, row.on, row.voucher, row.reason, one.outcome, one.said,
                False, "", "")
        for row, one in zip(rows, found, strict=True)
    ]  # fmt: skip


def _row(one: BankRow) -> RowSeen:
    settled = f"{one.settled_name}：{one.because}" if one.settled_at else ""
    return RowSeen(
        one.pk, one.number, one.reference, one.amount, one.paid, one.on, one.voucher, one.reason,
        Outcome(one.outcome or Outcome.UNREADABLE), one.said, one.waits, settled, one.line.reference if one.line else "",
    )  # fmt: skip


def _summary(one: BankFile, waiting: int) -> FileSummary:
    return FileSummary(
        one.pk, one.name, one.rows_count, waiting, one.sha256, one.sm3, one.received_name, one.received_at, one.applied_name,
        one.applied_at, frozenset([*one.received_persons, *one.applied_persons]),
    )  # fmt: skip
