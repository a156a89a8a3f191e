"""大写金额：as cheques write it; read back it is the same amount, to the fen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.funds.capital_amount import DIGITS, capital_amount

UNITS = {"": 1, "拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "人民币零元整"), (1, "人民币壹分"), (10, "人民币壹角整"), (100, "人民币壹元整"), (105, "人民币壹元零伍分"),
        (18_640_000, "人民币壹拾捌万陆仟肆佰元整"), (1_000_500, "人民币壹万零伍元整"), (10_040_01, "人民币壹万零肆拾元零壹分"),
        (100_000_000_00, "人民币壹亿元整"), (100_010_000_00, "人民币壹亿零壹万元整"),
        (2_000_000_010_00, "人民币贰拾亿零壹拾元整"), (1_680_032_00, "人民币壹佰陆拾捌万零叁拾贰元整"),
        (6_007_14, "人民币陆仟零柒元壹角肆分"),
    ],
)  # fmt: skip
def test_amounts_are_written_as_vouchers_write_them(fen: int, said: str) -> None:
    assert capital_amount(fen) == said


@given(st.integers(0, 10**15))
def test_an_amount_in_capitals_reads_back_as_itself(fen: int) -> None:
    said = capital_amount(fen)
    assert read_back(said) == fen
    assert "零零" not in said
    assert said.endswith("整") == (fen % 10 == 0)


def read_back(said: str) -> int:
    """The amount, by the values of the figures alone."""
    yuan, _, rest = said.removeprefix("人民币").removesuffix("整").rpartition("元")
    found = re.fullmatch(r"零?(?:(.)角)?(?:(.)分)?", rest)
    assert found, said
    tenths, hundredths = (DIGITS.index(one) if one else 0 for one in found.groups())
    return number(yuan) * 100 + tenths * 10 + hundredths


def number(text: str) -> int:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in text:
            high, _, low = text.rpartition(unit)
            return number(high) * size + number(low)
    return sum(DIGITS.index(digit) * UNITS[unit] for digit, unit in re.findall(r"([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", text))
