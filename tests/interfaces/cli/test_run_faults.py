"""luoqiao run 的故障: killed, stopped, started twice: nothing stays behind and the next start works.

Real processes on one data folder that is prepared once. A test takes the programme as the one before left it running
and only starts it when it does not run: starting is what costs time here.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

from luoqiao.adapters.postgres.leftovers import find_server
from luoqiao.adapters.processes.identity import ProcessIdentity, find_process, wait_until_gone
from luoqiao.adapters.processes.run_record import RunRecord, find_record
from tests.live_site import free_port

START_SECONDS = 60.0
STOP_SECONDS = 12.0


class Programme:
    """A running `luoqiao run` and what it started."""

    def __init__(self, data: Path, port: int, *, url: str = "", through: Sequence[str] = ()) -> None:
        self.data, self.port = data, port
        kept = {k: v for k, v in os.environ.items() if k not in {"HOST", "DATABASE_URL", "LUOQIAO_SECRET_KEY"}}
        self.output = data.with_suffix(f".{time.monotonic_ns()}.out")
        environment = {
            **kept, "DATA": str(data), "PORT": str(port), "PYTHONPATH": os.pathsep.join(sys.path), "DATABASE_URL": url
        }  # fmt: skip
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [*through, sys.executable, "-m", "luoqiao.interfaces.cli.main", "run"],
                env=environment, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def words(self) -> str:
        return self.output.read_text("utf-8")

    def wait_until_started(self) -> "Programme":
        deadline = time.monotonic() + START_SECONDS
        while "启动完成" not in self.words():
            assert self.process.poll() is None, self.words()
            assert time.monotonic() < deadline, self.words()
            time.sleep(0.05)
        return self

    def record(self) -> RunRecord:
        found = find_record(self.data / "run.json")
        assert found is not None
        return found

    def everything(self) -> list[ProcessIdentity]:
        """The parent, the database and each group with its members."""
        record = self.record()
        server = find_server(self.data / "postgres" / "data")
        groups = [child.pid for child in record.children]
        members = [p for p in all_processes() if group_of(p.pid) in groups]
        return [record.parent, *([server] if server else []), *record.children, *members]

    def get(self, path: str = "/") -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as asking:
            asking.request("GET", path)
            return asking.getresponse().status

    def answers(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return self.get() < 500
        return False

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)


def all_processes() -> list[ProcessIdentity]:
    listed = subprocess.run(["ps", "-eo", "pid="], capture_output=True, text=True, check=True).stdout
    return [found for pid in listed.split() if (found := find_process(int(pid)))]


def group_of(pid: int) -> int:
    with suppress(ProcessLookupError):
        return os.getpgid(pid)
    return 0


def assert_gone(processes: list[ProcessIdentity], *, seconds: float = 8.0) -> None:
    deadline = time.monotonic() + seconds
    left = [p for p in processes if not wait_until_gone(p, seconds=max(0.0, deadline - time.monotonic()))]
    assert left == []


def wait_for(true: Callable[[], bool], *, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Site:
    """One data folder with one port: the programme that runs on it, started when asked for."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.started: list[Programme] = []

    def running(self) -> Programme:
        if self.started and self.started[-1].process.poll() is None:
            return self.started[-1]
        return self.start().wait_until_started()

    def start(self, *, through: Sequence[str] = ()) -> Programme:
        self.started.append(Programme(self.data, self.port, through=through))
        return self.started[-1]

    def close(self) -> None:
        for programme in self.started:
            if programme.process.poll() is None:
                programme.stop(signal.SIGTERM)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, started as from a terminal: under nohup a hang-up is ignored on purpose, and children inherit that."""
    inherited = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    site = Site(tmp_path_factory.mktemp("run") / "data")
    yield site
    site.close()
    signal.signal(signal.SIGHUP, inherited)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_ends_every_process_and_is_no_failure(site: Site, number: int) -> None:
    programme = site.running()
    wait_for(lambda: len(programme.record().children) == 2)
    processes = programme.everything()
    assert len(processes) >= 5
    assert programme.get() < 500
    assert programme.stop(number) == 0, programme.words()
    assert_gone(processes, seconds=0.5)
    assert not (programme.data / "run.json").exists()
    assert "Traceback" not in programme.words()


def test_after_a_killed_parent_nothing_is_left_and_the_next_start_works_on_the_same_port(site: Site) -> None:
    first = site.running()
    processes = first.everything()
    first.process.kill()
    first.process.wait()
    second = site.start().wait_until_started()
    assert_gone(processes, seconds=0.5)
    assert second.get() < 500
    assert "正在准备数据" not in second.words()


def test_a_parent_killed_while_its_child_is_just_starting_takes_it_along(site: Site) -> None:
    programme = site.running()
    before = programme.record().children
    os.killpg(before[-1].pid, signal.SIGKILL)
    wait_for(lambda: programme.record().children != before)
    processes = programme.everything()
    programme.process.kill()
    programme.process.wait()
    assert_gone(processes)


def test_leftovers_of_a_tree_killed_in_the_middle_are_ended_by_the_next_start(site: Site) -> None:
    first = site.running()
    record, processes = first.record(), first.everything()
    for process in (record.parent, *record.children):
        os.kill(process.pid, signal.SIGKILL)
    first.process.wait()
    second = site.start().wait_until_started()
    assert_gone(processes, seconds=0.5)
    assert second.get() < 500


def test_a_second_start_on_the_same_folder_names_the_first(site: Site) -> None:
    first = site.running()
    second = Programme(site.data, free_port())
    assert second.process.wait(STOP_SECONDS) == 1
    assert "已有一个洛桥在运行" in second.words()
    assert f":{first.port}/" in second.words()
    assert first.get() < 500


def test_a_process_that_dies_is_started_again(site: Site) -> None:
    programme = site.running()
    before = programme.record().children
    os.killpg(before[0].pid, signal.SIGKILL)
    wait_for(lambda: programme.record().children != before)
    wait_for(programme.answers)
    assert "网页进程意外结束，已重新启动" in programme.words()


def test_a_database_that_dies_is_started_again(site: Site) -> None:
    programme = site.running()
    server = find_server(programme.data / "postgres" / "data")
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    wait_for(lambda: find_server(programme.data / "postgres" / "data") not in {None, server})
    wait_for(programme.answers)
    assert "数据库进程意外结束，已重新启动" in programme.words()


def test_started_by_make_it_ends_when_make_is_killed(site: Site) -> None:
    site.close()
    make = site.start(through=["sh", "-c", '"$@" --with-parent; true', "sh"]).wait_until_started()
    processes = make.everything()
    assert make.record().parent.pid != make.process.pid
    make.process.kill()
    make.process.wait()
    assert_gone(processes)


def test_a_database_named_by_address_is_used_and_left_running(tmp_path: Path, fresh_database: str) -> None:
    programme = Programme(tmp_path / "data", free_port(), url=fresh_database).wait_until_started()
    try:
        assert find_server(programme.data / "postgres" / "data") is None
        assert programme.get() < 500
    finally:
        assert programme.stop() == 0
