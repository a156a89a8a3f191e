"""两个人同时办一笔拨付：one of two deeds counts, the other is refused with what happened; the money goes once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from luoqiao.apps.funds.models import PaymentBatch, PaymentLine
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services import approving, batches, results, returns
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.funds.batch import BatchMovedOn
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from tests.apps.cases.stories import AT
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, SECOND_FINANCE, a_line, stands
from tests.apps.funds.payment_stories import (
    THIRD_FINANCE,
    a_batch,
    a_row,
    an_account,
    answered,
    checked,
    nothing_against,
    owed,
    reference_of,
    registered,
    seen,
    sent,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def line(transactional_db: None) -> int:
    load_packs(AT)
    registered()
    made = a_line(3000)
    owed(fen=1000)
    owed("LQ-2023-0002", 2000, minutes=1)
    return made


def at_once(*deeds: Callable[[], object]) -> list[DomainError]:
    """Every deed at the same moment; the refusals. Anything but a refusal is a fault."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> DomainError | None:
        try:
            start.wait()
            deed()
        except DomainError as refused:
            return refused
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [found for found in pool.map(run, deeds) if found is not None]


def first(number: str, actor: Actor) -> Callable[[], object]:
    looked = seen(number)
    return lambda: approving.approve_first(number, seen=looked, cases=nothing_against, actor=actor, at=AT)


def second(number: str, actor: Actor) -> Callable[[], object]:
    looked = seen(number)
    return lambda: approving.approve_second(
        number, seen=looked, cases=nothing_against, write=write_payment_file, actor=actor, at=AT
    )


def test_two_who_check_at_once_are_one_first_approval(line: int) -> None:
    number = a_batch()
    refused = at_once(first(number, SECOND_FINANCE), first(number, THIRD_FINANCE))
    assert [type(one) for one in refused] == [BatchMovedOn]
    assert PaymentBatch.objects.get().state == "checked"


def test_signed_while_it_is_withdrawn_it_is_one_of_the_two(line: int) -> None:
    number = checked(a_batch())
    refused = at_once(
        second(number, FINANCE_HEAD), lambda: batches.withdraw_batch(number, reason="先不拨付", actor=FINANCE, at=AT)
    )
    assert len(refused) == 1
    state = PaymentBatch.objects.get().state
    stands(line, **({"in_transit": 3000} if state == "sent" else {"payable": 3000}))
    assert check_ledger().findings == ()


def test_two_files_with_the_same_answers_applied_at_once_count_once(line: int) -> None:
    sent(a_batch())
    rows = [a_row(f"ZF-2023-0001-000{place}", fen) for place, fen in ((1, 1000), (2, 2000))]
    one, other = answered(*rows, apply=False), answered(*reversed(rows), apply=False)
    assert at_once(*(
        lambda file=file: results.apply_results(file, actor=FINANCE, at=AT)  # type: ignore[misc] # bound now
        for file in (one, other)
    )) == []  # fmt: skip
    stands(line, paid=3000)
    assert check_ledger().findings == ()


def test_two_who_send_it_anew_at_once_make_it_payable_once(line: int) -> None:
    sent(a_batch())
    share = PaymentLine.objects.get(place=1).share_id
    answered(a_row(reference_of(share), 1000, paid=False, reason="账号错误"))
    an_account(number="62284801000012345")
    refused = at_once(*(
        lambda actor=actor: returns.retry_payment(share, reason="", actor=actor, at=AT)  # type: ignore[misc] # bound now
        for actor in (FINANCE, SECOND_FINANCE)
    ))  # fmt: skip
    assert [type(one) for one in refused] == [returns.NoSuchReturn]
    stands(line, in_transit=2000, payable=1000)
