"""站点: the database and the processes of one data folder, started in order, watched, and stopped in reverse."""

from __future__ import annotations

import contextlib
import http.client
import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from luoqiao.adapters.environment.options import DEFAULT_HOST, Options
from luoqiao.adapters.postgres.access import open_database
from luoqiao.adapters.postgres.cluster import Cluster
from luoqiao.adapters.postgres.preparation import find_mark, keep_mark
from luoqiao.adapters.processes.children import Child, stop_children
from luoqiao.adapters.processes.file_lock import FileLock
from luoqiao.adapters.processes.identity import this_process
from luoqiao.adapters.processes.run_record import RunRecord, end_leftovers, find_record
from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.cli.check_environment import PORT_PATIENCE_SECONDS
from luoqiao.interfaces.cli.fingerprint import code_fingerprint

LOOK_EVERY_SECONDS = 0.2
STOP_SECONDS = 5.0
READY_SECONDS = 60.0
MOST_RESTARTS = 3
RESTART_WINDOW_SECONDS = 60.0
DATABASE_WAKE_SECONDS = 10.0
PREDECESSOR_SECONDS = 8.0


class AlreadyRunning(DomainError):
    """这个数据文件夹已有一个洛桥在运行."""

    code = "LQ-0113"


class StartFailed(DomainError):
    """启动没有完成."""

    code = "LQ-0114"


class Site:
    """站点: everything that `luoqiao run` is responsible for. `asked` tells whether a stop was asked for."""

    def __init__(self, options: Options, asked: Callable[[], bool]) -> None:
        self._options = options
        self._asked = asked
        self._lock = FileLock(options.data / "run.lock")
        self._record = options.data / "run.json"
        self._logs = options.data / "log"
        self._stack = ExitStack()
        self._cluster: Cluster | None = None
        self._children: list[Child] = []
        self._restarts: dict[str, list[float]] = {}
        self._database_back_at = float("-inf")
        self.port_patience = 0.0

    def claim(self) -> None:
        """占用: this data folder is ours from here on; what a killed predecessor left is ended. AlreadyRunning."""
        if not self._lock.acquire():
            record = find_record(self._record)
            stopping = record is None or not record.parent.is_running()
            if not self._lock.acquire(seconds=PREDECESSOR_SECONDS if stopping else 1.0):
                where = f"（{record.site_url}）" if record else ""
                raise AlreadyRunning(
                    f"{self._options.data} 里已有一个洛桥在运行{where}；请直接打开它，或先停止它，或用 DATA= 换一个文件夹。"
                )
        self._stack.callback(self._lock.release)
        record = find_record(self._record)
        if record is not None:
            end_leftovers(record.children)
            self._record.unlink()
            self.port_patience = PORT_PATIENCE_SECONDS

    def start(self) -> bool:
        """启动: False when a stop was asked for meanwhile; raises DomainError with what to do."""
        options = self._options
        url, self._cluster = self._stack.enter_context(open_database(options.data, options.database_url))
        environment = self._environment(url)
        if self._asked() or not self._prepare(url, environment):
            return False
        web = Child("web", "网页", "luoqiao.config.serve_web", self._logs / "web.log", environment)
        worker = Child("worker", "后台任务", "luoqiao.interfaces.worker", self._logs / "worker.log", environment)
        self._children = [web, worker]
        self._stack.callback(stop_children, self._children, seconds=STOP_SECONDS)
        self._start(web)
        if not self._wait_for_page(web):
            return False
        self._start(worker)
        return True

    def watch(self) -> bool:
        """看护: until a stop is asked for; a process that ends by itself is started again, each three times a minute.

        A process that the database took down with it does not count.
        """
        while not self._asked():
            time.sleep(LOOK_EVERY_SECONDS)
            if self._cluster is not None and self._cluster.has_died():
                if not self._may_restart("数据库"):
                    return False
                self._cluster.stop()
                self._cluster.start()
                self._database_back_at = time.monotonic()
            for child in self._children:
                if child.ended_with() is not None and not self._asked():
                    torn = time.monotonic() - self._database_back_at < DATABASE_WAKE_SECONDS
                    if not self._may_restart(child.label, counts=not torn):
                        return False
                    stop_children([child], seconds=0.0)
                    self._start(child)
        return True

    def stop(self) -> None:
        """停止: processes first, the database last, then the record and the lock."""
        self._stack.close()
        if self._children:
            self._record.unlink(missing_ok=True)

    def _start(self, child: Child) -> None:
        child.start()
        identities = (child.identity() for child in self._children)
        children = tuple(identity for identity in identities if identity is not None)
        RunRecord(this_process(), self._options.site_url, children).write(self._record)

    def _environment(self, url: str) -> dict[str, str]:
        options = self._options
        return {
            **os.environ,
            "DATABASE_URL": url,
            "DATA": str(options.data),
            "HOST": options.host,
            "PORT": str(options.port),
            "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings",
            "PYTHONUNBUFFERED": "1",
        }

    def _prepare(self, url: str, environment: dict[str, str]) -> bool:
        """Bring tables, packs and static files up to date, unless they were prepared for this very code."""
        stamp = self._options.data / "static" / "prepared-for"
        fingerprint = code_fingerprint(self._options.data / "built")
        fingerprint += "+demonstration" if environment.get("DEMONSTRATION") == "1" else ""
        if stamp.exists() and stamp.read_text() == fingerprint == find_mark(url):
            return True
        print("正在准备数据（建表、载入方案包），约需几秒……", flush=True)
        preparing = Child("prepare", "准备数据", "luoqiao.config.prepare", self._logs / "prepare.log", environment)
        self._logs.mkdir(exist_ok=True)
        preparing.log.write_bytes(b"")
        preparing.start()
        while preparing.ended_with() is None and not self._asked():
            time.sleep(0.02)
        ended = preparing.ended_with()
        stop_children([preparing], seconds=STOP_SECONDS)
        if self._asked():
            return False
        if ended != 0:
            words = preparing.last_words()
            reason = words.removeprefix("洛桥：") if words.startswith("洛桥：") else "程序出错"
            raise StartFailed(f"数据没有准备好：{reason}；已有数据没有丢失，详情见 {preparing.log}。")
        keep_mark(url, fingerprint)
        stamp.write_text(fingerprint)
        return True

    def _wait_for_page(self, web: Child) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while not self._asked():
            status = self._first_page_status()
            if status is not None and status < 500:
                return True
            if web.ended_with() is not None or time.monotonic() > deadline or status is not None:
                raise StartFailed(f"网页没有启动；详情见 {web.log}，改正后再运行一次。")
            time.sleep(0.05)
        return False

    def _first_page_status(self) -> int | None:
        options = self._options
        host = DEFAULT_HOST if options.host in {"0.0.0.0", "::"} else options.host  # noqa: S104 compared, never bound
        connection = http.client.HTTPConnection(host, options.port, timeout=10)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/", headers={"Host": "localhost"})
            return connection.getresponse().status
        return None

    def _may_restart(self, label: str, *, counts: bool = True) -> bool:
        now = time.monotonic()
        held = [at for at in self._restarts.get(label, ()) if now - at < RESTART_WINDOW_SECONDS]
        self._restarts[label] = held
        if len(held) >= MOST_RESTARTS:
            print(f"洛桥：{label}进程反复意外结束，已停止；详情见 {self._logs}。（LQ-0115）", file=sys.stderr)
            return False
        if counts:
            held.append(now)
        print(f"{label}进程意外结束，已重新启动；详情见 {self._logs}。", flush=True)
        return True
