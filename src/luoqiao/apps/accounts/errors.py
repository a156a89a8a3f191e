"""账号的拒绝: why something about accounts, posts and delegation was not done."""

from __future__ import annotations

from datetime import datetime

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Role


class NoSuchAccount(DomainError):
    """没有这个账号."""

    code = "LQ-5201"

    def __init__(self) -> None:
        super().__init__("没有这个账号，或者已经停用")


class AccountLocked(DomainError):
    """账号暂时锁住."""

    code = "LQ-5202"

    def __init__(self, until: datetime) -> None:
        super().__init__(f"连续输错，账号锁到 {until:%H:%M}；急用请找安全管理员解锁")
        self.until = until


class NoDemonstrationPerson(DomainError):
    """不是示例人物."""

    code = "LQ-5207"

    def __init__(self) -> None:
        super().__init__("只有示例人物可以不用密码进入")


class NotForDemonstration(DomainError):
    """示例人物没有密码."""

    code = "LQ-5212"

    def __init__(self) -> None:
        super().__init__("示例人物没有密码，也不能设")


class UsernameTaken(DomainError):
    """账号名已被用."""

    code = "LQ-5213"

    def __init__(self, username: str) -> None:
        super().__init__(f"账号“{username}”已经有人用；请换一个")


class LastAdministrator(DomainError):
    """最后一位管理员."""

    code = "LQ-5214"

    def __init__(self, role: Role) -> None:
        super().__init__(f"这是最后一位{role.label}；先让别人任{role.label}，再停用或撤岗")


class PostTaken(DomainError):
    """已任这个岗位."""

    code = "LQ-5215"

    def __init__(self) -> None:
        super().__init__("这个人在那几天已任这个岗位，或者岗位与已有的冲突")


class NoSuchPost(DomainError):
    """没有这个岗位."""

    code = "LQ-5216"

    def __init__(self) -> None:
        super().__init__("没有这个岗位，或者那几天已不任这个岗位")


class NotYourPost(DomainError):
    """只能委托自己的岗位."""

    code = "LQ-5217"

    def __init__(self) -> None:
        super().__init__("只能委托自己的岗位；代别人办的不能再转")


class NotColleague(DomainError):
    """不是同单位的人."""

    code = "LQ-5218"

    def __init__(self) -> None:
        super().__init__("只能委托给同一单位、镇街、园区或企业里另一位在岗的人")


class NoSuchDelegation(DomainError):
    """没有这个委托."""

    code = "LQ-5219"

    def __init__(self) -> None:
        super().__init__("没有这个委托，或者已经结束")


class NoSuchRequest(DomainError):
    """没有这个申请."""

    code = "LQ-5220"

    def __init__(self) -> None:
        super().__init__("没有这个申请，或者不在您的范围内")


class RequestDecided(DomainError):
    """申请已经办了."""

    code = "LQ-5221"

    def __init__(self, by: str) -> None:
        super().__init__(f"这个申请{by}已经办了")


class NotInRegister(DomainError):
    """企业不在名录里."""

    code = "LQ-5222"

    def __init__(self, uscc: str) -> None:
        super().__init__(f"名录里没有 {uscc}；先登记企业，再确认账号")


class AskedAlready(DomainError):
    """已经申请过."""

    code = "LQ-5223"

    def __init__(self) -> None:
        super().__init__("这家企业已经申请过，或者您已是它的经办")


class PostFilled(DomainError):
    """已有这一员."""

    code = "LQ-5225"

    def __init__(self, role: Role, name: str) -> None:
        super().__init__(f"已有{role.label}（{name}）；其余的账号和岗位由管理员在网页上办")
