"""总数和合计: how many cases a condition gives and their amount together, counted anew only when something has happened since.

What was counted is kept in the process under the condition and the last event that the database knew; it is kept only when
nobody was in the middle of writing, so that no event can come to light later with an earlier number.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from luoqiao.apps.cases.models import Case

MOST_KEPT, MOST_SECONDS = 512, 60.0
LAST = """
SELECT coalesce(max(id), 0), pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())
FROM cases_caseevent
"""

Total = tuple[int, int]


class _Kept:
    """The last totals of this process."""

    def __init__(self) -> None:
        self._totals: OrderedDict[tuple[str, int], tuple[float, Total]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, int]) -> Total | None:
        with self._lock:
            at, total = self._totals.get(key, (0.0, None))
            return total if total is not None and time.monotonic() - at < MOST_SECONDS else None

    def keep(self, key: tuple[str, int], total: Total) -> None:
        with self._lock:
            self._totals[key] = (time.monotonic(), total)
            while len(self._totals) > MOST_KEPT:
                self._totals.popitem(last=False)


_KEPT = _Kept()


def total_of(rows: QuerySet[Case]) -> Total:
    """How many cases, and their amount together in fen."""
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        last, quiet = cursor.fetchone()
    sql, parameters = rows.order_by().query.sql_with_params()
    key = (f"{connection.settings_dict['NAME']} {sql} {parameters!r}", last)
    found = _KEPT.get(key) if quiet else None
    if found is None:
        sums = rows.order_by().aggregate(many=Count("*"), amount=Sum("amount"))
        found = (sums["many"], sums["amount"] or 0)
        if quiet and not connection.in_atomic_block:
            _KEPT.keep(key, found)
    return found
