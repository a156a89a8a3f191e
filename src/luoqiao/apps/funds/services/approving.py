"""批准拨付: two persons after the one who prepared; with the second the money is on its way and the files stand for ever.

Everything is checked at both approvals, on the day of each: what changed since refuses, with the lines named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.funds.batch_checks import CaseChecks, check_lines, refuse_blocked
from luoqiao.apps.funds.batch_rows import (
    lock_batch,
    lock_lines,
    lock_shares_of,
    pay_row,
    step_lines,
    step_shares,
    tier_labels,
)
from luoqiao.apps.funds.models import PaymentBatch, PaymentFile, PaymentLine
from luoqiao.apps.funds.posting import book_all
from luoqiao.apps.funds.shares import booking_of
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds.batch import BatchState, LineState, check_batch
from luoqiao.core.funds.duty import FundsDeed, check_other_person, get_duty
from luoqiao.core.funds.move import Move
from luoqiao.core.funds.payment_layout import Cell, PaymentLayout, cells_of
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor


class BatchChanged(DomainError):
    """批次与看到的不同."""

    code = "LQ-6207"

    def __init__(self, number: str, count: int, total: int) -> None:
        super().__init__(f"{number} 现在是 {count} 笔、{show_yuan(total)}，与您看到的不同；没有批准，请刷新后再看")


class NoLayout(DomainError):
    """方案没有写拨付文件的格式."""

    code = "LQ-6208"

    def __init__(self) -> None:
        super().__init__("方案里没有写拨付文件的格式，没有批准；请先在 funds.toml 写明银行要的格式")


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """写好的文件: its bytes and both digests."""

    content: bytes
    media_type: str
    ending: str
    sha256: str
    sm3: str


Writer = Callable[[PaymentLayout, Sequence[tuple[Cell, ...]]], WrittenFile]
"""Writes rows in a layout; the same rows give the same bytes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """看到的: how many lines and which sum stood on the page where the button was pressed."""

    count: int
    total: int


def approve_first(number: str, *, seen: Seen, cases: CaseChecks, actor: Actor, at: datetime) -> None:
    """复核: nobody who prepared it. Pressed twice it is once.

    Refuses with NoSuchBatch, NotYourFunds, SamePerson, BatchMovedOn, BatchChanged, LinesBlocked.
    """
    with transaction.atomic():
        batch = lock_batch(number)
        if batch.first_by == actor.user and batch.state != BatchState.WITHDRAWN:
            return
        post = get_duty(policy.get_pack(batch.pack).funds, FundsDeed.APPROVE_FIRST, actor)
        check_batch(number, BatchState(batch.state), [BatchState.PREPARED], "复核")
        check_other_person(FundsDeed.APPROVE_FIRST, actor, batch.prepared_persons)
        lines = lock_lines(batch, LineState.LISTED)
        _check(batch, lines, seen, cases, at)
        batch.state, batch.first_by, batch.first_name = BatchState.CHECKED.value, actor.user, actor.name
        batch.first_persons, batch.first_at = sorted(set(actor.persons())), at
        batch.save(update_fields=["state", "first_by", "first_name", "first_persons", "first_at"])
        detail = {"lines": seen.count, "total": seen.total}
        record(at=at, actor=actor, post=post, deed=Deed("funds.batch_checked", f"batch:{number}", detail))


def approve_second(
    number: str, *, seen: Seen, cases: CaseChecks, write: Writer, actor: Actor, at: datetime
) -> None:
    """签批: a third person; the money is in transit from now on, the files are written and kept. Pressed twice it is once.

    All in one transaction: no file without the booking, no booking without the file. Refuses as `approve_first` does, and with
    NoLayout.
    """
    with transaction.atomic():
        batch = lock_batch(number)
        if batch.second_by == actor.user:
            return
        plan = policy.get_pack(batch.pack).funds
        post = get_duty(plan, FundsDeed.APPROVE_SECOND, actor)
        check_batch(number, BatchState(batch.state), [BatchState.CHECKED], "签批")
        check_other_person(FundsDeed.APPROVE_SECOND, actor, [*batch.prepared_persons, *batch.first_persons])
        if not plan.layouts:
            raise NoLayout
        lines = lock_lines(batch, LineState.LISTED)
        shares = lock_shares_of(lines)
        _check(batch, lines, seen, cases, at)
        step_lines(lines, LineState.SENT)
        step_shares(list(shares.values()), ShareState.SENT, at, f"{number} 已送银行")
        bookings = [
            booking_of(shares[line.share_id], Move.SEND, line.amount, suffix=line.reference) for line in lines
        ]
        book_all(bookings, actor=actor, at=at, post=post)
        digests = _freeze(batch, lines, plan.layouts, write, at)
        batch.state, batch.second_by, batch.second_name, batch.second_at = BatchState.SENT.value, actor.user, actor.name, at
        batch.save(update_fields=["state", "second_by", "second_name", "second_at"])
        detail = {"lines": seen.count, "total": seen.total, "files": digests}
        record(at=at, actor=actor, post=post, deed=Deed("funds.batch_sent", f"batch:{number}", detail))


def _check(batch: PaymentBatch, lines: Sequence[PaymentLine], seen: Seen, cases: CaseChecks, at: datetime) -> None:
    total = sum(line.amount for line in lines)
    if (len(lines), total) != (seen.count, seen.total) or not lines:
        raise BatchChanged(batch.number, len(lines), total)
    refuse_blocked(batch, lines, check_lines(batch, lines, on=timezone.localdate(at), cases=cases))


def _freeze(
    batch: PaymentBatch, lines: Sequence[PaymentLine], layouts: Sequence[PaymentLayout], write: Writer, at: datetime
) -> dict[str, str]:
    """Write and keep every file of the programme; the digest of each."""
    tiers = tier_labels(batch.pack, (line.tier for line in lines))
    rows = [pay_row(batch, line, timezone.localdate(at), tiers) for line in lines]
    found = {}
    for layout in layouts:
        made = write(layout, [cells_of(layout, row) for row in rows])
        PaymentFile.objects.create(
            batch=batch, layout=layout.id, title=layout.name, name=f"{batch.number}-{layout.id}.{made.ending}",
            media_type=made.media_type, content=made.content, sha256=made.sha256, sm3=made.sm3, size=len(made.content),
        )  # fmt: skip
        found[layout.id] = made.sha256
    return found
