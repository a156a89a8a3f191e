"""一次性告知补正 `/cases/<number>/return/`: every field, document and invoice of the case with a box to tick and a reason.

Everything is told at once: the clock of the step stands still until the enterprise hands in again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.case_file import CaseFile, get_case_file
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.clock import queries as clock
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.cases.frequent_reasons import reasons_for
from luoqiao.core.cases.procedure import Act, StepKind
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.evidence.allocation import AllocationState
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.interfaces.portal.cases.decide_views import say_once
from luoqiao.interfaces.portal.cases.decision_words import whose_turn
from luoqiao.interfaces.portal.cases.fact_rows import fact_rows
from luoqiao.interfaces.portal.cases.invoice_rows import grouped
from luoqiao.interfaces.portal.cases.pressed import read_press
from luoqiao.interfaces.portal.cases.typed import Typed, refused_form
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.page import page

LONGEST = 500


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """可以要求补正的一项: `name` is what the enterprise is told; what stands there now is shown beside it."""

    mark: str
    kind: str
    name: str
    now: str
    choices: tuple[Choice, ...]
    picked: bool = False
    reason: str = ""
    other: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReturnGroup:
    """一类: 填报的内容, 材料, 发票, 整件."""

    title: str
    rows: tuple[ReturnRow, ...]


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """补正告知."""

    number: str
    name: str
    days: int
    key: UUID
    seq: int
    groups: tuple[ReturnGroup, ...]
    resume: Field | None
    allowed: bool
    turn: str


@never_cache
def return_page(request: HttpRequest, number: str) -> HttpResponse:
    """The form, and what it sends."""
    if request.method != "POST":
        return _shown(request, number, Typed())
    actor = the_actor(request)
    try:
        press = read_press(request.POST, number, actor, clock.now())
        items = _items(get_case_file(number, actor), Typed(request.POST))
        deciding.return_for_correction(press, items=items, resume_at=request.POST.get("resume_at", "")[:60])
    except NoSuchCase:
        raise
    except DomainError as error:
        return _shown(request, number, refused_form(request, error), 422 if isinstance(error, Invalid) else 409)
    say_once(request, f"{number} 已告知企业补正 {len(items)} 项，办理期限停止计时")
    return HttpResponseRedirect(reverse("cases:case", args=(number,)))


def _shown(request: HttpRequest, number: str, typed: Typed, status: int = 200) -> HttpResponse:
    file = get_case_file(number, the_actor(request))
    shown = ReturnPage(
        number=number, name=f"{file.row.enterprise_name}　{file.row.title}", days=file.procedure.correction_days, key=uuid4(),
        seq=file.state.seq, groups=tuple(_groups(file, typed)), resume=_resume(file, typed),
        allowed=Act.RETURN in file.allowed.acts, turn=file.allowed.refusal or whose_turn(file),
    )  # fmt: skip
    context = page(file.pack, "cases", f"告知补正 {number}") | {"shown": shown, "trouble": typed.trouble}
    return render(request, "pages/cases/return.html", context, status=status)


def _groups(file: CaseFile, typed: Typed) -> Iterator[ReturnGroup]:
    for title, kind, listed in (
        ("填报的内容", "field", _fields(file)), ("材料", "document", _documents(file)), ("发票", "invoice", _invoices(file)),
        ("整件", "case", [("其他要说明的", "")]),
    ):  # fmt: skip
        rows = tuple(_row(kind, at, name, now, typed) for at, (name, now) in enumerate(listed, 1))
        if rows:
            yield ReturnGroup(title, rows)


def _row(kind: str, at: int, name: str, now: str, typed: Typed) -> ReturnRow:
    mark = f"{kind}-{at}"
    choices = tuple(Choice(text, text) for text in reasons_for(Act.RETURN, kind))
    return ReturnRow(
        mark, kind, name, now, choices, mark in typed.texts("pick"), typed.text(f"reason-{mark}"), typed.text(f"other-{mark}"),
        typed.error(mark),
    )  # fmt: skip


def _fields(file: CaseFile) -> list[tuple[str, str]]:
    """What was filled in, then inputs that were left empty."""
    today = clock.today()
    filled = [(row.label, row.declared.value) for row in fact_rows(file, today, decides=False)]
    named = {label for label, _ in filled}
    inputs = file.clause.inputs if file.clause else ()
    empty = [(one.label, "没有填") for one in inputs if one.label not in named]
    return filled + empty


def _documents(file: CaseFile) -> list[tuple[str, str]]:
    listed = []
    for one in file.requirements:
        if not one.by_invoices:
            many = sum(doc.requirement == one.name for doc in file.documents)
            listed.append((one.name, f"已交 {many} 份" if many else "没有交"))
    return listed


def _invoices(file: CaseFile) -> list[tuple[str, str]]:
    held = [one for one in file.invoices if one.state is not AllocationState.RELEASED]
    names = dict.fromkeys((grouped(one.contents.number.number), one.contents.seller_name) for one in held)
    return [(f"发票 {number}", seller) for number, seller in names]


def _resume(file: CaseFile, typed: Typed) -> Field | None:
    """After the new submission the case goes on at this step, or at an earlier one when that has to be done again."""
    here = file.procedure.position(file.state.step)
    steps = [
        one for one in file.procedure.way(file.state.total)
        if one.kind in (StepKind.REVIEW, StepKind.MILESTONES) and file.procedure.position(one.id) <= here
    ]  # fmt: skip
    if len(steps) < 2:
        return None
    choices = tuple(Choice(one.id, f"{one.name}{'（现在这一步）' if one.id == file.state.step else ''}") for one in steps)
    hint = "选更早的环节，那以后的意见作废，要重新办。"
    chosen = typed.text("resume_at", file.state.step)
    return Field("resume-at", "resume_at", "补正后回到", "choice", chosen, choices=choices, hint=hint)


def _items(file: CaseFile, typed: Typed) -> tuple[ReturnItem, ...]:
    """What was ticked or given a reason; a ticked item without a reason is told beside it."""
    items: list[ReturnItem] = []
    problems: list[FieldProblem] = []
    for group in _groups(file, typed):
        for row in group.rows:
            reasons = [text.strip()[:LONGEST] for text in (row.reason, row.other) if text.strip()]
            if reasons:
                items.append(ReturnItem(row.kind, row.name, "；".join(reasons)))
            elif row.picked:
                problems.append(FieldProblem(row.mark, "", "理由", f"“{row.name}”要写明哪里不对、怎么改", "LQ-5508"))
    if problems:
        raise Invalid(tuple(problems))
    return tuple(items)
