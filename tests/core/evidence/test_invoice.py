"""发票: what a reviewer is shown, and when two statements cannot both be true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from luoqiao.core.evidence.invoice import (
    InvoiceKind,
    StatedInvoice,
    StatedLine,
    list_differences,
    list_findings,
)
from luoqiao.core.evidence.invoice_number import InvoiceNumber

MINE = "91350504MA2000019C"
ONE = StatedInvoice(
    InvoiceNumber("", "23352000000031880472"), InvoiceKind.SPECIAL, date(2023, 5, 6), MINE, "澄源", "91350504MA00004020",
    "织网", 1_440_000, 86_400, (StatedLine("服务", 1_440_000),),
)  # fmt: skip


def codes(stated: StatedInvoice, uscc: str = MINE) -> list[tuple[str, bool]]:
    return [(one.code, one.serious) for one in list_findings(stated, uscc)]


def test_an_ordinary_invoice_has_no_findings() -> None:
    assert codes(ONE) == []


def test_a_buyer_who_is_not_the_applicant_is_a_hard_warning() -> None:
    found = list_findings(ONE, "91350504MA20000277", "福建织锦鞋服有限公司")
    assert (found[0].code, found[0].serious) == ("LQ-5410", True)
    assert found[0].message == "购方是 澄源（91350504MA2000019C），不是申报企业 福建织锦鞋服有限公司（91350504MA20000277）"


def test_slips_of_the_pen_are_pointed_out_softly() -> None:
    assert codes(replace(ONE, tax=244_800)) == []
    assert codes(replace(ONE, tax=244_801)) == [("LQ-5411", False)]
    assert codes(replace(ONE, issued_on=date(2022, 5, 6))) == [("LQ-5412", False)]
    assert codes(replace(ONE, lines=(StatedLine("服务", 1_439_999),))) == [("LQ-5414", False)]
    assert codes(replace(ONE, seller_uscc=MINE)) == [("LQ-5413", True)]


def test_statements_differ_in_amounts_dates_and_parties_but_not_in_wording() -> None:
    assert list_differences(ONE, replace(ONE, seller_name="织网公司", lines=(StatedLine("技术服务", 1_440_000),))) == ()
    found = list_differences(ONE, replace(ONE, ex_tax=1_440_001, lines=(StatedLine("服务", 1_440_001),)))
    assert [(one.field, one.kept, one.stated) for one in found] == [
        ("ex_tax", "14,400.00 元", "14,400.01 元"),
        ("lines", "14,400.00 元", "14,400.01 元"),
    ]
