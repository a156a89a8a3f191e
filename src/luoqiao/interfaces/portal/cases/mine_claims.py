"""我的申报 `/my/cases/`: what waits for me first, then what others are working on, by whom and by when, then what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.apps.cases.queries.mine import MyCase, list_mine
from luoqiao.apps.cases.queries.present_step import present_step
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_calendar, get_pack
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Stage
from luoqiao.core.cases.task_book import Turn
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.cases.claim_form import case_href
from luoqiao.interfaces.portal.cases.mine_words import deadline_words
from luoqiao.interfaces.portal.cases.words import desks_words
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Action, Tag
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Waiting:
    """等我办的一件: what it is, what to do next, by when; `late` when that day has passed."""

    row: CaseRow
    says: str
    due: str
    late: bool
    action: Action
    firm: str


@never_cache
def claims(request: HttpRequest) -> HttpResponse:
    """The cases of one's enterprises."""
    actor, pack = the_actor(request), get_pack()
    on, calendar = timezone.localdate(clock.now()), get_calendar()
    cases = list_mine(actor)
    several = len(actor.places(Role.ENTERPRISE_AGENT)) > 1
    waiting = [_waiting(one, calendar, on, several=several) for one in cases if one.mine]
    running = [one for one in cases if not one.mine and one.row.is_open]
    closed = [one for one in cases if not one.row.is_open]
    context = {
        **page(pack, "claims", "我的申报"), "waiting": sorted(waiting, key=lambda one: (one.row.deadline_on or date.max)),
        "running": _running(running, pack, calendar, on, several=several) if running else None,
        "closed": _closed(closed, several=several) if closed else None, "any": bool(cases),
    }  # fmt: skip
    return render(request, "pages/cases/claims.html", context)


def _waiting(one: MyCase, calendar: Calendar, on: date, *, several: bool) -> Waiting:
    row = one.row
    says, label, href = _next(row)
    return Waiting(
        row, says, deadline_words(row, calendar, on), row.late(on),
        Action(label, href, "primary" if row.stage == Stage.CORRECTION else ""), row.enterprise_name if several else "",
    )  # fmt: skip


def _next(row: CaseRow) -> tuple[str, str, str]:
    """What has to be done, what the button says, where it leads."""
    form = reverse("cases:form", args=(row.number,))
    if row.stage == Stage.DRAFT:
        return "填到一半，还没有提交", "接着填", form
    if row.stage == Stage.CORRECTION:
        return "退回补正，一次列全", "去补正", form
    step = present_step(row)
    kind = step.kind if step else None
    if kind is StepKind.CONSENT:
        return "请确认是否接受这笔奖补", "去确认", case_href(row.number)
    if kind is StepKind.REPORTING:
        return "请报上个月的项目进度", "报进度", case_href(row.number)
    if kind is StepKind.MILESTONES:
        href = reverse("cases:milestones", args=(row.number,))
        if row.step_name == Turn.CONFIRM.label:
            return "请逐项核对任务书，确认或写明理由退回", "确认任务书", href
        return "到下一个里程碑的日子以前达到并报送", "报里程碑", href
    return f"请办“{row.step_name}”", "去办", case_href(row.number)


def _running(cases: list[MyCase], pack: Pack, calendar: Calendar, on: date, *, several: bool) -> RuledTable:
    heads = [Column("办到哪一步"), Column("谁在办"), Column("期限"), Column("金额（元）", number=True)]
    columns = (Column("案件", bare=True), *heads)
    rows = tuple(
        Row((
            _matter(one.row, several=several), Cell(text=one.row.step_name),
            Cell(text=desks_words(one.desks, pack) or _waits(one.row)), _due(one.row, calendar, on),
            Cell("yuan", fen=one.row.amount, strong=True),
        ))
        for one in cases
    )  # fmt: skip
    return RuledTable("在办的案件", columns, rows, stacking=True)


def _waits(row: CaseRow) -> str:
    """What is waited for while nobody has to act."""
    step = present_step(row)
    sealed = step is not None and step.kind is StepKind.SEALED
    return "封存中，截止后打开" if sealed else "等公示期满"


def _due(row: CaseRow, calendar: Calendar, on: date) -> Cell:
    words = deadline_words(row, calendar, on)
    return Cell("tag", tag=Tag(words, "late")) if row.late(on) else Cell(text=words)


def _closed(cases: list[MyCase], *, several: bool) -> RuledTable:
    columns = (Column("案件", bare=True), Column("结果"), Column("办结日"), Column("金额（元）", number=True))
    rows = tuple(
        Row((
            _matter(one.row, several=several), Cell(text=one.row.step_name),
            Cell(text=f"{timezone.localtime(one.row.closed_at):%Y-%m-%d}" if one.row.closed_at else ""),
            Cell("yuan", fen=one.row.amount if one.row.granted else None, strong=True),
        ))
        for one in cases
    )  # fmt: skip
    return RuledTable("办结的案件", columns, rows, stacking=True)


def _matter(row: CaseRow, *, several: bool) -> Cell:
    about = "　".join(filter(None, (
        row.number, f"{row.year} 年度", row.subject, "代填" if row.assisted else "", row.enterprise_name if several else "",
    )))  # fmt: skip
    return Cell("key", row.title, href=case_href(row.number), below=about)
