"""各种情形的金额: one amount for each option that pays."""

from datetime import date

import pytest

from luoqiao.core.kernel.money import wan
from luoqiao.core.rules.facts import Facts, read_facts
from luoqiao.core.rules.option_amounts import OptionAmounts, describe_options, option_amounts
from tests.core.rules.asking import programme

ON = date(2023, 6, 30)


def _amounts(name: str, facts: dict[str, object] | None = None) -> OptionAmounts:
    pack = programme()
    clause = pack.clauses[name]
    found = option_amounts(clause, read_facts(clause, facts or {}), on=ON, basis=pack.basis)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("little_giant", {"新认定": (wan(50), 0, wan(30)), "复核通过": (0, wan(5), 0)}),
        ("srdi", {"新认定": (wan(20), 0, wan(10)), "复核通过": (0, wan(5), 0)}),
        ("champion_national", {"是": (wan(100), 0, wan(30))}),
        ("champion_provincial", {"是": (wan(50), 0, wan(10))}),
    ],
)
def test_each_option_with_what_each_tier_pays(name: str, expected: dict[str, tuple[int, ...]]) -> None:
    assert {one.label: one.shares for one in _amounts(name).options} == expected


def test_the_option_of_the_case_is_marked() -> None:
    assert [one.chosen for one in _amounts("srdi", {"event": "recheck_passed"}).options] == [False, True]


def test_the_same_in_words() -> None:
    assert describe_options(_amounts("little_giant")) == (
        "新认定得 80.00 万元（省级 50.00 + 区级 30.00）；复核通过得 5.00 万元（市级 5.00）。"
    )
    assert describe_options(_amounts("champion_national")).startswith("新认定得 130.00 万元")


def test_nothing_without_a_choice_or_outside_the_period() -> None:
    pack = programme()
    assert option_amounts(pack.clauses["cloud_adoption"], Facts(), on=ON, basis=pack.basis) is None
    assert option_amounts(pack.clauses["srdi"], Facts(), on=date(2024, 1, 1), basis=pack.basis) is None
