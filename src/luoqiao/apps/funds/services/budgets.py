"""预算的动词: open a line, propose an order, confirm or refuse it. Two persons; money moves only at the confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.funds.lines import NoSuchLine, get_row, view_of
from luoqiao.apps.funds.models import Account, BudgetLine, BudgetOrder
from luoqiao.apps.funds.numbering import next_number
from luoqiao.apps.funds.posting import Booking, book
from luoqiao.apps.funds.services.queueing import fill_queue, hold_queue
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds import move as m
from luoqiao.core.funds.budget import LineKey, LineView, OrderKind, OrderState
from luoqiao.core.funds.duty import FundsDeed, check_other_person, get_duty
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from luoqiao.core.funds.stage import Stage
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import MOST
from luoqiao.core.parties.actor import Actor


class OrderMovedOn(DomainError):
    """指标文已经办过."""

    code = "LQ-6107"

    def __init__(self, number: str, state: OrderState, by: str) -> None:
        super().__init__(f"{number} 已由{by or '别人'}办为“{state.label}”；没有再办，请刷新后再看", details={"number": number})


class NoSuchOrder(DomainError):
    """没有这份指标文."""

    code = "LQ-6108"

    def __init__(self, number: str) -> None:
        super().__init__(f"没有编号为 {number[:20]} 的指标文")


class LinesDoNotFit(DomainError):
    """两个预算项不能这样划转."""

    code = "LQ-6109"

    def __init__(self, kind: OrderKind) -> None:
        wanted = {
            OrderKind.CARRY_OVER: "结转要从一年转到以后的同一层级、同一条款",
            OrderKind.ADVANCE: "垫付要从区级预算项转到同年的上级预算项",
            OrderKind.UPSTREAM_SETTLED: "上级结算要写明当初垫付的区级预算项和上级预算项",
        }.get(kind, "这种指标文只涉及一个预算项")
        super().__init__(f"{wanted}；没有拟办，请重新选预算项", details={"kind": kind.value})


@dataclass(frozen=True, slots=True)
class WantedOrder:
    """要拟的指标文: `other` is the line on the other side of a carry-over, an advance or its settlement; fen above zero."""

    kind: OrderKind
    line: int
    amount: int
    document: str
    other: int | None = None
    note: str = ""


def open_line(
    key: LineKey, *, rule: QueueRule, settlement: Settlement, actor: Actor, at: datetime
) -> LineView:
    """设立预算项: one purse; opened twice it is one. Refuses with NotYourFunds or Invalid."""
    with transaction.atomic():
        pack = policy.get_pack(key.pack)
        post = get_duty(pack.funds, FundsDeed.OPEN_LINE, actor)
        _check_key(key)
        row, fresh = BudgetLine.objects.get_or_create(
            pack=key.pack, year=key.year, tier=key.tier, clause=key.clause, industry=key.industry,
            defaults={"rule": rule.value, "settlement": settlement.value, "opened_at": at, "opened_name": actor.name},
        )  # fmt: skip
        if fresh:
            Account.objects.bulk_create(Account(line=row, stage=one.value, last_at=at) for one in Stage)
            detail = {"line": str(row), "rule": rule.value, "settlement": settlement.value}
            record(at=at, actor=actor, post=post, deed=Deed("funds.line_opened", f"budget:{row.pk}", detail))
        return view_of(row)


def change_line(line: int, *, rule: QueueRule, settlement: Settlement, actor: Actor, at: datetime, reason: str) -> None:
    """改规则: what happens when the line is short, how its money reaches enterprises; with a reason. NotYourFunds, Invalid."""
    with transaction.atomic():
        row = BudgetLine.objects.select_for_update().filter(pk=line).first()
        if row is None:
            raise NoSuchLine(line)
        post = get_duty(policy.get_pack(row.pack).funds, FundsDeed.OPEN_LINE, actor)
        if not reason.strip():
            raise Invalid((FieldProblem("reason", "", "理由", "请写明为什么改，会记入审计", "LQ-6110"),))
        detail = {"rule": [row.rule, rule.value], "settlement": [row.settlement, settlement.value]}
        row.rule, row.settlement = rule.value, settlement.value
        row.save(update_fields=["rule", "settlement"])
        record(at=at, actor=actor, post=post, deed=Deed("funds.line_changed", f"budget:{line}", detail, reason.strip()))


def propose_order(wanted: WantedOrder, *, actor: Actor, at: datetime, key: UUID) -> str:
    """拟指标文, for somebody else to confirm; gives its number. The same key is one order.

    Refuses with NotYourFunds, Invalid, LinesDoNotFit.
    """
    with transaction.atomic():
        lock_key(key)
        before = BudgetOrder.objects.filter(key=key, proposed_by=actor.user).first()
        if before is not None:
            return before.number
        line = get_row(wanted.line)
        post = get_duty(policy.get_pack(line.pack).funds, FundsDeed.PROPOSE_ORDER, actor)
        _check_order(wanted, line)
        order = BudgetOrder.objects.create(
            number=next_number("ZB", timezone.localdate(at).year), kind=wanted.kind.value, line=line, other_id=wanted.other,
            amount=wanted.amount, document=wanted.document.strip(), note=wanted.note.strip()[:300],
            state=OrderState.PROPOSED.value, key=key, proposed_by=actor.user, proposed_name=actor.name,
            proposed_persons=sorted(set(actor.persons())), proposed_at=at,
        )  # fmt: skip
        detail = {"kind": wanted.kind.value, "line": wanted.line, "other": wanted.other, "amount": wanted.amount}
        record(at=at, actor=actor, post=post, deed=Deed("funds.order_proposed", f"order:{order.number}", detail))
        return order.number


def confirm_order(number: str, *, actor: Actor, at: datetime) -> None:
    """确认: another person; the ledger moves and those who wait in the queue get their money in turn.

    Refuses with NoSuchOrder, NotYourFunds, SamePerson, OrderMovedOn, BudgetExhausted; confirmed twice by one person it is once.
    """
    with transaction.atomic():
        order = _lock_order(number)
        if order.state == OrderState.POSTED and order.settled_by == actor.user:
            return
        post = get_duty(policy.get_pack(order.line.pack).funds, FundsDeed.CONFIRM_ORDER, actor)
        _must_wait(order)
        check_other_person(FundsDeed.CONFIRM_ORDER, actor, order.proposed_persons)
        lines = sorted({order.line_id, order.other_id or order.line_id})
        for line in lines:
            hold_queue(line, at)
        booking = Booking(
            m.Move(order.kind), _entries(order), f"order:{order.number}", reason=f"{order.document} {order.note}".strip()
        )
        book(booking, actor=actor, at=at, post=post)
        _settle(order, OrderState.POSTED, actor, at)
        for line in lines:
            fill_queue(line, actor=actor, at=at)


def refuse_order(number: str, *, actor: Actor, at: datetime, reason: str) -> None:
    """不予确认 by another person, or 撤回 by the one who proposed it; with a reason. Nothing moves."""
    with transaction.atomic():
        order = _lock_order(number)
        _must_wait(order)
        plan = policy.get_pack(order.line.pack).funds
        own = order.proposed_by == actor.user
        post = get_duty(plan, FundsDeed.PROPOSE_ORDER if own else FundsDeed.CONFIRM_ORDER, actor)
        if not reason.strip():
            raise Invalid((FieldProblem("reason", "", "理由", "请写明为什么不确认", "LQ-6110"),))
        order.because = reason.strip()[:300]
        _settle(order, OrderState.REFUSED, None if own else actor, at)
        record(at=at, actor=actor, post=post, deed=Deed("funds.order_refused", f"order:{number}", {}, reason.strip()))


def _entries(order: BudgetOrder) -> m.Entries:
    other = order.other_id or 0
    match OrderKind(order.kind):
        case OrderKind.APPROPRIATE | OrderKind.CUT_BACK:
            return m.moved(m.Move(order.kind), order.line_id, order.amount)
        case OrderKind.CARRY_OVER:
            return m.carried_over(order.line_id, other, order.amount)
        case OrderKind.ADVANCE:
            return m.advanced(order.line_id, other, order.amount)
        case OrderKind.UPSTREAM_SETTLED:
            return m.upstream_settled(order.line_id, other, order.amount)


def _check_key(key: LineKey) -> None:
    pack = policy.get_pack(key.pack)
    problems = []
    if key.tier not in {tier.code for tier in pack.basis.tiers}:
        problems.append(FieldProblem("tier", key.tier[:20], "方案里的一级", "请选省级、市级或区级", "LQ-6110"))
    if key.clause and key.clause not in pack.clauses:
        problems.append(FieldProblem("clause", key.clause[:60], "方案里的条款", "请选方案里的一条，或选全部条款", "LQ-6110"))
    if key.industry and key.industry not in {one.id for one in pack.industries}:
        problems.append(FieldProblem("industry", key.industry[:40], "方案里的产业", "请选方案里的产业，或选全部产业", "LQ-6110"))
    if not 2000 <= key.year <= 2100:
        problems.append(FieldProblem("year", str(key.year), "四位年份", "年度写四位数字，如 2023", "LQ-6110"))
    if problems:
        raise Invalid(tuple(problems))


def _check_order(wanted: WantedOrder, line: BudgetLine) -> None:
    problems = []
    if not 0 < wanted.amount <= MOST:
        problems.append(FieldProblem("amount", "", "大于零的金额", "金额要大于 0 元", "LQ-6110"))
    if not 2 <= len(wanted.document.strip()) <= 100:
        problems.append(FieldProblem("document", wanted.document[:100], "文号", "请写文号或收文依据，2 到 100 字", "LQ-6110"))
    if problems:
        raise Invalid(tuple(problems))
    other = get_row(wanted.other) if wanted.other else None
    fits = {
        OrderKind.APPROPRIATE: other is None, OrderKind.CUT_BACK: other is None,
        OrderKind.CARRY_OVER: other is not None
        and (other.pack, other.tier, other.clause, other.industry) == (line.pack, line.tier, line.clause, line.industry)
        and other.year > line.year,
        OrderKind.ADVANCE: other is not None and _above(line, other),
        OrderKind.UPSTREAM_SETTLED: other is not None and _above(line, other),
    }  # fmt: skip
    if not fits[wanted.kind]:
        raise LinesDoNotFit(wanted.kind)


def _above(district: BudgetLine, upper: BudgetLine) -> bool:
    """Same programme and year, and the other tier stands above."""
    tiers = [tier.code for tier in policy.get_pack(district.pack).basis.tiers]
    return (district.pack, district.year) == (upper.pack, upper.year) and tiers.index(upper.tier) < tiers.index(district.tier)


def _lock_order(number: str) -> BudgetOrder:
    order = BudgetOrder.objects.select_for_update(of=("self",)).select_related("line").filter(number=number).first()
    if order is None:
        raise NoSuchOrder(number)
    return order


def _must_wait(order: BudgetOrder) -> None:
    if order.state != OrderState.PROPOSED:
        raise OrderMovedOn(order.number, OrderState(order.state), order.settled_name)


def _settle(order: BudgetOrder, state: OrderState, actor: Actor | None, at: datetime) -> None:
    order.state, order.settled_at = state.value, at
    if actor is not None:
        order.settled_by, order.settled_name = actor.user, actor.name
    order.save(update_fields=["state", "settled_by", "settled_name", "settled_at", "because"])
