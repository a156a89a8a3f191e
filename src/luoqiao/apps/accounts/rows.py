"""账号的行: a row locked for a change, and how the audit names it."""

from __future__ import annotations

from luoqiao.apps.accounts.errors import NoSuchAccount
from luoqiao.apps.accounts.models import User


def locked_user(user_id: int) -> User:
    """The account, locked until the end of the transaction; refuses what is none (NoSuchAccount)."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NoSuchAccount
    return user


def subject_of(user: User) -> str:
    """How the audit names the account."""
    return f"account:{user.username}"
