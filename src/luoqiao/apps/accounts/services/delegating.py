"""委托: one's own post, lent to a colleague of the same place from one day to another; every decision says 代谁."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from luoqiao.apps.accounts.errors import NoSuchDelegation, NoSuchPost, NotColleague, NotYourPost
from luoqiao.apps.accounts.models import Delegation, PostHeld
from luoqiao.apps.accounts.people import list_colleagues
from luoqiao.apps.accounts.rows import locked_user, subject_of
from luoqiao.apps.audit.services import Deed, record
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.posts import LONGEST_DELEGATION_DAYS, check_delegable


def delegate(
    *, post_id: int, to_user: int, from_on: date, until_on: date, actor: Actor, at: datetime, today: date, reason: str = ""
) -> int:
    """Lend one's own post from one day until another (that day no longer); the number of the delegation.

    Refuses somebody else's post, a post held as a person, a person of another place, days gone by and days lent already.
    """
    found = PostHeld.objects.filter(pk=post_id).first()
    if found is None or found.user_id != actor.user:
        raise NotYourPost
    check_delegable(Role(found.role))
    _check_days(from_on, until_on, today)
    post = Post(Role(found.role), found.place)
    with transaction.atomic():
        for user_id in sorted({actor.user, to_user}):
            locked_user(user_id)
        found.refresh_from_db()
        if found.from_on > from_on or (found.until_on is not None and found.until_on < until_on):
            raise NoSuchPost
        if to_user not in dict(list_colleagues(post, actor.user, from_on)):
            raise NotColleague
        _check_not_lent(found, from_on, until_on)
        try:
            with transaction.atomic():
                lent = Delegation.objects.create(
                    post=found, to_id=to_user, from_on=from_on, until_on=until_on, reason=reason.strip()[:200], given_at=at
                )
        except IntegrityError as refused:
            raise NotColleague from refused
        detail = {"post": post.desk, "to": to_user, "to_name": lent.to.name, "from": str(from_on), "until": str(until_on)}
        deed = Deed("post.delegated", subject_of(found.user), detail, reason.strip())
        record(at=at, actor=actor, deed=deed, post=post)
    return int(lent.pk)


def end_delegation(*, delegation_id: int, actor: Actor, at: datetime, on: date) -> None:
    """Take a post back: from that day on the other no longer acts. Whoever lent it may, and whoever keeps it may give it back."""
    with transaction.atomic():
        lent = Delegation.objects.select_for_update().filter(pk=delegation_id).select_related("post__user").first()
        if lent is None or actor.user not in {lent.post.user_id, lent.to_id}:
            raise NoSuchDelegation
        if lent.ended_on is not None or lent.until_on <= on:
            raise NoSuchDelegation
        lent.ended_on = on
        lent.save(update_fields=["ended_on"])
        detail = {"post": Post(Role(lent.post.role), lent.post.place).desk, "to": lent.to_id, "on": str(on)}
        record(at=at, actor=actor, deed=Deed("post.taken_back", subject_of(lent.post.user), detail))


def _check_days(from_on: date, until_on: date, today: date) -> None:
    problems = []
    if from_on < today:
        problems.append(FieldProblem("from_on", str(from_on), "今天或以后", "委托从今天或以后开始"))
    if until_on <= from_on:
        problems.append(FieldProblem("until_on", str(until_on), "起日以后", "最后一天不能早于第一天"))
    elif until_on - from_on > timedelta(days=LONGEST_DELEGATION_DAYS):
        problems.append(FieldProblem("until_on", str(until_on), "一年以内", "一次最多委托一年；更久的请安全管理员设岗"))
    if problems:
        raise Invalid(tuple(problems))


def _check_not_lent(post: PostHeld, from_on: date, until_on: date) -> None:
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=from_on)
    if Delegation.objects.filter(still, post=post, from_on__lt=until_on, until_on__gt=from_on).exists():
        message = "这几天这个岗位已经委托给人了；先收回，再另行委托"
        raise Invalid((FieldProblem("from_on", str(from_on), "还没有委托的日子", message),))
