"""示例：people enter by a button and the clock moves by a button, only while a demonstration runs."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client

from luoqiao.apps.accounts.models import PostHeld, User
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.clock.models import DemonstrationClock
from luoqiao.apps.clock.queries import today
from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.accounts import demonstration
from luoqiao.interfaces.worker import due
from tests.apps.accounts.account_builder import LONG_AGO, PASSWORD, a_person, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    set_demonstration_clock(at("2023-06-20"))
    user = get_user_model().objects.create_user(username="demo-clerk", name="张三", demonstration=True)
    PostHeld.objects.create(
        user=user, role=Role.TOWN_CLERK, place="350504002", from_on=LONG_AGO, granted_by="示例", granted_at=at("2023-06-20")
    )
    return user


def test_a_person_enters_by_a_button_without_a_second_factor(clerk: User) -> None:
    client = Client()
    page = client.get("/demo/")
    assert "以张三进入" in page.text
    assert "双阳街道 经办" in page.text
    client.post("/demo/enter/", {"user": clerk.pk})
    home = client.get("/")
    assert "双阳街道 经办" in home.text
    assert "今天是 2023-06-20（周二）" in home.text
    assert list_entries("account:demo-clerk")[0].detail["way"] == "demonstration"


def test_nobody_else_enters_by_a_button(clerk: User) -> None:
    real = a_person("zhang", (Role.OFFICER, "industry_information"))
    for sent in (real.pk, 0, "x", "9" * 30):
        assert "LQ-5207" in Client().post("/demo/enter/", {"user": sent}).text


def test_a_person_of_a_demonstration_has_no_password(clerk: User) -> None:
    page = Client().post("/account/login/", {"login": "demo-clerk", "password": PASSWORD})
    assert "账号或密码不对" in page.text
    clerk.set_password(PASSWORD)
    with pytest.raises(IntegrityError), transaction.atomic():
        clerk.save()


def test_the_clock_moves_on_over_days_off_and_what_is_due_is_done(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    def noted(at: datetime) -> None:
        done.append(at)

    monkeypatch.setattr(demonstration, "run_due_work", lambda at: due.run_due_work(at, (noted,)))
    client = Client()
    page = client.post("/demo/clock/", {"step": "one", "next": "/policies/"}, follow=True)
    assert page.redirect_chain == [("/policies/", 302)]
    assert str(today()) == "2023-06-21"
    assert "示例日期拨到 2023-06-21；到点的事已经办了" in page.text
    client.post("/demo/clock/", {"step": "five", "next": "https://elsewhere.example/"})
    assert str(today()) == "2023-06-29"  # 22 to 24 are days off, 25 is a Sunday at work
    assert done == [at("2023-06-21"), at("2023-06-29")]


def test_in_service_none_of_it_is_there(clerk: User) -> None:
    client = Client()
    client.post("/demo/enter/", {"user": clerk.pk})
    DemonstrationClock.objects.all().delete()
    assert "张三" not in client.get("/").text
    assert [client.get("/demo/").status_code, client.post("/demo/enter/", {"user": clerk.pk}).status_code] == [404, 404]
    assert client.post("/demo/clock/", {"step": "one"}).status_code == 404
    assert "示例" not in client.get("/account/login/").text
