"""设立预算项 `/funds/lines/new/`."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.services import budgets
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.budget import LineKey, LineView
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.typed import Typed, refused_form
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.funds.batch_forms import whole
from luoqiao.interfaces.portal.funds.budget_words import tier_name
from luoqiao.interfaces.portal.funds.typed_fields import TypedFields
from luoqiao.interfaces.portal.page import page


@never_cache
def line_new(request: HttpRequest) -> HttpResponse:
    """设立预算项: which year, tier, clause and industry, what happens when it is short, how it reaches enterprises."""
    typed, status = Typed(), 200
    if request.method == "POST":
        try:
            made = _opened(Typed(request.POST), the_actor(request))
        except DomainError as refused:
            typed, status = refused_form(request, refused), 422 if isinstance(refused, Invalid) else 409
        else:
            messages.info(request, "预算项已设立；拟一份指标文下达预算")
            return HttpResponseRedirect(reverse("funds:line", args=(made.id,)))
    context = page(get_pack(), "funds", "设立预算项") | {"fields": _new_fields(typed), "trouble": typed.trouble}
    return render(request, "pages/funds/line_new.html", context, status=status)


def _opened(typed: Typed, actor: Actor) -> LineView:
    rule, settlement = typed.text("rule"), typed.text("settlement")
    if rule not in set(QueueRule) or settlement not in set(Settlement):
        raise Invalid((FieldProblem("rule", rule[:20], "规则", "请选预算不足时怎么办、怎样兑现", "LQ-6110"),))
    key = LineKey(
        get_pack().meta.name, whole(typed.text("year")), typed.text("tier"), typed.text("clause"), typed.text("industry")
    )
    return budgets.open_line(key, rule=QueueRule(rule), settlement=Settlement(settlement), actor=actor, at=clock.now())


def _new_fields(typed: Typed) -> tuple[Field, ...]:
    pack, field = get_pack(), TypedFields(typed).field
    tiers = tuple(Choice(one.code, tier_name(one.code, pack)) for one in pack.basis.tiers)
    clauses = tuple(Choice(one.identifier, one.title) for one in pack.clauses.values())
    industries = tuple(Choice(one.id, one.name) for one in pack.industries)
    rules = tuple(Choice(one.value, one.label) for one in QueueRule)
    settlements = tuple(Choice(one.value, one.label) for one in Settlement)
    return (
        field("year", "年度", "number", str(clock.today().year)),
        field("tier", "层级", "choice", tiers[-1].value if tiers else "", choices=tiers),
        field("clause", "条款", "choice", choices=clauses, placeholder="全部条款", hint="同一级里，写明条款的预算项先付"),
        field("industry", "产业", "choice", choices=industries, placeholder="全部产业"),
        field("rule", "预算不足时", "choice", QueueRule.PRO_RATA.value, choices=rules),
        field("settlement", "兑现方式", "choice", Settlement.OWN.value, choices=settlements),
    )  # fmt: skip
