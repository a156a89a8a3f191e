"""上级兑现 `/funds/upstream/`: what waits for which tier, one grant entered, another person's confirmation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.services import funding
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.shares import UpstreamView, list_awaited, list_upstream
from luoqiao.apps.funds.services import upstream as services
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.duty import FundsDeed, find_duty
from luoqiao.core.funds.share import ShareView
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import parse_money
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.enterprise_fields import read_day
from luoqiao.interfaces.portal.cases.pressed import DamagedForm, read_key
from luoqiao.interfaces.portal.cases.typed import Typed, refused_form
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Choice, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.funds.batch_forms import whole
from luoqiao.interfaces.portal.funds.budget_words import tier_name
from luoqiao.interfaces.portal.funds.typed_fields import TypedFields
from luoqiao.interfaces.portal.page import page


@dataclass(frozen=True, slots=True)
class Entered:
    """登记了、待复核的一笔; `off`: why this person may not confirm it."""

    grant: UpstreamView
    tier: str
    own: bool
    off: str


@never_cache
def upstream(request: HttpRequest) -> HttpResponse:
    """What waits, the form, what is to be confirmed; do what was pressed."""
    if request.method != "POST":
        return _shown(request, Typed())
    do = request.POST.get("do", "")
    if do not in DEEDS:
        raise DamagedForm
    try:
        said = DEEDS[do](Typed(request.POST), the_actor(request), clock.now())
    except DomainError as refused:
        typed = replace(refused_form(request, refused), opened=do)
        return _shown(request, typed, 422 if isinstance(refused, Invalid) else 409)
    messages.info(request, said)
    return HttpResponseRedirect(reverse("funds:upstream"))


def _enter(typed: Typed, actor: Actor, at: datetime) -> str:
    problems, fen = [], 0
    try:
        fen = int(parse_money(typed.text("amount")))
    except DomainError as refused:
        problems.append(FieldProblem("amount", typed.text("amount")[:40], "金额", refused.message, refused.code))
    on, wrong = read_day(typed.text("granted_on"), "兑现日期")
    if wrong:
        problems.append(FieldProblem("granted_on", typed.text("granted_on")[:20], "日期", wrong, "LQ-6110"))
    if problems or on is None:
        raise Invalid(tuple(problems))
    stated = services.StatedGrant(typed.text("case").strip(), typed.text("tier"), fen, typed.text("document"), on)
    services.enter_upstream(stated, actor=actor, at=at, key=read_key(typed.text("key")))
    return "已登记，要另一人复核以后才算数"


def _confirm(typed: Typed, actor: Actor, at: datetime) -> str:
    funding.confirm_upstream(whole(typed.text("grant")), actor=actor, at=at)
    return "已复核；等它的资金已按实拨金额确定"


def _refuse(typed: Typed, actor: Actor, at: datetime) -> str:
    services.refuse_upstream(whole(typed.text("grant")), actor=actor, at=at, reason=typed.text("reason"))
    return "已退回，没有改动资金"


DEEDS: Mapping[str, Callable[[Typed, Actor, datetime], str]] = {"enter": _enter, "confirm": _confirm, "refuse": _refuse}


def _shown(request: HttpRequest, typed: Typed, status: int = 200) -> HttpResponse:
    actor, pack = the_actor(request), get_pack()
    waiting = list_awaited()
    context = page(pack, "funds", "上级兑现") | {
        "entered": tuple(_entered(one, actor) for one in list_upstream(waiting=True)), "table": _table(waiting),
        "many": len(waiting), "trouble": typed.trouble, "key": uuid4(), "opened": typed.opened,
        "enters": find_duty(pack.funds, FundsDeed.ENTER_UPSTREAM, actor) is not None,
        "fields": _fields(typed, request.GET.get("case", "")[:40], request.GET.get("tier", "")[:20]),
    }  # fmt: skip
    return render(request, "pages/funds/upstream.html", context, status=status)


def _entered(one: UpstreamView, actor: Actor) -> Entered:
    own = one.entered_by == actor.user
    duty = find_duty(get_pack().funds, FundsDeed.CONFIRM_UPSTREAM, actor)
    off = "登记人不能复核，请换一人" if own else "" if duty else "由另一位经办复核"
    return Entered(one, tier_name(one.tier, get_pack()), own, off)


def _fields(typed: Typed, case: str, tier: str) -> tuple[Field, ...]:
    field, pack = TypedFields(typed, "enter").field, get_pack()
    upper = tuple(Choice(one.code, tier_name(one.code, pack)) for one in pack.basis.tiers)
    return (
        field("case", "案件号", default=case), field("tier", "哪一级兑现", "choice", tier, choices=upper, placeholder="请选"),
        field("amount", "实拨金额", "money", unit="元"), field("document", "下达文号"),
        field("granted_on", "兑现日期", "date", clock.today().isoformat()),
    )  # fmt: skip


def _table(waiting: tuple[ShareView, ...]) -> RuledTable:
    columns = (
        Column("企业"), Column("案件"), Column("层级"), Column("审定（元）", number=True), Column("等", end=True),
    )  # fmt: skip
    pack = get_pack()
    rows = tuple(
        Row((
            Cell(text=one.name, below=one.uscc),
            Cell("link", one.title, href=reverse("cases:case", args=(one.case,)), below=one.case), Cell(text=one.tier_label),
            Cell("yuan", fen=one.wanted), Cell(text="、".join(tier_name(tier, pack) for tier in one.awaiting) or "上级直接兑现"),
        ))
        for one in waiting
    )  # fmt: skip
    return RuledTable("待上级兑现", columns, rows, stacking=True)
