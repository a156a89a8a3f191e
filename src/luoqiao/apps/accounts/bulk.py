"""许多账号一次造好: the people of a demonstration; no password can ever be set for them that opens a door in service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from luoqiao.apps.accounts.models import PostHeld, User
from luoqiao.core.parties.actor import Post


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """造好的人: a username, a name, the post held; `shown` persons are offered to whoever looks at the demonstration."""

    username: str
    name: str
    post: Post
    shown: bool


def make_demonstration_people(told: Sequence[ToldPerson], *, from_on: date, at: datetime) -> list[int]:
    """Make them, each with the post from that day on; the ids of their accounts. Nobody of them has a password."""
    with transaction.atomic():
        users = User.objects.bulk_create(
            User(
                username=one.username, name=one.name, password=f"{UNUSABLE_PASSWORD_PREFIX}{one.username}",
                demonstration=True, is_active=one.shown, date_joined=at,
            )
            for one in told
        )  # fmt: skip
        PostHeld.objects.bulk_create(
            PostHeld(
                user=user, role=one.post.role.value, place=one.post.place, from_on=from_on, granted_by="示例",
                granted_at=at,
            )
            for user, one in zip(users, told, strict=True)
        )  # fmt: skip
        return [user.pk for user in users]


def show_people(users: Sequence[int]) -> None:
    """Offer these persons of a demonstration too to whoever looks at it."""
    User.objects.filter(pk__in=users, demonstration=True).update(is_active=True)
