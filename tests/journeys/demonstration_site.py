"""示例站点: the site with the made-up district, served by the real modules, for stories that are walked in a browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from luoqiao.adapters.postgres.cluster import Cluster, ensure_database
from luoqiao.adapters.processes.children import Child, stop_children
from tests.live_site import _answers, _wait, free_port

DATABASE = "demonstration"


@pytest.fixture(scope="module")
def demonstration_site(test_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """示例站点: its address without a slash at the end."""
    ensure_database(test_cluster.url(), DATABASE)
    data = tmp_path_factory.mktemp("demonstration")
    port = free_port()
    environment = {
        **os.environ, "DATA": str(data), "PORT": str(port), "DATABASE_URL": test_cluster.url(DATABASE),
        "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings", "PYTHONPATH": os.pathsep.join(sys.path), "DEMONSTRATION": "1",
    }  # fmt: skip
    environment.pop("LUOQIAO_SECRET_KEY", None)
    prepare = Child("prepare", "准备数据", "luoqiao.config.prepare", data / "prepare.log", environment)
    web = Child("web", "网页", "luoqiao.config.serve_web", data / "web.log", environment)
    try:
        prepare.start()
        _wait(prepare, lambda: prepare.ended_with() == 0, seconds=300.0)
        web.start()
        _wait(web, lambda: _answers(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        stop_children([prepare, web], seconds=4.0)
