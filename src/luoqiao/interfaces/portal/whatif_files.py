"""试算的文件: the scenario of an address as a workbook and as a note of one page."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoqiao.adapters.docx.note import write_note
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.policy import queries
from luoqiao.apps.policy.errors import UnknownClause
from luoqiao.interfaces.portal.checkup_book import MEDIA_TYPE as XLSX
from luoqiao.interfaces.portal.missing import not_found
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.whatif_answer import curve_of
from luoqiao.interfaces.portal.whatif_book import whatif_book
from luoqiao.interfaces.portal.whatif_note import note_values
from luoqiao.interfaces.portal.whatif_page import WhatIfPage, assemble, read_trial
from luoqiao.policies.pack import Pack

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def whatif_xlsx(request: HttpRequest, identifier: str) -> HttpResponse:
    """The workbook: every table of the page, every enterprise, the curve, the figures of the population."""
    pack = queries.get_pack()
    shown = _shown(request, pack, identifier)
    if isinstance(shown, HttpResponse):
        return shown
    curve = curve_of(pack, shown.clause, shown.population, shown.answer.turning)
    book = whatif_book(pack, shown, curve, _address(request, shown), timezone.localtime())
    return _file(write_book(book), XLSX, shown, "xlsx")


def whatif_docx(request: HttpRequest, identifier: str) -> HttpResponse:
    """The note: what would change, what it costs under each reading, who gains, on whom it was computed."""
    pack = queries.get_pack()
    shown = _shown(request, pack, identifier)
    if isinstance(shown, HttpResponse):
        return shown
    values = note_values(pack, shown, _address(request, shown), timezone.localtime())
    return _file(write_note("what_if_note", values), DOCX, shown, "docx")


def _shown(request: HttpRequest, pack: Pack, identifier: str) -> WhatIfPage | HttpResponse:
    if identifier not in pack.clauses:
        return not_found(request, pack, UnknownClause(identifier, pack.clauses))
    typed, population = read_trial(pack, pack.clauses[identifier], request.GET)
    if population is None:
        return render(request, "pages/whatif_none.html", page(pack, "whatif", "试算政策"), status=404)
    return assemble(pack, pack.clauses[identifier], typed, population)


def _address(request: HttpRequest, shown: WhatIfPage) -> str:
    base = request.build_absolute_uri(reverse("portal:whatif", args=(shown.clause.identifier,)))
    return f"{base}?{shown.query}" if shown.query else base


def _file(content: bytes, media_type: str, shown: WhatIfPage, ending: str) -> HttpResponse:
    name = f"试算_{shown.clause.title}_{shown.answer.on.isoformat()}.{ending}"
    plain = f"what-if_{shown.clause.identifier}_{shown.answer.on.isoformat()}.{ending}"
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": said})
