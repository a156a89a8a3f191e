"""评价与整改: the applicant rates a closed case once; a bad rating is put right by somebody who did not handle the case.

Grades and days stand in `satisfaction.py`. Officers who handled a case are not told how it was rated, nor by whom.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, tzinfo

from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.procedure import LEAD_UNIT, Parties, Seat
from luoqiao.core.cases.refusals import NotAtThisStep, NotYourDuty, ReasonMissing
from luoqiao.core.cases.satisfaction import FOLLOW_UP_DAYS, FollowUp, Grade, Rating, rate
from luoqiao.core.cases.state import CaseState, Stage
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.working_days import Calendar, Counted
from luoqiao.core.parties.actor import Actor, Post, Role

FOLLOW_UP, FOLLOW_UP_NAME = "follow_up", "差评整改"
"""The name under which the to-do of a follow-up stands on a desk, and its word."""
LONGEST = 2000


class HandledTheCase(DomainError):
    """经办过的人不能整改自己的差评."""

    code = "LQ-5533"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}经办过这件案件，差评要由别人整改和回访；请本单位的负责人或另一位同事办理")


def rate_case(matter: Matter, actor: Actor, rating: Rating, calendar: Calendar) -> tuple[tuple[e.Event, ...], FollowUp | None]:
    """好差评: by an agent of the enterprise, once, after the case was handed in and closed; and the follow-up it opens."""
    state = matter.state
    if actor.holds(Role.ENTERPRISE_AGENT, matter.parties.uscc) is None:
        raise NotYourDuty("申请的企业")
    earlier = Grade(state.rated.grade) if state.rated else None
    opened = rate(rating, ended=ratable(state), earlier=earlier, calendar=calendar)
    return (e.Rated(rating.grade.value, rating.text),), opened


def ratable(state: CaseState) -> bool:
    """Whether there is something to rate: the case was handed in, and it is closed."""
    return state.stage is Stage.CLOSED and state.round > 0


def pending(state: CaseState) -> bool:
    """Whether a bad rating waits to be followed up."""
    return state.rated is not None and Grade(state.rated.grade).bad and state.followed_up is None


def follow_up_desk(parties: Parties) -> str:
    """The head of the lead unit."""
    return Seat(Role.UNIT_HEAD, LEAD_UNIT).desk(parties)


def due_of(state: CaseState, calendar: Calendar, zone: tzinfo) -> Counted | None:
    """By when the bad rating must be followed up; None without one."""
    if state.rated_at is None or not pending(state):
        return None
    return calendar.add(state.rated_at.astimezone(zone).date(), FOLLOW_UP_DAYS)


def follow_up(
    matter: Matter, history: Iterable[e.Recorded], actor: Actor, *, text: str, answer: str
) -> tuple[tuple[e.Event, ...], Post]:
    """整改回访: by the head or an officer of the lead unit who did not handle the case: what was done, what was answered."""
    post = duty_to_follow_up(matter, history, actor)
    if not text.strip():
        raise ReasonMissing("差评整改（怎样整改）")
    if not answer.strip():
        raise ReasonMissing("差评回访（企业怎么说）")
    return (e.FollowedUp(text.strip()[:LONGEST], answer.strip()[:LONGEST]),), post


def duty_to_follow_up(matter: Matter, history: Iterable[e.Recorded], actor: Actor) -> Post:
    """The post in which this person may follow up; refuses others, and whoever handled the case."""
    if not pending(matter.state):
        raise NotAtThisStep("整改差评", "没有待整改的差评")
    unit = matter.parties.lead_unit
    post = actor.holds(Role.UNIT_HEAD, unit) or actor.holds(Role.OFFICER, unit)
    if post is None:
        raise NotYourDuty("牵头部门负责人")
    if {actor.user, post.for_user} & handlers(history):
        raise HandledTheCase(actor.name)
    return post


def handlers(history: Iterable[e.Recorded]) -> frozenset[int]:
    """经办人: everybody who worked on the case at an official's desk, except as head of a unit."""
    found: set[int] = set()
    for one in history:
        role = one.post.partition("@")[0]
        if role and role not in (Role.ENTERPRISE_AGENT, Role.UNIT_HEAD):
            found |= one.persons
    return frozenset(found)


def told_of_rating(actor: Actor, parties: Parties) -> bool:
    """Whether somebody is told how a case was rated: the enterprise itself, the head, leaders, auditors; not who handled it."""
    return (
        actor.user == 0
        or actor.has(Role.LEADER, Role.AUDITOR)
        or actor.holds(Role.ENTERPRISE_AGENT, parties.uscc) is not None
        or actor.holds(Role.UNIT_HEAD, parties.lead_unit) is not None
    )


def without_rating(history: Iterable[e.Recorded]) -> tuple[e.Recorded, ...]:
    """The history as those are told who handled the case."""
    return tuple(one for one in history if not isinstance(one.event, e.Rated | e.FollowedUp))


def kept_in_time(due_on: date, closed_on: date | None) -> bool:
    """Whether a follow-up was closed by its day."""
    return closed_on is not None and closed_on <= due_on
