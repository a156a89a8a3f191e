"""发票号码: the key under which an invoice is known, the same over all cases, years and clauses.

数电票: 20 digits and no code. Older invoices: a code of 10 or 12 digits and a number of 8. Whether such an invoice was
ever issued is for the tax authority to say, not for its form.
"""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import drop_blanks, fold_width

DIGITAL_DIGITS = 20
CODE_DIGITS = (10, 12)
PAPER_DIGITS = 8
_DASHES = str.maketrans("", "", "-－—–")


class BadInvoiceNumber(Invalid):
    """发票号码写得不对: wrong length, or something that is no digit."""

    code = "LQ-5403"


@dataclass(frozen=True, slots=True, order=True)
class InvoiceNumber:
    """发票的代码和号码: `code` is empty for 数电票."""

    code: str
    number: str

    def __str__(self) -> str:
        return f"{self.code}-{self.number}" if self.code else self.number

    @property
    def shown(self) -> str:
        """In groups of four, as it is compared by eye: `2335 2000 0000 0481 2077`; code and number of older ones."""
        if self.code:
            return f"{self.code} {self.number}"
        return " ".join(self.number[i : i + 4] for i in range(0, len(self.number), 4))

    @property
    def tail(self) -> str:
        """The last four digits: enough to speak of it."""
        return self.number[-4:]


def read_invoice_number(code: str, number: str) -> InvoiceNumber:
    """Read what was typed; blanks, dashes and full-width digits do no harm. Raises BadInvoiceNumber for each field."""
    code, number = _tidy(code), _tidy(number)
    found = [p for p in (_digits("code", "发票代码", code), _digits("number", "发票号码", number)) if p]
    length = None if found else _length_of_paper(code, number) if code else _length_of_digital(number)
    if found or length:
        raise BadInvoiceNumber((*found, *([length] if length else [])))
    return InvoiceNumber(code, number)


def _tidy(text: str) -> str:
    return drop_blanks(fold_width(text)).translate(_DASHES)


def _digits(field: str, label: str, text: str) -> FieldProblem | None:
    for place, sign in enumerate(text, 1):
        if not ("0" <= sign <= "9"):
            said = f"{label}只能是数字；第 {place} 位是“{sign}”"
            return FieldProblem(field, text[:40], "数字", said, BadInvoiceNumber.code)
    return None


def _length_of_digital(number: str) -> FieldProblem | None:
    if len(number) == DIGITAL_DIGITS:
        return None
    if not number:
        said = "请填发票号码：数电票 20 位；以前的发票 8 位，另填发票代码"
    elif len(number) == PAPER_DIGITS:
        return FieldProblem("code", "", "10 位或 12 位数字", "8 位号码的发票还要填 10 位或 12 位的发票代码",
                            BadInvoiceNumber.code)  # fmt: skip
    else:
        said = f"应为 {DIGITAL_DIGITS} 位数字，现为 {len(number)} 位"
    return FieldProblem("number", number[:40], "20 位数字", said, BadInvoiceNumber.code)


def _length_of_paper(code: str, number: str) -> FieldProblem | None:
    if len(number) == DIGITAL_DIGITS:
        said = "20 位号码的数电票没有发票代码；请清空发票代码"
        return FieldProblem("code", code[:40], "空", said, BadInvoiceNumber.code)
    if len(code) not in CODE_DIGITS:
        said = f"发票代码应为 10 位或 12 位数字，现为 {len(code)} 位"
        return FieldProblem("code", code[:40], "10 位或 12 位数字", said, BadInvoiceNumber.code)
    if len(number) != PAPER_DIGITS:
        said = f"有发票代码的，号码应为 {PAPER_DIGITS} 位数字，现为 {len(number)} 位"
        return FieldProblem("number", number[:40], "8 位数字", said, BadInvoiceNumber.code)
    return None
