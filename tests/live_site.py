"""真实站点: the site as `luoqiao run` serves it, once for all tests that open pages.

Prepared and served by the real modules on a database of its own, so what a browser test sees is what a user gets:
hashed static files, compression, the content policy, several worker processes.
"""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from luoqiao.adapters.postgres.cluster import Cluster, ensure_database
from luoqiao.adapters.processes.children import Child, stop_children

START_SECONDS = 240.0
DATABASE = "live_site"


@pytest.fixture(scope="session")
def live_site(test_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """真实站点: its address without a slash at the end."""
    ensure_database(test_cluster.url(), DATABASE)
    data = tmp_path_factory.mktemp("site")
    port = free_port()
    environment = {
        **os.environ,
        "DATA": str(data),
        "PORT": str(port),
        "DATABASE_URL": test_cluster.url(DATABASE),
        "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environment.pop("LUOQIAO_SECRET_KEY", None)
    prepare = Child("prepare", "准备数据", "luoqiao.config.prepare", data / "prepare.log", environment)
    web = Child("web", "网页", "luoqiao.config.serve_web", data / "web.log", environment)
    try:
        prepare.start()
        _wait(prepare, lambda: prepare.ended_with() == 0)
        web.start()
        _wait(web, lambda: _answers(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        stop_children([prepare, web], seconds=4.0)


def free_port() -> int:
    """空闲端口: one that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(child: Child, ready: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if child.ended_with() not in {None, 0} or time.monotonic() > deadline:
            pytest.fail(f"{child.label}没有完成：\n{_tail(child.log)}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(asking), suppress(OSError, http.client.HTTPException):
        asking.request("GET", "/")
        return asking.getresponse().status < 500
    return False


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-40:]) if log.exists() else ""
