"""账号的拒绝: why something about accounts, posts and delegation was not done."""

from __future__ import annotations

from datetime import datetime

from luoqiao.core.kernel.errors import DomainError


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
