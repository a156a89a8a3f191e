"""数据库拒绝: why there is no database to work with, in sentences for the person who started the programme."""

from __future__ import annotations

from luoqiao.core.kernel.errors import DomainError


class DatabaseUnavailable(DomainError):
    """数据库不可用: what happened, and what to do."""

    code = "LQ-0120"
