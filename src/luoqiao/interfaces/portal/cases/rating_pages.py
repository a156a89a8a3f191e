"""好差评的页: `/cases/<number>/rate/` for the applicant, `/cases/<number>/follow-up/` for who puts a bad rating right, and
`/ratings/` with the counts by unit for heads, leaders and auditors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.case_row import working_days_left
from luoqiao.apps.cases.queries.ratings import (
    FollowUpSeen,
    UnitRatings,
    count_ratings,
    get_follow_up,
    get_to_rate,
    list_follow_ups,
)
from luoqiao.apps.cases.services import rating as services
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_calendar, get_pack
from luoqiao.core.cases.satisfaction import FOLLOW_UP_DAYS, LONGEST_TEXT, Grade
from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.portal.cases.deadline_strip import days_left_words
from luoqiao.interfaces.portal.cases.pressed import read_press
from luoqiao.interfaces.portal.cases.words import unit_name
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Tag, Trouble
from luoqiao.policies.pack import Pack

FIRST_YEAR = 2022


@dataclass(frozen=True, slots=True)
class UnitRow:
    """一个单位的一行: counts with what they are counted of."""

    name: str
    counted: UnitRatings
    by_grade: tuple[int, ...]
    bar: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """差评整改的一行."""

    seen: FollowUpSeen
    unit: str
    tag: Tag


@never_cache
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Five grades and a few words; once."""
    if request.method != "POST":
        return _rating(request, number)
    grade, text = request.POST.get("grade", ""), request.POST.get("text", "")[: LONGEST_TEXT * 4]
    try:
        press = read_press(request.POST, number, the_actor(request), clock.now())
        services.rate_case(press, grade=grade, text=text)
    except DomainError as refused:
        return _rating(request, number, grade, text, refused)
    messages.info(request, "评价已收到，谢谢")
    return HttpResponseRedirect(reverse("cases:rate", args=(number,)))


@never_cache
def follow_up(request: HttpRequest, number: str) -> HttpResponse:
    """What was put right, and what the enterprise said when called back."""
    if request.method != "POST":
        return _follow_up(request, number)
    text, answer = request.POST.get("text", "")[:4000], request.POST.get("answer", "")[:4000]
    try:
        press = read_press(request.POST, number, the_actor(request), clock.now())
        services.follow_up(press, text=text, answer=answer)
    except DomainError as refused:
        return _follow_up(request, number, text, answer, refused)
    messages.info(request, "整改和回访已记下")
    return HttpResponseRedirect(reverse("cases:follow_up", args=(number,)))


@never_cache
def ratings(request: HttpRequest) -> HttpResponse:
    """Counts by unit for a year, and the follow-ups that are still to be done."""
    actor, on, pack = the_actor(request), clock.today(), get_pack()
    year = _year(request.GET.get("year", ""), on)
    counted = count_ratings(actor, date(year, 1, 1), date(year, 12, 31))
    running = list_follow_ups(actor)
    context = page(pack, "ratings", "好差评") | {
        "year": year, "years": [(one, f"?year={one}") for one in range(on.year, FIRST_YEAR - 1, -1)],
        "rows": [_unit(one, pack) for one in counted], "grades": [grade.label for grade in Grade],
        "sentence": _sentence(counted, year), "running": [_follow_up_row(one, pack, on) for one in running],
        "done": [_follow_up_row(one, pack, on) for one in list_follow_ups(actor, running=False)[:20]], "days": FOLLOW_UP_DAYS,
    }  # fmt: skip
    return render(request, "pages/cases/ratings.html", context)


def _rating(
    request: HttpRequest, number: str, grade: str = "", text: str = "", refused: DomainError | None = None
) -> HttpResponse:
    case = get_to_rate(number, the_actor(request))
    choices = tuple(Choice(one.value, one.label) for one in Grade)
    context = {
        "section": "claims", "page_title": "评价这次办理", "case": case, "key": uuid4(), "trouble": _trouble(refused),
        "grade": Field("grade", "grade", "您对这次办理", "segments", grade, choices=choices),
        "text": Field(
            "text", "text", "想说的话", "long", text, hint=f"最多 {LONGEST_TEXT} 字；办理这件事的人看不到", optional=True
        ),
        "days": FOLLOW_UP_DAYS,
    }  # fmt: skip
    return render(request, "pages/cases/rate.html", context, status=422 if refused else 200)


def _follow_up(
    request: HttpRequest, number: str, text: str = "", answer: str = "", refused: DomainError | None = None
) -> HttpResponse:
    actor, on, pack = the_actor(request), clock.today(), get_pack()
    seen = get_follow_up(number, actor)
    row = _follow_up_row(seen, pack, on)
    context = page(pack, "ratings", "差评整改") | {
        "row": row, "key": uuid4(), "trouble": _trouble(refused),
        "text": Field("text", "text", "怎样整改", "long", text, hint="查明了什么、改了什么"),
        "answer": Field("answer", "answer", "回访结果", "long", answer, hint="何时、用什么方式回访，企业怎么说"),
    }  # fmt: skip
    return render(request, "pages/cases/follow_up.html", context, status=409 if refused else 200)


def _unit(one: UnitRatings, pack: Pack) -> UnitRow:
    by_grade = tuple(one.grades.get(grade, 0) for grade in Grade)
    return UnitRow(unit_name(one.unit, pack), one, by_grade, tuple(zip((g.label for g in Grade), by_grade, strict=True)))


def _follow_up_row(one: FollowUpSeen, pack: Pack, on: date) -> FollowUpRow:
    late = one.late(on)
    if one.closed_on is not None:
        words = f"{one.closed_on:%Y-%m-%d} {'逾期办完' if late else '按期办完'}"
    else:
        words = days_left_words(working_days_left(get_calendar(), on, one.due_on), late=late)
    return FollowUpRow(one, unit_name(one.unit, pack), Tag(words, "late" if late else "plain"))


def _sentence(counted: Sequence[UnitRatings], year: int) -> str:
    closed, rated = sum(one.closed for one in counted), sum(one.rated for one in counted)
    if not closed:
        return f"{year} 年还没有办结的案件"
    bad = sum(one.bad for one in counted)
    said = f"{year} 年办结 {closed} 件，企业评价了 {rated} 件"
    return said + (f"，其中差评 {bad} 件" if rated else "")


def _year(text: str, on: date) -> int:
    return int(text) if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:4]) <= on.year else on.year


def _trouble(refused: DomainError | None) -> Trouble | None:
    if refused is None:
        return None
    return Trouble(f"{refused.message.rstrip('。')}。", "填的内容都还在下面。", "请改正后再交。", refused.code)
