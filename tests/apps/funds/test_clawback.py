"""追回：decided by two, paid back in parts, set off, and the money returns to the tier that it came from."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from luoqiao.apps.funds.models import Clawback, Recovery
from luoqiao.apps.funds.services import clawback
from luoqiao.apps.funds.services.following import Standing
from luoqiao.apps.funds.shares import balance_moved, change, lock_by_ids
from luoqiao.core.funds.clawback import Ground, Instalment, TooMuch
from luoqiao.core.funds.duty import NotYourFunds, SamePerson
from luoqiao.core.funds.move import Move
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.errors import Invalid
from tests.apps.cases.stories import AGENT, AT, HEAD, OFFICER
from tests.apps.funds.funds_stories import FINANCE, a_line, bring, share_of, stands

pytestmark = pytest.mark.usefixtures("programme")
DUE = date(2023, 9, 30)


def paid(number: str = "LQ-2023-0001", fen: int = 1000) -> int:
    """A share that has reached the account of the enterprise."""
    bring(Standing.DECIDED, number, district=fen)
    bring(Standing.GRANTED, number, district=fen)
    with transaction.atomic():
        share = lock_by_ids([share_of(number).pk])[share_of(number).pk]
        for state, move in ((ShareState.LISTED, None), (ShareState.SENT, Move.SEND), (ShareState.PAID, Move.SETTLE)):
            change(share, state, AT)
            if move:
                balance_moved(share, move, fen, suffix="1", actor=FINANCE, at=AT)
    return share_of(number).pk


def wanted(share: int, principal: int = 1000, yearly: str = "", **more: object) -> clawback.WantedClawback:
    given = {"interest_from": AT.date(), "interest_until": AT.date() + timedelta(days=73), **more} if yearly else more
    one = clawback.WantedClawback(
        share, principal, Ground.PROJECT_ENDED, "项目终止，没有按任务书完成", "洛工信〔2023〕9号", (), yearly, **given  # type: ignore[arg-type] # what the dataclass takes
    )
    total = principal + one.interest
    return clawback.WantedClawback(
        share, principal, one.ground, one.reason, one.document, (Instalment(DUE, total),), yearly, **given  # type: ignore[arg-type] # what the dataclass takes
    )


def decided(one: clawback.WantedClawback) -> str:
    number = clawback.propose_clawback(one, actor=OFFICER, at=AT, key=uuid4())
    clawback.decide_clawback(number, actor=HEAD, at=AT)
    return number


def received(number: str, fen: int, voucher: str = "", at: datetime = AT) -> None:
    told = voucher or f"PZ-{uuid4().hex[:6]}"
    clawback.record_recovery(number, fen=fen, on=AT.date(), voucher=told, actor=FINANCE, at=at, key=uuid4())


def test_what_was_paid_is_due_once_a_second_person_decides() -> None:
    line = a_line(1000)
    share = paid()
    stands(line, paid=1000)
    number = clawback.propose_clawback(wanted(share), actor=OFFICER, at=AT, key=uuid4())
    stands(line, paid=1000)
    clawback.decide_clawback(number, actor=HEAD, at=AT)
    stands(line, paid=1000, clawback_due=1000, clawback_claim=-1000)


def test_paid_back_in_parts_it_is_available_again() -> None:
    line = a_line(1000)
    number = decided(wanted(paid()))
    received(number, 400)
    stands(line, available=400, paid=600, clawback_due=600, clawback_claim=-600)
    received(number, 600)
    stands(line, available=1000)
    assert Clawback.objects.get(number=number).state == "closed"


def test_interest_comes_first_and_goes_to_the_treasury() -> None:
    line = a_line(1000)
    number = decided(wanted(paid(), yearly="0.05"))
    received(number, 10)
    stands(line, paid=1000, clawback_due=1000, clawback_claim=-1000, surrendered=10, interest_earned=-10)


def test_after_its_year_principal_goes_to_the_treasury() -> None:
    line = a_line(1000)
    number = decided(wanted(paid()))
    received(number, 1000, at=AT + timedelta(days=365))
    stands(line, surrendered=1000)


def test_a_later_payment_of_the_same_enterprise_is_set_off() -> None:
    line = a_line(1300)
    number = decided(wanted(paid()))
    bring(Standing.GRANTED, "LQ-2023-0002", minutes=5, district=300)
    other = share_of("LQ-2023-0002")
    clawback.set_off(number, against=other.pk, actor=FINANCE, at=AT, key=uuid4())
    stands(line, available=300, paid=1000, clawback_due=700, clawback_claim=-700)
    assert share_of("LQ-2023-0002").state == "paid"
    with pytest.raises(clawback.NotToSetOff):
        clawback.set_off(number, against=other.pk, actor=FINANCE, at=AT, key=uuid4())


def test_no_more_than_was_paid_is_clawed_back_over_all_decisions() -> None:
    a_line(1000)
    share = paid()
    decided(wanted(share, 600))
    with pytest.raises(TooMuch):
        decided(wanted(share, 401))
    decided(wanted(share, 400))


def test_no_more_comes_in_than_is_due_and_a_voucher_counts_once() -> None:
    a_line(1000)
    number = decided(wanted(paid()))
    with pytest.raises(TooMuch):
        received(number, 1001)
    received(number, 100, "PZ-77")
    with pytest.raises(Invalid, match="登记过"):
        received(number, 100, "PZ-77")
    assert Recovery.objects.count() == 1


def test_who_proposed_does_not_decide_and_others_do_neither() -> None:
    a_line(1000)
    share = paid()
    number = clawback.propose_clawback(wanted(share), actor=OFFICER, at=AT, key=uuid4())
    with pytest.raises(NotYourFunds):
        clawback.decide_clawback(number, actor=AGENT, at=AT)
    both = type(OFFICER)(OFFICER.user, OFFICER.name, (*OFFICER.posts, *HEAD.posts))
    with pytest.raises(SamePerson):
        clawback.decide_clawback(number, actor=both, at=AT)


def test_what_was_not_paid_is_not_clawed_back() -> None:
    a_line(1000)
    bring(Standing.GRANTED, district=100)
    with pytest.raises(clawback.NothingPaid):
        clawback.propose_clawback(wanted(share_of().pk, 100), actor=OFFICER, at=AT, key=uuid4())
