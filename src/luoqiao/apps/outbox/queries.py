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
    seen = Reading.objects.filter(user_id=actor.user, message=OuterRef("message"))
    return Addressee.objects.filter(_addressed(actor), ~Exists(seen), counts=True)


def _addressed(actor: Actor) -> Q:
    return Q(user_id=actor.user) | Q(desk__in=actor.desks)


def count_unread(actor: Actor) -> int:
    """How many messages this person has not read: one query over partial indexes. Desks count recent ones only."""
    return unread_by(actor).values("message").distinct().count()


def list_messages(
    actor: Actor, *, unread: bool = False, group: Group | None = None, before: int = 0, most: int = PAGE
) -> tuple[Told, ...]:
    """What this person was told, the newest first; `before` gives the next page: the number of the last one shown."""
    rows = Message.objects.filter(told_to(actor))
    if before:
        rows = rows.filter(pk__lt=before)
    if group is not None:
        rows = rows.filter(kind__in=[kind.value for kind in Kind if kind.described.group is group])
    unseen = Exists(unread_by(actor).filter(message=OuterRef("pk")))
    if unread:
        rows = rows.filter(unseen)
    return tuple(_told(row, unread=row.unseen) for row in rows.annotate(unseen=unseen).order_by("-pk")[:most])


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
