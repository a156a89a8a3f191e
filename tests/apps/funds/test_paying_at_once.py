"""同时拨付：two press the same at once, a batch meets a set-off of the same share: nothing is paid twice, no deadlock stays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

import pytest

from luoqiao.apps.funds.models import BankFile, PaymentFile, PaymentLine, Share
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services import approving, batches, clawback, results
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from tests.apps.cases.stories import AT
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, SECOND_FINANCE, a_line, balances
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
)
from tests.apps.funds.test_at_once import at_once
from tests.apps.funds.test_clawback import decided, paid, wanted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def firms(transactional_db: None) -> None:
    load_packs(AT)
    registered()


def tried(deed: Callable[[], object]) -> Callable[[], object]:
    """A deed that may be refused."""

    def run() -> None:
        with suppress(DomainError):
            deed()

    return run


def test_many_who_sign_at_once_send_once() -> None:
    line = a_line(3000)
    owed(fen=1000)
    owed("LQ-2023-0002", 2000, minutes=1)
    number = checked(a_batch())
    looked = seen(number)

    def sign() -> None:
        approving.approve_second(
            number, seen=looked, cases=nothing_against, write=write_payment_file, actor=FINANCE_HEAD, at=AT
        )

    at_once([sign] * 6)
    assert balances(line)["in_transit"] == 3000
    assert PaymentFile.objects.count() == 2
    assert check_ledger().findings == ()


def test_many_who_prepare_at_once_list_each_share_once() -> None:
    a_line(6000)
    for number in range(6):
        owed(f"LQ-2023-{number:04d}", 1000, minutes=number)
    chosen = batches.Chosen("luojiang_2022_31", 2023)
    at_once([tried(lambda: batches.prepare_batch(chosen, actor=FINANCE, at=AT, key=uuid4()))] * 5)
    assert PaymentLine.objects.count() == 6
    assert set(Share.objects.values_list("state", flat=True)) == {"listed"}


def test_the_same_answer_taken_in_and_applied_by_many_counts_once() -> None:
    line = a_line(1000)
    share = owed()
    sent(a_batch())
    row = a_row(reference_of(share), 1000)
    at_once([lambda: answered(row)] * 5)
    assert balances(line)["paid"] == 1000
    assert BankFile.objects.count() == 1
    at_once([lambda: results.apply_results(BankFile.objects.get().pk, actor=SECOND_FINANCE, at=AT)] * 3)
    assert check_ledger().findings == ()


def test_a_share_is_listed_or_set_off_and_never_both() -> None:
    a_line(9000)
    number = decided(wanted(paid(fen=1000)))
    others = [owed(f"LQ-2023-01{place:02d}", 100, minutes=place) for place in range(8)]
    chosen = batches.Chosen("luojiang_2022_31", 2023)
    deeds: list[Callable[[], object]] = [tried(lambda: batches.prepare_batch(chosen, actor=FINANCE, at=AT, key=uuid4()))]
    for other in others:
        deeds.append(tried(lambda other=other: clawback.set_off(number, against=other, actor=FINANCE, at=AT, key=uuid4())))
    at_once(deeds)
    listed = set(PaymentLine.objects.values_list("share", flat=True))
    set_off = set(Share.objects.filter(pk__in=others, state="paid").values_list("pk", flat=True))
    assert listed | set_off == set(others)
    assert not listed & set_off
    assert check_ledger().findings == ()
