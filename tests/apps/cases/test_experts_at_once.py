"""同时评审：experts and officers at once, each with a connection of its own; marks are neither lost nor counted twice."""

from __future__ import annotations

import pytest

from luoqiao.apps.cases.models import CaseEvent, ExpertAssignment, ExpertSheet
from luoqiao.apps.cases.queries.expert_rounds import get_scoring
from luoqiao.apps.cases.services import experts, scoring
from luoqiao.core.cases.expert_deeds import CannotAssign
from luoqiao.core.cases.refusals import CaseMovedOn, NotAtThisStep
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import SYSTEM
from tests.apps.cases.scoring_stories import (
    accounts_begin_high,
    asked,
    at_scoring,
    declared,
    in_round,
    scored,
    sheet_of,
    some_experts,
)
from tests.apps.cases.stories import OFFICER, SECOND_OFFICER, press
from tests.apps.cases.test_at_once import at_once, check_whole, firms  # noqa: F401 # the fixture of that name

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("firms")]


def refusals(answers: list[object]) -> list[type]:
    return [type(one) for one in answers if isinstance(one, DomainError)]


def test_of_two_officers_who_close_at_once_one_closes() -> None:
    accounts_begin_high()
    number, people = at_scoring(), some_experts()
    scored(number, people, 80, 70, 60)
    presses = [press(number, actor) for actor in (OFFICER, SECOND_OFFICER) * 3]
    answers = at_once([lambda one=one: experts.close_scoring(one) for one in presses])  # type: ignore[misc]
    assert refusals(answers) == [CaseMovedOn] * 5
    assert CaseEvent.objects.filter(case__number=number, kind="scoring_closed").count() == 1
    check_whole(number)


def test_two_officers_who_ask_the_same_expert_at_once_ask_once() -> None:
    accounts_begin_high()
    number, (li, *_) = at_scoring(), some_experts()
    presses = [in_round(number, actor) for actor in (OFFICER, SECOND_OFFICER) * 3]
    answers = at_once([lambda one=one: experts.assign_experts(one, users=[li.user]) for one in presses])  # type: ignore[misc]
    assert refusals(answers) == [CannotAssign] * 5
    assert ExpertAssignment.objects.count() == 1


def test_scores_that_arrive_while_the_round_is_closed_are_counted_or_refused_never_lost() -> None:
    accounts_begin_high()
    number, people = at_scoring(), some_experts()
    scored(number, people, 60, 60, 60)
    corrections = [(in_round(number, one), sheet_of(90)) for one in people[:3]]
    closing = press(number, OFFICER)
    deeds = [lambda one=one: scoring.hand_in_scores(one[0], given=one[1]) for one in corrections]  # type: ignore[misc]
    answers = at_once([deeds[0], lambda: experts.close_scoring(closing), *deeds[1:]])
    assert set(refusals(answers)) <= {NotAtThisStep}
    (one,) = get_scoring(number, SYSTEM).closed
    kept = {row.assignment.name: row.total for row in ExpertSheet.objects.select_related("assignment").order_by("number")}
    assert {sheet.name: sheet.sheet.total for sheet in one.sheets} == kept
    assert one.recomputed.value == one.event.average
    check_whole(number)


def test_all_experts_declare_and_score_at_once() -> None:
    accounts_begin_high()
    number, people = at_scoring(), some_experts(6)
    asked(number, *people)
    at_once([lambda one=one: declared(number, one) for one in people])  # type: ignore[misc]
    at_once([lambda one=one: scoring.hand_in_scores(in_round(number, one), given=sheet_of(70)) for one in people])  # type: ignore[misc]
    experts.close_scoring(press(number, OFFICER))
    (closed,) = get_scoring(number, SYSTEM).closed
    assert (closed.event.count, closed.event.average) == (6, 7000)
