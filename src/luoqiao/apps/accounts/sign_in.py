"""登录: who tried, who came in, who went out; a username that is tried too often in a row is locked for a while.

The count is taken before the password is looked at, in one statement of the database, so that many tries at once
through several processes are counted as one after another. Time here is the machine's: a demonstration may move its
own clock, a lock must not.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from luoqiao.apps.accounts.errors import AccountLocked, NoDemonstrationPerson
from luoqiao.apps.accounts.models import SignInAttempts, User
from luoqiao.apps.audit.services import Deed, record
from luoqiao.core.parties.actor import Actor

MOST_ATTEMPTS = 5
COUNTED_FOR = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)

_COUNT = """
    INSERT INTO accounts_signinattempts AS kept (username, attempts, since, locked_until) VALUES (%(name)s, 1, %(at)s, NULL)
    ON CONFLICT (username) DO UPDATE SET
        attempts = CASE WHEN kept.since < %(fresh)s OR kept.locked_until <= %(at)s THEN 1 ELSE kept.attempts + 1 END,
        since = CASE WHEN kept.since < %(fresh)s OR kept.locked_until <= %(at)s THEN %(at)s ELSE kept.since END,
        locked_until = CASE WHEN kept.locked_until > %(at)s THEN kept.locked_until END
    RETURNING attempts, locked_until
"""


def begin_attempt(*, username: str, at: datetime) -> None:
    """Count one try before the password is looked at; refuses while the username is locked (AccountLocked)."""
    name = username.casefold()[:150]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, {"name": name, "at": at, "fresh": at - COUNTED_FOR})
            attempts, locked_until = cursor.fetchone()
        if locked_until is None and attempts > MOST_ATTEMPTS:
            locked_until = at + LOCKED_FOR
            SignInAttempts.objects.filter(pk=name).update(locked_until=locked_until)
            _note("account.locked", name, at, {"attempts": attempts})
    if locked_until is not None:
        raise AccountLocked(timezone.localtime(locked_until))


def note_failed(*, username: str, address: str, at: datetime) -> None:
    """A wrong username or password."""
    with transaction.atomic():
        _note("account.sign_in_failed", username.casefold()[:100], at, {"address": address})


def note_signed_in(*, user_id: int, address: str, way: str, at: datetime) -> None:
    """Somebody came in: the count begins anew."""
    with transaction.atomic():
        user = User.objects.get(pk=user_id)
        SignInAttempts.objects.filter(pk=user.username.casefold()).delete()
        deed = Deed("account.signed_in", f"account:{user.username}", {"address": address, "way": way})
        record(at=at, actor=Actor(user.pk, user.name), deed=deed)


def enter_demonstration(*, user_id: int, at: datetime) -> None:
    """A person of a demonstration comes in by a button; refuses everybody else (NoDemonstrationPerson).

    Whether a demonstration runs is asked by the page; these accounts have no password and none can be set.
    """
    if not User.objects.filter(pk=user_id, demonstration=True, is_active=True).exists():
        raise NoDemonstrationPerson
    note_signed_in(user_id=user_id, address="", way="demonstration", at=at)


def note_signed_out(*, user_id: int, at: datetime) -> None:
    """Somebody went out, or was sent out after doing nothing for long."""
    with transaction.atomic():
        user = User.objects.get(pk=user_id)
        record(at=at, actor=Actor(user.pk, user.name), deed=Deed("account.signed_out", f"account:{user.username}"))


def forget_old_attempts(at: datetime) -> int:
    """Clear what no longer counts; how many usernames were forgotten."""
    day = at - timedelta(days=1)
    return SignInAttempts.objects.filter(since__lt=day).exclude(locked_until__gt=at).delete()[0]


def _note(action: str, username: str, at: datetime, detail: dict[str, object]) -> None:
    user = User.objects.filter(username=username).first()
    actor = Actor(user.pk, user.name) if user else Actor(0, "未登录")
    record(at=at, actor=actor, deed=Deed(action, f"account:{username}", detail))
