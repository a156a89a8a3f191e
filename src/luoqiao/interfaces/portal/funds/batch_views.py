"""拨付批次的页 `/funds/batches/`: the list, a new one, one of them with its checks and what may be done to it now."""

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

from luoqiao.apps.cases.queries.against_paying import against_paying
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.batches import (
    BatchFile,
    check_batch_lines,
    get_batch,
    list_batches,
    list_payable,
    list_payable_shares,
    list_returned,
)
from luoqiao.apps.funds.queries.results import list_files, list_waiting_rows
from luoqiao.apps.funds.services import approving, batches
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.batch import BatchState, LineState, blocked
from luoqiao.core.funds.duty import FundsDeed, check_other_person, find_duty
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.pressed import DamagedForm, read_key
from luoqiao.interfaces.portal.cases.typed import Typed, refused_form
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.funds.batch_forms import (
    key_of,
    read_chosen,
    read_credit,
    read_places,
    read_seen,
    whole,
)
from luoqiao.interfaces.portal.funds.batch_words import (
    batch_table,
    batch_tag,
    line_table,
    lines_to_show,
    local,
)
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from luoqiao.interfaces.portal.funds.typed_fields import TypedFields
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Button:
    """批准的按钮: its words, and why it is grey."""

    do: str
    label: str
    off: str


@never_cache
def payment_batches(request: HttpRequest) -> HttpResponse:
    """每个批次, with what waits: shares to be paid, files to be applied, rows that do not fit, returned payments."""
    actor = the_actor(request)
    asked = request.GET.get("state", "")
    state = BatchState(asked) if asked in set(BatchState) else None
    filters = (("全部", "?", state is None), *((one.label, f"?state={one.value}", state is one) for one in BatchState))
    found = list_batches(state=state)
    context = page(get_pack(), "funds", "拨付") | {
        "filters": filters, "table": batch_table(found), "many": len(found), "desk": tuple(_desk()),
        "prepares": find_duty(get_pack().funds, FundsDeed.PREPARE_BATCH, actor) is not None,
    }  # fmt: skip
    return render(request, "pages/funds/batches.html", context)


@never_cache
def batch_new(request: HttpRequest) -> HttpResponse:
    """What may be paid, chosen (GET), and the batch of it (POST)."""
    if request.method != "POST":
        return _choice(request, Typed(request.GET))
    typed = Typed(request.POST)
    try:
        key = read_key(typed.text("key"))
        chosen = read_chosen(typed, get_pack().meta.name)
        number = batches.prepare_batch(chosen, actor=the_actor(request), at=clock.now(), key=key)
    except DomainError as refused:
        return _choice(request, refused_form(request, refused), 409)
    messages.info(request, "批次已编好；做信用复核，核对无误后由另两人批准")
    return HttpResponseRedirect(reverse("funds:batch", args=(number,)))


@never_cache
def payment_batch(request: HttpRequest, number: str) -> HttpResponse:
    """Show it; do what was pressed."""
    if request.method != "POST":
        return _shown(request, number, Typed())
    do = request.POST.get("do", "")
    if do not in DEEDS:
        raise DamagedForm
    try:
        said = DEEDS[do](number, Typed(request.POST), the_actor(request), clock.now())
    except DomainError as refused:
        typed = replace(refused_form(request, refused), opened=do)
        return _shown(request, number, typed, 422 if isinstance(refused, Invalid) else 409)
    messages.info(request, said)
    return HttpResponseRedirect(reverse("funds:batch", args=(number,)))


