"""资金预测 `/funds/forecast/`: what open cases will need of each budget line, what is missing, how much a reading changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Column, Money, Sheet
from luoqiao.apps.cases.queries.forecasting import Need, forecast
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.form_parts import Cell, Row, RuledTable
from luoqiao.interfaces.portal.form_parts import Column as Head
from luoqiao.interfaces.portal.funds.budget_words import tier_name
from luoqiao.interfaces.portal.funds.files import workbook_answer
from luoqiao.interfaces.portal.page import page
from luoqiao.policies.pack import Pack


@never_cache
def money_forecast(request: HttpRequest) -> HttpResponse:
    """The table; `?format=xlsx` gives it as a workbook."""
    pack = get_pack()
    found = forecast(pack)
    if request.GET.get("format") == "xlsx":
        return _workbook(found, pack)
    context = page(pack, "funds", "资金预测") | {
        "table": _table(found, pack), "many": len(found), "need": sum(one.fen for one in found),
        "missing": sum(one.missing for one in found), "most": sum(one.most_missing for one in found),
        "readings": tuple(_readings(found, pack)),
    }  # fmt: skip
    return render(request, "pages/funds/forecast.html", context)


def _table(found: tuple[Need, ...], pack: Pack) -> RuledTable:
    columns = (
        Head("预算项"), Head("在办件数", number=True), Head("还要（元）", number=True), Head("已审定在等（元）", number=True),
        Head("可用（元）", number=True), Head("还差（元）", number=True), Head("最多还差（元）", number=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            _line_cell(one, pack), Cell(text=f"{one.cases}"), Cell("yuan", fen=one.fen), Cell("yuan", fen=one.waiting or None),
            Cell("yuan", fen=one.available), Cell("yuan", fen=one.missing or None, strong=bool(one.missing)),
            Cell("yuan", fen=one.most_missing or None),
        ))
        for one in found
    )  # fmt: skip
    return RuledTable("资金预测", columns, rows, stacking=True, dense=True)


def _line_cell(one: Need, pack: Pack) -> Cell:
    if one.line is None:
        return Cell(text=_name(one, pack), below="没有预算项")
    return Cell("link", _name(one, pack), href=reverse("funds:line", args=(one.line.id,)))


def _readings(found: tuple[Need, ...], pack: Pack) -> list[tuple[str, str, str]]:
    """Each option that would change what is needed: its name, by how much, where to read about it."""
    sums: dict[tuple[str, str], int] = {}
    for one in found:
        for option, fen in one.options.items():
            sums[option] = sums.get(option, 0) + fen - one.fen
    return [
        (f"{question} 取 {letter}", f"{'多' if more > 0 else '少'}要 {show_yuan(abs(more))}",
         reverse("portal:reading", args=(question,)))
        for (question, letter), more in sorted(sums.items(), key=lambda item: -abs(item[1])) if more
    ]  # fmt: skip


def _name(one: Need, pack: Pack) -> str:
    clause = pack.clauses.get(one.clause)
    return f"{one.year} 年{tier_name(one.tier, pack)} {clause.title if clause else one.clause or '全部条款'}"


def _workbook(found: tuple[Need, ...], pack: Pack) -> HttpResponse:
    columns = (
        Column("预算项", 40), Column("在办件数", 10, "count"), Column("还要（元）", 18, "money"),
        Column("已审定在等（元）", 18, "money"), Column("可用（元）", 18, "money"), Column("还差（元）", 18, "money"),
        Column("最多还差（元）", 18, "money"), Column("换一种读法要多少", 60),
    )  # fmt: skip
    rows = tuple(
        (_name(one, pack), one.cases, Money(one.fen), Money(one.waiting), Money(one.available), Money(one.missing),
         Money(one.most_missing), _options(one))
        for one in found
    )  # fmt: skip
    said = f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M}；按在办案件提交的事实和条款逐件测算"
    return workbook_answer((Sheet("资金预测", columns, rows, "资金预测", (said,)),), "资金预测", pack, "资金预测")


def _options(one: Need) -> str:
    return "；".join(f"{question}={letter} 要 {show_yuan(fen)}" for (question, letter), fen in one.options.items())
