"""发票占用: a line is shared at most up to its amount; whoever comes second is told why not."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.evidence.errors import AlreadyUsed, AmountNotPositive, InvoiceDiffers, NotThere
from luoqiao.apps.evidence.models import Allocation, InvoiceLine
from luoqiao.apps.evidence.queries import allocations_of_case, list_invoices, usage_of
from luoqiao.apps.evidence.services import Wanted, allocate, allocate_all, mark_used, release
from luoqiao.core.parties.actor import Actor

from .builders import AT, MINE, OTHERS, a_firm, agent, clerk, enter, officer, stated

pytestmark = pytest.mark.django_db


def take(line: int, amount: int, case: str = "LQ-2023-0388", uscc: str = MINE, actor: Actor | None = None) -> int:
    return allocate(
        line=line, case_number=case, clause="cloud_adoption", year=2023, amount=amount, claimant=uscc,
        actor=actor or agent(uscc), at=AT,
    )  # fmt: skip


def test_a_line_is_shared_up_to_its_amount() -> None:
    a_firm()
    [line] = enter()
    take(line, 1_000_000)
    take(line, 440_000, "LQ-2023-0417")
    with pytest.raises(AlreadyUsed) as refused:
        take(line, 1, "LQ-2023-0500")
    assert (refused.value.left, refused.value.asked) == (0, 1)
    assert usage_of([line], agent())[line].left == 0


def test_the_own_case_is_named() -> None:
    a_firm()
    [line] = enter()
    take(line, 1_440_000)
    with pytest.raises(AlreadyUsed) as refused:
        take(line, 1_440_000, "LQ-2023-0417")
    assert refused.value.message == (
        "发票 2335 2000 0000 3188 0472 的“第 1 项服务”：14,400.00 元 已用于案件 LQ-2023-0388，没有余额，"
        "不够这次的 14,400.00 元。一张发票只用一次"
    )
    assert refused.value.details["left"] == "0.00"


def test_the_case_of_another_enterprise_is_masked_for_enterprises_but_not_for_officials() -> None:
    a_firm()
    a_firm(OTHERS)
    [line] = enter()
    enter(stated(), OTHERS)
    take(line, 1_000_000)
    take(line, 100, "LQ-2023-0389")
    with pytest.raises(AlreadyUsed) as refused:
        take(line, 1_440_000, "LQ-2023-0417", OTHERS)
    assert "10,001.00 元 已用于另一家企业的案件，还能用 4,399.00 元" in refused.value.message
    assert "LQ-2023-038" not in f"{refused.value.message}{refused.value.details}"
    with pytest.raises(AlreadyUsed, match="已用于案件 LQ-2023-0388"):
        take(line, 1_440_000, "LQ-2023-0417", OTHERS, officer())
    with pytest.raises(AlreadyUsed, match="已用于案件 LQ-2023-0388"):
        take(line, 1_440_000, "LQ-2023-0417", OTHERS, clerk())
    masked = usage_of([line], agent(OTHERS))[line].holders
    assert {(one.case_number, one.clause, one.year) for one in masked} == {("", "", 0)}
    assert {one.case_number for one in usage_of([line], agent())[line].holders} == {"LQ-2023-0388", "LQ-2023-0389"}


def test_asked_again_it_is_one_use_and_with_another_amount_it_is_refused() -> None:
    a_firm()
    [line] = enter()
    assert take(line, 100) == take(line, 100)
    assert Allocation.objects.count() == 1
    with pytest.raises(AlreadyUsed):
        take(line, 200)


def test_what_is_released_can_be_used_again() -> None:
    a_firm()
    [line] = enter()
    take(line, 1_440_000)
    assert release("LQ-2023-0388", actor=officer(), at=AT) == 1
    assert release("LQ-2023-0388", actor=officer(), at=AT) == 0
    take(line, 1_440_000, "LQ-2023-0417")
    take_again = [one.state.value for one in allocations_of_case("LQ-2023-0388")]
    assert take_again == ["released"]
    assert [entry.action for entry in list_entries("case:LQ-2023-0388")] == ["invoice.allocated", "invoice.released"]


def test_a_granted_use_stays_until_it_is_given_back() -> None:
    a_firm()
    [line] = enter()
    take(line, 1_440_000)
    assert mark_used("LQ-2023-0388", actor=officer(), at=AT) == 1
    assert list_invoices(MINE, agent())[0].used == 1_440_000
    assert release("LQ-2023-0388", actor=officer(), at=AT) == 1
    assert list_invoices(MINE, agent())[0].left == 1_440_000


def test_the_uses_of_a_case_are_set_all_or_none() -> None:
    a_firm()
    one, two = enter(stated(100, 200))
    take(two, 150, "LQ-9")
    asked = {"case_number": "LQ-1", "clause": "cloud_adoption", "year": 2023, "claimant": MINE, "actor": agent(), "at": AT}
    allocate_all(wanted=[Wanted(one, 100), Wanted(two, 50)], **asked)  # type: ignore[arg-type] # named above
    with pytest.raises(AlreadyUsed):
        allocate_all(wanted=[Wanted(two, 51)], **asked)  # type: ignore[arg-type] # named above
    assert [use.amount for use in allocations_of_case("LQ-1") if use.state.value == "reserved"] == [100, 50]
    allocate_all(wanted=[Wanted(two, 50)], **asked)  # type: ignore[arg-type] # named above
    allocate_all(wanted=[Wanted(one, 60), Wanted(two, 50)], **asked)  # type: ignore[arg-type] # named above
    assert [use.amount for use in allocations_of_case("LQ-1") if use.state.value == "reserved"] == [50, 60]


def test_an_invoice_that_was_not_entered_or_is_disputed_cannot_be_used() -> None:
    a_firm()
    a_firm(OTHERS)
    [line] = enter()
    with pytest.raises(NotThere):
        take(line, 1, uscc=OTHERS)
    enter(stated(2_000_000), OTHERS)
    with pytest.raises(InvoiceDiffers, match="不含税金额、明细金额与这次填的不同"):
        take(line, 1, uscc=OTHERS)
    take(line, 1)


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_must_be_positive(amount: int) -> None:
    a_firm()
    [line] = enter()
    with pytest.raises(AmountNotPositive):
        take(line, amount)


def test_the_database_itself_refuses_what_the_service_would() -> None:
    a_firm()
    [line] = enter()
    use = take(line, 1_000_000)
    mark_used("LQ-2023-0388", actor=officer(), at=AT)
    row = {
        "line_id": line, "case_number": "X", "clause": "c", "year": 2023, "claimant": MINE, "at": AT, "taken_by": 1,
        "taken_name": "某",
    }  # fmt: skip
    broken = {
        "evidence_line_within_its_amount": lambda: Allocation.objects.create(**row, amount=440_001, state="reserved"),
        "evidence_allocation_begins_held": lambda: Allocation.objects.create(**row, amount=1, state="released"),
        "evidence_allocation_amount_positive": lambda: Allocation.objects.create(**row, amount=0, state="used"),
        "evidence_line_once_a_case": lambda: Allocation.objects.create(
            **{**row, "case_number": "LQ-2023-0388", "clause": "cloud_adoption"}, amount=1, state="used"
        ),
        "evidence_allocation_is_append_only": lambda: Allocation.objects.filter(pk=use).update(amount=1),
        "evidence_allocation_goes_forward": lambda: Allocation.objects.filter(pk=use).update(state="reserved"),
    }
    for name, change in broken.items():
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            change()
        assert refused.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr] # of psycopg
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        Allocation.objects.all().delete()
    release("LQ-2023-0388", actor=officer(), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.filter(pk=use).update(state="used")
    assert InvoiceLine.objects.get(pk=line).allocated == 0
