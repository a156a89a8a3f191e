"""管账号: made, corrected, disabled and enabled by the system administrator; unlocked by the security administrator.

An account alone opens nothing: posts are granted by another administrator. Accounts are never deleted, because what they did
stays theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from luoqiao.apps.accounts.errors import LastAdministrator, NoSuchAccount, UsernameTaken
from luoqiao.apps.accounts.models import PostHeld, SignInAttempts, User
from luoqiao.apps.accounts.queries import in_force
from luoqiao.apps.accounts.rows import locked_user, subject_of
from luoqiao.apps.accounts.services.passwords import give_first_password
from luoqiao.apps.audit.services import Deed, record
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.posts import AccountDeed, check_duty

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,49}")
PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class NewAccount:
    """一个账号的内容: what is typed to sign in, the name as in the register of persons, how to reach the person."""

    username: str
    name: str
    phone: str = ""
    email: str = ""


def create_account(*, asked: NewAccount, actor: Actor, at: datetime) -> tuple[int, str]:
    """Make an account without any post; its number, and the password that is told once and must be changed."""
    post = check_duty(actor, AccountDeed.MAKE_ACCOUNT)
    check_account(asked)
    with transaction.atomic():
        user = new_user(asked, at)
        password = give_first_password(user, at)
        record(at=at, actor=actor, deed=Deed("account.created", subject_of(user), {"name": asked.name}), post=post)
    return user.pk, password


def correct_account(*, user_id: int, asked: NewAccount, actor: Actor, at: datetime) -> None:
    """Correct name, phone and e-mail; the username stays for ever."""
    post = check_duty(actor, AccountDeed.MAKE_ACCOUNT)
    check_account(asked)
    with transaction.atomic():
        user = locked_user(user_id)
        changed = [one for one in ("name", "phone", "email") if getattr(user, one) != getattr(asked, one)]
        user.name, user.phone, user.email = asked.name, asked.phone, asked.email
        user.save(update_fields=["name", "phone", "email"])
        record(at=at, actor=actor, deed=Deed("account.corrected", subject_of(user), {"fields": changed}), post=post)


def disable_account(*, user_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Let nobody sign in with it any more; whoever is signed in goes out with the next page."""
    post = check_duty(actor, AccountDeed.DISABLE_ACCOUNT, user_id)
    with transaction.atomic():
        user = locked_user(user_id)
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
            check_not_last(role, user.pk, at)
        user.is_active = False
        user.save(update_fields=["is_active"])
        record(at=at, actor=actor, deed=Deed("account.disabled", subject_of(user), reason=reason.strip()), post=post)


def enable_account(*, user_id: int, actor: Actor, at: datetime) -> None:
    """Let the account sign in again; an enterprise's that waits for confirmation is confirmed, not enabled."""
    post = check_duty(actor, AccountDeed.DISABLE_ACCOUNT, user_id)
    with transaction.atomic():
        user = locked_user(user_id)
        if user.agent_requests.exists() and not user.posts_held.exists():
            raise NoSuchAccount
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(at=at, actor=actor, deed=Deed("account.enabled", subject_of(user)), post=post)


def unlock_account(*, user_id: int, actor: Actor, at: datetime) -> None:
    """Forget the wrong tries of an account that locked itself."""
    post = check_duty(actor, AccountDeed.UNLOCK, user_id)
    with transaction.atomic():
        user = locked_user(user_id)
        SignInAttempts.objects.filter(pk=user.username.casefold()).delete()
        record(at=at, actor=actor, deed=Deed("account.unlocked", subject_of(user)), post=post)


def remove_second_factor(*, user_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """The telephone is lost: forget the second factor, so that the person sets up a new one at the next sign-in."""
    post = check_duty(actor, AccountDeed.REMOVE_FACTOR, user_id)
    with transaction.atomic():
        user = locked_user(user_id)
        Authenticator.objects.filter(user=user).delete()
        deed = Deed("account.factor_removed", subject_of(user), reason=reason.strip())
        record(at=at, actor=actor, deed=deed, post=post)


def check_not_last(role: Role, user_id: int, at: datetime) -> None:
    """Refuse to lose the last active holder of an administrator's post (LastAdministrator)."""
    held = PostHeld.objects.filter(in_force(timezone.localdate(at)), role=role.value, user__is_active=True)
    holders = set(held.values_list("user_id", flat=True))
    if holders == {user_id}:
        raise LastAdministrator(role)


def new_user(asked: NewAccount, at: datetime, *, active: bool = True) -> User:
    """The row of a new account without a password; refuses a username that is taken (UsernameTaken)."""
    try:
        with transaction.atomic():
            user = User(
                username=asked.username, name=asked.name, phone=asked.phone, email=asked.email, is_active=active, date_joined=at
            )
            user.set_unusable_password()
            user.save(force_insert=True)
    except IntegrityError as taken:
        raise UsernameTaken(asked.username) from taken
    return user


def check_account(asked: NewAccount) -> None:
    """Refuse what cannot be read, every field at once (Invalid)."""
    problems = []
    if not USERNAME.fullmatch(asked.username):
        expected = "3 至 50 位：小写字母开头，其后小写字母、数字、点、横线"
        problems.append(FieldProblem("username", asked.username[:60], expected, f"账号要写成{expected}"))
    if not asked.name.strip() or len(asked.name) > LONGEST_NAME:
        problems.append(FieldProblem("name", asked.name[:60], "姓名", f"姓名要写，最多 {LONGEST_NAME} 个字"))
    if asked.phone and not PHONE.fullmatch(asked.phone):
        problems.append(FieldProblem("phone", asked.phone[:30], "电话号码", "手机要写成数字，如 13800001234"))
    if asked.email and (not EMAIL.fullmatch(asked.email) or len(asked.email) > 254):
        problems.append(FieldProblem("email", asked.email[:60], "邮箱", "邮箱要写成 name@example.com 的样子"))
    if problems:
        raise Invalid(tuple(problems))
