"""导入名单: a file received, previewed, confirmed, and written in one transaction, or not at all.

Reading a file is the interfaces' work; here comes what stands in it. The rows are judged again inside the transaction
that writes them. Two imports never write at the same time; a second worker on the same import does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.parties.change import one_change
from luoqiao.apps.parties.errors import ImportNotOpen, NotInRegister
from luoqiao.apps.parties.import_known import known_of, register_words
from luoqiao.apps.parties.import_progress import Cancelled, Progress, progress_of
from luoqiao.apps.parties.imports import (
    ImportView,
    as_import,
    get_run,
    pack_report,
    pack_table,
    settings_of,
    settings_told,
    unpack_table,
)
from luoqiao.apps.parties.models import ImportRun
from luoqiao.apps.parties.services.bulk_writing import write_changed, write_new
from luoqiao.apps.parties.services.lists import record_standings, record_titles
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.duty import RegisterDeed, get_duty
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.import_judging import (
    Decision,
    JudgedRow,
    RowOutcome,
    codes_and_names,
    count_outcomes,
    judge_rows,
)
from luoqiao.core.parties.import_kind import ImportKind, ImportState
from luoqiao.core.parties.import_rows import ListSettings
from luoqiao.core.parties.import_table import ImportTable
from luoqiao.core.parties.standing import HeldStanding
from luoqiao.core.parties.title import HeldTitle

MOST_BYTES = 20_000_000
TRIES = 3
_WRITING = 0x4C51_0006
"""Key of the advisory lock under which lists are written, one at a time."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """收到的文件: which kind of list it is said to be, its name and bytes, and what was filled in beside it."""

    kind: ImportKind
    name: str
    content: bytes
    settings: ListSettings


def start_import(file: ReceivedFile, *, key: UUID, actor: Actor, at: datetime) -> ImportView:
    """Keep a file for import; the same form sent twice is one import. NotYourDuty, Invalid."""
    get_duty(actor, RegisterDeed.RECORD_LISTS)
    again = ImportRun.objects.filter(key=key, started_by=actor.user).first()
    if again is not None:
        return as_import(again)
    _check(file)
    run = ImportRun.objects.create(
        identifier=uuid4(), key=key, kind=file.kind.value, file_name=file.name[:200], content=file.content,
        digest=sha256(file.content).hexdigest(), settings=settings_told(file.settings), state=ImportState.RECEIVED.value,
        started_by=actor.user, started_by_name=actor.name, started_at=at, posts=_posts(actor),
    )  # fmt: skip
    return as_import(run)


def preview_import(identifier: UUID, table: ImportTable, *, at: datetime) -> ImportView:
    """Judge what was read, without writing anything into the register; a second time changes nothing."""
    run = get_run(identifier)
    if run.state != ImportState.RECEIVED.value:
        return as_import(run)
    ImportRun.objects.filter(pk=run.pk).update(rows=len(table.rows), rows_done=0)
    try:
        with progress_of(run.pk) as progress:
            judged = _judged(run, table, progress)
    except Cancelled:
        return _ended(run, ImportState.CANCELLED, at)
    told = {"table": pack_table(table), "report": pack_report(judged), "counts": count_outcomes(judged), "rows": len(judged)}
    waiting = ImportRun.objects.filter(pk=run.pk, state=ImportState.RECEIVED.value)
    waiting.update(state=ImportState.READY.value, rows_done=len(judged), **told)
    return as_import(get_run(identifier))


def fail_import(identifier: UUID, trouble: str, *, at: datetime) -> ImportView:
    """The file cannot be read, or the import could not be finished: say why; nothing of it is in the register."""
    run = get_run(identifier)
    return _ended(run, ImportState.FAILED, at, trouble) if ImportState(run.state).is_running else as_import(run)


def confirm_import(
    identifier: UUID,
    *,
    good_rows_only: bool,
    actor: Actor,
    at: datetime,
    decisions: Mapping[int, Decision] | None = None,
    rest: Decision | None = None,
) -> ImportView:
    """Let a previewed list be written: whole or not at all, or its good rows only; possible duplicates as decided,
    those not named by `rest`. Confirming twice is confirming once. NotYourDuty, NotInRegister, ImportNotOpen."""
    get_duty(actor, RegisterDeed.RECORD_LISTS)
    with transaction.atomic():
        run = ImportRun.objects.defer("content", "report").select_for_update().filter(identifier=identifier).first()
        if run is None:
            raise NotInRegister("导入")
        if run.state in {ImportState.CONFIRMED.value, ImportState.DONE.value}:
            return as_import(run)
        if run.state != ImportState.READY.value:
            raise ImportNotOpen(ImportState(run.state))
        run.decisions = {str(number): decision.value for number, decision in (decisions or {}).items()}
        run.decisions |= {"rest": rest.value} if rest else {}
        run.state, run.good_rows_only, run.confirmed_at = ImportState.CONFIRMED.value, good_rows_only, at
        run.started_by, run.started_by_name, run.posts = actor.user, actor.name, _posts(actor)
        run.rows_done = 0
        run.save(update_fields=[
            "decisions", "state", "good_rows_only", "confirmed_at", "started_by", "started_by_name", "posts", "rows_done",
        ])  # fmt: skip
    return as_import(run)


def cancel_import(identifier: UUID, *, actor: Actor, at: datetime) -> ImportView:
    """Stop an import: at once while it waits, at the next row while it runs; what is already done stays done.

    NotYourDuty, NotInRegister.
    """
    get_duty(actor, RegisterDeed.RECORD_LISTS)
    run = get_run(identifier)
    waiting = ImportRun.objects.filter(pk=run.pk, state=ImportState.READY.value)
    if not waiting.update(state=ImportState.CANCELLED.value, ended_at=at):
        running = [state.value for state in ImportState if state.is_running]
        ImportRun.objects.filter(pk=run.pk, state__in=running).update(cancel_asked=True)
    return as_import(get_run(identifier))


def write_import(identifier: UUID, *, at: datetime, on: date) -> ImportView:
    """Write a confirmed list in one transaction; killed at any moment, nothing of it is there and it can be run again."""
    for left in reversed(range(TRIES)):
        try:
            return _write_once(identifier, at, on)
        except Cancelled:
            return _ended(get_run(identifier), ImportState.CANCELLED, at)
        except IntegrityError:
            if not left:
                said = "写入时名录正被别人改动，没有写成；请重新上传再试"
                return _ended(get_run(identifier), ImportState.FAILED, at, said)
    raise AssertionError("unreachable: every try returns or is the last")


def _write_once(identifier: UUID, at: datetime, on: date) -> ImportView:
    run = ImportRun.objects.defer("content", "report").filter(identifier=identifier).first()
    if run is None:
        raise NotInRegister("导入")
    if run.state != ImportState.CONFIRMED.value:
        return as_import(run)
    actor = _actor(run)
    with progress_of(run.pk) as progress, one_change(actor, "list.imported"):
        if not _alone(run.pk):
            return as_import(run)
        table = unpack_table(ImportKind(run.kind), bytes(run.table))
        judged = _judged(run, table, progress)
        stopped = not run.good_rows_only and any(row.stops_whole for row in judged)
        if not stopped:
            _write(run, judged, actor, progress, at, on)
            detail = {"file": run.file_name, "digest": run.digest, "kind": run.kind, "counts": count_outcomes(judged)}
            record(at=at, actor=actor, deed=Deed("list.imported", f"import:{run.identifier}", detail))
        final = ImportRun.objects.defer("content", "table", "report").select_for_update().get(pk=run.pk)
        if final.cancel_asked:
            raise Cancelled
        final.state = ImportState.REFUSED.value if stopped else ImportState.DONE.value
        final.report, final.counts, final.ended_at = pack_report(judged), count_outcomes(judged), at
        final.rows_done = final.rows
        final.save(update_fields=["state", "report", "counts", "ended_at", "rows_done"])
    return as_import(final)


def _write(
    run: ImportRun, judged: tuple[JudgedRow, ...], actor: Actor, progress: Progress, at: datetime, on: date
) -> None:
    post = get_duty(actor, RegisterDeed.RECORD_LISTS)
    source = f"导入：{run.settings.get('source') or run.file_name}"[:200]
    writing = [row for row in judged if row.is_written]
    new = [row.value for row in writing if isinstance(row.value, EnterpriseRecord) and row.outcome is not RowOutcome.CHANGED]
    changed = [row.value for row in writing if isinstance(row.value, EnterpriseRecord) and row.outcome is RowOutcome.CHANGED]
    done = len(judged) // 2
    for written in write_new(new, source=source, actor=actor, post=post, at=at):
        done += written // 2
        progress.told(done)
    for written in write_changed(changed, source=source, actor=actor, post=post, at=at, on=on):
        done += written // 2
        progress.told(done)
    standings = [(row.uscc, row.value) for row in writing if isinstance(row.value, HeldStanding)]
    titles = [(row.uscc, row.value) for row in writing if isinstance(row.value, HeldTitle)]
    if standings:
        record_standings([(uscc, replace(one, source=source)) for uscc, one in standings], actor=actor, at=at)
    if titles:
        record_titles([(uscc, replace(one, source=source)) for uscc, one in titles], actor=actor, at=at)
    progress.told(done)


def _judged(run: ImportRun, table: ImportTable, progress: Progress) -> tuple[JudgedRow, ...]:
    decided = {int(number): Decision(told) for number, told in run.decisions.items() if number != "rest"}
    rest = Decision(run.decisions["rest"]) if "rest" in run.decisions else None
    judged = judge_rows(
        table, settings_of(run), register_words(), known_of(table.kind, *codes_and_names(table)), decided,
        lambda done: progress.told(done // 2),
    )  # fmt: skip
    if rest is None:
        return judged
    return tuple(
        replace(row, decided=rest) if row.outcome is RowOutcome.DUPLICATE and row.decided is None else row for row in judged
    )


def _alone(key: int) -> bool:
    """Whether nobody else works on this import; and wait until no other list is being written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_WRITING, key % 2**31])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITING])
    return True


