"""送达: who is written to, one claim at a time, every outcome kept."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from luoqiao.apps.accounts.models import Delegation, PostHeld, User
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.outbox.delivering import (
    LEASE,
    Claimed,
    claim,
    record_failed,
    record_sent,
    retire_desk_messages,
    route,
    send_again,
    send_all_again,
)
from luoqiao.apps.outbox.errors import NotGivenUp, UnknownDelivery
from luoqiao.apps.outbox.models import Delivery, Endpoint, Message, Reading
from luoqiao.apps.outbox.queries import count_unread, list_messages
from luoqiao.apps.outbox.services import choose_mail, mark_all_read, post
from luoqiao.core.messages.channel import Channel
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk, person
from luoqiao.core.parties.actor import SYSTEM
from tests.apps.outbox.outbox_builder import AT, BUREAU, a_notice, an_account, an_officer

pytestmark = pytest.mark.django_db
ON = date(2023, 3, 1)
MINUTE = timedelta(minutes=1)


def _post(*notices: Notice) -> None:
    with transaction.atomic():
        post(at=AT, actor=SYSTEM, notices=notices)


def _route(at: datetime = AT, on: date = ON, mail: bool = True) -> int:
    return route(at=at, on=on, mail=mail)


def _claim(at: datetime = AT, channel: Channel = Channel.EMAIL) -> Claimed:
    claimed = claim(at=at, channel=channel)
    assert claimed is not None
    return claimed


def _an_endpoint(*kinds: Kind, url: str = "https://oa.example.gov.cn/x") -> Endpoint:
    return Endpoint.objects.create(
        name="办公系统", url=url, digest="sm3", kinds=[kind.value for kind in kinds], added_by="测试", added_at=AT
    )


def _letters() -> list[int | None]:
    return list(Delivery.objects.filter(channel="email").order_by("user_id").values_list("user_id", flat=True))


def test_everybody_at_the_desk_that_day_is_written_to_once() -> None:
    one, other = an_officer(email="a@x.cn"), an_officer(email="b@x.cn")
    an_officer(email="")
    gone, inactive = an_officer(email="c@x.cn"), an_officer(email="d@x.cn")
    PostHeld.objects.filter(user_id=gone.user).update(until_on=ON)
    User.objects.filter(pk=inactive.user).update(is_active=False)
    an_account(email="stranger@x.cn")
    shown = an_officer(email="e@x.cn")
    User.objects.filter(pk=shown.user).update(demonstration=True, password="!")
    stand_in = an_account(email="f@x.cn")
    Delegation.objects.create(
        post=PostHeld.objects.get(user_id=one.user), to_id=stand_in.user, from_on=ON, until_on=ON + timedelta(7), given_at=AT
    )
    _post(a_notice(desk(BUREAU), person(one.user), desk("unit_head@industry_information")))
    assert (_route(), _route()) == (1, 0)
    assert _letters() == [one.user, other.user, stand_in.user]


def test_who_does_not_want_a_kind_by_mail_or_has_no_server_gets_none() -> None:
    one, other = an_officer(email="a@x.cn"), an_officer(email="b@x.cn")
    choose_mail(actor=one, wanted=set(Kind) - {Kind.SUBMITTED})
    _post(a_notice())
    _route()
    assert _letters() == [other.user]
    _post(a_notice())
    assert _route(mail=False) == 1
    assert len(_letters()) == 1
    assert count_unread(one) == 2, "on the platform everything is shown"


def test_each_endpoint_is_told_of_the_kinds_it_wants() -> None:
    all_kinds, overdue = _an_endpoint(), _an_endpoint(Kind.OVERDUE, url="https://oa.example.gov.cn/y")
    ended = _an_endpoint(url="https://oa.example.gov.cn/z")
    Endpoint.objects.filter(pk=ended.pk).update(ended_at=AT)
    _post(a_notice(), a_notice())
    _route()
    assert set(Delivery.objects.values_list("endpoint_id", flat=True)) == {all_kinds.pk}
    assert not Delivery.objects.filter(endpoint=overdue).exists()
    claimed = _claim(channel=Channel.WEBHOOK)
    assert claimed.push is not None
    assert (claimed.push.url, len(claimed.push.secret)) == ("https://oa.example.gov.cn/x", 64)
    assert claim(at=AT, channel=Channel.WEBHOOK, without={all_kinds.pk}) is None


def test_a_claimed_delivery_is_nobody_elses_until_its_lease_ends() -> None:
    officer = an_officer(email="a@x.cn")
    _post(a_notice())
    _route()
    first = _claim()
    assert first.letter is not None
    assert (first.letter.address, first.letter.name, first.attempt) == ("a@x.cn", officer.name, 1)
    assert claim(at=AT + LEASE - MINUTE, channel=Channel.EMAIL) is None
    second = _claim(AT + LEASE)
    assert (second.attempt, second.parcel.identifier) == (2, first.parcel.identifier)
    record_failed(first, at=AT + LEASE, reason="太晚了", rejected=True)
    record_sent(second, at=AT + LEASE)
    record_failed(first, at=AT + LEASE, reason="太晚了", rejected=True)
    row = Delivery.objects.get()
    assert (row.state, row.last_error, row.attempts) == ("sent", "", 2)


def test_the_address_of_the_day_is_used() -> None:
    officer = an_officer(email="old@x.cn")
    _post(a_notice())
    _route()
    User.objects.filter(pk=officer.user).update(email="new@x.cn")
    claimed = _claim()
    assert claimed.letter is not None
    assert claimed.letter.address == "new@x.cn"
    record_failed(claimed, at=AT, reason="忙", rejected=False)
    User.objects.filter(pk=officer.user).update(is_active=False)
    assert _claim(AT + 2 * MINUTE).letter is None


def test_a_failure_waits_longer_each_time_and_ends_after_a_week() -> None:
    an_officer(email="a@x.cn")
    _post(a_notice())
    _route()
    at, attempts = AT, 0
    while (row := Delivery.objects.get()).state != "dead":
        at = row.next_at or at
        claimed = _claim(at)
        record_failed(claimed, at=at, reason="邮件服务器连不上：没有程序在那里应答", rejected=False)
        attempts += 1
        assert attempts < 30
    assert timedelta(7) <= at - AT <= timedelta(9)
    assert (row.attempts, row.last_error) == (attempts, "邮件服务器连不上：没有程序在那里应答")
    assert claim(at=at + timedelta(100), channel=Channel.EMAIL) is None


def test_what_was_rejected_is_not_tried_again_until_an_administrator_says_so() -> None:
    an_officer(email="a@x.cn")
    admin = an_account("系统管理员")
    _post(a_notice(), a_notice())
    _route()
    first, second = _claim(), _claim()
    record_failed(first, at=AT, reason="对方的邮箱拒收（550）", rejected=True)
    assert claim(at=AT + timedelta(30), channel=Channel.EMAIL) is not None, "the other one, its lease over"
    identifier = Delivery.objects.get(pk=first.delivery).identifier
    with pytest.raises(NotGivenUp):
        send_again(identifier=Delivery.objects.get(pk=second.delivery).identifier, actor=admin, at=AT)
    with pytest.raises(UnknownDelivery):
        send_again(identifier=uuid4(), actor=admin, at=AT)
    send_again(identifier=identifier, actor=admin, at=AT)
    with pytest.raises(NotGivenUp):
        send_again(identifier=identifier, actor=admin, at=AT)
    again = _claim()
    assert (again.delivery, again.attempt, again.parcel.identifier) == (first.delivery, 1, first.parcel.identifier)
    record_failed(again, at=AT, reason="对方的邮箱拒收（550）", rejected=True)
    assert send_all_again(actor=admin, at=AT) == 1
    assert send_all_again(actor=admin, at=AT) == 0
    (entry,) = list_entries(f"delivery:{identifier}")
    assert (entry.action, entry.name) == ("outbox.sent_again", "系统管理员")
    assert len(list_entries("delivery:all")) == 1


def test_what_a_desk_was_told_long_ago_is_listed_and_counted_no_more() -> None:
    officer = an_officer()
    _post(a_notice(), a_notice(person(officer.user)))
    retire_desk_messages(AT + timedelta(29))
    assert count_unread(officer) == 2
    retire_desk_messages(AT + timedelta(31))
    assert count_unread(officer) == 1
    assert [told.unread for told in list_messages(officer)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_take_the_same_delivery() -> None:
    for number in range(12):
        an_officer(email=f"u{number}@x.cn")
    _post(a_notice())
    taken: list[int] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        _route()
        while (claimed := claim(at=AT, channel=Channel.EMAIL)) is not None:
            taken.append(claimed.delivery)
            record_sent(claimed, at=AT)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    _route()
    while (claimed := claim(at=AT, channel=Channel.EMAIL)) is not None:
        taken.append(claimed.delivery)
    assert len(taken) == len(set(taken)) == 12
    assert Message.objects.filter(routed_at__isnull=True).count() == 0


def test_what_is_no_longer_counted_needs_no_comparing_with_what_was_read() -> None:
    officer = an_officer()
    _post(a_notice(), a_notice(person(officer.user)))
    mark_all_read(actor=officer, at=AT)
    retire_desk_messages(AT)
    assert Reading.objects.filter(counts=True).count() == 1, "the desk's; one's own is done with when read"
    retire_desk_messages(AT + timedelta(31))
    assert not Reading.objects.filter(counts=True).exists()
    assert [told.unread for told in list_messages(officer)] == [False, False]
