"""测量用的企业总体: seeded facts of many enterprises, skewed as firms are, with amounts at and one fen around limits.

Most firms have nothing to claim, a few claim much, and many claims stand at a limit. A firm that takes no part in a
clause has zero where zero means that, else no value at all. Every column has its own random stream, so that a column
stays the same whatever else is made beside it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import (
    MISSING_CODE,
    Array,
    Column,
    Items,
    Key,
    Labels,
    Population,
    column,
)
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.dates import encode

YUAN, WAN, YI = 100, 1_000_000, 10_000_000_000
"""In fen."""
MOST = 500 * YI
"""No amount is larger."""

SEVEN = (
    "cloud_adoption", "technology_upgrade", "first_set_national", "five_g_demo", "supply_chain_platform",
    "champion_national", "little_giant",
)  # fmt: skip
"""The seven items: twelve columns, 68 bytes a row."""


@dataclass(frozen=True, slots=True)
class Amount:
    """金额的分布: share of rows above zero, median in yuan, spread of the logarithm, limits in fen that rows crowd at."""

    share: float
    median: float
    spread: float
    limits: tuple[int, ...]
    near: float = 0.02
    """Share of all rows that stand at a limit or one fen beside it."""


@dataclass(frozen=True, slots=True)
class Code:
    """选项的分布: the share of rows for each code; the rest has no value."""

    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Priced:
    """只有一种类别才有的金额: an amount in the rows whose `kind` has this code, zero in other rows that take part."""

    kind: int
    amount: Amount


PROJECT, IT = ("five_g_demo", "completed_investment"), ("five_g_demo", "it_investment")
IT_PART = Amount(0.95, 700_000, 1.3, (66_666_666, 66_666_667, 66_666_665), near=0.05)
"""信息化软硬件投资 of a firm that has a 5G project."""
NATIONAL_LIMITS = (333_333_333, 333_333_330, 333_340_000)
PART_LIMITS = (50 * WAN, 49 * WAN, 51 * WAN)

MONEY: Mapping[Key, Amount] = {
    ("cloud_adoption", "annual_service_fee"): Amount(0.35, 60_000, 1.2, (5 * WAN, 33_333_333, 33_333_329, 33_333_335)),
    ("technology_upgrade", "production_equipment_investment"): Amount(
        0.30, 8_000_000, 1.6, (2_857_142_857, 2_857_142_850, 2_857_142_864)
    ),
    ("technology_upgrade", "provincial_base"): Amount(0.08, 30_000_000, 1.5, (1 * YI, 2 * YI)),
    PROJECT: Amount(0.05, 9_000_000, 1.0, (500 * WAN, 1000 * WAN, 2000 * WAN)),
    ("supply_chain_platform", "annual_transaction"): Amount(0.02, 600_000_000, 1.1, (5 * YI, 10 * YI, 30 * YI)),
}
CODES: Mapping[Key, Code] = {
    ("technology_upgrade", "provincial_leading_enterprise"): Code((0.985, 0.015)),
    ("first_set_national", "kind"): Code((0.02, 0.01)),
    ("champion_national", "newly_recognised"): Code((0.995, 0.005)),
    ("little_giant", "event"): Code((0.006, 0.004)),
}
DENSE_CODES: Mapping[Key, Code] = {
    ("technology_upgrade", "provincial_leading_enterprise"): Code((0.7, 0.3)),
    ("first_set_national", "kind"): Code((0.5, 0.5)),
    ("champion_national", "newly_recognised"): Code((0.5, 0.5)),
    ("little_giant", "event"): Code((0.5, 0.5)),
}
PRICES: Mapping[Key, Priced] = {
    ("first_set_national", "market_unit_price"): Priced(0, Amount(1.0, 2_500_000, 0.9, NATIONAL_LIMITS)),
    ("first_set_national", "batch_contract_price"): Priced(1, Amount(1.0, 400_000, 0.9, PART_LIMITS)),
}

OTHER_MONEY: Mapping[Key, Amount] = {
    ("industrial_internet_demo", "it_investment"): Amount(0.06, 2_000_000, 1.4, (1000 * WAN, 999_999_990, 10)),
}
OTHER_CODES: Mapping[Key, Code] = {
    ("first_set_provincial", "kind"): Code((0.03, 0.02)),
    ("champion_provincial", "newly_recognised"): Code((0.99, 0.01)),
    ("srdi", "event"): Code((0.02, 0.01)),
}
OTHER_PRICES: Mapping[Key, Priced] = {
    ("first_set_provincial", "market_unit_price"): Priced(0, Amount(1.0, 2_000_000, 0.9, (333_333_333, 333_330_000))),
    ("first_set_provincial", "batch_contract_price"): Priced(1, Amount(1.0, 400_000, 0.9, (66_666_665, 66_666_667))),
}
FUND = Amount(1.0, 1_200_000, 0.9, (200 * WAN,))
PRINCIPAL = Amount(1.0, 6_000_000, 1.2, (600 * WAN, 1 * WAN))
APP = Amount(0.97, 150_000, 1.1, (33_333_333, 33_333_334, 5))
LOANS, CHALLENGES = 0.02, 0.01
"""Share of firms with a loan drawdown, with a project of the open challenge."""

INDUSTRIES = ("机械装备", "纺织鞋服", "工艺制品", "纸类卫生用品", "电子信息", "新材料", "新能源", "建材家居")
INDUSTRY_WEIGHTS = (0.28, 0.22, 0.14, 0.10, 0.08, 0.08, 0.04, 0.06)
TOWNSHIPS = ("万安街道", "双阳街道", "罗溪镇", "马甲镇", "河市镇", "虹山乡")
TOWNSHIP_WEIGHTS = (0.26, 0.24, 0.12, 0.14, 0.21, 0.03)


def make_columns(rows: int, seed: int, *, dense: bool = False) -> Population:
    """The seven items for this many enterprises: eight money columns and four of one byte.

    `dense` lets every firm claim everything, so that no row can be skipped.
    """
    money = {key: replace(amount, share=1.0) for key, amount in MONEY.items()} if dense else MONEY
    codes = DENSE_CODES if dense else CODES
    return Population(rows, _columns(rows, seed, money, codes, PRICES), _labels(rows, seed))


def make_all_columns(rows: int, seed: int) -> Population:
    """All fourteen clauses; the columns of the seven items are those of `make_columns`."""
    columns = _columns(rows, seed, {**MONEY, **OTHER_MONEY}, {**CODES, **OTHER_CODES}, {**PRICES, **OTHER_PRICES})
    columns |= _loans(rows, seed) | _challenges(rows, seed)
    columns["industrial_app", "apps"] = _apps(rows, seed)
    return Population(rows, columns, _labels(rows, seed))


def _random(seed: int, key: Key) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(".".join(key).encode())])


def _columns(
    rows: int, seed: int, money: Mapping[Key, Amount], codes: Mapping[Key, Code], prices: Mapping[Key, Priced]
) -> dict[Key, Column | Items]:
    coded = {key: _codes(_random(seed, key), rows, code.shares) for key, code in codes.items()}
    found: dict[Key, Column | Items] = {key: column(t.Kind.CHOICE, values) for key, values in coded.items()}
    amounts = {key: _amounts(_random(seed, key), rows, amount) for key, amount in money.items()}
    found |= {key: column(t.Kind.MONEY, values) for key, values in amounts.items()}
    found[IT] = column(t.Kind.MONEY, _it_part(_random(seed, IT), amounts[PROJECT]))
    for key, price in prices.items():
        found[key] = column(t.Kind.MONEY, _prices(_random(seed, key), coded[key[0], "kind"], price))
    return found


def _codes(random: np.random.Generator, rows: int, shares: tuple[float, ...]) -> NDArray[np.uint8]:
    edges = np.cumsum(shares)
    codes = np.searchsorted(edges, random.random(rows), side="right").astype(np.uint8)
    codes[codes == len(shares)] = len(shares) - 1 if edges[-1] > 1 - 1e-9 else MISSING_CODE
    return codes


def _amounts(random: np.random.Generator, rows: int, amount: Amount) -> NDArray[np.int64]:
    """Zero, log-normal to the fen or in round hundreds of yuan, or within one fen of a limit."""
    values = np.zeros(rows, np.int64)
    claims = np.flatnonzero(random.random(rows) < amount.share)
    size = claims.size
    drawn = (random.lognormal(np.log(amount.median * YUAN), amount.spread, size)).astype(np.int64)
    drawn = np.minimum(drawn, MOST)
    round_ones = random.random(size) < 0.4
    drawn[round_ones] -= drawn[round_ones] % (100 * YUAN)
    values[claims] = drawn
    near = np.flatnonzero(random.random(rows) < amount.near * amount.share)
    limits = np.array(amount.limits, np.int64)
    values[near] = random.choice(limits, near.size) + random.integers(-1, 2, near.size)
    return values


def _it_part(random: np.random.Generator, invested: NDArray[np.int64]) -> NDArray[np.int64]:
    values = np.zeros(invested.size, np.int64)
    firms = np.flatnonzero(invested > 0)
    values[firms] = _amounts(random, firms.size, IT_PART)
    return values


def _prices(random: np.random.Generator, kinds: Array, price: Priced) -> NDArray[np.int64]:
    values = np.where(kinds == MISSING_CODE, -1, 0).astype(np.int64)
    priced = np.flatnonzero(kinds == price.kind)
    values[priced] = _amounts(random, priced.size, price.amount)
    return values


def _loans(rows: int, seed: int) -> dict[Key, Column | Items]:
    """提款: one drawdown in a few firms, crowded at the ends of 2023 and of the three years."""
    clause = "upgrade_loan_interest"
    random = _random(seed, (clause, "rows"))
    who = np.flatnonzero(random.random(rows) < LOANS)
    size = who.size
    first = encode(date(2019, 12, 1)) + random.integers(0, 48 * 31, size)
    three_years = 3 * 12 * 31
    at_the_end, inside = three_years + random.integers(-1, 2, size), random.integers(0, three_years + 31, size)
    drawn = first + np.where(random.random(size) < 0.1, at_the_end, inside)
    edge = random.random(size) < 0.1
    ends = np.array([encode(date(2022, 12, 31)), encode(date(2023, 1, 1)), encode(date(2023, 12, 31))])
    drawn[edge] = random.choice(ends, int(edge.sum()))
    missing_day, missing_code = np.full(rows, -1, np.int32), np.full(rows, MISSING_CODE, np.uint8)

    def spread(kind: t.Kind, empty: Array, values: Array) -> Column:
        filled = empty.copy()
        filled[who] = values
        return column(kind, filled)

    return {
        (clause, "provincial_key_project"): spread(t.Kind.YES_NO, missing_code, _codes(random, size, (0.2, 0.8))),
        (clause, "partner_bank"): spread(t.Kind.YES_NO, missing_code, _codes(random, size, (0.1, 0.9))),
        (clause, "first_drawdown_on"): spread(t.Kind.DATE, missing_day, first.astype(np.int32)),
        (clause, "drawdown_on"): spread(t.Kind.DATE, missing_day, drawn.astype(np.int32)),
        (clause, "principal"): spread(t.Kind.MONEY, np.full(rows, -1, np.int64), _amounts(random, size, PRINCIPAL)),
        (clause, "months"): spread(t.Kind.MONTHS, missing_day, random.integers(0, 41, size).astype(np.int32)),
    }


def _challenges(rows: int, seed: int) -> dict[Key, Column | Items]:
    clause = "open_challenge"
    random = _random(seed, (clause, "rows"))
    who = np.flatnonzero(random.random(rows) < CHALLENGES)
    fund, succeeded = np.full(rows, -1, np.int64), np.full(rows, MISSING_CODE, np.uint8)
    fund[who] = _amounts(random, who.size, FUND)
    succeeded[who] = _codes(random, who.size, (0.5, 0.5))
    return {
        (clause, "approved_project_fund"): column(t.Kind.MONEY, fund),
        (clause, "district_entity_succeeded"): column(t.Kind.YES_NO, succeeded),
    }


def _apps(rows: int, seed: int) -> Items:
    """工业 APP: none in most firms, then one to six; a firm without any has an empty list."""
    random = _random(seed, ("industrial_app", "apps"))
    counts = np.where(random.random(rows) < 0.04, random.integers(1, 7, rows), 0)
    offsets = np.zeros(rows + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    spent = _amounts(random, int(offsets[-1]), APP)
    return Items(offsets, {"last_year_service_expenditure": column(t.Kind.MONEY, spent)})


def _labels(rows: int, seed: int) -> dict[str, Labels]:
    found = {}
    for name, words, weights in (("industry", INDUSTRIES, INDUSTRY_WEIGHTS), ("township", TOWNSHIPS, TOWNSHIP_WEIGHTS)):
        codes = _codes(_random(seed, ("labels", name)), rows, weights)
        found[name] = Labels(codes.astype(np.int32), words)
    return found
