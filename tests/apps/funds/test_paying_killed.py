"""拨付时被杀：a batch is approved and an answer applied whole or not at all, and pressed again each is done once."""

from __future__ import annotations

from uuid import uuid4

import pytest

from luoqiao.apps.funds.models import BankFile, PaymentBatch, PaymentFile
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services import approving, batches, results
from luoqiao.apps.policy.services import load_packs
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from tests.apps.cases.stories import AT
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, a_line, balances
from tests.apps.funds.payment_stories import (
    a_batch,
    a_row,
    answered,
    checked,
    nothing_against,
    owed,
    reference_of,
    registered,
    seen,
    sent,
    state_of,
)
from tests.killing import kill_at_each_statement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def firms(transactional_db: None) -> None:
    load_packs(AT)
    registered()


def two_owed() -> tuple[int, int, int]:
    return a_line(3000), owed(fen=1000), owed("LQ-2023-0002", 2000, minutes=1)


def test_a_batch_is_prepared_whole_or_not_at_all() -> None:
    line, one, two = two_owed()
    chosen = batches.Chosen("luojiang_2022_31", 2023)
    key = uuid4()

    def whole() -> None:
        assert {state_of(one), state_of(two)} in ({"payable"}, {"listed"})
        assert balances(line)["payable"] == 3000
        assert check_ledger().findings == ()

    killed = kill_at_each_statement(lambda: batches.prepare_batch(chosen, actor=FINANCE, at=AT, key=key), whole)
    assert killed > 8
    assert PaymentBatch.objects.count() == 1


def test_the_second_approval_books_and_writes_the_file_whole_or_not_at_all() -> None:
    line, one, two = two_owed()
    number = checked(a_batch())
    looked = seen(number)

    def whole() -> None:
        gone = balances(line).get("in_transit", 0)
        assert gone in (0, 3000)
        assert {state_of(one), state_of(two)} == ({"sent"} if gone else {"listed"})
        assert PaymentFile.objects.count() == (2 if gone else 0)
        assert check_ledger().findings == ()

    def press() -> None:
        approving.approve_second(
            number, seen=looked, cases=nothing_against, write=write_payment_file, actor=FINANCE_HEAD, at=AT
        )

    assert kill_at_each_statement(press, whole) > 15
    press()
    assert balances(line)["in_transit"] == 3000
    assert PaymentFile.objects.count() == 2


def test_the_banks_answer_counts_whole_or_not_at_all_and_once() -> None:
    line, one, two = two_owed()
    sent(a_batch())
    file = answered(
        a_row(reference_of(one), 1000), a_row(reference_of(two), 2000, paid=False, reason="户名不符"), apply=False
    )

    def whole() -> None:
        there = balances(line)
        settled = BankFile.objects.get().applied_at is not None
        assert (there.get("paid", 0), there.get("returned", 0)) == ((1000, 2000) if settled else (0, 0))
        assert check_ledger().findings == ()

    assert kill_at_each_statement(lambda: results.apply_results(file, actor=FINANCE, at=AT), whole) > 10
    results.apply_results(file, actor=FINANCE, at=AT)
    assert (balances(line)["paid"], balances(line)["returned"]) == (1000, 2000)
