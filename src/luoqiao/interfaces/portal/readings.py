"""读法页: where the document is unclear: the whole list, and one page for each question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.core.rules.readings import UnknownReading
from luoqiao.interfaces.portal.missing import not_found
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.readings_cases import cases_table
from luoqiao.interfaces.portal.readings_list import list_filters, read_choice, reading_groups
from luoqiao.interfaces.portal.readings_one import facts_of, shown_reading


def readings_list(request: HttpRequest) -> HttpResponse:
    """Every question, by group; those that move money or wait for a decision on request."""
    pack = queries.get_pack()
    on = pack.default_day(today())
    choice = read_choice(request.GET)
    context = {
        "groups": reading_groups(pack, choice, on),
        "filters": list_filters(pack, choice, on, reverse("portal:readings")),
        "rules": pack.readings.rules,
        "count": len(pack.readings),
    }
    return render(request, "pages/readings.html", page(pack, "readings", "读法") | context)


def reading_page(request: HttpRequest, identifier: str) -> HttpResponse:
    """One question: options with their words, what else depends on it, what it moves in money, the decisions."""
    pack = queries.get_pack()
    question = pack.readings.get(identifier)
    if question is None:
        return not_found(request, pack, UnknownReading(identifier[:20]))
    on = pack.default_day(today())
    context = {
        "question": question,
        "title": f"读法 {question.id}",
        "reading": shown_reading(pack, question, on),
        "facts": facts_of(pack, question),
        "cases": cases_table(pack, question, on),
        "decisions": question.decisions,
        "signers": "、".join(unit.name for unit in pack.units if unit.id in pack.meta.signs),
    }
    return render(request, "pages/reading.html", page(pack, "readings", f"读法 {question.id}") | context)
