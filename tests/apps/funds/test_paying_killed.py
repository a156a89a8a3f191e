"""拨付办到一半断掉：killed before every statement of each deed, the same press completes it once, and the books balance."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest

from luoqiao.adapters.delimited.reading import read_delimited
from luoqiao.adapters.object_store.hashing import read_digests
from luoqiao.apps.audit.models import Entry
from luoqiao.apps.funds.models import BankFile, Journal, PaymentBatch, PaymentFile, PaymentLine
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services import approving, batches, results, returns
from luoqiao.apps.outbox.models import Message
from luoqiao.apps.policy.services import load_packs
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from tests.apps.cases.stories import AT
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, PACK, SECOND_FINANCE, YEAR, a_line, stands
from tests.apps.funds.payment_stories import (
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
    state_of,
)
from tests.killing import kill_at_each_statement

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "流水号,金额,交易状态,交易日期,凭证号,退汇原因"


@pytest.fixture
def line(transactional_db: None) -> int:
    """A budget line, two shares that are owed, and their firms."""
    load_packs(AT)
    registered()
    made = a_line(3000)
    owed(fen=1000)
    owed("LQ-2023-0002", 2000, minutes=1)
    return made


def killed(deed: Callable[[], object], action: str, check: Callable[[], None]) -> None:
    """Killed at each statement: each time nothing or everything, with the audit entry or without it; at the end once."""

    def whole() -> None:
        assert check_ledger().findings == ()
        assert Entry.objects.filter(action=action).count() <= 1
        check()

    kill_at_each_statement(deed, whole)
    deed()
    whole()
    assert Entry.objects.filter(action=action).count() == 1


def test_killed_while_it_is_prepared_a_batch_is_whole_or_not_there(line: int) -> None:
    key, chosen = uuid4(), batches.Chosen(PACK, YEAR)

    def check() -> None:
        assert PaymentLine.objects.count() == 2 * PaymentBatch.objects.count()

    killed(lambda: batches.prepare_batch(chosen, actor=FINANCE, at=AT, key=key), "funds.batch_prepared", check)
    assert PaymentBatch.objects.get().number == "ZF-2023-0001"
    stands(line, payable=3000)


def test_killed_while_it_is_checked_the_first_approval_stands_once(line: int) -> None:
    number = a_batch()
    looked = seen(number)
    deed = lambda: approving.approve_first(number, seen=looked, cases=nothing_against, actor=SECOND_FINANCE, at=AT)  # noqa: E731 # one deed, many times
    killed(deed, "funds.batch_checked", lambda: None)
    assert PaymentBatch.objects.get().state == "checked"


def test_killed_while_it_is_signed_the_money_is_on_its_way_with_its_files_or_not_at_all(line: int) -> None:
    number = checked(a_batch())
    looked = seen(number)

    def deed() -> None:
        approving.approve_second(
            number, seen=looked, cases=nothing_against, write=write_payment_file, actor=FINANCE_HEAD, at=AT
        )

    def check() -> None:
        gone = PaymentBatch.objects.get().state == "sent"
        assert PaymentFile.objects.count() == 2 * gone
        assert Journal.objects.filter(move="send").count() == 2 * gone

    killed(deed, "funds.batch_sent", check)
    stands(line, in_transit=3000)


def test_killed_while_a_file_of_the_bank_comes_in_it_comes_once(line: int) -> None:
    sent(a_batch())
    content = "\r\n".join((HEAD, a_row("ZF-2023-0001-0001", 1000))).encode()
    digests = read_digests(BytesIO(content))

    def deed() -> None:
        received = results.ReceivedResults(PACK, "回执.csv", content, digests.sha256, digests.sm3, read_delimited(content))
        results.receive_results(received, actor=FINANCE, at=AT)

    killed(deed, "funds.results_received", lambda: None)
    assert BankFile.objects.count() == 1
    stands(line, in_transit=3000)


def test_killed_while_results_are_applied_each_answer_counts_once(line: int) -> None:
    sent(a_batch())
    file = answered(
        a_row("ZF-2023-0001-0001", 1000), a_row("ZF-2023-0001-0002", 2000, paid=False, reason="账号错误"), apply=False
    )

    def check() -> None:
        applied = BankFile.objects.get().applied_at is not None
        assert Journal.objects.filter(move__in=["settle", "bounce"]).count() == 2 * applied
        assert Message.objects.filter(kind__in=["money_paid", "money_returned"]).count() == 2 * applied

    killed(lambda: results.apply_results(file, actor=FINANCE, at=AT), "funds.results_applied", check)
    stands(line, paid=1000, returned=2000)
    assert PaymentBatch.objects.get().state == "closed"


def test_killed_while_it_is_made_payable_again_a_returned_payment_is_payable_once(line: int) -> None:
    sent(a_batch())
    share = PaymentLine.objects.get(place=1).share_id
    answered(a_row(reference_of(share), 1000, paid=False, reason="账号错误"))
    an_account(number="62284801000012345")

    def deed() -> None:
        if state_of(share) == "returned":
            returns.retry_payment(share, reason="", actor=FINANCE, at=AT)

    killed(deed, "funds.payment_retried", lambda: None)
    stands(line, in_transit=2000, payable=1000)
