"""谁收得到邮件: active accounts with an address, by person and by desk, on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from luoqiao.apps.accounts.models import PostHeld, User


@dataclass(frozen=True, slots=True)
class MailUsers:
    """收得到邮件的人: of the persons asked for, and of each desk."""

    users: frozenset[int]
    at_desk: Mapping[str, frozenset[int]]


def list_mail_users(*, users: Collection[int], desks: Collection[str], on: date) -> MailUsers:
    """Who can be written to: of these persons, and of those who work at these desks on that day."""
    holders = _holders(desks, on)
    known = {user for some in holders.values() for user in some} | set(users)
    reached = set(User.objects.filter(pk__in=known, is_active=True).exclude(email="").values_list("pk", flat=True))
    return MailUsers(
        frozenset(set(users) & reached), {desk: frozenset(some & reached) for desk, some in holders.items()}
    )


def _holders(desks: Collection[str], on: date) -> Mapping[str, set[int]]:
    asked = Q(pk__in=[])
    for desk in desks:
        role, _, place = desk.partition("@")
        asked |= Q(role=role, place=place)
    held = PostHeld.objects.filter(asked, Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)
    found: dict[str, set[int]] = {}
    for user, role, place in held.values_list("user_id", "role", "place"):
        found.setdefault(f"{role}@{place}", set()).add(user)
    return found


def find_mail_address(user: int) -> tuple[str, str] | None:
    """Address and name of an active account; None when there is no writing to it."""
    row = User.objects.filter(pk=user, is_active=True).exclude(email="").values_list("email", "name").first()
    return None if row is None else (row[0], row[1])
