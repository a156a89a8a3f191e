"""填一张发票: the fields, as many lines as are asked for, and every problem at its field; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from luoqiao.apps.evidence.queries import seen_document
from luoqiao.core.evidence.invoice import InvoiceKind, StatedInvoice
from luoqiao.core.evidence.invoice_reader import BadInvoice, TypedLine, read_invoice
from luoqiao.core.evidence.invoice_xml import MOST_BYTES, NotInvoiceXml, read_invoice_xml
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.document_store import get_document_store
from luoqiao.interfaces.portal.evidence.firm import Firm
from luoqiao.interfaces.portal.form_parts import Choice, Field

LINES_AT_FIRST, LINES_MORE, LINES_MOST = 3, 5, 200
NAMES = ("code", "number", "kind", "issued_on", "buyer_uscc", "buyer_name", "seller_uscc", "seller_name", "ex_tax", "tax")


@dataclass(frozen=True, slots=True)
class LineFields:
    """一行明细的两格."""

    no: int
    name: Field
    ex_tax: Field


@dataclass(frozen=True, slots=True)
class InvoiceForm:
    """填写中的发票: what was typed, and what is wrong with it by field."""

    typed: Mapping[str, str]
    lines: tuple[TypedLine, ...]
    problems: Mapping[str, str] = field(default_factory=dict)
    said: str = ""

    def fields(self, *names: str) -> tuple[Field, ...]:
        """The fields of these names."""
        return tuple(self._field(name) for name in names)

    @property
    def line_fields(self) -> tuple[LineFields, ...]:
        """The lines, with empty ones to be filled."""
        return tuple(
            LineFields(
                no,
                Field(f"line-{no}-name", f"line_{no}_name", f"第 {no} 行 货物或服务", "text", line.name,
                      error=self.problems.get(f"line_{no}_name", "")),
                Field(f"line-{no}-ex-tax", f"line_{no}_ex_tax", f"第 {no} 行 不含税金额", "money", line.ex_tax, unit="元",
                      error=self.problems.get(f"line_{no}_ex_tax", "")),
            )
            for no, line in enumerate(self.lines, 1)
        )  # fmt: skip

    @property
    def line_error(self) -> str:
        """What is wrong with the lines together."""
        return self.problems.get("lines", "")

    def _field(self, name: str) -> Field:
        label, kind, hint, unit = _DESCRIBED[name]
        choices = tuple(Choice(one.value, one.label) for one in InvoiceKind) if name == "kind" else ()
        return Field(
            f"invoice-{name}", name, label, kind, self.typed.get(name, ""), unit=unit, hint=hint,  # type: ignore[arg-type] # of the table
            error=self.problems.get(name, ""), choices=choices, optional=name == "code",
        )  # fmt: skip


_DESCRIBED = {
    "code": ("发票代码", "number", "20 位的数电票没有代码", ""),
    "number": ("发票号码", "number", "数电票 20 位，以前的发票 8 位", ""),
    "kind": ("种类", "choice", "", ""),
    "issued_on": ("开票日期", "date", "", ""),
    "buyer_uscc": ("购方代码", "text", "统一社会信用代码", ""),
    "buyer_name": ("购方名称", "text", "", ""),
    "seller_uscc": ("销方代码", "text", "统一社会信用代码", ""),
    "seller_name": ("销方名称", "text", "", ""),
    "ex_tax": ("不含税金额", "money", "申报按不含税金额计", "元"),
    "tax": ("税额", "money", "免税填 0", "元"),
}


def empty_form(firm: Firm) -> InvoiceForm:
    """A form in which the enterprise itself is the buyer."""
    typed = {"buyer_uscc": firm.uscc, "buyer_name": firm.view.name, "kind": InvoiceKind.SPECIAL.value}
    return InvoiceForm(typed, _padded((), LINES_AT_FIRST))


def form_of_document(document: int, actor: Actor, firm: Firm) -> InvoiceForm:
    """The form as the electronic original fills it; when that cannot be read, an empty one that says so."""
    one = seen_document(document, actor)
    if one.size > MOST_BYTES or one.kind.id != "xml":
        return InvoiceForm(empty_form(firm).typed, _padded((), LINES_AT_FIRST), said="这份原件读不出发票内容，请对照填写。")
    with closing(get_document_store().open(one.sha256)) as content:
        raw = content.read()
    try:
        read = read_invoice_xml(raw)
    except NotInvoiceXml as refused:
        return InvoiceForm(empty_form(firm).typed, _padded((), LINES_AT_FIRST), said=f"{refused.message}（{refused.code}）")
    return InvoiceForm(read.fields, _padded(read.lines, len(read.lines) + 1), said="已从数电票原件读出，请核对后登记。")


def form_of_kept(stated: StatedInvoice) -> InvoiceForm:
    """The form with what is kept, to be corrected."""
    number = stated.number
    values = (
        number.code, number.number, stated.kind.value, stated.issued_on.isoformat(), stated.buyer_uscc, stated.buyer_name,
        stated.seller_uscc, stated.seller_name, yuan_text(stated.ex_tax), yuan_text(stated.tax),
    )  # fmt: skip
    lines = tuple(TypedLine(line.name, yuan_text(line.ex_tax)) for line in stated.lines)
    return InvoiceForm(dict(zip(NAMES, values, strict=True)), _padded(lines, len(lines) + 1))


def sent_form(sent: QueryDict) -> InvoiceForm:
    """What was typed, with as many lines as were shown."""
    typed = {name: sent.get(name, "") for name in NAMES}
    shown = sent.get("lines", "")
    count = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 4 else LINES_AT_FIRST
    count = min(max(1, count), LINES_MOST)
    lines = tuple(TypedLine(sent.get(f"line_{no}_name", ""), sent.get(f"line_{no}_ex_tax", "")) for no in range(1, count + 1))
    return InvoiceForm(typed, lines)


def more_lines(form: InvoiceForm) -> InvoiceForm:
    """The same with room for further lines."""
    return InvoiceForm(form.typed, _padded(form.lines, min(LINES_MOST, len(form.lines) + LINES_MORE)))


def read_form(form: InvoiceForm, on: date) -> tuple[StatedInvoice | None, InvoiceForm]:
    """The invoice, or none and the form with every problem at its field."""
    try:
        return read_invoice(form.typed, form.lines, on=on), form
    except BadInvoice as refused:
        problems = {problem.field: problem.message for problem in refused.problems}
        return None, InvoiceForm(form.typed, form.lines, problems)


def _padded(lines: tuple[TypedLine, ...], count: int) -> tuple[TypedLine, ...]:
    return lines + (TypedLine("", ""),) * max(0, count - len(lines))
