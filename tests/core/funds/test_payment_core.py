"""拨付的写法和对账：amounts in capitals read back, files read back, every row of an answer gets one outcome."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

import luoqiao.policies
from luoqiao.adapters.delimited.reading import read_delimited
from luoqiao.adapters.delimited.writing import write_delimited
from luoqiao.adapters.xlsx.plain_sheet import write_plain_sheet
from luoqiao.adapters.xlsx.reading import read_rows
from luoqiao.core.funds.batch import LineState
from luoqiao.core.funds.capital_amount import DIGITS, capital_amount
from luoqiao.core.funds.payment_layout import TRIGGERS, PayRow, cells_of
from luoqiao.core.funds.plan_reader import parse_funds
from luoqiao.core.funds.reconcile import Outcome, ResultRow, SentLine, match
from luoqiao.core.kernel.tables import UnusableTables

FILE = Path(luoqiao.policies.__file__).parent / "luojiang_2022_31" / "funds.toml"
DATA = tomllib.loads(FILE.read_text("utf-8"))
PLAN = parse_funds(DATA)
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_capital(said: str) -> int:
    """The fen that an amount in capitals means, worked out another way."""
    rest = said.removeprefix("人民币").removesuffix("整")
    yuan, _, cents = rest.partition("元") if "元" in rest else ("", "", rest)
    return _number(yuan) * 100 + _cents(cents)


def _cents(text: str) -> int:
    found = 0
    for place, digit in enumerate(text):
        if digit == "角":
            found += DIGITS.index(text[place - 1]) * 10
        elif digit == "分":
            found += DIGITS.index(text[place - 1])
    return found


def _number(text: str) -> int:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in text:
            high, _, low = text.rpartition(unit)
            return _number(high) * size + _number(low)
    found = digit = 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        else:
            found, digit = found + digit * UNITS[sign], 0
    return found + digit


@given(some.integers(0, 10**17))
def test_an_amount_in_capitals_is_that_amount(fen: int) -> None:
    assert read_capital(capital_amount(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "人民币零元整"), (18_640_000, "人民币壹拾捌万陆仟肆佰元整"), (100_005, "人民币壹仟元零伍分"), (10, "人民币壹角整"),
        (1_000_100_00, "人民币壹佰万零壹佰元整"), (10_005_000_050, "人民币壹亿零伍万元伍角整"),
    ],
)  # fmt: skip
def test_vouchers_write_it_so(fen: int, said: str) -> None:
    assert capital_amount(fen) == said


TEXT = some.text(some.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=20)
ROWS = some.builds(
    PayRow, place=some.integers(1, 9999), batch=some.just("ZF-2023-0001"), reference=some.just("ZF-2023-0001-0001"), name=TEXT,
    uscc=some.just("91350504MA2000019C"), bank=TEXT, branch=TEXT, holder=TEXT,
    account=some.from_regex(r"[0-9]{10,25}", fullmatch=True),
    amount=some.integers(1, 10**13), purpose=TEXT, tier=some.just("区级"), case=some.just("LQ-2023-0001"),
    sent_on=some.dates(date(2022, 1, 1), date(2026, 12, 31)),
)  # fmt: skip


@given(some.lists(ROWS, min_size=1, max_size=5))
def test_what_is_written_is_read_back_and_nothing_in_it_runs(rows: list[PayRow]) -> None:
    for layout in PLAN.layouts:
        cells = [cells_of(layout, row) for row in rows]
        for line in cells:
            assert not any(isinstance(cell, str) and cell.startswith(TRIGGERS) for cell in line)
        if layout.kind == "csv":
            content = write_delimited([layout.heads, *cells], layout.encoding.value)
            assert content == write_delimited([layout.heads, *cells], layout.encoding.value)
            back = [row.cells for row in read_delimited(content)][1:]
        else:
            back = [row.cells for row in read_rows(write_plain_sheet("表", layout.heads, cells))][1:]
        at = [column.field.value for column in layout.columns].index("amount")
        account = [column.field.value for column in layout.columns].index("account")
        assert [round(Decimal(line[at].replace(",", "")) * 100) for line in back] == [row.amount for row in rows]
        assert [line[account] for line in back] == [row.account for row in rows]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["payment_layouts"][0]["columns"].pop(1), "缺“reference”"),
        (lambda data: data["payment_layouts"][0]["columns"].append({"head": "金额", "field": "name"}), "写了两次"),
        (lambda data: data["payment_layouts"][0].update(kind="pdf"), "kind"),
        (lambda data: data["results_layout"].update(success=["成功"], failure=["成功"]), "不能既表示到账又表示退回"),
        (lambda data: data["results_layout"].update(columns=data["results_layout"]["columns"][2:]), "没有一列是“reference”"),
        (lambda data: data["recorded"].update(payee=["x"]), "payee"),
    ],
)
def test_a_faulty_layout_is_refused_with_what_is_wrong(change: object, said: str) -> None:
    data = copy.deepcopy(DATA)
    change(data)  # type: ignore[operator] # each is a function of the table
    with pytest.raises(UnusableTables, match=said):
        parse_funds(data)


REFERENCES = some.sampled_from(["R1", "R2", "R3", "未知"])
RESULTS = some.builds(
    ResultRow, number=some.integers(1, 99), reference=REFERENCES, amount=some.sampled_from([100, 200]), paid=some.booleans(),
    on=some.just(date(2023, 6, 12)), voucher=some.sampled_from(["A", "B"]), trouble=some.sampled_from(["", "", "", "读不懂"]),
)  # fmt: skip
SENT = some.dictionaries(
    some.sampled_from(["R1", "R2", "R3"]), some.tuples(some.sampled_from([100, 200]), some.sampled_from([
        LineState.SENT, LineState.PAID, LineState.RETURNED,
    ]))
)  # fmt: skip


@given(some.lists(RESULTS, max_size=12), SENT)
def test_every_row_gets_one_outcome_and_money_moves_once_a_line_and_only_for_its_amount(
    rows: list[ResultRow], sent: dict[str, tuple[int, LineState]]
) -> None:
    lines = {reference: SentLine(reference, amount, state) for reference, (amount, state) in sent.items()}
    found = match(rows, lines)
    assert [one.row for one in found] == rows
    moving = [one.row.reference for one in found if one.outcome.moves]
    assert len(moving) == len(set(moving))
    for one in found:
        if one.outcome.moves:
            assert not one.row.trouble
            assert one.row.amount == lines[one.row.reference].amount
        if one.outcome is Outcome.SETTLES:
            assert one.row.paid
            assert lines[one.row.reference].state is LineState.SENT


@given(some.lists(RESULTS, max_size=12), SENT)
def test_answers_that_were_taken_before_move_nothing(
    rows: list[ResultRow], sent: dict[str, tuple[int, LineState]]
) -> None:
    lines = {
        reference: SentLine(reference, amount, state, frozenset(row.answer for row in rows if row.reference == reference))
        for reference, (amount, state) in sent.items()
    }
    assert not [one for one in match(rows, lines) if one.outcome.moves]
