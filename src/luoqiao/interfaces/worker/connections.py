"""任务的数据库连接: a job runs in a thread whose connection may have died since the last one; it begins with a good one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connection


@contextmanager
def job_connection() -> Iterator[None]:
    """A connection that answers, for the length of one job."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


@contextmanager
def only_one(key: int) -> Iterator[bool]:
    """Whether no other process does this now: a lock of the database's session, gone with the process that held it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
