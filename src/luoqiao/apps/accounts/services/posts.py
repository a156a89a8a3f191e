"""设岗和撤岗: the security administrator says who holds which post from when; 三员分立 is checked here and by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from luoqiao.apps.accounts.errors import NoSuchAccount, NoSuchPost, PostTaken
from luoqiao.apps.accounts.models import Delegation, PostHeld, User
from luoqiao.apps.accounts.rows import locked_user, subject_of
from luoqiao.apps.accounts.services.keeping import check_not_last
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.parties import queries as register
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import DUTY_OF_UNITS, Actor, Post, Role
from luoqiao.core.parties.posts import (
    PLACED,
    THREE_ADMINS,
    AccountDeed,
    ThreeAdminsApart,
    check_apart,
    check_duty,
)


@dataclass(frozen=True, slots=True)
class NewPost:
    """一个岗位: the role, where, and the days; `until_on` is the first day without it, None for no end."""

    role: Role
    place: str
    from_on: date
    until_on: date | None = None


def grant_post(*, user_id: int, asked: NewPost, actor: Actor, at: datetime) -> int:
    """Grant a post; its number. Refuses a place that is none (Invalid), what 三员分立 excludes, oneself, and a post twice."""
    post = check_duty(actor, AccountDeed.GRANT_POST, user_id)
    _check_place(asked)
    with transaction.atomic():
        held = hold(locked_user(user_id), asked, actor, at)
        detail = {"post": Post(asked.role, asked.place).desk, "from": str(asked.from_on), "until": str(asked.until_on or "")}
        record(at=at, actor=actor, deed=Deed("post.granted", subject_of(held.user), detail), post=post)
    return int(held.pk)


def end_post(*, post_id: int, on: date, actor: Actor, at: datetime, reason: str) -> None:
    """End a post: `on` is the first day without it; what is lent of it ends with it."""
    found = PostHeld.objects.filter(pk=post_id).first()
    if found is None:
        raise NoSuchPost
    post = check_duty(actor, AccountDeed.END_POST, found.user_id)
    with transaction.atomic():
        user = locked_user(found.user_id)
        found.refresh_from_db()
        role = Role(found.role)
        if found.until_on is not None and found.until_on <= on:
            raise NoSuchPost
        if role in (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN):
            check_not_last(role, user.pk, at)
        _end(found, on)
        detail = {"post": Post(role, found.place).desk, "on": str(on)}
        deed = Deed("post.ended", subject_of(user), detail, reason.strip())
        record(at=at, actor=actor, deed=deed, post=post)


def hold(user: User, asked: NewPost, actor: Actor, at: datetime) -> PostHeld:
    """The row of a post, after what excludes it was looked for; within the transaction that locked the account."""
    if not user.is_active:
        raise NoSuchAccount
    others = PostHeld.objects.filter(_same_days(asked), user=user)
    if others.filter(role=asked.role.value, place=asked.place).exists():
        raise PostTaken
    check_apart(asked.role, [Role(role) for role in others.values_list("role", flat=True)])
    if asked.role in THREE_ADMINS:
        kept = Delegation.objects.filter(_same_days(asked), to=user, ended_on__isnull=True)
        if kept.exists():
            raise ThreeAdminsApart([Role(role) for role in kept.values_list("post__role", flat=True)])
    try:
        with transaction.atomic():
            return PostHeld.objects.create(
                user=user, role=asked.role.value, place=asked.place, from_on=asked.from_on, until_on=asked.until_on,
                granted_by=actor.name, granted_by_user=actor.user, granted_at=at,
            )  # fmt: skip
    except IntegrityError as refused:
        raise PostTaken from refused


def _end(found: PostHeld, on: date) -> None:
    """A post that has not begun by then never begins: its days are none."""
    found.until_on = max(on, found.from_on)
    found.save(update_fields=["until_on"])


def _same_days(asked: NewPost) -> Q:
    """Periods that have a day in common with the post."""
    later = Q(until_on__isnull=True) | (Q(until_on__gt=asked.from_on) & Q(until_on__gt=F("from_on")))
    return later & (Q(from_on__lt=asked.until_on) if asked.until_on else Q())


def _check_place(asked: NewPost) -> None:
    problems = []
    if asked.until_on is not None and asked.until_on <= asked.from_on:
        given = str(asked.until_on)
        problems.append(FieldProblem("until_on", given, "起日以后的日期", "最后一天不能早于第一天"))
    known = _place_exists(asked.role, asked.place)
    if asked.role in PLACED and not known:
        message = f"{asked.role.label}要选所在：没有“{asked.place[:40]}”" if asked.place else f"{asked.role.label}要选所在"
        problems.append(FieldProblem("place", asked.place[:40], "单位、镇街、园区或信用代码", message))
    if asked.role not in PLACED and asked.place:
        problems.append(FieldProblem("place", asked.place[:40], "空", f"{asked.role.label}在全区，不用选所在"))
    if problems:
        raise Invalid(tuple(problems))


def _place_exists(role: Role, place: str) -> bool:
    if role in DUTY_OF_UNITS:
        return place in register.unit_names()
    if role is Role.TOWN_CLERK:
        return place in register.township_names()
    if role is Role.PARK_MANAGER:
        return place in register.park_names()
    return role is Role.ENTERPRISE_AGENT and register.find_enterprise(place) is not None
