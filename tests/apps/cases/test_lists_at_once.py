"""名单同时办、中途断掉：confirmed once, every row carried out once, whatever happens at the same time or in between."""

from __future__ import annotations

from uuid import uuid4

import pytest

from luoqiao.apps.cases.models import Case, CaseEvent, ListRow, RecognitionList
from luoqiao.apps.cases.services.list_rows import carry_out_lists
from luoqiao.apps.cases.services.lists import check_list, confirm_list
from luoqiao.apps.parties.models import Title
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.cases.recognition_list import AlreadyImported, ListMovedOn
from luoqiao.core.parties.actor import Actor, Post, Role
from tests.apps.cases.list_stories import a_file, a_head, arrived
from tests.apps.cases.stories import AT, HEAD, MINE, OFFICER, OTHERS, SECOND_OFFICER, register_firm
from tests.apps.cases.test_at_once import at_once, check_whole
from tests.killing import kill_at_each_statement

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = (("泉州示例机械有限公司", MINE, "新认定", "CX-001"), ("泉州另例机械有限公司", OTHERS, "新认定", "CX-002"))
THIRD = Actor(34, "洪书言", (Post(Role.OFFICER, "industry_information"),))


@pytest.fixture(autouse=True)
def firms(transactional_db: None) -> None:
    load_packs(AT)
    register_firm(MINE, "泉州示例机械有限公司")
    register_firm(OTHERS, "泉州另例机械有限公司")


def checked() -> str:
    number = arrived(a_head(), a_file(*ROWS))
    check_list(number=number, actor=OFFICER, at=AT)
    return number


def whole(number: str) -> None:
    """Every row that has its case has its title, and no case stands without its row."""
    rows = ListRow.objects.filter(recognition_list__number=number, result="case")
    assert set(Case.objects.values_list("uscc", flat=True)) == set(rows.values_list("matched", flat=True))
    assert set(rows.values_list("matched", flat=True)) <= set(Title.objects.values_list("enterprise__uscc", flat=True))
    for case in Case.objects.values_list("number", flat=True):
        check_whole(case)


def test_of_many_who_confirm_at_once_one_does() -> None:
    number = checked()
    people = (HEAD, SECOND_OFFICER, THIRD) * 2
    answers = at_once([lambda who=who: confirm_list(number=number, actor=who, at=AT) for who in people])  # type: ignore[misc]
    winner = RecognitionList.objects.get(number=number).confirmed_by
    assert sum(isinstance(one, ListMovedOn) for one in answers) == sum(who.user != winner for who in people)


def test_rows_that_several_rounds_take_up_at_once_are_carried_out_once() -> None:
    number = checked()
    confirm_list(number=number, actor=HEAD, at=AT)
    at_once([lambda: carry_out_lists(AT) for _ in range(6)])
    carry_out_lists(AT)
    assert CaseEvent.objects.filter(kind="opened").count() == 2
    assert Title.objects.count() == 2
    whole(number)


def test_the_same_file_imported_at_once_is_one_list() -> None:
    people = (OFFICER, SECOND_OFFICER, THIRD) * 2
    answers = at_once([lambda who=who: arrived(a_head(), a_file(*ROWS), actor=who, key=uuid4()) for who in people])  # type: ignore[misc]
    assert sum(isinstance(one, AlreadyImported) for one in answers) == 5
    assert RecognitionList.objects.count() == 1


def test_killed_at_any_statement_every_row_is_carried_out_once() -> None:
    number = checked()
    confirm_list(number=number, actor=HEAD, at=AT)
    killed = kill_at_each_statement(lambda: carry_out_lists(AT), lambda: whole(number))
    assert killed > 30
    assert Case.objects.count() == 2
    assert CaseEvent.objects.filter(kind="submitted").count() == 2
    whole(number)
