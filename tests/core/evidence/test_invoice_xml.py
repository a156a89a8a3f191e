"""读数电票原件: the fields of the form from the XML, or one sentence why not."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.evidence.invoice import InvoiceKind, StatedLine
from luoqiao.core.evidence.invoice_reader import read_invoice
from luoqiao.core.evidence.invoice_xml import NotInvoiceXml, read_invoice_xml

ORIGINAL = """<?xml version="1.0" encoding="UTF-8"?>
<EInvoice xmlns="urn:test">
  <Header><EIid>23352000000031880472</EIid><InherentLabel><GeneralOrSpecialVAT><LabelCode>01</LabelCode>
    <LabelName>增值税专用发票</LabelName></GeneralOrSpecialVAT></InherentLabel></Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>91350504MA00004020</SellerIdNum><SellerName>织网</SellerName></SellerInformation>
    <BuyerInformation><BuyerIdNum>91350504MA2000019C</BuyerIdNum><BuyerName>澄源</BuyerName></BuyerInformation>
    <BasicInformation><TotalAmWithoutTax>1200.00</TotalAmWithoutTax><TotalTaxAm>72.00</TotalTaxAm>
      <TotalTax-includedAmount>1272.00</TotalTax-includedAmount><RequestTime>2023-05-06 10:11:12</RequestTime>
    </BasicInformation>
    <IssuItemInformation><ItemName>*信息技术服务*软件维护</ItemName><Amount>1100.00</Amount></IssuItemInformation>
    <IssuItemInformation><ItemName>*信息技术服务*软件维护</ItemName><Amount>-100.00</Amount></IssuItemInformation>
    <IssuItemInformation><ItemName>*现代服务*咨询费</ItemName><Amount>200.00</Amount></IssuItemInformation>
  </EInvoiceData>
</EInvoice>"""


def test_the_original_fills_the_form() -> None:
    found = read_invoice_xml(ORIGINAL.encode())
    read = read_invoice(found.fields, found.lines, on=date(2023, 6, 1))
    assert (str(read.number), read.kind, read.issued_on) == (
        "23352000000031880472", InvoiceKind.SPECIAL, date(2023, 5, 6),
    )  # fmt: skip
    assert (read.ex_tax, read.tax, read.buyer_name, read.seller_name) == (120_000, 7_200, "澄源", "织网")
    assert read.lines == (StatedLine("*信息技术服务*软件维护", 100_000), StatedLine("*现代服务*咨询费", 20_000))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<EInvoice>", b"\xff\xfe", b"<a/>", b"PK\x03\x04", b"<?xml version='1.0' encoding='nothing'?><a/>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16"), b"<a><EIid>1</EIid></a>", b"x" * 3_000_000,
    ],
)  # fmt: skip
def test_what_is_no_original_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(NotInvoiceXml):
        read_invoice_xml(content)
