"""一次测量: repeat a piece of work, keep every duration, print the table and write it to var/bench."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; seconds a piece of work."""

    work: str
    n: int
    median: float
    least: float
    most: float
    goal: str = ""
    baseline: str = ""
    met: str = ""
    """Whether the goal was met, where it was put as a number: yes or NO."""
    wrong: str = ""
    """Wrong cells of all cells, where the answer was counted against the exact one."""
    ratio: str = ""
    """This row against ours on the same work, as times."""


def repeat(work: str, call: Callable[[], object], *, n: int, inner: int = 1, goal: str = "", baseline: str = "") -> Row:
    """Call `inner` times in each of `n` rounds after one warm-up round."""
    durations = []
    for round_number in range(n + 1):
        start = time.perf_counter()
        for _ in range(inner):
            call()
        if round_number:
            durations.append((time.perf_counter() - start) / inner)
    return of_durations(work, durations, goal=goal, baseline=baseline)


def of_durations(work: str, durations: Iterable[float], *, goal: str = "", baseline: str = "") -> Row:
    """A row from durations measured elsewhere."""
    found = sorted(durations)
    return Row(work, len(found), statistics.median(found), found[0], found[-1], goal, baseline)


def usual_environment() -> dict[str, str]:
    """For processes that are measured: as everywhere, Python may keep the bytecode of what it imports."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def show(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


HEADS = {
    "work": "work", "n": "n", "median": "median", "least": "min", "most": "max", "goal": "goal", "met": "met",
    "wrong": "wrong cells", "ratio": "× ours", "baseline": "baseline in this run",
}  # fmt: skip


def report(area: str, rows: list[Row]) -> None:
    """Print the table and write var/bench/<area>.json; columns that no row fills are left out."""
    lines = [{name: _shown(getattr(row, name)) for name in HEADS} for row in rows]
    kept = [name for name in HEADS if name in ("work", "goal") or any(line[name] for line in lines)]
    table = [[HEADS[name] for name in kept], *([line[name] for name in kept] for line in lines)]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    for line in table:
        print("  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip())
    folder = Path(os.environ.get("DATA", "var")) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    machine = {"python": sys.version.split()[0], "machine": platform.machine(), "cpus": os.cpu_count()}
    data = {"area": area, "machine": machine, "rows": [asdict(r) for r in rows]}
    (folder / f"{area}.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")


def _shown(value: str | int | float) -> str:
    """Seconds in their unit; a row without rounds shows neither number nor seconds."""
    if isinstance(value, float):
        return show(value) if value > 0 else ""
    return str(value) if value else ""


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
