"""许多案件一次写下: histories that were told elsewhere through the real decisions (`core/cases/decide.py`), for demonstrations
and measurements. What follows from each history is worked out as for any other case; only the way to the tables is shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.copy_in import copy_in
from luoqiao.apps.audit.services import Deed, Told, record_told
from luoqiao.apps.cases.beside import write_beside
from luoqiao.apps.cases.history import get_procedure, open_row
from luoqiao.apps.cases.models import (
    Case,
    CaseDocument,
    CaseEvent,
    Draft,
    NoticeRow,
    PublicNotice,
    Snapshot,
    Todo,
)
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.projection import todos_of, work_out
from luoqiao.apps.cases.round_telling import ToldRound, write_rounds
from luoqiao.apps.cases.withholding import keep_withheld, seals
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.event_values import encode
from luoqiao.core.cases.notice import NoticeState, RowState
from luoqiao.core.cases.state import Stage

BATCH = 500


@dataclass(frozen=True, slots=True)
class ToldCase:
    """讲好的案件: its row without what follows from the history, the history, how it stands, what its snapshots hold."""

    row: Case
    history: tuple[e.Recorded, ...]
    matter: Matter
    snapshots: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    form: Mapping[str, object] = field(default_factory=dict)
    invoices: tuple[Mapping[str, object], ...] = ()
    documents: tuple[tuple[int, str], ...] = ()
    parent: str = ""
    """Number of the case that this one answers; told before it."""
    rounds: tuple[ToldRound, ...] = ()


def write_cases(told: Sequence[ToldCase]) -> None:
    """Write every case with its history, snapshots, to-dos and audit entries; one transaction for each five hundred."""
    for start in range(0, len(told), BATCH):
        with transaction.atomic():
            _write(told[start : start + BATCH])


def _write(told: Sequence[ToldCase]) -> None:
    calendar, zone = policy.get_calendar(), timezone.get_default_timezone()
    worked = []
    for one in told:
        last = one.history[-1].at
        projected = work_out(one.matter, calendar, zone, last)
        for name, value in projected.fields.items():
            setattr(one.row, name, value)
        worked.append((one, projected, last))
    _create(told)
    copy_in(
        CaseEvent._meta.db_table,
        ("case_id", "seq", "at", "kind", "values", "user", "name", "post", "for_user", "for_name"),
        (
            (one.row.pk, it.seq, it.at, it.event.kind, encode(it.event), it.user, it.name, it.post, it.for_user, it.for_name)
            for one in told
            for it in one.history
        ),
    )
    copy_in(
        Snapshot._meta.db_table,
        ("case_id", "digest", "content", "at"),
        (
            (one.row.pk, digest, dict(content), _kept_at(one, digest))
            for one in told
            for digest, content in one.snapshots.items()
        ),
    )
    Todo.objects.bulk_create(todo for one, projected, at in worked for todo in todos_of(one.row, one.matter, projected, at))
    Draft.objects.bulk_create(
        Draft(
            case=one.row, form=dict(one.form), invoices=[dict(row) for row in one.invoices],
            saved_at=one.history[-1].at, saved_by=one.history[0].name,
        )
        for one in told
        if one.matter.state.stage in (Stage.DRAFT, Stage.CORRECTION)
    )
    CaseDocument.objects.bulk_create(
        CaseDocument(
            case=one.row, document=document, requirement=requirement, added_at=one.history[0].at,
            added_by=one.history[0].name,
        )
        for one in told
        for document, requirement in one.documents
    )
    keep_withheld(document for one in told if seals(one.matter.procedure) for document, _ in one.documents)
    write_beside((one.row, one.history, one.snapshots) for one in told)
    write_rounds([(one.row, one.rounds) for one in told if one.rounds])
    record_told(_audit(told))


def _create(told: Sequence[ToldCase]) -> None:
    """The rows, those first that others answer."""
    Case.objects.bulk_create(one.row for one in told if not one.parent)
    answering = [one for one in told if one.parent]
    parents = {row.number: row for row in Case.objects.filter(number__in={one.parent for one in answering})}
    for one in answering:
        one.row.parent = parents[one.parent]
    Case.objects.bulk_create(one.row for one in answering)


def _audit(told: Iterable[ToldCase]) -> Iterable[Told]:
    """The entries of each case in the order in which its deeds happened."""
    for one in told:
        deeds = [_entry(one, recorded) for recorded in one.history]
        yield from sorted([*deeds, *(entry for held in one.rounds for entry in held.audit)], key=lambda entry: entry.at)


def _entry(one: ToldCase, recorded: e.Recorded) -> Told:
    deed = Deed(
        f"case.{recorded.event.kind}", f"case:{one.row.number}", {"seq": recorded.seq, **encode(recorded.event)}
    )
    return Told(recorded.at, recorded.user, recorded.name, deed, recorded.post, recorded.for_user)


def _kept_at(one: ToldCase, digest: str) -> datetime:
    named = (recorded.at for recorded in one.history if getattr(recorded.event, "snapshot", "") == digest)
    return next(named, one.history[-1].at)



@dataclass(frozen=True, slots=True)
class ToldNotice:
    """讲过的公示: who prepared it and who posted it (account and name), when, and its cases by number."""

    number: str
    title: str
    prepared: tuple[int, str]
    posted: tuple[int, str]
    prepared_at: datetime
    posted_at: datetime
    ended_at: datetime | None
    cases: tuple[str, ...]


def write_notices(told: Sequence[ToldNotice]) -> None:
    """Write public notices about cases that are written already; days and rule are those of the cases' own step."""
    wanted = {number for one in told for number in one.cases}
    rows = {row.number: row for row in Case.objects.filter(number__in=wanted)}
    events = CaseEvent.objects.filter(case__number__in=wanted, kind="notice_posted").values_list("case__number", "values")
    spans = {(number, values["notice"]): (values["first_on"], values["last_on"]) for number, values in events}
    for one in told:
        cases = [rows[number] for number in one.cases]
        _write_notice(one, cases, spans[one.cases[0], one.number])


