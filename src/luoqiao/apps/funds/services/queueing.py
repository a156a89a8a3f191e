"""排队的动词: fill a queue in order, preview and apply a division in proportion. Money moves under the lock of the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.funds.lines import get_row, list_views, paying_line, view_of
from luoqiao.apps.funds.models import Arrangement, BudgetLine, Share
from luoqiao.apps.funds.numbering import next_number
from luoqiao.apps.funds.posting import lock_accounts
from luoqiao.apps.funds.shares import change, lock_by_ids, reserve
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds.budget import LineView, OrderState
from luoqiao.core.funds.duty import FundsDeed, check_other_person, get_duty
from luoqiao.core.funds.queue import QueueRule, Waiting, arrange
from luoqiao.core.funds.share import ShareState
from luoqiao.core.funds.stage import Stage
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor


class NothingToArrange(DomainError):
    """没有可安排的: nobody waits, or nothing is left."""

    code = "LQ-6111"

    def __init__(self, waiting: int) -> None:
        why = "这个预算项没有可用余额，先下达预算" if waiting else "没有在排队的资金"
        super().__init__(f"{why}；没有安排")


class ArrangementStale(DomainError):
    """安排后情况变了: it is not applied to other figures than were shown."""

    code = "LQ-6112"

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 拟定之后，排队的资金或可用余额有变；没有记账，请退回后重新预览")


class NoSuchArrangement(DomainError):
    """没有这份预算安排."""

    code = "LQ-6113"

    def __init__(self, number: str) -> None:
        super().__init__(f"没有编号为 {number[:20]} 的待确认预算安排；它可能已经办过")


class ArrangementWaits(DomainError):
    """这个预算项已有一份待确认的安排."""

    code = "LQ-6114"

    def __init__(self, number: str) -> None:
        super().__init__(f"这个预算项已有待确认的安排 {number}；确认或退回以后再拟")


@dataclass(frozen=True, slots=True)
class Part:
    """安排的一份: of which case and tier, what was approved and what it gets, in fen."""

    share: int
    case: str
    tier: str
    name: str
    wanted: int
    given: int


@dataclass(frozen=True, slots=True)
class Preview:
    """预览: what is available, and what everybody in the queue would get."""

    line: LineView
    available: int
    parts: tuple[Part, ...]

    @property
    def wanted(self) -> int:
        """What is asked for in all."""
        return sum(one.wanted for one in self.parts)

    @property
    def given(self) -> int:
        """What is given in all."""
        return sum(one.given for one in self.parts)


def preview(line: int) -> Preview:
    """What the rule of the line would give everybody who waits, now; nothing is changed. NoSuchLine."""
    with transaction.atomic():
        return _preview(get_row(line), lock=False)


def hold_queue(line: int, at: datetime) -> None:
    """Lock everybody who waits for this line, before any account of it is: shares are locked before accounts, always."""
    row = BudgetLine.objects.get(pk=line)
    adopt(view_of(row), at)
    _queue(row, lock=True)


def fill_queue(line: int, *, actor: Actor, at: datetime) -> int:
    """先到先得: those who wait get their money in turn, as far as it goes; how many. In the caller's transaction.

    A line that divides in proportion is not filled by itself: its division is previewed and confirmed.
    """
    row = BudgetLine.objects.get(pk=line)
    if row.rule != QueueRule.FIRST_COME:
        return 0
    plan = _preview(row, lock=True)
    shares = lock_by_ids(one.share for one in plan.parts)
    for part in plan.parts:
        if part.given:
            reserve(shares[part.share], part.given, actor=actor, at=at, because="预算到位，按审定先后安排")
    return sum(1 for part in plan.parts if part.given)


def adopt(line: LineView, at: datetime) -> None:
    """未列预算的归队: shares that had no line and that this line pays wait in its queue from now on."""
    loose = Share.objects.select_for_update().filter(
        line=None, state=ShareState.UNBUDGETED.value, pack=line.key.pack, year=line.key.year, tier=line.key.tier
    )
    lines = list_views(pack=line.key.pack, year=line.key.year, tiers=[line.key.tier])
    for share in loose.order_by("pk"):
        paying = paying_line(lines, share.tier, share.clause, share.industry)
        if paying is None or paying.id != line.id:
            continue
        share.line_id = line.id
        change(share, ShareState.QUEUED if line.settlement.paid_here else ShareState.OUTSIDE, at, "已列预算")


def propose_arrangement(line: int, *, actor: Actor, at: datetime, key: UUID) -> str:
    """拟定安排 as previewed, for somebody else to confirm; gives its number. The same key is one.

    Refuses with NotYourFunds, NothingToArrange, ArrangementWaits.
    """
    with transaction.atomic():
        lock_key(key)
        before = Arrangement.objects.filter(key=key, proposed_by=actor.user).first()
        if before is not None:
            return before.number
        row = get_row(line)
        post = get_duty(policy.get_pack(row.pack).funds, FundsDeed.PROPOSE_ARRANGEMENT, actor)
        plan = _preview(row, lock=True)
        if not plan.given:
            raise NothingToArrange(len(plan.parts))
        waits = row.arrangements.filter(state=OrderState.PROPOSED.value).first()
        if waits is not None:
            raise ArrangementWaits(waits.number)
        made = Arrangement.objects.create(
            number=next_number("AP", timezone.localdate(at).year), line=row, available=plan.available, wanted=plan.wanted,
            given=plan.given, rows=[[one.share, one.wanted, one.given] for one in plan.parts],
            state=OrderState.PROPOSED.value, key=key, proposed_by=actor.user, proposed_name=actor.name,
            proposed_persons=sorted(set(actor.persons())), proposed_at=at,
        )  # fmt: skip
        detail = {"line": line, "available": plan.available, "wanted": plan.wanted, "given": plan.given}
        record(at=at, actor=actor, post=post, deed=Deed("funds.arrangement_proposed", f"arrangement:{made.number}", detail))
        return made.number


def confirm_arrangement(number: str, *, actor: Actor, at: datetime) -> tuple[Part, ...]:
    """确认安排: by another person, exactly as it was previewed; what everybody gets. In the caller's transaction.

    Whoever calls it has locked the cases and tells them. Refuses with NotYourFunds, SamePerson, NoSuchArrangement,
    ArrangementStale.
    """
    made = _waiting(number)
    post = get_duty(policy.get_pack(made.line.pack).funds, FundsDeed.CONFIRM_ARRANGEMENT, actor)
    check_other_person(FundsDeed.CONFIRM_ARRANGEMENT, actor, made.proposed_persons)
    shares = lock_by_ids(share for share, _, _ in made.rows)
    plan = _preview(made.line, lock=True)
    if [[one.share, one.wanted, one.given] for one in plan.parts] != made.rows or plan.available != made.available:
        raise ArrangementStale(number)
    said = f"预算 {show_yuan(plan.available)}，申请 {show_yuan(plan.wanted)}，同比例安排"
    for part in plan.parts:
        if part.given:
            because = said if part.given < part.wanted else ""
            reserve(shares[part.share], part.given, actor=actor, at=at, because=because)
    made.state, made.settled_by, made.settled_name, made.settled_at = OrderState.POSTED.value, actor.user, actor.name, at
    made.save(update_fields=["state", "settled_by", "settled_name", "settled_at"])
    record(at=at, actor=actor, post=post, deed=Deed("funds.arranged", f"arrangement:{number}", {"given": made.given}))
    return plan.parts


def refuse_arrangement(number: str, *, actor: Actor, at: datetime, reason: str) -> None:
    """退回安排 by another person, or 撤回 by the one who proposed it. Nothing moves. NotYourFunds, NoSuchArrangement, Invalid."""
    with transaction.atomic():
        made = _waiting(number)
        own = made.proposed_by == actor.user
        deed = FundsDeed.PROPOSE_ARRANGEMENT if own else FundsDeed.CONFIRM_ARRANGEMENT
        post = get_duty(policy.get_pack(made.line.pack).funds, deed, actor)
        if not reason.strip():
            raise Invalid((FieldProblem("reason", "", "理由", "请写明为什么退回", "LQ-6110"),))
        made.state, made.settled_at, made.because = OrderState.REFUSED.value, at, reason.strip()[:300]
        if not own:
            made.settled_by, made.settled_name = actor.user, actor.name
        made.save(update_fields=["state", "settled_by", "settled_name", "settled_at", "because"])
        record(at=at, actor=actor, post=post,
               deed=Deed("funds.arrangement_refused", f"arrangement:{number}", {}, reason.strip()))  # fmt: skip


def cases_of(number: str) -> tuple[str, ...]:
    """The cases that an arrangement is about, for whoever locks them first. NoSuchArrangement."""
    made = Arrangement.objects.filter(number=number).first()
    if made is None:
        raise NoSuchArrangement(number)
    ids = [share for share, _, _ in made.rows]
    return tuple(Share.objects.filter(pk__in=ids).order_by("case_number").values_list("case_number", flat=True).distinct())


def _waiting(number: str) -> Arrangement:
    made = Arrangement.objects.select_for_update(of=("self",)).select_related("line").filter(number=number).first()
    if made is None or made.state != OrderState.PROPOSED:
        raise NoSuchArrangement(number)
    return made


def _preview(row: BudgetLine, *, lock: bool) -> Preview:
    queue = _queue(row, lock=lock)
    if lock:
        available = lock_accounts([row.pk], [Stage.AVAILABLE])[row.pk, Stage.AVAILABLE]
    else:
        available = row.accounts.get(stage=Stage.AVAILABLE.value).balance
    given = arrange((Waiting(one.pk, one.wanted, one.since) for one in queue), available, QueueRule(row.rule))
    parts = tuple(Part(one.pk, one.case_number, one.tier, one.name, one.wanted, given.get(one.pk, 0)) for one in queue)
    return Preview(view_of(row), available, parts)


def _queue(row: BudgetLine, *, lock: bool) -> Sequence[Share]:
    waiting = row.shares.filter(state=ShareState.QUEUED.value).order_by("pk")
    return sorted(waiting.select_for_update() if lock else waiting, key=lambda one: (one.since, one.pk))
