"""重点项目 `/key-projects/`: every project on the list: who has not reported, how far each is; those that the document names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.cases.queries.progress import ListedProject, list_projects, reporting_step
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.reporting import month_words
from luoqiao.core.targets.roadmap import KeyProject
from luoqiao.interfaces.portal.cases.progress_words import share_words
from luoqiao.interfaces.portal.cases.words import industry_name, township_name
from luoqiao.interfaces.portal.document_address import Address
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Tag
from luoqiao.policies.pack import Pack

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = {
    "pending": "没有报", "missed": "按未报记", "done": "待确认完成", "removal": "待确认移出", "finished": "已完成",
    "removed": "已移出",
}  # fmt: skip
"""What a row may be chosen by; the rest has reported."""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """名单的一行: the project with its state in a word, and what the page says of it."""

    project: ListedProject
    href: str
    place: str
    share: str
    state: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class Choice:
    """筛选的一项."""

    label: str
    count: int
    href: str
    on: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class NamedProject:
    """文件点名的项目: the words of the document and where they stand; the document says no more of it."""

    project: KeyProject
    industry: str
    href: str


@never_cache
def key_projects(request: HttpRequest) -> HttpResponse:
    """The list, or those in one state."""
    actor, on, pack = the_actor(request), clock.today(), get_pack()
    chosen = request.GET.get("state", "")
    month = last_month(on)
    rows = project_rows(list_projects(actor), pack, on)
    shown = [one for one in rows if one.state == chosen] if chosen in STATES else rows
    context = page(pack, "projects", "重点项目") | {
        "rows": shown, "choices": _choices(rows, chosen), "sentence": _sentence(rows, month, pack, on),
        "planned": sum(one.project.planned.total for one in shown), "named": _named(pack),
        "done": sum(one.project.latest.progress.total_amount for one in shown if one.project.latest),
        "export": f"{reverse('cases:key_projects_xlsx')}?{urlencode({'state': chosen} if chosen in STATES else {})}",
    }  # fmt: skip
    return render(request, "pages/cases/key_projects.html", context)


@never_cache
def key_projects_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, in yuan."""
    actor, on, pack = the_actor(request), clock.today(), get_pack()
    chosen = request.GET.get("state", "")
    rows = [one for one in project_rows(list_projects(actor), pack, on) if chosen not in STATES or one.state == chosen]
    name = quote(f"重点项目进度_{on:%Y-%m-%d}.xlsx")
    said = f"attachment; filename=\"key_projects_{on:%Y-%m-%d}.xlsx\"; filename*=UTF-8''{name}"
    return HttpResponse(write_book(_book(rows, pack, on)), content_type=XLSX, headers={"Content-Disposition": said})


def last_month(on: date) -> date:
    """The month whose reports this month collects."""
    return (on.replace(day=1) - timedelta(days=1)).replace(day=1)


def project_rows(projects: Sequence[ListedProject], pack: Pack, on: date) -> list[ProjectRow]:
    """Each project with how it stands on this day; the ones that somebody has to do something about first."""
    order = ("removal", "done", "missed", "pending", "reported", "finished", "removed")
    rows = [_row(one, pack, on) for one in projects]
    return sorted(rows, key=lambda one: (order.index(one.state), -one.project.missed_in_row))


def _row(one: ListedProject, pack: Pack, on: date) -> ProjectRow:
    state, tag = _state(one, on)
    return ProjectRow(
        one, reverse("cases:report", args=(one.row.number,)), township_name(one.row.township, pack),
        share_words(one.latest.progress.total_amount if one.latest else 0, one.planned.total), state, tag,
    )  # fmt: skip


