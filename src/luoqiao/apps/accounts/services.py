"""账号的动词: set a password; what concerns posts and delegation stands in its own modules."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luoqiao.apps.accounts.models import User
from luoqiao.apps.audit.services import Deed, record
from luoqiao.core.parties.actor import Actor


def change_own_password(*, user_id: int, password: str, at: datetime) -> None:
    """The person sets a new password; one that had to be changed no longer has to."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        user.set_password(password)
        user.must_change_password = False
        user.password_set_at = at
        user.save(update_fields=["password", "must_change_password", "password_set_at"])
        deed = Deed("account.password_changed", f"account:{user.username}")
        record(at=at, actor=Actor(user.pk, user.name), deed=deed)
