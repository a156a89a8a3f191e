"""审计链 `/audit/chain/`: how far each year's chain is, its head, its seals; checked now, or exported to be checked elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.audit.chain_queries import (
    Checked,
    NoSuchYear,
    YearChain,
    check_year,
    export_year,
    list_seals,
    list_year_chains,
)
from luoqiao.apps.audit.chaining import chain_waiting, seal_ended_days
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.audit.chain import Sealed, seal_text
from luoqiao.core.audit.verify_export import __file__ as verifier_file
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.page import page

VERIFIER = "verify_export.py"


@dataclass(frozen=True, slots=True)
class YearShown:
    """一年的链和它的封条."""

    chain: YearChain
    sha256: str
    sm3: str
    seals: int
    export: str
    checked: Checked | None


@never_cache
def chain(request: HttpRequest) -> HttpResponse:
    """Every year (GET); one of them checked now (POST)."""
    checked = None
    if request.method == "POST":
        chain_waiting(clock.now())
        checked = check_year(_year(request.POST.get("year", "")))
    seals: dict[int, int] = {}
    for one in list_seals():
        seals[one.year] = seals.get(one.year, 0) + 1
    years = tuple(_shown(one, seals.get(one.year, 0), checked) for one in list_year_chains())
    context = page(get_pack(), "auditor", "审计链") | {"years": years, "verifier": reverse("auditor:chain_verifier")}
    return render(request, "pages/auditor/chain.html", context)


@never_cache
def chain_export(request: HttpRequest, year: str) -> StreamingHttpResponse:
    """The file of a year, streamed; what waits is linked first."""
    chain_waiting(clock.now())
    seal_ended_days(clock.now())
    answer = StreamingHttpResponse(export_year(_year(year)), content_type="application/jsonl")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'审计链-{year}.jsonl')}"
    return answer


@never_cache
def chain_seals(request: HttpRequest, year: str) -> HttpResponse:
    """封条 of a year, to be printed or kept elsewhere."""
    found = list_seals(_year(year))
    context = page(get_pack(), "auditor", f"{year} 年封条") | {"year": year, "table": _seal_table(found), "many": len(found)}
    return render(request, "pages/auditor/seals.html", context)


@never_cache
def chain_seal(request: HttpRequest, year: str, day: str) -> HttpResponse:
    """One seal as its file."""
    found = next((one for one in list_seals(_year(year)) if one.day.isoformat() == day), None)
    if found is None:
        raise NoSuchYear(_year(year))
    answer = HttpResponse(seal_text(found), content_type="application/json")
    answer["Content-Disposition"] = f"attachment; filename=seal-{found.year}-{found.day}.json"
    return answer


@never_cache
def chain_verifier(request: HttpRequest) -> HttpResponse:
    """The single file with which anybody verifies an export."""
    answer = HttpResponse(Path(verifier_file).read_bytes(), content_type="text/x-python")
    answer["Content-Disposition"] = f"attachment; filename={VERIFIER}"
    return answer


def _shown(one: YearChain, seals: int, checked: Checked | None) -> YearShown:
    return YearShown(
        one, one.heads.sha256.hex(), one.heads.sm3.hex(), seals, reverse("auditor:chain_export", args=(one.year,)),
        checked if checked is not None and checked.year == one.year else None,
    )  # fmt: skip


def _seal_table(found: tuple[Sealed, ...]) -> RuledTable:
    columns = (
        Column("日期"), Column("封到第几条", number=True), Column("SHA-256"), Column("SM3"), Column("", end=True, bare=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=str(one.day)), Cell(text=f"{one.seq:,}"), Cell(text=one.heads.sha256.hex()), Cell(text=one.heads.sm3.hex()),
            Cell("link", "下载", href=reverse("auditor:chain_seal", args=(one.year, one.day.isoformat()))),
        ))
        for one in reversed(found)
    )  # fmt: skip
    return RuledTable("封条", columns, rows, stacking=True)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise NoSuchYear(0)
    return int(text)
