"""政策一侧的拒绝: packs and clauses that are not there, packs that may not be loaded."""

from __future__ import annotations

from collections.abc import Iterable

from luoqiao.core.kernel.errors import DomainError, Finding
from luoqiao.core.kernel.text import nearest


class PackNotLoaded(DomainError):
    """没有载入这个方案包: the name is unknown among the packs loaded, or none is loaded at all."""

    code = "LQ-4001"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        if not known:
            message = "还没有载入任何方案包；请管理员运行 luoqiao run，它会先载入方案包"
        else:
            message = f"没有载入方案包“{name[:60]}”{_hint(name, known)}"
        super().__init__(message, details={"pack": name[:60], "known": known})
        self.none_loaded = not known


class UnknownClause(DomainError):
    """没有这个条款: no clause of the pack has that identifier."""

    code = "LQ-2003"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = tuple(known)
        near = nearest(name[:60], names)
        super().__init__(
            f"没有条款“{name[:60]}”{_hint(name, names)}", details={"clause": name[:60], "nearest": near}
        )


class PackRefused(DomainError):
    """方案包检查不通过: serious findings; nothing was loaded."""

    code = "LQ-4003"

    def __init__(self, name: str, findings: tuple[Finding, ...]) -> None:
        first = f"；第一处：{findings[0]}" if findings else ""
        message = f"方案包“{name}”有 {len(findings)} 处严重错误，一个文件也没有载入{first}；运行 luoqiao check 看全部"
        super().__init__(message, details={"pack": name, "findings": findings})
        self.findings = findings


class DamagedVersion(DomainError):
    """存档的版本损坏: the files kept for a version do not have its digest any more."""

    code = "LQ-4004"

    def __init__(self, digest: str) -> None:
        super().__init__(
            f"方案包版本 {digest[:12]} 的存档与其摘要不符，不能用来重算；请从备份恢复",
            details={"digest": digest},
        )


def _hint(name: str, known: tuple[str, ...]) -> str:
    near = nearest(name[:60], known)
    return f"；是不是“{near}”？" if near else f"；现有 {'、'.join(known)}"
