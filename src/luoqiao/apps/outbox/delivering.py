"""送达: messages become deliveries, deliveries are claimed one by one, tried, and their outcome kept.

Nothing here sends. The worker claims a delivery (a short transaction), sends it through an adapter (no transaction), and
records the outcome (a short transaction). A worker that is killed in between leaves the attempt on record; the delivery
comes due again when its lease has passed, and the receiver knows a repeat by the identifier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from luoqiao.apps.accounts.mail_addresses import find_mail_address, list_mail_users
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.outbox.deliveries import reachable
from luoqiao.apps.outbox.endpoints import secret_of
from luoqiao.apps.outbox.errors import NotGivenUp, UnknownDelivery
from luoqiao.apps.outbox.models import OPEN_STATES, Addressee, Delivery, Endpoint, Message, MutedKind, Reading
from luoqiao.apps.outbox.services import wake_worker
from luoqiao.core.messages.channel import Channel, DeliveryState, Parcel
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.retry import next_attempt
from luoqiao.core.parties.actor import Actor

LEASE = timedelta(minutes=15)
"""How long an attempt may take; the worker makes an end well before."""
ROUTED_AT_ONCE = 200
DESK_COUNTS_FOR = timedelta(days=30)
LONGEST_ERROR = 300
STARTED = "已开始发送，还没有结果"
NO_ADDRESS = "收件人没有留邮箱，或账号已停用"


@dataclass(frozen=True, slots=True)
class Letter:
    """送给谁（邮件）: address and name as they are today."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Push:
    """推给谁（接口）: where, and what the signature is made with."""

    endpoint: int
    url: str
    secret: str
    digest: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """领走的一件: ours until the lease ends; `attempt` tells our attempt from a later one's. One of the two targets is set."""

    delivery: int
    attempt: int
    parcel: Parcel
    letter: Letter | None = None
    push: Push | None = None


def route(*, at: datetime, on: date, mail: bool) -> int:
    """Make deliveries of new messages: to whom by e-mail as of that day, and to which endpoints; how many messages.

    Call it until it gives 0. Without `mail` no server is set and nobody gets e-mail.
    """
    with transaction.atomic():
        new = Message.objects.filter(routed_at__isnull=True).order_by("pk")
        rows = tuple(new.select_for_update(skip_locked=True)[:ROUTED_AT_ONCE])
        letters = _letters(rows, on) if mail else ()
        ready = {"next_at": at}
        Delivery.objects.bulk_create(
            (
                *(Delivery(message_id=m, channel=Channel.EMAIL.value, user_id=user, **ready) for m, user in letters),
                *(Delivery(message_id=m, channel=Channel.WEBHOOK.value, endpoint_id=e, **ready) for m, e in _pushes(rows)),
            ),
            ignore_conflicts=True,
        )
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(routed_at=at)
        return len(rows)


def _letters(rows: Sequence[Message], on: date) -> Iterable[tuple[int, int]]:
    """Message and person: each who is told, has an address and did not choose otherwise; once, by however many desks."""
    told = Addressee.objects.filter(message__in=rows).values_list("message_id", "user_id", "desk")
    users, desks = {user for _, user, _ in told if user}, {desk for _, _, desk in told if desk}
    reached = list_mail_users(users=users, desks=desks, on=on)
    people: Mapping[int, set[int]] = defaultdict(set)
    for message, user, desk in told:
        people[message] |= reached.at_desk.get(desk, frozenset()) if desk else {user} & reached.users
    everybody = {user for some in people.values() for user in some}
    muted = set(MutedKind.objects.filter(user__in=everybody).values_list("user_id", "kind"))
    kinds = {row.pk: row.kind for row in rows}
    return [(m, user) for m, some in people.items() for user in sorted(some) if (user, kinds[m]) not in muted]


def _pushes(rows: Sequence[Message]) -> Iterable[tuple[int, int]]:
    """Message and endpoint: each that is in use and wants this kind."""
    endpoints = tuple(Endpoint.objects.filter(ended_at__isnull=True).values_list("pk", "kinds"))
    return [(row.pk, endpoint) for row in rows for endpoint, kinds in endpoints if not kinds or row.kind in kinds]


