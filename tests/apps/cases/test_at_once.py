"""同时办：many people and many keys at once, each with a connection of its own; one deed happens, the others are told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from luoqiao.apps.cases.models import Case, CaseEvent, Todo
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.queries.replaying import replay_case
from luoqiao.apps.cases.services import deciding, filing
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.apps.evidence.errors import AlreadyUsed
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.cases.refusals import AlreadyClaimed, CaseMovedOn, NotAtThisStep
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role
from tests.apps.cases.stories import (
    AGENT,
    AT,
    CLERK,
    HEAD,
    MINE,
    OFFICER,
    OTHER_AGENT,
    OTHERS,
    SECOND_OFFICER,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    press,
    register_firm,
)

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 8


@pytest.fixture
def firms(transactional_db: None) -> None:
    load_packs(AT)
    register_firm(MINE, "泉州示例机械有限公司")
    register_firm(OTHERS, "泉州另例机械有限公司")


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """What each deed gave, or the refusal that it met."""

    def run(deed: Callable[[], object]) -> object:
        try:
            return deed()
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, deeds))


def check_whole(number: str) -> None:
    """The row and the to-dos are those of the state, and the state is that of the history."""
    file = get_case_file(number, SYSTEM)
    assert replay_case(number, SYSTEM)[-1].state == file.state
    assert (file.row.stage, file.row.step) == (file.state.stage.value, file.state.step)
    assert set(Todo.objects.filter(case__number=number).values_list("desk", flat=True)) == set(file.matter.waiting)
    assert [one.seq for one in file.history] == list(range(1, len(file.history) + 1))


@pytest.mark.usefixtures("firms")
def test_of_two_officers_who_decide_at_once_one_decides() -> None:
    number = handed_in(a_claim({an_invoice(18_640_000): 18_640_000}))
    presses = [press(number, actor) for actor in (OFFICER, SECOND_OFFICER) * 4]
    answers = at_once([lambda one=one: deciding.approve(one) for one in presses])  # type: ignore[misc]
    refused = [one for one in answers if isinstance(one, DomainError)]
    assert len(refused) == 7
    assert {type(one) for one in refused} == {CaseMovedOn}
    assert CaseEvent.objects.filter(case__number=number, kind="approved").count() == 1
    check_whole(number)


@pytest.mark.usefixtures("firms")
def test_the_same_button_pressed_many_times_at_once_is_one_deed() -> None:
    number = handed_in(a_claim({an_invoice(18_640_000): 18_640_000}))
    one = press(number, OFFICER)
    answers = at_once([lambda: deciding.approve(one)] * 8)
    assert not [answer for answer in answers if isinstance(answer, DomainError)]
    assert CaseEvent.objects.filter(case__number=number, kind="approved").count() == 1


@pytest.mark.usefixtures("firms")
def test_handed_in_many_times_at_once_it_is_handed_in_once() -> None:
    number = a_claim({an_invoice(18_640_000): 18_640_000})
    answers = at_once([lambda: filing.submit(number=number, actor=AGENT, at=AT, key=uuid4())] * 8)
    refused = [one for one in answers if isinstance(one, DomainError)]
    assert len(refused) == 7
    assert {type(one) for one in refused} == {NotAtThisStep}
    assert CaseEvent.objects.filter(case__number=number, kind="submitted").count() == 1
    check_whole(number)


@pytest.mark.usefixtures("firms")
def test_begun_many_times_at_once_it_is_one_case() -> None:
    wanted = Wanted(MINE, 2023, "cloud_adoption")
    answers = at_once([lambda: open_application(wanted=wanted, actor=AGENT, at=AT, key=uuid4())] * 8)
    assert sum(isinstance(one, str) for one in answers) == 1
    assert {type(one) for one in answers if not isinstance(one, str)} == {AlreadyClaimed}
    assert Case.objects.count() == 1


@pytest.mark.usefixtures("firms")
def test_two_firms_that_hand_in_the_same_invoice_at_once_do_not_both_get_it() -> None:
    line = an_invoice(18_640_000)
    mine = a_claim({line: 18_640_000})
    an_invoice(18_640_000, agent=OTHER_AGENT, uscc=OTHERS)
    theirs = a_claim({line: 18_640_000}, agent=OTHER_AGENT, uscc=OTHERS)
    answers = at_once([lambda: handed_in(mine), lambda: handed_in(theirs, OTHER_AGENT)])
    assert [type(one) for one in answers if isinstance(one, DomainError)] == [AlreadyUsed]
    assert CaseEvent.objects.filter(kind="submitted").count() == 1


@pytest.mark.usefixtures("firms")
def test_the_cap_of_a_year_holds_when_two_projects_are_decided_at_once() -> None:
    numbers = []
    for project, digits in (("一期技改", "23352000000004812077"), ("二期技改", "23352000000004812078")):
        form = {"production_equipment_investment": "2000万", "provincial_base": "0", "provincial_leading_enterprise": "否",
                "subject": project}  # fmt: skip
        line = an_invoice(2_000_000_000, digits)
        claim = a_claim(
            {line: 2_000_000_000}, clause="technology_upgrade", form=form, inputs=("production_equipment_investment",),
            subject=project,
        )  # fmt: skip
        numbers.append(approved(handed_in(claim), OFFICER, CLERK, OFFICER, HEAD))
    others = _joint()
    for number in numbers:
        for actor in others[:-1]:
            deciding.approve(press(number, actor))
    last = [press(number, others[-1]) for number in numbers]
    at_once([lambda one=one: deciding.approve(one) for one in last])  # type: ignore[misc]
    decided = [dict(get_case_file(number, SYSTEM).state.amounts or {}) for number in numbers]
    assert sum(amounts["city"] for amounts in decided) == 200_000_000
    for number in numbers:
        check_whole(number)


def _joint() -> list[Actor]:
    return [
        SECOND_OFFICER, Actor(71, "蔡文博", (Post(Role.FINANCE_OFFICER, "finance"),)),
        Actor(72, "何云起", (Post(Role.OFFICER, "development_reform"),)),
    ]  # fmt: skip

