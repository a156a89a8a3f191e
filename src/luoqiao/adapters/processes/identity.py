"""进程身份: a process number alone proves nothing, numbers are used again; with its start time it does.

A zombie counts as gone: it runs no code and holds no file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
ON_LINUX: bool = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """进程身份: the number together with the moment it was given, in the system's own words."""

    pid: int
    started: str

    def is_running(self) -> bool:
        """Whether this very process, not a later one with its number, still runs."""
        return find_process(self.pid) == self


def find_process(pid: int) -> ProcessIdentity | None:
    """查进程: the running process with this number, or none."""
    if pid <= 0:
        return None
    started = _started_linux(pid) if ON_LINUX else _started_elsewhere(pid)
    return ProcessIdentity(pid, started) if started else None


def this_process() -> ProcessIdentity:
    """本进程."""
    found = find_process(os.getpid())
    return found or ProcessIdentity(os.getpid(), "")


def program_of(pid: int) -> str:
    """程序名: the base name of the program that a process runs; empty when it is gone or cannot be read."""
    if ON_LINUX:
        try:
            return (PROC / str(pid) / "exe").readlink().name.removesuffix(" (deleted)")
        except PermissionError:
            return Path(arguments_of(pid)[0]).name if arguments_of(pid) else ""
        except OSError:
            return ""
    return Path(_ask("ps", "-o", "comm=", "-p", str(pid))).name


def arguments_of(pid: int) -> tuple[str, ...]:
    """启动参数: the command line of a process; empty when it is gone."""
    if not ON_LINUX:
        return tuple(_ask("ps", "-o", "args=", "-p", str(pid)).split())
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return ()
    return tuple(os.fsdecode(part) for part in raw.split(b"\0") if part)


def folder_of(pid: int) -> Path | None:
    """工作文件夹: the current folder of a process; none when it is gone or may not be read."""
    if ON_LINUX:
        try:
            return (PROC / str(pid) / "cwd").readlink()
        except OSError:
            return None
    lines = _ask("lsof", "-a", "-p", str(pid), "-d", "cwd", "-Fn").splitlines()
    return next((Path(line[1:]) for line in lines if line.startswith("n")), None)


def wait_until_gone(process: ProcessIdentity, *, seconds: float) -> bool:
    """等待结束: whether the process went away within the time given."""
    deadline = time.monotonic() + seconds
    while process.is_running():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _started_linux(pid: int) -> str:
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    state, start_ticks = fields[0], fields[19]
    return "" if state in "ZX" else start_ticks


def _started_elsewhere(pid: int) -> str:
    state, _, started = _ask("ps", "-o", "stat=,lstart=", "-p", str(pid)).partition(" ")
    return "" if state.startswith("Z") else started.strip()


def _ask(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""
