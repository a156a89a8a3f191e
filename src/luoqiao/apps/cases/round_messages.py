"""评审的消息: an expert is asked or released; the lead unit learns that one stood down, or that nobody is waited for any more."""

from __future__ import annotations

from luoqiao.apps.cases.message_parts import lead_of, make_notice, said_day
from luoqiao.apps.cases.opened import Opened
from luoqiao.core.cases.expert_round import Expert, Round
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, person


def asked_expert(opened: Opened, held: Round, user: int) -> Notice:
    """Somebody is asked to score."""
    due = opened.row.deadline_on
    values = {"deadline": said_day(due) if due else "（没有期限）"}
    key = f"round:{held.number}:asked:{user}"
    return make_notice(opened, Kind.REVIEWER_ASSIGNED, [person(user)], key, values, score_link(opened))


def released_expert(opened: Opened, held: Round, one: Expert, reason: str) -> Notice:
    """Somebody is waited for no more."""
    key = f"round:{held.number}:released:{one.user}"
    return make_notice(opened, Kind.REVIEWER_RELEASED, [person(one.user)], key, {"reason": reason}, score_link(opened))


def stood_down(opened: Opened, held: Round, one: Expert) -> Notice:
    """Somebody declared a conflict; what it is stands on the page of the round."""
    key = f"round:{held.number}:stood-down:{one.user}"
    values = {"person": one.name}
    return make_notice(opened, Kind.REVIEWER_STOOD_DOWN, [lead_of(opened)], key, values, experts_link(opened))


def scores_complete(opened: Opened, held: Round) -> Notice:
    """The round may be closed."""
    key = f"round:{held.number}:complete:{len(held.experts)}:{len(held.scored)}"
    values = {"count": str(len(held.scored))}
    return make_notice(opened, Kind.SCORES_COMPLETE, [lead_of(opened)], key, values, experts_link(opened))


def score_link(opened: Opened) -> str:
    """Where an expert declares, reads and scores."""
    return f"/cases/{opened.row.number}/score/"


def experts_link(opened: Opened) -> str:
    """Where the round is organised and closed."""
    return f"/cases/{opened.row.number}/experts/"
