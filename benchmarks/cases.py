"""案件的速度: 100,000 cases and 10,000 enterprises on a durable database; sixteen people at once over HTTP; handing in; matching.

The site is the real one: granian with as many workers as there are cores, sessions, content policy, compression. The people who
ask run on the same cores.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from benchmarks.cases_data import grow
from benchmarks.measure import Row, of_durations, show
from luoqiao.adapters.postgres.cluster import Cluster, ensure_database

PEOPLE = 16
ROUNDS = 25
NAMES = ("陈知行", "郑立群", "洪书言", "杨景行", "张望舒", "苏以宁", "江静姝", "许志强")
WORDS = ("机械", "鞋", "LQ-2023-02", "91350504MB0001", "无纺布", "精密", "科技有限", "三一")
PAGES: dict[str, Callable[[int, int], str]] = {
    "inbox": lambda person, turn: f"/today/?page={1 + turn % 3}",
    "list": lambda person, turn: f"/cases/?page={1 + (person * 7 + turn) % 40}",
    "list, filtered": lambda person, turn: f"/cases/?state=open&clause=cloud_adoption&year={2022 + turn % 2}",
    "search": lambda person, turn: "/search/?" + urllib.parse.urlencode({"q": WORDS[(person + turn) % len(WORDS)]}),
}


def rows() -> list[Row]:
    """Every measurement of this area."""
    with tempfile.TemporaryDirectory(prefix="luoqiao-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        cluster = Cluster(home / "postgres")
        cluster.start()
        try:
            ensure_database(cluster.url(), "luoqiao")
            url = cluster.url("luoqiao")
            environment = os.environ | {"DATABASE_URL": url, "DATA": folder, "DEMONSTRATION": "1",
                                        "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings"}  # fmt: skip
            subprocess.run([sys.executable, "-m", "luoqiao.config.prepare"], env=environment, check=True)
            print("案件 {} 件，企业 {} 家".format(*grow(url)), flush=True)
            with _site(environment) as base:
                found = _pages(base)
            return found + _services(environment)
        finally:
            cluster.stop()


@contextmanager
def _site(environment: dict[str, str]) -> Iterator[str]:
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "luoqiao.config.serve_web"], env=environment | {"PORT": str(port)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(base, timeout=10).read()
                break
            except OSError:
                time.sleep(0.1)
        yield base
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


class _Person:
    """Somebody of the demonstration with a session of the own."""

    def __init__(self, base: str, name: str) -> None:
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = browser.open(f"{base}/demo/", timeout=60).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        user = re.search(rf'name="user" value="(\d+)"(?:(?!</form>).)*以{name}进入', page, re.DOTALL)
        if token is None or user is None:
            raise LookupError(name)
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "user": user[1]}).encode()
        browser.open(urllib.request.Request(f"{base}/demo/enter/", sent, {"Referer": base}), timeout=60).read()

        self._cookie = "; ".join(f"{one.name}={one.value}" for one in jar)
        self._line = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=60)

    def ask(self, path: str) -> float:
        """Over one connection that is kept open, as browsers do."""
        start = time.perf_counter()
        self._line.request("GET", path, headers={"Cookie": self._cookie})
        answer = self._line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} was answered with {answer.status}")
        return time.perf_counter() - start


def _pages(base: str) -> list[Row]:
    people = [_Person(base, NAMES[number % len(NAMES)]) for number in range(PEOPLE)]
    found = []
    for kind, path in PAGES.items():
        alone = sorted(people[0].ask(path(0, turn)) for turn in range(20))
        with ThreadPoolExecutor(PEOPLE) as pool:
            asked = pool.map(lambda one, path=path: _asked(*one, path), enumerate(people))  # type: ignore[misc] # bound now
            durations = [duration for some in asked for duration in some]
        ordered = sorted(durations)
        p95 = ordered[int(len(ordered) * 0.95)]
        found.append(
            of_durations(
                f"{kind}, {PEOPLE} people at once (p95 {show(p95)})", durations, goal="p95 ≤ 300 ms",
                baseline=f"one person {show(alone[len(alone) // 2])}",
            )
        )  # fmt: skip
    return found


def _asked(number: int, person: _Person, path: Callable[[int, int], str]) -> list[float]:
    return [person.ask(path(number, turn)) for turn in range(ROUNDS)]


def _services(environment: dict[str, str]) -> list[Row]:
    """Handing in, matching and importing, in a process of their own on the same database."""
    code = "from benchmarks.cases_services import main; main()"
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    found = []
    for line in done.stdout.splitlines():
        work, goal, baseline, *durations = line.split("\t")
        found.append(of_durations(work, map(float, durations), goal=goal, baseline=baseline))
    return found


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
