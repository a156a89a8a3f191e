"""发票登记: one row for one invoice, whoever enters it; what differs is shown and settled, never overwritten."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.evidence.errors import InvoiceInUse, MayNotEnter, NotThere, WasStated
from luoqiao.apps.evidence.models import Invoice, InvoiceLine, InvoiceStatement
from luoqiao.apps.evidence.queries import find_invoice, get_invoice, list_conflicts, list_invoices
from luoqiao.apps.evidence.services import allocate, amend_invoice, enter_invoice, settle_invoice
from luoqiao.apps.parties.errors import NoSuchEnterprise
from luoqiao.core.evidence.invoice_number import InvoiceNumber
from luoqiao.core.parties.actor import Role

from .builders import (
    AT,
    MINE,
    NUMBER,
    OTHER_TOWN,
    OTHERS,
    a_firm,
    agent,
    clerk,
    enter,
    holding,
    officer,
    stated,
)

pytestmark = pytest.mark.django_db


def test_the_same_invoice_entered_twice_is_one() -> None:
    a_firm()
    assert enter() == enter()
    assert (Invoice.objects.count(), InvoiceStatement.objects.count()) == (1, 1)
    assert [entry.action for entry in list_entries(f"invoice:{NUMBER}")] == ["invoice.entered"]


def test_another_enterprise_finds_the_row_there_is() -> None:
    a_firm()
    a_firm(OTHERS)
    lines = enter()
    second = enter_invoice(stated=stated(), enterprise=OTHERS, actor=agent(OTHERS), at=AT)
    assert not second.new
    assert [line.line for line in second.invoice.lines] == lines
    assert [finding.code for finding in second.invoice.findings] == ["LQ-5410"]


def test_differing_amounts_are_shown_and_never_overwrite() -> None:
    a_firm()
    a_firm(OTHERS)
    enter()
    second = enter_invoice(stated=stated(2_000_000), enterprise=OTHERS, actor=agent(OTHERS), at=AT)
    assert [one.field for one in second.differences] == ["ex_tax", "lines"]
    assert second.invoice.contents.ex_tax == 2_000_000, "one's own words, never those of somebody else"
    assert get_invoice(second.invoice.id, agent()).contents.ex_tax == 1_440_000
    assert not get_invoice(second.invoice.id, agent()).differs, "what others state is not for everybody"
    [seen] = list_conflicts(officer())
    assert [(one.uscc, bool(one.differences)) for one in seen.statements] == [(MINE, False), (OTHERS, True)]
    assert list_entries(f"invoice:{NUMBER}")[-1].action == "invoice.differs"


def test_an_officer_settles_which_statement_is_right() -> None:
    a_firm()
    a_firm(OTHERS)
    enter()
    enter(stated(2_000_000), OTHERS)
    [seen] = list_conflicts(officer())
    with pytest.raises(MayNotEnter):
        settle_invoice(invoice=seen.id, enterprise=OTHERS, reason="见原件", actor=clerk(), at=AT)
    with pytest.raises(WasStated):
        settle_invoice(invoice=seen.id, enterprise="91350504MA00004020", reason="见原件", actor=officer(), at=AT)
    settled = settle_invoice(invoice=seen.id, enterprise=OTHERS, reason="见原件", actor=officer(), at=AT)
    assert settled.contents.ex_tax == 2_000_000
    entry = list_entries(f"invoice:{NUMBER}")[-1]
    assert (entry.action, entry.reason) == ("invoice.amended", "见原件")
    assert [one.uscc for one in settled.statements if one.differences] == [MINE], "now the other one differs"


def test_settling_keeps_what_is_used() -> None:
    a_firm()
    a_firm(OTHERS)
    first, _ = enter(stated(1_000_000, 440_000))
    use = {"case_number": "LQ-1", "clause": "cloud_adoption", "year": 2023, "claimant": MINE}
    allocate(line=first, amount=900_000, actor=agent(), at=AT, **use)
    enter(stated(800_000, 640_000), OTHERS)
    [seen] = list_conflicts(officer())
    with pytest.raises(InvoiceInUse):
        settle_invoice(invoice=seen.id, enterprise=OTHERS, reason="见原件", actor=officer(), at=AT)
    enter(stated(950_000, 550_000, 100_000), OTHERS)
    settled = settle_invoice(invoice=seen.id, enterprise=OTHERS, reason="见原件", actor=officer(), at=AT)
    assert [(line.ex_tax, line.used) for line in settled.lines] == [(950_000, 900_000), (550_000, 0), (100_000, 0)]


def test_one_corrects_ones_own_entry_until_it_is_used() -> None:
    a_firm()
    [line] = enter()
    invoice = InvoiceLine.objects.get(pk=line).invoice_id
    right = stated(1_400_000)
    amended = amend_invoice(invoice=invoice, stated=right, enterprise=MINE, actor=agent(), at=AT)
    assert (amended.invoice.contents.ex_tax, amended.invoice.differs) == (1_400_000, False)
    use = {"case_number": "LQ-1", "clause": "cloud_adoption", "year": 2023, "claimant": MINE}
    allocate(line=amended.invoice.lines[0].line, amount=1, actor=agent(), at=AT, **use)
    with pytest.raises(InvoiceInUse):
        amend_invoice(invoice=invoice, stated=stated(), enterprise=MINE, actor=agent(), at=AT)


def test_nobody_corrects_what_somebody_else_entered() -> None:
    a_firm()
    a_firm(OTHERS)
    [line] = enter()
    invoice = InvoiceLine.objects.get(pk=line).invoice_id
    with pytest.raises(NotThere):
        amend_invoice(invoice=invoice, stated=stated(1), enterprise=OTHERS, actor=agent(OTHERS), at=AT)
    enter(stated(), OTHERS)
    with pytest.raises(InvoiceInUse):
        amend_invoice(invoice=invoice, stated=stated(1), enterprise=OTHERS, actor=agent(OTHERS), at=AT)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (agent(OTHERS), NoSuchEnterprise), (clerk(OTHER_TOWN), NoSuchEnterprise), (holding(Role.EXPERT), NoSuchEnterprise),
        (holding(Role.SYSTEM_ADMIN), NoSuchEnterprise), (holding(Role.PARK_MANAGER, "p1"), MayNotEnter),
        (holding(Role.AUDITOR), MayNotEnter), (holding(Role.LEADER), MayNotEnter),
        (holding(Role.FINANCE_OFFICER, "finance"), MayNotEnter),
    ],
)  # fmt: skip
def test_who_may_not_enter_for_an_enterprise(who: object, refusal: type[Exception]) -> None:
    a_firm(park="p1")
    with pytest.raises(refusal):
        enter(stated(), MINE, who)  # type: ignore[arg-type] # an actor
    assert not Invoice.objects.exists()


@pytest.mark.parametrize("who", [agent(), clerk(), officer()])
def test_who_may_enter_for_an_enterprise(who: object) -> None:
    a_firm()
    assert enter(stated(), MINE, who)  # type: ignore[arg-type] # an actor


def test_an_invoice_is_seen_within_the_scope_only() -> None:
    a_firm(park="p1")
    a_firm(OTHERS, township=OTHER_TOWN)
    enter()
    seen = (agent(), clerk(), officer(), holding(Role.PARK_MANAGER, "p1"), holding(Role.AUDITOR))
    unseen = (
        agent(OTHERS), clerk(OTHER_TOWN), holding(Role.PARK_MANAGER, "p2"), holding(Role.EXPERT),
        holding(Role.PARK_MANAGER),
    )  # fmt: skip
    assert all(len(list_invoices(MINE, who)) == 1 for who in seen)
    assert all(find_invoice("", NUMBER.number, who) is not None for who in seen)
    assert all(list_invoices(MINE, who) == () and find_invoice("", NUMBER.number, who) is None for who in unseen)


def test_a_list_takes_the_same_number_of_queries_however_long() -> None:
    a_firm()
    for no in range(8):
        enter(stated(100, 200, number=InvoiceNumber("", f"2335{no:016d}")))
    with CaptureQueriesContext(connection) as asked:
        assert len(list_invoices(MINE, agent())) == 8
    assert len(asked) == 4
    assert len(list_invoices(MINE, agent(), search="0007")) == 1
    assert list_invoices(MINE, agent(), year=2022) == ()


def test_the_database_itself_keeps_lines_within_the_invoice() -> None:
    a_firm()
    [line] = enter()
    row = InvoiceLine.objects.get(pk=line)
    broken = (
        lambda: InvoiceLine.objects.create(invoice=row.invoice, no=2, name="多出来的", ex_tax=1),
        lambda: InvoiceLine.objects.filter(pk=line).update(ex_tax=1_440_001),
        lambda: InvoiceLine.objects.filter(pk=line).update(allocated=-1),
        lambda: InvoiceLine.objects.filter(pk=line).update(allocated=5),
        lambda: Invoice.objects.update(lines_amount=0),
        lambda: Invoice.objects.update(number="23352000000031880473"),
        lambda: Invoice.objects.update(ex_tax=1_439_999),
        lambda: InvoiceStatement.objects.update(stated_by=0),
        lambda: InvoiceLine.objects.create(invoice=row.invoice, no=2, name="已用", ex_tax=1, allocated=1),
    )
    for change in broken:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert get_invoice(row.invoice_id, agent()).contents == stated()
