"""查发票: what is kept, what each enterprise stated, how much of each line is used and by which case, if the asker may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from luoqiao.apps.evidence.errors import NotThere
from luoqiao.apps.evidence.kept_invoice import kept_value
from luoqiao.apps.evidence.models import Allocation, Invoice, InvoiceLine, InvoiceStatement
from luoqiao.apps.evidence.scope import evidence_scope
from luoqiao.core.evidence.allocation import AllocationState, Holder, may_see_case
from luoqiao.core.evidence.invoice import Difference, StatedInvoice, list_differences, list_findings
from luoqiao.core.evidence.invoice_json import read_stated
from luoqiao.core.kernel.errors import Finding
from luoqiao.core.parties.actor import Actor


@dataclass(frozen=True, slots=True)
class LineUsage:
    """明细行与它的占用: `disputed` lines are as one enterprise states them (`line` 0);
    they cannot be used before it is settled."""

    line: int
    no: int
    name: str
    ex_tax: int
    used: int
    holders: tuple[Holder, ...] = ()
    disputed: bool = False

    @property
    def left(self) -> int:
        """How much may still be used."""
        return 0 if self.disputed else self.ex_tax - self.used


@dataclass(frozen=True, slots=True)
class Statement:
    """一家企业的陈述: the latest; `differences` from what is kept."""

    uscc: str
    name: str
    stated: StatedInvoice
    stated_name: str
    stated_at: datetime
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class InvoiceSeen:
    """一张发票，给某人看: to an agent the contents are those that the own enterprise stated, never another's.

    `statements` are those within the asker's scope; `differs` says that one of them is not what is kept; `findings` are about the
    enterprise named when it was asked for.
    """

    id: int
    contents: StatedInvoice
    lines: tuple[LineUsage, ...]
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    entered_name: str
    entered_at: datetime
    entered_first: bool
    document: int | None = None

    @property
    def differs(self) -> bool:
        """Whether a statement waits to be settled."""
        return any(one.differences for one in self.statements)

    @property
    def left(self) -> int:
        """What of all lines may still be used."""
        return sum(line.left for line in self.lines)

    @property
    def used(self) -> int:
        """What of all lines is used or reserved."""
        return sum(line.used for line in self.lines)


@dataclass(frozen=True, slots=True)
class Allocated:
    """一个案件占用的一笔."""

    id: int
    invoice: int
    line: int
    contents: StatedInvoice
    line_name: str
    clause: str
    year: int
    amount: int
    state: AllocationState
    at: datetime


def list_invoices(
    enterprise: str, actor: Actor, *, year: int | None = None, search: str = "", most: int = 200
) -> tuple[InvoiceSeen, ...]:
    """The invoices an enterprise entered, the newest issue first; `search` is a part of a number or of the seller's name."""
    rows = _entered_by(enterprise, actor)
    if year is not None:
        rows = rows.filter(issued_on__year=year)
    if search:
        rows = rows.filter(Q(number__contains=search) | Q(seller_name__contains=search))
    return _seen(rows.order_by("-issued_on", "-pk")[:most], actor, enterprise)


def find_invoice(code: str, number: str, actor: Actor, *, enterprise: str = "") -> InvoiceSeen | None:
    """The invoice of this number, if somebody within the asker's scope entered it."""
    found = _seen(_in_scope(actor).filter(code=code, number=number), actor, enterprise)
    return found[0] if found else None


def get_invoice(invoice: int, actor: Actor, *, enterprise: str = "") -> InvoiceSeen:
    """The invoice by its id; refuses with NotThere. `enterprise` is whose findings and statement are meant."""
    found = _seen(_in_scope(actor).filter(pk=invoice), actor, enterprise)
    if not found:
        raise NotThere("这张发票")
    return found[0]


def list_conflicts(actor: Actor, *, most: int = 100) -> tuple[InvoiceSeen, ...]:
    """Invoices in scope about which statements differ and nobody has settled which is right; the newest first."""
    rows = _in_scope(actor).filter(
        Exists(InvoiceStatement.objects.filter(invoice=OuterRef("pk")).exclude(differs=[]))
    )  # fmt: skip
    return tuple(one for one in _seen(rows.order_by("-pk")[:most], actor, "") if one.differs)


def usage_of(lines: Iterable[int], actor: Actor) -> dict[int, LineUsage]:
    """Each line by its id with what is used of it and, as far as the asker may know, by which case."""
    asked = tuple(set(lines))
    held = holders_of(asked, actor)
    return {row.pk: _usage(row, held) for row in InvoiceLine.objects.filter(pk__in=asked)}