def _write_notice(one: ToldNotice, cases: Sequence[Case], span: tuple[str, str]) -> None:
    first = cases[0]
    procedure = get_procedure(policy.get_pack_of(first.pack, first.procedure_digest), first.procedure)
    rule = next(step.notice for step in procedure.steps if step.notice is not None)
    notice = PublicNotice.objects.create(
        number=one.number, title=one.title, pack=first.pack, lead_unit=first.lead_unit,
        clauses=sorted({case.clause for case in cases} - {""}), procedures=sorted({case.procedure for case in cases}),
        state=(NoticeState.ENDED if one.ended_at else NoticeState.POSTED).value, days=rule.days, working=rule.working,
        count_first=rule.count_first, answer_days=rule.answer_days, key=uuid5(NAMESPACE_URL, f"prepared/{one.number}"),
        prepared_by=one.prepared[0], prepared_name=one.prepared[1], prepared_persons=[one.prepared[0]],
        prepared_at=one.prepared_at, post_key=uuid5(NAMESPACE_URL, f"posted/{one.number}"), posted_by=one.posted[0],
        posted_name=one.posted[1], posted_at=one.posted_at, first_on=span[0], last_on=span[1], ended_at=one.ended_at,
    )  # fmt: skip
    passed = one.ended_at is not None
    NoticeRow.objects.bulk_create(
        NoticeRow(
            notice=notice, place=place, case=case, enterprise_name=case.enterprise_name, uscc=case.uscc, title=case.title,
            amounts=case.amounts or None, amount=case.amount if case.amounts else None,
            state=(RowState.PASSED if passed else RowState.LISTED).value, settled_at=one.ended_at,
        )
        for place, case in enumerate(cases, 1)
    )  # fmt: skip


def open_decided(numbers: Iterable[str]) -> list[Opened]:
    """Of these cases those under a clause that were decided, for whoever tells their money."""
    return [open_row(row) for row in Case.objects.filter(number__in=list(numbers), decided=True).exclude(clause="")]
