"""抽查：limits are taken from the rule itself; a draw can be repeated by anybody and takes no case twice."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as some

from luoqiao.core.cases import events as e
from luoqiao.core.cases.risk import Risk, Sign, draw, signs_of_history, signs_of_rule
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from tests.core.cases.case_builder import the_pack

NUMBERS = [f"LQ-2023-{number:04d}" for number in range(40)]
SIZES = some.fixed_dictionaries({risk: some.integers(0, 12) for risk in Risk})
SIGNS = some.fixed_dictionaries(
    {number: some.lists(some.sampled_from([*Risk][:4]).map(lambda risk: Sign(risk, "…")), max_size=3) for number in NUMBERS}
)


def signs(fee: str) -> set[Risk]:
    pack = the_pack()
    clause = pack.clauses["cloud_adoption"]
    answer = explain(clause, read_facts(clause, {"annual_service_fee": fee}), on=date(2023, 6, 12), basis=pack.basis)
    return {one.risk for one in signs_of_rule(answer)}


def test_a_twentieth_above_the_threshold_is_just_above_it_and_a_fen_more_is_not() -> None:
    assert signs("50000.00") == set()
    assert signs("50000.01") == {Risk.THRESHOLD}
    assert signs("52500.01") == {Risk.THRESHOLD}
    assert signs("52500.02") == set()


def test_what_reaches_the_cap_is_at_the_cap() -> None:
    assert signs("333000") == set()
    assert signs("333333.33") == {Risk.CAP}
    assert signs("400000") == {Risk.CAP}


def test_the_last_day_and_the_second_correction_are_signs() -> None:
    at = datetime(2023, 12, 29, 9, 0, tzinfo=UTC)
    returned = e.Recorded(3, at, e.Returned("review", "officer@x", (), "review", 10))
    assert list(signs_of_history([returned], [(1, date(2023, 12, 28))], [date(2023, 12, 29)])) == []
    found = list(signs_of_history([returned, returned], [(1, date(2023, 12, 29))], [date(2023, 12, 29)]))
    assert [one.risk for one in found] == [Risk.LAST_DAY, Risk.CORRECTED]


@given(SIGNS, SIZES, some.text(max_size=8))
def test_the_same_seed_draws_the_same_and_no_case_twice(
    found: dict[str, list[Sign]], sizes: dict[Risk, int], seed: str
) -> None:
    drawn = draw(found, sizes, seed)
    assert drawn == draw(dict(reversed(found.items())), sizes, seed)
    assert len({one.number for one in drawn}) == len(drawn)
    for risk in Risk:
        of_risk = [one for one in drawn if one.risk is risk]
        assert len(of_risk) <= sizes[risk]
        assert all(risk is Risk.RANDOM or risk in {sign.risk for sign in found[one.number]} for one in of_risk)


@given(SIGNS, some.integers(0, 12))
def test_another_seed_may_draw_others_but_as_many(found: dict[str, list[Sign]], size: int) -> None:
    sizes = {Risk.RANDOM: size}
    assert len(draw(found, sizes, "甲")) == len(draw(found, sizes, "乙")) == size
