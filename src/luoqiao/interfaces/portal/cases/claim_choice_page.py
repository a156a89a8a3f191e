"""选一项来申报: what may be begun for an enterprise in a year, what is open already, and what needs no application."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.urls import reverse

from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.apps.cases.queries.challenges import Challenge
from luoqiao.core.cases.challenge import BID
from luoqiao.core.cases.form import names_subject
from luoqiao.core.cases.procedure import Begin
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.greatest import greatest
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Choice:
    """可申报的一项: `subject` asks for the name of the project or product; `most` fen, None where nothing limits it."""

    clause: str
    procedure: str
    title: str
    href: str
    facts: tuple[str, ...]
    key: UUID
    subject: str = ""
    most: int | None = None
    unlimited: bool = False
    cases: tuple[CaseRow, ...] = ()
    again: bool = True
    chosen: bool = False
    challenges: tuple[Challenge, ...] = ()
    parents: bool = False

    @property
    def can_begin(self) -> bool:
        """Whether a new one may be begun beside those there are."""
        return self.again and (not self.parents or bool(self.challenges))


@dataclass(frozen=True, slots=True)
class Choices:
    """可申报的各项: claims for money, recognitions and projects, and the clauses that need no application."""

    claims: tuple[Choice, ...]
    others: tuple[Choice, ...]
    automatic: tuple[Choice, ...]


def choices_of(
    pack: Pack, *, year: int, on: date, cases: Iterable[CaseRow], challenges: tuple[Challenge, ...], chosen: str = ""
) -> Choices:
    """Everything that the pack offers, the chosen one first."""
    mine = tuple(case for case in cases if case.ending in ("", "granted"))
    claims: list[Choice] = []
    automatic: list[Choice] = []
    for clause in pack.clauses.values():
        procedure = pack.procedure_of(clause)
        if procedure is None:
            continue
        applied = procedure.begin is Begin.APPLICATION
        (claims if applied else automatic).append(_clause(pack, clause, procedure.id, year, on, mine, chosen))
    others = tuple(_procedures(pack, year, mine, challenges, chosen))
    return Choices(tuple(sorted(claims, key=lambda one: not one.chosen)), others, tuple(automatic))


def years_of(pack: Pack, on: date) -> tuple[int, ...]:
    """The years that may be claimed for, the latest first."""
    last = min(on.year, pack.meta.in_force_until.year)
    return tuple(range(max(last, pack.meta.in_force_from.year), pack.meta.in_force_from.year - 1, -1))


def _clause(
    pack: Pack, clause: t.Clause, procedure: str, year: int, on: date, mine: tuple[CaseRow, ...], chosen: str
) -> Choice:
    most = greatest(clause, pack.basis, pack.default_day(on))
    what = names_subject(clause)
    cases = tuple(case for case in mine if case.clause == clause.identifier and (case.year == year or case.is_open))
    return Choice(
        clause.identifier, procedure, clause.title, reverse("portal:clause", args=(clause.identifier,)),
        (clause.header.subject, f"牵头 {'、'.join(clause.header.lead)}", f"{clause.header.last} 止"), uuid4(), what,
        most.total, most.total is None, cases, bool(what) or not any(case.year == year for case in cases),
        chosen == clause.identifier,
    )  # fmt: skip


def _procedures(
    pack: Pack, year: int, mine: tuple[CaseRow, ...], challenges: tuple[Challenge, ...], chosen: str
) -> Iterator[Choice]:
    units = {unit.id: unit.name for unit in pack.units}
    for one in pack.procedures:
        if one.manners or one.clauses or one.begin is not Begin.APPLICATION:
            continue
        cases = tuple(case for case in mine if case.procedure == one.id and (case.year == year or case.is_open))
        facts = tuple(filter(None, (f"牵头 {units.get(one.lead_unit, one.lead_unit)}", one.note)))
        bids = one.id == BID
        yield Choice("", one.id, one.name, "", facts, uuid4(), cases=cases, chosen=chosen == one.id,
                     challenges=challenges if bids else (), parents=bids)  # fmt: skip
