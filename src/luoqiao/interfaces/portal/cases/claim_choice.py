"""开始申报 `/my/claims/new/`: choose enterprise, year and matter; the button begins a case once, however often pressed."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.challenges import list_challenges
from luoqiao.apps.cases.queries.listing import cases_of
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.parties.queries import get_seen_enterprise, list_enterprises, search_enterprises
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.challenge import AlreadyBid
from luoqiao.core.cases.refusals import AlreadyClaimed
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.portal.cases.claim_choice_page import choices_of, years_of
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Trouble


@never_cache
def claim_new(request: HttpRequest) -> HttpResponse:
    """What may be begun; pressing one begins it and leads to its form."""
    actor, at = the_actor(request), clock.now()
    if request.method == "POST":
        return _begin(request, actor)
    return _show(request, actor, timezone.localdate(at))


def _begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    at, sent = clock.now(), request.POST
    on = timezone.localdate(at)
    years = years_of(get_pack(), on)
    year = int(sent.get("year", "0")) if sent.get("year", "").isdecimal() else 0
    wanted = Wanted(
        sent.get("uscc", ""), year if year in years else years[0], sent.get("clause", ""), sent.get("procedure", ""),
        sent.get("subject", ""), parent=sent.get("parent", ""),
    )  # fmt: skip
    try:
        key = uuid5(UUID(sent.get("key", "")), f"{wanted.clause}/{wanted.procedure}/{wanted.subject}")
        number = open_application(wanted=wanted, actor=actor, at=at, key=key)
    except (AlreadyClaimed, AlreadyBid) as refused:
        messages.info(request, f"{refused.message.rstrip('。')}，接着办这一件")
        return HttpResponseRedirect(reverse("cases:form", args=(refused.number,)))
    except DomainError as refused:
        trouble = Trouble(f"没有开始：{refused.message.rstrip('。')}。", "", "请看下面能申报的各项。", refused.code)
        return _show(request, actor, on, trouble)
    except ValueError:
        messages.info(request, "页面放得太久，请再选一次")
        return HttpResponseRedirect(reverse("cases:claim_new"))
    return HttpResponseRedirect(reverse("cases:form", args=(number,)))


def _show(request: HttpRequest, actor: Actor, on: date, trouble: Trouble | None = None) -> HttpResponse:
    pack = get_pack()
    asked = request.POST if request.method == "POST" else request.GET
    firms = _own_firms(actor)
    uscc = asked.get("uscc", "") or (firms[0].uscc if len(firms) == 1 else "")
    context = {
        **page(pack, "claims" if firms else "register", "开始申报"), "trouble": trouble, "firms": firms,
        "clerk": not firms, "text": asked.get("q", ""),
    }  # fmt: skip
    if not uscc:
        found = () if firms else search_enterprises(actor, asked.get("q", ""), size_of_page=20).rows
        return render(request, "pages/cases/claim_firm.html", context | {"found": found})
    firm = get_seen_enterprise(uscc, actor)
    years = years_of(pack, on)
    year = int(asked.get("year", "0")) if asked.get("year", "").isdecimal() else 0
    year = year if year in years else years[0]
    chosen = asked.get("clause", "") or asked.get("procedure", "")
    choices = choices_of(
        pack, year=year, on=on, cases=cases_of(uscc, actor), challenges=list_challenges(on), chosen=chosen
    )
    more = {"firm": firm, "years": years, "year": year, "choices": choices, "chosen": chosen}
    status = 409 if trouble else 200
    return render(request, "pages/cases/claim_new.html", context | more, status=status)


def _own_firms(actor: Actor) -> tuple[EnterpriseView, ...]:
    places = actor.places(Role.ENTERPRISE_AGENT)
    return list_enterprises(places) if places else ()
