"""资金跟着案件：reserved when decided, given back when not, owed when closed; whoever comes late waits, nobody overtakes."""

from __future__ import annotations

import pytest

from luoqiao.apps.funds.models import Journal
from luoqiao.apps.funds.services.following import Standing
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from tests.apps.funds.funds_stories import a_line, appropriate, bring, share_of, stands

pytestmark = pytest.mark.usefixtures("programme")
D, G, N = Standing.DECIDED, Standing.GRANTED, Standing.NONE


def test_money_is_reserved_when_a_case_is_decided_and_owed_when_it_is_closed() -> None:
    line = a_line(1000)
    bring(D, district=300)
    stands(line, available=700, reserved=300)
    bring(G, district=300)
    stands(line, available=700, payable=300)
    assert share_of().state == "payable"


def test_bringing_a_case_twice_changes_nothing() -> None:
    line = a_line(1000)
    for standing in (D, D, G, G):
        bring(standing, district=300)
    stands(line, available=700, payable=300)
    assert Journal.objects.filter(case_number="LQ-2023-0001").count() == 2


def test_a_case_that_comes_to_nothing_gives_everything_back() -> None:
    line = a_line(1000)
    bring(D, district=300)
    bring(N)
    stands(line, available=1000)
    assert share_of().state == "released"


def test_a_case_decided_anew_is_reserved_anew() -> None:
    line = a_line(1000)
    bring(D, district=300)
    bring(N)
    bring(D, district=450)
    stands(line, available=550, reserved=450)
    bring(D, district=200)
    stands(line, available=800, reserved=200)


def test_without_a_budget_line_a_case_goes_on_and_waits_for_one() -> None:
    bring(D, district=300)
    assert share_of().state == "unbudgeted"
    bring(G, district=300)
    line = a_line(1000)
    stands(line, available=700, payable=300)
    assert share_of().state == "payable"


def test_what_does_not_fit_waits_and_is_served_in_turn() -> None:
    line = a_line(500)
    bring(D, "LQ-2023-0001", district=400)
    bring(D, "LQ-2023-0002", minutes=1, district=200)
    bring(D, "LQ-2023-0003", minutes=2, district=50)
    assert [share_of(f"LQ-2023-000{number}").state for number in (1, 2, 3)] == ["reserved", "queued", "queued"]
    appropriate(line, 100)
    stands(line, reserved=600)
    appropriate(line, 49)
    assert share_of("LQ-2023-0003").state == "queued"
    appropriate(line, 1)
    stands(line, reserved=650)


def test_a_line_that_divides_in_proportion_serves_nobody_by_itself() -> None:
    line = a_line(500, rule=QueueRule.PRO_RATA)
    bring(D, district=400)
    assert share_of().state == "queued"
    stands(line, available=500)


def test_the_most_exact_line_pays() -> None:
    general, exact = a_line(1000, clause=""), a_line(1000, industry="machinery")
    bring(D, district=300)
    stands(general, available=1000)
    stands(exact, available=700, reserved=300)


def test_what_the_tier_above_pays_itself_is_only_recorded() -> None:
    city = a_line(tier="city", settlement=Settlement.DIRECT)
    bring(G, city=700)
    assert share_of(tier="city").state == "outside"
    stands(city)


def test_a_share_that_leans_on_an_upper_grant_waits_for_it() -> None:
    line = a_line(1000)
    bring(D, awaiting="city", district=300)
    bring(G, awaiting="city", district=300)
    assert share_of().state == "awaiting"
    stands(line, available=700, reserved=300)
