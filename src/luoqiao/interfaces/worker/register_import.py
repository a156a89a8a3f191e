"""导入名单的后台任务: read what was received, write what was confirmed; and take up again what a killed worker left.

Short lists are done at once by the page that received them, with the same functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.import_kind import ImportKind, ImportState
from luoqiao.core.parties.import_table import ImportTable, read_table
from luoqiao.interfaces.sheet_file import sheet_rows
from luoqiao.interfaces.worker.connections import job_connection

if TYPE_CHECKING:
    from procrastinate import App

    from luoqiao.apps.parties.imports import ImportView

TASK = "parties.run_import"
AT_ONCE_BYTES = 150_000
"""Files up to this size are read and written while the page waits: some two thousand rows."""


def read_file(kind: ImportKind, name: str, content: bytes) -> ImportTable:
    """The table in a file of any kind that is taken. Raises DomainError with what is wrong and what to do."""
    return read_table(kind, sheet_rows(name, content))


def run_import(identifier: UUID) -> ImportView:
    """Do what is to be done next for an import: read it, or write it; nothing when it waits for somebody or has ended."""
    from luoqiao.apps.clock.queries import now, today
    from luoqiao.apps.parties.queries import get_import, get_import_file
    from luoqiao.apps.parties.services import fail_import, preview_import, write_import

    found = get_import(identifier)
    if found.state is ImportState.CONFIRMED:
        return write_import(identifier, at=now(), on=today())
    if found.state is not ImportState.RECEIVED:
        return found
    try:
        table = read_file(found.kind, found.file_name, get_import_file(identifier))
    except DomainError as refused:
        return fail_import(identifier, f"{refused.message}（{refused.code}）", at=now())
    return preview_import(identifier, table, at=now())


def go_on(view: ImportView, size: int) -> ImportView:
    """Do the next step now for a short file, else leave it to the worker."""
    if size <= AT_ONCE_BYTES:
        return run_import(view.identifier)
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    try:
        app.configure_task(TASK, queueing_lock=f"{TASK}:{view.identifier}").defer(identifier=str(view.identifier))
    except AlreadyEnqueued:
        return view
    return view


def register(app: App) -> None:
    """登记任务: called by the schedule of the worker."""

    @app.task(name=TASK)
    def run(identifier: str) -> None:
        """读或写一份名单."""
        with job_connection():
            run_import(UUID(identifier))

    @app.periodic(cron="* * * * *")
    @app.task(name="parties.resume_imports", queueing_lock="parties.resume_imports")
    def resume(timestamp: int) -> None:
        """接着做: what a killed worker or page left half done; whoever still works on it is not disturbed."""
        from luoqiao.apps.parties.queries import list_unfinished_imports

        with job_connection():
            for identifier in list_unfinished_imports():
                run_import(identifier)
