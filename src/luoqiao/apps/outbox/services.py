"""发消息、标已读: the verbs of everybody. Deliveries through channels outside stand in `delivering.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app as queue

from luoqiao.apps.outbox.errors import UnknownMessage
from luoqiao.apps.outbox.models import Addressee, Message, MutedKind, Reading
from luoqiao.apps.outbox.queries import told_to, unread_by
from luoqiao.apps.outbox.wordings import say_all
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, check_notice
from luoqiao.core.parties.actor import Actor

DELIVER_TASK = "outbox.deliver"
"""The worker's task that routes and delivers what is due."""


class NotInTransaction(RuntimeError):
    """A message that could be kept while its deed is lost, or the other way round, says what is not so."""


def post(*, at: datetime, actor: Actor, notices: Iterable[Notice]) -> None:
    """Tell of what this transaction does; refuses to work outside one. A key that was told before is told no more.

    The words are written now, in the wording of today. Who works at a desk is settled when the message is read, for
    e-mail when it is sent. Raises WrongNotice when the values do not fit the kind.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction
    told = {notice.key: notice for notice in notices}
    for notice in told.values():
        check_notice(notice)
    if told and _keep(at, actor, tuple(told.values())):
        wake_worker()


def _keep(at: datetime, actor: Actor, notices: Sequence[Notice]) -> int:
    """Write the messages whose keys are new; how many were."""
    rows = [
        Message(
            key=notice.key, kind=notice.kind.value, subject=text.subject, body=text.body, link=notice.link,
            about=notice.about, caused_by=actor.user, created_at=at,
        )
        for notice, text in zip(notices, say_all(notices), strict=True)
    ]  # fmt: skip
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    new = dict(Message.objects.filter(identifier__in=[row.identifier for row in rows]).values_list("key", "pk"))
    Addressee.objects.bulk_create(
        Addressee(
            message_id=new[notice.key], user_id=to.user or None, desk=to.desk, group=notice.kind.described.group.value
        )
        for notice in notices
        if notice.key in new
        for to in dict.fromkeys(notice.to)
    )
    return len(new)


def wake_worker() -> None:
    """Ask the worker to deliver what is due; when the transaction is lost, so is this request."""
    queue.configure_task(DELIVER_TASK).defer()


def mark_read(*, identifier: UUID, actor: Actor, at: datetime) -> str:
    """This person has seen the message; gives where it leads. Refuses with UnknownMessage."""
    with transaction.atomic():
        row = Message.objects.filter(told_to(actor), identifier=identifier).first()
        if row is None:
            raise UnknownMessage
        _read(actor, (row.pk,), at)
        return row.link


def mark_all_read(*, actor: Actor, at: datetime) -> int:
    """Everything that this person can see now is read; how many were not before."""
    with transaction.atomic():
        unread = tuple(unread_by(actor).values_list("message_id", flat=True).distinct())
        _read(actor, unread, at)
        return len(unread)


def _read(actor: Actor, messages: Sequence[int], at: datetime) -> None:
    Reading.objects.bulk_create(
        (Reading(message_id=message, user_id=actor.user, read_at=at) for message in messages),
        ignore_conflicts=True, batch_size=1000,
    )  # fmt: skip
    Addressee.objects.filter(user_id=actor.user, message__in=messages).update(counts=False)


def choose_mail(*, actor: Actor, wanted: Iterable[Kind]) -> None:
    """Which kinds this person also wants by e-mail; on the platform everything is shown always."""
    muted = set(Kind) - set(wanted)
    with transaction.atomic():
        MutedKind.objects.filter(user_id=actor.user).delete()
        MutedKind.objects.bulk_create(MutedKind(user_id=actor.user, kind=kind.value) for kind in Kind if kind in muted)
