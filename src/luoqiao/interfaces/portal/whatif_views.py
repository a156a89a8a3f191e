"""试算政策 `/what-if/`: what the programme costs today, and for each clause what turning a number would cost and bring.

The whole scenario stands in the address, so that it can be shared; nothing is kept until it is saved (`whatif_saved`).
"""

from __future__ import annotations

from urllib.parse import parse_qsl
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.vary import vary_on_headers

from luoqiao.apps.policy import queries
from luoqiao.apps.policy.errors import UnknownClause
from luoqiao.apps.whatif.queries import list_scenarios
from luoqiao.interfaces.portal.missing import not_found
from luoqiao.interfaces.portal.page import ended_note, page
from luoqiao.interfaces.portal.whatif_overview import overview_of
from luoqiao.interfaces.portal.whatif_owner import owner_of
from luoqiao.interfaces.portal.whatif_page import WhatIfPage, assemble, read_trial
from luoqiao.policies.pack import Pack


@never_cache
def whatif_home(request: HttpRequest) -> HttpResponse:
    """Every clause with what it costs a year today, and the scenarios that this browser saved."""
    pack = queries.get_pack()
    said = "已删除一个方案。" if request.GET.get("deleted") == "1" else ""
    context = {"overview": overview_of(pack), "saved": list_scenarios(owner_of(request)), "said": said}
    return render(request, "pages/whatif.html", page(pack, "whatif", "试算政策") | context)


@never_cache
@vary_on_headers("HX-Request")
def whatif_clause(request: HttpRequest, identifier: str) -> HttpResponse:
    """One clause with its numbers to turn; with htmx only what depends on the fields."""
    pack = queries.get_pack()
    if identifier not in pack.clauses:
        return not_found(request, pack, UnknownClause(identifier, pack.clauses))
    typed, population = read_trial(pack, pack.clauses[identifier], request.GET)
    if population is None:
        return render(request, "pages/whatif_none.html", page(pack, "whatif", "试算政策"), status=404)
    shown = assemble(pack, pack.clauses[identifier], typed, population)
    if getattr(request, "htmx", False):
        response = render(request, "pages/whatif/live.html", context_of(request, pack, shown))
        response["HX-Replace-Url"] = shown.address
        return response
    if not shown.errors and not typed.ignored and _longer(request, shown):
        return HttpResponseRedirect(shown.address)
    return whatif_response(request, pack, shown)


def whatif_response(
    request: HttpRequest, pack: Pack, shown: WhatIfPage, status: int = 200, **more: object
) -> HttpResponse:
    """The whole page of a clause; `more` is said beside the scenario (a saved one, a name that was refused)."""
    context = page(pack, "whatif", f"试算 {shown.clause.title}") | context_of(request, pack, shown) | more
    return render(request, "pages/whatif_clause.html", context, status=status)


def context_of(request: HttpRequest, pack: Pack, shown: WhatIfPage) -> dict[str, object]:
    """What every part of the page needs."""
    on = shown.answer.on
    return {"shown": shown, "ended": ended_note(pack, on), "save_key": uuid4(), "live": getattr(request, "htmx", False)}


def _longer(request: HttpRequest, shown: WhatIfPage) -> bool:
    """Whether the address says more than it needs to: a form sends every field, a link only what differs."""
    return len(request.GET) > len(parse_qsl(shown.query))
