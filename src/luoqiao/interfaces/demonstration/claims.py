"""示例的申报: who claims what in which year, with which invoices; each claim is then left to go its way (`way.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from luoqiao.apps.cases.contents import HandedIn
from luoqiao.apps.cases.services.opening import Wanted
from luoqiao.apps.cases.telling import Book, Telling
from luoqiao.apps.evidence.bulk import ToldInvoice
from luoqiao.core.cases.form import SUBJECT, names_subject
from luoqiao.core.cases.requirements import invoice_inputs, requirements_of
from luoqiao.core.evidence.invoice import InvoiceKind, StatedInvoice, StatedLine
from luoqiao.core.evidence.invoice_number import InvoiceNumber
from luoqiao.core.kernel.money import YUAN, parse_money, yuan_text
from luoqiao.core.parties.draws import part
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.rules import tree as t
from luoqiao.interfaces.demonstration.district import Resident
from luoqiao.interfaces.demonstration.names import brand, pick, seller, service
from luoqiao.interfaces.demonstration.people import Desks
from luoqiao.interfaces.demonstration.world import ZONE, World, working_moment
from luoqiao.policies.pack import Pack

SEASONS = {2022: (date(2022, 7, 4), date(2022, 12, 16)), 2023: (date(2023, 2, 6), date(2023, 12, 15))}
"""When claims of a year come in."""
KEPT_IN = {2022: 70, 2023: 100}
"""So many of a hundred takers of the population claim in that year."""
RUSH, RUSH_DAYS = 40, (date(2023, 10, 18), date(2023, 11, 14))
"""So many of a hundred claims of the second year come in just before the demonstration's day."""
PROJECTS = ("二期技改项目", "智能化改造项目", "自动化生产线项目", "数字化升级项目", "成套装备研制")


@dataclass(frozen=True, slots=True)
class PlannedClaim:
    """要讲的申报: whose, under which clause, for which year, begun when, with which facts and invoices."""

    key: str
    firm: EnterpriseView
    clause: t.Clause
    year: int
    begins_at: datetime
    facts: Mapping[str, object]
    invoices: tuple[StatedInvoice, ...]
    inputs: tuple[str, ...]
    subject: str


def plan_claims(pack: Pack, residents: Sequence[Resident], firms: Mapping[str, EnterpriseView]) -> tuple[PlannedClaim, ...]:
    """Every claim of the two years, in the order in which they begin."""
    planned = [
        claim
        for clause in pack.clauses.values()
        if (procedure := pack.procedure_of(clause)) is not None and procedure.id == "claim"
        for resident in residents
        if clause.identifier in resident.drawn.facts
        for year in SEASONS
        if part(f"{resident.drawn.key}/{clause.identifier}/{year}/takes", 1, 100) <= KEPT_IN[year]
        for claim in (_plan(clause, resident, firms[resident.record.uscc], year),)
    ]
    return tuple(sorted(planned, key=lambda one: (one.begins_at, one.key)))


def invoices_of(claims: Sequence[PlannedClaim], desks: Desks) -> list[ToldInvoice]:
    """The invoices of all claims as they were entered by the enterprises."""
    told = []
    for claim in claims:
        agent = desks.at(f"enterprise_agent@{claim.firm.uscc}")[0]
        told += [ToldInvoice(one, claim.firm.id, agent.user, agent.name, claim.begins_at) for one in claim.invoices]
    return told


def papers_for(pack: Pack, claim: PlannedClaim) -> tuple[str, ...]:
    """What has to be shown beside the invoices."""
    procedure = pack.procedure_of(claim.clause)
    asked = requirements_of(claim.clause, procedure, claim.facts) if procedure else ()
    return tuple(one.name for one in asked if not one.by_invoices)


