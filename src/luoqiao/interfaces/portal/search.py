"""搜索: one box for cases and enterprises, by number, name or credit code, within what the person may see.

A whole case number or a whole credit code leads straight to the record.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.apps.cases.queries.listing import FoundCases, search_cases
from luoqiao.apps.clock.queries import today
from luoqiao.apps.parties import queries as parties
from luoqiao.apps.policy import queries as policy
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.uscc import check_uscc, fold_uscc
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.page import page

MOST_SHOWN = 20
LONGEST = 60
CASE_COLUMNS = (
    Column("案件", bare=True), Column("企业"), Column("环节"), Column("期限"), Column("金额（元）", number=True),
)  # fmt: skip
FIRM_COLUMNS = (Column("企业", bare=True), Column("统一社会信用代码"), Column("镇街"), Column("产业"))


def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, the cases first; a single record at once."""
    actor = the_actor(request)
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    on = today()
    cases = search_cases(actor, text, on) if text else None
    firms = parties.search_enterprises(actor, text, size_of_page=MOST_SHOWN) if text else None
    straight = _straight(text, cases.rows if cases else (), firms.rows if firms else ())
    if straight:
        return HttpResponseRedirect(straight)
    pack = policy.get_pack()
    context = {
        "text": text, "cases": _case_table(cases.rows, on) if cases else None, "case_count": cases.count if cases else 0,
        "firms": _firm_table(firms.rows) if firms else None, "firm_count": firms.count if firms else 0,
        "most": MOST_SHOWN, "case_note": _note(cases) if cases else "",
    }  # fmt: skip
    return render(request, "pages/search.html", page(pack, "search", "搜索") | context)


def _note(found: FoundCases) -> str:
    """How much there is beside what is shown."""
    if found.count <= MOST_SHOWN:
        return ""
    return f"{found.count:,} 件{'以上' if found.more else ''}，只列最近的 {MOST_SHOWN} 件，请把要找的写细一些"


def _straight(text: str, cases: tuple[CaseRow, ...], firms: tuple[EnterpriseView, ...]) -> str:
    if len(cases) == 1 and cases[0].number == text.upper():
        return _link("cases:case", cases[0].number)
    if len(firms) == 1 and check_uscc(text).valid and firms[0].uscc == fold_uscc(text):
        return _link("parties:enterprise", firms[0].uscc)
    return ""


def _case_table(rows: tuple[CaseRow, ...], on: date) -> RuledTable:
    return RuledTable("找到的案件", CASE_COLUMNS, tuple(_case_row(row, on) for row in rows[:MOST_SHOWN]), stacking=True)


def _case_row(row: CaseRow, on: date) -> Row:
    late = row.late(on)
    return Row(
        (
            Cell("link", row.title, href=_link("cases:case", row.number), below=f"{row.number} · {row.year} 年度"),
            Cell("text", row.enterprise_name), Cell("text", row.step_name),
            Cell("text", f"{row.deadline_on}{'，已逾期' if late else ''}" if row.deadline_on else "—"),
            Cell("yuan", fen=row.amount),
        ),
        "is-refused" if late else "",
    )  # fmt: skip


def _firm_table(rows: tuple[EnterpriseView, ...]) -> RuledTable:
    towns, industries = parties.township_names(), parties.industry_names()
    cells = (
        (
            Cell("link", one.name, href=_link("parties:enterprise", one.uscc)), Cell("text", one.uscc),
            Cell("text", towns.get(one.township, "—")), Cell("text", industries.get(one.industry, "—")),
        )
        for one in rows[:MOST_SHOWN]
    )  # fmt: skip
    return RuledTable("找到的企业", FIRM_COLUMNS, tuple(Row(one) for one in cells), stacking=True)


def _link(name: str, key: str) -> str:
    try:
        return reverse(name, args=(key,))
    except NoReverseMatch:
        return ""
