"""账户和职责的判断：冷静期、两个人、谁能办；代别人办的也算那个人。"""

from datetime import date

import pytest

from luoqiao.core.parties.account import cooled, same_person
from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role
from luoqiao.core.parties.duty import NotYourDuty, Places, RegisterDeed, find_duty, get_duty
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel

FIRM = Places("91350504MA2000019C", "350504001", "zone")


@pytest.mark.parametrize(("day", "long_enough"), [(4, False), (7, True), (5, True), (1, False)])
def test_cooling_takes_whole_working_days(day: int, long_enough: bool) -> None:
    assert cooled(date(2023, 3, 1), date(2023, 3, day)) == long_enough


def test_two_sides_share_nobody_in_person_or_by_delegation() -> None:
    deputy = Actor(9, "代", (Post(Role.OFFICER, "x", for_user=4),))
    assert same_person((4,), deputy.persons())
    assert not same_person((5,), deputy.persons())
    assert not same_person((0,), (0,))


@pytest.mark.parametrize(
    ("post", "deed", "may"),
    [
        (Post(Role.TOWN_CLERK, "350504001"), RegisterDeed.CORRECT, True),
        (Post(Role.TOWN_CLERK, "350504102"), RegisterDeed.CORRECT, False),
        (Post(Role.ENTERPRISE_AGENT, FIRM.uscc), RegisterDeed.PROPOSE_ACCOUNT, True),
        (Post(Role.ENTERPRISE_AGENT, "x"), RegisterDeed.PROPOSE_ACCOUNT, False),
        (Post(Role.OFFICER, "finance"), RegisterDeed.CONFIRM_ACCOUNT, True),
        (Post(Role.LEADER), RegisterDeed.UNMASK, False),
        (Post(Role.TOWN_CLERK, ""), RegisterDeed.CORRECT, False),
        (Post(Role.SYSTEM_ADMIN), RegisterDeed.REGISTER, False),
    ],
)
def test_whose_duty_it_is(post: Post, deed: RegisterDeed, may: bool) -> None:
    assert (find_duty(Actor(1, "某", (post,)), deed, FIRM) is not None) == may


def test_the_system_imports_but_confirms_no_account() -> None:
    assert get_duty(SYSTEM, RegisterDeed.RECORD_LISTS) is None
    with pytest.raises(NotYourDuty):
        get_duty(SYSTEM, RegisterDeed.CONFIRM_ACCOUNT, FIRM)


def test_a_title_is_held_until_it_runs_out_or_is_withdrawn() -> None:
    title = HeldTitle(
        TitleKind.SRDI,
        TitleLevel.PROVINCIAL,
        date(2022, 1, 1),
        date(2025, 1, 1),
        withdrawn_on=date(2024, 1, 1),
    )
    assert [title.holds_on(date(year, 1, 1)) for year in (2021, 2022, 2023, 2024)] == [
        False,
        True,
        True,
        False,
    ]