def _credit(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    source, on, found = read_credit(typed)
    batches.record_credit(number, source=source, on=on, found=found, actor=actor, at=at)
    return f"信用复核已登记：{len(found)} 家有情况，其余没有" if found else "信用复核已登记：都没有情况"


def _take_out(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    many = batches.take_out(number, read_places(typed), reason=typed.text("reason"), actor=actor, at=at)
    return f"已移出 {many} 笔，资金回到待拨付"


def _holder(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    batches.explain_holder(number, whole(typed.text("place")), reason=typed.text("reason"), actor=actor, at=at)
    return "户名不同的理由已写明"


def _withdraw(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    batches.withdraw_batch(number, reason=typed.text("reason"), actor=actor, at=at)
    return "批次已撤销，资金都回到待拨付"


def _first(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    approving.approve_first(number, seen=read_seen(typed), cases=against_paying, actor=actor, at=at)
    return "已复核，等负责人签批"


def _second(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    approving.approve_second(
        number, seen=read_seen(typed), cases=against_paying, write=write_payment_file, actor=actor, at=at
    )
    return "已签批：拨付文件已经定稿，资金在途"


DEEDS: Mapping[str, Callable[[str, Typed, Actor, datetime], str]] = {
    "credit": _credit, "take_out": _take_out, "holder": _holder, "withdraw": _withdraw, "first": _first, "second": _second,
}  # fmt: skip


def _desk() -> list[Link]:
    """What waits for somebody."""
    payable = list_payable()
    many, fen = sum(one.count for one in payable), sum(one.sum for one in payable)
    found = [Link(f"待拨付 {many} 份 {show_yuan(fen)}", reverse("funds:batch_new"))] if many else []
    waiting, returned = len(list_waiting_rows()), len(list_returned())
    unapplied = sum(one.applied_at is None for one in list_files())
    if unapplied or waiting:
        found.append(Link(f"银行回执：待入账 {unapplied} 份，对不上 {waiting} 行", reverse("funds:results")))
    return [*found, *([Link(f"银行退回 {returned} 份", reverse("funds:returned"))] if returned else [])]


def _choice(request: HttpRequest, typed: Typed, status: int = 200) -> HttpResponse:
    heaps = list_payable()
    year = whole(typed.text("year")) or (heaps[0].year if heaps else 0)
    tier, clause = typed.text("tier")[:20], typed.text("clause")[:100]
    shown = list_payable_shares(year=year, tier=tier, clause=clause, most=MOST_SHOWN) if year else ()
    here = [one for one in heaps if one.year == year and tier in ("", one.tier) and clause in ("", one.clause)]
    years, tiers = sorted({one.year for one in heaps}, reverse=True), {one.tier: one.tier_label for one in heaps}
    context = page(get_pack(), "funds", "编制批次") | {
        "fields": (
            Field("year", "year", "年度", "choice", str(year), choices=tuple(Choice(str(one), f"{one} 年") for one in years)),
            Field("tier", "tier", "层级", "choice", tier, placeholder="全部",
                  choices=tuple(Choice(code, label) for code, label in tiers.items())),
            Field("clause", "clause", "政策", "choice", clause, placeholder="全部",
                  choices=tuple(Choice(code, title) for code, title in {one.clause: one.title for one in heaps}.items())),
        ),
        "shares": shown, "year": year, "tier": tier, "clause": clause, "count": sum(one.count for one in here),
        "total": sum(one.sum for one in here), "key": key_of(typed) or uuid4(), "trouble": typed.trouble,
        "more": sum(one.count for one in here) > len(shown),
    }  # fmt: skip
    return render(request, "pages/funds/batch_new.html", context, status=status)


def _shown(request: HttpRequest, number: str, typed: Typed, status: int = 200) -> HttpResponse:
    actor, on, batch = the_actor(request), clock.today(), get_batch(number)
    checks = check_batch_lines(number, on=on, cases=against_paying) if batch.state.open else {}
    bad = sum(bool(blocked(one)) for one in checks.values())
    lines = lines_to_show(batch, checks, MOST_SHOWN)
    works = batch.state.open and find_duty(get_pack(batch.pack).funds, FundsDeed.PREPARE_BATCH, actor) is not None
    context = page(get_pack(batch.pack), "funds", f"拨付批次 {number}") | {
        "batch": batch, "tag": batch_tag(batch.state), "strip": tuple(_strip(batch)), "table": line_table(batch, lines, checks),
        "shown": len(lines),
        "bad": bad, "works": works, "button": _button(batch, actor, bad), "trouble": typed.trouble, "opened": typed.opened,
        "withdraws": works or _approves(batch, actor), "forms": _forms(typed, on.isoformat()),
        "sums": tuple(_sums(batch)) if batch.state in (BatchState.SENT, BatchState.CLOSED) else (),
    }  # fmt: skip
    return render(request, "pages/funds/batch.html", context, status=status)


def _strip(batch: BatchFile) -> list[tuple[str, str]]:
    found = [("笔数", str(len(batch.live))), ("合计", show_yuan(batch.total)),
             ("编制", f"{batch.prepared_name} {local(batch.prepared_at)}")]  # fmt: skip
    if batch.credit_on:
        found.append(("信用复核", f"{batch.credit_name} {batch.credit_on} {batch.credit_source}"))
    if batch.first_at:
        found.append(("复核", f"{batch.first_name} {local(batch.first_at)}"))
    if batch.second_at:
        found.append(("签批", f"{batch.second_name} {local(batch.second_at)}"))
    return found


def _sums(batch: BatchFile) -> list[tuple[str, str]]:
    labels = (("送银行", (LineState.SENT, LineState.PAID, LineState.RETURNED)), ("已到账", (LineState.PAID,)),
              ("退回", (LineState.RETURNED,)), ("等回执", (LineState.SENT,)))  # fmt: skip
    return [(label, f"{many} 笔 {show_yuan(fen)}") for label, states in labels for many, fen in (batch.sum_of(*states),)]


def _button(batch: BatchFile, actor: Actor, bad: int) -> Button | None:
    """The next approval; grey with the reason for whoever may not press it."""
    if not batch.state.open:
        return None
    first = batch.state is BatchState.PREPARED
    deed = FundsDeed.APPROVE_FIRST if first else FundsDeed.APPROVE_SECOND
    label = f"{'复核通过' if first else '签批拨付'} {len(batch.live)} 笔 {show_yuan(batch.total)}"
    return Button("first" if first else "second", label, _why_not(batch, deed, actor, bad))


def _why_not(batch: BatchFile, deed: FundsDeed, actor: Actor, bad: int) -> str:
    plan = get_pack(batch.pack).funds
    if find_duty(plan, deed, actor) is None:
        who = "、".join(dict.fromkeys(seat.role.label for seat in plan.seats_of(deed)))
        return f"由{who}{'复核' if deed is FundsDeed.APPROVE_FIRST else '签批'}"
    try:
        check_other_person(deed, actor, [*batch.prepared_persons, *batch.first_persons])
    except DomainError:
        return "您办过前面一步，请换一人"
    return f"有 {bad} 笔不能拨付，先移出或办好" if bad else ""


def _approves(batch: BatchFile, actor: Actor) -> bool:
    plan = get_pack(batch.pack).funds
    deeds = (FundsDeed.APPROVE_FIRST, FundsDeed.APPROVE_SECOND)
    return batch.state.open and any(find_duty(plan, deed, actor) is not None for deed in deeds)


def _forms(typed: Typed, today: str) -> dict[str, tuple[Field, ...]]:
    credit, out, holder = (TypedFields(typed, form).field for form in ("credit", "take_out", "holder"))
    return {
        "credit": (
            credit("source", "查了哪里", default="信用中国"), credit("on", "查询日期", "date", today),
            credit("found", "有情况的企业", "long", optional=True, hint="每行写信用代码和查到的情况；没有就空着"),
        ),
        "take_out": (out("places", "移出哪几笔", hint="序号，如 3、7-9"), out("reason", "为什么移出")),
        "holder": (holder("place", "第几笔", "number"), holder("reason", "户名与企业名称为什么不同")),
        "withdraw": (TypedFields(typed, "withdraw").field("reason", "为什么撤销"),),
    }  # fmt: skip
