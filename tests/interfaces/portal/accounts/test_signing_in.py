"""登录的页: password, then a code; what must be done first comes first; who does nothing goes out."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from luoqiao.apps.accounts.models import SignInAttempts, User
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.audit.queries import list_entries
from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.navigation import home_of
from tests.apps.accounts.account_builder import PASSWORD, SECRET, a_person, signed_in

pytestmark = pytest.mark.django_db
UNIT = "industry_information"


def code_now(secret: str = SECRET) -> str:
    """What the app shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def typed(client: Client, username: str = "zhang", password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": username, "password": password})


def home(username: str) -> str:
    """Where this person begins."""
    return home_of(get_actor(User.objects.get(username=username).pk, timezone.localdate()))


def test_an_official_comes_in_with_a_password_and_a_code() -> None:
    a_person("zhang", (Role.OFFICER, UNIT), name="张三")
    client = Client()
    assert typed(client).headers["Location"] == "/account/code/"
    assert "退出" not in client.get("/").text
    answer = client.post("/account/code/", {"code": code_now()})
    assert (answer.status_code, answer.headers["Location"]) == (302, home("zhang"))
    page = client.get("/")
    assert "张三" in page.text
    assert "区工信局 经办" in page.text
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert [entry.action for entry in list_entries("account:zhang")] == ["account.signed_in"]


def test_a_code_opens_only_once() -> None:
    a_person("zhang", (Role.OFFICER, UNIT))
    first, second = Client(), Client()
    code = code_now()
    typed(first)
    assert first.post("/account/code/", {"code": code}).status_code == 302
    typed(second)
    assert "已经用过" in second.post("/account/code/", {"code": code}).text


def test_a_wrong_password_says_nothing_about_the_account() -> None:
    a_person("zhang", (Role.OFFICER, UNIT))
    said = [typed(Client(), name, "Wrong-password-1").text for name in ("zhang", "nobody")]
    assert all("账号或密码不对" in page for page in said)
    assert [entry.action for entry in list_entries("account:nobody")] == ["account.sign_in_failed"]


def test_after_five_wrong_passwords_the_right_one_is_refused_too() -> None:
    a_person("zhang", (Role.OFFICER, UNIT))
    for _ in range(5):
        typed(Client(), password="Wrong-password-1")
    page = typed(Client())
    assert page.status_code == 200
    assert "账号锁到" in page.text
    SignInAttempts.objects.all().delete()
    assert typed(Client()).headers["Location"] == "/account/code/"


def test_an_enterprise_agent_needs_no_second_factor() -> None:
    a_person("lin", (Role.ENTERPRISE_AGENT, "91350504MA2000019C"), second_factor=False)
    client = Client()
    assert typed(client, "lin").headers["Location"] == home("lin")
    assert "91350504MA2000019C" in client.get("/").text


def test_the_session_is_a_new_one_after_signing_in() -> None:
    a_person("lin", (Role.ENTERPRISE_AGENT, "91350504MA2000019C"), second_factor=False)
    client = Client()
    client.session["planted"] = True
    session = client.session
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    typed(client, "lin")
    assert client.cookies["sessionid"].value not in {"", before}


def test_an_official_without_a_second_factor_is_led_to_it_from_every_page() -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT), second_factor=False)
    client = Client()
    typed(client)
    for address in ("/", "/policies/", "/what-if/"):
        assert client.get(address).headers["Location"] == "/account/second-factor/set-up/"
    page = client.get("/account/second-factor/set-up/")
    assert "先绑定验证器" in page.text
    assert "data:image/svg+xml;base64," in page.text
    secret = page.context["form"].secret
    answer = client.post("/account/second-factor/set-up/", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/account/second-factor/codes/"
    assert len(client.get("/account/second-factor/codes/").context["unused_codes"]) == 10
    assert "区工信局 经办" in client.get("/").text
    kept = Authenticator.objects.get(user=user, type="totp")
    assert secret not in str(kept.data)


def test_a_recovery_code_opens_once() -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT), second_factor=False)
    client = Client()
    typed(client)
    secret = client.get("/account/second-factor/set-up/").context["form"].secret
    client.post("/account/second-factor/set-up/", {"code": code_now(secret)})
    code = client.get("/account/second-factor/codes/").context["unused_codes"][0]
    other = Client()
    typed(other)
    assert other.post("/account/code/", {"code": code}).headers["Location"] == home("zhang")
    again = Client()
    typed(again)
    assert again.post("/account/code/", {"code": code}).status_code == 200
    assert user.is_active


