"""登录: the lock counts across processes, the audit knows who came, frozen answers say who works at a desk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from luoqiao.apps.accounts.errors import AccountLocked, NoSuchAccount
from luoqiao.apps.accounts.models import Delegation, PostHeld
from luoqiao.apps.accounts.queries import get_actor, list_holders
from luoqiao.apps.accounts.sign_in import (
    LOCKED_FOR,
    MOST_ATTEMPTS,
    begin_attempt,
    forget_old_attempts,
    note_signed_in,
)
from luoqiao.apps.audit.queries import list_entries
from luoqiao.core.parties.actor import Post, Role
from tests.apps.accounts.account_builder import a_person, at

pytestmark = pytest.mark.django_db
NOON = at("2026-11-30", 12)
UNIT = "industry_information"


def test_the_sixth_try_in_a_row_locks_for_a_quarter_of_an_hour() -> None:
    for _ in range(MOST_ATTEMPTS):
        begin_attempt(username="Zhang", at=NOON)
    with pytest.raises(AccountLocked, match="锁到 12:15"):
        begin_attempt(username="zhang", at=NOON)
    with pytest.raises(AccountLocked):
        begin_attempt(username="zhang", at=NOON + LOCKED_FOR - timedelta(seconds=1))
    begin_attempt(username="zhang", at=NOON + LOCKED_FOR)
    assert [entry.action for entry in list_entries("account:zhang")] == ["account.locked"]


def test_tries_long_apart_lock_nobody() -> None:
    for hour in range(12):
        begin_attempt(username="zhang", at=at("2026-11-30", hour))


def test_coming_in_begins_the_count_anew() -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT))
    for _ in range(3):
        for _ in range(MOST_ATTEMPTS):
            begin_attempt(username="zhang", at=NOON)
        note_signed_in(user_id=user.pk, address="10.0.0.1", way="password+mfa", at=NOON)
    assert list_entries("account:zhang")[0].detail == {"address": "10.0.0.1", "way": "password+mfa"}


def test_old_tries_are_forgotten() -> None:
    begin_attempt(username="a", at=NOON - timedelta(days=2))
    begin_attempt(username="b", at=NOON)
    assert forget_old_attempts(NOON) == 1


def test_posts_are_those_of_the_day_and_take_one_query(django_assert_num_queries: object) -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT))
    PostHeld.objects.filter(user=user).update(from_on=date(2026, 1, 1), until_on=date(2026, 7, 1))
    assert get_actor(user.pk, date(2026, 6, 30)).posts == (Post(Role.OFFICER, UNIT),)
    assert get_actor(user.pk, date(2026, 7, 1)).posts == ()
    with django_assert_num_queries(1):  # type: ignore[operator]
        get_actor(user.pk, date(2026, 6, 30))


def test_a_disabled_account_is_nobody() -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT))
    user.is_active = False
    user.save()
    with pytest.raises(NoSuchAccount):
        get_actor(user.pk, date(2026, 6, 30))


def test_a_desk_is_kept_by_its_holder_and_by_the_delegate() -> None:
    holder, delegate = a_person("zhang", (Role.OFFICER, UNIT), name="张三"), a_person("li", (Role.UNIT_HEAD, UNIT), name="李四")
    post = PostHeld.objects.get(user=holder)
    Delegation.objects.create(
        post=post, to=delegate, from_on=date(2026, 6, 1), until_on=date(2026, 6, 8), given_at=timezone.now()
    )
    assert [one.name for one in list_holders(Role.OFFICER, UNIT, date(2026, 6, 8))] == ["张三"]
    own, lent = list_holders(Role.OFFICER, UNIT, date(2026, 6, 1))
    assert (own.name, lent.name, lent.for_name) == ("张三", "李四", "张三")
    actor = get_actor(delegate.pk, date(2026, 6, 7))
    assert actor.posts == (Post(Role.UNIT_HEAD, UNIT), Post(Role.OFFICER, UNIT, holder.pk, "张三"))
    assert set(actor.persons()) == {holder.pk, delegate.pk}
    PostHeld.objects.filter(pk=post.pk).update(until_on=date(2026, 6, 3))
    assert get_actor(delegate.pk, date(2026, 6, 3)).posts == (Post(Role.UNIT_HEAD, UNIT),)
