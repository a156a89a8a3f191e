"""遗留: what a server that ended without notice leaves in its folders, told apart from one that still runs."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from luoqiao.adapters.postgres.errors import DatabaseUnavailable
from luoqiao.adapters.processes.identity import (
    ProcessIdentity,
    arguments_of,
    find_process,
    folder_of,
    program_of,
    wait_until_gone,
)

SOCKET_NAME = ".s.PGSQL.5432"
PATIENCE_SECONDS = 30.0
SERVER_PROGRAM = "postgres"


def clear_leftovers(data: Path, sockets: Path) -> None:
    """清理遗留: stop a server of these folders whose supervisor is gone, then remove its marks.

    Only call this while holding the cluster's lock. A stranger's process with the recorded number is left alone.
    """
    pid_file = data / "postmaster.pid"
    server = find_server(data)
    if server is not None:
        _stop(server)
    if pid_file.exists():
        pid_file.unlink()
        for mark in (sockets / SOCKET_NAME, sockets / f"{SOCKET_NAME}.lock"):
            mark.unlink(missing_ok=True)


def find_server(data: Path) -> ProcessIdentity | None:
    """查服务: the server that runs on this very data folder, by program and folder, never by number alone."""
    try:
        first_line = (data / "postmaster.pid").read_text().split("\n", 1)[0]
    except FileNotFoundError:
        return None
    if not first_line.isascii() or not first_line.isdigit():
        return None
    pid = int(first_line)
    process = find_process(pid)
    if process is None or program_of(pid) != SERVER_PROGRAM or not _works_in(pid, data):
        return None
    return process


def _works_in(pid: int, data: Path) -> bool:
    folder = folder_of(pid)
    if folder is not None:
        return folder.resolve() == data.resolve()
    return str(data) in arguments_of(pid)


def _stop(server: ProcessIdentity) -> None:
    for request in (None, signal.SIGINT, signal.SIGQUIT):
        if request is not None and server.is_running():
            os.kill(server.pid, request)
        if wait_until_gone(server, seconds=2.0 if request is None else PATIENCE_SECONDS):
            return
    raise DatabaseUnavailable(
        f"上一次的数据库（进程 {server.pid}）没有停下来；请等一会儿再启动，或先结束这个进程。"
    )
