"""追回的动词: propose, decide or refuse, record what comes in, set it off against another payment. Two persons decide.

Locks: the share, then the claw-back, then the accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.funds.models import Clawback, Recovery, Share
from luoqiao.apps.funds.numbering import next_number
from luoqiao.apps.funds.posting import Booking, book
from luoqiao.apps.funds.shares import change, label_of, lock_by_ids
from luoqiao.apps.outbox import services as outbox
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds import clawback as core
from luoqiao.core.funds.clawback import ClawbackState, Ground, Instalment, NoSuchClawback
from luoqiao.core.funds.duty import FundsDeed, check_other_person, get_duty
from luoqiao.core.funds.move import Entry, Move, balanced, moved, recovered
from luoqiao.core.funds.share import ShareState
from luoqiao.core.funds.stage import Stage
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk
from luoqiao.core.parties.actor import Actor, Post, Role

REMEDY = "可以在 60 日内申请行政复议，或在六个月内提起行政诉讼"


class NothingPaid(DomainError):
    """没有付过: what was not paid is not clawed back."""

    code = "LQ-6403"

    def __init__(self, case: str) -> None:
        super().__init__(f"{case} 的这一份资金还没有到账，或已经全部在追回；没有拟办")


class ClawbackMovedOn(DomainError):
    """追回已经办到别处."""

    code = "LQ-6404"

    def __init__(self, number: str, state: ClawbackState) -> None:
        super().__init__(f"{number} 现在是“{state.label}”，不能这样办；没有改动，请刷新后再看")


class NotToSetOff(DomainError):
    """不能抵扣这一份."""

    code = "LQ-6406"

    def __init__(self) -> None:
        super().__init__("只能抵扣同一家企业、还没有列入批次的待拨付资金，并且要整份抵完；没有记账")


@dataclass(frozen=True, slots=True)
class WantedClawback:
    """要拟的追回: which share, how many fen of principal, at which yearly rate from and until when, why, in which instalments."""

    share: int
    principal: int
    ground: Ground
    reason: str
    document: str
    instalments: tuple[Instalment, ...]
    yearly: str = ""
    interest_from: date | None = None
    interest_until: date | None = None
    excluded_until: date | None = None

    @property
    def interest(self) -> int:
        """利息 in fen; none without a rate."""
        if not self.yearly or self.interest_from is None or self.interest_until is None:
            return 0
        return core.interest_of(self.principal, Fraction(self.yearly), self.interest_from, self.interest_until)


def propose_clawback(wanted: WantedClawback, *, actor: Actor, at: datetime, key: UUID) -> str:
    """拟办追回, for another to decide; gives its number. The same key is one.

    Refuses with NotYourFunds, NothingPaid, TooMuch, BadInstalments, Invalid.
    """
    with transaction.atomic():
        lock_key(key)
        before = Clawback.objects.filter(key=key, proposed_by=actor.user).first()
        if before is not None:
            return before.number
        share = _lock_share(wanted.share)
        post = get_duty(policy.get_pack(share.pack).funds, FundsDeed.PROPOSE_CLAWBACK, actor)
        _check(wanted, share, at)
        made = Clawback.objects.create(
            number=next_number("ZH", timezone.localdate(at).year), share=share, principal=wanted.principal,
            interest=wanted.interest, yearly_rate=wanted.yearly, interest_from=wanted.interest_from,
            interest_until=wanted.interest_until, ground=wanted.ground.value, reason=wanted.reason.strip(),
            document=wanted.document.strip(), excluded_until=wanted.excluded_until,
            instalments=[[one.due_on.isoformat(), one.fen] for one in wanted.instalments], state=ClawbackState.PROPOSED.value,
            key=key, proposed_by=actor.user, proposed_name=actor.name, proposed_persons=sorted(set(actor.persons())),
            proposed_at=at,
        )  # fmt: skip
        _record(made, "proposed", actor, post, at, {"principal": made.principal, "interest": made.interest})
        return made.number


def decide_clawback(number: str, *, actor: Actor, at: datetime) -> None:
    """决定追回, by another person: from now on it is due, and the enterprise is told. Decided twice by one person it is once.

    Refuses with NoSuchClawback, NotYourFunds, SamePerson, ClawbackMovedOn, NothingPaid.
    """
    with transaction.atomic():
        made, share = _lock(number)
        if made.state == ClawbackState.DUE and made.settled_by == actor.user:
            return
        post = get_duty(policy.get_pack(share.pack).funds, FundsDeed.CONFIRM_CLAWBACK, actor)
        _must_be(made, ClawbackState.PROPOSED)
        check_other_person(FundsDeed.CONFIRM_CLAWBACK, actor, made.proposed_persons)
        if made.principal > _left(share, but=made.pk):
            raise NothingPaid(share.case_number)
        entries = moved(Move.CLAW_BACK, _line(share), made.principal + made.interest)
        book(_booking(share, Move.CLAW_BACK, entries, made.number, made.document), actor=actor, at=at, post=post)
        _settle(made, ClawbackState.DUE, actor, at)
        outbox.post(at=at, actor=actor, notices=[_told(made, share)])


def refuse_clawback(number: str, *, actor: Actor, at: datetime, reason: str) -> None:
    """不予追回 by another person, or 撤回 by the one who proposed it; nothing is due. Invalid without a reason."""
    with transaction.atomic():
        made, share = _lock(number)
        _must_be(made, ClawbackState.PROPOSED)
        own = made.proposed_by == actor.user
        deed = FundsDeed.PROPOSE_CLAWBACK if own else FundsDeed.CONFIRM_CLAWBACK
        post = get_duty(policy.get_pack(share.pack).funds, deed, actor)
        if not reason.strip():
            raise Invalid((FieldProblem("reason", "", "理由", "请写明为什么不追回", "LQ-6110"),))
        made.because = reason.strip()[:300]
        _settle(made, ClawbackState.REFUSED, None if own else actor, at)
        _record(made, "refused", actor, post, at, {}, reason.strip())


def record_recovery(
    number: str, *, fen: int, on: date, voucher: str, actor: Actor, at: datetime, key: UUID
) -> None:
    """登记来款: interest first, principal after it; it goes back to the tier that paid. The same key is one.

    Refuses with NoSuchClawback, NotYourFunds, ClawbackMovedOn, TooMuch, Invalid.
    """
    with transaction.atomic():
        lock_key(key)
        if Recovery.objects.filter(key=key).exists():
            return
        made, share = _lock(number)
        post = get_duty(policy.get_pack(share.pack).funds, FundsDeed.RECORD_RECOVERY, actor)
        _must_be(made, ClawbackState.DUE)
        _check_receipt(fen, on, voucher, at)
        counted = _count(made, fen)
        one = Recovery.objects.create(
            clawback=made, amount=fen, interest=counted.interest, principal=counted.principal, on=on, voucher=voucher.strip(),
            user=actor.user, name=actor.name, at=at, key=key,
        )  # fmt: skip
        _take_in(made, share, counted, Move.RECOVER, one, actor, post, at)


def set_off(number: str, *, against: int, actor: Actor, at: datetime, key: UUID) -> None:
    """抵扣: a payment that the same enterprise would get now pays what it owes; the share is then paid without the bank.

    Only a whole share is set off, and only as far as something is due. Refuses with NotToSetOff and as `record_recovery` does.
    """
    with transaction.atomic():
        lock_key(key)
        if Recovery.objects.filter(key=key).exists():
            return
        made = Clawback.objects.filter(number=number).first()
        if made is None:
            raise NoSuchClawback(number)
        shares = lock_by_ids([made.share_id, against])
        made, share = _lock(number)
        post = get_duty(policy.get_pack(share.pack).funds, FundsDeed.RECORD_RECOVERY, actor)
        _must_be(made, ClawbackState.DUE)
        other = shares.get(against)
        if other is None or other.uscc != share.uscc or other.state != ShareState.PAYABLE or other.pk == share.pk:
            raise NotToSetOff
        counted = _count(made, other.amount)
        one = Recovery.objects.create(
            clawback=made, amount=other.amount, interest=counted.interest, principal=counted.principal,
            on=timezone.localdate(at), voucher=f"抵扣 {other.case_number}", against=other, user=actor.user, name=actor.name,
            at=at, key=key,
        )  # fmt: skip
        paid = balanced([Entry(_line(other), Stage.PAYABLE, -other.amount), Entry(_line(other), Stage.PAID, other.amount)])
        said = f"抵扣追回 {made.number}"
        book(_booking(other, Move.SET_OFF, paid, f"{made.number}:{one.pk}", said), actor=actor, at=at, post=post)
        change(other, ShareState.PAID, at, said)
        _take_in(made, share, counted, Move.RECOVER, one, actor, post, at)


def _take_in(
    made: Clawback, share: Share, counted: core.Counted, move: Move, one: Recovery, actor: Actor, post: Post, at: datetime
) -> None:
    same_year = share.year == timezone.localdate(at).year
    entries = recovered(_line(share), principal=counted.principal, interest=counted.interest, same_year=same_year)
    book(_booking(share, move, entries, f"{made.number}:{one.pk}", one.voucher), actor=actor, at=at, post=post)
    made.received_principal += counted.principal
    made.received_interest += counted.interest
    if (made.received_principal, made.received_interest) == (made.principal, made.interest):
        made.state = ClawbackState.CLOSED.value
    made.save(update_fields=["received_principal", "received_interest", "state"])


def _count(made: Clawback, fen: int) -> core.Counted:
    return core.count(
        fen, interest_left=made.interest - made.received_interest, principal_left=made.principal - made.received_principal
    )


def _check(wanted: WantedClawback, share: Share, at: datetime) -> None:
    problems = []
    if len(wanted.reason.strip()) < 10:
        problems.append(FieldProblem("reason", wanted.reason[:100], "事实和依据", "请写明事实和依据，至少 10 个字", "LQ-6110"))
    if not 2 <= len(wanted.document.strip()) <= 100:
        problems.append(FieldProblem("document", wanted.document[:100], "文号", "请写决定的文号，2 到 100 字", "LQ-6110"))
    if problems:
        raise Invalid(tuple(problems))
    if share.state != ShareState.PAID:
        raise NothingPaid(share.case_number)
    left = _left(share)
    if not 0 < wanted.principal <= left:
        raise core.TooMuch("追回本金", wanted.principal, left)
    core.check_instalments(wanted.instalments, wanted.principal + wanted.interest, timezone.localdate(at))


def _check_receipt(fen: int, on: date, voucher: str, at: datetime) -> None:
    problems = []
    if fen <= 0:
        problems.append(FieldProblem("amount", "", "金额", "来款要大于 0 元", "LQ-6110"))
    if on > timezone.localdate(at):
        problems.append(FieldProblem("on", str(on), "不晚于今天", "来款日期不能晚于今天", "LQ-6110"))
    if not 2 <= len(voucher.strip()) <= 100:
        problems.append(FieldProblem("voucher", voucher[:100], "凭证号", "请写凭证号，2 到 100 字", "LQ-6110"))
    elif Recovery.objects.filter(voucher=voucher.strip(), against=None).exists():
        problems.append(FieldProblem("voucher", voucher[:100], "没有登记过的凭证", "这张凭证已经登记过，没有再记", "LQ-6407"))
    if problems:
        raise Invalid(tuple(problems))


def _left(share: Share, but: int = 0) -> int:
    """What was paid and is not on its way back already."""
    live = Clawback.objects.filter(share=share).exclude(pk=but).exclude(state=ClawbackState.REFUSED.value)
    return share.amount - int(live.aggregate(sum=Sum("principal"))["sum"] or 0)


def _booking(share: Share, move: Move, entries: Sequence[Entry], suffix: str, reason: str) -> Booking:
    reference = f"share:{share.pk}:{move.value}:{suffix}"
    return Booking(move, tuple(entries), reference, share.pk, share.case_number, share.uscc, share.industry, reason)


def _line(share: Share) -> int:
    if share.line_id is None:
        raise NothingPaid(share.case_number)
    return int(share.line_id)


def _lock_share(number: int) -> Share:
    found = lock_by_ids([number])
    if number not in found:
        raise NothingPaid("这件")
    return found[number]


def _lock(number: str) -> tuple[Clawback, Share]:
    known = Clawback.objects.filter(number=number).values_list("share_id", flat=True).first()
    if known is None:
        raise NoSuchClawback(number)
    share = _lock_share(known)
    return Clawback.objects.select_for_update().get(number=number), share


def _must_be(made: Clawback, state: ClawbackState) -> None:
    if made.state != state:
        raise ClawbackMovedOn(made.number, ClawbackState(made.state))


def _settle(made: Clawback, state: ClawbackState, actor: Actor | None, at: datetime) -> None:
    made.state, made.settled_at = state.value, at
    if actor is not None:
        made.settled_by, made.settled_name = actor.user, actor.name
    made.save(update_fields=["state", "settled_by", "settled_name", "settled_at", "because"])


def _record(
    made: Clawback, what: str, actor: Actor, post: Post, at: datetime, detail: dict[str, object], reason: str = ""
) -> None:
    whole = {"clawback": made.number, **detail}
    record(at=at, actor=actor, post=post, deed=Deed(f"funds.clawback_{what}", f"case:{made.share.case_number}", whole, reason))


def _told(made: Clawback, share: Share) -> Notice:
    first = core.next_due([Instalment(date.fromisoformat(on), fen) for on, fen in made.instalments], 0)
    interest = f"，另加利息 {show_yuan(made.interest)}" if made.interest else ""
    values = {
        "case_number": share.case_number, "matter": share.title, "enterprise": share.name,
        "amount": f"{label_of(share.pack, share.tier)}资金 {show_yuan(made.principal)}{interest}",
        "reason": f"{Ground(made.ground).label}（{made.document}）", "deadline": f"{first.due_on:%Y-%m-%d}" if first else "",
        "remedy": REMEDY,
    }  # fmt: skip
    about = f"case:{share.case_number}"
    to = (desk(f"{Role.ENTERPRISE_AGENT.value}@{share.uscc}"),)
    return Notice(Kind.MONEY_RECLAIMED, to, values, f"/cases/{share.case_number}/", about, f"{about}:{made.number}", share.pack)
