"""设岗和委托：three administrators apart, in the service and in the database; a post is lent for days and comes back."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from luoqiao.apps.accounts.errors import (
    LastAdministrator,
    NoSuchDelegation,
    NoSuchPost,
    NotColleague,
    NotYourPost,
    PostTaken,
)
from luoqiao.apps.accounts.models import Delegation, PostHeld
from luoqiao.apps.accounts.people import list_colleagues, list_delegations
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.accounts.services import NewPost, delegate, end_delegation, end_post, grant_post
from luoqiao.apps.audit.queries import list_entries
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role
from luoqiao.core.parties.posts import NotDelegable, NotForOneself, NotYourAccountDuty, ThreeAdminsApart
from tests.apps.accounts.account_builder import a_person, an_actor, at
from tests.apps.parties.conftest import load_pack_organisation

pytestmark = pytest.mark.django_db
UNIT, NOW, TODAY = "industry_information", at("2026-11-30"), date(2026, 11, 30)
OFFICER = NewPost(Role.OFFICER, UNIT, TODAY)


@pytest.fixture
def security(db: None) -> Actor:
    load_pack_organisation()
    return an_actor("security", (Role.SECURITY_ADMIN, ""), name="安全员")


def test_the_security_administrator_grants_a_post_and_it_is_kept_who_did(security: Actor) -> None:
    user = a_person("zhang")
    grant_post(user_id=user.pk, asked=OFFICER, actor=security, at=NOW)
    assert get_actor(user.pk, TODAY).posts == (Post(Role.OFFICER, UNIT),)
    (entry,) = list_entries("account:zhang")
    assert (entry.action, entry.name, entry.post) == ("post.granted", "安全员", "security_admin@")
    with pytest.raises(PostTaken):
        grant_post(user_id=user.pk, asked=OFFICER, actor=security, at=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECURITY_ADMIN])
def test_nobody_else_grants_a_post(role: Role) -> None:
    user, actor = a_person("zhang"), Actor(999, "某人", (Post(role, UNIT),))
    with pytest.raises(NotYourAccountDuty):
        grant_post(user_id=user.pk, asked=OFFICER, actor=actor, at=NOW)


def test_nobody_grants_a_post_to_himself(security: Actor) -> None:
    with pytest.raises(NotForOneself):
        grant_post(user_id=security.user, asked=OFFICER, actor=security, at=NOW)
    user = a_person("zhang")
    with pytest.raises(IntegrityError, match="nobody_grants_himself"), transaction.atomic():
        PostHeld.objects.create(
            user=user, role="auditor", from_on=TODAY, granted_by="x", granted_by_user=user.pk, granted_at=NOW
        )


@pytest.mark.parametrize("second", [Role.AUDIT_ADMIN, Role.SECURITY_ADMIN, Role.OFFICER, Role.AUDITOR])
def test_an_administrator_gets_no_second_post(security: Actor, second: Role) -> None:
    user = a_person("system", (Role.SYSTEM_ADMIN, ""))
    place = UNIT if second is Role.OFFICER else ""
    with pytest.raises(ThreeAdminsApart, match="系统管理员"):
        grant_post(user_id=user.pk, asked=NewPost(second, place, TODAY), actor=security, at=NOW)


@pytest.mark.parametrize(
    ("first", "second"), [("system_admin", "audit_admin"), ("officer", "security_admin"), ("auditor", "audit_admin")]
)
def test_the_database_keeps_the_three_apart_by_itself(first: str, second: str) -> None:
    user = a_person("zhang")
    known = {"user": user, "granted_by": "x", "granted_at": NOW}
    PostHeld.objects.create(role=first, from_on=date(2026, 1, 1), until_on=date(2026, 7, 1), **known)
    with pytest.raises(IntegrityError, match="three administrators"), transaction.atomic():
        PostHeld.objects.create(role=second, from_on=date(2026, 6, 30), **known)
    with pytest.raises(IntegrityError, match="three administrators"), transaction.atomic():
        PostHeld.objects.create(role=second, from_on=date(2025, 1, 1), until_on=date(2026, 1, 2), **known)
    PostHeld.objects.create(role=second, from_on=date(2026, 7, 1), **known)


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_do_not_get_past_it() -> None:
    user, begin, refused = a_person("zhang"), Barrier(2), []

    def insert(role: str) -> None:
        try:
            with transaction.atomic():
                begin.wait(10)
                PostHeld.objects.create(user=user, role=role, from_on=TODAY, granted_by="x", granted_at=NOW)
        except IntegrityError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=insert, args=(role,)) for role in ("system_admin", "audit_admin")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), PostHeld.objects.filter(user=user).count()) == (1, 1)


def test_a_post_needs_its_place_and_its_days(security: Actor) -> None:
    user = a_person("zhang")
    for wrong in (
        NewPost(Role.OFFICER, "nowhere", TODAY), NewPost(Role.TOWN_CLERK, "", TODAY), NewPost(Role.LEADER, UNIT, TODAY),
        NewPost(Role.ENTERPRISE_AGENT, "91350504MA2000019C", TODAY), NewPost(Role.OFFICER, UNIT, TODAY, TODAY),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            grant_post(user_id=user.pk, asked=wrong, actor=security, at=NOW)
    for right in (NewPost(Role.TOWN_CLERK, "350504002", TODAY), NewPost(Role.LEADER, "", TODAY)):
        grant_post(user_id=user.pk, asked=right, actor=security, at=NOW)


def test_a_post_ends_on_its_day_and_is_kept(security: Actor) -> None:
    user = a_person("zhang")
    post = grant_post(user_id=user.pk, asked=OFFICER, actor=security, at=NOW)
    end_post(post_id=post, on=date(2026, 12, 15), actor=security, at=NOW, reason="调离")
    assert get_actor(user.pk, date(2026, 12, 14)).posts
    assert not get_actor(user.pk, date(2026, 12, 15)).posts
    with pytest.raises(NoSuchPost):
        end_post(post_id=post, on=date(2026, 12, 15), actor=security, at=NOW, reason="调离")
    with pytest.raises(Exception, match="accounts_posts_are_kept"), transaction.atomic():
        PostHeld.objects.filter(pk=post).delete()


def test_a_post_that_has_not_begun_never_begins(security: Actor) -> None:
    user = a_person("zhang")
    later = NewPost(Role.OFFICER, UNIT, date(2027, 1, 1))
    post = grant_post(user_id=user.pk, asked=later, actor=security, at=NOW)
    end_post(post_id=post, on=TODAY, actor=security, at=NOW, reason="设错")
    assert not get_actor(user.pk, date(2027, 1, 1)).posts
    grant_post(user_id=user.pk, asked=NewPost(Role.AUDIT_ADMIN, "", TODAY), actor=security, at=NOW)


def test_the_last_administrator_stays(security: Actor) -> None:
    post = PostHeld.objects.get(user=security.user)
    other = an_actor("other", (Role.SECURITY_ADMIN, ""))
    end_post(post_id=post.pk, on=TODAY, actor=other, at=NOW, reason="轮换")
    last = PostHeld.objects.get(user=other.user)
    with pytest.raises(LastAdministrator, match="安全管理员"):
        end_post(post_id=last.pk, on=TODAY, actor=SYSTEM, at=NOW, reason="轮换")


class TestDelegation:
    """委托."""

    @pytest.fixture(autouse=True)
    def two_officers(self, db: None) -> None:
        self.zhang = an_actor("zhang", (Role.OFFICER, UNIT), name="张三")
        self.li = an_actor("li", (Role.UNIT_HEAD, UNIT), name="李四")
        self.post = PostHeld.objects.get(user=self.zhang.user).pk

    def lend(self, **changed: object) -> int:
        known: dict[str, object] = {
            "post_id": self.post, "to_user": self.li.user, "from_on": date(2026, 12, 1), "until_on": date(2026, 12, 8),
            "actor": self.zhang, "at": NOW, "today": TODAY, "reason": "出差",
        }  # fmt: skip
        return delegate(**(known | changed))  # type: ignore[arg-type]

    def test_it_is_in_force_on_its_days_only(self) -> None:
        self.lend()
        for day, posts in ((date(2026, 11, 30), 1), (date(2026, 12, 1), 2), (date(2026, 12, 7), 2), (date(2026, 12, 8), 1)):
            assert len(get_actor(self.li.user, day).posts) == posts
        held = get_actor(self.li.user, date(2026, 12, 1)).holds(Role.OFFICER, UNIT)
        assert held == Post(Role.OFFICER, UNIT, self.zhang.user, "张三")
        assert list_entries("account:zhang")[-1].detail["to_name"] == "李四"

    def test_it_comes_back_early_by_either_of_the_two(self) -> None:
        lent = self.lend()
        assert [one.to_name for one in list_delegations(self.zhang.user, TODAY)] == ["李四"]
        end_delegation(delegation_id=lent, actor=self.li, at=NOW, on=date(2026, 12, 3))
        assert len(get_actor(self.li.user, date(2026, 12, 3)).posts) == 1
        with pytest.raises(NoSuchDelegation):
            end_delegation(delegation_id=lent, actor=self.zhang, at=NOW, on=date(2026, 12, 3))

    def test_a_stranger_takes_nothing_back(self) -> None:
        lent = self.lend()
        with pytest.raises(NoSuchDelegation):
            end_delegation(delegation_id=lent, actor=an_actor("wu", (Role.OFFICER, UNIT)), at=NOW, on=TODAY)

    def test_only_ones_own_post_is_lent_and_no_lent_one_again(self) -> None:
        self.lend()
        delegate_of_others = get_actor(self.li.user, date(2026, 12, 2))
        with pytest.raises(NotYourPost):
            self.lend(actor=delegate_of_others, to_user=self.zhang.user)

    def test_only_a_colleague_of_the_same_place_keeps_it(self) -> None:
        elsewhere = a_person("wu", (Role.OFFICER, "science_technology"))
        for user in (elsewhere.pk, self.zhang.user):
            with pytest.raises((NotColleague, NotYourPost)):
                self.lend(to_user=user)
        assert list_colleagues(Post(Role.OFFICER, UNIT), self.zhang.user, TODAY) == ((self.li.user, "李四"),)

    def test_days_gone_by_long_spans_and_the_same_days_twice_are_refused(self) -> None:
        self.lend()
        for days in (
            {"from_on": date(2026, 11, 29)}, {"until_on": date(2026, 12, 1)}, {"until_on": date(2028, 12, 1)},
            {"from_on": date(2026, 12, 7), "until_on": date(2026, 12, 9)},
        ):  # fmt: skip
            with pytest.raises(Invalid):
                self.lend(**days)
        self.lend(from_on=date(2026, 12, 8), until_on=date(2026, 12, 9))

    def test_a_post_that_ends_before_is_not_lent_beyond(self) -> None:
        PostHeld.objects.filter(pk=self.post).update(until_on=date(2026, 12, 5))
        with pytest.raises(NoSuchPost):
            self.lend()

    def test_an_administrator_lends_and_keeps_nothing(self) -> None:
        admin = an_actor("admin", (Role.SYSTEM_ADMIN, ""))
        a_person("admin2", (Role.SYSTEM_ADMIN, ""))
        own = PostHeld.objects.get(user=admin.user).pk
        with pytest.raises(NotDelegable):
            self.lend(post_id=own, actor=admin)
        known = {"from_on": TODAY, "until_on": date(2027, 1, 1), "given_at": NOW}
        for post, to in ((own, self.li.user), (self.post, admin.user), (self.post, self.zhang.user)):
            with pytest.raises(IntegrityError, match="keeps no post of others"), transaction.atomic():
                Delegation.objects.create(post_id=post, to_id=to, **known)

    def test_who_keeps_a_post_of_others_becomes_no_administrator(self) -> None:
        load_pack_organisation()
        self.lend()
        security = an_actor("security", (Role.SECURITY_ADMIN, ""))
        own = PostHeld.objects.get(user=self.li.user)
        end_post(post_id=own.pk, on=TODAY, actor=security, at=NOW, reason="转岗")
        with pytest.raises(ThreeAdminsApart):
            grant_post(user_id=self.li.user, asked=NewPost(Role.AUDIT_ADMIN, "", TODAY), actor=security, at=NOW)
        with pytest.raises(IntegrityError, match="three administrators"), transaction.atomic():
            PostHeld.objects.create(
                user_id=self.li.user, role="audit_admin", from_on=TODAY, granted_by="x", granted_at=NOW
            )
