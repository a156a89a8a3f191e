"""网页工作进程: what each process of the web server loads; it ends with the server even when that one is killed."""

from __future__ import annotations

import signal

from luoqiao.adapters.processes.parent_death import stop_with_parent

stop_with_parent(signal.SIGKILL)

from luoqiao.config.wsgi import application  # noqa: E402 loading takes a second, the tie comes first

__all__ = ["application"]
