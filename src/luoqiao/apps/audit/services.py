"""记审计: called inside the transaction of the deed that it records; looking at hidden data is a deed of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from luoqiao.apps.audit.copy_in import copy_in
from luoqiao.apps.audit.models import Entry
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Post


class NotInTransaction(RuntimeError):
    """An entry that could be kept while its deed is lost, or the other way round, proves nothing."""


SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True)
class Deed:
    """要记的一件事: `action` is a stable English word (`case.approved`), `subject` the record (`case:LQ-2023-0417`)."""

    action: str
    subject: str
    detail: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""


def record(*, at: datetime, actor: Actor, deed: Deed, post: Post | None = None) -> None:
    """Keep one entry; refuses to work outside a transaction."""
    record_many(at=at, actor=actor, deeds=(deed,), post=post)


def record_many(*, at: datetime, actor: Actor, deeds: Iterable[Deed], post: Post | None = None) -> None:
    """Keep several entries of one deed, in order."""
    if not connection.in_atomic_block:
        raise NotInTransaction
    Entry.objects.bulk_create(
        Entry(
            at=at, user=actor.user, name=actor.name, post=post.desk if post else "",
            for_user=post.for_user if post else 0, action=deed.action, subject=deed.subject, reason=deed.reason,
            detail=dict(deed.detail),
        )
        for deed in deeds
    )  # fmt: skip


def record_unmasking(
    *, at: datetime, actor: Actor, subject: str, fields: Iterable[str], reason: str, post: Post | None = None
) -> None:
    """看全: somebody is about to see hidden data of a record; refuses without a reason in words (Invalid).

    Called before the whole value is read. Whether the person may see it at all is asked by the part that owns the record.
    """
    told = reason.strip()
    if len(told) < SHORTEST_REASON:
        message = f"请写明为什么要看（至少 {SHORTEST_REASON} 个字），会记入审计"
        raise Invalid((FieldProblem("reason", told, "查看的理由", message, "LQ-2061"),))
    with transaction.atomic():
        deed = Deed("data.unmasked", subject, {"fields": sorted(fields)}, told)
        record(at=at, actor=actor, deed=deed, post=post)


@dataclass(frozen=True, slots=True)
class Told:
    """已经发生的一件事, each with its own time and person: histories that are written down together."""

    at: datetime
    user: int
    name: str
    deed: Deed
    post: str = ""
    for_user: int = 0


def record_told(told: Iterable[Told]) -> None:
    """Keep entries of many deeds in the order told; refuses to work outside a transaction."""
    if not connection.in_atomic_block:
        raise NotInTransaction
    copy_in(
        Entry._meta.db_table,
        ("at", "user", "name", "post", "for_user", "action", "subject", "reason", "detail"),
        (
            (one.at, one.user, one.name, one.post, one.for_user, one.deed.action, one.deed.subject, one.deed.reason,
             dict(one.deed.detail))
            for one in told
        ),
    )  # fmt: skip
