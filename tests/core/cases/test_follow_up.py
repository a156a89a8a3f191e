"""评价与整改：rated once by the applicant; a bad one is followed up by somebody who did not handle the case."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.cases import decide, follow_up
from luoqiao.core.cases.follow_up import HandledTheCase
from luoqiao.core.cases.refusals import NotAtThisStep, NotYourDuty, ReasonMissing
from luoqiao.core.cases.satisfaction import AlreadyRated, FollowUp, NotYetRatable, read_rating
from luoqiao.core.cases.state import replay
from luoqiao.core.parties.actor import Actor
from luoqiao.policies.calendar_reader import open_calendar
from tests.core.cases.case_builder import ZONE, CaseBuilder, a_case
from tests.core.cases.people import (
    AGENT,
    CLERK,
    HEAD,
    LEADER,
    OFFICER,
    PARTIES,
    SECOND_OFFICER,
    STRANGER,
    standing_in,
)

CALENDAR = open_calendar()


def closed() -> CaseBuilder:
    """A claim refused by OFFICER and HEAD on 2023-06-12."""
    case = a_case("claim").submitted().approved(OFFICER).approved(CLERK)
    return case.rejected(OFFICER).approved(HEAD)


def rated(case: CaseBuilder, grade: str = "dissatisfied", by: Actor = AGENT) -> FollowUp | None:
    rating = read_rating(grade, "等了两个月", case.at.date())
    happened, opened = follow_up.rate_case(case.matter, by, rating, CALENDAR)
    case.happen(by, *happened)
    return opened


def test_a_bad_rating_is_due_in_fifteen_working_days() -> None:
    case = closed()
    assert rated(case) == FollowUp(date(2023, 7, 4), provisional=False)
    due = follow_up.due_of(case.state, CALENDAR, ZONE)
    assert due is not None
    assert due.last_on == date(2023, 7, 4)
    assert follow_up.follow_up_desk(PARTIES) == "unit_head@industry_information"
    assert decide.waiting_desks(case.matter) == ()
    assert replay(case.matter.procedure, case.history) == case.state


def test_a_good_rating_opens_nothing() -> None:
    case = closed()
    assert rated(case, "fair") is None
    assert follow_up.due_of(case.state, CALENDAR, ZONE) is None
    with pytest.raises(AlreadyRated):
        rated(case)


def test_only_the_applicant_rates_and_only_what_is_closed() -> None:
    with pytest.raises(NotYetRatable):
        rated(a_case("claim").submitted())
    for actor in (OFFICER, CLERK, LEADER):
        with pytest.raises(NotYourDuty):
            rated(closed(), by=actor)


def test_who_handled_the_case_does_not_follow_it_up() -> None:
    case = closed()
    rated(case)
    told = {"text": "重新梳理了材料清单", "answer": "企业表示理解"}
    for actor in (OFFICER, standing_in(30, OFFICER.user, "officer@industry_information")):
        with pytest.raises(HandledTheCase):
            follow_up.follow_up(case.matter, case.history, actor, **told)
    with pytest.raises(NotYourDuty):
        follow_up.follow_up(case.matter, case.history, STRANGER, **told)
    with pytest.raises(ReasonMissing, match="企业怎么说"):
        follow_up.follow_up(case.matter, case.history, HEAD, text="改了", answer=" ")
    happened, post = follow_up.follow_up(case.matter, case.history, SECOND_OFFICER, **told)
    assert post.desk == "officer@industry_information"
    case.happen(SECOND_OFFICER, *happened)
    assert not follow_up.pending(case.state)
    with pytest.raises(NotAtThisStep):
        follow_up.follow_up(case.matter, case.history, HEAD, **told)


def test_the_officer_is_not_told_of_the_rating() -> None:
    case = closed()
    rated(case)
    told = {one.user: follow_up.told_of_rating(one, PARTIES) for one in (AGENT, CLERK, OFFICER, HEAD, LEADER, STRANGER)}
    assert [user for user, yes in told.items() if yes] == [AGENT.user, HEAD.user, LEADER.user]
    assert [one.event.kind for one in follow_up.without_rating(case.history)][-1] == "approved"