def _ended(run: ImportRun, state: ImportState, at: datetime, trouble: str = "") -> ImportView:
    ImportRun.objects.filter(pk=run.pk).update(state=state.value, ended_at=at, trouble=trouble)
    return as_import(get_run(run.identifier))


def _check(file: ReceivedFile) -> None:
    problems = []
    if not file.content:
        problems.append(FieldProblem("file", "", "一个文件", "文件是空的；请选填好的 xlsx 或 csv", "LQ-5347"))
    if len(file.content) > MOST_BYTES:
        said = f"文件超过 {MOST_BYTES // 1_000_000} MB；请删掉用不到的列和工作表，或分成几个文件"
        problems.append(FieldProblem("file", str(len(file.content)), "20 MB 以内", said, "LQ-5348"))
    if file.kind is not ImportKind.ENTERPRISES and not file.settings.source.strip():
        said = "请写名单的来源：哪个单位、哪一期、什么文号"
        problems.append(FieldProblem("source", "", "名单来源", said, "LQ-5349"))
    if problems:
        raise Invalid(tuple(problems))


def _posts(actor: Actor) -> list[list[object]]:
    return [[post.role.value, post.place, post.for_user, post.for_name] for post in actor.posts]


def _actor(run: ImportRun) -> Actor:
    posts = tuple(Post(Role(role), place, for_user, for_name) for role, place, for_user, for_name in run.posts)
    return Actor(run.started_by, run.started_by_name, posts)
