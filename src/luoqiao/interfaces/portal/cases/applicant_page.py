"""企业看自己的案件: where it is, who has it, by when it must move, what to correct, what it gets; then what was handed in.

What the house keeps to itself never comes here: the query gives this reader a file without it (`core/cases/disclosure`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.apps.evidence.queries import usage_of
from luoqiao.apps.parties.queries import find_usable_account
from luoqiao.apps.policy.queries import get_calendar
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.cases.follow_up import ratable
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Ending, Stage
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.masking import mask_bank_account
from luoqiao.core.rules.wording import share_marks
from luoqiao.interfaces.portal.cases.calculation_rows import CalculationPart, calculation_part
from luoqiao.interfaces.portal.cases.condition_rows import ConditionRow, condition_rows, readings_used
from luoqiao.interfaces.portal.cases.deadline_strip import DeadlineStrip, deadline_strip
from luoqiao.interfaces.portal.cases.fact_rows import FactRow, fact_rows
from luoqiao.interfaces.portal.cases.history_words import Happened, history_rows
from luoqiao.interfaces.portal.cases.invoice_rows import InvoicePart, invoice_part
from luoqiao.interfaces.portal.cases.material_rows import MaterialRow, material_rows
from luoqiao.interfaces.portal.cases.milestone_words import turn_sentence
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.cases.special_links import board_links, special_links
from luoqiao.interfaces.portal.cases.step_line import StepMark, step_line
from luoqiao.interfaces.portal.cases.typed import Typed
from luoqiao.interfaces.portal.cases.words import day_words, desks_words
from luoqiao.interfaces.portal.form_parts import Field
from luoqiao.interfaces.portal.parts import Link, ReadingRef, Tag

REMEDY = "对决定不服，可以在收到决定之日起 60 日内申请行政复议，或者在六个月内提起行政诉讼。"


@dataclass(frozen=True, slots=True)
class TierRow:
    """一级的金额."""

    name: str
    fen: int
    marks: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class ConsentBox:
    """意愿确认: where the money will go, or that no account is confirmed yet."""

    key: UUID
    account: str
    account_href: str


@dataclass(frozen=True, slots=True)
class ApplicantPage:
    """企业看到的案件."""

    number: str
    eyebrow: str
    title: str
    firm: tuple[str, ...]
    sentence: str
    until: str
    strip: DeadlineStrip | None
    steps: tuple[StepMark, ...]
    corrections: tuple[ReturnItem, ...]
    form_link: Link | None
    seq: int
    heading: str
    total: int | None
    tiers: tuple[TierRow, ...]
    consent: ConsentBox | None
    withdraw_key: UUID | None
    withdraw_reason: Field
    withdraw_open: bool
    reasons: tuple[str, ...]
    remedy: str
    rate_link: Link | None
    special: tuple[Link, ...]
    board: tuple[Link, ...]
    conditions: tuple[ConditionRow, ...]
    met: str
    clause_link: Link | None
    readings: tuple[ReadingRef, ...]
    facts: tuple[FactRow, ...]
    invoices: InvoicePart
    calculation: CalculationPart | None
    materials: tuple[MaterialRow, ...]
    history: tuple[Happened, ...]
    history_note: str


def assemble_for_applicant(file: CaseFile, actor: Actor, on: date, typed: Typed) -> ApplicantPage:
    """Everything that the page shows the enterprise."""
    row, state, conditions = file.row, file.state, condition_rows(file)
    own = actor.holds(Role.ENTERPRISE_AGENT, row.uscc) is not None
    met = sum(one.verdict.label == "满足" for one in conditions)
    heading, total = _amount(file)
    sentence, until = _where(file, on)
    return ApplicantPage(
        number=row.number, eyebrow=" · ".join(filter(None, (row.number, f"{row.year} 年度", row.subject))), title=row.title,
        firm=(row.enterprise_name, row.uscc), sentence=sentence, until=until,
        strip=deadline_strip(file.deadline, file.matter.step, state, get_calendar(), on), steps=step_line(file, on),
        corrections=state.returned.items if state.stage is Stage.CORRECTION and state.returned else (),
        form_link=_form_link(file, own=own), seq=state.seq, heading=heading, total=total,
        tiers=tuple(_tiers(file)), consent=_consent(file, on, own=own),
        withdraw_key=uuid4() if own and state.open else None,
        withdraw_reason=Field("withdraw-reason", "reason", "撤回的原因", "long", typed.text("reason"),
                              error=typed.error("reason"), optional=state.stage is Stage.DRAFT),
        withdraw_open=typed.text("deed") == "withdraw",
        reasons=state.reasons if state.ending is Ending.REJECTED else (),
        remedy=REMEDY if state.ending in (Ending.REJECTED, Ending.REMOVED) else "", rate_link=_rate_link(file, own=own),
        special=special_links(file, actor), board=board_links(file, actor),
        conditions=conditions, met=f"{met} / {len(conditions)} 满足" if conditions else "",
        clause_link=Link("条款原文", address("portal:clause", row.clause)) if row.clause else None,
        readings=readings_used(file), facts=fact_rows(file, on, decides=False),
        invoices=invoice_part(file, usage_of([one.line for one in file.invoices], actor), on),
        calculation=calculation_part(file), materials=material_rows(file, on), history=history_rows(file, on),
        history_note=f"{len(file.history)} 条",
    )  # fmt: skip


def _where(file: CaseFile, on: date) -> tuple[str, str]:
    """Where it is, and by when it must move."""
    state, step = file.state, file.matter.step
    until = f"应在 {day_words(file.deadline.last_on)} 前办完" if file.deadline else ""
    if file.deadline and file.deadline.late(on):
        until = f"本应在 {day_words(file.deadline.last_on)} 前办完，已经提醒并上报"
    match state.stage:
        case Stage.CLOSED:
            return f"已办结：{state.ending.label if state.ending else ''}", ""
        case Stage.DRAFT:
            return "正在填报，还没有提交", ""
        case Stage.CORRECTION:
            last = day_words(file.deadline.last_on) if file.deadline else ""
            return "请补正后重新提交", f"{last} 前交回；逾期可能按未补正办结" if last else ""
    if step.kind is StepKind.SEALED:
        opens = day_words(file.deadline.last_on) if file.deadline else ""
        return "已交，封存到揭榜截止", f"{opens} 以后各家一起打开；截止以前部门也看不到内容" if opens else ""
    if step.kind is StepKind.MILESTONES:
        return turn_sentence(file.matter, file.pack, own=True), ""
    if step.kind is StepKind.CONSENT:
        return "请确认要不要领取", f"请在 {day_words(file.deadline.last_on)} 前答复" if file.deadline else ""
    waiting = desks_words(file.matter.waiting, file.pack)
    if step.kind is StepKind.NOTICE and state.notice:
        return "正在公示" if not waiting else f"公示有异议，由{waiting}处理", f"公示到 {day_words(state.notice.last_on)}"
    return f"在{waiting}办“{step.name}”" if waiting else f"{step.name}中", until


def _form_link(file: CaseFile, *, own: bool) -> Link | None:
    if not (own and file.fills_in):
        return None
    label = "去补正" if file.state.stage is Stage.CORRECTION else "继续填报"
    href = address("cases:form", file.row.number)
    return Link(label, href) if href else None


def _amount(file: CaseFile) -> tuple[str, int | None]:
    state = file.state
    if not file.clause:
        return "", None
    if state.ending is Ending.GRANTED or file.decided:
        return "核定", state.total
    if state.ending is not None:
        return "申报时测算", sum((state.applied or {}).values())
    if state.applied is not None:
        return "申报时测算，以核定为准", sum(state.applied.values())
    return "按现在填的测算", sum(file.calculation.amounts.values()) if file.calculation else None


def _tiers(file: CaseFile) -> Iterator[TierRow]:
    decided = file.state.ending is Ending.GRANTED or file.decided
    amounts = file.state.amounts if decided else file.state.applied
    if amounts is None:
        amounts = file.calculation.amounts if file.calculation else {}
    shares = file.calculation.answer.shares if file.calculation else {}
    for tier in file.pack.basis.tiers:
        if amounts.get(tier.code):
            marks = share_marks(shares[tier.code]) if tier.code in shares else ()
            yield TierRow(tier.label, amounts[tier.code], tuple(Tag(word, "estimate") for word in marks))


def _consent(file: CaseFile, on: date, *, own: bool) -> ConsentBox | None:
    if not own or file.state.stage is not Stage.RUNNING or file.matter.step.kind is not StepKind.CONSENT:
        return None
    account = find_usable_account(file.row.uscc, on)
    words = f"{account.bank} {mask_bank_account(account.number)}" if account else ""
    return ConsentBox(uuid4(), words, address("parties:enterprise", file.row.uscc))


def _rate_link(file: CaseFile, *, own: bool) -> Link | None:
    if not own or not ratable(file.state) or file.state.rated is not None:
        return None
    href = address("cases:rate", file.row.number)
    return Link("评价这次办理", href) if href else None
