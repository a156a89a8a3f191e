"""数据框的拒绝: what cannot stand is refused by column, value and row before anything is calculated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from luoqiao.adapters.narwhals.engine import TooLarge, run
from luoqiao.adapters.narwhals.frames import FrameUnknown
from luoqiao.adapters.narwhals.sources import BadFrame
from luoqiao.adapters.narwhals.totals import totals
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.kernel.money import MOST, WAN
from luoqiao.core.rules.basis import TIERS
from tests.core.rules.asking import clause_named, programme

ON = date(2023, 6, 30)
CLOUD, UPGRADE, LOAN, KIND = (
    clause_named(n) for n in ("cloud_adoption", "technology_upgrade", "upgrade_loan_interest", "little_giant")
)
FEE = "cloud_adoption.annual_service_fee"
INTEREST: dict[str, Any] = {
    "provincial_key_project": [True], "partner_bank": [True], "first_drawdown_on": [date(2022, 9, 1)],
    "drawdown_on": [date(2022, 12, 31)], "months": pl.Series([1200], dtype=pl.Int64),
}  # fmt: skip


def judged(frame: pl.DataFrame, *clauses: Any, **more: Any) -> pl.DataFrame:
    found: pl.DataFrame = run(frame, list(clauses), on=ON, basis=programme().basis, **more)
    return found


@pytest.mark.parametrize(
    ("values", "dtype", "code"),
    [
        ([20 * WAN, -1], pl.Int64, "LQ-4206"),
        ([MOST + 1], pl.Int64, "LQ-4206"),
        ([Decimal("0.005")], pl.Decimal(20, 3), "LQ-4206"),
        ([200000.0], pl.Float64, "LQ-4204"),
        (["200000"], pl.String, "LQ-4204"),
    ],
)
def test_money_that_cannot_stand_is_named(values: list[Any], dtype: Any, code: str) -> None:
    with pytest.raises(BadFrame) as refused:
        judged(pl.DataFrame({FEE: pl.Series(values, dtype=dtype)}), CLOUD)
    assert [(p.code, p.field) for p in refused.value.problems] == [(code, FEE)]


def test_a_bad_value_is_shown_with_the_key_of_its_row() -> None:
    frame = pl.DataFrame({"uscc": ["甲", "乙"], FEE: [1, -7]})
    with pytest.raises(BadFrame, match="-7（行号 乙）"):
        judged(frame, CLOUD, key="uscc")


def test_an_unknown_option_and_an_approved_rate_beyond_its_limit_are_refused() -> None:
    with pytest.raises(BadFrame, match="brand_new"):
        judged(pl.DataFrame({"little_giant.event": ["new", "brand_new", None]}), KIND)
    frame = pl.DataFrame({"production_equipment_investment": [100 * WAN], "city_approved_rate": [701]})
    with pytest.raises(BadFrame, match="不高于 700"):
        judged(frame, UPGRADE)
    assert judged(frame.with_columns(city_approved_rate=pl.lit(700)), UPGRADE)["technology_upgrade.city"].to_list() == [7 * WAN]


def test_decimal_money_and_units_in_heads_are_yuan_and_ten_thousands() -> None:
    yuan = pl.DataFrame({FEE: pl.Series([Decimal("50000.15"), None], dtype=pl.Decimal(20, 2))})
    assert judged(yuan, CLOUD)["cloud_adoption.city"].to_list() == [1_500_005, 0]
    wan = pl.DataFrame({"年度服务费（万元）": [20]})
    assert judged(wan, CLOUD)["cloud_adoption.city"].to_list() == [6 * WAN]


def test_what_could_pass_64_bits_is_refused_before_it_is_calculated() -> None:
    clause = clause_named("upgrade_loan_interest")
    frame = pl.DataFrame({**INTEREST, "principal": [MOST - 1]})
    assert judged(frame, clause)["upgrade_loan_interest.province"].to_list() == [((MOST - 1) * 2 * 32 + 600) // 1200]
    far = frame.with_columns(first_drawdown_on=pl.date(9000, 1, 1), months=pl.lit(None, dtype=pl.Int64))
    with pytest.raises(TooLarge, match="principal"):
        judged(pl.concat([frame, far]), clause)


def test_columns_that_are_missing_doubled_or_taken_are_refused() -> None:
    with pytest.raises(Invalid, match="没有一列是条款的输入"):
        judged(pl.DataFrame({"a": [1]}), CLOUD)
    with pytest.raises(BadFrame, match="专精特新"):
        judged(pl.DataFrame({FEE: [1]}), CLOUD, KIND)
    with pytest.raises(BadFrame, match="没有“city”这一列"):
        judged(pl.DataFrame({"年度服务费": [1], "cloud_adoption.city": [1]}), CLOUD)


def test_a_key_must_tell_rows_apart() -> None:
    frame = pl.DataFrame({"no": ["a", "a"], FEE: [1, 2]})
    with pytest.raises(BadFrame, match="2 行里只有 1 个不同的值"):
        judged(frame, CLOUD, key="no")
    with pytest.raises(BadFrame, match="有 1 行是空的"):
        judged(frame.with_columns(no=pl.Series(["a", None])), CLOUD, key="no")
    with pytest.raises(Invalid, match="没有“nobody”这一列"):
        judged(frame, CLOUD, key="nobody")


def test_frames_of_other_libraries_are_refused() -> None:
    for other in ([1, 2], {"a": [1]}):
        with pytest.raises(FrameUnknown):
            run(other, [CLOUD], on=ON)


def test_an_empty_frame_and_a_day_outside_the_period_answer_too() -> None:
    empty = judged(pl.DataFrame({FEE: pl.Series([], dtype=pl.Int64)}), CLOUD)
    assert totals(empty, [CLOUD], TIERS).clauses[0].sums["city"] == (0, 0)
    frame = pl.DataFrame({FEE: [20 * WAN, None]})
    late = run(frame, [CLOUD], on=date(2024, 1, 1), basis=programme().basis)
    assert late["cloud_adoption.outcome"].to_list() == ["not_entitled", None]


def test_totals_are_exact_beyond_64_bits_and_by_label() -> None:
    frame = pl.DataFrame({"town": ["河市镇", None, "河市镇"], FEE: [20 * WAN, 5 * WAN, 20 * WAN]})
    found = totals(judged(frame, CLOUD), [CLOUD], TIERS, ["town"])
    assert [(g.labels["town"], g.rows, g.clauses[0].sums["city"]) for g in found.groups] == [
        ("河市镇", 2, (12 * WAN, 12 * WAN)), ("", 1, (0, 0)),
    ]  # fmt: skip
    amounts = {f"cloud_adoption.{tier.code}": [2**62] * 100 for tier in TIERS}
    huge = pl.DataFrame({"cloud_adoption.outcome": ["entitled"] * 100, **amounts})
    assert totals(huge, [CLOUD], TIERS).clauses[0].sums["city"] == (100 * 2**62, 100 * 2**62)
