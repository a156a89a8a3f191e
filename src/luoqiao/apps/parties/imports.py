"""导入的值: an import as it leaves the app, and its table and report packed into and out of their columns."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from luoqiao.apps.parties.errors import NotInRegister
from luoqiao.apps.parties.models import ImportRun
from luoqiao.core.parties.import_judging import JudgedRow
from luoqiao.core.parties.import_kind import ImportKind, ImportState
from luoqiao.core.parties.import_rows import ListSettings
from luoqiao.core.parties.import_table import ImportTable, SheetRow
from luoqiao.core.parties.title import TitleKind

HEAVY = ("content", "table", "report")


@dataclass(frozen=True, slots=True)
class ImportView:
    """一次导入: what it is, how far, and how many rows of each kind; `done` of `rows` while something runs."""

    identifier: UUID
    kind: ImportKind
    file_name: str
    digest: str
    state: ImportState
    settings: ListSettings
    good_rows_only: bool
    rows: int
    done: int
    counts: Mapping[str, int]
    trouble: str
    cancel_asked: bool
    started_by: int
    started_by_name: str
    started_at: datetime
    ended_at: datetime | None

    @property
    def percent(self) -> int:
        """How far it is, in whole hundredths."""
        return min(100, self.done * 100 // self.rows) if self.rows else 0


@dataclass(frozen=True, slots=True)
class ReportRow:
    """报告的一行: row number, outcome, code, name, what is to be known; `decided` for a possible duplicate."""

    number: int
    outcome: str
    uscc: str
    name: str
    said: str
    decided: str


def as_import(run: ImportRun) -> ImportView:
    """The import without its file, table and report."""
    return ImportView(
        run.identifier, ImportKind(run.kind), run.file_name, run.digest, ImportState(run.state), settings_of(run),
        run.good_rows_only, run.rows, run.rows_done, dict(run.counts), run.trouble, run.cancel_asked, run.started_by,
        run.started_by_name, run.started_at, run.ended_at,
    )  # fmt: skip


def get_run(identifier: UUID) -> ImportRun:
    """The row of an import without its heavy columns; NotInRegister."""
    run = ImportRun.objects.defer(*HEAVY).filter(identifier=identifier).first()
    if run is None:
        raise NotInRegister("导入")
    return run


def settings_of(run: ImportRun) -> ListSettings:
    """What was filled in beside the file."""
    told = run.settings
    on = date.fromisoformat(told["on"]) if told.get("on") else None
    title = TitleKind(told["title"]) if told.get("title") else None
    return ListSettings(told.get("source", ""), on, title, told.get("document_number", ""))


def settings_told(settings: ListSettings) -> dict[str, str]:
    """The same as it is kept."""
    return {
        "source": settings.source, "on": settings.on.isoformat() if settings.on else "",
        "title": settings.title.value if settings.title else "", "document_number": settings.document_number,
    }  # fmt: skip


def pack_table(table: ImportTable) -> bytes:
    """The table for its column."""
    told = {"places": dict(table.places), "unused": table.unused, "rows": [(row.number, row.cells) for row in table.rows]}
    return _packed(told)


def unpack_table(kind: ImportKind, packed: bytes) -> ImportTable:
    """The table as it was read."""
    told = json.loads(zlib.decompress(packed))
    rows = tuple(SheetRow(number, tuple(cells)) for number, cells in told["rows"])
    return ImportTable(kind, told["places"], tuple(told["unused"]), rows)


def pack_report(rows: Iterable[JudgedRow]) -> bytes:
    """The outcome of every row for its column."""
    return _packed([
        (row.number, row.outcome.value, row.uscc, row.name, row.said, row.decided.value if row.decided else "")
        for row in rows
    ])  # fmt: skip


def unpack_report(packed: bytes) -> tuple[ReportRow, ...]:
    """The outcome of every row, in order; none before the file was read."""
    return tuple(ReportRow(*row) for row in json.loads(zlib.decompress(packed))) if packed else ()


def _packed(told: object) -> bytes:
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 3)
