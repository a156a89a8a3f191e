"""管账号：made by one administrator, given posts by another; a password is told once; agents are let in by the township."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from allauth.mfa.models import Authenticator

from luoqiao.apps.accounts import people
from luoqiao.apps.accounts.errors import (
    AskedAlready,
    LastAdministrator,
    NoSuchAccount,
    NoSuchRequest,
    NotForDemonstration,
    NotInRegister,
    RequestDecided,
    UsernameTaken,
)
from luoqiao.apps.accounts.models import AgentRequest, User
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.accounts.services import (
    AgentAsks,
    NewAccount,
    ask_to_act,
    confirm_agent,
    correct_account,
    create_account,
    disable_account,
    enable_account,
    refuse_agent,
    register_agent,
    remove_second_factor,
    reset_password,
    unlock_account,
)
from luoqiao.apps.accounts.sign_in import MOST_ATTEMPTS, begin_attempt
from luoqiao.apps.audit.queries import list_entries
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.posts import NotForOneself, NotYourAccountDuty
from tests.apps.accounts.account_builder import PASSWORD, a_person, an_actor, at
from tests.apps.parties.conftest import registered
from tests.apps.parties.people import HESHI, OTHER, USCC, WANAN

pytestmark = pytest.mark.django_db
NOW, TODAY = at("2026-11-30"), date(2026, 11, 30)
ZHANG = NewAccount("zhang.san", "张三", "13800001234", "zhang@example.com")
ASKED = AgentAsks(USCC, "泉州示例机械有限公司", "财务经理")
LIN = NewAccount("lin", "林若澄", "13900001234")

__all__ = ["registered"]


@pytest.fixture
def system(db: None) -> Actor:
    return an_actor("system", (Role.SYSTEM_ADMIN, ""), name="系统员")


def test_an_account_begins_without_posts_and_with_a_password_that_must_be_changed(system: Actor) -> None:
    user_id, password = create_account(asked=ZHANG, actor=system, at=NOW)
    kept = people.get_account(user_id)
    assert (kept.username, kept.posts, kept.must_change_password) == ("zhang.san", (), True)
    assert User.objects.get(pk=user_id).check_password(password)
    assert len(password) >= 15
    (entry,) = list_entries("account:zhang.san")
    assert password not in str(entry)


def test_a_username_is_there_once(system: Actor) -> None:
    create_account(asked=ZHANG, actor=system, at=NOW)
    with pytest.raises(UsernameTaken):
        create_account(asked=ZHANG, actor=system, at=NOW)


def test_every_wrong_field_is_named(system: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        create_account(asked=NewAccount("张三", "", "phone", "mail"), actor=system, at=NOW)
    assert [problem.field for problem in refused.value.problems] == ["username", "name", "phone", "email"]


def test_the_security_administrator_makes_no_account() -> None:
    with pytest.raises(NotYourAccountDuty):
        create_account(asked=ZHANG, actor=Actor(9, "安全员", (Post(Role.SECURITY_ADMIN),)), at=NOW)


def test_a_reset_password_is_told_once(system: Actor) -> None:
    user = a_person("zhang", (Role.OFFICER, "industry_information"))
    password = reset_password(user_id=user.pk, actor=system, at=NOW)
    user.refresh_from_db()
    assert user.check_password(password)
    assert user.must_change_password
    with pytest.raises(NotForOneself):
        reset_password(user_id=system.user, actor=system, at=NOW)


def test_a_person_of_a_demonstration_gets_no_password(system: Actor) -> None:
    user = User.objects.create_user(username="demo", name="示例", demonstration=True)
    with pytest.raises(NotForDemonstration):
        reset_password(user_id=user.pk, actor=system, at=NOW)


def test_an_account_is_disabled_and_enabled_but_not_the_last_administrator(system: Actor) -> None:
    user = a_person("zhang", (Role.OFFICER, "industry_information"))
    disable_account(user_id=user.pk, actor=system, at=NOW, reason="离职")
    with pytest.raises(NoSuchAccount):
        get_actor(user.pk, TODAY)
    enable_account(user_id=user.pk, actor=system, at=NOW)
    assert get_actor(user.pk, TODAY).posts
    security = a_person("security", (Role.SECURITY_ADMIN, ""))
    with pytest.raises(LastAdministrator):
        disable_account(user_id=security.pk, actor=system, at=NOW, reason="离职")


def test_what_changed_of_an_account_is_kept_without_the_values(system: Actor) -> None:
    user_id, _ = create_account(asked=ZHANG, actor=system, at=NOW)
    correct_account(user_id=user_id, asked=NewAccount("ignored", "张山", "13800001234"), actor=system, at=NOW)
    assert people.get_account(user_id).username == "zhang.san"
    assert list_entries("account:zhang.san")[-1].detail == {"fields": ["name", "email"]}


def test_the_security_administrator_unlocks_and_forgets_a_lost_telephone() -> None:
    security = an_actor("security", (Role.SECURITY_ADMIN, ""))
    user = a_person("zhang", (Role.OFFICER, "industry_information"))
    for _ in range(MOST_ATTEMPTS):
        begin_attempt(username="zhang", at=NOW)
    unlock_account(user_id=user.pk, actor=security, at=NOW)
    begin_attempt(username="zhang", at=NOW)
    remove_second_factor(user_id=user.pk, actor=security, at=NOW, reason="手机遗失")
    assert not Authenticator.objects.filter(user=user).exists()


class TestAgents:
    """企业账号."""

    @pytest.fixture(autouse=True)
    def people(self, db: None) -> None:
        self.clerk = an_actor("clerk", (Role.TOWN_CLERK, WANAN), name="王小镇")
        self.elsewhere = an_actor("heshi", (Role.TOWN_CLERK, HESHI))
        self.officer = an_actor("officer", (Role.OFFICER, "industry_information"))

    def ask(self, asked: AgentAsks = ASKED, account: NewAccount = LIN) -> tuple[int, int]:
        user = register_agent(account=account, asked=asked, password=PASSWORD, at=NOW)
        return user, AgentRequest.objects.get(user=user, outcome="").pk

    def test_the_clerk_of_the_township_lets_an_agent_in(self, registered: Callable[..., EnterpriseView]) -> None:
        registered()
        user, request = self.ask()
        with pytest.raises(NoSuchAccount):
            get_actor(user, TODAY)
        (seen,) = people.list_agent_requests(self.clerk)
        assert (seen.name, seen.registered_name, people.count_agent_requests(self.clerk)) == ("林若澄", "泉州示例机械有限公司", 1)
        confirm_agent(request_id=request, actor=self.clerk, at=NOW, on=TODAY)
        assert get_actor(user, TODAY).posts == (Post(Role.ENTERPRISE_AGENT, USCC),)
        assert [one.action for one in list_entries("account:lin")] == ["agent.asked", "agent.confirmed"]
        with pytest.raises(RequestDecided, match="王小镇"):
            confirm_agent(request_id=request, actor=self.officer, at=NOW, on=TODAY)

    def test_another_township_sees_and_decides_nothing(self, registered: Callable[..., EnterpriseView]) -> None:
        registered()
        _, request = self.ask()
        assert people.list_agent_requests(self.elsewhere) == ()
        with pytest.raises(NoSuchRequest):
            confirm_agent(request_id=request, actor=self.elsewhere, at=NOW, on=TODAY)
        with pytest.raises(NotYourAccountDuty):
            confirm_agent(request_id=request, actor=Actor(99, "审计员", (Post(Role.AUDITOR),)), at=NOW, on=TODAY)

    def test_an_enterprise_outside_the_register_waits_for_an_officer(self) -> None:
        _, request = self.ask()
        assert people.list_agent_requests(self.clerk) == ()
        assert len(people.list_agent_requests(self.officer)) == 1
        with pytest.raises(NotInRegister):
            confirm_agent(request_id=request, actor=self.officer, at=NOW, on=TODAY)
        refuse_agent(request_id=request, actor=self.officer, at=NOW, reason="不在本区")
        (told,) = people.list_own_requests(AgentRequest.objects.get().user_id)
        assert (told.outcome, told.reason) == ("refused", "不在本区")

    def test_a_refusal_needs_its_reason_and_leaves_the_account_shut(
        self, system: Actor, registered: Callable[..., EnterpriseView]
    ) -> None:
        registered()
        user, request = self.ask()
        with pytest.raises(Invalid):
            refuse_agent(request_id=request, actor=self.clerk, at=NOW, reason=" ")
        refuse_agent(request_id=request, actor=self.clerk, at=NOW, reason="不是本企业的人")
        with pytest.raises(NoSuchAccount):
            enable_account(user_id=user, actor=system, at=NOW)

    def test_one_enterprise_has_several_agents_and_one_agent_several_enterprises(
        self, registered: Callable[..., EnterpriseView]
    ) -> None:
        registered()
        registered(OTHER, "泉州另一家机械有限公司")
        first, request = self.ask()
        second, other = self.ask(account=NewAccount("chen", "陈会计", "13700001234"))
        for one in (request, other):
            confirm_agent(request_id=one, actor=self.clerk, at=NOW, on=TODAY)
        ask_to_act(asked=AgentAsks(OTHER, "泉州另一家机械有限公司", "兼任"), actor=get_actor(first, TODAY), at=NOW)
        confirm_agent(request_id=AgentRequest.objects.get(outcome="").pk, actor=self.clerk, at=NOW, on=TODAY)
        assert get_actor(first, TODAY).places(Role.ENTERPRISE_AGENT) == (USCC, OTHER)
        assert get_actor(second, TODAY).places(Role.ENTERPRISE_AGENT) == (USCC,)
        with pytest.raises(AskedAlready):
            ask_to_act(asked=ASKED, actor=get_actor(first, TODAY), at=NOW)

    def test_a_wrong_code_and_missing_words_are_named_at_once(self) -> None:
        with pytest.raises(Invalid) as refused:
            self.ask(AgentAsks("91350504MA2000019D", "", ""), NewAccount("x", "", ""))
        assert [one.field for one in refused.value.problems] == ["uscc", "enterprise_name", "duty", "username", "name", "phone"]
