"""问导入: how far an import is and what came of every row."""

from __future__ import annotations

from uuid import UUID

from luoqiao.apps.parties.imports import (
    HEAVY,
    ImportView,
    ReportRow,
    as_import,
    get_run,
    unpack_report,
    unpack_table,
)
from luoqiao.apps.parties.models import ImportRun
from luoqiao.core.parties.import_kind import ImportState


def get_import(identifier: UUID) -> ImportView:
    """One import, without its file; NotInRegister."""
    return as_import(get_run(identifier))


def get_import_file(identifier: UUID) -> bytes:
    """The file as it came; NotInRegister."""
    get_run(identifier)
    return bytes(ImportRun.objects.values_list("content", flat=True).get(identifier=identifier))


def get_import_report(identifier: UUID) -> tuple[ReportRow, ...]:
    """The outcome of every row, in order; none before the file was read. NotInRegister."""
    get_run(identifier)
    return unpack_report(bytes(ImportRun.objects.values_list("report", flat=True).get(identifier=identifier)))


def get_unused_columns(identifier: UUID) -> tuple[str, ...]:
    """The headings of the file that no column answers to; none before the file was read. NotInRegister."""
    get_run(identifier)
    packed = bytes(ImportRun.objects.values_list("table", flat=True).get(identifier=identifier))
    return unpack_table(get_import(identifier).kind, packed).unused if packed else ()


def list_imports(most: int = 30) -> tuple[ImportView, ...]:
    """The latest imports, whoever began them; for those whose duty it is to record lists."""
    return tuple(as_import(run) for run in ImportRun.objects.defer(*HEAVY)[:most])


def list_unfinished_imports() -> tuple[UUID, ...]:
    """Imports that the machine still has to read or write."""
    running = [state.value for state in ImportState if state.is_running]
    return tuple(ImportRun.objects.filter(state__in=running).order_by("pk").values_list("identifier", flat=True))
