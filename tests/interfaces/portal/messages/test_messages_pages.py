"""消息的页: what somebody was told, read by each alone; deliveries and endpoints for system administrators only."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from luoqiao.adapters.webhook.signature import sign
from luoqiao.apps.accounts.models import User
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.outbox.models import Delivery, Endpoint
from luoqiao.apps.outbox.queries import count_unread, list_messages, list_muted
from luoqiao.apps.outbox.services import post
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, person
from luoqiao.core.parties.actor import SYSTEM, Actor, Role
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.outbox.outbox_builder import AT, SUBMITTED, a_notice
from tests.push_receiver import PushReceiver

pytestmark = pytest.mark.django_db
UNIT = "industry_information"


def _post(*notices: Notice, at: datetime = AT) -> None:
    with transaction.atomic():
        post(at=at, actor=SYSTEM, notices=notices)


def _actor(user: User) -> Actor:
    return get_actor(user.pk, timezone.localdate())


@pytest.fixture
def officer() -> User:
    return a_person("lin", (Role.OFFICER, UNIT), name="林晓")


@pytest.fixture
def admin() -> User:
    return a_person("admin", (Role.SYSTEM_ADMIN, ""), name="系统管理员")


def test_the_head_counts_what_waits_to_be_read_and_the_page_lists_it_by_day(officer: User) -> None:
    _post(a_notice(), at=datetime(2023, 2, 28, 15, 59, tzinfo=UTC))
    _post(a_notice(), at=datetime(2023, 2, 28, 16, 1, tzinfo=UTC))
    client = signed_in(officer)
    page = client.get("/messages/").text
    assert "，未读 </span>2</span>" in page
    assert page.index("2023-03-01（周三）") < page.index("2023-02-28（周二）")
    assert page.count("洛江示范机械有限公司提交了“上云上平台补助”（LQ-2023-0417）</span>") == 2
    assert "23:59" in page


def test_a_stranger_signs_in_first_and_nobody_sees_what_was_told_to_others(officer: User) -> None:
    _post(a_notice())
    (told,) = list_messages(_actor(officer))
    assert Client().get("/messages/").headers["Location"] == "/account/login/?next=%2Fmessages%2F"
    other = signed_in(a_person("chen", (Role.OFFICER, "commerce")))
    assert "还没有消息" in other.get("/messages/").text
    answer = other.post(f"/messages/{told.identifier}/read/")
    assert answer.status_code == 404
    assert "LQ-5711" in answer.text
    assert other.post(f"/messages/{uuid4()}/read/").status_code == 404


def test_opening_reads_it_and_leads_to_the_record(officer: User) -> None:
    _post(a_notice(), a_notice())
    client = signed_in(officer)
    first, second = list_messages(_actor(officer))
    answer = client.post(f"/messages/{first.identifier}/read/", {"back": "/messages/?unread=1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cases/LQ-2023-0417/")
    assert client.get(f"/messages/{first.identifier}/read/").status_code == 405
    answer = client.post(f"/messages/{second.identifier}/read/", {"stay": "1", "back": "/messages/?unread=1&evil=x"})
    assert answer.headers["Location"] == "/messages/?unread=1"
    assert count_unread(_actor(officer)) == 0
    _post(a_notice())
    third = list_messages(_actor(officer))[0]
    assert client.post(f"/messages/{third.identifier}/read/", headers={"HX-Request": "true"}).status_code == 204
    assert count_unread(_actor(officer)) == 0


@pytest.mark.parametrize("back", ["https://elsewhere/?x", "//elsewhere", "/messages/?before=%00&group=x", ""])
def test_the_way_back_never_leads_outside(officer: User, back: str) -> None:
    _post(a_notice())
    (told,) = list_messages(_actor(officer))
    answer = signed_in(officer).post(f"/messages/{told.identifier}/read/", {"stay": "1", "back": back})
    assert re.fullmatch(r"/messages/\??", answer.headers["Location"])


def test_the_list_is_narrowed_and_turned(officer: User) -> None:
    _post(*(a_notice() for _ in range(60)))
    client = signed_in(officer)
    page = client.get("/messages/").text
    older = re.search(r'href="(\?before=\d+)">更早的消息', page)
    assert older is not None
    assert page.count('<li class="message') == 50
    assert client.get(f"/messages/{older[1]}").text.count('<li class="message') == 10
    assert "没有这样的消息" in client.get("/messages/?group=deadline").text
    assert client.get("/messages/?group=nonsense&before=x&unread=9").text.count('<li class="message') == 50
    assert client.get("/messages/?before=9999999999999999999999").status_code == 200
    answer = client.post("/messages/all-read/", follow=True)
    assert "60 条消息已标为已读" in answer.text
    assert "没有这样的消息" in client.get("/messages/?unread=1").text
    assert "没有未读的消息" in client.post("/messages/all-read/", follow=True).text


def test_the_list_asks_the_same_few_questions_however_long_it_is(
    officer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _post(*(a_notice() for _ in range(60)))
    client = signed_in(officer)
    client.get("/messages/")
    with django_assert_max_num_queries(12):
        client.get("/messages/")


def test_text_of_a_message_is_text(officer: User) -> None:
    values = {**SUBMITTED.values, "enterprise": "<script>alert(1)</script>"}
    _post(a_notice(values=values))
    page = signed_in(officer).get("/messages/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_mail_is_chosen_by_kind_and_the_page_says_where_it_goes(officer: User, settings: Settings) -> None:
    client = signed_in(officer)
    assert "还没有开通邮件" in client.get("/messages/preferences/").text
    settings.MAIL_URL = "smtp://localhost"
    assert "还没有留邮箱" in client.get("/messages/preferences/").text
    User.objects.filter(pk=officer.pk).update(email="lin@example.com")
    page = client.get("/messages/preferences/").text
    assert "同时发到 lin@example.com" in page
    assert page.count(" checked") == len(Kind)
    answer = client.post("/messages/preferences/", {"mail": ["overdue", "granted", "nonsense"]}, follow=True)
    assert "邮件设置已保存" in answer.text
    assert answer.text.count(" checked") == 2
    assert list_muted(_actor(officer)) == set(Kind) - {Kind.OVERDUE, Kind.GRANTED}


def _a_dead_delivery(officer: User, reason: str = "对方的邮箱拒收（550）") -> Delivery:
    _post(a_notice(person(officer.pk)))
    message = list_messages(_actor(officer))[0].number
    return Delivery.objects.create(
        message_id=message, channel="email", user=officer, state="dead", attempts=3, ended_at=AT, last_error=reason
    )


def test_what_was_given_up_is_shown_to_system_administrators_without_what_it_said(officer: User, admin: User) -> None:
    User.objects.filter(pk=officer.pk).update(email="linxiao@example.com")
    row = _a_dead_delivery(officer)
    client = signed_in(admin)
    assert "没送成的" in client.get("/messages/").text
    page = client.get("/messages/deliveries/").text
    assert "没送成，已停止 1 件" in page
    assert "l***@example.com" in page
    assert "对方的邮箱拒收（550）" in page
    assert "洛江示范机械有限公司" not in page
    answer = client.post(f"/messages/deliveries/{row.identifier}/again/", follow=True)
    assert "已重新排队" in answer.text
    assert "都送到了" in answer.text
    assert client.post(f"/messages/deliveries/{row.identifier}/again/").status_code == 409
    assert client.post(f"/messages/deliveries/{uuid4()}/again/").status_code == 404
    _a_dead_delivery(officer)
    assert "1 件已重新排队" in client.post("/messages/deliveries/again/", follow=True).text
    for address in ("/messages/deliveries/", "/messages/endpoints/"):
        assert signed_in(officer).get(address).status_code == 403


def _add(client: Client, url: str, *kinds: str, name: str = "区政务协同办公", digest: str = "sm3") -> object:
    return client.post("/messages/endpoints/", {"name": name, "url": url, "digest": digest, "kinds": kinds}, follow=True)


def test_an_endpoint_is_added_tried_given_a_secret_and_ended(admin: User) -> None:
    client, receiver = signed_in(admin), PushReceiver()
    page = _add(client, receiver.url, "overdue", "escalated")
    assert "已加上" in page.text  # type: ignore[attr-defined] # an answer of the test client
    endpoint = Endpoint.objects.get()
    assert endpoint.kinds == ["overdue", "escalated"]
    base = f"/messages/endpoints/{endpoint.identifier}"
    assert "没有收下：连不上" in client.post(f"{base}/trial/", follow=True).text
    with receiver.up():
        assert "收下了试发的一条" in client.post(f"{base}/trial/", follow=True).text
    shown = client.post(f"{base}/secret/")
    assert shown.headers["Cache-Control"] == "no-store"
    found = re.search(r"<code>([0-9a-f]{64})</code>", shown.text)
    assert found is not None
    ((_, headers, body),) = receiver.events
    assert headers["X-Luoqiao-Signature"] == sign(found[1], "sm3", int(headers["X-Luoqiao-Time"]), body)
    renewed = client.post(f"{base}/secret/", {"new": "1"}).text
    assert found[1] not in renewed
    assert "旧的从现在起作废" in renewed
    assert client.get(f"{base}/secret/").status_code == 405
    assert "停用推送地址？" in client.get(f"{base}/end/").text
    assert "还没有推送地址" in client.post(f"{base}/end/", follow=True).text
    assert client.post(f"{base}/trial/").status_code == 404
    assert [entry.action for entry in list_entries(f"endpoint:{endpoint.identifier}")] == [
        "outbox.endpoint_added", "outbox.secret_tried", "outbox.secret_tried", "outbox.secret_shown",
        "outbox.secret_changed", "outbox.endpoint_ended",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "url", "said"),
    [
        ("甲", "http://oa.example.gov.cn/x", "LQ-5704"),
        ("甲", "", "LQ-5704"),
        ("", "https://oa.example.gov.cn/x", "LQ-5716"),
        ("名" * 61, "https://oa.example.gov.cn/x", "LQ-5716"),
        ("甲\u202e", "https://oa.example.gov.cn/x", "LQ-5716"),
        ("甲", "https://oa.example.gov.cn/taken", "LQ-5715"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_refused_and_the_form_kept(admin: User, name: str, url: str, said: str) -> None:
    client = signed_in(admin)
    _add(client, "https://oa.example.gov.cn/taken")
    answer = client.post("/messages/endpoints/", {"name": name, "url": url, "digest": "sha256", "kinds": ["granted"]})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="granted" checked' in answer.text
    assert '<option value="sha256" selected>' in answer.text
    assert Endpoint.objects.count() == 1


def test_what_waits_for_an_ended_endpoint_is_given_up_and_not_sent_again(admin: User) -> None:
    client = signed_in(admin)
    _add(client, "https://oa.example.gov.cn/x")
    endpoint = Endpoint.objects.get()
    officer = a_person("lin", (Role.OFFICER, UNIT))
    _post(a_notice())
    message = list_messages(_actor(officer))[0].number
    row = Delivery.objects.create(message_id=message, channel="webhook", endpoint=endpoint, next_at=AT)
    client.post(f"/messages/endpoints/{endpoint.identifier}/end/")
    assert "都送到了" in client.get("/messages/deliveries/").text
    assert client.post(f"/messages/deliveries/{row.identifier}/again/").status_code == 404
    assert "没有停止的送达" in client.post("/messages/deliveries/again/", follow=True).text
