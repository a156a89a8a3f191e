"""推送地址: only https, or plain http on this very machine; no name or password inside."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from luoqiao.core.kernel.errors import DomainError

LONGEST_URL = 500


class BadEndpoint(DomainError):
    """推送地址不能用."""

    code = "LQ-5704"


def read_address(url: str) -> SplitResult:
    """The parts of an address that may be used; raises BadEndpoint with what to write instead."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadEndpoint("地址的主机或端口写得不对；请写成 https://主机/路径") from None
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST_URL:
        raise BadEndpoint(f"地址里有空格或中文，或超过 {LONGEST_URL} 个字符；请写成 https://主机/路径")
    if parts.scheme not in {"http", "https"} or not host or port == 0:
        raise BadEndpoint("地址要以 https:// 开头，例如 https://oa.example.gov.cn/luoqiao")
    if parts.username is not None or parts.password is not None:
        raise BadEndpoint("地址里不能写用户名和密码；对方用签名核对是谁发的")
    if parts.scheme == "http" and not is_loopback(host):
        raise BadEndpoint("不加密的 http 只能发给本机（127.0.0.1）；别的主机请用 https")
    return parts


def is_loopback(host: str) -> bool:
    """Whether the host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
