"""条款页: the sentences, the rule beside them, readings as switches, the calculator with its live result."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.apps.policy.errors import UnknownClause
from luoqiao.interfaces.portal.clause_assembly import assemble
from luoqiao.interfaces.portal.clause_examples import examples_html
from luoqiao.interfaces.portal.clause_proofs import proofs_html
from luoqiao.interfaces.portal.missing import not_found
from luoqiao.interfaces.portal.page import ended_note, page
from luoqiao.interfaces.portal.parts import Action


@vary_on_headers("HX-Request")
def clause_page(request: HttpRequest, identifier: str) -> HttpResponse:
    """One clause; with htmx only what depends on the fields."""
    pack = queries.get_pack()
    if identifier not in pack.clauses:
        return not_found(request, pack, UnknownClause(identifier, pack.clauses))
    shown = assemble(pack, pack.clauses[identifier], request.GET, pack.default_day(today()))
    context = {"shown": shown, "ended": ended_note(pack, shown.case.on)}
    if getattr(request, "htmx", False):
        return render(request, "pages/clause_live.html", context)
    sheet = Action("打印一页通", f"{shown.base}print/?{shown.query}")
    trial = Action("政策试算", reverse("portal:whatif", args=(identifier,)))
    context |= {"actions": [trial, sheet], "examples": examples_html(pack, shown.clause, shown.base)}
    context |= {"proofs": proofs_html(pack, shown.clause)}
    return render(request, "pages/clause.html", page(pack, "catalogue", shown.clause.title) | context)


def clause_sheet(request: HttpRequest, identifier: str) -> HttpResponse:
    """打印一页通: the clause and the present calculation on one sheet of paper."""
    pack = queries.get_pack()
    if identifier not in pack.clauses:
        return not_found(request, pack, UnknownClause(identifier, pack.clauses))
    shown = assemble(pack, pack.clauses[identifier], request.GET, pack.default_day(today()), paper=True)
    context = {"shown": shown, "printed_at": today(), "actions": [Action("打印", prints=True)]}
    return render(request, "pages/clause_sheet.html", page(pack, "catalogue", shown.clause.title) | context)
