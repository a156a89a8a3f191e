"""慢一点: how often one address may send a public form; counted in the cache that all processes share."""

from __future__ import annotations

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

from luoqiao.core.kernel.errors import DomainError


class TooOften(DomainError):
    """提交太频繁."""

    code = "LQ-5612"

    def __init__(self) -> None:
        super().__init__("同一个网络地址提交得太频繁，这一次没有收下；请过一小时再试，或改用书面")


def refuse_too_often(request: HttpRequest, deed: str, rate: str) -> None:
    """Count one more; TooOften beyond the rate (`10/h/ip`)."""
    if consume(request, app="luoqiao", action=deed, config={deed: rate}) is None:
        raise TooOften
