"""查审计: frozen entries by record, by person, by time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from luoqiao.apps.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Recorded:
    """审计记录: one entry as kept."""

    id: int
    at: datetime
    user: int
    name: str
    post: str
    for_user: int
    action: str
    subject: str
    reason: str
    detail: Mapping[str, object]


_FIELDS = ("id", "at", "user", "name", "post", "for_user", "action", "subject", "reason", "detail")


def list_entries(subject: str) -> tuple[Recorded, ...]:
    """Every entry about one record, the oldest first."""
    rows = Entry.objects.filter(subject=subject).order_by("pk").values_list(*_FIELDS)
    return tuple(Recorded(*row) for row in rows)


def get_last_number() -> int:
    """The number of the newest entry, 0 when there is none: unchanged as long as nothing was changed anywhere."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def list_entries_of(user: int, *, most: int = 500) -> tuple[Recorded, ...]:
    """What one person did, the newest first, at most so many."""
    rows = Entry.objects.filter(user=user).order_by("-pk").values_list(*_FIELDS)[:most]
    return tuple(Recorded(*row) for row in rows)


def search_entries(
    *, about: str = "", who: str = "", since: datetime | None = None, until: datetime | None = None, before: int = 0,
    most: int = 50,
) -> tuple[Recorded, ...]:
    """Entries the newest first: about a record (as its beginning is written) and by a person (name), between two instants.

    `before` is the number of the entry below which the page begins; 0 begins with the newest.
    """
    rows = Entry.objects.order_by("-pk")
    if about:
        rows = rows.filter(subject__startswith=about)
    if who:
        rows = rows.filter(name=who)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    if before:
        rows = rows.filter(pk__lt=before)
    return tuple(Recorded(*row) for row in rows.values_list(*_FIELDS)[:most])
