"""数据库集群: makes, starts and stops a PostgreSQL of our own under the data folder.

The server is a child of this process, listens on no network address, and ends with its parent. Ready means that a
connection succeeded, never that a process number exists.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from luoqiao.adapters.postgres.account import ServerAccount, choose_account
from luoqiao.adapters.postgres.binaries import MAJOR_VERSION, get_programs
from luoqiao.adapters.postgres.errors import DatabaseUnavailable
from luoqiao.adapters.postgres.leftovers import SOCKET_NAME, clear_leftovers
from luoqiao.adapters.processes.file_lock import FileLock
from luoqiao.adapters.processes.parent_death import death_signal

USER = "postgres"
SOCKET_PATH_LIMIT = 107
SILENCE_PATIENCE_SECONDS = 30.0
RECOVERY_PATIENCE_SECONDS = 600.0
STOP_PATIENCE_SECONDS = 60.0
LOG_LIMIT_BYTES = 10_000_000
INITDB = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8", "--locale=C")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Readiness:
    """应答: whether a connection succeeded, and if not, whether the server said that it is on its way."""

    ready: bool
    starting_up: bool = False


class Cluster:
    """数据库集群: one data folder and the server on it.

    `home` holds everything: data, sockets, lock and log. `settings` are server settings by name; `initdb` more
    arguments for a new folder.
    """

    def __init__(self, home: Path, *, settings: Mapping[str, str] | None = None, initdb: tuple[str, ...] = ()) -> None:
        self.home = home
        self.data = home / "data"
        self.sockets = socket_folder(home)
        self.log = home / "postgres.log"
        self._settings = settings or {}
        self._initdb = initdb
        self._server: subprocess.Popen[bytes] | None = None
        self._lock = FileLock(home / "lock")

    def url(self, database: str = USER) -> str:
        """地址: for any client library; the folder of the socket stands in the query."""
        return f"postgresql:///{quote(database)}?host={quote(str(self.sockets), safe='/')}&user={USER}"

    def start(self) -> bool:
        """启动: True when this process now runs the server, False when another one already does.

        Raises DatabaseUnavailable. Call it from the main thread: the server is told to stop when that thread ends.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        if not self._lock.acquire():
            self._wait_for_other()
            return False
        try:
            self._start_own()
        except BaseException:
            self.stop()
            raise
        return True

    def stop(self) -> None:
        """停止: fast shutdown; sessions are ended, committed work is kept. Safe to call twice."""
        server, self._server = self._server, None
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(STOP_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait()
        self._lock.release()

    def has_died(self) -> bool:
        """Whether the server that this process started is no longer there."""
        return self._server is not None and self._server.poll() is not None

    def _start_own(self) -> None:
        programs = get_programs()
        account = choose_account((self.home, self.sockets, programs))
        account.own(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            self._create(programs, account)
        self._check_version()
        account.own(self.data)
        clear_leftovers(self.data, self.sockets)
        command = [str(programs / "postgres"), "-D", str(self.data)]
        for name, value in self._all_settings().items():
            command += ["-c", f"{name}={value}"]
        self._server = self._launch(command, account)
        self._wait_until_ready()

    def _all_settings(self) -> dict[str, str]:
        quoted = str(self.sockets).replace('"', '""')
        return {
            "listen_addresses": "",
            "unix_socket_directories": f'"{quoted}"',
            "unix_socket_permissions": "0700",
            "log_timezone": "Asia/Shanghai",
            **self._settings,
        }

    def _create(self, programs: Path, account: ServerAccount) -> None:
        """Make the data folder beside its place and move it there when complete: a killed initdb leaves nothing."""
        fresh = self.home / "data.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        account.own(fresh)
        command = [str(programs / "initdb"), "-D", str(fresh), "--no-instructions", *INITDB, *self._initdb]
        if self._launch(command, account).wait() != 0:
            raise DatabaseUnavailable(f"数据库文件夹没有建成：{self._last_words()}；详情见 {self.log}。")
        fresh.rename(self.data)

    def _check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != MAJOR_VERSION:
            raise DatabaseUnavailable(
                f"{self.data} 是 PostgreSQL {version} 的数据，内置的是 {MAJOR_VERSION}；"
                "请用原版本的 pg_dump 导出后再导入，或用 DATABASE_URL 指定原来的数据库。"
            )

    def _launch(self, command: list[str], account: ServerAccount) -> subprocess.Popen[bytes]:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        changes = account.changes_user_itself
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*account.wrapper, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,
                user=account.uid if changes else None,
                group=account.gid if changes else None,
                extra_groups=[] if changes else None,
                preexec_fn=None if account.wrapper else death_signal(signal.SIGINT, parent=os.getpid()),
            )

    def _wait_until_ready(self) -> None:
        """A server that says it recovers gets ten minutes, one that says nothing half a minute."""
        began = time.monotonic()
        while not (refusal := self._ask()).ready:
            if self.has_died():
                raise DatabaseUnavailable(f"数据库没有启动：{self._last_words()}；详情见 {self.log}。")
            patience = RECOVERY_PATIENCE_SECONDS if refusal.starting_up else SILENCE_PATIENCE_SECONDS
            if time.monotonic() - began > patience:
                raise DatabaseUnavailable(f"数据库 {patience:.0f} 秒内没有应答；详情见 {self.log}。")
            time.sleep(0.02)

    def _wait_for_other(self) -> None:
        deadline = time.monotonic() + STOP_PATIENCE_SECONDS
        while not self._ask().ready:
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(f"{self.home} 正被另一个进程使用，但它的数据库没有应答；请等它结束再启动。")
            time.sleep(0.1)

    def _ask(self) -> Readiness:
        try:
            with psycopg.connect(self.url(), connect_timeout=5):
                return Readiness(ready=True)
        except psycopg.OperationalError as error:
            words = str(error)
            return Readiness(ready=False, starting_up="starting up" in words or "recovery" in words)

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1][-300:] if lines else "没有日志"


def socket_folder(home: Path) -> Path:
    """套接字文件夹: inside `home`; a private one in the temporary folder when that path cannot be an address.

    An address is at most 107 bytes long, and client libraries read a comma as the end of a host.
    """
    near = home / "socket"
    if len(os.fsencode(near / SOCKET_NAME)) <= SOCKET_PATH_LIMIT and "," not in str(near):
        return near
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"luoqiao-{os.geteuid()}-{mark}"


def ensure_database(url: str, name: str) -> None:
    """建库: create the database unless it is there; `url` leads to another database of the same server."""
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if known is None:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
