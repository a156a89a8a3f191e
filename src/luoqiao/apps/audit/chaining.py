"""入链: entries that wait are taken in order, hashed and linked behind the last one of their year; days that ended are sealed.

Deeds never wait for this: the database puts the numbers of new entries aside, and one keeper at a time works them off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from luoqiao.apps.audit.kept_entry import ENTRY_COLUMNS, entry_of
from luoqiao.apps.audit.models import Link, Seal
from luoqiao.core.audit.chain import Heads, canonical, follow, genesis

KEEPER = 0x4C51_0060
"""Key of the advisory lock under which the chain grows."""
BATCH = 5_000
_TAKE = f"""
WITH taken AS MATERIALIZED (SELECT entry FROM audit_waiting ORDER BY entry LIMIT %s)
SELECT {ENTRY_COLUMNS} FROM taken JOIN audit_entry e ON e.id = taken.entry ORDER BY e.id
"""  # noqa: S608 the columns are our own
_ENDED_DAYS = """
SELECT (linked_at AT TIME ZONE %s)::date AS day, max(seq) FROM audit_link
WHERE year = %s AND seq > %s AND linked_at < %s GROUP BY day ORDER BY max(seq)
"""

Grown = dict[int, tuple[int, Heads]]
"""The last place and digests of each year."""


def chain_waiting(at: datetime, *, batch: int = BATCH, stop: Callable[[], bool] = lambda: False) -> int:
    """入链: everything that waits is linked, a transaction a batch; how many entries. `stop` leaves the rest to the next time.

    Killed at any moment, a batch is linked whole or waits still. A second keeper waits for the batch of the first.
    """
    linked = 0
    while not stop():
        count = _chain_batch(at, batch)
        linked += count
        if count < batch:
            break
    return linked


def seal_ended_days(at: datetime) -> int:
    """封条: each day that ended and saw entries linked gets the head of its chain at its end; how many. Safe to do twice."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEEPER])
        made = [seal for year in list_linked_years() for seal in _seals_of(cursor, year, midnight, at)]
        return len(Seal.objects.bulk_create(made, ignore_conflicts=True))


def list_linked_years() -> tuple[int, ...]:
    """Years that have a chain, the newest first; asks the index only."""
    found: list[int] = []
    newest = Link.objects.order_by("-year").values_list("year", flat=True)
    year = newest.first()
    while year is not None:
        found.append(year)
        year = newest.filter(year__lt=year).first()
    return tuple(found)


def find_head(year: int) -> tuple[int, Heads]:
    """The last place of a year and its digests; place 0 is the beginning."""
    row = Link.objects.filter(year=year).order_by("-seq").values_list("seq", "sha256", "sm3").first()
    return (row[0], Heads(bytes(row[1]), bytes(row[2]))) if row else (0, genesis(year))


def _chain_batch(at: datetime, most: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEEPER])
        cursor.execute(_TAKE, [most])
        rows = cursor.fetchall()
        if rows:
            _write(cursor, _lines(rows, at))
            cursor.execute("DELETE FROM audit_waiting WHERE entry = ANY(%s)", [[row[0] for row in rows]])
    return len(rows)


def _lines(rows: Iterable[tuple[object, ...]], at: datetime) -> Iterable[str]:
    """The new links as lines of a COPY: numbers, digests and one instant, nothing that needs escaping."""
    grown: Grown = {}
    zone, linked_at = timezone.get_default_timezone(), at.isoformat()
    for row in rows:
        entry = entry_of(row)
        year = entry.at.astimezone(zone).year
        seq, before = grown.get(year) or find_head(year)
        heads = follow(before, canonical(entry))
        grown[year] = seq + 1, heads
        yield f"{entry.id}\t{year}\t{seq + 1}\t\\\\x{heads.sha256.hex()}\t\\\\x{heads.sm3.hex()}\t{linked_at}\n"


def _write(cursor: CursorWrapper, lines: Iterable[str]) -> None:
    text = "".join(lines)
    with cursor.copy("COPY audit_link (entry, year, seq, sha256, sm3, linked_at) FROM STDIN") as copy:
        copy.write(text)


def _seals_of(cursor: CursorWrapper, year: int, midnight: datetime, at: datetime) -> Iterable[Seal]:
    sealed = Seal.objects.filter(year=year).order_by("-seq").values_list("seq", flat=True).first() or 0
    cursor.execute(_ENDED_DAYS, [timezone.get_default_timezone_name(), year, sealed, midnight])
    for day, seq in cursor.fetchall():
        sha256, sm3 = Link.objects.values_list("sha256", "sm3").get(year=year, seq=seq)
        yield Seal(year=year, day=day, seq=seq, sha256=sha256, sm3=sm3, made_at=at)
