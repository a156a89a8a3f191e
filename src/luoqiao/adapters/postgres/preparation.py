"""准备标记: which state of the code a database was last prepared for; asked without loading the web framework."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

PREPARE_LOCK = 0x4C51_0002
CREATE = """
    CREATE TABLE IF NOT EXISTS luoqiao_prepared (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        fingerprint text NOT NULL,
        prepared_at timestamptz NOT NULL DEFAULT now()
    )"""
WRITE = """
    INSERT INTO luoqiao_prepared (fingerprint) VALUES (%s)
    ON CONFLICT (only_row) DO UPDATE SET fingerprint = excluded.fingerprint, prepared_at = now()"""


@contextmanager
def preparing(url: str) -> Iterator[None]:
    """准备中: one at a time for each database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (PREPARE_LOCK,))
        yield


def find_mark(url: str) -> str:
    """查准备标记: the fingerprint kept, or an empty text."""
    with psycopg.connect(url) as connection:
        known = connection.execute("SELECT to_regclass('luoqiao_prepared') IS NOT NULL").fetchone()
        if not known or not known[0]:
            return ""
        row = connection.execute("SELECT fingerprint FROM luoqiao_prepared").fetchone()
        return str(row[0]) if row else ""


def keep_mark(url: str, fingerprint: str) -> None:
    """记准备标记: only after everything was prepared."""
    with psycopg.connect(url) as connection:
        connection.execute(CREATE)
        connection.execute(WRITE, (fingerprint,))
