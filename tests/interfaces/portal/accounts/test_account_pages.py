"""账号的页：each administrator does the own part, agents ask and are let in, a post is lent, the audit is read."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from luoqiao.apps.accounts.models import AgentRequest, Delegation, PostHeld, User
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.parties.services import register_enterprise
from luoqiao.core.parties.actor import Post, Role
from luoqiao.core.parties.enterprise import EnterpriseRecord
from tests.apps.accounts.account_builder import PASSWORD, a_person, signed_in
from tests.apps.parties.conftest import load_pack_organisation
from tests.apps.parties.people import AT, OFFICER, USCC, WANAN

pytestmark = pytest.mark.django_db
UNIT = "industry_information"
NEW = {"username": "zhang.san", "name": "张三", "phone": "13800001234", "email": ""}
ASKS = {"uscc": USCC, "enterprise_name": "泉州示例机械有限公司", "duty": "财务经理", "name": "林若澄", "phone": "13900001234",
        "email": "", "username": "lin", "password": PASSWORD, "again": PASSWORD}  # fmt: skip


@pytest.fixture(autouse=True)
def organisation(db: None) -> None:
    load_pack_organisation()


@pytest.fixture
def system() -> Client:
    return signed_in(a_person("system", (Role.SYSTEM_ADMIN, ""), name="系统员"))


@pytest.fixture
def security() -> Client:
    return signed_in(a_person("security", (Role.SECURITY_ADMIN, ""), name="安全员"))


def test_two_administrators_make_one_official(system: Client, security: Client) -> None:
    page = system.post("/accounts/new/", NEW)
    password = re.search(r"<code>([^<]+)</code>", page.text)[1]  # type: ignore[index]
    assert "no-store" in page.headers["Cache-Control"]
    user = User.objects.get(username="zhang.san")
    assert user.check_password(password)
    assert 'value="grant"' not in system.get(f"/accounts/{user.pk}/").text
    grant = {"do": "grant", "role": "officer", "place": UNIT, "from_on": str(timezone.localdate()), "last_on": ""}
    assert security.post(f"/accounts/{user.pk}/", grant).status_code == 302
    assert "区工信局 经办" in security.get("/accounts/?q=张").text
    client = Client()
    client.post("/account/login/", {"login": "zhang.san", "password": password})
    assert client.get("/policies/").headers["Location"] == "/account/password/"


def test_an_administrator_does_not_the_other_ones_part(system: Client, security: Client) -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT))
    page = system.post(f"/accounts/{user.pk}/", {"do": "grant", "role": "auditor", "from_on": "2026-01-01"})
    assert (page.status_code, "LQ-5208" in page.text) == (422, True)
    assert security.post("/accounts/new/", NEW).status_code == 403
    page = security.post(f"/accounts/{user.pk}/", {"do": "reset"})
    assert "LQ-5208" in page.text


def test_what_was_typed_stays_when_it_is_refused(system: Client) -> None:
    page = system.post("/accounts/new/", NEW | {"username": "Zhang San", "phone": "none"})
    assert page.status_code == 422
    assert "有 2 处要改" in page.text
    assert 'value="Zhang San"' in page.text
    assert 'value="张三"' in page.text


def test_three_administrators_stay_apart_on_the_page(security: Client) -> None:
    user = a_person("system2", (Role.SYSTEM_ADMIN, ""))
    page = security.post(f"/accounts/{user.pk}/", {"do": "grant", "role": "audit_admin", "place": "", "from_on": "2026-11-30"})
    assert page.status_code == 422
    assert "三员分立" in page.text


def test_a_post_is_ended_and_an_account_shut_and_opened(system: Client, security: Client) -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT))
    yesterday = timezone.localdate() - timedelta(days=1)
    post = PostHeld.objects.get(user=user).pk
    security.post(f"/accounts/{user.pk}/", {"do": "end", "post": post, "last_on": str(yesterday), "reason": "调离"})
    assert get_actor(user.pk, timezone.localdate()).posts == ()
    assert "请写明理由" in system.post(f"/accounts/{user.pk}/", {"do": "disable", "reason": ""}).text
    system.post(f"/accounts/{user.pk}/", {"do": "disable", "reason": "离职"})
    assert "停用" in system.get("/accounts/?q=zhang").text
    system.post(f"/accounts/{user.pk}/", {"do": "enable"})
    user.refresh_from_db()
    assert user.is_active


def test_a_lost_telephone_and_a_locked_account(security: Client) -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT))
    for _ in range(6):
        Client().post("/account/login/", {"login": "zhang", "password": "Wrong-password-1"})
    assert "锁到" in security.get(f"/accounts/{user.pk}/").text
    security.post(f"/accounts/{user.pk}/", {"do": "unlock"})
    security.post(f"/accounts/{user.pk}/", {"do": "factor", "reason": "手机遗失，已当面核对"})
    client = Client()
    client.post("/account/login/", {"login": "zhang", "password": PASSWORD})
    assert client.get("/").headers["Location"] == "/account/second-factor/set-up/"


def test_an_agent_asks_and_the_clerk_lets_him_in() -> None:
    record = EnterpriseRecord(USCC, "泉州示例机械有限公司", industry="machinery", township=WANAN)
    register_enterprise(record, actor=OFFICER, at=AT, source="测试")
    stranger = Client()
    assert stranger.post("/account/register/", ASKS, follow=True).status_code == 200
    assert "账号没有启用" in stranger.post("/account/login/", {"login": "lin", "password": PASSWORD}, follow=True).text
    clerk = signed_in(a_person("clerk", (Role.TOWN_CLERK, WANAN), name="王小镇"))
    page = clerk.get("/agents/").text
    assert all(said in page for said in ("林若澄", "13900001234", "泉州示例机械有限公司", "万安街道"))
    other = signed_in(a_person("other", (Role.TOWN_CLERK, "350504102")))
    asked = AgentRequest.objects.get().pk
    assert "林若澄" not in other.get("/agents/").text
    assert other.post(f"/agents/{asked}/confirm/").status_code == 404
    clerk.post(f"/agents/{asked}/confirm/")
    user = User.objects.get(username="lin")
    assert get_actor(user.pk, timezone.localdate()).posts == (Post(Role.ENTERPRISE_AGENT, USCC),)
    home = stranger.post("/account/login/", {"login": "lin", "password": PASSWORD}, follow=True)
    assert "林若澄" in home.text
    assert "LQ-5221" in clerk.post(f"/agents/{asked}/refuse/", {"reason": "晚了"}).text


def test_a_refused_registration_keeps_what_was_typed_but_no_password() -> None:
    page = Client().post("/account/register/", ASKS | {"uscc": "91350504MA2000019D", "again": "another"})
    assert page.status_code == 422
    assert "两次输的密码不一样" in page.text
    assert PASSWORD not in page.text
    page = Client().post("/account/register/", ASKS | {"uscc": "91350504MA2000019D"})
    assert "泉州示例机械有限公司" in page.text
    assert not User.objects.exists()


def test_a_post_is_lent_on_the_page_and_taken_back() -> None:
    zhang = a_person("zhang", (Role.OFFICER, UNIT), name="张三")
    li = a_person("li", (Role.UNIT_HEAD, UNIT), name="李四")
    client = signed_in(zhang)
    post = PostHeld.objects.get(user=zhang).pk
    today = timezone.localdate()
    sent = {"whom": f"{post}:{li.pk}", "from_on": str(today), "last_on": str(today), "reason": "出差"}
    assert client.post("/account/delegations/", sent, follow=True).status_code == 200
    assert Delegation.objects.get().until_on == today + timedelta(days=1)
    assert "我代张三" in signed_in(li).get("/account/").text
    assert "李四代我" in client.get("/account/").text
    assert len(get_actor(li.pk, today).posts) == 2
    client.post(f"/account/delegations/{Delegation.objects.get().pk}/end/")
    assert len(get_actor(li.pk, today).posts) == 1
    assert client.post("/account/delegations/", sent | {"last_on": "昨天"}).status_code == 422


def test_the_audit_administrator_reads_what_both_did(system: Client, security: Client) -> None:
    system.post("/accounts/new/", NEW)
    auditor = signed_in(a_person("audit", (Role.AUDIT_ADMIN, "")))
    page = auditor.get("/audit/log/?about=account:zhang.san").text
    assert "建账号" in page
    assert "系统员" in page
    assert "没有这样的记录" in auditor.get("/audit/log/?who=无此人").text
    assert auditor.get("/audit/log/?from=昨天").status_code == 422
    assert security.get("/audit/log/").status_code == 403


def test_ones_own_account_shows_posts_and_sign_ins() -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT), name="张三")
    Client().post("/account/login/", {"login": "zhang", "password": "Wrong-password-1"})
    page = signed_in(user).get("/account/").text
    assert all(said in page for said in ("区工信局 经办", "2020-01-01", "输错", "127.0.0.1", "动态码已绑定"))