def begin(
    claim: PlannedClaim, number: str, lines: Sequence[int], papers: Mapping[str, int], pack: Pack, book: Book, world: World
) -> Telling:
    """The claim opened and, after a day or two of filling in, handed in; one in twenty-five stays a draft."""
    agent = world.desks.at(f"enterprise_agent@{claim.firm.uscc}")[0]
    form = {**claim.facts, **({SUBJECT: claim.subject} if claim.subject else {})}
    rows = tuple(_row(line, one, claim.inputs) for line, one in zip(lines, claim.invoices, strict=True))
    wanted = Wanted(claim.firm.uscc, claim.year, claim.clause.identifier, subject=claim.subject, form=form)
    case = Telling(number, wanted, claim.firm, pack, book, at=claim.begins_at, actor=agent)
    documents = tuple({"id": papers[name], "requirement": name} for name in papers_for(pack, claim) if name in papers)
    case.given = HandedIn(form, rows, documents)
    at = working_moment(world.calendar, claim.begins_at, part(f"{claim.key}/fills", 0, 3), f"{claim.key}/hand-in")
    if at <= world.now and part(f"{claim.key}/draft", 1, 25) > 1:
        case.hand_in(agent, at=at)
    return case


def _row(line: int, invoice: StatedInvoice, inputs: tuple[str, ...]) -> dict[str, object]:
    return {"line": line, "amount": invoice.ex_tax, "inputs": list(inputs), "shown": invoice.number.shown}


def _plan(clause: t.Clause, resident: Resident, firm: EnterpriseView, year: int) -> PlannedClaim:
    key = f"{resident.drawn.key}/{clause.identifier}/{year}"
    first, last = SEASONS[year]
    day = first + timedelta(days=part(f"{key}/day", 0, (last - first).days))
    if year == max(SEASONS) and part(f"{key}/rush", 1, 100) <= RUSH:
        day = RUSH_DAYS[0] + timedelta(days=part(f"{key}/rush-day", 0, (RUSH_DAYS[1] - RUSH_DAYS[0]).days))
    begins = datetime.combine(day, time(9 + part(f"{key}/hour", 0, 7), part(f"{key}/minute", 0, 59)), ZONE)
    facts = dict(resident.drawn.facts[clause.identifier])
    if year == min(SEASONS):
        facts = {name: _smaller(clause, name, value, f"{key}/{name}") for name, value in facts.items()}
    about = names_subject(clause)
    subject = f"{brand(firm.name)}{pick(f'{key}/subject', PROJECTS)}" if about else ""
    inputs = tuple(one.identifier for one in invoice_inputs(clause) if _fen(facts.get(one.identifier)))
    total = max((_fen(facts.get(name)) for name in inputs), default=0)
    invoices = tuple(_invoices(key, clause.identifier, firm, total, begins.date()))
    counted = tuple(name for name in inputs if _fen(facts.get(name)) == total)
    return PlannedClaim(key, firm, clause, year, begins, facts, invoices, counted, subject)


def _smaller(clause: t.Clause, name: str, value: object, key: str) -> object:
    """The year before it was less: seven to ten tenths."""
    one = next((one for one in clause.inputs if one.identifier == name), None)
    if one is None or one.kind is not t.Kind.MONEY:
        return value
    return yuan_text(_fen(value) * part(key, 7, 10) // 10 // YUAN * YUAN)


def _invoices(key: str, clause: str, firm: EnterpriseView, total: int, on: date) -> Iterator[StatedInvoice]:
    """One to four invoices that come to the amount; the last takes the rest."""
    many = part(f"{key}/many", 1, 4) if total >= 40_000_00 else 1
    left = total
    for number in range(1, many + 1):
        amount = left if number == many else max(YUAN, left * part(f"{key}/{number}/share", 20, 55) // 100 // YUAN * YUAN)
        left -= amount
        if amount <= 0:
            return
        name, code = seller(f"{key}/{number}/seller")
        issued = on - timedelta(days=part(f"{key}/{number}/day", 3, 150))
        digits = f"{part(f'{key}/{number}/digits', 0, 10**14 - 1):014d}"
        yield StatedInvoice(
            InvoiceNumber("", f"{issued:%y}3520{digits}"), InvoiceKind.SPECIAL, issued, firm.uscc, firm.name, code, name,
            amount, amount * 13 // 100, (StatedLine(service(f"{key}/{number}/what", clause), amount),),
        )  # fmt: skip


def _fen(value: object) -> int:
    return int(parse_money(str(value))) if isinstance(value, str) and value else 0
