"""贴息：what the bank lets off is recorded month by month, each once, never above what was approved; nothing is paid."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from luoqiao.apps.funds.models import InterestMonth, Journal
from luoqiao.apps.funds.queries.interest import list_months, list_tranches
from luoqiao.apps.funds.services import interest
from luoqiao.apps.funds.services.following import Standing, Wanted, follow
from luoqiao.core.funds.duty import NotYourFunds
from luoqiao.core.funds.interest import BeyondApproved, MonthRecorded, NoInterestHere, NoSuchRecord
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import Actor
from tests.apps.cases.stories import AGENT, AT
from tests.apps.funds.funds_stories import FINANCE, a_grant, a_line, share_of, stands

pytestmark = pytest.mark.usefixtures("programme")


def tranche(fen: int = 3000, *, granted: bool = True) -> int:
    """A tranche of which the bank lets off so much."""
    with transaction.atomic():
        for standing in (Standing.DECIDED, Standing.GRANTED) if granted else (Standing.DECIDED,):
            grant = a_grant(clause="upgrade_loan_interest")
            follow(grant, {"province": Wanted(fen, (), through_bank=True)}, standing, actor=FINANCE, at=AT)
    return share_of(tier="province").pk


def record(share: int, month: int, fen: int, *, actor: Actor = FINANCE, key: UUID | None = None, voucher: str = "FX-1") -> None:
    stated = interest.StatedMonth(share, date(2023, month, 20), fen, "兴业银行", voucher)
    interest.record_month(stated, actor=actor, at=AT, key=key or uuid4())


def test_it_is_recorded_outside_the_budget_and_nothing_is_paid() -> None:
    line = a_line(10_000, tier="province", clause="upgrade_loan_interest")
    share = tranche()
    assert share_of(tier="province").state == "outside"
    for month in (1, 2, 3):
        record(share, month, 1000)
    assert share_of(tier="province").state == "recorded"
    stands(line, available=10_000)
    assert not Journal.objects.filter(case_number="LQ-2023-0001").exists()


def test_a_month_counts_once_and_the_sum_stays_within_what_was_approved() -> None:
    share = tranche()
    record(share, 1, 1000)
    with pytest.raises(MonthRecorded, match="登记过"):
        record(share, 1, 1000)
    with pytest.raises(BeyondApproved, match="只剩"):
        record(share, 2, 2001)
    assert list_tranches()[0].left == 2000


def test_sent_twice_it_is_one() -> None:
    share, key = tranche(), uuid4()
    for _ in range(2):
        record(share, 1, 1000, key=key)
    assert len(list_months(share)) == 1


def test_a_mistake_is_corrected_by_a_second_row_and_the_month_is_free_again() -> None:
    share = tranche()
    record(share, 1, 1000)
    wrong = InterestMonth.objects.get()
    interest.correct_month(wrong.pk, actor=FINANCE, at=AT, key=uuid4(), reason="凭证看错了")
    record(share, 1, 900)
    kept = list_months(share)
    assert [(one.fen, one.corrected) for one in kept] == [(1000, "蔡文博更正：凭证看错了"), (900, "")]
    assert list_tranches()[0].recorded == 900
    with pytest.raises(NoSuchRecord):
        interest.correct_month(wrong.pk, actor=FINANCE, at=AT, key=uuid4(), reason="再更正一次")


def test_a_loan_paid_back_early_ends_with_what_the_bank_gave() -> None:
    share = tranche()
    record(share, 1, 1000)
    interest.end_interest(share, actor=FINANCE, at=AT, reason="提前还款")
    kept = share_of(tier="province")
    assert (kept.state, kept.wanted, kept.amount) == ("recorded", 3000, 1000)
    with pytest.raises(NoInterestHere):
        record(share, 2, 100)


@pytest.mark.parametrize(("month", "fen", "voucher"), [(7, 1000, "FX-1"), (1, 0, "FX-1"), (1, -5, "FX-1"), (1, 1000, " ")])
def test_what_cannot_be_is_said_beside_its_field(month: int, fen: int, voucher: str) -> None:
    share = tranche()
    with pytest.raises(Invalid):
        record(share, month, fen, voucher=voucher)
    assert not InterestMonth.objects.exists()


def test_only_of_granted_shares_through_a_bank_and_by_whose_duty_it_is() -> None:
    with pytest.raises(NoInterestHere):
        record(tranche(granted=False), 1, 1000)
    with pytest.raises(NoInterestHere):
        record(999_999, 1, 1000)
    share = tranche()
    with pytest.raises(NotYourFunds):
        record(share, 1, 1000, actor=AGENT)


def test_decided_anew_nothing_remains_of_a_withdrawn_tranche() -> None:
    tranche(granted=False)
    with transaction.atomic():
        grant = a_grant(clause="upgrade_loan_interest")
        follow(grant, {}, Standing.NONE, actor=FINANCE, at=AT + timedelta(minutes=1), because="退回")
    assert share_of(tier="province").state == "released"
