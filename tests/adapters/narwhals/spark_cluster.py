"""本机的 Spark 集群: a master and two workers on loopback, each in a process group of its own, ended by its id."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

READY_WITHIN = 90
LEAST_JAVA = 17
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java that starts quickly and never becomes fast: half the time of a short test."""


def why_not() -> str:
    """Why no cluster can be started here; empty when one can."""
    java = shutil.which("java")
    if java is None:
        return "没有 Java"
    shown = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', shown)
    if version is None or int(version[1]) < LEAST_JAVA:
        return f"Java 低于 {LEAST_JAVA}"
    return "" if find_spec("pyspark") else "没有 pyspark；运行 scripts/setup spark"


@dataclass(slots=True)
class Cluster:
    """集群: its address and its workers."""

    master: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def lose_a_worker(self) -> None:
        """Kill -9 the first worker and what it started, as when a machine is gone."""
        worker = self.workers.pop(0)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster for the length of a test; nothing of it is left when the test ends, however it ends."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        log = folder / "master.log"
        name = "org.apache.spark.deploy.master.Master"
        started.append(_start([name, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"], log))
        master = _wait_for(log, r"Starting Spark master at (spark://127\.0\.0\.1:\d+)", started[-1])
        cluster = Cluster(master)
        logs = [folder / f"worker{number}.log" for number in (1, 2)]
        for path in logs:
            words = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0",
                     "--cores", "1", "--memory", "1g", "--work-dir", str(folder / path.stem), master]  # fmt: skip
            started.append(_start(words, path))
            cluster.workers.append(started[-1])
        for path, process in zip(logs, cluster.workers, strict=True):
            _wait_for(path, r"(Successfully registered with master)", process)
        yield cluster
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def environment() -> dict[str, str]:
    """The environment of every process of the cluster and of its driver."""
    found = find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    home = str(Path(found.origin).parent)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "PYSPARK_"))}
    settings = {"SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m", "JAVA_TOOL_OPTIONS": QUICK}
    return {**kept, **settings}


def _start(words: list[str], log: Path) -> subprocess.Popen[bytes]:
    program = Path(environment()["SPARK_HOME"]) / "bin" / "spark-class"
    with log.open("wb") as out:
        return subprocess.Popen([program, *words], stdout=out, stderr=out, env=environment(), start_new_session=True)


def _wait_for(log: Path, pattern: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        found = re.search(pattern, log.read_text("utf-8", "replace"))
        if found is not None:
            return found[1]
        assert process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        time.sleep(0.05)
    raise TimeoutError(log.read_text("utf-8", "replace")[-2000:])
