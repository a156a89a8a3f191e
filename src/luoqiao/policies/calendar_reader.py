"""读工作日历: the notices that came with the programme and those an operator added in a folder of the site.

A notice added to the folder counts from the next question on, without a restart and without a release. When files
added to a running site cannot be used, the calendar read before stays and the log says why.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from luoqiao.core.kernel.errors import DomainError, Finding, Place
from luoqiao.core.kernel.holiday_notices import Notice, parse_notices
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.policies.folder_files import FolderFiles

CALENDARS = Path(__file__).parent / "calendars"
"""The notices that came with the programme."""

MOST_SAID = 10

Stamp = tuple[tuple[str, int, int], ...]
_opened: dict[Path | None, tuple[Stamp, Calendar]] = {}


class BrokenCalendar(DomainError):
    """工作日历有误: every finding of every file; no deadline is counted on a calendar that was only half read."""

    code = "LQ-5110"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        more = "；……" if len(findings) > MOST_SAID else ""
        listed = "；".join(str(finding) for finding in findings[:MOST_SAID]) + more
        super().__init__(
            f"放假通知有 {len(findings)} 处错误，没有用：{listed}。请改正文件，或先把它移出 calendars 文件夹",
            details={"findings": findings},
        )


def open_calendar(added: Path | None = None) -> Calendar:
    """The calendar, read again only when a file in the folder of added notices changed.

    Refuses faulty files (BrokenCalendar), unless a usable calendar of this folder was read before: then that one.
    """
    stamp = _stamp(added)
    kept = _opened.get(added)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    try:
        calendar = read_calendar(added)
    except BrokenCalendar as refused:
        if kept is None:
            raise
        logging.getLogger(__name__).error("%s；仍用先前读到的工作日历（%s）", refused.message, refused.code)
        calendar = kept[1]
    _opened[added] = (stamp, calendar)
    return calendar


def read_calendar(added: Path | None = None) -> Calendar:
    """The calendar from the files as they are now; refuses them with every finding (BrokenCalendar)."""
    findings: list[Finding] = []
    found: dict[str, tuple[str, Notice]] = {}
    for folder in filter(None, (CALENDARS, added)):
        files = FolderFiles(folder)
        for name in _names(folder):
            for notice in files.table(name, partial(parse_notices, file=name)) or ():
                earlier, same = found.setdefault(notice.number, (name, notice))
                if same != notice:
                    said = f"{notice.number} 与 {earlier} 里的不一样；请与通知核对，只留对的一份"
                    findings.append(Finding("LQ-5112", said, Place(name)))
        findings += files.findings
    if findings:
        raise BrokenCalendar(tuple(findings))
    return Calendar(tuple(notice for _, notice in found.values()))


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.toml"))


def _stamp(folder: Path | None) -> Stamp:
    """Name, time and size of each added file."""
    if folder is None or not folder.is_dir():
        return ()
    found = []
    for file in folder.glob("*.toml"):
        try:
            seen = file.stat()
        except OSError:
            continue
        found.append((file.name, seen.st_mtime_ns, seen.st_size))
    return tuple(sorted(found))
