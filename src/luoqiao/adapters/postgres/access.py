"""取得数据库: the one DATABASE_URL names, or our own under the data folder, for as long as somebody needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from luoqiao.adapters.postgres.address import check_address
from luoqiao.adapters.postgres.cluster import Cluster, ensure_database

DATABASE = "luoqiao"


@contextmanager
def open_database(data: Path, database_url: str) -> Iterator[tuple[str, Cluster | None]]:
    """取得数据库: its address, and our own cluster if this process runs it; raises DatabaseUnavailable."""
    if database_url:
        check_address(database_url)
        yield database_url, None
        return
    cluster = Cluster(data / "postgres")
    try:
        ours = cluster.start()
        ensure_database(cluster.url(), DATABASE)
        yield cluster.url(DATABASE), cluster if ours else None
    finally:
        cluster.stop()
