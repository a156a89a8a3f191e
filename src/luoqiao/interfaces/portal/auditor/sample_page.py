"""抽样 `/audit/sample/`: the grants of a year by what makes them worth a look; the seed and the sizes stand in the address, so
that the same sample can be drawn again by anybody.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Book, Money, Sheet
from luoqiao.adapters.xlsx.values import Column as SheetColumn
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.cases.queries.auditing.sampling import Sample, draw_sample
from luoqiao.apps.cases.queries.recomputing import count_grants
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.risk import Risk
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.auditor.questions import MOST_AT_ONCE, TooManyGrants
from luoqiao.interfaces.portal.auditor.years import asked_year
from luoqiao.interfaces.portal.checkup_book import MEDIA_TYPE
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Choice, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Action, Tag

USUAL, MOST = 5, 500
TITLE = "先看哪几件？"


@never_cache
def sample(request: HttpRequest) -> HttpResponse:
    """The sample that the address asks for; without one, five of each under the seed of the day."""
    found, years = _drawn(request)
    query = _query(found)
    context = page(get_pack(), "auditor", TITLE) | {
        "title": TITLE, "sentence": _sentence(found), "fields": _fields(found, years), "table": _table(found),
        "found": bool(found.drawn),
        "actions": [Action("导出表格", href=f"{reverse('auditor:sample_book')}?{query}")] if found.drawn else [],
        "again": f"?{query}",
    }  # fmt: skip
    return render(request, "pages/auditor/sample.html", context)


@never_cache
def sample_book(request: HttpRequest) -> HttpResponse:
    """The same sample as a workbook that says how it was drawn."""
    found, _ = _drawn(request)
    answer = HttpResponse(write_book(_book(found)), content_type=MEDIA_TYPE)
    name = quote(f"抽样-{found.year}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename=sample-{found.year}.xlsx; filename*=UTF-8''{name}"
    return answer


def _drawn(request: HttpRequest) -> tuple[Sample, tuple[int, ...]]:
    actor, on = the_actor(request), clock.today()
    year, years = asked_year(request, actor, on)
    many = count_grants(actor, year=year)
    if many > MOST_AT_ONCE:
        raise TooManyGrants(year, many)
    seed = request.GET.get("seed", "").strip()[:40] or f"{on:%Y-%m-%d}"
    sizes = {risk: _size(request.GET.get(risk.value, "")) for risk in Risk}
    return draw_sample(actor, year=year, seed=seed, sizes=sizes), years


def _size(text: str) -> int:
    return min(MOST, int(text)) if text.isascii() and text.isdigit() and len(text) <= 4 else USUAL


def _query(found: Sample) -> str:
    sizes = {risk.value: str(found.sizes[risk]) for risk in Risk}
    return urlencode({"year": found.year, "seed": found.seed, **sizes})


def _sentence(found: Sample) -> str:
    amount = sum(one.amount for one in found.drawn)
    return (
        f"{found.year} 年度已审定 {found.cases:,} 件、{show_yuan(found.amount)}，抽 {len(found.drawn)} 件、{show_yuan(amount)}。"
        "种子、件数相同，抽到的就相同。"
    )


def _fields(found: Sample, years: tuple[int, ...]) -> tuple[Field, ...]:
    chosen = tuple(Choice(str(year), str(year)) for year in years)
    sizes = (
        Field(risk.value, risk.value, risk.label, "number", str(found.sizes[risk]), "件", f"共 {found.able[risk]} 件", short=True)
        for risk in Risk
    )
    return (
        Field("year", "year", "年度", "choice", str(found.year), choices=chosen, short=True),
        Field("seed", "seed", "种子", "text", found.seed, hint="任意文字，记下来就能再抽一次"), *sizes,
    )  # fmt: skip


def _table(found: Sample) -> RuledTable:
    columns = (Column("案件", bare=True), Column("为什么抽到"), Column("迹象"), Column("审定（元）", number=True))
    rows = tuple(
        Row((
            Cell("key", one.enterprise_name, href=reverse("cases:case", args=(one.number,)), below=f"{one.number}　{one.title}"),
            Cell("tag", tag=Tag(one.risk.label)), Cell(text="；".join(sign.said for sign in one.signs) or "—"),
            Cell("yuan", fen=one.amount),
        ))
        for one in found.drawn
    )  # fmt: skip
    return RuledTable("样本", columns, rows, stacking=True, dense=True)


def _book(found: Sample) -> Book:
    columns = (
        SheetColumn("案件号", 16), SheetColumn("企业", 34), SheetColumn("事项", 26), SheetColumn("为什么抽到", 14),
        SheetColumn("迹象", 60), SheetColumn("审定（元）", 18, "money"),
    )  # fmt: skip
    rows = tuple(
        (one.number, one.enterprise_name, one.title, one.risk.label, "；".join(sign.said for sign in one.signs),
         Money(one.amount))
        for one in found.drawn
    )  # fmt: skip
    sizes = "，".join(f"{risk.label} {found.sizes[risk]} 件（共 {found.able[risk]} 件）" for risk in Risk)
    above = (_sentence(found), f"种子 {found.seed}；{sizes}")
    pack = get_pack()
    sheet = Sheet("样本", columns, rows, f"抽样（{found.year} 年度）", above)
    return Book((sheet,), "抽样", pack.meta.title, f"洛桥 · {pack.meta.number}")
