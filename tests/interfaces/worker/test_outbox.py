"""送消息: real servers that are up, down, slow and refusing; nothing lost, nothing told twice without its mark."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import Settings

from luoqiao.adapters.smtp.mail_server import MailServer, read_mail_server
from luoqiao.apps.outbox.models import Delivery, Endpoint
from luoqiao.apps.outbox.services import post
from luoqiao.core.messages.notice import Notice
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.interfaces.worker import outbox
from luoqiao.interfaces.worker.outbox import deliver
from tests.apps.outbox.outbox_builder import AT, a_notice, an_officer
from tests.mail_receiver import MailReceiver
from tests.push_receiver import PushReceiver

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def _post(*notices: Notice) -> None:
    with transaction.atomic():
        post(at=AT, actor=SYSTEM, notices=notices)


def _server(receiver: MailReceiver) -> MailServer | None:
    return read_mail_server(receiver.url, "洛桥 <luoqiao@example.gov.cn>")


def _deliver(at: datetime, receiver: MailReceiver | None = None) -> int:
    return deliver(clock=lambda: at, server=_server(receiver) if receiver else None)


def _an_endpoint(receiver: PushReceiver) -> None:
    Endpoint.objects.create(name="办公系统", url=receiver.url, digest="sm3", added_by="测试", added_at=AT)


def test_a_message_goes_out_by_mail_and_push_once(settings: Settings) -> None:
    settings.SITE_URL = "https://luoqiao.example.gov.cn"
    an_officer(email="lin@example.com")
    mail, pushed = MailReceiver(), PushReceiver()
    _an_endpoint(pushed)
    _post(a_notice())
    with mail.up(), pushed.up():
        assert _deliver(AT, mail) == 2
        assert _deliver(AT + HOUR, mail) == 0
    (letter,), ((_, _, body),) = mail.letters, pushed.events
    assert "https://luoqiao.example.gov.cn/cases/LQ-2023-0417/" in letter.get_content()
    assert json.loads(body)["label"] == "提交申报"
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_a_mail_server_that_is_down_for_a_day_loses_nothing() -> None:
    for number in range(3):
        an_officer(email=f"u{number}@example.com")
    mail = MailReceiver()
    tried = 0
    for minute in range(0, 24 * 60, 10):
        if minute % 240 == 0:
            _post(a_notice())
        _deliver(AT + timedelta(minutes=minute), mail)
        tried = sum(Delivery.objects.values_list("attempts", flat=True))
    assert tried <= 24 * 6, "one try shows that the server is down; the others wait for the next"
    assert not Delivery.objects.filter(state="dead").exists()
    assert "没有程序在那里应答" in Delivery.objects.exclude(attempts=0)[0].last_error
    with mail.up():
        at = AT + 24 * HOUR
        while Delivery.objects.exclude(state="sent").exists():
            _deliver(at, mail)
            at += 10 * timedelta(minutes=1)
        assert at < AT + 48 * HOUR
        _deliver(at + 48 * HOUR, mail)
    assert len(mail.letters) == 18
    assert len({letter["Message-ID"] for letter in mail.letters}) == 18


def test_one_mailbox_that_refuses_stops_nobody_else() -> None:
    an_officer(email="gone@example.com")
    an_officer(email="full@example.com")
    an_officer(email="fine@example.com")
    mail = MailReceiver(answers={"gone@example.com": "550 no such user", "full@example.com": "452 mailbox full"})
    _post(a_notice())
    with mail.up():
        assert _deliver(AT, mail) == 1
        mail.answers.clear()
        assert _deliver(AT + HOUR, mail) == 1
        assert _deliver(AT + 100 * HOUR, mail) == 0
    states = Delivery.objects.order_by("user__email").values_list("user__email", "state", "last_error")
    assert list(states) == [
        ("fine@example.com", "sent", ""),
        ("full@example.com", "sent", ""),
        ("gone@example.com", "dead", "对方的邮箱拒收（550）"),
    ]


def test_one_endpoint_that_is_silent_stops_no_other_and_no_mail() -> None:
    an_officer(email="lin@example.com")
    mail, up, down = MailReceiver(), PushReceiver(), PushReceiver(status=503)
    _an_endpoint(down)
    _an_endpoint(up)
    _post(*(a_notice() for _ in range(3)))
    with mail.up(), up.up(), down.up():
        assert _deliver(AT, mail) == 6
    assert (len(mail.letters), len(up.events), len(down.events)) == (3, 3, 1)
    down.status = 200
    with down.up():
        assert _deliver(AT + HOUR) == 3
    assert len({headers["Idempotency-Key"] for _, headers, _ in down.events}) == 3


def test_a_fault_of_our_own_is_kept_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    receiver = PushReceiver()
    _an_endpoint(receiver)
    _post(a_notice())
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "push", lambda *_, **__: 1 / 0)
        assert _deliver(AT) == 0
    assert "ZeroDivisionError" in caplog.text
    row = Delivery.objects.get()
    assert (row.state, row.last_error) == ("failed", "程序出错，已记入日志")
    with receiver.up():
        assert _deliver(AT + HOUR) == 1


def test_an_account_that_lost_its_address_is_shown_to_an_administrator() -> None:
    officer = an_officer(email="lin@example.com")
    mail = MailReceiver()
    _post(a_notice())
    _deliver(AT, mail)
    from luoqiao.apps.accounts.models import User

    User.objects.filter(pk=officer.user).update(email="")
    with mail.up():
        _deliver(AT + HOUR, mail)
    assert Delivery.objects.get().last_error == "收件人没有留邮箱，或账号已停用"
    assert Delivery.objects.get().state == "dead"


def test_a_worker_that_is_told_to_stop_leaves_the_rest_for_the_next() -> None:
    receiver = PushReceiver()
    _an_endpoint(receiver)
    _post(*(a_notice() for _ in range(3)))
    with receiver.up():
        stop = iter((False, False, False, True, True, True, True))
        assert deliver(clock=lambda: AT, server=None, stop=lambda: next(stop)) == 1
        assert _deliver(AT) == 2
    assert len(receiver.events) == 3
