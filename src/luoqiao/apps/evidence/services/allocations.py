"""占用与放开: a case takes an amount of an invoice line, keeps it once money is granted, gives it back when it came to nothing.

What is counted here is counted again by the database (see `models.invoice`): two at once can never take more than there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from luoqiao.apps.audit.services import Deed, record_many
from luoqiao.apps.evidence.errors import AlreadyUsed, AmountNotPositive, InvoiceDiffers, NotThere
from luoqiao.apps.evidence.kept_invoice import kept_value, latest_statements
from luoqiao.apps.evidence.models import Allocation, InvoiceLine
from luoqiao.apps.evidence.models.invoice import LINE_OVERUSED
from luoqiao.apps.evidence.queries.invoices import holders_of
from luoqiao.apps.evidence.scope import written_enterprise
from luoqiao.core.evidence.allocation import AllocationState
from luoqiao.core.evidence.invoice import list_differences
from luoqiao.core.parties.actor import Actor

_CASES = 0x4C51_0054
"""First key of the advisory lock under which the uses of one case change."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """要占用的一笔: a line by its id and an amount in fen."""

    line: int
    amount: int


def allocate(
    *, line: int, case_number: str, clause: str, year: int, amount: int, claimant: str, actor: Actor, at: datetime
) -> int:
    """Let a case use an amount of one line and give the id of the use; asked again with the same amount it is one use.

    `claimant` is the credit code of the applicant, who must have entered the invoice. Refuses with AlreadyUsed (who holds
    it, how much is left), InvoiceDiffers, AmountNotPositive, NotThere,
    NoSuchEnterprise or MayNotEnter.
    """
    with transaction.atomic():
        firm = written_enterprise(claimant, actor)
        _hold(case_number)
        row = _entered((line,), firm.id)[line]
        return _take(row, Wanted(line, amount), _For(case_number, clause, year, claimant), actor, at)


def allocate_all(
    *, wanted: Sequence[Wanted], case_number: str, clause: str, year: int, claimant: str, actor: Actor, at: datetime
) -> tuple[int, ...]:
    """Make exactly these the uses of a case for a clause and year: new ones are taken, others given back. All or none.

    Refuses as `allocate` does; then nothing is changed.
    """
    with transaction.atomic():
        firm = written_enterprise(claimant, actor)
        _hold(case_number)
        before = Allocation.objects.filter(case_number=case_number, clause=clause, year=year).exclude(state="released")
        asked = {one.line for one in wanted}
        _lock(asked | set(before.values_list("line_id", flat=True)))
        keep = {(one.line, one.amount) for one in wanted}
        _release([use for use in before.all() if (use.line_id, use.amount) not in keep], actor=actor, at=at)
        rows = _entered(asked, firm.id)
        meant = _For(case_number, clause, year, claimant)
        return tuple(_take(rows[one.line], one, meant, actor, at) for one in sorted(wanted, key=lambda one: one.line))


def release(case_number: str, *, actor: Actor, at: datetime) -> int:
    """Give back everything that a case holds, and say how many uses that were; a second time it is none."""
    with transaction.atomic():
        _hold(case_number)
        held = Allocation.objects.filter(case_number=case_number).exclude(state="released")
        _lock(held.values_list("line_id", flat=True))
        return _release(held.all(), actor=actor, at=at)


def mark_used(case_number: str, *, actor: Actor, at: datetime) -> int:
    """The case was granted: what it reserved is used for good; says how many uses were moved."""
    with transaction.atomic():
        _hold(case_number)
        held = Allocation.objects.filter(case_number=case_number, state="reserved")
        _lock(held.values_list("line_id", flat=True))
        return _move(held.all(), AllocationState.USED, actor=actor, at=at)


@dataclass(frozen=True, slots=True)
class _For:
    case_number: str
    clause: str
    year: int
    claimant: str


def _hold(case_number: str) -> None:
    """One deed at a time about the uses of a case: so those that are read now are those that are changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_CASES, case_number])


def _lock(lines: Iterable[int]) -> None:
    """Lock lines in one order, before any of their uses: so no two deeds wait for each other."""
    list(InvoiceLine.objects.select_for_update().filter(pk__in=set(lines)).order_by("pk").values_list("pk"))


def _entered(lines: Iterable[int], enterprise: int) -> dict[int, InvoiceLine]:
    """The lines, locked; each of an invoice that the enterprise entered and that nobody disputes."""
    asked = set(lines)
    _lock(asked)
    rows = {
        row.pk: row
        for row in InvoiceLine.objects.select_related("invoice").filter(
            pk__in=asked, invoice__statements__enterprise=enterprise
        )
    }
    if len(rows) < len(asked):
        raise NotThere("这张发票；请先登记")
    for invoice in {row.invoice_id: row.invoice for row in rows.values()}.values():
        kept = kept_value(invoice, invoice.lines.all())
        stated = latest_statements(invoice.statements.order_by("pk"))[enterprise]
        if differences := list_differences(kept, stated):
            raise InvoiceDiffers(kept.number, differences)
    return rows


def _take(row: InvoiceLine, wanted: Wanted, meant: _For, actor: Actor, at: datetime) -> int:
    if wanted.amount <= 0:
        raise AmountNotPositive
    key = {"line": row, "case_number": meant.case_number, "clause": meant.clause, "year": meant.year}
    before = Allocation.objects.filter(**key).exclude(state="released").first()
    if before is not None and before.amount == wanted.amount:
        return before.pk
    if before is not None or row.allocated + wanted.amount > row.ex_tax:
        raise _used(row, wanted.amount, actor)
    try:
        with transaction.atomic():
            use = Allocation.objects.create(
                **key, amount=wanted.amount, claimant=meant.claimant, state=AllocationState.RESERVED, at=at,
                taken_by=actor.user, taken_name=actor.name,
            )  # fmt: skip
    except IntegrityError as refused:
        if _constraint(refused) != LINE_OVERUSED:
            raise
        raise _used(row, wanted.amount, actor) from None
    row.allocated += wanted.amount
    record_many(at=at, actor=actor, deeds=[_deed("invoice.allocated", use)])
    return use.pk


def _used(row: InvoiceLine, asked: int, actor: Actor) -> AlreadyUsed:
    row.refresh_from_db(fields=["allocated", "ex_tax"])
    number = kept_value(row.invoice, ()).number
    holders = holders_of((row.pk,), actor).get(row.pk, ())
    return AlreadyUsed(
        what=f"发票 {number.shown} 的“{row.name}”", holders=holders, left=row.ex_tax - row.allocated, asked=asked
    )


def _release(held: Iterable[Allocation], *, actor: Actor, at: datetime) -> int:
    return _move(held, AllocationState.RELEASED, actor=actor, at=at)


def _move(held: Iterable[Allocation], state: AllocationState, *, actor: Actor, at: datetime) -> int:
    uses = list(held)
    for use in uses:
        Allocation.objects.filter(pk=use.pk).exclude(state=state).update(state=state, moved_at=at)
    record_many(at=at, actor=actor, deeds=[_deed(f"invoice.{state}", use) for use in uses])
    return len(uses)


def _deed(action: str, use: Allocation) -> Deed:
    detail = {
        "line": use.line_id, "case": use.case_number, "clause": use.clause, "year": use.year, "amount": use.amount,
        "claimant": use.claimant,
    }  # fmt: skip
    return Deed(action, f"case:{use.case_number}", detail)


def _constraint(refused: IntegrityError) -> str:
    diagnosis = getattr(refused.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "") or "")
