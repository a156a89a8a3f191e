"""办异议的页: for the lead unit and auditors: accept, answer, confirm by a second person.

Who objects is masked until somebody asks for it with a reason, which is recorded.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.notices import get_notice
from luoqiao.apps.cases.queries.objections import ObjectionView, get_objection, list_objections
from luoqiao.apps.cases.services import objections as services
from luoqiao.apps.clock.queries import now, today
from luoqiao.core.cases.notice import persons_of
from luoqiao.core.cases.objection import OPEN, ObjectionState
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.notice_words import day_words
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.parts import Tag, Trouble


@never_cache
def objection_desk(request: HttpRequest) -> HttpResponse:
    """Every open objection of the own unit."""
    listed = list_objections(the_actor(request), open_only=True)
    context = {
        "section": "notices", "page_title": "待办异议", "heading": "待办异议", "table": _table(listed), "many": len(listed),
        "lead": "有异议没有办完的那一行停在名单里，不进入下一步；其余各行照常。",
    }  # fmt: skip
    return render(request, "pages/cases/objections.html", context)


@never_cache
def objections(request: HttpRequest, number: str) -> HttpResponse:
    """The objections to one notice."""
    actor = the_actor(request)
    file = get_notice(number, actor)
    listed = list_objections(actor, notice=number)
    context = {
        "section": "notices", "page_title": f"异议 {number}", "heading": "异议", "lead": file.title, "table": _table(listed),
        "many": len(listed), "back": reverse("cases:notice", args=(number,)),
    }  # fmt: skip
    return render(request, "pages/cases/objections.html", context)


@never_cache
def objection(request: HttpRequest, receipt: str) -> HttpResponse:
    """One objection, and what this person may do with it."""
    actor = the_actor(request)
    view = get_objection(receipt, actor)
    if request.method != "POST":
        return _shown(request, view, actor)
    do = request.POST.get("do", "")
    try:
        if do == "reveal":
            reason = request.POST.get("reveal_reason", "")[:500]
            who = services.reveal_objector(receipt=receipt, actor=actor, at=now(), reason=reason)
            return _shown(request, view, actor, who=who)
        deed = _deeds(request, receipt, actor).get(do)
        if deed is None:
            return _shown(request, view, actor)
        deed[0]()
    except DomainError as refused:
        trouble = Trouble(f"{refused.message}。", "写的内容都还在。", "", refused.code)
        return _shown(request, get_objection(receipt, actor), actor, trouble=trouble)
    messages.info(request, deed[1])
    return HttpResponseRedirect(reverse("cases:objection", args=(receipt,)))


def _deeds(request: HttpRequest, receipt: str, actor: Actor) -> dict[str, tuple[Callable[[], object], str]]:
    """What a button does, and what is said afterwards."""
    at, text = now(), request.POST.get("text", "")[:2000]
    return {
        "accept": (lambda: services.accept_objection(receipt=receipt, actor=actor, at=at), "已经受理，这一行暂缓"),
        "decline": (
            lambda: services.decline_objection(receipt=receipt, actor=actor, at=at, reason=text),
            "拟不予受理，等另一人确认",
        ),
        "uphold": (
            lambda: services.answer_objection(receipt=receipt, actor=actor, at=at, upheld=True, answer=text),
            "拟答复异议成立，等另一人确认",
        ),
        "dismiss": (
            lambda: services.answer_objection(receipt=receipt, actor=actor, at=at, upheld=False, answer=text),
            "拟答复异议不成立，等另一人确认",
        ),
        "confirm": (lambda: services.confirm_answer(receipt=receipt, actor=actor, at=at), "答复已经确认"),
        "send_back": (
            lambda: services.send_back_answer(receipt=receipt, actor=actor, at=at, reason=text),
            "已经退回，请重写答复",
        ),
    }


def _shown(
    request: HttpRequest, view: ObjectionView, actor: Actor, *, who: services.Objector | None = None,
    trouble: Trouble | None = None,
) -> HttpResponse:  # fmt: skip
    same = bool(persons_of(actor) & view.answered_persons)
    works = actor.has(Role.OFFICER, Role.UNIT_HEAD)
    context = {
        "section": "notices", "page_title": f"异议 {view.receipt}", "objection": view, "who": who, "trouble": trouble,
        "tag": _tag(view), "due": day_words(view.answer_due_on), "late": view.state in OPEN and today() > view.answer_due_on,
        "answering": works and view.state in (ObjectionState.RECEIVED, ObjectionState.ACCEPTED),
        "received": view.state is ObjectionState.RECEIVED,
        "confirming": works and view.state is ObjectionState.PROPOSED, "same": same, "proposal": _proposal(view),
        "answer": Field("text", "text", "答复或理由", "long", request.POST.get("text", "")[:2000],
                        hint="会写进案件经过，提出人凭回执能看到；请不要写提出人是谁。"),
        "back_reason": Field("back", "text", "退回的理由", "long", "", optional=True),
        "reveal": Field("reveal_reason", "reveal_reason", "为什么要看", "text", hint="至少四个字，会记入审计。"),
    }  # fmt: skip
    return render(request, "pages/cases/objection.html", context, status=422 if trouble else 200)


def _proposal(view: ObjectionView) -> str:
    if view.upheld is None:
        return "不予受理"
    return "异议成立：这一行撤下，案件退回重审" if view.upheld else "异议不成立：这一行照常公示"


def _tag(view: ObjectionView) -> Tag:
    if view.state is ObjectionState.ANSWERED:
        return Tag("成立" if view.upheld else "不成立", "entitled" if view.upheld else "plain")
    return Tag(view.state.label, "plain")


def _table(listed: tuple[ObjectionView, ...]) -> RuledTable:
    columns = (
        Column("收件号"), Column("对哪一家"), Column("提出人"), Column("答复期限"), Column("状态", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=one.receipt, href=reverse("cases:objection", args=(one.receipt,)), below=f"{one.received_at:%Y-%m-%d}"),
            Cell("key", one.enterprise_name, below=f"{one.notice} 第 {one.place} 行"), Cell(text=one.name),
            Cell(text=day_words(one.answer_due_on)), Cell("tag", tag=_tag(one)),
        ))
        for one in listed
    )  # fmt: skip
    return RuledTable("异议", columns, rows, stacking=True)
