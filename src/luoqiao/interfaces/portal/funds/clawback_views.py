"""追回的页 `/funds/clawbacks/`: the list, a new one about what was paid, and one of them with what can be done to it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.clawbacks import (
    ClawbackView,
    get_clawback,
    get_paid,
    list_clawbacks,
    list_paid,
    list_to_set_off,
)
from luoqiao.apps.funds.services import clawback as services
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.clawback import ClawbackState
from luoqiao.core.funds.duty import FundsDeed, check_other_person, find_duty
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.pressed import DamagedForm, read_key
from luoqiao.interfaces.portal.cases.typed import Typed, refused_form
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.funds.clawback_forms import new_fields, read_receipt, read_wanted
from luoqiao.interfaces.portal.funds.clawback_words import (
    clawback_table,
    facts_of,
    instalment_table,
    paid_table,
    recovery_table,
    state_tag,
)
from luoqiao.interfaces.portal.funds.typed_fields import TypedFields
from luoqiao.interfaces.portal.page import page

MOST_DIGITS = 12


@never_cache
def clawbacks(request: HttpRequest) -> HttpResponse:
    """每一件追回, with what is overdue."""
    actor, on = the_actor(request), clock.today()
    asked = request.GET.get("state", "")
    state = ClawbackState(asked) if asked in set(ClawbackState) else None
    found = list_clawbacks(state=state)
    filters = (("全部", "?", state is None), *((one.label, f"?state={one.value}", state is one) for one in ClawbackState))
    context = page(get_pack(), "funds", "追回") | {
        "filters": filters, "table": clawback_table(found, on), "many": len(found),
        "left": sum(one.left for one in found), "overdue": sum(one.overdue(on) for one in found),
        "proposes": find_duty(get_pack().funds, FundsDeed.PROPOSE_CLAWBACK, actor) is not None,
    }  # fmt: skip
    return render(request, "pages/funds/clawbacks.html", context)


@never_cache
def clawback_new(request: HttpRequest) -> HttpResponse:
    """Which payment (GET without one), the form, and its answer (POST)."""
    if request.method != "POST":
        return _form(request, _whole(request.GET.get("share", "")), Typed())
    share = _whole(request.POST.get("share", ""))
    try:
        wanted = read_wanted(share, Typed(request.POST))
        key = read_key(request.POST.get("key", ""))
        number = services.propose_clawback(wanted, actor=the_actor(request), at=clock.now(), key=key)
    except DomainError as refused:
        return _form(request, share, refused_form(request, refused), 422 if isinstance(refused, Invalid) else 409)
    messages.info(request, "已拟办，要另一人决定以后才算数")
    return HttpResponseRedirect(reverse("funds:clawback", args=(number,)))


@never_cache
def clawback(request: HttpRequest, number: str) -> HttpResponse:
    """Show it; do what was pressed."""
    if request.method != "POST":
        return _shown(request, number, Typed())
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        raise DamagedForm
    try:
        said = deed(number, Typed(request.POST), the_actor(request), clock.now())
    except DomainError as refused:
        typed = replace(refused_form(request, refused), opened=request.POST.get("do", ""))
        return _shown(request, number, typed, 422 if isinstance(refused, Invalid) else 409)
    messages.info(request, said)
    return HttpResponseRedirect(reverse("funds:clawback", args=(number,)))


def _decide(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    services.decide_clawback(number, actor=actor, at=at)
    return "已决定追回，企业已收到通知"


def _refuse(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    services.refuse_clawback(number, actor=actor, at=at, reason=typed.text("reason"))
    return "不予追回，没有记账"


def _receive(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    fen, on, voucher = read_receipt(typed)
    key = read_key(typed.text("key"))
    services.record_recovery(number, fen=fen, on=on, voucher=voucher, actor=actor, at=at, key=key)
    return "来款已登记：先抵利息，再抵本金"


def _set_off(number: str, typed: Typed, actor: Actor, at: datetime) -> str:
    key = read_key(typed.text("key"))
    services.set_off(number, against=_whole(typed.text("against")), actor=actor, at=at, key=key)
    return "已抵扣：那一份不再经银行拨付"


DEEDS: Mapping[str, Callable[[str, Typed, Actor, datetime], str]] = {
    "decide": _decide, "refuse": _refuse, "receive": _receive, "set_off": _set_off,
}  # fmt: skip


def _form(request: HttpRequest, number: int, typed: Typed, status: int = 200) -> HttpResponse:
    """The form about a payment; the payments to choose from where there is none, or nothing of it is left to claw back."""
    chosen = get_paid(number) if number else None
    if chosen is None:
        words = request.GET.get("q", "")[:100]
        context = page(get_pack(), "funds", "拟办追回") | {
            "q": words, "table": paid_table(list_paid(words)), "gone": bool(number),
        }  # fmt: skip
        return render(request, "pages/funds/clawback_pick.html", context, status=status)
    share, left = chosen
    context = page(get_pack(), "funds", "拟办追回") | {
        "share": share, "left": left, "key": typed.text("key") or uuid4(), "trouble": typed.trouble,
        **new_fields(left, typed),
    }  # fmt: skip
    return render(request, "pages/funds/clawback_new.html", context, status=status)


def _shown(request: HttpRequest, number: str, typed: Typed, status: int = 200) -> HttpResponse:
    actor, on, view = the_actor(request), clock.today(), get_clawback(number)
    works = find_duty(get_pack().funds, FundsDeed.RECORD_RECOVERY, actor) is not None and view.left > 0
    others = list_to_set_off(view) if works else ()
    context = page(get_pack(), "funds", f"追回 {number}") | {
        "view": view, "tag": state_tag(view, on), "strip": tuple(facts_of(view)), "on": on, "trouble": typed.trouble,
        "opened": typed.opened, "instalments": instalment_table(view, on), "recoveries": recovery_table(view),
        "proposed": view.state is ClawbackState.PROPOSED, "own": view.proposed_by == actor.user,
        "not_to_decide": _why_not_decide(view, actor), "works": works, "key": uuid4(), "receipt": _receipt(view, typed),
        "reason": _reason(view, actor, typed),
        "others": Field("against", "against", "抵扣哪一份", "choice", choices=tuple(
            Choice(str(one.id), f"{one.case} {one.title} {one.tier_label} {show_yuan(one.amount)}") for one in others
        )) if others else None,
    }  # fmt: skip
    return render(request, "pages/funds/clawback.html", context, status=status)


def _why_not_decide(view: ClawbackView, actor: Actor) -> str:
    if find_duty(get_pack().funds, FundsDeed.CONFIRM_CLAWBACK, actor) is None:
        return "由另一位负责人决定"
    try:
        check_other_person(FundsDeed.CONFIRM_CLAWBACK, actor, view.proposed_persons)
    except DomainError:
        return "拟办人不能决定，请换一人"
    return ""


def _receipt(view: ClawbackView, typed: Typed) -> tuple[Field, ...]:
    field = TypedFields(typed, "receive").field
    return (field("amount", "金额", "money", unit="元"), field("on", "到账日期", "date"),
            field("voucher", "凭证号", "text", hint="一张凭证只能登记一次"))  # fmt: skip


def _reason(view: ClawbackView, actor: Actor, typed: Typed) -> Field:
    label = "为什么撤回" if view.proposed_by == actor.user else "为什么不予追回"
    return TypedFields(typed, "refuse").field("reason", label, "long")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
