"""任务书与里程碑 `/cases/<number>/milestones/`: for both sides: whose turn it is, the form for whoever has to act, what holds and
how each milestone stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.milestones import MilestoneSeen, TaskBookFile, get_task_book
from luoqiao.apps.cases.services import milestones as services
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.clock import queries as clock
from luoqiao.core.cases import events as e
from luoqiao.core.evidence.document_category import Category
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.milestone_files import Sent, links_of, read_sent
from luoqiao.interfaces.portal.cases.milestone_forms import (
    answer_form,
    check_form,
    propose_form,
    report_form,
    rows_sent,
)
from luoqiao.interfaces.portal.cases.milestone_words import deadline_left, state_tag, turn_sentence
from luoqiao.interfaces.portal.cases.pressed import DamagedForm, read_press
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.cases.typed import KEPT, Typed, refused_form
from luoqiao.interfaces.portal.cases.words import moment, unit_name
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link, Tag, Trouble

LONGEST = 4_000
NOTHING_SENT = Sent()


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """一次报送和核验, in words."""

    reported: str
    words: str
    documents: tuple[Link, ...]
    checked: str
    note: str
    passed: bool


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """时间线的一格."""

    number: int
    name: str
    due_on: date
    words: str
    tag: Tag
    attempts: tuple[AttemptRow, ...]


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """待确认的一行, with what it changes."""

    name: str
    due_on: date
    words: str
    tag: Tag | None


@never_cache
def milestones(request: HttpRequest, number: str) -> HttpResponse:
    """Show the task book; do what was pressed."""
    if request.method != "POST":
        return _shown(request, number, Typed())
    do, actor, at = request.POST.get("do", ""), the_actor(request), clock.now()
    if do == "row":
        return _shown(request, number, Typed(request.POST, opened="row"))
    if do not in DEEDS:
        raise DamagedForm
    file, sent = get_task_book(number, actor), NOTHING_SENT
    if (do == "propose" and file.may_propose) or (do == "report" and file.may_report):
        category = Category.CONTRACT if do == "propose" else Category.REPORT
        sent = read_sent(request, file.row.uscc, category, actor=actor, at=at)
    if sent.wrong:
        trouble = Trouble("有材料没有存上，没有办成。", KEPT, "请换一个文件再传。", "LQ-5824", sent.wrong)
        return _shown(request, number, Typed(request.POST, trouble=trouble, opened=do), sent, 422)
    try:
        said = DEEDS[do](read_press(request.POST, number, actor, at), request.POST.dict(), sent)
    except DomainError as refused:
        status = 422 if isinstance(refused, Invalid) else 409
        return _shown(request, number, replace(refused_form(request, refused), opened=do), sent, status)
    messages.info(request, said)
    return HttpResponseRedirect(reverse("cases:milestones", args=(number,)))


Given = Mapping[str, str]


def _propose(press: Press, given: Given, sent: Sent) -> str:
    document = sent.documents[-1] if sent.documents else 0
    services.propose_task_book(press, rows=rows_sent(given), document=document, note=given.get("note", "")[:LONGEST])
    return "任务书已送企业确认，确认以后才算数"


def _confirm(press: Press, given: Given, sent: Sent) -> str:
    services.confirm_task_book(press)
    return "任务书已确认，从现在起按它办理"


def _return(press: Press, given: Given, sent: Sent) -> str:
    services.return_task_book(press, reason=given.get("reason", "")[:LONGEST])
    return "任务书已退回，理由已告诉经办部门"


def _report(press: Press, given: Given, sent: Sent) -> str:
    words = given.get("words", "")[:LONGEST]
    services.report_milestone(press, number=_number(given), words=words, documents=sent.documents)
    return "已报送，等部门核验"


def _check(press: Press, given: Given, sent: Sent) -> str:
    passed = given.get("passed", "") == "yes"
    after = services.check_milestone(press, number=_number(given), passed=passed, note=given.get("note", "")[:LONGEST])
    if not passed:
        return "没有通过，理由已告诉企业"
    return "已通过" if after.matter.state.task_book.left else "已通过；里程碑全部达到，进入验收"


DEEDS: Mapping[str, Callable[[Press, Given, Sent], str]] = {
    "propose": _propose, "confirm": _confirm, "return": _return, "report": _report, "check": _check,
}  # fmt: skip


def _number(given: Given) -> int:
    text = given.get("number", "")
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise DamagedForm
    return int(text)


def _shown(
    request: HttpRequest, number: str, typed: Typed, sent: Sent = NOTHING_SENT, status: int = 200
) -> HttpResponse:
    actor, on = the_actor(request), clock.today()
    file = get_task_book(number, actor)
    own = actor.holds(Role.ENTERPRISE_AGENT, file.row.uscc) is not None
    row, book = file.row, file.book
    context = page(file.pack, "claims" if own else "cases", f"{row.subject or number} 任务书") | {
        "file": file, "row": row, "name": row.subject or row.title, "own": own, "trouble": typed.trouble, "key": uuid4(),
        "strip": tuple(_strip(file)), "board": _board(file),
        "turn": turn_sentence(file.matter, file.pack, own=own) if file.running else _over(file),
        "left": deadline_left(file.matter, file.deadline.last_on, on) if file.running and file.deadline else "",
        "late": bool(file.running and file.deadline and file.deadline.late(on)),
        "because": book.because if file.running else "",
        "milestones": tuple(_row(one, file, on) for one in file.milestones), "document": _document(file.document),
        "agreed": f"{moment(file.agreed_at, on)} 双方确认" if file.agreed_at else "",
        "proposed": tuple(_proposed(file)), "dropped": tuple(_dropped(file)),
        "proposed_document": _document(int(book.proposed.document)) if book.proposed and book.proposed.document else None,
        "proposed_by": f"{file.proposed_name}　{moment(file.proposed_at, on)}" if file.proposed_at else "",
        **_forms(file, actor, typed, sent),
    }  # fmt: skip
    return render(request, "pages/cases/milestones.html", context, status=status)


def _forms(file: TaskBookFile, actor: Actor, typed: Typed, sent: Sent) -> dict[str, object]:
    return {
        "propose": propose_form(file, actor, typed, sent) if file.may_propose else None,
        "answer": answer_form(typed) if file.may_answer else None,
        "report": report_form(file, actor, typed, sent) if file.may_report else None,
        "check": check_form(file, typed) if file.may_check else None,
    }


def _strip(file: TaskBookFile) -> Iterator[tuple[str, str]]:
    yield "揭榜方", file.row.enterprise_name
    yield "牵头", unit_name(file.row.lead_unit, file.pack)
    if file.book.agreed:
        yield "里程碑", f"{len(file.book.agreed)} 个，已通过 {len(file.book.reached)} 个"


def _board(file: TaskBookFile) -> str:
    return address("cases:challenge", file.parent) if file.parent else ""


def _over(file: TaskBookFile) -> str:
    return "里程碑全部通过，进入验收" if file.book.done else f"现在是“{file.row.step_name}”"


def _row(one: MilestoneSeen, file: TaskBookFile, on: date) -> MilestoneRow:
    milestone = one.milestone
    attempts = tuple(
        AttemptRow(
            f"{moment(tried.reported_at, on)} {tried.reported_name}报", tried.words, links_of(tried.documents),
            f"{moment(tried.checked_at, on)} {tried.checked_name}核验：{'通过' if tried.passed else '没有通过'}"
            if tried.checked_at else "", tried.note, tried.passed is True,
        )
        for tried in one.attempts
    )  # fmt: skip
    tag = state_tag(file.matter, one.number, on)
    return MilestoneRow(one.number, milestone.name, milestone.due_on, milestone.words, tag, attempts)


def _proposed(file: TaskBookFile) -> Iterator[ProposedRow]:
    book = file.book
    before = {one.name: one for one in book.agreed}
    for one in book.proposed.milestones if book.proposed else ():
        yield ProposedRow(one.name, one.due_on, one.words, _change(one, before.get(one.name), file) if before else None)


def _change(one: e.Milestone, before: e.Milestone | None, file: TaskBookFile) -> Tag:
    if one in file.book.kept:
        return Tag("已通过，不变", "entitled")
    if before is None:
        return Tag("新增", "undetermined")
    if one == before:
        return Tag("不变")
    days = f"，原 {before.due_on}" if one.due_on != before.due_on else ""
    return Tag(f"有改动{days}", "undetermined")


def _dropped(file: TaskBookFile) -> Iterator[str]:
    names = {one.name for one in file.book.proposed.milestones} if file.book.proposed else set()
    if file.book.proposed:
        yield from (one.name for one in file.book.agreed if one.name not in names)


def _document(number: int) -> Link | None:
    return links_of((number,))[0] if number else None
