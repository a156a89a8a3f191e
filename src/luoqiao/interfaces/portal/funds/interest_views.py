"""贴息的页 `/funds/interest/`: which tranches are under way, and one of them month by month with the form for the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.interest import TrancheView, list_months, list_tranches
from luoqiao.apps.funds.services import interest as services
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.duty import FundsDeed, find_duty
from luoqiao.core.funds.interest import NoInterestHere
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import parse_money, show_yuan
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.pressed import DamagedForm, read_key
from luoqiao.interfaces.portal.cases.typed import Typed, refused_form
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Choice, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.funds.typed_fields import TypedFields
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Tag

MONTH = re.compile(r"(20[0-9]{2})[-/.年](0?[1-9]|1[0-2])月?")
MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class TierPart:
    """一级的登记: what was approved, what the bank reported, month by month; `open`: more may come."""

    tranche: TrancheView
    table: RuledTable | None
    open: bool


@never_cache
def interest(request: HttpRequest) -> HttpResponse:
    """Tranches under way, or those that are done."""
    done = request.GET.get("state") == "done"
    found = list_tranches(done=done)
    context = page(get_pack(), "funds", "贴息登记") | {
        "filters": (("登记中", "?", not done), ("已登记完", "?state=done", done)), "table": _table(found), "many": len(found),
    }  # fmt: skip
    return render(request, "pages/funds/interest.html", context)


@never_cache
def tranche(request: HttpRequest, case: str) -> HttpResponse:
    """Show it; do what was pressed."""
    if request.method != "POST":
        return _shown(request, case, Typed())
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        raise DamagedForm
    key = read_key(request.POST.get("key", ""))
    try:
        said = deed(case, Typed(request.POST), key, the_actor(request), clock.now())
    except DomainError as refused:
        typed = replace(refused_form(request, refused), opened=request.POST.get("do", ""))
        return _shown(request, case, typed, 422 if isinstance(refused, Invalid) else 409)
    messages.info(request, said)
    return HttpResponseRedirect(reverse("funds:tranche", args=(case,)))


def _record(case: str, typed: Typed, key: UUID, actor: Actor, at: datetime) -> str:
    services.record_month(_stated(case, typed), actor=actor, at=at, key=key)
    return "已登记，不经区里拨付"


def _correct(case: str, typed: Typed, key: UUID, actor: Actor, at: datetime) -> str:
    services.correct_month(_whole(typed.text("record")), actor=actor, at=at, key=key, reason=typed.text("reason"))
    return "已更正，原来的一笔留着可查"


def _end(case: str, typed: Typed, key: UUID, actor: Actor, at: datetime) -> str:
    services.end_interest(_share(case, typed), actor=actor, at=at, reason=typed.text("reason"))
    return "已登记完毕，以银行实际兑现的为准"


DEEDS: Mapping[str, Callable[[str, Typed, UUID, Actor, datetime], str]] = {
    "record": _record, "correct": _correct, "end": _end,
}  # fmt: skip


def _stated(case: str, typed: Typed) -> services.StatedMonth:
    problems = []
    match = MONTH.fullmatch(typed.text("month").strip())
    if match is None:
        problems.append(FieldProblem("month", typed.text("month")[:20], "2023-06", "月份请写成 2023-06", "LQ-6110"))
    fen = 0
    try:
        fen = int(parse_money(typed.text("amount")))
    except DomainError as refused:
        problems.append(FieldProblem("amount", typed.text("amount")[:40], "金额", refused.message, refused.code))
    if problems or match is None:
        raise Invalid(tuple(problems))
    month = date(int(match[1]), int(match[2]), 1)
    return services.StatedMonth(_share(case, typed), month, fen, typed.text("bank"), typed.text("voucher"))


def _share(case: str, typed: Typed) -> int:
    """The share that was sent, if it is one of this case."""
    share = _whole(typed.text("share"))
    if share not in {one.share.id for one in list_tranches(case=case)}:
        raise NoInterestHere(case[:40], "")
    return share


def _shown(request: HttpRequest, case: str, typed: Typed, status: int = 200) -> HttpResponse:
    found = list_tranches(case=case)
    if not found:
        raise NoInterestHere(case[:40], "")
    works = find_duty(get_pack().funds, FundsDeed.RECORD_INTEREST, the_actor(request)) is not None
    parts = tuple(
        TierPart(one, _months(one), one.share.state is ShareState.OUTSIDE and one.share.granted_at is not None)
        for one in found
    )
    waiting = tuple(one for one in parts if one.open)
    context = page(get_pack(), "funds", f"贴息登记 {case}") | {
        "parts": parts, "first": found[0].share, "works": works and bool(waiting), "key": uuid4(), "trouble": typed.trouble,
        "fields": _fields(waiting, typed), "reason": Field("reason", "reason", "理由", value=typed.text("reason"),
                                                           error=typed.error("reason")),
        "opened": typed.opened, "records": tuple(_records(waiting)), "ends": tuple(_tiers(waiting)),
    }  # fmt: skip
    return render(request, "pages/funds/tranche.html", context, status=status)


def _fields(waiting: tuple[TierPart, ...], typed: Typed) -> tuple[Field, ...]:
    field = TypedFields(typed).field
    return (
        field("share", "哪一级", "choice", choices=tuple(_tiers(waiting))), field("month", "月份", placeholder="2023-06"),
        field("amount", "银行减收的利息", "money", unit="元"), field("bank", "合作银行"), field("voucher", "付息凭证号"),
    )  # fmt: skip


def _tiers(waiting: tuple[TierPart, ...]) -> list[Choice]:
    return [Choice(str(one.tranche.share.id), one.tranche.share.tier_label) for one in waiting]


def _records(waiting: tuple[TierPart, ...]) -> list[Choice]:
    return [
        Choice(str(one.id), f"{part.tranche.share.tier_label} {one.month:%Y-%m} {show_yuan(one.fen)}")
        for part in waiting for one in list_months(part.tranche.share.id) if not one.corrected
    ]  # fmt: skip


def _months(tranche: TrancheView) -> RuledTable | None:
    months = list_months(tranche.share.id)
    if not months:
        return None
    columns = (
        Column("月份"), Column("银行减收（元）", number=True), Column("银行"), Column("凭证"), Column("登记", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=f"{one.month:%Y-%m}"), Cell("yuan", fen=one.fen, struck=bool(one.corrected), below=one.corrected),
            Cell(text=one.bank), Cell(text=one.voucher), Cell(text=one.name),
        ))
        for one in months
    )  # fmt: skip
    return RuledTable(f"{tranche.share.tier_label}贴息", columns, rows, stacking=True)


def _table(found: tuple[TrancheView, ...]) -> RuledTable:
    columns = (
        Column("企业"), Column("案件"), Column("层级"), Column("审定（元）", number=True),
        Column("银行已兑现（元）", number=True), Column("状态", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=one.share.name, href=reverse("funds:tranche", args=(one.share.case,)), below=one.share.uscc),
            Cell(text=one.share.title, below=one.share.case), Cell(text=one.share.tier_label),
            Cell("yuan", fen=one.share.wanted), Cell("yuan", fen=one.recorded), Cell("tag", tag=_tag(one)),
        ))
        for one in found
    )  # fmt: skip
    return RuledTable("贴息登记", columns, rows, stacking=True)


def _tag(one: TrancheView) -> Tag:
    if one.share.state is ShareState.RECORDED:
        return Tag("已登记完", "paid")
    return Tag("登记中" if one.share.granted_at else "案件未办结")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
