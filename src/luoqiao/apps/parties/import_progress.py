"""导入的进度: told on a connection of its own, so that it is seen while the import's one transaction is still open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.db import connection

EVERY_SECONDS = 0.3


class Cancelled(Exception):
    """Somebody asked to stop; whoever works ends its transaction and keeps nothing."""


class Progress:
    """进度: `told(done)` may be called for every row; it writes a few times a second, and hears whether to stop."""

    def __init__(self, key: int) -> None:
        self._key = key
        self._aside = connection.copy()
        self._next = 0.0

    def told(self, done: int) -> None:
        """So many rows are done. Raises Cancelled when somebody asked for it."""
        now = monotonic()
        if now < self._next:
            return
        self._next = now + EVERY_SECONDS
        with self._aside.cursor() as cursor:
            said = "UPDATE parties_importrun SET rows_done = %s WHERE id = %s RETURNING cancel_asked"
            cursor.execute(said, [done, self._key])
            found = cursor.fetchone()
        if found is not None and found[0]:
            raise Cancelled

    def close(self) -> None:
        """Give the connection back."""
        self._aside.close()


@contextmanager
def progress_of(key: int) -> Iterator[Progress]:
    """The progress of one import while it is worked on."""
    progress = Progress(key)
    try:
        yield progress
    finally:
        progress.close()
