"""网页工作进程: what each process of the web server loads; it ends with the server even when that one is killed."""

from __future__ import annotations

import signal

from luoqiao.adapters.processes.parent_death import stop_with_parent

stop_with_parent(signal.SIGKILL)

from threading import Thread  # noqa: E402 the tie comes first

from luoqiao.adapters.vega.drawing import warm_up  # noqa: E402 the tie comes first
from luoqiao.config.wsgi import application  # noqa: E402 loading takes a second, the tie comes first

Thread(target=warm_up, name="first chart", daemon=True).start()

__all__ = ["application"]
