"""推送地址: systems outside that are told; added and ended by a system administrator, each with a secret of its own.

Secrets are not stored: each follows from the key of the site, the endpoint and a number that changing it raises.
Whether an address may be used at all is decided by the adapter that speaks to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.outbox.errors import BadEndpointName, EndpointTaken, UnknownEndpoint
from luoqiao.apps.outbox.models import OPEN_STATES, Delivery, Endpoint
from luoqiao.core.messages.channel import DeliveryState
from luoqiao.core.messages.kind import Kind
from luoqiao.core.parties.actor import Actor

LONGEST_NAME = 60
ENDED_REASON = "推送地址已停用"


class SecretUse(StrEnum):
    """密钥的用处: shown to be handed over; changed, the old one worthless; used for a trial."""

    SHOWN = "shown"
    CHANGED = "changed"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class Known:
    """一个推送地址; no `kinds` means all."""

    identifier: UUID
    name: str
    url: str
    digest: str
    kinds: tuple[Kind, ...]
    added_by: str
    added_at: datetime


def secret_of(endpoint: Endpoint) -> str:
    """密钥: what the receiver checks signatures with, 64 hexadecimal figures."""
    salt = "luoqiao.apps.outbox.endpoints"
    return salted_hmac(salt, f"{endpoint.identifier}:{endpoint.secret_number}", algorithm="sha256").hexdigest()


def list_endpoints() -> tuple[Known, ...]:
    """The endpoints in use, the oldest first."""
    return tuple(map(_known, Endpoint.objects.filter(ended_at__isnull=True).order_by("pk")))


def get_endpoint(identifier: UUID) -> Known:
    """One endpoint in use; refuses with UnknownEndpoint."""
    return _known(_in_use(identifier))


def add_endpoint(*, name: str, url: str, digest: str, kinds: Iterable[Kind], actor: Actor, at: datetime) -> UUID:
    """Tell a system outside from now on; refuses with BadEndpointName or EndpointTaken."""
    named = " ".join(name.split())
    if not 0 < len(named) <= LONGEST_NAME or not named.isprintable():
        raise BadEndpointName(LONGEST_NAME)
    wanted = [kind.value for kind in Kind if kind in set(kinds)]
    try:
        with transaction.atomic():
            row = Endpoint.objects.create(
                name=named, url=url, digest=digest, kinds=wanted, added_by=actor.name, added_at=at
            )
            _record(row, "outbox.endpoint_added", actor, at, url=url, digest=digest, kinds=wanted)
    except IntegrityError as taken:
        raise EndpointTaken from taken
    return row.identifier


def end_endpoint(*, identifier: UUID, actor: Actor, at: datetime) -> None:
    """Tell it no more; what still waits for it is given up. Refuses with UnknownEndpoint."""
    with transaction.atomic():
        row = _in_use(identifier, locked=True)
        row.ended_at = at
        row.save(update_fields=("ended_at",))
        waiting = Delivery.objects.filter(endpoint=row, state__in=OPEN_STATES)
        waiting.update(state=DeliveryState.DEAD.value, next_at=None, ended_at=at, last_error=ENDED_REASON)
        _record(row, "outbox.endpoint_ended", actor, at)


def use_secret(*, identifier: UUID, use: SecretUse, actor: Actor, at: datetime) -> str:
    """The secret of an endpoint in use; why it was asked for stays in the audit. Refuses with UnknownEndpoint."""
    with transaction.atomic():
        row = _in_use(identifier, locked=True)
        if use is SecretUse.CHANGED:
            row.secret_number += 1
            row.save(update_fields=("secret_number",))
        _record(row, f"outbox.secret_{use.value}", actor, at)
        return secret_of(row)


def _in_use(identifier: UUID, *, locked: bool = False) -> Endpoint:
    rows = Endpoint.objects.select_for_update() if locked else Endpoint.objects.all()
    row = rows.filter(identifier=identifier, ended_at__isnull=True).first()
    if row is None:
        raise UnknownEndpoint
    return row


def _record(row: Endpoint, action: str, actor: Actor, at: datetime, **detail: object) -> None:
    record(at=at, actor=actor, deed=Deed(action, f"endpoint:{row.identifier}", {"name": row.name, **detail}))


def _known(row: Endpoint) -> Known:
    return Known(
        row.identifier, row.name, row.url, row.digest, tuple(map(Kind, row.kinds)), row.added_by, row.added_at
    )
