"""数据更正: what enterprises say is wrong, for those who answer; each answer corrects the register or says why not."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoqiao.apps.clock.queries import now
from luoqiao.apps.evidence.queries import Report, get_report, list_reports
from luoqiao.apps.evidence.services import answer_correction
from luoqiao.core.evidence.fact_value import show_value
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Field
from luoqiao.interfaces.portal.parts import Tag

ANSWERERS = (Role.TOWN_CLERK, Role.OFFICER, Role.UNIT_HEAD)
OPEN, TAKEN, KEPT = Tag("待核实", "by-default"), Tag("已更正"), Tag("维持原数据", "not_entitled")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """一条更正."""

    id: int
    enterprise: str
    uscc: str
    label: str
    period: str
    shown: str
    value: str
    note: str
    said: str
    tag: Tag
    answer: str
    answered: str
    facts_href: str


def corrections_page(request: HttpRequest) -> HttpResponse:
    """The list within the reader's scope, open ones first."""
    rows = tuple(report_row(one) for one in list_reports(the_actor(request), enterprise=request.GET.get("firm", "")[:18]))
    waiting = sum(row.tag is OPEN for row in rows)
    answers = the_actor(request).has(*ANSWERERS)
    context = {"section": "facts", "page_title": "数据更正", "rows": rows, "waiting": waiting, "answers": answers}
    return render(request, "pages/evidence/corrections.html", context)


def correction_page(request: HttpRequest, report: int) -> HttpResponse:
    """One of them, answered here."""
    actor = the_actor(request)
    one = get_report(report, actor)
    error = ""
    if request.method == "POST":
        accepted = request.POST.get("do") == "accept"
        try:
            answer = request.POST.get("answer", "")[:500]
            answer_correction(report=report, accepted=accepted, answer=answer, actor=actor, at=now())
        except DomainError as refused:
            error = refused.message
        else:
            messages.info(request, f"已答复 {one.name}：{'登记已更正' if accepted else '维持原数据'}")
            return HttpResponseRedirect(reverse("evidence:corrections"))
    field = Field(
        "answer", "answer", "答复", "long", request.POST.get("answer", ""), error=error,
        hint="核实了什么、依据什么；企业会看到",
    )  # fmt: skip
    context = {
        "section": "facts", "page_title": "数据更正", "row": report_row(one), "field": field,
        "answers": actor.has(*ANSWERERS),
    }  # fmt: skip
    return render(request, "pages/evidence/correction.html", context, status=422 if error else 200)


def report_row(one: Report) -> ReportRow:
    """A report in words."""
    tag = OPEN if one.accepted is None else TAKEN if one.accepted else KEPT
    answered = f"{one.answered_name} {timezone.localtime(one.answered_at):%Y-%m-%d}" if one.answered_at else ""
    return ReportRow(
        one.id, one.name, one.uscc, one.key.label, one.period.words, one.shown or "没有记录", show_value(one.key, one.value),
        one.note, f"{one.who} {timezone.localtime(one.reported_at):%Y-%m-%d %H:%M}", tag, one.answer, answered,
        f"{reverse('evidence:facts')}?firm={one.uscc}",
    )  # fmt: skip
