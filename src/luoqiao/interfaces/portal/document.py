"""原文对照 `/document/`: the whole document, each sentence marked with what it drives, and the panel of the one chosen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.interfaces.portal.document_address import read_address
from luoqiao.interfaces.portal.document_choice import choose
from luoqiao.interfaces.portal.document_head import head
from luoqiao.interfaces.portal.document_panel import panel
from luoqiao.interfaces.portal.document_paper import paper
from luoqiao.interfaces.portal.page import page


def document_page(request: HttpRequest) -> HttpResponse:
    """The whole page; a place or thing that does not exist is said above the document, with status 404."""
    pack, coverage = queries.get_pack(), queries.get_coverage()
    on = pack.default_day(today())
    address = read_address(request.path, request.GET.dict())
    choice = choose(address, pack.document, coverage)
    current = next((s.section for s in coverage.sentences if s.sentence.id in choice.sentences[:1]), "")
    drawn = paper(pack, coverage, on, address, choice)
    context = page(pack, "source", "原文对照") | {
        "head": head(pack, coverage, on, address, current, drawn.sections),
        "paper": drawn,
        "panel": panel(pack, coverage, on, address, choice),
        "address": address,
        "eyebrow": f"{pack.meta.number} · {pack.meta.issued_on} 印发 · 原文校验一致",
        "panel_url": reverse("portal:source_panel"),
    }
    return render(request, "pages/document.html", context, status=404 if choice.problem else 200)


def document_panel(request: HttpRequest) -> HttpResponse:
    """Only the panel, for a page that is already open."""
    pack, coverage = queries.get_pack(), queries.get_coverage()
    address = read_address(reverse("portal:source"), request.GET.dict())
    choice = choose(address, pack.document, coverage)
    shown = panel(pack, coverage, pack.default_day(today()), address, choice)
    return render(
        request, "pages/document_panel.html", {"panel": shown}, status=404 if choice.problem else 200
    )
