"""写结果: files that appear whole or not at all; nothing is left behind by a run that is stopped or killed.

A file is written without a name where the system can do that, else under a passing name, and gets its own name only
when every file of the run is complete.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from luoqiao.adapters.population.faults import CannotWrite
from luoqiao.core.kernel.system_words import system_words


@dataclass(slots=True)
class _Pending:
    """A file on its way: its name, where it is written now, the descriptor that keeps an unnamed one alive."""

    path: Path
    written_at: Path
    descriptor: int = -1


@dataclass(slots=True)
class Outputs:
    """一次运行的结果文件: named together at the end by `finish`, dropped together when anything goes wrong."""

    pending: list[_Pending] = field(default_factory=list)

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        for one in self.pending:
            _drop(one)
        self.pending.clear()

    def open(self, path: Path, *, inputs: tuple[Path, ...] = ()) -> Path:
        """Begin a file; gives the place to write it to. Raises CannotWrite before anything is calculated."""
        if any(_same(path, other) for other in inputs):
            raise CannotWrite(str(path), "这是读入的文件")
        if any(_same(path, one.path) for one in self.pending):
            raise CannotWrite(str(path), "两个结果写到了同一个文件")
        if path.is_dir():
            raise CannotWrite(str(path), "这是文件夹")
        if path.exists() and not os.access(path, os.W_OK):
            raise CannotWrite(str(path), "这个文件不让写")
        one = _begin(path)
        self.pending.append(one)
        return one.written_at

    def drop(self, path: Path) -> None:
        """Leave out a file that turned out not to be wanted."""
        for one in [p for p in self.pending if p.path == path]:
            _drop(one)
            self.pending.remove(one)

    def finish(self) -> None:
        """Give every file its name."""
        for one in self.pending:
            try:
                _name(one)
            except OSError as fault:
                raise CannotWrite(str(one.path), system_words(fault)) from None
            if one.descriptor >= 0:
                os.close(one.descriptor)
        self.pending.clear()


def _begin(path: Path) -> _Pending:
    folder = path.parent
    try:
        if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir():
            with suppress(OSError):
                descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o644)
                return _Pending(path, Path(f"/proc/self/fd/{descriptor}"), descriptor)
        passing = _passing(path)
        passing.touch(exist_ok=False)
    except FileNotFoundError:
        raise CannotWrite(str(path), "没有这个文件夹") from None
    except OSError as fault:
        raise CannotWrite(str(path), system_words(fault)) from None
    return _Pending(path, passing)


def _passing(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _name(one: _Pending) -> None:
    """Put a complete file in its place at one stroke."""
    passing = one.written_at
    if one.descriptor >= 0:
        os.fsync(one.descriptor)
        passing = _passing(one.path)
        with suppress(FileNotFoundError):
            passing.unlink()
        folder = os.open("/proc/self/fd", os.O_RDONLY)
        try:
            os.link(str(one.descriptor), passing, src_dir_fd=folder, follow_symlinks=True)
        finally:
            os.close(folder)
    passing.replace(one.path)


def _drop(one: _Pending) -> None:
    if one.descriptor >= 0:
        os.close(one.descriptor)
    else:
        with suppress(OSError):
            one.written_at.unlink()


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))
    return False
