"""同时占用: many at once, each with a connection of its own, never take more than there is; under every isolation level."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from luoqiao.apps.evidence.errors import AlreadyUsed
from luoqiao.apps.evidence.models import Allocation, Invoice, InvoiceLine
from luoqiao.apps.evidence.services import Wanted, allocate, allocate_all, enter_invoice, release

from .builders import AT, MINE, a_firm, agent, enter, officer, stated

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 8


def at_once(
    deeds: list[Callable[[], object]], *refusals: type[Exception]
) -> list[object]:  # fmt: skip
    """Run every deed in a thread with its own connection; give what each gave or the refusal that it met."""

    def run(deed: Callable[[], object]) -> object:
        try:
            return deed()
        except refusals as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, deeds))


def take(line: int, case: str, amount: int) -> int:
    return allocate(
        line=line, case_number=case, clause="cloud_adoption", year=2023, amount=amount, claimant=MINE, actor=agent(), at=AT
    )


def check_sums() -> None:
    for line in InvoiceLine.objects.all():
        live = sum(Allocation.objects.filter(line=line).exclude(state="released").values_list("amount", flat=True))
        assert line.allocated == live <= line.ex_tax


def test_of_many_that_want_the_whole_line_exactly_one_gets_it() -> None:
    a_firm()
    [line] = enter()
    answers = at_once([lambda n=n: take(line, f"LQ-{n}", 1_440_000) for n in range(16)], AlreadyUsed)  # type: ignore[misc] # bound now
    assert sum(isinstance(one, int) for one in answers) == 1
    assert sum(isinstance(one, AlreadyUsed) for one in answers) == 15
    check_sums()


def test_the_same_case_sent_twice_at_once_uses_it_once() -> None:
    a_firm()
    [line] = enter()
    answers = at_once([lambda: take(line, "LQ-1", 1_000_000)] * 8)
    assert len(set(answers)) == 1
    assert Allocation.objects.count() == 1


def test_entered_by_many_at_once_it_is_one_invoice() -> None:
    a_firm()
    answers = at_once(
        [lambda: enter_invoice(stated=stated(), enterprise=MINE, actor=agent(), at=AT).invoice.id] * 8
    )  # fmt: skip
    assert len(set(answers)) == 1
    assert Invoice.objects.count() == 1


@settings(max_examples=8, deadline=None, database=None)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 4))
def test_whatever_happens_at_once_no_line_is_used_beyond_its_amount(seed: int, size: int) -> None:
    chance = random.Random(seed)
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE evidence_allocation, evidence_invoiceline, evidence_invoicestatement, evidence_invoice,"
            " parties_enterprise CASCADE"
        )
    a_firm()
    lines = enter(stated(*(chance.randint(1, 1000) for _ in range(size))))

    def deed() -> Callable[[], object]:
        case = f"LQ-{chance.randint(1, 6)}"
        wanted = [Wanted(line, chance.randint(1, 700)) for line in chance.sample(lines, chance.randint(1, size))]
        if chance.random() < 0.2:
            return lambda: release(case, actor=officer(), at=AT)
        if chance.random() < 0.5:
            return lambda: take(wanted[0].line, case, wanted[0].amount)
        return lambda: allocate_all(
            wanted=wanted, case_number=case, clause="cloud_adoption", year=2023, claimant=MINE, actor=agent(), at=AT
        )

    at_once([deed() for _ in range(40)], AlreadyUsed)
    check_sums()


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_rows_written_past_the_service_are_counted_under_every_isolation_level(isolation: str) -> None:
    a_firm()
    [line] = enter(stated(1000))

    def write(case: int) -> object:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
                cursor.execute("SELECT count(*), pg_sleep(0.02) FROM evidence_allocation")
            return Allocation.objects.create(
                line_id=line, case_number=f"LQ-{case}", clause="c", year=2023, amount=300, claimant=MINE,
                state="reserved", at=AT, taken_by=1, taken_name="某",
            ).pk  # fmt: skip

    answers = at_once([lambda n=n: write(n) for n in range(12)], IntegrityError, OperationalError)  # type: ignore[misc] # bound now
    assert 1 <= sum(isinstance(one, int) for one in answers) <= 3
    check_sums()
