"""测试数据库: a PostgreSQL of its own for each test process, gone afterwards.

A cluster with every migration applied is kept in var/test under a name made of the migrations; each process copies
that folder and starts a server on the copy, without waiting for the disk. Tests without a database start none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker

from luoqiao.adapters.postgres.cluster import Cluster, ensure_database
from luoqiao.adapters.processes.file_lock import FileLock
from luoqiao.config.settings import database_settings

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test"
DATABASE = "luoqiao"
INITDB = ("--wal-segsize=1",)
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_wal_size": "64MB",
    "min_wal_size": "2MB",
    # A test that waits for a transaction nobody will end fails with a sentence, instead of standing still.
    "lock_timeout": "120s",
}

# One connection a thread. The framework keeps a second one where an event loop runs, and a browser's driver runs one in
# this thread: the first would lie open, unseen, and a process that is forked (and killed) would work on it.
connections._connections = threading.local()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def test_cluster(django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """测试集群: a running server of this process alone, with database `luoqiao` migrated and empty."""
    folder = Path(tempfile.mkdtemp(prefix="luoqiao-test-"))
    folder.chmod(0o711)
    cluster = Cluster(folder / "postgres", settings=SETTINGS)
    try:
        with django_db_blocker.unblock():
            _copy_migrated(cluster.home)
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(test_cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Point the framework's connection at the throwaway server; pytest-django asks for it by this name."""
    with _connected(test_cluster.url(DATABASE)):
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture
def fresh_database(test_cluster: Cluster, request: pytest.FixtureRequest) -> str:
    """空库: the address of an empty database of its own, for tests of what happens before any migration."""
    name = "fresh_" + hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]
    ensure_database(test_cluster.url(), name)
    return test_cluster.url(name)


def _copy_migrated(home: Path) -> None:
    """Copy the kept cluster to `home`; make it first when the migrations are new here."""
    KEPT.mkdir(parents=True, exist_ok=True)
    lock = FileLock(KEPT / "lock")
    if not lock.acquire(seconds=120):
        pytest.fail("另一个测试进程两分钟没有建好测试数据库；请看它是否卡住")
    try:
        kept = KEPT / _mark_of_migrations()
        if not kept.exists():
            _make_migrated(kept)
        subprocess.run(["cp", "-a", str(kept), str(home)], check=True)
    finally:
        lock.release()


def _make_migrated(kept: Path) -> None:
    for old in KEPT.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    draft = Cluster(kept.with_suffix(".new"), settings=SETTINGS, initdb=INITDB)
    draft.start()
    try:
        ensure_database(draft.url(), DATABASE)
        with _connected(draft.url(DATABASE)):
            call_command("migrate", interactive=False, verbosity=0)
            connections.close_all()
    finally:
        draft.stop()
    draft.home.rename(kept)


@contextmanager
def _connected(url: str) -> Iterator[None]:
    settings = connections["default"].settings_dict
    before = {name: settings[name] for name in ("NAME", "USER", "HOST", "PORT", "OPTIONS")}
    settings.update(database_settings(url))
    try:
        yield
    finally:
        settings.update(before)


def _mark_of_migrations() -> str:
    """Our migrations by content, everybody else's by the versions installed."""
    digest = hashlib.sha256(f"{INITDB}{os.geteuid()}{sys.version_info}".encode())
    for path in sorted((ROOT / "src" / "luoqiao" / "apps").glob("*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update((ROOT / "requirements" / "dev.txt").read_bytes())
    return digest.hexdigest()[:16]