def _state(one: ListedProject, on: date) -> tuple[str, Tag]:
    month = last_month(on)
    if not one.row.is_open:
        removed = one.row.ending == "removed"
        return ("removed" if removed else "finished"), Tag("已移出名单" if removed else "已完成", "not_entitled")
    if not one.reporting:
        return "removal", Tag("待确认移出", "late")
    if one.says_done:
        return "done", Tag("待确认完成", "entitled")
    if month in one.missed and not one.reported(month):
        return "missed", Tag(f"{month.month}月未报，连续 {one.missed_in_row} 个月", "late")
    if month in one.missed:
        return "reported", Tag(f"{month.month}月补报，按未报记")
    if one.row.deadline_on is not None and last_month(one.row.deadline_on) <= month:
        return "pending", Tag(f"{month.month}月还没有报", "undetermined")
    if one.reported(month):
        return "reported", Tag(f"{month.month}月已报")
    due = last_month(one.row.deadline_on) if one.row.deadline_on else on
    return "reported", Tag(f"{due.month}月起报")


def _choices(rows: Sequence[ProjectRow], chosen: str) -> list[Choice]:
    here = reverse("cases:key_projects")
    found = [Choice("全部", len(rows), here, chosen not in STATES)]
    for state, label in STATES.items():
        count = sum(one.state == state for one in rows)
        if count or state == chosen:
            found.append(Choice(label, count, f"{here}?state={state}", state == chosen, state in ("missed", "removal")))
    return found


def _sentence(rows: Sequence[ProjectRow], month: date, pack: Pack, on: date) -> str:
    """Who has reported the month that is collected now, of how many."""
    asked = [one for one in rows if one.state in ("pending", "missed") or one.tag.label.startswith(f"{month.month}月")]
    if not asked:
        return "现在没有要报进度的项目"
    waiting = sum(one.state == "pending" for one in asked)
    missed = sum(one.state == "missed" for one in asked)
    said = f"{month_words(month)}进度：应报 {len(asked)} 个，已报 {len(asked) - waiting - missed} 个"
    rule = next((step.report for one in pack.procedures if (step := reporting_step(one)) and step.report), None)
    said += f"，还没有报 {waiting} 个（{on.month}月{rule.due_day}日前报）" if waiting and rule else ""
    return said + (f"，按未报记 {missed} 个" if missed else "")


def _named(pack: Pack) -> list[NamedProject]:
    source = Address(reverse("portal:source"))
    return [
        NamedProject(one, industry_name(one.industry, pack), source.with_place(one.citation.anchor))
        for one in pack.roadmap.projects
    ]


def _book(rows: Sequence[ProjectRow], pack: Pack, on: date) -> Book:
    columns = (
        Column("项目", 36), Column("企业", 32), Column("统一社会信用代码", 22), Column("镇街", 12), Column("案件号", 16),
        Column("阶段", 12), Column("累计完成投资（元）", 20, "money"), Column("计划总投资（元）", 20, "money"),
        Column("最近报送", 14), Column("未报（月）", 10, "count"), Column("状态", 24), Column("困难和需要协调的事", 50),
    )  # fmt: skip
    told = f"{on:%Y-%m-%d}　{_sentence(rows, last_month(on), pack, on)}"
    sheet = Sheet("重点项目", columns, tuple(_cells(one) for one in rows), "重点项目进度", (told,))
    named = Sheet(
        "文件点名的项目", (Column("序", 8), Column("产业", 14), Column("原文", 50), Column("出处", 36)),
        tuple((one.project.id, one.industry, one.project.citation.quote, one.project.citation.anchor) for one in _named(pack)),
        "文件点名的重点项目", ("原文没有写这些项目的业主、金额、时间和阶段。",),
    )  # fmt: skip
    return Book((sheet, named), "重点项目进度", pack.meta.title, f"洛桥 · {pack.meta.number}")


def _cells(one: ProjectRow) -> tuple[Value, ...]:
    project, latest = one.project, one.project.latest
    return (
        project.planned.name, project.row.enterprise_name, project.row.uscc, one.place, project.row.number,
        latest.progress.stage.label if latest else None, Money(latest.progress.total_amount) if latest else None,
        Money(project.planned.total) if project.planned.total else None, month_words(latest.month) if latest else None,
        len(project.missed), one.tag.label, latest.progress.problems if latest else None,
    )  # fmt: skip
