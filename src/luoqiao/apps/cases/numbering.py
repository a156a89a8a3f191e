"""编号: cases LQ-2023-0417, notices GS-2023-0007, objections YY-2023-0003; in order within a year, never given twice."""

from __future__ import annotations

from django.db import connection

WRITE = """
    INSERT INTO cases_casecounter (year, last) VALUES (%s, %s)
    ON CONFLICT (year) DO UPDATE SET last = cases_casecounter.last + excluded.last RETURNING last"""


def next_number(year: int) -> str:
    """The next number of a year, kept by the transaction that asked for it."""
    return numbers(year, 1)[0]


def numbers(year: int, many: int) -> list[str]:
    """So many numbers in a row."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [year, many])
        last = int(cursor.fetchone()[0])
    return [f"LQ-{year}-{number:04d}" for number in range(last - many + 1, last + 1)]


WRITE_BY_KIND = """
    INSERT INTO cases_noticecounter (kind, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (kind, year) DO UPDATE SET last = cases_noticecounter.last + 1 RETURNING last"""


def next_number_of(kind: str, year: int) -> str:
    """The next number of a kind (GS, YY, MD) in a year, kept by the transaction that asked for it."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_BY_KIND, [kind, year])
        return f"{kind}-{year}-{int(cursor.fetchone()[0]):04d}"
