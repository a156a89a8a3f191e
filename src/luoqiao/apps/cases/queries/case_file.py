"""案卷: one case whole, as its page and an auditor need it: how it stands, by when, what was handed in, what the rule gives,
what happened, and what this person may do now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from luoqiao.apps.cases.calculation import Calculation, calculate
from luoqiao.apps.cases.contents import HandedIn, clause_of, facts_of, handed_in, lines_of, of_draft
from luoqiao.apps.cases.history import open_case
from luoqiao.apps.cases.models import Case, CaseDocument, Snapshot
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.evidence.queries.invoices import Allocated, allocations_of_case
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import decide
from luoqiao.core.cases import events as e
from luoqiao.core.cases.case_facts import FactLine
from luoqiao.core.cases.deadline import Deadline, deadline_of
from luoqiao.core.cases.decide import Allowed, Matter
from luoqiao.core.cases.procedure import Procedure, Step
from luoqiao.core.cases.requirements import Requirement, requirements_of
from luoqiao.core.cases.state import CaseState, Stage, apply
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import Actor
from luoqiao.core.rules import tree as t
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """案件材料: the document's id and what it is used as."""

    document: int
    requirement: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """案卷."""

    row: CaseRow
    procedure: Procedure
    pack: Pack
    clause: t.Clause | None
    state: CaseState
    matter: Matter
    history: tuple[e.Recorded, ...]
    deadline: Deadline | None
    given: HandedIn
    facts: tuple[FactLine, ...]
    calculation: Calculation | None
    unreadable: Invalid | None
    requirements: tuple[Requirement, ...]
    documents: tuple[AttachedDocument, ...]
    invoices: tuple[Allocated, ...]
    allowed: Allowed
    most: Mapping[str, int] | None
    rule_on: date
    pack_digest: str
    parent: str
    origin: str

    @property
    def way(self) -> tuple[Step, ...]:
        """The steps of this case for its amount, in order."""
        return self.procedure.way(self.state.total)

    @property
    def fills_in(self) -> bool:
        """Whether the applicant's form is open."""
        return self.state.stage in (Stage.DRAFT, Stage.CORRECTION)


def get_case_file(number: str, actor: Actor, *, draft: bool = False) -> CaseFile:
    """The case whole, if this person may see it (NoSuchCase else). `draft`: with the form as it is being filled in."""
    opened = open_case(number, actor)
    given = of_draft(opened) if draft and hasattr(opened.row, "draft") else handed_in(opened)
    clause = clause_of(opened)
    calculation, unreadable = _calculation(opened, clause, given)
    row = CaseRow(*Case.objects.filter(pk=opened.row.pk).values_list(*FIELDS)[0])
    ceiling = calculation.amounts if calculation else None
    return CaseFile(
        row=row, procedure=opened.matter.procedure, pack=opened.pack, clause=clause, state=opened.matter.state,
        matter=opened.matter, history=opened.history,
        deadline=deadline_of(
            opened.matter.procedure, opened.matter.state, policy.get_calendar(), timezone.get_default_timezone()
        ),
        given=given, facts=lines_of(opened, given), calculation=calculation, unreadable=unreadable,
        requirements=requirements_of(clause, opened.matter.procedure, given.form),
        documents=list_attached(opened.row), invoices=allocations_of_case(number), allowed=decide.may(opened.matter, actor),
        most=decide.most_now(opened.matter, ceiling), rule_on=opened.row.rule_on, pack_digest=opened.row.pack_digest,
        parent=opened.row.parent.number if opened.row.parent else "", origin=opened.row.origin,
    )  # fmt: skip


def list_attached(row: Case) -> tuple[AttachedDocument, ...]:
    """The documents attached to a case now."""
    rows = CaseDocument.objects.filter(case=row, dropped_at__isnull=True).order_by("requirement", "pk")
    return tuple(AttachedDocument(one.document, one.requirement, one.added_at, one.added_by) for one in rows)


def get_snapshot(number: str, digest: str, actor: Actor) -> Mapping[str, Any]:
    """What was handed in or decided on, as it was kept."""
    opened = open_case(number, actor)
    return dict(Snapshot.objects.get(case=opened.row, digest=digest).content)


@dataclass(frozen=True, slots=True)
class Replayed:
    """重放的一步: an event and the state after it, worked out anew."""

    recorded: e.Recorded
    state: CaseState
    deadline: Deadline | None


def replay_case(number: str, actor: Actor) -> tuple[Replayed, ...]:
    """Every step of the case replayed from its events: what an auditor looks at."""
    opened = open_case(number, actor)
    procedure = opened.matter.procedure
    calendar, zone = policy.get_calendar(), timezone.get_default_timezone()
    state = CaseState(step=procedure.steps[0].id)
    found = []
    for recorded in opened.history:
        state = apply(procedure, state, recorded)
        found.append(Replayed(recorded, state, deadline_of(procedure, state, calendar, zone)))
    return tuple(found)


def _calculation(
    opened: Opened, clause: t.Clause | None, given: HandedIn
) -> tuple[Calculation | None, Invalid | None]:
    """What the rule gives; a draft may hold what cannot be read yet, then what is wrong."""
    if clause is None:
        return None, None
    try:
        return calculate(opened.row, clause, facts_of(opened, given), opened.pack), None
    except Invalid as refused:
        return None, refused
