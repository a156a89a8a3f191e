"""读数电票原件: the XML that the tax authority gives out, as the fields of the form, so that nothing is typed again.

Known from published programmes that read such files, not from a published standard: EIid or InvoiceNumber, the parties, the
sums and one IssuItemInformation for each line. Names of elements are compared without their name space. A discount line
(negative) is taken off the line above it. The seal of the authority is not checked here. What is missing stays empty: the
reader of the form asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from luoqiao.core.evidence.invoice_reader import TypedLine
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.plain_xml import DoctypeFound, UnreadableXml, read_root

MOST_BYTES = 2_000_000
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "number": ("InvoiceNumber", "EIid"),
    "issued_on": ("IssueTime", "RequestTime"),
    "buyer_uscc": ("BuyerIdNum",),
    "buyer_name": ("BuyerName",),
    "seller_uscc": ("SellerIdNum",),
    "seller_name": ("SellerName",),
    "ex_tax": ("TotalAmWithoutTax",),
    "tax": ("TotalTaxAm",),
}
_DAY = re.compile(r"([0-9]{4})[-/年]?([0-9]{1,2})[-/月]?([0-9]{1,2})")


class NotInvoiceXml(DomainError):
    """不是数电票的 XML: unreadable, or without the elements by which it is known."""

    code = "LQ-5415"


@dataclass(frozen=True, slots=True)
class ReadXml:
    """原件里的内容，作为填写的字段: to be read by `invoice_reader`, which says what is missing."""

    fields: Mapping[str, str]
    lines: tuple[TypedLine, ...]


def read_invoice_xml(content: bytes) -> ReadXml:
    """The fields of the form as the electronic original states them. Raises NotInvoiceXml."""
    root = _parse(content)
    found = {_local(node.tag): (node.text or "").strip() for node in reversed(list(root.iter())) if node.text}
    fields = {field: next((found[name] for name in names if found.get(name)), "") for field, names in _ALIASES.items()}
    if not fields["number"] or not (fields["ex_tax"] or fields["buyer_uscc"]):
        raise NotInvoiceXml("这个 XML 不是数电票：没有发票号码和金额；请改为手工填写")
    if day := _DAY.match(fields["issued_on"]):
        fields["issued_on"] = f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}"
    fields["code"] = ""
    fields["kind"] = "special" if "专用" in _kind_words(root) else "ordinary"
    return ReadXml(fields, tuple(_lines(root)))


def _parse(content: bytes) -> ET.Element:
    if len(content) > MOST_BYTES:
        raise NotInvoiceXml(f"XML 文件超过 {MOST_BYTES // 1_000_000} MB，不像一张发票")
    try:
        return read_root(content)
    except DoctypeFound:
        raise NotInvoiceXml("XML 文件带有文档类型声明，不能读；数电票原件没有这一段") from None
    except UnreadableXml:
        raise NotInvoiceXml("XML 文件读不下去，可能没有下载完整；请重新下载或手工填写") from None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _kind_words(root: ET.Element) -> str:
    labels = [node for node in root.iter() if _local(node.tag) == "GeneralOrSpecialVAT"]
    return "".join(text for label in labels for text in label.itertext())


def _lines(root: ET.Element) -> Iterator[TypedLine]:
    """Lines in their order; a discount is taken off the line above."""
    listed: list[tuple[str, Decimal | str]] = []
    for item in root.iter():
        if _local(item.tag) != "IssuItemInformation":
            continue
        values = {_local(child.tag): (child.text or "").strip() for child in item}
        amount = _amount(values.get("Amount", ""))
        if isinstance(amount, Decimal) and amount < 0 and listed and isinstance(listed[-1][1], Decimal):
            listed[-1] = (listed[-1][0], listed[-1][1] + amount)
        else:
            listed.append((values.get("ItemName", ""), amount))
    yield from (TypedLine(name, f"{amount}") for name, amount in listed if amount != 0)


def _amount(text: str) -> Decimal | str:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    return found if found.is_finite() and abs(found.adjusted()) < 20 else text
