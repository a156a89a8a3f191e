"""目标: quantities, the shape of a target, sums of the industries against the district."""

from __future__ import annotations

import pytest

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.tables import UnusableTables
from luoqiao.core.targets.quantity import Measure, parse_quantity
from luoqiao.core.targets.sums import check_sums
from luoqiao.core.targets.target import Target, parse_targets


@pytest.mark.parametrize(
    ("text", "measure", "number", "shown"),
    [
        ("78%", Measure.RATE, 7800, "78%"),
        ("7.5%", Measure.RATE, 750, "7.50%"),
        ("200亿元", Measure.MONEY, 2_000_000_000_000, "200亿元"),
        ("38家", Measure.COUNT, 38, "38 家"),
    ],
)
def test_quantities_are_exact(text: str, measure: Measure, number: int, shown: str) -> None:
    found = parse_quantity(text)
    assert (found.measure, found.number, str(found)) == (measure, number, shown)


@pytest.mark.parametrize("text", ["很多", "38", "1.5家", "7.123%", "-3家", "x元"])
def test_anything_else_is_no_quantity(text: str) -> None:
    with pytest.raises(DomainError):
        parse_quantity(text)


def _row(key: str, **cells: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "id": key,
        "name": "名",
        "indicator": "lines",
        "value": "5条",
        "comparison": "at_least",
        "mode": "cumulative",
        "anchor": "三（一）2",
        "quote": "引",
    }
    return {name: cell for name, cell in (plain | cells).items() if cell is not None}


def _targets(*rows: dict[str, object]) -> tuple[Target, ...]:
    return parse_targets({"targets": list(rows)})


def test_shape_of_a_target_is_checked() -> None:
    with pytest.raises(UnusableTables) as refused:
        _targets(
            _row("T-01", value=None),
            _row("T-02", comparison="range"),
            _row("T-03", goal="6条"),
            _row("T-04", mode="yearly"),
            _row("T-05", value="五条"),
        )
    assert sorted({f.subject for f in refused.value.findings}) == ["T-01", "T-02", "T-03", "T-04", "T-05"]


def test_sum_agrees_only_when_it_is_the_number_or_within_the_range() -> None:
    annex = {"anchor": "附件2 机械装备·细化目标"}
    rows = (
        _row("T-02", value="1条", industry="a", **annex),
        _row("T-03", value="4条", industry="b", **annex),
    )
    assert [s.agrees for s in check_sums(_targets(_row("T-01"), *rows))] == [True]
    assert [s.agrees for s in check_sums(_targets(_row("T-01", value="6条"), *rows))] == [False]
    wide = _row("T-01", value="4条", goal="5条", comparison="range")
    assert [s.agrees for s in check_sums(_targets(wide, *rows))] == [True]
    assert [s.agrees for s in check_sums(_targets(*rows))] == [None]
    assert [s.agrees for s in check_sums(_targets(_row("T-01")))] == [None]


def test_rates_are_never_added() -> None:
    assert check_sums(_targets(_row("T-01", value="78%", mode="stock"))) == ()
