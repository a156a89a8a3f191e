"""账号的搭建: people with posts, for tests of every part; only what matters to a test is written there."""

from __future__ import annotations

from datetime import date, datetime

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from luoqiao.apps.accounts.models import PostHeld, User
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.core.parties.actor import Actor, Role

PASSWORD = "Luoqiao-4417-test"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LONG_AGO = date(2020, 1, 1)


def a_person(
    username: str, *posts: tuple[Role, str], name: str = "", password: str = PASSWORD, second_factor: bool = True
) -> User:
    """An active account that holds these posts (role, place) since long ago, with a second factor unless told otherwise."""
    user = get_user_model().objects.create_user(username=username, password=password, name=name or username)
    PostHeld.objects.bulk_create(
        PostHeld(user=user, role=role.value, place=place, from_on=LONG_AGO, granted_by="测试", granted_at=timezone.now())
        for role, place in posts
    )
    if second_factor and posts:
        TOTP.activate(user, SECRET)
    return user


def an_actor(username: str, *posts: tuple[Role, str], name: str = "", on: date | None = None) -> Actor:
    """The same as the value that services take."""
    return get_actor(a_person(username, *posts, name=name).pk, on or timezone.localdate())


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in, all steps done."""
    client = Client()
    client.force_login(user)
    return client


def at(day: str, hour: int = 9) -> datetime:
    """An instant of a day in the time zone of the place."""
    return timezone.make_aware(datetime.fromisoformat(f"{day}T{hour:02d}:00"))
