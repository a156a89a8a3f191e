"""拨付批次的查询: what may be paid, batches with their lines and checks, the files that went to the bank; frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from luoqiao.apps.funds.batch_checks import CaseChecks, check_lines
from luoqiao.apps.funds.batch_rows import NoSuchBatch, tier_labels
from luoqiao.apps.funds.models import PaymentBatch, PaymentFile, PaymentLine, Share
from luoqiao.apps.funds.shares import label_of, view_of
from luoqiao.core.funds.batch import GONE_OUT, BatchState, Check, LineState
from luoqiao.core.funds.share import ShareState, ShareView


@dataclass(frozen=True, slots=True)
class Payable:
    """待拨付的一堆: of one year, tier and clause, how many and which sum."""

    year: int
    tier: str
    tier_label: str
    clause: str
    title: str
    count: int
    sum: int


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """批次清单的一行; counts and sums leave out what was taken out."""

    number: str
    year: int
    state: BatchState
    count: int
    sum: int
    paid: int
    returned: int
    unanswered: int
    prepared_name: str
    prepared_at: datetime


@dataclass(frozen=True, slots=True)
class LineSeen:
    """一笔明细: the account by its last four figures."""

    place: int
    reference: str
    share: int
    case: str
    title: str
    tier: str
    uscc: str
    name: str
    amount: int
    bank: str
    holder: str
    account_tail: str
    state: LineState
    holder_reason: str
    credit: str
    credit_note: str
    because: str
    answered_on: date | None
    voucher: str
    answer_reason: str


@dataclass(frozen=True, slots=True)
class FileSeen:
    """一份拨付文件: its digests; the bytes are read by `get_file`."""

    layout: str
    title: str
    name: str
    size: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class BatchFile:
    """一个批次, whole."""

    number: str
    pack: str
    year: int
    state: BatchState
    credit_source: str
    credit_on: date | None
    credit_name: str
    prepared_name: str
    prepared_at: datetime
    prepared_persons: frozenset[int]
    first_name: str
    first_at: datetime | None
    first_persons: frozenset[int]
    second_name: str
    second_at: datetime | None
    closed_at: datetime | None
    withdrawn: str
    lines: tuple[LineSeen, ...]
    files: tuple[FileSeen, ...]

    @property
    def live(self) -> tuple[LineSeen, ...]:
        """Lines that were not taken out."""
        return tuple(one for one in self.lines if one.state is not LineState.TAKEN_OUT)

    @property
    def total(self) -> int:
        """合计 of the live lines, in fen."""
        return sum(one.amount for one in self.live)

    def sum_of(self, *states: LineState) -> tuple[int, int]:
        """How many lines are in these states, and their sum."""
        found = [one.amount for one in self.lines if one.state in states]
        return len(found), sum(found)


def list_payable() -> tuple[Payable, ...]:
    """待拨付 by year, tier and clause."""
    rows = Share.objects.filter(state=ShareState.PAYABLE.value, amount__gt=0)
    grouped = rows.values("pack", "year", "tier", "clause", "title").annotate(count=Count("pk"), sum=Sum("amount"))
    return tuple(
        Payable(one["year"], one["tier"], label_of(one["pack"], one["tier"]), one["clause"], one["title"], one["count"],
                int(one["sum"]))
        for one in grouped.order_by("-year", "clause", "tier")
    )  # fmt: skip


def list_payable_shares(*, year: int, tier: str = "", clause: str = "", most: int = 500) -> tuple[ShareView, ...]:
    """The shares that may be put into a batch, the first that was decided first."""
    rows = Share.objects.filter(state=ShareState.PAYABLE.value, year=year, amount__gt=0)
    if tier:
        rows = rows.filter(tier=tier)
    if clause:
        rows = rows.filter(clause=clause)
    return tuple(view_of(one) for one in rows.order_by("since", "pk")[:most])


def list_batches(*, state: BatchState | None = None, most: int = 200) -> tuple[BatchSummary, ...]:
    """Batches, the newest first."""
    rows: QuerySet[PaymentBatch] = PaymentBatch.objects.all()
    if state is not None:
        rows = rows.filter(state=state.value)
    live = ~Q(lines__state=LineState.TAKEN_OUT.value)
    rows = rows.annotate(
        count=Count("lines", filter=live), sum=Sum("lines__amount", filter=live),
        paid=Sum("lines__amount", filter=Q(lines__state=LineState.PAID.value)),
        returned=Sum("lines__amount", filter=Q(lines__state=LineState.RETURNED.value)),
        unanswered=Sum("lines__amount", filter=Q(lines__state=LineState.SENT.value)),
    )  # fmt: skip
    return tuple(
        BatchSummary(one.number, one.year, BatchState(one.state), one.count, one.sum or 0, one.paid or 0, one.returned or 0,
                     one.unanswered or 0, one.prepared_name, one.prepared_at)
        for one in rows[:most]
    )  # fmt: skip


def get_batch(number: str) -> BatchFile:
    """One batch with its lines and files (NoSuchBatch)."""
    row = PaymentBatch.objects.filter(number=number).first()
    if row is None:
        raise NoSuchBatch(number)
    lines = list(row.lines.all())
    tiers = tier_labels(row.pack, (one.tier for one in lines))
    files = row.files.defer("content")
    return BatchFile(
        row.number, row.pack, row.year, BatchState(row.state), row.credit_source, row.credit_on, row.credit_name,
        row.prepared_name, row.prepared_at, frozenset(row.prepared_persons), row.first_name, row.first_at,
        frozenset(row.first_persons), row.second_name, row.second_at, row.closed_at,
        f"{row.withdrawn_name}：{row.withdrawn_because}" if row.state == BatchState.WITHDRAWN else "",
        tuple(_line(one, tiers) for one in lines),
        tuple(FileSeen(one.layout, one.title, one.name, one.size, one.sha256, one.sm3) for one in files),
    )  # fmt: skip


def check_batch_lines(number: str, *, on: date, cases: CaseChecks) -> Mapping[int, tuple[Check, ...]]:
    """By place of a line that is still listed its checks as things stand today."""
    row = PaymentBatch.objects.filter(number=number).first()
    if row is None:
        raise NoSuchBatch(number)
    lines = list(row.lines.filter(state=LineState.LISTED.value))
    found = check_lines(row, lines, on=on, cases=cases)
    return {line.place: found[line.pk] for line in lines}


def get_payment_file(number: str, layout: str) -> tuple[FileSeen, str, bytes]:
    """A file as it was approved: what it is, its media type, its bytes (NoSuchBatch)."""
    one = PaymentFile.objects.filter(batch__number=number, layout=layout).first()
    if one is None:
        raise NoSuchBatch(number)
    seen = FileSeen(one.layout, one.title, one.name, one.size, one.sha256, one.sm3)
    return seen, one.media_type, bytes(one.content)


def list_attempts_of(uscc: str) -> dict[int, tuple[LineSeen, ...]]:
    """By share of an enterprise every time it was sent to the bank, the first first."""
    found: dict[int, tuple[LineSeen, ...]] = {}
    for one in PaymentLine.objects.filter(uscc=uscc, state__in=[state.value for state in GONE_OUT]).order_by("pk"):
        found[one.share_id] = (*found.get(one.share_id, ()), _line(one, {}))
    return found


def list_returned() -> tuple[tuple[ShareView, LineSeen], ...]:
    """银行退回: shares to be sent anew, with the line that came back."""
    shares = {one.pk: one for one in Share.objects.filter(state=ShareState.RETURNED.value)}
    rows = PaymentLine.objects.filter(share__in=shares, state=LineState.RETURNED.value).order_by("pk")
    last = {line.share_id: line for line in rows}
    return tuple((view_of(shares[share]), _line(line, {})) for share, line in sorted(last.items()))


def _line(one: PaymentLine, tiers: Mapping[str, str]) -> LineSeen:
    return LineSeen(
        one.place, one.reference, one.share_id, one.case_number, one.title, tiers.get(one.tier, one.tier), one.uscc, one.name,
        one.amount, one.bank, one.holder, one.account_number[-4:], LineState(one.state), one.holder_reason, one.credit,
        one.credit_note, f"{one.taken_out_name}移出：{one.taken_out_because}" if one.taken_out_because else "",
        one.answered_on, one.voucher, one.answer_reason,
    )  # fmt: skip
