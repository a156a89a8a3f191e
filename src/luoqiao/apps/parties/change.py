"""一次改动: every service of the register works in one transaction, and each history row says who changed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction

from luoqiao.core.parties.actor import Actor


@contextmanager
def one_change(actor: Actor, action: str) -> Iterator[None]:
    """One transaction; the rows of history kept in it say who and under which deed."""
    with pghistory.context(user=actor.user, name=actor.name, action=action), transaction.atomic():
        yield
