"""银行回执的动词: take in a file, apply it, settle what did not fit. Money moves by what the bank said, once for each answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.funds.bank_rows import (
    NoSuchBankFile,
    as_result,
    find_reclaimed,
    keep_outcomes,
    lock_file,
    lock_row,
    lock_sent,
    sent_lines,
)
from luoqiao.apps.funds.batch_rows import (
    Answer,
    close_answered,
    keep_answers,
    lock_shares_of,
    tier_labels,
)
from luoqiao.apps.funds.models import BankFile, BankRow, PaymentLine, Share
from luoqiao.apps.funds.payment_messages import told_of
from luoqiao.apps.funds.posting import Booking, book_all
from luoqiao.apps.funds.shares import booking_of
from luoqiao.apps.outbox import services as outbox
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds.batch import LineState
from luoqiao.core.funds.duty import FundsDeed, check_other_person, get_duty
from luoqiao.core.funds.move import Move
from luoqiao.core.funds.reconcile import (
    Matched,
    Outcome,
    UnreadableResults,
    match,
    read_results,
    reclaimed_words,
)
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Post
from luoqiao.core.parties.import_table import SheetRow

BAD_FORM = "LQ-6210"
_MOVES = {
    Outcome.SETTLES: (LineState.PAID, Move.SETTLE), Outcome.BOUNCES: (LineState.RETURNED, Move.BOUNCE),
    Outcome.BOUNCES_LATER: (LineState.RETURNED, Move.BOUNCE_LATER),
}  # fmt: skip


class RowDoesNotFit(DomainError):
    """这一行不能对到这一笔."""

    code = "LQ-6213"


@dataclass(frozen=True, slots=True)
class ReceivedResults:
    """收到的回执: its bytes with both digests, and its rows as text, read by whoever knows the format."""

    pack: str
    name: str
    content: bytes
    sha256: str
    sm3: str
    rows: Iterable[SheetRow]


def receive_results(received: ReceivedResults, *, actor: Actor, at: datetime) -> int:
    """收回执: kept with every row, nothing moves yet; gives its number. The same bytes again are the file there is.

    Refuses with NotYourFunds, UnreadableResults.
    """
    with transaction.atomic():
        plan = policy.get_pack(received.pack).funds
        post = get_duty(plan, FundsDeed.WORK_RESULTS, actor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(received.sha256[:15], 16)])
        before = BankFile.objects.filter(sha256=received.sha256, dropped_at=None).first()
        if before is not None:
            return before.pk
        if plan.results is None:
            raise UnreadableResults("方案里没有写银行回执的格式；没有导入，请先在 funds.toml 写明")
        rows = read_results(received.rows, plan.results)
        file = BankFile.objects.create(
            pack=received.pack, name=received.name[:200], content=received.content, sha256=received.sha256,
            sm3=received.sm3, size=len(received.content), rows_count=len(rows), received_by=actor.user,
            received_name=actor.name, received_persons=sorted(set(actor.persons())), received_at=at,
        )  # fmt: skip
        BankRow.objects.bulk_create(
            BankRow(
                file=file, number=one.number, reference=one.reference, amount=one.amount, paid=one.paid, on=one.on,
                voucher=one.voucher, reason=one.reason, name=one.name, trouble=one.trouble[:500],
            )
            for one in rows
        )  # fmt: skip
        detail = {"name": file.name, "sha256": file.sha256, "sm3": file.sm3, "rows": len(rows)}
        record(at=at, actor=actor, post=post, deed=Deed("funds.results_received", f"results:{file.pk}", detail))
        return file.pk


def apply_results(file: int, *, actor: Actor, at: datetime) -> dict[Outcome, int]:
    """入账: every row that fits moves its money; the others wait for a person. How many of each. Applied twice it is once.

    Refuses with NoSuchBankFile, NotYourFunds.
    """
    with transaction.atomic():
        kept = lock_file(file)
        post = get_duty(policy.get_pack(kept.pack).funds, FundsDeed.WORK_RESULTS, actor)
        if kept.applied_at is not None:
            return {}
        rows = list(kept.rows.order_by("number", "pk"))
        lines = lock_sent({row.reference for row in rows})
        shares = lock_shares_of(lines)
        found = match([as_result(row) for row in rows], sent_lines(lines))
        by_reference = {line.reference: line for line in lines}
        moving = [(by_reference[one.row.reference], one) for one in found if one.outcome.moves]
        _move(moving, shares, actor=actor, at=at, post=post)
        keep_outcomes(rows, found, by_reference)
        kept.applied_by, kept.applied_name, kept.applied_at = actor.user, actor.name, at
        kept.applied_persons = sorted(set(actor.persons()))
        kept.save(update_fields=["applied_by", "applied_name", "applied_at", "applied_persons"])
        counts = {outcome: sum(one.outcome is outcome for one in found) for outcome in Outcome}
        detail = {"counts": {outcome.value: many for outcome, many in counts.items() if many}}
        record(at=at, actor=actor, post=post, deed=Deed("funds.results_applied", f"results:{file}", detail))
        return counts


def drop_results(file: int, *, actor: Actor, at: datetime) -> None:
    """放弃一份没有入账的回执: it may come again. Refuses with NoSuchBankFile, NotYourFunds."""
    with transaction.atomic():
        kept = lock_file(file)
        post = get_duty(policy.get_pack(kept.pack).funds, FundsDeed.WORK_RESULTS, actor)
        if kept.applied_at is not None:
            raise NoSuchBankFile(file)
        kept.dropped_at = at
        kept.save(update_fields=["dropped_at"])
        record(at=at, actor=actor, post=post, deed=Deed("funds.results_dropped", f"results:{file}"))


def link_row(row: int, reference: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """对到一笔: what the bank wrote wrongly, matched by a person who neither took in nor applied the file; money moves.

    Refuses with RowSettled, NotYourFunds, SamePerson, RowDoesNotFit, Invalid.
    """
    with transaction.atomic():
        kept = lock_row(row)
        post = get_duty(policy.get_pack(kept.file.pack).funds, FundsDeed.WORK_RESULTS, actor)
        people = [*kept.file.received_persons, *kept.file.applied_persons]
        check_other_person(FundsDeed.WORK_RESULTS, actor, people)
        told = _reason(reason, "请写明为什么对到这一笔")
        line = next(iter(lock_sent({reference.strip()})), None)
        shares = lock_shares_of([line] if line else [])
        outcome = _fitting(kept, line)
        if line is None:
            return
        _move([(line, Matched(as_result(kept), outcome))], shares, actor=actor, at=at, post=post)
        kept.line, kept.outcome = line, outcome.value
        _settle(kept, told, actor, at)
        detail = {"row": row, "reference": line.reference, "outcome": outcome.value}
        deed = Deed("funds.result_linked", f"results:{kept.file_id}", detail, told)
        record(at=at, actor=actor, post=post, deed=deed)


def dismiss_row(row: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """不作处理: the row is none of ours, or the bank corrects it in another file. Nothing moves.

    Refuses with RowSettled, NotYourFunds, Invalid.
    """
    with transaction.atomic():
        kept = lock_row(row)
        post = get_duty(policy.get_pack(kept.file.pack).funds, FundsDeed.WORK_RESULTS, actor)
        told = _reason(reason, "请写明为什么不作处理")
        _settle(kept, told, actor, at)
        deed = Deed("funds.result_dismissed", f"results:{kept.file_id}", {"row": row}, told)
        record(at=at, actor=actor, post=post, deed=deed)


def _move(
    moving: Sequence[tuple[PaymentLine, Matched]], shares: Mapping[int, Share], *, actor: Actor, at: datetime, post: Post
) -> None:
    """Lines, shares (locked) and ledger as the bank says, in the order of the file."""
    answers = [_answer(line, one) for line, one in moving]
    keep_answers(answers, shares, at)
    bookings = [_booking(shares[line.share_id], line, one) for line, one in moving]
    if bookings:
        book_all(bookings, actor=actor, at=at, post=post)
    close_answered({line.batch_id for line, _ in moving}, at)
    packs = {share.pack for share in shares.values()}
    tiers = {tier: label for pack in packs for tier, label in tier_labels(pack, (one.tier for one in shares.values())).items()}
    outbox.post(at=at, actor=actor, notices=told_of(answers, shares, tiers))


def _answer(line: PaymentLine, one: Matched) -> Answer:
    if one.row.on is None:
        raise LookupError("a row without a day does not match")
    return Answer(line, _MOVES[one.outcome][0], one.row.on, one.row.voucher, one.row.reason)


def _booking(share: Share, line: PaymentLine, one: Matched) -> Booking:
    move = _MOVES[one.outcome][1]
    reason = f"{one.row.on} 凭证 {one.row.voucher or '—'} {one.row.reason}".strip()
    return booking_of(share, move, line.amount, suffix=line.reference, reason=reason)


def _fitting(row: BankRow, line: PaymentLine | None) -> Outcome:
    """What the row would do to the line; refuses what does not fit (RowDoesNotFit)."""
    if line is None:
        raise RowDoesNotFit("没有送出过这个流水号的付款；没有改动，请核对流水号")
    if row.trouble or row.on is None:
        raise RowDoesNotFit("这一行读不全，不能入账；请银行重新出具回执，这一行作“不作处理”")
    if row.amount != line.amount:
        raise RowDoesNotFit("金额与那一笔不同，不能对上；没有改动，请核对后再选")
    state = LineState(line.state)
    if state is LineState.SENT:
        return Outcome.SETTLES if row.paid else Outcome.BOUNCES
    if state is LineState.PAID and not row.paid:
        said = reclaimed_words(find_reclaimed([line.share_id]).get(line.share_id, ""))
        if said:
            raise RowDoesNotFit(said)
        return Outcome.BOUNCES_LATER
    raise RowDoesNotFit(f"那一笔现在是“{state.label}”，不能再对；没有改动，请核对后再选")


def _settle(row: BankRow, because: str, actor: Actor, at: datetime) -> None:
    row.waits, row.settled_by, row.settled_name, row.settled_at, row.because = False, actor.user, actor.name, at, because
    row.save(update_fields=["waits", "settled_by", "settled_name", "settled_at", "because", "line", "outcome"])


def _reason(text: str, wanted: str) -> str:
    told = " ".join(text.split())
    if len(told) < 2:
        raise Invalid((FieldProblem("reason", told, "一句理由", wanted, BAD_FORM),))
    return told[:300]
