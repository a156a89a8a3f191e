"""组织专家评审 `/cases/<number>/experts/`: ask experts, see how far each is, release, close; after closing every sheet.
Before that no mark comes near this page: the query does not read any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.expert_rounds import (
    ClosedRound,
    PersonToAsk,
    ScoringFile,
    get_scoring,
    list_people_to_ask,
)
from luoqiao.apps.cases.services import experts as services
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.expert_round import Expert, ExpertState, Round
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.portal.cases.pressed import read_press
from luoqiao.interfaces.portal.cases.score_words import average_words, day_of, due_tag, rule_pairs, state_tag
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Tag, Trouble

LONGEST_SEARCH = 40


@dataclass(frozen=True, slots=True)
class ExpertShown:
    """请的一位专家: how far, what to know, and the form by which the person is released."""

    expert: Expert
    tag: Tag
    said: str
    release: Field | None
    key: UUID
    open: bool


@dataclass(frozen=True, slots=True)
class ClosedShown:
    """已结束的一轮 as a table, and who did not score."""

    title: str
    note: str
    average: str
    table: RuledTable
    opinions: tuple[tuple[str, str], ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """被拒的表单: which deed on whom, what was typed, why."""

    deed: str
    user: int
    reason: str
    chosen: frozenset[int]
    refused: DomainError


@never_cache
def experts(request: HttpRequest, number: str) -> HttpResponse:
    """The rounds of a case as they stand."""
    return _shown(request, number)


@never_cache
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """请专家."""
    chosen = frozenset(_user(one) for one in request.POST.getlist("expert")[:50])

    def deed() -> str:
        services.assign_experts(_press(request, number), users=sorted(chosen - {0}))
        return f"已请 {len(chosen - {0})} 位专家，消息已发"

    return _done(request, number, deed, lambda refused: Sent("assign", 0, "", chosen, refused))


@never_cache
def release(request: HttpRequest, number: str) -> HttpResponse:
    """解除一位专家."""
    user, reason = _user(request.POST.get("expert", "")), request.POST.get("reason", "")[:2000]

    def deed() -> str:
        services.release_expert(_press(request, number), user=user, reason=reason)
        return "已解除，不再等这位专家打分"

    return _done(request, number, deed, lambda refused: Sent("release", user, reason, frozenset(), refused))


@never_cache
def close(request: HttpRequest, number: str) -> HttpResponse:
    """结束评审."""

    def deed() -> str:
        after = services.close_scoring(_press(request, number))
        score = after.matter.state.score
        said = average_words(score.average, passed=score.passed) if score else ""
        return f"评审已结束：{said}；现在是“{after.row.step_name}”"

    return _done(request, number, deed, lambda refused: Sent("close", 0, "", frozenset(), refused))


def _press(request: HttpRequest, number: str) -> Press:
    return read_press(request.POST, number, the_actor(request), clock.now())


def _done(
    request: HttpRequest, number: str, deed: Callable[[], str], sent: Callable[[DomainError], Sent]
) -> HttpResponse:
    """Do it and come back to the page; refused, the page again with what was chosen and typed."""
    try:
        said = deed()
    except NoSuchCase:
        raise
    except DomainError as refused:
        return _shown(request, number, sent(refused))
    messages.info(request, said)
    return HttpResponseRedirect(reverse("cases:experts", args=(number,)))


def _shown(request: HttpRequest, number: str, sent: Sent | None = None) -> HttpResponse:
    actor, on = the_actor(request), clock.today()
    found = get_scoring(number, actor)
    search = (request.GET.get("q", "") or request.POST.get("q", "")).strip()[:LONGEST_SEARCH]
    people, many = list_people_to_ask(number, actor, on, search) if found.may_organise else ((), 0)
    asks = found.may_organise and found.step.scoring is not None
    context = page(get_pack(), "cases", f"专家评审 {number}") | {
        "file": found, "due": due_tag(found.row.deadline_on if found.running else None, on), "asks": asks,
        "strip": rule_pairs(found.step.scoring) if found.step.scoring else (), "where": _where(found),
        "experts": tuple(_experts(found.running, sent)) if found.running else (), "people": people, "many": many,
        "search": Field("q", "q", "姓名", "text", search, optional=True), "searched": search,
        "chosen": _chosen(people, sent), "sealed": _sealed(found),
        "ended": tuple("、".join(one.name for one in held.experts) for held in found.ended),
        "closed": tuple(_closed(one) for one in found.closed), "keys": (uuid4(), uuid4()),
        "trouble": _trouble(sent.refused) if sent else None,
    }  # fmt: skip
    return render(request, "pages/cases/experts.html", context, status=409 if sent else 200)


def _where(found: ScoringFile) -> str:
    """What the page says first."""
    if found.running is None:
        return "评审已结束" if found.closed else f"案件现在是“{found.row.step_name}”，不在评审"
    if found.step.scoring is None:
        return "这件案件按较早版本的流程办，没有评分表，不能打分；请先换用新流程"
    if not found.running.experts:
        return f"还没有请专家；至少要 {found.step.scoring.experts} 位打分"
    return ""


def _sealed(found: ScoringFile) -> str:
    """How many have scored: the only thing that is known of the marks."""
    if found.running is None:
        return ""
    return f"{len(found.running.scored)} 位已打分"


def _experts(held: Round, sent: Sent | None) -> Iterator[ExpertShown]:
    for one in held.experts:
        mine = sent is not None and sent.deed == "release" and sent.user == one.user
        field = None
        if not one.state.settled:
            name = f"release-{one.user}"
            field = Field(
                name, "reason", "理由", "text", sent.reason if sent and mine else "",
                error=sent.refused.message if sent and mine else "", hint="如出差、联系不上；会告诉专家本人",
            )  # fmt: skip
        yield ExpertShown(one, state_tag(one.state), _said(one), field, uuid4(), mine)


def _said(one: Expert) -> str:
    match one.state:
        case ExpertState.SCORED:
            times = f"（更正 {one.sheets - 1} 次）" if one.sheets > 1 else ""
            return f"{day_of(one.scored_at)} 打分{times}，评审结束后公开"
        case ExpertState.READING:
            return f"{day_of(one.declared_at)} 声明没有利害关系"
        case ExpertState.CONFLICTED:
            return f"{day_of(one.declared_at)} 声明：{one.conflict_reason}"
        case ExpertState.RELEASED:
            return f"{day_of(one.released_at)} 解除：{one.released_because}"
    return f"{day_of(one.asked_at)} 由{one.asked_by}请"


def _chosen(people: tuple[PersonToAsk, ...], sent: Sent | None) -> frozenset[int]:
    return sent.chosen & frozenset(one.user for one in people) if sent else frozenset()


def _closed(one: ClosedRound) -> ClosedShown:
    items = one.rule.items
    trimmed = any(told.left_out for told in one.sheets)
    columns = (
        Column("专家", bare=True), *(Column(f"{item.label}（{item.points}）", number=True) for item in items),
        Column("合计", number=True), *((Column("是否计入", end=True, bare=True),) if trimmed else ()),
    )  # fmt: skip
    totals = [told.sheet.total for told in one.sheets]
    rows = []
    for told in one.sheets:
        mark = ("去掉的最高分" if told.sheet.total == max(totals) else "去掉的最低分") if told.left_out else ""
        points = tuple(Cell(text=str(told.sheet.points.get(item.id, 0))) for item in items)
        last = Cell("tag", tag=Tag(mark, "not_entitled")) if mark else Cell(text="计入")
        rows.append(
            Row((Cell("key", told.name), *points, Cell(text=str(told.sheet.total), strong=True), *((last,) if trimmed else ())))
        )
    counted = len(one.sheets) - sum(told.left_out for told in one.sheets)
    note = f"{one.closed_by}结束；{len(one.sheets)} 份评分，按 {counted} 份平均"
    return ClosedShown(
        f"{day_of(one.closed_at)} 结束的评审", note, average_words(one.event.average, passed=one.event.passed),
        RuledTable("评分表", columns, tuple(rows), stacking=True),
        tuple((told.name, told.sheet.opinion) for told in one.sheets),
        tuple(f"{name}：{state}{f'，{reason}' if reason else ''}" for name, state, reason in one.others),
    )  # fmt: skip


def _trouble(refused: DomainError) -> Trouble:
    return Trouble(f"{refused.message.rstrip('。')}。", "选的、填的都还在下面。", "请看最新情况再办。", refused.code)


def _user(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
