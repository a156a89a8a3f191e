"""公示的查询: lists as the public sees them, what waits to be listed, as frozen values. Contact data is in none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from luoqiao.apps.cases.models import Case, NoticeRow, PublicNotice, Todo
from luoqiao.apps.cases.notice_rows import live_values
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.cases.scope import case_scope, notice_scope
from luoqiao.apps.funds.queries.shares import cases_that_wait
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases.notice import NoSuchNotice, NoticeState, RowState
from luoqiao.core.cases.procedure import NoticeRule, StepKind
from luoqiao.core.kernel.text import fold_all_width
from luoqiao.core.parties.actor import Actor, Role

PAGE = 30
MOST_WAITING = 1000


@dataclass(frozen=True, slots=True)
class NoticeSummary:
    """一份公示 in a list: how many rows and how much (fen, None when it is not about money)."""

    number: str
    title: str
    lead_unit: str
    state: NoticeState
    first_on: date | None
    last_on: date | None
    posted_at: datetime | None
    prepared_name: str
    rows: int
    amount: int | None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """公示的一行: what is printed, how it stands; the case and the reason only for the lead unit."""

    place: int
    enterprise_name: str
    uscc: str
    title: str
    amounts: Mapping[str, int] | None
    amount: int | None
    state: RowState
    case: str = ""
    because: str = ""

    @property
    def live(self) -> bool:
        """Whether the case is still on the list."""
        return self.state.value in live_values()


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """一份公示 whole. `inside`: whether the reader belongs to the lead unit or checks it."""

    number: str
    title: str
    pack: str
    lead_unit: str
    state: NoticeState
    rule: NoticeRule
    prepared_name: str
    prepared_at: datetime
    posted_name: str
    posted_at: datetime | None
    first_on: date | None
    last_on: date | None
    provisional: bool
    ended_at: datetime | None
    withdrawn_because: str
    prepared_persons: frozenset[int]
    lines: tuple[NoticeLine, ...]
    inside: bool

    @property
    def listed(self) -> tuple[NoticeLine, ...]:
        """The rows that are not taken off."""
        return tuple(line for line in self.lines if line.state is not RowState.REMOVED)

    @property
    def total(self) -> int | None:
        """The amount of the rows that are not taken off; None when the list is not about money."""
        known = [line.amount for line in self.listed if line.amount is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """一页公示."""

    rows: tuple[NoticeSummary, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """待公示的一件, with the days its notice lasts."""

    row: CaseRow
    rule: NoticeRule
    waits: bool = False
    """Its money stands in the queue of a budget: it is not posted yet."""


def list_notices(actor: Actor | None, *, text: str = "", state: str = "", page: int = 1) -> NoticePage:
    """The notices that this reader may see, current ones first, then the newest; searched by number, title, firm or code."""
    found = _found(actor, text)
    if state in set(NoticeState):
        found = found.filter(state=state)
    count = found.count()
    pages = max(1, -(-count // PAGE))
    page = min(max(1, page), pages)
    listed = found.annotate(current=Q(state=NoticeState.POSTED.value)).order_by(
        "-current", F("posted_at").desc(nulls_first=True), "-pk"
    )
    return NoticePage(_summaries(listed[(page - 1) * PAGE : page * PAGE]), count, page, pages)


def list_drafts(actor: Actor) -> tuple[NoticeSummary, ...]:
    """Lists of the own unit that wait for somebody else to post them, the oldest first."""
    units = actor.places(Role.OFFICER, Role.UNIT_HEAD)
    rows = PublicNotice.objects.filter(lead_unit__in=units, state=NoticeState.DRAFT.value).order_by("prepared_at")
    return _summaries(rows)


def get_notice(number: str, actor: Actor | None) -> NoticeFile:
    """One notice with its rows, if this reader may see it (NoSuchNotice else)."""
    row = PublicNotice.objects.filter(notice_scope(actor), number=number).first()
    if row is None:
        raise NoSuchNotice(number)
    inside = actor is not None and (
        bool(set(actor.places(Role.OFFICER, Role.UNIT_HEAD)) & {row.lead_unit}) or actor.has(Role.AUDITOR, Role.LEADER)
    )
    lines = NoticeRow.objects.filter(notice=row).order_by("place").values_list(
        "place", "enterprise_name", "uscc", "title", "amounts", "amount", "state", "case__number", "because"
    )  # fmt: skip
    return NoticeFile(
        row.number, row.title, row.pack, row.lead_unit, NoticeState(row.state),
        NoticeRule(row.days, row.working, row.count_first, answer_days=row.answer_days), row.prepared_name, row.prepared_at,
        row.posted_name, row.posted_at, row.first_on, row.last_on, row.provisional, row.ended_at, row.withdrawn_because,
        frozenset(row.prepared_persons), tuple(_line(*values, inside=inside) for values in lines), inside,
    )  # fmt: skip


def list_waiting(actor: Actor) -> tuple[WaitingCase, ...]:
    """The cases of the own unit that wait to be put on a list, by policy, then by enterprise."""
    units = actor.places(Role.OFFICER)
    desks = [f"{Role.OFFICER.value}@{unit}" for unit in units]
    at_notice = _notice_steps(units)
    if not at_notice:
        return ()
    steps = Q()
    for pack, digest, procedure, step in at_notice:
        steps |= Q(pack=pack, procedure_digest=digest, procedure=procedure, step=step)
    listed = NoticeRow.objects.filter(case=OuterRef("pk"), state__in=live_values())
    todo = Todo.objects.filter(case=OuterRef("pk"), desk__in=desks)
    rows = (
        Case.objects.filter(steps, case_scope(actor), Exists(todo), ~Exists(listed), lead_unit__in=units, stage="running")
        .order_by("title", "enterprise_name", "pk")
        .values_list("pack", "procedure_digest", *FIELDS)[:MOST_WAITING]
    )
    found = [(pack, digest, CaseRow(*values)) for pack, digest, *values in rows]
    waiting = cases_that_wait(case.number for _, _, case in found)
    return tuple(
        WaitingCase(case, at_notice[(pack, digest, case.procedure, case.step)], case.number in waiting)
        for pack, digest, case in found
    )


def _notice_steps(units: tuple[str, ...]) -> dict[tuple[str, str, str, str], NoticeRule]:
    """Which steps of which versions are notices, of the cases that run in these units."""
    kinds = Case.objects.filter(lead_unit__in=units, stage="running").values_list(
        "pack", "procedure_digest", "procedure", "step"
    )
    found = {}
    for pack, digest, procedure, step in kinds.distinct():
        known = policy.get_pack_of(pack, digest).get_procedure(procedure)
        one = known.step(step) if known else None
        if one is not None and one.kind is StepKind.NOTICE and one.notice is not None:
            found[(pack, digest, procedure, step)] = one.notice
    return found


def _found(actor: Actor | None, text: str) -> QuerySet[PublicNotice]:
    rows = PublicNotice.objects.filter(notice_scope(actor))
    for word in fold_all_width(text).split()[:5]:
        in_rows = NoticeRow.objects.filter(
            Q(enterprise_name__contains=word) | Q(uscc__startswith=word.upper()), notice=OuterRef("pk")
        )
        rows = rows.filter(Q(number__icontains=word) | Q(title__contains=word) | Exists(in_rows))
    return rows


def _summaries(rows: QuerySet[PublicNotice]) -> tuple[NoticeSummary, ...]:
    stays = ~Q(rows__state=RowState.REMOVED.value)
    values = rows.annotate(many=Count("rows", filter=stays), sum=Sum("rows__amount", filter=stays)).values_list(
        "number", "title", "lead_unit", "state", "first_on", "last_on", "posted_at", "prepared_name", "many", "sum"
    )
    return tuple(
        NoticeSummary(number, title, lead, NoticeState(state), first, last, at, name, many, amount)
        for number, title, lead, state, first, last, at, name, many, amount in values
    )


def _line(
    place: int, name: str, uscc: str, title: str, amounts: Mapping[str, int] | None, amount: int | None, state: str, case: str,
    because: str, *, inside: bool,
) -> NoticeLine:  # fmt: skip
    seen = (case, because) if inside else ("", "")
    return NoticeLine(place, name, uscc, title, amounts, amount, RowState(state), *seen)
