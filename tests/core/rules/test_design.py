"""设想的网: what a design goes through, the same every time, and what it refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules.design import Axis, Design, Method, lay_out
from luoqiao.core.rules.read_design import read_axis, read_design, read_reading
from tests.core.rules.asking import clause_named, programme

ON = date(2023, 6, 30)
WAN = 1_000_000
CLOUD = clause_named("cloud_adoption")
BASIS = programme().basis


def _axis(name: str, raw: object) -> Axis:
    return read_axis(CLOUD, name, raw, BASIS)


@pytest.mark.parametrize(
    ("name", "raw", "values"),
    [
        ("district.rate", "0.2..0.3/0.05", (2000, 2500, 3000)),
        ("district.rate", "20%..29%/5%", (2000, 2500)),
        ("区级.比例", "30%", (3000,)),
        ("district.cap", "2万,3万，2万", (2 * WAN, 3 * WAN)),
        ("district.cap", "1.5万..2.5万/0.5万", (1_500_000, 2 * WAN, 2_500_000)),
        ("district.cap", ["20000", 30000], (2 * WAN, 3 * WAN)),
        ("district.rate", {"from": Decimal("0.2"), "to": "0.3", "step": "0.1"}, (2000, 3000)),
    ],
)
def test_values_are_read_from_text_lists_and_tables(name: str, raw: object, values: tuple[int, ...]) -> None:
    assert _axis(name, raw).values == values


def test_days_go_by_days_of_the_calendar() -> None:
    axis = _axis("term.last", "2023-02-27..2023-03-02/1")
    assert axis.count == 4


def test_an_open_stretch_is_for_random_designs() -> None:
    axis = _axis("district.cap", "2万..3万")
    assert (axis.listed, axis.least, axis.most) == (False, 2 * WAN, 3 * WAN)
    with pytest.raises(Invalid, match="要写步长"):
        lay_out(Design((axis,)), programme().clauses, BASIS, ON)


def test_a_grid_is_every_combination() -> None:
    axes = (_axis("district.rate", "0.2..0.3/0.05"), read_reading(CLOUD, "X-11", "*", BASIS))
    laid = lay_out(Design(axes), programme().clauses, BASIS, ON)
    assert [s.name for s in laid.scenarios][:3] == [
        "district.rate=20% X-11=A", "district.rate=20% X-11=B", "district.rate=25% X-11=A",
    ]  # fmt: skip
    assert len(laid.scenarios) == 6


def test_combinations_whose_arms_overlap_are_left_out_and_counted() -> None:
    clause = clause_named("supply_chain_platform")
    axis = read_axis(clause, "bracket.annual_transaction.1", "20亿..40亿/10亿", BASIS)
    laid = lay_out(Design((axis,)), programme().clauses, BASIS, ON)
    assert (len(laid.scenarios), laid.left_out) == (1, 2)
    assert "分档" in laid.reason


@given(st.sampled_from([Method.RANDOM, Method.LATIN]), st.integers(1, 60), st.integers(0, 9))
def test_a_seeded_design_is_the_same_again_and_repeats_nothing(method: Method, count: int, seed: int) -> None:
    axes = (_axis("district.rate", "0..1/0.01"), _axis("district.cap", "0..10万"))
    design = Design(axes, method, count, seed)
    found = lay_out(design, programme().clauses, BASIS, ON).scenarios
    assert found == lay_out(design, programme().clauses, BASIS, ON).scenarios
    values = [tuple(sorted(s.clauses["cloud_adoption"].values.items())) for s in found]
    assert len(set(values)) == len(values) == count


@given(st.integers(2, 80), st.integers(0, 9))
def test_a_latin_design_meets_each_stretch_once(count: int, seed: int) -> None:
    design = Design((_axis("district.cap", "0..10万"), _axis("city.cap", "0..10万")), Method.LATIN, count, seed)
    found = lay_out(design, programme().clauses, BASIS, ON).scenarios
    for name in ("district.cap", "city.cap"):
        stretches = {s.clauses["cloud_adoption"].values[name] * count // (10 * WAN + 1) for s in found}
        assert len(stretches) == count


def test_a_random_design_that_has_few_combinations_takes_them_all() -> None:
    axes = (_axis("district.rate", "0.2,0.3"), read_reading(CLOUD, "X-12", ["A", "B"], BASIS))
    assert len(lay_out(Design(axes, Method.RANDOM, 1000), programme().clauses, BASIS, ON).scenarios) == 4


TABLE = {
    "name": "区级比例",
    "on": date(2023, 6, 30),
    "clauses": {
        "cloud_adoption": {
            "values": {"district.rate": {"from": "20%", "to": "30%", "step": "5%"}, "district.cap": ["2万", "3万"]},
            "readings": {"X-11": ["A", "B"]},
        }
    },
}  # fmt: skip


def test_a_design_is_read_from_a_table() -> None:
    design = read_design(TABLE, programme().clauses, BASIS)
    assert (design.size, design.method, design.base.on) == (12, Method.GRID, ON)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"methd": "grid"}, "是不是“method”"),
        ({"method": "all"}, "grid、random、latin"),
        ({"count": -1}, "不小于 0 的整数"),
        ({"clauses": {"cloud": {}}}, "没有条款“cloud”"),
        ({"clauses": {"cloud_adoption": 3}}, "应是一张表"),
        ({"clauses": {"cloud_adoption": {"values": {"district.rate": {"from": "1%"}}}}}, "缺“to”"),
        ({"clauses": {"cloud_adoption": {"values": {"district.rate": "0.3..0.2/0.1"}}}}, "从小到大"),
        ({"clauses": {"cloud_adoption": {"values": {"district.rate": "0.2..0.3/0"}}}}, "步长"),
        ({"clauses": {"cloud_adoption": {"values": {"district.rate": "..."}}}}, "范围写成"),
        ({"clauses": {"cloud_adoption": {"values": {"district.cap": "0..10万/0.01"}}}}, "值太多"),
        ({"clauses": {"cloud_adoption": {"values": {"district.rate": []}}}}, "没有写值"),
        ({"clauses": {"cloud_adoption": {"readings": {"X-11": "C"}}}}, "没有选项 C"),
        ({"clauses": {"cloud_adoption": {"readings": {"X-04": "A"}}}}, "没有读法 X-04"),
    ],
)
def test_every_fault_of_a_design_is_said(change: dict[str, object], said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_design({**TABLE, **change}, programme().clauses, BASIS)
    assert said in refused.value.message


def test_too_many_scenarios_are_refused_with_the_number() -> None:
    axes = (_axis("district.rate", "0..1/0.01"), _axis("city.rate", "0..1/0.01"))
    with pytest.raises(Invalid, match=r"共 10,201 个设想，最多 10,000 个"):
        lay_out(Design(axes), programme().clauses, BASIS, ON)
