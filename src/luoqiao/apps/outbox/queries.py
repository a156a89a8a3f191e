"""查消息: what a person may see, newest first, and how much of it is unread. Scope is one predicate, `told_to`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from luoqiao.apps.outbox.models import Addressee, Message, MutedKind, Reading
from luoqiao.core.messages.kind import Group, Kind
from luoqiao.core.parties.actor import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """一条消息, as one person sees it; `number` goes up with time."""

    number: int
    identifier: UUID
    kind: Kind
    subject: str
    body: str
    link: str
    about: str
    created_at: datetime
    unread: bool


def told_to(actor: Actor) -> Q:
    """谁能看: messages to this person, or to a desk at which this person works today."""
    mine = Addressee.objects.filter(_addressed(actor), message=OuterRef("pk"))
    return Q(Exists(mine))


def unread_by(actor: Actor) -> QuerySet[Addressee]:
    """未读: addressees of this person, own or by desk, of messages that this person has not seen. For this app only."""
    return _unread(Addressee.objects.filter(_addressed(actor)), actor)


def _unread(rows: QuerySet[Addressee], actor: Actor) -> QuerySet[Addressee]:
    seen = Reading.objects.filter(user_id=actor.user, message=OuterRef("message"), counts=True)
    return rows.filter(~Exists(seen), counts=True)


def _addressed(actor: Actor) -> Q:
    return Q(user_id=actor.user) | Q(desk__in=actor.desks)


def count_unread(actor: Actor) -> int:
    """How many messages this person has not read: one query over partial indexes. Desks count recent ones only."""
    return unread_by(actor).values("message").distinct().count()


def list_messages(
    actor: Actor, *, unread: bool = False, group: Group | None = None, before: int = 0, most: int = PAGE
) -> tuple[Told, ...]:
    """What this person was told, the newest first; `before` gives the next page: the number of the last one shown."""
    narrowed = Q(group=group.value) if group is not None else Q()
    if before:
        narrowed &= Q(message__lt=before)
    ways = [Q(user_id=actor.user), *(Q(desk=desk) for desk in actor.desks)]
    found = [_newest(Addressee.objects.filter(way, narrowed), actor, most, unread=unread) for way in ways]
    newest = sorted(found[0].union(*found[1:]), reverse=True)[:most]
    unseen = Exists(unread_by(actor).filter(message=OuterRef("pk")))
    rows = Message.objects.filter(pk__in=newest).annotate(unseen=unseen).order_by("-pk")
    return tuple(_told(row, unread=row.unseen) for row in rows)


def _newest(rows: QuerySet[Addressee], actor: Actor, most: int, *, unread: bool) -> QuerySet[Addressee, int]:
    """The newest messages that came by one way: an index in its own order, left off when there are enough."""
    wanted = _unread(rows, actor) if unread else rows
    return wanted.order_by("-message").values_list("message", flat=True)[:most]


def list_about(about: str) -> tuple[Told, ...]:
    """Everything that was told of one record, the oldest first; for those who may see the record."""
    return tuple(_told(row, unread=False) for row in Message.objects.filter(about=about).order_by("pk"))


def list_muted(actor: Actor) -> frozenset[Kind]:
    """The kinds that this person does not want by e-mail."""
    return frozenset(map(Kind, MutedKind.objects.filter(user_id=actor.user).values_list("kind", flat=True)))


def _told(row: Message, *, unread: bool) -> Told:
    return Told(
        row.pk, row.identifier, Kind(row.kind), row.subject, row.body, row.link, row.about, row.created_at, unread
    )
