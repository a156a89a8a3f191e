"""网页服务: the web server process that `luoqiao run` starts; `python -m luoqiao.config.serve_web`.

The application and the packs are loaded once, before the workers are forked: they start at once and share the
memory. No thread and no open connection may be left from that.
"""

from __future__ import annotations

import contextlib
import os
import signal
from importlib import import_module

from django.db import connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.processes.parent_death import starter, stop_with_parent
from luoqiao.core.kernel.errors import DomainError

MOST_WORKERS = 4
THREADS_EACH = 2
STOP_SECONDS = 3


def main() -> None:
    """Serve until told to stop; a worker that does not end in three seconds is killed."""
    stop_with_parent(signal.SIGTERM, parent=starter())
    options = read_options()
    load_application()
    Granian(
        "luoqiao.config.web_worker:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=worker_count(os.environ.get("WEB_WORKERS", "")),
        blocking_threads=THREADS_EACH,
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def worker_count(text: str) -> int:
    """网页工作进程数: as asked for, else one for each processor up to four."""
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    return min(MOST_WORKERS, os.cpu_count() or 1)


def load_application() -> None:
    """Load every view, and the packs in force; a pack that cannot be had is the page's to report."""
    import_module("luoqiao.config.wsgi")
    get_resolver().url_patterns  # noqa: B018 asking loads every view
    queries = import_module("luoqiao.apps.policy.queries")
    with contextlib.suppress(DomainError):
        queries.get_pack()
    connections.close_all()


if __name__ == "__main__":
    main()
