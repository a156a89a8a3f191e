"""申报表: everything that the page of a case being filled in shows, put together once for the page and for its live parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.utils import timezone

from luoqiao.apps.cases.queries.filling import Filling
from luoqiao.apps.evidence.queries import InvoiceSeen
from luoqiao.apps.parties.queries import find_usable_account
from luoqiao.core.cases.assisted import AGREED, HOW, WAYS, WHO
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.cases.form import NOTE
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Stage
from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.core.parties.account import AccountPurpose
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.masking import mask_bank_account
from luoqiao.core.rules.resolve import resolve
from luoqiao.interfaces.portal.calculator import Result, result_of
from luoqiao.interfaces.portal.calculator_input import Case, Typed
from luoqiao.interfaces.portal.cases.claim_form_documents import (
    ACCEPT,
    RequirementRow,
    requirement_rows,
)
from luoqiao.interfaces.portal.cases.claim_form_fields import (
    Block,
    Entry,
    Told,
    field_entries,
    identifier_of,
    more_entries,
    question_blocks,
    subject_entry,
    told_of,
)
from luoqiao.interfaces.portal.cases.claim_form_invoices import Invoices, invoices_of, needs_invoices
from luoqiao.interfaces.portal.clause_rule import quote_numbers
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Link, Trouble


@dataclass(frozen=True, slots=True)
class Correction:
    """补正告知: each item with the place on the page, by when, and how many working days are left."""

    items: tuple[tuple[ReturnItem, str], ...]
    last_on: date | None
    left: int | None
    provisional: bool
    told_by: str


@dataclass(frozen=True, slots=True)
class Account:
    """收款账户: in words, masked; none yet is said, and who is paid where that is somebody else."""

    identifier: int | None
    words: str
    payee: str


@dataclass(frozen=True, slots=True)
class Consent:
    """代填: the tick and the two fields that say who agreed and how."""

    agreed: bool
    error: str
    who: Field
    how: Field


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """申报表, ready to be laid out."""

    filling: Filling
    key: UUID
    subject: Entry | None
    blocks: tuple[Block, ...]
    more: tuple[Entry, ...]
    own: tuple[Entry, ...]
    invoices: Invoices | None
    documents: tuple[RequirementRow, ...]
    account: Account
    consent: Consent | None
    note: Field
    result: Result | None
    correction: Correction | None
    trouble: Trouble | None
    wrong: tuple[Link, ...]
    way: tuple[tuple[str, str], ...]
    saved: str
    ended: str
    may_withdraw: bool
    accept: str = ACCEPT

    @property
    def more_open(self) -> bool:
        """Whether something stands in the optional part."""
        return any(entry.field.value or entry.field.error or entry.corrections for entry in self.more)


@dataclass(frozen=True, slots=True)
class Refusal:
    """没有提交成: the trouble to show at the head, and what is wrong by field."""

    trouble: Trouble
    problems: tuple[FieldProblem, ...] = ()


def claim_page(
    filling: Filling, *, actor: Actor, seen: Iterable[InvoiceSeen], calendar: Calendar, on: date,
    refusal: Refusal | None = None, wrong_files: Mapping[str, tuple[str, ...]] | None = None,
) -> ClaimPage:  # fmt: skip
    """The whole page; after a refusal every problem stands at the head and beside its field."""
    file = filling.file
    returned = file.state.returned if file.state.stage is Stage.CORRECTION else None
    problems = (*(refusal.problems if refusal else ()), *filling.unreadable)
    told = told_of(problems, returned.items if returned else ())
    invoices = invoices_of(filling, seen, told) if needs_invoices(filling) or filling.invoices else None
    documents = requirement_rows(filling, told, actor, wrong_files or {})
    anchors = {f"document:{row.name}": row.identifier for row in documents} | {"document:发票": "invoices", "facts": "panel"}
    return ClaimPage(
        filling=filling, key=uuid4(), subject=subject_entry(filling, told), blocks=question_blocks(filling, told),
        more=more_entries(filling, told), own=field_entries(filling, told), invoices=invoices, documents=documents,
        account=_account(filling, on), consent=_consent(filling, actor, told),
        note=Field(NOTE, NOTE, "要说明的事", "long", str(filling.form.get(NOTE, "")), optional=True),
        result=_result(filling), correction=_correction(filling, documents, invoices, calendar, on),
        trouble=refusal.trouble if refusal else None,
        wrong=tuple(_wrong(problems, anchors, invoices)) if refusal else (),
        way=tuple(_way(filling)), saved=_saved(filling), ended=_ended(filling, on),
        may_withdraw=file.state.stage is Stage.DRAFT and actor.holds(Role.ENTERPRISE_AGENT, file.row.uscc) is not None,
    )  # fmt: skip


def _wrong(problems: Iterable[FieldProblem], anchors: Mapping[str, str], invoices: Invoices | None) -> Iterator[Link]:
    """Everything that is wrong, once each, with the place where it is put right; invoice lines that others hold too."""
    for one in {(one.field, one.message): one for one in problems}.values():
        yield Link(one.message, f"#{_anchor(one.field, anchors)}")
    for row in (*invoices.here, *invoices.others) if invoices else ():
        yield from (Link(f"发票 {row.number}：{line.taken}", f"#row-{line.id}") for line in row.lines if line.taken)


def _anchor(field: str, anchors: Mapping[str, str]) -> str:
    if field.startswith("line:"):
        return f"row-{field.partition(':')[2]}"
    return anchors.get(field, identifier_of(field))


def _result(filling: Filling) -> Result | None:
    clause, judged = filling.file.clause, filling.judged
    if clause is None or judged is None:
        return None
    answer = judged.answer
    typed = Typed({name: (str(value),) for name, value in answer.facts.items()})
    case = Case(clause, typed, judged.facts, judged.earlier, {}, answer.on, answer)
    line = resolve(clause, {used.question: used.letter for used in answer.readings}, answer.on)
    return result_of(filling.file.pack, case, quote_numbers(line))


def _correction(
    filling: Filling, documents: tuple[RequirementRow, ...], invoices: Invoices | None, calendar: Calendar, on: date
) -> Correction | None:
    file = filling.file
    returned = file.state.returned
    if file.state.stage is not Stage.CORRECTION or returned is None:
        return None
    places = {row.name: row.identifier for row in documents} | {"发票": "invoices"}
    for row in (*invoices.here, *invoices.others) if invoices else ():
        places[f"发票 {row.number}"] = f"invoice-{row.id}"
    for one in file.clause.inputs if file.clause else ():
        places |= {one.identifier: one.identifier, one.label: one.identifier}
    for field in file.procedure.fields:
        places |= {field.id: field.id, field.label: field.id}
    items = tuple((item, places.get(item.name, "invoices" if item.kind == "invoice" else "")) for item in returned.items)
    last = file.deadline
    told_by = next((one.name for one in reversed(file.history) if one.event.kind == "returned"), "")
    return Correction(
        items, last.last_on if last else None, last.left(calendar, on) if last else None,
        bool(last and last.provisional), told_by,
    )  # fmt: skip


def _account(filling: Filling, on: date) -> Account:
    payees = dict.fromkeys(
        share.payee for share in (filling.judged.answer.shares.values() if filling.judged else ()) if share.payee
    )
    found = find_usable_account(filling.file.row.uscc, on, AccountPurpose.SUBSIDY)
    words = f"{found.bank}{found.branch}　{mask_bank_account(found.number)}　户名 {found.holder}" if found else ""
    return Account(found.id if found else None, words, "、".join(payees))


def _consent(filling: Filling, actor: Actor, told: Told) -> Consent | None:
    """Asked of a clerk; shown to the enterprise where a clerk began the form."""
    row = filling.file.row
    if actor.holds(Role.ENTERPRISE_AGENT, row.uscc) is not None:
        return None
    form = filling.form
    return Consent(
        form.get(AGREED) == "yes", told.error(AGREED),
        Field(WHO, WHO, "企业哪一位同意", "text", str(form.get(WHO, "")), hint="姓名和职务", error=told.error(WHO)),
        Field(HOW, HOW, "怎样表示同意", "segments", str(form.get(HOW, "")), error=told.error(HOW),
              choices=tuple(Choice(way, way) for way in WAYS)),
    )  # fmt: skip


def _way(filling: Filling) -> Iterable[tuple[str, str]]:
    """What comes after handing in: each step with its time."""
    for step in filling.file.procedure.way(0 if filling.file.clause is None else _amount(filling)):
        if step.kind is StepKind.SUBMISSION:
            continue
        days = f"{step.days} 个工作日" if step.days else ""
        yield step.name, f"公示 {step.notice.days} 个工作日" if step.notice else days


def _amount(filling: Filling) -> int:
    answer = filling.judged.answer if filling.judged else None
    return answer.total.low if answer else 0


def _saved(filling: Filling) -> str:
    if filling.saved_at is None:
        return ""
    return f"{filling.saved_by} {timezone.localtime(filling.saved_at):%m-%d %H:%M} 保存"


def _ended(filling: Filling, on: date) -> str:
    """What to say when the case is judged by a day that is not today."""
    rule_on = filling.file.rule_on
    meta = filling.file.pack.meta
    if meta.in_force(on):
        return ""
    return f"方案期限 {meta.in_force_from} 至 {meta.in_force_until}，按 {rule_on} 的规则算"

