"""拨付：three persons, a file that never changes, answers of the bank taken once, and nothing that is paid twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from luoqiao.adapters.delimited.reading import read_delimited
from luoqiao.apps.funds.models import BankRow, PaymentBatch, PaymentFile, PaymentLine, Share
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services import approving, batches, results, returns
from luoqiao.apps.funds.services.following import Standing, Wanted, follow
from luoqiao.apps.outbox.models import Message
from luoqiao.core.funds.batch import BatchMovedOn, LinesBlocked
from luoqiao.core.funds.duty import NotYourFunds, SamePerson
from luoqiao.core.funds.reconcile import Outcome, UnreadableResults
from luoqiao.core.kernel.errors import Invalid
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from tests.apps.cases.stories import AGENT, AT, MINE
from tests.apps.funds.funds_stories import (
    FINANCE,
    FINANCE_HEAD,
    PACK,
    SECOND_FINANCE,
    YEAR,
    a_grant,
    a_line,
    share_of,
    stands,
)
from tests.apps.funds.payment_stories import (
    THIRD_FINANCE,
    a_batch,
    a_row,
    account_of,
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
from tests.apps.funds.test_clawback import decided, received, wanted

pytestmark = pytest.mark.usefixtures("programme")


@pytest.fixture(autouse=True)
def firms(programme: None) -> None:
    registered()


def test_what_is_owed_is_paid_by_three_persons_and_the_bank() -> None:
    line = a_line(1000)
    share = owed()
    number = sent(a_batch())
    stands(line, in_transit=1000)
    answered(a_row(reference_of(share), 1000))
    stands(line, paid=1000)
    assert state_of(share) == "paid"
    assert PaymentBatch.objects.get(number=number).state == "closed"
    assert Message.objects.filter(kind="money_paid").count() == 1
    assert check_ledger().findings == ()


def test_nobody_takes_two_of_the_three_steps() -> None:
    a_line(1000)
    owed()
    number = a_batch()
    with pytest.raises(SamePerson):
        checked(number, FINANCE)
    checked(number)
    with pytest.raises(NotYourFunds):
        approving.approve_second(
            number, seen=seen(number), cases=nothing_against, write=write_payment_file, actor=SECOND_FINANCE, at=AT
        )


def test_the_file_is_the_same_for_ever_and_guards_against_formulas() -> None:
    a_line(1000)
    owed()
    Share.objects.update(title="=1+1")
    number = sent(a_batch())
    kept = {one.layout: one for one in PaymentFile.objects.filter(batch__number=number)}
    assert set(kept) == {"bank_csv", "treasury_xlsx"}
    text = bytes(kept["bank_csv"].content).decode("gb18030")
    assert "10.00" in text
    assert account_of().number in text
    assert f"{number}-0001" in text
    assert ",=" not in text
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        PaymentFile.objects.filter(pk=kept["bank_csv"].pk).update(content=b"")


def test_a_returned_payment_goes_to_the_corrected_account_under_another_reference() -> None:
    line = a_line(1000)
    share = owed()
    sent(a_batch())
    first = reference_of(share)
    answered(a_row(first, 1000, paid=False, reason="账号户名不符"))
    stands(line, returned=1000)
    assert Message.objects.filter(kind="money_returned").count() == 1
    with pytest.raises(returns.AccountNotCorrected):
        returns.retry_payment(share, reason="", actor=FINANCE, at=AT)
    an_account(number="62284801000012345")
    returns.retry_payment(share, reason="", actor=FINANCE, at=AT)
    stands(line, payable=1000)
    sent(a_batch())
    assert reference_of(share) != first
    answered(a_row(reference_of(share), 1000, voucher="PZ-2"))
    stands(line, paid=1000)
    assert check_ledger().findings == ()


def test_the_same_file_again_and_the_same_answer_again_change_nothing() -> None:
    line = a_line(1000)
    share = owed()
    sent(a_batch())
    row = a_row(reference_of(share), 1000)
    assert answered(row) == answered(row)
    answered(row, a_row("ZF-2023-9999-0001", 5))
    stands(line, paid=1000)
    outcomes = list(BankRow.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["settles", "answered", "unknown"]


def test_a_wrong_amount_moves_nothing_and_is_linked_by_another_person_when_it_was_a_wrong_reference() -> None:
    line = a_line(3000)
    one, two = owed(fen=1000), owed("LQ-2023-0002", 2000, minutes=1)
    sent(a_batch())
    answered(a_row(reference_of(one), 2000), a_row(reference_of(two)[:-1] + "9", 2000))
    stands(line, in_transit=3000)
    waiting = {row.outcome: row.pk for row in BankRow.objects.filter(waits=True)}
    assert set(waiting) == {"amount", "unknown"}
    with pytest.raises(SamePerson):
        results.link_row(waiting["unknown"], reference_of(two), reason="银行写错流水号", actor=FINANCE, at=AT)
    with pytest.raises(results.RowDoesNotFit):
        results.link_row(waiting["unknown"], reference_of(one), reason="银行写错流水号", actor=SECOND_FINANCE, at=AT)
    results.link_row(waiting["unknown"], reference_of(two), reason="银行写错流水号", actor=SECOND_FINANCE, at=AT)
    stands(line, in_transit=1000, paid=2000)
    results.dismiss_row(waiting["amount"], reason="银行另出回执", actor=FINANCE, at=AT)
    assert not BankRow.objects.filter(waits=True).exists()


def test_money_that_comes_back_after_it_arrived_is_returned() -> None:
    line = a_line(1000)
    share = owed()
    sent(a_batch())
    answered(a_row(reference_of(share), 1000))
    answered(a_row(reference_of(share), 1000, paid=False, on=AT.date() + timedelta(days=2), reason="账户已销户"))
    stands(line, returned=1000)


def test_money_that_comes_back_while_it_is_clawed_back_waits_for_a_person() -> None:
    line = a_line(1000)
    share = owed()
    sent(a_batch())
    answered(a_row(reference_of(share), 1000))
    claim = decided(wanted(share, 1000))
    received(claim, 400)
    answered(a_row(reference_of(share), 1000, paid=False, on=AT.date() + timedelta(days=2), reason="账户已销户"))
    row = BankRow.objects.get(waits=True)
    assert claim in row.said
    with pytest.raises(results.RowDoesNotFit, match="追回来款"):
        results.link_row(row.pk, reference_of(share), reason="银行退回", actor=SECOND_FINANCE, at=AT)
    stands(line, available=400, paid=600, clawback_due=600, clawback_claim=-600)
    assert check_ledger().findings == ()


def test_taken_out_and_withdrawn_lines_are_payable_again() -> None:
    line = a_line(3000)
    one, two = owed(fen=1000), owed("LQ-2023-0002", 2000, minutes=1)
    number = a_batch()
    place = PaymentLine.objects.get(share=one).place
    batches.take_out(number, [place], reason="企业要求缓拨", actor=FINANCE, at=AT)
    assert (state_of(one), state_of(two)) == ("payable", "listed")
    batches.withdraw_batch(number, reason="先不拨付", actor=FINANCE, at=AT)
    assert state_of(two) == "payable"
    stands(line, payable=3000)


def test_whoever_changed_the_batch_after_the_first_approval_makes_it_begin_anew() -> None:
    a_line(3000)
    one = owed(fen=1000)
    owed("LQ-2023-0002", 2000, minutes=1)
    number = checked(a_batch())
    batches.take_out(number, [PaymentLine.objects.get(share=one).place], reason="缓拨", actor=THIRD_FINANCE, at=AT)
    assert PaymentBatch.objects.get(number=number).state == "prepared"
    with pytest.raises(SamePerson):
        checked(number, THIRD_FINANCE)


@pytest.mark.parametrize("what", ["credit", "objection", "account", "amount"])
def test_what_is_not_right_on_the_day_refuses_the_approval_and_names_the_line(what: str) -> None:
    a_line(1000)
    share = owed()
    number = a_batch()
    against = nothing_against
    if what == "credit":
        batches.record_credit(number, source="信用中国", on=AT.date(), found={MINE: "列入失信名单"}, actor=FINANCE, at=AT)
    elif what == "objection":
        against = lambda cases: dict.fromkeys(cases, "公示异议还没有答复")  # noqa: E731
    elif what == "account":
        an_account(number="62284801000012345")
    else:
        Share.objects.filter(pk=share).update(amount=999)
    with pytest.raises(LinesBlocked, match=reference_of(share)):
        approving.approve_first(number, seen=seen(number), cases=against, actor=SECOND_FINANCE, at=AT)
    assert state_of(share) == "listed"


def test_another_sum_than_was_seen_is_not_approved() -> None:
    a_line(1000)
    owed()
    number = a_batch()
    with pytest.raises(approving.BatchChanged):
        approving.approve_first(number, seen=approving.Seen(1, 999), cases=nothing_against, actor=SECOND_FINANCE, at=AT)


def test_pressed_twice_everything_is_once() -> None:
    line = a_line(1000)
    owed()
    key = uuid4()
    chosen = batches.Chosen(PACK, YEAR)
    numbers = {batches.prepare_batch(chosen, actor=FINANCE, at=AT, key=key) for _ in range(2)}
    assert len(numbers) == 1
    number = numbers.pop()
    batches.record_credit(number, source="信用中国", on=AT.date(), found={}, actor=FINANCE, at=AT)
    looked = seen(number)
    for _ in range(2):
        approving.approve_first(number, seen=looked, cases=nothing_against, actor=SECOND_FINANCE, at=AT)
    for _ in range(2):
        approving.approve_second(
            number, seen=looked, cases=nothing_against, write=write_payment_file, actor=FINANCE_HEAD, at=AT
        )
    stands(line, in_transit=1000)
    with pytest.raises(BatchMovedOn):
        batches.withdraw_batch(number, reason="太晚了", actor=FINANCE, at=AT)


def test_the_database_itself_keeps_a_share_out_of_a_second_live_line() -> None:
    a_line(1000)
    owed()
    a_batch()
    line = PaymentLine.objects.get()
    line.pk, line.reference, line.place = None, "ZF-2023-0001-0002", 2
    with pytest.raises(IntegrityError, match="funds_share_paid_once"), transaction.atomic():
        line.save(force_insert=True)


@pytest.mark.parametrize("content", [b"", b"a,b\r\n1,2", "流水号,金额,交易状态,交易日期\r\n".encode()])
def test_a_file_that_is_no_answer_is_refused_with_a_sentence(content: bytes) -> None:
    received = results.ReceivedResults(PACK, "x.csv", content, "0" * 64, "0" * 64, read_delimited(content))
    with pytest.raises(UnreadableResults, match="没有导入"):
        results.receive_results(received, actor=FINANCE, at=AT)


def test_rows_that_cannot_be_read_wait_and_the_others_count() -> None:
    line = a_line(3000)
    one, two = owed(fen=1000), owed("LQ-2023-0002", 2000, minutes=1)
    sent(a_batch())
    answered(a_row(reference_of(one), 1000), f"{reference_of(two)},许多,交易成功,2023-06-12,PZ-3,")
    stands(line, in_transit=2000, paid=1000)
    assert BankRow.objects.get(waits=True).outcome == Outcome.UNREADABLE


def test_only_who_works_with_payments_does() -> None:
    a_line(1000)
    owed()
    with pytest.raises(NotYourFunds):
        batches.prepare_batch(batches.Chosen(PACK, YEAR), actor=AGENT, at=AT, key=uuid4())
    with pytest.raises(batches.NothingToPay):
        batches.prepare_batch(batches.Chosen(PACK, 2024), actor=FINANCE, at=AT, key=uuid4())
    number = a_batch()
    with pytest.raises(Invalid):
        batches.record_credit(number, source="", on=None, found={}, actor=FINANCE, at=AT)


def test_a_firm_without_an_account_stays_out_of_the_batch() -> None:
    a_line(3000)
    owed()
    bare = a_grant("LQ-2023-0002", uscc="91350504MA2000777X")
    with transaction.atomic():
        follow(bare, {"district": Wanted(500)}, Standing.GRANTED, actor=FINANCE, at=AT)
    number = a_batch()
    assert [line.case_number for line in PaymentLine.objects.filter(batch__number=number)] == ["LQ-2023-0001"]
    with pytest.raises(batches.NothingToPay, match="没有可用的收款账户"):
        a_batch(share_of("LQ-2023-0002").pk)
