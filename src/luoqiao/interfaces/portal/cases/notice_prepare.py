"""拟公示: the lead unit picks what waits, looks at the list and its days, hands it to a second person, takes rows off again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.notices import (
    NoticeFile,
    NoticeLine,
    WaitingCase,
    get_notice,
    list_waiting,
)
from luoqiao.apps.cases.services import notices as services
from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.parties.queries import list_enterprises, unit_names
from luoqiao.apps.policy.queries import get_calendar, get_pack
from luoqiao.core.cases.deadline import notice_days
from luoqiao.core.cases.notice import LONGEST_TITLE, NoSuchNotice, NothingPicked, NoticeState, RowState, Span
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.portal.cases.notice_table import notice_table, one_policy
from luoqiao.interfaces.portal.cases.notice_words import rule_words, span_words, strip_of
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Field
from luoqiao.interfaces.portal.parts import Trouble


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """待公示的一组: one policy, one unit, one rule for its days."""

    title: str
    unit: str
    rule: str
    cases: tuple[WaitingCase, ...]


@never_cache
def notice_prepare(request: HttpRequest) -> HttpResponse:
    """Pick (GET), look (do=preview), hand over (do=save)."""
    actor = the_actor(request)
    waiting = list_waiting(actor)
    if request.method != "POST":
        return render(request, "pages/cases/notice_prepare.html", _head("拟公示") | {"groups": _groups(waiting)})
    numbers = request.POST.getlist("case")
    title = request.POST.get("title", "")[: LONGEST_TITLE * 2]
    if request.POST.get("do") != "save":
        return _preview(request, waiting, numbers, title)
    try:
        number = services.prepare_notice(
            numbers=numbers, title=title, actor=actor, at=now(), key=_key(request.POST.get("key", ""))
        )
    except DomainError as refused:
        return _preview(request, waiting, numbers, title, refused)
    messages.info(request, "已经拟好，等另一位同事发布；拟稿人自己不能发布")
    return HttpResponseRedirect(reverse("cases:notice", args=(number,)))


@never_cache
def notice_post(request: HttpRequest, number: str) -> HttpResponse:
    """发布."""
    span = services.post_notice(number=number, actor=the_actor(request), at=now(), key=_key(request.POST.get("key", "")))
    messages.info(request, f"已经发布，公示到 {span.last_on:%Y-%m-%d}；期满没有异议的自动转入下一步")
    return HttpResponseRedirect(reverse("cases:notice", args=(number,)))


@never_cache
def notice_row(request: HttpRequest, number: str, case: str) -> HttpResponse:
    """撤下一行: why, and whether it is to be posted anew or decided anew."""
    file = get_notice(number, the_actor(request))
    line = next((one for one in file.lines if one.case == case and one.live), None)
    if line is None:
        raise NoSuchCase(case)
    what = f"{line.enterprise_name}（{line.title}）"
    if request.method == "POST":
        services.take_off(
            number=number, case=case, actor=the_actor(request), at=now(), reason=request.POST.get("reason", "")[:500],
            back=request.POST.get("back") == "1",
        )  # fmt: skip
        messages.info(request, f"{what} 已从名单撤下")
        return HttpResponseRedirect(reverse("cases:notice", args=(number,)))
    return _ask(request, file, "撤下这一行", what)


@never_cache
def notice_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """撤销整份."""
    file = get_notice(number, the_actor(request))
    if not file.inside:
        raise NoSuchNotice(number)
    if request.method == "POST":
        services.withdraw_notice(
            number=number, actor=the_actor(request), at=now(), reason=request.POST.get("reason", "")[:500],
            back=request.POST.get("back") == "1",
        )  # fmt: skip
        messages.info(request, "整份公示已撤销")
        return HttpResponseRedirect(reverse("cases:notices"))
    return _ask(request, file, "撤销整份公示", file.title)


def _ask(request: HttpRequest, file: NoticeFile, title: str, what: str) -> HttpResponse:
    reason = Field("reason", "reason", "理由", "long", hint="会记入案件经过和审计，企业能看到；已公示的内容不改动，只撤下。")
    context = {"notice": file, "heading": title, "what": what, "reason": reason, "posted": file.state is NoticeState.POSTED}
    return render(request, "pages/cases/notice_take_off.html", _head(title) | context)


def _preview(
    request: HttpRequest, waiting: Sequence[WaitingCase], numbers: Sequence[str], title: str,
    refused: DomainError | None = None,
) -> HttpResponse:  # fmt: skip
    picked = tuple(one for one in waiting if one.row.number in set(numbers))
    if not picked:
        error = refused or NothingPicked()
        trouble = Trouble(f"{error.message}。", "没有改动任何数据。", "请重新选。", error.code)
        context = _head("拟公示") | {"groups": _groups(waiting), "trouble": trouble}
        return render(request, "pages/cases/notice_prepare.html", context, status=422)
    on, calendar = today(), get_calendar()
    rule = picked[0].rule
    span = Span(*notice_days(rule, on, calendar))
    file = _as_file(picked, title or default_title(picked[0], on))
    told = Trouble(f"{refused.message}。", "选的案件都还在。", "改好后再交。", refused.code) if refused else None
    context = _head("核对名单") | {
        "notice": file, "numbers": [one.row.number for one in picked], "key": uuid4(), "trouble": told,
        "table": notice_table(file, get_pack().meta.tiers), "rule": rule_words(rule),
        "span": span_words(span.first_on, span.last_on), "strip": strip_of(span, rule, calendar, on),
        "provisional": span.provisional, "policy": one_policy(file), "unit": unit_names().get(file.lead_unit, ""),
        "title_field": Field("title", "title", "公示标题", "text", file.title),
    }  # fmt: skip
    return render(request, "pages/cases/notice_preview.html", context, status=409 if refused else 200)


def default_title(one: WaitingCase, on: date) -> str:
    """2023 年上云上平台补助拟支持名单公示."""
    what = "拟支持名单" if one.row.clause else "拟认定名单"
    return f"{one.row.year or on.year} 年{one.row.title}{what}公示"


def _as_file(picked: Sequence[WaitingCase], title: str) -> NoticeFile:
    """The list as it would be printed, before it is kept."""
    first = picked[0]
    names = {view.uscc: view.name for view in list_enterprises(one.row.uscc for one in picked)}
    lines = tuple(
        NoticeLine(
            place, names.get(one.row.uscc, one.row.enterprise_name), one.row.uscc, one.row.title, one.row.amounts,
            one.row.amount if one.row.amounts else None, RowState.LISTED,
        )
        for place, one in enumerate(picked, 1)
    )  # fmt: skip
    return NoticeFile(
        "", title, "", first.row.lead_unit, NoticeState.DRAFT, first.rule, "", now(), "", None, None, None, False, None, "",
        frozenset(), lines, True,
    )  # fmt: skip


def _groups(waiting: Sequence[WaitingCase]) -> tuple[WaitingGroup, ...]:
    units = unit_names()

    def of(one: WaitingCase) -> tuple[str, str, str]:
        return one.row.title, one.row.lead_unit, rule_words(one.rule)

    return tuple(
        WaitingGroup(title, units.get(unit, unit), rule, tuple(cases))
        for (title, unit, rule), cases in groupby(sorted(waiting, key=of), key=of)
    )


def _head(title: str) -> dict[str, object]:
    return {"section": "notices", "page_title": title}


def _key(text: str) -> UUID:
    """The mark of the form; a form without one is a new deed."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
