"""今天 `/today/`: what lies on a person's desks, the nearest deadline first; how much at each step; the unit's load for heads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.apps.cases.queries.inbox import Inbox, InboxRow, inbox, workload
from luoqiao.apps.cases.queries.present_step import present_step
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_calendar, get_pack
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Stage
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.deadline_strip import days_left_words
from luoqiao.interfaces.portal.cases.words import desk_words, short_day, township_name
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.page_links import page_links
from luoqiao.interfaces.portal.parts import Link, Tag
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class TodoRow:
    """待办的一行."""

    case: CaseRow
    href: str
    township: str
    desk: str
    since: str
    due: str
    left: Tag
    mine: bool
    amount: int | None
    batch: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """筛选的一项: its words, how many, where it leads, whether it is on."""

    label: str
    count: int
    href: str
    on: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class DeskLoad:
    """一个岗位的工作量."""

    desk: str
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class TodayPage:
    """今天."""

    sentence: str
    rows: tuple[TodoRow, ...]
    filters: tuple[Filter, ...]
    load: tuple[DeskLoad, ...]
    pages: tuple[Link, ...]
    step: str
    batch: bool
    all_href: str
    ticked: bool


@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """What this person has to do."""
    actor, on, pack = the_actor(request), clock.today(), get_pack()
    step, late_only = request.GET.get("step", "")[:60], request.GET.get("late") == "1"
    found = inbox(actor, on, step=step, late_only=late_only, page=_number(request.GET.get("page", "1")))
    query = ({"step": step} if step else {}) | ({"late": "1"} if late_only else {})
    rows = tuple(_row(one, actor, on, pack, get_calendar()) for one in found.rows)
    shown = TodayPage(
        sentence=_sentence(found), rows=rows,
        filters=tuple(_filters(found, step, late_only)), load=_load(actor, on, pack),
        pages=page_links(found.page, found.pages, query), step=step, batch=any(row.batch for row in rows),
        all_href=f"?{urlencode({**query, 'page': str(found.page), 'all': '1'})}", ticked=request.GET.get("all") == "1",
    )  # fmt: skip
    return render(request, "pages/cases/today.html", page(pack, "inbox", "今天") | {"today": shown})


def _sentence(found: Inbox) -> str:
    if not sum(found.by_step.values()):
        return "没有待办"
    said = [f"{sum(found.by_step.values())} 件待办"]
    said += [f"{found.late} 件逾期"] if found.late else []
    said += [f"{found.due_today} 件今天到期"] if found.due_today else []
    return "，".join(said)


def _row(one: InboxRow, actor: Actor, on: date, pack: Pack, calendar: Calendar) -> TodoRow:
    row = one.case
    left = row.days_left(calendar, on)
    late = one.late(on)
    words = "停止计时" if row.suspended else "没有期限" if left is None else days_left_words(left, late=late)
    return TodoRow(
        row, reverse("cases:follow_up" if one.follow_up else "cases:case", args=(row.number,)),
        township_name(row.township, pack), desk_words(one.desk, pack),
        short_day(one.since, on), short_day(row.deadline_on, on) if row.deadline_on else "—",
        Tag(words, "late" if late else "plain"), one.for_user == actor.user, row.amount if row.clause else None,
        _in_batch(row),
    )  # fmt: skip


def _in_batch(row: CaseRow) -> bool:
    """Whether it may be ticked: a review without checks of its own; whether this person may is asked in the preview."""
    step = present_step(row) if row.stage == Stage.RUNNING else None
    return step is not None and step.kind is StepKind.REVIEW and not step.checks


def _filters(found: Inbox, step: str, late_only: bool) -> list[Filter]:
    whole = sum(found.by_step.values())
    here = reverse("cases:inbox")
    listed = [Filter("全部", whole, here, not step and not late_only)]
    if found.late:
        listed.append(Filter("逾期", found.late, f"{here}?late=1", late_only, late=True))
    listed += [Filter(name, many, f"{here}?{urlencode({'step': name})}", name == step) for name, many in found.by_step.items()]
    return listed


def _load(actor: Actor, on: date, pack: Pack) -> tuple[DeskLoad, ...]:
    """For a head of a unit: what lies on each desk of the unit."""
    units = actor.places(Role.UNIT_HEAD)
    desks = tuple(f"{role.value}@{unit}" for unit in units for role in (Role.OFFICER, Role.UNIT_HEAD))
    return tuple(
        DeskLoad(f"{desk_words(desk, pack)}{' 经办' if desk.startswith(Role.OFFICER.value) else ''}", many, late)
        for desk, many, late in workload(desks, on)
    ) if desks else ()  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
