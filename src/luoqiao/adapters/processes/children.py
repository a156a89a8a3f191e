"""子进程: starts a program of ours in a group of its own, with its words in a log file, and ends the whole group."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from luoqiao.adapters.processes.identity import ProcessIdentity, find_process
from luoqiao.adapters.processes.parent_death import STARTER, death_signal

LOG_LIMIT_BYTES = 10_000_000


@dataclass(slots=True)
class Child:
    """子进程: `module` is run by this very Python; `label` is what the reader calls it."""

    name: str
    label: str
    module: str
    log: Path
    environment: Mapping[str, str]
    arguments: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """启动: from the main thread only, because the child ends when the thread that started it ends."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**self.environment, STARTER: str(os.getpid())},
                start_new_session=True,
                preexec_fn=death_signal(signal.SIGTERM, parent=os.getpid()),
            )

    def identity(self) -> ProcessIdentity | None:
        """进程身份: none when it does not run."""
        return find_process(self.process.pid) if self.process else None

    def ended_with(self) -> int | None:
        """退出状态: none while it runs."""
        return self.process.poll() if self.process else None

    def last_words(self) -> str:
        """最后一行日志."""
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return lines[-1][-300:] if lines else ""


def stop_children(children: Iterable[Child], *, seconds: float) -> None:
    """停止子进程: ask all at once, wait, then end what is left of each group."""
    started = [child.process for child in children if child.process is not None]
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + seconds
    for process in started:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        end_group(process.pid)
        process.wait()


def end_group(group: int) -> None:
    """结束进程组: the group whose first process was started by us; nothing happens when it is empty."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
