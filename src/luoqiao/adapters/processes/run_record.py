"""运行记录: which processes a programme started, written where the next start finds them.

A record is trusted only as far as numbers and start times agree: a stranger's process is never touched.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from luoqiao.adapters.processes.children import end_group
from luoqiao.adapters.processes.identity import ProcessIdentity, find_process, wait_until_gone

OWN_TIME_TO_STOP_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class RunRecord:
    """运行记录: the parent, the address it serves and the first process of each group."""

    parent: ProcessIdentity
    site_url: str
    children: tuple[ProcessIdentity, ...] = ()

    def write(self, path: Path) -> None:
        """写记录: whole or not at all."""
        draft = path.with_name(f"{path.name}.new")
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        draft.replace(path)


def find_record(path: Path) -> RunRecord | None:
    """查记录: none when there is none or it cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return RunRecord(
            parent=ProcessIdentity(**data["parent"]),
            site_url=str(data["site_url"]),
            children=tuple(ProcessIdentity(**child) for child in data["children"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def end_leftovers(children: Iterable[ProcessIdentity]) -> None:
    """清理遗留进程: what a parent that was killed left behind gets a moment to end by itself, then is ended."""
    for child in children:
        wait_until_gone(child, seconds=OWN_TIME_TO_STOP_SECONDS)
        found = find_process(child.pid)
        if found == child or (found is None and _group_exists(child.pid)):
            end_group(child.pid)


def _group_exists(group: int) -> bool:
    """Whether a group has members though its first process is gone; its number cannot be given again until then."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, 0)
        return True
    return False
