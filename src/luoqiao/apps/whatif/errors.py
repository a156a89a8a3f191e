"""试算一侧的拒绝: scenarios that are not there, cannot be kept, or belong to somebody else."""

from __future__ import annotations

from luoqiao.core.kernel.errors import DomainError


class UnknownScenario(DomainError):
    """没有这个方案: never saved, or deleted since."""

    code = "LQ-4501"

    def __init__(self, identifier: str) -> None:
        super().__init__("没有这个方案，或已经删除", details={"scenario": identifier[:40]})


class BadName(DomainError):
    """名称不能用: empty, too long, or with characters that cannot be shown."""

    code = "LQ-4502"


class TooManyScenarios(DomainError):
    """存满了: this browser, or the platform, keeps as many scenarios as it may."""

    code = "LQ-4503"

    def __init__(self, most: int, *, own: bool) -> None:
        whose = "这个浏览器" if own else "平台"
        super().__init__(f"{whose}最多存 {most} 个方案，已经存满；请先删去不用的", details={"most": most})


class NotYours(DomainError):
    """不是你的方案: another browser saved it; it can be opened, not deleted."""

    code = "LQ-4504"

    def __init__(self) -> None:
        super().__init__("这个方案是别的浏览器存的：可以打开和比较，不能删除")


class KeyTaken(DomainError):
    """提交标记用过了: the same form was sent from another browser or with other contents."""

    code = "LQ-4505"

    def __init__(self) -> None:
        super().__init__("这张表单已经用过，内容与上次不同；请回到试算页再存一次")


class NothingLoaded(DomainError):
    """没有可用的行: a file in which no row can be read."""

    code = "LQ-4506"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name[:80]} 没有一行能用，没有导入；现在的总体没有改动", details={"file": name[:80]})
