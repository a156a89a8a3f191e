"""证据一侧的拒绝: records that are not there or not to be seen, invoices used before, statements that differ."""

from __future__ import annotations

from collections.abc import Sequence

from luoqiao.core.evidence.allocation import Holder, merge_masked, say_used
from luoqiao.core.evidence.invoice import Difference
from luoqiao.core.evidence.invoice_number import InvoiceNumber
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import yuan_text


class NotThere(DomainError):
    """没有这条记录: never kept, or not to be seen by this person; both are answered alike."""

    code = "LQ-5401"

    def __init__(self, what: str) -> None:
        super().__init__(f"没有找到{what}，或不归您查看", details={"what": what})


class AlreadyUsed(DomainError):
    """发票用过了: what is left of the line is less than what is asked for."""

    code = "LQ-5402"

    def __init__(self, *, what: str, holders: Sequence[Holder], left: int, asked: int) -> None:
        held = [
            {"case": one.case_number, "clause": one.clause, "year": one.year or None, "amount": yuan_text(one.amount),
             "masked": one.masked}
            for one in merge_masked(holders)
        ]  # fmt: skip
        super().__init__(
            say_used(what, holders, left=left, asked=asked),
            details={"holders": held, "left": yuan_text(left), "asked": yuan_text(asked)},
        )
        self.holders = tuple(holders)
        self.left = left
        self.asked = asked


class MayNotEnter(DomainError):
    """不能替这家企业登记: only its own agents, the clerk of its township and officers may."""

    code = "LQ-5405"

    def __init__(self) -> None:
        super().__init__("您的岗位不能替这家企业登记或改动；企业经办、所在镇街和部门经办可以")


class InvoiceDiffers(DomainError):
    """发票内容没有对上: two statements about the same invoice; it waits until an officer has settled which is right."""

    code = "LQ-5406"

    def __init__(self, number: InvoiceNumber, differences: Sequence[Difference]) -> None:
        labels = "、".join(one.label for one in differences)
        super().__init__(
            f"发票 {number.shown} 已登记过，{labels}与这次填的不同；请核对原件，确认无误的由部门经办核实后再用",
            details={"invoice": str(number), "fields": [one.field for one in differences]},
        )
        self.differences = tuple(differences)


class InvoiceInUse(DomainError):
    """发票已占用，不能改: its contents stay as they were when a case relied on them."""

    code = "LQ-5407"

    def __init__(self, number: InvoiceNumber) -> None:
        super().__init__(f"发票 {number.shown} 已有案件占用；先由该案件放开，或由部门经办核实更正")


class AmountNotPositive(DomainError):
    """占用的金额必须大于零."""

    code = "LQ-5408"

    def __init__(self) -> None:
        super().__init__("占用的金额必须大于 0 元")


class WasStated(DomainError):
    """没有这样的陈述可以采用: settled to what nobody stated."""

    code = "LQ-5409"

    def __init__(self) -> None:
        super().__init__("只能采用某家企业填过的内容；请刷新后重选")


class UnknownFactKey(DomainError):
    """没有这个事实名称."""

    code = "LQ-5420"

    def __init__(self, key: str, near: str | None) -> None:
        hint = f"；是不是“{near}”？" if near else ""
        super().__init__(f"没有名称为“{key[:60]}”的事实{hint}", details={"key": key[:120]})


class ReasonMissing(DomainError):
    """没有写理由: decisions, withdrawals and answers need one."""

    code = "LQ-5421"

    def __init__(self) -> None:
        super().__init__("请写明理由；理由和记录一起保存，审计可查")


class AlreadyAnswered(DomainError):
    """已经答复过."""

    code = "LQ-5422"

    def __init__(self) -> None:
        super().__init__("这条数据更正已经答复，不能再改")
