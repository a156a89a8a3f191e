"""密码: the person changes it; an administrator only replaces it by one that opens once and must be changed."""

from __future__ import annotations

import secrets
import string
from datetime import datetime

from django.db import transaction

from luoqiao.apps.accounts.errors import NotForDemonstration
from luoqiao.apps.accounts.models import User
from luoqiao.apps.accounts.rows import locked_user, subject_of
from luoqiao.apps.audit.services import Deed, record
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.posts import AccountDeed, check_duty

GROUPS, EACH = 3, 5
LETTERS = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))
"""Without those that are taken for one another when a password is told or written down."""


def change_own_password(*, user_id: int, password: str, at: datetime) -> None:
    """The person sets a new password; one that had to be changed no longer has to."""
    with transaction.atomic():
        user = locked_user(user_id)
        user.set_password(password)
        user.must_change_password = False
        user.password_set_at = at
        user.save(update_fields=["password", "must_change_password", "password_set_at"])
        deed = Deed("account.password_changed", subject_of(user))
        record(at=at, actor=Actor(user.pk, user.name), deed=deed)


def reset_password(*, user_id: int, actor: Actor, at: datetime) -> str:
    """The system administrator replaces a password; the new one is told once, is kept nowhere, and must be changed.

    Every session of the account ends with the old password.
    """
    post = check_duty(actor, AccountDeed.RESET_PASSWORD, user_id)
    with transaction.atomic():
        user = locked_user(user_id)
        password = give_first_password(user, at)
        record(at=at, actor=actor, deed=Deed("account.password_reset", subject_of(user)), post=post)
    return password


def give_first_password(user: User, at: datetime) -> str:
    """A random password that must be changed; refuses a person of a demonstration (NotForDemonstration)."""
    if user.demonstration:
        raise NotForDemonstration
    password = new_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_set_at = at
    user.save(update_fields=["password", "must_change_password", "password_set_at"])
    return password


def new_password() -> str:
    """Three groups of five, of three kinds of characters at least."""
    while True:
        groups = ("".join(secrets.choice(LETTERS) for _ in range(EACH)) for _ in range(GROUPS))
        password = "-".join(groups)
        if any(c.isdigit() for c in password) and any(c.isupper() for c in password) and any(c.islower() for c in password):
            return password
