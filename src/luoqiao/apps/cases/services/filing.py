"""填报与提交: the draft, its documents and invoices, and the moment in which all of it is handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.cases.board import check_bid_in_time
from luoqiao.apps.cases.calculation import (
    NothingToGrant,
    calculate,
    keep_snapshot,
    refuse_unless_entitled,
    submission_content,
)
from luoqiao.apps.cases.contents import (
    HandedIn,
    clause_of,
    documents_of,
    facts_of,
    handed_in,
    lines_of,
    of_draft,
)
from luoqiao.apps.cases.history import go_on, open_case
from luoqiao.apps.cases.keys import keep_key, used_before
from luoqiao.apps.cases.known_facts import keep_submitted, other_sources
from luoqiao.apps.cases.models import CaseDocument, Draft
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.services.opening import refuse_second
from luoqiao.apps.cases.services.sealing import seal
from luoqiao.apps.cases.withholding import keep_withheld
from luoqiao.apps.evidence.services.allocations import Wanted as Use
from luoqiao.apps.evidence.services.allocations import allocate_all
from luoqiao.core.cases import decide
from luoqiao.core.cases.assisted import missing_consent
from luoqiao.core.cases.challenge import DEMAND, demand_problems
from luoqiao.core.cases.form import SUBJECT, BadForm, missing_inputs, names_subject, read_fields
from luoqiao.core.cases.refusals import DraftMovedOn, NotAtThisStep, NotYourDuty
from luoqiao.core.cases.requirements import missing_documents, requirements_of
from luoqiao.core.cases.state import Stage
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.facts import read_facts

MOST_INVOICES = 500


@dataclass(frozen=True, slots=True)
class InvoiceUse:
    """选用的一行发票: the line, the amount in fen, the inputs that it is counted for."""

    line: int
    amount: int
    inputs: tuple[str, ...]
    shown: str = ""


def save_draft(
    *, number: str, form: Mapping[str, object], invoices: Sequence[InvoiceUse] | None, actor: Actor, at: datetime,
    seen: datetime | None = None,
) -> Opened:  # fmt: skip
    """Keep what was filled in so far, readable or not; what cannot be read is said when it is handed in.

    `seen`: when the form that was filled in had been saved; DraftMovedOn when somebody else saved it since.
    """
    with transaction.atomic():
        opened = open_case(number, actor, lock=True)
        _applicant(opened, actor)
        draft = _draft(opened, actor, at)
        if seen is not None and draft.saved_at != seen and draft.saved_by != actor.name:
            raise DraftMovedOn(draft.saved_by)
        draft.form = {str(key)[:100]: value for key, value in form.items() if value not in (None, "")}
        if invoices is not None:
            draft.invoices = [kept_use(use) for use in invoices[:MOST_INVOICES]]
        draft.saved_at, draft.saved_by = at, actor.name
        draft.save()
        opened.row.draft = draft
        return opened


def attach_document(
    *, number: str, document: int, requirement: str, actor: Actor, at: datetime
) -> None:
    """Use a document of the enterprise for a requirement of the case; twice is once. The caller checked its owner."""
    with transaction.atomic():
        opened = open_case(number, actor, lock=True)
        _applicant(opened, actor)
        _, new = CaseDocument.objects.get_or_create(
            case=opened.row, document=document, requirement=requirement[:100], dropped_at=None,
            defaults={"added_at": at, "added_by": actor.name},
        )  # fmt: skip
        if new:
            deed = Deed("case.document_attached", f"case:{number}", {"document": document, "requirement": requirement})
            record(at=at, actor=actor, deed=deed)
            keep_withheld([document])


def drop_document(*, number: str, document: int, requirement: str, actor: Actor, at: datetime) -> None:
    """Take a document off the draft again; what was handed in before keeps it."""
    with transaction.atomic():
        opened = open_case(number, actor, lock=True)
        _applicant(opened, actor)
        rows = CaseDocument.objects.filter(
            case=opened.row, document=document, requirement=requirement, dropped_at__isnull=True
        )
        if rows.update(dropped_at=at):
            deed = Deed("case.document_dropped", f"case:{number}", {"document": document, "requirement": requirement})
            record(at=at, actor=actor, deed=deed)
            keep_withheld([document])


def submit(*, number: str, actor: Actor, at: datetime, key: UUID, note: str = "") -> Opened:
    """Hand in the draft: form, documents and invoices are checked whole, the invoices reserved, the money worked out.

    Everything that is wrong is listed at once (Invalid), nothing is handed in then and the draft stays. Refuses with
    AlreadyUsed when an invoice line is taken by another case, NotAtThisStep, NotYourDuty, BidsClosed.
    The same key is one submission.
    """
    with transaction.atomic():
        opened = open_case(number, actor, lock=True)
        contents = {"number": number}
        if used_before(key, actor=actor, deed="submit", contents=contents) is not None:
            return opened
        post = _applicant(opened, actor)
        on = timezone.localdate(at)
        check_bid_in_time(opened.row, on)
        given = of_draft(opened)
        clause = clause_of(opened)
        problems = _problems(opened, clause, given, post)
        problems += demand_problems(given.form, on) if opened.row.procedure == DEMAND else ()
        if problems:
            raise BadForm((*problems, *_not_entitled(opened, clause, given)))
        _set_subject(opened, given)
        given = _reserve(opened, given, actor, at)
        snapshot, amounts = _freeze(opened, clause, given, at)
        if clause is not None:
            keep_submitted(opened.row, clause, lines_of(opened, given), actor=actor, at=at)
        events = decide.submit(opened.matter, actor, snapshot=snapshot, amounts=amounts, note=note)
        keep_key(key, opened.row, actor=actor, deed="submit", contents=contents, at=at)
        return seal(go_on(opened, events, actor=actor, at=at, post=post), at)


def hand_in(
    *, number: str, form: Mapping[str, object], invoices: Sequence[InvoiceUse], actor: Actor, at: datetime, key: UUID,
    unread: Sequence[FieldProblem] = (), seen: datetime | None = None,
) -> None:  # fmt: skip
    """Save the form as it was sent and submit it, as one deed under its key: what is refused is saved all the same.

    `unread`: what could not even be kept as a value (an amount of an invoice); it is told with everything else that is wrong.
    """
    with transaction.atomic():
        open_case(number, actor, lock=True)
        if used_before(key, actor=actor, deed="submit", contents={"number": number}) is not None:
            return
        opened = save_draft(number=number, form=form, invoices=invoices, actor=actor, at=at, seen=seen)
        try:
            with transaction.atomic():
                _refuse_unread(opened, actor, unread)
                submit(number=number, actor=actor, at=at, key=key)
        except DomainError as refusal:
            refused = refusal
        else:
            return
    raise refused


def _refuse_unread(opened: Opened, actor: Actor, unread: Sequence[FieldProblem]) -> None:
    if unread:
        clause, given = clause_of(opened), of_draft(opened)
        problems = _problems(opened, clause, given, _applicant(opened, actor))
        raise BadForm((*unread, *problems, *_not_entitled(opened, clause, given)))


def _applicant(opened: Opened, actor: Actor) -> Post:
    if opened.matter.state.stage not in (Stage.DRAFT, Stage.CORRECTION):
        raise NotAtThisStep("改动表单", decide.STAGES[opened.matter.state.stage])
    desks = decide.waiting_desks(opened.matter)
    held = [post for post in actor.posts if post.desk in desks]
    if not held:
        raise NotYourDuty("申报企业")
    return min(held, key=lambda post: post.for_user)


def _draft(opened: Opened, actor: Actor, at: datetime) -> Draft:
    """The draft; of a case that came back for correction, what was handed in last."""
    found = Draft.objects.filter(case=opened.row).first()
    if found is not None:
        return found
    last = handed_in(opened)
    return Draft(case=opened.row, form=dict(last.form), invoices=list(last.invoices), saved_at=at, saved_by=actor.name)


def kept_use(use: InvoiceUse) -> dict[str, object]:
    """The use of a line as a draft keeps it."""
    return {"line": use.line, "amount": use.amount, "inputs": list(use.inputs), "shown": use.shown}


def _problems(opened: Opened, clause: t.Clause | None, given: HandedIn, post: Post) -> tuple[FieldProblem, ...]:
    """Everything that keeps the form from being handed in by somebody in this post."""
    problems: list[FieldProblem] = list(missing_consent(given.form)) if post.role is Role.TOWN_CLERK else []
    procedure = opened.matter.procedure
    facts = _inputs(clause, given)
    if clause is not None:
        try:
            read_facts(clause, facts, opened.pack.basis.tiers)
        except Invalid as refused:
            problems += refused.problems
        else:
            problems += [one for one in missing_inputs(clause, facts) if _matters(opened, clause, given, one.field)]
        if names_subject(clause) and not str(given.form.get(SUBJECT, "")).strip():
            what = names_subject(clause)
            problems.append(FieldProblem(SUBJECT, "", "必填", f"请写{what}的名称：一件案件只办一个{what}", "LQ-5521"))
    try:
        read_fields(procedure.fields, given.form, whole=True)
    except Invalid as refused:
        problems += refused.problems
    requirements = requirements_of(clause, procedure, facts)
    attached = [str(row["requirement"]) for row in documents_of(opened)]
    return (*problems, *missing_documents(requirements, attached, invoices=len(given.invoices)))


def _not_entitled(opened: Opened, clause: t.Clause | None, given: HandedIn) -> tuple[FieldProblem, ...]:
    """Beside other problems: that the facts, as far as they are known, give nothing."""
    if clause is None:
        return ()
    try:
        calculation = calculate(opened.row, clause, facts_of(opened, given), opened.pack)
        refuse_unless_entitled(calculation)
    except NothingToGrant as refused:
        return tuple(one for one in refused.problems if one.code == NothingToGrant.code)
    except Invalid:
        return ()
    return ()


def _matters(opened: Opened, clause: t.Clause, given: HandedIn, field: str) -> bool:
    """Whether the calculation waits for an input: what decides nothing is not asked for."""
    calculation = calculate(opened.row, clause, facts_of(opened, given), opened.pack)
    return any(one.input.identifier == field for one in calculation.answer.open_questions)


def _inputs(clause: t.Clause | None, given: HandedIn) -> dict[str, object]:
    names = {one.identifier for one in clause.inputs} if clause else set()
    return {key: value for key, value in given.form.items() if key in names}


def _set_subject(opened: Opened, given: HandedIn) -> None:
    subject = " ".join(str(given.form.get(SUBJECT, "")).split())[:200]
    if subject and subject != opened.row.subject:
        opened.row.subject = subject
        refuse_second(opened.row)
        opened.row.save(update_fields=["subject"])


def _reserve(opened: Opened, given: HandedIn, actor: Actor, at: datetime) -> HandedIn:
    """The invoice lines are taken for this case, all or none."""
    row = opened.row
    by_line: dict[int, int] = {}
    for use in given.invoices:
        by_line[int(use["line"])] = by_line.get(int(use["line"]), 0) + int(use["amount"])
    allocate_all(
        wanted=[Use(line, amount) for line, amount in by_line.items()], case_number=row.number,
        clause=row.clause or row.procedure, year=row.year, claimant=row.uscc, actor=actor, at=at,
    )  # fmt: skip
    return given


def _freeze(
    opened: Opened, clause: t.Clause | None, given: HandedIn, at: datetime
) -> tuple[str, Mapping[str, int]]:
    sources = other_sources(opened.row, clause, at) if clause else {}
    given = replace(given, documents=documents_of(opened), sources=sources)
    if clause is None:
        return keep_snapshot(opened.row, submission_content(opened.row, given, (), None, None), at), {}
    calculation = calculate(opened.row, clause, facts_of(opened, given), opened.pack)
    refuse_unless_entitled(calculation)
    content = submission_content(opened.row, given, lines_of(opened, given), clause, calculation)
    return keep_snapshot(opened.row, content, at), calculation.amounts
