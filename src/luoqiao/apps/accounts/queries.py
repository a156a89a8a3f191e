"""查账号: who somebody is today, and who works at a desk; frozen answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject, Now

from luoqiao.apps.accounts.errors import NoSuchAccount
from luoqiao.apps.accounts.models import Delegation, PostHeld, User
from luoqiao.core.parties.actor import Actor, Post, Role

PASSWORD_LASTS = timedelta(days=180)
"""By the machine's clock: a password that is older is changed at the next sign-in."""

NOBODY, NO_DAY = -1, date.min
"""What stands for the account and the day in the statement that is worked out once."""
COLUMNS = (
    "pk", "name", "username", "demonstration", "must_change_password", "password_old", "has_second_factor", "own_posts",
    "lent_posts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignedIn:
    """登录的人: the actor of today and what is still to do before anything else."""

    actor: Actor
    username: str
    demonstration: bool
    must_change_password: bool
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class Person:
    """人: what others may know of an account; `for_name` names the person for whom the desk is kept."""

    user: int
    name: str
    username: str
    email: str = ""
    phone: str = ""
    for_user: int = 0
    for_name: str = ""
    demonstration: bool = False


def find_signed_in(user_id: int, on: date) -> SignedIn | None:
    """The person with every post of the day, one's own and delegated; None for an account that is no longer active. One query."""
    sql, parameters = _statement()
    asked: dict[object, Any] = {NOBODY: user_id, NO_DAY: on}
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked.get(one, one) for one in parameters])
        row = cursor.fetchone()
    return None if row is None else _signed_in(*row)


def get_actor(user_id: int, on: date) -> Actor:
    """The person with every post of the day; refuses what is no active account (NoSuchAccount)."""
    found = find_signed_in(user_id, on)
    if found is None:
        raise NoSuchAccount
    return found.actor


def list_holders(role: Role, place: str, on: date) -> tuple[Person, ...]:
    """Who works at that desk on that day: those who hold the post, then those to whom it is delegated."""
    posts = PostHeld.objects.filter(in_force(on), role=role.value, place=place, user__is_active=True)
    own = [_person(post.user) for post in posts.select_related("user").order_by("user__name", "user_id")]
    lent = (
        Delegation.objects.filter(lent_on(on), post__role=role.value, post__place=place, to__is_active=True)
        .select_related("to", "post__user")
        .order_by("to__name", "to_id")
    )
    return (*own, *(_person(one.to, one.post.user) for one in lent))


def list_people_with(role: Role, on: date) -> tuple[tuple[Person, str], ...]:
    """Everybody who holds the role on that day, each with the place, own posts only."""
    posts = PostHeld.objects.filter(in_force(on), role=role.value, user__is_active=True)
    listed = posts.select_related("user").order_by("place", "user__name", "user_id")
    return tuple((_person(post.user), post.place) for post in listed)


def list_actors_with(role: Role, on: date) -> tuple[Actor, ...]:
    """Everybody who holds the role on that day, each with every post of the day, by name. One query."""
    held = PostHeld.objects.filter(in_force(on), role=role.value).values("user")
    found = _with_posts(on).filter(pk__in=held, is_active=True).order_by("name", "pk")
    return tuple(_signed_in(*row).actor for row in found.values_list(*COLUMNS))


def list_agents_ever(places: Iterable[str]) -> frozenset[int]:
    """The accounts that act, or at any time acted, for one of these enterprises."""
    posts = PostHeld.objects.filter(role=Role.ENTERPRISE_AGENT.value, place__in=tuple(places))
    return frozenset(posts.values_list("user_id", flat=True))


def find_person(user_id: int) -> Person | None:
    """One person by the number of the account, active or not."""
    user = User.objects.filter(pk=user_id).first()
    return None if user is None else _person(user)


def in_force(on: date, prefix: str = "") -> Q:
    """Posts held on that day; `prefix` is the way to them from another table."""
    return Q(**{f"{prefix}from_on__lte": on}) & (
        Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": on})
    )


def lent_on(on: date) -> Q:
    """Delegations in force on that day while the post itself is still held."""
    not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    return Q(from_on__lte=on, until_on__gt=on) & not_ended & in_force(on, "post__")


@cache
def _statement() -> tuple[str, tuple[object, ...]]:
    """The query of `find_signed_in` in SQL, worked out once: every page of somebody who is signed in begins with it."""
    query = _with_posts(NO_DAY).filter(pk=NOBODY, is_active=True).values_list(*COLUMNS).query
    sql, parameters = query.sql_with_params()
    return sql, tuple(parameters)


def _with_posts(on: date) -> QuerySet[User, Any]:
    own = PostHeld.objects.filter(in_force(on), user=OuterRef("pk")).order_by("pk")
    lent = Delegation.objects.filter(lent_on(on), to=OuterRef("pk"), post__user__is_active=True).order_by("pk")
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    of_others = JSONObject(
        role="post__role", place="post__place", for_user="post__user_id", for_name="post__user__name"
    )
    return User.objects.annotate(
        own_posts=ArraySubquery(own.values(found=JSONObject(role="role", place="place"))),
        lent_posts=ArraySubquery(lent.values(found=of_others)),
        has_second_factor=Exists(factor),
        password_old=Case(
            When(password__startswith="!", then=False),  # noqa: S106 the mark of an unusable one
            When(password_set_at__lt=Now() - PASSWORD_LASTS, then=True),
            default=False,
            output_field=BooleanField(),
        ),
    )


def _signed_in(
    user: int, name: str, username: str, demonstration: bool, must_change: bool, old: bool, factor: bool,
    own: Sequence[Any], lent: Sequence[Any],
) -> SignedIn:  # fmt: skip
    posts = [Post(Role(one["role"]), one["place"]) for one in map(_read, own)]
    posts += [Post(Role(one["role"]), one["place"], one["for_user"], one["for_name"]) for one in map(_read, lent)]
    return SignedIn(Actor(user, name, tuple(posts)), username, demonstration, must_change or old, factor)


def _read(post: Any) -> Any:
    """A post as the framework gives it, or still as the database does."""
    return json.loads(post) if isinstance(post, str) else post


def _person(user: User, absent: User | None = None) -> Person:
    return Person(
        user=user.pk, name=user.name, username=user.username, email=user.email, phone=user.phone,
        for_user=absent.pk if absent else 0, for_name=absent.name if absent else "", demonstration=user.demonstration,
    )  # fmt: skip
