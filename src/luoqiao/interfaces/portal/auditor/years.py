"""年度: which year a page of the auditor is about: the one asked for, else the latest in which something was decided."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from luoqiao.apps.cases.queries.auditing.grant_totals import granted_years
from luoqiao.core.parties.actor import Actor


def asked_year(request: HttpRequest, actor: Actor, on: date) -> tuple[int, tuple[int, ...]]:
    """The year, and every year there is to choose from, the latest first."""
    years = granted_years(actor) or (on.year,)
    text = request.GET.get("year", "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else years[0]
    return asked, years if asked in years else (asked, *years)


def year_links(years: tuple[int, ...], year: int, **kept: str) -> list[tuple[int, str, bool]]:
    """Each year with its address and whether it is the one shown."""
    others = {name: value for name, value in kept.items() if value}
    return [(one, f"?{urlencode({'year': one, **others})}", one == year) for one in years]
