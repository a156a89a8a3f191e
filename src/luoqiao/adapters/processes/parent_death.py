"""随父进程结束: a child must not outlive the process that started it, even when that one is killed without notice.

Linux delivers a signal to the child when its parent dies; elsewhere the child looks at its parent once a second.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping

PR_SET_PDEATHSIG = 1
STARTER = "LUOQIAO_STARTER"
LOOK_EVERY_SECONDS = 1.0
ON_LINUX: bool = sys.platform == "linux"


def stop_with_parent(signal_number: int, *, parent: int | None = None) -> None:
    """随父进程结束: ask that this process gets `signal_number` when `parent`, else its present parent, is gone."""
    parent = os.getppid() if parent is None else parent
    if ON_LINUX:
        death_signal(signal_number, parent=parent)()
    else:
        threading.Thread(target=_look_at_parent, args=(parent, signal_number), daemon=True).start()


def starter(environment: Mapping[str, str] = os.environ) -> int | None:
    """启动者: the process number that a parent wrote for its child, so that one which died meanwhile is noticed."""
    written = environment.get(STARTER, "")
    return int(written) if written.isdigit() else None


def death_signal(signal_number: int, *, parent: int) -> Callable[[], None]:
    """父亡信号: a function for the child, before or after exec; does nothing where the system has no such signal."""
    if not ON_LINUX:
        return _nothing
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal_number)

    return ask


def _look_at_parent(parent: int, signal_number: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os.kill(os.getpid(), signal_number)


def _nothing() -> None:
    return None
