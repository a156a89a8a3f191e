"""每页周围: what the head of every page shows: programme, navigation, who is signed in, and the strip of a demonstration.

A page of errors is drawn by the same template while the database may be down: then these answer nothing instead of failing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from luoqiao.apps.clock import queries as clock
from luoqiao.apps.outbox.queries import count_unread
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.interfaces.portal.accounts.places import place_name, post_words
from luoqiao.interfaces.portal.navigation import beside_for, shown_for
from luoqiao.interfaces.portal.parts import Link
from luoqiao.policies.pack import Pack

MOST_COUNTED = 99
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Signed:
    """登录的人: name, the first post in words, how many more; the last two tell what the head offers."""

    name: str
    post: str
    more: int = 0


def around_page(request: HttpRequest) -> dict[str, object]:
    """The context of the base template that no page has to give."""
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "actor": actor,
        "signed": SimpleLazyObject(lambda: _signed(actor)),
        "half_signed": bool(getattr(request, "first_to_do", "")),
        "nav": SimpleLazyObject(lambda: shown_for(actor)),
        "beside": SimpleLazyObject(lambda: beside_for(actor)),
        "unread": SimpleLazyObject(lambda: _unread(actor)),
        "pack": SimpleLazyObject(_pack),
        "single_sign_on": SimpleLazyObject(_single_sign_on),
        "told": SimpleLazyObject(lambda: list(get_messages(request))),
        "demonstration_day": SimpleLazyObject(_demonstration_day),
    }


def _signed(actor: Actor | None) -> Signed | None:
    if actor is None:
        return None
    if not actor.posts:
        return Signed(actor.name, "没有岗位")
    return Signed(actor.name, _first_post(actor.posts[0]), len(actor.posts) - 1)


def _first_post(post: Post) -> str:
    """An agent's is the enterprise alone: the head has little room."""
    try:
        return place_name(post.role, post.place) if post.role is Role.ENTERPRISE_AGENT else post_words(post)
    except (DatabaseError, InterfaceError):
        return post.role.label


def _unread(actor: Actor | None) -> str:
    """How many messages wait to be read, as the head shows it; empty for none."""
    try:
        count = count_unread(actor) if actor is not None else 0
    except (DatabaseError, InterfaceError):
        return ""
    return "" if not count else str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED}+"


def _single_sign_on() -> Link | None:
    """The other way in, where one is set up."""
    if not settings.OIDC:
        return None
    return Link(settings.OIDC["name"], reverse("openid_connect_login", args=(settings.OIDC["provider_id"],)))


def _pack() -> Pack | None:
    try:
        return get_pack()
    except (DomainError, DatabaseError, InterfaceError):
        return None


def _demonstration_day() -> str:
    """The demonstration's own day in words; empty in service."""
    try:
        if not clock.is_demonstration():
            return ""
        day = timezone.localdate(clock.now())
    except (DatabaseError, InterfaceError):
        return ""
    return f"{day:%Y-%m-%d}（周{WEEKDAYS[day.weekday()]}）"
