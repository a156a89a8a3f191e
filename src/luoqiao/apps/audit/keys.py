"""提交标记的锁: the same form sent twice at once is done one after the other, so that the second finds the first."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def lock_key(key: UUID) -> None:
    """Wait for a deed under the same key that is still being done; held until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int % 2**63])
