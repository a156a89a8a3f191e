"""邮件服务器的设置: one address says where, as whom and how safely; MAIL_FROM says who writes.

`smtp://` means STARTTLS and refuses a server that does not offer it, `smtps://` TLS from the first byte. Without either only
on this very machine, or with `?tls=none` and without a password.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from luoqiao.core.kernel.errors import DomainError

Security = Literal["starttls", "tls", "none"]
PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadMailServer(DomainError):
    """邮件设置有误: MAIL_URL or MAIL_FROM cannot be used; the password is never repeated."""

    code = "LQ-5703"


@dataclass(frozen=True, slots=True)
class MailServer:
    """邮件服务器."""

    host: str
    port: int
    security: Security
    sender: Address
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, {self.security}, {self.sender.addr_spec})"


def read_mail_server(url: str, sender: str) -> MailServer | None:
    """The server named by MAIL_URL and MAIL_FROM; None when no mail is wanted; raises BadMailServer."""
    if not url.strip():
        return None
    try:
        parts = urlsplit(url.strip())
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise BadMailServer(f"MAIL_URL 的主机或端口写得不对；{_SHAPE}") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadMailServer(f"MAIL_URL 不是邮件服务器的地址；{_SHAPE}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    security = _security(parts)
    if security == "none" and password and parts.hostname not in LOOPBACK:
        raise BadMailServer("MAIL_URL 里有密码，又不加密（tls=none），密码会被旁人看到；请去掉 tls=none，或去掉密码。")
    return MailServer(parts.hostname, port, security, _sender(sender.strip() or user), user, password)


_SHAPE = "请写成 smtp://用户:密码@主机:587 或 smtps://用户:密码@主机:465，用户名和密码里的特殊字符用 %xx。"


def _security(parts: SplitResult) -> Security:
    asked = parse_qs(parts.query, keep_blank_values=True)
    said = asked.pop("tls", [""])[0]
    if asked or said not in {"", "none"}:
        raise BadMailServer("MAIL_URL 问号后面只能写 tls=none（不加密，只用于内网没有密码的邮件服务器）。")
    if parts.scheme == "smtps":
        return "tls"
    return "none" if said == "none" or parts.hostname in LOOPBACK else "starttls"


def _sender(written: str) -> Address:
    name, address = parseaddr(written)
    user, at, domain = address.rpartition("@")
    if not (at and user and domain and address.isascii() and address.isprintable()):
        raise BadMailServer("缺发件人；请写 MAIL_FROM='洛桥 <luoqiao@example.gov.cn>'，地址只能用英文字符。")
    return Address(name or "洛桥", user, domain)
