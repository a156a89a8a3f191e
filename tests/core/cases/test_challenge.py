"""揭榜：who may bid for what until when, what is warned of when bids are compared."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.cases.challenge import (
    AlreadyBid,
    BidsClosed,
    Challenge,
    Compared,
    NotOnTheList,
    OwnChallenge,
    challenge_of,
    check_bid,
    check_in_time,
    warnings_of,
)

UNTIL = date(2023, 7, 14)
OWNER, OTHER = "91350504MA2000019C", "91350504MA20000277"
CHALLENGE = Challenge("LQ-2023-0001", "主轴热变形", "泉州示例机械有限公司", "300万元", UNTIL, uscc=OWNER)
WAN = 1_000_000


def test_the_last_day_is_still_a_day_for_bids() -> None:
    check_bid(CHALLENGE, CHALLENGE.number, OTHER, UNTIL, "")
    with pytest.raises(NotOnTheList):
        check_bid(CHALLENGE, CHALLENGE.number, OTHER, UNTIL + timedelta(days=1), "")
    check_in_time(CHALLENGE, UNTIL)
    with pytest.raises(BidsClosed, match="2023-07-14 已经截止"):
        check_in_time(CHALLENGE, UNTIL + timedelta(days=1))


@given(st.dates(date(2023, 1, 1), date(2024, 1, 1)))
def test_bids_are_compared_on_no_day_on_which_another_may_come_in(on: date) -> None:
    assert CHALLENGE.open_on(on) is CHALLENGE.sealed_on(on)


def test_the_owner_does_not_bid_and_nobody_bids_twice() -> None:
    with pytest.raises(OwnChallenge):
        check_bid(CHALLENGE, CHALLENGE.number, OWNER, UNTIL, "")
    with pytest.raises(AlreadyBid, match="LQ-2023-0007"):
        check_bid(CHALLENGE, CHALLENGE.number, OTHER, UNTIL, "LQ-2023-0007")
    with pytest.raises(NotOnTheList):
        check_bid(None, "LQ-2023-0404", OTHER, UNTIL, "")


def test_a_form_that_cannot_be_read_has_no_last_day_and_no_sum() -> None:
    found = challenge_of("LQ", "甲", {"title": "题", "bids_until": "下月", "budget": "面议"})
    assert (found.bids_until, found.budget_amount, found.open_on(UNTIL)) == (None, None, True)
    assert challenge_of("LQ", "甲", {"budget": "300万元"}).budget_amount == 300 * WAN


def bid(solver: str, asked: int | None, ending: str = "", *, selected: bool = True) -> Compared:
    return Compared(solver, solver, asked, selected, ending)


def test_two_selected_and_too_much_money_are_warned_of() -> None:
    assert warnings_of([bid("甲", 200 * WAN), bid("乙", 90 * WAN, selected=False)], 200 * WAN) == ()
    (over,) = warnings_of([bid("甲", 200 * WAN + 5_000_00)], 200 * WAN)
    assert "合计 200.5 万元，超过条款的上限 200 万元" in over
    two, over = warnings_of([bid("甲", 120 * WAN), bid("乙", 90 * WAN)], 200 * WAN)
    assert "有 2 家通过遴选：甲、乙" in two
    assert "合计 210 万元" in over
    assert warnings_of([bid("甲", 999 * WAN), bid("乙", None, "withdrawn")], None) == ()
