"""案件 `/cases/`: every case in scope, searched, filtered, sorted and paged in the database; the same as a workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.apps.cases.queries.listing import SORTS, CasePage, Sought, export_cases, list_cases
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_calendar, get_pack
from luoqiao.core.cases.state import Ending
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.interfaces.portal.cases.deadline_strip import days_left_words
from luoqiao.interfaces.portal.cases.list_book import case_book
from luoqiao.interfaces.portal.cases.words import short_day, township_name
from luoqiao.interfaces.portal.checkup_book import MEDIA_TYPE
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.page_links import page_links
from luoqiao.interfaces.portal.parts import Link, Tag
from luoqiao.policies.pack import Pack

STATES = (
    Choice("open", "在办"), Choice("late", "逾期"), Choice("decided", "已审定"),
    *(Choice(one.value, one.label) for one in Ending), Choice("closed", "全部办结"),
)  # fmt: skip
SORT_WORDS = {
    "newest": "最近变动在前", "deadline": "期限近的在前", "amount": "金额大的在前", "enterprise": "按企业", "number": "按案件号",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListRow:
    """案件列表的一行."""

    case: CaseRow
    href: str
    township: str
    amount: int | None
    state: Tag
    due: Tag | None
    due_on: str
    changed: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """案件列表."""

    sentence: str
    fields: tuple[Field, ...]
    search: Field
    rows: tuple[ListRow, ...]
    pages: tuple[Link, ...]
    page: int
    narrowed: bool
    book_href: str


@never_cache
def case_list(request: HttpRequest) -> HttpResponse:
    """One page of the cases that this person may see."""
    pack, on, sought = get_pack(), clock.today(), read_sought(request.GET)
    found = list_cases(the_actor(request), sought, on)
    query = _query(sought)
    here = reverse("cases:list")
    shown = ListPage(
        sentence=_sentence(found), fields=_fields(sought, pack, on),
        search=Field("q", "q", "搜索", "text", sought.text, placeholder="案件号、企业名称、信用代码、项目"),
        rows=tuple(_row(one, pack, get_calendar(), on) for one in found.rows),
        pages=page_links(found.page, found.pages, query), page=found.page, narrowed=bool(query),
        book_href=f"{reverse('cases:list_book')}{f'?{urlencode(query)}' if query else ''}",
    )  # fmt: skip
    return render(request, "pages/cases/list.html", page(pack, "cases", "案件") | {"list": shown, "here": here})


@never_cache
def case_list_book(request: HttpRequest) -> HttpResponse:
    """The same list whole, as a workbook."""
    pack, at = get_pack(), clock.now()
    sought = replace(read_sought(request.GET), page=1)
    rows = export_cases(the_actor(request), sought, clock.today())
    answer = HttpResponse(write_book(case_book(rows, pack, at)), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename=cases.xlsx; filename*=UTF-8''{quote('案件')}-{at:%Y%m%d}.xlsx"
    return answer


def read_sought(asked: QueryDict) -> Sought:
    """What the address asks for; what it cannot mean is left out."""
    sort = asked.get("sort", "")
    return Sought(
        text=asked.get("q", "").strip()[:100], state=_known(asked.get("state", ""), STATES), clause=asked.get("clause", "")[:100],
        year=_number(asked.get("year", "")), township=asked.get("township", "")[:9],
        sort=sort if sort in SORTS else "newest", page=_number(asked.get("page", "")) or 1,
    )  # fmt: skip


def _known(text: str, choices: tuple[Choice, ...]) -> str:
    return text if text in {one.value for one in choices} else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


def _query(sought: Sought) -> dict[str, str]:
    given = {"q": sought.text, "state": sought.state, "clause": sought.clause, "year": str(sought.year or ""),
             "township": sought.township, "sort": sought.sort if sought.sort != "newest" else ""}  # fmt: skip
    return {name: value for name, value in given.items() if value}


def _sentence(found: CasePage) -> str:
    if not found.count:
        return "没有符合的案件"
    return f"共 {found.count:,} 件，金额合计 {show_yuan(found.amount)}（没有审定的按测算）"


def _fields(sought: Sought, pack: Pack, on: date) -> tuple[Field, ...]:
    clauses = tuple(Choice(one.identifier, one.title) for one in pack.clauses.values())
    years = tuple(Choice(str(year), str(year)) for year in range(on.year, pack.meta.in_force_from.year - 1, -1))
    townships = tuple(Choice(one.code, one.name) for one in pack.townships.members)
    sorts = tuple(Choice(name, SORT_WORDS[name]) for name in SORT_WORDS)
    return (
        Field("state", "state", "状态", "choice", sought.state, choices=STATES, placeholder="全部"),
        Field("clause", "clause", "条款", "choice", sought.clause, choices=clauses, placeholder="全部"),
        Field("year", "year", "年度", "choice", str(sought.year or ""), choices=years, placeholder="全部"),
        Field("township", "township", "镇街", "choice", sought.township, choices=townships, placeholder="全部"),
        Field("sort", "sort", "排序", "choice", sought.sort, choices=sorts),
    )


def _row(row: CaseRow, pack: Pack, calendar: Calendar, on: date) -> ListRow:
    left, late = row.days_left(calendar, on), row.late(on)
    due, due_on = None, ""
    if row.is_open and row.deadline_on:
        due = Tag("停止计时" if row.suspended else days_left_words(left or 0, late=late), "late" if late else "plain")
        due_on = f"{short_day(row.deadline_on, on)}{'（暂定）' if row.provisional else ''}"
    refused = row.ending == Ending.REJECTED.value
    return ListRow(
        row, reverse("cases:case", args=(row.number,)), township_name(row.township, pack), row.amount if row.clause else None,
        Tag(row.step_name, "late" if refused else "plain"), due, due_on, short_day(row.changed_at, on),
    )  # fmt: skip
