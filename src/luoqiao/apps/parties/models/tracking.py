"""留痕: what every mutable table of the register is marked with: each insert, update and delete keeps the row as it was.

Beside the history stands who changed it (`pghistory.context`, set by every service); why stands in the audit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import pghistory
from django.db import models

Kept = TypeVar("Kept", bound=type[models.Model])


def tracked(model: Kept) -> Kept:
    """Keep every version of every row of a table."""
    track = cast(
        "Callable[[Kept], Kept]",
        pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True),
    )
    return track(model)


def overlap_free(*parts: str) -> tuple[tuple[models.Func, str], ...]:
    """不重叠: the expressions of an exclusion constraint: same owner and meeting periods. PostgreSQL's own index has no
    equality for numbers without an extension, so the owner's number is compared as a range of one number."""
    owner, start, end = parts
    return (
        (models.Func(models.F(owner), models.F(owner), models.Value("[]"), function="int8range"), "="),
        (models.Func(models.F(start), models.F(end), function="daterange"), "&&"),
    )
