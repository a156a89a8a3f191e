"""报进度 `/cases/<number>/report/`: one project: what it reported month by month, the form of the month that may be reported now,
and for an officer the answer to a project that says it is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.progress import ProjectProgress, find_report_before, get_progress
from luoqiao.apps.cases.services import reporting as services
from luoqiao.apps.clock import queries as clock
from luoqiao.core.cases.progress import ProjectStage, carried_over, share_done
from luoqiao.core.cases.reporting import ReportableMonth, month_words
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.kernel.money import yuan_text
from luoqiao.interfaces.portal.cases.pressed import DamagedForm, read_press
from luoqiao.interfaces.portal.cases.progress_words import due_words, figure_strip, months_table, verb_of
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Link, Trouble

FIELDS = ("month_amount", "total_amount", "stage", "problems")
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class ReportForm:
    """一个月的表: for which month, by when, whether it comes late or again; its fields and the other months to choose."""

    month: ReportableMonth
    heading: str
    note: str
    fields: tuple[Field, ...]
    stage: Field
    problems: Field
    others: tuple[Link, ...]
    key: UUID


@never_cache
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show the project; take the report of a month."""
    if request.method != "POST":
        return _shown(request, number)
    month = _month(request.POST.get("month", ""))
    typed = {name: request.POST.get(name, "")[:4000] for name in FIELDS}
    actor, at = the_actor(request), clock.now()
    try:
        services.report_progress(read_press(request.POST, number, actor, at), month=month, given=typed)
    except DomainError as refused:
        return _shown(request, number, month, typed, refused)
    messages.info(request, f"{month_words(month)}的进度已报送")
    return HttpResponseRedirect(reverse("cases:report", args=(number,)))


@never_cache
def finish(request: HttpRequest, number: str) -> HttpResponse:
    """确认完成."""
    press = read_press(request.POST, number, the_actor(request), clock.now())
    services.finish_project(press, reason=request.POST.get("reason", "")[:2000])
    messages.info(request, "已确认项目完成，不用再报进度")
    return HttpResponseRedirect(reverse("cases:report", args=(number,)))


@never_cache
def keep_reporting(request: HttpRequest, number: str) -> HttpResponse:
    """尚未完成."""
    press = read_press(request.POST, number, the_actor(request), clock.now())
    services.continue_reporting(press, reason=request.POST.get("reason", "")[:2000])
    messages.info(request, "已告诉企业没有确认完成，企业继续每月报进度")
    return HttpResponseRedirect(reverse("cases:report", args=(number,)))


def _shown(
    request: HttpRequest, number: str, month: date | None = None, typed: Mapping[str, str] = NOTHING,
    refused: DomainError | None = None,
) -> HttpResponse:  # fmt: skip
    actor, on = the_actor(request), clock.today()
    found = get_progress(number, actor, on)
    wanted = month or _wanted(request.GET.get("month", ""))
    chosen = next((one for one in found.months if one.month == wanted), found.months[0] if found.months else None)
    form = None
    if chosen is not None:
        before = find_report_before(number, actor, chosen.month)
        begins = _given(found, chosen) if chosen.again else carried_over(before)
        form = _form(found, chosen, typed or begins, refused)
    context = {
        "section": "claims" if found.may_report else "cases", "page_title": f"{found.planned.name or number} 进度",
        "project": found, "strip": figure_strip(found), "due": due_words(found, on), "form": form,
        "table": months_table(found, on), "key": uuid4(), "trouble": _trouble(refused) if refused else None,
        "reason": Field("reason", "reason", "理由", "long", optional=False),
        "share": share_done(found.latest.progress.total_amount, found.planned.total) if found.latest else None,
    }  # fmt: skip
    status = 200 if refused is None else 422 if isinstance(refused, Invalid) else 409
    return render(request, "pages/cases/report.html", context, status=status)


def _form(found: ProjectProgress, month: ReportableMonth, values: Mapping[str, str], refused: DomainError | None) -> ReportForm:
    wrong = {one.field: one.message for one in refused.problems} if isinstance(refused, Invalid) else {}
    here = reverse("cases:report", args=(found.row.number,))
    others = tuple(
        Link(f"{verb_of(one)}{month_words(one.month)}", f"{here}?month={one.month:%Y-%m}")
        for one in found.months
        if one != month
    )
    stages = tuple(Choice(one.value, one.label) for one in ProjectStage)
    last = found.latest.progress if found.latest and not month.again else None
    return ReportForm(
        month, f"{verb_of(month)}{month_words(month.month)}进度", "；".join(_notes(month)),
        (
            Field("month_amount", "month_amount", "本月完成投资", "money", values.get("month_amount", ""), "元",
                  "没有就填 0；可以写成 120万元", wrong.get("month_amount", "")),
            Field("total_amount", "total_amount", "累计完成投资（含本月）", "money", values.get("total_amount", ""), "元",
                  f"上次报的累计是 {yuan_text(last.total_amount)}，请加上本月" if last else "项目开工以来一共完成的",
                  wrong.get("total_amount", "")),
        ),
        Field("stage", "stage", "项目阶段", "segments", values.get("stage", ""), choices=stages, error=wrong.get("stage", ""),
              hint="选“竣工投产”表示项目已完成，由牵头部门核实确认"),
        Field("problems", "problems", "困难和需要协调的事", "long", values.get("problems", ""), optional=True,
              error=wrong.get("problems", "")),
        others, uuid4(),
    )  # fmt: skip


def _notes(month: ReportableMonth) -> Iterator[str]:
    if month.late:
        yield "已经过了报送日，这个月按未报记；补报的数据仍然有用"
    elif month.again:
        yield f"{month.due_on:%Y-%m-%d} 前可以更正，以最后一次为准"
    else:
        yield f"不迟于 {month.due_on:%Y-%m-%d} 报送"


def _given(found: ProjectProgress, month: ReportableMonth) -> dict[str, str]:
    """What was reported for the month before, to be corrected."""
    last = next((one.progress for one in found.reports if one.month == month.month), None)
    if last is None:
        return {}
    amounts = {"month_amount": yuan_text(last.month_amount), "total_amount": yuan_text(last.total_amount)}
    return {**amounts, "stage": last.stage.value, "problems": last.problems}


def _trouble(refused: DomainError) -> Trouble:
    if isinstance(refused, Invalid):
        details = tuple(one.message for one in refused.problems)
        return Trouble("没有报成。", "填的内容都还在下面。", "请改正后再报。", refused.code, details)
    return Trouble(f"{refused.message.rstrip('。')}。", "填的内容都还在下面。", "请看最新情况再报。", refused.code)


def _wanted(text: str) -> date | None:
    try:
        return _month(text)
    except DamagedForm:
        return None


def _month(text: str) -> date:
    """2023-06 as the first day of the month."""
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        raise DamagedForm from None