def claim(*, at: datetime, channel: Channel, without: Collection[int] = ()) -> Claimed | None:
    """Take the delivery that has been due longest, for the time of the lease; None when nothing is due.

    `without` names endpoints that did not answer a moment ago.
    """
    with transaction.atomic():
        due = Delivery.objects.filter(state__in=OPEN_STATES, channel=channel.value, next_at__lte=at)
        if without:
            due = due.exclude(endpoint__in=without)
        row = (
            due.select_related("message", "endpoint")
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("next_at", "pk")
            .first()
        )
        if row is None:
            return None
        row.attempts += 1
        row.first_at = row.first_at or at
        row.next_at = at + LEASE
        row.last_error = STARTED
        row.save(update_fields=("attempts", "first_at", "next_at", "last_error"))
        return _claimed(row)


def _claimed(row: Delivery) -> Claimed:
    message, endpoint = row.message, row.endpoint
    parcel = Parcel(
        str(row.identifier), message.kind, Kind(message.kind).label, message.subject, message.body, message.link,
        message.about, message.created_at,
    )  # fmt: skip
    if endpoint is not None:
        push = Push(endpoint.pk, endpoint.url, secret_of(endpoint), endpoint.digest)
        return Claimed(row.pk, row.attempts, parcel, push=push)
    found = find_mail_address(row.user_id) if row.user_id else None
    return Claimed(row.pk, row.attempts, parcel, letter=Letter(*found) if found else None)


def record_sent(claimed: Claimed, *, at: datetime) -> None:
    """The receiver has taken it."""
    with transaction.atomic():
        _ours(claimed).update(
            state=DeliveryState.SENT.value, next_at=None, ended_at=at, last_error=""
        )


def record_failed(claimed: Claimed, *, at: datetime, reason: str, rejected: bool) -> None:
    """It failed: tried again later, or given up when it was rejected or failed for too long.

    An attempt that outlived its lease changes nothing: a later one has the delivery.
    """
    with transaction.atomic():
        row = _ours(claimed).select_for_update().first()
        if row is None:
            return
        again = None
        if not rejected:
            seed = str(row.identifier)
            again = next_attempt(attempts=row.attempts, first_at=row.first_at or at, failed_at=at, seed=seed)
        row.state = (DeliveryState.FAILED if again else DeliveryState.DEAD).value
        row.next_at, row.ended_at = again, None if again else at
        row.last_error = reason[:LONGEST_ERROR]
        row.save(update_fields=("state", "next_at", "ended_at", "last_error"))


def _ours(claimed: Claimed) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=claimed.delivery, attempts=claimed.attempt, state__in=OPEN_STATES)


def send_again(*, identifier: UUID, actor: Actor, at: datetime) -> None:
    """再发: what was given up is tried anew, from the first attempt; refuses with UnknownDelivery or NotGivenUp."""
    with transaction.atomic():
        row = Delivery.objects.select_for_update(of=("self",)).filter(reachable(), identifier=identifier).first()
        if row is None:
            raise UnknownDelivery
        if row.state != DeliveryState.DEAD.value:
            raise NotGivenUp
        _revive(Delivery.objects.filter(pk=row.pk), actor, at, f"delivery:{row.identifier}")


def send_all_again(*, actor: Actor, at: datetime) -> int:
    """全部再发: everything that was given up is tried anew; how many."""
    with transaction.atomic():
        dead = Delivery.objects.filter(reachable(), state=DeliveryState.DEAD.value)
        return _revive(dead, actor, at, "delivery:all")


def _revive(rows: QuerySet[Delivery], actor: Actor, at: datetime, subject: str) -> int:
    count = rows.update(state=DeliveryState.WAITING.value, attempts=0, first_at=None, next_at=at, ended_at=None)
    if count:
        record(at=at, actor=actor, deed=Deed("outbox.sent_again", subject, {"count": count}))
        wake_worker()
    return count


def retire_desk_messages(at: datetime) -> None:
    """旧消息不再计入未读: what a desk was told long ago stays in the list and is counted no more."""
    with transaction.atomic():
        old = Addressee.objects.filter(desk__gt="", counts=True, message__created_at__lt=at - DESK_COUNTS_FOR)
        old.update(counts=False)
        still = Addressee.objects.filter(message=OuterRef("message"), counts=True)
        Reading.objects.filter(~Exists(still), counts=True).update(counts=False)
