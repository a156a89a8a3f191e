"""公示的页: the list of notices and one notice, for anybody; the lead unit sees beside it what it has to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.cases.queries.notices import (
    NoticeFile,
    NoticeSummary,
    get_notice,
    list_drafts,
    list_notices,
    list_waiting,
)
from luoqiao.apps.cases.queries.objections import count_open_objections, list_objections
from luoqiao.apps.clock.queries import today
from luoqiao.apps.parties.queries import unit_names
from luoqiao.apps.policy.queries import get_calendar, get_pack
from luoqiao.core.cases.deadline import notice_days
from luoqiao.core.cases.notice import NoticeState, Span, persons_of
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.notice_files import lead_words
from luoqiao.interfaces.portal.cases.notice_table import notice_table, one_policy
from luoqiao.interfaces.portal.cases.notice_words import (
    left_words,
    rule_words,
    span_words,
    state_tag,
    strip_of,
)
from luoqiao.interfaces.portal.cases.public_page import kept_for_strangers
from luoqiao.interfaces.portal.entry import actor_of
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Action, Link

LONGEST_WORDS = 60
STATES = ((NoticeState.POSTED, "公示中"), (NoticeState.ENDED, "已期满"), (NoticeState.WITHDRAWN, "已撤销"))


def notices(request: HttpRequest) -> HttpResponse:
    """The notices, current ones first; ended ones can be searched."""
    actor = actor_of(request)
    text, state = request.GET.get("q", "")[:LONGEST_WORDS].strip(), request.GET.get("state", "")
    page = _number(request.GET.get("page", ""))
    found = list_notices(actor, text=text, state=state, page=page)
    units = unit_names()
    context = {
        "section": "notices", "page_title": "公示", "found": found, "text": text, "state": state,
        "table": _summary_table(found.rows, units), "filters": _filters(text, state), "desk": _desk(actor),
        "older": _link(text, state, found.page + 1) if found.page < found.pages else "",
        "newer": _link(text, state, found.page - 1) if found.page > 1 else "",
    }  # fmt: skip
    return kept_for_strangers(request, render(request, "pages/cases/notices.html", context))


def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice: its list, its days, how to object; a draft is seen by the lead unit only."""
    actor, on = actor_of(request), today()
    file = get_notice(number, actor)
    pack, calendar = get_pack(file.pack), get_calendar()
    span = _span(file, calendar, on)
    works = _works_on(file, actor)
    context = {
        "section": "notices", "page_title": file.title, "notice": file, "unit": unit_names().get(file.lead_unit, ""),
        "lead": lead_words(file, pack.meta.title, pack.meta.number), "span": span_words(span.first_on, span.last_on),
        "rule": rule_words(file.rule), "strip_left": left_words(file, calendar, on), "tag": state_tag(file.state),
        "strip": strip_of(span, file.rule, calendar, on), "provisional": span.provisional,
        "table": notice_table(file, pack.meta.tiers, editing=works and file.state in (NoticeState.DRAFT, NoticeState.POSTED)),
        "policy": one_policy(file), "draft": file.state is NoticeState.DRAFT, "objecting": _takes_objections(file, on),
        "actions": _actions(file, on), "works": works, "post_key": uuid4(),
        "post_refused": _why_not_post(file, actor) if works else "", "objections": _objections(file, actor),
        "withdrawable": works and file.state in (NoticeState.DRAFT, NoticeState.POSTED),
    }  # fmt: skip
    return kept_for_strangers(request, render(request, "pages/cases/notice.html", context))


def _takes_objections(file: NoticeFile, on: date) -> bool:
    return file.state is NoticeState.POSTED and file.last_on is not None and on <= file.last_on


def _span(file: NoticeFile, calendar: Calendar, on: date) -> Span:
    """The days of a posted notice; of a draft those that it would have when it is posted today."""
    if file.first_on is not None and file.last_on is not None:
        return Span(file.first_on, file.last_on, file.provisional)
    return Span(*notice_days(file.rule, on, calendar))


def _works_on(file: NoticeFile, actor: Actor | None) -> bool:
    return actor is not None and file.lead_unit in actor.places(Role.OFFICER, Role.UNIT_HEAD)


def _why_not_post(file: NoticeFile, actor: Actor | None) -> str:
    if actor is not None and persons_of(actor) & file.prepared_persons:
        return "拟稿人不能发布，请换一位同事"
    return ""


def _objections(file: NoticeFile, actor: Actor | None) -> Link | None:
    if actor is None or file.state is NoticeState.DRAFT or not (_works_on(file, actor) or actor.has(Role.AUDITOR)):
        return None
    many = len(list_objections(actor, notice=file.number))
    return Link(f"异议 {many} 件", reverse("cases:objections", args=(file.number,)))


def _actions(file: NoticeFile, on: date) -> tuple[Action, ...]:
    own = [Action("提出异议", reverse("cases:objection_new", args=(file.number,)), "primary")]
    files = [
        Action("下载 Word", reverse("cases:notice_docx", args=(file.number,))),
        Action("下载表格", reverse("cases:notice_xlsx", args=(file.number,))), Action("打印", prints=True),
    ]  # fmt: skip
    return (*(own if _takes_objections(file, on) else []), *files)


def _desk(actor: Actor | None) -> tuple[Link, ...]:
    """What the lead unit has to do with notices."""
    if actor is None:
        return ()
    links = []
    if actor.has(Role.OFFICER):
        links.append(Link(f"拟公示（待公示 {len(list_waiting(actor))} 件）", reverse("cases:notice_prepare")))
    for draft in list_drafts(actor):
        links.append(Link(f"待发布：{draft.title}", reverse("cases:notice", args=(draft.number,))))
    many = count_open_objections(actor)
    links += [Link(f"待办异议 {many} 件", reverse("cases:objection_desk"))] if many else []
    return tuple(links)


def _summary_table(rows: tuple[NoticeSummary, ...], units: Mapping[str, str]) -> RuledTable:
    columns = (
        Column("公示"), Column("公示期"), Column("件数", number=True), Column("合计（元）", number=True),
        Column("状态", end=True),
    )  # fmt: skip
    return RuledTable("公示", columns, tuple(_summary_row(one, units) for one in rows), stacking=True)


def _summary_row(one: NoticeSummary, units: Mapping[str, str]) -> Row:
    days = f"{one.first_on:%Y-%m-%d} 至 {one.last_on:%Y-%m-%d}" if one.first_on and one.last_on else "未发布"
    return Row((
        Cell("text", one.title, href=reverse("cases:notice", args=(one.number,)),
             below=f"{one.number}　{units.get(one.lead_unit, '')}"),
        Cell(text=days), Cell(text=str(one.rows)), Cell("yuan", fen=one.amount), Cell("tag", tag=state_tag(one.state)),
    ))  # fmt: skip


def _filters(text: str, state: str) -> tuple[tuple[str, str, bool], ...]:
    every = (("全部", _link(text, "", 1), state == ""),)
    return every + tuple((label, _link(text, one.value, 1), state == one.value) for one, label in STATES)


def _link(text: str, state: str, page: int) -> str:
    asked = {"q": text, "state": state, "page": str(page) if page > 1 else ""}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1

