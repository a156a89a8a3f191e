"""名单的查询: lists of the tiers above with their rows, and the grants that are noted for a payment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from luoqiao.apps.cases.models import ListRow, RecognitionList
from luoqiao.apps.cases.scope import list_scope
from luoqiao.apps.parties import queries as parties
from luoqiao.core.cases.list_match import MATCHED, MatchState
from luoqiao.core.cases.recognition_list import ListKind, ListState, NoSuchList, RowResult
from luoqiao.core.parties.actor import Actor, Role

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class ListSummary:
    """一份名单 in a list: rows in all, matched ones, cases that it began."""

    number: str
    kind: ListKind
    clause: str
    title: str
    source_unit: str
    issued_on: date
    state: ListState
    imported_name: str
    imported_at: datetime
    rows: int
    matched: int
    cases: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """可能是哪一家."""

    uscc: str
    name: str


@dataclass(frozen=True, slots=True)
class ListLine:
    """名单的一行 with the enterprise that it means and what came of it; amounts in fen by tier."""

    place: int
    name: str
    uscc: str
    event: str
    product: str
    certificate: str
    year: int
    grants: Mapping[str, int]
    match: MatchState
    matched: str
    matched_name: str
    candidates: tuple[Candidate, ...]
    said: str
    decided_name: str
    result: RowResult
    result_said: str
    case: str


@dataclass(frozen=True, slots=True)
class ListFile:
    """一份名单 whole."""

    number: str
    kind: ListKind
    clause: str
    title: str
    pack: str
    lead_unit: str
    document_number: str
    issued_on: date
    source_unit: str
    year: int
    file_name: str
    digest: str
    state: ListState
    good_rows_only: bool
    imported_name: str
    imported_at: datetime
    makers: frozenset[int]
    checked_name: str
    checked_at: datetime | None
    confirmed_name: str
    confirmed_at: datetime | None
    cancelled_because: str
    lines: tuple[ListLine, ...]

    def of(self, *states: MatchState) -> tuple[ListLine, ...]:
        """The rows in these states of matching."""
        return tuple(line for line in self.lines if line.match in states)

    @property
    def matched(self) -> tuple[ListLine, ...]:
        """The rows whose enterprise is known."""
        return self.of(*MATCHED)

    @property
    def left(self) -> int:
        """How many rows of a confirmed list are still to be carried out."""
        return sum(line.result is RowResult.NONE for line in self.lines) if self.state is ListState.CONFIRMED else 0


def list_lists(actor: Actor) -> tuple[ListSummary, ...]:
    """The lists that this person may see, the newest first."""
    rows = RecognitionList.objects.filter(list_scope(actor)).order_by("-imported_at", "-pk")
    return _summaries(rows[:MOST_LISTED])


def list_waiting_lists(actor: Actor) -> tuple[ListSummary, ...]:
    """The lists of the own unit that wait for somebody: to be checked or to be confirmed."""
    units = actor.places(Role.OFFICER, Role.UNIT_HEAD)
    states = (ListState.IMPORTED.value, ListState.CHECKED.value)
    return _summaries(RecognitionList.objects.filter(lead_unit__in=units, state__in=states).order_by("imported_at"))


def get_list(number: str, actor: Actor) -> ListFile:
    """One list with its rows, if this person may see it (NoSuchList else)."""
    row = RecognitionList.objects.filter(list_scope(actor), number=number).first()
    if row is None:
        raise NoSuchList(number)
    lines = list(ListRow.objects.filter(recognition_list=row).select_related("case").order_by("place"))
    codes = {line.matched for line in lines} | {code for line in lines for code in line.candidates}
    names = {view.uscc: view.name for view in parties.list_enterprises(codes - {""})}
    return ListFile(
        row.number, ListKind(row.kind), row.clause, row.title, row.pack, row.lead_unit, row.document_number, row.issued_on,
        row.source_unit, row.year, row.file_name, row.digest, ListState(row.state), row.good_rows_only, row.imported_name,
        row.imported_at, frozenset(row.makers), row.checked_name, row.checked_at, row.confirmed_name, row.confirmed_at,
        row.cancelled_because, tuple(_line(line, names) for line in lines),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class UpperGrant:
    """上级实拨的一笔: what a confirmed list says was granted (fen by tier), for which case, whether the case has taken it in."""

    uscc: str
    clause: str
    year: int
    case: str
    grants: Mapping[str, int]
    document_number: str
    source_unit: str
    issued_on: date
    number: str
    recorded: bool


def list_upper_grants(*, case: str = "", uscc: str = "", clause: str = "") -> tuple[UpperGrant, ...]:
    """The grants of tiers above that confirmed lists tell, for one case or one enterprise; for payments, whoever asks."""
    rows = ListRow.objects.filter(recognition_list__state=ListState.CONFIRMED.value, match__in=[one.value for one in MATCHED])
    rows = rows.exclude(grants={}).select_related("recognition_list", "case")
    wanted = {"case__number": case, "matched": uscc, "recognition_list__clause": clause}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    ordered = rows.order_by("recognition_list__issued_on", "recognition_list_id", "place")
    return tuple(_upper_grant(row, row.recognition_list) for row in ordered)


def _upper_grant(row: ListRow, kept: RecognitionList) -> UpperGrant:
    taken = row.result in (RowResult.RECORDED.value, RowResult.CASE.value)
    return UpperGrant(
        row.matched, kept.clause, row.year, row.case.number if row.case else "", dict(row.grants), kept.document_number,
        kept.source_unit, kept.issued_on, kept.number, taken,
    )  # fmt: skip


def _summaries(rows: QuerySet[RecognitionList]) -> tuple[ListSummary, ...]:
    matched = Q(rows__match__in=[one.value for one in MATCHED])
    counted = rows.annotate(
        many=Count("rows"), known=Count("rows", filter=matched), made=Count("rows", filter=Q(rows__result=RowResult.CASE.value))
    )
    return tuple(
        ListSummary(
            row.number, ListKind(row.kind), row.clause, row.title, row.source_unit, row.issued_on, ListState(row.state),
            row.imported_name, row.imported_at, row.many, row.known, row.made,
        )
        for row in counted
    )  # fmt: skip


def _line(row: ListRow, names: Mapping[str, str]) -> ListLine:
    return ListLine(
        row.place, row.name, row.uscc, row.event, row.product, row.certificate, row.year, dict(row.grants),
        MatchState(row.match), row.matched, names.get(row.matched, ""),
        tuple(Candidate(code, names.get(code, "")) for code in row.candidates), row.said, row.decided_name,
        RowResult(row.result), row.result_said, row.case.number if row.case else "",
    )  # fmt: skip
