"""进程：identity, parents that die, locks, records: as the operating system really does it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from luoqiao.adapters.processes.children import Child, stop_children
from luoqiao.adapters.processes.file_lock import FileLock
from luoqiao.adapters.processes.identity import (
    ProcessIdentity,
    arguments_of,
    find_process,
    folder_of,
    program_of,
    this_process,
    wait_until_gone,
)
from luoqiao.adapters.processes.run_record import RunRecord, end_leftovers, find_record

PARENT = """
import os, sys, time
from pathlib import Path
from luoqiao.adapters.processes.children import Child
child = Child("sleeper", "睡", "sleeper", Path(sys.argv[1]) / "log", dict(os.environ))
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""
SLEEPER = "import time; time.sleep(60)"
TIED_TOO_LATE = """
import os, signal
from luoqiao.adapters.processes.parent_death import stop_with_parent
stop_with_parent(signal.SIGTERM, parent=int(os.environ["WRONG"]))
import time; time.sleep(30)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "sleeper.py").write_text(SLEEPER)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}


@pytest.fixture
def sleeper(tmp_path: Path, environment: dict[str, str]) -> Iterator[Child]:
    child = Child("sleeper", "睡", "sleeper", tmp_path / "log", environment)
    child.start()
    yield child
    stop_children([child], seconds=1.0)


def test_a_number_without_its_start_time_is_another_process() -> None:
    here = this_process()
    assert here.is_running()
    assert not ProcessIdentity(here.pid, "1").is_running()
    assert find_process(0) is None


def test_a_process_is_known_by_program_arguments_and_folder(sleeper: Child) -> None:
    assert sleeper.process is not None
    assert program_of(sleeper.process.pid).startswith(("python", "Python"))
    assert "sleeper" in arguments_of(sleeper.process.pid)
    assert folder_of(sleeper.process.pid) == Path.cwd()


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = find_process(int(parent.stdout.readline()))
        assert child is not None
        parent.kill()
    assert wait_until_gone(child, seconds=5.0)


def test_a_child_that_finds_its_parent_already_gone_ends_at_once() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "WRONG": str(os.getppid())}
    ended = subprocess.run([sys.executable, "-c", TIED_TOO_LATE], env=environment, timeout=10, check=False)
    assert ended.returncode == -signal.SIGTERM


def test_stopping_ends_the_whole_group(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "deaf.py").write_text(
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(subprocess.Popen(['sleep', '60']).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    child = Child("deaf", "聋", "deaf", tmp_path / "log", environment)
    child.start()
    deadline = time.monotonic() + 10
    while not (words := child.last_words()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    grandchild = find_process(int(words))
    assert grandchild is not None
    stop_children([child], seconds=0.2)
    assert child.ended_with() == -signal.SIGKILL
    assert wait_until_gone(grandchild, seconds=2.0)


def test_a_lock_has_one_holder_and_comes_back(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.acquire()
    assert not second.acquire(seconds=0.1)
    first.release()
    assert second.acquire()
    second.release()


def test_a_record_is_read_as_written(tmp_path: Path) -> None:
    record = RunRecord(this_process(), "http://127.0.0.1:8000/", (ProcessIdentity(7, "8"),))
    record.write(tmp_path / "run.json")
    assert find_record(tmp_path / "run.json") == record


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", json.dumps({"parent": 1, "site_url": "", "children": []})])
def test_a_broken_record_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text)
    assert find_record(tmp_path / "run.json") is None


def test_leftovers_are_ended_but_never_a_stranger_with_the_same_number(
    sleeper: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoqiao.adapters.processes.run_record.OWN_TIME_TO_STOP_SECONDS", 0.1)
    own = sleeper.identity()
    assert own is not None
    end_leftovers([ProcessIdentity(own.pid, "1")])
    assert own.is_running()
    end_leftovers([own])
    assert wait_until_gone(own, seconds=2.0)
