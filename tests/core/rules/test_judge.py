"""逐步判定: what is known of a value whose days are only known to lie between two others."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Outcome
from luoqiao.core.rules.dates import encode
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.judge import Setting, Walk
from luoqiao.core.rules.parse import parse_clause
from luoqiao.core.rules.resolve import TIER_LABELS, resolve
from luoqiao.core.rules.values import Val

HEAD = """# 贴息 · interest
对象 企业 ｜ 牵头 区工信局 ｜ 期限 2022-06-30 至 2023-12-31 ｜ 方式 申报 ｜ 依据 三（一）1
```规则
"""
ON = date(2023, 6, 30)
MONTHS = """输入 首日 first_on、末日 until_on：日期
输入 本金 principal：金额
贴息月数 = 首日 至 末日 的 整月数
市级 = 本金 的 年化12% 计息 贴息月数"""
"""One hundredth of the principal a month."""


def clause_of(rule: str) -> t.Clause:
    return parse_clause(f"{HEAD}{rule}\n```\n", "interest.md")


INTEREST = clause_of(MONTHS)
PRINCIPAL = 10_000


def months_for(first: Val, until: Val) -> Val:
    """The months of interest when the two days are known to lie in these stretches."""
    cells = {"首日": first, "末日": until}
    setting = Setting(Facts({"本金": PRINCIPAL}), {}, "enterprise_year", frozenset(TIER_LABELS), cells)
    steps = Walk(resolve(INTEREST, {}, ON), setting).run().steps
    return dict(steps[0].results)["贴息月数"]


def stretch(low: date, high: date | None, name: str) -> Val:
    """A day between two others, or from a day on."""
    needs = frozenset() if low == high else frozenset({name})
    return Val(encode(low), None if high is None else encode(high), 1, needs)


def complete_months(first: date, until: date) -> int:
    """Counted out: a month is complete on the day of the same number."""
    months = (until.year - first.year) * 12 + until.month - first.month - (until.day < first.day)
    return max(0, months)


DAYS = st.dates(date(2021, 11, 1), date(2023, 3, 5))
WIDTHS = st.integers(0, 40).map(timedelta)


@settings(deadline=None)
@given(DAYS, WIDTHS, DAYS, WIDTHS)
def test_months_between_two_unsure_days_reach_from_the_fewest_to_the_most(
    first: date, first_width: timedelta, until: date, until_width: timedelta
) -> None:
    """两头的日子都只知道一段：整月数的两端都数得到，中间的都包住."""
    firsts = [first + timedelta(n) for n in range(first_width.days + 1)]
    untils = [until + timedelta(n) for n in range(until_width.days + 1)]
    found = months_for(stretch(firsts[0], firsts[-1], "first_on"), stretch(untils[0], untils[-1], "until_on"))
    counted = {complete_months(one, other) for one, other in product(firsts, untils)}
    assert (found.low, found.high) == (min(counted), max(counted))
    unsure = {name for name, days in (("first_on", firsts), ("until_on", untils)) if len(days) > 1}
    assert found.needs == (unsure if len(counted) > 1 else set())


@pytest.mark.parametrize(
    ("first", "until", "months", "needs"),
    [
        (("2022-01-31", None), ("2022-12-30", "2022-12-31"), (0, 11), {"first_on", "until_on"}),
        (("2022-01-31", "2022-02-28"), ("2022-12-30", None), (10, None), {"first_on", "until_on"}),
        (("2022-01-31", "2022-01-31"), ("2022-12-31", None), (11, None), {"until_on"}),
        (("2022-01-31", None), ("2022-12-30", None), (0, None), {"first_on", "until_on"}),
        (("2022-12-31", None), ("2022-01-31", "2022-12-30"), (0, 0), set()),
        (("2022-01-31", "2022-02-28"), ("2022-12-31", "2022-12-31"), (10, 11), {"first_on"}),
        (("2022-01-15", "2022-01-20"), ("2022-12-20", "2022-12-31"), (11, 11), set()),
    ],
)
def test_months_to_or_from_an_open_end(
    first: tuple[str, str | None], until: tuple[str, str | None], months: tuple[int, int | None], needs: set[str]
) -> None:
    """没有末端的日子：末日没有末端则月数没有上限，首日没有末端则从零个月起."""
    days = [[date.fromisoformat(end) if end else None for end in one] for one in (first, until)]
    found = months_for(stretch(days[0][0], days[0][1], "first_on"), stretch(days[1][0], days[1][1], "until_on"))  # type: ignore[arg-type] # the first end is always given
    assert (found.low, found.high) == months
    assert found.needs == needs


@pytest.mark.parametrize(
    ("known", "low", "high", "asked"),
    [
        ({"末日": date(2023, 6, 30)}, 0, 100 * (2023 * 12 + 5), ["first_on"]),
        ({"首日": date(2022, 1, 31)}, 0, None, ["until_on"]),
        ({}, 0, None, ["first_on", "until_on"]),
        ({"首日": date(2022, 1, 31), "末日": date(2023, 6, 30)}, 1600, 1600, []),
    ],
)
def test_interest_over_an_unknown_day_is_a_range_and_a_question(
    known: dict[str, date], low: int, high: int | None, asked: list[str]
) -> None:
    facts = Facts({"本金": PRINCIPAL} | {name: encode(day) for name, day in known.items()})
    answer = explain(INTEREST, facts, on=ON)
    assert tuple(answer.total) == (low, high)
    assert [question.path for question in answer.open_questions] == asked
    assert (answer.outcome is Outcome.UNDETERMINED) == bool(asked)


ITEMS = clause_of("""输入 设备 equipment：清单
    价款 price：金额
输入 规上 large：是否
输入 约定比例 agreed_rate：比例
市级 = 逐个 设备 相加：价款 的 约定比例，仅限 规上 为 是""")


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({}, ["equipment", "large", "agreed_rate"]),
        ({"规上": True}, ["equipment", "agreed_rate"]),
        ({"规上": True, "约定比例": 500}, ["equipment"]),
        ({"设备": ({"价款": 10_000},)}, ["large", "agreed_rate"]),
        ({"设备": ({},), "规上": True, "约定比例": 500}, ["equipment[1].price"]),
        ({"设备": ({},), "规上": False}, []),
    ],
)
def test_an_unknown_list_does_not_hide_what_its_items_would_ask(known: dict[str, object], asked: list[str]) -> None:
    """清单未知时，每一项都要用到的其他事实一并问，不留到第二轮."""
    answer = explain(ITEMS, Facts(known), on=ON)  # type: ignore[arg-type] # plain facts
    assert [question.path for question in answer.open_questions] == asked
