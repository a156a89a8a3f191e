"""审计首页 `/audit/`: what was decided by year and clause, the questions to ask of it, where to look one case up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.auditing.grant_totals import GrantTotal, list_grant_totals
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.auditor.questions import QUESTIONS
from luoqiao.interfaces.portal.auditor.years import asked_year
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link
from luoqiao.policies.pack import Pack

ELSEWHERE = (
    ("全部案件", "cases:list"), ("企业名录", "parties:register"), ("公示", "cases:notices"), ("审计记录", "accounts:audit"),
    ("审计链", "auditor:chain"),
)  # fmt: skip
"""Other pages that an auditor reads; one that does not exist is left out."""

OTHERS = (
    ("先看哪几件？", "刚过门槛、正好封顶、最后一天提交、多次补正的，加上随机抽的；记下种子就能照样再抽。", "auditor:sample"),
    ("同一笔支出有没有领两次？", "跨条款、年度、企业：同一张发票、同一份材料、同一台设备、同一个账户或项目。",
     "auditor:double_funding"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """一个问题的链接."""

    title: str
    looks: str
    href: str


@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Where an auditor begins."""
    actor, pack = the_actor(request), get_pack()
    totals = list_grant_totals(actor)
    year, _ = asked_year(request, actor, clock.today())
    context = page(pack, "auditor", "审计") | {
        "sentence": _sentence(totals), "table": _table(totals, pack), "found": bool(totals), "questions": _questions(year),
        "search": Field("q", "q", "找一件案件或一家企业", placeholder="案件号、企业名称、信用代码、项目"),
        "links": [Link(label, href) for label, route in ELSEWHERE if (href := address(route))],
    }  # fmt: skip
    return render(request, "pages/auditor/home.html", context)


def _questions(year: int) -> list[Asked]:
    listed = [
        Asked(one.title, one.looks, f"{reverse('auditor:findings', args=(one.key,))}?year={year}") for one in QUESTIONS
    ]
    return [*listed, *(Asked(title, looks, href) for title, looks, route in OTHERS if (href := address(route)))]


def _sentence(totals: Sequence[GrantTotal]) -> str:
    if not totals:
        return "还没有审定过的案件。这里只能看，不能改。"
    amount, cases = sum(one.amount for one in totals), sum(one.cases for one in totals)
    return f"共审定 {cases:,} 件，{show_yuan(amount)}。这里只能看，不能改；下载案卷会记入审计。"


def _table(totals: Sequence[GrantTotal], pack: Pack) -> RuledTable:
    """A line for each clause, a pair of columns for each year; sums below."""
    years = sorted({one.year for one in totals}, reverse=True)[:4]
    clauses = [one for one in pack.clauses if any(total.clause == one for total in totals)]
    clauses += sorted({one.clause for one in totals} - set(clauses))
    columns = [Column("条款", bare=True)]
    for year in years:
        columns += [Column(f"{year} 件数", number=True), Column(f"{year}（元）", number=True)]
    by = {(one.clause, one.year): one for one in totals}
    rows = tuple(
        Row((Cell("key", pack.clauses[clause].title if clause in pack.clauses else clause),
             *(cell for year in years for cell in _pair(by.get((clause, year))))))
        for clause in clauses
    )  # fmt: skip
    foot = [Cell("key", "合计")]
    for year in years:
        of_year = [one for one in totals if one.year == year]
        foot += [Cell(text=f"{sum(one.cases for one in of_year):,}"), Cell("yuan", fen=sum(one.amount for one in of_year))]
    return RuledTable("各年各条款审定了多少", tuple(columns), rows, tuple(foot), stacking=True)


def _pair(total: GrantTotal | None) -> tuple[Cell, Cell]:
    if total is None:
        return Cell(text="—"), Cell("yuan")
    query = urlencode({"clause": total.clause, "year": total.year, "state": "decided"})
    return Cell(text=f"{total.cases:,}", href=f"{reverse('cases:list')}?{query}"), Cell("yuan", fen=total.amount)
