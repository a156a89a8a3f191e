"""我的评审 `/experts/`: what an expert was asked to score: to declare, to score, done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.my_reviews import ReviewRow, list_my_reviews
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.parties.queries import township_names
from luoqiao.core.cases.expert_round import ExpertState
from luoqiao.interfaces.portal.cases.score_words import average_words, day_of, due_tag, state_tag
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Action, Tag

SENTENCE = "先声明与申报企业有没有利害关系，再看材料、打分；评审结束以前，别人的分谁也看不到。"


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """我的一件评审: whose, what about, what is to be done."""

    row: ReviewRow
    township: str
    href: str
    tag: Tag
    due: Tag | None
    said: str
    action: Action


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """一组: its heading, how it is explained."""

    identifier: str
    title: str
    note: str
    rows: tuple[ReviewShown, ...]


@never_cache
def reviews(request: HttpRequest) -> HttpResponse:
    """Everything that this person was asked to score, what is due first before the rest."""
    actor, on = the_actor(request), clock.today()
    towns = township_names()
    shown = [_shown(one, towns.get(one.township, ""), on) for one in list_my_reviews(actor)]
    context = {
        "section": "reviews", "page_title": "评审", "sentence": SENTENCE, "any": bool(shown), "done": _done(shown),
        "groups": tuple(group for group in _groups(shown) if group.rows),
    }  # fmt: skip
    return render(request, "pages/cases/reviews.html", context)


def _groups(shown: Iterable[ReviewShown]) -> tuple[ReviewGroup, ...]:
    listed = list(shown)

    def of(identifier: str, title: str, note: str, *states: ExpertState) -> ReviewGroup:
        rows = tuple(one for one in listed if one.row.waiting and one.row.state in states)
        rows = tuple(sorted(rows, key=lambda one: one.row.deadline_on or date.max))
        return ReviewGroup(identifier, f"{title} {len(rows)} 件", note, rows)

    return (
        of("to-declare", "待声明", "声明以前只看得到是哪家企业、报的什么", ExpertState.ASKED),
        of("to-score", "待打分", "已声明没有利害关系，材料可以看", ExpertState.READING),
    )


def _done(shown: Iterable[ReviewShown]) -> RuledTable:
    """What needs nothing more of this person, in short."""
    columns = (Column("企业", bare=True), Column("事项", bare=True), Column("我", bare=True), Column("结果", bare=True))
    rows = (_done_row(one) for one in shown if not one.row.waiting)
    return RuledTable("已办的评审", columns, tuple(rows), stacking=True)


def _done_row(one: ReviewShown) -> Row:
    below = " · ".join(filter(None, (one.row.number, one.township)))
    return Row((
        Cell("key", one.row.enterprise_name, href=one.href, below=below), Cell(text=one.row.title, below=one.row.subject),
        Cell("tag", tag=one.tag), Cell(text=one.said or "—"),
    ))  # fmt: skip


def _shown(one: ReviewRow, township: str, on: date) -> ReviewShown:
    href = reverse("cases:score", args=(one.number,))
    action = Action("声明" if one.state is ExpertState.ASKED else "看材料、打分", href, "primary")
    tag = state_tag(one.state) if one.runs or one.state.settled else Tag("评审已结束", "not_entitled")
    return ReviewShown(one, township, href, tag, due_tag(one.deadline_on, on) if one.waiting else None, _said(one), action)


def _said(one: ReviewRow) -> str:
    """What is to be known of a review that is done."""
    if one.average is not None:
        return average_words(one.average, passed=one.passed)
    if one.state is ExpertState.SCORED:
        return f"{day_of(one.scored_at)} 打分，{'评审还没有结束，可以更正' if one.runs else '评审没有出结果'}"
    return ""
