"""好差评：rated once, a bad one lies on the head's desk until somebody else has followed it up."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.apps.cases.models import Case, CaseEvent, FollowUp, Todo
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.cases.services.rating import follow_up, rate_case
from luoqiao.apps.outbox.models import Message
from luoqiao.core.cases.follow_up import HandledTheCase
from luoqiao.core.cases.refusals import NoSuchCase, NotYourDuty
from luoqiao.core.cases.satisfaction import AlreadyRated, NotYetRatable, UnreadableRating
from tests.apps.cases.report_stories import moment
from tests.apps.cases.stories import (
    AGENT,
    CLERK,
    HEAD,
    OFFICER,
    OTHER_AGENT,
    SECOND_OFFICER,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    press,
)

pytestmark = pytest.mark.usefixtures("firms")
HEADS_DESK = "unit_head@industry_information"


def a_refused_claim() -> str:
    """Refused by OFFICER and HEAD on 2023-06-12."""
    number = approved(handed_in(a_claim({an_invoice(18_640_000): 18_640_000})), OFFICER, CLERK)
    deciding.reject(press(number, OFFICER), reasons=("服务不在范围内",))
    return approved(number, HEAD)


def test_a_good_rating_is_kept_and_nothing_follows() -> None:
    number = a_refused_claim()
    pressed = press(number, AGENT, moment(6, 14))
    rate_case(pressed, grade="satisfied", text="讲得清楚")
    rate_case(pressed, grade="satisfied", text="讲得清楚")
    assert CaseEvent.objects.filter(case__number=number, kind="rated").count() == 1
    assert not FollowUp.objects.exists()
    with pytest.raises(AlreadyRated):
        rate_case(press(number, AGENT, moment(6, 15)), grade="fair")


def test_a_bad_rating_lies_on_the_head_s_desk_and_the_case_stays_closed() -> None:
    number = a_refused_claim()
    rate_case(press(number, AGENT, moment(6, 14)), grade="dissatisfied", text="等了两个月")
    row = FollowUp.objects.get()
    assert (row.unit, row.due_on, row.closed_at) == ("industry_information", date(2023, 7, 6), None)
    todo = Todo.objects.get()
    assert (todo.desk, todo.step, todo.deadline_on) == (HEADS_DESK, "follow_up", date(2023, 7, 6))
    case = Case.objects.get(number=number)
    assert (case.stage, case.step_name, case.deadline_on) == ("closed", "不予支持", None)
    message = Message.objects.get(kind="bad_rating")
    assert "不满意" in message.subject
    assert "等了两个月" in message.body
    assert message.link == f"/cases/{number}/follow-up/"


def test_the_applicant_is_asked_once_after_a_refusal_too() -> None:
    number = a_refused_claim()
    assert list(Message.objects.filter(kind="satisfaction_asked").values_list("link", flat=True)) == [f"/cases/{number}/rate/"]


def test_somebody_else_follows_up_and_the_desk_is_empty_again() -> None:
    number = a_refused_claim()
    rate_case(press(number, AGENT, moment(6, 14)), grade="very_dissatisfied")
    with pytest.raises(HandledTheCase):
        follow_up(press(number, OFFICER, moment(6, 20)), text="改进了", answer="满意了")
    follow_up(press(number, SECOND_OFFICER, moment(6, 20)), text="重新说明了不支持的理由", answer="企业表示理解")
    row = FollowUp.objects.get()
    assert (row.handled_by, row.text, row.answer, row.closed_at) == (
        SECOND_OFFICER.user, "重新说明了不支持的理由", "企业表示理解", moment(6, 20)
    )  # fmt: skip
    assert not Todo.objects.exists()


def test_the_head_may_follow_up_what_an_officer_handled() -> None:
    number = a_refused_claim()
    rate_case(press(number, AGENT, moment(6, 14)), grade="dissatisfied")
    follow_up(press(number, HEAD, moment(6, 20)), text="约谈了经办", answer="企业认可")
    assert FollowUp.objects.get().handled_name == HEAD.name


def test_only_the_applicant_rates_once_it_is_closed() -> None:
    number = handed_in(a_claim({an_invoice(18_640_000): 18_640_000}))
    with pytest.raises(NotYetRatable):
        rate_case(press(number, AGENT), grade="fair")
    closed = a_refused_claim_of(number)
    with pytest.raises(NotYourDuty):
        rate_case(press(closed, OFFICER), grade="very_satisfied")
    with pytest.raises(NoSuchCase):
        rate_case(press(closed, OTHER_AGENT), grade="fair")
    with pytest.raises(UnreadableRating):
        rate_case(press(closed, AGENT), grade="best")
    assert not CaseEvent.objects.filter(kind="rated").exists()


def a_refused_claim_of(number: str) -> str:
    approved(number, OFFICER, CLERK)
    deciding.reject(press(number, OFFICER), reasons=("服务不在范围内",))
    return approved(number, HEAD)