def allocations_of_case(case_number: str) -> tuple[Allocated, ...]:
    """What a case uses or used, released uses too, in the order in which they were made."""
    uses = Allocation.objects.filter(case_number=case_number).select_related("line__invoice").order_by("pk")
    found = tuple(uses)
    lines = _lines_of({use.line.invoice_id for use in found})
    return tuple(
        Allocated(
            use.pk, use.line.invoice_id, use.line_id, kept_value(use.line.invoice, lines[use.line.invoice_id]),
            use.line.name, use.clause, use.year, use.amount, AllocationState(use.state), use.at,
        )
        for use in found
    )  # fmt: skip


def holders_of(lines: Iterable[int], actor: Actor) -> dict[int, tuple[Holder, ...]]:
    """Who holds something of each line; what the asker may not know is masked."""
    found: dict[int, list[Holder]] = defaultdict(list)
    for use in Allocation.objects.filter(line__in=tuple(lines)).exclude(state="released").order_by("pk"):
        state = AllocationState(use.state)
        seen = may_see_case(actor, use.claimant)
        found[use.line_id].append(
            Holder(use.case_number, use.clause, use.year, use.amount, state, masked=False)
            if seen
            else Holder("", "", 0, use.amount, state, masked=True)
        )
    return {line: tuple(held) for line, held in found.items()}


def _in_scope(actor: Actor) -> QuerySet[Invoice]:
    seen = InvoiceStatement.objects.filter(evidence_scope(actor, "enterprise"), invoice=OuterRef("pk"))
    return Invoice.objects.filter(Exists(seen))


def _entered_by(enterprise: str, actor: Actor) -> QuerySet[Invoice]:
    seen = InvoiceStatement.objects.filter(
        evidence_scope(actor, "enterprise"), invoice=OuterRef("pk"), enterprise__uscc=enterprise
    )
    return Invoice.objects.filter(Exists(seen))


def _lines_of(invoices: Iterable[int]) -> dict[int, list[InvoiceLine]]:
    found: dict[int, list[InvoiceLine]] = defaultdict(list)
    for line in InvoiceLine.objects.filter(invoice__in=tuple(invoices)).order_by("invoice", "no"):
        found[line.invoice_id].append(line)
    return found


def _usage(row: InvoiceLine, held: dict[int, tuple[Holder, ...]]) -> LineUsage:
    return LineUsage(row.pk, row.no, row.name, row.ex_tax, row.allocated, held.get(row.pk, ()))


def _disputed(stated: StatedInvoice) -> tuple[LineUsage, ...]:
    return tuple(LineUsage(0, no, line.name, line.ex_tax, 0, disputed=True) for no, line in enumerate(stated.lines, 1))


def _seen(rows: QuerySet[Invoice], actor: Actor, enterprise: str) -> tuple[InvoiceSeen, ...]:
    """Four queries, however many invoices."""
    found = tuple(rows.select_related("owner"))
    lines = _lines_of(row.pk for row in found)
    held = holders_of([line.pk for listed in lines.values() for line in listed], actor)
    statements = _statements([row.pk for row in found], actor)
    return tuple(
        _one(row, lines[row.pk], held, statements[row.pk], actor=actor, enterprise=enterprise) for row in found
    )  # fmt: skip


def _statements(invoices: Sequence[int], actor: Actor) -> dict[int, list[InvoiceStatement]]:
    """The last statement of each enterprise in scope about each invoice."""
    found: dict[int, dict[int, InvoiceStatement]] = defaultdict(dict)
    rows = InvoiceStatement.objects.filter(evidence_scope(actor, "enterprise"), invoice__in=invoices)
    for row in rows.select_related("enterprise").order_by("pk"):
        found[row.invoice_id][row.enterprise_id] = row
    return defaultdict(list, {invoice: list(last.values()) for invoice, last in found.items()})


def _one(
    row: Invoice, lines: list[InvoiceLine], held: dict[int, tuple[Holder, ...]], stated: list[InvoiceStatement],
    *, actor: Actor, enterprise: str,
) -> InvoiceSeen:  # fmt: skip
    kept = kept_value(row, lines)
    statements = tuple(
        Statement(
            one.enterprise.uscc, one.enterprise.name, said := read_stated(one.stated), one.stated_name, one.stated_at,
            list_differences(kept, said),
        )
        for one in stated
    )  # fmt: skip
    meant = next((one for one in statements if one.uscc == enterprise), None)
    first = any(one.enterprise_id == row.owner_id for one in stated)
    contents = kept if first or meant is None or not meant.differences else meant.stated
    usages = tuple(_usage(line, held) for line in lines) if contents is kept else _disputed(contents)
    name = meant.name if meant else ""
    return InvoiceSeen(
        row.pk, contents, usages, statements,
        list_findings(contents, enterprise, name) if enterprise else (), row.entered_name if first else "",
        row.entered_at, entered_first=bool(first and meant and meant.uscc == row.owner.uscc),
        document=row.document_id if first else None,
    )  # fmt: skip
