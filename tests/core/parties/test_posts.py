"""设岗的规矩：the three administrators are three persons with no other post; nobody serves himself."""

from itertools import permutations

import pytest

from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role
from luoqiao.core.parties.posts import (
    DELEGABLE,
    PLACED,
    THREE_ADMINS,
    AccountDeed,
    NotDelegable,
    NotForOneself,
    NotYourAccountDuty,
    ThreeAdminsApart,
    check_apart,
    check_delegable,
    check_duty,
)


@pytest.mark.parametrize(("role", "held"), list(permutations(sorted(THREE_ADMINS), 2)))
def test_no_administrator_is_another_one(role: Role, held: Role) -> None:
    with pytest.raises(ThreeAdminsApart, match=held.label):
        check_apart(role, [held])


@pytest.mark.parametrize("admin", sorted(THREE_ADMINS))
@pytest.mark.parametrize("other", sorted(set(Role) - THREE_ADMINS))
def test_an_administrator_holds_no_other_post(admin: Role, other: Role) -> None:
    for role, held in ((admin, other), (other, admin)):
        with pytest.raises(ThreeAdminsApart):
            check_apart(role, [held])


def test_posts_of_the_work_go_together() -> None:
    check_apart(Role.OFFICER, [Role.UNIT_HEAD, Role.OFFICER, Role.TOWN_CLERK])
    check_apart(Role.SYSTEM_ADMIN, [])


@pytest.mark.parametrize("deed", AccountDeed)
def test_each_deed_has_its_own_administrator(deed: AccountDeed) -> None:
    for role in Role:
        actor = Actor(1, "某人", (Post(role),))
        if role in deed.roles:
            assert check_duty(actor, deed, 2) == Post(role)
            with pytest.raises(NotForOneself):
                check_duty(actor, deed, 1)
        else:
            with pytest.raises(NotYourAccountDuty, match=deed.roles[0].label):
                check_duty(actor, deed, 2)
    assert check_duty(SYSTEM, deed, 2) is None


def test_no_one_makes_accounts_and_grants_posts() -> None:
    assert not set(AccountDeed.MAKE_ACCOUNT.roles) & set(AccountDeed.GRANT_POST.roles)


def test_a_delegate_does_not_serve_the_person_for_whom_he_acts() -> None:
    actor = Actor(1, "某人", (Post(Role.OFFICER, "industry_information", 9, "另一人"),))
    with pytest.raises(NotForOneself):
        check_duty(actor, AccountDeed.CONFIRM_AGENT, 9)


def test_what_is_held_as_a_person_is_not_delegated() -> None:
    for role in {*THREE_ADMINS, Role.EXPERT}:
        with pytest.raises(NotDelegable):
            check_delegable(role)
    for role in DELEGABLE:
        check_delegable(role)
    assert Role.LEADER not in PLACED
