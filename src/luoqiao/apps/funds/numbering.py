"""编号: orders ZB-2023-0001, batches ZF-2023-0001, claw-backs ZH-2023-0001; in order within a year, never given twice."""

from __future__ import annotations

from django.db import connection

_WRITE = """
    INSERT INTO funds_counter (kind, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (kind, year) DO UPDATE SET last = funds_counter.last + 1 RETURNING last"""


def next_number(kind: str, year: int) -> str:
    """The next number of a kind in a year, kept by the transaction that asked for it."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [kind, year])
        return f"{kind}-{year}-{int(cursor.fetchone()[0]):04d}"
