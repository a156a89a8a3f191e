"""随父进程结束: a child must not outlive the process that started it, even when that one is killed without notice.

Linux delivers a signal to the child when its parent dies; elsewhere the child looks at its parent once a second.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
LOOK_EVERY_SECONDS = 1.0
ON_LINUX: bool = sys.platform == "linux"


def stop_with_parent(signal_number: int) -> None:
    """随父进程结束: ask that this process gets `signal_number` when the process that started it is gone."""
    parent = os.getppid()
    if ON_LINUX:
        death_signal(signal_number)()
        if os.getppid() != parent:
            os.kill(os.getpid(), signal_number)
        return
    threading.Thread(target=_look_at_parent, args=(parent, signal_number), daemon=True).start()


def death_signal(signal_number: int) -> Callable[[], None]:
    """父亡信号: a function to call between fork and exec; does nothing where the system has no such signal."""
    if not ON_LINUX:
        return _nothing
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)

    return ask


def _look_at_parent(parent: int, signal_number: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os.kill(os.getpid(), signal_number)


def _nothing() -> None:
    return None
