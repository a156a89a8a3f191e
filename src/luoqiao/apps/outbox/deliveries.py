"""查送达: what did not get through, for administrators: whom and why, never what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from luoqiao.apps.outbox.models import Delivery
from luoqiao.core.messages.channel import Channel, DeliveryState
from luoqiao.core.messages.kind import Kind

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Troubled:
    """没送成的一件: `receiver` is the person's name or the endpoint's; `address` is masked."""

    identifier: UUID
    kind: Kind
    channel: Channel
    state: DeliveryState
    receiver: str
    address: str
    created_at: datetime
    attempts: int
    next_at: datetime | None
    last_error: str


def reachable() -> Q:
    """还送得到: to a person, or to an endpoint in use."""
    return Q(endpoint__isnull=True) | Q(endpoint__ended_at__isnull=True)


def list_troubled(*, most: int = MOST_SHOWN) -> tuple[Troubled, ...]:
    """What was given up, then what failed and is tried again; the newest first in each."""
    troubled = (DeliveryState.DEAD.value, DeliveryState.FAILED.value)
    rows = Delivery.objects.filter(reachable(), state__in=troubled).select_related("message", "user", "endpoint")
    return tuple(_troubled(row) for row in rows.order_by("state", "-pk")[:most])


def count_states() -> dict[DeliveryState, int]:
    """How many deliveries are in each state, those sent left out: they are too many to count for every page."""
    open_ones = Delivery.objects.filter(reachable()).exclude(state=DeliveryState.SENT.value)
    states = open_ones.values_list("state").annotate(count=Count("pk"))
    found = {DeliveryState(state): count for state, count in states}
    return {state: found.get(state, 0) for state in DeliveryState if state is not DeliveryState.SENT}


def mask_address(address: str) -> str:
    """An e-mail address of which the first letter and the domain are shown."""
    user, at, domain = address.rpartition("@")
    return f"{user[:1]}***@{domain}" if at else "***"


def _troubled(row: Delivery) -> Troubled:
    if row.endpoint is not None:
        receiver, address = row.endpoint.name, ""
    else:
        receiver = row.user.name if row.user else ""
        address = mask_address(row.user.email) if row.user and row.user.email else ""
    return Troubled(
        row.identifier, Kind(row.message.kind), Channel(row.channel), DeliveryState(row.state), receiver, address,
        row.message.created_at, row.attempts, row.next_at, row.last_error,
    )  # fmt: skip
