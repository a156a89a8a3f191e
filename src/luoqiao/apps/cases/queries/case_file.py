"""案卷: one case whole, as its page and an auditor need it: how it stands, by when, what was handed in, what the rule gives,
what happened, and what this person may do now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from luoqiao.apps.cases.calculation import Calculation, calculate, ceiling_of, earlier_in
from luoqiao.apps.cases.contents import HandedIn, clause_of, facts_of, handed_in, lines_of, of_draft
from luoqiao.apps.cases.hiding import hide_rating
from luoqiao.apps.cases.history import open_case
from luoqiao.apps.cases.models import Case, CaseDocument, Snapshot
from luoqiao.apps.cases.opened import Opened, find_step, step_name
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.cases.scope import sees_experts, sees_inside
from luoqiao.apps.evidence.queries.invoices import Allocated, allocations_of_case
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import decide
from luoqiao.core.cases import events as e
from luoqiao.core.cases.case_facts import FactLine, FactSource
from luoqiao.core.cases.deadline import Deadline, deadline_of
from luoqiao.core.cases.decide import Allowed, Matter
from luoqiao.core.cases.disclosure import history_for_applicant, state_for_applicant
from luoqiao.core.cases.procedure import Procedure, Step
from luoqiao.core.cases.requirements import Requirement, requirements_of
from luoqiao.core.cases.state import CaseState, Stage
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import Actor
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.earlier import Earlier
from luoqiao.policies.pack import Pack

DECLARED = FactSource.DECLARED


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
    declared: Mapping[str, int] | None
    """What the rule gives for what the applicant stated, where something else was adopted; fen by tier."""
    unreadable: Invalid | None
    requirements: tuple[Requirement, ...]
    documents: tuple[AttachedDocument, ...]
    invoices: tuple[Allocated, ...]
    allowed: Allowed
    most: Mapping[str, int] | None
    rule_on: date
    pack_digest: str
    procedure_digest: str
    versions: tuple[Procedure, ...]
    parent: str
    origin: str
    decided: bool
    """Whether the money was decided on."""
    inside: bool
    """Whether the reader is told what the house keeps to itself (`core/cases/disclosure`)."""
    told_of_experts: bool = False
    """Whether the reader is told who scores the case as an expert."""

    @property
    def way(self) -> tuple[Step, ...]:
        """The steps of this case for its amount, in order."""
        return self.procedure.way(self.state.total)

    def step_name(self, identifier: str) -> str:
        """The name of a step, in the latest of the versions that the case followed."""
        return step_name(self.versions, identifier)

    def find_step(self, identifier: str) -> Step | None:
        """A step as the latest of the versions that has it says."""
        return find_step(self.versions, identifier)

    @property
    def fills_in(self) -> bool:
        """Whether the applicant's form is open."""
        return self.state.stage in (Stage.DRAFT, Stage.CORRECTION)


def get_case_file(number: str, actor: Actor, *, draft: bool = False, typed: HandedIn | None = None) -> CaseFile:
    """The case whole, if this person may see it (NoSuchCase else).

    `draft`: with the form as it is being filled in; `typed`: as it was typed, kept nowhere.
    """
    opened = open_case(number, actor)
    inside = sees_inside(opened.row, actor)
    opened = hide_rating(opened, actor) if inside else _disclosed(opened)
    given = typed or of_draft(opened) if draft and hasattr(opened.row, "draft") else handed_in(opened)
    clause = clause_of(opened)
    calculation, unreadable = _calculation(opened, clause, given)
    row = CaseRow(*(getattr(opened.row, name) for name in FIELDS))
    if not inside:
        row = replace(row, amount=opened.matter.state.total, amounts=opened.matter.state.amounts)
    ceiling = ceiling_of(calculation)
    lines = lines_of(opened, given)
    return CaseFile(
        row=row, procedure=opened.matter.procedure, pack=opened.pack, clause=clause, state=opened.matter.state,
        matter=opened.matter, history=opened.history,
        deadline=deadline_of(
            opened.matter.procedure, opened.matter.state, policy.get_calendar(), timezone.get_default_timezone()
        ),
        given=given, facts=lines, calculation=calculation, declared=_declared(opened, clause, lines, calculation),
        unreadable=unreadable,
        requirements=requirements_of(clause, opened.matter.procedure, given.form),
        documents=list_attached(opened.row), invoices=allocations_of_case(number), allowed=decide.may(opened.matter, actor),
        most=decide.most_now(opened.matter, ceiling), rule_on=opened.row.rule_on, pack_digest=opened.row.pack_digest,
        procedure_digest=opened.row.procedure_digest, versions=opened.versions,
        parent=opened.row.parent.number if opened.row.parent else "", origin=opened.row.origin,
        decided=opened.row.decided, inside=inside, told_of_experts=inside and sees_experts(opened.row, actor),
    )  # fmt: skip


def _disclosed(opened: Opened) -> Opened:
    """The case as its applicant sees it: nothing of what is kept inside reaches a page."""
    state, decided = opened.matter.state, opened.row.decided
    return replace(
        opened,
        history=history_for_applicant(opened.history, state, decided=decided),
        matter=replace(opened.matter, state=state_for_applicant(state, decided=decided)),
    )


def list_attached(row: Case) -> tuple[AttachedDocument, ...]:
    """The documents attached to a case now."""
    rows = CaseDocument.objects.filter(case=row, dropped_at__isnull=True).order_by("requirement", "pk")
    return tuple(AttachedDocument(one.document, one.requirement, one.added_at, one.added_by) for one in rows)


def _calculation(
    opened: Opened, clause: t.Clause | None, given: HandedIn
) -> tuple[Calculation | None, Invalid | None]:
    """What the rule gives; a draft may hold what cannot be read yet, then what is wrong."""
    if clause is None:
        return None, None
    try:
        return calculate(opened.row, clause, facts_of(opened, given), opened.pack, _earlier(opened)), None
    except Invalid as refused:
        return None, refused


def _earlier(opened: Opened) -> Earlier | None:
    """What a decided case found taken up of the caps, as it was kept then; None while it has to be asked for."""
    if not opened.row.decided and opened.matter.state.open:
        return None
    kept = Snapshot.objects.filter(case=opened.row, digest=opened.matter.state.snapshot).first()
    return earlier_in(kept.content) if kept else None


def _declared(
    opened: Opened, clause: t.Clause | None, lines: tuple[FactLine, ...], calculation: Calculation | None
) -> Mapping[str, int] | None:
    if clause is None or calculation is None or all(line.by_source.get(DECLARED) == line.adopted for line in lines):
        return None
    facts = {line.key: line.by_source[DECLARED] for line in lines if DECLARED in line.by_source}
    try:
        return calculate(opened.row, clause, facts, opened.pack, earlier_in({"earlier": calculation.earlier})).amounts
    except Invalid:
        return None
