"""名录一侧的拒绝: enterprises that are not there or already are, accounts in another state, lists that contradict."""

from __future__ import annotations

from datetime import date

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.account import COOLING_WORKING_DAYS, AccountState
from luoqiao.core.parties.import_kind import ImportState
from luoqiao.core.parties.standing import StandingKind


class NoSuchEnterprise(DomainError):
    """名录里没有这家企业, or it is not for this person to see: both are answered alike."""

    code = "LQ-5301"

    def __init__(self, uscc: str) -> None:
        super().__init__(f"名录里没有统一社会信用代码为“{uscc[:40]}”的企业，或不在您的范围内", details={"uscc": uscc[:40]})


class NotInRegister(DomainError):
    """名录里没有这条记录: a contact, account, line, project … that is not there or not to be seen."""

    code = "LQ-5311"

    def __init__(self, what: str) -> None:
        super().__init__(f"没有这条{what}，或不在您的范围内", details={"what": what})


class AlreadyRegistered(DomainError):
    """已经登记: the code stands in the register under this name."""

    code = "LQ-5302"

    def __init__(self, uscc: str, name: str) -> None:
        super().__init__(
            f"{uscc} 已经登记为“{name}”；一个代码只登记一次，请打开它更正", details={"uscc": uscc, "name": name}
        )


class SamePerson(DomainError):
    """提出和确认不能是同一人: in person or by delegation."""

    code = "LQ-5304"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}要由另一人确认；您是提出人，或代提出人办事")


class AccountNotOpen(DomainError):
    """账户不在待确认状态."""

    code = "LQ-5305"

    def __init__(self, state: AccountState) -> None:
        super().__init__(f"这个收款账户{state.label}，不能再办", details={"state": state.value})


class AccountPending(DomainError):
    """已有一个待确认的账户."""

    code = "LQ-5306"

    def __init__(self, bank: str, last: str) -> None:
        super().__init__(
            f"已有一个待确认的收款账户（{bank}，尾号 {last}）；请先等它确认，或撤回后再提出", details={"bank": bank, "last": last}
        )


class TooSoon(DomainError):
    """冷静期不足."""

    code = "LQ-5307"

    def __init__(self, usable_from: date) -> None:
        super().__init__(
            f"收款账户确认后要隔 {COOLING_WORKING_DAYS} 个工作日才能启用；{usable_from} 太早",
            details={"usable_from": usable_from},
        )


class ChangedMeanwhile(DomainError):
    """有人先更正了: what the form showed is no longer what is kept."""

    code = "LQ-5308"

    def __init__(self, name: str) -> None:
        super().__init__(f"您打开更正页后，有人更正了“{name}”；请刷新后看新的内容，再改")


class Overlaps(DomainError):
    """起止日期与已登记的重叠."""

    code = "LQ-5309"

    def __init__(self, name: str, kind: StandingKind, from_on: date, until_on: date | None) -> None:
        until = f"至 {until_on}（不含）" if until_on else "起，未写止日"
        super().__init__(
            f"{name}的{kind.label}已登记为 {from_on} {until}，与要登记的日期重叠；请先更正止日",
            details={"kind": kind.value, "from_on": from_on, "until_on": until_on},
        )


class AlreadyLinked(DomainError):
    """已经关联."""

    code = "LQ-5310"

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"{what}已经关联到“{name}”；关联错了，请先解除", details={"what": what, "name": name})


class ImportNotOpen(DomainError):
    """这次导入不在待确认状态."""

    code = "LQ-5340"

    def __init__(self, state: ImportState) -> None:
        super().__init__(f"这次导入{state.label}，不能再确认；需要的话请重新上传", details={"state": state.value})