def test_a_password_of_somebody_else_is_changed_first() -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT))
    User.objects.update(must_change_password=True)
    client = signed_in(user)
    assert client.get("/").headers["Location"] == "/account/password/"
    assert "先改密码" in client.get("/account/password/").text
    new = {"oldpassword": PASSWORD, "password1": "Another-4417-pass", "password2": "Another-4417-pass"}
    assert client.post("/account/password/", new).status_code == 302
    assert "区工信局 经办" in client.get("/").text
    assert [entry.action for entry in list_entries("account:zhang")] == ["account.password_changed"]


def test_a_password_of_half_a_year_is_changed_first() -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT))
    User.objects.update(password_set_at=timezone.now() - timedelta(days=179))
    client = signed_in(user)
    assert client.get("/").status_code == 200
    User.objects.update(password_set_at=timezone.now() - timedelta(days=181))
    assert client.get("/").headers["Location"] == "/account/password/"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Short-1", "密码至少 10 位，现为 7 位"),
        ("alllowercaseletters", "三种"),
        ("Password123!", "太常见"),
        ("Zhangsan-2026!", "不能含账号"),
        (PASSWORD, "与现在的不同"),
    ],
)
def test_a_bad_new_password_is_refused_with_the_reason(password: str, said: str) -> None:
    client = signed_in(a_person("zhangsan", (Role.OFFICER, UNIT)))
    page = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert page.status_code == 200
    assert said in page.text
    assert password not in page.text


def test_who_does_nothing_for_half_an_hour_goes_out() -> None:
    client = signed_in(a_person("zhang", (Role.OFFICER, UNIT), name="张三"))
    assert "张三" in client.get("/").text
    session = client.session
    session["seen_at"] = int(time.time()) - 1801
    session.save()
    page = client.get("/")
    assert "张三" not in page.text
    assert "半小时没有操作" in page.text
    assert [entry.action for entry in list_entries("account:zhang")] == ["account.signed_out"]


def test_a_disabled_account_goes_out_at_once() -> None:
    user = a_person("zhang", (Role.OFFICER, UNIT), name="张三")
    client = signed_in(user)
    User.objects.update(is_active=False)
    assert "张三" not in client.get("/").text
    assert "账号没有启用" in typed(Client()).text or typed(Client()).headers.get("Location") == "/account/inactive/"


def test_going_out_needs_a_button_and_is_noted() -> None:
    client = signed_in(a_person("zhang", (Role.OFFICER, UNIT), name="张三"))
    assert "退出？" in client.get("/account/logout/").text
    assert "张三" in client.get("/").text
    client.post("/account/logout/")
    assert "张三" not in client.get("/").text


def test_nobody_signs_up_and_no_mail_resets_a_password() -> None:
    for address in ("/account/signup/", "/account/email/", "/account/password/reset/", "/accounts/login/"):
        assert Client().get(address).status_code == 404


def test_signing_in_leads_back_to_where_one_was_but_not_away() -> None:
    a_person("lin", (Role.ENTERPRISE_AGENT, "91350504MA2000019C"), second_factor=False)
    known = {"login": "lin", "password": PASSWORD}
    assert Client().post("/account/login/?next=/policies/", known).headers["Location"] == "/policies/"
    assert Client().post("/account/login/?next=https://elsewhere.example/", known).headers["Location"] == home("lin")
