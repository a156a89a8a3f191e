"""批次的行: locked and changed many at once, in the caller's transaction.

Locks are taken in one order: the file of the bank, batches, lines, shares, accounts; each kind by its ids.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from luoqiao.apps.funds.models import PaymentBatch, PaymentLine, Share
from luoqiao.apps.funds.shares import label_of
from luoqiao.core.funds.batch import BatchState, LineState, check_line_step
from luoqiao.core.funds.payment_layout import PayRow
from luoqiao.core.funds.share import ShareState, check_step
from luoqiao.core.kernel.errors import DomainError


class NoSuchBatch(DomainError):
    """没有这个批次."""

    code = "LQ-6205"

    def __init__(self, number: str) -> None:
        super().__init__(f"没有编号为 {number[:20]} 的拨付批次")


class NoSuchPayment(DomainError):
    """批次里没有这一笔."""

    code = "LQ-6209"

    def __init__(self, number: str, line: str) -> None:
        super().__init__(f"{number[:20]} 里没有可以办的第 {line[:10]} 笔；它可能已经移出或送出，请刷新后再看")


@dataclass(frozen=True, slots=True)
class Answer:
    """银行对一笔的答复, for a line: what it becomes, the bank's day, voucher and reason."""

    line: PaymentLine
    state: LineState
    on: date
    voucher: str
    reason: str


def lock_batch(number: str) -> PaymentBatch:
    """The batch, locked; NoSuchBatch."""
    batch = PaymentBatch.objects.select_for_update().filter(number=number).first()
    if batch is None:
        raise NoSuchBatch(number)
    return batch


def lock_lines(batch: PaymentBatch, *states: LineState) -> list[PaymentLine]:
    """The lines of a batch in these states, locked, in order."""
    rows = batch.lines.select_for_update().filter(state__in=[one.value for one in states])
    return sorted(rows.order_by("pk"), key=lambda one: one.place)


def lock_shares_of(lines: Iterable[PaymentLine]) -> dict[int, Share]:
    """The shares behind these lines, locked."""
    ids = [line.share_id for line in lines]
    return {row.pk: row for row in Share.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def step_shares(shares: Collection[Share], state: ShareState, at: datetime, because: str = "") -> None:
    """The next state of many shares; refuses all for one that may not take the step (ShareMovedOn)."""
    _check_shares((share, state) for share in shares)
    ids = [share.pk for share in shares]
    Share.objects.filter(pk__in=ids).update(state=state.value, changed_at=at, because=because[:300])
    for share in shares:
        share.state, share.changed_at = state.value, at


def step_lines(lines: Collection[PaymentLine], state: LineState) -> None:
    """The next state of many lines; refuses all for one that may not take the step (LineMovedOn)."""
    for line in lines:
        check_line_step(line.reference, LineState(line.state), state)
    PaymentLine.objects.filter(pk__in=[line.pk for line in lines]).update(state=state.value)
    for line in lines:
        line.state = state.value


_ANSWERED = """
    UPDATE funds_paymentline AS l
       SET state = t.state, answered_on = t.answered_on, answered_at = %s, voucher = t.voucher, answer_reason = t.reason
      FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::text[], %s::text[])
           AS t (id, state, answered_on, voucher, reason)
     WHERE l.id = t.id"""
_SHARES = """
    UPDATE funds_share AS s SET state = t.state, changed_at = %s, because = t.because
      FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS t (id, state, because) WHERE s.id = t.id"""
_OF_LINE = {LineState.PAID: ShareState.PAID, LineState.RETURNED: ShareState.RETURNED}


def keep_answers(answers: Sequence[Answer], shares: Mapping[int, Share], at: datetime) -> None:
    """Lines and shares as the bank says they are; refuses all for one that may not take the step."""
    for one in answers:
        check_line_step(one.line.reference, LineState(one.line.state), one.state)
    _check_shares((shares[one.line.share_id], _OF_LINE[one.state]) for one in answers)
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERED, [
            at, [one.line.pk for one in answers], [one.state.value for one in answers], [one.on for one in answers],
            [one.voucher for one in answers], [one.reason for one in answers],
        ])  # fmt: skip
        cursor.execute(_SHARES, [
            at, [one.line.share_id for one in answers], [_OF_LINE[one.state].value for one in answers],
            [_because(one) for one in answers],
        ])  # fmt: skip


def close_answered(batches: Iterable[int], at: datetime) -> None:
    """对清: batches of which the bank has answered every line are closed; the caller has locked them."""
    sent = PaymentBatch.objects.filter(pk__in=list(batches), state=BatchState.SENT.value)
    done = sent.exclude(lines__state=LineState.SENT.value)
    done.update(state=BatchState.CLOSED.value, closed_at=at)


def pay_row(batch: PaymentBatch, line: PaymentLine, sent_on: date, tiers: Mapping[str, str]) -> PayRow:
    """The line as it goes into the file."""
    return PayRow(
        line.place, batch.number, line.reference, line.name, line.uscc, line.bank, line.branch, line.holder,
        line.account_number, line.amount, line.purpose, tiers.get(line.tier, line.tier), line.case_number, sent_on,
    )  # fmt: skip


def tier_labels(pack: str, tiers: Iterable[str]) -> dict[str, str]:
    """省级、市级、区级 of each tier, asked once."""
    return {tier: label_of(pack, tier) for tier in set(tiers)}


def _check_shares(steps: Iterable[tuple[Share, ShareState]]) -> None:
    labels: dict[tuple[str, str], str] = {}
    for share, state in steps:
        key = share.pack, share.tier
        if key not in labels:
            labels[key] = label_of(*key)
        check_step(share.case_number, labels[key], ShareState(share.state), state)


def _because(one: Answer) -> str:
    return f"银行退回：{one.reason}"[:300] if one.state is LineState.RETURNED else ""
