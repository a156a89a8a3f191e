"""读发票: a form as exact values, or every problem at once."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.evidence.invoice import InvoiceKind, StatedLine
from luoqiao.core.evidence.invoice_json import read_stated, write_stated
from luoqiao.core.evidence.invoice_reader import BadInvoice, TypedLine, read_invoice

ON = date(2023, 6, 12)
TYPED = {
    "code": "", "number": "23352000000031880472", "kind": "special", "issued_on": "2023-05-06",
    "buyer_uscc": "91350504ma2000019c", "buyer_name": " 泉州澄源  精密机械有限公司 ", "seller_uscc": "91350504MA00004020",
    "seller_name": "福建织网工业互联科技有限公司", "ex_tax": "14,400.00", "tax": "864",
}  # fmt: skip


def test_a_form_becomes_exact_values() -> None:
    read = read_invoice(TYPED, [TypedLine("设备联网 APP 服务", "1.44万元"), TypedLine("", "")], on=ON)
    assert (read.ex_tax, read.tax, read.total, read.kind) == (1_440_000, 86_400, 1_526_400, InvoiceKind.SPECIAL)
    assert read.buyer_uscc == "91350504MA2000019C"
    assert read.buyer_name == "泉州澄源 精密机械有限公司"
    assert read.lines == (StatedLine("设备联网 APP 服务", 1_440_000),)
    assert read_stated(write_stated(read)) == read


def test_without_lines_the_whole_is_one_line() -> None:
    assert read_invoice(TYPED, [], on=ON).lines == (StatedLine("全部货物和服务", 1_440_000),)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("issued_on", "2023-06-13", "开票日期 2023-06-13 在今天（2023-06-12）之后"),
        ("issued_on", "0203-05-06", "开票日期 0203-05-06 太早；请核对年份"),
        ("issued_on", "五月六日", "开票日期写成“五月六日”，读不成；应为日期，如 2023-05-06"),
        ("issued_on", "", "请填开票日期，日期，如 2023-05-06"),
        ("ex_tax", "-14,400", "不含税金额是负数；红字发票和折扣行不单独登记，请填冲减后的金额"),
        ("ex_tax", "0", "不含税金额不能是 0 元"),
        ("ex_tax", "14400.005", "不含税金额：“14400.005”细于分；金额最多写到分，即两位小数的元"),
        ("tax", "", "请填税额；免税的填 0"),
        ("buyer_uscc", "913505", "购方代码应为 18 位统一社会信用代码，现为 6 位"),
        ("seller_name", "  ", "请填销方名称"),
        ("kind", "收据", "请选发票种类：增值税专用发票、增值税普通发票、机动车销售统一发票、其他发票"),
        ("number", "2335200000003188047", "应为 20 位数字，现为 19 位"),
    ],
)
def test_each_slip_is_told_at_its_field(field: str, value: str, said: str) -> None:
    with pytest.raises(BadInvoice) as refused:
        read_invoice({**TYPED, field: value}, [], on=ON)
    assert [(p.field, p.message) for p in refused.value.problems] == [(field, said)]


def test_every_problem_of_an_empty_form_is_listed() -> None:
    with pytest.raises(BadInvoice) as refused:
        read_invoice({}, [TypedLine("软件", "")], on=ON)
    fields = [p.field for p in refused.value.problems]
    assert fields == [
        "number", "kind", "issued_on", "buyer_uscc", "buyer_name", "seller_uscc", "seller_name", "ex_tax", "tax",
        "line_1_ex_tax",
    ]  # fmt: skip


def test_lines_never_come_to_more_than_the_invoice() -> None:
    with pytest.raises(BadInvoice, match=r"明细合计 14,400\.01 元，比不含税金额 14,400\.00 元 多 0\.01 元"):
        read_invoice(TYPED, [TypedLine("甲", "14,400"), TypedLine("乙", "0.01")], on=ON)
