"""案件页 `/cases/<number>/`: one page for everybody in scope. Officials see the whole file and decide on it; the enterprise sees
where its case is, what is asked of it and what it gets (`applicant_page`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.case_file import CaseFile, get_case_file
from luoqiao.apps.cases.queries.earlier_grants import EarlierGrant, list_earlier_grants
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.evidence.queries import usage_of
from luoqiao.apps.policy.queries import get_calendar
from luoqiao.core.cases import events as e
from luoqiao.core.cases.credit_check import Found, from_values
from luoqiao.core.cases.procedure import Act, Proposal
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.applicant_page import assemble_for_applicant
from luoqiao.interfaces.portal.cases.calculation_rows import CalculationPart, calculation_part
from luoqiao.interfaces.portal.cases.condition_rows import ConditionRow, condition_rows, readings_used
from luoqiao.interfaces.portal.cases.deadline_strip import DeadlineStrip, deadline_strip
from luoqiao.interfaces.portal.cases.decision_box import DecisionBox, decision_box
from luoqiao.interfaces.portal.cases.double_rows import double_part
from luoqiao.interfaces.portal.cases.fact_rows import FactRow, fact_rows
from luoqiao.interfaces.portal.cases.history_words import Happened, history_rows
from luoqiao.interfaces.portal.cases.invoice_rows import InvoicePart, invoice_part
from luoqiao.interfaces.portal.cases.material_rows import MaterialRow, material_rows
from luoqiao.interfaces.portal.cases.money_rows import money_part
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.cases.step_line import StepMark, step_line
from luoqiao.interfaces.portal.cases.typed import Typed
from luoqiao.interfaces.portal.cases.words import industry_name, moment, township_name
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link, ReadingRef, Tag


@dataclass(frozen=True, slots=True)
class CreditRow:
    """一次信用核查: who recorded it when, what was found."""

    when: str
    name: str
    words: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class CasePage:
    """案件页的内容, ready to be laid out."""

    number: str
    eyebrow: str
    name: str
    facts_of_firm: tuple[str, ...]
    firm_link: Link | None
    strip: DeadlineStrip | None
    steps: tuple[StepMark, ...]
    conditions: tuple[ConditionRow, ...]
    readings: tuple[ReadingRef, ...]
    met: str
    facts: tuple[FactRow, ...]
    invoices: InvoicePart
    calculation: CalculationPart | None
    grants: tuple[EarlierGrant, ...]
    materials: tuple[MaterialRow, ...]
    credit: tuple[CreditRow, ...]
    checks_credit: bool
    history: tuple[Happened, ...]
    box: DecisionBox
    clause_link: Link | None
    unreadable: tuple[str, ...]
    fact_key: UUID
    history_note: str
    replay_link: Link | None
    packet_link: Link | None


@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case as it stands."""
    return case_response(request, number, Typed(opened=request.GET.get("decide", "")[:100]))


def case_response(request: HttpRequest, number: str, typed: Typed, status: int = 200) -> HttpResponse:
    """The page; after a refusal with what was typed and what was wrong."""
    actor, on = the_actor(request), clock.today()
    file = get_case_file(number, actor)
    head = page(file.pack, "cases" if file.inside else "claims", f"{number} {file.row.title}")
    head |= {"money": money_part(file, actor) if file.decided else None}
    if file.inside:
        context = head | {"case": assemble(file, actor, on, typed), "trouble": typed.trouble}
        context["doubles"] = double_part(file, actor)
        return render(request, "pages/cases/case.html", context, status=status)
    context = head | {"case": assemble_for_applicant(file, actor, on, typed), "trouble": typed.trouble}
    return render(request, "pages/cases/applicant.html", context, status=status)


def assemble(file: CaseFile, actor: Actor, on: date, typed: Typed) -> CasePage:
    """Everything that the page shows an official."""
    row, conditions = file.row, condition_rows(file)
    met = sum(one.verdict.label == "满足" for one in conditions)
    decides = Act.APPROVE in file.allowed.acts and file.matter.step.lowers and file.state.proposal is Proposal.GRANT
    typed_fact = {name: typed.text(name) for name in ("value", "reason")} | {"fact": typed.text("fact", typed.opened)}
    return CasePage(
        number=row.number,
        eyebrow=" · ".join(filter(None, (row.number, row.title, f"{row.year} 年度", row.subject))),
        name=row.enterprise_name,
        facts_of_firm=_firm(file),
        firm_link=_link("企业一页通", "parties:enterprise", row.uscc),
        strip=deadline_strip(file.deadline, file.matter.step, file.state, get_calendar(), on),
        steps=step_line(file, on),
        conditions=conditions, readings=readings_used(file), met=f"{met} / {len(conditions)} 满足" if conditions else "",
        facts=fact_rows(file, on, decides=decides, typed=typed_fact),
        invoices=invoice_part(file, usage_of([one.line for one in file.invoices], actor), on),
        calculation=calculation_part(file),
        grants=list_earlier_grants(row.number, row.uscc, row.clause, actor),
        materials=material_rows(file, on),
        credit=tuple(_credit(file, on)), checks_credit=any(step.checks for step in file.way),
        history=history_rows(file, on), box=decision_box(file, actor, on, typed),
        clause_link=Link(row.title, reverse("portal:clause", args=(row.clause,))) if row.clause else None,
        unreadable=tuple(one.message for one in file.unreadable.problems) if file.unreadable else (),
        fact_key=uuid4(), history_note=f"{len(file.history)} 条", replay_link=_link("逐步重放", "cases:replay", row.number),
        packet_link=_link("下载决定案卷", "auditor:packet", row.number) if file.decided and row.clause else None,
    )  # fmt: skip


def _firm(file: CaseFile) -> tuple[str, ...]:
    row = file.row
    said = (
        row.uscc, industry_name(row.industry, file.pack), township_name(row.township, file.pack),
        "镇街代填" if row.assisted else "", f"第 {row.round} 次提交" if row.round > 1 else "",
    )  # fmt: skip
    return tuple(filter(None, said))


def _link(label: str, route: str, *parts: str) -> Link | None:
    """A link to a page of another part, where that page exists."""
    href = address(route, *parts)
    return Link(label, href) if href else None


def _credit(file: CaseFile, on: date) -> list[CreditRow]:
    found = []
    for one in reversed(file.history):
        if isinstance(one.event, e.Approved) and one.event.credit:
            check = from_values(one.event.credit)
            tag = Tag(check.found.label, "late" if check.found is Found.HIT else "plain")
            words = "，".join(filter(None, (check.source, f"{check.on} 查", check.note)))
            found.append(CreditRow(moment(one.at, on), one.name, words, tag))
    return found
