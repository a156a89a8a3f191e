"""存下的方案: kept once however often the form is sent, opened by everybody who has the address, deleted by its owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from luoqiao.apps.whatif import services
from luoqiao.apps.whatif.errors import BadName, KeyTaken, NotYours, TooManyScenarios, UnknownScenario
from luoqiao.apps.whatif.limits import LONGEST_QUERY
from luoqiao.apps.whatif.models import Scenario
from luoqiao.apps.whatif.queries import find_scenarios, get_scenario, list_scenarios
from luoqiao.apps.whatif.services import Draft, delete_scenario, save_scenario

pytestmark = pytest.mark.django_db

AT = datetime(2023, 6, 30, 9, 0, tzinfo=UTC)
MINE, OTHER = "a" * 64, "b" * 64
DRAFT = Draft(
    "区级三成", "cloud_adoption", "上云上平台补助", "district.rate=30%25", "luojiang_2022_31", "0" * 64,
    "合成总体（示例，第 1 组，参数可改）", {"district": "535098.00"},
)  # fmt: skip


def _save(name: str = "区级三成", owner: str = MINE, key: UUID | None = None, at: datetime = AT) -> UUID:
    return save_scenario(draft=replace(DRAFT, name=name), key=key or uuid4(), owner=owner, at=at)


def test_sending_the_form_twice_keeps_one_scenario() -> None:
    key = uuid4()
    assert _save(key=key) == _save(key=key)
    assert Scenario.objects.count() == 1


def test_a_used_form_never_overwrites_what_it_saved() -> None:
    key = uuid4()
    first = _save(key=key)
    with pytest.raises(KeyTaken):
        _save(key=key, name="另一个")
    with pytest.raises(KeyTaken):
        _save(key=key, owner=OTHER)
    assert get_scenario(str(first)).name == "区级三成"


def test_everybody_opens_a_scenario_but_only_its_browser_lists_and_deletes_it() -> None:
    kept = str(_save())
    assert [one.name for one in list_scenarios(MINE)] == ["区级三成"]
    assert list_scenarios(OTHER) == ()
    assert list_scenarios("") == ()
    opened = get_scenario(kept, OTHER)
    assert (opened.own, opened.result) == (False, {"district": "535098.00"})
    for asker in (OTHER, ""):
        with pytest.raises(NotYours):
            delete_scenario(identifier=kept, owner=asker)
    assert delete_scenario(identifier=kept, owner=MINE) == "区级三成"
    with pytest.raises(UnknownScenario):
        get_scenario(kept)


@pytest.mark.parametrize("identifier", ["", "1", "x" * 500, "../etc", str(UUID(int=0))])
def test_an_unknown_address_is_refused(identifier: str) -> None:
    with pytest.raises(UnknownScenario):
        get_scenario(identifier)
    with pytest.raises(UnknownScenario):
        delete_scenario(identifier=identifier, owner=MINE)


def test_the_newest_comes_first_and_comparing_keeps_the_order_asked_for() -> None:
    one, two = str(_save("一")), str(_save("二", at=AT + timedelta(minutes=1)))
    assert [saved.name for saved in list_scenarios(MINE)] == ["二", "一"]
    assert [saved.name for saved in find_scenarios([one, "nonsense", two, one])] == ["一", "二"]
    assert list_scenarios(MINE, "srdi") == ()


@pytest.mark.parametrize("name", ["", "   ", "字" * 61, "甲\u202e乙", "甲\x00"])
def test_a_name_must_be_short_and_readable(name: str) -> None:
    with pytest.raises(BadName):
        _save(name)
    assert not Scenario.objects.exists()


def test_blanks_of_a_name_are_tidied() -> None:
    assert get_scenario(str(_save("  区级 \n 三成 "))).name == "区级 三成"


def test_neither_a_browser_nor_the_platform_keeps_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_OWN", 2)
    monkeypatch.setattr(services, "MOST_ALL", 3)
    _save()
    key = uuid4()
    kept = _save(key=key)
    with pytest.raises(TooManyScenarios, match="这个浏览器最多存 2 个"):
        _save()
    assert _save(key=key) == kept, "what is kept already may be sent again when all is full"
    _save(owner=OTHER)
    with pytest.raises(TooManyScenarios, match="平台最多存 3 个"):
        _save(owner="c" * 64)


def test_a_trial_with_too_many_fields_is_refused() -> None:
    with pytest.raises(BadName, match="存不下"):
        save_scenario(draft=replace(DRAFT, query="x" * (LONGEST_QUERY + 1)), key=uuid4(), owner=MINE, at=AT)


def test_the_table_itself_refuses_a_readable_owner() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _save(owner="somebody")
