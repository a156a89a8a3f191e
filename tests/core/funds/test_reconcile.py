"""对账：a row is taken only when reference, amount and state fit; everything else waits for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.funds.batch import LineState
from luoqiao.core.funds.payment_layout import ResultField, ResultsLayout
from luoqiao.core.funds.reconcile import (
    MOST_RESULTS,
    Outcome,
    ResultRow,
    SentLine,
    UnreadableResults,
    match,
    read_results,
)
from luoqiao.core.parties.import_table import SheetRow

LAYOUT = ResultsLayout(
    {"流水号": ResultField.REFERENCE, "金额（元）": ResultField.AMOUNT, "结果": ResultField.STATUS, "日期": ResultField.DATE,
     "凭证": ResultField.VOUCHER, "原因": ResultField.REASON},
    ("成功",), ("退汇", "失败"),
)  # fmt: skip
HEADS = ("流水号", "金额(元)", "结果", "日期", "凭证", "原因")
ON = date(2023, 6, 15)
A, B = "ZF-2023-0001-0001", "ZF-2023-0001-0002"


def sheet(*rows: tuple[str, ...]) -> list[SheetRow]:
    return [SheetRow(number, cells) for number, cells in enumerate(rows, 1)]


def read(*rows: tuple[str, ...]) -> tuple[ResultRow, ...]:
    return read_results(sheet(("付款结果",), HEADS, *rows), LAYOUT)


def said(reference: str = A, amount: int = 1000, *, paid: bool = True, voucher: str = "PZ-1") -> ResultRow:
    return ResultRow(3, reference, amount, paid, ON, voucher)


def outcomes(*rows: ResultRow, **lines: SentLine) -> list[Outcome]:
    sent = {line.reference: line for line in lines.values()} or {A: SentLine(A, 1000, LineState.SENT)}
    return [one.outcome for one in match(rows, sent)]


def test_rows_under_the_heads_are_read_wherever_the_heads_stand() -> None:
    (row,) = read((f"'{A}", "1,000.50", "退汇", "20230615", "PZ-1", "账号 不符"))
    assert row == ResultRow(3, A, 100_050, False, ON, "PZ-1", "账号 不符")


@pytest.mark.parametrize(
    ("cells", "trouble"),
    [
        ((A, "许多", "成功", "2023-06-15"), "许多"), ((A, "10", "也许", "2023-06-15"), "不知是到账还是退回"),
        ((A, "10", "成功", "2月30日"), "日期"), (("", "10", "成功", "2023-06-15"), "没有流水号"), ((A,), "不知是到账还是退回"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_of_its_row(cells: tuple[str, ...], trouble: str) -> None:
    (row,) = read(cells)
    assert trouble in row.trouble
    assert outcomes(row) == [Outcome.UNREADABLE]


def test_a_file_without_the_columns_names_them() -> None:
    with pytest.raises(UnreadableResults, match="“金额（元）”、“结果”、“日期”"):
        read_results(sheet(("流水号", "金额"), (A, "10")), LAYOUT)


@pytest.mark.parametrize("rows", [[], [("", " ")], [HEADS], [HEADS, ("",)]])
def test_an_empty_file_is_refused(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(UnreadableResults, match="没有导入"):
        read_results(sheet(*rows), LAYOUT)


def test_a_file_beyond_the_limit_is_refused_with_both_numbers() -> None:
    many = [(A, "10", "成功", "2023-06-15")] * (MOST_RESULTS + 1)
    with pytest.raises(UnreadableResults, match=r"20,001 行，一次最多 20,000 行"):
        read(*many)


@pytest.mark.parametrize(
    ("state", "paid", "outcome"),
    [
        (LineState.SENT, True, Outcome.SETTLES), (LineState.SENT, False, Outcome.BOUNCES),
        (LineState.PAID, True, Outcome.ANSWERED), (LineState.PAID, False, Outcome.BOUNCES_LATER),
        (LineState.RETURNED, True, Outcome.CONTRADICTS), (LineState.RETURNED, False, Outcome.ANSWERED),
    ],
)  # fmt: skip
def test_what_a_row_does_depends_on_how_the_payment_stands(state: LineState, paid: bool, outcome: Outcome) -> None:
    assert outcomes(said(paid=paid), line=SentLine(A, 1000, state)) == [outcome]


def test_another_amount_or_an_unknown_reference_moves_nothing() -> None:
    assert outcomes(said(amount=999), said("别的")) == [Outcome.AMOUNT, Outcome.UNKNOWN]


def test_the_same_row_twice_counts_once_and_two_stories_count_not_at_all() -> None:
    assert outcomes(said(), said()) == [Outcome.SETTLES, Outcome.AGAIN]
    assert outcomes(said(), said(paid=False)) == [Outcome.CONTRADICTS, Outcome.CONTRADICTS]


def test_money_that_comes_back_while_it_is_clawed_back_is_left_to_a_person() -> None:
    line = SentLine(A, 1000, LineState.PAID, reclaimed="ZH-2023-0001")
    (found,) = match([said(paid=False)], {A: line})
    assert (found.outcome, "ZH-2023-0001" in found.said) == (Outcome.CONTRADICTS, True)


ROWS = st.builds(
    said, st.sampled_from([A, B, "别的"]), st.sampled_from([1000, 2000]), paid=st.booleans(), voucher=st.sampled_from(["1", "2"])
)


@given(st.lists(ROWS, max_size=12), st.sampled_from(list(LineState)), st.sampled_from(list(LineState)))
def test_no_payment_is_moved_twice_by_one_file_and_none_for_another_amount(
    rows: list[ResultRow], one: LineState, other: LineState
) -> None:
    lines = {A: SentLine(A, 1000, one), B: SentLine(B, 2000, other)}
    moving = [found.row for found in match(rows, lines) if found.outcome.moves]
    assert len({row.reference for row in moving}) == len(moving)
    assert all(row.amount == lines[row.reference].amount for row in moving)


@given(st.lists(ROWS, max_size=12))
def test_what_was_answered_before_moves_nothing_again(rows: list[ResultRow]) -> None:
    lines = {A: SentLine(A, 1000, LineState.SENT), B: SentLine(B, 2000, LineState.SENT)}
    for found in match(rows, lines):
        if found.outcome.moves:
            line = lines[found.row.reference]
            now = LineState.PAID if found.row.paid else LineState.RETURNED
            lines[line.reference] = replace(line, state=now, answers=frozenset({found.row.answer}))
    assert not any(found.outcome.moves and found.outcome is not Outcome.BOUNCES_LATER for found in match(rows, lines))
