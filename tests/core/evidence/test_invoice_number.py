"""发票号码: what is accepted, and how each slip is told."""

from __future__ import annotations

import pytest

from luoqiao.core.evidence.invoice_number import BadInvoiceNumber, InvoiceNumber, read_invoice_number


@pytest.mark.parametrize(
    ("code", "number", "key"),
    [
        ("", "23352000000004812077", "23352000000004812077"),
        ("", " 2335 2000 0000 0481 2077 ", "23352000000004812077"),
        ("", "２３３５２０００００００04812077", "23352000000004812077"),
        ("3500221130", "00481207", "3500221130-00481207"),
        ("035002200211", "0048-1207", "035002200211-00481207"),
    ],
)
def test_a_number_is_read_as_it_is_usually_typed(code: str, number: str, key: str) -> None:
    assert str(read_invoice_number(code, number)) == key


@pytest.mark.parametrize(
    ("code", "number", "field", "said"),
    [
        ("", "2335200000000481207", "number", "应为 20 位数字，现为 19 位"),
        ("", "233520000000048120771", "number", "应为 20 位数字，现为 21 位"),
        ("", "", "number", "请填发票号码：数电票 20 位；以前的发票 8 位，另填发票代码"),
        ("", "00481207", "code", "8 位号码的发票还要填 10 位或 12 位的发票代码"),
        ("35002211301", "00481207", "code", "发票代码应为 10 位或 12 位数字，现为 11 位"),
        ("3500221130", "0048120", "number", "有发票代码的，号码应为 8 位数字，现为 7 位"),
        ("3500221130", "23352000000004812077", "code", "20 位号码的数电票没有发票代码；请清空发票代码"),
        ("", "2335200000000481207O", "number", "发票号码只能是数字；第 20 位是“O”"),
        ("", "²3352000000004812077", "number", "发票号码只能是数字；第 1 位是“²”"),
    ],
)
def test_each_slip_is_told_in_a_sentence(code: str, number: str, field: str, said: str) -> None:
    with pytest.raises(BadInvoiceNumber) as refused:
        read_invoice_number(code, number)
    assert [(p.field, p.message) for p in refused.value.problems] == [(field, said)]


def test_both_fields_are_told_at_once() -> None:
    with pytest.raises(BadInvoiceNumber) as refused:
        read_invoice_number("甲", "乙")
    assert [p.field for p in refused.value.problems] == ["code", "number"]


def test_a_number_is_shown_in_groups_of_four() -> None:
    assert InvoiceNumber("", "23352000000004812077").shown == "2335 2000 0000 0481 2077"
    assert InvoiceNumber("3500221130", "00481207").shown == "3500221130 00481207"
