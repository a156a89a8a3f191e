"""金额曲线: between its points nothing turns, at its points nothing is lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.kernel.money import wan
from luoqiao.core.rules.curve import Curve, amount_curve, main_inputs
from luoqiao.core.rules.curve_words import cliff_words, describe, top_words
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts, read_facts
from tests.core.rules.asking import programme, quickly

ON = date(2023, 6, 30)
DRAWN = [
    "cloud_adoption", "technology_upgrade", "upgrade_loan_interest", "first_set_national", "first_set_provincial",
    "open_challenge", "industrial_internet_demo", "industrial_app", "five_g_demo", "supply_chain_platform",
]  # fmt: skip
READINGS = [
    ("cloud_adoption", {"X-12": "B"}), ("technology_upgrade", {"X-01": "B", "X-03": "C"}),
    ("five_g_demo", {"X-10": "B"}), ("supply_chain_platform", {"X-04": "B"}),
    ("first_set_national", {"X-16": "B"}), ("industrial_internet_demo", {"X-06": "C"}),
]  # fmt: skip


def _curve(
    name: str, facts: dict[str, object] | None = None, readings: dict[str, str] | None = None
) -> Curve:
    pack = programme()
    clause = pack.clauses[name]
    curve = amount_curve(clause, read_facts(clause, facts or {}), on=ON, readings=readings, basis=pack.basis)
    assert curve is not None
    return curve


def _paid(curve: Curve, x: int) -> tuple[int, ...]:
    """What the rule itself pays there."""
    owner = next((one for one in curve.clause.inputs if curve.input in one.fields), None)
    fact = {owner.label: ({curve.input.label: x},)} if owner else {curve.input.label: x}
    facts = Facts({**curve.facts, **fact})
    answer = explain(curve.clause, facts, on=ON, readings=dict(curve.readings), basis=programme().basis)
    return tuple(share.amount.low for share in answer.shares.values())


@quickly
@given(st.data())
@pytest.mark.parametrize(("name", "readings"), [*((name, {}) for name in DRAWN), *READINGS])
def test_the_curve_is_what_the_rule_pays(name: str, readings: dict[str, str], data: st.DataObject) -> None:
    """两点之间是直线，差不过一分（四舍五入）."""
    curve = _curve(name, readings=readings)
    x = data.draw(st.integers(0, curve.right))
    points = curve.points
    after = next(n for n, point in enumerate(points) if point.x >= x)
    b, a = points[after], points[max(0, after - 1)]
    for index, paid in enumerate(_paid(curve, x)):
        p, q = a.shares[index], b.shares[index]
        straight = q if b.x == a.x else p + (q - p) * (x - a.x) / (b.x - a.x)
        assert abs(paid - straight) <= 1.5


def test_every_clause_with_a_money_input_has_a_curve() -> None:
    for name, clause in programme().clauses.items():
        drawn = amount_curve(clause, Facts(), on=ON, basis=programme().basis)
        assert (drawn is not None) == (name in DRAWN) == bool(main_inputs(clause))


def test_the_cliff_of_a_condition_that_excludes_its_limit() -> None:
    (cliff,) = _curve("cloud_adoption").cliffs
    assert (cliff.written_at, cliff.opens_above) == (wan(5), True)
    assert (cliff.before.x, cliff.before.total) == (wan(5), 0)
    assert (cliff.after.x, cliff.after.total) == (wan(5) + 1, 1_800_000)
    assert cliff_words(cliff) == ("5万元整 0 元", "多 1 分 1.80 万元")


def test_the_cliffs_of_steps_that_include_their_limit() -> None:
    cliffs = _curve("supply_chain_platform").cliffs
    assert [(c.written_at, c.opens_above, c.after.total) for c in cliffs] == [
        (wan(50_000), False, wan(20)),
        (wan(100_000), False, wan(40)),
        (wan(300_000), False, wan(120)),
    ]
    assert cliff_words(cliffs[0]) == ("差 1 分 0 元", "5亿元起 20.00 万元")


def test_ceilings_begin_at_the_first_fen_that_reaches_them() -> None:
    curve = _curve("cloud_adoption")
    assert [(c.name, c.limit, c.x) for c in curve.ceilings] == [
        ("区级", wan(2), 33_333_325),
        ("市级", wan(10), 33_333_332),
    ]
    for ceiling in curve.ceilings:
        index = {"市级": 1, "区级": 2}[ceiling.name]
        assert _paid(curve, ceiling.x)[index] == ceiling.limit
        assert _paid(curve, ceiling.x - 1)[index] < ceiling.limit
    assert curve.top is not None
    assert top_words(curve, curve.top) == "封顶 12.00（市 10.00 + 区 2.00）"


def test_an_amount_that_a_step_fixes_is_no_ceiling() -> None:
    assert _curve("supply_chain_platform").ceilings == ()


def test_without_a_limit_the_curve_has_no_top() -> None:
    curve = _curve("upgrade_loan_interest")
    assert curve.top is None
    assert "没有封顶" in describe(curve)


def test_readings_move_the_curve() -> None:
    assert not _curve("cloud_adoption", readings={"X-12": "B"}).cliffs
    assert len(_curve("five_g_demo", readings={"X-10": "B"}).cliffs) == 3


def test_the_case_given_stands_on_the_curve() -> None:
    curve = _curve("cloud_adoption", {"annual_service_fee": "186400"})
    assert curve.current is not None
    assert (curve.current.x, curve.current.total) == (18_640_000, 6_710_400)
    assert curve.right == wan(50)
    assert "现为 186,400.00 元，得 67,104.00 元" in describe(curve)


def test_a_case_a_little_beyond_widens_the_picture_and_one_far_beyond_does_not() -> None:
    assert _curve("cloud_adoption", {"annual_service_fee": "60万元"}).right == wan(80)
    far = _curve("cloud_adoption", {"annual_service_fee": "5000万元"})
    assert far.right == wan(50)
    assert far.current is not None
    assert far.current.total == wan(12)


def test_what_is_not_given_comes_from_a_worked_example_and_is_said() -> None:
    curve = _curve("upgrade_loan_interest", {"months": 6})
    assert {one.identifier for one in curve.assumed} >= {"provincial_key_project", "first_drawdown_on"}
    assert "months" not in {one.identifier for one in curve.assumed}
    assert "其余按算例" in describe(curve)


def test_a_choice_given_decides_the_input_drawn() -> None:
    assert _curve("first_set_national", {"kind": "complete"}).input.identifier == "market_unit_price"
    assert _curve("first_set_national", {"kind": "key_component"}).input.identifier == "batch_contract_price"


def test_a_list_is_drawn_by_the_item() -> None:
    curve = _curve("industrial_app", {"apps": [{"last_year_service_expenditure": "8万元"}]})
    assert curve.per_item
    assert curve.current is not None
    assert curve.current.total == wan("2.4")
    two = {"apps": [{"last_year_service_expenditure": "8万元"}, {"last_year_service_expenditure": "9万元"}]}
    assert _curve("industrial_app", two).current is None


def test_a_grant_is_taken_as_it_is() -> None:
    curve = _curve("cloud_adoption", {"granted_city": "3万元"})
    assert curve.points[-1].shares == (0, wan(3), wan("0.6"))


def test_an_input_can_be_chosen() -> None:
    pack = programme()
    clause = pack.clauses["five_g_demo"]
    curve = amount_curve(clause, Facts(), on=ON, basis=pack.basis, along="it_investment")
    assert curve is not None
    assert curve.input.identifier == "it_investment"
    assert [c.name for c in curve.ceilings] == ["市级"]


def test_outside_the_period_there_is_nothing_to_draw() -> None:
    pack = programme()
    clause = pack.clauses["cloud_adoption"]
    assert amount_curve(clause, Facts(), on=date(2024, 1, 1), basis=pack.basis) is None
