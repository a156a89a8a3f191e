"""谁收得到邮件: active accounts with an address, by person and by desk, on a day. Demonstration accounts never do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from luoqiao.apps.accounts.models import User
from luoqiao.apps.accounts.queries import list_holders
from luoqiao.core.parties.actor import Role


@dataclass(frozen=True, slots=True)
class MailUsers:
    """收得到邮件的人: of the persons asked for, and of each desk."""

    users: frozenset[int]
    at_desk: Mapping[str, frozenset[int]]


def list_mail_users(*, users: Collection[int], desks: Collection[str], on: date) -> MailUsers:
    """Who can be written to: of these persons, and of those who work at these desks on that day, also by delegation."""
    holders = {desk: _holders(desk, on) for desk in desks}
    known = {user for some in holders.values() for user in some} | set(users)
    reached = frozenset(_reached().filter(pk__in=known).values_list("pk", flat=True))
    return MailUsers(reached & set(users), {desk: reached & some for desk, some in holders.items()})


def _holders(desk: str, on: date) -> frozenset[int]:
    role, _, place = desk.partition("@")
    return frozenset(person.user for person in list_holders(Role(role), place, on))


def find_mail_address(user: int) -> tuple[str, str] | None:
    """Address and name of an active account; None when there is no writing to it."""
    row = _reached().filter(pk=user).values_list("email", "name").first()
    return None if row is None else (row[0], row[1])


def _reached() -> QuerySet[User]:
    return User.objects.filter(is_active=True, demonstration=False).exclude(email="")
