"""资金预测：open cases count with what their clauses give for their own facts, decided ones no more, and a reading changes it."""

from __future__ import annotations

import pytest

from luoqiao.apps.cases.queries.forecasting import forecast
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.share import Settlement
from tests.apps.cases.stories import AGENT, CLERK, HEAD, OFFICER, a_claim, an_invoice, approved, handed_in
from tests.apps.funds.funds_stories import a_line

pytestmark = pytest.mark.usefixtures("firms")
CITY, DISTRICT = 3_000_000, 600_000


def needs() -> dict[tuple[int, str], tuple[int, int, int]]:
    """By year and tier: how many cases, what they need, what is missing."""
    return {(one.year, one.tier): (one.cases, one.fen, one.missing) for one in forecast(get_pack())}


def claimed() -> str:
    line = an_invoice(10_000_000, "23352000000004812077", AGENT)
    return a_claim({line: 10_000_000}, fee="100000")


def test_a_case_counts_from_the_day_it_is_handed_in_until_it_is_decided() -> None:
    number = claimed()
    assert needs() == {}
    handed_in(number)
    assert needs() == {(2023, "city"): (1, CITY, CITY), (2023, "district"): (1, DISTRICT, DISTRICT)}
    a_line(DISTRICT)
    a_line(CITY - 1, tier="city", settlement=Settlement.TRANSFER)
    assert needs() == {(2023, "city"): (1, CITY, 1), (2023, "district"): (1, DISTRICT, 0)}
    approved(number, OFFICER, CLERK, OFFICER, HEAD)
    assert needs() == {(2023, "city"): (0, 0, 1)}


def test_an_option_that_nobody_settled_says_how_much_it_would_change() -> None:
    handed_in(claimed())
    pack = get_pack()
    options = {option for one in forecast(pack) for option, fen in one.options.items() if fen != one.fen}
    assert all(pack.basis.letter(question, pack.meta.in_force_from)[0] != letter for question, letter in options)
