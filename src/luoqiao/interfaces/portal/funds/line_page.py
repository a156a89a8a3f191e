"""一个预算项 `/funds/lines/<id>/`: its balances now and at a past instant, its queue, its orders and arrangements, its journal.

Two persons for everything that moves money: what waits is shown with its button, grey with the reason where it is not for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.services import funding
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.balances import balance_at, list_balances
from luoqiao.apps.funds.queries.budgets import (
    ArrangementView,
    OrderView,
    count_postings,
    get_line,
    list_arrangements,
    list_orders,
    list_postings,
)
from luoqiao.apps.funds.services import budgets, queueing
from luoqiao.apps.funds.services.budgets import WantedOrder
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.budget import LineView, OrderKind, OrderState
from luoqiao.core.funds.duty import FundsDeed, check_other_person, find_duty
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from luoqiao.core.funds.stage import Stage
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import parse_money
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.enterprise_fields import read_day
from luoqiao.interfaces.portal.cases.pressed import DamagedForm, read_key
from luoqiao.interfaces.portal.cases.typed import Typed, refused_form
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.funds.batch_forms import whole
from luoqiao.interfaces.portal.funds.budget_words import (
    StageSum,
    arrangement_table,
    line_name,
    order_table,
    posting_table,
    queue_table,
    stage_sums,
)
from luoqiao.interfaces.portal.funds.typed_fields import TypedFields
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.page_links import page_links

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """等第二个人的一件: the words, who proposed it, and why this person may not confirm it (empty: may)."""

    kind: str
    number: str
    label: str
    said: str
    own: bool
    off: str


@never_cache
def budget_line(request: HttpRequest, line: int) -> HttpResponse:
    """Show it; do what was pressed."""
    if request.method != "POST":
        return _shown(request, get_line(line), Typed())
    do = request.POST.get("do", "")
    if do not in DEEDS:
        raise DamagedForm
    try:
        said = DEEDS[do](get_line(line), Typed(request.POST), the_actor(request), clock.now())
    except DomainError as refused:
        typed = replace(refused_form(request, refused), opened=do)
        return _shown(request, get_line(line), typed, 422 if isinstance(refused, Invalid) else 409)
    messages.info(request, said)
    return HttpResponseRedirect(reverse("funds:line", args=(line,)))


def _order(line: LineView, typed: Typed, actor: Actor, at: datetime) -> str:
    kind = typed.text("kind")
    problems = [] if kind in set(OrderKind) else [FieldProblem("kind", kind[:20], "种类", "请选指标文的种类", "LQ-6110")]
    fen = 0
    try:
        fen = int(parse_money(typed.text("amount")))
    except DomainError as refused:
        problems.append(FieldProblem("amount", typed.text("amount")[:40], "金额", refused.message, refused.code))
    if problems:
        raise Invalid(tuple(problems))
    other = whole(typed.text("other")) or None
    wanted = WantedOrder(OrderKind(kind), line.id, fen, typed.text("document"), other, typed.text("note"))
    number = budgets.propose_order(wanted, actor=actor, at=at, key=read_key(typed.text("key")))
    return f"{number} 已拟办，要另一人确认以后才记账"


def _confirm_order(line: LineView, typed: Typed, actor: Actor, at: datetime) -> str:
    budgets.confirm_order(typed.text("number"), actor=actor, at=at)
    return "已确认并记账；排队的资金按先后得到安排"


def _refuse_order(line: LineView, typed: Typed, actor: Actor, at: datetime) -> str:
    budgets.refuse_order(typed.text("number"), actor=actor, at=at, reason=typed.text("reason"))
    return "没有确认，没有记账"


def _arrange(line: LineView, typed: Typed, actor: Actor, at: datetime) -> str:
    number = queueing.propose_arrangement(line.id, actor=actor, at=at, key=read_key(typed.text("key")))
    return f"{number} 已拟定，要另一人确认以后才记账"


def _confirm_arrangement(line: LineView, typed: Typed, actor: Actor, at: datetime) -> str:
    lowered = funding.confirm_arrangement(typed.text("number"), actor=actor, at=at)
    return f"已确认并记账；{lowered} 件的金额按安排降低，企业已收到通知" if lowered else "已确认并记账"


def _refuse_arrangement(line: LineView, typed: Typed, actor: Actor, at: datetime) -> str:
    queueing.refuse_arrangement(typed.text("number"), actor=actor, at=at, reason=typed.text("reason"))
    return "没有确认，没有记账"


def _change(line: LineView, typed: Typed, actor: Actor, at: datetime) -> str:
    rule, settlement = typed.text("rule"), typed.text("settlement")
    if rule not in set(QueueRule) or settlement not in set(Settlement):
        raise DamagedForm
    budgets.change_line(
        line.id, rule=QueueRule(rule), settlement=Settlement(settlement), actor=actor, at=at, reason=typed.text("reason")
    )
    return "规则已改，理由记入审计"


DEEDS: Mapping[str, Callable[[LineView, Typed, Actor, datetime], str]] = {
    "order": _order, "confirm_order": _confirm_order, "refuse_order": _refuse_order, "arrange": _arrange,
    "confirm_arrangement": _confirm_arrangement, "refuse_arrangement": _refuse_arrangement, "change": _change,
}  # fmt: skip


def _shown(request: HttpRequest, line: LineView, typed: Typed, status: int = 200) -> HttpResponse:
    actor, pack = the_actor(request), get_pack(line.key.pack)
    balance = next(one for one in list_balances(pack=line.key.pack, year=line.key.year) if one.line.id == line.id)
    plan, orders, arranged = queueing.preview(line.id), list_orders(line=line.id), list_arrangements(line=line.id)
    number, many = max(1, whole(request.GET.get("page", ""))), count_postings(line.id)
    pages = max(1, -(-many // PAGE))
    plan_of = pack.funds
    both: tuple[OrderView | ArrangementView, ...] = (*orders, *arranged)
    pending = tuple(_waiting(one, actor) for one in both if one.state is OrderState.PROPOSED)
    context = page(pack, "funds", line_name(line, pack)) | {
        "line": line, "name": line_name(line, pack), "balance": balance, "sums": stage_sums(balance),
        "rule": line.rule.label, "settlement": line.settlement.label, "plan": plan if plan.parts else None,
        "queue": queue_table(plan, pack), "orders": order_table(orders, pack) if orders else None,
        "arranged": arrangement_table(arranged) if arranged else None, "pending": pending,
        "postings": posting_table(list_postings(line.id, page=number, size=PAGE)), "many": many,
        "pages": page_links(number, pages, {}), "trouble": typed.trouble, "opened": typed.opened, "key": uuid4(),
        "proposes": find_duty(plan_of, FundsDeed.PROPOSE_ORDER, actor) is not None,
        "arranges": line.rule is QueueRule.PRO_RATA and bool(plan.parts)
        and find_duty(plan_of, FundsDeed.PROPOSE_ARRANGEMENT, actor) is not None
        and all(one.kind != "arrangement" for one in pending),
        "fields": _fields(line, typed), "change": _change_fields(line, typed), **_past(request, line),
    }  # fmt: skip
    return render(request, "pages/funds/line.html", context, status=status)


def _waiting(one: OrderView | ArrangementView, actor: Actor) -> Waiting:
    deed = FundsDeed.CONFIRM_ORDER if isinstance(one, OrderView) else FundsDeed.CONFIRM_ARRANGEMENT
    kind = "order" if isinstance(one, OrderView) else "arrangement"
    what = f"{one.kind.label}（{one.document}）" if isinstance(one, OrderView) else f"同比例安排 {one.number}"
    said = f"{one.proposed_name}于 {timezone.localtime(one.proposed_at):%Y-%m-%d %H:%M} 拟办，还没有确认，没有记账。"
    return Waiting(kind, one.number, what, said, one.proposed_by == actor.user, _why_not(deed, actor, one.proposed_persons))


def _why_not(deed: FundsDeed, actor: Actor, before: frozenset[int]) -> str:
    plan = get_pack().funds
    if find_duty(plan, deed, actor) is None:
        return f"由{'、'.join(dict.fromkeys(seat.role.label for seat in plan.seats_of(deed)))}确认"
    try:
        check_other_person(deed, actor, before)
    except DomainError:
        return "拟办人不能确认，请换一人"
    return ""


def _fields(line: LineView, typed: Typed) -> tuple[Field, ...]:
    pack, field = get_pack(line.key.pack), TypedFields(typed, "order").field
    others = [one.line for one in list_balances(pack=line.key.pack) if one.line.id != line.id]
    return (
        field("kind", "种类", "choice", choices=tuple(Choice(one.value, one.label) for one in OrderKind), placeholder="请选"),
        field("amount", "金额", "money", unit="元"), field("document", "指标文文号"),
        field("other", "对方预算项", "choice", optional=True, placeholder="没有", hint="结转、垫付、上级结算时选",
              choices=tuple(Choice(str(one.id), line_name(one, pack)) for one in others)),
        field("note", "说明", optional=True),
    )  # fmt: skip


def _change_fields(line: LineView, typed: Typed) -> tuple[Field, ...]:
    field = TypedFields(typed, "change").field
    rules = tuple(Choice(one.value, one.label) for one in QueueRule)
    settlements = tuple(Choice(one.value, one.label) for one in Settlement)
    return (
        field("rule", "预算不足时", "choice", line.rule.value, choices=rules),
        field("settlement", "兑现方式", "choice", line.settlement.value, choices=settlements), field("reason", "为什么改"),
    )


def _past(request: HttpRequest, line: LineView) -> dict[str, object]:
    """What stood at the end of a past day, when one is asked for."""
    asked = request.GET.get("on", "").strip()
    if not asked:
        return {"on": "", "past": (), "past_wrong": ""}
    day, wrong = read_day(asked[:20], "日期")
    if day is None:
        return {"on": asked[:20], "past": (), "past_wrong": wrong}
    end = timezone.make_aware(datetime.combine(day, time.max))
    places = (stage for stage in Stage if not stage.is_source)
    sums = tuple(StageSum(stage.label, fen) for stage in places if (fen := balance_at(line.id, stage, end)))
    return {"on": day.isoformat(), "past": sums, "past_wrong": "" if sums else f"{day} 还没有记过账"}
