"""消息测试的材料: people with posts, and a notice that says something plausible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

from luoqiao.apps.accounts.models import PostHeld, User
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, Recipient, desk
from luoqiao.core.parties.actor import Actor, Post, Role

AT = datetime(2023, 3, 1, 1, 0, tzinfo=UTC)
BUREAU = "officer@industry_information"
_NUMBERS = count(1)

SUBMITTED = Notice(
    Kind.SUBMITTED, (desk(BUREAU),),
    {"case_number": "LQ-2023-0417", "matter": "上云上平台补助", "enterprise": "洛江示范机械有限公司", "deadline": ""},
    "/cases/LQ-2023-0417/", "case:LQ-2023-0417", "case:LQ-2023-0417:submitted:1",
)  # fmt: skip


def a_notice(*to: Recipient, key: str = "", values: Mapping[str, str] | None = None, kind: Kind | None = None) -> Notice:
    """A submission told to the bureau's desk, or to whom it is said, under a key of its own."""
    return replace(
        SUBMITTED, kind=kind or SUBMITTED.kind, to=to or SUBMITTED.to, key=key or f"key:{next(_NUMBERS)}",
        values=SUBMITTED.values if values is None else values,
    )  # fmt: skip


def an_account(name: str = "林晓", *, email: str = "", at: Post | None = None) -> Actor:
    """A person with an account and, perhaps, a post held since 2022."""
    user = User.objects.create_user(f"user{next(_NUMBERS)}", email=email, name=name)
    if at is not None:
        PostHeld.objects.create(
            user=user, role=at.role.value, place=at.place, from_on=date(2022, 1, 1), granted_by="测试", granted_at=AT
        )
    return Actor(user.pk, name, (at,) if at else ())


def an_officer(name: str = "林晓", *, email: str = "") -> Actor:
    """Somebody who works at the bureau's desk."""
    return an_account(name, email=email, at=Post(Role.OFFICER, "industry_information"))
