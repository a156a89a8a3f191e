"""政策目录: every clause with the most it can bring; words and filters are part of the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.core.rules.catalogue import entry
from luoqiao.interfaces.portal.catalogue_filters import filters_of, fits, read_wish
from luoqiao.interfaces.portal.catalogue_rows import catalogue_row
from luoqiao.interfaces.portal.catalogue_search import find_clauses
from luoqiao.interfaces.portal.page import ended_note, page
from luoqiao.interfaces.portal.parts import Action


def catalogue(request: HttpRequest) -> HttpResponse:
    """The clauses that fit the wish, each as a row."""
    pack = queries.get_pack()
    on = pack.default_day(today())
    wish = read_wish(pack, request.GET)
    found = {one.clause.identifier: one for one in find_clauses(pack.clauses.values(), wish.words)}
    entries = [entry(one.clause, pack.basis, on) for one in found.values()]
    rows = [
        catalogue_row(pack, one, found[one.clause.identifier] if wish.words else None, on)
        for one in entries
        if fits(one, wish)
    ]
    context = {
        "rows": rows,
        "scale": max((row.total or 0 for row in rows), default=0),
        "tiers": pack.meta.tiers,
        "filters": filters_of(pack, entries, wish, reverse("portal:catalogue")),
        "wish": wish,
        "similar": bool(wish.words) and any(not one.whole for one in found.values()),
        "first_step": Action("看全部条款", reverse("portal:catalogue"), "primary"),
        "ended": ended_note(pack, on),
    }
    return render(request, "pages/catalogue.html", page(pack, "catalogue", "政策目录") | context)
