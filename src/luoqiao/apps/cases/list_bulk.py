"""许多名单一次写下: lists whose cases were told elsewhere, for demonstrations; every row is carried out already."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from luoqiao.apps.cases.models import Case, ListRow, RecognitionList
from luoqiao.core.cases.list_match import MatchState
from luoqiao.core.cases.recognition_list import NEW, ListKind, ListState, RowResult


@dataclass(frozen=True, slots=True)
class ToldRow:
    """讲过的一行: its place, the event, the case that it began."""

    place: int
    event: str
    case: str


@dataclass(frozen=True, slots=True)
class ToldList:
    """讲过的名单: who imported it and who confirmed it (account and name), when, and its rows."""

    number: str
    clause: str
    document_number: str
    source_unit: str
    issued_on: date
    imported: tuple[int, str]
    confirmed: tuple[int, str]
    at: datetime
    rows: tuple[ToldRow, ...]


def write_lists(told: Sequence[ToldList]) -> None:
    """Write lists about cases that are written already."""
    wanted = [row.case for one in told for row in one.rows]
    cases = {case.number: case for case in Case.objects.filter(number__in=wanted)}
    for one in told:
        _write(one, cases[one.rows[0].case], cases)


def _write(one: ToldList, first: Case, cases: dict[str, Case]) -> None:
    name = f"{one.number}.xlsx"
    kept = RecognitionList.objects.create(
        number=one.number, kind=ListKind.RECOGNITION.value, clause=one.clause, title=f"{first.title}：{one.document_number}",
        pack=first.pack, lead_unit=first.lead_unit, document_number=one.document_number, issued_on=one.issued_on,
        source_unit=one.source_unit, event=NEW, year=one.issued_on.year, file_name=name,
        digest=hashlib.sha256(name.encode()).hexdigest(), key=uuid5(NAMESPACE_URL, f"list/{one.number}"),
        state=ListState.CONFIRMED.value, imported_by=one.imported[0], imported_name=one.imported[1],
        makers=[one.imported[0]], imported_at=one.at, checked_name=one.imported[1], checked_at=one.at,
        confirmed_by=one.confirmed[0], confirmed_name=one.confirmed[1], confirmed_at=one.at,
    )  # fmt: skip
    ListRow.objects.bulk_create(
        ListRow(
            recognition_list=kept, place=row.place, name=case.enterprise_name, uscc=case.uscc, event=row.event,
            year=case.year, match=MatchState.EXACT.value, matched=case.uscc, result=RowResult.CASE.value, case=case,
            settled_at=one.at,
        )
        for row in one.rows
        for case in (cases[row.case],)
    )  # fmt: skip
