"""发现的页 `/audit/findings/<key>/`: one question, its answer, the findings with a way into each case; and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Book, Money, Sheet
from luoqiao.adapters.xlsx.values import Column as SheetColumn
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.cases.queries.auditing.finding import AuditFinding, Grade
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.interfaces.portal.auditor.questions import Question, find_question
from luoqiao.interfaces.portal.auditor.years import asked_year, year_links
from luoqiao.interfaces.portal.checkup_book import MEDIA_TYPE
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.page_links import page_links
from luoqiao.interfaces.portal.parts import Action, Tag

PAGE = 100


@never_cache
def findings(request: HttpRequest, key: str) -> HttpResponse:
    """The answer for a year; what the rules forbid alone, unless the rest is asked for."""
    question, actor, pack = _question(key), the_actor(request), get_pack()
    year, years = asked_year(request, actor, clock.today())
    answered = question.answer(actor, year)
    grade = _grade(request.GET.get("grade", ""), answered.findings)
    shown = [one for one in answered.findings if one.grade is grade]
    at, pages = _page(request.GET.get("page", ""), len(shown))
    query = {"year": str(year), "grade": grade.value}
    book = f"{reverse('auditor:findings_book', args=(key,))}?year={year}"
    context = page(pack, "auditor", question.title) | {
        "question": question, "sentence": answered.sentence, "years": year_links(years, year),
        "grades": _grades(answered.findings, grade, year), "table": _table(question, shown[(at - 1) * PAGE : at * PAGE]),
        "found": bool(shown), "pages": page_links(at, pages, query),
        "actions": [Action("导出表格", href=book)] if answered.findings else [],
    }  # fmt: skip
    return render(request, "pages/auditor/findings.html", context)


@never_cache
def findings_book(request: HttpRequest, key: str) -> HttpResponse:
    """Every finding of a year, as a workbook."""
    question, actor = _question(key), the_actor(request)
    year, _ = asked_year(request, actor, clock.today())
    answered = question.answer(actor, year)
    book = _book(question, answered.sentence, answered.findings, year)
    answer = HttpResponse(write_book(book), content_type=MEDIA_TYPE)
    name = quote(f"{question.title.rstrip('？')}-{year}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename={key}-{year}.xlsx; filename*=UTF-8''{name}"
    return answer


def _question(key: str) -> Question:
    found = find_question(key)
    if found is None:
        raise Http404
    return found


def _grade(asked: str, found: Sequence[AuditFinding]) -> Grade:
    if asked in set(Grade):
        return Grade(asked)
    return Grade.CHECK if not found or any(one.grade is Grade.CHECK for one in found) else Grade.LOOK


def _grades(found: Sequence[AuditFinding], shown: Grade, year: int) -> list[tuple[str, int, str, bool]]:
    """The two grades to choose from, where both have something to show."""
    counted = [(one, sum(finding.grade is one for finding in found)) for one in Grade]
    if not all(many for _, many in counted):
        return []
    return [(one.label, many, f"?{urlencode({'year': year, 'grade': one.value})}", one is shown) for one, many in counted]


def _page(text: str, many: int) -> tuple[int, int]:
    pages = max(1, -(-many // PAGE))
    return min(max(1, int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1), pages), pages


def _table(question: Question, found: Sequence[AuditFinding]) -> RuledTable:
    columns = (
        Column("案件", bare=True), Column("发现"), Column("理由或种类"), Column("何人何时"), Column("审定（元）", number=True),
    )  # fmt: skip
    return RuledTable(question.title, columns, tuple(_row(one) for one in found), stacking=True, dense=True)


def _row(one: AuditFinding) -> Row:
    if one.case:
        first = Cell("key", one.enterprise_name, href=reverse("cases:case", args=(one.case,)), below=f"{one.case}　{one.title}")
    else:
        first = Cell("key", one.enterprise_name, href=reverse("cases:notice", args=(one.notice,)), below=one.notice)
    return Row((
        first, Cell(text=one.said), Cell("tag", tag=Tag("没有写理由", "late")) if _silent(one) else Cell(text=one.because or "—"),
        Cell(text=one.who or "—", below=f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}" if one.at else ""),
        Cell("yuan", fen=one.amount),
    ))  # fmt: skip


def _silent(one: AuditFinding) -> bool:
    """A deed by a person that had to give its reason and did not."""
    return one.grade is Grade.CHECK and not one.because and bool(one.who) and one.said.startswith(("认定", "金额", "退回"))


def _book(question: Question, sentence: str, found: Sequence[AuditFinding], year: int) -> Book:
    columns = (
        SheetColumn("轻重", 10), SheetColumn("案件号", 16), SheetColumn("企业", 34), SheetColumn("事项", 24),
        SheetColumn("发现", 60), SheetColumn("理由或种类", 30), SheetColumn("何人", 12), SheetColumn("日期", 12, "date"),
        SheetColumn("公示号", 16), SheetColumn("审定（元）", 18, "money"),
    )  # fmt: skip
    rows = tuple(
        (one.grade.label, one.case, one.enterprise_name, one.title, one.said, one.because, one.who,
         timezone.localdate(one.at) if one.at else None, one.notice, None if one.amount is None else Money(one.amount))
        for one in found
    )  # fmt: skip
    pack = get_pack()
    sheet = Sheet("发现", columns, rows, f"{question.title}（{year} 年度）", (sentence, question.looks))
    return Book((sheet,), question.title, pack.meta.title, f"洛桥 · {pack.meta.number}")
